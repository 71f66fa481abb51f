"""Validations of the xlwings engine for LibreOffice: which kind cells have, and copying one to other cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

KINDS = {
    "WHOLE": "whole_number", "DECIMAL": "decimal", "LIST": "list", "DATE": "date", "TIME": "time", "TEXT_LEN": "text_length",
    "CUSTOM": "custom",
}  # fmt: skip
"""com.sun.star.sheet.ValidationType in the words of xlwings."""
PROMPT_ONLY = "unknown"
"""xlwings' word for a kind it has no word for; here, a validation that stops nothing and only shows a prompt."""


class DataValidation(base_classes.DataValidation):  # type: ignore[misc]
    """What the cells of a range may hold."""

    def __init__(self, cells: Any) -> None:
        self.cells = cells

    @property
    def api(self) -> Any:
        return self.cells.Validation

    @property
    def type(self) -> str:
        """The kind that all cells have; "none", "mixed_criteria" (some have one) or "inconsistent" (of several kinds)."""
        kinds = {kind_of(group.Validation) for group in groups(self.cells)}
        if len(kinds) == 1:
            return kinds.pop()
        return "mixed_criteria" if "none" in kinds else "inconsistent"


def groups(cells: Any) -> Iterator[Any]:
    """The cells by what is formatted alike, validations included."""
    found = cells.getUniqueCellFormatRanges()
    return (found.getByIndex(at) for at in range(found.getCount()))


def kind_of(validation: Any) -> str:
    kind = validation.Type.value
    if kind == "ANY":
        return PROMPT_ONLY if validation.ShowInputMessage and (validation.InputTitle or validation.InputMessage) else "none"
    return KINDS[kind]


class Copied:
    """The validation of a cell, to be given to other cells of its column; its formulas move with the rows."""

    def __init__(self, document: Any, source: Any) -> None:
        self.document = document
        self.source = source
        self.parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self.parser.CompileEnglish = True

    def paste(self, target: Any) -> None:
        """Give the cells of ``target`` the validation, and tie it anew on those of the column that have the same one.

        A formula speaks of cells as seen from a position, which a paste may have cut off. LibreOffice stores it as it reads
        there, but in an xlsx file it is read from the first of its cells: so the position has to be that one.
        """
        validation = self.source.Validation
        column = target.Spreadsheet.Columns.getByIndex(target.RangeAddress.StartColumn)
        same = [group for group in groups(column) if self.told(group.Validation) == self.told(validation)]
        everywhere = self.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        everywhere.addRangeAddresses([target.RangeAddress, *(one for group in same for one in group.RangeAddresses)], True)
        first = min(everywhere.RangeAddresses, key=lambda one: one.StartRow)
        position = target.Spreadsheet.getCellByPosition(first.StartColumn, first.StartRow).CellAddress
        formulas = self.formulas(validation, position)
        validation.setSourcePosition(position)
        validation.setFormula1(formulas[0])
        validation.setFormula2(formulas[1])
        everywhere.Validation = validation

    def told(self, validation: Any) -> tuple[Any, ...]:
        """What makes a validation the one it is, wherever it stands."""
        here = self.source.getCellByPosition(0, 0).CellAddress
        return (
            kind_of(validation), validation.getOperator().value, self.formulas(validation, here),
            validation.ErrorAlertStyle.value, validation.ErrorTitle, validation.ErrorMessage,
            validation.InputTitle, validation.InputMessage,
        )  # fmt: skip

    def formulas(self, validation: Any, position: Any) -> tuple[str, str]:
        """Both formulas as they read at another position."""
        before = validation.getSourcePosition()
        first, second = (
            str(self.parser.printFormula(self.parser.parseFormula(text, before), position)) if text else ""
            for text in (validation.getFormula1(), validation.getFormula2())
        )
        return first, second
