"""The reader's side of the search, in a real Chromium: the box, its suggestions, the results."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.support.portal import SEED_TITLE
from tests.support.project import Project, served

pytestmark = [pytest.mark.browser, pytest.mark.site]

PLAIN = "kiem tra cai cach hanh chinh"
MANY = "thủ tục hành chính"
# What Chromium 80, Firefox 78 or Safari 14 does not have.
WITHOUT_LATER = """
delete AbortSignal.timeout;
delete AbortSignal.any;
delete Object.hasOwn;
delete Object.groupBy;
delete Map.groupBy;
delete Promise.any;
delete Array.fromAsync;
delete window.structuredClone;
delete URLSearchParams.prototype.size;
delete String.prototype.replaceAll;
for (const list of [Array, String, Int8Array.__proto__]) delete list.prototype.at;
for (const name of ["findLast", "findLastIndex", "toSorted", "toSpliced", "toReversed", "with"]) {
  delete Array.prototype[name];
  delete Int8Array.__proto__.prototype[name];
}
for (const kind of [Element, Document, DocumentFragment]) delete kind.prototype.replaceChildren;
delete SubmitEvent.prototype.submitter;
for (const name of ["map", "filter", "flatMap", "toArray", "some", "find", "reduce"])
  delete Iterator.prototype[name];
