"""A workbook of ours in IronCalc, in a form in which the known faults of the engine do no harm.

Before it is read: its lexer takes no name that begins with a Chinese character, names that know the row of the cell that asks
lead it to row 1, and it looks names up slowly, so every name gives way to what it stands for; and an empty cell that has a style
counts as the number 0, so such cells are left out. After it is read: formulas over arrays are rewritten (``array_formulas``).
Each fault has its proof in ``known_faults``.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import ironcalc
from openpyxl.utils import range_boundaries

from tests.engines.array_formulas import KnownSizes, rewritten
from tests.engines.strings_apart import outside_strings
from tests.engines.written_out import NamesWrittenOut
from udfs.records.class_file import SHEETS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LEAD = "N_"
ROW = "\0"
"""Stands for the number of the row in a pattern of formulas."""
_NAME = re.compile(rf"(?<![\w!])((?:{'|'.join(SHEETS)})_\w)")
_LED = re.compile(rf"(?<![\w!]){LEAD}\w+")
_ONE_CELL = re.compile(r"\$?[A-Z]+\$?\d+")
_INDEXED = re.compile(r"INDEX\(([^(),:]+),")
_FIRST_ROW = re.compile(r"ROW\(INDEX\(([^(),:]+):[^(),:]+,1,1\)\)")
Block = tuple[str, str, Sequence[Sequence[object]]]
"""Sheet, area, rows of values (None for an empty cell)."""


class IronCalcBook:
    """An evaluated workbook; rows and columns count from 1."""

    def __init__(self, path: Path, copy: Path) -> None:
        """Read the workbook at ``path``; ``copy`` is where the form for the engine is written."""
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
            known = NamesWrittenOut(names_of(source.read("xl/workbook.xml")))
            for name in source.namelist():
                part = source.read(name)
                read = name.startswith(("xl/worksheets/sheet", "xl/workbook.xml"))
                target.writestr(name, readable(part, known) if read else part)
        self.model: Any = ironcalc.load_from_xlsx(str(copy), "en", "UTC", "en")
        self.sheets = {str(sheet["name"]): at for at, sheet in enumerate(self.model.get_worksheets_properties())}
        self.rewritten = self._rewrite()
        self.model.evaluate()

    def _rewrite(self) -> int:
        """Rewrite the formulas that the engine gets wrong; how many there were."""
        sizes = KnownSizes()
        changed = 0
        # The cells of a column differ in the number of their row only, and the longest formulas take long.
        known: dict[str, str] = {}
        for sheet, row, column in self.model.get_all_cells():
            formula = self.model.get_cell_formula(sheet, row, column)
            if not formula or not ("SUMPRODUCT(" in formula or "INDEX(" in formula):
                continue
            own_row = re.compile(rf"(?<=[A-Z]){row}(?!\d)")
            pattern = own_row.sub(ROW, formula)
            if pattern not in known:
                new = rewritten(widened(first_rows(formula)), sizes)
                known[pattern] = own_row.sub(ROW, new) if new != formula else ""
            if known[pattern]:
                self.model.set_user_input(sheet, row, column, known[pattern].replace(ROW, str(row)))
                changed += 1
        return changed

    def value(self, sheet: str, row: int, column: int) -> Any:
        return self.model.get_cell_value(self.sheets[sheet], row, column)

    def shown(self, sheet: str, rows: int, columns: int) -> list[list[object]]:
        """The values of the first so many rows and columns."""
        at = self.sheets[sheet]
        return [
            [self.model.get_cell_value(at, row, column) for column in range(1, columns + 1)] for row in range(1, rows + 1)
        ]  # fmt: skip

    def type(self, blocks: Iterable[Block]) -> None:
        """Write values over what stands in the cells, and compute."""
        for sheet, area, rows in blocks:
            left, top, right, bottom = range_boundaries(area)
            self.model.range_clear_all(self.sheets[sheet], top, left, bottom, right)
            for row, values in enumerate(rows, top):
                for column, value in enumerate(values, left):
                    self._write(self.sheets[sheet], row, column, value)
        self.model.evaluate()

    def _write(self, sheet: int, row: int, column: int, value: object) -> None:
        if isinstance(value, str):
            self.model.update_cell_with_text(sheet, row, column, value)
        elif isinstance(value, int | float):
            self.model.update_cell_with_number(sheet, row, column, float(value))
        elif value is not None:
            raise TypeError(f"{value!r} is nothing that a cell holds")


def names_of(part: bytes) -> dict[str, str]:
    """Name -> what it refers to, of the workbook's part; print areas and titles are no names of a formula."""
    return {
        one.attrib["name"]: one.text or ""
        for one in ElementTree.fromstring(part).iter(f"{MAIN}definedName")
        if "_xlnm" not in one.attrib["name"]
    }


def without_names(root: ElementTree.Element, known: NamesWrittenOut) -> None:
    """The formulas with what their names stand for.

    A formula that cells share is written out for the first of them, from which the others follow.
    """
    for row in root.iter(f"{MAIN}row"):
        for formula in row.iter(f"{MAIN}f"):
            if formula.text:
                formula.text = known.inlined(formula.text, int(row.attrib["r"]))


def readable(part: bytes, known: NamesWrittenOut) -> bytes:
    """The part with nothing in it but values and formulas, and no empty cells.

    Every formula cell gets a value: of one that was never computed the engine complains on the terminal, once a cell.
    """
    root = ElementTree.fromstring(part)
    for names in root.iter(f"{MAIN}definedNames"):
        names[:] = []
    without_names(root, known)
    if root.tag == f"{MAIN}worksheet":
        root[:] = [one for one in root if one.tag in (f"{MAIN}dimension", f"{MAIN}sheetData")]
    for row in root.iter(f"{MAIN}row"):
        row[:] = [cell for cell in row if len(cell)]
        for cell in row:
            cell.attrib.pop("s", None)
            if cell.find(f"{MAIN}v") is None and cell.find(f"{MAIN}is") is None:
                ElementTree.SubElement(cell, f"{MAIN}v").text = "0"
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))


def first_rows(formula: str) -> str:
    """The formula with the row of an area's first cell asked for without INDEX.

    >>> first_rows('=ROW(INDEX(附件4!$A$3:$Z$3,1,1))-ROW(INDEX(A1:A9,2,1))')
    '=ROW(附件4!$A$3)-ROW(INDEX(A1:A9,2,1))'
    """
    return outside_strings(formula, lambda text: _FIRST_ROW.sub(r"ROW(\1)", text))


def widened(formula: str) -> str:
    """The formula with areas of one cell in place of cells, wherever INDEX is given one.

    >>> widened('=INDEX(附件4!$A$1,1)+INDEX(附件4!$B$1:$B$9,1)')
    '=INDEX(附件4!$A$1:$A$1,1)+INDEX(附件4!$B$1:$B$9,1)'
    """

    def area(found: re.Match[str]) -> str:
        sheet, _, cell = found[1].rpartition("!")
        return f"INDEX({sheet}{'!' * bool(sheet)}{cell}:{cell}," if _ONE_CELL.fullmatch(cell) else found[0]

    return outside_strings(formula, lambda text: _INDEXED.sub(area, text))
