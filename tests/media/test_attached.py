"""Files that posts bring: what readers are told of them, and which are refused."""

from __future__ import annotations

import itertools

import pytest

from cchc_site.base import vietnamese
from tests.support.project import POST, Project

pytestmark = pytest.mark.site
PDF = b"%PDF-1.4\n" + b"x" * 2000 + b"\n%%EOF\n"


def test_a_card_tells_how_large_a_file_is(project: Project) -> None:
    """As attachments do; of a file elsewhere nobody knows."""
    body = "[Mẫu đơn](don.pdf)\n\n[Nghị định](https://x.vn/a.pdf)\n"
    project.post("posts/2024/lich/index.md", body=body)
    project.write("posts/2024/lich/don.pdf", PDF)
    project.build("--strict")

    html = project.read("site/tin-tuc/2024/05/lich/index.html")
    host = f'<span class="cchc-link-card__host">PDF, {vietnamese.file_size(len(PDF))}</span>'
    assert f'don.pdf">Mẫu đơn</a> {host}' in html
    assert '<span class="cchc-link-card__host">x.vn</span>' in html
    assert "\ufdd0" not in html


def test_the_size_of_a_linked_file_follows_the_file(project: Project) -> None:
    """In the text too; the post itself is the same."""
    project.post("posts/2024/lich/index.md", body="Xem [mẫu đơn](don.pdf) trước khi đi.")
    for size in (2000, 30_000):
        content = b"%PDF-1.4\n" + b"x" * size + b"\n%%EOF\n"
        project.write("posts/2024/lich/don.pdf", content)
        project.build("--strict")

        html = project.read("site/tin-tuc/2024/05/lich/index.html")
        told = f"mẫu đơn</a> (PDF, {vietnamese.file_size(len(content))}) trước khi đi."
        assert told in html


NAMES = ("trang.html", "HINH.SVGZ", "du-lieu.xml", "ma.js", "luu.mhtml")
WAYS = ("linked", "attached", "beside", "pictured")


def bring(project: Project, folder: str, way: str, name: str, content: str) -> None:
    """A post in `folder` that publishes a file in one of the `WAYS`."""
    body = {"linked": f"[Xem]({name})", "pictured": f"![Hình]({name})"}.get(way, "Nội dung.")
    extra = f"attachments: [{{file: {name}}}]\n" if way == "attached" else ""
    text = POST.format(
        title="Tin", date="2024-05-13", author="Ban", category="thong-bao", body=body
    ).replace("---\n\n", f"{extra}---\n\n")
    project.write(f"{folder}/index.md", text)
    project.write(f"{folder}/{name}", content)


def test_a_file_that_runs_code_is_refused(project: Project) -> None:
    """It would run on the site's own address, whether a post names it or it lies beside one."""
    for way, name in itertools.product(WAYS, NAMES):
        bring(project, f"posts/2024/{way}-{NAMES.index(name)}", way, name, "x")
    done = project.run("cchc_site.cli", "check")

    assert done.returncode == 1
    lines = set(done.stdout.splitlines())
    said = "có thể chạy mã trong trình duyệt nên không được đăng; hãy lưu thành PDF hoặc ảnh PNG, "
    said += "hay nén thành .zip"
    for way, name in itertools.product(WAYS, NAMES):
        folder = f"posts/2024/{way}-{NAMES.index(name)}"
        line = {"linked": 8, "pictured": 8, "attached": 6}.get(way)
        told = f"{folder}/index.md:{line}: tệp “{name}”: {said}"
        assert (told if line else f"{folder}/{name}: {said}") in lines


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'


def test_an_svg_is_a_picture_and_nothing_else(project: Project) -> None:
    """One that draws is published however a post brings it; one that runs something, never."""
    for way in WAYS:
        bring(project, f"posts/2024/ve-{way}", way, "hinh.svg", SVG.format('<path d="M0 0h9"/>'))
    assert project.run("cchc_site.cli", "check").returncode == 0

    for way in WAYS:
        bring(project, f"posts/2024/ma-{way}", way, "hinh.svg", SVG.format("<script>x</script>"))
    done = project.run("cchc_site.cli", "check")
    assert done.returncode == 1
    for way in WAYS:
        assert f"posts/2024/ma-{way}/" in done.stdout
    assert "posts/2024/ve-" not in done.stdout
