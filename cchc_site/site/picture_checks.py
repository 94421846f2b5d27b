"""What is wrong with the files that posts and records bring, reported where these name them.

Pure.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cchc_site.base.problems import Level, Problem
from cchc_site.content.paths import project_path
from cchc_site.media.files import Media, is_drawing, is_picture
from cchc_site.media.publishable import FileFault
from cchc_site.site.links import Resolution
from cchc_site.site.procedures import RecordedFile
from cchc_site.site.records import Record
from cchc_site.site.snapshot import PostSnapshot


def problems(
    items: Sequence[PostSnapshot],
    records: Sequence[Record | RecordedFile],
    media: Mapping[str, Media],
    resolutions: Mapping[str, Resolution],
) -> Iterator[Problem]:
    """Every fault of every file that would be published: at its own line where it has lines, else
    at the lines of the posts and records that name it, else of the file as a whole. A target that
    leads nowhere is a problem of `resolutions` already."""
    faulty = {path: file for path, file in media.items() if file.faults}
    if not faulty:
        return
    public = {record.file for record in records}
    for item in items:
        targets = resolutions[item.post.path].targets
        public.update(target.media.path for target in targets if target.media)
    faulty = {path: file for path, file in faulty.items() if path in public}
    reported = set[str]()
    for path, line, named, name in _places(items, records, faulty):
        for _, what, hint in _whole(faulty.get(named)):
            reported.add(named)
            noun = "ảnh" if is_picture(named) or is_drawing(named) else "tệp"
            yield Problem(path, line, f"{noun} “{name}”: {what}", hint)
    for path, file in faulty.items():
        for line, what, hint in file.faults:
            if line or path not in reported:
                yield Problem(path, line, what, hint)


def _places(
    items: Iterable[PostSnapshot],
    records: Iterable[Record | RecordedFile],
    faulty: Mapping[str, Media],
) -> Iterator[tuple[str, int, str, str]]:
    """Where files are named that may be among the `faulty`: path and line, the path of the file,
    and how it is named there."""
    for item in items:
        if not faulty.keys().isdisjoint(item.files):
            for target, line in _named(item):
                yield item.post.path, line, project_path(item.post.path, target), target
    for record in records:
        yield record.path, record.line, record.file, posixpath.basename(record.file)


def _whole(media: Media | None) -> Iterator[FileFault]:
    """The faults of the file as a whole."""
    yield from (fault for fault in (media.faults if media else ()) if not fault.line)


def _named(item: PostSnapshot) -> Iterator[tuple[str, int]]:
    """Every file that a post names, and its line."""
    post = item.post
    yield from ((reference.target, reference.line) for reference in item.parsed.references)
    if post.image:
        yield post.image, post.line("image")
    for name in "attachments", "documents":
        for record in getattr(post, name):
            if file := record.get("file"):
                yield file, post.line(name, file)


def advice(media: Mapping[str, Media]) -> Iterator[Problem]:
    """Pictures that tell more than they show, where their files are published as they are."""
    for path, picture in media.items():
        if picture.tells:
            what = "tệp ảnh gốc ghi nơi, giờ chụp hay tên máy và được công bố nguyên vẹn"
            hint = "nếu không muốn, hãy bỏ dòng “originals: keep” trong mkdocs.yml"
            yield Problem(path, 0, what, hint, Level.ADVICE)
