"""A workbook -> the records of a class.

- the sheets are found by title, by what the title begins with or contains, by headings; each block serves one sheet
- a workbook no program has computed yet (written by a library) reads like the class it was made from
- our formulas are computed by us whatever is stored; others have their stored result, or the cell is named
- reading a closed file imports no spreadsheet library, and changes nothing
- a book in a spreadsheet program: one read per sheet, merged labels, the same class
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.closed_cells import open_book
from tests.open_program import open_book_of
from tests.raw_workbook import sheet_xml, workbook
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import (
    ACCOUNTS,
    ATTENDANCE,
    EXPENSES,
    FINDINGS,
    LECTURES,
    MATERIALS,
    PARAMETERS,
    PEOPLE,
    PROJECT,
    RESULTS,
    SURVEY,
    ClassFile,
    Record,
)
from udfs.rules.model import BROKEN_CELL
from udfs.rules.runner import check
from udfs.values.cells import UNCOMPUTED, Value, number, text
from udfs.values.grid import Grid
from workbooks.book.reading import read_book, read_file
from workbooks.book.writing import write_changes
from workbooks.closed.held_file import HeldFile
from workbooks.files.errors import Unusable
from workbooks.forms.locating import locate
from workbooks.ooxml.addresses import Area
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import MAX_ROWS
from workbooks.ooxml.writing.changes import CellChange, Formula
from workbooks.ooxml.writing.patching import patched
from workbooks.templates.entering import entered

TODAY = date(2025, 6, 30)
PEOPLE_ROWS: list[list[Any]] = [
    ["学员和工作人员签到表"],
    [],
    ["序号", "姓名", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）", "是否收费", "签名"],
    [1, "张三", "11010519491231002X", "14100000000", "示例单位", "工程师", "否"],
]


def saved(folder: Path, data: bytes, name: str = "班.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def book_of(sheets: Mapping[str, list[list[Any]]]) -> bytes:
    """A workbook as openpyxl writes it: no stored results."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def grid(title: str, rows: list[list[Any]] | None = None) -> Grid:
    return Grid(title=title, rows=rows or [])


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("附件4", PEOPLE), (" 附件 4 ", PEOPLE), ("附件４", PEOPLE), ("附件4学员和工作人员签到表", PEOPLE), ("签到表", PEOPLE),
        ("2025年附件4（终稿）", PEOPLE), ("附件40", None), ("附件5", RESULTS), ("带证书编号的学员名单", RESULTS),
        ("附件3 决算表", ACCOUNTS), ("经费决算表", ACCOUNTS),
        ("学员满意度测评统计表", SURVEY), ("附件6", SURVEY), ("项目信息", PROJECT),
        ("考勤", ATTENDANCE),
        ("师资费", LECTURES), ("费用明细", EXPENSES), ("核验", FINDINGS), ("材料清单", MATERIALS), ("Sheet1", None),
    ],
)  # fmt: skip
def test_sheets_are_found_by_title(title: str, sheet: str | None) -> None:
    assert list(locate([grid(title)])) == ([sheet] if sheet else [])


def test_the_exact_title_goes_before_one_that_begins_with_it() -> None:
    found = locate([grid("附件4备份"), grid("附件4")])
    assert found[PEOPLE].title == "附件4"


@pytest.mark.parametrize(
    ("headings", "sheet"),
    [
        (["序号", "姓名", "身份证号", "联系电话", "工作单位"], PEOPLE),
        (["姓名", "身份证号", "是否收费"], PEOPLE),
        (["序号", "姓名", "学时数", "身份证号", "联系电话", "工作单位", "证书编号"], RESULTS),
        (["序号", "姓名", "身份证号", "请假学时", "缺勤学时"], ATTENDANCE),
        (["序号", "姓名", "授课日期", "学时", "税后讲课费"], LECTURES),
        (["序号", "日期", "项目", "摘要", "金额"], EXPENSES),
        (["序号", "测评项目", "很满意", "满意", "一般", "不满意"], SURVEY),
        (["序号", "事项", "是否齐备"], MATERIALS),
        (["序号", "规则", "键", "说明"], FINDINGS),
        (["序号", "姓名"], None),
        (["序号", "部门", "备注"], None),
    ],
)
def test_sheets_are_found_by_headings(headings: list[str], sheet: str | None) -> None:
    assert list(locate([grid("Sheet1", [["标题"], headings])])) == ([sheet] if sheet else [])


