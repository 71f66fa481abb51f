"""The lossless writer.

- every other part is byte for byte the same, in the same order, with the same compression, time stamps and comment
- in the changed part, everything but the cells concerned is the same too
- LibreOffice opens the result and shows the new and the old values
- values of every kind; new rows and cells in their place; formats kept; used area and spans grown
- array formulas, shared formulas, merged areas, the calculation chain
- what is written is read back, whatever it is
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests import office
from tests.ooxml.parts_compared import assert_only_changed
from tests.raw_workbook import HEAD, MAIN, OFFICE, parts_of, sheet_xml, workbook, zipped
from tests.rich_workbook import OTHER, SHEET, rich_workbook
from udfs.values.cells import Value
from udfs.values.grid import Grid
from workbooks.files.errors import Unusable
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import read_grid
from workbooks.ooxml.writing.changes import CellChange, Formula
from workbooks.ooxml.writing.patching import patched

rich = lru_cache(maxsize=1)(rich_workbook)


def package_of(data: bytes) -> Package:
    return Package(Path("a.xlsx"), data)


def grid_of(data: bytes, title: str = "表") -> Grid:
    package = package_of(data)
    return read_grid(package, package.sheet(title))


def written(data: str, *changes: tuple[int, int, Value | Formula], after: str = "", before: str = "") -> tuple[str, Grid]:
    """The sheet's part, and its values, after changes to a sheet with the given cells."""
    old = workbook({"表": sheet_xml(data, after, before)})
    new = patched(package_of(old), [CellChange("表", *change) for change in changes])
    return zipfile.ZipFile(io.BytesIO(new)).read("xl/worksheets/sheet1.xml").decode(), grid_of(new)


def inside(part: str) -> str:
    """What stands in sheetData."""
    found = re.search(r"<sheetData>(.*)</sheetData>", part, re.DOTALL)
    assert found
    return found[1]


def test_everything_else_in_a_rich_workbook_stays(tmp_path: Path) -> None:
    changes = [
        CellChange(SHEET, 5, 2, "改过的名字"), CellChange(SHEET, 3, 5, "改为普通文字"), CellChange(SHEET, 14, 3, "新增一行"),
        CellChange(SHEET, 6, 6, date(2025, 12, 31)), CellChange(SHEET, 7, 1, 77.5),
    ]  # fmt: skip
    new = patched(package_of(rich()), changes)
    assert_only_changed(rich(), new, "xl/worksheets/sheet1.xml")
    path = tmp_path / "新.xlsm"
    path.write_bytes(new)
    values = office.read_values(office.convert(path, "xlsx", tmp_path / "out"))[SHEET]
    assert values[4][1] == "改过的名字"
    assert values[2][4] == "改为普通文字"
    assert values[13][2] == "新增一行"
    assert values[5][5] in (date(2025, 12, 31), datetime(2025, 12, 31))
    assert values[6][0] == 77.5
    assert values[6][3] == 155, "the formula beside it was computed anew"
    assert values[3][1] == "学员2"
    assert values[11][2] == "11010519491231002X"


def test_what_libreoffice_shows_of_the_rest_stays(tmp_path: Path) -> None:
    """Drawings, chart and comments are still there for a program that opens the result."""
    path = tmp_path / "新.xlsm"
    path.write_bytes(patched(package_of(rich()), [CellChange(SHEET, 5, 2, "改过的名字")]))
    with zipfile.ZipFile(office.convert(path, "xlsx", tmp_path / "out")) as archive:
        names = " ".join(archive.namelist())
        assert "charts/chart" in names
        assert "media/image" in names
        assert "comments" in names
        assert "请先阅读" in "".join(archive.read(name).decode() for name in archive.namelist() if "drawings/drawing" in name)


def test_the_changed_part_keeps_every_other_byte() -> None:
    name = "xl/worksheets/sheet1.xml"
    old = zipfile.ZipFile(io.BytesIO(rich())).read(name)
    new = zipfile.ZipFile(io.BytesIO(patched(package_of(rich()), [CellChange(SHEET, 5, 2, "改")]))).read(name)
    cell = re.search(rb'<c r="B5"[^>]*>.*?</c>', old)
    assert cell
    end = old.index(b"</sheetData>")
    expected = (
        old[: cell.start()]
        + '<c r="B5" t="inlineStr"><is><t xml:space="preserve">改</t></is></c>'.encode()
        + old[cell.end() : end]
    )
    assert new == expected + b'</sheetData><sheetCalcPr fullCalcOnLoad="1"/>' + old[end + len(b"</sheetData>") :]