for (const name of ["union", "intersection", "difference"]) delete Set.prototype[name];
"""
JUMPS = """
window.jumps = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) jumps += value;
}).observe({ type: "layout-shift", buffered: true });
"""
HOSTILE = '"><img src=x onerror=alert(1)> A & <b>'


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A desktop; an error in a script fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    yield context
    context.close()
    assert faults == []


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """A page of it."""
    return context.new_page()


def asked(address: str, query: str, **more: str) -> str:
    """The address of what is found for a query."""
    return f"{address}tim-kiem/?{urlencode({'q': query, **more})}"


def search(tab: Page, url: str) -> Locator:
    """The results at an address."""
    tab.goto(url)
    expect(status(tab)).to_contain_text("kết quả")
    return results(tab)


def again(tab: Page, query: str) -> Locator:
    """The results of another query on the page."""
    box = tab.locator("input[name=q]:visible")
    box.fill(query)
    box.press("Enter")
    expect(status(tab)).to_contain_text(f"“{query}”")
    return results(tab)


def status(tab: Page) -> Locator:
    """What the page says of a search."""
    return tab.locator("[data-search-status]")


def results(tab: Page) -> Locator:
    """What was found."""
    return tab.locator("[data-search-results] > li")


def apply(tab: Page) -> None:
    """Have the results narrowed as the filters say."""
    asked = tab.url
    tab.get_by_role("button", name="Áp dụng").click()
    tab.wait_for_url(lambda url: url != asked)
    expect(status(tab)).to_contain_text("kết quả")


def typed(tab: Page, text: str) -> Locator:
    """The box that is seen, with a text typed into it."""
    box = tab.locator("input[name=q]:visible")
    box.focus()
    box.press_sequentially(text)
    return box


def searching(url: str) -> bool:
    """Whether only the search has use for a file."""
    return "/chi-muc/" in url or bool(re.search(r"/search[a-z-]*\.js", url))


def test_a_result_tells_what_it_is(address: str, tab: Page) -> None:
    """Kind, title, words around the match with their marks, day, category, and that a body has
    ended."""
    first = search(tab, asked(address, PLAIN)).first

    expect(first.get_by_role("link")).to_have_text(SEED_TITLE)
    assert [mark.inner_text() for mark in first.locator("h2 mark").all()] == [
        "Kiểm tra",
        "cải cách hành chính",
    ]
    assert len(first.locator("p").nth(1).inner_text()) <= 180
    expect(first.locator("p").nth(1).locator("mark").first).to_be_visible()
    expect(first.locator("time")).to_have_text("Thứ Ba, 19/04/2022")
    expect(first).to_contain_text("Thủ tục hành chính")
    expect(first).to_contain_text("Tin cũ")
    expect(status(tab)).to_have_text(re.compile(rf"^\d+ kết quả cho “{PLAIN}”$"))
    assert (
        first.get_by_role("link")
        .evaluate("link => link.href")
        .startswith(f"{address}tin-tuc/2022/")
    )


def test_a_number_finds_its_document_first(address: str, tab: Page) -> None:
    """However it is typed."""
    search(tab, asked(address, "x"))
    for number in ("09/KH-UBND", "9/kh-ubnd", "9 kh ubnd"):
        first = again(tab, number).first
        expect(first.locator("p").first).to_have_text("Văn bản · Kế hoạch")
        expect(first.get_by_role("link")).to_contain_text("Kế hoạch số 09/KH-UBND")


def test_abbreviations_stand_for_what_they_mean(address: str, tab: Page) -> None:
    """Both ways, so that the post whose title has the long form is among the first."""
    search(tab, asked(address, "x"))
    for query in ("cchc nam 2022", "cải cách hành chính năm 2022", "KIỂM TRA CCHC"):
        found = again(tab, query)
        first = [link.inner_text() for link in found.get_by_role("link").all()[:3]]
        assert SEED_TITLE in first, query


def test_a_slip_is_understood(address: str, tab: Page) -> None:
    """What was meant is found, and offered as a link."""
    search(tab, asked(address, "x"))
    link = tab.get_by_text("Có phải bạn tìm").get_by_role("link")
    for query in ("thu tuc hanh chnih", "thutuc hanh chinh", "thủ tục hành chínhs"):
        found = again(tab, query)
        expect(found.first).to_contain_text(MANY, ignore_case=True)
        expect(link).to_have_text(MANY)
    link.click()
    expect(status(tab)).to_contain_text(f"“{MANY}”")
    expect(tab.get_by_text("Có phải bạn tìm")).to_be_hidden()


@pytest.mark.parametrize(
    "query", ["thur tucj hanhf chinhs", "thu3 tuc5 hanh2 chinh1", "thủ tục hành chinhs"]
)
def test_keys_that_nothing_has_read_are_read(address: str, tab: Page, query: str) -> None:
    """Those of Telex and VNI, as the words that they were to write; nothing else is offered."""
    found = search(tab, asked(address, query))

    expect(found.first).to_contain_text(MANY, ignore_case=True)
    expect(status(tab)).to_contain_text(f"kết quả cho “{MANY}”")
    expect(tab.get_by_text("Có phải bạn tìm")).to_be_hidden()


def test_marks_that_were_typed_come_first(address: str, tab: Page) -> None:
    """A word with other marks is not marked where the typed one stands."""
    marks = search(tab, asked(address, "chính")).locator("mark")

    assert {mark.inner_text().lower() for mark in marks.all()} == {"chính"}


def test_the_address_holds_all_that_was_asked(address: str, tab: Page) -> None:
    """Sent to somebody else it shows the same; Back leads to what was asked before."""
    search(tab, asked(address, MANY))
    every = results(tab).count()
    tab.select_option("[name=nam]", "2022")
    apply(tab)
    tab.select_option("[name=thu-tu]", "moi-nhat")
    apply(tab)
    tab.select_option("[name=loai]", "tin")
    apply(tab)
    expect(results(tab).first).to_contain_text("2022")
    days = [time.get_attribute("datetime") or "" for time in results(tab).locator("time").all()]
    titles = [link.inner_text() for link in results(tab).get_by_role("link").all()]

    assert parse_qs(urlsplit(tab.url).query) == {
        "q": [MANY],
        "loai": ["tin"],
        "nam": ["2022"],
        "thu-tu": ["moi-nhat"],
    }
    assert days == sorted(days, reverse=True)
    assert {day[:4] for day in days} == {"2022"}
    tab.reload()
    expect(results(tab)).to_have_count(len(titles))
    assert [link.inner_text() for link in results(tab).get_by_role("link").all()] == titles
    expect(tab.locator("[name=thu-tu]")).to_have_value("moi-nhat")
    for _ in range(3):
        tab.go_back()
    expect(results(tab)).to_have_count(every)
    expect(tab.locator("[name=nam]")).to_have_value("")


def test_filters_narrow_and_are_taken_off(address: str, tab: Page) -> None:
    """By kind and by category; an unknown value in the address filters nothing."""
    found = search(tab, asked(address, "nghị định", loai="van-ban"))
    for kind in found.locator("p:first-child").all():
        expect(kind).to_contain_text("Văn bản")
    tab.get_by_role("link", name="Bỏ lọc").click()
    expect(tab.locator("[name=loai]")).to_have_value("")

    found = search(tab, asked(address, MANY, **{"chuyen-muc": "mot-cua"}))
    for item in found.all():
        expect(item).to_contain_text("Một cửa")

    search(tab, asked(address, MANY, nam="1066", loai="x", so="x"))
    expect(tab.locator("[name=nam]")).to_have_value("")


def test_more_results_are_shown_below(address: str, tab: Page) -> None:
    """Ten more, the focus on the first of them; a shared address shows as many."""
    found = search(tab, asked(address, MANY))
    expect(found).to_have_count(10)

    tab.get_by_role("button", name="Xem thêm kết quả").click()

    expect(found).to_have_count(20)
    expect(found.nth(10).get_by_role("link")).to_be_focused()
    assert parse_qs(urlsplit(tab.url).query)["so"] == ["20"]
    expect(search(tab, tab.url)).to_have_count(20)


def test_a_page_without_query_shows_ways_on(address: str, tab: Page) -> None:
    """Categories, years, documents; after an empty search too."""
    tab.goto(f"{address}tim-kiem/")
    main = tab.get_by_role("main")
    for heading in ("Theo chuyên mục", "Theo năm", "Văn bản"):
        expect(main.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    search(tab, asked(address, MANY))
    expect(main.get_by_role("heading", name="Theo năm")).to_be_hidden()

    box = tab.locator("input[name=q]:visible")
    box.fill("")
    box.press("Enter")

    expect(main.get_by_role("heading", name="Theo năm")).to_be_visible()
    expect(results(tab)).to_have_count(0)


def test_nothing_found_offers_ways_on(address: str, tab: Page) -> None:
    """It says for what, and shows categories, years and documents."""
    search(tab, asked(address, "xyzzyq"))

    expect(status(tab)).to_have_text("Không có kết quả cho “xyzzyq”")
    expect(tab.get_by_text("Hãy thử bớt từ")).to_be_visible()
    expect(tab.get_by_role("link", name="Danh sách văn bản")).to_be_visible()


@pytest.mark.parametrize(
    "lost", ["**/muc-luc.json", "**/chi-muc/*/s*.json", "**/chi-muc/*/t*.json"]
)
def test_a_lost_file_is_told_and_can_be_tried_again(address: str, tab: Page, lost: str) -> None:
    """Never as if nothing had been found; then the manifest is asked for anew."""
    manifests: list[str] = []
    tab.on("request", lambda one: manifests.extend([one.url] if "muc-luc" in one.url else []))
    tab.route(lost, lambda route: route.abort())
    tab.goto(asked(address, MANY))

    expect(tab.get_by_text("Chưa tải được dữ liệu tìm kiếm.")).to_be_visible()
    expect(status(tab)).to_have_text("")
    tab.unroute(lost)
    tab.get_by_role("button", name="Thử lại").click()

    expect(results(tab)).to_have_count(10)
    expect(tab.get_by_text("Chưa tải được dữ liệu tìm kiếm.")).to_be_hidden()
    assert len(manifests) == 2


@pytest.mark.parametrize("lost", ["**/chi-muc/*/s*.json", "**/chi-muc/*/t*.json"])
def test_a_page_older_than_the_site_asks_to_be_loaded_anew(
    address: str, tab: Page, lost: str
) -> None:
    """What its manifest names is no more: that is no fault of the connection."""
    tab.route(lost, lambda route: route.fulfill(status=404))
    tab.goto(asked(address, MANY, loai="tin"))

    expect(tab.get_by_text("Trang tin vừa được cập nhật.")).to_be_visible()
    expect(tab.get_by_text("Hãy kiểm tra kết nối")).to_be_hidden()
    expect(results(tab)).to_have_count(0)
    tab.unroute(lost)
    tab.get_by_role("link", name="tải lại trang này").click()

    expect(results(tab)).to_have_count(10)
    expect(tab.get_by_text("Trang tin vừa được cập nhật.")).to_be_hidden()
    assert tab.url == asked(address, MANY, loai="tin")


@pytest.mark.parametrize("query", [PLAIN, MANY, "thu tuc hanh chnih"])
def test_search_needs_nothing_newer_than_its_browsers(
    address: str, context: BrowserContext, query: str
) -> None:
    """Where a method has come after 2020, the search and its box work without it."""
    context.add_init_script(WITHOUT_LATER)
    tab = context.new_page()
    search(tab, asked(address, query))
    expect(results(tab).first.locator("mark").first).to_be_visible()
    tab.goto(address)
    typed(tab, query)

    expect(tab.get_by_role("option").first).to_be_visible()
    assert tab.evaluate("typeof AbortSignal.timeout") == "undefined"


@pytest.mark.parametrize(
    "mistake",
    [
        "delete window.AbortController",
        "delete window.getComputedStyle",
        "delete String.prototype.normalize",
    ],
)
def test_a_mistake_of_a_script_is_not_laid_on_the_line(
    address: str, browser: Browser, mistake: str
) -> None:
    """What a browser lacks, or a bug, is told as such, and stays an error in its console."""
    tab = browser.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda fault: faults.append(fault.message))
    tab.add_init_script(mistake)
    tab.goto(asked(address, MANY))

    expect(tab.get_by_text("trang tìm kiếm gặp lỗi, không phải do kết nối")).to_be_visible()
    expect(tab.get_by_text("Hãy kiểm tra kết nối")).to_be_hidden()
    expect(tab.get_by_role("link", name="Danh sách văn bản")).to_be_visible()
    assert faults
    tab.close()


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (None, "Hãy kiểm tra kết nối"),
        ("const new = 1;", "trang tìm kiếm gặp lỗi, không phải do kết nối"),
    ],
)
def test_a_script_that_does_not_come_is_told_from_one_that_does_not_run(
    address: str, browser: Browser, script: str | None, message: str
) -> None:
    """A browser that cannot read it has no use for a better line; it says so in its console."""
    tab = browser.new_page()

    def answer(route: Route) -> None:
        if script is None:
            route.abort()
        else:
            route.fulfill(body=script, content_type="text/javascript")

    tab.route("**/search.js", answer)
    tab.goto(asked(address, MANY))

    expect(tab.get_by_role("alert").filter(visible=True)).to_contain_text(message)
    expect(tab.get_by_role("alert").filter(visible=True)).to_have_count(1)
    tab.close()


def test_a_category_shows_its_own_posts(project: Project, browser: Browser) -> None:
    """Also those of closed months, after another category was put before it."""
    for number in range(4):
        category = ("thong-bao", "tin-tuc")[number % 2]
        project.post(
            f"posts/tin-{number}.md", f"Lịch {number}", f"2024-0{number + 1}-01", category=category
        )
    project.build()
    config = project.read("mkdocs.yml")
    project.write("mkdocs.yml", config.replace("{thong-bao: Thông báo,", "{a: A, thong-bao: Báo,"))
    project.build()

    with served(project.root / "site") as address:
        tab = browser.new_page()
        found = search(tab, asked(address, "lịch", **{"chuyen-muc": "thong-bao"}))
        expect(found).to_have_count(2)
        for item in found.all():
            expect(item).to_contain_text(" · Báo")
        tab.close()


def test_the_index_says_what_counts_how_much(project: Project, browser: Browser) -> None:
    """A weight that is changed needs no new script."""
    project.post("posts/a.md", "Lịch tiếp công dân", "2024-01-01", body="Ở trụ sở.")
    project.post("posts/b.md", "Tin khác", "2024-01-02", body="Có lịch tiếp công dân ở trụ sở.")
    project.build()
    manifest = project.root / "site/tim-kiem/chi-muc/muc-luc.json"

    with served(project.root / "site") as address:
        tab = browser.new_page()
        first = search(tab, asked(address, "lịch tiếp công dân")).first
        expect(first.get_by_role("link")).to_have_text("Lịch tiếp công dân")
        index = json.loads(manifest.read_text("utf-8"))
        index["weights"]["levels"]["once"] = {"word": 9, "pair": 9}
        manifest.write_text(json.dumps(index), "utf-8")
        # The server tells changes by the second.
        os.utime(manifest, (manifest.stat().st_mtime + 5,) * 2)
        first = search(tab, asked(address, "lịch tiếp công dân")).first
        expect(first.get_by_role("link")).to_have_text("Tin khác")
        tab.close()


def test_a_slow_search_is_told(address: str, tab: Page) -> None:
    """At once where the address asks, before any script has come; later after a while."""
    for files in ("**/portal.js", "**/search*.js"):
        tab.route(files, lambda route: None)
    tab.goto(asked(address, MANY), wait_until="commit")
    expect(status(tab)).to_have_text("Đang tìm…")
    expect(tab.locator("input[name=q]:visible")).to_have_value(MANY)
    expect(tab.get_by_role("heading", name="Theo năm")).to_be_hidden()
    tab.unroute_all()
    expect(status(tab)).to_contain_text("kết quả")

    tab.route("**/chi-muc/**", lambda route: None)
    box = tab.locator("input[name=q]:visible")
    box.fill("khai sinh")
    box.press("Enter")
    expect(status(tab)).to_have_text("Đang tìm…")


def test_a_page_without_its_script_shows_ways_on(address: str, tab: Page) -> None:
    """What was said before the scripts came is taken back."""
    tab.route("**/portal.js", lambda route: route.abort())
    tab.goto(asked(address, MANY))

    expect(tab.get_by_text("Hãy kiểm tra kết nối")).to_be_visible()
    expect(tab.get_by_role("heading", name="Theo năm")).to_be_visible()
    expect(status(tab)).to_have_text("")
    tab.unroute_all()
    tab.get_by_role("button", name="Thử lại").click()
    expect(results(tab)).to_have_count(10)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("query", [MANY, "một cửa", "thu tuc hanh chnih", "xyzzyq"])
def test_the_page_does_not_jump(address: str, browser: Browser, query: str, width: int) -> None:
    """While the files of a search come, one after the other (web.dev/articles/cls)."""
    tab = browser.new_page(viewport={"width": width, "height": 844})
    tab.add_init_script(JUMPS)

    def later(route: Route) -> None:
        tab.wait_for_timeout(150)
        route.continue_()

    for files in ("**/portal.js", "**/chi-muc/**"):
        tab.route(files, later)
    tab.goto(asked(address, query))
    expect(status(tab)).to_contain_text("kết quả")
    tab.wait_for_timeout(300)

    assert tab.evaluate("window.jumps") <= 0.05
    tab.close()


def test_filters_wait_for_their_button(address: str, tab: Page) -> None:
    """Arrow keys go through what there is to choose; nothing is asked, nor told to others."""
    found = search(tab, asked(address, MANY))
    titles = found.get_by_role("heading")
    before = titles.all_inner_texts()
    tab.locator("[name=nam]").focus()
    for _ in range(3):
        tab.keyboard.press("ArrowDown")
    tab.get_by_role("button", name="Xem thêm kết quả").click()
    expect(found).to_have_count(20)

    assert tab.locator("[name=nam]").input_value() != ""
    assert parse_qs(urlsplit(tab.url).query) == {"q": [MANY], "so": ["20"]}
    assert titles.all_inner_texts()[:10] == before


def test_an_empty_list_is_laid_on_the_filters(address: str, tab: Page) -> None:
    """It says which, and offers to drop them; not where the query finds nothing anyway."""
    search(tab, asked(address, "kiểm tra công tác", nam="2018", loai="tin"))
    expect(status(tab)).to_have_text(
        "Không có kết quả cho “kiểm tra công tác” khi lọc: Tin, Năm 2018"
    )
    expect(tab.get_by_text("Hãy thử bớt từ")).to_be_hidden()
    tab.get_by_role("link", name=re.compile(r"^Bỏ lọc, xem \d+ kết quả$")).click()

    expect(results(tab).first).to_contain_text(SEED_TITLE)
    assert tab.url == asked(address, "kiểm tra công tác")
    search(tab, asked(address, "xyzzyq", nam="2018"))
    expect(status(tab)).to_have_text("Không có kết quả cho “xyzzyq”")
    expect(tab.get_by_role("link", name=re.compile("Bỏ lọc, xem"))).to_be_hidden()


def test_a_result_leads_to_what_replaced_it(address: str, tab: Page) -> None:
    """The link lies above that of the whole result."""
    found = search(tab, asked(address, "61/2018/NĐ-CP")).first
    note = found.locator(".cchc-result__note")
    expect(note).to_have_text("Hết hiệu lực; được thay bằng Nghị định 118/2025/NĐ-CP")
    note.get_by_role("link", name="Nghị định 118/2025/NĐ-CP").click()

    expect(tab).to_have_url(re.compile("/van-ban/118-2025-nd-cp"))


def test_a_site_that_has_just_changed_is_asked_again(address: str, tab: Page) -> None:
    """A manifest that the browser has kept may name files that are no more."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.url in lost or len(lost) > 2:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.fulfill(status=404)

    tab.route("**/chi-muc/*/s*.json", lose)
    search(tab, asked(address, MANY))

    assert lost
    expect(results(tab)).to_have_count(10)
    expect(tab.get_by_text("Trang tin vừa được cập nhật.")).to_be_hidden()


