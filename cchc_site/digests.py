"""Digests: 16 bytes that stand for a value, by which builds know what has changed.

Pure. SHA-256 (FIPS 180-4), cut: nobody makes another text with the digest of one that was judged,
and processors have instructions for it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Protocol, runtime_checkable

SIZE = 16


@runtime_checkable
class Fingerprinted(Protocol):
    """A part of a view that is digested once, however many views hold it."""

    @property
    def fingerprint(self) -> str:
        """A digest of the whole part, in hexadecimal digits."""


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
    dataclasses of such. A part with a fingerprint is digested by that.

    Nothing of a view is named here, so that no field can be forgotten. Raises `TypeError` for a
    value of any other type, whose content would not be known.
    """
    return digest(_ENCODER.encode(view).encode())


def _plain(part: object) -> object:
    """`part` of a view as something that JSON has; named tuples are arrays to it already."""
    match part:
        case Fingerprinted():
            return part.fingerprint
        case dt.datetime() | dt.date():
            return part.isoformat()
        case bytes():
            return part.hex()
        case Mapping():
            return dict(part)
    return {field.name: getattr(part, field.name) for field in fields(part)}  # type: ignore[arg-type]


_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False, default=_plain)
