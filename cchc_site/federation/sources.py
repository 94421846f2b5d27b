"""sites.yml: the sites of communes whose news a portal shows, and every fault in that file.

Touches the disk, for reading only. A person writes it: a list of names and addresses, each with
what else is to be known of the commune.

An address has https, so that nobody on the way can change what the portal shows as the commune's.
Without it one must say why (`http`), for whoever reads the file later. A host in a private network
must be told too (`internal`), since the machine that reads the feeds may reach what nobody outside
can: a name that leads there unsaid is refused when it is read (download.py). An address that is
written as loopback needs neither: nothing leaves the machine, and who writes 127.0.0.1 means it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from unicodedata import normalize

import yaml
from msgspec import Struct

from cchc_site.base import failures, urls, vietnamese
from cchc_site.base.problems import Problem, report
from cchc_site.content import slips
from cchc_site.federation import cleaning
from cchc_site.federation.cleaning import origin

EXAMPLE = "https://xa-mau.example.gov.vn/"
KINDS = ("Phường", "Xã", "Đặc khu")
"""The kinds of communes, in the order in which they are shown."""
_WORDS = {
    "name": "Tên, Tên xã, Tên phường",
    "url": "Địa chỉ, Trang, Liên kết, address, site",
    "key": "Mã",
    "kind": "Loại, type",
    "contact": "Liên hệ",
    "also": "Địa chỉ khác, Cả",
    "http": "Vì sao http, Lý do http",
    "internal": "Nội bộ, Vì sao nội bộ",
}
_KEYS = {
    vietnamese.slug(word, ""): key
    for key, words in _WORDS.items()
    for word in (key, *words.split(", "))
}
_LIST = ("sites", "communes", "xa-phuong")
_LONGEST = {"name": 100, "key": 60, "contact": 300, "http": 300, "internal": 300, "url": 300}
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]")


class CommuneSite(Struct, frozen=True):
    """A commune's site: its name, the key by which its pages here are named, its kind, its address
    with a slash at the end, how to reach the commune, the origins that its items may lead to beside
    its own, and whether its host may be one of a private network; the line that says so."""

    name: str
    key: str
    kind: str
    url: str
    contact: str = ""
    also: tuple[str, ...] = ()
    is_internal: bool = False
    line: int = 0

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins that its items may lead to."""
        return (origin(self.url), *self.also)

    @property
    def host(self) -> str:
        """The address as readers know it."""
        return self.url.partition("://")[2].rstrip("/")


class CommuneSites(Struct, frozen=True):
    """The communes that a file names, in its order, and what is wrong with it."""

    path: str
    sources: tuple[CommuneSite, ...] = ()
    problems: tuple[Problem, ...] = ()


class _WrongValue(Exception):
    """What is wrong with a value, how to mend it, and its line where that is not the value's."""

    def __init__(self, what: str, hint: str, line: int = 0) -> None:
        super().__init__(what)
        self.what, self.hint, self.line = what, hint, line


def read(root: Path, path: str) -> CommuneSites:
    """The communes that the file at `path` in the project names; those that are faulty are left
    out."""
    try:
        text = (root / path).read_text("utf-8-sig")
    except FileNotFoundError:
        hint = f"hãy tạo tệp ấy, mỗi xã hai dòng: “- name: Xã Mẫu” và “  url: {EXAMPLE}”"
        return CommuneSites(path, problems=(Problem(path, 0, "không có tệp này", hint),))
    except OSError as error:
        what, hint = failures.cause(error)
        return CommuneSites(path, problems=(Problem(path, 0, f"không đọc được tệp: {what}", hint),))
    except UnicodeDecodeError:
        hint = "hãy lưu lại với bảng mã UTF-8"
        return CommuneSites(path, problems=(Problem(path, 0, "không đọc được tệp", hint),))
    if (place := vietnamese.overmarked(text)) >= 0:
        line = text.count("\n", 0, place) + 1
        problem = Problem(path, line, "một chữ mang hơn 30 dấu", "hãy gõ lại chữ ấy")
        return CommuneSites(path, problems=(problem,))
    node, met, *_ = slips.read(normalize("NFC", text))
    problems = [Problem(path, line + 1, what, hint) for line, what, hint in met]
    if met:
        return CommuneSites(path, problems=tuple(problems))
    entries = tuple(_entries(path, node, problems))
    alone = _alone(path, entries, problems)
    return CommuneSites(path, alone, report(problems))


