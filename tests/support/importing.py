"""What readers of other programs' documents are told in tests."""

from __future__ import annotations

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
