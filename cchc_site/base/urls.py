"""Addresses taken apart, whatever a writer has typed.

Pure; depends on nothing of the project.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

_MAILBOX = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[^\s@<>,;:.]+")


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


def is_mailbox(text: str) -> bool:
    """Whether letters can be sent to `text`.

    >>> is_mailbox("gop-y@xa.gov.vn"), is_mailbox("gop-y@xa")
    (True, False)
    """
    return _MAILBOX.fullmatch(text) is not None
