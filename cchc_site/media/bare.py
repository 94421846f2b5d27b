"""A picture's file without what it tells beside the picture: place, time, camera, names, comments.

Pure; no pixel changes. Sources: JPEG, ITU-T T.81, annex B (segments); PNG, third edition, 5.3 and
11.3 (chunks); WebP, RFC 9649, 2.7; GIF89a, 24 to 26 (extensions); how a picture lies is kept, as
Exif 3.0, 4.6.5, has it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from cchc_site.base.hashing import crc32

_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_KEPT_APP = {0xE0: b"JF", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Segments of applications that say how the pixels are meant, by how they begin."""
_TELLING_CHUNKS = frozenset((b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"))
_EXIF = b"Exif\0\0"
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


class Unreadable(Exception):
    """A file whose parts cannot be told from each other."""


def bare(content: bytes) -> bytes:
    """The file of a JPEG, PNG, WebP or GIF picture with its pixels, its colours and how it lies
    only; a file of another kind as it is.

    Raises `Unreadable`.
    """
    try:
        if content.startswith(b"\xff\xd8"):
            return b"".join(_jpeg(content))
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return b"".join(_png(content))
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
        if content[:4] == b"GIF8":
            return b"".join(_gif(content))
    except (struct.error, IndexError) as error:
        raise Unreadable(str(error)) from error
    return content


def webp_size(head: bytes) -> tuple[int, int] | None:
    """The size that the first 30 bytes of a WebP tell: Pillow makes room for such a picture as
    soon as it opens it (RFC 9649, 2.4 to 2.7)."""
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or len(head) < 30:
        return None
    number = int.from_bytes
    if head[12:16] == b"VP8X":
        return 1 + number(head[24:27], "little"), 1 + number(head[27:30], "little")
    if head[12:16] == b"VP8L":
        bits = number(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return number(head[26:28], "little") & 0x3FFF, number(head[28:30], "little") & 0x3FFF


def _lying(exif: bytes) -> bytes:
    """A block of Exif that says how a picture lies as `exif` does, and nothing else; none for one
    that stands upright."""
    orientation = _orientation(exif)
    if orientation not in range(2, 9):
        return b""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"


def _orientation(exif: bytes) -> int:
    """How a picture lies by its block of Exif, 1 where that does not say."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, at)
        for entry in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", exif, at + 2 + 12 * entry)
            if (tag, kind) == (0x0112, 3):
                return int(value)
    except struct.error:
        pass
    return 1


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while True:
        marker = _MARKER.search(content, at)
        if not marker:
            raise Unreadable("no end")
        yield content[at : marker.start()]  # the lines of a scan; else nothing, or signs to skip
        kind = content[marker.start() + 1]
        if kind == _EOI:
            yield content[marker.start() : marker.end()]
            return  # what follows is another picture, or nothing that browsers show
        (size,) = struct.unpack_from(">H", content, marker.end())
        end = marker.end() + size
        segment = content[marker.end() + 2 : end]
        if not _tells(kind, segment):
            yield content[marker.start() : end]
        elif segment.startswith(_EXIF) and (block := _lying(segment[len(_EXIF) :])):
            yield b"\xff\xe1" + struct.pack(">H", len(block) + 2 + len(_EXIF)) + _EXIF + block
        at = end


def _tells(kind: int, segment: bytes) -> bool:
    """Whether a segment of a JPEG is none that the picture needs."""
    if kind == 0xFE:
        return True
    if not 0xE0 <= kind <= 0xEF:
        return False
    begins = _KEPT_APP.get(kind)
    return begins is None or not segment.startswith(begins)


def _png(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    at = 8
    while at < len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        if kind not in _TELLING_CHUNKS:
            yield content[at : at + size + 12]
        elif kind == b"eXIf" and (lying := _lying(content[at + 8 : at + 8 + size])):
            block = kind + lying
            yield struct.pack(">I", len(lying)) + block + struct.pack(">I", crc32(block))
        if kind == b"IEND":
            return
        at += size + 12
    raise Unreadable("no end")


def _webp(content: bytes) -> bytes:
    (whole,) = struct.unpack_from("<I", content, 4)
    end, at, out = min(len(content), whole + 8), 12, bytearray()
    flags, lying = -1, b""
    while at + 8 <= end:
        kind, size = struct.unpack_from("<4sI", content, at)
        padded = size + size % 2
        if kind == b"VP8X":
            flags = len(out) + 8
        if kind == b"EXIF":
            lying = _lying(content[at + 8 : at + 8 + size].removeprefix(_EXIF))
        elif kind != b"XMP ":
            out += content[at : at + 8 + padded]
        at += 8 + padded
    if flags >= 0:
        out[flags] &= ~(_EXIF_FLAG | _XMP_FLAG) & 0xFF
        if lying:
            out[flags] |= _EXIF_FLAG
            out += b"EXIF" + struct.pack("<I", len(lying)) + lying
    return b"RIFF" + struct.pack("<I", len(out) + 4) + b"WEBP" + bytes(out)


def _gif(content: bytes) -> Iterator[bytes]:
    at = 13 + _palette(content[10])
    yield content[:at]
    while content[at] != 0x3B:
        start = at
        if content[at] == 0x21:
            label, at = content[at + 1], at + 2
        elif content[at] == 0x2C:
            label, at = 0, at + 10 + _palette(content[at + 9]) + 1
        else:
            raise Unreadable("no block")
        name = content[at + 1 : at + 12]
        while content[at]:
            at += content[at] + 1
        at += 1
        is_needed = label != 0xFE and (label != 0xFF or name in (b"NETSCAPE2.0", b"ANIMEXTS1.0"))
        if is_needed:
            yield content[start:at]
    yield b"\x3b"


def _palette(packed: int) -> int:
    """The length of a table of colours in bytes."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0
