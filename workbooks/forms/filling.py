"""Computes declared formula cells in Python, so that a workbook never opened in a spreadsheet program can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter

from udfs.reading.assembly import SheetBlock
from udfs.records.class_file import ClassFile
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.grid import Grid, Labels, Table, holds, used
from workbooks.forms.model import Computed, Form, RowView, TableForm

CellPlace = tuple[int, int]


def fill(form: Form, shape: SheetBlock, known: ClassFile) -> None:
    """Compute in place our formula cells in ``shape``, and empty cells of computed columns."""
    if isinstance(shape, Labels):
        fill_labels(form, shape, known)
    elif form.table:
        fill_table(form, shape, known)


def own_formulas(form: Form, shape: SheetBlock) -> frozenset[CellPlace]:
    """The (row, column) of every formula cell in ``shape`` whose formula is the one the form declares for it."""
    grid = shape.grid
    if isinstance(shape, Labels):
        ours = {at: form.by_label[label].computed for label, at in shape.cells.items() if label in form.by_label}
        return frozenset(
            at for at, computed in ours.items() if computed and normal(grid.formulas.get(at, "")) == normal(computed.formula)
        )
    if not form.table:
        return frozenset()
    columns = {column: normal(computed.on(form.sheet)) for _, column, computed in computed_columns(form.table, shape)}
    found: list[CellPlace] = []
    known: dict[int, str] = {}
    """Column -> its formula as it was written last: most of its rows hold the very same text."""
    for spot, formula in grid.formulas.items():
        row, column = spot
        if row > shape.heading_row and column in columns:
            if formula is not known.get(column):
                if normal(formula) != columns[column]:
                    continue
                known[column] = formula
            found.append(spot)
    return frozenset(found)


def all_own(form: Form, shape: Table, row: int, formulas: Iterable[tuple[int, str]]) -> bool:
    """True if every formula (column, text) that a record reads in the row is the one the form declares."""
    if form.table is None or row <= shape.heading_row:
        return False
    ours = {column: normal(computed.on(form.sheet)) for _, column, computed in computed_columns(form.table, shape)}
    read = set(shape.columns.values())
    return all(normal(text) == ours.get(column) for column, text in formulas if column in read)


def shows_nothing(form: Form, shape: Table, known: ClassFile) -> bool:
    """True if our formulas show nothing in a row without typed values, regardless of its position."""
    if form.table is None:
        return False
    computed = computed_columns(form.table, shape)
    values: dict[str, Value] = dict.fromkeys(shape.columns)
    view = RowView(values, row=shape.heading_row + 1, position=1)
    for heading, _, ours in computed:
        values[heading] = ours.compute(known, view)
    return not any(ours.by_place for _, _, ours in computed) and all(map(cells.blank, values.values()))


def fill_labels(form: Form, shape: Labels, known: ClassFile) -> None:
    """Compute the labels in the order of the form, 合计 after its items."""
    own = own_formulas(form, shape)
    for label in form.labels:
        at = shape.cells.get(label.label)
        if label.computed is None or at is None or at not in shape.grid.formulas:
            continue
        if at in own or shape.grid.value(*at) is None:
            values = {name: shape.value(name) for name in shape.cells}
            put(shape.grid, *at, label.computed.compute(known, RowView(values, row=at[0])))


def computed_columns(form: TableForm, shape: Table) -> list[tuple[str, int, Computed]]:
    """(heading, column, computation) of the computed columns found, in order of dependency."""
    return [
        (column.heading, shape.columns[column.heading], column.computed)
        for column in form.computing_order
        if column.computed and column.heading in shape.columns
    ]


def fill_table(form: Form, shape: Table, known: ClassFile) -> None:
    """Compute the columns row by row, in order of dependency."""
    assert form.table
    computed = computed_columns(form.table, shape)
    positions = {column for _, column, _ in computed}
    standing: dict[int, set[int]] = {}
    """Row -> the computed columns that have a formula in it."""
    for row, column in shape.grid.formulas:
        if column in positions and row > shape.heading_row:
            standing.setdefault(row, set()).add(column)
    own: frozenset[CellPlace] | None = None
    count = used_above(shape, form.table.counted)
    values_of = values_reader(shape)
    steps = [(heading, column, ours.compute) for heading, column, ours in computed]
    for row in sorted(standing):
        here = standing[row]
        values = values_of(row)
        view = RowView(values, row, row - shape.heading_row, count(row))
        cells_ = row_of(shape.grid, row)
        for heading, column, compute in steps:
            if column not in here:
                continue
            if values[heading] is not None:
                # Only checked where a result is stored: our reader leaves none in our own formula cells.
                own = own_formulas(form, shape) if own is None else own
                if (row, column) not in own:
                    continue
            if column > len(cells_):
                cells_.extend([None] * (column - len(cells_)))
            cells_[column - 1] = values[heading] = compute(known, view)


def values_reader(shape: Table) -> Callable[[int], dict[str, Value]]:
    """A function that reads a row as {heading: value}."""
    rows, headings = shape.grid.rows, tuple(shape.columns)
    places = [column - 1 for column in shape.columns.values()]
    width = max(places) + 1
    of_row, nothing = itemgetter(*places), [None] * width

    def values(row: int) -> dict[str, Value]:
        cells_ = rows[row - 1] if row <= len(rows) else ()
        return dict(zip(headings, of_row(cells_ if len(cells_) >= width else [*cells_, *nothing]), strict=True))

    return values


def used_above(shape: Table, headings: Sequence[str]) -> Callable[[int], int]:
    """A function that counts the used rows above a row; rows must be asked for in ascending order."""
    counted = 0
    reached = shape.heading_row
    rows = shape.grid.rows
    columns = [shape.columns[heading] - 1 for heading in headings if heading in shape.columns]

    def count(row: int) -> int:
        nonlocal counted, reached
        for cells_ in rows[reached : row - 1]:
            counted += holds(cells_, columns)
        reached = max(reached, row - 1)
        return counted

    return count


@lru_cache(maxsize=4096)
def normal(formula: str) -> str:
    """A formula normalised for comparison: no white space, no leading "=", upper case."""
    return "".join(formula.split()).lstrip("=").upper()


def row_of(grid: Grid, row: int) -> list[Value]:
    """The cells of a row; missing rows are appended to the block."""
    while len(grid.rows) < row:
        grid.rows.append([])
    return grid.rows[row - 1]


def put(grid: Grid, row: int, column: int, value: Value) -> None:
    """Set a value, extending the block if necessary."""
    cells_ = row_of(grid, row)
    cells_.extend([None] * (column - len(cells_)))
    cells_[column - 1] = value


def computed_rows(
    form: TableForm, known: ClassFile, typed: Mapping[int, Mapping[str, Value]], rows: int
) -> Iterator[tuple[int, dict[str, Value]]]:
    """(row, {heading: computed value}) for the ready rows of a table with the given ``typed`` values ({row: values})."""
    numbered = 0
    for row in range(form.first, form.last(rows) + 1):
        values = dict(typed.get(row, {}))
        found: dict[str, Value] = {}
        view = RowView(values, row, row - form.heading_row, numbered)
        for column in form.computing_order:
            assert column.computed
            found[column.heading] = column.computed.compute(known, view)
            values.setdefault(column.heading, found[column.heading])
        numbered += used(values, form.counted)
        yield row, found


def same_value(one: Value, other: Value) -> bool:
    """True if a spreadsheet shows both values alike: empty as "", numbers at 15 digits, a date as its day."""
    if cells.blank(one) or cells.blank(other):
        return cells.blank(one) and cells.blank(other)
    if isinstance(one, date | datetime) or isinstance(other, date | datetime):
        return cells.day(one) == cells.day(other)
    first, second = cells.number(one), cells.number(other)
    if first is not None and second is not None:
        return cells.SIGNIFICANT.plus(Decimal(first)) == cells.SIGNIFICANT.plus(Decimal(second))
    return type(one) is type(other) and one == other
