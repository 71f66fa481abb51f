"""导入附件5: imports a filled 附件5, as received from an organiser or a bureau, by document number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from macros.annexes.taking_over import FilledRow, Plan, changes_of, planned
from macros.people.importing import extend_tables
from udfs.records.class_file import PEOPLE, RESULTS, Result
from udfs.records.participants import RESULT_COLUMNS
from udfs.values.grid import Grid, find_table, used
from udfs.values.headings import CHARGED, DOCUMENT, NAME
from workbooks.book.new_rows import check_new_rows
from workbooks.book.writing import write_changes
from workbooks.files.errors import Unusable
from workbooks.sources.model import Origin
from workbooks.sources.opening import STDIN, blocks_of

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "导入附件5"
NEEDED = {NAME, DOCUMENT, *RESULT_COLUMNS}


@dataclass(frozen=True)
class FilledResult:
    """The result of an import. ``added``: new people in 附件4; ``hours``: whether 考勤 was written; ``written``: changed cells
    (for a dry run those that would change); ``enlarged``: the sentence on rows that were added for them, else ""."""

    plan: Plan
    added: int
    hours: bool
    written: int
    enlarged: str = ""


def filled_rows(source: str | Path) -> tuple[FilledRow, ...]:
    """The rows of a source that is a filled 附件5; empty for any other table. Errors: Unusable if it is no table.

    A workbook of ours also has 附件4: its people are imported as a roster, and its results are read as well.
    """
    if str(source) == STDIN:
        return ()
    found: list[FilledRow] = []
    for block in blocks_of(source):
        grid = Grid(title=block.sheet, rows=block.rows, tells_formulas=False)
        table = find_table(grid, Result.attributes())
        if table is None or not table.columns.keys() >= NEEDED:
            continue
        found += [
            FilledRow(Origin(block.source, block.sheet, at), Result.build(values, row=at))
            for at, values in table.rows()
            if used(values, Result.TYPED)
        ]
    return tuple(found)


def has_people(source: str | Path) -> bool:
    """True if the source has a roster beside its 附件5, as a workbook of ours does."""
    return any(CHARGED in "".join(map(str, row)) for block in blocks_of(source) for row in block.rows[:20])


def import_results(
    book: xw.Book,
    rows: Sequence[FilledRow],
    today: date,
    *,
    take_new: bool = False,
    add_strangers: bool = False,
    hours: bool = False,
    dry_run: bool = False,
) -> FilledResult:
    """Import a filled 附件5. In a closed file the changes wait for ``book.save()``.

    ``take_new``: on conflict the filled 附件5 wins; ``add_strangers``: people who are not in 附件4 are added there; ``hours``:
    a 学时数 not explained by 考勤 is written there as 缺勤学时. Errors: Unusable; then nothing is written.
    """
    from workbooks.book.reading import read_book

    c = read_book(book, today)
    if not {PEOPLE, RESULTS} <= c.places.keys():
        raise Unusable(book.name, "没有附件4或附件5，考核结果没有地方填", "请改用 gaoyan new 生成的工作簿")
    plan = planned(c, rows, take_new)
    strangers = plan.strangers if add_strangers and (c.results_beside or not c.results) else []
    last_used = max([c.places[PEOPLE].heading_row, *(person.row for person in c.people)])
    changes = list(changes_of(c, plan, strangers, hours))
    place = c.places[PEOPLE]
    check_new_rows(book, place, {(one.row, one.column): one.value for one in changes if one.sheet == place.title}, last_used + 1)
    enlarged = extend_tables(book, last_used + len(strangers), len(strangers), dry_run=dry_run)
    written = len(changes) if dry_run else write_changes(book, changes, COMMAND)
    return FilledResult(plan, len(strangers), hours, written, enlarged)
