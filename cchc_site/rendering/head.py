"""What stands in a page's head for machines: feeds, Open Graph, JSON-LD, robots.

Pure. json_ld.py knows the vocabularies, this room which page says what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from cchc_site.pages.document_views import DataView
from cchc_site.pages.feeds import Channel, Feed
from cchc_site.pages.groups import HOME, Group, feed_folder
from cchc_site.pages.present import ArticleFacts, Content
from cchc_site.pages.views import AliasView, Link, Organization, PostView
from cchc_site.rendering import json_ld


@dataclass(frozen=True)
class Heads:
    """Makes heads for a site called `name` at `site_url`, which ends with a slash."""

    name: str
    site_url: str
    organization: Organization | None
    # What thousands of pages say alike.
    _links: dict[tuple[str, str], str] = field(default_factory=dict, init=False)
    _ways: dict[tuple[Link, ...], str] = field(default_factory=dict, init=False)

    def news(self, content: Content, summary: str) -> str:
        """The head of a page of ours."""
        view, base = content.view, content.base
        if isinstance(view, AliasView):
            target = escape(f"{base}/{view.target.url}")
            leads = f'<meta http-equiv="refresh" content="0; url={target}">'
            return _robots(content.robots) + leads + self._feeds(None, base)
        url = self.site_url + content.url
        parts = [_robots(content.robots), self._feeds(content.feed, base)]
        if isinstance(content.facts, ArticleFacts) and isinstance(view, PostView):
            parts.append(self._article(content.facts, view, summary))
        else:
            parts.append(self._website(content.title, url, summary))
        if isinstance(content.facts, Mapping):
            parts.append(json_ld.json_ld(content.facts))
        if not isinstance(view, Feed | DataView):
            parts.append(self._crumbs(view.crumbs, url))
        return "".join(parts)

    def standing(self, title: str, url: str, summary: str, base: str) -> str:
        """The head of a page of MkDocs' own; the home page's `url` is empty."""
        whole = self.site_url + url
        parts = [self._feeds(None, base), self._website(title, whole, summary)]
        if url:
            parts.append(self._crumbs((HOME, Link(title, "")), whole))
        else:
            site = json_ld.web_site(self.name, self.site_url, self.organization)
            parts.append(json_ld.json_ld(site))
            if self.organization:
                body = json_ld.government(self.organization) | {"url": self.site_url}
                parts.append(json_ld.json_ld({"@context": "https://schema.org"} | body))
        return "".join(parts)

    def lost(self, base: str) -> str:
        """The head of the page for addresses that lead nowhere."""
        return self._feeds(None, base)

    def channel(self, group: Group, description: str) -> Channel:
        """What the feed of `group` is about; all news have the site's `description`."""
        folder = feed_folder(group)
        return Channel(
            title=self.channel_title(group.label if folder else ""),
            text=group.text if folder else description,
            page=self.site_url + group.url,
            home=self.site_url + folder,
            author=self.organization.name if self.organization else self.name,
        )

    def channel_title(self, category: str) -> str:
        """What a feed is called: category, site and body."""
        body = self.organization.name if self.organization else ""
        return " – ".join(part for part in (category, self.name, body) if part)

    def _feeds(self, category: Link | None, base: str) -> str:
        key = (category.url if category else "", base)
        if key not in self._links:
            feeds = [(self.channel_title(""), "")]
            if category:
                feeds.append((self.channel_title(category.label), category.url))
            self._links[key] = json_ld.feed_links(feeds, base)
        return self._links[key]

    def _website(self, title: str, url: str, summary: str) -> str:
        return json_ld.open_graph(
            {
                "og:type": "website",
                "og:site_name": self.name,
                "og:locale": "vi_VN",
                "og:title": title,
                "og:url": url,
                "og:description": summary,
            }
        )

    def _article(self, facts: ArticleFacts, view: PostView, summary: str) -> str:
        shared = view.image.shared if view.image else ""
        image = self.site_url + shared if shared else ""
        article = json_ld.news_article(
            url=view.canonical,
            title=view.title,
            published=facts.published,
            modified=facts.modified,
            authors=[
                (link.label, self.site_url + link.url if link.url else "") for link in view.authors
            ],
            section=view.category.label,
            publisher=json_ld.publisher(facts.body or self.organization, self.name),
            summary=summary,
            image=image,
            keywords=[link.label for link in view.tags],
        )
        graph = json_ld.open_graph(
            {
                "og:type": "article",
                "og:site_name": self.name,
                "og:locale": "vi_VN",
                "og:title": view.title,
                "og:url": view.canonical,
                "og:description": summary,
                "og:image": image,
                "og:image:alt": view.image.alt if view.image and image else "",
                "article:published_time": facts.published,
                "article:modified_time": facts.modified,
                "article:section": view.category.label,
            }
        )
        return graph + json_ld.json_ld(article)

    def _crumbs(self, crumbs: tuple[Link, ...], url: str) -> str:
        if not crumbs[-1].url:  # that of the page itself
            return json_ld.json_ld(json_ld.breadcrumbs(crumbs, self.site_url, url))
        if crumbs not in self._ways:
            found = json_ld.breadcrumbs(crumbs, self.site_url, url)
            self._ways[crumbs] = json_ld.json_ld(found)
        return self._ways[crumbs]


def _robots(wish: str) -> str:
    """What search engines are asked, nothing without a wish."""
    return f'<meta name="robots" content="{escape(wish)}">' if wish else ""
