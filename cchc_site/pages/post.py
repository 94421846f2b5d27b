"""The pages of posts: what their template is handed, how it is made, and which there are.

Pure. The text is post_text.py's.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from cchc_site.base import urls, vietnamese
from cchc_site.content.authors import is_body
from cchc_site.content.fields import instant
from cchc_site.content.text import file_kind
from cchc_site.pages import board, documents, facts, procedures
from cchc_site.pages.board import BoardNotice
from cchc_site.pages.components import (
    HOME,
    WITHDRAWN,
    Attachment,
    Card,
    Date,
    ExternalLink,
    Link,
    Notice,
    Picture,
    date,
    ended_notice,
    picture,
)
from cchc_site.pages.documents import IssuedDocument, Mentioned
from cchc_site.pages.facts import Facts, SiteIdentity
from cchc_site.pages.page import Content, Page, PageContext
from cchc_site.pages.post_text import contents, text
from cchc_site.pages.procedures import ProcedureLink
from cchc_site.site.catalogue import Catalogue, is_published
from cchc_site.site.changes import Edits
from cchc_site.site.links import Resolution
from cchc_site.site.organizations import Ended, Organization, term_of
from cchc_site.site.snapshot import PostSnapshot
from cchc_site.site.wordless import is_wordless


class PostView(NamedTuple):
    """A post page. `body` is safe HTML, filled in with `contents` when the page is rendered;
    everything else plain text. `listed` tells that it stands in lists, `edit` is the forge's
    address for changing it, `report` the address for telling of a fault. `contents` are the
    headings of a long text, with addresses within the page, and `share` the links that pass it on.
    `outdated` tells which documents of the post are no longer in force. `hide` names parts that the
    post leaves out, and `extra` is what it holds for a site's own templates. `published` and
    `modified` are moments (ISO 8601), `publisher` is the body that answers for the post, None
    where none of its own speaks in it. A post that is not listed is no notice for a `board`."""

    title: str
    date: Date
    updated: Date | None
    correction: str
    crumbs: tuple[Link, ...]
    category: Link
    authors: tuple[Link, ...]
    byline: str
    source: ExternalLink | None
    summary: str
    image: Picture | None
    body: str
    attachments: tuple[Attachment, ...]
    notices: tuple[Notice, ...]
    older: Link | None
    newer: Link | None
    related: tuple[Card, ...]
    canonical: str
    tags: tuple[Link, ...] = ()
    documents: tuple[IssuedDocument, ...] = ()
    cited: tuple[Mentioned, ...] = ()
    outdated: tuple[Notice, ...] = ()
    procedures: tuple[ProcedureLink, ...] = ()
    organization: str = ""
    edit: str = ""
    listed: bool = True
    contents: tuple[Link, ...] = ()
    share: tuple[ExternalLink, ...] = ()
    report: str = ""
    letter: str = ""
    hide: tuple[str, ...] = ()
    extra: object = MappingProxyType({})
    published: str = ""
    modified: str = ""
    publisher: Organization | None = None
    board: BoardNotice | None = None

    def filled(self, html: str) -> PostView:
        """The same with the `html` of its text, and its chapters where they are not hidden."""
        return self._replace(body=html, contents=() if "toc" in self.hide else contents(html))

    def head_facts(self, site: SiteIdentity, summary: str) -> Facts:
        """What machines are told of the post (schema.org's NewsArticle with what Google's
        documentation calls required of it)."""
        shared = self.image.shared if self.image else ""
        image = site.url + shared if shared else ""
        optional = {
            "description": summary,
            "image": [image] if image else "",
            "keywords": [link.label for link in self.tags] or "",
        }
        article: dict[str, object] = {
            "@context": facts.CONTEXT,
            "@type": "NewsArticle",
            "headline": self.title,
            "url": self.canonical,
            "mainEntityOfPage": self.canonical,
            "datePublished": self.published,
            "dateModified": self.modified,
            "inLanguage": "vi",
            "articleSection": self.category.label,
            "author": [_author_thing(link, site) for link in self.authors],
            "publisher": facts.publisher(self.publisher, site),
            **{name: value for name, value in optional.items() if value != ""},
        }
        open_graph = {
            "og:type": "article",
            "og:title": self.title,
            "og:image": image,
            **_size(self.image if image else None),
            "og:image:alt": self.image.alt if self.image and image else "",
            "twitter:card": "summary_large_image" if image else "",
            "article:published_time": self.published,
            "article:modified_time": self.modified,
            "article:section": self.category.label,
        }
        return Facts(open_graph, article)


def _size(image: Picture | None) -> dict[str, str]:
    if image is None or not image.shared_size:
        return {}
    width, height = image.shared_size
    return {"og:image:width": width, "og:image:height": height}


def _author_thing(author: Link, site: SiteIdentity) -> dict[str, object]:
    kind = "Organization" if is_body(author.label) else "Person"
    thing: dict[str, object] = {"@type": kind, "name": author.label}
    return thing | ({"url": site.url + author.url} if author.url else {})


@dataclass(frozen=True, slots=True)
class PostPage(Page):
    """The page of a post, under a title that no other page has."""

    item: PostSnapshot
    template: ClassVar[str] = "cchc/post.html"

    @property
    def lastmod(self) -> str:
        """That of the post; nothing is told of a hidden one."""
        return "" if self.hidden else self.item.post.modified

    @property
    def newest(self) -> PostSnapshot:
        """The post."""
        return self.item

    def content(self, context: PageContext) -> Content:
        """The post as it may be shown: a withdrawn one without its text."""
        item, withdrawn = self.item, bool(self.item.post.withdrawn)
        view = _view(item, context, self.base)
        resolution, cited = context.resolutions[item.post.path], context.register.cited(item)
        return self.made_of(
            context,
            view,
            context.cards.card(item).summary,
            feed=view.category,
            robots=item.post.robots if view.listed else "",
            text=None if withdrawn else text(item, resolution, self.base, cited),
        )


def pages(catalogue: Catalogue, titles: Counter[str], edits: Edits) -> Iterator[PostPage]:
    """The pages of posts, so far as `edits` may reach them; `titles` count those of other pages."""
    shown = (*catalogue.items, *catalogue.previews)
    titles = titles.copy()
    titles.update(item.post.title for item in shown)
    reached = _reached(catalogue, shown, edits)
    alike = {title for item in reached if titles[title := item.post.title] > 1}
    dated = Counter(_dated(item) for item in shown if item.post.title in alike)
    for item in reached:
        post = item.post
        yield PostPage(
            post.url,
            _head_title(item, titles, dated),
            item,
            active=catalogue.category(item).url,
            hidden=not is_published(item, catalogue.now) or post.is_unindexed,
        )


def _reached(
    catalogue: Catalogue, shown: Sequence[PostSnapshot], edits: Edits
) -> Sequence[PostSnapshot]:
    """The posts whose own page may differ: those edited, next to them or related, and those told
    apart by date from a title that one has or had."""
    if edits.titles is None:
        return shown
    edited = [item for item in shown if item.post.path in edits.titles]
    titles = {*edits.titles.values(), *(item.post.title for item in edited)}
    reached = set(edits.titles)
    for item in edited:
        beside = catalogue.neighbours.get(item.post.path, ())
        others = (*beside, *catalogue.relating(item))
        reached.update(other.post.path for other in others if other)
    return [item for item in shown if item.post.path in reached or item.post.title in titles]


def _head_title(item: PostSnapshot, titles: Counter[str], dated: Counter[str]) -> str:
    """The post's title, told apart from equal ones by its date, then by its file name."""
    if titles[item.post.title] < 2:
        return item.post.title
    title = _dated(item)
    return title if dated[title] < 2 else f"{title} {item.post.name}"