def test_blocks_are_kept_apart_in_what_is_shown(address: str, tab: Page) -> None:
    """Headings, cells and items of lists, where no mark ends them; a sentence needs nothing."""
    found = search(tab, asked(address, "hộ chiếu công an cấp tỉnh"))
    rich = found.filter(has_text="Bài có đủ các phần").locator("p").nth(1)
    expect(rich).to_contain_text("Hộ chiếu · Công an cấp tỉnh")

    found = search(tab, asked(address, "chuẩn bị giấy tờ tùy thân tờ khai"))
    rich = found.filter(has_text="Bài có đủ các phần").locator("p").nth(1)
    expect(rich).to_contain_text("Chuẩn bị: giấy tờ tùy thân; tờ khai. Nộp ở quầy")
    for text in found.locator(".cchc-result__text").all():
        assert len(text.inner_text()) <= 180


def test_a_query_stays_text(address: str, tab: Page) -> None:
    """In the results, in the title, in the suggestions."""
    search(tab, asked(address, HOSTILE))

    expect(status(tab)).to_contain_text(HOSTILE)
    assert HOSTILE in tab.title()
    assert tab.locator("main img[src=x], main b").count() == 0


def test_nothing_of_the_search_loads_before_it_is_used(
    address: str, context: BrowserContext
) -> None:
    """On any page but that of the search; then few files, each once."""
    tab, urls = context.new_page(), list[str]()
    tab.on("request", lambda one: urls.append(one.url))
    for page in ("", "tin-tuc/", "khong-co/"):
        tab.goto(address + page)
    assert [url for url in urls if searching(url)] == []

    urls.clear()
    search(tab, asked(address, MANY))

    used = [url for url in urls if searching(url)]
    assert len(used) == len(set(used)) <= 30


