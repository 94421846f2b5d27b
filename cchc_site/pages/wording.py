"""The fixed words around a page, in each language that pages of docs/ may be written in.

Pure. News and all that lists it is Vietnamese; so are the words of their pages, which stand in the
templates. A language is added by its tables here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
        "edit": "Sửa bài này",
        "crumbs": "Đường dẫn",
        "footer": "Chân trang",
        "responsible": "Chịu trách nhiệm nội dung",
        "address": "Địa chỉ",
        "phone": "Điện thoại",
        "hours": "Giờ làm việc",
        "email": "Thư điện tử",
        "feedback": "Góp ý, báo lỗi",
        "reuse": "Ghi rõ nguồn khi phát hành lại thông tin từ trang này.",
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
        "edit": "Change this page",
        "crumbs": "Breadcrumbs",
        "footer": "Footer",
        "responsible": "Responsible for the content",
        "address": "Address",
        "phone": "Telephone",
        "hours": "Opening hours",
        "email": "E-mail",
        "feedback": "Give feedback, report a mistake",
        "reuse": "Name the source when you publish information from this site again.",
    },
}
"""The words by language, each by what it is for; `locale` is what Open Graph calls the language."""
WEEKDAYS: Mapping[str, Sequence[str]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
"""The weekdays from Monday in other languages."""
LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "": "Home",
        "tin-tuc/": "All news",
        "chuyen-muc/": "Categories of news",
        "nam/": "News by year",
        "van-ban/": "Legal documents",
        "thu-tuc/": "Administrative procedures",
        "tac-gia/": "Authors",
        "the/": "Tags",
        "so-do-trang/": "Site map",
        "theo-doi-tin/": "Follow the news",
        "du-lieu-mo/": "Open data",
        "xa-phuong/": "Communes",
    },
}
"""What our own pages are called on pages in another language, by their addresses."""


def words(language: str) -> Mapping[str, str]:
    """The words for a page in that language, Vietnamese ones where there are no others."""
    return WORDS.get(language, WORDS[OWN])


def name(language: str) -> str:
    """What a language calls itself, its code where that is not known."""
    return WORDS[language]["name"] if language in WORDS else language
