"""Which of a site's public bodies a post names: in its title, summary or text, as its source, or as
its author.

Pure. A body is named by its full name or with what its site abbreviates, whatever the case and
marks: “Ủy ban nhân dân huyện Lai Vung”, “UBND HUYỆN LAI VUNG”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from msgspec import Struct

from cchc_site.base import vietnamese

_BLANKS = re.compile(r"[ \xa0]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


class BodyName(Struct, frozen=True):
    """A body by its `key`, the `forms` of its name as they are searched for, and the writings of
    its end, by which nearly all texts that do not name it are told at once."""

    key: str
    forms: tuple[str, ...]
    hints: tuple[str, ...]


def body_name(key: str, name: str, abbreviations: Iterable[tuple[str, str]]) -> BodyName:
    """The `name` of a body with these `abbreviations`, folded, short and long.

    >>> body_name("xa", "UBND xã Mỹ Hoà", [("ubnd", "uy ban nhan dan")]).forms
    (' ubnd xa my hoa ', ' uy ban nhan dan xa my hoa ')
    """
    full = _plain(name)
    forms = {full}
    for short, long in abbreviations:
        for one, other in ((short, long), (long, short)):
            forms |= {form.replace(f" {one} ", f" {other} ") for form in forms}
    hints = dict.fromkeys(_writings(name.split()[-2:]))
    end = vietnamese.slug(" ".join(name.split()[-2:]), " ")
    for form in forms:
        if not form.endswith(f"{end} "):  # abbreviated to its end
            hints |= dict.fromkeys(_cases(form.split()[-1]))
    return BodyName(key, tuple(sorted(forms)), tuple(hints))


def named(names: Iterable[BodyName], *texts: str) -> tuple[str, ...]:
    """The keys of the bodies among `names` that any of the `texts`, which are in NFC, names."""
    plain = [_BLANKS.sub(" ", text) if "\xa0" in text or "  " in text else text for text in texts]
    return tuple(name.key for name in names if any(_names(name, text) for text in plain))


def _names(name: BodyName, text: str) -> bool:
    """Whether a text has one of the forms around a place where its end is written: to fold the
    whole text would take as long as a third of its reading."""
    reach = max(map(len, name.forms)) + 10
    for hint in name.hints:
        if hint not in text:
            continue
        for place in _places(hint, text):
            plain = _plain(text[max(0, place - reach) : place + 40])
            if any(form in plain for form in name.forms):
                return True
    return False


def _places(word: str, text: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def _plain(text: str) -> str:
    """The words of `text` without marks and signs, with a blank before and after each."""
    return f" {vietnamese.slug(text, ' ')} "


def _writings(words: Sequence[str]) -> Iterator[str]:
    """How words are written: in any case, with their tones on any vowel, or without marks."""
    for toned in product(*map(_toned, words)):
        yield from _cases(" ".join(toned))
    yield from _cases(vietnamese.fold(" ".join(words)).title())


def _cases(words: str) -> tuple[str, ...]:
    return words, words.lower(), words.upper()


def _toned(word: str) -> Iterator[str]:
    """A word with its tone on each of its vowels."""
    parts = unicodedata.normalize("NFD", word)
    tone = next((part for part in parts if part in _TONES), "")
    bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    for at, letter in enumerate(bare, 1):
        if tone and vietnamese.fold(letter) in "aeiouy":
            yield unicodedata.normalize("NFC", f"{bare[:at]}{tone}{bare[at:]}")
    if not tone:
        yield word
