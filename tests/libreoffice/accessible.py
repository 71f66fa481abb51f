"""The accessible tree of LibreOffice's windows. Read by ``driver.py``, in LibreOffice's own Python."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def walk(context: Any, depth: int = 0, limit: int = 200) -> Iterator[Any]:
    """A part of a window and the parts in it."""
    yield context
    if depth > 12:
        return
    for at in range(min(context.getAccessibleChildCount(), limit)):
        child = context.getAccessibleChild(at)
        if child is not None:
            yield from walk(getattr(child, "getAccessibleContext", lambda one=child: one)(), depth + 1, limit)
