"""The headers that a site is to be sent with, as files for the servers that send it.

Pure. `_headers` is read by hosts of static sites from the root of the site; nginx and Caddy include
theirs, which hold nothing that is not sent with every answer. A header's policy and a page's own
both apply, so the header allows what any page holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from cchc_site.rendering.csp import Inline, Sources, address, policy
from cchc_site.search.format import FOLDERS, NAME, ROOT

FILE = "_headers"
NGINX, CADDY = "may-chu/nginx.conf", "may-chu/Caddyfile"

# Cloudflare's limits: https://developers.cloudflare.com/pages/configuration/headers/
MOST_RULES = 100
LONGEST_LINE = 2000
# nginx refuses a word of 4,096 bytes.
LONGEST_POLICY = 3500

_YEAR = 31_536_000
_IMMUTABLE = f"public, max-age={_YEAR}, immutable"
_MONTH = "public, max-age=2592000"
_ASK = "no-cache"
# Material's assets and ours with a digest in their names, and the search's.
_ASSET = r"assets/(?:[a-z]+/)+[A-Za-z0-9_-]+\.[0-9a-f]{8}\.(?:min\.)?(?:css|js)"
_INDEX = rf"{ROOT}[{''.join(FOLDERS)}]/[^/.]+\.[A-Za-z0-9_-]{{{NAME}}}\.json"
_PICTURE = r"anh/[0-9a-f]{20}-[0-9]+\.(?:webp|jpg)"
_FONT = r"assets/cchc/fonts/[^/]+\.woff2"
_HASHED = re.compile(_ASSET)
_NAMED_BY_CONTENT = re.compile(f"{_ASSET}|{_INDEX}|{_PICTURE}")
_POWERS = "accelerometer camera geolocation gyroscope magnetometer microphone payment usb".split()
_ADMIN: Sources = {
    "style-src": ("'unsafe-inline'",),
    "style-src-attr": ("'unsafe-inline'",),
    "img-src": ("blob:",),
    "media-src": ("blob:",),
    "connect-src": ("blob:", "data:"),
    "worker-src": ("blob:",),
    "frame-src": ("'self'", "blob:"),
}
# Where GitHub's API and pictures are; other forges serve both themselves.
_GITHUB: Sources = {
    "connect-src": ("https://api.github.com", "https://github.com"),
    "img-src": ("https://avatars.githubusercontent.com", "https://raw.githubusercontent.com"),
}


def is_named_by_content(path: str) -> bool:
    """Whether a file of the site has another name where it has another content."""
    return _NAMED_BY_CONTENT.fullmatch(path) is not None


class Served(Struct, frozen=True):
    """What the headers follow from: the site's address, its files but news and their pictures, the
    inline code of all pages, what the options allow beyond (None without a policy), and the address
    of the forge, "" for none."""

    url: str
    files: Sequence[str]
    code: Inline
    extra: Sources | None
    forge: str = ""

    @property
    def has_admin(self) -> bool:
        """Whether the editors' pages are part of the site."""
        return any(file.startswith("admin/") for file in self.files)

    @property
    def whole_policy(self) -> str:
        """The policy that holds for every page; what would make it too long is left to the
        pages'."""
        ancestors = {"frame-ancestors": ("'self'",)}
        if self.extra is None:
            return _bare(ancestors)
        extra = _merged(ancestors, self.extra)
        free = dict.fromkeys(("script-src", "style-src", "style-src-attr"), ("'unsafe-inline'",))
        ways = (policy(self.code, extra), policy(Inline(), _merged(extra, free)))
        return next((value for value in ways if len(value) <= LONGEST_POLICY), _bare(ancestors))

    @property
    def admin_policy(self) -> str:
        """That of the editors' pages, which talk to the forge."""
        return f"{editors_policy(self.forge)}; frame-ancestors 'self'"

    @property
    def everywhere(self) -> Iterator[tuple[str, str]]:
        """The headers of every answer, by name."""
        yield "X-Content-Type-Options", "nosniff"
        yield "Referrer-Policy", "strict-origin-when-cross-origin"
        yield "Permissions-Policy", ", ".join(f"{power}=()" for power in _POWERS)
        if self.url.startswith("https:"):
            yield "Strict-Transport-Security", f"max-age={_YEAR}"


