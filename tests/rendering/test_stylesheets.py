"""News pages look with the light stylesheet as with Material's whole one; the portal's own degrades
where a browser knows less."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from cchc_site.pages.components import ALL_NEWS
from cchc_site.rendering.stylesheets import PARTS, feed_sheet, stylesheet
from tests.support.baseline import broken_lists, young_in_styles
from tests.support.page_types import PAGE_TYPES
from tests.support.paths import ROOT
from tests.support.project import Project

INDEX = "index.html"
SHEET = re.compile(r'"[^"]*?(assets/(?:cchc/material|stylesheets/main)\.[^"]+)"')

# The selectors that the whole sheet has and the light one does not, in any state and without those
# for no script, that find something on the page.
STYLED = """async ([whole, light]) => {
  const read = async (address) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await (await fetch(address)).text());
    return sheet.cssRules;
  };
  const rules = (found) => [...found].flatMap((rule) =>
    rule.selectorText === undefined ? rules(rule.cssRules || []) : [rule]);
  const left = new Set(rules(await read(light)).map((rule) => rule.cssText));
  const state = /:(?:hover|focus(?:-visible|-within)?|active|checked|target|indeterminate)\\b/g;
  const any = ":not(x-none)";
  const gone = rules(await read(whole)).filter((rule) => !left.has(rule.cssText)).map((rule) =>
    rule.selectorText.replace(/::[a-z-]+/g, any).replace(state, any).replaceAll(".no-js ", ""));
  const icons = (selectors) => selectors === ":root";
  const finds = (selectors) => document.querySelector(selectors);
  return [gone.length, gone.filter((selectors) => !icons(selectors) && finds(selectors))];
}"""


def sheet(file: Path) -> str:
    """The address of Material's stylesheet, from the site's root, on the page in `file`."""
    found = SHEET.search(file.read_text("utf-8"))
    assert found, file
    return found[1]


@pytest.mark.site
def test_news_pages_have_the_light_sheet(gallery: Path) -> None:
    """Docs pages have the whole one, of which the light one is not much more than half."""
    light = {page.name for page in PAGE_TYPES if "cchc" in sheet(gallery / page.file)}
    assert {page.name for page in PAGE_TYPES} - light == {
        "contact page",
        "docs page",
        "docs page with contents",
        "docs page in English",
        "first page in English",
    }
    whole, part = (
        len(gzip.compress((gallery / sheet(gallery / name)).read_bytes(), mtime=0))
        for name in ("gioi-thieu/index.html", INDEX)
    )
    assert part < 0.6 * whole


@pytest.mark.browser
@pytest.mark.site
def test_nothing_on_them_asks_for_the_rest(
    gallery: Path, gallery_address: str, browser: Browser
) -> None:
    """No rule that was taken away styles anything on a page that has the light sheet."""
    sheets = [gallery_address + sheet(gallery / name) for name in ("gioi-thieu/index.html", INDEX)]
    tab = browser.new_page()
    for page in PAGE_TYPES:
        if "cchc" in sheet(gallery / page.file):
            page.open(tab, gallery_address)
            gone, styled = tab.evaluate(STYLED, sheets)
            assert gone > 400
            assert styled == [], page
    tab.close()


@pytest.mark.site
def test_own_templates_get_the_whole_sheet(project: Project) -> None:
    """A site with templates of its own may show anything of Material's; so may a home page with
    classes."""
    project.post("posts/2024/moi.md")
    project.write("mkdocs.yml", project.read("mkdocs.yml") + "markdown_extensions: [attr_list]\n")
    project.write("docs/index.md", "---\ntemplate: home.html\n---\n\n[Nút](a.md){ .md-button }\n")
    project.write("docs/a.md", "Chào.\n")
    project.build()
    assert "stylesheets" in sheet(project.root / "site/index.html")
    assert "cchc" in sheet(project.root / "site/tin-tuc/index.html")

    theme = "theme: {name: material, custom_dir: mau, "
    project.write(
        "mkdocs.yml", project.read("mkdocs.yml").replace("theme: {name: material, ", theme)
    )
    project.write("mau/main.html", '{% extends "base.html" %}')
    project.build()
    assert "stylesheets" in sheet(project.root / "site/tin-tuc/index.html")
    assert [*(project.root / "site/assets/cchc").glob("material.*")] == []


# What the oldest browsers do not know, and what becomes of a page without it.
WITHOUT = {
    ":details-content": "the list of contents can be unfolded on wide screens too",
    ":focus-visible": "pages/older.css gives the ring to what has the focus",
    ":has": "the search has a second box above its own; the lead may be narrow; the notice for the "
    "board has the masthead above it, and one column",
    ":where": "portal/tokens.css asks for it by what came with it",
    "@container": "one column",
    "@page": "paper as the browser has it",
    "appearance": "its older name stands before it",
    "aspect-ratio": "pictures keep the form that they have",
    "break-after: avoid": "paper breaks where it happens to",
    "container-type": "one column",
    "content-visibility": "the list of contents can be unfolded on wide screens too",
    "cursor: pointer": "only touch screens do not know it",
    "image-rendering: crisp-edges": "QR codes are a little soft",
    "image-rendering: pixelated": "QR codes are a little soft",
    "mask": "its older name stands before it",
    "mask-image": "its older name stands before it",
    "orphans": "paper breaks where it happens to",
    "outline": "its corners are square",
    "overflow-wrap: anywhere": "pages/older.css breaks words the older way",
    "scroll-behavior": "nothing scrolls smoothly",
    "scroll-margin-top": "a heading that a link leads to stands at the very top",
    "size": "paper as the browser has it",
    "text-decoration-thickness": "lines as thick as the browser makes them",
    "text-underline-offset": "lines as near as the browser puts them",
    "text-wrap": "titles break where they happen to",
    "widows": "paper breaks where it happens to",
}


_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_BOX = re.compile(r"(?:\.md-typeset )?\.(cchc-[a-z-]+)")
"""A selector of a block or of what belongs to it, wherever it stands."""
FOR_ALL = ("pages/older", "pages/print")


def test_a_block_has_one_stylesheet() -> None:
    """Two that share a name by accident would style each other; on paper a part may leave out what
    is another's."""
    owners = dict[str, set[str]]()
    for part in PARTS:
        css = re.sub(
            r"/\*.*?\*/",
            "",
            (ROOT / f"cchc_site/theme/{part}.css").read_text("utf-8"),
            flags=re.DOTALL,
        )
        if part in FOR_ALL:
            continue
        for selector, declarations in _RULE.findall(css):
            box = _BOX.fullmatch(selector.strip())
            if box and declarations.strip() != "display: none":
                owners.setdefault(box[1], set()).add(part)
    assert len(owners) > 80
    assert {name: parts for name, parts in owners.items() if len(parts) > 1} == {}


@pytest.mark.parametrize("look", ["portal", "theme"])
def test_no_list_of_selectors_holds_one_that_is_unknown(look: str) -> None:
    """A browser drops the whole list then: such a selector has a rule of its own."""
    assert broken_lists(stylesheet(look)[1]) == []


def test_what_the_oldest_browsers_do_not_know_may_be_missing() -> None:
    """Each thing has been looked at; what is not used any more is not excused."""
    young = set(young_in_styles(stylesheet("portal")[1]))

    assert young - WITHOUT.keys() == set(), (
        "look at a page without it, and say in WITHOUT what is so"
    )
    assert WITHOUT.keys() - young == set(), "not used any more"


def test_a_feed_in_a_browser_leads_to_the_news_by_their_name() -> None:
    """It says which entry of the menu to take."""
    assert f"mở mục {ALL_NEWS.label}." in feed_sheet()[1]
