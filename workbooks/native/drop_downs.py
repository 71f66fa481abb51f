"""Drop-downs for the closed lists, and input prompts for everything else that is typed."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from udfs.records.choices import CHOICES
from udfs.records.class_file import PARAMETERS
from workbooks.forms.model import Form, FormColumn, Label, defined_name

SHOWN_CHOICES = 6
PROMPT_LIMIT, TITLE_LIMIT = 255, 32


def add_drop_downs(sheet: Worksheet, form: Form, rows: int) -> None:
    """Add one validation per label or column: a list if there is one, else a prompt only."""
    for label in form.labels:
        add(sheet, label.shown or label.label, label, label.cell)
    if form.table:
        for column in form.table.columns:
            letters = form.table.letters[column.heading]
            add(sheet, column.heading, column, f"{letters}{form.table.first}:{letters}{form.table.reach(rows)}")


def asks_elsewhere(name: str, words: str, area: str) -> DataValidation:
    """A question shown on an entry into a cell that is computed from another sheet; the formulas themselves are valid."""
    return DataValidation(
        type="custom",
        formula1=f"_xlfn.ISFORMULA(${area.split(':')[0]})",
        allow_blank=True,
        errorStyle="warning",
        showErrorMessage=True,
        errorTitle=f"{name}由程序带出"[:TITLE_LIMIT],
        error=words[:PROMPT_LIMIT],
        showInputMessage=True,
        promptTitle=name[:TITLE_LIMIT],
        prompt=words[:PROMPT_LIMIT],
    )


def add(sheet: Worksheet, name: str, entry: FormColumn | Label, area: str) -> None:
    """Add the validation of one label or column, if it has a list or a prompt."""
    if entry.choices:
        words = CHOICES[entry.choices]
        listed = "、".join(words) if len(words) <= SHOWN_CHOICES else f"{'、'.join(words[:3])}等"
        validation = DataValidation(
            type="list",
            formula1=defined_name(PARAMETERS, entry.choices),
            allow_blank=True,
            errorStyle="stop" if entry.strict else "warning",
            showErrorMessage=True,
            errorTitle=f"{name}填写有误"[:TITLE_LIMIT],
            error=f"请从下拉清单中选择：{listed}。"[:PROMPT_LIMIT],
            showInputMessage=True,
            promptTitle=name[:TITLE_LIMIT],
            prompt=(entry.prompt or f"请从下拉清单中选择：{listed}。")[:PROMPT_LIMIT],
        )
    elif isinstance(entry, FormColumn) and entry.elsewhere:
        validation = asks_elsewhere(name, entry.elsewhere, area)
    elif entry.prompt:
        validation = DataValidation(
            allow_blank=True, showInputMessage=True, promptTitle=name[:TITLE_LIMIT], prompt=entry.prompt[:PROMPT_LIMIT]
        )
    else:
        return
    validation.add(area)
    sheet.add_data_validation(validation)
