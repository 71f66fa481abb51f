"""The cell functions for LibreOffice: converts its arguments to values and the answers to blocks.

LibreOffice passes an empty single cell as 0. For counts and amounts it stays 0; for document numbers, titles and dates,
where 0 is meaningless, it counts as empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from addin.libreoffice.packages import missing

PREFIX = "GY_"
CALLER = "GY_VIOLATIONS"
"""Takes whole ranges of the document, with dates and errors; the others take values."""
COUNTS = frozenset((
    "学员人数", "工作人员", "学员", "请假", "缺勤", "总学时", "区域", "人数", "天数", "学时", "税后", "金额",
    "很满意", "满意", "一般", "不满意", "课时",
))  # fmt: skip
"""The arguments for which 0 is meaningful."""
DAY_ONE = date(1899, 12, 30).toordinal()
OfficeBlock = tuple[tuple[str | float, ...], ...]


def answered(method: str, arguments: Sequence[Any]) -> OfficeBlock:
    """The answer of the function with that name (without prefix) as a block; errors are texts."""
    try:
        from udfs.functions import catalogue as functions
        from udfs.functions.registry import FUNCTIONS
        from workbooks.notices.installed import make_known_once
    except ImportError as error:
        return ((missing(error),),)
    assert functions
    make_known_once()
    function = FUNCTIONS[PREFIX + method]
    given: list[Any] = list(arguments)
    if function.name == CALLER:
        document, *ranges = given
        given = [range_values(one, document) for one in ranges]
    given = [lone(value, argument.name) for value, argument in zip(given, function.arguments, strict=True)]
    while given and given[-1] is None and function.arguments[len(given) - 1].optional:
        given.pop()
    return as_block(function.call(*given))


def range_values(given: Any, document: Any) -> Any:
    """A range as rows of values; anything else unchanged."""
    if not hasattr(given, "getDataArray"):
        return given
    from addin.libreoffice.blocks import Formats, values_of_block

    return values_of_block(given, Formats(document))


def lone(value: Any, argument: str) -> Any:
    """A value or block for the functions: a meaningless single 0 becomes an empty cell, tuples become lists."""
    if isinstance(value, tuple | list):
        return [list(row) for row in value]
    if value == "" or (value == 0 and argument not in COUNTS):
        return None
    return value


def as_block(result: Any) -> OfficeBlock:
    rows = result if isinstance(result, list) else [[result]]
    return tuple(tuple(shown(value) for value in row) for row in rows)


def shown(value: Any) -> str | float:
    """A value for LibreOffice: dates as serial numbers, floats for numbers, '' for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return float(value.toordinal() - DAY_ONE)
    return float(value)
