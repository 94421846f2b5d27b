"""Pictures are published with their pixels only: no place, time, camera, name or comment."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageDraw, PngImagePlugin

from cchc_site.media import imaging
from cchc_site.media.bare import Unreadable, bare
from tests.support.project import Project

SECRET = b"BI-MAT"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><GPSLatitude>10,17N BI-MAT</GPSLatitude></x:xmpmeta>'
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
FORMS = ("JPEG", "PNG", "WEBP", "GIF")


def drawn(size: tuple[int, int] = (48, 32)) -> Image.Image:
    """A picture whose corners differ, so that it shows how it lies."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2, size[1] // 2), fill="red")
    return picture


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes."""
    told = Image.Exif()
    told[ExifTags.Base.Orientation] = orientation
    told[ExifTags.Base.Make] = "BI-MAT"
    gps = told.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
    gps[ExifTags.GPS.GPSLatitude] = (10.0, 17.0, 0.0)
    gps[ExifTags.GPS.GPSLongitude] = (105.0, 40.0, 0.0)
    return told


def telling(form: str, orientation: int = 1, size: tuple[int, int] = (48, 32)) -> bytes:
    """The file of a picture that tells everything that its format can hold."""
    out = io.BytesIO()
    options: dict[str, object] = {"exif": exif(orientation)}
    if form == "JPEG":
        options |= {"comment": SECRET, "icc_profile": PROFILE, "xmp": XMP}
    elif form == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", "BI-MAT")
        notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options |= {"pnginfo": notes, "icc_profile": PROFILE}
    elif form == "WEBP":
        options |= {"xmp": XMP, "icc_profile": PROFILE, "lossless": True}
    else:
        options = {"comment": SECRET}
    drawn(size).save(out, form, **options)
    content = out.getvalue()
    if form == "JPEG":  # what Photoshop adds: names and places after IPTC
        iptc = b"Photoshop 3.0\x008BIM BI-MAT"
        segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
        content = content[:2] + segment + content[2:]
    return content


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_left_but_the_picture(form: str, orientation: int) -> None:
    """Its pixels, colours and how it lies stay; once is as good as twice."""
    content = telling(form, orientation)
    assert SECRET in content or b"BI-MAT" in content

    published = bare(content)

    assert SECRET not in published
    assert bare(published) == published
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(published)) as after:
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
        assert after.info.get("icc_profile") == before.info.get("icc_profile")
        told = after.getexif()
        assert not told.get_ifd(ExifTags.IFD.GPSInfo)
        assert told.get(ExifTags.Base.Orientation, 1) == (orientation if form != "GIF" else 1)
        assert set(told) <= {ExifTags.Base.Orientation}


@pytest.mark.parametrize("form", FORMS)
def test_a_plain_picture_stays_as_it_is(form: str) -> None:
    """Byte for byte."""
    out = io.BytesIO()
    drawn().save(out, form)

    assert bare(out.getvalue()) == out.getvalue()


def test_a_moving_picture_moves_on() -> None:
    """With its frames and its loop."""
    out = io.BytesIO()
    frames = [drawn(), Image.new("RGB", (48, 32), "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=SECRET)

    with Image.open(io.BytesIO(bare(out.getvalue()))) as after:
        assert (getattr(after, "n_frames", 1), after.info["loop"]) == (2, 0)
        assert "comment" not in after.info


def test_a_second_picture_in_the_file_goes() -> None:
    """Telephones put another one, with all it tells, behind the first."""
    assert bare(telling("JPEG") + telling("JPEG")) == bare(telling("JPEG"))


@given(st.sampled_from(FORMS), st.integers(0, 900), st.binary(max_size=4))
def test_a_broken_file_is_known_for_one(form: str, at: int, new: bytes) -> None:
    """Or loses what it tells; nothing else is raised."""
    content = telling(form)
    broken = content[:at] + new + content[at + len(new) :][: len(content) // 2]
    with suppress(Unreadable):
        assert isinstance(bare(broken), bytes)


def test_every_file_of_a_site_keeps_its_secret(project: Project) -> None:
    """Pictures shown, linked, attached, lying beside, and those of docs/."""
    for form, ending in zip((*FORMS, "AVIF"), ("jpg", "png", "webp", "gif", "avif"), strict=True):
        if form == "AVIF":
            out = io.BytesIO()
            drawn().save(out, form, exif=exif(), xmp=XMP)
            content = out.getvalue()
        else:
            content = telling(form, 6, (640, 480))
        for name in ("hien", "dan", "canh"):
            project.write(f"posts/2024/a/{name}.{ending}", content)
        project.write(f"docs/anh/{ending}.{ending}", content)
    shown = "\n\n".join(
        f"![Ảnh](hien.{one}) [Tải](dan.{one})" for one in ("jpg", "png", "webp", "gif")
    )
    project.post("posts/2024/a/index.md", body=f"{shown}\n\n![Ảnh](hien.avif)")

    project.build("--strict")

    pictures = [
        file
        for file in (project.root / "site").rglob("*")
        if file.suffix in imaging.FORMATS and "assets" not in file.parts
    ]
    assert len(pictures) > 20
    for file in pictures:
        assert SECRET not in file.read_bytes(), file
        with Image.open(file) as picture:
            assert not picture.getexif().get_ifd(ExifTags.IFD.GPSInfo), file
    assert (project.root / "posts/2024/a/dan.jpg").read_bytes() == telling("JPEG", 6, (640, 480))


def sizes(project: Project) -> dict[str, tuple[int, int]]:
    """The pictures beside the post of the site, with their sizes."""
    folder = project.root / "site/tin-tuc/2024/05/a"
    found = {}
    for file in folder.glob("*.jpg"):
        with Image.open(file) as picture:
            found[file.name] = picture.size
    return found


def large(path: Path) -> None:
    """A photograph of a telephone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.effect_noise((100, 60), 60).convert("RGB").resize((2000, 1200))
    picture.save(path, "JPEG", quality=90, exif=exif())


def test_a_picture_is_no_larger_than_pages_show_it(project: Project) -> None:
    """Unless a link leads to it; a build that changes nothing writes nothing."""
    for name in ("hien", "dan"):
        large(project.root / f"posts/2024/a/{name}.jpg")
    project.post("posts/2024/a/index.md", body="![Ảnh](hien.jpg)\n\n![Ảnh](dan.jpg) [To](dan.jpg)")

    project.build("--strict")

    assert sizes(project) == {"hien.jpg": (1860, 1116), "dan.jpg": (2000, 1200)}
    before = project.state()
    project.build("--strict")
    assert project.state() == before
    project.post("posts/2024/a/index.md", body="![Ảnh](hien.jpg) [To](hien.jpg)\n\n![Ảnh](dan.jpg)")
    project.build("--strict")
    assert sizes(project) == {"hien.jpg": (2000, 1200), "dan.jpg": (1860, 1116)}


def test_a_site_can_keep_its_files_as_they_are(project: Project) -> None:
    """And is told what they give away."""
    project.write(
        "mkdocs.yml",
        project.read("mkdocs.yml").replace("look: portal", "look: portal\n      originals: keep"),
    )
    large(project.root / "posts/2024/a/hien.jpg")
    project.post("posts/2024/a/index.md", body="![Ảnh](hien.jpg)")

    project.build("--strict")
    told = project.run("cchc_site.cli", "check", "--advice").stdout

    published = project.root / "site/tin-tuc/2024/05/a/hien.jpg"
    assert published.read_bytes() == (project.root / "posts/2024/a/hien.jpg").read_bytes()
    assert "tệp ảnh gốc ghi nơi, giờ chụp hay tên máy" in told
