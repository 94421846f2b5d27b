"""Every template, fed with titles that are made of markup or too long, in real small builds."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from cchc_site.base import vietnamese
from cchc_site.site.documents import folder_name
from tests.support.html import Document
from tests.support.project import Project
from tests.support.strict import Strict

pytestmark = pytest.mark.site

HOSTILE = 'A & <b>"'
LONG = "Quyết định về việc phê duyệt kế hoạch kiểm tra công tác cải cách hành chính" + " số 1" * 25


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        ('<p title="a &amp; b">A &amp; &lt;b&gt;&quot;<br></p><svg><path d=""/></svg>', 0),
        ("<p>A & B</p>", 1),
        ('<p title="A & B"></p>', 1),
        ('<p title="A"b"></p>', 1),
        ("<p>A <b></p>", 1),
        ("<p><div></div></p>", 1),
        ("<p>A &amp;; &nix;</p>", 1),
        ("<script>a && b < c</script>", 0),
        ("<div>", 1),
    ],
)
def test_the_judge_of_these_tests_sees_faults(html: str, faults: int) -> None:
    """A judge who sees nothing proves nothing."""
    assert len(Strict(html).faults) == faults


def quoted(text: str) -> str:
    """`text` as a value of YAML."""
    return json.dumps(text, ensure_ascii=False)


def fill(project: Project, text: str, look: str) -> None:
    """Build a site that shows `text` wherever an editor or a site's owner can write it."""
    words = quoted(text)
    project.write("mkdocs.yml", configured(project.read("mkdocs.yml"), words, look))
    if look == "theme":
        project.write("docs/index.md", "# Trang chủ\n\nChào.\n")
    for number in range(1, 42):
        day = f"202{number % 2 + 3}-0{number // 28 + 1}-{number % 28 + 1:02d}"
        head = f"{words}\ntags: [{words}, Thẻ]\nsummary: {words}"
        project.post(f"posts/bai-{number:02d}.md", head, day, author=f"[{words}, B]")
    Image.new("RGB", (3, 2)).save(project.write("posts/day-du/anh.png", b""))
    project.write("posts/day-du/tep.pdf", b"%PDF-1.4")
    project.post(
        "posts/day-du/index.md", FULL.format(words, quoted(f"1/{text}")), "2024-05-13", author=words
    )
    project.write("procedures/a.yml", PROCEDURES.format(words))
    project.write("procedures/mau.pdf", b"%PDF-1.4")
    project.post("posts/go.md", f"{words}\nwithdrawn: {words}", "2024-05-14", author=words)
    done = project.run("mkdocs", "build", "--strict", env={"CCHC_NOW": "2025-07-01"})
    assert done.returncode == 0, done.stdout


def configured(config: str, words: str, look: str) -> str:
    """The configuration with `words` as the name of a category, an author, a task and a body."""
    body = (
        f"{{key: xa, name: {words}, parent: {words}, address: {words}, phone: {words}, "
        f"responsible: {words}, to: 2025-06-30, successors: [{words}]}}"
    )
    options = (
        f"look: {look}",
        f"organizations: [{body}]",
        f"authors: {{? {words} : {{unit: {words}}}}}",
        f"tasks: [{{label: {words}, url: tim-kiem/}}]",
    )
    config = config.replace("look: portal", "\n      ".join(options))
    return config.replace(
        "thong-bao: Thông báo", f"thong-bao: {{label: {words}, description: {words}}}"
    )


FULL = """\
{0}
tags: [{0}]
summary: {0}
source: {0}
image: anh.png
image_alt: {0}
updated: 2024-06-01
correction: {0}
pinned: true
attachments: [{{file: tep.pdf, title: {0}}}]
procedures: [{{name: {0}, code: {0}, url: "https://example.org/?a=1&b=2"}}]
documents: [{{number: {1}, date: 2024-05-01, issuer: {0}, title: {0}}}]
aliases: [/cu/, /cu.html]"""

PROCEDURES = """\
- name: {0}
  code: {0}
  field: {0}
  level: {0}
  who: {0}
  result: {0}
  place: {0}
  time: {0}
  fee: {0}
  papers: [{{name: {0}, note: {0}, form: mau.pdf}}, {0}]
  steps: [{0}]
  legal_basis: [{0}]
  forms: [{{file: mau.pdf, title: {0}}}, {{url: "https://example.org/?a=1&b=2", title: {0}}}]
  portal: https://example.org/?a=1&b=2
  checked: 2024-05-01
"""

