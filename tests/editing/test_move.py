"""`cchc move`: a post gets a new name, its old address stays, links to it follow."""

from __future__ import annotations

import posixpath
import tempfile
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from cchc_site.adapter import check
from cchc_site.content.fields import Settings
from cchc_site.content.paths import project_path
from cchc_site.editing import move as moving
from cchc_site.editing.move import Moved
from cchc_site.editing.respell import CannotMove
from cchc_site.markdown.gfm import reader as gfm
from tests.support.project import Project

SETTINGS = Settings(ZoneInfo("Asia/Ho_Chi_Minh"), {"thong-bao": "Thông báo", "tin-tuc": "Tin tức"})
HEAD = "---\ntitle: Tin\ndate: 2022-04-19\nauthor: A\ncategory: tin-tuc\n"
ALIAS = "/tin-tuc/2022/04/x/"
X, Y = "posts/2022/x.md", "posts/2022/y.md"


def move(root: Path, old: str, new: str) -> Moved:
    """The move as the command makes it."""
    return moving.move(root, "posts", "docs", old, new, SETTINGS)


def files(root: Path) -> dict[str, bytes]:
    """Every file of the project with its bytes."""
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def body(text: str) -> str:
    """A post of that text."""
    return f"{HEAD}---\n\n{text}\n"


def test_a_post_moves_and_keeps_its_old_address(project: Project) -> None:
    """The file has its new name, the old address is an alias, nothing else of it changed."""
    project.write(X, body("Lời."))

    moved = move(project.root, X, Y)

    assert moved == Moved(X, Y, ALIAS, ())
    assert not (project.root / X).exists()
    assert project.read(Y) == f"{HEAD}aliases: [{ALIAS}]\n---\n\nLời.\n"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (X, "posts/2023/", "posts/2023/x.md"),
        (X, "posts/2023/04/y.md", "posts/2023/04/y.md"),
        (f"./{X}", "posts/2022/Lịch mới.md", "posts/2022/Lịch mới.md"),
        (X, "posts/2022/y/index.md", "posts/2022/y/index.md"),
        ("posts/2022/t", "posts/2022/u", "posts/2022/u/index.md"),
        ("posts/2022/t/", "posts/2023/", "posts/2023/t/index.md"),
        ("posts/2022/t/index.md", "posts/2023/u/index.md", "posts/2023/u/index.md"),
    ],
)
def test_old_and_new_are_files_or_folders(project: Project, old: str, new: str, place: str) -> None:
    """A slash at the end means “into this folder under the same name”."""
    project.write(X, body("Lời."))
    project.write("posts/2022/t/index.md", body("![Ảnh](anh.jpg)"))
    project.write("posts/2022/t/anh.jpg", b"anh")

    assert move(project.root, old, new).new == place
    assert (project.root / place).is_file()


def test_a_folder_moves_with_all_it_holds(project: Project) -> None:
    """Its pictures stay beside it; the folder it leaves empty goes."""
    project.write("posts/2022/t/index.md", body("![Ảnh](anh.jpg) [xa](../../2021/xa.md)"))
    project.write("posts/2022/t/anh.jpg", b"anh")
    project.write("posts/2021/xa.md", body("Lời."))

    moved = move(project.root, "posts/2022/t/", "posts/2023/04/")

    assert moved.alias == ""  # the date and the name are the same
    assert not (project.root / "posts/2022").exists()
    assert (project.root / "posts/2023/04/t/anh.jpg").read_bytes() == b"anh"
    assert project.read(moved.new) == body("![Ảnh](anh.jpg) [xa](../../../2021/xa.md)")