def _dated(item: PostSnapshot) -> str:
    return f"{item.post.title} ({vietnamese.day_numeric(item.post.day)})"


def _view(item: PostSnapshot, context: PageContext, base: str) -> PostView:
    """The page of a post but its text; `base` leads from it to the site's root."""
    post, catalogue = item.post, context.catalogue
    card, resolution = context.cards.card(item), context.resolutions[post.path]
    shown, listed = not post.withdrawn, is_published(item, catalogue.now)
    older, newer = catalogue.neighbours.get(post.path, (None, None))
    address = context.site.url + card.url
    term, ended = term_of(post, catalogue.terms), catalogue.ended(item)
    body = term.body if term and (ended is None or ended.speaks) else None
    report, letter, register = context.report, context.letter, context.register
    published, modified = map(instant, (post.date.at, post.changed))
    return PostView(
        title=post.title,
        date=card.date,
        updated=date(post.updated.at.date()) if post.updated else None,
        correction=post.correction,
        crumbs=(HOME, card.category),
        category=card.category,
        authors=tuple(_author(name, catalogue) for name in post.authors),
        byline=", ".join(post.authors),
        source=_source(post.source),
        summary=post.summary if shown else "",
        image=picture(item, resolution) if shown else None,
        body="",
        attachments=_attachments(item, resolution) if shown and not is_wordless(item) else (),
        notices=_notices(item, catalogue, ended),
        older=_link(older, context),
        newer=_link(newer, context),
        related=tuple(map(context.cards.card, catalogue.related(item))),
        canonical=address,
        tags=() if "tags" in post.hide else _tags(item, catalogue),
        documents=documents.issued(item, register, resolution) if shown else (),
        cited=documents.mentioned(item, register) if shown else (),
        outdated=documents.outdated(item, register) if shown else (),
        procedures=procedures.links(item, context.procedures) if shown else (),
        organization=body.name if body else "",
        edit=context.edit(post.path),
        listed=listed,
        share=context.share(card.url) if listed and shown else (),
        report=report(post.title, address, card.url, base) if report else "",
        letter=letter(post.title, address, card.url, base) if letter else "",
        hide=post.hide,
        extra={} if post.extra is None else post.extra,
        published=published.isoformat(),
        modified=modified.isoformat(),
        publisher=body,
        board=board.notice(post, term.body if term and not ended else None)
        if listed and shown
        else None,
    )


