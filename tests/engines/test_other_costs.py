"""其他费用 in another item than the one a doubtful parameter names: a query in the plain workbook too, never an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines.verdicts_in_ironcalc import computed, verdicts_shown
from tests.formula_comparison import value_at
from tests.parity.verdicts import TODAY, named_areas
from tests.sample import sample_class
from udfs.records.class_file import Expense
from udfs.rules.runner import check
from workbooks.book.reading import read_file

ITEMS = ("住宿费", "伙食费", "场地费", "资料费", "交通费")


@pytest.mark.parametrize(("more", "level"), [(100, "query"), (101, "error")])
def test_where_they_stand_is_asked_and_what_is_wrong_blocks(more: int, level: str, tmp_path: Path) -> None:
    c = sample_class(trainees=8)
    row = Expense(row=9, number=6, day=c.start, item="其他费用", summary="租用桌椅", amount=100, receipt="SL000009")
    amounts = {"transport": 2400 + more, "total": c.accounts.amount("合计") + more}
    c = c.changed(expenses=(*c.expenses, row), accounts=c.accounts.changed(**amounts))
    made = computed(c, tmp_path, 20)
    shown, areas = verdicts_shown(made.book, made.path), named_areas(made.path)
    spoken = set()
    for item in ITEMS:
        for word, severity in (("错误", "error"), ("核实", "query")):
            sheet, column, first, _ = areas[f"参数_A3_12_{item}_{word}"]
            if value_at(shown[sheet], first, column) in (1, 1.0):
                spoken.add((item, severity))
    found = check(read_file(made.path, TODAY)).findings
    due = {("资料费", level), ("交通费", level)}
    assert spoken == due == {(one.field, one.severity) for one in found if one.code == "A3-12"}
