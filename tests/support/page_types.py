"""Every type of page with an address where it is seen in the tests' own portal."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Page

from tests.support.portal import LONG, RICH, SEED_URL


@dataclass(frozen=True, slots=True)
class PageType:
    """A type of page: where one is, the file that holds it, and what is seen once it is ready."""

    name: str
    url: str
    ready: str = "h1"

    @property
    def file(self) -> str:
        """The path of its file in the site."""
        if self.url == "khong-co-trang-nay/":
            return "404.html"
        return f"{self.url.partition('?')[0]}index.html"

    def open(self, tab: Page, address: str) -> None:
        """Show it in `tab`, with its fonts, and with its results where it searches."""
        tab.goto(address + self.url)
        tab.locator(self.ready).first.wait_for(state="attached")
        tab.evaluate("document.fonts.ready.then(() => true)")

    def __str__(self) -> str:
        """Its name, for the reports of tests."""
        return self.name


def _search(query: str, **more: str) -> str:
    return f"tim-kiem/?{urlencode({'q': query, **more})}"


PAGE_TYPES = (
    PageType("home", ""),
    PageType("all news", "tin-tuc/"),
    PageType("archive page of all news", "tin-tuc/trang-1/"),
    PageType("categories", "chuyen-muc/"),
    PageType("category with pictures", "chuyen-muc/mot-cua/"),
    PageType("category without pictures", "chuyen-muc/thong-bao/"),
    PageType("archive page of a category", "chuyen-muc/thong-bao/trang-1/"),
    PageType("category in a year", "chuyen-muc/mot-cua/2026/"),
    PageType("archive page of a category in a year", "chuyen-muc/thong-bao/2017/trang-1/"),
    PageType("years", "nam/"),
    PageType("year", "nam/2022/"),
    PageType("month", "nam/2022/04/"),
    PageType("authors", "tac-gia/"),
    PageType("author", "tac-gia/ban-bien-tap/"),
    PageType("archive page of an author", "tac-gia/ban-bien-tap/trang-1/"),
    PageType("tags", "the/"),
    PageType("tag", "the/ho-so/"),
    PageType("plain post", SEED_URL),  # of a body that has ended
    PageType("post with everything", RICH),
    PageType("long post", LONG),
    PageType("withdrawn post", "tin-tuc/2024/11/bai-da-go/"),
    PageType("expired post", "tin-tuc/2025/08/bai-het-han/"),
    PageType("draft", "tin-tuc/2026/11/bai-nhap/"),
    PageType("documents", "van-ban/"),
    PageType("documents of a type", "van-ban/loai/nghi-dinh/"),
    PageType("documents of a body", "van-ban/co-quan/chinh-phu/"),
    PageType("documents of a year", "van-ban/nam/2025/"),
    PageType("document", "van-ban/61-2018-nd-cp-2018-chinh-phu/"),
    PageType("document with a file", "van-ban/12-kh-ubnd-2024-uy-ban-nhan-dan-huyen-mau/"),
    PageType("procedures", "thu-tuc/"),
    PageType("procedure", "thu-tuc/dang-ky-khai-sinh/"),
    PageType("sheet of a procedure", "thu-tuc/dang-ky-khai-sinh/in/"),
    PageType("search", "tim-kiem/"),
    PageType("search results", _search("thủ tục hành chính"), "[data-search-results] > li"),
    PageType("nothing found", _search("xyzzyq"), "[data-search-status]:not(:empty)"),
    PageType("site map", "so-do-trang/"),
    PageType("open data", "du-lieu-mo/"),
    PageType("communes", "xa-phuong/"),
    PageType("commune", "xa-phuong/xa-mau/"),
    PageType("commune that is down", "xa-phuong/phuong-vi-du-co-ten-kha-dai/"),
    PageType("news of communes", "tin-xa-phuong/"),
    PageType("news of communes in a category", "tin-xa-phuong/thong-bao/"),
    PageType("documents of communes", "van-ban-xa-phuong/"),
    PageType("documents of communes in a year", "van-ban-xa-phuong/2026/"),
    PageType("documents of communes in a month", "van-ban-xa-phuong/2026/03/"),
    PageType("lost", "khong-co-trang-nay/"),
    PageType("following", "theo-doi-tin/"),
    PageType("contact page", "lien-he/"),
    PageType("docs page", "gioi-thieu/"),
    PageType("docs page with contents", "huong-dan-bien-tap-vien/"),
    PageType("docs page in English", "en/about/"),
    PageType("first page in English", "en/"),
)  # fmt: skip
