"""Validations of cells in LibreOffice: reading their kind, and copying them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

KINDS = {
    "WHOLE": "whole_number", "DECIMAL": "decimal", "LIST": "list", "DATE": "date", "TIME": "time", "TEXT_LEN": "text_length",
    "CUSTOM": "custom",
}  # fmt: skip
"""{com.sun.star.sheet.ValidationType: xlwings' name}."""
PROMPT_ONLY = "unknown"
"""xlwings' name for other kinds; here a validation that only shows a prompt."""


class DataValidation:
    """The validation of a range."""

    def __init__(self, cells: Any) -> None:
        self.cells = cells

    @property
    def type(self) -> str:
        """The kind shared by all cells; "none", "mixed_criteria" (only some cells have one) or "inconsistent" (several kinds)."""
        kinds = {kind_of(group.Validation) for group in groups(self.cells)}
        if len(kinds) == 1:
            return kinds.pop()
        return "mixed_criteria" if "none" in kinds else "inconsistent"


def groups(cells: Any) -> Iterator[Any]:
    """The cells grouped by identical formats, including validations."""
    found = cells.getUniqueCellFormatRanges()
    return (found.getByIndex(at) for at in range(found.getCount()))


def kind_of(validation: Any) -> str:
    kind = validation.Type.value
    if kind == "ANY":
        return PROMPT_ONLY if validation.ShowInputMessage and (validation.InputTitle or validation.InputMessage) else "none"
    return KINDS[kind]


class Copied:
    """The validation of a cell, for pasting to other cells of its column with adjusted formulas."""

    def __init__(self, document: Any, source: Any) -> None:
        self.document = document
        self.source = source
        self.parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self.parser.CompileEnglish = True

    def paste(self, target: Any) -> None:
        """Give the cells of ``target`` the validation, and reapply it to the cells of the column that have the same one.

        Formulas are relative to a base position, which a paste may have separated. LibreOffice stores the formula relative
        to that position, but an xlsx file is read relative to the first cell: so the base position must be the first cell.
        """
        validation = self.source.Validation
        column = target.Spreadsheet.Columns.getByIndex(target.RangeAddress.StartColumn)
        same = [group for group in groups(column) if self.settings_of(group.Validation) == self.settings_of(validation)]
        everywhere = self.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        everywhere.addRangeAddresses([target.RangeAddress, *(one for group in same for one in group.RangeAddresses)], True)
        first = min(everywhere.RangeAddresses, key=lambda one: one.StartRow)
        position = target.Spreadsheet.getCellByPosition(first.StartColumn, first.StartRow).CellAddress
        formulas = self.formulas(validation, position)
        validation.setSourcePosition(position)
        validation.setFormula1(formulas[0])
        validation.setFormula2(formulas[1])
        everywhere.Validation = validation

    def settings_of(self, validation: Any) -> tuple[Any, ...]:
        """The identity of a validation, independent of position."""
        here = self.source.getCellByPosition(0, 0).CellAddress
        return (
            kind_of(validation), validation.getOperator().value, self.formulas(validation, here),
            validation.ErrorAlertStyle.value, validation.ErrorTitle, validation.ErrorMessage,
            validation.InputTitle, validation.InputMessage,
        )  # fmt: skip

    def formulas(self, validation: Any, position: Any) -> tuple[str, str]:
        """Both formulas relative to another position."""
        before = validation.getSourcePosition()
        first, second = (
            str(self.parser.printFormula(self.parser.parseFormula(text, before), position)) if text else ""
            for text in (validation.getFormula1(), validation.getFormula2())
        )
        return first, second
