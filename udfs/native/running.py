"""Shared intermediate results: running columns on 核对 (one cell per row of a sheet) and single values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Running:
    """A running column ``参数_<sheet>_<name>``: one cell for each row of a sheet, in the same row.

    ``empty``: its value in unused rows; ``everywhere``: the formula also runs there. ``of``: heading of the only cell it
    depends on, so that other cells of the row do not recalculate it, and it is empty with that cell. ``shown``: the sheet
    itself reads it.
    """

    name: str
    formula: str
    empty: str = '""'
    everywhere: bool = False
    of: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class SingleValue:
    """A single value ``参数_<name>``."""

    name: str
    formula: str


def count(name: str, formula: str, everywhere: bool = False, of: str = "", shown: bool = False) -> Running:
    """A numeric running column: 0 in unused rows."""
    return Running(name, formula, empty="0", everywhere=everywhere, of=of, shown=shown)
