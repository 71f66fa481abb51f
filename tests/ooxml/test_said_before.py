"""A sheet that says what it has said before is not read again, and nothing else is ever taken for that.

The judge is the reader of whole sheets, which keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.raw_workbook import sheet_xml, workbook
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.reading.own_parameters import MOST_ROWS, SEARCHED, columns_read, rows_of
from udfs.values.grid import Grid
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading import said_before
from workbooks.ooxml.reading.sheets import read_columns, read_sheet
from workbooks.templates.entering import entered

ROWS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" s="1"><v>45000</v></c></row>'
ROWS += '<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" t="s"><v>2</v></c></row>'


def texts(*written: str) -> str:
    return "".join(f"<si><t>{text}</t></si>" for text in written)


def book(*written: str, rows: str = ROWS, name: str = "甲.xlsx") -> Package:
    return Package(Path(name), workbook({"表": sheet_xml(rows)}, strings=texts(*written)))


def columns(package: Package) -> Grid:
    found = read_columns(package, package.sheets[0], 9, 1, first_column)
    assert found is not None
    return found


def first_column(_: Grid) -> Iterator[int]:
    yield 1


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    said_before.kept.cache_clear()


def test_the_same_is_not_read_again() -> None:
    first = columns(book("甲", "乙", "丙", "丁"))
    assert [row[0] for row in first.rows] == ["甲", "丁"]
    assert columns(book("甲", "乙", "丙", "丁", "戊", name="乙.xlsx")) is first


def test_a_text_that_is_not_pointed_at_may_be_another() -> None:
    first = columns(book("甲", "乙", "丙", "丁"))
    assert columns(book("甲", "乙", "某人", "丁")) is first


@pytest.mark.parametrize("other", [("甲", "乙", "丙", "另"), ("另", "乙", "丙", "丁"), ("甲", "乙", "丙"), ()])
def test_another_text_is_read(other: tuple[str, ...]) -> None:
    first = columns(book("甲", "乙", "丙", "丁"))
    package = book(*other)
    again = columns(package)
    assert again is not first
    whole = read_sheet(package, package.sheets[0]).grid
    assert [again.value(row, 1) for row in (1, 2)] == [whole.value(row, 1) for row in (1, 2)]


def test_a_sheet_that_points_nowhere_is_read_each_time() -> None:
    assert columns(book("甲", "乙")).value(2, 1) is None
    assert [row[0] for row in columns(book("甲", "乙", "丙", "丁")).rows] == ["甲", "丁"]


def test_other_cells_are_read() -> None:
    columns(book("甲", "乙", "丙", "丁"))
    assert columns(book("甲", "乙", "丙", "丁", rows=ROWS.replace("<v>3</v>", "<v>2</v>"))).rows[1][0] == "丙"


def test_as_dates_are_shown_in_this_workbook() -> None:
    package = book("甲", "乙", "丙", "丁")
    first = columns(package)
    styles = package.read("xl/styles.xml")
    assert first.value(1, 3) == datetime(2023, 3, 15)
    undated = styles.replace(b'<xf numFmtId="164"/>', b'<xf numFmtId="0"/>')
    again = Package(Path("乙.xlsx"), package.archive.rewritten({"xl/styles.xml": undated}))
    assert columns(again).value(1, 3) == read_sheet(again, again.sheets[0]).grid.value(1, 3) == 45000


def test_what_is_kept_has_an_end() -> None:
    for at in range(said_before.VARIANTS + 3):
        columns(book(f"甲{at}", "乙", "丙", "丁"))
    package = book("甲", "乙", "丙", "丁").packed("xl/worksheets/sheet1.xml")
    assert len(said_before.said(package, "表", 9, 1, first_column)) == said_before.VARIANTS
    assert said_before.kept.cache_info().maxsize == said_before.KEPT
    assert package is not None
    said_before.keep(said_before.said(package._replace(data=b"0" * (said_before.LONGEST + 1)), "表", 9, 1, first_column),
                     book("甲"), said_before.AskedTexts([]), Grid("表", []))  # fmt: skip
    assert said_before.kept.cache_info().currsize == 1


def test_our_own_sheet() -> None:
    """参数 of two workbooks of one template that differ in their people, and of one whose texts are counted otherwise."""
    made = sample_class(MUNICIPAL, 9)
    one = Package(Path("班.xlsx"), entered(made))
    shared = one.read("xl/sharedStrings.xml")
    name = str(made.people[0].name).encode()
    named = Package(Path("二.xlsx"), one.archive.rewritten({"xl/sharedStrings.xml": shared.replace(name, "某某".encode())}))
    other = Package(Path("三.xlsx"), entered(sample_class(MUNICIPAL, 10, trainees=20)))
    assert named.strings != one.strings
    first, second, third = (
        read_columns(each, each.sheet("参数"), MOST_ROWS, SEARCHED, columns_read) for each in (one, named, other)
    )
    assert second is first
    assert third is not first
    for each, found in ((named, second), (other, third)):
        assert found is not None
        assert list(rows_of(found)) == list(rows_of(read_sheet(each, each.sheet("参数")).grid))
