"""Rebuilds the workbook of a class with this version, as reference for a returned file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from udfs.records.class_file import CHECKING, PARAMETERS, PEOPLE, RESULTS
from udfs.values.cells import Value, blank
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable
from workbooks.forms import FORMS
from workbooks.forms.model import READY_ROWS, defined_name
from workbooks.formula_engine.stored import with_values
from workbooks.ooxml.addresses import split_reference
from workbooks.ooxml.formats import to_datetime
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import read_sheet
from workbooks.ooxml.writing.changes import CellChange, Formula
from workbooks.ooxml.writing.patching import patched
from workbooks.templates.entering import entered

TODAY = defined_name(PARAMETERS, "今天")
WIDE = str.maketrans("｡｢｣､･", "。「」、・")
"""Characters made narrow by ASC in LibreOffice but not elsewhere; the rules accept both."""
OURS = "不是 gaoyan 新建的工作簿，无从比较"


def rebuilt(theirs: Package) -> Package:
    """A new workbook with the entries of ``theirs``, its formulas computed for the day on which ``theirs`` was computed.

    Errors: Unusable for a file that is not ours.
    """
    if TODAY not in theirs.names_everywhere or not any(sheet.title == CHECKING for sheet in theirs.sheets):
        raise Unusable(theirs.path.name, OURS, "请选用 gaoyan new 得到、再由表格程序存过的文件")
    day = computed_on(theirs)
    c = read_file(theirs.path, day)
    made = Package(theirs.path, entered(c, ready_rows(theirs)))
    more = list(unentered(made, theirs))
    if more:
        made = Package(theirs.path, with_values(Package(theirs.path, patched(made, more)), day))
    return made


def ready_rows(theirs: Package) -> int:
    """The number of ready rows of the workbook, by its computed row numbers."""
    titles = {sheet.title: sheet for sheet in theirs.sheets}
    made = 0
    for title in (PEOPLE, RESULTS):
        table = FORMS[title].table
        assert table
        if title in titles:
            numbered = [row for row, column in read_sheet(theirs, titles[title]).grid.formulas if column == 1]
            made = max(made, max(numbered, default=0) - table.heading_row)
    return made if made > 0 else READY_ROWS


def computed_on(theirs: Package) -> date:
    """The date that its formulas used as today; the current date if unknown."""
    found = split_reference(theirs.names_everywhere[TODAY])
    if found is None:
        return date.today()
    value = read_sheet(theirs, theirs.sheet(found[0])).grid.value(found[1].first_row, found[1].first_column)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = to_datetime(value, theirs.date1904)
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else date.today()


def unentered(made: Package, theirs: Package) -> Iterator[CellChange]:
    """Content of ``theirs`` outside the records of the class: notes, columns and formulas of the user."""
    titles = {sheet.title for sheet in theirs.sheets}
    for sheet in made.sheets:
        if sheet.title not in titles or sheet.title in (CHECKING, PARAMETERS):
            continue
        ours, grid = read_sheet(made, sheet).grid, read_sheet(theirs, theirs.sheet(sheet.title)).grid
        for row, cells in enumerate(grid.rows, start=1):
            for column, value in enumerate(cells, start=1):
                at = row, column
                if at in ours.formulas:
                    continue
                if at in grid.formulas:
                    yield CellChange(sheet.title, row, column, Formula(grid.formulas[at], value))
                elif not same(value, ours.value(*at)):
                    yield CellChange(sheet.title, row, column, value)


def same(one: Value, other: Value) -> bool:
    """True if two cells show the same; numbers to twelve digits, punctuation with the width of the program's ASC."""
    if blank(one) and blank(other):
        return True
    if isinstance(one, int | float) and isinstance(other, int | float) and not (isinstance(one, bool) ^ isinstance(other, bool)):
        return abs(one - other) <= 1e-12 * max(abs(one), abs(other), 1)
    if isinstance(one, str) and isinstance(other, str):
        return one == other or one.translate(WIDE) == other.translate(WIDE)
    return type(one) is type(other) and one == other
