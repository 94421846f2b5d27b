"""Where the number of a document stands in a text, and how it is written properly.

Pure. How numbers are made up: decree 30/2020/NĐ-CP, annexes I and III, for administrative
documents (09/KH-UBND, 1500/UBND-KSTTHC); the law on the promulgation of legal documents for laws
and decrees (42/2022/NĐ-CP, 202/2025/QH15); guidance 36-HD/VPTW for the Party's (20-NQ/ĐU). Whether
such a number is that of a document at all is left to `citations`.

Every expression is bounded, and the one that looks through the whole text wants a capital after a
digit and a slash or dash, so that a hostile text costs little more than prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from cchc_site.citations.symbols import DASHES, PLAIN
from cchc_site.citations.types import mended, type_by_symbol

_CAPITAL = "A-ZĐÐƯ"
_MARK = "/" + DASHES
_REST = (
    rf"[{_CAPITAL}a-zđð0-9]{{0,15}}+"
    rf"(?:[.&][{_CAPITAL}][{_CAPITAL}0-9]{{0,9}}+(?![a-z])){{0,3}}(?![^\W_])"
)
_GROUP = f"[{_CAPITAL}]{_REST}"
_SYMBOL = re.compile(
    rf"""
    (?P<first>
        [{_CAPITAL}] (?<=[{_MARK}\s].)
        (?= [{_CAPITAL}] | [a-zđð][{_CAPITAL}] | [đð][{_MARK}.] | [{DASHES}][{_CAPITAL}]{{2}} )
        (?> (?<=\d[{_MARK}].)
          | (?<=[\dA-Za-zđ\s{_MARK}]..)
            (?: (?<=\d[A-Za-zđ][{_MARK}].) | (?<=\dbis[{_MARK}].) | (?<=\d\s[{_MARK}].)
              | (?<=\d[{_MARK}]\s.) | (?<=\d\s[{_MARK}]\s.) | (?<=\d[{_MARK}]\s\s.) ) )
        {_REST} (?! [{_MARK}](?![{_CAPITAL}\s]) )
    )
    (?P<more>
        (?: (?P<spaced> [ \xa0][{DASHES}][ \xa0] )
          | [{_MARK}]\s{{0,2}} | [ \xa0][{_MARK}] ) {_GROUP}
        (?: (?: [{_MARK}]\s? | [ \xa0][{DASHES}]
              | (?(spaced)[ \xa0][{DASHES}][ \xa0]|(?!)) ) {_GROUP}
          | [{DASHES}]\d{{1,2}}(?![^\W_]|[{_MARK}.,]\d)
        ){{0,4}}
        (?: [ ]\d(?= \Z | [,;)] | [ ]ngày ) )?
    )?+
    (?(more) (?! [{_MARK}]\d (?!\d\d\d(?!\d)) ) | (?! [{_MARK}] ) )
    """,
    re.VERBOSE | re.DOTALL,
)
# What stands before a symbol, read backwards, as only its end is known. Numbers and years may be
# torn by a space: "1 30/2 006".
_DIGITS = re.compile(
    rf"""
    \s{{0,2}} (?P<mark> [{_MARK}] ) \s?
    (?: (?P<year> [0-9][ ]?[0-9][ ]? (?: 9[ ]?1 | 0[ ]?2 ) )
        (?: \s?/\s? | (?P<dash> [{DASHES}] ) ) )?
    (?P<count> (?: sib | [A-Za-zđ] )? [0-9]{{1,6}} ) (?P<torn> [ ][0-9]{{1,2}} )?
    (?= ố[sS] | ỐS | (?![^\W_]) ) (?! [/&=%\#@] ) (?! [.,:]\d ) (?! [{DASHES}]\w )
    """,
    re.VERBOSE,
)
_FARTHEST = 28
# A number without a symbol, after the last syllable of a type: "nghị quyết số 1663".
_BARE = re.compile(
    r"(?:quyết|định|thị|tịch|tư)\s{1,3}(?P<said>số:?\s{1,3})?(?(said)(?=\d\d))"
    r"(?P<number>[0-9]{1,5}+(?P<year>/(?:19|20)[0-9]{2})?+)"
    rf"(?![^\W_]|[%/]|[.,:]\d|\s\d|\s?[a-zđ]?[{_MARK}]\s?\w)"
)
_BLANK = re.compile(
    rf"(?:(?:[Ss]ố|SỐ)\s{{0,3}}:?[\s._…\\{DASHES}]{{0,80}}|…[\s.…]{{0,30}}|\.{{3,30}}|_{{3,30}})"
    rf"(?:/\s?(?:(?:19|20)\d\d/)?|-(?=[{_CAPITAL}][{_CAPITAL}a-zđ]{{1,4}}/)){_GROUP}"
    rf"(?:[{_MARK}]{_GROUP}){{0,4}}"
)
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*\Z")
_JOINT = re.compile("([/-])")


class Number(Struct, frozen=True):
    """A number where it stands: `text` is what it says, `groups` are the parts of its symbol.

    `torn` are digits before it, a space between, that belong to it if a type stands before them.
    """

    start: int
    end: int
    text: str
    groups: tuple[str, ...]
    is_party: bool = False
    has_year: bool = False
    torn: str = ""

    @property
    def is_tight(self) -> bool:
        """Whether it is written without spaces."""
        return self.end - self.start == len(self.text)


def numbers(text: str) -> list[Number]:
    """What looks like the number of a document in `text`, which is in NFC, in its order."""
    every = [*numbers_with_symbols(text), *_without_symbol(text)]
    return sorted(every, key=lambda number: number.start)


def numbers_with_symbols(text: str) -> Iterator[Number]:
    """Those of them that have a symbol."""
    for match in _SYMBOL.finditer(text):
        if number := _with_symbol(text, match):
            yield number


def blank_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers in `text`, which is in NFC, have been left blank: "Số:    /QĐ-UBND"."""
    return (match.span() for match in _BLANK.finditer(text))


def _with_symbol(text: str, match: re.Match[str]) -> Number | None:
    at = match.start()
    digits = _DIGITS.match(text[max(0, at - _FARTHEST) : at][::-1])
    if not digits or _is_in_address(text, at - digits.end()):
        return None
    end = match.end()
    if match["spaced"] and not type_by_symbol(match["first"].translate(PLAIN)):
        end = match.end("first")
    pieces = _JOINT.split("".join(text[at:end].split()).translate(PLAIN))
    groups = [mended(piece) for piece in pieces[::2]]
    if groups[:2] == ["ND", "CP"]:
        groups[0] = "NĐ"
    pieces[::2] = groups
    mark, year, dash, count, torn = digits.groups("")
    mark = mark.translate(PLAIN)
    year = ("-" if dash else "/") + year[::-1].replace(" ", "") if year else ""
    said = count[::-1] + year + mark + "".join(pieces)
    is_party = mark == "-" and not year
    start = at - digits.end("count")
    return Number(start, end, said, tuple(groups), is_party, bool(year), torn[::-1].strip())


def _without_symbol(text: str) -> Iterator[Number]:
    for match in _BARE.finditer(text):
        said, number, year = match.group("said", "number", "year")
        if said or year:
            yield Number(*match.span("number"), number, (), has_year=bool(year))


def _is_in_address(text: str, at: int) -> bool:
    return (
        at > 0 and not text[at - 1].isspace() and bool(_ADDRESS.search(text, max(0, at - 200), at))
    )
