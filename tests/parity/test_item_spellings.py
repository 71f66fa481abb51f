"""附件3 shows what the program adds up, however the items of 费用明细 are spaced: SUMIF on what was typed left such rows out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests import office
from tests.sample import sample_class
from udfs.records.class_file import ACCOUNTS, Expense, LectureFee
from udfs.values.cells import number
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered

LINES = (
    (" 住宿费 ", 100), ("住宿费", 1), ("伙 食费", 20), ("场地费\u3000", 3.5), ("\u200b资料费", 4),
    ("其他费用 ", 0.07), ("税费 ", 5), ("杂费", 9), ("学员收费", 6),
)  # fmt: skip


@pytest.mark.parametrize("tax", [None, 300])
def test_rows_with_spaces_in_their_item_count(tax: int | None, tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    lecture = LectureFee(row=4, name="周", net=2000, tax=tax, travel=0, lodging=0, meals=0)
    expenses = tuple(Expense(row=4 + at, item=item, amount=amount) for at, (item, amount) in enumerate(LINES))
    sample = sample_class()
    c = sample.changed(expenses=expenses, lectures=(lecture,), accounts=type(sample.accounts).build({}))
    path.write_bytes(entered(c))
    due = {"住宿费": 101, "伙食费": 20, "场地费": 3.5, "师资费": 2000, "资料费": 4.07, "交通费": None, "税费": 5 + (tax or 0)}
    shown = {row[0]: row[1] for row in office.recalculated(path)[ACCOUNTS]}
    found = read_file(path, sample.today).accounts
    for item, amount in due.items():
        exact = None if amount is None else Decimal(str(amount))
        assert number(shown[item]) == exact, item
        assert number(found.get(item)) == exact, item
    assert number(shown["合计"]) == number(found.total) == sum(Decimal(str(one)) for one in due.values() if one is not None)
