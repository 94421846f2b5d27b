"""What templates are handed for the pages that MkDocs renders from docs/, and for 404.html.

Part of the MkDocs adapter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from cchc_site.adapter import docs_pages
from cchc_site.adapter.docs_meta import language
from cchc_site.adapter.files import plain_title
from cchc_site.adapter.publisher import Publisher
from cchc_site.base import vietnamese
from cchc_site.pages import contact, menu, wording
from cchc_site.pages.components import HOME, Link
from cchc_site.pages.menu import MenuItem, Portal

_SUMMARY = 160


def speak(config: MkDocsConfig, page: Page, own: object) -> None:
    """Let the theme use its words in the language of `page`, where that is another than its `own`
    and one in which there are words."""
    code = language(page)
    config.theme["language"] = code if code != wording.OWN and code in wording.WORDS else own


def of_page(
    publisher: Publisher, page: Page, nav: Navigation, files: Files, config: MkDocsConfig, base: str
) -> dict[str, Any]:
    """What the portal's template shows around a page of docs/."""
    words, title = wording.words(language(page)), plain_title(page.title)
    others = docs_pages.translations(page, files)
    url = "" if page.is_homepage else page.url
    crumbs = _crumbs(words, Link(title, ""), url, files)
    summary = str(page.meta.get("description") or _summary(page, words))
    if summary:
        page.meta["description"] = summary
    pictured = any(name.endswith("social") for name in config.plugins)  # by Material's plugin
    description = summary or config.site_description or ""
    around = _portal_in(words["code"], publisher, nav, files)
    return around | {
        "cchc_language": words["code"],
        "cchc_pages": docs_pages.beside(page, nav),
        "cchc_translations": others,
        "cchc_crumbs": crumbs,
        "cchc_head": publisher.heads.docs(
            title, url, description, base, words, crumbs, others, pictured=pictured
        ),
    }


def _portal_in(code: str, publisher: Publisher, nav: Navigation, files: Files) -> dict[str, Portal]:
    """What stands around a page in another language, with the words that readers of it need;
    nothing of its own around one in that of the news."""
    if code == wording.OWN:
        return {}
    context, portal = publisher.context, publisher.portal
    pages = [page for page in docs_pages.standing(nav) if language(page) == code]
    ours = [MenuItem(page.url, plain_title(page.title), page.url) for page in pages]
    others = menu.in_language(code, menu.footer(context.catalogue.categories, ()))
    back = MenuItem(menu.HOME, wording.name(wording.OWN), "", wording.OWN)
    body = portal.organization
    if body and (feedback := _translated(body.feedback, code, files)):
        body = body._replace(feedback=feedback)
    shown = portal._replace(
        organization=body,
        menu=tuple(menu.in_language(code, portal.menu)),
        footer=(*ours, *sorted(others, key=lambda item: bool(item.lang)), back),
        contact=contact.ways_in(code, context.catalogue, context.contact_page),
    )
    return {"portal": shown}


def _translated(url: str, code: str, files: Files) -> str:
    """The address of the page in another language of that at `url`, "" without one."""
    pages = (file.page for file in files.documentation_pages() if url and file.url == url)
    page = next(filter(None, pages), None)
    there = docs_pages.translations(page, files) if page else ()
    return next((other.url for other in there if other.language == code), "")


def of_lost(publisher: Publisher, nav: Navigation, base: str) -> dict[str, Any]:
    """What the portal's template shows around the page for addresses that lead nowhere."""
    return {"cchc_pages": docs_pages.beside(None, nav), "cchc_head": publisher.heads.lost(base)}


def _crumbs(words: Mapping[str, str], here: Link, url: str, files: Files) -> tuple[Link, ...]:
    """The way to a page: over that which leads to the others in its language."""
    code, first = words["code"], HOME._replace(label=words["home"])
    landing = files.get_file_from_path(f"{code}/index.md")
    if code != wording.OWN and landing and landing.page and url != landing.page.url:
        return first, Link(words["name"], landing.page.url), here
    return first, here


def _summary(page: Page, words: Mapping[str, str]) -> str:
    """The first paragraph of a page in another language: the site describes itself in its own."""
    if words["code"] == wording.OWN:
        return ""
    _, _, text = (page.content or "").partition("<p>")
    paragraph = Markup(text.partition("</p>")[0]).striptags()  # noqa: S704  # made plain
    return vietnamese.shorten(str(paragraph), _SUMMARY)
