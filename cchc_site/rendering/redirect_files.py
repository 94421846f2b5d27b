"""Old addresses as the configuration of servers, which answer with a true 301.

Pure. A query of an old portal is known by its names and values, in whatever order they come and
whatever else stands beside them; where a server cannot take it apart, as it is written. Browsers
remember the answer: what is written here is meant to stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote, unquote, unquote_plus, urlsplit

from cchc_site.rendering.server_files import caddy_token, caddy_value, nginx_value, nginx_word
from cchc_site.site.addresses import OldAddress
from cchc_site.site.redirects import Forwarding

FILE = "_redirects"
NGINX, CADDY = "may-chu/nginx-chuyen-huong.conf", "may-chu/Caddyfile-chuyen-huong"
VARIABLE = "$cchc_moved"
_NGINX_NAME, _CADDY_NAME = re.compile(r"[A-Za-z0-9_]+"), re.compile(r"[A-Za-z0-9_-]+")


class _QueryMap(NamedTuple):
    """Old addresses whose queries have the same `names`, None where these cannot be asked for; each
    by what a server makes of a request, with its target."""

    names: tuple[str, ...] | None
    rows: dict[str, str]


def files(url: str, redirects: Sequence[Forwarding]) -> Iterator[tuple[str, str]]:
    """Path and content of each file, for the site at `url`."""
    if redirects:
        yield FILE, static_host(url, redirects)
    yield NGINX, nginx(url, redirects)
    yield CADDY, caddy(url, redirects)


def static_host(url: str, redirects: Iterable[Forwarding]) -> str:
    """`_redirects`, as Cloudflare Pages and Netlify read it; queries are known to the second, and
    passed over by the first."""
    root = _root(url)
    lines = []
    for redirect in redirects:
        old = redirect.old
        query = "".join(f" {name}={value}" for name, value in old.query)
        place = quote(f"{root}{old.path}")
        lines.append(f"{place}{query} {_target(root, redirect)} 301\n")
    return "".join(lines)


def nginx(url: str, redirects: Sequence[Forwarding]) -> str:
    """The maps that give `VARIABLE` the target of an old address, and nothing for any other; they
    stand where `http` is, outside any `server`."""
    groups = _groups(_root(url), redirects, _NGINX_NAME, str)
    longest = max((len(key.encode()) for group in groups for key in group.rows), default=0)
    lines = [
        "# Đặt ngoài khối server, cùng chỗ với nó; nginx-trang.conf đã có sẵn.",
        "# Bản dựng viết lại tệp này.",
        f"map_hash_max_size {max(2048, 8 * len(redirects))};",
        f"map_hash_bucket_size {max(128, 1 << (longest + 64).bit_length())};",
    ]
    for number, (names, rows) in enumerate(groups or [_QueryMap((), {})]):
        variable = f"{VARIABLE}_{number}" if number else VARIABLE
        after = f"{VARIABLE}_{number + 1}" if number + 1 < len(groups) else '""'
        query = "&".join(f"$arg_{name}" for name in names or ())
        source = "$request_uri" if names is None else f"$uri?{query}" if names else "$uri"
        lines += [f'map "{source}" {variable} {{', f"    default {after};"]
        lines += [f"    {nginx_word(key)} {nginx_value(target)};" for key, target in rows.items()]
        lines.append("}")
    return "\n".join([*lines, ""])


def caddy(url: str, redirects: Sequence[Forwarding]) -> str:
    """What a site block of Caddy imports."""
    lines = [
        "# Đặt trong khối của trang; Caddyfile-trang đã có sẵn.",
        "# Bản dựng viết lại tệp này.",
    ]
    for number, (names, rows) in enumerate(
        _groups(_root(url), redirects, _CADDY_NAME, unquote_plus)
    ):
        query = "&".join(f"{{query.{name}}}" for name in names or ())
        source = "{uri}" if names is None else f"{{path}}?{query}" if names else "{path}"
        lines.append(f"map {source} {{cchc_moved_{number}}} {{")
        lines += [f"\t{caddy_token(key)} {caddy_value(target)}" for key, target in rows.items()]
        lines += [
            '\tdefault ""',
            "}",
            f'@cchc_moved_{number} not vars {{cchc_moved_{number}}} ""',
            f"redir @cchc_moved_{number} {{cchc_moved_{number}}} 301",
        ]
    return "\n".join([*lines, ""])


def _groups(
    root: str, redirects: Iterable[Forwarding], name: re.Pattern[str], value: Callable[[str], str]
) -> list[_QueryMap]:
    """The redirects by the names of their queries, those with the most first; a server asks for a
    `name` of that form, and is given the `value` so."""
    groups: dict[tuple[str, ...] | None, dict[str, str]] = {}
    seen = set[tuple[tuple[str, ...] | None, str]]()
    for redirect in redirects:
        old, target = redirect.old, _target(root, redirect)
        pairs = dict(old.query)
        askable = len(pairs) == len(old.query) and all(map(name.fullmatch, pairs))
        names = tuple(sorted(pairs)) if askable else None
        rows = groups.setdefault(names, {})
        for key in _keys(root, old, names, value):
            if (names, key.lower()) not in seen:  # nginx tells no small letter from a large one
                seen.add((names, key.lower()))
                rows[key] = target
    order = sorted(groups, key=lambda names: -1000 if names is None else -len(names))
    return [_QueryMap(names, groups[names]) for names in order]


def _keys(
    root: str, old: OldAddress, names: Sequence[str] | None, value: Callable[[str], str]
) -> Iterator[str]:
    """What a server makes of requests for an old address."""
    path = f"{root}{old.path}"
    if names is None:
        yield quote(path) + str(old)[len(old.path) + 1 :]
    elif names:
        pairs = dict(old.query)
        yield f"{path}?{'&'.join(value(pairs[name]) for name in names)}"
    elif old.path:
        plain = path.removesuffix("index.html").rstrip("/")
        yield from dict.fromkeys((path, plain, f"{plain}/"))


def _target(root: str, redirect: Forwarding) -> str:
    url = quote(redirect.url, safe="!#%&'()*+,/:;=?@[]~")
    return f"{quote(root)}{url}" if redirect.is_inside else url


def _root(url: str) -> str:
    return unquote(urlsplit(url).path) or "/"