def _entries(path: str, node: yaml.Node | None, problems: list[Problem]) -> Iterator[CommuneSite]:
    """Every commune of a file that is one."""
    if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
        [(key, held)] = node.value
        node = held if vietnamese.slug(key.value) in _LIST else node
    example = f"hãy viết mỗi xã hai dòng: “- name: Xã Mẫu” và “  url: {EXAMPLE}”"
    if isinstance(node, yaml.MappingNode):
        problems.append(Problem(path, _line(node), "tệp này không phải một danh sách xã", example))
        return
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        problems.append(Problem(path, 0, "tệp này chưa có xã nào", example))
        return
    for item in node.value:
        before = len(problems)
        values = _values(path, item, problems)
        if len(problems) == before:
            yield _source(values, _line(item))


Values = Mapping[str, str | tuple[str, ...]]


def _values(path: str, node: yaml.Node, problems: list[Problem]) -> Values:
    """What an entry says, by its keys; what is wrong with it goes to `problems`."""
    values: dict[str, str | tuple[str, ...]] = {}

    def tell(line: int, what: str, hint: str) -> None:
        problems.append(Problem(path, line, what, hint))

    if not isinstance(node, yaml.MappingNode):
        what = "mỗi xã phải gồm các mục, dòng đầu “- name: …”"
        tell(_line(node), what, f"hãy viết “- name: Xã Mẫu”, dòng dưới “  url: {EXAMPLE}”")
        return values
    faulty = set[str]()
    for key, item in node.value:
        name = _KEYS.get(vietnamese.slug(key.value, ""), "")
        if not name:
            near = vietnamese.nearest(key.value, _WORDS)
            hint = f"hãy xóa dòng này; các mục được dùng: {', '.join(_WORDS)}"
            hint = f"có phải “{near}” không? Nếu không, hãy xóa dòng này" if near else hint
            tell(_line(key), f"không có mục “{key.value}” ở đây", hint)
            faulty |= {near} if near else set()
        elif name in values:
            tell(_line(key), f"mục “{name}” viết hai lần", "hãy xóa một dòng")
        else:
            try:
                values[name] = _value(name, item)
            except _WrongValue as fault:
                tell(fault.line or _line(item), fault.what, fault.hint)
                faulty.add(name)
    examples = {"name": "Xã Mẫu", "url": EXAMPLE}
    for name, example in examples.items():
        if not values.get(name) and name not in faulty:
            hint = f"hãy thêm dòng “{name}: {example}” vào xã đó"
            tell(_line(node), f"một xã thiếu mục “{name}”", hint)
    url = values.get("url")
    unsafe = _insecure(url, values) if isinstance(url, str) and url and not faulty else None
    if unsafe:
        line = next(_line(item) for key, item in node.value if _is_url(key))
        tell(line, unsafe.what, unsafe.hint)
    return values


def _is_url(key: yaml.Node) -> bool:
    return _KEYS.get(vietnamese.slug(key.value, "")) == "url"


def _value(name: str, node: yaml.Node) -> str | tuple[str, ...]:
    if name == "also":
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return tuple(origin(_address("also", _text("url", item), _line(item))) for item in nodes)
    text = _text(name, node)
    if name == "url" and text:
        return f"{_address('url', text, _line(node)).rstrip('/')}/"
    if name == "key" and text and text != vietnamese.slug(text):
        fit = vietnamese.slug(text) or "xa-mau"
        raise _WrongValue(f"mã “{text}” viết chưa đúng", f"hãy viết “key: {fit}”")
    if name == "name" and text and not vietnamese.slug(text):
        raise _WrongValue(f"tên “{text}” không có chữ nào", "hãy viết ví dụ “name: Xã Mẫu”")
    if name == "kind" and text:
        said = vietnamese.meant(text, {kind: kind for kind in KINDS})
        if not said:
            hint = f"hãy chọn một trong: {', '.join(KINDS)}, hoặc xóa dòng này"
            raise _WrongValue(f"không có loại “{text}”", hint)
        return said
    return text


