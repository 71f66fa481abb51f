"""Rows of one shape are read by a pattern made of the first of them: what it gives is what expat gives, row by row."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.ooxml.test_plain_cells import parsed, part, quick
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import CHECKING
from workbooks.ooxml.package import Package
from workbooks.ooxml.plain_cells import NotPlain, cells, plain_part
from workbooks.ooxml.reading import alike_rows
from workbooks.ooxml.reading.alike_rows import ALIKE, AlikeRows, shape_of
from workbooks.ooxml.reading.sheets import open_sheet
from workbooks.templates.entering import entered

SHAPES: dict[str, Callable[[int], str]] = {
    "shared texts": lambda row: f'<c r="A{row}" s="1"><v>{row - 3}</v></c><c r="B{row}" s="2" t="s"><v>{row % 5}</v></c>',
    "an empty cell": lambda row: f'<c r="A{row}" t="str"><v>&lt;{row}&gt; &amp;</v></c><c r="H{row}" s="26"/>',
    "a shared formula": lambda row: f'<c r="C{row}" t="str"><f t="shared" si="0"/><v>n{row}</v></c><c r="D{row}"><v>1.5</v></c>',
    "no result": lambda row: f'<c r="C{row}" t="str"><f t="shared" si="0"/><v/></c><c r="D{row}"><f t="shared" si="1"/></c>',
    "texts in place": lambda row: (
        f'<c r="A{row}" t="inlineStr"><is><t>名{row}</t></is></c><c r="B{row}" t="inlineStr"><is>'
        f'<t xml:space="preserve"> {row}</t></is></c><c r="C{row}" t="b"><v>{row % 2}</v></c>'
    ),
    "its number in a text": lambda row: (
        f'<c r="A{row}" t="str"><v>r="A{row}"</v></c><c r="B{row}"><f>COUNTIF(A1,"9")</f><v>9</v></c>'
    ),
    "a formula that moves": lambda row: f'<c r="A{row}"><f>B{row}+1</f><v>{row}</v></c><c r="B{row}"><v>2</v></c>',
    "dates and faults": lambda row: f'<c r="A{row}" s="62"><v>{45000 + row}</v></c><c r="B{row}" t="e"><v>#N/A</v></c>',
}


def sheet(cells_of: Callable[[int], str], last: int = 60) -> bytes:
    return part("".join(f'<row r="{row}">{cells_of(row)}</row>' for row in range(4, last)))


@pytest.mark.parametrize("name", SHAPES)
def test_as_the_parser_reads_them(name: str) -> None:
    data = sheet(SHAPES[name])
    assert repr(quick(data)) == repr(parsed(data))


def test_shapes_mixed_at_random() -> None:
    chance = random.Random(4)
    for _ in range(30):
        chosen = chance.sample(sorted(SHAPES), 3)
        data = sheet(lambda row: SHAPES[chance.choice(chosen)](row), 90)  # noqa: B023
        assert repr(quick(data)) == repr(parsed(data))


def test_every_cell_of_a_class_is_what_calamine_reads() -> None:
    """calamine shares nothing with us. 核对 is left out: its thousands of cells are read by nobody."""
    data = entered(sample_class(MUNICIPAL, 9))
    held = Package(Path("班.xlsx"), data)
    with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        for sheet in held.sheets:
            theirs = [
                [shown(cell) for cell in row] for row in book.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
            ]
            ours = [[shown(cell) for cell in row] for row in open_sheet(held, sheet).typed(sheet.title).grid.rows]
            if sheet.title != CHECKING:
                assert [padded(row, 99) for row in ours] == [padded(row, 99) for row in theirs[: len(ours)]]


def shown(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell


def padded(row: list[Any], width: int) -> list[Any]:
    return [*(None if cell == "" else cell for cell in row), *[None] * (width - len(row))]


def test_a_pattern_is_made_and_used(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_apart = []
    monkeypatch.setattr(alike_rows, "cells", lambda written, row: taken_apart.append(row) or cells(written, row))
    rows = AlikeRows()
    for row in range(1, 101):
        assert rows.cells(SHAPES["shared texts"](row), row) == cells(SHAPES["shared texts"](row), row)
    assert taken_apart == list(range(1, ALIKE + 1))


def test_a_cell_in_another_row_than_its_own_is_left_to_the_parser() -> None:
    rows = AlikeRows()
    for row in range(1, 20):
        rows.cells(SHAPES["shared texts"](row), row)
    with pytest.raises(NotPlain):
        rows.cells(SHAPES["shared texts"](21), 20)


def test_spoiled_rows_among_alike_ones() -> None:
    """One sign of one row is lost, doubled or another: both readers say the same, or the quick one leaves it to the parser."""
    chance = random.Random(11)
    told = 0
    for _ in range(400):
        row = SHAPES[chance.choice(sorted(SHAPES))]
        spoiled = chance.randrange(20, 50)
        at = chance.random()

        def one(number: int, row: Callable[[int], str] = row, spoiled: int = spoiled, at: float = at) -> str:
            written = row(number)
            if number != spoiled:
                return written
            place = int(at * len(written))
            return (
                written[:place]
                + chance.choice(("", "<", '"', "&", "0", "A", "<v>", "</c>"))
                + written[place + chance.randrange(2) :]
            )

        data = sheet(one)
        found = quick(data)
        told += found is not None
        assert found is None or repr(found) == repr(parsed(data))
    assert 40 < told < 400


def test_a_formula_with_the_number_of_the_row_in_a_text_is_not_taken_for_that_of_another_row() -> None:
    data = sheet(lambda row: f'<c r="A{row}"><f>COUNTIF(B1,"{row}")</f><v>1</v></c>')
    assert repr(quick(data)) == repr(parsed(data))


def test_no_pattern_of_an_endless_row() -> None:
    rows = AlikeRows()
    for row in range(1, 30):
        rows.cells("".join(f'<c r="A{row}"><v>{at}</v></c>' for at in range(2000)), row)
    assert rows.shapes == []


def test_the_shape_of_a_row_is_its_text_but_for_number_and_values() -> None:
    assert shape_of(SHAPES["an empty cell"](7)) == shape_of(SHAPES["an empty cell"](123))


@pytest.mark.parametrize("first", SHAPES)
@pytest.mark.parametrize("second", SHAPES)
def test_shapes_of_an_earlier_sheet_read_no_other_row_wrongly(first: str, second: str) -> None:
    """Both have the same around them, so that the second begins with the shapes of the first."""
    alike_rows.kept_shapes.cache_clear()
    for name in (first, second, first):
        rows = "".join(f'<row r="{row}">{SHAPES[name](row)}</row>' for row in range(4, 44))
        assert repr(quick(part(rows))) == repr(parsed(part(rows)))
    assert alike_rows.kept_shapes.cache_info().misses == 1
    assert len(alike_rows.shapes_beside(plain_part(part("")).around)) <= alike_rows.MOST_SHAPES


def test_a_sheet_learns_its_own_shapes_where_those_of_an_earlier_one_do_not_fit() -> None:
    known: list[alike_rows.Shape] = []
    strange = [f'<c r="A{{row}}" s="{style}" t="s"><v>1</v></c>' for style in range(alike_rows.MOST_SHAPES)]
    for shape in (*strange, '<c r="B{row}"><v>7</v></c>'):
        reader = AlikeRows(known)
        for row in range(1, ALIKE + 2):
            reader.cells(shape.format(row=row), row)
        assert known[0].pattern.fullmatch(shape.format(row=99))
    assert len(known) == alike_rows.MOST_SHAPES
