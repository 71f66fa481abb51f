"""附件3 shows what the program adds up, however the items of 费用明细 are spaced: SUMIF on what was typed left such rows out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

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


def test_rows_with_spaces_in_their_item_count(tmp_path: Path) -> None:
    expenses = tuple(Expense(row=4 + at, item=item, amount=amount) for at, (item, amount) in enumerate(LINES))
    sample, taxes = sample_class(trainees=2), (None, 300)
    paths = [tmp_path / f"{tax}.xlsx" for tax in taxes]
    for tax, path in zip(taxes, paths, strict=True):
        lecture = LectureFee(row=4, name="周", net=2000, tax=tax, travel=0, lodging=0, meals=0)
        c = sample.changed(expenses=expenses, lectures=(lecture,), accounts=type(sample.accounts).build({}))
        path.write_bytes(entered(c, 30))
    for tax, path, values in zip(taxes, paths, office.recalculated_all(paths), strict=True):
        due = {"住宿费": 101, "伙食费": 20, "场地费": 3.5, "师资费": 2000, "资料费": 4.07, "交通费": None, "税费": 5 + (tax or 0)}
        shown = {row[0]: row[1] for row in values[ACCOUNTS]}
        found = read_file(path, sample.today).accounts
        for item, amount in due.items():
            exact = None if amount is None else Decimal(str(amount))
            assert number(shown[item]) == exact, (tax, item)
            assert number(found.get(item)) == exact, (tax, item)
        assert number(shown["合计"]) == number(found.total) == sum(Decimal(str(one)) for one in due.values() if one is not None)
