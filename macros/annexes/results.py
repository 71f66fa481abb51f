"""生成附件5: restores 附件5 as the view of 附件4 wherever its formulas were overwritten, deleted or missing.

Typed results are moved to the person's row in 附件4 if that is empty; if any cannot be moved, nothing is changed and the rows
are reported. Undo restores everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from macros.annexes.taking_over import FilledRow, Plan, changes_of, planned
from macros.money.total import names_in
from udfs.records.class_file import PEOPLE, RESULTS, ClassFile, Result, SheetPlaces
from udfs.records.participants import RESULT_COLUMNS
from udfs.records.results_view import viewed
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import DOCUMENT, HOURS, NAME
from workbooks.book.formulas import formulas_within
from workbooks.book.reading import read_book
from workbooks.book.writing import write_changes
from workbooks.closed.host import known_names
from workbooks.files.errors import Unusable
from workbooks.forms.sheets.results import FORM
from workbooks.ooxml.writing.changes import CellChange, Formula
from workbooks.sources.model import Origin

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "生成附件5"
NAMED = 5


@dataclass(frozen=True)
class ResultsMade:
    """The result. ``restored``: cells with formulas again; ``moved``: results moved to 附件4; ``hours``: people whose typed
    学时数 differed from 考勤 and was removed."""

    trainees: int
    restored: int
    moved: int
    hours: tuple[str, ...] = ()


def make_results(book: xw.Book, today: date) -> ResultsMade:
    """Make 附件5 a view of 附件4 again. In a closed file the changes wait for ``book.save()``.

    Errors: Unusable without 附件5 or trainees, if 附件4 lacks the columns for results or the workbook the names behind the
    formulas, or if typed rows cannot be moved; then nothing is changed.
    """
    c = read_book(book, today)
    place = c.places.get(RESULTS)
    if place is None:
        raise Unusable(book.name, "没有附件5", "请改用 gaoyan new 生成的工作簿")
    if not c.shown_trainees:
        raise Unusable("附件4", "没有学员，附件5没有内容可以生成", "请先填写或导入名册")
    if not all(c.has_column(PEOPLE, heading) for heading in RESULT_COLUMNS.values()):
        what = "附件4没有“结业考核”“证书编号”两列，考核结果没有地方填"
        raise Unusable(book.name, what, f"请用 gaoyan new 新文件.xlsx --from {book.name} 更新工作簿")
    beside = c if c.results_beside else viewed(c)
    plan = planned(beside, typed_rows(c, place))
    refuse(plan)
    formulas = list(view_changes(book, c, place))
    taken = list(changes_of(beside, plan, (), hours=False))
    write_changes(book, [*taken, *formulas], COMMAND)
    names = tuple(f"{cells.text(one.person.name)}（{cells.text(one.stated)}）" for one in plan.hours)
    restored = sum(isinstance(one.value, Formula) for one in formulas)
    return ResultsMade(len(c.shown_trainees), restored, len(plan.fills), names)


def typed_rows(c: ClassFile, place: SheetPlaces) -> Iterator[FilledRow]:
    """The typed content of 附件5: its rows, or the cells that overwrite the view, each as the result of the person shown."""
    if not c.results_beside:
        yield from (FilledRow(Origin("附件5", place.title, one.row), one) for one in c.results)
        return
    by_row = {one.row: one for one in c.results}
    typed: dict[int, dict[str, Value]] = {}
    for one in c.out_of_view:
        if one.field != NAME and not cells.blank(one.value):
            typed.setdefault(one.row, {})[one.field] = one.value
    for row, values in typed.items():
        if row in by_row:
            shown = by_row[row]
            values = {NAME: shown.name, DOCUMENT: shown.document, HOURS: shown.hours, **values}
        yield FilledRow(Origin("附件5", place.title, row), Result.build(values, row=row))


def refuse(plan: Plan) -> None:
    """Errors: Unusable if typed content would be lost."""
    barred = [f"第{one.origin.row}行不是附件4的学员" for one in plan.strangers]
    barred += [f"第{note.origin.row}行{note.what.removesuffix('，未用')}" for note in plan.left if note.origin]
    barred += [f"第{one.origin.row}行的{one.field}与附件4第{one.row}行不同" for one in plan.conflicts]
    if barred:
        more = f"等{len(barred)}处" if len(barred) > NAMED else ""
        todo = "请先核对：正确的改到附件4，再清除附件5的这些单元格，然后重新生成"
        raise Unusable("附件5", f"手工填写的内容还不能收回：{'；'.join(barred[:NAMED])}{more}", todo)


def view_changes(book: xw.Book, c: ClassFile, place: SheetPlaces) -> Iterator[CellChange]:
    """The formulas of the form wherever they are missing in prepared rows; they replace typed cells."""
    assert FORM.table
    columns = {heading: cells.column_number(letters) for heading, letters in place.columns.items()}
    first, last = place.heading_row + 1, place.heading_row + len(c.shown_trainees)
    ready = max([last, *(one.row for one in c.results), *(one.row for one in c.out_of_view)])
    formulas = formulas_within(book, place.title, first, 1, ready, max(columns.values()))
    for column in FORM.table.columns:
        computed, at = column.computed, columns.get(column.heading)
        if computed is None or at is None or not column.official:
            continue
        used = names_in(computed.on(RESULTS))
        if known_names(book, used) != used:
            raise Unusable(book.name, f"缺少附件5“{column.heading}”公式所用的名称", "请改用 gaoyan new 生成的工作簿")
        for row in range(first, ready + 1):
            if (row, at) not in formulas:
                yield CellChange(place.title, row, at, Formula(computed.on(RESULTS)))
