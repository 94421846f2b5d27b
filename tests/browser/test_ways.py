"""Ways in: the links that stand before the results when a query is the name of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.site]

NAMES = {
    # categories and tags
    "một cửa": ["chuyen-muc/mot-cua/", "the/mot-cua/"],
    "MOT CUA": ["chuyen-muc/mot-cua/", "the/mot-cua/"],
    "1 cửa": ["chuyen-muc/mot-cua/", "the/mot-cua/"],
    "thũ tục hành chính": ["chuyen-muc/thu-tuc-hanh-chinh/"],
    "nghi đinh": ["van-ban/loai/nghi-dinh/"],
    "đăng kí khai sinh": ["thu-tuc/dang-ky-khai-sinh/"],
    "chuyên mục một cửa": ["chuyen-muc/mot-cua/"],
    "thẻ một cửa": ["the/mot-cua/"],
    "tin tức": ["chuyen-muc/tin-tuc/", "tin-tuc/"],
    "các tin về một cửa": ["chuyen-muc/mot-cua/", "the/mot-cua/"],
    "TTHC": ["chuyen-muc/thu-tuc-hanh-chinh/"],
    "thông báo năm 2017": ["chuyen-muc/thong-bao/2017/"],
    "thong bao 2017": ["chuyen-muc/thong-bao/2017/"],
    # authors
    "văn phòng": ["tac-gia/van-phong/"],
    "tác giả Văn Phòng": ["tac-gia/van-phong/"],
    "tin của van phong": ["tac-gia/van-phong/"],
    # years and months
    "2017": ["nam/2017/"],
    "năm 2017": ["nam/2017/"],
    "tin năm 2017": ["nam/2017/"],
    "tin trong nam 2017": ["nam/2017/"],
    "tháng 4/2022": ["nam/2022/04/"],
    "4/2022": ["nam/2022/04/"],
    "04-2022": ["nam/2022/04/"],
    "thang 4 nam 2022": ["nam/2022/04/"],
    "tin tháng 04 năm 2022": ["nam/2022/04/"],
    "tháng tư năm 2022": ["nam/2022/04/"],
    "T4/2022": ["nam/2022/04/"],
    "tháng 4": ["nam/2022/04/"],
    "tháng tư": ["nam/2022/04/"],
    # documents
    "nghị định": ["van-ban/loai/nghi-dinh/"],
    "loại văn bản kế hoạch": ["van-ban/loai/ke-hoach/"],
    "chính phủ": ["van-ban/co-quan/chinh-phu/"],
    "văn bản của chính phủ": ["van-ban/co-quan/chinh-phu/"],
    "văn bản năm 2018": ["van-ban/nam/2018/"],
    "2018": ["nam/2018/", "van-ban/nam/2018/"],
    "văn bản": ["van-ban/"],
    # procedures
    "đăng ký khai sinh": ["thu-tuc/dang-ky-khai-sinh/"],
    "thủ tục dang ky khai sinh": ["thu-tuc/dang-ky-khai-sinh/"],
    "1.001193": ["thu-tuc/dang-ky-khai-sinh/"],
    "xác nhận tình trạng hôn nhân": ["thu-tuc/#xac-nhan-tinh-trang-hon-nhan"],
    "thủ tục": ["thu-tuc/"],
    # lists and standing pages
    "liên hệ": ["lien-he/"],
    "trang lien he": ["lien-he/"],
    "giới thiệu": ["gioi-thieu/"],
    "tác giả": ["tac-gia/"],
    "chuyên mục": ["chuyen-muc/"],
    "tất cả tin": ["tin-tuc/"],
    "sơ đồ trang": ["so-do-trang/"],
}
NO_NAMES = (
    "văn phòng cải cách hành chính",  # a name and more
    "phòng",  # a part of one
    "thông báo 1066",  # a category in a year without posts
    "tháng 13/2022",
    "tháng 2/2022",
    "sổ đỏ",  # no “sơ đồ”
    "sổ hồng",
    "1066",
    "nghị định 61",
    "tìm kiếm",  # the reader is there
    "hướng dẫn cho biên tập viên",  # kept out of search
    "?",
)


class Asked(NamedTuple):
    """The page of the search, and where it is served."""

    tab: Page
    address: str

    def ways(self, query: str) -> list[str]:
        """The addresses that the ways in of a query lead to."""
        self.tab.goto(f"{self.address}tim-kiem/?q={quote(query)}")
        answered = re.compile("kết quả|không có văn bản")
        expect(self.tab.locator("[data-search-status]")).to_contain_text(answered)
        links = self.tab.locator("[data-search-ways] a:visible").all()
        return [link.evaluate("link => link.href").removeprefix(self.address) for link in links]


@pytest.fixture(scope="module")
def asked(address: str, browser: Browser) -> Iterator[Asked]:
    """A desktop."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    yield Asked(tab, address)
    tab.close()


@pytest.mark.parametrize("query", NAMES)
def test_a_name_leads_to_its_page(asked: Asked, query: str) -> None:
    """With or without marks, capitals, and words that say what it is."""
    assert asked.ways(query) == NAMES[query]


@pytest.mark.parametrize("query", NO_NAMES)
def test_what_is_no_name_leads_to_results_only(asked: Asked, query: str) -> None:
    """Then there is no empty box either."""
    if query != "?":
        assert asked.ways(query) == []
    else:
        asked.tab.goto(f"{asked.address}tim-kiem/?q=?")
        expect(asked.tab.locator("[data-search-ways]")).to_be_hidden()


def test_a_way_tells_what_it_leads_to(asked: Asked) -> None:
    """What it is, and how many items are there, as the page itself counts them."""
    asked.ways("thông báo")
    way = asked.tab.locator("[data-search-ways] li").first
    told = way.inner_text()
    way.get_by_role("link").click()

    match = re.search(r"Có (\d+ tin)\.", asked.tab.get_by_role("main").inner_text())
    assert match
    assert told == f"Thông báo Chuyên mục · {match[1]}"


def test_an_item_is_found_by_its_author_and_category(asked: Asked) -> None:
    """As words of it: its text has neither."""
    for query, title in {
        "văn phòng": "Nghị định 61/2018: hồ sơ trễ hạn thì phải xin lỗi",
        "tin tức": "Bốn xã trên địa bàn huyện Lai Vung cũ",
    }.items():
        asked.ways(query)
        expect(asked.tab.locator("[data-search-results] a").first).to_have_text(title)
