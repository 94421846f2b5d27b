"""The file of checksums that a site is published with."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.storage import checksums

NAMES = st.text(st.sampled_from("aệ \\\n\r/\u2028'\"#*"), min_size=1, max_size=8)


@given(st.dictionaries(NAMES, st.binary(min_size=32, max_size=32), max_size=5))
def test_what_is_written_is_read(files: dict[str, bytes]) -> None:
    """Whatever names hold."""
    assert checksums.read(checksums.content(files)) == files


@given(st.data())
def test_every_flipped_bit_of_it_shows(data: st.DataObject) -> None:
    """It proves itself too."""
    written = bytearray(checksums.content({"a/index.html": bytes(32), "b.css": bytes(range(32))}))
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(checksums.DamagedChecksums):
        checksums.read(bytes(written))


def test_a_common_program_reads_it(tmp_path: Path) -> None:
    """Nobody needs this project to check what it has published."""
    program = shutil.which("sha256sum")
    assert program
    files = {name: os.urandom(9) for name in ("a b.html", "tiếng Việt.css", "x\\y", "d\ne")}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    sums = {name: hashlib.sha256(content).digest() for name, content in files.items()}
    (tmp_path / checksums.FILE).write_bytes(checksums.content(sums))

    def check() -> int:
        command = [program, "--check", "--strict", "--quiet", checksums.FILE]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode

    assert check() == 0
    (tmp_path / "x\\y").write_bytes(b"!")
    assert check() == 1