def _text(name: str, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        hint = f"hãy viết “{name}: …” trên một dòng"
        raise _WrongValue(f"“{name}” phải là một dòng chữ", hint)
    text = cleaning.one_line(node.value)
    if len(text) > _LONGEST.get(name, 100):
        what = f"“{name}” dài {len(text)} chữ cái, quá {_LONGEST.get(name, 100)}"
        raise _WrongValue(what, "hãy viết ngắn lại")
    return text


def _address(name: str, text: str, line: int) -> str:
    """A whole address without what it may not hold; raises `_WrongValue`."""
    parts = urls.split(text)
    said = f"địa chỉ “{text}”"
    if "://" not in text:
        raise _WrongValue(f"{said} không dùng được", f"hãy viết “{name}: https://{text}”", line)
    if not origin(text) or "\\" in text or " " in text:
        raise _WrongValue(f"{said} không dùng được", f"hãy viết như “{name}: {EXAMPLE}”", line)
    bare = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    if parts.username is not None or parts.password is not None:
        said = f"địa chỉ “{bare}” có tên đăng nhập hoặc mật khẩu đứng trước"  # not shown again
        raise _WrongValue(said, f"hãy viết “{name}: {bare}”, và đổi mật khẩu đã lộ", line)
    if parts.query or parts.fragment:
        raise _WrongValue(
            f"{said} có phần sau dấu “?” hoặc “#”", f"hãy viết “{name}: {bare}”", line
        )
    host = parts.netloc.rpartition(":")[0] if parts.port is not None else parts.netloc
    if not _HOST.fullmatch(host.lower()):
        hint = "hãy viết tên máy chủ bằng chữ không dấu, tên miền có dấu thì viết dạng “xn--…”"
        raise _WrongValue(f"{said} có tên máy chủ không dùng được", hint, line)
    path = re.sub(r"(?:feed\.json|feed\.xml|rss\.xml|van-ban\.json|index\.html)$", "", parts.path)
    if not path.isascii() or any(part in (".", "..") for part in path.split("/")):
        raise _WrongValue(f"{said} không dùng được", f"hãy viết như “{name}: {EXAMPLE}”", line)
    return f"{origin(text)}{path}"


def is_loopback(address: str) -> bool:
    """Whether an address is written as one of the machine itself (W3C, Secure Contexts, 3.1).

    >>> is_loopback("http://127.0.0.1:8000/"), is_loopback("http://xa.example/")
    (True, False)
    """
    host = urls.split(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _insecure(url: str, values: Values) -> _WrongValue | None:
    """What is wrong with an address that anybody on the way could answer, or that lies in a private
    network."""
    if is_loopback(url) or values.get("internal"):
        return None
    host = urls.split(url).hostname or ""
    try:
        is_private = not ip_address(host).is_global
    except ValueError:
        is_private = False
    if is_private:
        hint = "hãy thêm dòng “internal: vì sao đọc trang trong mạng nội bộ” vào xã đó"
        return _WrongValue(f"địa chỉ “{url}” nằm trong mạng nội bộ", hint)
    if url.startswith("http:") and not values.get("http"):
        safe = f"https:{url.removeprefix('http:')}"
        hint = f"hãy viết “url: {safe}”; nếu trang chưa có https, hãy thêm dòng “http: vì sao”"
        return _WrongValue(
            f"địa chỉ “{url}” không có https nên ai ở giữa đường cũng sửa được", hint
        )
    return None


def _source(values: Values, line: int) -> CommuneSite:
    said = {name: value for name, value in values.items() if isinstance(value, str)}
    also, name = values.get("also", ()), said["name"]
    return CommuneSite(
        name=name,
        key=said.get("key") or vietnamese.slug(name)[: _LONGEST["key"]].strip("-"),
        kind=said.get("kind") or _kind(name),
        url=said["url"],
        contact=said.get("contact", ""),
        also=also if isinstance(also, tuple) else (),
        is_internal=bool(said.get("internal")) or is_loopback(said["url"]),
        line=line,
    )


def _kind(name: str) -> str:
    """The kind of commune that its name begins with, "" for none.

    >>> _kind("Đặc khu Phú Quốc"), _kind("Trang một cửa")
    ('Đặc khu', '')
    """
    spoken = vietnamese.spoken(name)
    return next((kind for kind in KINDS if spoken.startswith(f"{vietnamese.spoken(kind)} ")), "")


def _alone(
    path: str, entries: Iterable[CommuneSite], problems: list[Problem]
) -> tuple[CommuneSite, ...]:
    """The `entries` of which none before has the name, the key or the address."""
    firsts: dict[tuple[str, str], CommuneSite] = {}
    kept: list[CommuneSite] = []
    for source in entries:
        marks = (
            ("tên", vietnamese.spoken(source.name), source.name, "hãy viết tên cho khác nhau"),
            ("mã", source.key, source.key, f"hãy thêm dòng “key: {source.key}-2” vào xã này"),
            ("địa chỉ", source.url.lower(), source.url, "hãy sửa địa chỉ"),
        )
        others = [firsts.setdefault((what, mark), source) for what, mark, *_ in marks]
        twice = [place for place, other in enumerate(others) if other is not source]
        for place in twice if len(twice) < len(marks) else twice[:1]:
            what, _, shown, hint = marks[place]
            said = f"{what} “{shown}” đã dùng ở dòng {others[place].line}"
            problems.append(Problem(path, source.line, said, f"{hint}, hoặc xóa xã này"))
        if not twice:
            kept.append(source)
    return tuple(kept)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
