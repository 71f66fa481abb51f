"""Python's garbage collector, held back while very many lasting objects are made."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 500_000
"""So many new objects bring the collector in a process that soon ends; Python's own number is a small part of it."""


def collector_seldom() -> None:
    """For a process that does one thing and ends: nearly all that it loads and reads lasts to its end, and then the system takes
    everything back at once. At the end Python would walk over all of it twice, looking for garbage."""
    gc.set_threshold(SELDOM, 20, 20)
    atexit.register(gc.freeze)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the collector, which would walk again and again over new objects of which none is garbage."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
