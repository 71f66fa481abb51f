"""The accessible tree of LibreOffice's windows. Read by ``driver.py``, in LibreOffice's own Python."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

DOCUMENT_WINDOW = 49
"""com.sun.star.accessibility.AccessibleRole."""


def walk(context: Any, depth: int = 0, limit: int = 200) -> Iterator[Any]:
    """A part of a window and the parts in it."""
    yield context
    if depth > 12:
        return
    for at in range(min(context.getAccessibleChildCount(), limit)):
        child = context.getAccessibleChild(at)
        if child is not None:
            yield from walk(getattr(child, "getAccessibleContext", lambda one=child: one)(), depth + 1, limit)


def contexts(toolkit: Any, before: int) -> Iterator[Any]:
    """The windows of ``toolkit``, once more stand open than there were ``before`` the button was pressed.

    Not earlier: LibreOffice makes what is accessible when it is first asked for, and while the thread of the button still loads
    its modules the two may wait for each other for ever (LO-5 in docs/engines.md).
    """
    count = toolkit.getTopWindowCount()
    for at in range(count if count > before else 0):
        window = toolkit.getTopWindow(at)
        if window is not None and not hasattr(window, "getAccessibleContext"):
            raise RuntimeError("this LibreOffice shows UNO no accessible tree: install one before 26.8 (docs/engines.md, LO-7)")
        context = window.getAccessibleContext() if window is not None else None
        if context is not None:
            yield context


def pickers(windows: Iterator[Any]) -> Iterator[list[Any]]:
    """The parts of windows that are neither the document's nor a message: LibreOffice's file dialogs, our question for a text."""
    for context in windows:
        if context.getAccessibleRole() != DOCUMENT_WINDOW:
            parts = list(walk(context))
            if any(hasattr(part, "setText") for part in parts):
                yield parts
