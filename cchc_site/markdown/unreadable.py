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
_C1 = re.compile("[\x80-\x9f]")
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffc]")
_WORD = re.compile(r"[^\s\"“”‘’().,:;/-]*[^\W\d_][^\s\"“”‘’().,:;/-]*")  # noqa: RUF001
_WRONG = re.compile(rf"[^\W\d_][{_SIGNS}]|[{_SIGNS}][^\W\d_]|{_VNI}")
# What may stand at the edge of a good word: “Windows®”, «a».
_EDGES = "«»®©™ºª¹"
_PARTED = re.compile(r"(?<!\S)(?:[^\W\d_]|[<>/])(?: {1,3}(?:[^\W\d_]|[<>/])){5,}(?!\S)")
# UTF-8 read as Windows-1252: a letter of it, what no good word holds, and what is left of a letter
# whose second sign was invisible and went.
_NONE = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # bytes that Windows-1252 leaves out
_LAST = f"[\x80-\xbf{bytes({*range(0x80, 0xA0)}.difference(_NONE)).decode('cp1252')}]"
_MISREAD = re.compile(f"[ÂÃÄÅÆ]{_LAST}|[áâ]{_LAST}{{2}}")
_SURELY = re.compile(f"á[º»]{_LAST}|Æ[°¡]|Ã[¡-¬®-¿]|Ä[\x90‘©¨]")  # noqa: RUF001
_LEFT = re.compile("(?<![A-ZĐ])Ã|[ÄÆ]|á[º»]")
_LONGEST = 200
"""Characters of a line that is told as it was meant."""
_LEAST, _SHARE = 2, 4
"""How many words of a line are wrong at least, and one of how many, if there are so many."""
_LINES = 5
"""Lines of each kind that are told."""


def findings(text: str) -> Iterator[Finding]:
    """What cannot be read in `text`, of each kind the first lines."""
    lines = list(enumerate(text.split("\n")))
    if _SUSPICIOUS.search(text):
        for finder in _lost, _private, _misread, _old:
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


def _misread(lines: _Lines) -> Iterator[Finding]:
    for number, line in lines:
        if fault := misread(line):
            yield Finding(number, *fault)


def misread(line: str) -> tuple[str, str] | None:
    """That a line is UTF-8 which was read as Windows-1252, and how to mend it; None when it is not.

    >>> misread("bÃ¡o cÃ¡o")
    ('“bÃ¡o cÃ¡o” là chữ Unicode bị đọc sai bảng mã', 'hãy viết “báo cáo”')
    """
    if not _SURELY.search(line):
        return None
    wrong = " ".join(word for word in line.split() if _MISREAD.search(word))
    what = f"“{_C1.sub('', wrong)[:30].strip()}” là chữ Unicode bị đọc sai bảng mã"
    meant = _MISREAD.sub(_read_again, line).strip()
    if len(meant) <= _LONGEST and not _LEFT.search(meant):
        return what, f"hãy viết “{meant}”"
    return what, "hãy chép lại dòng này từ bản gốc, nếu là tệp thì mở với bảng mã UTF-8 rồi chép"


def _read_again(letter: re.Match[str]) -> str:
    """The letter that was meant, or what stands there where none was."""
    try:
        return b"".join(map(_byte, letter[0])).decode("utf-8")
    except UnicodeDecodeError:
        return letter[0]


def _byte(sign: str) -> bytes:
    return sign.encode("latin-1" if sign <= "\xff" else "cp1252")


def _old(lines: _Lines) -> Iterator[Finding]:
    hint = "hãy chuyển đoạn này từ bảng mã cũ (TCVN3, VNI) sang Unicode bằng Unikey rồi dán lại"
    for number, line in lines:
        if _SURELY.search(line):
            continue
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
