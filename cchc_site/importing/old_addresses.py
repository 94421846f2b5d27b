"""The address that a page had → how `aliases` write it.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from cchc_site.base import urls
from cchc_site.importing.draft import LeftOut
from cchc_site.site import addresses

_OF_VISITS = ("utm_", "fbclid", "gclid", "zarsrc", "_ga", "mc_cid", "mc_eid", "dm_i")


def alias(address: str) -> str:
    """`address` from the root of its site, "" for the root itself and for what is no address.
    What only tells how a visitor came is left out of its query.

    >>> alias("https://x.vn/web/tin?id=5&fbclid=a#b"), alias("http://x.vn/"), alias("tin-1.html")
    ('/web/tin?id=5', '', '')
    """
    parts = urls.split(address.strip())
    if parts.scheme not in ("http", "https", "") or (not parts.scheme and address[:1] != "/"):
        return ""
    path = unquote(parts.path)
    query = "&".join(
        part for part in parts.query.split("&") if part and not part.lower().startswith(_OF_VISITS)
    )
    if path in ("", "/") and not query:
        return ""
    if not (path + query).isprintable() or "\\" in path:
        return ""
    return f"{path or '/'}?{query}" if query else path


def aliases(candidates: Iterable[str], left_out: list[LeftOut]) -> Iterator[str]:
    """The old addresses among `candidates`, each once, as posts may write them; others are told.

    One that another goes on with by a query is that of a list, which many pages name as theirs.
    """
    known = [*dict.fromkeys(filter(None, map(alias, candidates)))]
    lists = {old.partition("?")[0].rstrip("/") for old in known if "?" in old}
    for old in known:
        if old.rstrip("/") in lists:
            continue
        asked = addresses.old_address(old)
        # Servers lead on from what has a query; there can be no page for it.
        if addresses.address(old) is None and not (asked and asked.query):
            left_out.append(LeftOut(f"địa chỉ cũ “{old}”: bài không giữ được", _WHERE))
        else:
            yield old


_WHERE = "hãy chuyển hướng nó ở máy chủ"
