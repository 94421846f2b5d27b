"""The dialect of posts: what a text holds, its HTML, and that neither can do harm."""

from __future__ import annotations

import pickle
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.common.normalize_url import normalizeLink

from cchc_site.content.text import ParsedText, Target, fill_placeholders, quote
from cchc_site.markdown import destinations, sanitizer
from cchc_site.markdown.gfm import advice
from cchc_site.markdown.gfm.reader import read
from tests.support.dialects import CASES, PAYLOADS, PIECES, SHOWN


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_dialect(case: dict[str, Any]) -> None:
    """A text holds what the table says, and has no problem that the table does not name."""
    parsed = read(case["body"], "posts/a.md", case.get("first_line", 1))

    wanted = {"problems": []} | {name: value for name, value in case.items() if name in SHOWN}
    assert {name: SHOWN[name](parsed) for name in wanted} == wanted


@pytest.mark.parametrize(
    "case", [case for case in CASES if "mended" in case], ids=lambda case: case["name"]
)
def test_a_mend_works(case: dict[str, Any]) -> None:
    """What is done as a problem says is right, and shown whole."""
    parsed = read(case["mended"], "posts/a.md")

    assert parsed.problems == ()
    assert [*advice.findings(case["mended"], parsed.html)] == []


def test_problems_name_the_file() -> None:
    """An editor sees path, line, what is wrong and how to mend it."""
    (problem,) = read("Xem ![](a.jpg)", "posts/2024/a.md", 9).problems

    assert str(problem) == (
        "posts/2024/a.md:9: ảnh không có mô tả; hãy viết mô tả trong ngoặc vuông, "
        "ví dụ “![Quầy tiếp nhận hồ sơ](quay.jpg)”"
    )


def test_pouring() -> None:
    """Addresses are escaped; images get the size of their file unless the author has sized them."""
    parsed = read('[a](1)\n![b](2) <img src="3" alt="" height="9">\n[c](1)', "a.md")
    target = Target('x?a=1&b="2"', 640, 480)

    assert fill_placeholders(parsed, [target, target, target, Target("y", 1, 1)]) == (
        '<p><a href="x?a=1&amp;b=&quot;2&quot;">a</a><br>\n'
        '<img src="x?a=1&amp;b=&quot;2&quot;" width="640" height="480" alt="b" loading="lazy"'
        ' decoding="async"> <img src="x?a=1&amp;b=&quot;2&quot;" alt="" height="9" loading="lazy"'
        ' decoding="async"><br>\n'
        '<a href="y">c</a></p>\n'
    )


def test_an_image_of_unknown_size_gets_none() -> None:
    """A size of zero is not written."""
    assert fill_placeholders(read("x ![b](2)", "a.md"), [Target("y")]).count("width") == 0


def test_readings_are_remembered() -> None:
    """A reading survives the memory, and is read alike each time."""
    parsed = read("# A\n\n[b](c.md) ![](d)", "a.md")

    assert pickle.loads(pickle.dumps(parsed)) == parsed
    assert read("# A\n\n[b](c.md) ![](d)", "a.md") == parsed


