"""Days and fields of posts judged by the moment of the build, and what is odd about them together.

Pure. What is wrong whenever it is read is told where it is read (content/post.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from cchc_site.base import vietnamese
from cchc_site.base.problems import Level, Problem
from cchc_site.content.post import Post
from cchc_site.site.snapshot import PostSnapshot

_FAR = dt.timedelta(days=366)


def problems(items: Iterable[PostSnapshot], now: dt.datetime) -> Iterator[Problem]:
    """Posts that say they were changed on a day that is still to come: told at once, also of a post
    that waits, so that its own day breaks no build."""
    today = now.date()
    for item in items:
        post = item.post
        if post.updated and post.updated.at.date() > max(today, post.day):
            day = vietnamese.day_numeric(post.updated.at.date())
            yield Problem(
                post.path,
                post.line("updated"),
                f"ngày sửa bài {day} (“updated”) còn ở tương lai",
                f"hãy viết ngày đã sửa, muộn nhất là “updated: {today.isoformat()}”, "
                "hoặc xóa dòng này",
            )


def advice(items: Iterable[PostSnapshot], now: dt.datetime) -> Iterator[Problem]:
    """What is possible and still looks like a slip."""
    for item in items:
        for key, what, hint in _odd(item.post, now):
            yield Problem(item.post.path, item.post.line(key), what, hint, Level.ADVICE)


def _odd(post: Post, now: dt.datetime) -> Iterator[tuple[str, str, str]]:
    """The key, what is odd about it, and how to mend it."""
    if post.date.at > now + _FAR and not post.draft:
        day = vietnamese.day_numeric(post.day)
        yield "date", f"bài hẹn đến ngày {day} mới đăng, sau hơn một năm", "hãy xem lại năm"
    if post.expires and post.expires.at > max(now, post.date.at) + 10 * _FAR:
        day = vietnamese.day_numeric(post.expires.at.date())
        hint = "hãy xem lại năm; bài không có hạn thì xóa dòng này"
        yield "expires", f"bài đến ngày {day} mới hết hạn, sau hơn mười năm", hint
    if post.image_alt and not post.image:
        hint = "hãy thêm dòng “image: …” với tên tệp ảnh, hoặc xóa dòng này"
        yield "image_alt", "có lời tả ảnh “image_alt” mà bài không có ảnh “image”", hint
    if post.correction and not post.updated:
        hint = f"hãy thêm dòng “updated: {now.date().isoformat()}” với ngày đã sửa"
        yield "correction", "có lời đính chính mà không có ngày sửa bài “updated”", hint
    if post.pinned and (post.withdrawn or (post.expires and post.expires.at <= now)):
        why = "đã gỡ" if post.withdrawn else "đã hết hạn"
        yield "pinned", f"bài {why} nên “pinned” không có tác dụng", "hãy xóa dòng “pinned”"
    for document in post.documents:
        issued = dt.date.fromisoformat(document["date"])
        if issued > max(post.day, post.changed.date()):
            day = vietnamese.day_numeric(issued)
            what = f"văn bản “{document['number']}” đề ngày {day}, sau ngày đăng bài"
            yield "documents", what, "hãy xem lại ngày của văn bản và ngày của bài"
