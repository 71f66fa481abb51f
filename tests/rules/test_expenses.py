"""费用明细: FY-01 to FY-03."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from tests.rules.cases import case, with_accounts, with_row
from udfs.records import ClassFile
from udfs.sample import sample_class

Build = Callable[[], ClassFile]


def fires(code: str, note: str, build: Build, **more: Any) -> None:
    case(code, fires=True, note=note, **more)(build)


def silent(code: str, note: str, build: Build, **more: Any) -> None:
    case(code, fires=False, note=note, **more)(build)


def expense(index: int = 0, **fields: Any) -> ClassFile:
    """The sample class with other values in one row of 费用明细."""
    return with_row(sample_class(), "expenses", index, **fields)


fires("FY-01", "no date", partial(expense, day=None), at=("费用明细!B4",), says=("第4行", "日期"))
fires("FY-01", "no item", partial(expense, item=" "), at=("费用明细!C4",))
fires("FY-01", "no amount", partial(expense, amount=None), at=("费用明细!H4",))
fires(
    "FY-01", "an item that is not in the list", partial(expense, item="师资费"), at=("费用明细!C4",), says=("“师资费”不在列表中",)
)
fires("FY-01", "only a summary: one finding a cell", lambda: with_new_row(summary="待补"), count=3)
silent("FY-01", "all there", sample_class)
silent("FY-01", "width and space in the item", partial(expense, item=" 住宿费 "))
silent("FY-01", "no rows", lambda: sample_class().changed(expenses=()), skipped=True)


def with_new_row(**fields: Any) -> ClassFile:
    c = sample_class()
    blank = {name: None for name in type(c.expenses[0]).model_fields if name != "row"}
    return c.changed(expenses=(*c.expenses, c.expenses[0].changed(row=9, **blank | fields)))


def priced(quantity: Any, price: Any, amount: Any) -> ClassFile:
    """A class whose 资料费 is this row, in 附件3 too."""
    c = expense(3, quantity=quantity, price=price, amount=amount)
    paid = Decimal(str(amount)).quantize(Decimal("0.01"))
    total = Decimal(65960) - 1710 + paid
    return with_accounts(c, papers=paid, total=total)


fires(
    "FY-02",
    "a cent too much",
    lambda: priced(57, 30, Decimal("1710.01")),
    at=("费用明细!H7",),
    says=("57", "30元", "1,710.00", "0.01元"),
)
fires("FY-02", "a cent too little", lambda: priced(57, 30, Decimal("1709.99")))
silent("FY-02", "the product", lambda: priced(57, 30, 1710))
silent("FY-02", "the product to the cent", lambda: priced(3, Decimal("33.333"), 100))
silent("FY-02", "half a cent goes up", lambda: priced(1, Decimal("0.125"), Decimal("0.13")))
silent("FY-02", "floats", lambda: priced(3, 0.1, 0.3))
silent("FY-02", "no price", lambda: priced(57, None, 1))
silent("FY-02", "an amount as text: said there", partial(expense, amount="30000元"), also=("A3-05",))

fires("FY-03", "twice", partial(expense, receipt="SL000002"), at=("费用明细!I4", "费用明细!I5"), says=("SL000002", "第4、5行"))
fires("FY-03", "width, case and space differ", partial(expense, receipt="ｓｌ 000002"), count=2)
silent("FY-03", "all different", sample_class)
silent("FY-03", "none given", lambda: with_row(expense(receipt=None), "expenses", 1, receipt=None))
