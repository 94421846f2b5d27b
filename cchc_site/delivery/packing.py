"""Files as servers send them to browsers that unpack: by gzip, and by Brotli where it is there.

Touches the disk. Made while publishing, of what is sent, and not by a build: only a server of one's
own asks for them.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from cchc_site.base.hashing import sha256
from cchc_site.base.workers import Workers
from cchc_site.delivery.plan import PACKED, Sums, unpacked

_TEXTS = (".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".csv", ".ics", ".ico")
_LEAST = 1024
"""Bytes below which a file goes in one packet anyway."""
_GAIN = 0.9
_QUALITY = 9  # Brotli's best takes ten times as long for a twentieth less


def packers() -> Mapping[str, Callable[[bytes], bytes]]:
    """What packs, by the ending of what it makes."""
    found: dict[str, Callable[[bytes], bytes]] = {
        ".gz": lambda content: gzip.compress(content, mtime=0)
    }
    try:
        import brotli
    except ImportError:
        return found
    found[".br"] = lambda content: bytes(brotli.compress(content, quality=_QUALITY))
    return found


def pack(site: Path, files: Iterable[str], into: Path, workers: Workers) -> Sums:
    """Write the packed forms of those `files` of a site that are worth it `into` a folder; their
    checksums."""
    ways = packers()

    def job(paths: Sequence[str]) -> Sums:
        sums: Sums = {}
        for path in paths:
            content = (site / path).read_bytes()
            for ending, way in ways.items() if len(content) >= _LEAST else ():
                if (site / f"{path}{ending}").exists():
                    continue  # of the site's own, such as that of the site map
                packed = way(content)
                if len(packed) < len(content) * _GAIN:
                    place = into / f"{path}{ending}"
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(packed)
                    sums[f"{path}{ending}"] = sha256(packed).hex()
        return sums

    wanted = sorted(path for path in files if path.endswith(_TEXTS))
    made: Sums = {}
    for piece in workers.map(job, wanted):
        made |= piece
    return made


def known(files: Sums, last: Sums, present: Iterable[str]) -> Sums:
    """The packed forms in a target that held the files `last`, of those that are the same in
    `files`."""
    return {
        path: last[path]
        for path in present
        if path.endswith(PACKED)
        and path in last
        and (plain := unpacked(path)) in files
        and files[plain] == last.get(plain)
    }
