"""The fixed words around a page, in each language that pages of docs/ may be written in.

Pure. News and all that lists it is Vietnamese; so are the words of their pages, which stand in the
templates. A language is added by a table here.
"""

from __future__ import annotations

from collections.abc import Mapping

OWN = "vi"
"""The language of the news."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "code": "vi",
        "name": "Tiếng Việt",
        "locale": "vi_VN",
        "home": "Trang chủ",
        "skip": "Bỏ qua đến nội dung",
        "skip_to_footer": "Đến danh mục ở chân trang",
        "menu": "Danh mục",
        "close": "Đóng",
        "categories": "Chuyên mục",
        "search": "Tìm kiếm",
        "search_in": "Tìm tin, văn bản",
        "query": "Từ khóa, số hiệu…",
        "find": "Tìm",
        "contents": "Mục lục",
        "dark": "Nền tối",
        "light": "Nền sáng",
        "device": "Theo máy",
        "table": "Bảng",
    },
    "en": {
        "code": "en",
        "name": "English",
        "locale": "en_US",
        "home": "Home",
        "skip": "Skip to content",
        "skip_to_footer": "Skip to the links at the end",
        "menu": "Menu",
        "close": "Close",
        "categories": "Categories",
        "search": "Search",
        "search_in": "Search the news (in Vietnamese)",
        "query": "Vietnamese words, numbers…",
        "find": "Find",
        "contents": "On this page",
        "dark": "Dark",
        "light": "Light",
        "device": "As the device",
        "table": "Table",
    },
}
"""The words by language, each by what it is for; `locale` is what Open Graph calls the language."""


def words(language: str) -> Mapping[str, str]:
    """The words for a page in that language, Vietnamese ones where there are no others."""
    return WORDS.get(language, WORDS[OWN])


def name(language: str) -> str:
    """What a language calls itself, its code where that is not known."""
    return WORDS[language]["name"] if language in WORDS else language
