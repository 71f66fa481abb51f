"""The conditional formats of the native checks: over the whole column, rows for growth included, in the paint of the level."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from udfs.native.levels import ENDED
from udfs.rules.model import SEVERITY_WORDS
from workbooks.forms.model import WIDEST, Form, helper_name
from workbooks.native.checks import SPEAKS, VERDICTS, Check, row_checks, whole_checks
from workbooks.native.rendering import heading_cell
from workbooks.painting import PAINT, add


def paint_checks(sheet: Worksheet, form: Form, rows: int) -> None:
    """One conditional format a check, the worst level first."""
    checks = (*row_checks(form.sheet), *whole_checks(form.sheet))
    for severity in SEVERITY_WORDS:
        for check in checks:
            if check.severity == severity and severity in PAINT:
                area, formula = painted(form, check, rows)
                add(sheet, area, formula, severity)


def painted(form: Form, check: Check, rows: int) -> tuple[str, str]:
    """Where a check paints, and when."""
    if check.native.whole:
        return heading_cell(form, check.field).replace("$", ""), f"{check.name}=1"
    table = form.table
    assert table, check.name
    verdict = f'MID({helper_name(form.sheet, VERDICTS)},{check.place},1)="{SPEAKS}"'
    if check.native.ended:
        verdict = f"AND({verdict},{ENDED})"
    if check.field not in table.letters:
        # A column that only users add: wherever its heading stands.
        return f"A{table.first}:{WIDEST}{table.reach(rows)}", f'AND(A${table.heading_row}="{check.field}",{verdict})'
    letters = table.letters[check.field]
    return f"{letters}{table.first}:{letters}{table.reach(rows)}", verdict
