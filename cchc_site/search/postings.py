"""Postings: which items of a segment have a term, and with which weight, as a short text.

Pure. An item and its level are one number, four times the item's place and the level; what is
written is the difference to the item before, in digits that JSON need not escape: the first 61
characters of `ALPHABET` end a number, the others lead (base 30). Places alone are written as a
row of bits where that is shorter. The browser decodes them (theme/search/index.js).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

ALPHABET = "".join(chr(code) for code in range(ord("#"), ord("~") + 1) if chr(code) != "\\")
LEVELS = 4
DENSE = "!"
"""What stands before a row of bits; no digit."""
_LAST, _LEAD = 61, 30
_BITS, _MANY = 6, 512
_LEADS = re.compile(f"([{re.escape(ALPHABET[_LAST:])}]+.)")
_PLACES = str.maketrans({char: ALPHABET[at // LEVELS] for at, char in enumerate(ALPHABET[:_LAST])})


def digits(number: int) -> str:
    """A number from 0 up.

    Raises `ValueError` for one below 0, which has no digits.

    >>> digits(0), digits(60), digits(61), digits(61 * 30)
    ('#', '`', 'b#', 'ba#')
    """
    if number < 0:
        raise ValueError(f"{number} is below 0")
    number, last = divmod(number, _LAST)
    written = ALPHABET[last]
    while number:
        number, lead = divmod(number, _LEAD)
        written = ALPHABET[_LAST + lead] + written
    return written


class _Digits(dict[int, str]):
    def __missing__(self, number: int) -> str:
        self[number] = written = digits(number)
        return written


_digits = _Digits()


def encode(codes: Sequence[int]) -> str:
    """Codes (four times the place of an item, and the level) in ascending order."""
    if len(codes) == 1:
        return _digits[codes[0]]
    before = [0, *codes]
    return "".join(
        [_digits[code - (last & -LEVELS)] for last, code in zip(before, codes, strict=False)]
    )


def decode(written: str) -> list[int]:
    """The codes in what `encode` has written."""
    codes: list[int] = []
    last = 0
    for number in _row(written):
        last = (last & -LEVELS) + number
        codes.append(last)
    return codes


def places(written: str) -> str:
    """What `encode` has written without the levels: the difference of each place to the one before;
    of many places a row of bits.

    >>> places(encode([0, 13, 4 * 3 + 2, 4 * 99])) == row([0, 3, 0, 96])
    True
    """
    pieces = _LEADS.split(written)
    pieces[::2] = [piece.translate(_PLACES) for piece in pieces[::2]]
    pieces[1::2] = [digits(next(_row(piece)) // LEVELS) for piece in pieces[1::2]]
    text = "".join(pieces)
    return _bits(text) if len(text) >= _MANY else text


def _bits(text: str) -> str:
    """The places in a row of differences as bits behind `DENSE`, six a character, the first the
    highest; the row itself where that is no longer.

    >>> _bits(row([0, 1, 1, 1, 4, 1])) == DENSE + ALPHABET[0b111100] + ALPHABET[0b011000]
    True
    """
    at = [*accumulate(_row(text))]
    count = at[-1] // _BITS + 1
    if count >= len(text):
        return text
    values = bytearray(count)
    for place in at:
        values[place // _BITS] |= 32 >> place % _BITS
    return DENSE + "".join(map(ALPHABET.__getitem__, values))


def _row(text: str) -> Iterator[int]:
    """The numbers in what `row` has written."""
    number = 0
    for char in text:
        digit = _VALUES[char]
        if digit >= _LAST:
            number = number * _LEAD + digit - _LAST
        else:
            yield number * _LAST + digit
            number = 0


_VALUES = {char: value for value, char in enumerate(ALPHABET)}


def row(numbers: Iterable[int]) -> str:
    """Numbers from 0 up, one after the other, as they are."""
    return "".join(map(_digits.__getitem__, numbers))
