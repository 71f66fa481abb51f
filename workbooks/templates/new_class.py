"""The template of a class as made by ``gaoyan new``: plan row filled in, deterministic bytes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from udfs.notice.packs import Which
from udfs.notice.parameters import Parameters, parameters_for
from udfs.notice.plan import LEVELS, NATIONAL, last_number, plan_row
from udfs.records.class_file import CHECKING, PARAMETERS, SUBSIDISED, ClassFile, Project, SurveyItem
from workbooks.files.errors import Unusable
from workbooks.forms.model import MOST_ROWS, READY_ROWS
from workbooks.forms.sheets import materials, survey
from workbooks.templates.blank import blank_workbook
from workbooks.templates.checking_sheet import checking_cells
from workbooks.templates.entering import enter
from workbooks.templates.parameter_sheet import put_away
from workbooks.templates.saving import saved


def build_template(
    level: str,
    plan_number: int | None = None,
    which: Which = None,
    rows: int = READY_ROWS,
    *,
    show_parameters: bool = False,
    kept: Collection[str] = (),
) -> bytes:
    """A new workbook for one class with its plan row filled in, as deterministic bytes. ``which``: the notice, by year or pack
    name; the newest by default. ``show_parameters``: 参数 is visible; ``kept``: labels of 项目信息 whose rows are visible
    although they belong to the other level.

    Errors: Unusable (in Chinese) for an unknown level, a number missing in the plan, or an invalid number of rows.
    """
    if level not in LEVELS:
        raise Unusable("项目级别", f"“{level}”不是项目级别", f"请填{'或'.join(LEVELS)}")
    if not 1 <= rows <= MOST_ROWS:
        raise Unusable("行数", f"{rows}行超出范围", f"请填1至{MOST_ROWS}之间的整数")
    p = parameters_for(which)
    book = blank_workbook(p, rows)
    enter(book, starting_class(level, plan_number, p), rows, kept)
    if not show_parameters:
        put_away(book[PARAMETERS])
    return saved(book, {CHECKING: checking_cells(rows)})


def starting_class(level: str, plan_number: int | None, p: Parameters) -> ClassFile:
    """The content of a new workbook: level, year, plan row, usual category, items of 附件6, list of 材料清单."""
    row = plan_row(level, plan_number, p.notice) if plan_number is not None else None
    if plan_number is not None and row is None:
        last = last_number(level, p.notice)
        raise Unusable("计划序号", f"{p.year}年{level}项目计划中没有第{plan_number}项", f"请填1至{last}之间的序号")
    project = Project(
        level=level,
        year=p.year,
        plan_number=plan_number,
        topic=row.topic if row else None,
        organiser=row.organiser if row else None,
        planned=row.months if row else None,
        funding=SUBSIDISED if level == NATIONAL else None,
        category=p.default_category,
    )
    first = survey.HEADING_ROW + 1
    items = tuple(SurveyItem(row=first + at, item=item) for at, item in enumerate(p.survey_items))
    return ClassFile(
        today=date(p.year, 1, 1), notice=p.notice, project=project, survey=items, materials=materials.entries(p, level)
    )
