"""What is computed once so that many formulas can read it: a column on 核对 with one cell a row of a sheet, or a single value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Running:
    """A running column ``参数_<sheet>_<name>``: one cell for each row of a sheet, in that row.

    ``empty`` is what it holds in rows that nobody has used; with ``everywhere`` the formula runs there too. ``of``: the heading
    of the one cell it looks into: it is empty with that cell, and is not computed anew when another cell of the row changes.
    ``shown``: the sheet itself reads it.
    """

    name: str
    formula: str
    empty: str = '""'
    everywhere: bool = False
    of: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A single value ``参数_<name>``."""

    name: str
    formula: str


def count(name: str, formula: str, everywhere: bool = False, of: str = "", shown: bool = False) -> Running:
    """A running column of numbers: 0 in rows that nobody has used."""
    return Running(name, formula, empty="0", everywhere=everywhere, of=of, shown=shown)
