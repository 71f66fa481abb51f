"""Workbooks of another writer (XlsxWriter), read by us and by another reader (openpyxl): every cell the same.

Neither shares code with our readers, the quick one or the parser.
"""

from __future__ import annotations

import random
from datetime import datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from workbooks.closed.held_file import HeldFile
from workbooks.ooxml.package import Package

ROWS, COLUMNS = 60, 14
TEXTS = ("张三", 'a&b<c>"d"', " 前后 ", "换\n行", "0012", "=1+1", "𠮷", "&amp;amp;", '3"屏', "_x0041_", "tab\tx")
NUMBERS = (1, 0, -3, 1.5, 1e15, 123456789012345678, 0.1, 1e-9)
RESULTS = ("字", 5, True, "", "#N/A", "a<b")


def written(path: Path, seed: int) -> None:
    """A sheet of random cells of every kind, some left out."""
    draw = random.Random(seed)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("附件4")
        dated, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
        kinds = (
            lambda _: None,
            lambda at: sheet.write_string(*at, draw.choice(TEXTS)),
            lambda at: sheet.write_number(*at, draw.choice(NUMBERS)),
            lambda at: sheet.write_boolean(*at, draw.random() < 0.5),
            lambda at: sheet.write_datetime(*at, datetime(2025, draw.randint(1, 12), 3), dated),
            lambda at: sheet.write_formula(*at, '=A1&"x"', None, draw.choice(RESULTS)),
            lambda at: sheet.write_rich_string(*at, "a", bold, "粗", "z"),
            lambda at: sheet.write_blank(*at, None, bold),
            lambda at: sheet.write_url(*at, "https://example.com/x", string="链"),
        )
        for row in range(ROWS):
            for column in range(COLUMNS):
                draw.choice(kinds)((row, column))


def same(value: object) -> object:
    """Whole numbers, days and empty cells as both readers may give them."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date()
    return None if value == "" else value


@pytest.mark.parametrize("seed", range(6))
def test_every_cell_is_read_as_another_reader_reads_it(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "别人的.xlsx"
    written(path, seed)
    ours = HeldFile(Package.open(path)).content("附件4").grid
    theirs = openpyxl.load_workbook(path, data_only=True)["附件4"]
    found = [same(ours.value(row, column)) for row in range(1, ROWS + 1) for column in range(1, COLUMNS + 1)]
    assert found == [same(theirs.cell(row, column).value) for row in range(1, ROWS + 1) for column in range(1, COLUMNS + 1)]
    assert sum(value is not None for value in found) > ROWS * COLUMNS / 2
