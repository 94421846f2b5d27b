"""Figures of cost → the tables and the picture of the page on costs in docs/, in Vietnamese.

Pure. What was not measured is an estimate: the curve between the two largest sizes that were, gone
on straight on logarithmic scales. It is marked as such in words and drawn with dashes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from msgspec import Struct, structs

from benchmarks.report import table
from cchc_site.base.progress import number

YEAR, COMMUNES, PROVINCE = 500, 3321, 100
"""Items of one commune a year; communes of the country, of a province."""
TEN_YEARS = {
    "một xã, mười năm": 10 * YEAR,
    "một tỉnh 100\u00a0xã, mười năm": 10 * YEAR * PROVINCE,
    "cả nước 3\u00a0321\u00a0xã, mười năm": 10 * YEAR * COMMUNES,
}
_ESTIMATED, _NO_BREAK, _UNKNOWN = "ước tính", "\u00a0", "Chưa có số đo."


class Figures(Struct, frozen=True):
    """What one build took: seconds, the bytes of its largest process, files of the site that it
    wrote."""

    wall: float
    cpu: float
    memory: int
    files: int = 0


class Size(Struct, frozen=True):
    """The builds of a site with so many `posts`."""

    posts: int
    cold: Figures
    unchanged: Figures
    edited: Figures
    newest: Figures


class Federated(Struct, frozen=True):
    """The portal of a province that shows what so many `communes` publish: it fetches and builds
    from nothing, when nothing has changed, and when one commune has news."""

    communes: int
    cold: Figures
    unchanged: Figures
    changed: Figures


class Spread(Struct, frozen=True):
    """A cold build of `posts` by a cluster of `workers` on the same machine, by how many times it
    takes what a local build takes, and the bytes that the work takes each way."""

    posts: int
    workers: int
    wall: float
    cpu: float
    sent: int
    received: int


class Scale(Struct, frozen=True):
    """All that was measured, and on what."""

    setting: str = ""
    sizes: tuple[Size, ...] = ()
    federations: tuple[Federated, ...] = ()
    dask: tuple[Spread, ...] = ()


def with_size(scale: Scale, size: Size, setting: str) -> Scale:
    """`scale` with what `size` says now."""
    others = [known for known in scale.sizes if known.posts != size.posts]
    sizes = tuple(sorted([*others, size], key=lambda known: known.posts))
    return structs.replace(scale, setting=setting, sizes=sizes)


def parts(scale: Scale) -> Mapping[str, str]:
    """What stands on the page, by the marks around it."""
    return {
        "scale": sizes_table(scale),
        "picture": picture(scale.sizes),
        "dask": dask_table(scale),
        "federation": federations_table(scale),
    }


def sizes_table(scale: Scale) -> str:
    """What sites of each size cost, those that nobody has measured too."""
    head = ("Số tin", "Dựng từ đầu", "Không đổi gì", "Sửa một tin", "Thêm một tin", "Bộ nhớ")
    rows = [_row(size, _number(size.posts), "") for size in scale.sizes]
    largest = scale.sizes[-1].posts
    for words, posts in TEN_YEARS.items():
        if posts > largest:
            label = f"{_number(posts)}, {_ESTIMATED}: {words}"
            rows.append(_row(estimated(scale.sizes, posts), label, f"≈{_NO_BREAK}"))
    about = f"Thời gian chờ / thời gian tính của mọi lõi. Đo: {scale.setting}."
    return f"{table(head, rows)}\n\n{about}"


def _row(size: Size, label: str, about: str) -> list[str]:
    builds = (size.cold, size.unchanged, size.edited, size.newest)
    costs = (f"{about}{duration(one.wall)} / {duration(one.cpu)}" for one in builds)
    return [label, *costs, about + memory(max(one.memory for one in builds))]


def estimated(sizes: Sequence[Size], posts: int) -> Size:
    """What a site of so many `posts` would cost."""

    def at(figures: Callable[[Size], Figures]) -> Figures:
        def value(part: Callable[[Figures], float]) -> float:
            return _gone_on([(size.posts, part(figures(size))) for size in sizes], posts)

        return Figures(
            value(lambda one: one.wall),
            value(lambda one: one.cpu),
            round(value(lambda one: one.memory)),
            round(value(lambda one: one.files)),
        )

    return Size(
        posts,
        at(lambda size: size.cold),
        at(lambda size: size.unchanged),
        at(lambda size: size.edited),
        at(lambda size: size.newest),
    )


def _gone_on(known: Sequence[tuple[int, float]], posts: int) -> float:
    """The value at `posts` of a curve through the two last points that are `known`.

    >>> round(_gone_on([(1, 7), (10, 10), (100, 40)], 1000))
    160
    """
    (x, y), (last_x, last_y) = known[-2:] if len(known) > 1 else [(1, known[0][1] / 10**6), *known]
    steepness = math.log(last_y / y) / math.log(last_x / x) if y > 0 and len(known) > 1 else 1
    return last_y * (posts / last_x) ** steepness


def dask_table(scale: Scale) -> str:
    """How many times a local build takes one by a cluster on the same machine."""
    head = ("Số tin", "Tiến trình Dask", "Thời gian chờ", "Thời gian tính", "Gửi đi", "Nhận về")
    rows = (
        [
            _number(one.posts),
            str(one.workers),
            f"{_decimal(one.wall)} lần",
            f"{_decimal(one.cpu)} lần",
            memory(one.sent),
            memory(one.received),
        ]
        for one in scale.dask
    )
    return table(head, rows) if scale.dask else _UNKNOWN


def federations_table(scale: Scale) -> str:
    """What the portal of a province costs."""
    head = ("Số xã", "Lần đầu", "Không xã nào đổi", "Một xã có tin mới", "Bộ nhớ")
    rows = []
    for one in scale.federations:
        builds = (one.cold, one.unchanged, one.changed)
        costs = (f"{duration(made.wall)} / {duration(made.cpu)}" for made in builds)
        rows.append([_number(one.communes), *costs, memory(max(made.memory for made in builds))])
    return table(head, rows) if rows else _UNKNOWN


def duration(seconds: float) -> str:
    r"""Seconds in words.

    >>> [duration(one).replace("\N{NO-BREAK SPACE}", " ") for one in (2.26, 90, 700, 20_000)]
    ['2,3 giây', '90 giây', '12 phút', '5,6 giờ']
    """
    if seconds < 100:
        return _measure(seconds, "giây")
    return _measure(seconds / 60, "phút") if seconds < 6000 else _measure(seconds / 3600, "giờ")


def memory(size: float) -> str:
    r"""Bytes in words.

    >>> [memory(one).replace("\N{NO-BREAK SPACE}", " ") for one in (123_400_000, 3_900_000_000)]
    ['123 MB', '3,9 GB']
    """
    return _measure(size / 1e9, "GB") if size >= 1e9 else f"{round(size / 1e6)}{_NO_BREAK}MB"


def _measure(value: float, unit: str) -> str:
    return f"{_decimal(value) if value < 10 else round(value)}{_NO_BREAK}{unit}"


def _number(value: int) -> str:
    return number(value).replace(" ", _NO_BREAK)


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 360, 376, 62, 16, 352, 276
_LEAST, _MOST = 3_500, 26_000_000
_FROM, _TO = 0.5, 60_000.0
_SHOWN = 480
"""How wide it stands on a large screen; a telephone has room for its letters as they are."""
_POSTS = {10_000: "10 000", 100_000: "100 000", 1_000_000: "1 triệu", 10_000_000: "10 triệu"}
_TIMES = {
    1: "1 giây",
    10: "10 giây",
    60: "1 phút",
    600: "10 phút",
    3600: "1 giờ",
    36_000: "10 giờ",
}


class _Line(NamedTuple):
    """A line of the picture: its words, what it shows of a size, and whether the words stand above
    it."""

    words: str
    of: Callable[[Size], float]
    is_upper: bool


_LINES = (
    _Line("Dựng từ đầu", lambda size: size.cold.cpu, True),
    _Line("Sửa một tin", lambda size: size.edited.cpu, False),
)


def picture(sizes: Sequence[Size]) -> str:
    """How long all cores work for a build, by the number of posts, measured and estimated. It
    takes its colour from the page, light or dark."""
    largest = sizes[-1].posts
    beyond = [estimated(sizes, posts) for posts in TEN_YEARS.values() if posts > largest]
    drawn = [*_frame(), *(part for line in _LINES for part in _curve(line, sizes, beyond))]
    words = "; ".join(_said(line, sizes, beyond) for line in _LINES)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SHOWN}" '
        f'height="{round(_SHOWN * _HEIGHT / _WIDTH)}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'fill="currentColor" '
        f'font-size="14" aria-label="{escape(f"Thời gian tính của một lần dựng. {words}.")}">\n'
        + "\n".join(drawn)
        + "\n</svg>"
    )


def _said(line: _Line, sizes: Sequence[Size], beyond: Sequence[Size]) -> str:
    told = [f"{_number(size.posts)} tin {duration(line.of(size))}" for size in sizes]
    told += [f"{_ESTIMATED} {_number(size.posts)} tin {duration(line.of(size))}" for size in beyond]
    return f"{line.words}: {', '.join(told)}"


def _x(posts: float) -> float:
    share = math.log(posts / _LEAST) / math.log(_MOST / _LEAST)
    return round(_LEFT + share * (_RIGHT - _LEFT), 1)


def _y(seconds: float) -> float:
    share = math.log(min(max(seconds, _FROM), _TO) / _FROM) / math.log(_TO / _FROM)
    return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)


def _frame() -> Iterator[str]:
    """The axes, and where one commune, a province and the country stand after ten years."""
    for seconds, words in _TIMES.items():
        y = _y(seconds)
        yield f'<path d="M{_LEFT} {y}H{_RIGHT}" stroke="currentColor" stroke-opacity=".2"/>'
        yield _text(_LEFT - 6, y + 5, words, "end")
    yield f'<path d="M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}" fill="none" stroke="currentColor"/>'
    for posts, words in _POSTS.items():
        x = _x(posts)
        yield f'<path d="M{x} {_BOTTOM}v5" stroke="currentColor"/>'
        yield _text(x, _BOTTOM + 20, words, "middle")
    yield _text(_LEFT - 6, _BOTTOM + 20, "Số tin", "end")
    for words, posts in TEN_YEARS.items():
        x, name = _x(posts), " ".join(words.partition(",")[0].split()[:2])
        line = f"M{x} {_TOP}V{_BOTTOM}M{x} {_BOTTOM + 26}v18"
        yield f'<path d="{line}" stroke="currentColor" stroke-opacity=".6" stroke-dasharray="1 4"/>'
        yield _text(min(x, _RIGHT - 26), _BOTTOM + 60, name, "middle")
    yield _text(_LEFT, _BOTTOM + 84, "sau mười năm, mỗi xã 500 tin một năm", "start")


def _curve(line: _Line, sizes: Sequence[Size], beyond: Sequence[Size]) -> Iterator[str]:
    def path(through: Sequence[Size]) -> str:
        return "M" + "L".join(f"{_x(size.posts)} {_y(line.of(size))}" for size in through)

    look = 'fill="none" stroke="currentColor" stroke-width="2"'
    yield f'<path d="{path(sizes)}" {look}/>'
    yield f'<path d="{path([sizes[-1], *beyond])}" {look} stroke-dasharray="7 5"/>'
    for size in sizes:
        yield f'<circle cx="{_x(size.posts)}" cy="{_y(line.of(size))}" r="4"/>'
    for size in beyond:
        x, y = _x(size.posts), _y(line.of(size))
        yield f'<circle cx="{x}" cy="{y}" r="4" {look}/>'
        words = f"≈ {duration(line.of(size))}"
        if size is beyond[-1]:
            # Between the lines, where there is room for it at the edge alone.
            yield _text(_RIGHT, y - 12, f"{line.words} {words}" if line.is_upper else words, "end")
        elif line.is_upper:
            yield _text(x - 8, y - 6, words, "end")
        else:
            yield _text(x + 12, y + 18, line.words, "start")
            yield _text(x + 12, y + 36, words, "start")


def _text(x: float, y: float, words: str, anchor: str) -> str:
    place = f'x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}"'
    return f"<text {place}>{escape(words)}</text>"
