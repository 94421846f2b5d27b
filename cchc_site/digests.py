"""Digests: 16 bytes that stand for a value, by which builds know what has changed.

Pure. SHA-256 (FIPS 180-4), cut: nobody makes another text with the digest of one that was judged,
and processors have instructions for it.
"""

from __future__ import annotations

import hashlib

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
