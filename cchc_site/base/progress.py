"""How far a long build has come: a bar on a terminal, plain lines elsewhere.

Pure, but for what it prints.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rich.progress

LONG = 1000
"""With fewer things than this a step is over before anybody wonders."""
SLOW = {"làm": 20, "nhập": 20}
"""Steps of which a few things take long already: a picture takes a second, a document as long."""
_PAUSE = 0.1
"""How many seconds a bar stands still at least."""
_STEPS = {"đọc": "bài", "làm": "ảnh", "dựng": "trang", "ghi": "tệp", "nhập": "tệp"}


def number(value: int) -> str:
    """`value` with a space between thousands, so that no locale takes it for a fraction.

    >>> number(12937)
    '12 937'
    """
    return f"{value:,}".replace(",", " ")


def closing(posts: int, rendered: int, kept: int, seconds: float) -> str:
    """The last line of a build.

    >>> closing(10000, 9, 12937, 0.84)
    '10 000 bài: 9 trang dựng lại, 12 937 giữ nguyên, 0,8 giây'
    """
    time = f"{seconds:.1f}".replace(".", ",")
    shown = (number(posts), number(rendered), number(kept), time)
    return "{} bài: {} trang dựng lại, {} giữ nguyên, {} giây".format(*shown)


class Progress:
    """Shows the steps of one build; `say` prints a line where there is no terminal."""

    def __init__(self, say: Callable[[str], None]) -> None:
        """Show nothing before a long step begins."""
        self._say = say
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._tasks: dict[str, rich.progress.TaskID] = {}
        self._drawn = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        """Note that `done` of the `total` things of a step are done."""
        if total < SLOW.get(step, LONG):
            return
        if self._terminal:
            self._bar(step, done, total)
        elif done >= total:
            self._say(f"Đã {step} {number(total)} {_STEPS[step]}")

    def _bar(self, step: str, done: int, total: int) -> None:
        if not self._tasks:
            self._bars = _bars()
            self._bars.start()
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(step.capitalize(), total=total)
        # Drawn here, not by a thread of its own: where there is one, no process can be forked.
        self._bars.update(self._tasks[step], completed=done)
        now = time.monotonic()
        if done >= total or now >= self._drawn + _PAUSE:
            self._bars.refresh()
            self._drawn = now

    def close(self) -> None:
        """Take the bars away."""
        if self._tasks:
            self._bars.stop()
            self._tasks = {}


def _bars() -> rich.progress.Progress:
    # Imported here: a build that shows no bar must not wait for it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console, last = Console(stderr=True), TimeRemainingColumn()
    return Bars(*columns, last, console=console, transient=True, auto_refresh=False)
