"""Programs of Python in processes of their own that need not import anything anew.

A process that has imported MkDocs and this project waits for requests and forks for each; to import
takes longer than to build a small site.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

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


class Programs:
    """The process that forks, beside the tests; it ends with them."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self._socket = ours
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                cwd=ROOT,
                env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,  # as programs have it: a stream keeps what it began with
                stderr=subprocess.STDOUT,
                pass_fds=[theirs.fileno()],
            )

    def run(
        self, command: Sequence[str], cwd: Path, env: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """The finished `command`, a module with its arguments; stderr is in stdout."""
        request = json.dumps([list(command), str(cwd), dict(env)]).encode()
        read, write = os.pipe()
        with open(read, encoding="utf-8") as output:  # noqa: PTH123  # no path
            socket.send_fds(self._socket, [len(request).to_bytes(8)], [write])
            os.close(write)
            self._socket.sendall(request)
            printed = output.read()
        status = self._socket.recv(8)
        assert status, "it has ended"
        return subprocess.CompletedProcess(command, int.from_bytes(status, signed=True), printed)

    def close(self) -> None:
        """End the process."""
        self._socket.close()
        self._process.communicate()


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
    sys.path[0] = cwd  # as `python -m` has it
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
