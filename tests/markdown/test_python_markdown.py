"""Posts read by Python-Markdown with a site's own extensions: the same reading, the same safety."""

from __future__ import annotations

import pickle
import re
from html.parser import HTMLParser
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cchc_site.content.text import ParsedText, Target, fill_placeholders
from cchc_site.markdown import sanitizer
from cchc_site.markdown.python_markdown.reader import PythonMarkdown
from tests.support.dialects import CASES as GFM_CASES
from tests.support.dialects import MATERIAL, PAYLOADS, PIECES, SHOWN
from tests.support.paths import TESTS

FOLDER = TESTS / "cases/pymarkdown"
CASES = [
    case
    for file in sorted(FOLDER.glob("*.yml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_dialect(case: dict[str, Any]) -> None:
    """A text holds what the table says, and has no problem that the table does not name."""
    parsed = MATERIAL.read(case["body"], "posts/a.md", case.get("first_line", 1))

    wanted = {"problems": []} | {name: value for name, value in case.items() if name in SHOWN}
    assert {name: SHOWN[name](parsed) for name in wanted} == wanted


def test_a_site_may_slug_its_headings_itself() -> None:
    """`toc.slugify` of mkdocs.yml goes before Vietnamese slugs."""
    counting = PythonMarkdown(["toc"], {"toc": {"slugify": lambda text, _: f"muc-{len(text)}"}})

    assert counting.read("## Hồ sơ", "a.md").anchors == ("muc-5",)


def test_headings_have_ids_without_contents() -> None:
    """A site without the extension `toc` has the same ids."""
    assert PythonMarkdown([], {}).read("## Hồ sơ\n\n## Hồ sơ", "a.md").anchors == (
        "ho-so",
        "ho-so_1",
    )


def test_a_reading_knows_nothing_of_the_one_before() -> None:
    """Definitions, footnotes and ids of a text end with it, and a reading survives the memory."""
    text = '## A\n\n[b][c][^1] UBND\n\n=== "t"\n\n    u\n\n```py\nx\n```'
    defining = f"{text}\n\n[c]: d.md\n\n[^1]: e\n\n*[UBND]: f\n\n<b>"
    before = MATERIAL.read(text, "a.md")
    MATERIAL.read(defining, "a.md")

    assert MATERIAL.read(text, "a.md") == before
    assert pickle.loads(pickle.dumps(before)) == before


@pytest.mark.parametrize("element", ["input", "input[type=text]", "script", "iframe[src=x]"])
def test_what_an_extension_makes_is_judged_too(element: str) -> None:
    """An extension that lets authors write any element gives them no more than posts may hold."""
    blocks = PythonMarkdown(["pymdownx.blocks.html"], {})
    text = f"Đoạn\n\n/// html | {element}\nx\n///"
    parsed = blocks.read(text, "a.md")

    check_invariants(text, parsed)
    name = element.partition("[")[0]
    assert [one.what for one in parsed.problems] == [f"thẻ “<{name}>” không được dùng"]


class Inventory(HTMLParser):
    """The ids and addresses of a document, and everything in it that a post must not hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.harmful: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Sort a tag and its attributes."""
        written = dict(attrs)
        if tag not in sanitizer.ELEMENTS | {"input", "label", "svg", "path"}:
            self.harmful.append(tag)
        if tag == "input" and written.get("type") not in ("checkbox", "radio"):
            self.harmful.append(str(attrs))
        self.harmful += [one for one in (written.get("class") or "").split() if RESERVED.match(one)]
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src"):
                self.addresses.append(value or "")
            elif name.startswith("on") or name in ("style", "srcset", "target"):
                self.harmful.append(name)


RESERVED = re.compile("cchc-(?!table$)|md-(?!button)")
SAFE = re.compile(r"SLOT [0-9]+$|https?:|mailto:|tel:|#|$", re.I)


def check_invariants(text: str, parsed: ParsedText) -> None:
    """Whatever the text, its HTML is inert, every slot has its reference and every line exists."""
    html = fill_placeholders(parsed, [Target(f"SLOT {n}") for n in range(len(parsed.references))])
    found = Inventory(html)
    slots = [one for one in found.addresses if one.startswith("SLOT")]
    lines = [one.line for one in parsed.references]
    # What the sanitiser takes away is told of the text as a whole, which has no line.
    lines += [one.line for one in parsed.problems if one.line]

    assert found.harmful == []
    assert [one for one in found.addresses if not SAFE.match(one)] == []
    assert sorted(slots) == sorted(f"SLOT {n}" for n in range(len(parsed.references)))
    assert sorted(found.ids) == sorted(parsed.anchors)
    assert [one for one in found.ids if re.match("__(?!tabbed|span|code)", one)] == []
    assert len(set(parsed.anchors)) == len(parsed.anchors)
    assert {one.id for one in parsed.headings} <= set(parsed.anchors)
    assert all(1 <= line <= len(re.split("\r\n|\r|\n", text)) for line in lines)
    assert re.search("[\ufdd0-\ufdef]", html) is None


@pytest.mark.parametrize("payload", PAYLOADS["refused"])
def test_an_attack_is_refused(payload: str) -> None:
    """What could run is a problem, and does not run even so."""
    parsed = MATERIAL.read(payload, "a.md")

    # Python-Markdown leaves a bare address alone.
    assert parsed.problems or payload == "xmpp:a@b.vn"
    check_invariants(payload, parsed)


@pytest.mark.parametrize("payload", PAYLOADS["harmless"])
def test_words_that_look_like_an_attack_do_not_run(payload: str) -> None:
    """What GitHub's dialect takes for words may be HTML here; it does not run either."""
    check_invariants(payload, MATERIAL.read(payload, "a.md"))


MORE_PIECES = [
    *("{: #a }", "{: .b title='", "{ ", " }", '=== "x"\n\n    ', '??? note "', ":material-check:"),
    *("<div markdown>", "*[a]: ", ": ", "[TOC]\n", "++a++", "- [ ] ", "{: style='x' href=js:a }"),
    *("&#60;", "\x02", "wzxhzdk:0", "\x03", "# a\n", "<p>", "<svg>", "<input>", "~~~\n", "![a](b)"),
]
TEXTS = st.lists(
    st.sampled_from([*PAYLOADS["refused"], *PAYLOADS["harmless"]])
    | st.sampled_from([case["body"] for case in [*CASES, *GFM_CASES]])
    | st.sampled_from([*PIECES, *MORE_PIECES])
    | st.text(max_size=8),
    max_size=12,
)


@settings(deadline=None)
@given(TEXTS.map("".join))
@example("[a](b){: title='<b title=\"<i onclick=x>\">' }")
@example("<div markdown>## A\n\n## B<table>\n<tr>\na\n<td>b</td>\n</tr>\n\nc\n\n</table>")
def test_any_text_is_read(text: str) -> None:
    """No text raises, and none gets anything past us."""
    check_invariants(text, MATERIAL.read(text, "a.md"))


# What holds a reference to “n.md” on its k-th line (from 0), and what does not.
LIVE = [
    *(
        ("[a](n.md)", 0),
        ("x ![a](n.md 'T') x", 0),
        ("- a\n- [b](<n.md>)", 1),
        ("> a\n> [b](n.md)", 1),
    ),
    *(("| a |\n|---|\n| [b](n.md) |", 2), ('<div>\n[a](n.md) <a href="n.md">b</a>\n</div>', 1)),
    *(("!!! note\n    [b](n.md)", 1), ("## [a](n.md)", 0), ('*a*\n<a\nhref="n.md">b</a>', 1)),
]
DEAD = [
    *("n.md", "`[a](n.md)`", "``` `[a](n.md) ```", "```\n[a](n.md)\n```", "<!-- [a](n.md)\n-->"),
    *(
        "[a](dan.md)",
        "~~~ html\n<a href='n.md'>\n~~~",
        "\\[a] (n.md)",
        "- x\n\n    ```\n    ](n.md)\n    ```",
    ),
]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*LIVE, *((one, -1) for one in DEAD)]), max_size=9))
def test_lines_of_references(blocks: list[tuple[str, int]]) -> None:
    """However often an address is written, each link and image is found on its own line."""
    lines: list[str] = []
    wanted: list[int] = []
    for block, line in blocks:
        if line >= 0:
            wanted.append(len(lines) + line + 1)
        lines += [*block.split("\n"), ""]
    parsed = MATERIAL.read("\n".join(lines), "a.md")

    assert [one.line for one in parsed.references if one.target == "n.md"] == wanted
