"""Runs in LibreOffice's own Python, beside ``driver.py``: what stands in the menu bar of a document's window."""

from __future__ import annotations

from typing import Any

from driver import walk  # type: ignore[import-not-found]

MENU_BAR = 35
"""com.sun.star.accessibility.AccessibleRole."""


def titles(document: Any) -> list[str]:
    """The titles of the menus."""
    window = document.CurrentController.Frame.ContainerWindow.getAccessibleContext()
    bar = next(one for one in walk(window) if one.getAccessibleRole() == MENU_BAR)
    entries = (bar.getAccessibleChild(at).getAccessibleContext() for at in range(bar.getAccessibleChildCount()))
    return [entry.getAccessibleName() for entry in entries]
