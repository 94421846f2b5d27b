"""Files by their names in NFC, whatever form the disk has them in.

Touches the disk, for reading only. A Mac stores "mẫu.pdf" decomposed (NFD), Windows and
editors write it composed; both look the same. Paths in the project are in NFC everywhere but here.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from cchc_site.base import vietnamese
from cchc_site.base.problems import Problem


def located(root: Path, path: str) -> Path:
    """The file at `path`, which is in NFC, under `root`: under the name that it has on disk."""
    whole = root / path
    if path.isascii() or os.path.lexists(whole):
        return whole
    here = root
    for part in path.split("/"):
        here = here / _stored(here, part)
    return here


def _stored(folder: Path, name: str) -> str:
    if name.isascii() or os.path.lexists(folder / name):
        return name
    stored = (listed for listed in _listed(folder) if unicodedata.normalize("NFC", listed) == name)
    return min(stored, default=name)


def _listed(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208  # names, not paths
    except OSError:
        return []


def similar(root: Path, path: str) -> str:
    """The name of a file that is there in the place of `path`, and differs from it in case, marks
    or blanks only, or in an ending that Windows hid from who wrote the name; "" for none."""
    whole = located(root, path)
    wanted = vietnamese.slug(whole.name)
    names = [*filter(is_utf8, _listed(whole.parent))] if wanted else []
    alike = [name for name in names if vietnamese.slug(name) == wanted]
    whole_names = (name for name in names if vietnamese.slug(name.rpartition(".")[0]) == wanted)
    return unicodedata.normalize("NFC", min(alike, default="") or min(whole_names, default=""))


def is_utf8(name: str) -> bool:
    """Whether a name of the disk is a text; one of other bytes holds surrogates (PEP 383)."""
    return name.isascii() or not any("\ud800" <= char <= "\udfff" for char in name)


def faults(folder: str, names: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with the `names` on disk in a folder of the project: one that is no text, two
    that are the same in NFC."""
    known = dict[str, str]()
    for name in names:
        path = f"{folder}/{name}" if folder else name
        if not is_utf8(name):
            what, hint = "tên tệp không phải UTF-8", "hãy đổi tên tệp, ví dụ mau-don.pdf"
            yield Problem(path, 0, what, hint)
            continue
        composed = name if name.isascii() else unicodedata.normalize("NFC", name)
        if known.setdefault(composed, name) != name:
            what = "hai tệp trùng tên “" + composed + "”, chỉ khác cách lưu dấu (NFC và NFD)"
            hint = "hãy giữ một tệp và xóa hoặc đổi tên tệp kia"
            yield Problem(unicodedata.normalize("NFC", path), 0, what, hint)
