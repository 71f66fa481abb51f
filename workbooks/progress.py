"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""(what is being done, how much is done, of how much)."""


def silent(what: str, done: int, whole: int) -> None:
    """No progress shown."""
