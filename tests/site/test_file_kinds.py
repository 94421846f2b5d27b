"""Nothing in posts/ is passed over in silence."""

from __future__ import annotations

import unicodedata

import pytest

from cchc_site.site.file_kinds import FileKind, kind
from tests.support.checking import check
from tests.support.project import POST, Project

pytestmark = pytest.mark.site

NAMES = {
    FileKind.POST: "tin.md index.md a.b.md tin.md.md Tin-Mới.md readme.md 1.md",
    FileKind.MISNAMED: "tin.md.txt tin.MD tin.Md tin.markdown TIN.MARKDOWN tin.md.docx tin.mdown "
    "tin.md.rtf tin.mdx tin.mđ tin,md tin-md tin_md tin.md. Index.md INDEX.MD README.MD",
    FileKind.TEXT: "tin.docx tin.DOC tin.odt tin.rtf tin.txt tin.htm tin.html md.txt tin.pages",
    FileKind.OTHER: "tin.pdf anh.jpg anh.HEIC bang.xlsx tin khong md.zip tin.yml tin",
    FileKind.KEPT_OUT: "_nhap.md _anh.jpg _ README.md",
    FileKind.DOTTED: ".tin.md .anh.jpg .htaccess .env",
    FileKind.LEFT: "~$tin.docx ~WRL0001.tmp Thumbs.db desktop.ini tin.md.bak tin.md~ a.crdownload",
    FileKind.OF_TOOLS: ".DS_Store ._tin.md .gitkeep .gitignore .~lock.tin.docx# .#tin.md",
}


def test_every_name_is_of_one_kind() -> None:
    """By the name alone, in whatever form its marks are."""
    for wanted, names in NAMES.items():
        for name in names.split(" "):
            for form in ("NFC", "NFD"):
                assert (name, kind(unicodedata.normalize(form, name))) == (name, wanted)
    assert kind("tin.md ") is kind("tin md") is FileKind.MISNAMED


LIKE_A_POST = POST.format(title="A", date="2024-05-13", author="B", category="tin-tuc", body="X")
FILES = {
    # Whoever put these there expects news.
    "posts/2024/a.md.txt": "lỗi",
    "posts/2024/b.MD": "lỗi",
    "posts/2024/c.docx": "lỗi",
    "posts/2024/g.text": "lỗi",
    "posts/2024/thu/Index.md": "lỗi",
    "posts/2024/i": "lỗi",
    # Nobody does, but a word is due.
    "posts/2024/rieng/d.pdf": "gợi ý",
    "posts/2024/rieng/sau/e.jpg": "gợi ý",
    "posts/h.zip": "gợi ý",
    "posts/2024/k.pdf": "gợi ý",
    "posts/2024/l.jpg": "gợi ý",
    "posts/2024/~$m.docx": "gợi ý",
    "posts/2024/bai/Thumbs.db": "gợi ý",
    "posts/2024/.n.md": "gợi ý",
    "posts/2024/.o/p.md": "gợi ý",
    # A post brings them, or their name says that nobody is to see them.
    "posts/2024/bai/q.pdf": "",
    "posts/2024/bai/sau/r.pdf": "",
    "posts/2024/s.pdf": "",
    "posts/2024/tin.docx": "",
    "posts/2024/_t.pdf": "",
    "posts/2024/_u/v.md": "",
    "posts/2024/.gitkeep": "",
    "posts/README.md": "",
}


def test_every_file_is_a_post_or_brought_or_told(project: Project) -> None:
    """Each once; what its writer expects on the site is grave, the rest is advice."""
    project.post("posts/2024/tin.md", "Tin", body="[Tệp](s.pdf)")
    project.post("posts/2024/bai/index.md", "Bài")
    for path in FILES:
        like = path.endswith(("g.text", "/i"))
        project.write(path, LIKE_A_POST if like else b"%PDF-1.7\n")

    status, lines = check(project)

    told = {}
    for line in lines:
        if line.startswith(" "):  # the hint of several alike
            continue
        path, _, rest = line.partition(": ")
        assert path not in told
        told[path.replace("/.o", "/.o/p.md")] = "gợi ý" if rest.startswith("gợi ý") else "lỗi"
    assert status == 1
    assert told == {path: said for path, said in FILES.items() if said}


def test_only_advice_lets_a_build_pass(project: Project) -> None:
    """What is left behind is not published, and a build says no more of it than before."""
    project.post("posts/2024/bai/index.md", "Bài")
    project.post("posts/2024/tin.md", "Tin")
    for path, said in FILES.items():
        if said != "lỗi" and not path.endswith(".md"):
            project.write(path, b"%PDF-1.7\n")

    assert check(project)[0] == 0
    project.build("--strict")
    files = {path.name for path in (project.root / "site").rglob("*")}
    assert {"q.pdf", "r.pdf"} <= files
    assert not files & {"k.pdf", "l.jpg", "~$m.docx", "Thumbs.db", "_t.pdf"}
