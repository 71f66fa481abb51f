"""Effects of absence on results: reduced 学时数, and 否 for withdrawn people. Written only on request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from macros.people.result_cells import ResultCells
from udfs.records.class_file import NO, RESULTS, ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.schedule.sessions import written_hours
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import HOURS, PASSED
from workbooks.book.formulas import column_formulas
from workbooks.ooxml.writing.changes import CellChange

if TYPE_CHECKING:
    import xlwings as xw


@dataclass(frozen=True)
class Effect:
    """The effect on one result, in ``row`` of ``sheet``.

    ``share``: missed share of 总学时; ``hours``, ``passed``: new values, ``*_before``: present ones; ``has_certificate``: a
    withdrawn person has a 证书编号.
    """

    row: int
    sheet: str
    name: str
    missed: Decimal
    share: Fraction
    withdrawn: bool
    hours_before: Value
    hours: Decimal
    passed_before: Value
    passed: Value
    has_certificate: bool

    @property
    def changes_hours(self) -> bool:
        return cells.number(self.hours_before) != self.hours

    @property
    def changes_passed(self) -> bool:
        return self.withdrawn and cells.text(self.passed_before) != NO


def effects_of(c: ClassFile, missed: Mapping[str, Fraction]) -> tuple[Effect, ...]:
    """The people who missed something, or whose 学时数 differs from 考勤, in the order of 附件5.

    ``missed``: {document number: hours according to the updated 考勤}.
    """
    assert c.hours is not None
    limit = class_parameters(c).absence_share
    found = []
    for result in c.results:
        if not result.key or result.key not in missed or len(c.matching.results_by_key[result.key]) > 1:
            continue
        if result.person_row is not None and c.people_rows[result.person_row].is_misplaced:
            continue  # the result there belongs to someone else
        hours = missed[result.key]
        share = hours / Fraction(c.hours)
        withdrawn = share > limit
        effect = Effect(
            row=result.home_row, sheet=result.home, name=cells.text(result.name),
            missed=written_hours(hours), share=share, withdrawn=withdrawn,
            hours_before=result.hours, hours=c.hours - written_hours(hours), passed_before=result.passed,
            passed=NO if withdrawn else result.passed, has_certificate=withdrawn and not cells.blank(result.certificate),
        )  # fmt: skip
        if hours or effect.changes_hours:
            found.append(effect)
    return tuple(found)


def effect_changes(book: xw.Book, c: ClassFile, effects: tuple[Effect, ...]) -> Iterator[CellChange]:
    """The cells to write; computed 学时数 are left alone."""
    written_into = ResultCells(c)
    results = {(result.home, result.home_row): result for result in c.results}
    column = written_into.column(HOURS)
    rows = [effect.row for effect in effects]
    computed = column_formulas(book, c.places[RESULTS].title, column, min(rows), max(rows)) if column and rows else {}
    for effect in effects:
        result = results[effect.sheet, effect.row]
        if column and effect.row not in computed and effect.changes_hours:
            yield from written_into.changes(result, HOURS, effect.hours)
        if effect.changes_passed:
            yield from written_into.changes(result, PASSED, NO)
