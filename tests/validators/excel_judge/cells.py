"""sheetData: rows and cells in order and once, formulas whole, values of the kind they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from tests.validators.excel_judge.addresses import LAST_COLUMN, LAST_ROW, Area, area, cell
from tests.validators.excel_judge.formulas import ERRORS, VOLATILE, formula_faults, parsed
from tests.validators.excel_judge.package import MAIN, plain
from tests.validators.excel_judge.styles import Styles
from tests.validators.excel_judge.workbook import Workbook, plain_faults, rich_faults

HIGHEST_ROW = 409.5
SPELT = {
    "n": re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?$"),
    "b": re.compile(r"[01]$"),
    "e": re.compile(rf"(?:{'|'.join(map(re.escape, ERRORS))})$"),
    "d": re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d"),
}
KINDS = {"b", "d", "e", "inlineStr", "n", "s", "str"}
C, ROW, F, V, IS, EXTENSIONS = (f"{{{MAIN}}}{tag}" for tag in ("c", "row", "f", "v", "is", "extLst"))


class Shared(NamedTuple):
    area: Area
    row: int
    column: int


@dataclass
class Cells:
    """What the cells of a sheet tell the other checks."""

    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    """The formula of a cell; that of its first cell for one that shares it."""
    arrays: list[Area] = field(default_factory=list)
    volatile: list[tuple[int, int, str]] = field(default_factory=list)
    texts: dict[tuple[int, int], int | str] = field(default_factory=dict)
    """Cells of text: index of the shared text, or the text."""


@dataclass
class Reader:
    book: Workbook
    styles: Styles
    cells: Cells = field(default_factory=Cells)
    shared: dict[str, Shared] = field(default_factory=dict)
    sharing: dict[str, str] = field(default_factory=dict)

    def faults(self, data: etree._Element) -> Iterator[str]:
        last_row = 0
        for row in data:
            if not isinstance(row.tag, str):
                continue
            if row.tag != ROW:
                yield f"sheetData holds {plain(row)}"
                continue
            number = int(row.get("r") or last_row + 1)
            if not last_row < number <= LAST_ROW:
                yield f"row {number} after row {last_row}"
            last_row = max(last_row, number)
            if float(row.get("ht", "0")) > HIGHEST_ROW:
                yield f"row {number} is {row.get('ht')} high"
            if int(row.get("s", "0")) >= self.styles.formats:
                yield f"row {number} has format {row.get('s')} of {self.styles.formats}"
            yield from self.row_faults(row, number)

    def row_faults(self, row: etree._Element, number: int) -> Iterator[str]:
        last = 0
        for one in row:
            if not isinstance(one.tag, str):
                continue
            address = one.get("r")
            spot = cell(address) if address else (number, last + 1)
            if one.tag != C or spot is None:
                yield f"row {number} holds {plain(one)} {address}"
                continue
            if spot[0] != number:
                yield f"{address} stands in row {number}"
            if not last < spot[1] <= LAST_COLUMN:
                yield f"{address} stands behind column {last}: cells ascend, each once"
            last = max(last, spot[1])
            for fault in self.cell_faults(one, spot):
                yield f"{address or spot}: {fault}"

    def cell_faults(self, one: etree._Element, spot: tuple[int, int]) -> Iterator[str]:
        if int(one.get("s", "0")) >= self.styles.formats:
            yield f"format {one.get('s')} of {self.styles.formats}"
        held = [child for child in one if isinstance(child.tag, str) and child.tag != EXTENSIONS]
        first: dict[str, etree._Element] = {}
        for child in held:
            first.setdefault(child.tag, child)
        formula, value, inline = (first.get(tag) for tag in (F, V, IS))
        if len(held) > len(first) or list(first) != [tag for tag in (F, V, IS) if tag in first]:
            yield f"holds {[plain(child) for child in held]}"
        kind = one.get("t", "n")
        if kind not in KINDS:
            yield f"is of the kind {kind}"
        elif kind == "inlineStr":
            yield from self.inline_faults(inline, formula is not None or value is not None, spot)
        else:
            if inline is not None:
                yield f"an <is> in a cell of kind {kind}"
            yield from self.value_faults(kind, value, formula is not None, spot)
        if formula is not None:
            yield from self.formula_faults(formula, spot)

    def inline_faults(self, inline: etree._Element | None, more: bool, spot: tuple[int, int]) -> Iterator[str]:
        if inline is None:
            yield "inlineStr without <is>"
            return
        if more:
            yield "a formula or value beside an inline text"
        self.cells.texts[spot] = "".join(one.text or "" for one in inline.iter(f"{{{MAIN}}}t"))
        yield from rich_faults(inline)

    def value_faults(self, kind: str, value: etree._Element | None, computed: bool, spot: tuple[int, int]) -> Iterator[str]:
        text = (value.text or "") if value is not None else None
        if not text:
            # A formula that was never computed has no value; nothing else may be called something and hold nothing.
            if not computed and (kind not in ("n", "str") or value is not None):
                yield f"kind {kind} without a value"
            return
        if kind == "s":
            yield from self.shared_text_faults(text, computed, spot)
        elif kind == "str":
            self.cells.texts[spot] = text
            yield from plain_faults(text)
        elif not SPELT[kind].match(text):
            yield f"{text[:20]!r} as a value of the kind {kind}"

    def shared_text_faults(self, text: str, computed: bool, spot: tuple[int, int]) -> Iterator[str]:
        if computed:
            yield "a shared text as the result of a formula"
        count = len(self.book.texts or ())
        if not text.isdigit() or int(text) >= count:
            yield f"shared text {text} of {count}"
        else:
            self.cells.texts[spot] = int(text)

    def formula_faults(self, formula: etree._Element, spot: tuple[int, int]) -> Iterator[str]:
        kind, text = formula.get("t", "normal"), formula.text or ""
        reference = area(formula.get("ref", "")) if formula.get("ref") else None
        if formula.get("ref") and reference is None:
            yield f"the area {formula.get('ref')} of the formula"
        if kind == "shared":
            yield from self.shared_faults(formula, text, reference, spot)
        elif kind in ("array", "dataTable"):
            if reference is None or not reference.holds(*spot):
                yield f"a formula over {formula.get('ref')}"
            else:
                self.cells.arrays.append(reference)
            if kind == "array" and not text:
                yield "an array formula without a text"
        elif kind != "normal":
            yield f"a formula of the kind {kind}"
        elif not text:
            yield "a formula without a text"
        if text and kind != "dataTable":
            yield from formula_faults(text, self.book.titles)
        known = text or self.sharing.get(formula.get("si", ""), "")
        self.cells.formulas[spot] = known
        for name in sorted(parsed(known).functions & VOLATILE if known else ()):
            self.cells.volatile.append((*spot, name))

    def shared_faults(
        self, formula: etree._Element, text: str, reference: Area | None, spot: tuple[int, int]
    ) -> Iterator[str]:  # fmt: skip
        index = formula.get("si")
        if index is None:
            yield "a shared formula without its number"
        elif reference is not None:
            if index in self.shared:
                yield f"shared formula {index} begins twice"
            if not text:
                yield f"shared formula {index} has no text"
            if not reference.holds(*spot):
                yield f"shared formula {index} begins outside its area"
            self.shared[index] = Shared(reference, *spot)
            self.sharing[index] = text
        elif index not in self.shared:
            yield f"shared formula {index} is used before it begins"
        elif not self.shared[index].area.holds(*spot):
            yield f"outside the area of shared formula {index}"
