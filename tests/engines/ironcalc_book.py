"""A workbook of ours in IronCalc, in a form in which the known faults of the engine do no harm.

Before it is read: its lexer takes no name that begins with a Chinese character, so every name gets "N_" in front; and an empty
cell that has a style counts as the number 0, so such cells are left out. After it is read: formulas over arrays are rewritten
(``array_formulas``). Each fault has its proof in ``known_faults``.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import ironcalc
from openpyxl.utils import range_boundaries

from tests.engines.array_formulas import KnownSizes, rewritten
from tests.engines.strings_apart import outside_strings
from udfs.records import SHEETS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LEAD = "N_"
ROW = "\0"
"""Stands for the number of the row in a pattern of formulas."""
_NAME = re.compile(rf"(?<![\w!])((?:{'|'.join(SHEETS)})_\w)")
_LED = re.compile(rf"(?<![\w!]){LEAD}\w+")
_ONE_CELL = re.compile(r"\$?[A-Z]+\$?\d+")
_INDEXED = re.compile(r"INDEX\(([^(),:]+),")
Block = tuple[str, str, Sequence[Sequence[object]]]
"""Sheet, area, rows of values (None for an empty cell)."""


class IronCalcBook:
    """An evaluated workbook; rows and columns count from 1."""

    def __init__(self, path: Path, copy: Path) -> None:
        """Read the workbook at ``path``; ``copy`` is where the form for the engine is written."""
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
            for name in source.namelist():
                part = source.read(name)
                target.writestr(name, readable(part) if name.startswith(("xl/worksheets/sheet", "xl/workbook.xml")) else part)
        self.model: Any = ironcalc.load_from_xlsx(str(copy), "en", "UTC", "en")
        self.sheets = {str(sheet["name"]): at for at, sheet in enumerate(self.model.get_worksheets_properties())}
        self.rewritten = self._rewrite()
        self.model.evaluate()

    def _rewrite(self) -> int:
        """Rewrite the formulas that the engine gets wrong; how many there were."""
        defined = {one["name"]: one["formula"].lstrip("=") for one in self.model.get_defined_name_list()}
        # The others are print areas and titles.
        names = {name: area for name, area in defined.items() if name.startswith(LEAD)}
        sizes = KnownSizes()
        sizes |= {name.upper(): sizes[area] for name, area in names.items()}
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
                new = rewritten(widened(formula, names), sizes)
                known[pattern] = own_row.sub(ROW, addressed(new, names)) if new != formula else ""
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


def readable(part: bytes) -> bytes:
    """The part with nothing in it but values, formulas and names, the names led by "N_"; without empty cells.

    Every formula cell gets a value: of one that was never computed the engine complains on the terminal, once a cell.
    """
    root = ElementTree.fromstring(part)
    if root.tag == f"{MAIN}worksheet":
        root[:] = [one for one in root if one.tag in (f"{MAIN}dimension", f"{MAIN}sheetData")]
    for row in root.iter(f"{MAIN}row"):
        row[:] = [cell for cell in row if len(cell)]
        for cell in row:
            cell.attrib.pop("s", None)
            if cell.find(f"{MAIN}v") is None and cell.find(f"{MAIN}is") is None:
                ElementTree.SubElement(cell, f"{MAIN}v").text = "0"
    for element in root.iter():
        if element.tag == f"{MAIN}f" and element.text:
            element.text = renamed(element.text)
        elif element.tag == f"{MAIN}definedName" and "_xlnm" not in element.attrib["name"]:
            element.set("name", f"{LEAD}{element.attrib['name']}")
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))


def widened(formula: str, names: Mapping[str, str]) -> str:
    """The formula with areas of one cell in place of cells, wherever INDEX is given one.

    >>> widened('=INDEX(N_甲,1)+INDEX(N_乙,1)', {"N_甲": "附件4!$A$1", "N_乙": "附件4!$B$1:$B$9"})
    '=INDEX(附件4!$A$1:$A$1,1)+INDEX(N_乙,1)'
    """

    def area(found: re.Match[str]) -> str:
        sheet, _, cell = names.get(found[1], found[1]).rpartition("!")
        return f"INDEX({sheet}{'!' * bool(sheet)}{cell}:{cell}," if _ONE_CELL.fullmatch(cell) else found[0]

    return outside_strings(formula, lambda text: _INDEXED.sub(area, text))


def addressed(formula: str, names: Mapping[str, str]) -> str:
    """The formula with the areas that its names stand for: the engine looks a name up more slowly than it computes.

    >>> addressed('=N_甲+N_甲乙&"N_甲"', {"N_甲": "附件4!$A$1", "N_甲乙": "附件4!$B$1"})
    '=附件4!$A$1+附件4!$B$1&"N_甲"'
    """
    return outside_strings(formula, lambda text: _LED.sub(lambda found: names[found[0]], text))


def renamed(formula: str) -> str:
    """The formula with our names led by "N_".

    >>> renamed('IF(参数_在册=1,"参数_在册",附件4!A1)')
    'IF(N_参数_在册=1,"参数_在册",附件4!A1)'
    """
    return outside_strings(formula, lambda text: _NAME.sub(rf"{LEAD}\1", text))
