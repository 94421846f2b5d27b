"""What `cchc init` asks: one table of questions; what is answered, and what is wrong with it.

Pure. How a telephone number, hours and a mailbox are written, and what a category may be called,
the options of the plugin say too: a site is made of answers that they take.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from cchc_site.base import urls, vietnamese
from cchc_site.site import contact_texts
from cchc_site.site.catalogue import Category
from cchc_site.site.contact import Unread
from cchc_site.starter import colours
from cchc_site.starter.jobs import DEPLOYS

SCHEDULES = {"ngày": "daily", "giờ": "hourly"}
_CATEGORIES = {
    "Thủ tục hành chính": "Cần giấy tờ gì, nộp ở đâu, bao lâu có kết quả.",
    "Tin tức": "Những việc mà người dân nên biết.",
    "Cải cách hành chính": "Chương trình, kế hoạch và kết quả cải cách hành chính.",
    "Văn bản chỉ đạo": "Kế hoạch, chỉ thị và việc phải làm theo đó.",
    "Thông báo": "Lịch, thời hạn và các mốc cần nhớ.",
}
"""Those of a site that names none, each with what it is about."""
_REPO = re.compile(r"[\w.-]+(?:/[\w.-]+)+", re.ASCII)
_SITE = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?:/[\w.~%-]+)*/?", re.I)
_SERVER = re.compile(r"https://[a-z0-9.-]+(?::\d+)?(?:/[\w./-]+)?", re.I)


class Question(NamedTuple):
    """A question: the option that answers it, its words, an example, what reads its answer and
    raises `Unread`, whether it may stay without an answer."""

    name: str
    words: str
    example: str
    read: Callable[[str], str]
    optional: bool = False

    @property
    def option(self) -> str:
        """The option of the command."""
        return f"--{self.name.replace('_', '-')}"


class Answers(Struct, frozen=True, kw_only=True):
    """All that a new site is made of."""

    name: str
    parent: str
    address: str
    phone: str
    email: str
    hours: str
    title: str
    categories: str
    forge: str
    repo: str
    server: str
    url: str
    colour: str
    schedule: str

    @property
    def key(self) -> str:
        """What posts call the body by.

        >>> key_of("Ủy ban nhân dân xã Hòa An"), key_of("Sở Tư pháp")
        ('xa-hoa-an', 'so-tu-phap')
        """
        return key_of(self.name)

    @property
    def lines_of_hours(self) -> tuple[str, ...]:
        """The working hours, a group of days each."""
        return _parts(self.hours, ";")

    @property
    def all_categories(self) -> tuple[Category, ...]:
        """The categories, in the order of display."""
        return tuple(
            Category(vietnamese.slug(label), label, _CATEGORIES.get(label, ""))
            for label in _parts(self.categories, ",")
        )

    @property
    def short_name(self) -> str:
        """The name without what all such bodies are called."""
        return self.name.removeprefix("Ủy ban nhân dân ")


def key_of(name: str) -> str:
    """What posts call a body of this name by."""
    full = vietnamese.slug(name)
    return full.removeprefix("uy-ban-nhan-dan-") or full


def _parts(text: str, sign: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split(sign) if part.strip())


def _line(text: str) -> str:
    """Words on one line."""
    if not vietnamese.slug(text):
        raise Unread(f"“{text}” không có chữ nào", "hãy viết lại")
    return " ".join(text.split())


def _phone(text: str) -> str:
    return contact_texts.phone(text).number


def _hours(text: str) -> str:
    lines = [contact_texts.day_hours(line) for line in _parts(text, ";")]
    if twice := contact_texts.twice(lines):
        raise Unread(f"{twice} có giờ ở hai chỗ", "hãy để giờ của mỗi ngày ở một chỗ")
    return "; ".join(_parts(text, ";"))


def _email(text: str) -> str:
    if not urls.is_mailbox(text):
        hint = "hãy viết ví dụ “hop-thu@example.org”"
        raise Unread(f"“{text}” không phải địa chỉ thư điện tử", hint)
    return text


def _categories(text: str) -> str:
    labels = _parts(text, ",")
    keys = dict[str, str]()
    for label in labels:
        key = vietnamese.slug(label)
        if not key:
            raise Unread(f"chuyên mục “{label}” không có chữ nào", "hãy viết lại tên ấy")
        if other := keys.get(key):
            both = f"“{other}” và “{label}”"
            raise Unread(f"chuyên mục {both} có cùng mã “{key}”", "hãy đổi hoặc bỏ một tên")
        keys[key] = label
    if not labels:
        raise Unread("chưa có chuyên mục nào", "hãy viết các tên cách nhau bằng dấu phẩy")
    return ", ".join(labels)


def _choice(words: str, known: Mapping[str, str]) -> Callable[[str], str]:
    """A reader of one of `known` values, by any of their words."""

    def read(text: str) -> str:
        if meant := vietnamese.meant(text, known):
            return meant
        raise Unread(f"không có {words} “{text}”", f"hãy chọn: {', '.join(known.values())}")

    return read


def _repo(text: str) -> str:
    if not _REPO.fullmatch(text):
        hint = "hãy viết chủ kho và tên kho, ví dụ “ubnd-xa/trang-tin”"
        raise Unread(f"“{text}” không phải tên kho mã", hint)
    return text


def _server(text: str) -> str:
    if not _SERVER.fullmatch(text):
        hint = "hãy viết địa chỉ bắt đầu bằng https://, ví dụ “https://git.example.org”"
        raise Unread(f"“{text}” không phải địa chỉ máy chủ", hint)
    return text.rstrip("/")


def _url(text: str) -> str:
    if not _SITE.fullmatch(text):
        hint = "hãy viết cả https://, ví dụ “https://tin.example.org/”"
        raise Unread(f"“{text}” không phải địa chỉ trang web", hint)
    return f"{text.rstrip('/')}/"


QUESTIONS = (
    Question("name", "Tên cơ quan", "Ủy ban nhân dân xã Hòa An", _line),
    Question("parent", "Cơ quan cấp trên, hoặc tỉnh", "tỉnh Đồng Nai", _line, True),
    Question("address", "Địa chỉ trụ sở", "số 1, đường Trần Phú", _line, True),
    Question("phone", "Điện thoại", "0251 3000 111", _phone, True),
    Question("email", "Hộp thư", "hop-thu@example.org", _email, True),
    Question(
        "hours",
        "Giờ làm việc, các nhóm ngày cách nhau bằng dấu “;”",
        "thứ Hai – thứ Sáu: 7:00–11:30, 13:30–17:00; thứ Bảy: 7:30–11:00",
        _hours,
        True,
    ),
    Question("title", "Tên trang tin", "Thủ tục hành chính – Tin tức", _line),
    Question(
        "categories",
        "Các chuyên mục, cách nhau bằng dấu phẩy",
        "Thủ tục hành chính, Thông báo",
        _categories,
    ),
    Question(
        "forge",
        f"Nơi giữ kho mã ({', '.join(DEPLOYS)})",
        "github",
        _choice("nơi giữ kho mã", {forge: forge for forge in DEPLOYS}),
    ),
    Question("repo", "Chủ kho và tên kho mã", "ubnd-xa/trang-tin", _repo, True),
    Question("server", "Địa chỉ máy chủ giữ kho mã", "https://git.example.org", _server, True),
    Question("url", "Địa chỉ của trang tin", "https://tin.example.org/", _url),
    Question("colour", f"Màu ({', '.join(colours.NAMED)}, hoặc #rrggbb)", "đỏ", colours.read),
    Question(
        "schedule",
        "Tin hẹn ngày được đăng mỗi ngày hay mỗi giờ (daily, hourly)",
        "daily",
        _choice("lịch", SCHEDULES | {value: value for value in SCHEDULES.values()}),
    ),
)
BY_NAME = {question.name: question for question in QUESTIONS}


def default(question: Question, given: Mapping[str, str]) -> str:
    """What counts for a question that nobody has answered, after those that are `given`."""
    if question.name == "url":
        return _public_address(given.get("forge", ""), given.get("repo", ""), given.get("server"))
    return {
        "name": "Ủy ban nhân dân xã",
        "title": "Thủ tục hành chính – Tin tức",
        "categories": ", ".join(_CATEGORIES),
        "forge": "github",
        "colour": "đỏ",
        "schedule": "daily",
    }.get(question.name, "")


def _public_address(forge: str, repo: str, server: str | None) -> str:
    """Where a forge shows the pages of a repository, as long as it has no name of its own."""
    host = {"github": "github.io", "gitlab": "gitlab.io"}.get(forge)
    if not host or not repo or server:
        return "https://tin.example.org/"
    owner, _, name = repo.lower().partition("/")
    at = f"{owner}.{host}"
    return f"https://{at}/" if name == at else f"https://{at}/{name}/"


def faults(given: Mapping[str, str]) -> Iterator[tuple[Question, Unread]]:
    """Everything that is wrong with what is `given`, question by question."""
    for question in QUESTIONS:
        if text := given.get(question.name, "").strip():
            try:
                question.read(text)
            except Unread as unread:
                yield question, unread
    if given.get("forge") == "forgejo" and given.get("repo") and not given.get("server"):
        hint = "hãy thêm “--server https://…”"
        yield BY_NAME["server"], Unread("chưa biết máy chủ Forgejo ở đâu", hint)


def answers(given: Mapping[str, str]) -> Answers:
    """What is `given`, as it is read, with what counts for the rest; nothing of it is at fault."""
    read = dict[str, str]()
    for question in QUESTIONS:
        text = given.get(question.name, "").strip() or default(question, read)
        read[question.name] = question.read(text) if text else ""
    return Answers(**read)