def test_the_scripts_are_small(site: Path) -> None:
    """Those that a page fetches for results or for its box, as a server sends them; what only
    queries with odd words need comes besides."""
    scripts = sorted((site / "assets/cchc").glob("search*.js"))
    sizes = {script.stem: len(gzip.compress(script.read_bytes(), 9)) for script in scripts}

    assert sizes.keys() == {"search", "search-page", "search-box", "search-slips"}
    assert sizes["search"] + sizes["search-page"] <= 12_000
    assert sizes["search"] + sizes["search-box"] <= 12_000
    assert sizes["search-slips"] <= 4_500


def test_the_box_works_by_keyboard(address: str, tab: Page) -> None:
    """Arrows choose a title, Enter opens it; Escape closes the list, then clears the box."""
    tab.goto(address)
    box = typed(tab, "kiem tra cong tac")
    options = tab.get_by_role("option")
    expect(options.first).to_contain_text(SEED_TITLE)
    assert options.count() <= 7
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(tab.get_by_role("status").first).to_contain_text("gợi ý")

    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("kiem tra cong tac")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")

    expect(tab.get_by_role("heading", level=1)).to_have_text(SEED_TITLE)
    box = typed(tab, "mot cua")
    expect(options.first).to_be_visible()
    box.press("Escape")
    box.press("Escape")
    expect(box).to_have_value("")


