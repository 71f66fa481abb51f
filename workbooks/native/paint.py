"""The conditional formats of the native checks: the whole column including growth rows, in the colour of the level.

A check paints in its own level unless softened in this workbook. Each area has one further format per softer level, for all
checks that the office has softened to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openpyxl.worksheet.worksheet import Worksheet

from udfs.native.levels import ENDED
from udfs.rules.model import HINT, Severity
from workbooks.forms.model import WIDEST, Form, helper_name
from workbooks.native.checks import SPEAKS, VERDICTS, Check, row_checks, whole_checks
from workbooks.native.painting import PAINT, add
from workbooks.native.rendering import heading_cell
from workbooks.native.softened import CHANGED, has_level, softer_levels


def paint_checks(sheet: Worksheet, form: Form, rows: int) -> None:
    """Add one conditional format per check, gravest level first, and behind each level the ones for softened checks."""
    checks = (*row_checks(form.sheet), *whole_checks(form.sheet))
    for severity in PAINT:
        for check in checks:
            if check.severity == severity:
                area, formula = painted(form, check, rows)
                add(sheet, area, in_level(check, formula, severity) if severity != HINT else formula, severity)
        for area, formula in softened(form, checks, rows, severity):
            add(sheet, area, formula, severity)


def softened(form: Form, checks: Iterable[Check], rows: int, level: Severity) -> Iterator[tuple[str, str]]:
    """(area, formula) of the checks softened to that level; the formula stops early if no rule is softened."""
    found: dict[str, list[str]] = {}
    for check in checks:
        if level in softer_levels(check.severity):
            area, formula = painted(form, check, rows)
            found.setdefault(area, []).append(in_level(check, formula, level))
    for area, formulas in found.items():
        any_of = formulas[0] if len(formulas) == 1 else f"OR({','.join(formulas)})"
        yield area, f"IF({CHANGED},{any_of},0)"


def in_level(check: Check, formula: str, level: Severity) -> str:
    return f"AND({formula},{has_level(check, level)})"


def painted(form: Form, check: Check, rows: int) -> tuple[str, str]:
    """The area of a check and its condition."""
    if check.native.whole:
        return heading_cell(form, check.field).replace("$", ""), f"{check.name}=1"
    table = form.table
    assert table, check.name
    verdict = f'MID({helper_name(form.sheet, VERDICTS)},{check.place},1)="{SPEAKS}"'
    if check.native.ended:
        verdict = f"AND({verdict},{ENDED})"
    if check.field not in table.letters:
        # A column that only users add: anywhere its heading is found.
        return f"A{table.first}:{WIDEST}{table.reach(rows)}", f'AND(A${table.heading_row}="{check.field}",{verdict})'
    letters = table.letters[check.field]
    return f"{letters}{table.first}:{letters}{table.reach(rows)}", verdict
