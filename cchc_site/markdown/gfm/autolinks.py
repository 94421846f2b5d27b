"""Bare addresses in a text: “www.…”, “https://…” and e-mail addresses that become links.

Pure. GitHub's extension, with the tokens of mdit-py-plugins. That library looks at all of a
paragraph for each address that might begin, which takes time with the square of its length; here a
look ends where the address does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.rules_inline import StateInline

# With the quotation marks of office text: they stand around an address, never in it.
_BEFORE = frozenset(" \t\r\n*_~(“‘«")  # noqa: RUF001
_END = re.compile(r"[ \t\r\n\0\v\f<]")
_HOST_LIMIT = 255
"""Longer names of hosts exist nowhere (RFC 1035, 2.3.4)."""
_TRIMMED = frozenset("?!.,:*_~'\"[]“”‘’«»…")  # noqa: RUF001
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_")
_DOMAIN = r"(?:[\w-]|\.(?=[A-Za-z0-9]))"
_AFTER_AT = re.compile(rf"{_DOMAIN}++(?!@)", re.ASCII)
_MAILTO = re.compile(rf":[\w.+-]++@{_DOMAIN}*+(?!@)", re.ASCII)
_XMPP = re.compile(rf":[\w.+-]++@(?:@|{_DOMAIN})*+(?:/(?:@|{_DOMAIN})*+)?", re.ASCII)
_PROTOCOLS = ("http", "https", "mailto", "xmpp")


def _www(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    if not _may_link(state, silent) or not src.startswith("www.", start, state.posMax):
        return False
    before = state.pending[-1:] or src[start - 1 : start]
    if before and before not in _BEFORE:
        return False
    end = _end(src, start, start + len("www."), state.posMax, needs_dot=True)
    return bool(end) and _link(state, start, end, "http://")


def _protocol(state: StateInline, silent: bool) -> bool:
    src, colon = state.src, state.pos
    if not _may_link(state, silent) or not src.endswith(_PROTOCOLS, 0, colon):
        return False
    name = next(protocol for protocol in reversed(_PROTOCOLS) if src.endswith(protocol, 0, colon))
    start = colon - len(name)
    if not state.pending.endswith(name) or not _may_begin(src, start):
        return False
    if name in ("mailto", "xmpp"):
        address = (_MAILTO if name == "mailto" else _XMPP).match(src, colon, state.posMax)
        is_whole = address and _is_domain(address[0].partition("@")[2], str.isalpha)
        end = address.end() if address and is_whole else 0
    elif src.startswith("://", colon, state.posMax):
        end = _end(src, start, colon + len("://"), state.posMax)
    else:
        return False
    return bool(end) and _link(state, start, end)


def _email(state: StateInline, silent: bool) -> bool:
    src, at = state.src, state.pos
    if not _may_link(state, silent) or src[at] != "@":
        return False
    length = 0
    for character in reversed(state.pending):
        if character not in _LOCAL:
            break
        length += 1
    host = _AFTER_AT.match(src, at + 1, state.posMax) if length else None
    if not host or not _is_domain(host[0], str.isalnum) or not _may_begin(src, at - length):
        return False
    return _link(state, at - length, host.end(), "mailto:")


RULES: Mapping[str, RuleFuncInlineType] = {
    "gfm_autolink_email": _email,
    "gfm_autolink_protocol": _protocol,
    "gfm_autolink_www": _www,
}


def _may_link(state: StateInline, silent: bool) -> bool:
    """Whether an address may become a link: nothing is looked for within another link, nor where
    a label's end is looked for."""
    return not silent and state.linkLevel <= 0


def _may_begin(src: str, start: int) -> bool:
    return start <= 0 or src[start - 1] in _BEFORE


def _is_domain(host: str, ends_well: Callable[[str], bool]) -> bool:
    """Whether there is a dot in the domain that was found, and its end is one."""
    return "." in host and ends_well(host[-1])


def _end(src: str, start: int, host: int, maximum: int, needs_dot: bool = False) -> int:
    """Where the address ends that starts at `start` and has its host at `host`; 0 for none."""
    if not _is_host(src, host, maximum, needs_dot):
        return 0
    stop = _END.search(src, host, maximum)
    return _trimmed(src, start, stop.start() if stop else maximum)


def _is_host(src: str, start: int, maximum: int, needs_dot: bool) -> bool:
    """Whether a host's name begins at `start`: letters, signs, dots and dashes, no underscore in
    its last two labels unless it has very many and ends the text."""
    at, limit = start, min(maximum, start + _HOST_LIMIT)
    while at < limit and (src[at] in "._-" or _is_in_label(src[at])):
        at += 1
    if at == start == maximum or at == limit < maximum:
        return False
    labels = src[start:at].split(".")
    if "_" in labels[-1] + "".join(labels[-2:-1]) and not (at == maximum and len(labels) > 11):
        return False
    return len(labels) > 1 or not needs_dot


def _is_in_label(character: str) -> bool:
    return not character.isspace() and not unicodedata.category(character).startswith("P")


def _trimmed(src: str, start: int, end: int) -> int:
    """The end of an address without what ends the sentence around it."""
    unmatched = src.count(")", start, end) - src.count("(", start, end)
    while end > start:
        last = src[end - 1]
        if last in _TRIMMED:
            end -= 1
        elif last == ")" and unmatched > 0:
            unmatched -= 1
            end -= 1
        elif last == ";":
            name = end - 2
            while name > start and src[name].isalpha():
                name -= 1
            end = name if name < end - 2 and src[name] == "&" else end - 1
        else:
            break
    return end


def _link(state: StateInline, start: int, end: int, scheme: str = "") -> bool:
    """Write the link from `start`, which is pending from there to the position, to `end`."""
    said = state.src[start:end]
    if start < state.pos:
        state.pending = state.pending[: start - state.pos]
    opening = state.push("link_open", "a", 1)
    opening.attrs, opening.markup, opening.info = {"href": scheme + said}, "autolink", "auto"
    state.push("text", "", 0).content = said
    closing = state.push("link_close", "a", -1)
    closing.markup, closing.info = "autolink", "auto"
    state.pos = end
    return True
