"""What an object of JSON says of a procedure, in words that readers understand.

Pure. procedure_tables.py writes an object as a line of “key: value” parts; keys are a program's
words, which no page may show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from cchc_site.base import vietnamese

_SIGN = " | "
_KEY = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_PROGRAM_KEY = re.compile(
    r"[a-z]+[0-9]*[A-Z]\w*|\w*_\w*|[A-Z]{6,}|id|ma|ten|so|phi|name|code|title|value|url", re.ASCII
)
_NAMES = re.compile(r"(?:ten|name|title|noidung|giatri|value)\w*|\w+(?:ten|name|title)")
_SYMBOLS = re.compile(r"(?:sokyhieu|sohieu|kyhieu|sovanban)\w*|\w*number")


def parts(line: str) -> Mapping[str, str]:
    """The parts of a line that is an object, none of one that somebody wrote.

    >>> parts("id: 5 | ten: Hộ tịch"), parts("TTPVHCC: tầng 1")
    ({'id': '5', 'ten': 'Hộ tịch'}, {})
    """
    pairs = [part.partition(": ") for part in line.split(_SIGN)]
    if not all(_KEY.fullmatch(key) and colon for key, colon, _ in pairs):
        return {}
    programs = [key for key, _, _ in pairs if _PROGRAM_KEY.fullmatch(key)]
    # An office's abbreviation before a colon is none.
    if not programs or (len(pairs) == 1 and programs[0].isupper()):
        return {}
    return {key: text for key, _, text in pairs}


def name_of(said: Mapping[str, str], *, is_document: bool = False) -> str:
    """The part by which people know the thing, "" where it is not clear.

    >>> name_of({"id": "5", "ten": "Hộ tịch"}), name_of({"phi": "8000", "donVi": "đồng"})
    ('Hộ tịch', '')
    """
    known = _SYMBOLS if is_document else _NAMES
    names = [
        text for key, text in said.items() if known.fullmatch(vietnamese.slug(key, "").lower())
    ]
    return names[0] if len(names) == 1 else ""


def spread(
    objects: Sequence[Mapping[str, str]], meaning: Callable[[str], str], keys: Sequence[str]
) -> list[tuple[str, str]]:
    """What objects say under some `keys` of a record, the first of which names each: ways of
    handing in, each with its time and its fee."""
    told: list[tuple[str, str]] = []
    for said in objects:
        known = {meaning(key): part for key, part in said.items()}
        lead = f"{known[keys[0]]}: " if keys[0] in known and len(objects) > 1 else ""
        told += (
            (key, known[key] if key == keys[0] else lead + known[key])
            for key in keys
            if key in known
        )
    return told
