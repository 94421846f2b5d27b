"""Words and addresses that strangers have written → what may be shown: plain text of one line,
without what cannot be seen or turns the reading round; addresses of origins that may be led to.

Pure. Everything is cut before it is looked at, so that no value is worth more work than its limit.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import quote, urljoin

from cchc_site.base import invisible, urls, vietnamese

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"^`{|}]")
_LONGEST_ADDRESS = 1_000
_HTML = 30_000
"""So much of an item's HTML is looked at: what nests on purpose takes time by the square of it."""


def origin(address: str) -> str:
    """Scheme, host and port of an address, "" for what is none (RFC 6454).

    >>> origin("https://A.example:443/x"), origin("javascript:alert(1)")
    ('https://a.example', '')
    """
    parts = urls.split(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def one_line(text: str) -> str:
    r"""`text` in NFC on one line, without controls and what nobody sees.

    >>> one_line("a\x00b\n c\u202e d")
    'a b c d'
    """
    if (place := vietnamese.overmarked(text)) >= 0:
        text = text[:place]
    return " ".join(invisible.dropped(_CONTROL.sub(" ", text)).split())


def words(value: object, limit: int) -> str:
    """A text of at most `limit` characters, "" for anything else.

    >>> words("Lịch  tiếp dân", 20), words(["x"], 20), words("một hai ba", 8)
    ('Lịch tiếp dân', '', 'một hai…')
    """
    if not isinstance(value, str):
        return ""
    return vietnamese.shorten(one_line(value[: 4 * limit]), limit)


def text_of(html: object, limit: int) -> str:
    """The words of a stranger's HTML, at most `limit` characters."""
    if not isinstance(html, str) or not html:
        return ""
    # A browser's parser: what is broken on purpose ends it no later than what is whole.
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(_CONTROL.sub(" ", html[:_HTML]))
    page.strip_tags(["script", "style", "template", "noscript", "iframe", "svg", "math"])
    body = page.body
    return words(body.text(separator=" "), limit) if body else ""


def address(value: object, base: str, origins: Collection[str]) -> str:
    """The whole address that `value` gives, as seen from `base`, where it is one of the `origins`;
    "" for any other, for other schemes than the web's and for one with a name to sign in by.

    >>> ours = ("https://xa.example",)
    >>> address("/tin/a b", "https://xa.example/", ours)
    ''
    >>> address("tin/đ/", "https://xa.example/x/", ours)
    'https://xa.example/x/tin/%C4%91/'
    >>> [address(each, "https://xa.example/", ours) for each in ("javascript:x", "//b.example/")]
    ['', '']
    """
    if not isinstance(value, str) or not value or len(value) > _LONGEST_ADDRESS:
        return ""
    if _UNSAFE.search(value):
        return ""
    try:
        whole = urljoin(base, quote(value, safe="!#$%&'()*+,/:;=?@[]~"))
    except ValueError:
        return ""
    parts = urls.split(whole)
    if "@" in parts.netloc or origin(whole) not in origins:
        return ""
    return whole
