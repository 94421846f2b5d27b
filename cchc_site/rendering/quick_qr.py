"""The QR code of a post's address, quickly: each post can be printed for the notice board, and
segno takes 5.6 ms a code where a cold build takes 1.9 ms a post. With `qr_svg` instead, all works.

Pure. All codes have one version, one level and one mask, so that a code is linear in the bits of
its data: tables hold what each half byte does to the modules, error correction included, and a code
is their sum: 20 µs. The tables take 8 ms. Source: ISO/IEC 18004:2015, chapters 6 to 8.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce
from itertools import product
from operator import getitem, xor

from cchc_site.rendering.qr import qr_svg

# Version 6, level L: two blocks, each of so many codewords of data and of error correction.
_SIDE = 41
_DATA, _CHECK = 68, 18
_LONGEST = 2 * _DATA - 2
"""So many bytes fit beside mode and length."""
_FORMAT = 0b111011111000100  # level L, mask 0 (table C.1)
_QUIET = 4
_ROW = 8
"""A row of the picture takes so many bytes: eight modules a byte, a multiple of four bytes."""
_HALVES = bytes.maketrans(b"0123456789abcdef", bytes(range(16)))


def quick_qr(address: str) -> str:
    """The QR code of `address` as an element of HTML: a picture that the page holds, one pixel a
    module; by `qr_svg` where the address is too long. Beside it the address stands in letters."""
    words = address.encode()
    if len(words) > _LONGEST:
        return qr_svg(address)
    # Many addresses begin alike.
    end = words.rfind(b"/", 0, -1) + 1
    modules = _around(len(words)) ^ _beginning(words[:end]) ^ _sum(end, words[end:])
    return f'<img class="cchc-qr" alt="Mã QR của bài" src="{_picture(modules)}">'


@lru_cache
def _around(length: int) -> int:
    """What a code of so many bytes has beside them: its mode and length, which take three halves
    of codewords, its end, which takes one, and what fills it (7.4)."""
    halves = 4, length >> 4, length & 15, *[0] * (2 * length), 0
    fill = _halves(b"\xec\x11" * _DATA)[: 4 * _DATA - len(halves)]
    return reduce(xor, map(getitem, _tables(), (*halves, *fill)), _frame())


@lru_cache
def _beginning(words: bytes) -> int:
    return _sum(0, words)


def _sum(first: int, words: bytes) -> int:
    """What `words` turn that begin at that place of the address."""
    return reduce(xor, map(getitem, _letters()[first:], words), 0)


@lru_cache
def _letters() -> tuple[_ByteModules, ...]:
    """For each byte of words, which begin within a codeword: the modules that turn with it."""
    halves = _tables()[3:]
    return tuple(map(_ByteModules, halves[::2], halves[1::2]))


class _ByteModules(dict[int, int]):
    """What each byte turns in one place, made when it first stands there: addresses know few."""

    def __init__(self, high: Sequence[int], low: Sequence[int]) -> None:
        super().__init__()
        self._halves = high, low

    def __missing__(self, letter: int) -> int:
        high, low = self._halves
        self[letter] = turned = high[letter >> 4] ^ low[letter & 15]
        return turned


def _picture(modules: int) -> str:
    """The address of a picture of `modules`, one bit each: a BMP, which is not compressed."""
    side = _SIDE + 2 * _QUIET
    colours = b"\xff\xff\xff\0" + b"\0\0\0\0"  # 0 is white, 1 black
    start = 14 + 40 + len(colours)
    header = struct.pack("<2sIII", b"BM", start + side * _ROW, 0, start)
    header += struct.pack("<IiiHHIIiiII", 40, side, side, 1, 1, 0, 0, 0, 0, 2, 2)
    picture = header + colours + modules.to_bytes(side * _ROW)
    # Two slashes are written so as not to look like the address of another host.
    return "data:image/bmp;base64," + base64.b64encode(picture).decode().replace("//", "/%2F")


def _bit(row: int, column: int) -> int:
    """The bit of the picture that a module is: it begins with the lowest row."""
    return 1 << 8 * _ROW * (row + _QUIET + 1) - 1 - (column + _QUIET)


@lru_cache
def _fixed() -> dict[tuple[int, int], bool]:
    """The modules that are the same in every code, by row and column: whether each is dark."""
    last = _SIDE - 1
    fixed = {}
    for at in range(8, last - 7):
        fixed[6, at] = fixed[at, 6] = at % 2 == 0
    for row, column in ((3, 3), (3, last - 3), (last - 3, 3)):
        for y in range(max(row - 4, 0), min(row + 4, last) + 1):
            for x in range(max(column - 4, 0), min(column + 4, last) + 1):
                fixed[y, x] = max(abs(y - row), abs(x - column)) in (0, 1, 3)
    for y in range(-2, 3):
        for x in range(-2, 3):
            fixed[last - 6 + y, last - 6 + x] = max(abs(y), abs(x)) != 1
    # The format stands twice, from its first bit on (8.9).
    around = [*range(6), 7, 8]
    for at in range(15):
        dark = bool(_FORMAT >> 14 - at & 1)
        fixed[(8, around[at]) if at < 8 else (around[14 - at], 8)] = dark
        fixed[(last - at, 8) if at < 7 else (8, last - 14 + at)] = dark
    fixed[last - 7, 8] = True
    return fixed


def _places() -> Iterator[tuple[int, int]]:
    """The other modules, in the order in which codewords fill them (7.7.3)."""
    fixed = _fixed()
    columns = [*range(_SIDE - 1, 6, -2), 5, 3, 1]
    for index, column in enumerate(columns):
        for row in range(_SIDE) if index % 2 else range(_SIDE - 1, -1, -1):
            for x in (column, column - 1):
                if (row, x) not in fixed:
                    yield row, x


@lru_cache
def _frame() -> int:
    """What every code has: its fixed modules, and the mask on the others (mask 0, 7.8.2)."""
    dark = [_bit(row, column) for (row, column), is_dark in _fixed().items() if is_dark]
    masked = [_bit(row, column) for row, column in _places() if (row + column) % 2 == 0]
    return sum(dark) + sum(masked)


@lru_cache
def _tables() -> tuple[tuple[int, ...], ...]:
    """For each half of each codeword of data: the modules that turn with each of its values."""
    places = [_bit(row, column) for row, column in _places()]
    # Of each half of each codeword, as they stand in the code: the two blocks take turns.
    own = [_sums(places[at : at + 4][::-1]) for at in range(0, 16 * (_DATA + _CHECK), 4)]
    own_checks = own[4 * _DATA :]
    checks = _checks()
    tables: list[tuple[int, ...]] = []
    for block, at in product(range(2), range(_DATA)):
        beside = [half for i in range(_CHECK) for half in own_checks[4 * i + 2 * block :][:2]]
        turned = [
            reduce(xor, map(getitem, beside, _halves(check.to_bytes(_CHECK))))
            for check in checks[at]
        ]
        first = 4 * at + 2 * block
        for half, bits in ((own[first], turned[4:]), (own[first + 1], turned[:4])):
            tables.append(tuple(map(xor, half, _sums(bits))))
    return tuple(tables)


def _halves(codewords: bytes) -> bytes:
    """The half bytes of `codewords`."""
    return codewords.hex().encode().translate(_HALVES)


def _sums(parts: Sequence[int]) -> tuple[int, ...]:
    """The sum of those of `parts` whose bits each number has."""
    sums = [0]
    for part in parts:
        sums += [part ^ other for other in sums]
    return tuple(sums)


def _checks() -> list[list[int]]:
    """For each codeword of a block: what each of its bits adds to the error correction, the
    remainder of a division in the field of 256 elements (7.5.2)."""
    generator = [1]
    root = 1
    for _ in range(_CHECK):
        above, below = [*generator, 0], [0, *(_times(root, one) for one in generator)]
        generator = [a ^ b for a, b in zip(above, below, strict=True)]
        root = _times(2, root)
    bits = [1 << bit for bit in range(8)]
    rests = _sums([int.from_bytes(_times(bit, one) for one in generator[1:]) for bit in bits])
    top, rest = 8 * (_CHECK - 1), [rests[bit] for bit in bits]
    checks = []
    for _ in range(_DATA):
        checks.append(rest)
        rest = [(one & (1 << top) - 1) << 8 ^ rests[one >> top] for one in rest]
    return checks[::-1]


def _times(a: int, b: int) -> int:
    """The product of two elements of the field."""
    times = 0
    for bit in range(8):
        times ^= (a << bit) * (b >> bit & 1)
    for bit in range(6, -1, -1):
        times ^= (0x11D << bit) * (times >> 8 + bit & 1)
    return times