def test_forms_of_labels_are_found_by_their_labels() -> None:
    accounts = [["名称"], ["项目", "金额", "备注"], ["住宿费"], ["伙食费"], ["场地费"], ["合计"]]
    project = [["选题名称", "x"], ["承办单位", "y"], ["开始日期"], ["结束日期"]]
    found = locate([grid("a", accounts), grid("b", project), grid("c", [["住宿费"]])])
    assert {sheet: one.title for sheet, one in found.items()} == {ACCOUNTS: "a", PROJECT: "b"}


def test_a_workbook_without_any_of_the_sheets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="附件4") as caught:
        read_file(saved(tmp_path, book_of({"Sheet1": [["a", "b"]], PARAMETERS: PEOPLE_ROWS})), TODAY)
    assert caught.value.exit_code == 2


def test_only_one_annex_with_the_columns_in_another_order(tmp_path: Path) -> None:
    rows = [
        ["说明"],
        ["姓名", None, "序号", "工作单位", "身份证号"],
        ["张三", None, 1, "示例单位", "11010519491231002X"],
        [],
        ["李四"],
    ]
    c = read_file(saved(tmp_path, book_of({"名单": rows})), TODAY)
    assert [(person.row, person.name) for person in c.people] == [(3, "张三"), (5, "李四")]
    assert c.places[PEOPLE].title == "名单"
    assert c.places[PEOPLE].columns["身份证号"] == "E"


def compared(read: Record, made: Record) -> dict[str, tuple[Value, Value]]:
    """The fields in which the two differ for a reader of the sheet."""
    found = {}
    for heading in type(made).attributes():
        one, other = read.get(heading), made.get(heading)
        first, second = number(one), number(other)
        if (first != second) if first is not None and second is not None else text(one) != text(other):
            found[heading] = (one, other)
    return found


def assert_same_class(read: ClassFile, made: ClassFile) -> None:
    computed = {"序号", "职称级别", "缺勤率", "按退学处理", "上限", "满意率", "截止日期", "剩余天数", "性别"}
    pairs: list[tuple[Record, Record]] = [(read.project, made.project), (read.accounts, made.accounts), (read.forms, made.forms)]
    for name in ("people", "results", "absences", "lectures", "expenses", "survey"):
        rows, others = getattr(read, name), getattr(made, name)
        assert len(rows) == len(others), name
        pairs += zip(rows, others, strict=True)
    for one, other in pairs:
        differing = compared(one, other)
        assert not differing.keys() - computed, differing