def test_suggestions_begin_with_names_and_end_with_all_results(address: str, tab: Page) -> None:
    """The pages whose name is typed, then titles; the last leads to what the box would."""
    tab.goto(address)
    box = typed(tab, "mot cu")
    options = tab.get_by_role("option")
    expect(options.first).to_have_text(re.compile(r"^Một cửa Chuyên mục · \d+ tin$"))
    expect(options.nth(1)).to_have_text(re.compile(r"^một cửa Thẻ · \d+ tin$"))
    expect(options.nth(2)).to_contain_text("Tin")
    expect(options.last).to_have_text("Xem mọi kết quả cho “mot cu”")
    box.press("ArrowUp")
    box.press("Enter")
    expect(status(tab)).to_contain_text("“mot cu”")
    assert tab.url == asked(address, "mot cu")

    tab.goto(address)
    typed(tab, "tháng 4/2022")
    expect(options.first).to_contain_text("Tháng 4 năm 2022")
    options.first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Tin tháng 4 năm 2022")


def test_no_page_is_suggested_twice(address: str, tab: Page) -> None:
    """One whose name is typed is found by it too."""
    tab.goto(address)
    typed(tab, "lien he")
    options = tab.get_by_role("option")
    expect(options.first).to_have_text("Liên hệ Trang")

    addresses = [one.get_attribute("href") for one in options.all()]

    assert len(addresses) == len(set(addresses)) > 1


