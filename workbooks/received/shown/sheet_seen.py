"""The part of an annex's sheet as a reader of it sees it: what is filled in, and what keeps some of it from being seen."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from udfs.records.masking import hide
from udfs.values.cells import column_letters
from udfs.values.regex import regex
from workbooks.ooxml import markup
from workbooks.ooxml.addresses import Area, parse_area, parse_cell
from workbooks.ooxml.package import Package, SheetPart

LONGEST = 30
ELEMENTS = {
    "conditionalFormatting": "条件格式", "filterColumn": "筛选", "hyperlink": "超链接", "sparklineGroup": "迷你图",
    "dataValidation": "录入提示或限制", "AlternateContent": "另一种内容", "rPr": "格中另设的字体",
    "vm": "显示别的内容的数据类型",
}  # fmt: skip
HEADERS = frozenset({"oddHeader", "evenHeader", "firstHeader"})
_HEADER_CODE = regex(r"&(?:\"[^\"]*\"|\d+|K[0-9A-F]{6}|[A-Z&])|[第共页／/\s]")
"""Fonts, sizes, places and page numbers in a header: no words."""
THIN_ROW, THIN_COLUMN = 8.0, 2.0
"""Points, and characters: less than this shows no text as it is."""
USUAL_WIDTH = 8.43
"""Of a column that nobody gave another one."""


class Filled(NamedTuple):
    """A cell with a value: ``kind`` as the part has it ("s": ``text`` is the number of a shared text)."""

    address: str
    style: int
    kind: str
    text: str

    def shown(self, package: Package) -> str:
        """What it holds, masked and cut for a message."""
        return hide(self.held(package))[:LONGEST]

    def held(self, package: Package) -> str:
        at = whole(self.text)
        return package.strings[at] if self.kind == "s" and at < len(package.strings) else self.text


@dataclass
class Seen:
    """What a sheet's part holds: the cells with a value, and what keeps some of it from being seen."""

    cells: list[Filled] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    elements: set[str] = field(default_factory=set)
    formulas: list[str] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    header: str = ""
    usual: float = USUAL_WIDTH
    wide: list[tuple[int, int, float]] = field(default_factory=list)
    """(first column, last column, characters)."""

    def width(self, column: int) -> float:
        return next((width for first, last, width in self.wide if first <= column <= last), self.usual)

    def twice(self) -> list[str]:
        """The cells that are written more than once: each program takes another one."""
        counts = Counter(cell.address for cell in self.cells)
        return [address for address, count in counts.items() if count > 1]

    def covered(self) -> Iterator[Filled]:
        """The cells with a value that lie under a merged one."""
        for area in self.merged:
            first = (area.first_row, area.first_column)
            yield from (cell for cell in self.cells if (place := place_of(cell.address)) in area and place != first)


@lru_cache(maxsize=4096)
def place_of(address: str) -> tuple[int, int]:
    """(row, column); of what is no address a place outside every form."""
    try:
        return parse_cell(address)
    except ValueError:
        return 0, 0


def seen_in(package: Package, own: SheetPart) -> Seen:
    """The sheet's part, read once as a stream."""
    reader = SheetReader()
    package.stream(own.part, lambda part: markup.walk(part, reader.started, reader.ended))
    return reader.seen


class SheetReader:
    """Handlers for the elements of a sheet's part."""

    def __init__(self) -> None:
        self.seen = Seen()
        self.row = self.style = 0
        self.address = self.text = self.kind = ""
        self.scrolled = False

    def started(self, tag: str, attributes: markup.Attributes) -> None:
        if tag == "c":
            self.address = attributes.get("r") or f"{column_letters(place_of(self.address)[1] + 1)}{self.row}"
            self.style, self.kind, self.text = whole(attributes.get("s")), attributes.get("t", ""), ""
            if attributes.get("vm", "0") != "0":
                self.seen.elements.add("vm")
        elif tag in ("row", "col", "sheetFormatPr"):
            if tag == "row":
                self.row, self.address = whole(attributes.get("r")) or self.row + 1, ""
            self.seen.hidden += hidden_by(tag, attributes, self.row)
            self.measured(tag, attributes)
        elif tag == "f":
            self.seen.formulas.append(self.address)
        elif tag == "mergeCell":
            with contextlib.suppress(ValueError):
                self.seen.merged.append(parse_area(attributes.get("ref", "")))
        elif tag == "sheetView":
            self.seen.hidden += hidden_by_view(attributes)
            self.scrolled = attributes.get("topLeftCell", "A1") != "A1"
        elif tag == "pane" and self.scrolled and attributes.get("state", "").startswith("frozen"):
            self.seen.hidden.append("冻结窗格上方或左方的行列")
        elif tag in ELEMENTS:
            self.seen.elements.add(tag)

    def measured(self, tag: str, attributes: markup.Attributes) -> None:
        """How wide columns are."""
        width = measure(attributes.get("width"))
        if tag == "col" and width is not None:
            self.seen.wide.append((whole(attributes.get("min")), whole(attributes.get("max")), width))
        elif tag == "sheetFormatPr":
            self.seen.usual = measure(attributes.get("defaultColWidth")) or self.seen.usual

    def ended(self, tag: str, text: str) -> None:
        if tag in ("v", "t"):
            self.text += text
        elif tag == "c":
            if self.text.strip():
                self.seen.cells.append(Filled(self.address, self.style, self.kind, self.text))
        elif tag in HEADERS:
            self.seen.header += _HEADER_CODE.sub("", text)


def hidden_by(tag: str, attributes: markup.Attributes, row: int) -> Iterator[str]:
    """The rows or columns that an element keeps from being seen."""
    if tag == "row" and is_hidden(attributes, "ht", THIN_ROW):
        yield f"第{row}行"
    elif tag == "col" and is_hidden(attributes, "width", THIN_COLUMN):
        first, last = (column_letters(max(1, whole(attributes.get(end)))) for end in ("min", "max"))
        yield f"{first}列" if first == last else f"{first}至{last}列"
    elif tag == "sheetFormatPr":
        if attributes.get("zeroHeight") in markup.TRUE or is_hidden(attributes, "defaultRowHeight", THIN_ROW):
            yield "没有行高的行"
        if is_hidden(attributes, "defaultColWidth", THIN_COLUMN):
            yield "没有列宽的列"


def hidden_by_view(attributes: markup.Attributes) -> Iterator[str]:
    if attributes.get("showZeros", "1") not in markup.TRUE:
        yield "零值"


def is_hidden(attributes: markup.Attributes, size: str, least: float) -> bool:
    if attributes.get("hidden") in markup.TRUE:
        return True
    if size not in attributes:
        return False
    found = measure(attributes[size])
    return found is None or found < least


def measure(written: str | None) -> float | None:
    """A width or a height; None for what is none."""
    try:
        found = float(written or "")
    except ValueError:
        return None
    return found if isfinite(found) else None


def whole(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 8 else 0