def without_values(data: bytes) -> bytes:
    """The workbook as openpyxl and its like write it: nothing is stored beside the formulas."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in book.namelist():
            part = book.read(name)
            copy.writestr(name, re.sub(rb"(<f[^>]*?(?:/>|>[^<]*</f>))<v[^>]*?(?:/>|>[^<]*</v>)", rb"\1", part))
    return out.getvalue()


@pytest.mark.parametrize("level", [MUNICIPAL, NATIONAL])
def test_a_workbook_no_program_has_computed_reads_like_the_class_it_was_made_from(tmp_path: Path, level: str) -> None:
    made = sample_class(level, plan=2)
    path = saved(tmp_path, without_values(entered(made)))
    data = path.read_bytes()
    held = HeldFile.open(path)
    assert sum(one.value(*at) is None for one in held.grids() for at in one.formulas) > 1000, "nothing is stored"
    assert_same_class(read_file(path, TODAY), made)
    assert path.read_bytes() == data
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_reading_imports_no_spreadsheet_library(tmp_path: Path) -> None:
    path = saved(tmp_path, entered(sample_class()))
    code = (
        "import sys\nfrom datetime import date\nfrom workbooks.book.reading import read_file\n"
        "read_file(sys.argv[1], date(2025, 6, 30))\n"
        "print([name for name in ('xlwings', 'openpyxl', 'pandas', 'lxml', 'sqlalchemy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_our_formula_is_computed_whatever_is_stored(tmp_path: Path) -> None:
    made = sample_class()
    path = saved(tmp_path, entered(made))
    held = HeldFile.open(path)
    place = read_file(path, TODAY).places[ACCOUNTS].cells["学员人数"]
    at = (int(place.strip("ABCDEFGH")), ord(place[0]) - 64)
    formula = held.content(ACCOUNTS).grid.formulas[at]
    path.write_bytes(patched(held.package, [CellChange(ACCOUNTS, *at, Formula(formula, 999))]))
    assert number(read_file(path, TODAY).accounts.trainees) == len(made.trainees)


def formula_sheet(formula: str, stored: str, kind: str = "") -> str:
    """附件4 with one person, whose phone is a formula. ``kind``: further attributes of the formula."""
    cells = "".join(
        f'<c r="{chr(65 + at)}1" t="inlineStr"><is><t>{heading}</t></is></c>' for at, heading in enumerate(PEOPLE_ROWS[2])
    )
    filled = f'<c r="D2" t="str"><f{kind}>{formula}</f>{stored}</c>'
    row = f'<c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>张三</t></is></c>{filled}'
    return sheet_xml(f'<row r="1">{cells}</row><row r="2">{row}</row>')


def phone(folder: Path, formula: str, stored: str = "", more: str = "") -> Value:
    return read_file(saved(folder, workbook({PEOPLE: formula_sheet(formula, stored)}, workbook=more)), TODAY).people[0].phone


def test_another_formula_keeps_its_stored_result(tmp_path: Path) -> None:
    assert phone(tmp_path, '"1" &amp; "2"', "<v>13</v>") == "13"
    assert phone(tmp_path, '"1" &amp; "2"', "<v></v>") == ""
    assert phone(tmp_path, "NOSUCHFUNCTION(1)", "<v>13</v>") == "13"


@pytest.mark.parametrize("formula", ['"1" &amp; B2', "NOSUCHFUNCTION(1)", "(" * 3000 + "1" + ")" * 3000])
def test_another_formula_without_a_result_is_named(tmp_path: Path, formula: str) -> None:
    """The others are read and judged all the same."""
    c = read_file(saved(tmp_path, workbook({PEOPLE: formula_sheet(formula, "")})), TODAY)
    assert (c.people[0].name, c.people[0].phone) == ("张三", UNCOMPUTED)
    findings = check(c).findings
    named = [(one.cell, one.message) for one in findings if one.code == BROKEN_CELL]
    assert [
        (cell, "没有存下结果（用 Excel、WPS 或 LibreOffice 打开并保存一次即可）" in reported) for cell, reported in named
    ] == [("D2", True)]
    assert "A4-04" in {one.code for one in findings}, "the rest of the row is judged"


def test_a_formula_beside_ours_without_a_result_is_named(tmp_path: Path) -> None:
    """A user's own formula in a workbook nobody has computed; with its result it reads as that."""
    path = saved(tmp_path, entered(sample_class()))
    held = HeldFile.open(path)
    place = read_file(path, TODAY).places[RESULTS]
    row, column = place.heading_row + 1, ord(place.columns["工作单位"]) - 64
    for cached, read in ((None, UNCOMPUTED), ("某单位", "某单位")):
        formula = Formula(f'{place.columns["姓名"]}{row}&"/"&项目信息_总学时', cached)
        path.write_bytes(patched(held.package, [CellChange(RESULTS, row, column, formula)]))
        assert read_file(path, TODAY).results[0].employer == read


def test_results_that_may_be_old_are_named(tmp_path: Path) -> None:
    """XlsxWriter stores 0 for every formula and asks for a calculation; so does our writer after a change."""
    stale = '<calcPr fullCalcOnLoad="1"/>'
    assert phone(tmp_path, '"1" &amp; "2"', "<v>13</v>", stale) == UNCOMPUTED
    path = saved(tmp_path, workbook({PEOPLE: formula_sheet('"1" &amp; B2', "<v>1张三</v>")}))
    held = HeldFile.open(path)
    held.take({PEOPLE: {(2, 2): "李四"}})
    held.save()
    assert read_file(path, TODAY).people[0].phone == UNCOMPUTED
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet(PEOPLE)
    sheet.write_row(0, 0, PEOPLE_ROWS[2])
    sheet.write_row(1, 0, [1, "张三"])
    sheet.write_formula(1, 3, '="1"&B2')
    book.close()
    assert read_file(saved(tmp_path, made.getvalue(), "b.xlsx"), TODAY).people[0].phone == UNCOMPUTED


def test_in_a_workbook_of_ours_a_save_stores_the_results_of_others_anew(tmp_path: Path) -> None:
    """What was stored before the change is not read again; what our evaluator does not know is named."""
    path = saved(tmp_path, entered(sample_class()))
    for formula, read in (("2*15", 30), ("NOSUCHFUNCTION(1)", UNCOMPUTED)):
        held = HeldFile.open(path)
        held.take({EXPENSES: {(4, 8): Formula(formula, 13)}})
        held.save()
        assert HeldFile.open(path).recalculates
        assert read_file(path, TODAY).expenses[0].amount == read


def test_changes_not_saved_yet_are_read(tmp_path: Path) -> None:
    path = saved(tmp_path, workbook({PEOPLE: formula_sheet('"1" &amp; B2', "<v>1张三</v>")}))
    book = open_book(path)
    write_changes(book, [CellChange(PEOPLE, 2, 2, "李四"), CellChange(PEOPLE, 3, 2, "王五")], "导入")
    people = read_book(book, TODAY).people
    assert [person.name for person in people] == ["李四", "王五"]
    assert people[0].phone == "1张三", "what is stored, until the file is saved"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert book.sheets[PEOPLE]["D2"].value == "1张三", "reading does not touch what is held"


