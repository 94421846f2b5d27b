"""The dialects of Markdown that a site can choose: one row each, with what reads it.

Pure. An engine is loaded with the first text: a build with nothing to read does without.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cchc_site.content.text import ParsedText
from cchc_site.markdown.finding import Finding

if TYPE_CHECKING:
    from cchc_site.markdown.python_markdown.reader import PythonMarkdown

Reader = Callable[[str, str, int], ParsedText]
"""Reads a text, which starts on a line of the file at a path."""


Advice = Callable[[str, str], Iterable[Finding]]
"""What may be mended in a text, of which the page shows some HTML."""


class Dialect(Struct, frozen=True):
    """`reader` makes what reads texts, of the site's Markdown extensions and their settings;
    `advice` is for checks. In an `extensible` dialect the extensions decide what a text means: they
    may ask for files of their own, and write what the theme's script brings to life."""

    reader: Callable[[Sequence[Any], Mapping[str, Mapping[str, object]]], Reader]
    advice: Advice
    extensible: bool = False


def _github(
    extensions: Sequence[Any],  # of which it knows nothing
    configs: Mapping[str, Mapping[str, object]],
) -> Reader:
    def read(text: str, path: str, first_line: int) -> ParsedText:
        from cchc_site.markdown.gfm import reader as gfm

        return gfm.read(text, path, first_line)

    return read


def _github_advice(text: str, html: str) -> Iterable[Finding]:
    from cchc_site.markdown.gfm import advice

    return advice.findings(text, html)


def _readable(text: str, html: str) -> Iterable[Finding]:
    from cchc_site.markdown import unreadable

    return unreadable.findings(text)


def _python_markdown(
    extensions: Sequence[Any], configs: Mapping[str, Mapping[str, object]]
) -> Reader:
    @functools.cache
    def converter() -> PythonMarkdown:
        from cchc_site.markdown.python_markdown.reader import PythonMarkdown

        return PythonMarkdown(extensions, configs)

    return lambda text, path, first_line: converter().read(text, path, first_line)


DIALECTS: Mapping[str, Dialect] = {
    "gfm": Dialect(_github, _github_advice),
    "mkdocs": Dialect(_python_markdown, _readable, extensible=True),
}
"""By the value of the option `markdown`."""
