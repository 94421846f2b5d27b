"""The oldest Chromium that the portal promises to work in, of 2020: fetched once, known by its
digest, unpacked by the Node that comes with Playwright. It runs on x86-64."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from tests.support import npm

VERSION = "3.1.1"
"""Of the package `chrome-aws-lambda`; it holds Chromium 83. Others that run the same: 5.5.0 (88),
10.1.0 (92)."""
INTEGRITY = "sha512-ikOcpFgobiiUvDXtBft+jxVz2CsauRV58owDtVyF1ocl/YN+/eqdIrrmbItm3yeJGnb9RtKxzFAqGcpBTQbTCA=="  # noqa: E501
_UNPACK = (
    "const chunks = []; process.stdin.on('data', (chunk) => chunks.push(chunk)); "
    "process.stdin.on('end', () => "
    "process.stdout.write(require('zlib').brotliDecompressSync(Buffer.concat(chunks))))"
)


def chromium() -> Path:
    """The browser, kept in .cache/; `CCHC_OLD_CHROMIUM` names another."""
    if own := os.environ.get("CCHC_OLD_CHROMIUM"):
        return Path(own)
    kept = npm.kept(f"chromium-{VERSION}/chromium")
    if not kept.exists():
        program = npm.packed("chrome-aws-lambda", VERSION, INTEGRITY, "bin/chromium.br")
        node = compute_driver_executable()[0]
        unpacked = subprocess.run(
            [node, "-e", _UNPACK], input=program, capture_output=True, check=True
        )
        npm.keep(kept, unpacked.stdout, 0o755)
    return kept
