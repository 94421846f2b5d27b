"""Results → Markdown: the whole report, and the few rows that the README shows.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.peers import PEERS
from benchmarks.results import TARGET_POSTS, Result, Results, Spread, cpu, targets, wall

LABELS = {peer.key: peer.label for peer in PEERS}
MODES = {
    "cold": "Cold",
    "edited": "One post edited",
    "newest": "A newest post",
    "back-dated": "A back-dated post",
    "unchanged": "Nothing changed",
}
_HEAD = """\
# Results

Written by `make bench`; [README.md](README.md) tells what is built, what is equal and what is not.
Seconds are *median (least – most)*. A file is touched when it is new or gone, or when its bytes,
mtime or inode differ."""
_README_MODES = ("cold", "edited", "newest", "unchanged")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and with what it was measured; `load` is the load average before and after."""

    date: str
    machine: str
    system: str
    place: str
    versions: Sequence[str]
    runs: int
    load: tuple[float, float]


def report(results: Results, setting: Setting) -> str:
    """The file RESULTS.md."""
    parts = [
        _HEAD,
        _setting(setting),
    ]
    if judged := list(targets(results)):
        rows = [
            (one.what, f"{one.value:.3g}", f"{one.limit:g}", "yes" if one.met else "no")
            for one in judged
        ]
        head = ("target", "measured", "at most", "met")
        parts.append(f"## Targets, {TARGET_POSTS:,} posts\n\n{table(head, rows)}")
    parts += [_size(results, posts) for posts in results.sizes]
    return "\n\n".join(parts) + "\n"


def _setting(setting: Setting) -> str:
    before, after = setting.load
    lines = (
        setting.machine,
        setting.system,
        f"Sites on {setting.place}",
        ", ".join(setting.versions),
        f"{setting.date}; counted builds of each kind: {setting.runs}, peers taking turns; "
        f"load average {before:.1f} before, {after:.1f} after",
    )
    return "\n".join(f"- {line}" for line in lines)


def _size(results: Results, posts: int) -> str:
    parts = [f"## {posts:,} posts"]
    for mode, label in MODES.items():
        if rows := results.of(posts, mode):
            parts.append(f"### {label}\n\n{_costs(results, rows)}")
    if pages := _pages(results.of(posts, "cold")):
        parts.append(f"### HTML pages\n\n{pages}")
    return "\n\n".join(parts)


def _costs(results: Results, rows: Sequence[Result]) -> str:
    head = ["", "wall, s", "CPU, s", "wall, ours / its", "CPU, ours / its", "memory, MB"]
    touched = rows[0].touched is not None
    if touched:
        head += ["files touched", "new bytes", "new mtime", "new inode", "new", "gone", "index"]
    return table(head, (_cost_row(results, row) for row in rows))


def _cost_row(results: Results, row: Result) -> Iterator[str]:
    yield LABELS[row.peer]
    yield spread(row.wall)
    yield spread(row.cpu)
    for figure in (wall, cpu):
        ratio = results.ratio(row.posts, row.mode, figure, row.peer)
        yield "" if ratio is None or row.peer == "ours" else f"{ratio:.2g}"
    yield f"{row.peak / 2**20:,.0f}"
    if row.touched:
        one = row.touched
        counts = (one.any_way, one.content, one.mtime, one.inode, one.new, one.deleted, one.index)
        yield from (f"{count:,}" for count in counts)


def _pages(rows: Sequence[Result]) -> str:
    counted = [row for row in rows if row.peer in ("plain", "hugo")]
    if not counted:
        return ""
    kinds = [(kind, *(f"{row.pages[kind]:,}" for row in counted)) for kind in counted[0].pages]
    total = ("all", *(f"{sum(row.pages.values()):,}" for row in counted))
    return table(("", *(LABELS[row.peer] for row in counted)), [*kinds, total])


def readme_table(results: Results) -> str:
    """The rows for the README, "–" where Pagefind was not measured; "" unless all else was."""
    rows = []
    for mode in _README_MODES:
        peers = ("plain", "hugo", "ours", "hugo-pagefind")
        found = [results.get(peer, TARGET_POSTS, mode) for peer in peers]
        if not all(found[:-1]):
            return ""
        ratios = (
            results.ratio(TARGET_POSTS, mode, figure, ours="plain") or 0 for figure in (wall, cpu)
        )
        costs = (f"{one.wall.middle:.2f} / {one.cpu.middle:.2f}" if one else "–" for one in found)
        rows.append((MODES[mode], *costs, " / ".join(f"{ratio:.2g}" for ratio in ratios)))
    head = (
        "wall / CPU, s",
        "cchc_site, no search",
        "Hugo",
        "cchc_site",
        "Hugo + Pagefind",
        "no search: ours / Hugo",
    )
    return table(head, rows)


def between_marks(text: str, new: str, mark: str = "bench") -> str:
    r"""`text` with `new` in place of what stood between the marks of that name.

    >>> between_marks("a <!-- bench -->old<!-- /bench --> b", "new")
    'a <!-- bench -->\nnew\n<!-- /bench --> b'
    """
    before, begin, rest = text.partition(f"<!-- {mark} -->")
    _, end, after = rest.partition(f"<!-- /{mark} -->")
    if not (begin and end):
        raise ValueError(f"no <!-- {mark} --> … <!-- /{mark} --> in the text")
    return f"{before}{begin}\n{new}\n{end}{after}"


def spread(seconds: Spread) -> str:
    """Seconds as the tables show them.

    >>> spread(Spread(1.0, 1.25, 10.0))
    '1.25 (1.00 – 10.00)'
    """
    return f"{seconds.middle:.2f} ({seconds.least:.2f} – {seconds.most:.2f})"


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; all columns but the first stand right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
