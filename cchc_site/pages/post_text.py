"""The text of a post with its links filled in, for its page and for feeds.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from html import escape, unescape

from cchc_site.base import vietnamese
from cchc_site.base.hashing import view_digest
from cchc_site.content import text as parsed_text
from cchc_site.content.text import ParsedText, Target
from cchc_site.media import renditions
from cchc_site.pages.components import Link
from cchc_site.site.links import Resolution, Resolved
from cchc_site.site.meanings import Cited
from cchc_site.site.snapshot import PostSnapshot, StoredText

_ANCHOR = re.compile(r'(<a\b[^>]*\shref=")#')
_HEADING = re.compile(r'<h2 id="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

# A text as long as three screens of a phone, by its HTML's characters, with something to list.
LONG = 6000
MANY = 3


class Text:
    """The text of a post with what its references lead to; its HTML is made when it is shown."""

    def __init__(
        self,
        reading: ParsedText | StoredText,
        targets: Sequence[Target],
        links: Sequence[tuple[int, int, str]],
        here: str = "",
    ) -> None:
        """Keep the `targets` of the references in `reading`, and the `links` (start, end, address)
        to lay over its text; `here` makes mere anchors whole addresses, for readers elsewhere."""
        self._reading, self._targets, self._links, self._here = reading, targets, links, here

    @cached_property
    def fingerprint(self) -> str:
        """A digest of all that the HTML is made of, in hexadecimal digits."""
        made_of = (self._reading.digest, self._targets, self._links, self._here)
        return view_digest(made_of).hex()

    @cached_property
    def html(self) -> str:
        """The HTML, its links filled in."""
        html = parsed_text.fill_placeholders(self._reading, self._targets, self._links)
        # Footnotes lead to each other by anchors of the engine's own.
        here = escape(self._here)
        return _ANCHOR.sub(lambda match: f"{match[1]}{here}#", html) if here else html


def text(
    item: PostSnapshot,
    resolution: Resolution,
    base: str,
    cited: Sequence[Cited] = (),
    here: str = "",
) -> Text:
    """The text of `item`, the documents that are `cited` linked; `base` leads to the site's root,
    and `here` is the post's whole address for readers elsewhere."""
    resolved_references = zip(item.parsed.references, resolution.references, strict=True)
    targets = [
        _target(reference, resolved, base, here) for reference, resolved in resolved_references
    ]
    links = [
        (citation.mention.start, citation.mention.end, f"{base}/{citation.document.url}")
        for citation in cited
        if citation.document and citation.mention.end
    ]
    return Text(item.parsed, targets, links, here)


def _target(reference: parsed_text.Reference, resolved: Resolved, base: str, here: str) -> Target:
    """Where a reference leads; of a picture, readers elsewhere get one width."""
    url, media = resolved.url, resolved.media
    if url.startswith("#"):
        return Target(here + url)
    if media is None:
        return Target(f"{base}/{url}")
    if reference.kind != "image" or not media.renditions:
        weight = vietnamese.file_size(media.size)
        kind = parsed_text.file_kind(media.path) if reference.kind == "link" else ""
        return Target(f"{base}/{url}", media.width, media.height, weight=weight, kind=kind)
    candidates = renditions.candidates(url, media.width, media.renditions)
    srcset = "" if here else renditions.srcset(base, candidates)
    whole = f"{base}/{renditions.whole(candidates)}"
    return Target(whole, media.width, media.height, srcset, renditions.ARTICLE)


def contents(html: str) -> tuple[Link, ...]:
    """The chapters of a long text, by its HTML."""
    if len(html) < LONG or html.count("<h2 ") < MANY:
        return ()
    headings = _HEADING.findall(html)
    return tuple(Link(unescape(_TAG.sub("", inside)), f"#{anchor}") for anchor, inside in headings)
