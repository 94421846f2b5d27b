"""A post → its page's view, and its entry in feeds.

Pure.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from html import escape, unescape

from cchc_site.base import urls, vietnamese
from cchc_site.base.hashing import view_digest
from cchc_site.content import text as parsed_text
from cchc_site.content.fields import instant
from cchc_site.content.text import ParsedText, Target
from cchc_site.media import renditions
from cchc_site.pages import document_views, sharing
from cchc_site.pages.components import WITHDRAWN, Cards, date, picture
from cchc_site.pages.feeds import FeedEntry
from cchc_site.pages.groups import HOME
from cchc_site.pages.scopes import PostScope
from cchc_site.pages.views import (
    Attachment,
    Card,
    ExternalLink,
    IssuedDocument,
    Link,
    Notice,
    PostView,
)
from cchc_site.site import addresses, documents, procedures
from cchc_site.site.catalogue import Catalogue, is_published
from cchc_site.site.documents import Cited
from cchc_site.site.links import Resolution, Resolved
from cchc_site.site.register import Register
from cchc_site.site.snapshot import PostSnapshot, StoredText

_ANCHOR = re.compile(r'(<a\b[^>]*\shref=")#')
_HEADING = re.compile(r'<h2 id="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

# A text as long as three screens of a phone, by its HTML's characters, with something to list.
LONG = 6000
MANY = 3


class Articles:
    """Makes views of the posts of one catalogue, for a site at `site_url`, which ends with a
    slash; `edit` gives the forge's address for changing a file, "" where the site has none, and
    `feedback` is where the body in office hears of faults."""

    def __init__(
        self,
        catalogue: Catalogue,
        register: Register,
        cards: Cards,
        site_url: str,
        edit: Callable[[str], str],
        feedback: str = "",
    ) -> None:
        """Keep what every view needs."""
        self.catalogue = catalogue
        self._register = register
        self._cards = cards
        self._site_url = site_url
        self._edit = edit
        self._share, self._report = sharing.share(site_url), sharing.report(feedback)

    def text(self, scope: PostScope, base: str) -> Text | None:
        """The text of a post's page, None of a withdrawn one; `base` leads from it to the site's
        root."""
        item = scope.item
        if item.post.withdrawn:
            return None
        return text(item, scope.resolution, base, self._register.cited(item))

    def view(self, scope: PostScope, base: str) -> PostView:
        """The page of a post but its text."""
        item, post = scope.item, scope.item.post
        card = self._cards.card(item)
        shown = not post.withdrawn
        cited, published = self._register.cited(item), self._register.published(item)
        address, listed = self._site_url + card.url, is_published(item, self.catalogue.now)
        hidden = _named(post.hide)
        report = self._report(post.title, address, card.url, base) if self._report else ""
        return PostView(
            title=post.title,
            date=card.date,
            updated=date(post.updated.at.date()) if post.updated else None,
            correction=post.correction,
            crumbs=(HOME, card.category),
            category=card.category,
            authors=tuple(map(self._author, post.authors)),
            byline=", ".join(post.authors),
            source=_source(post.source),
            summary=post.summary if shown else "",
            image=picture(item, scope.resolution) if shown else None,
            body="",
            attachments=_attachments(item, scope.resolution) if shown else (),
            notices=self._notices(item),
            older=self._link(scope.older),
            newer=self._link(scope.newer),
            related=tuple(map(self._cards.card, self.catalogue.related(item))),
            canonical=address,
            tags=() if "tags" in hidden else self._tags(item),
            documents=_documents(item, published, scope.resolution) if shown else (),
            cited=document_views.mentioned(cited, published) if shown else (),
            procedures=_procedures(item) if shown else (),
            organization=self.catalogue.body_name(item),
            edit=self._edit(post.path),
            listed=listed,
            share=self._share(card.url) if listed and shown else (),
            report=report,
            hide=hidden,
            extra={} if post.extra is None else post.extra,
        )

    def _link(self, item: PostSnapshot | None) -> Link | None:
        """The post's title and address, which its card knows already."""
        if item is None:
            return None
        card = self._cards.card(item)
        return Link(card.title, card.url)

    def _author(self, name: str) -> Link:
        """The author's page, which exists once a post of theirs is published."""
        authors = self.catalogue.authors
        return Link(name, authors.pages.get(authors.names[name], ""))

    def _tags(self, item: PostSnapshot) -> tuple[Link, ...]:
        """The tags' pages, which exist once a post with them is published."""
        tags = self.catalogue.tags
        return tuple(Link(label, tags.pages.get(name, "")) for name, label in tags.of(item).items())

    def _notices(self, item: PostSnapshot) -> tuple[Notice, ...]:
        post = item.post
        notices = []
        if not is_published(item, self.catalogue.now):
            notices.append(_hidden(item))
        if post.withdrawn:
            notices.append(Notice("withdrawn", WITHDRAWN, f"Lý do: {post.withdrawn}"))
        if ended := self.catalogue.ended(item):
            notices.append(ended)
        if post.expires and self.catalogue.is_expired(item):
            day = vietnamese.day_numeric(post.expires.at.date())
            text = "Bài giữ nguyên để tra cứu, có thể không còn áp dụng."
            notices.append(Notice("expired", f"Tin này đã hết hạn từ ngày {day}.", text))
        return tuple(notices)

    def story(self, item: PostSnapshot, resolution: Resolution) -> FeedEntry:
        """The post in a feed; a withdrawn one tells the reason in place of its text."""
        post = item.post
        card = self._cards.card(item)
        url = self._site_url + card.url
        told: Text | str = f"<p>{escape(f'{WITHDRAWN} Lý do: {post.withdrawn}')}</p>"
        if not post.withdrawn:
            cited = self._register.cited(item)
            told = text(item, resolution, self._site_url.rstrip("/"), cited, url)
        return FeedEntry(
            url=url,
            title=post.title,
            published=instant(post.date.at),
            updated=instant(post.changed),
            authors=post.authors,
            category=card.category.label,
            tags=tuple(self.catalogue.tags.of(item).values()),
            summary=card.summary,
            body=told,
            image=self._shared(card),
            identity=self._site_url + addresses.first(post),
        )

    def _shared(self, card: Card) -> str:
        found = card.image.shared if card.image else ""
        return self._site_url + found if found else ""


