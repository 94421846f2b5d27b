"""Runs of text as a browser shows them: single blanks, lines without blanks at their ends.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from msgspec.structs import replace

from cchc_site.base import invisible
from cchc_site.importing.blocks import Runs, TextRun

_BLANKS = re.compile(r"[ \t\r\f\v\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_UNFIT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """`text` in NFC, without what nobody sees."""
    return normalize("NFC", invisible.unturned(_UNFIT.sub("", text)))


def merged(runs: Iterable[TextRun]) -> list[TextRun]:
    """`runs` with single blanks, those of one kind as one."""
    merged: list[TextRun] = []
    for run in runs:
        if run.image:
            merged.append(run)
            continue
        text = run.text if run.text == "\n" else _BLANKS.sub(" ", clean(run.text))
        if not text:
            continue
        last = merged[-1] if merged else None
        if last and not last.image and _is_alike(last, run, text):
            merged[-1] = replace(last, text=last.text + text)
        else:
            merged.append(replace(run, text=text))
    return merged


def _is_alike(last: TextRun, run: TextRun, text: str) -> bool:
    """Whether `run` goes on with `last`: a break has no marks, but may stand in what is marked."""
    return (last.marks, last.href) == (run.marks, run.href) and (last.text != "\n" or text == "\n")


def parted(runs: Iterable[TextRun]) -> Iterator[Runs]:
    """The paragraphs of `runs`, which two breaks part; blanks at the ends of lines are none."""
    part: list[TextRun] = []
    breaks = 0
    for run in runs:
        for piece in re.split("(\n)", run.text) if not run.image else [run.text]:
            if piece == "\n" and not run.image:
                breaks += 1
            elif piece.strip() or run.image:
                if breaks > 1 and part:
                    yield trimmed(part)
                    part = []
                elif breaks and part:
                    part.append(TextRun("\n"))
                breaks = 0
                part.append(replace(run, text=piece))
            elif piece and not breaks and part:
                part.append(TextRun(" "))
    if part:
        yield trimmed(part)


def trimmed(runs: list[TextRun]) -> Runs:
    """`runs` with no blank at either end of a line and never two in a row."""
    out: list[TextRun] = []
    at_start = True
    for run in runs:
        text = run.text
        if not run.image:
            text = text.lstrip(" ") if at_start else text
            if text.startswith("\n") and out and not out[-1].image:
                out[-1] = replace(out[-1], text=out[-1].text.rstrip(" "))
            at_start = text.endswith((" ", "\n")) if text else at_start
        else:
            at_start = False
        if text or run.image:
            out.append(replace(run, text=text))
    while out and not out[-1].image and not out[-1].text.strip():
        del out[-1]
    if out and not out[-1].image:
        out[-1] = replace(out[-1], text=out[-1].text.rstrip())
    return tuple(run for run in out if run.text or run.image)


def on_a_line(runs: Runs) -> Runs:
    """`runs` on one line."""
    return trimmed(
        [run if run.image else replace(run, text=run.text.replace("\n", " ")) for run in runs]
    )
