"""A document with a live check is watched: what is typed into 说明 is kept with its finding at once."""

from __future__ import annotations

from typing import Any

import unohelper
from com.sun.star.util import XChangesListener

WATCHED: list[Any] = []
"""The listeners in use, each with its document."""


class Listener(unohelper.Base, XChangesListener):  # type: ignore[misc]
    """Told of every change of cells. Its own writing changes cells too; ``busy`` keeps it from answering itself."""

    def __init__(self, document: Any, context: Any) -> None:
        self.document = document
        self.context = context
        self.busy = False

    def changesOccurred(self, event: Any) -> None:
        if self.busy or not self.document.NamedRanges.hasByName("GY_LIVE_NOTES"):
            return
        typed = self.document.NamedRanges.getByName("GY_LIVE_NOTES").ReferredCells
        if typed is None or not any(meets(change.ReplacedElement, typed.RangeAddress) for change in event.Changes):
            return
        self.busy = True
        try:
            from addin.libreoffice.engine import open_document
            from macros.live import keep_notes

            keep_notes(open_document(self.document, self.context))
        finally:
            self.busy = False

    def disposing(self, _: Any) -> None:
        WATCHED[:] = [one for one in WATCHED if one is not self]


def meets(changed: Any, watched: Any) -> bool:
    """True if a change touched the watched cells."""
    addresses = getattr(changed, "RangeAddresses", None) or [getattr(changed, "RangeAddress", None)]
    return any(
        one is not None
        and one.Sheet == watched.Sheet
        and one.StartRow <= watched.EndRow
        and one.EndRow >= watched.StartRow
        and one.StartColumn <= watched.EndColumn
        and one.EndColumn >= watched.StartColumn
        for one in addresses
    )


def watch(document: Any, context: Any) -> None:
    """Begin to watch a document, once."""
    if any(one.document == document for one in WATCHED):
        return
    listener = Listener(document, context)
    WATCHED.append(listener)
    document.addChangesListener(listener)
