"""Rules as spreadsheet formulas: the pieces they are made of, and the running columns by which they find things.

A formula here names cells by placeholders, so that one text serves every row and every place:

``{身份证号}``    the cell of that column in the row at hand (or the value of that label, on a form of labels)
``{身份证号@}``   the heading cell of that column
``{身份证号^}``   the cell above the row at hand
``{.}``          the cell at hand, for a formula that serves several fields
``{#证件键}``     the running column of that name, in the row at hand
``{#证件键^}``    the same, one row above

Other sheets and whole columns go by defined names only: ``参数_附件4_所填_身份证号``, ``参数_附件4_证件键``, ``参数_天数``.
Nothing here needs an array to be entered, a function younger than Excel 2016, or an array constant.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module

from udfs.native.running import Fact, Running

TOPICS = (
    "people", "results", "attendance", "project", "accounts", "quota", "period", "lectures", "expenses", "survey", "materials",
)  # fmt: skip
"""The modules that declare ``SHEET`` and ``RUNNING``, the running columns of one sheet, and ``FACTS``, single values."""


@lru_cache(maxsize=1)
def running_columns() -> Mapping[str, tuple[Running, ...]]:
    """Sheet -> its running columns, each after those it reads."""
    modules = [import_module(f"udfs.native.{topic}") for topic in TOPICS]
    return {module.SHEET: module.RUNNING for module in modules if module.RUNNING}


@lru_cache(maxsize=1)
def facts() -> tuple[Fact, ...]:
    """The single values that several formulas ask for, each after those it reads."""
    from udfs.native import days, levels

    return (*days.FACTS, *levels.FACTS, *(fact for topic in TOPICS for fact in import_module(f"udfs.native.{topic}").FACTS))
