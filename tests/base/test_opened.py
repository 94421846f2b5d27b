"""A post is read again when a file that reading it asked for has changed, whoever asked."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cchc_site.base.opened import Opened
from cchc_site.content.fields import Settings
from cchc_site.content.text import ParsedText
from cchc_site.markdown.gfm import reader as gfm
from cchc_site.site.loader import Loaded, Loader
from cchc_site.site.snapshot import PostEntry
from cchc_site.storage.html_store import HtmlStore
from cchc_site.storage.memory import UNKNOWN, Memory
from tests.support.building import assert_equal, clean_build, contents, strict_build
from tests.support.project import MINIMAL, POST, Project


def by_descriptor(path: Path) -> None:
    """Read a file as the system has it."""
    os.close(os.open(path, os.O_RDONLY))


ASKING: dict[str, Callable[[Path], object]] = {
    "open": lambda path: path.open().close(),
    "read_text": Path.read_text,
    "FileIO": lambda path: io.FileIO(path).close(),
    "descriptor": by_descriptor,
    "bytes": lambda path: io.FileIO(os.fsencode(path)).close(),
    "copied": lambda path: shutil.copyfile(path, os.devnull),
}
LISTING: dict[str, Callable[[Path], object]] = {
    "listdir": lambda path: os.listdir(path.parent),  # noqa: PTH208  # a way of asking
    "scandir": lambda path: [*os.scandir(path.parent)],
    "iterdir": lambda path: [*path.parent.iterdir()],
    "glob": lambda path: [*path.parent.glob("*.md")],
    "rglob": lambda path: [*path.parent.parent.rglob("*.md")],
}
MISSING: dict[str, Callable[[Path], object]] = {
    "exists": Path.exists,
    "os.path.exists": os.path.exists,
    "isfile": os.path.isfile,
    "is_file": Path.is_file,
    "isdir": os.path.isdir,
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of a project."""
    (tmp_path / "includes").mkdir()
    file = tmp_path / "includes/a.md"
    file.write_text("Một", "utf-8")
    return file


def asked(root: Path, ask: Callable[[Path], object], path: Path) -> tuple[tuple[str, bytes], ...]:
    """What asking for `path` asks for."""
    opened = Opened(root)
    with opened.during() as names:
        ask(path)
    return opened.asked(names)


@pytest.mark.parametrize("way", ASKING)
def test_a_file_that_was_read_is_known_by_its_bytes(tmp_path: Path, file: Path, way: str) -> None:
    """Not by its time; one that is gone is another."""
    found = asked(tmp_path, ASKING[way], file)
    assert [path for path, _ in found] == ["includes/a.md"]
    file.write_text("Một", "utf-8")
    assert Opened(tmp_path).are(found)
    file.write_text("Hai", "utf-8")
    assert not Opened(tmp_path).are(found)
    file.unlink()
    assert not Opened(tmp_path).are(found)


@pytest.mark.parametrize("way", LISTING)
def test_a_folder_that_was_listed_is_known_by_its_names(
    tmp_path: Path, file: Path, way: str
) -> None:
    """One more makes another."""
    found = asked(tmp_path, LISTING[way], file)
    assert Opened(tmp_path).are(found)
    (file.parent / "b.md").touch()
    assert not Opened(tmp_path).are(found)


@pytest.mark.parametrize("way", MISSING)
def test_a_file_that_was_missing_must_stay_so(tmp_path: Path, file: Path, way: str) -> None:
    """As the first of several folders in which a file is looked for."""
    absent = file.with_name("b.md")
    found = asked(tmp_path, MISSING[way], absent)
    assert found == (("includes/b.md", b""),)
    assert Opened(tmp_path).are(found)
    absent.touch()
    assert not Opened(tmp_path).are(found)


def test_what_nobody_asked_for_is_not_known(tmp_path: Path, file: Path) -> None:
    """What is written, what belongs to Python or to the system, what is asked for before and after;
    a file outside of the project counts."""

    def ask(path: Path) -> None:
        path.with_name("b.md").write_text("x", "utf-8")
        Path(os.__file__).read_bytes()
        Path(pytest.__file__).read_bytes()
        Path("/dev/null").read_bytes()

    stat = os.stat
    file.read_bytes()
    assert asked(tmp_path, ask, file) == ()
    assert os.stat is stat
    file.read_bytes()
    assert asked(tmp_path / "project", ASKING["open"], file)[0][0] == "../includes/a.md"
    with pytest.raises(FileNotFoundError), Opened(tmp_path).during():
        (tmp_path / "b").stat()
    assert os.stat is stat


