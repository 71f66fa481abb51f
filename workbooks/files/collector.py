"""Controls Python's garbage collector while many long-lived objects are created."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 500_000
"""Collection threshold for short-lived processes; far above Python's default."""


def collector_seldom() -> None:
    """For processes that do one thing and end: nearly all objects live until the end, when the system frees all memory. The
    final collections of the interpreter are avoided as well."""
    gc.set_threshold(SELDOM, 20, 20)
    atexit.register(gc.freeze)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Disable the collector, which would repeatedly scan new objects without finding garbage."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