def test_enter_without_a_choice_leads_to_the_results(address: str, tab: Page) -> None:
    """From a page deep down, with the query in the address."""
    tab.goto(f"{address}nam/2022/")
    typed(tab, MANY).press("Enter")

    expect(status(tab)).to_contain_text(f"kết quả cho “{MANY}”")
    assert tab.url == asked(address, MANY)


def test_a_pointer_opens_a_suggestion(address: str, tab: Page) -> None:
    """Leaving the box closes the list."""
    tab.goto(address)
    typed(tab, "kiem tra cong t")
    option = tab.get_by_role("option").first
    expect(option).to_contain_text(SEED_TITLE)
    tab.get_by_role("heading").last.click()
    expect(option).to_be_hidden()
    typed(tab, "a")
    option.click()

    expect(tab.get_by_role("heading", level=1)).to_have_text(SEED_TITLE)


def test_a_box_without_index_still_sends_its_form(address: str, tab: Page) -> None:
    """What is wrong is told on the page of results."""
    tab.route("**/chi-muc/**", lambda route: route.abort())
    tab.goto(address)
    box = typed(tab, "lịch")
    tab.wait_for_timeout(400)
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("Enter")

    expect(tab.get_by_text("Chưa tải được dữ liệu tìm kiếm.")).to_be_visible()


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_keys_lead_to_the_box(address: str, tab: Page, key: str) -> None:
    """To the one that is seen, else to the page of the search; a slash in a field is a slash."""
    tab.goto(f"{address}tin-tuc/")
    tab.keyboard.press(key)
    box = tab.locator("input[name=q]:visible")
    expect(box).to_be_focused()
    box.press_sequentially("09/")
    expect(box).to_have_value("09/")

    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(f"{address}tin-tuc/")
    tab.keyboard.press(key)

    tab.wait_for_url(f"{address}tim-kiem/**")
    expect(tab.locator("input[name=q]:visible")).to_be_focused()


