"""A folder on this machine or on another, and what is done to it by `rsync`, `ssh` and `flock`.

Touches the disk. The same scripts and the same transfers serve both kinds of targets; another
machine is reached by `ssh`, with whatever its own configuration says.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cchc_site.base.problems import one_line
from cchc_site.delivery.plan import FOLDER, STATE

Say = Callable[[str], None]
_REMOTE = re.compile(r"((?:[^/:@\s]+@)?(?:\[[0-9A-Fa-f:.]+\]|[^/:@\s-][^/:@\s]*)):(.+)", re.DOTALL)
# What ends after its partner has ended says no more than that.
_EFFECT = re.compile(r"rsync error: |.*(?:Broken pipe|connection unexpectedly closed)|xargs: ")
_SSH = ("-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15")
_SSH_HINT = "hãy sửa “--ssh”, ví dụ --ssh 'ssh -p 2222'"
_PACKAGES = {"ssh": "openssh-client", "rsync": "rsync"}


class _Status(IntEnum):
    """How the scripts and `ssh` end that cannot do what they should."""

    NO_FOLDER = 73
    HELD = 75
    FOREIGN = 76
    NO_PROGRAM = 127
    NO_SSH = 255


# The lock is the kernel's: it ends with the last process that has the standard input of this one,
# and those are the processes of whoever publishes, wherever they run.
_HOLD = f"""
umask 022
mkdir -p -- "$1" && cd -- "$1" || exit {_Status.NO_FOLDER:d}
command -v flock >/dev/null && command -v rsync >/dev/null || exit {_Status.NO_PROGRAM:d}
[ -e {FOLDER} ] || [ -z "$(ls -A)" ] || [ "$3" = replace ] || exit {_Status.FOREIGN:d}
mkdir -p {FOLDER} && exec 9>{FOLDER}/lock || exit {_Status.NO_FOLDER:d}
flock -n 9 || {{ echo waiting; flock -w "$2" 9 || exit {_Status.HELD:d}; }}
flock {FOLDER}/transfer true
rm -rf {FOLDER}/incoming && mkdir {FOLDER}/incoming || exit {_Status.NO_FOLDER:d}
echo held
exec cat >/dev/null
"""
_LIST = f"""
cd -- "$1" && {{ cat {FOLDER}/{STATE} 2>/dev/null; printf '\\0'; }} &&
find . -path ./{FOLDER} -prune -o ! -type d -print0
"""
# A list that was cut short ends in a part of a path, a whole one in `_END`: neither is deleted. Who
# holds the target next waits for this, too.
_END = b"."
DELETE = f"""
cd -- "$1" && flock -s {FOLDER}/transfer sh -c 'sed -z "$ d" | xargs -0 sh -c "$1" sh' sh '
rm -f -- "$@" || exit 1
for path; do
    while path=${{path%/*}} && [ "$path" != . ] && rmdir -- "$path" 2>/dev/null; do :; done
done'
"""


class CannotPublish(Exception):
    """A target cannot be reached or used; says so and how to mend it."""


class Destination(Struct, frozen=True):
    """A `folder`, of the machine that `host` names ("" for this one), reached by the command `ssh`,
    over an open `connection` where there is one."""

    folder: str
    host: str = ""
    ssh: tuple[str, ...] = ("ssh",)
    connection: str = ""

    @classmethod
    def named(cls, target: str, ssh: str) -> Destination:
        """The target that somebody has written, in the way of rsync; raises `CannotPublish`.

        >>> Destination.named("web@may.vn:/srv/trang", "ssh").host
        'web@may.vn'
        """
        if "://" in target:
            hint = "hãy viết một thư mục, hoặc “người@máy:/thư/mục”"
            raise CannotPublish(f"“{one_line(target)}” không phải nơi đăng được; {hint}")
        match = _REMOTE.fullmatch(target)
        if match:
            # A command begins where the home is.
            return cls(match[2].removeprefix("~/"), match[1], _words(ssh))
        return cls(str(Path(target).expanduser().resolve()))

    @contextmanager
    def alone(
        self, patience: int, takes_over: bool, held: Sequence[int], say: Say
    ) -> Iterator[OpenDestination]:
        """The target, held by nobody else; who holds it is waited for, `patience` seconds at most.
        A folder with foreign files is only taken where these may be replaced (`takes_over`). What
        works there holds the descriptors `held` too."""
        with tempfile.TemporaryDirectory(prefix="cchc-") as folder:
            # All that is done goes over one connection, that of the lock.
            shared = replace(self, connection=f"{folder}/ssh")
            arguments = (str(patience), "replace" if takes_over else "")
            command = shared.command(_HOLD, arguments, "yes")
            with _started(command, subprocess.PIPE, subprocess.PIPE) as lock:
                assert lock.stdin  # noqa: S101
                try:
                    self._wait(lock, say)
                    yield OpenDestination(shared, lock, (*held, lock.stdin.fileno()))
                finally:
                    lock.stdin.close()

    def _wait(self, lock: subprocess.Popen[bytes], say: Say) -> None:
        """Wait until the process `lock` holds the target."""
        assert lock.stdin  # noqa: S101
        assert lock.stdout  # noqa: S101
        answer = lock.stdout.readline().strip()
        if answer == b"waiting":
            say("Một lần đăng khác đang chạy ở đó; đang đợi nó xong…")
            answer = lock.stdout.readline().strip()
        if answer != b"held":
            lock.stdin.close()
            raise self.refused(lock.wait(), _complaint(lock))

    def way(self, opens: str = "no") -> list[str]:
        """The command that goes there; it `opens` the connection ("yes") or uses it."""
        socket = ("-o", f"ControlPath={self.connection}", "-o", f"ControlMaster={opens}")
        return [*self.ssh, *_SSH, *socket]

    def command(self, script: str, arguments: Sequence[str] = (), opens: str = "no") -> list[str]:
        """What runs a shell's `script` there, of which the folder is the first argument."""
        local = ["sh", "-c", script, "sh", self.folder, *arguments]
        return [*self.way(opens), self.host, shlex.join(local)] if self.host else local

    def refused(self, status: int, complaint: str) -> CannotPublish:
        """What is wrong where a process that worked there ended with that `status`."""
        place = one_line(f"{self.host}:{self.folder}" if self.host else self.folder)
        where = f"máy {one_line(self.host)}" if self.host else "máy này"
        told = f" ({complaint})" if complaint else ""
        match status:
            case _Status.FOREIGN:
                hint = "nếu đúng là nơi cần đăng, và mọi tệp ở đó được thay, hãy thêm “--replace”"
                return CannotPublish(f"{place} đã có tệp mà lệnh này chưa từng đăng; {hint}")
            case _Status.HELD:
                hint = "hãy đợi nó xong rồi chạy lại"
                return CannotPublish(f"một lần đăng khác vẫn giữ {place}; {hint}")
            case _Status.NO_FOLDER:
                hint = "hãy cấp quyền ghi cho người chạy lệnh này, hoặc chỉ một thư mục khác"
                hint = _room(complaint) or hint
                return CannotPublish(f"không tạo hay ghi được {place}{told}; {hint}")
            case _Status.NO_PROGRAM:
                hint = "hãy cài ở đó: sudo apt-get install -y rsync util-linux"
                return CannotPublish(f"{where} thiếu chương trình rsync hoặc flock; {hint}")
            case _Status.NO_SSH if self.host:
                hint = f"hãy thử: {shlex.join([*self.ssh, self.host])}"
                return CannotPublish(f"không vào được {where} bằng ssh{told}; {hint}")
        mend = _room(complaint) or "hãy xem lại nơi ấy"
        hint = f"{mend}, chạy lại thì việc được làm tiếp từ chỗ dở"
        return CannotPublish(f"đăng lên {place} chưa xong{told}; {hint}")


class OpenDestination:
    """A target that is held; whoever works on it keeps the lock."""

    def __init__(
        self, target: Destination, lock: subprocess.Popen[bytes], held: Sequence[int]
    ) -> None:
        """Nothing is done yet."""
        self._target, self._lock, self._held = target, lock, held

    def contents(self) -> tuple[bytes, set[str]]:
        """What the last publication has left of its own, and the paths of all files."""
        left, *paths = self._run(_LIST).split(b"\0")
        names = (os.fsdecode(path).removeprefix("./") for path in paths)
        return left, set(filter(None, names))

    def delete(self, paths: Iterable[str]) -> None:
        """Delete files, and the folders that they leave empty."""
        listed = b"".join(b"./%b\0" % os.fsencode(path) for path in paths)
        if listed:
            self._run(DELETE, listed + _END)

    def send(self, source: Path, paths: Sequence[str], into: str = "") -> None:
        """Let the target hold the files of `source` at `paths`, each at once or not at all."""
        if not paths:
            return
        listed = b"".join(b"%b\0" % os.fsencode(path) for path in paths)
        target = self._target
        folder = f"{target.folder}/{into}".rstrip("/")
        scratch = "incoming" if into else f"{FOLDER}/incoming"
        command = ["rsync", "--checksum", "--copy-links", "--chmod=D755,F644", "--protect-args"]
        command += ["--from0", "--files-from=-", f"--temp-dir={scratch}", "--timeout=300"]
        if target.host:
            waits = shlex.join(["flock", "-s", f"{target.folder}/{FOLDER}/transfer", "rsync"])
            command += [f"--rsh={shlex.join(target.way())}"]
            command += [f"--rsync-path=umask 022 && {waits}"]
            folder = f"{target.host}:{folder}"
        self._finish([*command, "--", f"{source}/", f"{folder}/"], listed)

    def _run(self, script: str, given: bytes = b"") -> bytes:
        return self._finish(self._target.command(script), given)

    def _finish(self, command: Sequence[str], given: bytes) -> bytes:
        """What a command prints that has succeeded; it holds the lock as long as it runs."""
        if self._lock.poll() is not None:
            raise self._target.refused(_Status.NO_SSH, "mất liên lạc")
        piped = subprocess.PIPE
        with _started(command, piped, piped, *self._held) as process:
            printed, complaint = process.communicate(given)
        if process.returncode:
            raise self._target.refused(process.returncode, cause(complaint))
        return printed


def _started(
    command: Sequence[str], stdin: int, stdout: int, *held: int
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603
            command, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, pass_fds=held, umask=0o022
        )
    except FileNotFoundError:
        program = command[0]
        package = _PACKAGES.get(program)
        hint = f"hãy cài: sudo apt-get install -y {package}" if package else _SSH_HINT
        said = f"máy này thiếu chương trình {one_line(program)}"
        raise CannotPublish(f"{said}; {hint}") from None


def _words(command: str) -> tuple[str, ...]:
    """A command of a shell by its words; raises `CannotPublish`."""
    try:
        words = tuple(shlex.split(command))
    except ValueError:
        words = ()
    if not words:
        said = f"“--ssh {one_line(command)}” thiếu tên lệnh, hoặc thiếu một dấu nháy"
        raise CannotPublish(f"{said}; {_SSH_HINT}")
    return words


def _complaint(process: subprocess.Popen[bytes]) -> str:
    return cause(process.stderr.read() if process.stderr else b"")


def cause(complaint: bytes) -> str:
    """The last line of a complaint that tells a cause; the very last where none does.

    >>> cause(b"rsync error: timeout (code 30)")
    'rsync error: timeout (code 30)'
    """
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    causes = [line for line in lines if not _EFFECT.match(line)]
    return one_line((causes or lines or [""])[-1])


def _room(complaint: str) -> str:
    """The mend where the disk there is full; "" for any other complaint."""
    full = "No space left" in complaint or "quota exceeded" in complaint
    return "đĩa ở đó đã đầy, hãy dọn bớt" if full else ""
