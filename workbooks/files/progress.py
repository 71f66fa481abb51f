"""How long work tells how far it is, and work in steps, between which its host may do something else."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

Made = TypeVar("Made")
Step = TypeVar("Step")
Progress = Callable[[str, int, int], None]
"""(what is being done, how much is done, of how much)."""


def silent(what: str, done: int, whole: int) -> None:
    """No progress shown."""


def finished(steps: Generator[Step, None, Made], tell: Callable[[Step], None] | None = None) -> Made:
    """What work in steps comes to, all of it done at once. ``tell`` hears what each step yields."""
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
