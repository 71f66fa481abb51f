"""Copies the formats of a cell to other cells, including conditional formats, as "paste special" does."""

from __future__ import annotations

from typing import Any

import uno

STYLE = "CellStyle"
PROPERTIES = (
    "NumberFormat", "CellBackColor", "CellProtection", "HoriJustify", "VertJustify", "ParaIndent", "IsTextWrapped", "ShrinkToFit",
    "CharFontName", "CharFontNameAsian", "CharHeight", "CharHeightAsian", "CharWeight", "CharWeightAsian",
    "CharPosture", "CharPostureAsian", "CharUnderline", "CharColor",
    "TopBorder2", "BottomBorder2", "LeftBorder2", "RightBorder2",
)  # fmt: skip
CONDITION, EXPRESSION = 0, 24
"""com.sun.star.sheet.ConditionEntryType.CONDITION, and ConditionFormatOperator for "if this formula is true"."""


def paste_formats(source: Any, target: Any) -> None:
    """Give the cells of ``target`` the formats of the cell ``source`` of the same sheet."""
    # The style first, because it resets direct formatting. The rest at once: LibreOffice lays out the sheet after every call.
    target.setPropertyValue(STYLE, source.getPropertyValue(STYLE))
    names = tuple(sorted(PROPERTIES))
    target.setPropertyValues(names, source.getPropertyValues(names))
    paint(source, target)


def paint(source: Any, target: Any) -> None:
    """Combine all conditional formats of ``source`` into one conditional format of ``target``.

    The newer API lists all of them, but what it adds is painted only after the file is reopened; the older API lists only
    the first format. Both use formulas in the user's language.
    """
    made = target.ConditionalFormatLocal
    made.clear()
    here = source.RangeAddress
    for one in source.Spreadsheet.ConditionalFormats.getConditionalFormats():
        if one.Range.queryIntersection(here).Count:
            for at in range(one.getCount()):
                add_entry(made, one.getByIndex(at), source.getCellByPosition(0, 0).CellAddress)
    target.ConditionalFormatLocal = made


def add_entry(made: Any, entry: Any, position: Any) -> None:
    """Add one condition with its style; comparisons, bars and scales are skipped, as no form of ours has any."""
    if entry.getType() == CONDITION and entry.Operator == EXPRESSION:
        operator = uno.Enum("com.sun.star.sheet.ConditionOperator", "FORMULA")
        properties = (
            ("Operator", operator),
            ("Formula1", entry.Formula1),
            ("SourcePosition", position),
            ("StyleName", entry.StyleName),
        )
        made.addNew(tuple(property_value(name, value) for name, value in properties))


def property_value(name: str, value: Any) -> Any:
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made
