"""Programs of Python in processes of their own that need not import anything anew.

A process that has imported MkDocs and this project waits for requests and forks for each; to import
takes longer than to build a small site.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from tests.support.paths import ROOT

IMPORTED = (
    "cchc_site.adapter.plugin",
    "cchc_site.adapter.verify",
    "cchc_site.editing.respell",
    "frontmatter",
    "markdown.extensions.toc",
    "material.templates",
    "mkdocs.commands.build",
    "pygments.lexers",
    "pymdownx.superfences",
)
LONGEST = 120
"""Seconds after which a program is ended."""
BEGUN_WITH = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
"""The environment of the process that forks, whichever test asks first."""


def is_heard_at_a_start(env: Mapping[str, str]) -> bool:
    """Whether `env` says to Python itself what only a process that begins anew can hear."""
    return any(
        env.get(name) != BEGUN_WITH.get(name)
        for name in env.keys() | BEGUN_WITH.keys()
        if name.startswith(("PYTHON", "LC_", "LANG"))
    )


class Program:
    """A program under way."""

    def __init__(self, command: Sequence[str], process: int, output: TextIO, end: socket.socket):
        self._command, self._process, self._output, self._end = command, process, output, end

    def wait(self) -> subprocess.CompletedProcess[str]:
        """The same when it has ended; stderr is in stdout."""
        with self._output:
            printed = self._output.read()
        return subprocess.CompletedProcess(self._command, _number(self._end), printed)

    def kill(self) -> None:
        """End it at once, if it has not ended."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)


class Programs:
    """The process that forks, beside the tests, one program at a time; it ends with them."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                cwd=ROOT,
                env=BEGUN_WITH,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,  # as programs have it: a stream keeps what it began with
                stderr=subprocess.STDOUT,
                pass_fds=[theirs.fileno()],
            )

    def start(self, command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> Program:
        """The `command`, a module with its arguments, begun in the folder `cwd`."""
        request = json.dumps([list(command), str(cwd), dict(env)]).encode()
        read, write = os.pipe()
        socket.send_fds(self._socket, [len(request).to_bytes(8)], [write])
        os.close(write)
        self._socket.sendall(request)
        output = open(read, encoding="utf-8")  # noqa: PTH123, SIM115  # no path, and closed at its end
        return Program(command, _number(self._socket), output, self._socket)

    def close(self) -> None:
        """End the process."""
        self._socket.close()
        self._process.communicate()


def _number(answers: socket.socket) -> int:
    answer = answers.recv(8)
    assert answer, "the process that forks has ended"
    return int.from_bytes(answer, signed=True)


@functools.cache
def programs() -> Programs:
    """Those of this process of the tests, which conftest.py closes."""
    return Programs()


def serve(requests: socket.socket) -> tuple[list[str], str, dict[str, str]]:
    """Return in a new process for each request, with what it asks for and its output in place."""
    while True:
        size, outputs, *_ = socket.recv_fds(requests, 8, 1)
        if not size:
            sys.exit()
        (output,), request = outputs, b""
        while len(request) < int.from_bytes(size):
            request += requests.recv(1 << 20)
        if (program := os.fork()) == 0:
            requests.close()
            for stream in (1, 2):
                os.dup2(output, stream)
            os.close(output)
            command, cwd, env = json.loads(request)
            return command, cwd, env
        os.close(output)
        requests.sendall(program.to_bytes(8))
        status = os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])
        requests.sendall(status.to_bytes(8, signed=True))


def main() -> None:
    """Import, then be each program that is asked for."""
    for name in IMPORTED:
        importlib.import_module(name)
    (module, *arguments), cwd, env = serve(socket.socket(fileno=int(sys.argv[1])))
    signal.alarm(LONGEST)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.path[0] = cwd  # as `python -m` has it
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
