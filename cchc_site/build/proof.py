"""The checksums of a site that has just been changed, for whoever wants to prove it.

Touches the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_site.base.hashing import file_sha256
from cchc_site.build.stage import Build
from cchc_site.storage import checksums
from cchc_site.storage.memory import put
from cchc_site.storage.published import PublishedFile


def write_checksums(
    build: Build, host: Iterable[str], outputs: Mapping[str, PublishedFile]
) -> None:
    """Let the site tell the SHA-256 of each of its files: of MkDocs' own (`host`), which are read,
    and of the `outputs`, whose checksums are known."""
    known = {path: output.checksum for path, output in outputs.items()}
    for path in host:
        if path not in known:
            with (build.site_dir / path).open("rb") as file:
                known[path] = file_sha256(file)
    content = checksums.content(known)
    place = build.site_dir / checksums.FILE
    if place.is_symlink() or not place.is_file() or place.read_bytes() != content:
        put(place, content)