def test_nothing_to_write_is_the_same_file() -> None:
    assert patched(package_of(rich()), []) is package_of(rich()).data
    assert patched(package_of(rich()), [CellChange(SHEET, 500, 3, None)]) == rich()


def test_openpyxl_and_two_sheets_at_once() -> None:
    new = patched(package_of(rich()), [CellChange(SHEET, 5, 2, "=1+1"), CellChange(OTHER, 40, 3, True)])
    assert_only_changed(rich(), new, "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml")
    book = openpyxl.load_workbook(io.BytesIO(new))
    assert book[SHEET]["B5"].value == "=1+1"
    assert book[SHEET]["B5"].data_type == "s"
    assert book[OTHER]["C40"].value is True


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        ("文字", '<c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve">文字</t></is></c>'),
        (" <&>\n", '<c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve"> &lt;&amp;&gt;\n</t></is></c>'),
        ("=1+1", '<c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>'),
        ("", '<c r="A1" s="1"/>'),
        (None, '<c r="A1" s="1"/>'),
        (5, '<c r="A1" s="1"><v>5</v></c>'),
        (0.1, '<c r="A1" s="1"><v>0.1</v></c>'),
        (Decimal("12.30"), '<c r="A1" s="1"><v>12.30</v></c>'),
        (float("nan"), '<c r="A1" s="1" t="e"><v>#NUM!</v></c>'),
        (True, '<c r="A1" s="1" t="b"><v>1</v></c>'),
        (date(2025, 3, 19), '<c r="A1" s="1"><v>45735</v></c>'),
        (datetime(2025, 3, 19, 12), '<c r="A1" s="1"><v>45735.5</v></c>'),
        (Formula("=B1&C1"), '<c r="A1" s="1"><f>B1&amp;C1</f></c>'),
        (Formula("B1", "甲"), '<c r="A1" s="1" t="str"><f>B1</f><v>甲</v></c>'),
        (Formula("B1", 3), '<c r="A1" s="1"><f>B1</f><v>3</v></c>'),
        (Formula("B1", ""), '<c r="A1" s="1" t="str"><f>B1</f><v></v></c>'),
        (Formula("B1", False), '<c r="A1" s="1" t="b"><f>B1</f><v>0</v></c>'),
    ],
)
def test_how_values_are_written(value: Value | Formula, xml: str) -> None:
    part, _ = written('<row r="1"><c r="A1" s="1" t="s" vm="2"><v>0</v></c></row>', (1, 1, value))
    assert inside(part) == f'<row r="1">{xml}</row>'


def test_new_cells_and_rows_come_in_order() -> None:
    data = '<row r="2" spans="2:3" ht="20"><c r="B2"><v>1</v></c> <c r="D2"><v>2</v></c></row>\n<row r="5"/>'
    part, grid = written(data, *[(row, column, row * 10 + column) for row in (1, 2, 3, 5, 9) for column in (1, 3, 5)])
    found = re.findall(r'<row r="(\d+)"|<c r="([A-Z]\d+)"', inside(part))
    order = [row or cell for row, cell in found]
    assert " ".join(order) == "1 A1 C1 E1 2 A2 B2 C2 D2 E2 3 A3 C3 E3 5 A5 C5 E5 9 A9 C9 E9"
    assert 'spans="1:5" ht="20"' in part
    assert grid.rows[1] == [21, 1, 23, 2, 25]
    assert grid.value(9, 5) == 95


STRANGE = (
    "王𠮷",
    "ａｂｃ",
    "²³",
    "٣",
    "1e5",
    "TRUE",
    "007",
    "①",
    " 前空",
    "甲\n乙",
    "a&b<c",
    "王·李",
    "汉" * 32_767,
    12345,
    10**17,
    True,
)


def test_other_readers_see_strange_texts_in_new_rows() -> None:
    """In new rows what needs no other writing is written by a short way; these readers share nothing with it."""
    source = Package(Path("a.xlsx"), workbook({"Sheet1": sheet_xml("")}))
    data = patched(source, [CellChange("Sheet1", at, 2, value) for at, value in enumerate((*STRANGE, *STRANGE), start=3)])
    there = openpyxl.load_workbook(io.BytesIO(data))["Sheet1"]
    assert [there.cell(at, 2).value for at in range(3, 3 + 2 * len(STRANGE))] == [*STRANGE, *STRANGE]
    seen = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Sheet1").to_python()
    assert [row[-1] for row in seen] == [*STRANGE, *STRANGE]


def test_a_text_too_long_for_a_cell_is_refused_in_every_row() -> None:
    source = Package(Path("a.xlsx"), workbook({"Sheet1": sheet_xml("")}))
    with pytest.raises(Unusable, match="32767"):
        patched(source, [CellChange("Sheet1", 3, 2, "甲"), CellChange("Sheet1", 4, 2, "汉" * 32_768)])


