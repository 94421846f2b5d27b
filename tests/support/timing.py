"""The time that a text takes, so measured that a busy machine changes little."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable


def fill(piece: str, size: int) -> str:
    """`piece` over and over."""
    return (piece * (size // len(piece) + 1))[:size]


def quickest(
    run: Callable[[str], object],
    texts: Iterable[str],
    wanted: Callable[[list[float]], bool],
    rounds: int = 7,
    most_rounds: int = 60,
) -> list[float]:
    """Seconds of CPU per byte of each text, the least of several rounds that take all in turn; of
    many, until they are as `wanted`."""
    sized = [(text, len(text.encode())) for text in texts]
    best = [float("inf")] * len(sized)
    for round_ in range(most_rounds):
        if round_ >= rounds and wanted(best):
            break
        for place, (text, size) in enumerate(sized):
            start = time.process_time()
            run(text)
            best[place] = min(best[place], (time.process_time() - start) / size)
    return best
