"""What the builds gave, and what this project asks of itself.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.measure import Cost
from benchmarks.snapshot import Touched


@dataclass(frozen=True, slots=True)
class Result:
    """One peer's builds of one mode: `peak` in bytes; `touched` is None for a cold build, and
    `pages` (HTML pages by kind) is filled for that only."""

    peer: str
    posts: int
    mode: str
    costs: tuple[Cost, ...]
    peak: int
    touched: Touched | None = None
    pages: Mapping[str, int] = field(default_factory=dict)

    @property
    def wall(self) -> Spread:
        """Seconds from start to end."""
        return Spread.of([cost.wall for cost in self.costs])

    @property
    def cpu(self) -> Spread:
        """Seconds that all cores worked."""
        return Spread.of([cost.cpu for cost in self.costs])


@dataclass(frozen=True, slots=True)
class Spread:
    """The least, the middle and the most of several measures."""

    least: float
    middle: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of at least one value.

        >>> Spread.of([3.0, 1.0, 2.0])
        Spread(least=1.0, middle=2.0, most=3.0)
        """
        return cls(min(values), median(values), max(values))


@dataclass(frozen=True, slots=True)
class Target:
    """A promise: `value` is the figure, which may be at most `limit`."""

    what: str
    value: float
    limit: float

    @property
    def met(self) -> bool:
        """Whether the promise is kept."""
        return self.value <= self.limit


class Results:
    """All results of one run of the benchmark, found by peer, posts and mode."""

    def __init__(self, results: Sequence[Result]) -> None:
        """Keep them in their order."""
        self._by_key = {(one.peer, one.posts, one.mode): one for one in results}

    def get(self, peer: str, posts: int, mode: str) -> Result | None:
        """The result, if that was measured."""
        return self._by_key.get((peer, posts, mode))

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of posts, in the order measured."""
        return tuple(dict.fromkeys(posts for _, posts, _ in self._by_key))

    def of(self, posts: int, mode: str) -> tuple[Result, ...]:
        """What every peer gave there."""
        return tuple(
            one for (_, size, what), one in self._by_key.items() if (size, what) == (posts, mode)
        )

    def ratio(
        self, posts: int, mode: str, figure: Figure, peer: str = "hugo", ours: str = "ours"
    ) -> float | None:
        """Ours divided by a peer's."""
        one, theirs = self.get(ours, posts, mode), self.get(peer, posts, mode)
        return figure(one) / figure(theirs) if one and theirs else None


Figure = Callable[[Result], float]


def wall(result: Result) -> float:
    """The middle of the seconds from start to end."""
    return result.wall.middle


def cpu(result: Result) -> float:
    """The middle of the seconds that all cores worked."""
    return result.cpu.middle


def peak(result: Result) -> float:
    """The bytes held at one time."""
    return result.peak


# What, mode, figure, limit of ours / Hugo's, without search; all at TARGET_POSTS.
TARGET_POSTS, MANY_POSTS = 10_000, 50_000
_AGAINST_HUGO: Sequence[tuple[str, str, Figure, float]] = (
    ("Cold build, wall / Hugo's", "cold", wall, 0.85),
    ("Cold build, CPU / Hugo's", "cold", cpu, 0.90),
    ("One post edited, CPU / Hugo's", "edited", cpu, 0.10),
    ("Nothing changed, CPU / Hugo's", "unchanged", cpu, 0.08),
    ("Cold build, memory / Hugo's", "cold", peak, 0.50),
)
# The same with search, beside which peer.
_SEARCHED: Sequence[tuple[str, str, Figure, float, str]] = (
    ("Cold build, wall / Hugo's", "cold", wall, 1.3, "hugo"),
    ("Cold build, CPU / Hugo's", "cold", cpu, 1.3, "hugo"),
    ("Cold build, wall / Hugo + Pagefind's", "cold", wall, 0.5, "hugo-pagefind"),
    ("Cold build, CPU / Hugo + Pagefind's", "cold", cpu, 0.5, "hugo-pagefind"),
    ("One post edited, CPU / Hugo's", "edited", cpu, 0.13, "hugo"),
)
_FILES = (("newest", "A newest post", 20), ("edited", "One post edited", 15))


def targets(results: Results) -> Iterator[Target]:
    """The promises that these results can judge."""
    for what, mode, figure, limit in _AGAINST_HUGO:
        ratio = results.ratio(TARGET_POSTS, mode, figure, ours="plain")
        if ratio is not None:
            yield Target(what, ratio, limit)
    for mode, what, most in _FILES:
        ours = results.get("plain", TARGET_POSTS, mode)
        if ours and ours.touched:
            yield Target(f"{what}, files touched", ours.touched.any_way, most)
    few = results.get("plain", TARGET_POSTS, "cold")
    many = results.get("plain", MANY_POSTS, "cold")
    if few and many:
        what = f"Cold build, CPU of {MANY_POSTS:,} posts / {TARGET_POSTS:,}"
        yield Target(what, cpu(many) / cpu(few), 5.5)
    yield from _searched(results)


def _searched(results: Results) -> Iterator[Target]:
    """The promises about search."""
    for what, mode, figure, limit, peer in _SEARCHED:
        ratio = results.ratio(TARGET_POSTS, mode, figure, peer)
        if ratio is not None:
            yield Target(f"With search: {what[0].lower()}{what[1:]}", ratio, limit)
    found, plain = (results.get(peer, TARGET_POSTS, "cold") for peer in ("ours", "plain"))
    if found and plain:
        more = (cpu(found) - cpu(plain)) * 1000 / TARGET_POSTS
        yield Target("Search index, cold: ms of CPU a post", more, 0.7)
        yield Target("Search index, cold: MB of memory", (peak(found) - peak(plain)) / 2**20, 300)
    newest = results.get("ours", TARGET_POSTS, "newest")
    if newest and newest.touched:
        yield Target("A newest post, files of the search index", newest.touched.index, 20)
        yield Target("A newest post, MB of those", newest.touched.index_bytes / 1e6, 0.3)
