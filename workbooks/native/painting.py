"""The conditional formats that paint a cell with a finding on 核验, regardless of the host that wrote it."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from udfs.records.class_file import FINDINGS
from udfs.rules.model import SEVERITY_WORDS, Severity
from workbooks.forms.model import Form

# Bold, italic and underline distinguish the three without colour.
PAINT: dict[Severity, tuple[str, Font]] = {
    "error": ("FFC7CE", Font(color="9C0006", bold=True)),
    "query": ("FFEB9C", Font(color="7F6000", italic=True)),
    "hint": ("DDEBF7", Font(color="1F4E79", underline="single")),
}


def paint(sheet: Worksheet, form: Form, rows: int) -> None:
    """Add the three formats to one sheet; on 核验 itself the level of each row is coloured."""
    if form.sheet == FINDINGS and form.table:
        level = form.table.letters["级别"]
        area = f"{level}{form.table.first}:{level}{form.table.last(rows)}"
        for severity in PAINT:
            add(sheet, area, f'${level}{form.table.first}="{SEVERITY_WORDS[severity]}"', severity)
        return
    if not form.painted:
        return
    found = f'INDEX(核验_级别,MATCH("{form.sheet}!"&ADDRESS(ROW(),COLUMN(),4),核验_键,0))'
    for severity in PAINT:
        add(sheet, form.area(form.painted, rows), f'{found}="{SEVERITY_WORDS[severity]}"', severity)


def add(sheet: Worksheet, area: str, formula: str, severity: Severity) -> None:
    colour, font = PAINT[severity]
    style = DifferentialStyle(font=font, fill=PatternFill("solid", bgColor=colour))
    sheet.conditional_formatting.add(area, Rule(type="expression", dxf=style, formula=[formula], stopIfTrue=True))
