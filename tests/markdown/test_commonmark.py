"""The examples of the CommonMark specification, read and filled as posts are.

What we add by design is taken away before comparing; every other difference is listed with its
reason in cases/commonmark-exceptions.yml, which may list nothing that is no difference.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink

from cchc_site.content.text import ParsedText, Target, fill_placeholders
from cchc_site.markdown.gfm import engine
from cchc_site.markdown.gfm.reader import read
from tests.support.paths import TESTS

HERE = TESTS
EXAMPLES = json.loads((HERE / "data/commonmark-0.31.2.json").read_text("utf-8"))
GROUPS = yaml.safe_load((HERE / "cases/commonmark-exceptions.yml").read_text("utf-8"))
EXCEPTIONS = {number: group for group in GROUPS for number in group["examples"]}

ADDED = (
    (r"<figure>(<img[^>]*)><figcaption>(.*?)</figcaption></figure>", r'<p>\1 title="\2"></p>'),
    (r"<(/?)figure>", r"<\1p>"),
    (r' loading="lazy" decoding="async"', ""),
    (r'(<h[1-6]) id="[^"]*"', r"\1"),
    (r"<br>\n", "\n"),  # every line end is a break
    (r"</?tbody>", ""),  # the sanitiser's HTML parser puts it where it belongs
)
DROPPED = re.compile(r"<!--(?:-?>|.*?-->)|<\?.*?\?>", re.DOTALL)
HEADING = re.compile(r"(</?h)([1-6])>")
BLOCKS = {
    "blockquote",
    "br",
    "details",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
}
BLOCKS |= {"p", "pre", "table", "td", "th", "tr", "ul"}


class Outline(HTMLParser):
    """Tags with sorted attributes, and text without the white space that no browser shows."""

    def __init__(self, html: str) -> None:
        """Parse `html`."""
        super().__init__()
        self.parts: list[str] = []
        self.preformatted = False
        self.at_edge = True
        self.feed(html.strip())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self._tag(tag, f"<{tag} {sorted((name, value or '') for name, value in attrs)}>")
        self.preformatted = self.preformatted or tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag written as XHTML writes it."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Keep a closing tag."""
        self._tag(tag, f"</{tag}>")
        self.preformatted = self.preformatted and tag != "pre"

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if not self.preformatted:
            data = re.sub(r"[ \n]+", " ", data)
            data = data.lstrip() if self.at_edge else data
        if data:
            self.parts.append(data)
            self.at_edge = False

    def _tag(self, tag: str, shown: str) -> None:
        self.at_edge = tag in BLOCKS
        if self.at_edge and self.parts and not self.preformatted:
            self.parts[-1] = self.parts[-1].rstrip()
        self.parts.append(shown)


def ours(parsed: ParsedText) -> list[str]:
    """What a post becomes, its links leading where they are written to lead."""
    html = fill_placeholders(
        parsed, [Target(normalizeLink(one.target)) for one in parsed.references]
    )
    for pattern, plain in ADDED:
        html = re.sub(pattern, plain, html)
    return Outline(html).parts


def specified(html: str) -> list[str]:
    """What the specification says, comments dropped and h1 left to the title."""
    html = DROPPED.sub("", html).replace("<br />\n", "\n")
    if "<h1>" in html:
        html = HEADING.sub(lambda tag: f"{tag[1]}{min(6, int(tag[2]) + 1)}>", html)
    return Outline(html).parts


def parts_of(text: str) -> list[str]:
    """What the engine understands, before our rules for HTML and addresses."""
    library, tokens = MarkdownIt(), engine.parse(text).tokens
    for link in (child for token in tokens for child in token.children or ()):
        for name in link.attrs.keys() & {"href", "src"}:
            link.attrs[name] = normalizeLink(str(link.attrs[name]))
    return Outline(library.renderer.render(tokens, library.options, {})).parts


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["number"]))
def test_example(example: dict[str, Any]) -> None:
    """An example becomes what the specification says, unless it is listed as an exception."""
    parsed = read(example["markdown"], "posts/a.md")
    exception = EXCEPTIONS.get(example["number"])

    assert all(problem.line for problem in parsed.problems), "the sanitiser took something away"
    if exception is None:
        assert ours(parsed) == specified(example["html"])
    else:
        assert ours(parsed) != specified(example["html"]), "no exception any more"
        if exception["refused"]:
            assert parsed.problems
            assert parts_of(example["markdown"]) == Outline(example["html"]).parts
