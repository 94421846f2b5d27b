"""The notes of Word, LibreOffice and Google Docs, which a paste leaves as links to places that are
lost: they become footnotes. Pure.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from cchc_site.content.text import ParsedText

# What the programs call the sign in the text, and that before the note.
_CALLED = r"#(?:(?P<end>_edn|sdendnote)|_ftn|ftnt|sdfootnote)(?P<number>\d{1,3})(?:sym)?"
_NOTED = r"#(?:(?P<end>_ednref|sdendnote)|_ftnref|ftnt_ref|sdfootnote)(?P<number>\d{1,3})(?:anc)?"
_SIGN = r"\[(?:\\?\[)?[^\[\]\n]{0,9}(?:\\?\])?\]"
_CALL = re.compile(rf"{_SIGN}\({_CALLED}\)")
_NOTE = re.compile(rf"^{_SIGN}\({_NOTED}\)[ \t\u00a0]*(?=\S)", re.MULTILINE)
_TARGET = re.compile(rf"{_CALLED.replace('?P<', '?P<a_')}|{_NOTED}")


def noted(text: str) -> str:
    r"""`text` with footnotes, where each sign has one note and each note a sign.

    >>> noted("Theo luật[[1]](#_ftn1).\n\n[[1]](#_ftnref1) Luật Hộ tịch.")
    'Theo luật[^1].\n\n[^1]: Luật Hộ tịch.'
    """
    whole = _NOTE.sub(lambda note: f"[^{_name(note)}]: ", text)
    notes = [_name(note) for note in _NOTE.finditer(text)]
    calls = [_name(call) for call in _CALL.finditer(whole)]
    if not notes or "[^" in text or len({*notes}) < len(notes) or notes != calls:
        return text
    return _CALL.sub(lambda call: f"[^{_name(call)}]", whole)


def without_notes(page: ParsedText) -> ParsedText:
    """`page` without what it refers to for its notes."""
    others = (one for one in page.references if not _TARGET.fullmatch(one.target))
    return replace(page, references=tuple(others))


def _name(sign: re.Match[str]) -> str:
    return f"{'cuoi-' if sign['end'] else ''}{sign['number']}"
