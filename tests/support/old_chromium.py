"""The oldest Chromium that the portal promises to work in, of 2020: fetched once, known by its
digest, unpacked by the Node that comes with Playwright. It runs on x86-64."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import tarfile
import urllib.request
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from tests.support.paths import ROOT

VERSION = "3.1.1"
"""Of the package `chrome-aws-lambda` of the npm registry; it holds Chromium 83. Others that run the
same: 5.5.0 (88), 10.1.0 (92)."""
SHA512 = (
    "8a439ca458286e2894bc35ed05fb7e8f1573d82b1ab91579f28c03b55c85d687"
    "25fd837efdea9d22bae66c8b66df27891a76fd46d2b1cc502a19ca414d06d308"
)
ADDRESS = f"https://registry.npmjs.org/chrome-aws-lambda/-/chrome-aws-lambda-{VERSION}.tgz"
_UNPACK = (
    "const chunks = []; process.stdin.on('data', (chunk) => chunks.push(chunk)); "
    "process.stdin.on('end', () => "
    "process.stdout.write(require('zlib').brotliDecompressSync(Buffer.concat(chunks))))"
)


def chromium() -> Path:
    """The browser, kept in .cache/; `CCHC_OLD_CHROMIUM` names another."""
    if own := os.environ.get("CCHC_OLD_CHROMIUM"):
        return Path(own)
    kept = ROOT / f".cache/chromium-{VERSION}/chromium"
    if not kept.exists():
        with urllib.request.urlopen(ADDRESS, timeout=120) as answer:
            package = answer.read()
        assert hashlib.sha512(package).hexdigest() == SHA512, f"{ADDRESS} is not what it was"
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(fileobj=io.BytesIO(package)) as files:
            packed = files.extractfile("package/bin/chromium.br")
            assert packed is not None
            node = compute_driver_executable()[0]
            program = subprocess.run(
                [node, "-e", _UNPACK], input=packed.read(), capture_output=True, check=True
            )
        new = kept.with_suffix(f".{os.getpid()}")
        new.write_bytes(program.stdout)
        new.chmod(0o755)
        new.replace(kept)
    return kept
