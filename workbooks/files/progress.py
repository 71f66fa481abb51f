"""Progress callbacks, and work in steps between which the host may act."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

Made = TypeVar("Made")
Step = TypeVar("Step")
Progress = Callable[[str, int, int], None]
"""(what is being done, steps done, steps in total)."""


def silent(what: str, done: int, whole: int) -> None:
    """A progress callback that does nothing."""


def finished(steps: Generator[Step, None, Made], tell: Callable[[Step], None] | None = None) -> Made:
    """Run work in steps to its end and return its result. ``tell`` receives each yielded value."""
    try:
        while True:
            step = next(steps)
            if tell is not None:
                tell(step)
    except StopIteration as end:
        made: Made = end.value
        return made
    finally:
        steps.close()
