"""The last good state of every commune, on disk: a file for each file that a commune publishes.

Touches the disk. A state is written whole or not at all, behind a checksum, and belongs to the
address that it was read from: one that is damaged, of another version or of another address is not
there. Builds read without the lock, since each file is whole at any instant. They lie in the cache
of the project, which CI keeps from run to run; without them a commune that answers is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from cchc_site.base.hashing import digest
from cchc_site.federation.sources import CommuneSite
from cchc_site.federation.values import KeptFile
from cchc_site.storage import folders, memory

FOLDER = folders.CACHE / "federation"
_NAME = b"cchc-federation 1\n"
_PATIENCE = 60
_DIGEST = 16


class States:
    """The states that a project keeps."""

    def __init__(self, root: Path) -> None:
        """Nothing is read yet."""
        self._home = root / FOLDER

    def path(self, source: CommuneSite, part: str) -> Path:
        """Where the state of a commune's file lies."""
        return self._home / f"{source.key}.{part}"

    def shown(self, source: CommuneSite, part: str) -> str:
        """The same as an administrator sees it, from the project's folder."""
        return (FOLDER / f"{source.key}.{part}").as_posix()

    def read(self, source: CommuneSite, part: str) -> KeptFile:
        """What is known of a commune's file."""
        nothing = KeptFile(source.url)
        try:
            content = memory.read(self.path(source, part))
        except OSError:
            return nothing
        head, payload = content[: len(_NAME) + _DIGEST], content[len(_NAME) + _DIGEST :]
        if head != _NAME + digest(payload):
            return nothing
        try:
            kept = _DECODER.decode(payload)
        except (ValueError, RecursionError):  # msgspec's own errors are of the first kind
            return nothing
        return kept if kept.address == source.url else nothing

    def write(self, source: CommuneSite, part: str, kept: KeptFile) -> None:
        """Let the state of a commune's file be `kept`."""
        payload = msgspec.msgpack.encode(kept)
        memory.put(self.path(source, part), _NAME + digest(payload) + payload)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else write meanwhile. The folder says of no site that it is its own, as those
        of builds do: so no build clears it away, wherever CI has brought it back to.

        Raises `folders.Busy`.
        """
        self._home.mkdir(parents=True, exist_ok=True)
        with folders.undisturbed(folders.Folders(self._home, self._home / "stage"), _PATIENCE):
            yield

    def keep(self, paths: Iterable[Path]) -> None:
        """Remove all states but those at `paths`, and what a killed writer has left."""
        wanted = {path.name for path in paths} | {"lock"}
        for entry in self._home.iterdir():
            if entry.name not in wanted and not entry.is_dir():
                entry.unlink(missing_ok=True)


_DECODER = msgspec.msgpack.Decoder(KeptFile)