def test_an_empty_sheet_can_be_written() -> None:
    parts = parts_of({"表": f'{HEAD}<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData/></worksheet>'})
    new = patched(package_of(zipped(parts)), [CellChange("表", 3, 2, "甲")])
    part = zipfile.ZipFile(io.BytesIO(new)).read("xl/worksheets/sheet1.xml").decode()
    assert '<dimension ref="A1:B3"/><sheetData><row r="3"><c r="B3" t="inlineStr">' in part
    assert grid_of(new).rows == [[], [], [None, "甲"]]


def test_new_cells_take_the_format_of_their_row_or_column() -> None:
    before = '<cols><col min="2" max="3" width="9" style="6"/></cols>'
    data = '<row r="1"><c r="A1"/></row><row r="2" s="3" customFormat="1"/><row r="3" s="3"/>'
    part, _ = written(data, (1, 2, "a"), (2, 2, "b"), (3, 3, "c"), (4, 2, "d"), (1, 4, "e"), before=before)
    assert re.findall(r'<c r="(\w+)" s="(\d)"', part) == [("B1", "6"), ("B2", "3"), ("C3", "6"), ("B4", "6")]


def test_prefixes_and_missing_addresses() -> None:
    cells = "<x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>"
    part = f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{cells}</x:sheetData></x:worksheet>'
    new = patched(package_of(workbook({"表": part})), [CellChange("表", 1, 2, "甲"), CellChange("表", 2, 1, 3)])
    assert grid_of(new).rows == [[1, "甲"], [3]]


def test_a_part_in_utf16_can_be_written() -> None:
    parts: dict[str, str | bytes] = {**parts_of({"表": sheet_xml('<row r="1"><c r="A1" t="str"><v>旧</v></c></row>')})}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = str(parts[name]).replace("UTF-8", "UTF-16").encode("utf-16")
    assert grid_of(patched(package_of(zipped(parts)), [CellChange("表", 2, 1, "新")])).rows == [["旧"], ["新"]]


ARRAY = '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'


def test_a_part_of_an_array_formula_is_refused() -> None:
    for row in (1, 2):
        with pytest.raises(Unusable, match=f"表”A{row}.*数组公式"):
            written(ARRAY, (row, 1, 5))
    assert written(ARRAY, (1, 1, 5), (2, 1, 6))[1].rows == [[5], [6]]
    alone = ARRAY.replace("A1:A2", "A1").replace("B1:B2", "B1")
    assert written(alone, (1, 1, 5))[1].rows == [[5], [2]]


def test_covered_cells_of_a_merged_area() -> None:
    after = '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
    data = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"/><c r="C1" s="1"/></row>'
    assert written(data, (1, 2, 7), after=after)[1].rows == [[7]]
    assert written(data, (1, 1, 8), (1, 2, 7), (1, 3, None), after=after)[1].rows == [[8]]
    assert inside(written(data, (1, 2, None), after=after)[0]) == data


SHARED = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2</f><v>2</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2" s="1"><f t="shared" si="0"/><v>4</v></c></row>'
    '<row r="3"><c r="B3"><f si="0" t="shared"></f></c></row>'
)


def test_the_cell_that_holds_a_shared_formula_may_be_written_over() -> None:
    part, grid = written(SHARED, (1, 2, "值"))
    assert dict(grid.formulas) == {(2, 2): "A2*2", (3, 2): "A3*2"}
    assert grid.value(2, 2) == 4 or isinstance(grid.value(2, 2), datetime)
    assert '<c r="B2" s="1"><f>A2*2</f><v>4</v></c>' in part
    assert "shared" not in part


def test_a_cell_that_shares_a_formula_may_be_written_over() -> None:
    part, grid = written(SHARED, (2, 2, 9))
    assert dict(grid.formulas) == {(1, 2): "A1*2", (3, 2): "A3*2"}
    assert part.count("shared") == 2


def test_a_sheet_of_a_workbook_with_formulas_asks_to_be_calculated_once() -> None:
    part, _ = written(SHARED, (1, 1, 9), after='<sheetCalcPr fullCalcOnLoad="0"/><sheetProtection sheet="1"/>')
    assert part.endswith('</sheetData><sheetCalcPr fullCalcOnLoad="1"/><sheetProtection sheet="1"/></worksheet>')
    again, _ = written(SHARED, (1, 1, 9), after='<sheetCalcPr fullCalcOnLoad="1"/>')
    assert again.count("sheetCalcPr") == 1
    assert "sheetCalcPr" not in written('<row r="1"><c r="A1"><v>1</v></c></row>', (1, 1, 9))[0]