class Inventory(HTMLParser):
    """The ids and addresses of a document, and everything in it that a post must not hold."""

    def __init__(self, html: str) -> None:
        """Parse `html`."""
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.harmful: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Sort a tag and its attributes."""
        if tag not in sanitizer.ELEMENTS | {"input"}:
            self.harmful.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src"):
                self.addresses.append(value or "")
            elif name.startswith("on") or name in ("style", "srcset", "target"):
                self.harmful.append(name)


SAFE = re.compile(r"SLOT [0-9]+$|https?:|mailto:|tel:|#fn:[0-9]+$|#fnref[0-9]*:[0-9]+$|$", re.I)


def check_invariants(text: str, parsed: ParsedText) -> None:
    """Whatever the text, its HTML is inert, every slot has its reference and every line exists."""
    html = fill_placeholders(parsed, [Target(f"SLOT {n}") for n in range(len(parsed.references))])
    found = Inventory(html)
    slots = {one for one in found.addresses if one.startswith("SLOT")}
    lines = [one.line for one in parsed.problems] + [one.line for one in parsed.references]

    assert found.harmful == []
    assert [one for one in found.addresses if not SAFE.match(one)] == []
    assert slots == {f"SLOT {n}" for n in range(len(parsed.references))}
    assert sorted(found.ids) == sorted(parsed.anchors)
    assert len(set(parsed.anchors)) == len(parsed.anchors)
    assert {one.id for one in parsed.headings} <= set(parsed.anchors)
    assert all(1 <= line <= len(re.split("\r\n|\r|\n", text)) for line in lines)
    assert "\ufdd0" not in html


@pytest.mark.parametrize("payload", PAYLOADS["refused"])
def test_an_attack_is_refused(payload: str) -> None:
    """What could run is a problem, and does not run even so."""
    parsed = read(payload, "a.md")

    assert parsed.problems
    check_invariants(payload, parsed)


@pytest.mark.parametrize("payload", PAYLOADS["harmless"])
def test_words_that_look_like_an_attack_are_words(payload: str) -> None:
    """What cannot run is no problem."""
    parsed = read(payload, "a.md")

    assert parsed.problems == ()
    check_invariants(payload, parsed)


TEXTS = st.lists(
    st.sampled_from([*PAYLOADS["refused"], *PAYLOADS["harmless"]])
    | st.sampled_from([case["body"] for case in CASES])
    | st.sampled_from(PIECES)
    | st.text(max_size=8),
    max_size=12,
)


@settings(deadline=None)
@given(TEXTS.map("".join))
@example("\ufdd07\ufdd1")
def test_any_text_is_read(text: str) -> None:
    """No text raises, and none gets anything past us."""
    check_invariants(text, read(text, "a.md"))


PREFIXES = [
    *("", "> ", "- ", "1. ", "  ", "    ", "# ", "| a | ", "[^1]: ", "!!! note ", "\xa0", "- [ ] "),
    *("<div>", "</div>", "```", "---", "|---|", "===", "[^1] ", "`", "<!--"),
]
FAULTS = [
    *(
        "[a](s{0}x:b)",
        "<x{0}x>",
        ":material-{0}x:",
        "![](p{0}x.png)",
        "{{: .n{0}x }}",
        "[a](n{0}x)",
    ),
    *("", "đoạn", "\xa0", "`a", "[a\nb](s{0}x:b)", "<b\nc>", "![a\n](n{0}x.png)"),
]
ROWS = st.tuples(
    st.lists(st.sampled_from(PREFIXES), max_size=3).map("".join), st.sampled_from(FAULTS)
)


@settings(deadline=None)
@given(st.lists(ROWS, max_size=12), st.integers(1, 9))
def test_every_line_is_exact(rows: list[tuple[str, str]], first_line: int) -> None:
    """A fault that carries the number of its line is reported on that line, wherever it stands."""
    lines: list[str] = []
    for prefix, fault in rows:
        lines += (prefix + fault.format(first_line + len(lines))).split("\n")
    parsed = read("\n".join(lines), "a.md", first_line)

    told = [(one.line, one.what) for one in parsed.problems]
    told += [(one.line, one.target) for one in parsed.references]
    for line, words in told:
        written = re.search("([0-9]+)x", words)
        assert written is None or int(written[1]) == line


@given(st.text())
def test_the_second_wall_takes_nothing_from_clean_html(text: str) -> None:
    """The sanitiser raises no false alarm over words."""
    plain = "".join(c for c in text if c.isprintable()).replace("<", "&lt;")

    assert sanitizer.sweep(f"<p>{plain}</p>")[1] == ()


TEXT_LINES = (
    *("", "chữ & <b>đậm</b>", "**đậm _nghiêng_** ~~bỏ~~", "- mục", "  1. nhỏ", "> dẫn", "## Mục"),
    *("| a | b |", "|---|:-:|", "| <u>c</u> | [d](https://a.vn/b) |", "[e](f.md) `mã`", "# Đầu"),
    *(
        "```",
        "a\u00a0b",
        "&nbsp;&amp;&lt;",
        "![ảnh](a.jpg)",
        '![ảnh \'](a.jpg "Chú")',
        "[^1]",
        "[^1]: chú",
        "!!! note",
        "---",
    ),
    *("<div>", "</div>", "<table><tr><td>x", "<p>a<ul><li>b", "https://c.vn [x][r]", "[r]: /u"),
)
HTML_PIECES = (
    *("<p>", "</p>", "<li>", "<ul>", '<h2 id="a-b_1">', "</h2>", "<em>", "a", "&amp;", "&lt;"),
    *('<a href="https://a.vn/b">', '<a href="\ufdd00\ufdd1">', "</a>", "&", "<", ">", '"', "\n"),
    *("<script>", '<p onclick="x">', '<a href="javascript:x">', "<svg>", "\xa0", "<p ", "onload=x"),
    *("</p >", "<!--", "-->", '<h2 id="a" onclick="b">', "</script>", "<style>"),
    *("<figure>", "</figure>", "<figcaption>", "</figcaption>", 'onerror="x"', 'alt="'),
    '<img src="\ufdd00\ufdd1x" alt="a\'b" loading="lazy" decoding="async">',
)


@given(st.lists(st.sampled_from(HTML_PIECES), max_size=12).map("".join))
def test_what_is_harmless_holds_nothing_to_take(html: str) -> None:
    """Where the sanitiser is not asked, it would have taken no tag and no attribute."""
    if sanitizer.is_harmless(html):
        assert sanitizer.sweep(html)[1] == ()


@given(st.lists(st.sampled_from(TEXT_LINES), max_size=8).map("\n".join))
def test_what_is_harmless_is_left_as_it_is(text: str) -> None:
    """Where the sanitiser is not asked, it would have returned the same bytes."""
    html = read(text, "a.md").html

    assert sanitizer.SANITISER.clean(html) == html


@pytest.mark.parametrize(
    ("html", "lost"),
    [
        ('<p onclick="x">a</p>', ("onclick",)),
        ("<p>a</p><script>b</script>", ("<script>",)),
        ('<a href="javascript:x">a</a>', ("href",)),
        ('<p id="a">b</p><p style="c">d</p>', ("style",)),
        ("<td>a</td>", ("<td>",)),
        ('<input type="text">', ("type",)),
    ],
)
def test_the_second_wall_tells_what_it_takes(html: str, lost: tuple[str, ...]) -> None:
    """Should our own scan ever let something through, the sanitiser takes it and says so."""
    assert sanitizer.sweep(html)[1] == lost


@given(
    st.lists(
        st.sampled_from(["a", "b1", "0x1f", "x-y", "www", "10", "xn--a"]), min_size=1, max_size=4
    ),
    st.sampled_from(["vn", "com", "a1", "7"]),
    st.lists(st.sampled_from([*"/._,;=-Z9", "..", "%"]), max_size=6).map("".join),
)
def test_a_plain_address_needs_no_second_look(labels: list[str], top: str, path: str) -> None:
    """It has no fault, and neither its encoding nor the sanitiser changes it."""
    url = f"https://{'.'.join(labels)}.{top}/{path}"

    if destinations.is_plain(url):
        assert destinations.is_external(url)
        assert destinations.link_fault(url) is None
        assert quote(normalizeLink(destinations.as_browser_reads(url))) == url
        assert sanitizer.is_address(url)
