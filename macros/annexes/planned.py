"""从通知更新: copies the facts of 项目信息 from the notice's plan list, by level, year and number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from udfs.notice.packs import known_year
from udfs.notice.plan import PlanRow, plan_row
from udfs.records.class_file import PROJECT, ClassFile
from udfs.values import cells
from workbooks.book.reading import read_book
from workbooks.book.writing import write_changes
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import parse_cell
from workbooks.ooxml.writing.changes import CellChange

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "从通知更新"


@dataclass(frozen=True)
class FromPlan:
    """The plan row, and the labels of 项目信息 that changed."""

    row: PlanRow
    year: int
    changed: tuple[str, ...]


def update_from_plan(book: xw.Book, today: date) -> FromPlan:
    """Copy 选题名称, 承办单位 and 计划时间 from the plan; a closed file is written by ``book.save()``. Errors: Unusable."""
    c = read_book(book, today)
    place = c.places.get(PROJECT)
    if place is None:
        raise Unusable(book.name, "没有“项目信息”", "请改用 gaoyan new 生成的工作簿")
    row = planned_row(c)
    stated = {"选题名称": row.topic, "承办单位": row.organiser, "计划时间": row.months}
    known = {label: value for label, value in stated.items() if label in place.cells}
    changed = tuple(label for label, value in known.items() if cells.text(c.project.get(label)) != value)
    write_changes(book, [CellChange(place.title, *parse_cell(place.cells[label]), known[label]) for label in changed], COMMAND)
    return FromPlan(row, known_year(c.which), changed)


def planned_row(c: ClassFile) -> PlanRow:
    """The row of the class in the plan of its year. Errors: Unusable."""
    if c.plan_number is None or not c.level:
        raise Unusable("项目信息", "未填项目级别或计划序号", "请先填写，再从通知更新")
    if not cells.blank(c.project.change_approval):
        raise Unusable("项目信息“变更批准文号”", "已填，内容以批准的变更为准", "确要按计划更新，请先清空批准文号")
    row = plan_row(c.level, c.plan_number, c.which)
    if row is None:
        raise Unusable("项目信息“计划序号”", f"{c.level}项目计划中没有第{c.plan_number}项", "请核对计划序号和年度")
    return row
