"""The validations of the native checks: an error stops the entry, a query asks, a hint informs. Drop-downs are always kept.

"Ignore blank" in Excel accepts any entry while a cell referenced by the formula is blank. Therefore values of other labels
are read from their copies on 参数, which are formulas; and formulas that refer to other cells of the sheets have the option
off and accept an empty cell explicitly. It is not off everywhere: LibreOffice then refuses to empty a cell by editing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from udfs.native.about_class.formalities import ACCEPTED
from udfs.notice.parameters import Parameters
from udfs.records.class_file import PROJECT
from udfs.rules.model import SEVERITY_ORDER, Severity
from udfs.values.regex import regex
from workbooks.forms import FORMS
from workbooks.forms.model import Form, defined_name
from workbooks.native.checks import Check, all_checks
from workbooks.native.drop_downs import PROMPT_LIMIT, TITLE_LIMIT
from workbooks.native.rendering import in_sheet, reading_taken
from workbooks.native.softened import unless_softened

FORMULA_LIMIT = 255
CELL, WORD = regex(r"\$[A-Z]+\d+"), regex(r"\w+")
STYLES: Mapping[Severity, Literal["stop", "warning", "information"]] = {
    "error": "stop",
    "query": "warning",
    "hint": "information",
}


def add_validations(sheet: Worksheet, form: Form, rows: int, p: Parameters) -> None:
    """Add a validation to every field whose checks have one, keeping its prompt."""
    by_field: dict[str, list[Check]] = {}
    for check in all_checks().get(form.sheet, ()):
        if check.native.validation:
            by_field.setdefault(check.field, []).append(check.worded(p))
    for field, checks in by_field.items():
        worst = min((check.severity for check in checks), key=lambda severity: SEVERITY_ORDER[severity])
        add_validation(sheet, form, field, [check for check in checks if check.severity == worst], rows)
    for label, (formula, words) in ACCEPTED.items() if form.sheet == PROJECT else ():
        refuse(sheet, form.by_label[label].cell, f"{label}有误", in_sheet(form, formula, label), words)


def validation_formula(form: Form, checks: list[Check]) -> tuple[str, bool]:
    """(formula that is true for valid entries, whether "ignore blank" may be on). Errors: ValueError if it exceeds the length
    limit of validations."""
    own = in_sheet(form, "{.}", checks[0].field)
    entries = (reading_taken(in_sheet(form, check.native.validation, check.field), own) for check in checks)
    parts = list(dict.fromkeys(unless_softened(check, entry) for check, entry in zip(checks, entries, strict=True)))
    formula = parts[0] if len(parts) == 1 else f"AND({','.join(parts)})"
    ignores_blank = not looks_at_others(formula, own)
    if not ignores_blank:
        formula = f'IF({own}="",TRUE,{formula})'
    if len(formula) > FORMULA_LIMIT:
        raise ValueError(f"the validation of {checks[0].field} has {len(formula)} characters")
    return formula, ignores_blank


def looks_at_others(formula: str, own: str) -> bool:
    """True if it refers to other cells of the sheets that people fill: in its row, or a whole column by name."""
    if set(CELL.findall(formula)) - {own}:
        return True
    columns = (defined_name(sheet, heading) for sheet, form in FORMS.items() if form.table for heading in form.table.letters)
    return not set(WORD.findall(formula)).isdisjoint(columns)


def add_validation(sheet: Worksheet, form: Form, field: str, checks: list[Check], rows: int) -> None:
    """Add the validation of one column or label; the prompt is kept, a closed list takes precedence."""
    message_text = "；".join(dict.fromkeys(f"{check.rule.title}：{fix_words(check)}" for check in checks))
    title = f"{field}有误" if len(checks) > 1 else checks[0].rule.title
    formula, ignores_blank = validation_formula(form, checks)
    refuse(sheet, area_of(form, field, rows), title, formula, message_text, checks[0].severity, ignores_blank)


def refuse(
    sheet: Worksheet,
    area: str,
    title: str,
    formula: str,
    message_text: str,
    severity: Severity = "error",
    ignores_blank: bool = True,
) -> None:
    """Add a validation that accepts entries for which ``formula`` is true; the prompt is kept, a closed list takes precedence."""
    before = next((one for one in sheet.data_validations.dataValidation if area in str(one.sqref).split()), None)
    if before is not None and before.type == "list":
        return
    if before is not None:
        sheet.data_validations.dataValidation.remove(before)
    validation = DataValidation(
        type="custom",
        formula1=formula,
        allow_blank=ignores_blank,
        errorStyle=STYLES[severity],
        showErrorMessage=True,
        errorTitle=title[:TITLE_LIMIT],
        error=message_text[:PROMPT_LIMIT],
        showInputMessage=before is not None,
        promptTitle=before.promptTitle if before is not None else None,
        prompt=before.prompt if before is not None else None,
    )
    validation.add(area)
    sheet.add_data_validation(validation)


def fix_words(check: Check) -> str:
    """The remedy, without placeholders that only a case could fill in."""
    fix = check.rule.fix.replace("{field}", check.field)
    return check.native.message or ("请改正" if "{" in fix else fix)


def area_of(form: Form, field: str, rows: int) -> str:
    """The cells of a column's ready rows, or the value of a label."""
    if form.table and field in form.table.letters:
        letters = form.table.letters[field]
        return f"{letters}{form.table.first}:{letters}{form.table.reach(rows)}"
    return form.by_label[field].cell
