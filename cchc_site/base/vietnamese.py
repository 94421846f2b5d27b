"""Vietnamese text: folding, slugs, alphabetical order, dates in words.

Pure; depends on nothing of the project.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")

# Alphabet order and tone order of Vietnamese dictionaries (TCVN 5712 note; ngang, huyền, hỏi,
# ngã, sắc, nặng).
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_RANK = {letter: f"{index:02d}" for index, letter in enumerate(_ALPHABET, 40)}
_MARKS = re.compile("[\u0300-\u036f]+")
# Every mark that combines, and letters of scripts that no text here is in: what may be too many.
_MANY_MARKS = re.compile(
    "[\u0300-\u1dff\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff"
    "\ufb1e\ufe20-\ufe2f\U000101fd-\U0001e94a]{31,}+"
)
# Most texts have nothing but these: one look instead of one at each letter with marks.
_LATIN = re.compile("[\x00-\u02ff\u1e00-\u1eff\u2000-\u206f]*+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_LETTERS = re.compile(r"[^\W\d_]+")


def fold(text: str) -> str:
    """`text` in lower case without marks, đ as d: what a reader types without an input method.

    >>> fold("Uỷ ban – Ủy ban ĐỊNH HÒA")
    'uy ban – uy ban dinh hoa'
    """
    lower = text.lower()
    if lower.isascii():
        return lower
    return _MARKS.sub("", unicodedata.normalize("NFD", lower)).replace("đ", "d")


def overmarked(text: str) -> int:
    """Where in `text` a letter bears more than 30 marks, -1 for nowhere.

    To compose such a text takes time with the square of their number. No letter of any language
    has more than three or so; Unicode's stream-safe text (UAX #15, section 13) has 30 at most.

    >>> overmarked("a" + "\u0301\u0323" * 16), overmarked("a\u0301\u0323"), overmarked("ก" * 40)
    (1, -1, -1)
    """
    if _LATIN.fullmatch(text):
        return -1
    for letters in _MANY_MARKS.finditer(text):
        marks = 0
        for place, character in enumerate(letters[0], letters.start()):
            marks = marks + 1 if unicodedata.combining(character) else 0
            if marks > 30:
                return place - 30
    return -1


def slug(text: str, separator: str = "-") -> str:
    """`text` as the last part of an address: ASCII letters, digits and single separators.

    Empty when the text holds no Latin letter and no digit. The signature is that of
    Python-Markdown's `toc.slugify`, so that docs pages get the same heading ids.

    >>> slug("Kiểm tra công tác CCHC (đợt 2)")
    'kiem-tra-cong-tac-cchc-dot-2'
    """
    return _NOT_SLUG.sub(separator, fold(text)).strip(separator)


def collation_key(text: str) -> tuple[str, str, str]:
    """A sort key in the order of Vietnamese dictionaries: letters first, then tones, then case.

    >>> sorted(["Đào", "dạ", "da", "Ân", "an", "Dã"], key=collation_key)
    ['an', 'Ân', 'da', 'Dã', 'dạ', 'Đào']
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", text.lower()):
        base, tone = _split_tone(char)
        letters.append(_RANK.get(base, base if base < "a" else "~" + base))
        tones.append(str(tone))
    return "".join(letters), "".join(tones), text


def spoken(name: str) -> str:
    """`name` as it is spoken: case and the place of a tone in its syllable do not count, letters
    and tones do.

    >>> spoken("Uỷ ban Hoà An") == spoken("ỦY BAN  HÒA AN"), spoken("Lan") == spoken("Lân")
    (True, False)
    >>> spoken("thuế-đât") == spoken("thuê-đất"), spoken("tò") == spoken("to1"), spoken("C++")
    (False, False, 'c++')
    """
    composed = unicodedata.normalize("NFC", " ".join(name.lower().split()))
    return _LETTERS.sub(lambda letters: _spoken(letters[0]), composed)


def _spoken(syllable: str) -> str:
    """The letters, then the tones: both are spellings, so no other name becomes the same."""
    parts = unicodedata.normalize("NFD", syllable)
    bare = "".join(part for part in parts if part not in _TONES)
    tones = sorted(part for part in parts if part in _TONES)
    return unicodedata.normalize("NFC", bare) + "".join(tones)


def _split_tone(char: str) -> tuple[str, int]:
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[part] for part in parts if part in _TONES), 0)
    bare = "".join(part for part in parts if part not in _TONES)
    return unicodedata.normalize("NFC", bare), tone


def day_full(day: dt.date) -> str:
    """`day` with its weekday.

    >>> day_full(dt.date(2022, 4, 19))
    'Thứ Ba, 19/04/2022'
    """
    return f"{WEEKDAYS[day.weekday()]}, {day_numeric(day)}"


