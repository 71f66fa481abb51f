"""Reader of the cells of one sheet part, from XML events or from rows in the common form.

expat streams the part: a sheet with a million rows is refused at the first row beyond the limit, before it takes memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, NamedTuple

from udfs.values.cells import Value
from udfs.values.grid import Grid
from workbooks.ooxml import markup, regex_reader
from workbooks.ooxml.addresses import Area, cell_address, letters_to_number, parse_area, shifted
from workbooks.ooxml.formats import to_datetime
from workbooks.ooxml.package import Package, truth
from workbooks.ooxml.sheet_frame import FrameReader, frame_of, named
from workbooks.ooxml.strings import decoded

# A class has 50 to 300 people; twenty thousand rows hold every roster the commands are meant for, and rules stay fast.
MAX_ROWS = 20_000
# Memory: a value takes 8 bytes in its list and some tens of bytes itself.
MAX_CELLS = 2_000_000


@dataclass(frozen=True)
class SheetContent:
    """Content of a sheet part: values, merged areas, array formula areas, and whether cached values are stale."""

    grid: Grid
    merged: tuple[Area, ...] = ()
    arrays: tuple[Area, ...] = ()
    recalculates: bool = False
    validated: tuple[Area, ...] = ()
    """Ranges with data validation."""
    ready: tuple[Ready, ...] = ()
    """Prepared rows below those in ``grid``, not expanded."""


class Ready(NamedTuple):
    """Prepared rows at the end of a sheet: no typed values, all with the same content.

    ``values``: cached values of each row; ``formulas``: (column, formula text) of the first row.
    """

    first: int
    last: int
    values: list[Value]
    formulas: list[tuple[int, str]]


def across(merged: Iterable[Area]) -> dict[tuple[int, int], int]:
    """Merged areas as (first row, first column) -> last column."""
    return {(area.first_row, area.first_column): area.last_column for area in merged}


class TooLong(Exception):
    """Too many rows or cells; ``row``: where reading stopped."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


_PLAIN: markup.Attributes = {}
"""Shared empty attributes of a formula."""
AREA_FORMULAS = ("array", "dataTable")
NOWHERE = 10**9
"""Index outside any list of shared strings."""


class _Line(NamedTuple):
    """A row: values up to the last one, and (column, attributes, text) of its formulas."""

    values: list[Value]
    formulas: list[tuple[int, markup.Attributes, str]]


def stands_ready(line: _Line) -> bool:
    """True if the row has no typed values and no array formulas."""
    areas = any(formula.get("t") in AREA_FORMULAS for _, formula, _ in line.formulas)
    return not areas and all(value is None or value == "" for value in line.values)