def chained(entries: str, sheets: int = 2) -> dict[str, str]:
    """A workbook of two sheets with formulas in A1 and A2, and a calculation chain."""
    data = '<row r="1"><c r="A1"><f>1</f><v>1</v></c></row><row r="2"><c r="A2"><f>2</f><v>2</v></c></row>'
    parts = parts_of({f"表{at}": sheet_xml(data) for at in range(1, sheets + 1)})
    parts["xl/calcChain.xml"] = f'{HEAD}<calcChain xmlns="{MAIN}">{entries}</calcChain>'
    rels, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    link = f'<Relationship Id="rId99" Type="{OFFICE}/calcChain" Target="calcChain.xml"/>'
    parts[rels] = parts[rels].replace("</Relationships>", f"{link}</Relationships>")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    parts[types] = parts[types].replace("</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>')
    return parts


def test_formulas_that_are_none_any_more_leave_the_calculation_chain() -> None:
    old = zipped(chained('<c r="A1" i="2"/><c r="A2"/><c r="A1" i="1"/><c r="A2" l="1"/>'))
    new = patched(package_of(old), [CellChange("表2", 1, 1, 5), CellChange("表1", 2, 1, Formula("3"))])
    assert_only_changed(old, new, "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/calcChain.xml")
    chain = zipfile.ZipFile(io.BytesIO(new)).read("xl/calcChain.xml").decode()
    assert chain.endswith('<c r="A2" i="2"/><c r="A1" i="1"/><c r="A2" l="1"/></calcChain>')


def test_a_calculation_chain_that_would_be_empty_is_dropped() -> None:
    parts = chained('<c r="A1" i="1"/><c r="A2"/>')
    new = patched(package_of(zipped(parts)), [CellChange("表1", 1, 1, 5), CellChange("表1", 2, 1, None)])
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        assert [name for name in parts if name not in archive.namelist()] == ["xl/calcChain.xml"]
        for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            left = archive.read(name).decode()
            assert "calcChain" not in left
            assert len(left) > len(parts[name]) - 220
            assert left.count("<") == parts[name].count("<") - 1
    assert grid_of(new, "表1").rows == [[5], []] or grid_of(new, "表1").rows == [[5]]


def test_headings_of_table_objects_are_refused() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.add_worksheet("表").add_table("B2:C4", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    book.close()
    with pytest.raises(Unusable, match=r"C2.*标题行"):
        patched(package_of(made.getvalue()), [CellChange("表", 2, 3, "丙")])
    assert grid_of(patched(package_of(made.getvalue()), [CellChange("表", 3, 3, "丙")])).value(3, 3) == "丙"


def test_text_no_cell_can_hold_is_refused() -> None:
    written("", (1, 1, "x" * 32_767))
    with pytest.raises(Unusable, match=r"A1.*32767"):
        written("", (1, 1, "x" * 32_768))


def test_an_unknown_sheet_is_named() -> None:
    with pytest.raises(Unusable, match="附件9"):
        patched(package_of(rich()), [CellChange("附件9", 1, 1, 5)])


TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False),
    TEXT, st.sampled_from(["=1+1", "+86", "-", "@x", "'a", "_x0041_", "_x005F_", "\r\n", "\x00\x1f", "#N/A", "]]>", "\ufffe"]),
)  # fmt: skip
CELLS = st.dictionaries(st.tuples(st.integers(1, 60), st.integers(1, 40)), VALUES, min_size=1, max_size=25)


@settings(deadline=None, max_examples=150)
@given(CELLS, CELLS)
def test_what_is_written_is_read_back(first: dict[tuple[int, int], Value], second: dict[tuple[int, int], Value]) -> None:
    """Twice over: once into a sheet as it is, once into one that was written."""
    data = workbook({"表": sheet_xml('<row r="2"><c r="B2" s="0"><v>1</v></c></row><row r="4" s="0"/>'), "别": sheet_xml("")})
    expected: dict[tuple[int, int], Value] = {(2, 2): 1}
    for cells in (first, second):
        data = patched(package_of(data), [CellChange("表", *at, value) for at, value in cells.items()])
        expected |= cells
        grid = grid_of(data)
        for at, value in expected.items():
            found = grid.value(*at)
            assert found == value
            assert isinstance(found, bool) is isinstance(value, bool)
        assert sum(one is not None for row in grid.rows for one in row) == sum(one is not None for one in expected.values())
        again = patched(package_of(data), [CellChange("表", *at, value) for at, value in cells.items()])
        assert grid_of(again).rows == grid.rows


def test_half_pairs_of_characters_are_replaced() -> None:
    assert written("", (1, 1, "a\ud800b"))[1].rows == [["a\ufffdb"]]
