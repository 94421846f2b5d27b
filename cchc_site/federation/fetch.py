"""All communes' files, several at once: each is asked for only what is not known, and none that is
down, slow or broken stops the others.

Touches the network and the disk by download.py and states.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cchc_site.base import vietnamese
from cchc_site.base.problems import Problem
from cchc_site.federation import parsing
from cchc_site.federation.download import Bounds, Downloaded, Wanted, download
from cchc_site.federation.sources import CommuneSite, CommuneSites
from cchc_site.federation.states import States
from cchc_site.federation.values import KeptContents, KeptFile, NotReached, NotRead

AT_ONCE = 32
"""Whoever waits for a server takes no time of this machine."""
_EMPTY = (
    "trả lời không còn mục nào, dù lần trước có {count}",
    "nếu trang ấy đúng là không còn gì, hãy xóa tệp {path} rồi đọc lại",
)


class FileReading(Struct, frozen=True):
    """How reading a commune's file went: whether it differs from what was known, how many bytes
    came, and why it could not be read."""

    source: CommuneSite
    part: str
    differs: bool = False
    size: int = 0
    left_out: int = 0
    fault: NotRead | None = None
    is_known: bool = False


class Fetched(Struct, frozen=True):
    """How reading all communes' files went, in the order of the communes."""

    path: str
    readings: tuple[FileReading, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The names of communes of which a file could not be read."""
        names = (reading.source.name for reading in self.readings if reading.fault)
        return tuple(dict.fromkeys(names))

    @property
    def differing(self) -> tuple[str, ...]:
        """The names of communes that have published something else than was known."""
        names = (reading.source.name for reading in self.readings if reading.differs)
        return tuple(dict.fromkeys(names))

    def problems(self) -> Iterator[Problem]:
        """A line for each commune of which a file could not be read, and for each file of which
        something was left out."""
        told: set[tuple[str, str]] = set()
        for reading in self.readings:
            source, fault = reading.source, reading.fault
            where = f"{source.name}, {source.url}{reading.part}"
            if fault and (source.key, fault.what) not in told:
                told.add((source.key, fault.what))
                meanwhile = "trang này hiện lần đọc trước" if reading.is_known else "chưa có gì"
                what = f"{where}: {fault.what} ({meanwhile})"
                yield Problem(self.path, source.line, what, fault.hint)
            elif reading.differs and reading.left_out:
                count = vietnamese.count(reading.left_out)
                what = f"{where}: bỏ qua {count} mục thiếu tên, thiếu ngày hoặc dẫn ra nơi khác"
                hint = "nếu xã có thêm địa chỉ, hãy thêm “also: https://…” vào xã đó"
                yield Problem(self.path, source.line, what, hint)


def fetch(
    root: Path, sources: CommuneSites, now: dt.datetime, agent: str, bounds: Bounds
) -> Fetched:
    """Read what the communes of `sources` publish, for the project at `root`, as of `now`.

    Raises `folders.Busy` where somebody else does so.
    """
    states = States(root)
    tasks = [(source, part) for source in sources.sources for part in parsing.READERS]
    reader = _CommuneReader(states, now, agent, bounds)
    with states.alone():
        states.keep(states.path(source, part) for source, part in tasks)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            readings = [*pool.map(reader.of_commune, sources.sources)]
    return Fetched(sources.path, tuple(reading for several in readings for reading in several))


class _CommuneReader(Struct, frozen=True):
    """Reads files as of `now`."""

    states: States
    now: dt.datetime
    agent: str
    bounds: Bounds

    def of_commune(self, source: CommuneSite) -> Sequence[FileReading]:
        """Read a commune's files; of a server that nobody reaches not more than one is asked."""
        readings: list[FileReading] = []
        fault: NotRead | None = None
        for part in parsing.READERS:
            readings.append(self.read(source, part, fault))
            told = readings[-1].fault
            fault = told if isinstance(told, NotReached) else None
        return readings

    def read(self, source: CommuneSite, part: str, fault: NotRead | None) -> FileReading:
        """Read a commune's file, unless there is a `fault` before, and keep what came of it."""
        known = self.states.read(source, part)
        size = 0
        try:
            if fault:
                raise fault
            file = download(self._wanted(source, part, known), self.bounds)
            size = len(file.body or b"")
            kept = self._read(source, part, known, file)
        except NotRead as met:
            failing = known.failing or self.now.isoformat(timespec="minutes")
            self._keep(source, part, known, replace(known, failing=failing))
            is_known = known.contents is not None
            return FileReading(source, part, size=size, fault=met, is_known=is_known)
        self._keep(source, part, known, kept)
        left_out = kept.contents.left_out if kept.contents else 0
        return FileReading(source, part, kept.contents != known.contents, size, left_out)

    def _wanted(self, source: CommuneSite, part: str, known: KeptFile) -> Wanted:
        is_new = known.contents is None or known.code != parsing.code(source)
        asked = ("", "") if is_new else (known.etag, known.modified)
        address = f"{source.url}{part}"
        return Wanted(address, source.origins, source.is_internal, self.agent, *asked)

    def _read(self, source: CommuneSite, part: str, known: KeptFile, file: Downloaded) -> KeptFile:
        read = self.now.isoformat(timespec="minutes")
        if file.body is None:
            return replace(known, read=read, failing="")
        contents = parsing.READERS[part](file.body, source, self.now.tzinfo or dt.UTC)
        before, after = _count(known.contents), _count(contents)
        if before and not after:
            what, hint = _EMPTY
            path = self.states.shown(source, part)
            raise NotRead(what.format(count=before), hint.format(path=path))
        told = file.etag, file.modified
        return KeptFile(source.url, *told, read=read, code=parsing.code(source), contents=contents)

    def _keep(self, source: CommuneSite, part: str, known: KeptFile, kept: KeptFile) -> None:
        if replace(kept, read=known.read) != known:
            self.states.write(source, part, kept)


def _count(contents: KeptContents | None) -> int:
    return len(contents.items) + len(contents.documents) if contents else 0


def told(fetched: Fetched, communes: Sequence[CommuneSite]) -> Iterable[str]:
    """What is said of all of it, a line each."""
    failed, differing = len(fetched.failed), len(fetched.differing)
    size = sum(reading.size for reading in fetched.readings)
    came = f"tải {vietnamese.file_size(size)}" if size else "không phải tải gì"
    read = f"{vietnamese.count(len(communes) - failed)} trên {vietnamese.count(len(communes))}"
    yield f"Đã đọc {read} trang: {vietnamese.count(differing)} trang có thay đổi, {came}."
    if failed:
        many = vietnamese.count(failed)
        yield f"{many} trang chưa đọc được; tin của lần đọc trước vẫn hiện, ghi rõ từ lúc nào."
    if failed == len(communes):
        yield "Không đọc được trang nào: hãy xem máy này có ra được mạng không."
