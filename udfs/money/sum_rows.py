"""Rows of 费用明细 and 师资费 that hold a subtotal: 附件3 adds up all rows and would count the money twice."""

from __future__ import annotations

from udfs.records.class_file import Expense, LectureFee
from udfs.values.cells import Value, plain
from udfs.values.regex import regex

_SUM = regex(r"(?:本[页项日周月次]|当日|以上|各项|全部|.{1,3}费用?)?(?:小计|合计|总计|共计|累计)(?:金额|数|\([^()]*\))*[:：]?")


def sum_word(row: Expense | LectureFee) -> str:
    """The words by which a row declares itself a sum; '' for an ordinary row.

    >>> from udfs.records.class_file import Expense
    >>> [sum_word(Expense.build({"摘要": words}, row=6)) for words in ("小 计", "伙食费累计（元）", "三间合计住两晚", None)]
    ['小计', '伙食费累计(元)', '', '']
    """
    entries = (row.item, row.summary, row.payee, row.day) if isinstance(row, Expense) else (row.name, row.rank, row.day)
    return next(filter(None, map(cell_words, (row.number, *entries))), "")


def cell_words(value: Value) -> str:
    words = plain(value) if isinstance(value, str) else ""
    return words if _SUM.fullmatch(words) else ""
