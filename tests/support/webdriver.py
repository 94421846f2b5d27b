"""Browsers that Playwright does not drive, by the commands of WebDriver: Debian's Firefox, which
speaks them over its Marionette port, and WebKitGTK, whose driver speaks HTTP.

https://www.w3.org/TR/webdriver2/ names the commands and what they take.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Send = Callable[[str, Mapping[str, object]], Any]
"""Gives a command with what it takes to a browser; returns its answer."""

PATIENCE = 60
PLACES = {
    "NewSession": "",
    "Navigate": "/url",
    "ExecuteScript": "/execute/sync",
    "SwitchToFrame": "/frame",
    "PerformActions": "/actions",
}
"""The commands used, as Marionette calls them, with their addresses in a session."""
_PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "marionette.port": 0,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


@contextmanager
def firefox(program: str) -> Iterator[Send]:
    """A Firefox with a new profile and no window."""
    with tempfile.TemporaryDirectory() as profile:
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in _PREFERENCES.items())
        Path(profile, "user.js").write_text("\n".join(lines), "utf-8")
        port = Path(profile, "MarionetteActivePort")
        options = ("--headless", "--marionette", "--no-remote", "--profile", profile)
        with (
            _running(program, *options),
            _connected(lambda: int(port.read_text("utf-8"))) as line,
            line.makefile("rb") as answers,
        ):
            _answer(answers)  # It says what it is.

            def send(command: str, parameters: Mapping[str, object]) -> Any:
                message = json.dumps([0, 1, f"WebDriver:{command}", parameters]).encode()
                line.sendall(b"%d:%b" % (len(message), message))
                _, _, error, result = _answer(answers)
                assert error is None, error
                return result.get("value")

            send("NewSession", {})
            yield send


def _answer(answers: Any) -> Any:
    """The next message, which its length stands before."""
    length = b""
    while (digit := answers.read(1)) != b":":
        assert digit, "Firefox has gone"
        length += digit
    return json.loads(answers.read(int(length)))


@contextmanager
def _connected(port: Callable[[], int]) -> Iterator[socket.socket]:
    """A line to a port of this machine, as soon as it is there."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            line = socket.create_connection(("127.0.0.1", port()), PATIENCE)
            break
        except (OSError, ValueError):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
    with line:
        yield line


@contextmanager
def webkit() -> Iterator[Send]:
    """A WebKitGTK with a screen that nobody sees."""
    with (
        subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as screen,
        socket.socket() as probe,
    ):
        try:
            assert screen.stdout is not None
            display = f":{screen.stdout.readline().strip()}"
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
            probe.close()
            with _running("WebKitWebDriver", f"--port={port}", DISPLAY=display):
                with _connected(lambda: port):
                    pass
                yield from _session(f"http://127.0.0.1:{port}/session")
        finally:
            screen.terminate()


def _session(address: str) -> Iterator[Send]:
    def ask(method: str, place: str, parameters: Mapping[str, object] | None = None) -> Any:
        content = None if parameters is None else json.dumps(parameters).encode()
        request = urllib.request.Request(place, content, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from None

    session = f"{address}/{ask('POST', address, {'capabilities': {}})['sessionId']}"
    try:
        yield lambda command, parameters: ask("POST", session + PLACES[command], parameters)
    finally:
        ask("DELETE", session)


@contextmanager
def _running(program: str, *arguments: str, **env: str) -> Iterator[None]:
    assert shutil.which(program), f"no {program}: run .ci/browser, which installs it or says how"
    with subprocess.Popen(
        [program, *arguments],
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield
        finally:
            process.terminate()