def editors_policy(forge: str) -> str:
    """The policy of the editors' pages, which talk to the `forge` at that address; as an element of
    a page can say it."""
    forge = "/".join(address(forge).split("/")[:3])
    hosts: Sources = {}
    if forge == "https://github.com":
        hosts = _GITHUB
    elif forge:
        hosts = {"connect-src": (forge,), "img-src": (forge,)}
    return policy(Inline(), _merged(_ADMIN, hosts))


def _merged(first: Sources, second: Sources) -> Mapping[str, Sequence[str]]:
    names = dict.fromkeys((*first, *second))
    return {name: (*first.get(name, ()), *second.get(name, ())) for name in names}


def _bare(extra: Sources) -> str:
    return "; ".join(f"{name} {' '.join(values)}" for name, values in extra.items())


def files(served: Served) -> Iterator[tuple[str, str]]:
    """Path and content of each file."""
    yield FILE, static_host(served)
    yield NGINX, nginx(served)
    yield CADDY, caddy(served)


def static_host(served: Served) -> str:
    """`_headers`, as Cloudflare Pages and Netlify read it.

    Where two rules match, one host joins the values of a header and another takes the last: no
    header stands in two rules that match the same address. Both hosts have browsers ask again for
    all else than what is named here.
    """
    rules = [("/*", [*served.everywhere])]
    whole = _pages(served.whole_policy)
    if len(_line(whole[0])) > LONGEST_LINE:
        whole = _pages(_bare({"frame-ancestors": ("'self'",)}))
    hashed = sorted(filter(_HASHED.fullmatch, served.files))
    cached = [
        (f"/{file}", [("Cache-Control", _IMMUTABLE)]) for file in hashed if file[-4:] != ".map"
    ]
    if not any(file.startswith("anh/") for file in served.files):
        cached.append(("/anh/*", [("Cache-Control", _IMMUTABLE)]))
    cached += [(f"/{ROOT}{folder}/*", [("Cache-Control", _IMMUTABLE)]) for folder in FOLDERS]
    cached.append(("/assets/cchc/fonts/*", [("Cache-Control", _MONTH)]))
    if served.has_admin:
        places = [*_places(served.files)][: MOST_RULES - len(cached) - 2]
        rules += [(place, whole) for place in places]
        admin = ("Content-Security-Policy", served.admin_policy), _OPENS
        rules.append(("/admin/*", [*admin]))
    else:
        rules[0][1].extend(whole)
    rules += cached[: MOST_RULES - len(rules)]
    return "".join(
        "".join([f"{place}\n", *(f"  {_line(header)}\n" for header in headers)])
        for place, headers in rules
    )


# Signing in to a forge opens a window, which must be able to answer.
_OPENS = "Cross-Origin-Opener-Policy", "same-origin-allow-popups"


def _pages(value: str) -> list[tuple[str, str]]:
    return [
        ("Content-Security-Policy", value),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ]


def _line(header: tuple[str, str]) -> str:
    return f"{header[0]}: {header[1]}"


def _places(paths: Iterable[str]) -> Iterator[str]:
    """Patterns for all of a site's addresses but those of the editors' pages, the home page first
    and folders before files."""
    yield "/"
    folders = {path.partition("/")[0] for path in paths if "/" in path}
    yield from (f"/{quote(folder)}/*" for folder in sorted(folders - {"admin"}))
    yield from (f"/{quote(path)}" for path in sorted({path for path in paths if "/" not in path}))


def _root(served: Served) -> str:
    """An expression for the site's address, as servers compare it: decoded."""
    return re.escape(unquote(urlsplit(served.url).path) or "/")


def _cached(served: Served) -> Iterator[tuple[str, str]]:
    """An expression for addresses, and how long what they lead to is kept."""
    root = _root(served)
    yield f"^{root}(?:{_ASSET}|{_INDEX}|{_PICTURE})$", _IMMUTABLE
    yield f"^{root}{_FONT}$", _MONTH


def _admin(served: Served) -> str:
    return f"^{_root(served)}admin/"