def test_without_javascript_there_are_ways_on(address: str, browser: Browser) -> None:
    """The form leads to them, and the page says why."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    box = tab.locator("input[name=q]:visible")
    box.fill("lịch")
    box.press("Enter")

    assert tab.url == asked(address, "lịch")
    expect(tab.locator("noscript p")).to_be_visible()  # get_by_text looks past <noscript>
    expect(tab.get_by_role("heading", name="Theo chuyên mục")).to_be_visible()
    expect(tab.locator("[name=nam]")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_hinders_readers(address: str, browser: Browser, width: int, scheme: str) -> None:
    """axe-core finds nothing on the open box and the results; one box is seen, nothing is cut."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    tab = context.new_page()
    search(tab, asked(address, MANY))
    tab.locator("details").evaluate("one => one.open = true")
    typed(tab, " ")
    expect(tab.get_by_role("option").first).to_be_visible()
    tab.keyboard.press("ArrowDown")
    assert faults(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_one_box_is_seen(address: str, browser: Browser, width: int) -> None:
    """At home, on the page of the search, on that of lost addresses; axe-core finds nothing there
    either."""
    tab = browser.new_page(viewport={"width": width, "height": 900})
    for page in ("tim-kiem/", "khong-co/", ""):
        tab.goto(address + page)
        expect(tab.locator("input[name=q]:visible")).to_have_count(1)
    typed(tab, "thu tuc")
    expect(tab.get_by_role("option").first).to_be_visible()
    assert faults(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


def test_the_page_works_in_a_theme_of_its_own(project: Project, browser: Browser) -> None:
    """Also where Material's own search is on, which would open for our query and take our keys."""
    config = project.read("mkdocs.yml").replace("look: portal", "look: theme")
    project.write("mkdocs.yml", config.replace("plugins:", "plugins:\n  - search"))
    project.write("docs/index.md", "# Trang chủ\n")
    project.post("posts/lich.md")
    project.build()

    with served(project.root / "site") as address:
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        expect(search(tab, asked(address, "lich tiep dan")).first).to_contain_text("Lịch tiếp")
        assert parse_qs(urlsplit(tab.url).query) == {"q": ["lich tiep dan"]}
        expect(tab.locator("[name=query]")).not_to_be_focused()
        box = typed(tab, " ")
        expect(tab.get_by_role("option").first).to_contain_text("Lịch tiếp")
        box.press("Enter")
        expect(results(tab)).to_have_count(1)
        tab.close()


def test_a_site_may_do_without_the_search(project: Project) -> None:
    """Then there is no box and no script, and the page of the search holds ways on."""
    project.write(
        "mkdocs.yml",
        project.read("mkdocs.yml").replace("look: portal", "look: portal\n      search: false"),
    )
    project.post("posts/lich.md")
    project.build()

    page = project.read("site/tim-kiem/index.html")
    assert "Theo chuyên mục" in page
    assert "<form" not in page
    assert [*(project.root / "site/assets/cchc").glob("search*")] == []


def faults(tab: Page) -> list[str]:
    """What axe-core finds wrong."""
    return [
        f"{one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(tab).response["violations"]
    ]
