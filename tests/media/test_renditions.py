"""Pictures as pages show them: made once, light, without what they tell beside their pixels."""

from __future__ import annotations

import io
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from cchc_site.media import imaging, renditions
from cchc_site.media.bare import bare
from cchc_site.media.renditions import LEAD, NAMED, SHOWN, WIDTHS, Ending, Rendition
from cchc_site.media.store import InspectedPicture, RenditionStore
from tests.support.building import assert_equal, clean_build, contents, strict_build
from tests.support.checking import check
from tests.support.paths import ROOT
from tests.support.pictures import header
from tests.support.project import Project

NEW = "site/tin-tuc/2024/05"


def photo(width: int, height: int, seed: int = 1) -> Image.Image:
    """Soft shapes with grain, the same for the same seed."""
    dice = random.Random(seed)
    coarse = Image.frombytes("RGB", (12, 9), dice.randbytes(324)).resize((width, height))
    grain = Image.frombytes("L", (160, 120), dice.randbytes(19200)).resize((width, height))
    return Image.blend(coarse, grain.convert("RGB"), 0.04)


def drawing(width: int, height: int) -> Image.Image:
    """Bars of four colours."""
    found = Image.new("P", (width, height))
    found.putpalette([255, 255, 255, 0, 0, 0, 160, 20, 20, 20, 80, 140])
    for number in range(1, 4):
        found.paste(number, (number * width // 5, height // 6, number * width // 5 + 9, height))
    return found


def exif(orientation: int = 1, place: bool = True) -> Image.Exif:
    """What a phone writes into a photograph."""
    found = Image.Exif()
    found[ExifTags.Base.Orientation] = orientation
    found[ExifTags.Base.DateTime] = "2024:05:13 08:00:00"
    if place:
        found.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (10.0, 17.0, 0.0)
    return found


def saved(file: Path, picture: Image.Image, **options: Any) -> Path:
    """The file, now that picture."""
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.save(file, **options)
    return file


def make_renditions(file: Path, role: str) -> InspectedPicture:
    """What becomes of a file."""
    return imaging.make_renditions(file.read_bytes(), file.suffix, role)


def opened(content: bytes) -> Image.Image:
    """The picture in those bytes."""
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("role", WIDTHS)
@given(width=st.integers(1, 9000))
def test_no_picture_is_made_wider_than_it_is(role: str, width: int) -> None:
    """Widest first, each but the widest one that the layout asks for, none near the widest."""
    found = renditions.widths(role, width)

    assert list(found) == sorted(found, reverse=True)
    assert max(found, default=0) <= width
    assert set(found[1:]) <= set(WIDTHS[role])
    assert bool(found) == bool(WIDTHS[role])


def variant(width: int, ending: Ending = "webp") -> Rendition:
    """One of that width."""
    return Rendition(width, width // 2, width * 10, width.to_bytes(16, "big"), ending)


def test_the_original_stands_where_nothing_takes_its_place() -> None:
    """It is among the candidates until one of its width, or of the widest that is shown, is."""
    some = (variant(640), variant(1200, "jpg"))
    assert renditions.candidates("a.png", 1000, some)[-1] == ("a.png", 1000)
    assert renditions.candidates("a.png", 640, some) == ((some[0].url, 640),)
    assert renditions.candidates("a.png", 5000, (variant(1860),))[-1][1] == 1860


def test_a_thumbnail_gets_no_wide_picture() -> None:
    """A list of twenty does not carry their addresses either."""
    found = tuple((f"{width}", width) for width in WIDTHS[LEAD])

    assert renditions.thumbnails(found) == (("216", 216), ("432", 432), ("640", 640))
    assert renditions.thumbnails(found[:1]) == (("216", 216),)


def test_what_is_shared_is_what_networks_know() -> None:
    """JPEG where one is made, else the original, unless that is no picture of pixels."""
    assert renditions.shared("a.webp", (variant(1200, "jpg"),)) == variant(1200, "jpg").url
    assert renditions.shared("a.png", (variant(640),)) == "a.png"
    assert renditions.shared("a.svg", ()) == ""


def test_a_photograph_becomes_light(tmp_path: Path) -> None:
    """WebP in the widths of the layout, upright, each smaller than the next, within the budget; a
    JPEG to share; no word of place and time, nor of the camera."""
    file = saved(tmp_path / "a.jpg", photo(1600, 2400), exif=exif(6), quality=92)

    made = make_renditions(file, LEAD)

    webp = [one for one in made.renditions if one.ending == "webp"]
    assert (made.width, made.height, made.tells) == (2400, 1600, True)
    assert [one.width for one in webp] == [1860, 1280, 960, 640, 432, 216]
    assert [one.size for one in webp] == sorted((one.size for one in webp), reverse=True)
    assert all(one.size <= 8_000 for one in webp if one.width <= 432)
    assert all(one.size <= 40_000 for one in webp if one.width <= 1280)
    for one, content in zip(made.renditions, made.contents, strict=True):
        found = opened(content)
        assert found.format == {"webp": "WEBP", "jpg": "JPEG"}[one.ending]
        assert found.size == (one.width, one.height) == (one.width, round(one.width / 1.5))
        assert len(found.getexif()) == 0
        assert {"exif", "xmp", "icc_profile"}.isdisjoint(found.info)
    assert make_renditions(file, LEAD) == made


def test_the_top_of_a_turned_picture_is_on_top(tmp_path: Path) -> None:
    """The orientation is applied before it is removed."""
    sideways = Image.new("RGB", (800, 600), "blue")
    sideways.paste("red", (0, 0, 100, 600))  # the left edge, which is the top once it is turned
    file = saved(tmp_path / "a.jpg", sideways, exif=exif(6))

    made = make_renditions(file, SHOWN)

    red, _, blue = opened(made.contents[0]).convert("RGB").getpixel((300, 20))  # type: ignore[misc]
    assert red > 200 > 50 > blue


def test_a_drawing_is_made_exactly_where_that_is_smaller(tmp_path: Path) -> None:
    """Lossless WebP keeps every pixel of a few colours."""
    original = drawing(1200, 800)
    file = saved(tmp_path / "a.png", original)

    made = make_renditions(file, SHOWN)

    assert made.renditions[0].width == 1200
    assert made.renditions[0].size < file.stat().st_size
    assert opened(made.contents[0]).convert("RGB").tobytes() == original.convert("RGB").tobytes()


def test_what_is_not_smaller_is_not_used(tmp_path: Path) -> None:
    """A picture that is light already stays as it is."""
    file = saved(tmp_path / "a.webp", photo(1000, 700), quality=5)

    made = make_renditions(file, SHOWN)

    assert made.renditions == tuple(
        one for one in made.renditions if one.size < file.stat().st_size
    )
    assert 1000 not in [one.width for one in made.renditions]


def test_what_tells_more_than_its_pixels_is_never_shown(tmp_path: Path) -> None:
    """Even where the picture without that is larger."""
    file = saved(tmp_path / "a.jpg", photo(1000, 700), exif=exif(), quality=4)

    assert max(one.width for one in make_renditions(file, SHOWN).renditions) == 1000


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel(tmp_path: Path, mode: str) -> None:
    """Transparency stays; what a screen cannot show becomes what it can."""
    form = "a.jpg" if mode == "CMYK" else "a.png"
    source = photo(900, 600).convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        source = source.convert("I").point(lambda value: value * 257).convert("I;16")
    if mode in ("LA", "RGBA"):
        source.putalpha(Image.linear_gradient("L").resize(source.size))
    file = saved(tmp_path / form, source)

    made = make_renditions(file, SHOWN)

    narrow = opened(made.contents[-1])
    assert narrow.mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")
    wanted = photo(900, 600).convert("L").resize(narrow.size)
    found = narrow.convert("RGB").convert("L")
    pixels = zip(found.tobytes(), wanted.tobytes(), strict=True)
    if mode not in ("1", "LA", "RGBA"):
        assert sum(abs(one - other) for one, other in pixels) / len(found.tobytes()) < 12


@pytest.mark.parametrize("form", ["gif", "webp", "png"])
def test_a_moving_picture_is_left_alone(tmp_path: Path, form: str) -> None:
    """Nothing is made of an animation, which would stand still."""
    frames = [photo(700, 400, seed).quantize(64) for seed in range(3)]
    options = {"save_all": True, "append_images": frames[1:], "duration": 90}
    file = saved(tmp_path / f"a.{form}", frames[0].convert("RGB"), **options)

    made = make_renditions(file, LEAD)

    assert (made.width, made.height, made.renditions) == (700, 400, ())


FORMS = ("a.jpg", "a.png", "a.gif", "a.webp", "a.avif")


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("role", [LEAD, NAMED])
def test_a_truncated_picture_is_refused(tmp_path: Path, name: str, role: str) -> None:
    """Whatever is done with it."""
    file = saved(tmp_path / name, photo(300, 200))
    make_renditions(file, role)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    with pytest.raises(imaging.Unusable):
        make_renditions(file, role)


@pytest.mark.parametrize("name", FORMS)
@given(seed=st.integers(0, 10_000))
def test_damage_never_breaks_a_build(
    tmp_path_factory: pytest.TempPathFactory, name: str, seed: int
) -> None:
    """Any bytes are a picture or a fault, never a traceback."""
    dice = random.Random(seed)
    file = saved(tmp_path_factory.mktemp("anh") / name, photo(60, 40), exif=exif().tobytes())
    content = bytearray(file.read_bytes())
    for _ in range(dice.randrange(1, 12)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    file.write_bytes(content[: dice.randrange(1, len(content) + 1)])

    try:
        made = make_renditions(file, LEAD)
    except imaging.Unusable:
        return
    assert made.width > 0


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"", "tệp ảnh rỗng"),
        (b"\xef\xbb\xbf <svg/>", "tệp này là tệp SVG, không phải ảnh “.jpg”"),
        (b"%PDF-1.7", "tệp này là tệp PDF, không phải ảnh “.jpg”"),
        (b"\0\0\0\x18ftypheic", "tệp này là ảnh HEIC của điện thoại, không phải ảnh “.jpg”"),
        (b"\xff\xd8\xff\xe0", "tệp này là ảnh JPEG bị hỏng"),
        (b"x", "tệp này không phải ảnh “.jpg”"),
    ],
)
def test_what_is_no_picture_is_called_by_its_name(tmp_path: Path, start: bytes, said: str) -> None:
    """The editor learns what was uploaded in its place."""
    file = tmp_path / "a.jpg"
    file.write_bytes(start)

    with pytest.raises(imaging.Unusable) as caught:
        make_renditions(file, NAMED)

    assert caught.value.fault[1] == said


def test_renditions_are_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    """What was cut or altered is not known, and what nobody uses goes."""
    rendition_store = RenditionStore(tmp_path / "anh", b"recipe")
    made = InspectedPicture(9, 6, True, (Rendition(3, 2, 4, b"d" * 16, "webp"),), (b"abc\n",))
    rendition_store.store(b"one", LEAD, made)
    rendition_store.store(b"two", LEAD, made)
    (tmp_path / "anh/draft.17").write_bytes(b"half")

    assert rendition_store.get(b"one", LEAD) == made
    assert rendition_store.get(b"one", SHOWN) is None
    assert RenditionStore(tmp_path / "anh", b"other").get(b"one", LEAD) is None

    rendition_store.prune([(b"one", LEAD)])

    (file,) = (tmp_path / "anh").iterdir()
    for place in range(file.stat().st_size):
        content = bytearray(whole := file.read_bytes())
        content[place] ^= 1
        file.write_bytes(content)
        assert rendition_store.get(b"one", LEAD) is None
        file.write_bytes(whole[:place])
        assert rendition_store.get(b"one", LEAD) is None
        file.write_bytes(whole)


@pytest.fixture
def gallery(project: Project) -> Project:
    """A site with a post that has a lead picture, and shows and names others."""
    text = "![Sân](san.png)\n\nXem ![Dấu](dau.svg) và [tệp ảnh](xa.jpg).\n\n![Sân nhỏ](nho.png)"
    more = "thong-bao\nimage: quay.jpg\nimage_alt: Quầy\nsummary: Họp dân."
    project.post("posts/2024/hop/index.md", "Họp", category=more, body=text)
    folder = project.root / "posts/2024/hop"
    saved(folder / "quay.jpg", photo(1500, 1000), exif=exif())
    saved(folder / "san.png", photo(1000, 700, 2))
    saved(folder / "nho.png", drawing(3, 2))
    saved(folder / "xa.jpg", photo(800, 600, 3))
    project.write("posts/2024/hop/dau.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    return project


def shown(html: str, alt: str) -> dict[str, str]:
    """The attributes of the picture with that description."""
    (found,) = re.findall(rf'<img [^>]*alt="{alt}"[^>]*>', html)
    return dict(re.findall(r'([a-z]+)="([^"]*)"', found))


@pytest.mark.site
def test_pages_show_what_was_made(gallery: Project) -> None:
    """In the text, before it, on the home page and in lists; the original stays beside, and every
    address leads to a picture of the width that is told."""
    assert strict_build(gallery.root).good
    article = gallery.read(f"{NEW}/hop/index.html")
    lead, court = shown(article, "Quầy"), shown(article, "Sân")

    assert lead["sizes"] == court["sizes"] == "(min-width: 45em) 620px, 100vw"
    assert (lead["width"], lead["height"]) == ("1500", "1000")
    assert "quay.jpg" not in lead["srcset"] + lead["src"]
    assert shown(article, "Dấu")["src"].endswith("hop/dau.svg")
    assert "srcset" not in shown(article, "Sân nhỏ")
    assert 'href="../../../../tin-tuc/2024/05/hop/xa.jpg"' in article
    for page in ("index.html", "chuyen-muc/thong-bao/index.html"):
        assert re.findall(r'<img[^>]* srcset="[^"]*anh/[^"]* 432w', gallery.read(f"site/{page}"))
    for address, width in re.findall(r"[./]+(anh/\S+) (\d+)w", article):
        assert opened((gallery.root / "site" / address).read_bytes()).width == int(width)
    source = gallery.root / "posts/2024/hop"
    for file in source.iterdir():
        if file.name != "index.md":
            published = (gallery.root / NEW / "hop" / file.name).read_bytes()
            assert published == bare(file.read_bytes())
    (image,) = re.findall(r'property="og:image" content="https://example.org/([^"]*)"', article)
    assert opened((gallery.root / "site" / image).read_bytes()).size == (1200, 800)
    feed = gallery.read("site/feed.xml")
    assert "https://example.org/anh/" in feed
    assert "srcset" not in feed


@pytest.fixture
def opens() -> Iterator[list[str]]:
    """The paths of files that this process has opened."""
    _seen.clear()
    _listening[0] = True
    yield _seen
    _listening[0] = False


_seen: list[str] = []
_listening = [False]


def _listen(event: str, details: tuple[object, ...]) -> None:
    if _listening[0] and event == "open":
        _seen.append(str(details[0]))


sys.addaudithook(_listen)


def looked_at(opens: list[str]) -> list[str]:
    """Pictures and what was made of them, among the files opened."""
    ours = (path for path in opens if "/posts/" in path or "/pictures/" in path)
    return [path for path in ours if not path.endswith(".md")]


@pytest.mark.site
def test_a_picture_is_looked_at_once(gallery: Project, opens: list[str]) -> None:
    """Where none is new, none is opened, whatever else is edited."""
    assert strict_build(gallery.root).good
    assert looked_at(opens)
    time.sleep(0.1)  # past the tick in which a change might not show
    for number in range(2):
        for name in ("quay.jpg", "san.png", "nho.png", "xa.jpg"):
            os.utime(gallery.root / "posts/2024/hop" / name)
        time.sleep(0.1)
        assert strict_build(gallery.root).good
        opens.clear()
        gallery.post("posts/2024/khac.md", f"Khác {number}")

        assert strict_build(gallery.root).good

        assert looked_at(opens) == []


@pytest.mark.site
def test_pillow_is_loaded_for_new_pictures_only(gallery: Project) -> None:
    """It takes as long as 300 posts."""
    loads = {"PYTHONPROFILEIMPORTTIME": "1"}
    first = gallery.run("mkdocs", "build", env=loads).stdout
    time.sleep(0.1)
    gallery.run("mkdocs", "build")

    gallery.post("posts/2024/khac.md")
    second = gallery.run("mkdocs", "build", env=loads).stdout

    assert re.search(r"\| +PIL\b", first)
    assert not re.search(r"\| +PIL\b", second)
    assert "cchc_site.media.files" in second


def kept_renditions(project: Project) -> list[Path]:
    """What is kept of pictures for the next build."""
    return sorted(project.root.glob(".cache/cchc/*/pictures/*"))


@pytest.mark.site
def test_an_edited_picture_takes_the_old_one_away(gallery: Project) -> None:
    """Neither the site nor the cache keeps what no page shows."""
    assert strict_build(gallery.root).good
    before, kept = contents(gallery.root / "site"), kept_renditions(gallery)
    saved(gallery.root / "posts/2024/hop/quay.jpg", photo(1500, 1000, 2))

    assert strict_build(gallery.root).good

    assert len(kept_renditions(gallery)) == len(kept)
    after = contents(gallery.root / "site")
    assert_equal(after, clean_build(gallery.root)[1])
    made = {path for path in before.keys() ^ after.keys() if path.startswith("anh/")}
    assert len(made) == 2 * len([path for path in made if path in after]) > 2

    (gallery.root / "posts/2024/hop/index.md").unlink()
    gallery.post("posts/2024/khac.md")
    assert strict_build(gallery.root).good
    assert kept_renditions(gallery) == []
    assert not (gallery.root / "site/anh").exists()


@pytest.mark.site
@pytest.mark.parametrize("loss", ["cache", "renditions", "damage", "memory"])
def test_what_is_lost_is_made_again(gallery: Project, loss: str) -> None:
    """The same site, whatever has become of the cache and of the files made."""
    assert strict_build(gallery.root).good
    before = contents(gallery.root / "site")
    for file in (gallery.root / ".cache/cchc").glob("*/*"):
        if loss == "memory" and file.name == "memory":
            file.unlink()
    for file in kept_renditions(gallery):
        if loss == "damage":
            file.write_bytes(file.read_bytes()[:-1] + b"!")
        elif loss == "renditions":
            file.unlink()
    if loss == "cache":
        subprocess.run(["rm", "-r", str(gallery.root / ".cache")], check=True)
    for file in (gallery.root / "site/anh").iterdir():
        file.unlink()

    assert strict_build(gallery.root).good

    assert_equal(contents(gallery.root / "site"), before)


@pytest.mark.site
def test_a_killed_build_leaves_nothing_half_made(gallery: Project) -> None:
    """The next one repairs what was left, and keeps what was made."""
    for number in range(8):
        gallery.post(f"posts/2024/anh-{number}/index.md", f"Ảnh {number}", body="![Ảnh](a.jpg)")
        saved(gallery.root / f"posts/2024/anh-{number}/a.jpg", photo(1900, 1300, number))
    environment = {**os.environ, "CCHC_WORKERS": "2"}
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    build = subprocess.Popen(command, cwd=gallery.root, env=environment)
    end = time.monotonic() + 60
    while not kept_renditions(gallery) and time.monotonic() < end:
        time.sleep(0.01)
    build.send_signal(signal.SIGKILL)
    build.wait()
    assert kept_renditions(gallery)
    assert not (gallery.root / "site").exists()
    time.sleep(0.5)  # its workers end with it

    assert strict_build(gallery.root).good

    assert_equal(contents(gallery.root / "site"), clean_build(gallery.root)[1])
    assert not [file for file in kept_renditions(gallery) if "." in file.name]


@pytest.mark.site
def test_one_worker_makes_what_many_make(gallery: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the number of processes and the engine."""
    sites = []
    for workers, engine in (("1", "fast"), ("3", "fast"), ("3", "native")):
        monkeypatch.setenv("CCHC_WORKERS", workers)
        text = gallery.read("mkdocs.yml")
        gallery.write("other.yml", text.replace("- cchc:", f"- cchc:\n      engine: {engine}"))
        outcome, found = clean_build(gallery.root, "other.yml")
        assert outcome.good, outcome.said
        sites.append(found)

    assert_equal(sites[0], sites[1])
    assert_equal(sites[0], sites[2])


@pytest.mark.site
def test_a_faulty_picture_leaves_the_site(gallery: Project) -> None:
    """As any fault does; `cchc check` tells the same, and writes nothing."""
    gallery.build("--strict")
    before, kept = gallery.state(), kept_renditions(gallery)
    saved(gallery.root / "posts/2024/hop/quay.jpg", photo(40, 30), format="PNG")
    gallery.write("posts/2024/hop/thua.png", "x")

    done = gallery.run("mkdocs", "build", "--strict")

    said = [line for line in done.stdout.splitlines() if line.startswith("posts/")]
    assert done.returncode == 1
    assert said == [
        "posts/2024/hop/index.md:6: ảnh “quay.jpg”: tệp này là ảnh PNG, không phải như đuôi "
        "“.jpg”; hãy đổi đuôi tệp thành “.png”",
        "posts/2024/hop/thua.png: tệp này không phải ảnh “.png”; hãy thay bằng ảnh JPEG hoặc PNG",
    ]
    assert gallery.state() == before
    assert check(gallery) == (1, said)
    assert kept_renditions(gallery) == kept


LARGE = "có hơn 50 triệu điểm ảnh"
LONG = "có cạnh dài hơn 30.000 điểm ảnh"


@pytest.mark.parametrize(
    ("form", "width", "height", "said"),
    [
        ("PNG", 1, 49_999_999, LONG),
        ("PNG", 49_999_999, 1, LONG),
        ("PNG", 8_000, 8_000, LARGE),
        ("PNG", 2**31 - 1, 2**31 - 1, LARGE),
        ("GIF", 60_000, 800, LONG),
        ("GIF", 800, 60_000, LONG),
        ("JPEG", 65_000, 700, LONG),
        ("JPEG", 700, 65_000, LONG),
        ("JPEG", 9_000, 9_000, LARGE),
        ("WEBP", 12_000, 12_000, LARGE),
        ("WEBP", 2**24, 1, LONG),
    ],
)
def test_a_picture_too_large_is_told_by_its_header(
    form: str, width: int, height: int, said: str
) -> None:
    """Room is made for pixels only after that: here none follow, which would be another fault."""
    with pytest.raises(imaging.Unusable) as refused:
        imaging.make_renditions(*header(form, width, height), LEAD)

    assert refused.value.fault[1] == said


@pytest.mark.parametrize("form", ["PNG", "GIF", "JPEG", "WEBP"])
def test_the_headers_of_these_tests_are_read(form: str) -> None:
    """One of a good size comes to the pixels, which are missing."""
    with pytest.raises(imaging.Unusable) as refused:
        imaging.make_renditions(*header(form, 600, 400), LEAD)

    assert refused.value.fault[1] == "tệp ảnh bị hỏng hoặc bị cắt cụt"


PEAK = """
import resource, sys
from cchc_site.media import imaging
from tests.support.pictures import header
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for form, *size in (("PNG", 1, 49_999_999), ("PNG", 49_999_999, 1), ("WEBP", 12_000, 12_000)):
    try:
        imaging.make_renditions(*header(form, *size), "lead")
    except imaging.Unusable:
        continue
    sys.exit("not refused")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_picture_too_large_takes_no_memory() -> None:
    """The first of these took 4 GB, the last 1 GB, before they were refused."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 50_000  # KB


@pytest.mark.parametrize(("width", "widths"), [(900, []), (1_000, [640])])
def test_a_long_picture_has_the_variants_that_can_be(width: int, widths: list[int]) -> None:
    """A WebP of more than 16,383 lines cannot be made: narrower ones are, and the original is no
    broken file."""
    content = io.BytesIO()
    Image.new("L", (width, 24_000)).save(content, "PNG")

    found = imaging.make_renditions(content.getvalue(), ".png", SHOWN)

    assert [one.width for one in found.renditions] == widths
    assert (found.width, found.height) == (width, 24_000)
