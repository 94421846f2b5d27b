"""What a build says at its end, in the log of MkDocs.

Part of the MkDocs adapter; pure, but for the log.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from cchc_site.adapter.publisher import Publisher
from cchc_site.base import vietnamese
from cchc_site.base.progress import closing
from cchc_site.build.stage import Applied
from cchc_site.site.news_site import NewsSite

log = logging.getLogger("mkdocs.plugins.cchc")


def tell_applied(applied: Applied, site: NewsSite, publisher: Publisher, began: float) -> None:
    """Say which addresses of posts are gone, when the site must be built again, what was done, and
    how long it took since the moment `began` (of `time.monotonic`)."""
    for url in site.lost(applied.gone):
        log.info(
            f"Địa chỉ /{url} không còn; nếu bài đã chuyển, hãy thêm vào bài dòng "
            f"“aliases: [/{url}]”"
        )
    if moment := site.next_change():
        log.info(f"Trang đổi trạng thái vào {moment:%Y-%m-%d %H:%M}; hãy dựng lại sau lúc đó")
    log.info(
        f"{vietnamese.count(applied.changed)} tệp mới hoặc thay đổi, "
        f"{vietnamese.count(len(applied.gone))} tệp bỏ đi, "
        f"{vietnamese.count(applied.kept)} tệp giữ nguyên"
    )
    posts, seconds = len(site.catalogue.items), time.monotonic() - began
    log.info(closing(posts, publisher.rendered, publisher.kept, seconds))


def tell_slow_and_unmet(pours: bool, unmet: Sequence[str]) -> None:
    """Say that pages are not poured but rendered whole, and which plugins and hooks meet no post,
    where that is so."""
    if not pours:
        log.info("Mẫu trang riêng không ghép nhanh được; mỗi trang tin được dựng cả trang")
    if unmet:
        log.info(
            f"Tin không gặp plugin và hook của từng trang: {', '.join(unmet)}; "
            "nếu cần, hãy đặt “engine: native”"
        )
