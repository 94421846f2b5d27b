"""Both dialects of Markdown: cases, pieces of texts, and Python-Markdown as many sites have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import yaml
from material.extensions import emoji  # type: ignore[import-untyped]

from cchc_site.content.text import ParsedText, Target, fill_placeholders
from cchc_site.markdown.python_markdown.reader import PythonMarkdown
from tests.support.paths import TESTS

FOLDER = TESTS / "cases/markdown"

TABLES = ("blocks", "links", "images", "rawhtml", "foreign", "text")

CASES = [
    case for name in TABLES for case in yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
]

PAYLOADS = yaml.safe_load((FOLDER / "payloads.yml").read_text("utf-8"))

SHOWN: dict[str, Callable[[ParsedText], object]] = {
    "html": lambda parsed: fill_placeholders(
        parsed, [Target(reference.target) for reference in parsed.references]
    ),
    "headings": lambda parsed: [[one.level, one.id, one.text] for one in parsed.headings],
    "anchors": lambda parsed: list(parsed.anchors),
    "references": lambda parsed: [[one.line, one.kind, one.target] for one in parsed.references],
    "lead": lambda parsed: parsed.lead,
    "text": lambda parsed: parsed.text,
    "problems": lambda parsed: [f"{one.line}: {one.what}; {one.hint}" for one in parsed.problems],
}

PIECES = [
    *(
        "\n",
        "\n\n",
        "  ",
        "    ",
        "\t",
        "- ",
        "1. ",
        "> ",
        "# ",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
    ),
    *("[", "](", ")", "![", "](a.png)", "[^1]", "[^1]: ", "!!! note\n", "| a |\n", "|---|\n"),
    *("<", ">", "<b>", "</b>", "<div>", "</div>", "<table>", "<td>", "<p>", "</p>", "<li>", "<a"),
    *("<!--", "-->", "&", "\\", "\xa0", "\r", '"', "'", "=", "w", ":", "@", "http://"),
]


# What Material's documentation recommends, as MkDocs hands it over.
EXTENSIONS = [
    *("toc", "tables", "fenced_code", "abbr", "admonition", "attr_list", "def_list", "footnotes"),
    *("md_in_html", "pymdownx.details", "pymdownx.emoji", "pymdownx.highlight", "pymdownx.keys"),
    *("pymdownx.mark", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist"),
]

CONFIGS: Mapping[str, Mapping[str, object]] = {
    "pymdownx.emoji": {"emoji_index": emoji.twemoji, "emoji_generator": emoji.to_svg},
    "pymdownx.highlight": {"anchor_linenums": True, "line_spans": "__span"},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
}

MATERIAL = PythonMarkdown(EXTENSIONS, CONFIGS)
