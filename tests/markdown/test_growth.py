"""Time in proportion to the size of a text, and output too, whatever the text is.

One table of what a text may be made of; each is read at some size and at four times that. CPU is
counted, which no other process can take; where one round leaves a doubt, the least of several,
until it is as it should be: a busy machine delays what it likes, but not always.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

import pytest

from cchc_site.base.vietnamese import overmarked
from cchc_site.citations.finder import blank_numbers, find_citations
from cchc_site.content import post
from cchc_site.content.fields import Settings
from cchc_site.content.text import ParsedText
from cchc_site.markdown.citing import mentions
from cchc_site.markdown.gfm import advice
from cchc_site.markdown.gfm import reader as gfm
from cchc_site.markdown.lines import SourceLines
from cchc_site.markdown.python_markdown import limits
from cchc_site.search import terms
from tests.support.dialects import MATERIAL
from tests.support.paths import TESTS
from tests.support.timing import fill, quickest

pytestmark = [pytest.mark.large, pytest.mark.unmeasured]  # coverage takes time of its own
SMALL, TIMES = 3_000, 4
ROUNDS, MOST_ROUNDS = 2, 20
BOUND, CLEAR = 2, 1.25
"""How much more time a byte of a longer text may take; and so little that one round is enough."""

Text = Callable[[int], str]
"""A text of about so many characters."""


def assert_grows_with_the_text(run: Callable[[str], object], text: Text, small: int) -> None:
    """A text four times as long takes no more time per byte; twice as much is allowed, four times
    is what the square of its length would take."""
    run(text(100))
    collecting = gc.isenabled()
    gc.disable()  # as builds do: what it takes follows from what else is in memory
    texts = [text(small), text(TIMES * small)]
    try:
        few, many = quickest(run, texts, lambda best: True, 1, 1)
        if many >= CLEAR * few:
            few, many = quickest(
                run, texts, lambda best: best[1] < BOUND * best[0], ROUNDS, MOST_ROUNDS
            )
    finally:
        if collecting:
            gc.enable()
    assert many < BOUND * few


def of(piece: str, before: str = "", after: str = "") -> Text:
    """A text of one piece, over and over."""
    return lambda size: before + fill(piece, size) + after


def numbered(piece: str, joint: str = "", after: str = "") -> Text:
    """A text of pieces that each bear a number."""
    return lambda size: joint.join(map(piece.format, range(size // (len(piece) + 2)))) + after


def pairs(opening: str, closing: str, between: str = "a") -> Text:
    """All that opens, and then all that closes."""

    def text(size: int) -> str:
        count = size // len(opening + closing)
        return opening * count + between + closing * count

    return text


def table(columns: Callable[[int], int], row: str) -> Text:
    """A table of so many columns and of rows that are shorter."""

    def text(size: int) -> str:
        width = columns(size)
        return f"|{'a|' * width}\n|{'-|' * width}\n" + fill(row, max(0, size - 4 * width))

    return text


TEXTS: Mapping[str, Text] = {
    "prose": of("Uỷ ban nhân dân xã kiểm tra công tác cải cách hành chính.\n\n"),
    "one word": of("a"),
    "one line": of("chữ nghĩa "),
    "lines": of("a\n"),
    "spaces": of(" \t"),
    "signs that break no space": of("\xa0"),
    "letters with marks": of("e\u0301\u0323"),
    "headings": of("# a\n"),
    "headings of one text": of("## muc\n\n"),
    "headings below": of("a\n=\n"),
    "lists": of("- a\n"),
    "lists in lists": lambda size: "\n".join(
        "  " * (depth % 60) + "- a" for depth in range(size // 62)
    ),
    "lists in a line": of("- "),
    "numbers in a line": of("1. "),
    "quotes": of("> "),
    "lines in quotes": of(">" * 30 + "a\n"),
    "brackets": of("["),
    "brackets of pictures": of("!["),
    "brackets after words": of("a["),
    "brackets in brackets": pairs("[", "]"),
    "links": of("[a](b.md) "),
    "links that open": of("[a]("),
    "links with titles that open": of('[a](b "'),
    "links in links": of("[a](b) [c]("),
    "pictures": of("![a](b.png)\n\n"),
    "pictures in pictures": pairs("![", "](b)"),
    "definitions": numbered("[a{}]: b.md", "\n"),
    "definitions that open": of("[a\n"),
    "references": lambda size: f"[a]: /{'x' * min(size // 2, 7_000)}\n\n" + fill("[a]", size // 2),
    "references to titles": lambda size: (
        f"[a]: b.md '{'x' * (size // 2)}'\n\n" + fill("[a]", size // 2)
    ),
    "references to pictures": lambda size: (
        f"[a]: b.png '{'x' * (size // 2)}'\n\n" + fill("![a]\n\n", size // 2)
    ),
    "long labels": lambda size: f"[{'a' * 900}]: x.md\n\n" + fill(f"[{'a' * 900}] ", size),
    "emphasis": of("**a "),
    "emphasis of two kinds": of("*a_ "),
    "emphasis of two lengths": of("*a **a "),
    "emphasis in emphasis": pairs("*a ", "a* "),
    "stars": of("*"),
    "underscores": of("_a__a"),
    "tildes": of("~~a"),
    "code": of("`a``"),
    "code of many lengths": lambda size: "".join(
        "e" + "`" * length for length in range(int((2 * size) ** 0.5))
    ),
    "fences": of("```\na\n```\n"),
    "fences that open": of("```a\n"),
    "escapes": of("\\*"),
    "entities": of("&a"),
    "numbers of characters": of("&#1"),
    "tags that open": of("<a "),
    "tags that are open": of("<span>"),
    "tags that close": of("</b>"),
    "tags in tags": pairs("<span>", "</span>"),
    "tags that cross": of("<b><i></b></i>"),
    "blocks that are open": of("<details>\n"),
    "attributes": lambda size: "<a " + "a=b " * (size // 4),
    "attributes that open": lambda size: "<a " + 'a="' * (size // 3),
    "comments": of("<!-- "),
    "instructions": of("<?a>", "<div>\n"),
    "sections": of("<![CDATA[>", "<div>\n"),
    "declarations": of("<!A "),
    "narrow tables": table(lambda size: 2, "|a|b|\n"),
    "wide tables": table(lambda size: size // 6, "|\n"),
    "tables of short rows": table(lambda size: int(size**0.5), "|\n"),
    "many tables of short rows": of(f"|{'a|' * 40}\n|{'-|' * 40}\n" + "|\n" * 60 + "\n"),
    "footnotes": numbered("[^{0}]: x", "\n\n"),
    "references to footnotes": of("[^1]", after="\n\n[^1]: x"),
    "footnotes that open": of("[^a", "[^1]: x\n\n[^1] "),
    "footnotes that close late": of("[^a", "[^1]: x\n\n[^1] ", "]"),
    "footnotes in footnotes": lambda size: "".join(
        f"[^{number}]\n\n[^{number}]: " for number in range(size // 12)
    ),
    "notes": of('!!! note "x"\n    a\n\n'),
    "notes in notes": lambda size: "\n".join(
        "    " * depth + '!!! note "x"' for depth in range(int((size / 2) ** 0.5))
    ),
    "alerts": of("> [!NOTE]\n> a\n\n"),
    "addresses": of("http://a.vn/b "),
    "addresses in brackets": of("<http://"),
    "addresses that begin": of("(http://a.b<"),
    "addresses without a host": of("~www.a_", after="!"),
    "protocols": of("http:"),
    "brackets after an address": of(")", "http://a.vn/"),
    "brackets in an address": of("(", "http://a.vn/"),
    "entities after an address": of("&a;", "http://a.vn/"),
    "mail": of("a@"),
    "mail without end": of("a.b-c_"),
    "foreign attributes": of("{:"),
    "foreign attributes and code": of("`a` {: "),
    "foreign tables": of("|a|b|x\n"),
    "citations": of("Quyết định số 1/QĐ-UBND ngày 1/1/2020 của Chính phủ, "),
    "citations of many": numbered(
        "Quyết định số {0}/QĐ-UBND ngày 1/1/2020 của Ủy ban nhân dân xã A{0}", ", "
    ),
    "citations in tags": of("**1**/QĐ-UBND "),
    "citations beside entities": of("1/QĐ-UBND ", "a &amp; "),
    "citations in links": of("[1/QĐ-UBND](b.md) "),
    "citations without words": of("1/QĐ-UBND và "),
    "numbers alone": of("61/2018/NĐ-CP, "),
}
# Where the slow step is quick by itself, it takes more of it to be seen.
LARGE = {
    "tags that cross": 20_000,
    "links": 20_000,
    "tags that close": 20_000,
}


class _Parsed(dict[str, ParsedText]):
    """Texts as they were read last: what other tests of the same texts need not read again."""

    def __missing__(self, text: str) -> ParsedText:
        if len(self) > 4:
            self.clear()
        self[text] = gfm.read(text, "a.md")
        return self[text]


PARSED = _Parsed()
# By text: its tests follow each other.
each_text = pytest.mark.parametrize("name", TEXTS, scope="module")


def found_in(text: str) -> None:
    """All that a build makes of a text by itself."""
    parsed = gfm.read(text, "a.md")
    if len(text) > 100:
        PARSED[text] = parsed
    cited = [f"{mention.kind} {mention.number}" for mention in parsed.mentions]
    terms.search_text("a", "", (), parsed.text, cited)


@each_text
def test_a_text_is_read_in_time_with_its_length(name: str) -> None:
    """From Markdown to HTML, citations and words for search."""
    assert_grows_with_the_text(found_in, TEXTS[name], LARGE.get(name, SMALL))


def test_numbers_are_linked_in_time_with_their_text() -> None:
    """However many stand in one piece of text. To ask each time what the whole piece holds would be
    so quick that it takes many to be seen."""
    assert_grows_with_the_text(mentions, of("61/2018/NĐ-CP, ", "<p>", "</p>"), 400_000)


@each_text
def test_html_is_bounded_by_the_text(name: str) -> None:
    """No text becomes much more than it is, but for what is repeated, up to a bound, and the cells
    of one table; a way back from a footnote is the longest of what a few characters ask for."""
    text = TEXTS[name](TIMES * SMALL)
    parsed = PARSED[text]

    most = 1_000_000 if "tables" in name else 200_000
    assert len(parsed.html) < most + 40 * len(text)
    assert sum(len(one.target) for one in parsed.references) < 100_000 + 2 * len(text)


def test_a_table_of_short_rows_is_told_at_its_line() -> None:
    """So that nothing of it is lost in silence."""
    text = "a\n\n" + TEXTS["many tables of short rows"](40_000)
    line = 3 + 63 * 4

    told = [(one.line, one.what) for one in gfm.read(text, "a.md").problems]

    assert (line, "bảng có quá nhiều hàng thiếu ô") in told


def test_what_is_repeated_too_often_is_told_once() -> None:
    """At the line where it becomes too much, with as much as a text may hold."""
    text = f"[a]: https://a.vn/{'x' * 6_000}\n\n" + "[a]\n\n" * 40

    parsed = gfm.read(text, "a.md")

    said = "địa chỉ hoặc lời chú của liên kết được dùng lại nhiều lần, tổng cộng quá dài"
    assert [(one.line, one.what) for one in parsed.problems] == [(1, said)]
    assert 0 < parsed.html.count("href") < 40


def test_an_address_too_long_is_told_at_its_line() -> None:
    """No server would take it."""
    text = f"a\n\nhttps://a.vn/{'&a' * 4_000}\n\n![a]({'b' * 9_000}.png)"

    told = [(one.line, one.what) for one in gfm.read(text, "a.md").problems]

    assert told == [
        (3, "địa chỉ dài 8013 ký tự, quá 8000"),
        (5, "địa chỉ dài 9004 ký tự, quá 8000"),
    ]


@pytest.mark.parametrize("read", [gfm.read, MATERIAL.read], ids=["gfm", "mkdocs"])
def test_elements_open_at_once_are_bounded(read: Callable[[str, str], ParsedText]) -> None:
    """The sanitiser looks at all of them for each that closes, and browsers too."""
    text = "a\n\n" + "<span>" * 100 + "b" + "</span>" * 100

    parsed = read(text, "a.md")

    assert "các thẻ HTML lồng nhau sâu quá 60 tầng" in [one.what for one in parsed.problems]
    assert len(parsed.problems) == 1
    assert parsed.html.count("<span>") <= 60


HEAD = "title: A\ndate: 2026-01-02\nauthor: A\ncategory: c\n"
HEADS: Mapping[str, Text] = {
    "summary": of("a ", "summary: "),
    "spaces": of(" ", 'summary: "', 'a"'),
    "quotes": of('\\"', 'summary: "', '"'),
    "quotes that open": of("a ", 'summary: "'),
    "colons": of("a: ", "summary: "),
    "commas": of("a,", "summary: ", "&"),
    "a list": of("a, ", "tags: [", "]"),
    "a list that opens": of("a, ", "tags: ["),
    "lists in lists": of("[", "extra: "),
    "mappings in mappings": of("{a: ", "extra: "),
    "a long unknown key": of("tacgia", after=": a"),
    "unknown keys": numbered("tacgi{}: a\n"),
    "known keys": of("title: a\n"),
    "anchors": numbered("k{0}: &a{0} x\n"),
    "comments": of("# a\n"),
    "a block": of("  a\n", "summary: |\n"),
    "lines": of("a\n  ", "summary: "),
    "fences": of("---\n"),
    "a slug": of("Đ", "slug: "),
    "a date": of("1", "updated: "),
    "documents": numbered("\n - {{number: {0}/A, date: 2020-01-01, issuer: A, title: A}}"),
}


@each_text
def test_advice_takes_time_with_the_text(name: str) -> None:
    """Of what is read without a fault, whatever is in it."""

    def advised(text: str) -> None:
        list(advice.findings(text, pages[text]))

    pages = {text: PARSED[text].html for text in map(TEXTS[name], (100, SMALL, TIMES * SMALL))}
    assert_grows_with_the_text(advised, TEXTS[name], SMALL)


SETTINGS = Settings(ZoneInfo("Asia/Ho_Chi_Minh"), {})


@pytest.mark.parametrize("name", HEADS)
def test_front_matter_is_read_in_time_with_its_length(name: str) -> None:
    """Whatever is wrong with it."""
    start = "documents:" if name == "documents" else ""

    def text(size: int) -> str:
        return f"---\n{HEAD}{start}{HEADS[name](size)}\n---\n\nx\n"

    assert_grows_with_the_text(lambda text: post.parse(text, "a.md", SETTINGS), text, 10_000)


CITED = (
    *("1/AB ", "1/QĐ ", "số 1/AB ", "số 1/QĐ-U, ", "1/QĐ-U cùng ngày 5/3/2020 và ", "1/AB-C"),
    *("Quyết định số 1/QĐ-U của Ủy ", "1/QĐ-U ngày 1/", "Luật A 1/2020/QH1 ", "Đ", "…", "..."),
    *("số 1/QĐ-U\u0301", "quyết định số 12 ", "số ..../", "số ", "số /QĐ", "__/A", "số     "),
)


@pytest.mark.parametrize("piece", CITED)
@pytest.mark.parametrize("run", [find_citations, blank_numbers])
def test_citations_are_found_in_time_with_the_text(
    run: Callable[[str], object], piece: str
) -> None:
    """A text of nothing but near misses."""
    assert_grows_with_the_text(run, of(piece), 5_000)


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_too_much_for_python_markdown_is_told(name: str) -> None:
    """In time with the text; what is not told is not looked at for longer than the bound says."""

    def excesses(text: str) -> list[limits.Excess]:
        return [*limits.excesses(text)]

    assert_grows_with_the_text(excesses, TEXTS[name], SMALL)


TOO_MUCH = (
    *("brackets", "brackets of pictures", "brackets after words", "links that open", "stars"),
    *("links in links", "tags that open", "sections", "addresses in brackets", "headings below"),
    *("headings", "quotes", "lists in a line", "numbers in a line", "tables of short rows"),
    *("wide tables", "emphasis in emphasis"),
)


@pytest.mark.parametrize("name", TOO_MUCH)
def test_python_markdown_is_not_asked_for_too_much(name: str) -> None:
    """It would take minutes, or end in a traceback."""
    parsed = MATERIAL.read(TEXTS[name](100_000), "a.md")

    assert parsed.problems
    assert parsed.html == ""


def test_what_calls_itself_too_often_is_told() -> None:
    """Where nothing was too much before Python-Markdown called itself too often."""
    text = "a\n\n" + pairs('<div markdown="1">\n\n', "</div>\n\n")(10_000)

    assert [(one.line, one.what) for one in MATERIAL.read(text, "a.md").problems] == [
        (3, limits.DEPTH[0])
    ]
    assert MATERIAL.read("a *b*", "a.md").html == "<p>a <em>b</em></p>"


@pytest.mark.parametrize("folder", ["cases", "sites"])
def test_what_is_written_is_never_too_much(folder: str) -> None:
    """The texts of the tests, all of one folder together too."""
    texts = [file.read_text("utf-8") for file in sorted((TESTS / folder).rglob("*.[my][dm]*"))]

    assert texts
    for text in (*texts, "\n\n".join(texts)):
        assert [*limits.excesses(text)] == []


LOST = ("<!-- ", "~~~a\n", "`a", "[a](b) ", "# a {#x}\n", "id=x ", "<a ", "](", 'href="', "<a:")


@pytest.mark.parametrize("piece", LOST)
def test_lines_are_found_in_time_with_the_text(piece: str) -> None:
    """Each kind that is asked for, however often."""

    def asked(text: str) -> None:
        lines = SourceLines(text)
        for number in range(len(text) // 10):
            lines.writes(f"#x{number}")
            lines.of_target(f"b{number}")
            lines.of_id(f"x{number}")
            lines.of_words(f"a{number}", f"b{number}")

    assert_grows_with_the_text(asked, of(piece), 20_000)


@pytest.mark.parametrize("piece", ["\u0301\u0323", "a\u0301\u0323", "ก", "a" + "\u0301" * 29])
def test_marks_are_counted_in_time_with_the_text(piece: str) -> None:
    """Before letters and marks are composed."""
    assert_grows_with_the_text(overmarked, of(piece), 50_000)
