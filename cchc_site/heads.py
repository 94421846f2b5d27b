"""What stands in a page's head for machines: feeds, Open Graph, JSON-LD, robots.

Pure. metadata.py knows the vocabularies, this room which page says what.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from cchc_site import metadata
from cchc_site.catalogue import Catalogue, Category
from cchc_site.fields import instant
from cchc_site.groups import HOME
from cchc_site.organizations import term_of
from cchc_site.pages import Page
from cchc_site.present import View
from cchc_site.scopes import DocumentScope, ListScope, PostScope
from cchc_site.views import AliasView, Link, Organization, PostView

_NO_INDEX = '<meta name="robots" content="noindex">'


@dataclass(frozen=True)
class Heads:
    """Makes heads for a site called `name` at `site_url`, which ends with a slash."""

    name: str
    site_url: str
    organization: Organization | None
    catalogue: Catalogue
    # What thousands of pages say alike.
    _links: dict[tuple[str, str], str] = field(default_factory=dict, init=False)
    _ways: dict[tuple[Link, ...], str] = field(default_factory=dict, init=False)

    def news(self, page: Page, view: View, summary: str, base: str) -> str:
        """The head of a page of ours."""
        if isinstance(view, AliasView):
            target = escape(f"{base}/{view.target.url}")
            leads = f'<meta http-equiv="refresh" content="0; url={target}">'
            return _NO_INDEX + leads + self._feeds(None, base)
        url = self.site_url + page.url
        parts = [_NO_INDEX] if page.hidden else []
        parts.append(self._feeds(self._category(page), base))
        if isinstance(page.scope, PostScope) and isinstance(view, PostView):
            parts.append(self._article(page.scope, view, summary))
        else:
            parts.append(self._website(page.title, url, summary))
        if isinstance(page.scope, DocumentScope):
            document, file = page.scope.document, page.scope.file
            text = self.site_url + file.url if file else ""
            parts.append(metadata.json_ld(metadata.legislation(document, url, text)))
        parts.append(self._crumbs(view.crumbs, url))
        return "".join(parts)

    def standing(self, title: str, url: str, summary: str, base: str) -> str:
        """The head of a page of MkDocs' own; the home page's `url` is empty."""
        whole = self.site_url + url
        parts = [self._feeds(None, base), self._website(title, whole, summary)]
        if url:
            parts.append(self._crumbs((HOME, Link(title, "")), whole))
        else:
            site = metadata.web_site(self.name, self.site_url, self.organization)
            parts.append(metadata.json_ld(site))
            if self.organization:
                body = metadata.government(self.organization) | {"url": self.site_url}
                parts.append(metadata.json_ld({"@context": "https://schema.org"} | body))
        return "".join(parts)

    def lost(self, base: str) -> str:
        """The head of the page for addresses that lead nowhere."""
        return self._feeds(None, base)

    def channel_title(self, category: str) -> str:
        """What a feed is called: category, site and body."""
        body = self.organization.name if self.organization else ""
        return " – ".join(part for part in (category, self.name, body) if part)

    def _category(self, page: Page) -> Category | None:
        if isinstance(page.scope, PostScope):
            return self.catalogue.category(page.scope.item)
        if isinstance(page.scope, ListScope) and page.scope.group.feed:
            found = (one for one in self.catalogue.categories if one.url == page.scope.group.url)
            return next(found, None)
        return None

    def _feeds(self, category: Category | None, base: str) -> str:
        key = (category.url if category else "", base)
        if key not in self._links:
            feeds = [(self.channel_title(""), "")]
            if category:
                feeds.append((self.channel_title(category.label), category.url))
            self._links[key] = metadata.feed_links(feeds, base)
        return self._links[key]

    def _website(self, title: str, url: str, summary: str) -> str:
        return metadata.open_graph(
            {
                "og:type": "website",
                "og:site_name": self.name,
                "og:locale": "vi_VN",
                "og:title": title,
                "og:url": url,
                "og:description": summary,
            }
        )

    def _article(self, scope: PostScope, view: PostView, summary: str) -> str:
        post = scope.item.post
        published = instant(post.date.at).isoformat()
        modified = instant(post.changed).isoformat()
        shared = view.image.shared if view.image else ""
        image = self.site_url + shared if shared else ""
        term = term_of(post, self.catalogue.terms)
        article = metadata.news_article(
            url=view.canonical,
            title=view.title,
            published=published,
            modified=modified,
            authors=[
                (link.label, self.site_url + link.url if link.url else "") for link in view.authors
            ],
            section=view.category.label,
            publisher=metadata.publisher(term.body if term else self.organization, self.name),
            summary=summary,
            image=image,
            keywords=[link.label for link in view.tags],
        )
        graph = metadata.open_graph(
            {
                "og:type": "article",
                "og:site_name": self.name,
                "og:locale": "vi_VN",
                "og:title": view.title,
                "og:url": view.canonical,
                "og:description": summary,
                "og:image": image,
                "og:image:alt": view.image.alt if view.image and image else "",
                "article:published_time": published,
                "article:modified_time": modified,
                "article:section": view.category.label,
            }
        )
        return graph + metadata.json_ld(article)

    def _crumbs(self, crumbs: tuple[Link, ...], url: str) -> str:
        if not crumbs[-1].url:  # that of the page itself
            return metadata.json_ld(metadata.breadcrumbs(crumbs, self.site_url, url))
        if crumbs not in self._ways:
            found = metadata.breadcrumbs(crumbs, self.site_url, url)
            self._ways[crumbs] = metadata.json_ld(found)
        return self._ways[crumbs]