class CellReader(FrameReader):
    """Event handlers for one part, most frequent first, since most cells of a form hold only a format.

    Element names may have a prefix; a cell without r follows its left neighbour.
    """

    def __init__(self, package: Package) -> None:
        super().__init__()
        self.strings = package.strings
        self.date_styles = package.written_date_styles
        self.date1904 = package.date1904
        self.rows: list[list[Value]] = []
        self.cells = 0
        self.formulas: dict[tuple[int, int], str] = {}
        self.masters: dict[str, tuple[int, int, str]] = {}
        self.followers: list[tuple[int, int, str]] = []
        self.arrays: list[Area] = []
        self.ready: list[tuple[range, _Line]] = []
        """Prepared rows at the end of the sheet, expanded only on demand."""
        self.row = self.column = 0
        self.cell: list[str] = []
        self.kind = self.style = self.formula_text = ""
        self.formula: markup.Attributes | None = None
        self.value: str | None = None
        self.in_cell = self.phonetic = False
        self.starts = {
            **self.frame_starts,
            "row": self._row,
            "f": self._formula,
            "t": self._run,
            "rPh": self._phonetic,
        }
        self.ends = {**self.frame_ends, "rPh": self._phonetic_end}

    def parse(self, source: IO[bytes]) -> None:
        made = markup.parser(ordered=True)
        made.StartElementHandler = self._started
        made.EndElementHandler = self._ended
        made.CharacterDataHandler = self.text.append
        markup.feed(made, source)

    def plain(self, part: regex_reader.PlainPart) -> None:
        """Read a part in the common form. Errors: regex_reader.NotPlain; the reader must then be discarded."""
        runs = regex_reader.runs(part.rows)
        frame = frame_of(part.around)
        self.merged, self.validated, self.recalculates = list(frame.merged), list(frame.validated), frame.recalculates
        lines: dict[bytes, _Line] = {}
        laid: list[tuple[range, _Line]] = []
        for run in runs:
            line = lines.get(run.alike) if run.alike else None
            if line is None:
                line = lines[run.alike] = self._line(regex_reader.cells(regex_reader.text_of(run.written), run.first))
            laid.append((range(run.first, run.last + 1), line))
        while laid and laid[-1][0].stop <= MAX_ROWS and stands_ready(laid[-1][1]):
            self.ready.insert(0, laid.pop())
        self._lay_all(laid)
        for rows, line in self.ready:
            for column, attributes, text in line.formulas:
                if attributes.get("t") == "shared" and text:
                    self.masters[attributes.get("si", "")] = rows.stop - 1, column, text

    def take_row(self, row: int, written: bytes) -> None:
        """Read one row as bytes. Errors: regex_reader.NotPlain."""
        self._lay(row, self._line(regex_reader.cells(regex_reader.text_of(written), row)))

    def _lay_all(self, lines: Iterable[tuple[range, _Line]]) -> None:
        for rows, line in lines:
            for row in rows:
                self._lay(row, line)

    def _lay(self, row: int, line: _Line) -> None:
        self.row = row
        if line.values:
            self._put_row(line.values)
        for self.column, formula, self.formula_text in line.formulas:
            self._store_formula(formula)

    def _line(self, cells: list[regex_reader.Stored]) -> _Line:
        line = _Line([], [])
        values = line.values
        for column, style, kind, formula, text, stored in cells:
            value = None if stored is None else self._value(kind, style, stored, formula is not None)
            if formula is not None:
                line.formulas.append((column, formula, text))
            elif value is None:
                continue
            values.extend([None] * (column - len(values)))
            values[column - 1] = value
        return line

    def _put_row(self, values: list[Value]) -> None:
        if self.row > MAX_ROWS:
            raise TooLong(self.row)
        self.cells += len(values)
        if self.cells > MAX_CELLS:
            raise TooLong(self.row)
        self.rows.extend([[] for _ in range(self.row - 1 - len(self.rows))])
        self.rows.append(values.copy())

    def content(self, title: str) -> SheetContent:
        """The whole content, prepared rows expanded."""
        self._lay_all(self.ready)
        self.ready = []
        return self.typed(title)

    def typed(self, title: str) -> SheetContent:
        """The content with prepared rows not expanded."""
        for row, column, group in self.followers:
            self.formulas[row, column] = self._shared(row, column, group) or self.formulas[row, column]
        self.followers.clear()
        grid = Grid(title=title, rows=self.rows, formulas=self.formulas, merged=across(self.merged))
        return SheetContent(
            grid, tuple(self.merged), tuple(self.arrays), self.recalculates, tuple(self.validated),
            tuple(self._ready(rows, line) for rows, line in self.ready),
        )  # fmt: skip

    def _shared(self, row: int, column: int, group: str) -> str:
        if group not in self.masters:
            return ""
        from_row, from_column, text = self.masters[group]
        return shifted(text, row - from_row, column - from_column)

    def _ready(self, rows: range, line: _Line) -> Ready:
        formulas = [
            (column, text or self._shared(rows.start, column, attributes.get("si", "")))
            for column, attributes, text in line.formulas
        ]
        return Ready(rows.start, rows.stop - 1, line.values, formulas)

    def _started(self, name: str, attributes: list[str]) -> None:
        if name == "c":
            if not attributes or attributes[0] != "r":
                self._position(attributes)
            self.cell = attributes
            self.in_cell = True
        elif name == "v":
            self.text.clear()
        elif (start := self.starts.get(name)) is not None:
            start(attributes)
        elif ":" in name:
            self._started(markup.local(name), attributes)

    def _ended(self, name: str) -> None:
        if name == "c":
            self.in_cell = False
            if self.value is not None or self.formula is not None:
                self._store()
                self.value = self.formula = None
        elif name == "v":
            self.value = "".join(self.text)
        elif name == "f":
            self.formula_text = "".join(self.text)
        elif name == "t":
            if self.in_cell and not self.phonetic:
                self.value = (self.value or "") + "".join(self.text)
        elif (end := self.ends.get(name)) is not None:
            end()
        elif ":" in name:
            self._ended(markup.local(name))

    def _row(self, attributes: list[str]) -> None:
        stated_row = small_number(named(attributes).get("r", ""), 0)
        self.row = stated_row or self.row + 1
        self.column = 0
        self.cell = []

    def _position(self, attributes: list[str]) -> None:
        """Set the column of a cell whose first attribute is not r; later cells count on from it."""
        if self.cell[:1] == ["r"]:
            self.column = column_of(self.cell[1], self.column)
        found = named(attributes)
        self.column = column_of(found.get("r", ""), self.column + 1)

    def _formula(self, attributes: list[str]) -> None:
        self.text.clear()
        self.formula = named(attributes) if attributes else _PLAIN

    def _phonetic(self, _: list[str]) -> None:
        self.phonetic = True

    def _phonetic_end(self) -> None:
        self.phonetic = False

    def _store(self) -> None:
        self.kind = self.style = ""
        attributes = self.cell
        for at in range(0, len(attributes), 2):
            key = attributes[at]
            if key == "s":
                self.style = attributes[at + 1]
            elif key == "t":
                self.kind = attributes[at + 1]
            elif at == 0 and key == "r":
                self.column = column_of(attributes[1], self.column + 1)
        value = None if self.value is None else self._value(self.kind, self.style, self.value, self.formula is not None)
        if self.formula is not None:
            self._store_formula(self.formula)
        elif value is None:
            return
        self._put(value)

    def _put(self, value: Value) -> None:
        if self.row > MAX_ROWS:
            raise TooLong(self.row)
        if self.row < 1:
            raise markup.Malformed("a cell outside a row")
        rows = self.rows
        while len(rows) < self.row:
            rows.append([])
        cells = rows[self.row - 1]
        missing = self.column - len(cells)
        if missing > 0:
            self.cells += missing
            if self.cells > MAX_CELLS:
                raise TooLong(self.row)
            cells.extend([None] * missing)
        cells[self.column - 1] = value

    def _store_formula(self, formula: markup.Attributes) -> None:
        at = (self.row, self.column)
        if not formula:
            self.formulas[at] = self.formula_text
            return
        kind, group = formula.get("t"), formula.get("si", "")
        if kind == "shared" and not self.formula_text:
            self.followers.append((*at, group))
        elif kind == "shared":
            self.masters[group] = (*at, self.formula_text)
        if kind in AREA_FORMULAS:
            try:
                self.arrays.append(parse_area(formula.get("ref", "") or cell_address(*at)))
            except ValueError:
                self.arrays.append(Area(*at, *at))
        self.formulas[at] = self.formula_text

    def _value(self, kind: str, style: str, text: str, computed: bool) -> Value:
        """Convert a stored value; None if empty. An empty text is a value only as the result of a formula."""
        if kind == "s":
            try:
                return self.strings[small_number(text, NOWHERE)] or None
            except IndexError:
                return None
        if kind in ("str", "inlineStr"):
            return decoded(text) if text or (kind == "str" and computed) else None
        if kind == "b":
            return truth(text.strip())
        if kind == "e":
            return text
        if kind == "d":
            return _iso(text)
        return self._number(text, style)

    def _number(self, text: str, style: str) -> Value:
        if not text:
            return None
        number = to_number(text)
        if isinstance(number, str) or style not in self.date_styles:
            return number
        return to_datetime(number, self.date1904) or number


def small_number(text: str, otherwise: int) -> int:
    """Row number or index; ``otherwise`` if the text is not one."""
    return int(text) if len(text) < 10 and text.isascii() and text.isdigit() else otherwise


def column_of(address: str, otherwise: int) -> int:
    """Column of an address; ``otherwise`` if there is none."""
    letters = address.rstrip("0123456789")
    return letters_to_number(letters) if 0 < len(letters) <= 3 and letters.isascii() and letters.isalpha() else otherwise


def to_number(text: str) -> int | float | str:
    """Convert a stored number; invalid text is returned unchanged, so no data is lost."""
    if text.isascii():
        if text.isdigit() and len(text) < 19:
            return int(text)
        try:
            number = float(text)
        except ValueError:
            return text
        if number - number == 0:
            return int(text) if text[1:].isdigit() and text[0] == "-" and len(text) < 19 else number
    return text


def _iso(text: str) -> Value:
    try:
        return datetime.fromisoformat(text.rstrip("Z"))
    except ValueError:
        return text