ALIASES = {
    "none": ("", f"aliases: [{ALIAS}]\n"),
    "empty": ("aliases:   # cũ\n", f"aliases: [{ALIAS}]   # cũ\n"),
    "empty-text": ('aliases: ""\n', f"aliases: [{ALIAS}]\n"),
    "empty-list": ("aliases: [ ]\n", f"aliases: [{ALIAS} ]\n"),
    "flow": ("aliases: [ '/a/', \"b\" ]  # cũ\n", f"aliases: [ '/a/', \"b\", {ALIAS} ]  # cũ\n"),
    "flow-comma": ("aliases: [/a/,]\n", f"aliases: [/a/, {ALIAS},]\n"),
    "flow-lines": ("aliases: [\n  /a/, # x\n  /b/ # y\n]\n",
                   f"aliases: [\n  /a/, # x\n  /b/, {ALIAS} # y\n]\n"),
    "block": ("aliases:\n- /a/ # x\n- '/b/'\n# z\ntags: [b]\n",
              f"aliases:\n- /a/ # x\n- '/b/'\n- {ALIAS}\n# z\ntags: [b]\n"),
    "block-indented": ("aliases:\n    -   /a/\n", f"aliases:\n    -   /a/\n    - {ALIAS}\n"),
    "back": ('aliases: ["/tin-tuc/2022/04/y", /b/]\n', f'aliases: ["{ALIAS}", /b/]\n'),
    "back-block": ("aliases:\n- /tin-tuc/2022/04/y/ # x\n", f"aliases:\n- {ALIAS} # x\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALIASES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
def test_an_alias_joins_the_list_as_it_is_written(
    project: Project, name: str, newline: str, mark: str
) -> None:
    """Comments, quotes, order, line ends and the byte order mark stay; an alias that is now the
    post's own address gives its place to the old address."""
    before, after = (
        (mark + f"{HEAD}# Lời nhắc\n{lines}---\n\nLời.  \n\n").replace("\n", newline).encode()
        for lines in ALIASES[name]
    )
    project.write(X, before)

    move(project.root, X, Y)

    assert (project.root / Y).read_bytes() == after


def test_no_alias_where_the_address_stays(project: Project) -> None:
    """A pinned `slug` keeps the address; then not a byte changes."""
    text = body("Lời.").replace("title", "slug: co-dinh\ntitle")
    project.write(X, text)

    assert move(project.root, X, Y) == Moved(X, Y, "", ())
    assert project.read(Y) == text


LINKS = {
    "inline": ("[t](../2022/x.md#muc)", "[t](../2023/y.md#muc)"),
    "title": ('[t]( ../2022/x.md "x.md" )', '[t]( ../2023/y.md "x.md" )'),
    "angle": ("[t](<../2022/x.md?a#b>)", "[t](<../2023/y.md?a#b>)"),
    "percent": ("[t](../2022/%78.md)", "[t](../2023/y.md)"),
    "entity": ("[t](..&#47;2022/x.md#b)", "[t](../2023/y.md#b)"),
    "escaped": (r"[t](../2022/x\.md)", "[t](../2023/y.md)"),
    "definition": ("[t][a] [a]\n\n[a]: ../2022/x.md 'x'", "[t][a] [a]\n\n[a]: ../2023/y.md 'x'"),
    "html": ('<a href="../2022/x.md">t</a>', '<a href="../2023/y.md">t</a>'),
    "two-lines": ("> [tin\n> tức](../2022/x.md)", "> [tin\n> tức](../2023/y.md)"),
    "root": (f"[t]({ALIAS}#muc)", "[t](/tin-tuc/2022/04/y/#muc)"),
    "root-bare": (f"[t]({ALIAS[:-1]})", "[t](/tin-tuc/2022/04/y/)"),
    "code-before": (
        "`[t](../2022/x.md)` [t](../2022/x.md)", "`[t](../2022/x.md)` [t](../2023/y.md)"
    ),
    "table": ("| a |\n|---|\n| [t](../2022/x.md) |", "| a |\n|---|\n| [t](../2023/y.md) |"),
    "indented": ("    [t](../2022/x.md)", "    [t](../2023/y.md)"),
}  # fmt: skip
STAY = {
    "prose": "Tệp {x}, [{x}], \\[t]({x}), ({x})",
    "fence": "```\n[t]({x})\n```",
    "code": "Viết `[t]({x})` hay `` [t]({x}) ``",
    "comment": "<!-- [t]({x}) -->",
    "others": "[t](https://a.vn/{x}) [t]({x}.pdf) [t](/tin-tuc/2022/04/xa/) [t](#x.md)",
}


@pytest.mark.parametrize("name", LINKS)
def test_links_in_other_posts_follow(project: Project, name: str) -> None:
    """However a link is written, only the characters of its target's path change."""
    before, after = LINKS[name]
    stay = "\n\n".join(STAY.values()).format(x="../2022/x.md")
    project.write(X, body("Lời."))
    project.write("posts/2024/z.md", body(f"{stay}\n\n{before}\n\n{stay}"))

    moved = move(project.root, X, "posts/2023/y.md")

    assert moved.changed == ("posts/2024/z.md",)
    assert project.read("posts/2024/z.md") == body(f"{stay}\n\n{after}\n\n{stay}")


@pytest.mark.parametrize("name", STAY)
@pytest.mark.parametrize("path", ["posts/2024/z.md", "docs/z.md"])
def test_what_only_looks_like_a_link_stays(project: Project, path: str, name: str) -> None:
    """Code, comments, prose and links to other places are not touched."""
    target = posixpath.relpath(X, posixpath.dirname(path))
    before = body(f"Đoạn.\n\n{STAY[name].format(x=target)}")
    project.write(X, body("Lời."))
    project.write(path, before)

    assert move(project.root, X, Y).changed == ()
    assert project.read(path) == before


def test_names_with_blanks_follow(project: Project) -> None:
    """What a link leads to may have blanks in its name."""
    project.write("posts/2022/lich tuan.md", body("Lời."))
    links = "[a]({0}) và [b](<{0}>) [c]({0} “C”)"
    project.write(X, body(links.format("lich tuan.md")))

    move(project.root, "posts/2022/lich tuan.md", Y)

    assert project.read(X) == body(links.format(posixpath.basename(Y)))


def test_decomposed_letters_are_the_same_letters(project: Project) -> None:
    """A file typed on a Mac holds its marks apart: its links follow, and the marks stay."""
    text = normalize("NFD", body("Lời ộ [đ](lịch.md) `ộ`"))
    project.write("posts/2022/lịch.md", body("Lời."))
    project.write(X, text)

    moved = move(project.root, "posts/2022/lịch.md", normalize("NFD", "posts/2022/mới.md"))

    assert moved.new == "posts/2022/mới.md"
    assert project.read(X) == text.replace(normalize("NFD", "lịch.md"), "mới.md")


def test_links_of_docs_pages_follow(project: Project) -> None:
    """In docs pages too, but for code and comments."""
    project.write(X, body("Lời."))
    text = (
        "\ufeff# T\r\n\r\n[t](../posts/2022/x.md#a) `[t](../posts/2022/x.md)`\r\n\r\n"
        "    [t](../posts/2022/x.md)\r\n\r\n- a\r\n\r\n    [{}](../posts/2022/x.md)\r\n\r\n"
        "```\r\n[t](../posts/2022/x.md)\r\n```\r\n<!-- [t](../posts/2022/x.md) -->\r\n"
        "[a]: <../posts/2022/x.md>\r\n"
    )
    project.write("docs/lien-he.md", text)
    project.write("docs/khong-phai-utf-8.md", b"\xff")

    moved = move(project.root, X, "posts/Lịch (mới) 1.md")

    goal = "../posts/Lịch%20%28mới%29%201.md"
    after = text.replace("[t](../posts/2022/x.md#a)", f"[t]({goal}#a)")
    after = after.replace("[{}](../posts/2022/x.md)", f"[{{}}]({goal})")
    after = after.replace("<../posts/2022/x.md>", f"<{goal}>")
    assert moved.changed == ("docs/lien-he.md",)
    assert (project.root / "docs/lien-he.md").read_bytes().decode() == after


def test_a_moved_post_still_leads_where_it_led(project: Project) -> None:
    """Its links and the files that its front matter names are written for its new folder."""
    fields = (
        "image: ../../docs/tep/a.jpg # ảnh\nimage_alt: Ảnh\n"
        "attachments:\n  - {{file: '../../docs/tep/mau.pdf', title: Mẫu}}\n"
        "documents:\n  - number: 1\n    date: 2022-01-01\n    issuer: A\n    title: B\n"
        '    file: "../../docs/tep/vb.pdf"\n'
    ).format()
    text = f"{HEAD}{fields}---\n\n[đây](x.md) [kia](z.md#a) [xa](../2021/t.md) [#](#a)\n"
    project.write(X, text)
    project.write("posts/2022/z.md", body("## A"))

    moved = move(project.root, X, "posts/2023/04/y.md")

    after = text.replace("../../docs", "../../../docs").replace("(x.md)", "(y.md)")
    after = after.replace("(z.md#a)", "(../../2022/z.md#a)").replace("../2021", "../../2021")
    assert project.read(moved.new) == after.replace("---\n\n", f"aliases: [{ALIAS}]\n---\n\n")


REFUSALS = {
    "no-post": ("posts/2022/khong.md", Y, "“posts/2022/khong.md” không phải là bài; "),
    "folder-of-posts": ("posts/2022", Y, "“posts/2022” không phải là bài; "),
    "all-posts": ("posts/", "posts/2023/", "“posts/” không phải là bài; "),
    "broken": ("posts/2022/hong.md", Y, "posts/2022/hong.md:1: bài không có phần thông tin"),
    "there": (X, "posts/2022/z.md", "“posts/2022/z.md” đã có; "),
    "itself": (X, "posts/2022/", "“posts/2022/x.md” đã có; "),
    "docs": (X, "docs/y.md", "“docs/y.md” nằm ngoài thư mục bài; "),
    "outside": (X, "../y.md", "“../y.md” nằm ngoài dự án; "),
    "outside-old": ("../y.md", Y, "“../y.md” nằm ngoài dự án; "),
    "no-slug": (X, "posts/2022/….md", "“posts/2022/….md” không có chữ cái hay chữ số nào"),
    "hidden": (X, "posts/_nhap/x.md", "“posts/_nhap/x.md” không thể là bài; "),
    "readme": (X, "posts/2022/README.md", "“posts/2022/README.md” không thể là bài; "),
    "no-suffix": (X, "posts/2022/y", "“posts/2022/y” không đúng dạng, "),
    "file-for-folder": ("posts/2022/t", Y, "“posts/2022/y.md” không đúng dạng, "),
    "into-itself": ("posts/2022/t", "posts/2022/t/", "“posts/2022/t/t” nằm trong chính bài này"),
    "symlink": ("posts/2022/tro.md", Y, "“posts/2022/tro.md” là liên kết tượng trưng; "),
    "into-symlink": (X, "posts/la/", "“posts/la/” là liên kết tượng trưng; "),
    "address": (X, "posts/2023/z.md", "posts/2023/z.md: địa chỉ /tin-tuc/2022/04/z/ đã thuộc về"),
    "alias": (X, "posts/2023/cu.md", "posts/2022/z.md:6: địa chỉ cũ /tin-tuc/2022/04/cu/ đã thuộc"),
    "file-left": ("posts/2022/a.md", "posts/2023/", "posts/2022/a.md: tệp “a.jpg” sẽ nằm ngoài"),
    "odd-aliases": ("posts/2022/la-ky.md", Y, "posts/2022/la-ky.md: không sửa được phần thông tin"),
    "odd-link": ("posts/2022/z.md", Y, "posts/2022/la.md:8: không tìm được chỗ viết “z.md”; "),
    "unprintable": (X, "posts/2022/a\a.md", "tên 'posts/2022/a\\x07.md' có ký tự không in được"),
    "below-a-file": (X, "posts/2022/z.md/y.md", "không ghi được "),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_a_move_that_cannot_be_is_refused(project: Project, name: str) -> None:
    """The editor reads why; no file has changed."""
    project.write(X, body("Lời."))
    project.write("posts/2022/z.md", f"{HEAD}aliases: [/tin-tuc/2022/04/cu/]\n---\n\nLời.\n")
    project.write("posts/2022/t/index.md", body("Lời.").replace("04-19", "05-19"))
    project.write("posts/2022/hong.md", "Lời.\n")
    project.write("posts/2022/a.md", body("![Ảnh](a.jpg)"))
    project.write("posts/2022/a.jpg", b"anh")
    project.write("posts/2022/la-ky.md", f"{HEAD}aliases: /a/\n---\n\nLời.\n")
    project.write("posts/2022/la.md", body("> [t](\n> z.md)"))
    (project.root / "posts/2022/tro.md").symlink_to(project.root / X)
    (project.root / "posts/la").symlink_to(project.root / "docs")
    before = files(project.root)
    old, new, said = REFUSALS[name]

    with pytest.raises(CannotMove) as refused:
        move(project.root, old, new)

    assert str(refused.value).startswith(said)
    assert "; " in str(refused.value)
    assert files(project.root) == before


@pytest.mark.parametrize("step", range(5))
def test_a_disk_that_fails_leaves_everything(
    project: Project, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever renaming fails, of a written file or of the post, all is as it was."""
    project.write(X, body("Lời."))
    project.write("posts/2024/z.md", body("[t](../2022/x.md)"))
    project.write("docs/a.md", "[t](../posts/2022/x.md)\n")
    before, folders = files(project.root), sorted(project.root.rglob("*"))
    done: list[str] = []

    def failing(name: str) -> None:
        real = getattr(Path, name)

        def call(self: Path, *arguments: object, **options: object) -> object:
            done.append(name)
            if len(done) == step + 1:
                raise OSError(28, "No space left on device", str(self))
            return real(self, *arguments, **options)

        monkeypatch.setattr(Path, name, call)

    for name in ("replace", "mkdir", "rename"):
        failing(name)
    with pytest.raises(CannotMove, match=r"không ghi được .*; chưa có gì thay đổi"):
        move(project.root, X, "posts/2023/y.md")

    assert (files(project.root), sorted(project.root.rglob("*"))) == (before, folders)


def test_a_file_keeps_its_mode(project: Project) -> None:
    """Writing anew does not take a right away."""
    project.write(X, body("Lời.")).chmod(0o640)

    move(project.root, X, Y)

    assert (project.root / Y).stat().st_mode & 0o777 == 0o640


NAMES = st.sampled_from(["x", "Lịch tiếp dân", "a (b)", "50%", "a#b", "t/index", "a&b", "đ_e"])
PLACES = st.sampled_from(["", "2022/", "2023/05/"])


@settings(max_examples=40, deadline=None)  # each makes files
@given(PLACES, NAMES, PLACES, NAMES, st.sampled_from(["\n", "\r\n"]))
def test_there_and_back(there: str, name: str, back: str, other: str, newline: str) -> None:
    """Moving there and back gives the same bytes, but for the alias that tells of it, and a link
    to the post leads there all the while."""
    old, new = f"posts/{there}{name}.md", f"posts/{back}{other}.md"
    assume(old != new and name.endswith("index") == other.endswith("index"))
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        project.write("posts/goc.md", body("Lời.").replace("04-19", "01-01"))
        way = posixpath.relpath("posts/goc.md", posixpath.dirname(old))
        project.write(old, body(f"[g]({way}) `[g]({way})`").replace("\n", newline))
        project.write("docs/d.md", f"[t](../{quote(old)}#a)\n")
        project.write("posts/z.md", body(f"[t](<{quote(old[6:])}?b#a> 'c')"))
        before = files(project.root)

        first = move(project.root, old, new)
        between = links(project, "posts/z.md"), links(project, first.new)
        second = move(project.root, new, old)

        assert between == ([new], ["posts/goc.md"])
        assert links(project, "posts/z.md") == links(project, "docs/d.md") == [old]
        after = files(project.root)
        for path in ("posts/z.md", "docs/d.md"):
            del before[path], after[path]
        alias = f"aliases: [{second.alias}]{newline}".encode() if second.alias else b""
        assert after.pop(old).replace(alias, b"") == before.pop(old)
        assert after == before


def links(project: Project, path: str) -> list[str]:
    """The files that a text's links lead to."""
    references = gfm.read(project.read(path), path).references
    return [project_path(path, reference.target) for reference in references]


@pytest.mark.site
def test_a_site_without_problems_has_none_afterwards(project: Project) -> None:
    """`cchc check` and `mkdocs build --strict` pass before and after; the alias is in the post."""
    project.write(
        X, body("## A\n\n[t](../2021/t/index.md#b) [n](z.md) ![Ảnh](../../docs/tep/a.png)")
    )
    project.write("posts/2022/z.md", body(f"[t](x.md#a) [u]({ALIAS}#a)"))
    project.write("posts/2021/t/index.md", body("## B\n\n![Ảnh](a.png) [x](../../2022/x.md)"))
    for path in ("docs/tep/a.png", "posts/2021/t/a.png"):
        (project.root / path).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (3, 2)).save(project.root / path)
    project.write("docs/a.md", "# A\n\n[t](../posts/2022/x.md#a)\n")
    config = str(project.root / "mkdocs.yml")
    assert check.check(config) == ((), ())
    project.build("--strict")
    assert (project.root / f"site{ALIAS}index.html").is_file()

    moved = move(project.root, X, "posts/2023/04/Lịch mới.md")
    folder = move(project.root, "posts/2021/t", "posts/2020/u")

    assert check.check(config) == ((), ())
    project.build("--strict")
    assert moved.changed == ("docs/a.md", "posts/2021/t/index.md", "posts/2022/z.md")
    assert folder.changed == ("posts/2023/04/Lịch mới.md",)
    assert f"aliases: [{ALIAS}]\n" in project.read(moved.new)
    assert (project.root / "site/tin-tuc/2022/04/lich-moi/index.html").is_file()
    assert (project.root / "site/tin-tuc/2022/04/u/a.png").is_file()
