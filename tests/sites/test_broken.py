"""Every fault an editor can make: the exact words, each once, and the site left as it was.

`tests/broken/<fault>/` holds the files of one fault and `expected.txt` the lines it gives;
`pytest --update` rewrites them.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.support.checking import check
from tests.support.paths import TESTS
from tests.support.project import Project

BROKEN = TESTS / "broken"
FAULTS = sorted(path.name for path in BROKEN.iterdir())


@pytest.fixture
def good(project: Project) -> Project:
    """A site without faults, with something to link to."""
    project.post("posts/2024/bai-tot.md", "Bài tốt", "2024-01-02", body="Lời đầu.\n\n## Địa điểm")
    project.write(
        "posts/2024/nhap.md",
        project.read("posts/2024/bai-tot.md").replace("title: Bài tốt", "title: N\ndraft: true"),
    )
    Image.new("RGB", (3, 2)).save(project.root / "docs/anh.png")
    return project


def add(project: Project, fault: str) -> list[str]:
    """Bring a fault into the project; its expected lines."""
    shutil.copytree(BROKEN / fault, project.root, dirs_exist_ok=True)
    (project.root / "expected.txt").unlink(missing_ok=True)
    expected = BROKEN / fault / "expected.txt"
    return expected.read_text("utf-8").splitlines() if expected.exists() else []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gives_exactly_its_lines(
    fault: str, good: Project, request: pytest.FixtureRequest
) -> None:
    """A fault is reported once, with path, line, what is wrong and how to mend it."""
    expected = add(good, fault)

    status, lines = check(good)

    if request.config.getoption("--update"):
        (BROKEN / fault / "expected.txt").write_text("\n".join(lines) + "\n", "utf-8")
        return
    assert lines == expected, "pytest tests/sites/test_broken.py --update rewrites expected.txt"
    assert status == 1


def test_a_good_site_has_no_problem(good: Project) -> None:
    """Nothing is reported where nothing is wrong, and nothing is written."""
    before = sorted(good.root.rglob("*"))

    assert check(good) == (0, ["Không có lỗi."])
    assert sorted(good.root.rglob("*")) == before


def test_a_byte_order_mark_and_nfd_are_accepted(good: Project) -> None:
    """A BOM is dropped, and decomposed letters are shown composed."""
    text = good.read("posts/2024/bai-tot.md").replace("Bài tốt", "Ba\u0300i to\u0302\u0301t")
    good.write("posts/2024/bai-tot.md", b"\xef\xbb\xbf" + text.encode())

    assert check(good)[0] == 0
    good.build()
    page = good.read("site/tin-tuc/2024/01/bai-tot/index.html")
    assert "<h1>Bài tốt</h1>" in page


def test_markup_in_a_title_is_text(good: Project) -> None:
    """A title is plain text wherever it stands."""
    good.post("posts/2024/x.md", title='<script>alert(1)</script> & <b>"')

    good.build()

    for page in ("index.html", "tin-tuc/index.html", "tin-tuc/2024/05/x/index.html"):
        html = good.read(f"site/{page}")
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in html
        assert "<script>alert" not in html


def test_a_link_out_of_the_project_is_refused(good: Project, tmp_path: Path) -> None:
    """A symbolic link must not publish a file of the machine."""
    outside = tmp_path.parent / "ngoai"
    outside.mkdir()
    (outside / "bai.md").write_text(good.read("posts/2024/bai-tot.md"), "utf-8")
    (good.root / "posts/2024/la.md").symlink_to(outside / "bai.md")
    (good.root / "posts/thu-muc").symlink_to(outside)

    said = "liên kết tượng trưng dẫn ra ngoài dự án; hãy thay bằng chính tệp hoặc thư mục đó"
    assert check(good) == (1, [f"posts/2024/la.md: {said}", f"posts/thu-muc: {said}"])


def test_a_linked_file_out_of_the_project_is_not_published(good: Project, tmp_path: Path) -> None:
    """A picture or an attachment must not publish a file of the machine either."""
    secret = tmp_path.parent / "bi-mat.png"
    Image.new("RGB", (3, 2)).save(secret)
    (good.root / "posts/2024/anh.png").symlink_to(secret)
    good.post("posts/2024/bai.md", body="Xem.\n\n![Ảnh](anh.png)")

    status, lines = check(good)

    assert status == 1
    assert lines[0].startswith("posts/2024/bai.md:10: không có ảnh “anh.png”")


def test_a_file_at_the_address_of_its_post_is_refused(good: Project) -> None:
    """`index.html` beside a post would take the place of its page; renamed, it would run code."""
    good.post("posts/2024/bai/index.md")
    good.write("posts/2024/bai/index.html", "x")

    said = "có thể chạy mã trong trình duyệt nên không được đăng; "
    said += "hãy lưu thành PDF hoặc ảnh PNG, hay nén thành .zip"
    assert check(good) == (1, [f"posts/2024/bai/index.html: {said}"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            'procedures:\n  - {name: A, url: "javascript:alert(1)"}',
            "7: địa chỉ “javascript:alert(1)” không dùng được; "
            "hãy viết địa chỉ bắt đầu bằng https://",
        ),
        ('summary: "a\\bb"', "6: “summary” có ký tự điều khiển không in được; hãy gõ lại dòng này"),
    ],
)
def test_an_unsafe_value_is_refused(good: Project, line: str, said: str) -> None:
    """Front matter is held to what the text is held to."""
    text = good.read("posts/2024/bai-tot.md").replace("\n---\n\n", f"\n{line}\n---\n\n", 1)
    good.write("posts/2024/bai.md", text.replace("Bài tốt", "Bài"))

    assert check(good) == (1, [f"posts/2024/bai.md:{said}"])


def test_a_link_to_a_file_of_the_project_is_not_followed(good: Project) -> None:
    """Nor may a link within the project publish what nobody meant to."""
    good.write("bi-mat.txt", "x")
    (good.root / "posts/2024/tep.txt").symlink_to(good.root / "bi-mat.txt")
    good.post("posts/2024/bai.md", body="Xem [tệp](tep.txt).")

    assert check(good)[1][0].startswith("posts/2024/bai.md:8: không có tệp “tep.txt”")


def test_an_upper_case_ending_is_told(good: Project) -> None:
    """A post is never skipped silently, and never published as a file."""
    good.post("posts/2024/Tin.MD")

    said = "posts/2024/Tin.MD: đuôi tệp viết hoa; hãy đổi đuôi tệp thành “.md”"
    assert check(good) == (1, [said])


def test_a_post_that_waits_may_link_to_one_that_comes_earlier(good: Project) -> None:
    """Its own day must not break the build: a link to a draft is refused at once."""
    soon = dt.date.today() + dt.timedelta(days=30)
    later = soon + dt.timedelta(days=1)
    good.post("posts/2024/mai.md", "Mai", soon.isoformat(), body="[Nháp](nhap.md)")
    good.post("posts/2024/kia.md", "Kia", later.isoformat(), body="[Mai](mai.md)")

    status, lines = check(good)

    assert status == 1
    assert len(lines) == 1
    assert lines[0].startswith("posts/2024/mai.md:8: liên kết “nhap.md” dẫn tới bài chưa được đăng")


def test_a_file_over_two_megabytes_is_refused(good: Project) -> None:
    """Nobody writes such a post by hand."""
    good.post("posts/2024/to.md", body="Dài. " * 500_000)

    status, lines = check(good)

    assert status == 1
    assert lines == [
        "posts/2024/to.md: tệp bài nặng 2,9 MB, quá 2,0 MB; "
        "hãy tách bài, hoặc để ảnh và tệp đính kèm thành tệp riêng"
    ]


def test_annotations_for_github(good: Project) -> None:
    """GitHub shows each problem beside its line."""
    add(good, "impossible-date")

    assert check(good, "--format", "github") == (
        1,
        [
            "::error file=posts/2024/impossible-date.md,line=3::ngày “2024-13-05” không tồn tại; "
            "hãy viết năm-tháng-ngày, ví dụ 2024-05-13"
        ],
    )


@pytest.mark.site
def test_a_build_reports_all_faults_at_once(good: Project) -> None:
    """`mkdocs build` says every line that `cchc check` says, and leaves the last good site."""
    good.build()
    before = good.state()
    expected = {line for fault in FAULTS for line in add(good, fault)}

    done = good.run("mkdocs", "build")

    lines = [
        line
        for line in done.stdout.splitlines()
        if line.startswith(("posts/", "docs/", "documents/"))
    ]
    assert done.returncode == 1
    assert sorted(lines) == sorted(expected)
    assert "Traceback" not in done.stdout
    assert good.state() == before


@pytest.mark.site
def test_serve_stops_at_a_first_build_with_problems(good: Project) -> None:
    """`mkdocs serve` has nothing good to show yet."""
    expected = add(good, "impossible-date")

    done = good.run("mkdocs", "serve", "--dev-addr", "127.0.0.1:0")

    assert done.returncode == 1
    assert expected[0] in done.stdout.splitlines()
