"""Watches documents with a live check: typed 说明 are stored with their finding at once, another 项目级别 shows its rows, and
files are saved without our formulas."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import uno
import unohelper
from com.sun.star.document import XDocumentEventListener
from com.sun.star.util import XChangesListener

WATCHED: list[Any] = []
"""The active listeners with their documents."""
SAVING = ("OnSave", "OnSaveAs", "OnCopyTo")
CONTENTS = 1 | 2 | 4 | 16
"""com.sun.star.sheet.CellFlags: numbers, dates, texts and formulas, but no formats."""


class Listener(unohelper.Base, XChangesListener):  # type: ignore[misc]
    """Called on every change of cells; ``busy`` keeps it from reacting to its own changes."""

    def __init__(self, document: Any, context: Any) -> None:
        self.document = document
        self.context = context
        self.busy = False

    def changesOccurred(self, event: Any) -> None:
        if self.busy or not self.document.NamedRanges.hasByName("GY_LIVE_NOTES"):
            return
        noted, level = (self.touched(event, name) for name in ("GY_LIVE_NOTES", "GY_LEVEL"))
        if not (noted or level):
            return
        self.busy = True
        try:
            from addin.libreoffice.documents import open_document
            from macros.checking.live import keep_notes, level_typed

            book = open_document(self.document, self.context)
            if noted:
                keep_notes(book)
            if level:
                level_typed(book, date.today())
        finally:
            self.busy = False

    def touched(self, event: Any, name: str) -> bool:
        """True if a change touches the cells of a defined name."""
        names = self.document.NamedRanges
        cells = names.getByName(name).ReferredCells if names.hasByName(name) else None
        return cells is not None and any(meets(change.ReplacedElement, cells.RangeAddress) for change in event.Changes)

    def disposing(self, _: Any) -> None:
        WATCHED[:] = [one for one in WATCHED if one is not self]


class Saving(unohelper.Base, XDocumentEventListener):  # type: ignore[misc]
    """Before saving or copying, replaces the live check by plain text, and restores the formula afterwards."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.formula: Any = ()
        self.modified = False

    def documentEventOccured(self, event: Any) -> None:
        name = event.EventName
        if name in SAVING:
            self.freeze()
        elif name.removesuffix("Done").removesuffix("Failed") in SAVING:
            self.thaw(saved=name in ("OnSaveDone", "OnSaveAsDone"))

    def block(self) -> Any:
        names = self.document.NamedRanges
        return names.getByName("GY_LIVE").ReferredCells if names.hasByName("GY_LIVE") else None

    def freeze(self) -> None:
        block = self.block()
        if block is None or "VIOLATIONS" not in block.getArrayFormula().upper():
            return
        # As tokens: while a file is written, formula texts may have the separators of the file format.
        self.formula, self.modified = block.getArrayTokens(), self.document.isModified()
        shown = block.getDataArray()
        with unrecorded(self.document):
            block.clearContents(CONTENTS)
            block.NumberFormat = text_format(self.document)
            block.setDataArray(shown)

    def thaw(self, saved: bool) -> None:
        block, formula, self.formula = self.block(), self.formula, ()
        if block is None or not formula:
            return
        with unrecorded(self.document):
            block.clearContents(CONTENTS)
            block.NumberFormat = 0
            block.setArrayTokens(formula)
        self.document.setModified(self.modified and not saved)

    def disposing(self, _: Any) -> None:
        self.formula = ()


@contextmanager
def unrecorded(document: Any) -> Iterator[None]:
    """Context manager: the changes inside are not recorded in the document's undo."""
    document.UndoManager.lock()
    try:
        yield
    finally:
        document.UndoManager.unlock()


def text_format(document: Any) -> int:
    """The format "@", in which "=..." is text."""
    formats, anywhere = document.NumberFormats, uno.createUnoStruct("com.sun.star.lang.Locale")
    known = formats.queryKey("@", anywhere, False)
    return int(known if known != -1 else formats.addNew("@", anywhere))


def meets(changed: Any, watched: Any) -> bool:
    """True if a change touches the watched cells."""
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
    """Start watching a document, once."""
    if any(one.document == document for one in WATCHED):
        return
    listener = Listener(document, context)
    WATCHED.append(listener)
    document.addChangesListener(listener)
    document.addDocumentEventListener(Saving(document))