def test_a_million_rows_are_refused_by_name(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, MAX_ROWS + 10))
    with pytest.raises(Unusable, match=str(MAX_ROWS)):
        read_file(saved(tmp_path, workbook({PEOPLE: sheet_xml(rows)})), TODAY)


ACCOUNT_ROWS: list[list[Any]] = [
    ["名称", None, "数字技术高级研修班", "地点", "天津"],
    ["项目", "金额", "备注"],
    ["住宿费", 30000.5, "按标准"],
    ["合计", 30000.5],
]


def test_a_book_in_a_spreadsheet_program_is_read_once_a_sheet(tmp_path: Path) -> None:
    sheets = {PEOPLE: [[], *PEOPLE_ROWS], ACCOUNTS: ACCOUNT_ROWS, PARAMETERS: [["x"]]}
    state = open_book_of(sheets, tmp_path / "开着.xlsx")
    state.merged.append((ACCOUNTS, Area(1, 1, 1, 2)))
    c = read_book(state.book, TODAY)
    assert [(person.row, person.name, person.document) for person in c.people] == [(5, "张三", "11010519491231002X")]
    assert c.accounts.name == "数字技术高级研修班"
    assert c.accounts.place == "天津"
    assert number(c.accounts.lodging) == number(30000.5)
    assert c.accounts.notes["住宿费"] == "按标准"
    assert c.places[ACCOUNTS].cells["名称"] == "C1"
    # What the office has changed on 参数 is read in one block too.
    assert [read for read in state.reads if not read.startswith(PARAMETERS)] == [f"{PEOPLE}!A1:H5", f"{ACCOUNTS}!A1:E4"]
    assert len(state.reads) == 3


def test_open_and_closed_give_the_same_class(tmp_path: Path) -> None:
    """The values a program would show, taken from the computed class, read through the program's interface."""
    made = sample_class()
    path = saved(tmp_path, entered(made))
    closed = read_file(path, TODAY)
    package = Package.open(path)
    held = HeldFile(package)
    sheets = {one.title: [list(row) for row in one.rows] for one in held.grids()}
    for name, sheet in (("people", PEOPLE), ("results", RESULTS), ("absences", ATTENDANCE)):
        place = closed.places[sheet]
        for record in getattr(closed, name):
            for heading, letters in place.columns.items():
                value = record.get(heading)
                sheets[sheet][record.row - 1][ord(letters) - 65] = float(value) if number(value) is not None else value
    for title, rows in sheets.items():
        for row, cells in enumerate(rows, start=1):
            for column in range(1, len(cells) + 1):
                if cells[column - 1] is None and (row, column) in held.content(title).grid.formulas:
                    cells[column - 1] = ""
    opened = read_book(open_book_of(sheets, tmp_path / "开着.xlsx").book, TODAY)
    for name in ("people", "results", "absences"):
        for one, other in zip(getattr(opened, name), getattr(closed, name), strict=True):
            assert compared(one, other) == {}
    assert opened.places[PEOPLE] == closed.places[PEOPLE]


@pytest.mark.parametrize(
    "sheet", ["项目信息", "附件3", "附件4", "附件5", "附件6", "考勤", "师资费", "费用明细", "材料清单", "参数"]
)
def test_a_sheet_that_was_deleted_is_reported_and_blocks(sheet: str, tmp_path: Path) -> None:
    """Deleted as users do: 核对 and all formulas stay, and what the sheet held is missing in sums elsewhere."""
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(sample_class(plan=10, seed=31), rows=70))
    assert read_file(path, TODAY).lost_sheets == ()
    book = openpyxl.load_workbook(path)
    del book[sheet]
    book.save(path)
    c = read_file(path, TODAY)
    assert c.lost_sheets == (sheet,)
    (reported,) = [one for one in check(c).findings if one.code == "WB-03"]
    assert (reported.blocks, reported.sheet) == (True, sheet)
    assert f"“{sheet}”表缺失" in reported.message


def test_a_workbook_that_never_had_all_sheets_lacks_none(tmp_path: Path) -> None:
    opened = open_book_of({"项目信息": [["年度", 2025]], "核对": [["1"]]}, tmp_path / "开着.xlsx").book
    assert "费用明细" in read_book(opened, TODAY).lost_sheets
    bare = open_book_of({"项目信息": [["年度", 2025]]}, tmp_path / "别的.xlsx").book
    assert read_book(bare, TODAY).lost_sheets == ()
