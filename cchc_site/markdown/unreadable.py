"""Letters that nobody can read: typed for old fonts, read with a wrong encoding, or lost.

Pure. TCVN3 (.VnTime) and VNI put Vietnamese letters on the codes of others (TCVN 5712:1993); UTF-8
read as Windows-1252 shows two or three signs for a letter. Such a word holds a sign of Latin-1 that
no Vietnamese word does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from cchc_site.markdown.finding import Finding

# Of Latin-1, without what units are written with.
_SIGNS = "¡-¯´-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ"  # noqa: RUF001
# Quick: texts in Unicode mostly hold none of these.
# VNI writes a tone after its vowel; no Vietnamese word has these two together.
_VNI = "[aA][ùúâáàãêéèõÙÚÂÁÀÃÊÉÈÕ]|[eE][âáàãùõÂÁÀÃÙÕ]|[oO][âùõÂÙÕ]|[uUyY][ùõÙÕ]"
_SUSPICIOUS = re.compile(f"[{_SIGNS}\ue000-\uf8ff\ufffc\ufffd]|{_VNI}")
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffc]")
_WORD = re.compile(r"[^\s\"“”‘’().,:;/-]*[^\W\d_][^\s\"“”‘’().,:;/-]*")  # noqa: RUF001
_WRONG = re.compile(rf"[^\W\d_][{_SIGNS}]|[{_SIGNS}][^\W\d_]|{_VNI}")
# What may stand at the edge of a good word: “Windows®”, «a».
_EDGES = "«»®©™ºª¹"
_PARTED = re.compile(r"(?<!\S)(?:[^\W\d_]|[<>/])(?: {1,3}(?:[^\W\d_]|[<>/])){5,}(?!\S)")
_LEAST, _SHARE = 2, 4
"""How many words of a line are wrong at least, and one of how many, if there are so many."""
_LINES = 5
"""Lines of each kind that are told."""


def findings(text: str) -> Iterator[Finding]:
    """What cannot be read in `text`, of each kind the first lines."""
    lines = list(enumerate(text.split("\n")))
    if _SUSPICIOUS.search(text):
        for finder in _lost, _private, _old:
            yield from islice(finder(lines), _LINES)
    yield from islice(_parted(lines), _LINES)


def faults(words: str) -> Iterator[tuple[str, str]]:
    """What cannot be read in a value of one line, and how to mend it."""
    return ((finding.what, finding.hint) for finding in findings(words))


_Lines = Iterable[tuple[int, str]]


def _lost(lines: _Lines) -> Iterator[Finding]:
    for number, line in lines:
        if "\ufffd" in line:
            yield Finding(number, "có chữ bị mất, hiện thành “\ufffd”", "hãy gõ lại những chữ ấy")


def _private(lines: _Lines) -> Iterator[Finding]:
    what = "có ký hiệu riêng của Word, máy khác hiện thành ô trống"
    for number, line in lines:
        if _PRIVATE.search(line):
            yield Finding(number, what, "hãy xóa nó, hoặc thay bằng dấu gạch ngang hay chữ")


def _old(lines: _Lines) -> Iterator[Finding]:
    hint = "hãy chuyển đoạn này từ bảng mã cũ (TCVN3, VNI) sang Unicode bằng Unikey rồi dán lại"
    for number, line in lines:
        words = _WORD.findall(line)
        wrong = [word for word in words if _WRONG.search(word.strip(_EDGES))]
        if (
            wrong
            and len(wrong) >= min(_LEAST, len(words) - 1)
            and _SHARE * len(wrong) >= len(words)
        ):
            shown = " ".join(wrong[:3])
            yield Finding(number, f"“{shown}” không phải chữ Unicode, không ai đọc được", hint)


def _parted(lines: _Lines) -> Iterator[Finding]:
    for number, line in lines:
        if parted := _PARTED.search(line):
            what = f"chữ viết rời từng chữ cái “{parted[0][:30]}” thì khó đọc và không tìm được"
            yield Finding(number, what, "hãy viết liền từng tiếng")
