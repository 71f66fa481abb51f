"""``check`` as a macro: what it writes into 核验, what it keeps, what it clears, and that it never writes twice."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from openpyxl.utils import absolute_coordinate
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from addin.commands.workbook.check import written as written_by_command
from addin.demo.planting import in_order, project, staff, wrong_check
from macros.checking.check import check, check_class, check_file, lost_explanations, with_ledger, write_findings
from macros.checking.live import BLOCK, NOTES, TYPED, LiveArea
from tests.bare_parts import bare
from tests.closed_cells import open_book
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import FINDINGS, ClassFile
from udfs.values.cells import column_number
from workbooks.book.reading import read_book, read_file
from workbooks.book.writing import write_changes
from workbooks.closed import closed_book
from workbooks.files.errors import FileInUse, Unusable
from workbooks.forms import FORMS
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange, Formula
from workbooks.ooxml.writing.patching import patched
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)
TABLE = FORMS[FINDINGS].table
assert TABLE is not None
COLUMNS = {heading: column_number(letters) for heading, letters in TABLE.letters.items()}
FIRST = TABLE.first


@pytest.fixture(autouse=True)
def no_ledger(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GAOYAN_LEDGER", str(tmp_path / "no ledger"))


@pytest.fixture(scope="module")
def faulty() -> ClassFile:
    """Three mistakes: an error, a query, and a value that looks like a formula."""
    c = sample_class(MUNICIPAL, 9)
    return in_order(
        staff(0, document=wrong_check(c.staff[0].document)),
        project(notice_filed=c.start),
        staff(1, charged='=HYPERLINK("http://x")'),
    )(c)


@pytest.fixture(scope="module")
def data(faulty: ClassFile) -> bytes:
    return entered(faulty)


@pytest.fixture
def path(tmp_path: Path, data: bytes) -> Path:
    place = tmp_path / "班.xlsx"
    place.write_bytes(data)
    return place


def written(path: Path) -> xw.Book:
    book = open_book(path)
    check(book, TODAY, write=True)
    book.save()
    return book


def table(path: Path, rows: int = 8) -> list[list[object]]:
    book = open_book(path)
    last = max(COLUMNS.values())
    found: list[list[object]] = book.sheets[FINDINGS].range((FIRST, 1), (FIRST + rows - 1, last)).rows
    return found


def put(path: Path, *changes: CellChange) -> None:
    path.write_bytes(patched(Package.open(path), changes))


def test_the_rows_are_what_the_contract_says(path: Path) -> None:
    report = check(written(path), TODAY)
    rows = table(path)
    assert list(COLUMNS) == ["序号", "级别", "位置", "问题", "处理办法", "说明", "现值", "应为", "依据", "规则", "键", "印记"]
    assert [row_[COLUMNS["规则"] - 1] for row_ in rows[:3]] == [finding.code for finding in report.findings]
    assert [row_[0] for row_ in rows[:4]] == [1, 2, 3, None]
    for row_, finding in zip(rows, report.findings, strict=False):
        assert row_[COLUMNS["键"] - 1] == row_[COLUMNS["位置"] - 1] == finding.key
        assert row_[COLUMNS["问题"] - 1] == finding.message
        assert row_[COLUMNS["依据"] - 1] == finding.clause
        assert row_[COLUMNS["处理办法"] - 1] == finding.fix
        assert row_[COLUMNS["级别"] - 1] in ("错误", "核实")


def test_a_value_that_looks_like_a_formula_stays_text(path: Path) -> None:
    book = written(path)
    row_ = next(one for one in table(path) if one[COLUMNS["规则"] - 1] == "A4-11")
    assert row_[COLUMNS["现值"] - 1] == '=HYPERLINK("http://x")'
    at = FIRST + table(path).index(row_)
    assert book.sheets[FINDINGS].grid.formulas.keys() & {(at, column) for column in COLUMNS.values()} == {(at, COLUMNS["位置"])}


def test_the_link_keeps_its_formula(path: Path) -> None:
    before = open_book(path).sheets[FINDINGS].range((FIRST, COLUMNS["位置"])).formula
    written(path)
    assert open_book(path).sheets[FINDINGS].range((FIRST, COLUMNS["位置"])).formula == before
    assert str(before).startswith("=IF(")


def test_where_no_link_stands_ready_the_key_is_written(path: Path) -> None:
    put(path, CellChange(FINDINGS, FIRST, COLUMNS["位置"], None))
    written(path)
    assert table(path)[0][COLUMNS["位置"] - 1] == table(path)[0][COLUMNS["键"] - 1]


def test_twice_in_a_row_leaves_the_file_as_it_is(path: Path) -> None:
    written(path)
    first, stamp = path.read_bytes(), path.stat().st_mtime_ns
    steps = sorted((path.parent / ".gaoyan").rglob("*"))
    written(path)
    assert path.read_bytes() == first
    assert path.stat().st_mtime_ns == stamp
    assert sorted((path.parent / ".gaoyan").rglob("*")) == steps


def test_only_the_sheet_of_findings_changes(path: Path) -> None:
    before = Package.open(path)
    written(path)
    after = Package.open(path)
    changed = {name for name in before.archive.entries if bare(before.read(name)) != bare(after.read(name))}
    assert changed == {before.sheet(FINDINGS).part, before.workbook_part}
    # Of the workbook, where its paper ends, and nothing else.
    area = re.compile(rf"(?<=>'{FINDINGS}'!\$A\$1:\$[A-Z]\$)\d+(?=<)".encode())
    ends = [area.findall(package.read(package.workbook_part)) for package in (before, after)]
    assert ends[1] == [b"%d" % (FIRST + 2)]
    assert len(ends[0]) == 1
    assert area.sub(ends[1][0], before.read(before.workbook_part)) == after.read(after.workbook_part)


def test_an_explanation_stays_with_its_finding_when_rows_move(path: Path) -> None:
    written(path)
    at = next(n for n, one in enumerate(table(path)) if one[COLUMNS["规则"] - 1] == "PRJ-06")
    put(path, CellChange(FINDINGS, FIRST + at, COLUMNS["说明"], "经市局同意"), CellChange("附件4", FIRST, 7, "待定"))
    report = check(written(path), TODAY)
    rows = table(path)
    assert [row_[COLUMNS["说明"] - 1] for row_ in rows if row_[COLUMNS["规则"] - 1] == "PRJ-06"] == ["经市局同意"]
    assert sum(row_[COLUMNS["说明"] - 1] is not None for row_ in rows) == 1
    explained = next(finding for finding in report.findings if finding.code == "PRJ-06")
    assert explained.explained == "经市局同意"
    assert not explained.blocks
    written(path)
    assert [row_[COLUMNS["说明"] - 1] for row_ in table(path) if row_[COLUMNS["规则"] - 1] == "PRJ-06"] == ["经市局同意"]


def test_an_explanation_excuses_no_other_value(path: Path) -> None:
    written(path)
    at = next(n for n, one in enumerate(table(path)) if one[COLUMNS["规则"] - 1] == "PRJ-06")
    put(path, CellChange(FINDINGS, FIRST + at, COLUMNS["说明"], "经市局同意"), CellChange("项目信息", 18, 2, date(2025, 7, 1)))
    c = read_file(path, TODAY)
    assert str(c.project.notice_filed).startswith("2025-07-01")
    _, report = check_file(path, TODAY)
    assert lost_explanations(c, report) == 1
    written(path)
    assert not any(row_[COLUMNS["说明"] - 1] for row_ in table(path))


def test_what_is_gone_is_cleared(path: Path, faulty: ClassFile) -> None:
    written(path)
    place = read_file(path, TODAY).places["附件4"]
    columns = {heading: column_number(letters) for heading, letters in place.columns.items()}
    put(path, CellChange("附件4", faulty.staff[1].row, columns["是否收费"], "否"))
    assert len(check(written(path), TODAY).findings) == 2
    rows = table(path)
    assert [row_[0] for row_ in rows[:4]] == [1, 2, None, None]
    assert all(value in (None, "") for row_ in rows[2:] for value in row_)


def test_more_findings_than_prepared_rows(tmp_path: Path) -> None:
    c = sample_class(MUNICIPAL, 9, trainees=310)
    wrong = tuple(
        one.changed(charged="?", mode="线下", phone="1", employer=None, document=wrong_check(one.document)) for one in c.people
    )
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(c.changed(people=wrong)))
    report = check(written(path), TODAY)
    assert TABLE is not None
    assert TABLE.rows is not None
    assert len(report.findings) > TABLE.rows + 5
    rows = table(path, len(report.findings) + 2)
    assert [row_[COLUMNS["键"] - 1] for row_ in rows] == [*(finding.key for finding in report.findings), None, None]
    assert [row_[COLUMNS["位置"] - 1] for row_ in rows] == [row_[COLUMNS["键"] - 1] for row_ in rows]
    first = path.read_bytes()
    written(path)
    assert path.read_bytes() == first


def test_a_workbook_without_the_sheet_is_reported_so(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "附件4"
    for column, heading in enumerate(("序号", "姓名", "身份证号", "联系电话", "工作单位"), start=1):
        sheet.cell(1, column, heading)
    sheet.cell(2, 2, "张三")
    path = tmp_path / "局发.xlsx"
    book.save(path)
    before = path.read_bytes()
    assert check(open_book(path), TODAY).findings
    with pytest.raises(Unusable, match="没有“核验”表"):
        written(path)
    assert path.read_bytes() == before


def test_without_write_nothing_is_pending(path: Path) -> None:
    book = open_book(path)
    check(book, TODAY)
    assert not book.file.pending


def test_the_macro_and_the_plain_check_agree(path: Path) -> None:
    assert check_file(path, TODAY)[1] == check(open_book(path), TODAY)


def test_the_ledger_speaks_where_there_is_one(path: Path, tmp_path: Path) -> None:
    from macros.certificates.ledger import Ledger, NumberClaim, Series

    place = str(tmp_path / "台账")
    c = read_file(path, TODAY)
    assert with_ledger(c, place).ledger is None
    with Ledger(place, create=True) as ledger:
        taken = str(c.results[4].certificate)
        series = Series("x", lambda serial: f"x{serial}", lambda _: None)
        ledger.allot(series, "2025/市级/10", [NumberClaim("other", "别人", taken)])
    report = check(open_book(path), TODAY, ledger=place)
    assert [finding.row for finding in report.findings if finding.code == "A5-17"] == [c.results[4].row]
    assert {outcome.code: outcome.status for outcome in check(open_book(path), TODAY).outcomes}["A5-17"] == "skipped"


def test_findings_written_before_other_changes_are_saved_together(path: Path) -> None:
    book = open_book(path)
    c = read_book(book, TODAY)
    write_changes(book, [CellChange("附件4", c.staff[1].row, 7, "否")], "改正")
    report = check(book, TODAY, write=True)
    assert "A4-11" not in {finding.code for finding in report.findings}
    book.save()
    assert [one[0] for one in table(path)[:3]] == [1, 2, None]


def test_a_formula_of_the_users_own_in_the_link_column_stays(path: Path) -> None:
    put(path, CellChange(FINDINGS, FIRST, COLUMNS["位置"], Formula('"见附件"')))
    written(path)
    assert open_book(path).sheets[FINDINGS].range((FIRST, COLUMNS["位置"])).formula == '="见附件"'


def test_a_live_check_left_in_a_closed_file_becomes_plain_rows(path: Path) -> None:
    """As a program leaves it that was killed: names, the array formula, formulas in the columns, notes in the store."""
    layout = LiveArea(FINDINGS, TABLE.letters, FIRST, FIRST + 20)
    book = openpyxl.load_workbook(path)
    sheet = book[FINDINGS]
    for name, area in ((BLOCK, layout.block), (TYPED, layout.notes), (NOTES, layout.store)):
        book.defined_names[name] = DefinedName(name, attr_text=f"'{FINDINGS}'!{absolute_coordinate(area)}")
    corner, kept = layout.block.partition(":")[0], layout.store.partition(":")[0]
    sheet[corner] = ArrayFormula(layout.block, "=GY_VIOLATIONS(A1:B2)")
    sheet[kept], sheet[f"{layout.identity}{FIRST}"] = "A4-05|x", "A4-05|x"
    sheet.cell(FIRST + 9, COLUMNS["问题"]).value = f'=IFERROR({corner}&"","")'
    book.save(path)
    opened = open_book(path)
    written_by_command(opened, *check_class(opened, TODAY))
    assert not {BLOCK, TYPED, NOTES} & {one.name for one in Package.open(path).names}
    left = open_book(path).sheets[FINDINGS]
    assert not open_book(path).file.content(FINDINGS).arrays
    assert {left.range(cell).value for cell in (corner, kept, f"{layout.identity}{FIRST}")} == {None}
    assert [one[0] for one in table(path, 20)] == [1, 2, 3, *[None] * 17]
    assert [at for at in left.grid.formulas if at[1] == COLUMNS["问题"]] == []


def test_findings_of_an_older_state_are_not_written_into_a_file_that_changed_since(path: Path) -> None:
    """The command judges and writes the same opening of the file; what somebody saves in between stays."""
    book = closed_book.open_book(path)
    c, report = check_class(book, TODAY)
    changed = path.read_bytes() + b"\0"
    path.write_bytes(changed)
    write_findings(book, c, report)
    with pytest.raises(FileInUse, match="读取之后被其他程序改动过"):
        book.save()
    assert path.read_bytes() == changed
