"""The visible content of an annex sheet part: filled cells, sizes of rows and columns, other elements."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping
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
HEADERS = frozenset({"oddHeader", "evenHeader", "firstHeader"})
_HEADER_CODE = regex(r"&(?:\"[^\"]*\"|\d+|K[0-9A-F]{6}|[A-Z&])|[第共页／/\s]")
"""Fonts, sizes, places and page numbers in a header: no words."""
USUAL_WIDTH, USUAL_HEIGHT = 8.43, 15.0
"""Characters, and points: of a column or a row that nobody gave another size."""
VIEW: Mapping[str, tuple[str, str]] = {"showZeros": ("1", "零值"), "showFormulas": ("0", "公式的值"), "rightToLeft": ("0", "")}
"""What a view may keep from being seen as it is: attribute -> its usual value, what is then hidden."""
TURNED = "从右向左排的表"


class FilledCell(NamedTuple):
    """A cell with a value: ``kind`` as the part has it ("s": ``text`` is the number of a shared text)."""

    address: str
    style: int
    kind: str
    text: str

    def shown(self, package: Package) -> str:
        """The content, masked and shortened for a message."""
        return hide(self.held(package))[:LONGEST]

    def held(self, package: Package) -> str:
        at = markup.whole(self.text)
        return package.strings[at] if self.kind == "s" and at < len(package.strings) else self.text


@dataclass
class Seen:
    """What a sheet's part holds. ``heights``, ``widths``: row, or first and last column -> size, 0 for what is hidden.

    ``tags``: every element and every trait of cells that the part has; ``hidden``: what a view keeps from being seen.
    """

    cells: list[FilledCell] = field(default_factory=list)
    styles: dict[str, int] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    formulas: list[str] = field(default_factory=list)
    merged: set[Area] = field(default_factory=set)
    header: str = ""
    heights: dict[int, float] = field(default_factory=dict)
    widths: list[tuple[int, int, float]] = field(default_factory=list)
    usual: dict[str, float] = field(default_factory=lambda: {"width": USUAL_WIDTH, "height": USUAL_HEIGHT})

    def height(self, row: int) -> float:
        return self.heights.get(row, self.usual["height"])

    def width(self, column: int) -> float:
        return next((width for first, last, width in self.widths if first <= column <= last), self.usual["width"])

    def twice(self) -> list[str]:
        """The cells that are written more than once: each program takes another one."""
        counts = Counter(cell.address for cell in self.cells)
        return [address for address, count in counts.items() if count > 1]


@lru_cache(maxsize=4096)
def place_of(address: str) -> tuple[int, int]:
    """(row, column); for an invalid address a position outside every form."""
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
        self.seen.tags.add(tag)
        if tag == "c":
            self.address = attributes.get("r") or f"{column_letters(place_of(self.address)[1] + 1)}{self.row}"
            self.style, self.kind, self.text = markup.whole(attributes.get("s")), attributes.get("t", ""), ""
            self.seen.styles[self.address] = self.style
            if attributes.get("vm", "0") != "0":
                self.seen.tags.add("vm")
        elif tag == "row":
            self.row, self.address = markup.whole(attributes.get("r")) or self.row + 1, ""
            if (height := size(attributes, "ht")) is not None:
                self.seen.heights[self.row] = height
        elif tag == "f":
            self.seen.formulas.append(self.address)
        elif tag in ("col", "sheetFormatPr", "mergeCell", "sheetView", "pane"):
            self.of_sheet(tag, attributes)

    def of_sheet(self, tag: str, attributes: markup.Attributes) -> None:
        """Process elements that occur once, and columns."""
        if tag == "col":
            first, last = (markup.whole(attributes.get(end)) for end in ("min", "max"))
            self.seen.widths.append((first, last, USUAL_WIDTH if (width := size(attributes, "width")) is None else width))
        elif tag == "sheetFormatPr":
            for name in ("width", "height"):
                found = size(attributes, {"width": "defaultColWidth", "height": "defaultRowHeight"}[name])
                self.seen.usual[name] = self.seen.usual[name] if found is None else found
            if attributes.get("zeroHeight") in markup.TRUE:
                self.seen.usual["height"] = 0
        elif tag == "mergeCell":
            with contextlib.suppress(ValueError):
                self.seen.merged.add(parse_area(attributes.get("ref", "")))
        elif tag == "sheetView":
            for name, (usual, what) in VIEW.items():
                if (attributes.get(name, usual) in markup.TRUE) is not (usual in markup.TRUE):
                    self.seen.hidden.append(what or TURNED)
            self.scrolled = attributes.get("topLeftCell", "A1") != "A1"
        elif self.scrolled and attributes.get("state", "").startswith("frozen"):
            self.seen.hidden.append("冻结窗格上方或左方的行列")

    def ended(self, tag: str, text: str) -> None:
        if tag in ("v", "t"):
            self.text += text
        elif tag == "c":
            if self.text.strip():
                self.seen.cells.append(FilledCell(self.address, self.style, self.kind, self.text))
        elif tag in HEADERS:
            self.seen.header += _HEADER_CODE.sub("", text)


def size(attributes: markup.Attributes, name: str) -> float | None:
    """A width or height; 0 if hidden or not a number, None if not stated."""
    if attributes.get("hidden") in markup.TRUE:
        return 0.0
    if name not in attributes:
        return None
    try:
        found = float(attributes[name])
    except ValueError:
        return 0.0
    return found if isfinite(found) else 0.0
