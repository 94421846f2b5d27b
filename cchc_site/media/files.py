"""The files that posts bring: which may be published, how large they are, pictures made of them.

Touches the disk, for reading only, but for the renditions that it stores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field

from cchc_site.base import failures, filenames
from cchc_site.base.hashing import file_sha256, sha256
from cchc_site.base.workers import Workers
from cchc_site.media import publishable
from cchc_site.media.publishable import FileFault
from cchc_site.media.renditions import LEAD, NAMED, Rendition
from cchc_site.media.store import InspectedPicture, RenditionStore
from cchc_site.storage.memory import UNKNOWN, Signature, is_inside, settled, signature

_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")


class MediaEntry(NamedTuple):
    """What memory keeps of a file: its signature, then the fields of its `Media` but the path."""

    signature: Signature
    size: int
    width: int
    height: int
    digest: bytes
    role: str
    tells: bool
    renditions: tuple[Rendition, ...]
    faults: tuple[FileFault, ...]


class Media(Struct, frozen=True):
    """A file that a post names or that lies beside it: `path` in the project, size in bytes, digest
    of its bytes. Of a picture, width and height in pixels as it is seen (0: not known), its role,
    whether its file tells more than the picture, what was made of it, and what is wrong with it."""

    path: str
    size: int
    width: int = 0
    height: int = 0
    digest: bytes = b""
    role: str = NAMED
    tells: bool = False
    renditions: tuple[Rendition, ...] = ()
    faults: tuple[FileFault, ...] = ()


def is_picture(path: str) -> bool:
    """Whether the file at `path` is to be a picture of pixels."""
    return path.lower().endswith(_PICTURES)


def is_drawing(path: str) -> bool:
    """Whether the file at `path` is to be a drawing of lines (SVG)."""
    return path.lower().endswith(".svg")


def _shown(path: str, role: str) -> tuple[FileFault, ...]:
    """What is wrong with showing the file at `path` as a picture, where its `role` asks for it."""
    return () if role == NAMED or is_picture(path) else publishable.shown(path, role == LEAD)


class Inspector(Struct, frozen=True):
    """Inspects files: paths are relative to `root`; pictures are decoded, and their renditions go
    into `rendition_store`; where that is None, pictures are not looked into."""

    root: Path
    rendition_store: RenditionStore | None = None
    workers: Workers = field(default_factory=Workers)
    progress: Callable[[str, int, int], None] = lambda step, done, total: None

    def measure(
        self, roles: Mapping[str, str], known: Mapping[str, MediaEntry], now: int
    ) -> tuple[dict[str, Media], dict[str, MediaEntry]]:
        """Those files of `roles` (by path) that exist, and what to remember of them; those `known`
        with their signature are not opened. `now` in ns."""
        roles = {
            path: NAMED if is_drawing(path) else role
            for path, role in roles.items()
            if is_inside(path)
        }
        written = {path: self._signature(path) for path in roles}
        entries = {
            path: entry
            for path, role in roles.items()
            if (entry := known.get(path))
            and entry.signature == written[path]
            and (entry.role == role or not self._makes)
        }
        new = (path for path, seen in written.items() if seen and path not in entries)
        for path, entry in self._new([*filter(self._is_inside, new)], roles).items():
            seen = UNKNOWN if entry.faults else settled(written[path] or UNKNOWN, now)
            entries[path] = entry._replace(signature=seen)
        media = {path: _media(path, entries[path]) for path in roles if path in entries}
        return media, {path: entries[path] for path in media}

    def _new(self, paths: Sequence[str], roles: Mapping[str, str]) -> dict[str, MediaEntry]:
        """The entries of files that are not known."""
        entries: dict[str, MediaEntry] = {}
        for piece in self.workers.map(partial(self._look, roles), paths):
            entries.update(piece)
        missing = [path for path in paths if path not in entries]
        if missing:
            from cchc_site.media import imaging  # noqa: F401  # once, for all processes

        job, done = partial(self._make_renditions, roles), 0
        for piece in self.workers.each(job, missing, len(missing) > 1):
            entries.update(piece)
            done += len(piece)
            self.progress("làm", done, len(missing))
        return entries

    @property
    def _makes(self) -> bool:
        return self.rendition_store is not None and self.rendition_store.folder is not None

    def _is_inside(self, path: str) -> bool:
        # A link, even within the project, could publish what nobody meant to (.git, a draft).
        file = filenames.located(self.root, path)
        return file.resolve() == self.root.resolve() / file.relative_to(self.root)

    def _signature(self, path: str) -> Signature | None:
        try:
            file = filenames.located(self.root, path)
            return signature(file.stat()) if file.is_file() else None
        except (OSError, ValueError):  # such as a name longer than the file system knows
            return None

    def hint(self, path: str) -> str:
        """What to do where no file to be published is at `path`, "" where the disk shows
        nothing: it may be a link, or have another case or other marks."""
        file = filenames.located(self.root, path)
        if path.startswith("..") or not file.parent.is_dir():
            return ""
        if file.exists() and not self._is_inside(path):
            return "hãy thay liên kết tượng trưng ấy bằng chính tệp"
        similar = filenames.similar(self.root, path)
        return f"có phải “{similar}” không?" if similar else ""

    def _look(self, roles: Mapping[str, str], paths: Sequence[str]) -> dict[str, MediaEntry]:
        """The entries of files that Pillow need not decode; run in any process."""
        entries = {}
        for path in paths:
            try:
                size, digest, head = self._read(path)
            except OSError as error:
                entries[path] = _unread(error)
                continue
            if self.rendition_store is None:
                entries[path] = _entry(size, digest, NAMED)
            elif faults := self._faults(path, head, roles[path]):
                entries[path] = _entry(size, digest, roles[path], faults=faults)
            elif is_drawing(path):
                entries[path] = self._svg(path, size, digest)
            elif not is_picture(path):
                entries[path] = _entry(size, digest, NAMED)
            elif kept := self.rendition_store.get(digest, roles[path]):
                entries[path] = _entry(size, digest, roles[path], kept)
        return entries

    def _make_renditions(
        self, roles: Mapping[str, str], paths: Sequence[str]
    ) -> dict[str, MediaEntry]:
        """The entries of pictures that nothing was made of yet; run in any process."""
        from cchc_site.media import imaging

        entries = {}
        for path in paths:
            content = filenames.located(self.root, path).read_bytes()
            size, digest = len(content), sha256(content)
            try:
                made = imaging.make_renditions(content, Path(path).suffix, roles[path], self._makes)
            except imaging.Unusable as unusable:
                entries[path] = _entry(size, digest, roles[path], faults=(unusable.fault,))
                continue
            if self.rendition_store:
                self.rendition_store.store(digest, roles[path], made)
            entries[path] = _entry(size, digest, roles[path], made)
        return entries

    def _read(self, path: str) -> tuple[int, bytes, bytes]:
        with filenames.located(self.root, path).open("rb") as content:
            head = content.read(publishable.HEAD)
            content.seek(0)
            digest = file_sha256(content)
            return content.tell(), digest, head

    def _faults(self, path: str, head: bytes, role: str) -> tuple[FileFault, ...]:
        """What is wrong with a file, so far as nobody need decode a picture."""
        faults = publishable.named(path) or _shown(path, role)
        if is_picture(path):
            return faults or publishable.blank(head)
        if faults := faults or publishable.held(path, head):
            return faults
        with filenames.located(self.root, path).open("rb") as content:
            return publishable.contained(path, head, content)

    def _svg(self, path: str, size: int, digest: bytes) -> MediaEntry:
        # Its parser takes a build's start 5 ms to load.
        from cchc_site.media import svg

        width, height, faults = svg.examine(filenames.located(self.root, path).read_bytes())
        return _entry(size, digest, NAMED, InspectedPicture(width, height), faults)

    def public(self, media: Media, width: int) -> bytes:
        """The file of a picture as it is published: it tells nothing beside the picture, and is no
        wider than `width` (0: as it is) where that makes it lighter.

        Raises `OSError` when the file has changed meanwhile.
        """
        from cchc_site.media import imaging

        content = filenames.located(self.root, media.path).read_bytes()
        if sha256(content) != media.digest:
            raise OSError(f"{media.path} đã thay đổi trong lúc dựng; hãy dựng lại")
        return imaging.public(content, width)

    def contents(self, media: Media) -> Mapping[Rendition, bytes]:
        """The bytes of the renditions of a picture; made again where they are kept no more.

        Raises `OSError` when the file has changed meanwhile.
        """
        kept = self.rendition_store.get(media.digest, media.role) if self.rendition_store else None
        if kept is None or kept.renditions != media.renditions:
            roles = {media.path: media.role}
            entry = self._make_renditions(roles, [media.path])[media.path]
            kept = (
                self.rendition_store.get(media.digest, media.role) if self.rendition_store else None
            )
            if kept is None or _media(media.path, entry).renditions != media.renditions:
                raise OSError(f"{media.path} đã thay đổi trong lúc dựng; hãy dựng lại")
        return dict(zip(kept.renditions, kept.contents, strict=True))


def _entry(
    size: int,
    digest: bytes,
    role: str,
    made: InspectedPicture | None = None,
    faults: Sequence[FileFault] = (),
) -> MediaEntry:
    seen = made or InspectedPicture(0, 0)
    return MediaEntry(
        signature=UNKNOWN,
        size=size,
        width=seen.width,
        height=seen.height,
        digest=digest,
        role=role,
        tells=seen.tells,
        renditions=seen.renditions,
        faults=tuple(faults),
    )


def _unread(error: OSError) -> MediaEntry:
    """The entry of a file that cannot be read."""
    what, hint = failures.cause(error)
    return _entry(0, b"", NAMED, faults=(FileFault(0, f"không đọc được tệp: {what}", hint),))


def _media(path: str, entry: MediaEntry) -> Media:
    _, size, width, height, digest, role, tells, renditions, faults = entry
    return Media(path, size, width, height, digest, role, tells, renditions, faults)
