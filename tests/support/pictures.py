"""Pictures that only say how large they are."""

from __future__ import annotations

import struct
import zlib


def header(form: str, width: int, height: int) -> tuple[bytes, str]:
    """What a picture of that size begins with, and the ending of its name; no pixel follows."""
    if form == "PNG":
        head = struct.pack(">IIBBBBB", width, height, 16, 6, 0, 0, 0)
        chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
        body = b"".join(
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
            for name, data in chunks
        )
        return b"\x89PNG\r\n\x1a\n" + body, ".png"
    if form == "GIF":
        screen = struct.pack("<HHBBB", width, height, 0, 0, 0)
        frame = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x01\x00"
        return b"GIF89a" + screen + frame, ".gif"
    if form == "JPEG":
        sof = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
        return b"\xff\xd8\xff\xc0" + sof + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00", ".jpg"
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<II", 10, 2) + size + b"ANIM" + struct.pack("<IIH", 6, 0, 0)
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk, ".webp"
