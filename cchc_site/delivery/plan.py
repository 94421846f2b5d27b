"""What is to be done to a target, in which order, so that no reader ever meets a hole.

Pure. New files come first, while nothing leads to them: what pages are made of, then pages, then
what readers begin at. Then come the files that have changed, of which pages are the last; what they
lead to is there by then. What is gone goes at the end, pages before what they are made of, later
ones before the earlier ones that they lead to. Files that are named by their content stay for two
more generations, so that a page that somebody holds open never loses its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec
from msgspec import Struct

from cchc_site.base.hashing import sha256
from cchc_site.rendering.server_files import is_named_by_content
from cchc_site.storage.published import is_hidden

FOLDER = ".cchc"
"""What publishing keeps of its own at a target."""
STATE = "publication"
"""The file there that says what the target holds."""
GENERATIONS = 2
"""How many whole generations before the published one keep what is named by its content."""
Sums = dict[str, str]
"""SHA-256 in hexadecimal digits, by path."""


PACKED = (".gz", ".br")
"""The endings of packed forms."""


def unpacked(path: str) -> str:
    """What a packed form is of; any other path as it is.

    >>> unpacked("a/index.html.br"), unpacked("a.css")
    ('a/index.html', 'a.css')
    """
    return path[:-3] if path.endswith(PACKED) else path


class Generation(Struct, frozen=True):
    """The files of one site that was sent to a target; `whole` when all of it arrived."""

    files: Sums
    whole: bool


class Publication(Struct, frozen=True):
    """What a target holds: the newest generation, and of those before, the newest first, the files
    that are named by their content."""

    newest: Generation
    older: tuple[Generation, ...] = ()

    @property
    def kept(self) -> Sums:
        """The files that stay though the newest generation does not have them."""
        files: Sums = {}
        for generation in self.older:
            files = {**generation.files, **files}
        return {path: told for path, told in files.items() if path not in self.newest.files}


def written(publication: Publication) -> bytes:
    """A publication as a file, which proves itself."""
    content = msgspec.json.encode(publication)
    return sha256(content).hex().encode() + b"\n" + content


def read(content: bytes) -> Publication | None:
    """What `written` was given; None where a byte is not as it was written, or there is none."""
    told, _, rest = content.partition(b"\n")
    if told != sha256(rest).hex().encode():
        return None
    return msgspec.json.decode(rest, type=Publication)


def begun(files: Sums, last: Publication | None) -> Publication:
    """What a target holds while `files` are sent to it."""
    if last is None:
        return Publication(Generation(files, whole=False))
    if last.newest.files == files:
        return Publication(Generation(files, whole=False), last.older)
    newest = last.newest
    own = {path: told for path, told in newest.files.items() if _is_named_by_content(path)}
    older, whole = list[Generation](), 0
    for generation in (Generation(own, newest.whole), *last.older):
        if whole == GENERATIONS:
            break
        older.append(generation)
        whole += generation.whole
    return Publication(Generation(files, whole=False), tuple(older))


def ended(publication: Publication) -> Publication:
    """The same when all has arrived."""
    return Publication(Generation(publication.newest.files, whole=True), publication.older)


def renamed_in_vain(files: Sums, last: Publication | None) -> Iterator[str]:
    """The paths that are named by their content, and now hold another than readers may keep."""
    for generation in (last.newest, *last.older) if last else ():
        for path, told in generation.files.items():
            if _is_named_by_content(path) and files.get(path, told) != told:
                yield path


class Plan(Struct, frozen=True):
    """What to send, group by group, and what to delete: what is in the way at the very first, all
    else last."""

    groups: tuple[tuple[str, ...], ...]
    in_the_way: tuple[str, ...]
    gone: tuple[str, ...]
    new: int
    changed: int

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.in_the_way or self.gone or any(self.groups))


def plan(
    publication: Publication, last: Publication | None, present: Collection[str], certain: bool
) -> Plan:
    """How a target that holds the files `present` comes to hold `publication`; where the `last` one
    is known to hold (`certain`), what it has is not sent again."""
    wanted = publication.newest.files
    known = last.newest.files if last and certain else {}
    ever = set(known)
    for generation in (last.newest, *last.older) if last else ():
        ever |= generation.files.keys()
    new = sorted(wanted.keys() - present)
    changed = sorted(path for path in wanted.keys() & present if known.get(path) != wanted[path])
    kept = publication.kept
    gone = [
        path
        for path in present - wanted.keys() - kept.keys()
        if path in ever or not is_hidden(path)
    ]
    gone.sort(key=lambda path: (_is_page(path), path), reverse=True)
    in_the_way = tuple(_in_the_way(new, gone))
    return Plan(
        groups=(
            tuple(path for path in new if not _is_page(path) and not _is_first(path)),
            tuple(path for path in new if _is_page(path) and not _is_first(path)),
            tuple(filter(_is_first, new)),
            tuple(path for path in changed if not _is_page(path)),
            tuple(filter(_is_page, changed)),
        ),
        in_the_way=in_the_way,
        gone=tuple(path for path in gone if path not in in_the_way),
        new=len(new),
        changed=len(changed),
    )


def _is_named_by_content(path: str) -> bool:
    return is_named_by_content(unpacked(path))


def _is_page(path: str) -> bool:
    return unpacked(path).endswith(".html")


def _is_first(path: str) -> bool:
    """Whether readers and machines come to a file by themselves: those at the root."""
    return "/" not in path


def _in_the_way(new: Sequence[str], gone: Sequence[str]) -> Iterator[str]:
    """Of what is gone, the files where a folder must be, and those in a folder where a file
    must."""
    files, folders = set(new), set[str]()
    for path in new:
        folders.update(_above(path))
    for path in gone:
        if path in folders or any(folder in files for folder in _above(path)):
            yield path


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path
