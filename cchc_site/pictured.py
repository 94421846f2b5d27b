"""What is wrong with the pictures that posts bring, told where a post names them.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cchc_site.load import project_path
from cchc_site.media import Media, is_picture
from cchc_site.problems import Level, Problem
from cchc_site.recall import Item


def problems(items: Iterable[Item], media: Mapping[str, Media]) -> Iterator[Problem]:
    """Every fault of every picture: at its own line where it has lines, else at the lines of the
    posts that name it, else of the file as a whole."""
    faulty = {path: one for path, one in media.items() if one.faults}
    if not faulty:
        return
    told = set[str]()
    for item in items:
        if faulty.keys().isdisjoint(item.files):
            continue
        for target, line in _named(item):
            path = project_path(item.post.path, target)
            for _, what, mend in _whole(faulty.get(path)):
                told.add(path)
                kind = "ảnh" if is_picture(path) or path.lower().endswith(".svg") else "tệp"
                yield Problem(item.post.path, line, f"{kind} “{target}”: {what}", mend)
    for path, one in faulty.items():
        for line, what, mend in one.faults:
            if line or path not in told:
                yield Problem(path, line, what, mend)


def _whole(media: Media | None) -> Iterator[tuple[int, str, str]]:
    yield from (fault for fault in (media.faults if media else ()) if not fault[0])


def _named(item: Item) -> Iterator[tuple[str, int]]:
    """Every file that a post names, and its line."""
    post = item.post
    yield from ((one.target, one.line) for one in item.reading.references)
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
