"""``number --from``: the platform's numbers of a national class by document number; nothing is guessed, nothing made up."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from macros.certificates.platform_numbers import PlatformResult, import_numbers
from tests.attendance.sheets import Cell, Sheet
from tests.closed_cells import open_book
from tests.command_line import LONG_NUMBER, CommandLine, is_one_chinese_line
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched
from workbooks.rosters.platform_numbers import certificate_of, read_platform_list
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)
HEADINGS: list[Cell] = ["序号", "学员姓名", "证件号码", "证书编号"]


def bare(level: str = NATIONAL, plan: int = 2) -> ClassFile:
    c = sample_class(level, plan, trainees=10, staff=1)
    return c.changed(results=tuple(result.changed(certificate=None) for result in c.results))


@pytest.fixture(scope="module")
def c() -> ClassFile:
    return bare()


@pytest.fixture(scope="module")
def data(c: ClassFile) -> bytes:
    return entered(c, rows=30)


@pytest.fixture
def path(tmp_path: Path, data: bytes) -> Path:
    made = tmp_path / "班.xlsx"
    made.write_bytes(data)
    return made


def listed(c: ClassFile) -> list[list[Cell]]:
    return [[at, str(one.name), str(one.document), f"ZYJS2025{at:05}"] for at, one in enumerate(c.results, start=1)]


def written(folder: Path, rows: list[list[Cell]], name: str = "平台.xlsx") -> Path:
    return Sheet(name, [["证书发放名单"], HEADINGS, *rows], {}).write(folder)


def taken(path: Path, *sources: Path, take_new: bool = False) -> PlatformResult:
    book = open_book(path)
    result = import_numbers(book, sources, TODAY, take_new=take_new)
    book.save()
    return result


def certificates(path: Path) -> list[object]:
    return [one.certificate for one in read_file(path, TODAY).results]


@pytest.mark.parametrize("name", ["平台.xlsx", "平台.csv"])
def test_by_document_number_whatever_the_order(name: str, c: ClassFile, path: Path, tmp_path: Path) -> None:
    source = written(tmp_path, listed(c)[::-1], name)
    result = taken(path, source)
    assert (result.taken, result.kept, result.left, result.without, result.odd) == (10, 0, (), (), ())
    assert certificates(path) == [f"ZYJS2025{at:05}" for at in range(1, 11)]
    before = path.read_bytes()
    again = taken(path, source)
    assert (again.taken, again.kept, again.written) == (0, 10, 0)
    assert path.read_bytes() == before


def test_what_is_left_aside_and_why(c: ClassFile, path: Path, tmp_path: Path) -> None:
    """One mistake a row: the others get their numbers, these get none."""
    rows = listed(c)
    rows[0][3] = rows[1][3]
    rows.append([11, rows[2][1], rows[2][2], "ZYJS202599999"])
    rows[3][1] = "别的名字"
    rows[4][3] = None
    rows[5][3] = "ZYJS2025 00006"
    rows.append([12, "外人", "110105194912310021", "ZYJS202500012"])
    rows[7][2] = None
    path.write_bytes(patched(Package.open(path), [CellChange("附件5", 4 + 6, 8, "否")]))
    result = taken(path, written(tmp_path, rows))
    reported = {note.person: note.what for note in result.left}
    names = [str(one.name) for one in c.results]
    assert "与他人的相同" in reported[names[0]]
    assert "与他人的相同" in reported[names[1]]
    assert "几个不同的证书编号" in reported[names[2]]
    assert "姓名不同" in reported["别的名字"]
    assert "还没有证书编号" in reported[names[4]]
    assert "有空格" in reported[names[5]]
    assert "不是“是”" in reported[names[6]]
    assert "没有身份证号" in reported[names[7]]
    assert "附件5 没有这个身份证号" in reported["外人"]
    assert certificates(path) == [None] * 8 + ["ZYJS202500009", "ZYJS202500010"]
    assert [row for _, row, _ in result.without] == [4, 5, 6, 7, 8, 9, 11]


def test_another_number_in_the_sheet_stays_unless_asked(c: ClassFile, path: Path, tmp_path: Path) -> None:
    path.write_bytes(patched(Package.open(path), [CellChange("附件5", 4, 9, "ZYJS202500099")]))
    source = written(tmp_path, listed(c))
    result = taken(path, source)
    assert [(note.person, "--take-new" in note.what) for note in result.left] == [(c.results[0].name, True)]
    assert certificates(path)[0] == "ZYJS202500099"
    assert taken(path, source, take_new=True).taken == 1
    assert certificates(path)[0] == "ZYJS202500001"


def test_a_number_that_stands_at_somebody_else_is_not_doubled(c: ClassFile, path: Path, tmp_path: Path) -> None:
    path.write_bytes(patched(Package.open(path), [CellChange("附件5", 5, 9, "ZYJS202500001")]))
    result = taken(path, written(tmp_path, listed(c)[:1]))
    assert "已填在别人一行" in result.left[0].what
    assert certificates(path)[:2] == [None, "ZYJS202500001"]


def test_an_odd_number_is_taken_and_reported(c: ClassFile, path: Path, tmp_path: Path) -> None:
    rows = listed(c)
    rows[3][3] = "ZYJS2024004"
    result = taken(path, written(tmp_path, rows))
    assert [note.person for note in result.odd] == [c.results[3].name]
    assert certificates(path)[3] == "ZYJS2024004"


@pytest.mark.parametrize(
    ("value", "exact", "number", "why"),
    [
        ("GY2025〔001〕号", None, "GY2025〔001〕号", ""),
        (20250001, None, "20250001", ""),
        (202500000000001, None, "202500000000001", ""),
        (2025000000000001.0, None, "", "尾数"),
        (2025000000000000123.0, "2025000000000000123", "2025000000000000123", ""),
        (2025000000000000000.0, "2025000000000000000", "", "尾数"),
        (1.5, None, "", "小数"),
        (-3, None, "", "小数"),
        ("=HYPERLINK(1)", None, "", "不认识的字符"),
        ("GY\u200b1", None, "", "不认识的字符"),
        ("9" * 61, None, "", "太长"),
        ("  ", None, "", "还没有"),
    ],
)
def test_the_form_of_a_number(value: str | float, exact: str | None, number: str, why: str) -> None:
    found, reported = certificate_of(value, exact)
    assert found == number
    assert why in reported
    assert bool(reported) == bool(why)


def test_numbers_that_a_spreadsheet_cut_short_are_named(c: ClassFile, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["姓名", "身份证号", "证书编号"])
    sheet.append([c.results[0].name, int(str(c.results[0].document)[:17] + "0"), "A1"])
    sheet.append([c.results[1].name, c.results[1].document, "A2"])
    book.save(tmp_path / "数字.xlsx")
    found = read_platform_list([tmp_path / "数字.xlsx"])
    assert [row.number for row in found.rows] == ["A2"]
    assert "位数已经丢失" in found.skipped[0].what


@pytest.mark.parametrize(("level", "words"), [(MUNICIPAL, "市级项目"), ("区级", "项目级别")])
def test_only_for_national_classes(level: str, words: str, tmp_path: Path) -> None:
    c = bare(MUNICIPAL, 9) if level == MUNICIPAL else bare()
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(c.changed(project=c.project.changed(level=level)), rows=30))
    before = path.read_bytes()
    with pytest.raises(Unusable, match=words):
        taken(path, written(tmp_path, listed(c)))
    assert path.read_bytes() == before


def test_a_list_without_the_columns_is_refused(path: Path, tmp_path: Path) -> None:
    source = Sheet("名册.xlsx", [["姓名", "身份证号"], ["张三", "110105194912310021"]], {}).write(tmp_path)
    with pytest.raises(Unusable, match="找不到“身份证号”和“证书编号”"):
        taken(path, source)


@pytest.mark.parametrize(
    "heads",
    [
        ["姓名", "身份证号", None, "证书编号", "姓名", "身份证号"],
        ["姓名", "身份证号", "证书编号", None, "姓名", "身份证号", "证书编号"],
        ["姓名", "身份证号", "证书编号", "证书号"],
    ],
)
def test_tables_side_by_side_are_refused(heads: list[Cell], c: ClassFile, path: Path, tmp_path: Path) -> None:
    """A number of the right table would come to the person of the left one, or half of the people be passed over."""
    one, other = c.trainees[:2]
    stated = {
        "姓名": [other.name, one.name],
        "身份证号": [other.document, one.document],
        "证书编号": ["GJ2", "GJ1"],
        "证书号": ["GJ9"],
    }
    row = [stated[head].pop() if head else None for head in heads]
    before = path.read_bytes()
    with pytest.raises(Unusable, match="无法确定哪个编号是谁的"):
        taken(path, Sheet("平台.xlsx", [heads, row], {}).write(tmp_path))
    assert path.read_bytes() == before


def test_on_the_command_line(c: ClassFile, path: Path, tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    before = path.read_bytes()
    rows = [*listed(c)[:9], [10, "外人", "110105194912310021", "ZYJS202500010"]]
    written(tmp_path, rows, "平台.csv")
    shown = gaoyan("number", "班.xlsx", "--from", "平台.csv")
    assert shown.code == 0
    assert "按身份证号填入 9 个平台编号" in shown.out
    assert "平台名单里没有编号的 1 人" in shown.out
    assert not LONG_NUMBER.search(shown.out)
    assert not gaoyan.ledger.exists()
    document = json.loads(gaoyan("number", "班.xlsx", "--from", "平台.csv", "--json").out)
    assert (document["taken"], document["kept"], len(document["left"])) == (0, 9, 1)
    assert "已撤销“导入平台编号”" in gaoyan("undo", "班.xlsx").out
    assert path.read_bytes() == before
    missing = gaoyan("number", "班.xlsx", "--from", "没有.csv")
    assert (missing.code, is_one_chinese_line(missing.err)) == (2, True)
