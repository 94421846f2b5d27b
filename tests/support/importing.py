"""What readers of other programs' documents are told in tests."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from cchc_site.content.fields import Settings
from cchc_site.importing.draft import ImportOptions
from cchc_site.markdown.gfm import reader

SETTINGS = Settings(ZoneInfo("Asia/Ho_Chi_Minh"), {"thong-bao": "Thông báo", "tin-tuc": "Tin tức"})


def options(mapping: Mapping[str, Any] | None = None) -> ImportOptions:
    """The settings of a small site, and what stands in the file after `--map`."""
    return ImportOptions(SETTINGS, mapping or {}, lambda text, path, line: reader.read(text, path))


def windows_1258(text: str) -> bytes:
    """`text` as Windows wrote it: the tone behind its letter."""
    out = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base, marks = parts[0], parts[1:]
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        hats = "".join(mark for mark in marks if mark not in tones)
        out += (unicodedata.normalize("NFC", base + hats) + tones).encode("windows-1258")
    return out


def taken_for_latin(text: str) -> str:
    """`text` as a browser shows its UTF-8 that it takes for Windows' Latin letters."""
    letters = (bytes((byte,)) for byte in text.encode())
    return "".join(each.decode("windows-1252", "ignore") or chr(each[0]) for each in letters)
