"""What a build costs: wall and CPU of whole processes, and the memory they hold.

*Disk.* CPU is what the kernel accounts to the finished process and every descendant that was
waited for (wait4(2)); one that was left behind would be missing there, so it is an error. Memory
is read in a run of its own, since reading it costs time.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.05  # seconds, as all times here
GRACE = 0.3
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
LOG = "build.log"
Command = Sequence[str | Path]


class Failed(Exception):
    """A build ended badly; the message holds its last words."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of a build, and the most bytes that one of its processes held."""

    wall: float
    cpu: float
    largest: int = 0


def cost(commands: Sequence[Command], folder: Path) -> Cost:
    """What the commands cost, run one after the other in `folder`."""
    wall, cpu, largest = 0.0, 0.0, 0
    for command in commands:
        start = time.monotonic()
        process = _start(command, folder)
        _, status, usage = os.wait4(process.pid, 0)
        wall += time.monotonic() - start
        cpu += usage.ru_utime + usage.ru_stime
        largest = max(largest, usage.ru_maxrss * 1024)  # of the process and all it waited for
        _finish(process, status, folder)
    return Cost(wall, cpu, largest)


def peak(commands: Sequence[Command], folder: Path) -> int:
    """The most bytes that all processes of a command held at one time: their summed PSS, which
    counts a shared page once."""
    most = 0
    for command in commands:
        process = _start(command, folder)
        while True:
            pid, status, _ = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            most = max(most, sum(map(_pss, _session(process.pid))))
            time.sleep(PAUSE)
        _finish(process, status, folder)
    return most


def _start(command: Command, folder: Path) -> subprocess.Popen[bytes]:
    with (folder / LOG).open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - our own words
            command,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _environment() -> dict[str, str]:
    """What a user has: Python keeps what it has compiled, and Material keeps quiet."""
    kept = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
    return kept | {"NO_MKDOCS_2_WARNING": "1"}


def _finish(process: subprocess.Popen[bytes], status: int, folder: Path) -> None:
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        words = (folder / LOG).read_text("utf-8", "replace").splitlines()[-8:]
        raise Failed("\n".join([f"{process.args!r} ended with {process.returncode}:", *words]))
    # A helper may notice only now that its parent has ended.
    patience = time.monotonic() + GRACE
    while left := list(_session(process.pid)):
        if time.monotonic() > patience:
            raise Failed(f"{process.args!r} left processes behind: {left}")
        time.sleep(PAUSE)


def _session(leader: int) -> Iterator[int]:
    """The running processes that `leader` started, itself included (proc_pid_stat(5))."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text("utf-8", "replace")
            except OSError:  # It has just ended.
                continue
            # The name in brackets may hold anything; state, parent, group, session follow it.
            if int(stat.rpartition(")")[2].split()[3]) == leader:
                yield int(folder.name)


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
