"""A post's text read by Python-Markdown with the site's own extensions; the twin of gfm/reader.py.

Pure, but for what the site's extensions do. What they make is taken apart and written anew by
html.py; Python-Markdown knows no lines, so markdown/lines.py finds them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markdown import Extension, Markdown  # type: ignore[import-untyped]

from cchc_site.base import vietnamese
from cchc_site.content.text import ParsedText
from cchc_site.markdown.gfm import reader as gfm
from cchc_site.markdown.lines import SourceLines
from cchc_site.markdown.output import Output
from cchc_site.markdown.python_markdown import limits
from cchc_site.markdown.python_markdown.html import RAW, RAW_END, SANITISER, HtmlWriter

# Python-Markdown's own marks for what it has stashed, and its test of what that is.
_PLACEHOLDER = re.compile("\x02wzxhzdk:[0-9]+\x03")
_BLOCK_LEVEL = re.compile(rf"^{RAW}?</?([^ >]+)")


def _slug(text: str, separator: str) -> str:
    return vietnamese.slug(text, separator) or "muc"


_DEFAULTS: Mapping[str, Mapping[str, object]] = {
    "footnotes": {"BACKLINK_TITLE": "Về chỗ dẫn cước chú {}"},
    "toc": {"slugify": _slug},
}


class PythonMarkdown:
    """Reads texts with one converter, kept between them."""

    def __init__(
        self, extensions: Sequence[str | Extension], configs: Mapping[str, Mapping[str, object]]
    ) -> None:
        """Take `extensions` and their settings by name, as MkDocs has them."""
        settings = {
            name: {**_DEFAULTS.get(name, {}), **configs.get(name, {})}
            for name in {*_DEFAULTS, *configs}
        }
        self._converter = Markdown(extensions=list(extensions), extension_configs=settings)
        self._converter.postprocessors["raw_html"].BLOCK_LEVEL_REGEX = _BLOCK_LEVEL
        self._mark_what_it_stores(self._converter.preprocessors["html_block"], "run")
        self._mark_what_it_stores(self._converter.inlinePatterns["html"], "handleMatch")

    def read(self, text: str, path: str, first_line: int = 1) -> ParsedText:
        """What `text`, which starts on `first_line` of the file `path`, holds."""
        output = Output(path, first_line, len(text))
        output.is_ours = False
        text = gfm.legible(text, output)
        HtmlWriter(output, SourceLines(text)).write(self._convert(text, output))
        return gfm.swept(output, SANITISER)

    def _convert(self, text: str, output: Output) -> str:
        """The HTML of `text`, none where it is too much."""
        excesses = [*limits.excesses(text)]
        for excess in excesses:
            output.problem(*excess)
        if excesses:
            return ""
        try:
            return str(self._converter.reset().convert(text))
        except RecursionError:
            output.problem(limits.deepest_line(text), *limits.DEPTH)
            return ""

    def _mark_what_it_stores(self, processor: object, method: str) -> None:
        """Let a processor of raw HTML mark what it puts aside as the author's."""
        stash, run = self._converter.htmlStash, getattr(processor, method)

        def marking(*arguments: object) -> object:
            known = len(stash.rawHtmlBlocks)
            done = run(*arguments)
            for place, raw in enumerate(stash.rawHtmlBlocks[known:], known):
                if isinstance(raw, str):  # else an extension has read it as Markdown
                    stash.rawHtmlBlocks[place] = _as_authors(raw)
            return done

        setattr(processor, method, marking)


def _as_authors(raw: str) -> str:
    """`raw` between marks; what an extension has put into it, such as code, is not the author's."""
    inside = _PLACEHOLDER.sub(lambda placeholder: f"{RAW_END}{placeholder[0]}{RAW}", raw)
    return f"{RAW}{inside}{RAW_END}"
