"""What users do to rows and cells of an open document, and what is then kept of it. Called through the driver's ``call``."""

from __future__ import annotations

from typing import Any

import uno


def cells(document: Any, sheet: str, area: str) -> Any:
    return document.Sheets.getByName(sheet).getCellRangeByName(area)


def validation(document: Any, sheet: str, area: str) -> dict[str, Any]:
    """The validation of cells: kind, formula, style, alert and prompt."""
    found = cells(document, sheet, area).Validation
    return {
        "kind": found.Type.value,
        "formula": found.getFormula1(),
        "style": found.ErrorAlertStyle.value,
        "alert": found.ShowErrorMessage,
        "prompt": found.InputMessage if found.ShowInputMessage else "",
        "prompt title": found.InputTitle,
    }


def formats(document: Any, sheet: str, area: str) -> int:
    """How many conditional formats the cells have."""
    return int(cells(document, sheet, area).ConditionalFormat.getCount())


def insert(document: Any, sheet: str, first: int, count: int) -> None:
    """Insert rows above row ``first``."""
    document.Sheets.getByName(sheet).Rows.insertByIndex(first - 1, count)


def delete(document: Any, sheet: str, first: int, count: int) -> None:
    document.Sheets.getByName(sheet).Rows.removeByIndex(first - 1, count)


def hide(document: Any, sheet: str, first: int, last: int) -> None:
    cells(document, sheet, f"A{first}:A{last}").Rows.IsVisible = False


def fill(document: Any, sheet: str, area: str, rows: list[list[Any]]) -> None:
    """Values only, as pasting with "values only" does; formulas that stand there go."""
    cells(document, sheet, area).setDataArray(tuple(tuple(row) for row in rows))


def sort(document: Any, sheet: str, area: str, column: int, ascending: bool = True) -> None:
    """Sort rows by the values of one of their columns (0 is the first)."""
    field = uno.createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = column, ascending
    properties = []
    for name, content in (("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (field,))), ("ContainsHeader", False)):
        made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        made.Name, made.Value = name, content
        properties.append(made)
    cells(document, sheet, area).sort(tuple(properties))


def keep(document: Any, sheet: str, area: str, column: int, word: str) -> None:
    """Filter: only rows of ``area`` (its first row the headings) with that word in a column stay visible."""
    found = cells(document, sheet, area)
    descriptor = found.createFilterDescriptor(True)
    field = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
    field.Field, field.IsNumeric, field.StringValue = column, False, word
    field.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    descriptor.setFilterFields((field,))
    descriptor.ContainsHeader = True
    found.filter(descriptor)


def visible(document: Any, sheet: str, first: int, last: int) -> list[bool]:
    rows = cells(document, sheet, f"A{first}:A{last}").Rows
    return [bool(rows.getByIndex(at).IsVisible) for at in range(last - first + 1)]


def fill_down(document: Any, sheet: str, area: str) -> None:
    """Drag the first row of the cells down over the others."""
    cells(document, sheet, area).fillAuto(uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM"), 1)


def automatic(document: Any, on: bool) -> None:
    """Whether the document computes by itself."""
    document.enableAutomaticCalculation(on)


def bare(document: Any, sheet: str, area: str) -> None:
    """Take the validation away, as a paste does."""
    found = cells(document, sheet, area)
    validation = found.Validation
    validation.Type = uno.Enum("com.sun.star.sheet.ValidationType", "ANY")
    validation.ShowInputMessage = False
    found.Validation = validation


def looks(document: Any, sheet: str, area: str) -> list[Any]:
    """Letters, ground, lines and number format of cells."""
    found = cells(document, sheet, area)
    code = document.NumberFormats.getByKey(found.NumberFormat).FormatString
    font = found.CharFontName, found.CharFontNameAsian, found.CharHeight, found.CharWeight, found.CharColor
    lines = [getattr(found, f"{side}Border2").OuterLineWidth for side in ("Top", "Bottom", "Left", "Right")]
    return [*font, found.CellBackColor, code, *lines]


def close_others(document: Any) -> int:
    """Close every other spreadsheet; how many there were."""
    found = document.CurrentController.Frame.Creator.Components.createEnumeration()
    others = []
    while found.hasMoreElements():
        other = found.nextElement()
        if hasattr(other, "Sheets") and other.URL != document.URL:
            others.append(other)
    for other in others:
        other.setModified(False)
        other.close(True)
    return len(others)


def move(document: Any, sheet: str, area: str, target: str) -> None:
    """Cut cells and paste them elsewhere on the sheet."""
    found = document.Sheets.getByName(sheet)
    place = found.getCellRangeByName(target).getCellByPosition(0, 0).CellAddress
    found.moveRange(place, found.getCellRangeByName(area).RangeAddress)


def copy(document: Any, sheet: str, area: str, target: str) -> None:
    """Copy cells and paste them elsewhere on the sheet."""
    found = document.Sheets.getByName(sheet)
    place = found.getCellRangeByName(target).getCellByPosition(0, 0).CellAddress
    found.copyRange(place, found.getCellRangeByName(area).RangeAddress)


def begin(document: Any) -> None:
    """What follows is one act of the user, taken back as one."""
    document.UndoManager.enterUndoContext("act")


def end(document: Any) -> None:
    document.UndoManager.leaveUndoContext()


def take_back(document: Any) -> None:
    """Undo of the program itself."""
    document.UndoManager.undo()


def hidden(document: Any, sheet: str, last: int) -> list[int]:
    """The rows down to ``last`` that are out of sight."""
    rows = document.Sheets.getByName(sheet).Rows
    return [at + 1 for at in range(last) if not rows.getByIndex(at).IsVisible]


def printed(document: Any, sheet: str) -> list[int]:
    """The last row of each print area."""
    return [area.EndRow + 1 for area in document.Sheets.getByName(sheet).getPrintAreas()]


def recalculate(document: Any) -> None:
    """Every formula anew, as Ctrl+Shift+F9 does."""
    document.calculateAll()


def unprotect(document: Any, sheet: str) -> None:
    """As a user does in the menu: our sheets have no password."""
    document.Sheets.getByName(sheet).unprotect("")
