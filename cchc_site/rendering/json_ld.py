"""What machines read in a page's head: Open Graph, feed links, JSON-LD.

Pure. Sources: ogp.me; schema.org (NewsArticle, BreadcrumbList, GovernmentOrganization, WebSite) and
what Google's documentation calls required of them. JSON inside a script element is escaped as
Jinja's `tojson` does, so that no text can end the element.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import msgspec

from cchc_site.pages.feeds import NAMES
from cchc_site.pages.views import Link, Organization
from cchc_site.site.documents import Document, iso

Json = dict[str, object]

_ENCODER = msgspec.json.Encoder(enc_hook=str)  # a text may be of a class of its own


def news_article(
    url: str,
    title: str,
    published: str,
    modified: str,
    authors: Sequence[tuple[str, str]],
    section: str,
    publisher: Json,
    summary: str = "",
    image: str = "",
    keywords: Sequence[str] = (),
) -> Json:
    """A post; `authors` are (name, whole address), dates ISO 8601."""
    article: Json = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": published,
        "dateModified": modified,
        "inLanguage": "vi",
        "articleSection": section,
        "author": [_person(name, page) for name, page in authors],
        "publisher": publisher,
    }
    optional = {
        "description": summary,
        "image": [image] if image else "",
        "keywords": list(keywords) or "",
    }
    return article | {name: value for name, value in optional.items() if value != ""}


# schema.org's LegalForceStatus; a document to come is not in force.
_FORCE = {
    "Còn hiệu lực": "InForce",
    "Chưa có hiệu lực": "NotInForce",
    "Hết hiệu lực": "NotInForce",
    "Hết hiệu lực một phần": "PartiallyInForce",
}


def legislation(one: Document, url: str, file: str) -> Json:
    """A document whose page is at `url` and whose text is at `file`, "" without one."""
    force = _FORCE.get(one.status)
    optional = {
        "legislationType": one.kind,
        "legislationDate": iso(one.date),
        "legislationDateVersion": iso(one.effective),
        "abstract": one.title,
        "legislationLegalForce": f"https://schema.org/{force}" if force else "",
        "encoding": {"@type": "MediaObject", "contentUrl": file} if file else "",
    }
    found: Json = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "name": one.name,
        "url": url,
        "inLanguage": "vi",
        "legislationIdentifier": one.number,
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": one.issuer},
    }
    return found | {name: value for name, value in optional.items() if value}


def _person(name: str, page: str) -> Json:
    person: Json = {"@type": "Person", "name": name}
    return person | ({"url": page} if page else {})


def breadcrumbs(crumbs: Sequence[Link], site_url: str, here: str) -> Json:
    """The way to a page; a crumb without address is the page itself, at `here`."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": crumb.label,
                "item": site_url + crumb.url if crumb.url or place == 1 else here,
            }
            for place, crumb in enumerate(crumbs, 1)
        ],
    }


def government(body: Organization) -> Json:
    """A public body."""
    found: Json = {"@type": "GovernmentOrganization", "name": body.name}
    optional = {
        "telephone": body.phone,
        "email": body.email,
        "address": body.address,
    }
    return found | {name: value for name, value in optional.items() if value}


def publisher(body: Organization | None, site: str) -> Json:
    """Who answers for an item: the body, else the site by its name."""
    return government(body) if body else {"@type": "Organization", "name": site}


def web_site(name: str, url: str, publisher: Organization | None) -> Json:
    """The site itself, for its home page."""
    site: Json = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": name,
        "url": url,
        "inLanguage": "vi",
    }
    return site | ({"publisher": government(publisher)} if publisher else {})


def json_ld(data: Mapping[str, object]) -> str:
    """`data` as a script element."""
    text = _ENCODER.encode(data).decode()
    for char, safe in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("'", "\\u0027")):
        text = text.replace(char, safe)
    return f'<script type="application/ld+json">{text}</script>'


def open_graph(properties: Mapping[str, str]) -> str:
    """Meta elements, those without a value left out; the names are ours."""
    return "".join(
        f'<meta property="{name}" content="{escape(value)}">'
        for name, value in properties.items()
        if value
    )


def feed_links(feeds: Sequence[tuple[str, str]], base: str) -> str:
    """Autodiscovery of feeds: (title, folder) each with its three files."""
    types = ("application/atom+xml", "application/rss+xml", "application/feed+json")
    kinds = tuple(zip(types, NAMES, strict=True))
    return "".join(
        f'<link rel="alternate" type="{kind}" title="{escape(title)}" href="{base}/{folder}{name}">'
        for title, folder in feeds
        for kind, name in kinds
    )
