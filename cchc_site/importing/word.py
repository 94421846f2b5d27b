"""A document of a word processor → a draft.

Touches the disk, for reading only.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cchc_site.importing.draft import Draft, ImportOptions, Refusal, Refused


def read(path: Path, options: ImportOptions) -> Iterator[Draft | Refusal]:
    """The draft that a document is. Raises `Refused` and `OSError`."""
    raise Refused("chưa đọc được tệp Word; hãy lưu lại thành .txt rồi nhập lại")
    yield Refusal(path.name, "")
