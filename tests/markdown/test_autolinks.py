"""Bare addresses: the links of mdit-py-plugins, without its time."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from cchc_site.markdown.gfm import autolinks

THEIRS = MarkdownIt("commonmark").use(gfm_autolink_plugin)
OURS = MarkdownIt("commonmark").use(gfm_autolink_plugin)
for name, rule in autolinks.RULES.items():
    OURS.inline.ruler.at(name, rule)
for engine in (THEIRS, OURS):
    engine.validateLink = lambda url: True  # type: ignore[method-assign]
    engine.normalizeLink = lambda url: url  # type: ignore[method-assign]
    engine.normalizeLinkText = lambda link: link  # type: ignore[method-assign]

PIECES = (
    *("www.", "http://", "https://", "HTTP://", "mailto:", "xmpp:", "http:/", "ww", "w", ":", "@"),
    *(
        "a",
        "b1",
        "xã",
        "A-b",
        "_",
        "__",
        ".",
        "..",
        "-",
        "+",
        "/",
        "?q=1",
        "&amp;",
        "&x;",
        ";",
        "&",
    ),
    *(
        " ",
        "\n",
        "(",
        ")",
        "))",
        "[",
        "](",
        "](x)",
        "]",
        "!",
        "*",
        "**",
        "~",
        "<",
        ">",
        "`",
        "'",
        '"',
    ),
    *("a@b.vn", "www.a.vn", "http://a.vn/b", "<b>", "a.a.a.a.a.a.a.a.a.a.a_", "\\", "–", "$", "1"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)


@settings(deadline=None, max_examples=300)
@given(TEXTS)
@example("~www.a_~www.a_!")
@example("xmpp:a@b.c/d@e/f và mailto:a.b@c.d.")
@example("http://a.a.a.a.a.a.a.a.a.a.a.a_")
@example("[www.a.vn/(http://b.vn)](c)")
@example("http://a.vn/b(c)) http://a.vn/?q=(a)&amp; www.a.vn/)))")
@example("a@b.http://c.vn, htt\\p://a.vn")
def test_links_are_those_of_the_library(text: str) -> None:
    """For any text whose hosts are no longer than hosts can be, but for the quotation marks and the
    ellipsis of office text (docs/nguoi-quan-tri.md; tests/cases/markdown/links.yml has them)."""
    assert OURS.parse(text) == THEIRS.parse(text)


def test_a_host_that_cannot_be_is_no_address() -> None:
    """The domain name system holds 255 bytes."""
    assert '<a href="http://' in OURS.render(f"http://{'a' * 254}.vn"[:260])
    assert "<a" not in OURS.render(f"http://{'a.' * 130}vn")
