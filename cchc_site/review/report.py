"""The changes of a site as pages for a reviewer: one to open, one for the forge.

Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from itertools import zip_longest
from typing import NamedTuple

from cchc_site.base import vietnamese
from cchc_site.review.browser import Hindrance
from cchc_site.review.changes import SiteChange


class PagePictures(NamedTuple):
    """The files of pictures of a page, before and after the change."""

    before: Sequence[str]
    after: Sequence[str]


_PAGE = """<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Những trang đã đổi</title>
<style>
body {{ font: 1rem/1.5 sans-serif; margin: 1rem auto; max-width: 80rem; padding: 0 1rem }}
figure {{ display: inline-block; margin: 0 1rem 1rem 0; max-width: 48%; vertical-align: top }}
img {{ border: 1px solid #767676; max-width: 100% }}
section {{ border-top: 1px solid #767676; margin-top: 1.5rem }}
</style>
<h1>Những trang đã đổi</h1>
<p>{lead}</p>
{parts}
</html>
"""


def lead(change: SiteChange) -> str:
    """How many pages differ, in a sentence.

    >>> lead(SiteChange((), 0)), lead(SiteChange((), 3))
    ('Không trang nào đổi.', 'Không trang nào đổi nội dung; 3 trang chỉ đổi phần khung.')
    """
    kinds = Counter(page.kind for page in change.pages)
    counts = ", ".join(f"{vietnamese.count(times)} trang {kind}" for kind, times in kinds.items())
    around = f"{vietnamese.count(change.around)} trang chỉ đổi phần khung" if change.around else ""
    if not counts:
        return f"Không trang nào đổi nội dung; {around}." if around else "Không trang nào đổi."
    return f"{'; '.join(filter(None, (counts, around)))}."


def page(
    change: SiteChange, pictures: Mapping[str, PagePictures], found: Sequence[Hindrance]
) -> str:
    """The page to open, with the pictures beside it."""
    parts = [_hindrances(found)] if found else []
    for each in change.pages:
        parts.append(f"<section><h2>{escape(each.title or each.url)}</h2>")
        parts.append(f"<p>Trang {each.kind}: <code>/{escape(each.url)}</code></p>")
        taken = pictures.get(each.url, PagePictures((), ()))
        for pair in zip_longest(taken.before, taken.after):
            parts += (
                f"<figure><figcaption>{words}</figcaption>"
                f'<img src="{escape(name)}" alt="{words}: {escape(each.title)}" loading="lazy">'
                "</figure>"
                for words, name in zip(("Trước", "Sau"), pair, strict=True)
                if name
            )
        parts.append("</section>")
    return _PAGE.format(lead=escape(lead(change)), parts="\n".join(parts))


def _hindrances(found: Sequence[Hindrance]) -> str:
    lines = (
        f"<li><code>/{escape(each.url)}</code>: {escape(said(each))} "
        f"<code>{escape(each.place)}</code></li>"
        for each in found
    )
    return f"<section><h2>Chỗ khó đọc</h2><ul>{''.join(lines)}</ul></section>"


def said(found: Hindrance) -> str:
    """What hinders readers, in words."""
    return f"{found.words} ({found.rule}), {vietnamese.count(found.times)} chỗ"


def summary(change: SiteChange, found: Sequence[Hindrance]) -> str:
    """The same for the page of a run, as Markdown."""
    lines = ["## Những trang đã đổi", "", lead(change), ""]
    lines += (f"- {each.kind}: `/{each.url}` {_plain(each.title)}" for each in change.pages[:100])
    if len(change.pages) > 100:
        lines.append(f"- … và {vietnamese.count(len(change.pages) - 100)} trang nữa")
    if found:
        lines += ["", "### Chỗ khó đọc", ""]
        lines += (f"- `/{each.url}`: {said(each)}" for each in found)
    return "\n".join([*lines, ""])


def _plain(words: str) -> str:
    """`words` without what Markdown or HTML would take for signs."""
    return escape(words, quote=False).translate({ord(sign): f"\\{sign}" for sign in "\\`*_[]|"})