def day_numeric(day: dt.date) -> str:
    """`day` as dd/mm/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def day_plain(day: dt.date) -> str:
    """`day` as documents are cited: without leading zeros.

    >>> day_plain(dt.date(2022, 4, 13))
    '13/4/2022'
    """
    return f"{day.day}/{day.month}/{day.year}"


def day_words(day: dt.date) -> str:
    """`day` in words, days under 10 and months 1 and 2 with a leading zero.

    Source: Decree 30/2020/NĐ-CP, annex I, II.4.b.

    >>> day_words(dt.date(2022, 4, 9))
    'ngày 09 tháng 4 năm 2022'
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def month_numeric(day: dt.date) -> str:
    """The month of `day` as mm/yyyy."""
    return f"{day.month:02d}/{day.year:04d}"


def count(number: int) -> str:
    """`number` with a dot between thousands, as Vietnamese writes it.

    >>> count(12937)
    '12.937'
    """
    return f"{number:,}".replace(",", ".")


def file_size(size: int) -> str:
    """`size` in bytes as readers see it.

    >>> file_size(186_368), file_size(2_400_000), file_size(300)
    ('182 KB', '2,3 MB', '1 KB')
    """
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def shorten(text: str, limit: int) -> str:
    """`text` cut to at most `limit` characters, at a sentence's end when one lies in its second
    half, else at a word with an ellipsis.

    >>> shorten("Một câu ngắn. Một câu nữa rất dài.", 20)
    'Một câu ngắn.'
    >>> shorten("Không có dấu chấm nào ở đây", 14)
    'Không có dấu…'
    """
    if len(text) <= limit:
        return text
    head = text[: limit + 1]
    sentence = max(head.rfind(end) for end in (". ", "! ", "? ", "… "))
    if sentence + 1 >= limit // 2:
        return head[: sentence + 1]
    space = head[:limit].rfind(" ")
    return head[: space if space > 0 else limit - 1].rstrip(" ,;:–-") + "…"


def nearest(word: str, choices: Iterable[str], likeness: float = 0.6) -> str | None:
    """The choice most like `word` (marks and case aside), or None when none is alike.

    `likeness` from 0 to 1 is the least ratio of `difflib` that counts. Where one set of many
    choices is asked often, keep its `Names`.

    >>> nearest("Thu tuc hanh chinh", ["Tin tức", "Thủ tục hành chính"])
    'Thủ tục hành chính'
    """
    return NameIndex(choices).nearest(word, likeness)


def meant(word: str, choices: Mapping[str, str]) -> str | None:
    """What `choices` has for the words that `word` can only mean: written so, else spoken alike,
    else the same without case, marks, blanks and signs; None for nothing and for more than one.

    >>> meant("Thông Báo", {"Thông báo": "thong-bao", "Tin tức": "tin-tuc"})
    'thong-bao'
    >>> meant("THUẾ ĐẤT", {"Thuê đất": "1", "Thuế đất": "2"})
    '2'
    >>> meant("thue dat", {"Thuê đất": "1", "Thuế đất": "2"})
    """
    if word in choices:
        return choices[word]
    for reduced in (spoken, _bare):
        wanted = reduced(word)
        means = {value for choice, value in choices.items() if reduced(choice) == wanted}
        if wanted and means:
            return means.pop() if len(means) == 1 else None
    return None


def _bare(text: str) -> str:
    return slug(text, "")


_FEW = 100  # names that are all compared with a word
_LIKELY = 24  # of more names, those that are
_LOOKS = 5_000  # names looked at to find these
_LONGEST = 300  # characters of a word that is like anything


class NameIndex:
    """Names that a word may stand for; of many, only those are compared with it that share its
    rarest groups of three letters."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take `names`; of those that are the same but for marks and case, the last."""
        self._names = {fold(name): name for name in names}
        self._folded = [*self._names]

    def nearest(self, word: str, likeness: float = 0.6) -> str | None:
        """The name most like `word`, or None when none is alike."""
        if len(word) > _LONGEST:
            return None
        folded = fold(word)
        matches = difflib.get_close_matches(folded, self._likely(folded), n=1, cutoff=likeness)
        return self._names[matches[0]] if matches else None

    def _likely(self, word: str) -> list[str]:
        if len(self._folded) <= _FEW:
            return self._folded
        shared, looks = Counter[int](), 0
        groups = {group: self._places.get(group, []) for group in _groups(word)}
        for group in sorted(groups, key=lambda group: (len(groups[group]), group)):
            places = groups[group][: _LOOKS - looks]
            shared.update(places)
            looks += len(places)
        return [self._folded[place] for place, _ in shared.most_common(_LIKELY)]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """The places of the names that hold a group."""
        places: dict[str, list[int]] = {}
        for place, name in enumerate(self._folded):
            for group in _groups(name[:_LONGEST]):
                places.setdefault(group, []).append(place)
        return places


def _groups(word: str) -> set[str]:
    """The groups of three letters in a word, whose ends count as letters."""
    bounded = f" {word} "
    return {bounded[at : at + 3] for at in range(len(bounded) - 2)}
