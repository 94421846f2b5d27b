"""The content security policy of a page, from the HTML that it really holds.

Pure. Inline scripts and styles are allowed by the hash of their text, so that whatever else finds
its way into a page does not run. Source: Content Security Policy Level 3.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from html import unescape
from urllib.parse import SplitResult, quote

from msgspec import Struct

from cchc_site.base import urls
from cchc_site.base.hashing import sha256

Sources = Mapping[str, Sequence[str]]
"""What is allowed beyond the page's own, by directive."""

_DIRECTIVES: Sources = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "style-src-attr": ("'none'",),
    "img-src": ("'self'", "data:"),  # the icons in Material's stylesheet
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "media-src": ("'self'",),
    "manifest-src": ("'self'",),
    "worker-src": ("'self'",),
    "frame-src": ("'none'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
}
_PIECE = re.compile(
    r"""
    <!--.*?-->
    | <(?P<code>script|style)\b(?P<of_code>(?:[^"'>]|"[^"]*"|'[^']*')*+)>(?P<text>.*?)</(?P=code)\b
    | <(?P<element>[a-z][a-z0-9-]*)(?P<attributes>(?:[^"'>]|"[^"]*"|'[^']*')*+)>
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
# Scripts of any other type are data, which no policy looks at.
_PROGRAMS = re.compile(r"|module|importmap|speculationrules|.*(?:java|ecma|j)script.*")
_LOADS = {"script": "script-src", "img": "img-src", "iframe": "frame-src", "video": "media-src"}
_LOADS |= {"audio": "media-src", "source": "media-src", "form": "form-action", "link": "style-src"}
_PLACE = {"link": "href", "form": "action"}
_OF_PATHS = "/%:@!&()*+="
_ELSEWHERE = re.compile(r"[^:/?#]*:?//")


Plain = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class Inline(Struct, frozen=True):
    """The sources that allow inline scripts, inline styles and the values of `style`."""

    scripts: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()

    def __or__(self, other: Inline) -> Inline:
        """What either holds."""
        return Inline(
            self.scripts | other.scripts,
            self.styles | other.styles,
            self.attributes | other.attributes,
        )

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.scripts or self.styles or self.attributes)

    @property
    def plain(self) -> Plain:
        """The same as plain values, which `Inline.of` reads."""
        scripts, styles, attributes = map(sorted, (self.scripts, self.styles, self.attributes))
        return tuple(scripts), tuple(styles), tuple(attributes)

    @classmethod
    def of(cls, plain: Plain) -> Inline:
        """The sources that `plain` lists."""
        return cls(*map(frozenset, plain))


def may_hold(html: str) -> bool:
    """Whether it is worth to look for inline code in a part of a page.

    >>> may_hold("<p>Nộp hồ sơ"), may_hold("<p style='color:red'>")
    (False, True)
    """
    return "<script" in html or ("style" in html and ("<style" in html or "style=" in html))


def inline(html: str) -> Inline:
    """The inline code in a page or a part of one.

    >>> inline("<script>x()</script><script type='application/ld+json'>{}</script>").scripts
    frozenset({"'sha256-D6IGS8VMvCoyaR/l0h9tERrBTATY01CoPS7l6xDv0kI='"})
    """
    scripts, styles, values = set[str](), set[str](), set[str]()
    for piece in _PIECE.finditer(html):
        attributes = piece["attributes"] or piece["of_code"] or ""
        if piece["code"]:
            if piece["code"].lower() == "style":
                styles.add(source(piece["text"]))
            elif _is_program(attributes):
                scripts.add(source(piece["text"]))
        if "style" in attributes.lower():
            value = dict(_attributes(attributes)).get("style")
            if value is not None:
                values.add(source(value))
    return Inline(frozenset(scripts), frozenset(styles), frozenset(values))


def _is_program(attributes: str) -> bool:
    values = dict(_attributes(attributes))
    return "src" not in values and bool(_PROGRAMS.fullmatch(values.get("type", "").strip().lower()))


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for name, value in _ATTRIBUTE.findall(text):
        quoted = value[:1] in ('"', "'")
        yield name.lower(), unescape(value[1:-1] if quoted else value)


@lru_cache(maxsize=256)
def source(text: str) -> str:
    """What allows an inline script or style of that text; browsers know one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    digest = sha256(text.encode("utf-8", "replace"))
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def address(url: str) -> str:
    """The source that allows a file at another host, "" for one of the site.

    Whatever a policy, or a server's file that holds it, could take for something else is written
    as browsers compare it, in hexadecimal; a host's name is in ASCII, without a password.

    >>> address("https://cdn.example.org/a.js?v=2"), address("js/a.js")
    ('https://cdn.example.org/a.js', '')
    >>> address("https://me:secret@tệp.vn:444/${a};{b}")
    'https://xn--tp-o8s.vn:444/%24%7Ba%7D%3B%7Bb%7D'
    """
    parts = urls.split(url)
    if not parts.netloc:
        return ""
    host = parts.netloc.rpartition("@")[2]
    with suppress(UnicodeError):  # a label that is empty or too long
        host = host.encode("idna").decode()
    scheme = f"{parts.scheme}://" if parts.scheme else ""
    return f"{scheme}{quote(host, safe=':*')}{quote(parts.path, safe=_OF_PATHS)}"


class Policies(Struct, frozen=True):
    """Writes policies that allow `extra` everywhere."""

    extra: Sources

    def of(self, code: Inline) -> str:
        """The policy of a page that holds the inline `code`."""
        in_pages = {name: values for name, values in self.extra.items() if name in _DIRECTIVES}
        return policy(code, in_pages)


def policy(code: Inline, extra: Sources) -> str:
    """The value of the header, or of the element that stands for it.

    >>> policy(Inline(), {"connect-src": ["https://so-lieu.example.org"]}).split("; ")[6]
    "connect-src 'self' https://so-lieu.example.org"
    """
    directives = {name: [*values] for name, values in _DIRECTIVES.items()}
    directives["script-src"] += sorted(code.scripts)
    directives["style-src"] += sorted(code.styles)
    if code.attributes:
        directives["style-src-attr"] = ["'unsafe-hashes'", *sorted(code.attributes)]
    for name, values in extra.items():
        others = [value for value in directives.get(name, ()) if value != "'none'"]
        directives[name] = list(dict.fromkeys([*others, *values]))
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def blocked(html: str, site: str, extra: Sources) -> Iterator[tuple[str, str]]:
    """What in a page at `site` no policy with `extra` lets through: the directive, "" for a handler
    of events, and the address or the handler's name."""
    own = urls.split(site)[:2]
    for piece in _PIECE.finditer(html):
        element = (piece["element"] or piece["code"] or "").lower()
        for name, value in _attributes(piece["attributes"] or piece["of_code"] or ""):
            if name.startswith("on") and len(name) > 2:
                yield "", name
            directive = _LOADS.get(element)
            if not directive or name != _PLACE.get(element, "src"):
                continue
            if element == "link" and "stylesheet" not in (piece["attributes"] or ""):
                continue
            outside = _ELSEWHERE.match(value) and urls.split(value)[:2] != own
            if outside and not _allows(extra.get(directive, ()), value):
                yield directive, value


def _allows(sources: Sequence[str], url: str) -> bool:
    parts = _split(address(url))
    for source in sources:
        wanted = _split(source)
        host = wanted.netloc.removeprefix("*")
        same = parts.netloc == host or (host.startswith(".") and parts.netloc.endswith(host))
        under = parts.path == wanted.path or wanted.path.endswith("/") or not wanted.path
        if same and under and parts.path.startswith(wanted.path):
            return True
    return False


def _split(source: str) -> SplitResult:
    return urls.split(source if "//" in source else f"//{source}")
