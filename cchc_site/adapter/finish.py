"""The end of a build: change the site, keep what the build knows, say what was done.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from mkdocs.exceptions import PluginError
from mkdocs.plugins import PluginCollection

from cchc_site.adapter import header_search, native
from cchc_site.adapter.project import log
from cchc_site.adapter.publisher import Publisher
from cchc_site.base import failures, signals, vietnamese
from cchc_site.base.problems import one_line
from cchc_site.base.progress import closing
from cchc_site.build.apply import Applied, Clash, apply
from cchc_site.build.proof import write_checksums
from cchc_site.build.session import Session
from cchc_site.site.news_site import NewsSite
from cchc_site.storage.published import PublishedFile


def finish(publisher: Publisher, news_site: NewsSite, session: Session, began: float) -> None:
    """Apply what is staged to the site, leave what the next build can use, and say what was done;
    the build `began` at that time of the monotonic clock.

    Raises `PluginError`, before anything is changed, where two have made one file.
    """
    header_search.add_posts(publisher.build.folders.host, news_site.catalogue)
    publisher.stage_headers()
    try:
        with signals.held():
            applied, outputs = apply(publisher.build)
            write_checksums(publisher.build, applied.host, outputs)
            _remember(publisher, news_site, session, outputs)
    except Clash as clash:
        raise PluginError(
            f"hai nơi cùng tạo tệp “{one_line(str(clash))}” của trang, ví dụ một plugin và "
            "tin; trang chưa thay đổi, hãy đổi tên một tệp hoặc tắt plugin ấy"
        ) from None
    _say_what_was_done(applied, publisher, news_site, time.monotonic() - began)


def _remember(
    publisher: Publisher,
    news_site: NewsSite,
    session: Session,
    outputs: Mapping[str, PublishedFile],
) -> None:
    """Leave what this build knows to the next, which can do without: the site is right."""
    try:
        session.remember(news_site.loaded, outputs, publisher.provenance, publisher.index)
    except (OSError, MemoryError) as error:
        log.info(
            f"Trang đã dựng xong, nhưng không giữ lại được những gì đã biết: "
            f"{failures.reason(error)}; lần sau sẽ dựng lâu hơn"
        )


def _say_what_was_done(
    applied: Applied, publisher: Publisher, news_site: NewsSite, seconds: float
) -> None:
    """Say which addresses of posts are gone, when the site must be built again, and how many files
    and pages have changed."""
    for url in news_site.lost(applied.gone):
        log.info(
            f"Địa chỉ /{url} không còn; nếu bài đã chuyển, hãy thêm vào bài dòng "
            f"“aliases: [/{url}]”"
        )
    now, end = news_site.catalogue.now, publisher.alert_end
    if end and end <= now:
        log.info(
            f"Lời báo chung đã hết từ {end:%Y-%m-%d %H:%M}; có thể xóa “alert” trong mkdocs.yml"
        )
    federation = publisher.context.federation
    coming = federation.next_change if federation else None
    moments = (news_site.next_change(), coming, end if end and end > now else None)
    if moment := min(filter(None, moments), default=None):
        log.info(f"Trang đổi trạng thái vào {moment:%Y-%m-%d %H:%M}; hãy dựng lại sau lúc đó")
    log.info(
        f"{vietnamese.count(applied.changed)} tệp mới hoặc thay đổi, "
        f"{vietnamese.count(len(applied.gone))} tệp bỏ đi, "
        f"{vietnamese.count(applied.kept)} tệp giữ nguyên"
    )
    posts = len(news_site.catalogue.items)
    log.info(closing(posts, publisher.rendered, publisher.kept, seconds))


def say_what_is_left_out(publisher: Publisher, plugins: PluginCollection | None) -> None:
    """Say that pages cannot be made the fast way, and which of these plugins and hooks ask for the
    events of single pages but do not meet posts."""
    if not publisher.shares_layouts:
        log.info("Mẫu trang riêng không ghép nhanh được; mỗi trang tin được dựng cả trang")
    names = tuple(native.plugins_of_pages(plugins)) if plugins else ()
    if names:
        log.info(
            f"Tin không gặp plugin và hook của từng trang: {', '.join(names)}; "
            "nếu cần, hãy đặt “engine: native”"
        )
