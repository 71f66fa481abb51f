"""Times of rivals, measured in turn so that a busy machine slows both."""

from __future__ import annotations

import compileall
import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
Work = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Timing:
    """The seconds of each round of one piece of work."""

    name: str
    seconds: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def timed(work: Work, clock: Clock = time.perf_counter) -> float:
    """Seconds of one call."""
    gc.collect()
    begun = clock()
    work()
    return clock() - begun


def children_seconds() -> float:
    """Processor time of the processes that have ended: what other work on the machine changes least."""
    import resource  # Windows has none: the tests import this module there

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def as_installed() -> None:
    """Our modules compiled, as pip does when it installs: rivals in a venv of their own are."""
    for folder in ("udfs", "workbooks", "macros", "addin"):
        compileall.compile_dir(str(ROOT / folder), quiet=1)


def in_turn(works: dict[str, Work], rounds: int, warm: int = 1, clock: Clock = time.perf_counter) -> list[Timing]:
    """Run all works ``rounds`` times in turn, after ``warm`` rounds that do not count. ``clock``: what counts as time."""
    for _ in range(warm):
        for work in works.values():
            work()
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            seconds[name].append(timed(work, clock))
    return [Timing(name, seconds[name]) for name in works]


def comparison(timings: Sequence[Timing]) -> str:
    """Each against the last: seconds, ratio, spread."""
    base = timings[-1]
    lines = []
    for timing in timings:
        low, high = min(timing.seconds), max(timing.seconds)
        ratio = timing.median / base.median
        lines.append(f"  {timing.median:8.3f} s  x{ratio:5.2f}  ({low:.3f} to {high:.3f})  {timing.name}")
    return "\n".join(lines)
