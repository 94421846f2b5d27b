"""What the page of the search answers to queries of each kind, in Chromium on a small site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.support.paths import TESTS
from tests.support.project import Project, served

pytestmark = [pytest.mark.browser, pytest.mark.site]

CASES = TESTS / "cases/search"
POSTS = yaml.safe_load((CASES / "posts.yml").read_text("utf-8"))
QUERIES = {
    query: expected
    for kind in yaml.safe_load((CASES / "queries.yml").read_text("utf-8")).values()
    for query, expected in kind.items()
}
# What stands in the status once all is shown, and the near ones are there or not.
_SETTLED = """() => {
  const said = document.querySelector("[data-search-status]").textContent;
  return /kết quả|không có/i.test(said);
}"""


class Shown(NamedTuple):
    """What a page shows for a query: titles that are counted, titles that are near, the status, and
    what may have been meant."""

    counted: list[str]
    near: list[str]
    status: str
    meant: str


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A tab, and the address of the built site."""
    project = Project(tmp_path_factory.mktemp("answers"))
    for number, (title, day, text, author, *source) in enumerate(POSTS):
        origin = "".join(f"source: {name}\n" for name in source)
        project.write(
            f"posts/tin-{number}.md",
            f"---\ntitle: {title}\ndate: {day}\nauthor: {author}\ncategory: tin-tuc\n{origin}"
            f"---\n\n{text}\n",
        )
    project.write("documents/xa.yml", (CASES / "documents.yml").read_text("utf-8"))
    project.build()
    with served(project.root / "site") as address:
        tab = browser.new_page()
        yield tab, address
        tab.close()


def shown(tab: Page, address: str, query: str) -> Shown:
    """What is shown for a query, each title as far as its number or whole."""
    tab.goto(f"{address}tim-kiem/?q={quote(query)}")
    tab.wait_for_function(_SETTLED)
    tab.wait_for_load_state("networkidle")
    near = tab.locator("[data-search-near] li a")
    return Shown(
        tab.locator("[data-search-results]:not([data-search-near] *) > li a").all_inner_texts(),
        near.all_inner_texts() if near.first.is_visible() else [],
        tab.locator("[data-search-status]").inner_text(),
        tab.locator("[data-search-spelling]:visible").inner_text()
        if tab.locator("[data-search-spelling]:visible").count()
        else "",
    )


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_answered_by_what_holds_it(page: tuple[Page, str], query: str) -> None:
    """All of that and nothing else is counted; what is near stands apart, and a query is offered
    only where it finds more."""
    expected = QUERIES[query]

    answer = shown(*page, query)

    counted = expected["counted"]
    assert [title.partition(":")[0] for title in answer.counted] == counted
    said = expected.get("said", query)
    count = f"{len(counted)} kết quả cho “{said}”" if counted else f"Không có kết quả cho “{said}”"
    assert answer.status == expected.get("status", count)
    assert answer.meant == expected.get("meant", "")
    if "near" in expected:
        assert expected["near"] in [title.partition(":")[0] for title in answer.near]
