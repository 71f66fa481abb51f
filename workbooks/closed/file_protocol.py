"""The read-only interface of a file held in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from udfs.values.grid import Grid
from workbooks.ooxml.package import DefinedName, Package, SheetPart
from workbooks.ooxml.reading.sheets import SheetContent


class FileReader(Protocol):
    """See ``workbooks.closed.held_file.HeldFile``."""

    package: Package

    @property
    def path(self) -> Path: ...
    @property
    def sheets(self) -> tuple[SheetPart, ...]: ...
    @property
    def names(self) -> tuple[DefinedName, ...]: ...
    def content(self, title: str) -> SheetContent: ...
    def typed(self, title: str) -> SheetContent: ...
    def columns(self, title: str, last: int, head: int, wanted: Callable[[Grid], Iterable[int]]) -> Grid: ...
    def grids(self) -> list[Grid]: ...
