"""Rows of 费用明细 and 师资费 that hold a sum of other rows: 附件3 adds up the rows by itself and would count the money twice."""

from __future__ import annotations

from udfs.records.class_file import Expense, LectureFee
from udfs.values.cells import Value, plain
from udfs.values.regex import regex

_SUM = regex(r"(?:本[页项日周月次]|当日|以上|各项|全部|.{1,3}费用?)?(?:小计|合计|总计|共计|累计)(?:金额|数|\([^()]*\))*[:：]?")


def sum_word(row: Expense | LectureFee) -> str:
    """The words by which a row says that it is a sum; '' for a row of its own.

    >>> from udfs.records.class_file import Expense
    >>> [sum_word(Expense.build({"摘要": words}, row=6)) for words in ("小 计", "伙食费累计（元）", "三间合计住两晚", None)]
    ['小计', '伙食费累计(元)', '', '']
    """
    told = (row.item, row.summary, row.payee, row.day) if isinstance(row, Expense) else (row.name, row.rank, row.day)
    return next(filter(None, map(said, (row.number, *told))), "")


def said(value: Value) -> str:
    words = plain(value) if isinstance(value, str) else ""
    return words if _SUM.fullmatch(words) else ""
