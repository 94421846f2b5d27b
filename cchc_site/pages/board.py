"""A post as a notice for the office's board: what its page shows beyond itself on paper.

Pure.
"""

from __future__ import annotations

from typing import NamedTuple

from cchc_site.base import vietnamese
from cchc_site.content.fields import Moment
from cchc_site.content.post import Post
from cchc_site.site.organizations import Organization


class BoardNotice(NamedTuple):
    """What a post shows beyond itself as a notice for the office's board: the body that puts it
    up, None for the one in office, and its first and last day there, "" where one is filled in by
    hand."""

    body: Organization | None
    first: str = ""
    last: str = ""


def notice(post: Post, body: Organization | None) -> BoardNotice:
    """What `post` shows as a notice that `body` puts up."""
    if not (post.posted_from or post.posted_to):
        return BoardNotice(body)
    return BoardNotice(body, _day(post.posted_from), _day(post.posted_to))


def _day(written: Moment | None) -> str:
    return vietnamese.day_numeric(written.at.date()) if written else ""
