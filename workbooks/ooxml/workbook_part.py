"""What the part of the workbook itself says: its sheets, its defined names, how its dates count.

The workbooks of a template have the same one, byte for byte, with a thousand names: it is read once a process.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from workbooks.ooxml import markup, regex_reader
from workbooks.ooxml.archive import PackedEntry

KEPT_BYTES = 512 * 2**10
"""Longer parts and lists of names are read anew each time, so that what is kept stays within some megabytes."""


@dataclass(frozen=True)
class DefinedName:
    """A name of the workbook: what it refers to (without "="), and the title of its sheet if it is known there only."""

    name: str
    refers_to: str
    sheet: str | None = None


@dataclass(frozen=True)
class WorkbookNames:
    """The defined names of a workbook."""

    listed: tuple[DefinedName, ...]

    @cached_property
    def everywhere(self) -> Mapping[str, str]:
        """Those that are known on all sheets: what each refers to."""
        return {one.name: one.refers_to for one in self.listed if one.sheet is None}


class WorkbookPart:
    """Collects what the part says. ``names``: (name, what it refers to, number of its sheet)."""

    def __init__(self) -> None:
        self.is_workbook = self.date1904 = self.recalculates = False
        self.sheets: list[markup.Attributes] = []
        self.names: list[tuple[str, str, int | None]] = []
        self.written_names: bytes | None = None
        """The names as they are written, where they are still to be read from that; None where they were not told apart."""
        self._name: markup.Attributes | None = None

    def started(self, tag: str, attributes: markup.Attributes) -> None:
        if tag == "workbook":
            self.is_workbook = True
        elif tag == "sheet":
            self.sheets.append(attributes)
        elif tag == "workbookPr":
            self.date1904 = truth(attributes.get("date1904"))
        elif tag == "calcPr":
            self.recalculates = truth(attributes.get("fullCalcOnLoad"))
        elif tag == "definedName":
            self._name = attributes

    def ended(self, tag: str, text: str) -> None:
        if tag == "definedName" and self._name is not None:
            scope = self._name.get("localSheetId")
            self.names.append((self._name.get("name", ""), text.strip(), None if scope is None else whole(scope)))
            self._name = None


def read_part(data: bytes) -> WorkbookPart:
    """All of it but the names, where those can be read by themselves."""
    found = WorkbookPart()
    with contextlib.suppress(regex_reader.NotPlain):
        data, found.written_names = regex_reader.without_names(data)
    markup.walk(data, found.started, found.ended)
    return found


@lru_cache(maxsize=8)
def kept_part(packed: PackedEntry) -> WorkbookPart | None:
    """The same from the part as it is packed; nobody changes it. None for one that does not unpack."""
    data = packed.unpacked()
    return None if data is None else read_part(data)


def names_of(found: WorkbookPart, titles: tuple[str, ...]) -> WorkbookNames | None:
    """None where only reading the whole part can tell them."""
    if found.written_names is None:
        return None
    with contextlib.suppress(regex_reader.NotPlain):
        long = len(found.written_names) > KEPT_BYTES
        return (kept_names.__wrapped__ if long else kept_names)(found.written_names, titles)
    return None


@lru_cache(maxsize=8)
def kept_names(written: bytes, titles: tuple[str, ...]) -> WorkbookNames:
    """All workbooks of one template have the same thousand names."""
    found = regex_reader.names_in(written)
    return WorkbookNames(
        with_titles([(name, text.strip(), whole(sheet) if sheet else None) for name, sheet, text in found], titles)
    )


def find_name(names: tuple[DefinedName, ...], wanted: str) -> DefinedName | None:
    """The name of that text: one of the whole book before one of a sheet; ``Sheet!name`` for one of that sheet."""
    sheet, _, plain = wanted.rpartition("!")
    fitting = [one for one in names if one.name.lower() == plain.lower()]
    if sheet:
        fitting = [one for one in fitting if (one.sheet or "").lower() == sheet.strip("'").lower()]
    return min(fitting, key=lambda one: one.sheet is not None, default=None)


def with_titles(names: Iterable[tuple[str, str, int | None]], titles: Sequence[str]) -> tuple[DefinedName, ...]:
    """The names, told by title on which sheet they are known."""
    return tuple(
        DefinedName(name, refers_to, titles[at] if at is not None and at < len(titles) else None) for name, refers_to, at in names
    )


def truth(value: str | None) -> bool:
    """An XML truth value; missing is false."""
    return value in markup.TRUE


def whole(value: str | None) -> int:
    """A whole number out of an attribute; 0 where there is none."""
    return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 10 else 0