Pages = dict[str, str]


@pytest.fixture(
    scope="module",
    params=[(text, look) for look in ("portal", "theme") for text in (HOSTILE, LONG)],
    ids=["portal, hostile", "portal, long", "theme, hostile", "theme, long"],
)
def shown(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str, Pages]:
    """A text, a look, and the pages by address of a site that shows the one in the other."""
    text, look = request.param
    project = Project(tmp_path_factory.mktemp("templates"))
    fill(project, text, look)
    root = project.root / "site"
    pages = {
        file.relative_to(root).as_posix().removesuffix("index.html"): file.read_text("utf-8")
        for file in sorted(root.rglob("*.html"))
    }
    return text, look, pages


def test_every_page_is_well_formed(shown: tuple[str, str, Pages]) -> None:
    """Elements nest and close, attributes keep their bounds, nothing is left unescaped."""
    faults = {url: found for url, html in shown[2].items() if (found := Strict(html).faults)}

    assert faults == {}


def test_every_page_has_one_heading_and_one_main(shown: tuple[str, str, Pages]) -> None:
    """And no id twice, whatever a title is made of."""
    for url, html in shown[2].items():
        page = Document(html)
        codes = html.count("<title>Mã QR của địa chỉ ")  # of a drawing, which has a title too
        assert page.tags["h1"] == page.tags["main"] == page.tags["title"] - codes == 1, url
        assert [name for name, times in page.ids.items() if times > 1] == [], url


def test_a_text_is_shown_as_it_was_written(shown: tuple[str, str, Pages]) -> None:
    """Escaped once: never as markup, never with the escapes to be seen."""
    for url, html in shown[2].items():
        assert HOSTILE not in html, url
        assert "&amp;amp;" not in html, url
        assert "&amp;lt;" not in html, url
        assert "&amp;#" not in html, url


def test_every_kind_of_page_shows_the_text(shown: tuple[str, str, Pages]) -> None:
    """As the title of a post, category, author and tag, and in every list of them."""
    text, look, pages = shown
    assert text == HOSTILE or len(text) == 200
    slug = vietnamese.slug(text)
    headings = {
        "tin-tuc/2024/05/day-du/": text,
        "tin-tuc/2024/05/go/": text,
        "tin-tuc/": "Mọi tin",
        "tin-tuc/trang-1/": "Mọi tin, trang 1 (01/2023 – 02/2023)",
        "chuyen-muc/thong-bao/": text,
        "chuyen-muc/thong-bao/trang-1/": f"{text}, trang 1 (01/2023 – 02/2023)",
        "chuyen-muc/thong-bao/2024/": f"{text}, năm 2024",
        f"tac-gia/{slug}/": f"Tin của {text}",
        f"the/{slug}/": f"Thẻ “{text}”",
        "nam/2024/": "Tin năm 2024",
        "nam/2024/05/": "Tin tháng 5 năm 2024",
        "chuyen-muc/": "Các chuyên mục",
        "nam/": "Tin theo năm",
        "tac-gia/": "Các tác giả",
        "the/": "Các thẻ",
        "tim-kiem/": "Tìm kiếm",
        "so-do-trang/": "Sơ đồ trang",
        "du-lieu-mo/": "Dữ liệu mở",
        "cu/": "Bài đã chuyển địa chỉ",
        "cu.html": "Bài đã chuyển địa chỉ",
    }
    procedure = f"thu-tuc/{folder_name(text)}/"
    headings[procedure] = headings[f"{procedure}in/"] = text
    silent = {"nam/"}
    if look == "portal":
        headings |= {"": f"Trang thử – {text}", "404.html": "Không có trang này"}

    for url, heading in headings.items():
        page = Document(pages[url])
        assert [flat(found) for found in page.texts["h1"]] == [heading], url
        if look == "portal" or url not in silent:
            assert text in flat(page.texts["main"][0]), url
    for url in pages:
        if url.startswith("tin-tuc/2"):
            assert text in flat(Document(pages[url]).texts["title"][0]), url


def flat(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())
