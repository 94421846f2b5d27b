"""Posts that lie where no post is read, and files of docs/ that MkDocs leaves out."""

from __future__ import annotations

import subprocess

import pytest

from tests.support.building import assert_equal, contents, strict_build
from tests.support.checking import check
from tests.support.project import POST, Project

pytestmark = pytest.mark.site

LIKE_A_POST = POST.format(title="A", date="2024-05-13", author="B", category="tin-tuc", body="X")
IN_VIETNAMESE = "---\nTiêu đề: A\nNgày đăng: 2024-05-13\nTÁC GIẢ: B\nChuyen muc: Tin tức\n---\nX\n"
BROKEN = LIKE_A_POST.replace("author: B", "author: [B").replace("A", "A: B")
WRONG = """
tin.md docs/tin.md docs/posts/2024/tin.md docs/2024/tin/index.md post/2024/tin.md Posts/2024/tin.md
2024/tin.md documents/tin.md tin-tuc/2024/tin/index.md tin.md.txt posts2/tin.MD docs/tin-cu.md
"""
RIGHT = """
README.md _tin.md mau/_tin.md .github/tin.md node_modules/x/tin.md khac/posts/2024/tin.md
sau/bon/tang/nua/tin.md docs/en/about.md docs/_mau.md
"""


def test_a_post_in_a_wrong_folder_is_told(project: Project) -> None:
    """Wherever in the project; its mend is the folder of the posts."""
    project.post("posts/2024/bai.md")
    project.write("khac/mkdocs.yml", "site_name: Trang khác\n")
    for path in WRONG.split():
        project.write(path, LIKE_A_POST)
    # What a post must have makes one, in whatever state the rest is.
    project.write("docs/tin-cu.md", BROKEN)
    # Keys count in any words that mean them, as in posts/.
    for path in ("docs/2024/tin/index.md", "documents/tin.md", "tin.md.txt"):
        project.write(path, IN_VIETNAMESE)
    project.write("post/2024/tin.md", LIKE_A_POST.replace("category", "Category"))
    for path in RIGHT.split():
        project.write(path, LIKE_A_POST)
    project.write("docs/en/about.md", "---\ntitle: A\ndate: 2024-05-13\nauthor: B\n---\nX\n")
    project.write("docs/_mau.md", "---\ntitle: A\n---\nX\n")
    project.write("TIN.txt", "Tin")

    status, lines = check(project)

    said = "tệp này viết như bài mà nằm ngoài thư mục posts/, nên không thành tin"
    assert status == 1
    assert sorted(line.partition(": ")[0] for line in lines if said in line) == sorted(
        WRONG.split()
    )
    assert len(lines) == len(WRONG.split())
    assert f"2024/tin.md: {said}; hãy chuyển nó vào posts/, ví dụ posts/2026/tin.md" in lines
    for path in WRONG.split():
        (project.root / path).unlink()
        project.write(f"posts/2026/{path.replace('/', '-').partition('.')[0]}.md", LIKE_A_POST)
    assert check(project) == (0, ["Không có lỗi."])


PUBLISHED = (".well-known/security.txt", ".well-known/acme-challenge/a", ".well-known/a.json")
LEFT_OUT = {
    ".htaccess": ".htaccess",
    ".nojekyll": ".nojekyll",
    ".rieng/a.txt": ".rieng",
    ".rieng/b.txt": ".rieng",
    "tep/.an.pdf": "tep/.an.pdf",
    ".tin.md": ".tin.md",
    ".well-known/.an": ".well-known/.an",
    "templates/a.pdf": "templates",
    # Nobody's work.
    ".DS_Store": "",
    "tep/._a.pdf": "",
    ".gitkeep": "",
    ".pages": "",
    ".cu/a.txt": "",
}


def test_no_file_of_docs_is_left_out_in_silence(project: Project) -> None:
    """What is well known is published; each other hidden one is told, unless mkdocs.yml names it or
    a program has put it there."""
    config = f"exclude_docs: |\n  /.cu\n  !/.hien.txt\n{project.read('mkdocs.yml')}"
    project.write("mkdocs.yml", config)
    project.post("posts/2024/bai.md")
    for path in (*PUBLISHED, *LEFT_OUT, ".hien.txt"):
        project.write(f"docs/{path}", "%PDF-1.7\nExpires: 2999-01-01T00:00:00Z\n")

    status, lines = check(project)

    told = [line.partition(": gợi ý: ")[0] for line in lines[:-1]]
    assert status == 0
    assert told == sorted({f"docs/{place}" for place in LEFT_OUT.values() if place})
    assert strict_build(project.root).good
    made = contents(project.root / "site")
    assert {path for path in made if path.startswith(".")} == {*PUBLISHED, ".hien.txt"}


def test_what_a_message_says_of_a_hidden_file_works(project: Project) -> None:
    """Named in mkdocs.yml one way it is published, the other way it is left out for good."""
    project.post("posts/2024/bai.md")
    project.write("docs/.htaccess", "x")
    project.write("docs/.rieng/a.txt", "x")
    config = project.read("mkdocs.yml")
    asked = "exclude_docs: |\n  !/.htaccess\n  /.rieng\n"
    project.write("mkdocs.yml", f"{asked}{config}")

    assert check(project) == (0, ["Không có lỗi."])
    assert strict_build(project.root).good
    assert ".htaccess" in contents(project.root / "site")

    project.write("mkdocs.yml", f"exclude_docs: |\n  /.well-known\n{config}")
    project.write("docs/.well-known/security.txt", "x")
    assert strict_build(project.root).good
    assert strict_build(project.root, "clean").good
    assert_equal(contents(project.root / "site"), contents(project.root / "clean"))
    assert not (project.root / "site/.well-known").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Contact: x\n", ": gợi ý: không ghi ngày hết hạn, là điều phải có"),
        ("a\nExpires: 2026-05-31T00:00:00Z\n", ":2: gợi ý: đã hết hạn từ 2026-05-31"),
        ("expires : 2026-06-30T23:59:59+07:00\n", ":1: gợi ý: sắp hết hạn, ngày 2026-06-30"),
        ("Expires: 2026-12-31\n", ":1: gợi ý: “2026-12-31” không phải ngày giờ có múi giờ"),
        ("Expires: 2026-08-01T00:00:00.000Z\n", ""),
    ],
)
def test_the_end_of_a_security_txt_is_watched(project: Project, text: str, said: str) -> None:
    """Though nobody has edited it: it ends by the clock."""
    project.write("docs/.well-known/security.txt", text)
    for command in ("init -q", "add .", "-c user.name=a -c user.email=a@b commit -qm a"):
        subprocess.run(["git", *command.split()], cwd=project.root, check=True)
    done = project.run("cchc_site.cli", "check", env={"CCHC_NOW": "2026-06-01"})

    told = [line for line in done.stdout.splitlines() if "security.txt" in line]
    assert done.returncode == 0, done.stdout
    assert len(told) == bool(said)
    assert all(line.startswith(f"docs/.well-known/security.txt{said}") for line in told)
    hint = "hãy xem lại các dòng khác, rồi ghi: Expires: 2027-05-31T00:00:00Z"
    assert all(line.endswith(hint) for line in told)