class Including:
    """A reader that includes the files that a text names, and knows what it has read."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.read: list[str] = []

    def __call__(self, text: str, path: str, line: int) -> ParsedText:
        """What the post at `path` holds."""
        if path:
            self.read.append(path)
        lines = (self._line(one) for one in text.splitlines())
        return gfm.read("\n".join(lines), path, line)

    def _line(self, line: str) -> str:
        if not line.startswith("@"):
            return line
        file = self._root / line[1:]
        return "\n".join(map(self._line, file.read_text("utf-8").splitlines()))


def loaded(root: Path, known: Loaded | None, reading: bytes = b"") -> tuple[Loaded, list[str]]:
    """What is read of the posts in `root`, and which of them were read anew."""
    reader = Including(root)
    memory = Memory(reading, posts=dict(known.entries) if known else {})
    settings = Settings(ZoneInfo("Asia/Ho_Chi_Minh"), {"tin": "Tin"})
    loader = Loader(root, settings, reader, HtmlStore(None), memory=memory, opened=Opened(root))
    found = loader.load("posts")
    assert not found.problems
    return found, [Path(path).stem for path in reader.read]


def _held(found: Loaded) -> dict[str, PostEntry]:
    """The entries without what tells that a file has changed, which a very new one does not."""
    return {path: entry._replace(signature=UNKNOWN) for path, entry in found.entries.items()}


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A project in which one post includes a file that includes another, and one none."""
    project = Project(tmp_path)
    project.post("posts/plain.md", category="tin")
    project.post("posts/inner.md", category="tin", body="@inner.txt")
    project.post("posts/outer.md", category="tin", body="@outer.txt")
    project.write("outer.txt", "Ngoài\n@inner.txt\n")
    project.write("inner.txt", "Trong\n")
    return tmp_path


def test_only_posts_that_asked_for_a_file_are_read_again(posts: Path) -> None:
    """Also through other files; their digest, which stands for them in pages, in feeds and in the
    search index, is another."""
    first, read = loaded(posts, None)
    assert sorted(read) == ["inner", "outer", "plain"]
    same, read = loaded(posts, first)
    assert read == []
    assert _held(same) == _held(first)
    for name, wanted in (("outer.txt", ["outer"]), ("inner.txt", ["inner", "outer"])):
        with (posts / name).open("a") as file:
            file.write("Thêm\n")
        after, read = loaded(posts, same)
        assert sorted(read) == wanted
        for path, entry in after.entries.items():
            assert (entry.digest != same.entries[path].digest) == (Path(path).stem in wanted)
        same = after
    os.utime(posts / "posts/outer.md", (0, 0))  # a checkout
    assert loaded(posts, same)[1] == []


def test_a_post_that_is_read_otherwise_is_another(posts: Path) -> None:
    """Its digest tells what decided how it was read."""
    first, other = loaded(posts, None)[0], loaded(posts, None, b"other")[0]
    for path, entry in first.entries.items():
        assert entry.digest != other.entries[path].digest
        assert entry.asked == other.entries[path].asked


@pytest.mark.site
def test_posts_follow_what_extensions_read(tmp_path: Path) -> None:
    """Files that snippets include, also those that were missing; terms appended to each; files that
    an extension of another maker opens."""
    project = Project(tmp_path)
    own = (
        "import pathlib\nfrom markdown import Extension\nfrom markdown.preprocessors import "
        "Preprocessor\n\nclass Terms(Preprocessor):\n    def run(self, lines):\n"
        "        return [*lines, '', pathlib.Path('terms.csv').read_text('utf-8')]\n\n"
        "class Own(Extension):\n    def extendMarkdown(self, md):\n"
        "        md.preprocessors.register(Terms(md), 'own_terms', 40)\n\n"
        "def makeExtension(**options):\n    return Own(**options)\n"
    )
    project.write("packages/own_terms.py", own)
    project.write("includes/abbr.md", "*[CCHC]: Một\n")
    project.write("includes/s.md", '--8<-- "deep.md"\n')
    project.write("includes/deep.md", "Đoạn một.\n")
    project.write("terms.csv", "Thuật ngữ một")
    project.write(
        "mkdocs.yml",
        MINIMAL.replace("look: portal", "look: portal\n      markdown: mkdocs")
        + "markdown_extensions:\n  - abbr\n  - own_terms\n  - pymdownx.snippets:\n"
        "      {base_path: [first, includes], auto_append: [abbr.md]}\n",
    )
    project.write(
        "posts/a.md",
        POST.format(title="A", date="2024-05-13", author="A", category="tin-tuc", body="CCHC.")
        + '\n--8<-- "s.md"\n\n--8<-- "later.md"\n',
    )
    project.post("posts/b.md")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(tmp_path / "packages")
        assert strict_build(tmp_path).good
        for path, content, word in (
            ("includes/abbr.md", "*[CCHC]: Hai\n", 'title="Hai"'),
            ("includes/deep.md", "Đoạn hai.\n", "Đoạn hai."),
            ("includes/later.md", "Đến sau.\n", "Đến sau."),
            ("first/later.md", "Đến trước.\n", "Đến trước."),
            ("terms.csv", "Thuật ngữ hai", "Thuật ngữ hai"),
        ):
            project.write(path, content)
            assert strict_build(tmp_path).good
            assert word in project.read("site/tin-tuc/2024/05/a/index.html")
            assert_equal(contents(tmp_path / "site"), clean_build(tmp_path)[1])
