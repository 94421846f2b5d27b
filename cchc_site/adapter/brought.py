"""The files that posts and records bring, into the stage: as they are, or without what pictures
tell beside themselves; and the pictures made of them.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote

from cchc_site.base import filenames
from cchc_site.base.hashing import cut
from cchc_site.build.stage import Build
from cchc_site.media.renditions import Rendition
from cchc_site.site.news_site import NewsSite


def stage(build: Build, news_site: NewsSite, root: Path) -> None:
    """Stage those files that `build` has not published yet; paths are relative to `root`."""
    bared = {unquote(picture.url): picture for picture in news_site.bared()}
    build.bring(
        (
            unquote(resolved.url),
            filenames.located(root, resolved.media.path),
            cut(resolved.media.digest),
        )
        for resolved in news_site.media()
        if resolved.media and unquote(resolved.url) not in bared
    )
    for path, picture in bared.items():
        content = functools.partial(news_site.bare, picture)
        build.fill(path, cut(picture.fingerprint), content)
    for media in news_site.pictures():
        contents = functools.cache(functools.partial(news_site.contents, media))
        for rendition in media.renditions:
            content = functools.partial(_content_of, contents, rendition)
            build.fill(rendition.url, rendition.digest, content)


def _content_of(contents: Callable[[], Mapping[Rendition, bytes]], rendition: Rendition) -> bytes:
    return contents()[rendition]
