"""Where a reader passes an item on, and where a fault in it is reported.

Pure. Plain links: nothing of another site is loaded.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import quote

from cchc_site.pages.components import ExternalLink

Report = Callable[[str, str, str, str], str]
"""What gives the address for reporting a fault in an item, by its title, its whole address, its
address in the site, and the way from its page to the site's root."""

_ZALO = "https://button-share.zalo.me/share_external?shareType=0&d="
_FACEBOOK = "https://www.facebook.com/sharer/sharer.php?u="


def share(site_url: str) -> Callable[[str], tuple[ExternalLink, ...]]:
    """What gives the links that pass on an item, by its address within the site at `site_url`,
    which is made of letters, digits, hyphens and slashes.

    Zalo's page takes what its own button sends: a JSON object in Base64.
    """
    zalo, facebook = json.dumps({"url": site_url})[:-2], f"{_FACEBOOK}{_quote(site_url)}"

    def links(url: str) -> tuple[ExternalLink, ...]:
        item = b64encode(f'{zalo}{url}"}}'.encode()).decode().replace("+", "%2B")
        return (
            ExternalLink("Zalo", f"{_ZALO}{item.replace('/', '%2F').replace('=', '%3D')}"),
            ExternalLink("Facebook", facebook + url.replace("/", "%2F")),
        )

    return links


def report(feedback: str) -> Report | None:
    """What gives the address for reporting a fault, None where a body takes no `feedback`.

    A mailbox gets a letter begun, a page of this site is told the item by `?bai=`, and the address
    of another site has title and address in place of `{title}` and `{address}`.
    """
    if not feedback:
        return None
    if ":" not in feedback and "@" in feedback:

        def letter(title: str, address: str, url: str, base: str) -> str:
            subject, text = _quote(f"Báo lỗi: {title}"), _quote(f"{address}\n\n")
            return f"mailto:{feedback}?subject={subject}&body={text}"

        return letter
    if ":" in feedback or feedback.startswith("//"):
        return lambda title, address, url, base: feedback.replace("{title}", _quote(title)).replace(
            "{address}", _quote(address)
        )
    page, hash_mark, place = feedback.partition("#")
    return lambda title, address, url, base: (
        f"{base}/{page.removeprefix('/')}?bai={_quote(url)}{hash_mark}{place}"
    )


def letter(feedback: str, mailbox: str) -> Report | None:
    """What gives a letter to the `mailbox` of a body whose `feedback` is a page; None where faults
    are reported by letter anyway, or to nobody."""
    is_letter = "@" in feedback and not feedback.startswith(("http:", "https:", "//"))
    return report(mailbox) if mailbox and feedback and not is_letter else None


def _quote(text: str) -> str:
    return quote(text, safe="")
