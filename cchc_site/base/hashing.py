"""Every hash of the project: no other module makes one.

Pure, but for `file_sha256`. A digest is 16 bytes that stand for a value, by which builds know what
has changed: SHA-256 (FIPS 180-4), cut, since nobody makes another text with the digest of one that
was judged, and processors have instructions for it. What is published beside a file or in a policy
is a whole SHA-256. CRC-32 only finds damage and picks shards.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from typing import IO, Any

import msgspec

SIZE = 16


def digest(content: bytes | memoryview) -> bytes:
    """The digest of `content`."""
    return cut(sha256(content))


def cut(whole: bytes) -> bytes:
    """The digest of a content whose SHA-256 is known as a `whole`."""
    return whole[:SIZE]


def sha256(content: bytes | memoryview) -> bytes:
    """The SHA-256 of `content`, whole."""
    return hashlib.sha256(content).digest()


def file_sha256(file: IO[bytes]) -> bytes:
    """The SHA-256 of what a file holds from where it is read."""
    return hashlib.file_digest(file, "sha256").digest()  # type: ignore[arg-type]


def crc32(*parts: bytes | memoryview) -> int:
    """The CRC-32 of `parts`, one after the other (ISO 3309; the browser computes the same)."""
    value = 0
    for part in parts:
        value = zlib.crc32(part, value)
    return value


def folder_name(path: str) -> str:
    """The name of the cache folder of the site at `path`, twelve hexadecimal digits of BLAKE2b
    (RFC 7693): with a name by another hash the folder of an older version would be left behind."""
    return hashlib.blake2b(path.encode(), digest_size=6).hexdigest()


def joined(*parts: bytes) -> bytes:
    """A digest of `parts`, whose ends must show in them."""
    return digest(b"".join(parts))


def digest_of(*values: object) -> bytes:
    """A digest of `values`, whose `repr` must tell everything about them."""
    return digest(repr(values).encode())


def digest_of_texts(texts: Sequence[str]) -> bytes:
    """A digest of `texts`, where one ends and the next begins included."""
    return digest(msgspec.msgpack.encode(texts))


def view_digest(view: object) -> bytes:
    """A digest of everything in a `view`: strings, numbers, None, moments, and tuples, mappings and
    records of such. A part of another type must have a `fingerprint`, hexadecimal digits of a
    digest of all that it is made of.

    Nothing of a view is named here, so that no field can be forgotten. Raises `TypeError` for a
    value whose content would not be known.
    """
    return digest(_ENCODER.encode(view))


def _plain(part: Any) -> object:
    """`part` of a view as something that JSON has; of a class of its own, as what that extends."""
    match part:
        case str():
            return str.__str__(part)
        case int():
            return int(part)
        case dt.date():
            return part.isoformat()
        case Mapping():
            return dict(part)
    if hasattr(type(part), "fingerprint"):
        return part.fingerprint
    raise TypeError(f"a view holds {part!r}")


_ENCODER = msgspec.json.Encoder(enc_hook=_plain)
