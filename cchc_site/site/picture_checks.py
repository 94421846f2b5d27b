"""What is wrong with the files that posts and records bring, told where these name them.

Pure.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cchc_site.base.problems import Level, Problem
from cchc_site.content.paths import project_path
from cchc_site.media.files import Media, is_drawing, is_picture
from cchc_site.site.links import Resolution
from cchc_site.site.records import Record
from cchc_site.site.snapshot import PostSnapshot


def problems(
    items: Sequence[PostSnapshot],
    records: Sequence[Record],
    media: Mapping[str, Media],
    resolutions: Mapping[str, Resolution],
) -> Iterator[Problem]:
    """Every fault of every file that would be published: at its own line where it has lines, else
    at the lines of the posts and records that name it, else of the file as a whole. A target that
    leads nowhere is told by `resolutions` already."""
    faulty = {path: one for path, one in media.items() if one.faults}
    if not faulty:
        return
    public = {record.file for record in records}
    for item in items:
        public.update(one.media.path for one in resolutions[item.post.path].targets if one.media)
    faulty = {path: one for path, one in faulty.items() if path in public}
    told = set[str]()
    for path, line, file, name in _places(items, records, faulty):
        for _, what, hint in _whole(faulty.get(file)):
            told.add(file)
            noun = "ảnh" if is_picture(file) or is_drawing(file) else "tệp"
            yield Problem(path, line, f"{noun} “{name}”: {what}", hint)
    for path, one in faulty.items():
        for line, what, hint in one.faults:
            if line or path not in told:
                yield Problem(path, line, what, hint)


def _places(
    items: Iterable[PostSnapshot], records: Iterable[Record], faulty: Mapping[str, Media]
) -> Iterator[tuple[str, int, str, str]]:
    """Where files are named that may be among the `faulty`: path and line, the path of the file,
    and how it is named there."""
    for item in items:
        if not faulty.keys().isdisjoint(item.files):
            for target, line in _named(item):
                yield item.post.path, line, project_path(item.post.path, target), target
    for record in records:
        yield record.path, record.line, record.file, posixpath.basename(record.file)


def _whole(media: Media | None) -> Iterator[tuple[int, str, str]]:
    yield from (fault for fault in (media.faults if media else ()) if not fault[0])


def _named(item: PostSnapshot) -> Iterator[tuple[str, int]]:
    """Every file that a post names, and its line."""
    post = item.post
    yield from ((one.target, one.line) for one in item.parsed.references)
    if post.image:
        yield post.image, post.line("image")
    yield from ((one["file"], post.line("attachments")) for one in post.attachments)
    yield from ((one.get("file", ""), post.line("documents")) for one in post.documents)


def advice(media: Mapping[str, Media]) -> Iterator[Problem]:
    """Pictures that tell where they were taken: their files are published as they are."""
    for path, one in media.items():
        if one.located:
            yield Problem(
                path,
                0,
                "tệp ảnh gốc ghi tọa độ nơi chụp và được công bố nguyên vẹn",
                "nếu không muốn, hãy xóa vị trí khỏi ảnh rồi thay tệp",
                Level.ADVICE,
            )