def nginx_word(text: str) -> str:
    r"""`text` as one word of nginx's configuration.

    >>> print(nginx_word(r'a "b" \.'))
    "a \"b\" \\."
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def nginx_value(text: str) -> str:
    """The same for a word in which nginx looks for variables; it knows no way to write a "$"."""
    if "$" in text:
        raise ValueError(text)
    return nginx_word(text)


def nginx(served: Served) -> str:
    """What a `server` block of nginx includes.

    The values are chosen by `set`, for an `add_header` in a block takes away all those around it.
    How long to keep is not sent `always`: a file that is missing now may be there tomorrow.
    """
    lines = [
        "# Đặt trong khối server { … }:  include /đường/dẫn/site/may-chu/nginx.conf;",
        "# Bản dựng viết lại tệp này. Khối location có add_header riêng sẽ mất các dòng dưới đây.",
        f"set $cchc_cache {nginx_value(_ASK)};",
    ]
    for pattern, lifetime in _cached(served):
        chosen = f"set $cchc_cache {nginx_value(lifetime)};"
        lines.append(f"if ($uri ~ {nginx_word(pattern)}) {{ {chosen} }}")
    lines += [
        f"set $cchc_policy {nginx_value(served.whole_policy)};",
        'set $cchc_opener "same-origin";',
        f"if ($uri ~ {nginx_word(_admin(served))}) {{",
        f"    set $cchc_policy {nginx_value(served.admin_policy)};",
        f"    set $cchc_opener {nginx_value(_OPENS[1])};",
        "}",
        'add_header Cache-Control "$cchc_cache";',
        'add_header Content-Security-Policy "$cchc_policy" always;',
        f'add_header {_OPENS[0]} "$cchc_opener" always;',
    ]
    lines += [
        f"add_header {name} {nginx_value(value)} always;" for name, value in served.everywhere
    ]
    return "\n".join([*lines, ""])


def caddy_token(text: str) -> str:
    r"""`text` as one token of a Caddyfile: in double quotes only a quote can be escaped, in
    backticks nothing need be.

    >>> print(caddy_token("a b"), caddy_token(r'a "b" \.'))
    "a b" `a "b" \.`
    """
    if "`" not in text and set(text) & {"\\", '"'}:
        return f"`{text}`"
    if re.search(r'(?<!\\)(?:\\\\)*\\(?:"|\Z)', text):
        raise ValueError(text)
    return '"' + text.replace('"', '\\"') + '"'


def caddy_value(text: str) -> str:
    """The same for a token in which Caddy looks for placeholders."""
    if "{" in text:
        raise ValueError(text)
    return caddy_token(text)


def caddy(served: Served) -> str:
    """What a site block of Caddy imports; no two `header` lines of a name match the same
    address. Only what is there is kept long: a file that is missing now may be there tomorrow."""
    kept = [
        (f"path_regexp {caddy_token(pattern)}\n\tfile", lifetime)
        for pattern, lifetime in _cached(served)
    ]
    lines = [
        "# Đặt trong khối của trang, cùng “root”:  import /đường/dẫn/site/may-chu/Caddyfile",
        "# Bản dựng viết lại tệp này.",
    ]
    for number, (matches, lifetime) in enumerate(kept):
        lines.append(f"@cchc_kept_{number} {{\n\t{matches}\n}}")
        lines.append(f"header @cchc_kept_{number} Cache-Control {caddy_value(lifetime)}")
    lines.append("@cchc_asked {")
    lines += [f"\tnot {{\n\t{matches}\n\t}}" for matches, _ in kept]
    lines += ["}", f"header @cchc_asked Cache-Control {caddy_value(_ASK)}"]
    admin = f"path_regexp {caddy_token(_admin(served))}"
    lines.append(f"@cchc_admin {admin}")
    lines.append(f"@cchc_pages {{\n\tnot {admin}\n}}")
    for matcher, value, opener in (
        ("@cchc_pages", served.whole_policy, "same-origin"),
        ("@cchc_admin", served.admin_policy, _OPENS[1]),
    ):
        lines.append(f"header {matcher} Content-Security-Policy {caddy_value(value)}")
        lines.append(f"header {matcher} {_OPENS[0]} {caddy_value(opener)}")
    lines += [f"header {name} {caddy_value(value)}" for name, value in served.everywhere]
    return "\n".join([*lines, ""])
