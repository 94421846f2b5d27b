"""Digests: 16 bytes that stand for a value, by which builds know what has changed.

Pure. SHA-256 (FIPS 180-4), cut: nobody makes another text with the digest of one that was judged,
and processors have instructions for it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

SIZE = 16


def digest(content: bytes | memoryview) -> bytes:
    """The digest of `content`."""
    return cut(hashlib.sha256(content).digest())


def cut(whole: bytes) -> bytes:
    """The digest of a content whose SHA-256 is known as a `whole`."""
    return whole[:SIZE]


def joined(*parts: bytes) -> bytes:
    """A digest of `parts`, whose ends must show in them."""
    return digest(b"".join(parts))


def digest_of(*values: object) -> bytes:
    """A digest of `values`, whose `repr` must tell everything about them."""
    return digest(repr(values).encode())


def view_digest(view: object) -> bytes:
    """A digest of everything in a `view`: strings, numbers, None, moments, and tuples, mappings and
    dataclasses of such. A part of another type must have a `fingerprint`, hexadecimal digits of a
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
