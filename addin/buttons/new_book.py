"""Creates a workbook from an answer such as "市级 10", for hosts with a text dialog."""

from __future__ import annotations

from pathlib import Path

from udfs.notice.parameters import notice_years
from udfs.notice.plan import LEVELS, PlanRow, plan_row
from udfs.values.regex import regex
from workbooks.files.errors import Unusable

_ANSWER = regex(r"\s*(?:(\d{4})年?\s*)?(国家级|市级)\s*第?\s*(\d{1,4})\s*项?\s*")


def plan_answer(text: str) -> tuple[str, int, int]:
    """(level, plan number, year) from "市级 10" or "2025年市级第10项". Errors: Unusable.

    >>> plan_answer("市级 10")[:2]
    ('市级', 10)
    """
    found = _ANSWER.fullmatch(text)
    if found is None:
        raise Unusable("新建", f"无法识别“{text[:20]}”", f"请写级别和序号，如 {LEVELS[1]} 10")
    year = int(found[1] or notice_years()[-1])
    if year not in notice_years():
        raise Unusable("新建", f"没有{year}年的通知", f"现有：{'、'.join(map(str, notice_years()))}")
    if plan_row(found[2], int(found[3]), year) is None:
        raise Unusable("新建", f"{year}年{found[2]}项目计划中没有第{found[3]}项", "请核对计划序号")
    return found[2], int(found[3]), year


def made_book(path: Path, level: str, number: int, year: int) -> PlanRow:
    """Write the workbook and return its plan row. Errors: Unusable; existing files are not overwritten."""
    from workbooks.files import replacing
    from workbooks.templates.new_class import build_template

    row = plan_row(level, number, year)
    if row is None:
        raise Unusable("新建", f"{level}项目计划中没有第{number}项", "请核对计划序号")
    if path.suffix.lower() != ".xlsx":
        raise Unusable(path.name, "工作簿的扩展名应为 .xlsx", "请改正文件名")
    if path.exists():
        raise Unusable(path.name, "文件已存在", "请换一个文件名")
    replacing.replace(path, build_template(level, number, year))
    return row
