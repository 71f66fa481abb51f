"""生成附件5: the formulas by which 附件5 takes its people from 附件4, where they were deleted or never stood.

What somebody typed over stays: it is counted, not replaced.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from macros.formulas import block_formulas
from macros.total import names_in
from udfs import cells
from udfs.records import RESULTS
from workbooks.errors import Unusable
from workbooks.patching import Change, Formula

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "生成附件5"


@dataclass(frozen=True)
class ResultsMade:
    """``trainees``: those of 附件4; ``restored``: cells that fill themselves again; ``typed``: cells that were typed over."""

    trainees: int
    restored: int
    typed: int


def make_results(book: xw.Book, today: date) -> ResultsMade:
    """Put the formulas of 附件5 back for every trainee of 附件4. In a closed file they wait for ``book.save()``.

    Raises ``Unusable`` without 附件5, without trainees, or where the names behind the formulas are missing.
    """
    from workbooks.editing import apply
    from workbooks.forms.results import FORM
    from workbooks.reading import read_book

    c = read_book(book, today)
    place = c.places.get(RESULTS)
    if place is None or FORM.table is None:
        raise Unusable(book.name, "没有附件5", "请改用 gaoyan new 生成的工作簿")
    if not c.trainees:
        raise Unusable("附件4", "没有学员，附件5没有内容可以生成", "请先填写或导入名册")
    names = {name.name for name in book.names}
    columns = {heading: cells.column_number(letters) for heading, letters in place.columns.items()}
    first, last = place.heading_row + 1, place.heading_row + len(c.trainees)
    sheet = book.sheets[place.title]
    formulas = block_formulas(sheet, first, 1, last, max(columns.values()))
    block = sheet.range((first, 1), (last, max(columns.values()))).options(ndim=2, err_to_str=True).value
    changes, typed = [], 0
    for column in FORM.table.columns:
        computed, at = column.computed, columns.get(column.heading)
        if computed is None or at is None or not column.official:
            continue
        if not names_in(computed.formula) <= names:
            raise Unusable(book.name, f"缺少附件5“{column.heading}”公式所用的名称", "请改用 gaoyan new 生成的工作簿")
        for row in range(first, last + 1):
            if (row, at) in formulas:
                continue
            if not cells.blank(block[row - first][at - 1]):
                typed += 1
                continue
            changes.append(Change(place.title, row, at, Formula(computed.at(row, place.columns, place.heading_row))))
    apply(book, changes, COMMAND)
    return ResultsMade(len(c.trainees), len(changes), typed)
