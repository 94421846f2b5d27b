"""The kept state is data: it cannot run, leads nowhere else, and is not known unless it fits."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.base.hashing import digest
from cchc_site.base.problems import Level, Problem
from cchc_site.build.search_index import SegmentEntry
from cchc_site.build.session import SHAPES, Provenance, last_moment
from cchc_site.build.session import BuildMoment as BuiltFor
from cchc_site.build.stage import Writer
from cchc_site.content.fields import Moment, Settings
from cchc_site.content.post import Post
from cchc_site.content.text import Mention, ParsedText, Reference
from cchc_site.markdown.dialects import DIALECTS
from cchc_site.media import files
from cchc_site.media.files import Inspector, MediaEntry
from cchc_site.media.publishable import FileFault
from cchc_site.media.renditions import Rendition
from cchc_site.media.store import InspectedPicture, RenditionStore
from cchc_site.rendering.layout import LayoutKey
from cchc_site.search import format as index_format
from cchc_site.site import changes, snapshot
from cchc_site.site.loader import Loader
from cchc_site.site.snapshot import PostEntry
from cchc_site.storage import folders as cache_folders
from cchc_site.storage import memory
from cchc_site.storage.html_store import HtmlRecord, HtmlStore, Location
from cchc_site.storage.memory import UNKNOWN, Memory
from cchc_site.storage.published import PublishedFile

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WHEN = Moment(dt.datetime(2024, 5, 13, 7, 30, tzinfo=ZONE), timed=True)
VALUES: dict[Any, Any] = {
    str: "chữ",
    bool: True,
    object: {"a": ["b", {"c": "d"}]},
    tuple[str, ...]: ("a", "b"),
    tuple[dict[str, str], ...]: ({"number": "1/QĐ", "file": "a.pdf"},),
    Mapping[str, str] | None: {"exclude": "true"},
    Moment | None: WHEN,
}


def entry() -> PostEntry:
    """What is kept of a post that has everything that a post may have."""
    hints = get_type_hints(Post)
    rare = {name: VALUES[hints[name]] for name, _ in snapshot._RARE}
    post = Post("posts/a.md", "Tên", WHEN, ("A", "B"), "c", "", lines={"title": 2}, **rare)
    mention = Mention("Nghị định", "1/2024/NĐ-CP", "1", "", "Chính phủ", 3, 9)
    link = Reference("b.md", 3, "link")
    parsed = ParsedText("<p>", (), ("muc",), (link,), "Câu.", "Câu.", (), (mention,))
    signature, beside = (9, 17, 2**63), ("posts/a/b.pdf",)
    packed = snapshot.packed(snapshot.header(post), snapshot.outline(parsed))
    problems = snapshot.file_problems([Problem("posts/a.md", 1, "what", "hint", Level.ADVICE)])
    asked, location = (("doan/a.md", b"d"),), Location("0123456789ab", 0, 9)
    return PostEntry(
        *(signature, b"d", beside, beside, parsed.digest),
        *(b"s", packed, asked, problems, location),
    )


@pytest.mark.parametrize("packed", [b"", b"\xc1", b"\x92\x90\x90", msgspec.msgpack.encode(1)])
def test_a_post_whose_bytes_hold_anything_else_is_read_again(tmp_path: Path, packed: bytes) -> None:
    """Whether its file is as it was by its clock, or by its bytes."""
    (tmp_path / "posts").mkdir()
    head = "title: Họp\ndate: 2024-05-13\nauthor: A\ncategory: Tin"
    (tmp_path / "posts/a.md").write_text(f"---\n{head}\n---\n\nMột.\n", "utf-8")
    settings = Settings(ZONE, {})
    reader = DIALECTS["gfm"].reader((), {})
    read = Loader(tmp_path, settings, reader, HtmlStore(None)).load("posts")
    time.sleep(0.06)  # within a tick of the clock, no signature is trusted
    first = Loader(tmp_path, settings, reader, HtmlStore(None)).load("posts")

    for signature in (first.entries["posts/a.md"].signature, UNKNOWN):
        known = first.entries["posts/a.md"]._replace(packed=packed, signature=signature)
        memory = Memory(posts={"posts/a.md": known})
        again = Loader(tmp_path, settings, reader, HtmlStore(None), memory=memory).load("posts")

        assert not known.is_sound
        assert again.items[0].post == read.items[0].post
        assert changes.between(memory.posts, again.entries) == changes.EVERYTHING


SHAPE = index_format.Sharding.of(index_format.NEWEST, 3)
KNOWN = Memory(
    b"r",
    {"posts/a.md": entry()},
    {
        "posts/a.png": MediaEntry(
            *((1, 2, 3), 9, 8, 7, b"d", "lead", True),
            (Rendition(6, 5, 4, b"e", "webp"),),
            (FileFault(0, "what", "hint"),),
        )
    },
    {"tin-tuc/a/index.html": PublishedFile(b"f", b"d", (1, 2, 3))},
    {
        "a": SegmentEntry(
            b"marks", index_format.entry(SHAPE, {"s0": "012345", "p0": "abcdef"}, {}, (), "", "y")
        )
    },
    Provenance(
        *(b"i", b"a", ((LayoutKey(1, "nam/", False), b"d"),), 235),
        (((("'a'",), (), ()), ("nam/index.html",)),),
    ),
)


def fetch(*_: object) -> HtmlRecord:
    """The HTML of any post."""
    return HtmlRecord("")


def kept(file: Path, *parts: Any) -> Path:
    """A file of the memory that holds `parts`, each behind a right checksum."""
    file.write_bytes(memory._NAME + b"code" + b"".join(map(memory._part, parts)))
    return file


def whole(known: Memory) -> tuple[Any, ...]:
    """A memory as the first part of a file."""
    return known.reading, known.posts, known.media, known.outputs, known.index, known.provenance


def test_whatever_a_build_knows_fits(tmp_path: Path) -> None:
    """All of a post, a picture, an output, a segment, the plan; whole, and as an addition."""
    file = tmp_path / "memory"
    memory.save(file, b"code", KNOWN, Memory())

    found = memory.load(file, b"code", SHAPES)

    assert found == KNOWN
    assert snapshot.restored("posts/a.md", found.posts["posts/a.md"], ZONE, fetch).post.updated
    none: tuple[dict[str, Any], list[str]] = {}, []
    change = ({"posts/b.md": entry()}, ["posts/a.md", "posts/khong.md"])
    kept(file, whole(KNOWN), ((change, none, none, none), None))
    assert memory.load(file, b"code", SHAPES).posts.keys() == {"posts/b.md"}


def other(known: tuple[Any, ...], place: int, value: Any) -> tuple[Any, ...]:
    """`known` with another value at a place."""
    return *known[:place], value, *known[place + 1 :]


SHELVES = KNOWN.posts, KNOWN.media, KNOWN.outputs, KNOWN.index
_WRONG: tuple[Any, ...] = (None, 1.5, {"x": None}, [[]])
STRANGE: dict[str, Any] = {
    "nothing": (),
    "not a memory": "x",
    "too much": (*whole(KNOWN), 1),
    "a list for a shelf": other(whole(KNOWN), 1, []),
    "another plan": other(whole(KNOWN), 5, (b"i",)),
    "a key that is no text": other(whole(KNOWN), 3, {1: KNOWN.outputs["tin-tuc/a/index.html"]}),
} | {
    f"shelf {shelf + 1}, value {place} is {value!r}": other(
        whole(KNOWN),
        shelf + 1,
        {key: other(one, place, value) for key, one in SHELVES[shelf].items()},
    )
    for shelf in range(4)
    for place in range(len(next(iter(SHELVES[shelf].values()))))
    for value in _WRONG
}
OUTSIDE = ["../x", "/x", "a/../../x", "..", "a\0b", ""]


@pytest.mark.parametrize("name", STRANGE)
def test_what_does_not_fit_is_not_known(tmp_path: Path, name: str) -> None:
    """However right its checksum is."""
    file = kept(tmp_path / "memory", STRANGE[name])

    assert memory.load(file, b"code", SHAPES) == Memory()


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("shelf", [1, 2, 3])
def test_a_path_that_leads_out_is_not_known(tmp_path: Path, shelf: int, path: str) -> None:
    """Neither in the project nor in the site."""
    known = other(whole(KNOWN), shelf, {path: next(iter(SHELVES[shelf - 1].values()))})

    assert memory.load(kept(tmp_path / "memory", known), b"code", SHAPES) == Memory()


@given(
    st.recursive(
        st.none() | st.integers(-(2**63), 2**64 - 1) | st.text(max_size=3) | st.binary(max_size=3),
        lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner),
    )
)
def test_no_value_breaks_the_memory(value: Any) -> None:
    """It is known, or nothing is."""
    with tempfile.TemporaryDirectory() as folder:
        file = kept(Path(folder) / "memory", value, value)

        assert memory.load(file, b"code", SHAPES) == Memory()


@pytest.mark.parametrize("payload", [b"\x91" * 200_000, b"\xdd\xff\xff\xff\xff", b"\xc1", b""])
def test_no_bytes_break_the_memory(tmp_path: Path, payload: bytes) -> None:
    """Nested deep, or larger than they are."""
    size = len(payload).to_bytes(8, "little")
    part = size + memory._sum(size, payload) + payload
    (tmp_path / "memory").write_bytes(memory._NAME + b"code" + part)

    assert memory.load(tmp_path / "memory", b"code", SHAPES) == Memory()


@pytest.mark.parametrize(
    "place",
    [
        *(("../secret", 0, 40), ("/etc/passwd", 0, 40), ("", 0, 40), ("0123456789ab", 0, 2**62)),
        *(("0123456789ab", -5, 40), ("0123456789ab", 0, -1), ("0123456789ab", 2**62, 40)),
    ],
)
def test_a_body_is_nowhere_else(tmp_path: Path, place: tuple[str, int, int]) -> None:
    """Not outside its folder, not behind a link, and not larger than its pack."""
    record = msgspec.msgpack.encode(HtmlRecord("<p>"))
    content = digest(record) + record
    for path in ("html/0123456789ab", "secret"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    html_store = HtmlStore(tmp_path / "html")
    right = Location("0123456789ab", 0, len(content))
    assert html_store.get(right) == HtmlRecord("<p>")

    assert html_store.get(Location(*place)) is None

    stored = html_store.store(HtmlRecord("x"), place[0])
    assert (tmp_path / "html" / stored.pack).is_file()
    assert (tmp_path / "secret").read_bytes() == content
    html_store.close()
    (tmp_path / "html/0123456789ab").unlink()
    (tmp_path / "html/0123456789ab").symlink_to(tmp_path / "secret")
    again = HtmlStore(tmp_path / "html")
    assert again.get(right) is None
    with pytest.raises(OSError, match="symbolic"):
        again.store(HtmlRecord("x"), "0123456789ab")
    assert (tmp_path / "secret").read_bytes() == content


def test_a_body_that_is_no_text_is_lost(tmp_path: Path) -> None:
    """Somebody else has put it there, with its digest."""
    (tmp_path / "0123456789ab").write_bytes(digest(b"\xff") + b"\xff")

    assert HtmlStore(tmp_path).get(Location("0123456789ab", 0, 17)) is None


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"[1,2,true]",
        b'[1,2,true,[[3,2,4,"ZA==","/../../../x"]]]',
        b'[1,2,true,[[3,2,9,"ZA==","webp"]]]',
        b'[1,2,true,[[3,2,-4,"ZA==","webp"],[3,2,8,"ZA==","webp"]]]',
        b"[" * 9999,
        b"\xff",
    ],
)
def test_a_picture_that_does_not_fit_is_not_known(tmp_path: Path, head: bytes) -> None:
    """Its variants would be written where their names say."""
    kept_pictures = RenditionStore(tmp_path, b"recipe")
    made = InspectedPicture(9, 6, True, (Rendition(3, 2, 4, b"d", "webp"),), (b"abc\n",))
    kept_pictures.store(b"one", "", made)
    assert kept_pictures.get(b"one", "") == made
    (file,) = tmp_path.iterdir()
    content = head + b"\nabc\n"
    file.write_bytes(digest(content) + content)

    assert kept_pictures.get(b"one", "") is None


@pytest.mark.parametrize(
    "content", [b"", b"[1, 2]", b'["x", false]', b"[" * 9999, b'["2024-05-13"]']
)
def test_a_moment_that_is_none_is_not_known(tmp_path: Path, content: bytes) -> None:
    """It would go into the environment of a build."""
    folders = cache_folders.Folders(tmp_path, tmp_path / "stage")
    folders.moment.write_bytes(content)
    assert last_moment(folders) == BuiltFor()
    folders.moment.write_bytes(msgspec.json.encode(["2024-05-13T07:00:00", True]))
    assert last_moment(folders) == BuiltFor("2024-05-13T07:00:00", True)


@pytest.mark.parametrize("path", [path for path in OUTSIDE if path])
def test_nothing_is_written_or_read_outside(tmp_path: Path, path: str) -> None:
    """Whatever is remembered, nobody reads or writes beside his folder."""
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    (tmp_path / "a/x").write_text("x")

    with pytest.raises(ValueError, match=re.escape(path)):
        Writer(inside).write(path, b"")

    signature = memory.signature((tmp_path / "a/x").stat())
    known = {path: MediaEntry(signature, 1, 0, 0, b"d", "", False, (), ())}
    assert Inspector(inside).measure({path: ""}, known, 0) == ({}, {})


LINKS = ["lock", "site", "memory", "moment", "html", "pictures", "stage", "templates", ""]


@pytest.mark.parametrize("name", LINKS)
def test_a_link_in_the_cache_is_not_followed(tmp_path: Path, name: str) -> None:
    """It would let a build write or delete elsewhere; what is none of ours goes."""
    (tmp_path / "posts/stage").mkdir(parents=True)
    (tmp_path / "posts/a.md").write_text("bài")
    folders = cache_folders.folders_for(tmp_path / "site", tmp_path)
    is_file = name in ("lock", "site", "memory", "moment")
    link = folders.home / name if name else folders.home
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "posts" / ("a.md" if is_file else ""))

    with cache_folders.alone(folders, tmp_path / "site"):
        folders.drop_stage()
        memory.put(folders.memory, b"x")
        (folders.stage / "host").mkdir(parents=True)

    assert [path.name for path in sorted((tmp_path / "posts").iterdir())] == ["a.md", "stage"]
    assert (tmp_path / "posts/a.md").read_text() == "bài"
    assert not link.is_symlink()
    assert {path.name for path in folders.home.iterdir()} == {"lock", "site", "memory", "stage"}


@pytest.mark.parametrize("make", [Path.mkdir, lambda file: file.symlink_to("a.md")])
def test_what_is_no_file_is_not_read(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A folder, a link."""
    kept(tmp_path / "a.md", whole(KNOWN))
    make(tmp_path / "memory")

    assert memory.load(tmp_path / "a.md", b"code", SHAPES) == KNOWN
    assert memory.load(tmp_path / "memory", b"code", SHAPES) == Memory()


def test_an_unknown_file_is_looked_at_again() -> None:
    """The shape of what is remembered of a file is that of what is made of one."""
    fault = FileFault(0, "what", "hint")
    found = files._entry(9, b"d", "lead", InspectedPicture(1, 2), (fault,))

    assert found.signature == UNKNOWN
    assert msgspec.convert(found, MediaEntry) == found
