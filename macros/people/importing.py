"""导入名册: imports rosters of any layout into 附件4. New people are appended, gaps of known people are filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from macros.people.merging import Conflict, Merged, Merger, Target
from udfs.people.identity import document_fault
from udfs.reading.assembly import assemble
from udfs.records.class_file import PEOPLE, PROJECT, ClassFile, Person, SheetPlaces
from udfs.values import cells
from udfs.values.grid import NUMBER_HEADING
from udfs.values.headings import DOCUMENT, DOCUMENT_KIND, NAME, OWNER
from workbooks.book.formulas import formulas_within
from workbooks.book.new_rows import check_new_rows
from workbooks.book.writing import write
from workbooks.closed.host import Host, named_area
from workbooks.files.collector import collector_paused
from workbooks.files.errors import Unusable
from workbooks.files.progress import Progress, silent
from workbooks.ooxml.writing.changes import CellsToWrite
from workbooks.rosters.reading import ANY, RosterOptions, read_rosters
from workbooks.sources.model import Roster

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "导入名册"
ROUND_ROWS = 50
"""Tables that are too short are made longer to a multiple of so many ready rows."""


@dataclass(frozen=True)
class ImportResult:
    """The result of an import: the roster as read, and the outcome for each person.

    ``rows``: first and last row of the new people in 附件4 (None if none); ``cells``: number of changed cells;
    ``enlarged``: the sentence on ready rows that were added to the workbook for them, else "".
    """

    roster: Roster
    merged: Merged
    rows: tuple[int, int] | None
    cells: int
    enlarged: str = ""

    @property
    def conflicts(self) -> list[Conflict]:
        return self.merged.conflicts


@dataclass(frozen=True)
class Sources:
    """The sources: files, or ``-`` for ``pasted`` text, with the user's options."""

    paths: Sequence[str | Path]
    wishes: RosterOptions = ANY
    pasted: bytes = b""


def import_rosters(
    book: xw.Book,
    sources: Sources,
    today: date,
    *,
    take_new: bool = False,
    dry_run: bool = False,
    progress: Progress = silent,
) -> ImportResult:
    """Import the people of the sources into 附件4. In a closed file they wait for ``book.save()``.

    ``take_new``: on conflict the later source wins over earlier ones and over the workbook. ``dry_run``: write nothing.
    Errors: Unusable for an unusable source, a missing 附件4 or too few prepared rows; then nothing is written.
    """
    c = read_people(book, today)
    place = c.places.get(PEOPLE)
    if place is None or not {NAME, DOCUMENT} <= set(place.columns):
        raise Unusable(book.name, "没有“附件4”，或它的表头缺少“姓名”“身份证号”", "请改用 gaoyan new 生成的工作簿，或恢复表头")
    roster, merged = decided(c, sources, take_new, progress)
    first = max([place.heading_row, *(person.row for person in c.people)]) + 1
    last = first + len(merged.added) - 1
    enlarged = extend_tables(book, last, len(merged.added), dry_run=dry_run)
    with collector_paused():
        changed = changed_cells(book, place, merged, first, today)
        check_new_rows(book, place, changed, first)
        written = len(changed)
        if not dry_run:
            progress("写入附件4", 0, 1)
            written = write(book, {place.title: changed}, COMMAND)
            progress("写入附件4", 1, 1)
    return ImportResult(roster, merged, (first, last) if merged.added else None, written, enlarged)


def decided(c: ClassFile, sources: Sources, take_new: bool = False, progress: Progress = silent) -> tuple[Roster, Merged]:
    """The roster as read, and the planned outcome for each person. Nothing is written."""
    wishes = replace(sources.wishes, topic=cells.text(c.project.topic))
    with collector_paused():
        roster = read_rosters(sources.paths, wishes, sources.pasted, progress)
        progress("合并名单", 0, 1)
        merged = Merger(c.people, c.places[PEOPLE].columns, take_new).take(roster.entries)
        progress("合并名单", 1, 1)
    return roster, merged


def read_people(book: xw.Book, today: date) -> ClassFile:
    """附件4 and 项目信息 of a workbook; of a closed file of ours only these two sheets, since it may be large."""
    file = Host(book).file
    titles = {sheet.title for sheet in file.sheets} if file else set()
    if file is None or not {PEOPLE, PROJECT} <= titles:
        return read_whole(book, today)
    grids = {sheet: file.content(sheet).grid for sheet in (PROJECT, PEOPLE)}
    c = assemble(grids, today)
    typed = {cells.column_number(letters) for heading, letters in place_columns(c).items() if heading in Person.TYPED}
    if any(column in typed for _, column in grids[PEOPLE].formulas):
        return read_whole(book, today)
    return c


def read_whole(book: xw.Book, today: date) -> ClassFile:
    """All sheets of a workbook, read by their forms."""
    from workbooks.book.reading import read_book

    return read_book(book, today)


def place_columns(c: ClassFile) -> dict[str, str]:
    return c.places[PEOPLE].columns if PEOPLE in c.places else {}


def extend_tables(book: xw.Book, last: int, added: int, sheet: str = PEOPLE, *, dry_run: bool = False) -> str:
    """Extend the tables down to row ``last`` if needed; the sentence that says so, else "".

    Rows below the ready ones have no drop-downs, and no formula counts them. In an open workbook no rows can be added.
    Raises ``Unusable``.
    """
    ready = named_area(book, f"{sheet}_姓名") if added else None
    if ready is None or last <= ready.last_row:
        return ""
    from workbooks.forms.model import GROWTH_ROWS, MOST_ROWS

    have, need = ready.last_row - ready.first_row + 1, last - ready.first_row + 1
    rows = -(-need // ROUND_ROWS) * ROUND_ROWS
    file = Host(book).file
    if file is not None and rows <= MOST_ROWS and (dry_run or file.enlarge(rows + GROWTH_ROWS)):
        return f"；预备行不够，各表已加到 {rows} 行"
    raise Unusable(
        book.name, f"{sheet} 备有 {have} 行，导入后需要 {need} 行", f"请用 gaoyan new 加 --rows {need} 新建工作簿后再导入"
    )


def changed_cells(book: xw.Book, place: SheetPlaces, merged: Merged, first: int, today: date) -> CellsToWrite:
    """The cells of 附件4 to write, except those that hold formulas."""
    columns = {heading: cells.column_number(letters) for heading, letters in place.columns.items()}
    rows = {target.row: target for target in merged.updated if target.row} | dict(enumerate(merged.added, start=first))
    if not rows:
        return {}
    formulas = formulas_within(book, place.title, min(rows), min(columns.values()), max(rows), max(columns.values()))
    number = columns.get(NUMBER_HEADING)
    changed: CellsToWrite = {}
    for row, target in rows.items():
        if number and target.row is None:
            changed[row, number] = row - place.heading_row
        changed.update({(row, columns[heading]): value for heading, value in with_owner(target, columns, today).items()})
    return {at: value for at, value in changed.items() if at not in formulas}


def with_owner(target: Target, columns: Mapping[str, int], today: date) -> Mapping[str, str]:
    """The cells of a row, with 归属 if working columns are written.

    Omitted for a faulty number: once corrected, it would contradict the person's own columns.
    """
    changes, document = target.changes, target.values.get(DOCUMENT)
    if OWNER not in columns or not isinstance(document, str) or changes.keys().isdisjoint(Person.WORKING):
        return changes
    if changes.get(OWNER) or not cells.blank(target.values.get(OWNER)):
        return changes
    wrong = document_fault(document, target.values.get(DOCUMENT_KIND), today)
    return changes if wrong else {**changes, OWNER: document}
