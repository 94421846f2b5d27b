"""The head of a page for machines: feeds, Open Graph, JSON-LD, robots.

Pure. What a type of page says stands in its module; json_ld.py knows how it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from cchc_site.media.renditions import SHARED_SIZE
from cchc_site.pages import home
from cchc_site.pages.components import Link
from cchc_site.pages.facts import Facts, SiteIdentity, Thing
from cchc_site.pages.feeds import channel_title
from cchc_site.pages.page import Content
from cchc_site.rendering import json_ld
from cchc_site.search.format import MANIFEST


@dataclass(frozen=True)
class Heads:
    """Makes the heads of the pages of a `site`; the home page tells of its `office` too."""

    site: SiteIdentity
    office: Thing = field(default_factory=dict)
    # What thousands of pages say alike.
    _links: dict[tuple[str, str], str] = field(default_factory=dict, init=False)
    _breadcrumbs: dict[tuple[Link, ...], str] = field(default_factory=dict, init=False)

    def news(self, content: Content) -> str:
        """The head of a page of ours."""
        if content.redirect:
            target = escape(f"{content.base}/{content.canonical}")
            leads = f'<meta http-equiv="refresh" content="0; url={target}">'
            return _robots(content.robots) + leads + self._feeds(None, content.base)
        url = self.site.url + content.url
        facts = content.view.head_facts(self.site, content.description)
        parts = [
            _robots(content.robots),
            self._feeds(content.feed, content.base),
            self._open_graph(content.title, url, content.description, facts),
        ]
        if facts.thing:
            parts.append(json_ld.json_ld(facts.thing))
        parts.append(self._crumbs(content.view.crumbs, url))
        return "".join(parts)

    def docs(
        self,
        title: str,
        url: str,
        summary: str,
        base: str,
        words: Mapping[str, str],
        crumbs: tuple[Link, ...],
        translations: Iterable[tuple[str, str, str]],
        pictured: bool = False,
    ) -> str:
        """The head of a page of docs/ with those `crumbs`, in the language of the `words`; the home
        page's `url` is empty. `translations` are the languages that it is there in: code, name and
        address of each; one that is `pictured` has a picture to share from elsewhere."""
        whole = self.site.url + url
        facts = Facts({"og:locale": words["locale"]})
        said = self._open_graph(title, whole, summary, facts, pictured=pictured)
        parts = [self._feeds(None, base), said]
        # With a type, for Material fetches a whole sitemap for each without (scripts/feeds.js).
        parts += (
            f'<link rel="alternate" type="text/html" hreflang="{escape(code)}"'
            f' href="{escape(self.site.url + to)}">'
            for code, _, to in translations
        )
        if url:
            parts.append(self._crumbs(crumbs, whole))
        else:
            parts += map(json_ld.json_ld, home.things(self.site, self.office))
        return "".join(parts)

    def lost(self, base: str) -> str:
        """The head of the page for addresses that lead nowhere."""
        return self._feeds(None, base)

    def _feeds(self, category: Link | None, base: str) -> str:
        key = (category.url if category else "", base)
        if key not in self._links:
            feeds = [(channel_title(self.site), "")]
            if category:
                feeds.append((channel_title(self.site, category.label), category.url))
            self._links[key] = json_ld.feed_links(feeds, base)
        return self._links[key]

    def _open_graph(
        self, title: str, url: str, summary: str, facts: Facts, *, pictured: bool = False
    ) -> str:
        properties = {
            "og:type": "website",
            "og:site_name": self.site.name,
            "og:locale": "vi_VN",
            "og:title": title,
            "og:url": url,
            "og:description": summary,
        }
        said = json_ld.open_graph({**properties, **facts.open_graph})
        return said if pictured or facts.open_graph.get("og:image") else said + self._picture

    @cached_property
    def _picture(self) -> str:
        """What is told of the picture that stands for the site, of all pages without their own."""
        site = self.site
        if not site.picture:
            return ""
        body = f", {site.organization.name}" if site.organization else ""
        return json_ld.open_graph(
            {
                "og:image": site.url + site.picture,
                "og:image:width": str(SHARED_SIZE[0]),
                "og:image:height": str(SHARED_SIZE[1]),
                "og:image:alt": site.name + body,
                "twitter:card": "summary_large_image",
            }
        )

    def _crumbs(self, crumbs: tuple[Link, ...], url: str) -> str:
        if not crumbs[-1].url:  # that of the page itself
            return json_ld.json_ld(json_ld.breadcrumbs(crumbs, self.site.url, url))
        if crumbs not in self._breadcrumbs:
            breadcrumbs = json_ld.breadcrumbs(crumbs, self.site.url, url)
            self._breadcrumbs[crumbs] = json_ld.json_ld(breadcrumbs)
        return self._breadcrumbs[crumbs]


def search_files(base: str) -> str:
    """What has a browser fetch the scripts of the search and its manifest at once, and begin to
    search: before all else in the head, for a script behind a stylesheet waits for that."""
    scripts = f"{base}/assets/cchc/"
    return (
        f'<link rel="preload" href="{base}/{MANIFEST}" as="fetch" crossorigin>'
        f'<link rel="modulepreload" href="{scripts}search.js">'
        f'<script type="module" async src="{scripts}search-page.js"></script>'
        f'<link rel="modulepreload" href="{scripts}portal.js">'
    )


def _robots(wish: str) -> str:
    """What search engines are asked, nothing without a wish."""
    return f'<meta name="robots" content="{escape(wish)}">' if wish else ""
