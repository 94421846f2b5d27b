"""A real SSH server on this machine, for the tests that publish to another."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

PATIENCE = 20


class Host(NamedTuple):
    """How a server is reached: its name with that of the user, and the command."""

    name: str
    ssh: str


def program(name: str) -> str:
    """The path of a program; without it the run fails and says what installs it."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    assert found, f"no {name}: .ci/browser all"
    return found


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def until_open(port: int) -> None:
    """Wait until somebody listens at `port`."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.02)
        else:
            return


@contextmanager
def sshd(folder: Path) -> Iterator[Host]:
    """A server whose keys and settings lie in `folder`."""
    if os.geteuid() == 0:  # where it drops its rights
        Path("/run/sshd").mkdir(exist_ok=True)
    for key in ("host", "user"):
        make = [program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key)]
        subprocess.run(make, check=True)
    port = free_port()
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nStrictModes no\n"
        f"AuthorizedKeysFile {folder}/user.pub\nPasswordAuthentication no\n"
        f"PermitRootLogin prohibit-password\nPidFile none\nUsePAM no\nMaxStartups 100\n"
    )
    (folder / "ssh_config").write_text(
        f"Host *\nPort {port}\nIdentityFile {folder}/user\nIdentitiesOnly yes\n"
        f"UserKnownHostsFile {folder}/known_hosts\n"
    )
    public = (folder / "host.pub").read_text()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {public}")
    command = [program("sshd"), "-D", "-e", "-f", str(folder / "sshd_config")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stderr=log)
        try:
            until_open(port)
            yield Host(f"{getpass.getuser()}@127.0.0.1", f"ssh -F {folder}/ssh_config")
        finally:
            server.terminate()
            server.wait(PATIENCE)
