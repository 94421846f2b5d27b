"""Addresses taken apart, whatever a writer has typed.

Pure; depends on nothing of the project.
"""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def split(address: str) -> SplitResult:
    """The parts of `address`. One that is none, such as "//[x", which `urlsplit` raises on, is all
    path, and leads nowhere.

    >>> split("//[x").path, split("a.md#gio").fragment
    ('//[x', 'gio')
    """
    try:
        parts = urlsplit(address)
        _ = parts.port  # read where it is needed, and raising too
    except ValueError:
        return SplitResult("", "", address, "", "")
    return parts
