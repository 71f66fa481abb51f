"""The workbook part: sheets, defined names, date system and calculation settings.

Cached per process, since workbooks from one template have an identical part with a thousand names.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from workbooks.ooxml import markup, regex_reader
from workbooks.ooxml.archive import PackedEntry

KEPT_BYTES = 512 * 2**10
"""Longest part or list of names that is cached; bounds the cache to some megabytes."""


@dataclass(frozen=True)
class DefinedName:
    """A defined name: formula text without "=", and the sheet title if it is sheet-scoped."""

    name: str
    refers_to: str
    sheet: str | None = None


@dataclass(frozen=True)
class WorkbookNames:
    """The defined names of a workbook."""

    listed: tuple[DefinedName, ...]

    @cached_property
    def everywhere(self) -> Mapping[str, str]:
        """Workbook-scoped name -> formula text."""
        return {one.name: one.refers_to for one in self.listed if one.sheet is None}


class WorkbookPart:
    """Event handlers and results for the part. ``names``: (name, formula text, sheet index or None)."""

    def __init__(self) -> None:
        self.is_workbook = self.date1904 = self.recalculates = False
        self.sheets: list[markup.Attributes] = []
        self.names: list[tuple[str, str, int | None]] = []
        self.written_names: bytes | None = None
        """Unparsed content of <definedNames>; None if it was not split off."""
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
    """Parse the part; defined names are left unparsed where they can be split off."""
    found = WorkbookPart()
    with contextlib.suppress(regex_reader.NotPlain):
        data, found.written_names = regex_reader.without_names(data)
    markup.walk(data, found.started, found.ended)
    return found


@lru_cache(maxsize=8)
def kept_part(packed: PackedEntry) -> WorkbookPart | None:
    """Cached parse of a compressed part; the result must not be modified. None if decompression fails."""
    data = packed.unpacked()
    return None if data is None else read_part(data)


def names_of(found: WorkbookPart, titles: tuple[str, ...]) -> WorkbookNames | None:
    """Parse the names that were split off; None if the full XML parse is needed."""
    if found.written_names is None:
        return None
    with contextlib.suppress(regex_reader.NotPlain):
        long = len(found.written_names) > KEPT_BYTES
        return (kept_names.__wrapped__ if long else kept_names)(found.written_names, titles)
    return None


@lru_cache(maxsize=8)
def kept_names(written: bytes, titles: tuple[str, ...]) -> WorkbookNames:
    """Parse defined names; cached, since workbooks from one template share them."""
    found = regex_reader.names_in(written)
    return WorkbookNames(
        with_titles([(name, text.strip(), whole(sheet) if sheet else None) for name, sheet, text in found], titles)
    )


def find_name(names: tuple[DefinedName, ...], wanted: str) -> DefinedName | None:
    """Look up a name, ignoring case: workbook scope first; ``Sheet!name`` for sheet scope. None if missing."""
    sheet, _, plain = wanted.rpartition("!")
    fitting = [one for one in names if one.name.lower() == plain.lower()]
    if sheet:
        fitting = [one for one in fitting if (one.sheet or "").lower() == sheet.strip("'").lower()]
    return min(fitting, key=lambda one: one.sheet is not None, default=None)


def with_titles(names: Iterable[tuple[str, str, int | None]], titles: Sequence[str]) -> tuple[DefinedName, ...]:
    """Convert sheet indices to titles."""
    return tuple(
        DefinedName(name, refers_to, titles[at] if at is not None and at < len(titles) else None) for name, refers_to, at in names
    )


def truth(value: str | None) -> bool:
    """XML boolean; False if missing."""
    return value in markup.TRUE


def whole(value: str | None) -> int:
    """Integer attribute; 0 if missing or invalid."""
    return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 10 else 0
