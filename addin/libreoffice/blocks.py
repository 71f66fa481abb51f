"""Reads and writes blocks of cells of an open LibreOffice document with a few calls per block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

# com.sun.star.sheet.FormulaResult.ERROR and the kinds of com.sun.star.util.NumberFormat.
ERROR_RESULTS = 4
DATE, TIME, TEXT, LOGICAL = 2, 4, 0x100, 0x400
SECONDS_A_DAY = 86_400
Rows = list[list[Any]]


class Formats:
    """The number formats of a document; the kind of each is cached."""

    def __init__(self, document: Any) -> None:
        self.formats = document.NumberFormats
        self.kinds: dict[int, int] = {}
        null = document.NullDate
        self.null = datetime(null.Year, null.Month, null.Day)

    def kind(self, number: Any) -> int:
        """The kind of a format; 0 if the cells of a block have different formats."""
        if not isinstance(number, int):
            return 0
        if number not in self.kinds:
            self.kinds[number] = int(self.formats.getByKey(number).Type)
        return self.kinds[number]

    def moment(self, serial: float) -> datetime:
        return self.null + timedelta(seconds=round(serial * SECONDS_A_DAY))

    def serial(self, moment: date) -> float:
        """A date or datetime as a serial number of the document."""
        whole = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)
        return (whole.replace(tzinfo=None) - self.null).total_seconds() / SECONDS_A_DAY


def values_of_block(block: Any, formats: Formats) -> Rows:
    """The values of a block as Excel returns them: None for empty cells, datetimes, booleans, errors as text."""
    data = block.getDataArray()
    rows: Rows = [[None if value == "" else value for value in line] for line in data]
    top, left = block.RangeAddress.StartRow, block.RangeAddress.StartColumn
    if any(value is None for line in data for value in line):
        for address in block.queryFormulaCells(ERROR_RESULTS).RangeAddresses:
            for row, column in positions(address):
                rows[row - top][column - left] = block.getCellByPosition(column - left, row - top).String
    if not any(isinstance(value, float) for line in data for value in line):
        return rows
    for group in unique_formats(block):
        kind = formats.kind(group.NumberFormat)
        if not kind & (DATE | LOGICAL):
            continue
        for address in group.RangeAddresses:
            for row, column in positions(address):
                value = rows[row - top][column - left]
                if isinstance(value, float):
                    rows[row - top][column - left] = bool(value) if kind & LOGICAL else formats.moment(value)
    return rows


def unique_formats(block: Any) -> Iterator[Any]:
    """The cells of a block, grouped by format."""
    groups = block.getUniqueCellFormatRanges()
    return (groups.getByIndex(at) for at in range(groups.Count))


def positions(address: Any) -> Iterator[tuple[int, int]]:
    """The cells of a range address, counted from 0."""
    for row in range(address.StartRow, address.EndRow + 1):
        for column in range(address.StartColumn, address.EndColumn + 1):
            yield row, column


def plain(value: Any, formats: Formats) -> Any:
    """A value for LibreOffice: floats for numbers, '' for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return formats.serial(value)
    return float(value)


def write(block: Any, rows: Sequence[Sequence[Any]], formats: Formats) -> None:
    """Write values into a block of the same size. Text stays text; dates are formatted as such."""
    block.setDataArray(tuple(tuple(plain(value, formats) for value in line) for line in rows))
    for down, line in enumerate(rows):
        for across, value in enumerate(line):
            if isinstance(value, bool | date):
                dress(block.getCellByPosition(across, down), value, formats)


def dress(cell: Any, value: Any, formats: Formats) -> None:
    """Give an unformatted cell a format for dates or booleans, as Excel does on entry."""
    wanted = LOGICAL if isinstance(value, bool) else DATE
    number = cell.NumberFormat
    if formats.kind(number) & wanted or formats.formats.getByKey(number).FormatString not in GENERAL:
        return
    code = "BOOLEAN" if wanted == LOGICAL else "YYYY-MM-DD"
    cell.NumberFormat = format_number(formats.formats, code)


GENERAL = ("General", "G/通用格式", "Standard")
"""Names of the default format in English, Chinese and German locales."""


def format_number(formats: Any, code: str) -> int:
    """The number of a format code in English notation; added to the document if new."""
    import uno

    english = uno.createUnoStruct("com.sun.star.lang.Locale")
    english.Language, english.Country = "en", "US"
    found = formats.queryKey(code, english, False)
    return int(found if found != -1 else formats.addNew(code, english))
