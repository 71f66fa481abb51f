"""A plan table with one more column: wherever it stands, whatever it holds and however it is parted, the plan is the same."""

from __future__ import annotations

import pytest

from udfs.notice.plan import LEVELS, PlanRow, plan_of, read_plan
from workbooks.files.errors import Unusable
from workbooks.notices.reading import laid_out

PLAN = plan_of(2025)


def table(level: str, heading: str, value: str, at: int) -> list[list[str]]:
    """The table of one level, with a column of that heading and value before the others' place ``at``; 级别 holds the level."""
    value = level if heading == "级别" else value
    rows = [["序号", "高研项目选题名称", "承办单位", "计划时间"]]
    rows += [[str(one.number), one.topic, one.organiser, one.months] for one in PLAN if one.level == level]
    return [[*row[:at], heading if not number else value, *row[at:]] for number, row in enumerate(rows)]


def read(heading: str, value: str, at: int, how: str) -> tuple[PlanRow, ...]:
    """The plan of a notice whose tables are written a cell a line, parted by tabs, or by spaces."""
    text = "关于高研项目的通知\n\n各单位：\n正文。\n"
    for number, level in enumerate(LEVELS, start=1):
        rows = table(level, heading, value, at)
        lines = [f"\t{cell}" for row in rows for cell in row] if how == "cells" else [how.join(row) for row in rows]
        text += f"附件{number}\n2025年{level}高级研修项目计划\n" + "\n".join(lines) + "\n"
    return read_plan(laid_out(text))


@pytest.mark.parametrize("how", ["cells", "\t"], ids=["cells", "tabs"])
@pytest.mark.parametrize("at", range(5))
@pytest.mark.parametrize("column", [("培训人数", "60"), ("备注", ""), ("期数", "1"), ("级别", ""), ("联系电话", "022-83218426")])
def test_one_more_column_does_not_shrink_the_plan(column: tuple[str, str], at: int, how: str) -> None:
    assert read(*column, at, how) == PLAN


@pytest.mark.parametrize("at", range(1, 5))
@pytest.mark.parametrize("column", [("培训人数", "60"), ("级别", "")])
def test_a_text_parted_by_spaces_is_a_table_too(column: tuple[str, str], at: int) -> None:
    assert read(*column, at, "  ") == PLAN


@pytest.mark.parametrize("at", range(1, 5))
@pytest.mark.parametrize("row", [1, 5])
def test_an_empty_cell_of_a_text_parted_by_spaces_is_refused(row: int, at: int) -> None:
    """Without it the cells of the rows below moved, and every second class was gone."""
    rows = table(LEVELS[0], "培训人数", "60", 4)
    rows[row][at] = ""
    text = "附件1\n2025年国家级高级研修项目计划\n" + "\n".join("  ".join(filter(None, cells)) for cells in rows) + "\n"
    with pytest.raises(Unusable, match=f"“{row}  .*有4格，表头有5格"):
        laid_out(text)


def test_an_empty_column_of_a_text_parted_by_spaces_is_refused() -> None:
    with pytest.raises(Unusable, match="有4格，表头有5格"):
        read("备注", "", 3, "  ")


@pytest.mark.parametrize("number", ["{}", "0{}", "示高研2027-0{}"])
@pytest.mark.parametrize("at", range(4))
def test_the_number_may_stand_in_any_column_and_behind_letters(at: int, number: str) -> None:
    """Beside a number that is not the first column, the cells of the first row before it were taken for headings."""
    text = "附件1\n2027年国家级高级研修项目计划\n"
    for row in (["选题名称", "承办单位", "计划时间"], *([f"甲{one}班", f"乙{one}院", f"{one}月"] for one in (1, 2, 3))):
        row.insert(at, "编号" if row[0] == "选题名称" else number.format(row[2][0]))
        text += "".join(f"\t{cell}\n" for cell in row)
    assert read_plan(text) == tuple(PlanRow(LEVELS[0], one, f"甲{one}班", f"乙{one}院", f"{one}月") for one in (1, 2, 3))
