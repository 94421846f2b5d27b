"""The marks of the items of lists: “b)”, “IV.”.

Pure. Styles and signs are called as pandoc calls them.
"""

from __future__ import annotations

_MOST_ROMAN, _MOST_ALPHA = 4000, 260
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def counted(number: int, style: str) -> str:
    """A number as a list of that style counts.

    >>> counted(4, "UpperRoman"), counted(28, "LowerAlpha"), counted(4, "Decimal")
    ('IV', 'bb', '4')
    """
    if style.endswith("Roman") and number < _MOST_ROMAN:
        mark, left = "", number
        for value, letters in _ROMAN:
            mark += letters * (left // value)
            left %= value
    elif style.endswith("Alpha") and number < _MOST_ALPHA:
        mark = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    else:
        mark = str(number)
    return mark.upper() if style.startswith("Upper") else mark


def numbered(number: int, style: str, sign: str) -> str:
    """The mark of an item.

    >>> numbered(4, "UpperRoman", "Period"), numbered(2, "LowerAlpha", "OneParen")
    ('IV.', 'b)')
    """
    mark = counted(number, style)
    if sign == "TwoParens":
        return f"({mark})"
    return f"{mark})" if sign == "OneParen" else f"{mark}."