def _link(item: PostSnapshot | None, context: PageContext) -> Link | None:
    """The post's title and address, which its card knows already."""
    if item is None:
        return None
    card = context.cards.card(item)
    return Link(card.title, card.url)


def _author(name: str, catalogue: Catalogue) -> Link:
    """The author's page, which exists once a post of theirs is published."""
    authors = catalogue.authors
    return Link(name, authors.pages.get(authors.names[name], ""))


def _tags(item: PostSnapshot, catalogue: Catalogue) -> tuple[Link, ...]:
    """The tags' pages, which exist once a post with them is published."""
    tags = catalogue.tags
    return tuple(Link(label, tags.pages.get(name, "")) for name, label in tags.of(item).items())


def _notices(item: PostSnapshot, catalogue: Catalogue, ended: Ended | None) -> tuple[Notice, ...]:
    post = item.post
    notices = []
    if not is_published(item, catalogue.now):
        notices.append(_hidden(item))
    if post.withdrawn:
        notices.append(Notice("withdrawn", WITHDRAWN, f"Lý do: {post.withdrawn}"))
    if ended:
        notices.append(ended_notice(ended))
    if post.expires and catalogue.is_expired(item):
        day = vietnamese.day_numeric(post.expires.at.date())
        rest = "Bài giữ nguyên để tra cứu, có thể không còn áp dụng."
        notices.append(Notice("expired", f"Tin này đã hết hạn từ ngày {day}.", rest))
    return tuple(notices)


def _hidden(item: PostSnapshot) -> Notice:
    day = vietnamese.day_numeric(item.post.day)
    what = "Bản nháp" if item.post.draft else f"Tin hẹn ngày {day}"
    return Notice(
        "draft",
        f"{what}, chưa công bố.",
        "Chỉ dùng để kiểm duyệt. Không trích dẫn, không chia sẻ.",
    )


def _attachments(item: PostSnapshot, resolution: Resolution) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            url=resolved.url,
            label=record.get("title") or posixpath.basename(record["file"]),
            kind=file_kind(record["file"]),
            size=vietnamese.file_size(resolved.media.size) if resolved.media else "",
        )
        for record, resolved in zip(item.post.attachments, resolution.attachments, strict=True)
    )


def _source(written: str) -> ExternalLink | None:
    if not written:
        return None
    parts = urls.split(written)
    if parts.scheme in ("http", "https") and parts.netloc:
        return ExternalLink(parts.netloc.removeprefix("www."), written)
    return ExternalLink(written, "")