def contents(html: str) -> tuple[Link, ...]:
    """The chapters of a long text, by its HTML."""
    if len(html) < LONG or html.count("<h2 ") < MANY:
        return ()
    found = _HEADING.findall(html)
    return tuple(Link(unescape(_TAG.sub("", inside)), f"#{anchor}") for anchor, inside in found)


def _named(hide: object) -> tuple[str, ...]:
    """What `hide` names, as a list or alone."""
    names = hide if isinstance(hide, list | tuple) else (hide,)
    return tuple(name for name in names if isinstance(name, str))


def _hidden(item: PostSnapshot) -> Notice:
    day = vietnamese.day_numeric(item.post.day)
    what = "Bản nháp" if item.post.draft else f"Tin hẹn ngày {day}"
    return Notice(
        "draft",
        f"{what}, chưa công bố.",
        "Chỉ dùng để kiểm duyệt. Không trích dẫn, không chia sẻ.",
    )


class Text:
    """The text of a post with what its references lead to; its HTML is made when it is shown."""

    def __init__(
        self,
        parsed: ParsedText | StoredText,
        targets: Sequence[Target],
        links: Sequence[tuple[int, int, str]],
        here: str = "",
    ) -> None:
        """Keep the `targets` of the references in `parsed`, and the `links` (start, end, address)
        to lay over its text; `here` makes mere anchors whole addresses, for readers elsewhere."""
        self._parsed, self._targets, self._links, self._here = parsed, targets, links, here

    @cached_property
    def fingerprint(self) -> str:
        """A digest of all that the HTML is made of, in hexadecimal digits."""
        made_of = (self._parsed.digest, self._targets, self._links, self._here)
        return view_digest(made_of).hex()

    @cached_property
    def html(self) -> str:
        """The HTML, its links filled in."""
        html = parsed_text.fill_placeholders(self._parsed, self._targets, self._links)
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
    named = zip(item.parsed.references, resolution.references, strict=True)
    targets = [_target(one, resolved, base, here) for one, resolved in named]
    links = [
        (one.mention.start, one.mention.end, f"{base}/{one.document.url}")
        for one in cited
        if one.document and one.mention.end
    ]
    return Text(item.parsed, targets, links, here)


def _target(one: parsed_text.Reference, resolved: Resolved, base: str, here: str) -> Target:
    """Where a reference leads; of a picture, readers elsewhere get one width."""
    url, media = resolved.url, resolved.media
    if url.startswith("#"):
        return Target(here + url)
    if media is None:
        return Target(f"{base}/{url}")
    if one.kind != "image" or not media.renditions:
        weight = vietnamese.file_size(media.size)
        return Target(f"{base}/{url}", media.width, media.height, weight=weight)
    found = renditions.candidates(url, media.width, media.renditions)
    srcset = "" if here else renditions.srcset(base, found)
    whole = f"{base}/{renditions.whole(found)}"
    return Target(whole, media.width, media.height, srcset, renditions.ARTICLE)


def _attachments(item: PostSnapshot, resolution: Resolution) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            url=resolved.url,
            label=record.get("title") or posixpath.basename(record["file"]),
            kind=posixpath.splitext(record["file"])[1].removeprefix(".").upper(),
            size=vietnamese.file_size(resolved.media.size) if resolved.media else "",
        )
        for record, resolved in zip(item.post.attachments, resolution.attachments, strict=True)
    )


def _documents(
    item: PostSnapshot, published: Sequence[documents.Document], resolution: Resolution
) -> tuple[IssuedDocument, ...]:
    found = zip(item.post.documents, published, resolution.documents, strict=True)
    return tuple(
        IssuedDocument(
            name=document.name,
            title=record["title"],
            line=document_views.line(document),
            url=document.url,
            file=resolved.url if resolved else "",
        )
        for record, document, resolved in found
    )


def _procedures(item: PostSnapshot) -> tuple[ExternalLink, ...]:
    found = map(procedures.of_record, item.post.procedures)
    return tuple(ExternalLink(one.label, one.url) for one in found)


def _source(text: str) -> ExternalLink | None:
    if not text:
        return None
    parts = urls.split(text)
    if parts.scheme in ("http", "https") and parts.netloc:
        return ExternalLink(parts.netloc.removeprefix("www."), text)
    return ExternalLink(text, "")
