"""``gaoyan addin returned``: nothing where nobody saved, every kind of change where somebody did, real programs included."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from addin.demo.classes import ROSTER
from tests.command_line import CommandLine
from tests.office import XLSX, convert
from workbooks.formula_engine.stored import with_values
from workbooks.ooxml.looks import program_of
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange, Formula
from workbooks.ooxml.writing.patching import patched
from workbooks.returned import comparing
from workbooks.returned.comparing import ReturnedDifference, compared
from workbooks.returned.rebuilt import rebuilt
from workbooks.templates.new_class import build_template

HERE = Path(__file__).parent


def differences(path: Path) -> list[ReturnedDifference]:
    theirs = Package.open(path)
    return compared(rebuilt(theirs), theirs)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("returned") / "本期.xlsx"
    path.write_bytes(build_template("市级", 10, rows=20))
    return path


@pytest.fixture(scope="module")
def ours(fresh: Path) -> Package:
    """What ``differences`` compares the saved ones of ``fresh`` with."""
    return rebuilt(Package.open(fresh))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class with typed results, gaps, a column of its own, and a note that no record holds, computed on another day."""
    path = tmp_path_factory.mktemp("filled") / "有问题.xlsx"
    path.write_bytes(ROSTER.workbook(path))
    noted = patched(Package.open(path), [CellChange("附件3", 30, 2, "自己写的一句话")])
    path.write_bytes(with_values(Package(path, noted), date(2026, 3, 2)))
    return path


def test_nothing_differs_in_what_nobody_saved(fresh: Path, tmp_path: Path) -> None:
    assert differences(fresh) == []
    ran = CommandLine(tmp_path)("addin", "returned", str(fresh))
    assert (ran.code, "完全一致" in ran.out) == (0, True), ran


def test_a_filled_class_is_made_anew_with_all_that_was_typed(filled: Path) -> None:
    assert differences(filled) == []


def test_libreoffice_changes_fonts_that_it_lacks_and_adds_parts(fresh: Path, tmp_path: Path) -> None:
    saved = convert(fresh, XLSX, tmp_path)
    assert program_of(Package.open(saved)).startswith("LibreOffice/")
    found = differences(saved)
    assert not [one for one in found if one.harmful]
    parts = {one.where: (one.ours, one.theirs) for one in found if one.kind == comparing.PART}
    looks_of_charts = ("xl/charts/_rels/chart.xml.rels", "xl/charts/colors.xml", "xl/charts/style.xml")
    assert {where: counts for where, counts in parts.items() if where not in looks_of_charts} == {
        "docProps/custom.xml": ("0", "1"), "xl/drawings/drawing.xml": ("1", "7"),
        "xl/worksheets/_rels/sheet.xml.rels": ("1", "7"),
    }  # fmt: skip
    assert {parts[where] for where in looks_of_charts if where in parts} <= {("0", "1")}  # from LibreOffice 26.8 on
    assert {one.kind for one in found} == {comparing.PART, comparing.STYLE}
    looks = {(one.sheet, one.where) for one in found if one.kind == comparing.STYLE and not one.where.startswith("字体")}
    merged = {(sheet, "边框 A1") for sheet in ("考勤", "师资费", "费用明细", "核验")}  # drawn at the last cell
    assert looks == merged | {("附件6", "数字格式 I5"), ("参数", "数字格式 AX5")}  # taken from what the formula refers to
    assert CommandLine(tmp_path)("addin", "returned", str(saved)).code == 0


def test_gnumeric_writes_functions_that_excel_does_not_know_and_cuts_the_paint_off(fresh: Path, tmp_path: Path) -> None:
    saved = tmp_path / "存过.xlsx"
    subprocess.run(["ssconvert", str(fresh), str(saved)], check=True, capture_output=True, timeout=120)
    found = differences(saved)
    kinds = Counter(one.kind for one in found if one.harmful)
    texts = [one for one in found if one.kind in (comparing.TEXT, comparing.NAME)]
    assert texts
    unknown = [one for one in texts if "_xlfngnumeric." not in one.theirs and "-(-(" not in one.theirs]
    assert not unknown, unknown
    assert kinds.keys() == {
        comparing.NAME, comparing.VALIDATION, comparing.PAINT, comparing.PRINT, comparing.SHEET,
    }  # fmt: skip
    assert [(one.sheet, one.where) for one in found if one.kind == comparing.SHEET] == [("参数", "隐藏"), ("核对", "隐藏")]
    assert [one.where for one in found if one.kind == comparing.PRINT] == ["Print_Area"]
    ran = CommandLine(tmp_path)("addin", "returned", str(saved), "--json")
    assert ran.code == 1
    (one,) = json.loads(ran.out)["files"]
    assert (one["program"].split()[0], one["harmful"]) == ("gnumeric", sum(kinds.values()))


Part = tuple[str, str, str]
"""Part, pattern, replacement."""
PEOPLE, BOOK, STYLES = "xl/worksheets/sheet3.xml", "xl/workbook.xml", "xl/styles.xml"
COUNTED = "行核_附件4_在册累计"
AREA = r'<definedName name="_xlnm.Print_Area" localSheetId="2">[^<]*</definedName>'
DAMAGES: dict[str, tuple[Part, tuple[str, str]]] = {
    "a validation is gone": ((PEOPLE, r'<dataValidation sqref="G4.*?</dataValidation>', ""), ("附件4", comparing.VALIDATION)),
    "a validation says something else": ((PEOPLE, r"参数_是否<", "参数_人员类别<"), ("附件4", comparing.VALIDATION)),
    "paint is gone": ((PEOPLE, r'<conditionalFormatting sqref="D4.*?</conditionalFormatting>', ""), ("附件4", comparing.PAINT)),
    "paint has another colour": ((STYLES, r"FFC7CE", "FFFFFF"), ("附件4", comparing.PAINT)),
    "a name is gone": ((BOOK, r'<definedName name="项目信息_总学时".*?</definedName>', ""), ("工作簿", comparing.NAME)),
    "a name leads elsewhere": ((BOOK, r'(<definedName name="附件4_姓名">[^<]*\$)\d+<', r"\g<1>9<"), ("工作簿", comparing.NAME)),
    "a print area is gone": ((BOOK, AREA, ""), ("附件4", comparing.PRINT)),
    "a formula is another": ((PEOPLE, COUNTED, f"{COUNTED}+1"), ("附件4", comparing.TEXT)),
    "a formula has an at sign": ((PEOPLE, COUNTED, f"_xlfn.SINGLE({COUNTED})"), ("附件4", comparing.TEXT)),
    "a stored value is another": ((PEOPLE, r'(<c r="A4"[^>]*>.*?)<v ?/>', r"\1<v>错</v>"), ("附件4", comparing.VALUE)),
    "a column is narrower": ((PEOPLE, r'width="38"', 'width="12"'), ("附件4", comparing.WIDTH)),
    "cells are no longer merged": ((PEOPLE, r'<mergeCell ref="A1:H1" ?/>', ""), ("附件4", comparing.MERGED)),
    "cells look different": ((STYLES, r"仿宋_GB2312", "Calibri"), ("附件4", comparing.STYLE)),
    "dates count from 1904": ((BOOK, r"<workbookPr/>", '<workbookPr date1904="1"/>'), ("工作簿", comparing.DATES)),
    "a sheet is shown": ((BOOK, r'state="hidden"', 'state="visible"'), ("核对", comparing.SHEET)),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_kind_of_change_is_seen_where_it_is(damage: str, fresh: Path, ours: Package, tmp_path: Path) -> None:
    (part, pattern, by), expected = DAMAGES[damage]
    package = Package.open(fresh)
    before = package.read(part).decode()
    after = re.sub(pattern, by, before)
    assert after != before, "the test changes nothing"
    path = tmp_path / "存过.xlsx"
    path.write_bytes(package.archive.rewritten({part: after.encode()}))
    dated = expected[1] == comparing.DATES  # which day a number is hangs on them
    found = differences(path) if dated else compared(ours, Package.open(path))
    assert expected in {(one.sheet, one.kind) for one in found}, found
    if not dated:
        assert {one.kind for one in found} == {expected[1]}, found


def test_a_formula_that_became_a_value(fresh: Path, tmp_path: Path) -> None:
    path = tmp_path / "存过.xlsx"
    path.write_bytes(patched(Package.open(fresh), [CellChange("附件4", 4, 1, 1), CellChange("附件4", 4, 16, Formula("1+1", 2))]))
    found = {(one.sheet, one.kind, one.where) for one in differences(path)}
    assert {("附件4", comparing.GONE, "A4"), ("附件4", comparing.TEXT, "P4")} <= found


def test_a_file_that_is_none_of_ours(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "别的.xlsx")
    ran = CommandLine(tmp_path)("addin", "returned", "别的.xlsx")
    assert (ran.code, "不是 gaoyan 新建的工作簿" in ran.err) == (2, True), ran


def judged(folder: Path) -> dict[str, bool]:
    """Name -> whether a file that came back still differs from the one sent as was noted beside it."""
    found = {}
    for noted in sorted(folder.glob("*.json")):
        sent, back = (Package.open(noted.with_suffix(ending)) for ending in (".sent.xlsx", ".xlsx"))
        keys = [one.name for one in fields(ReturnedDifference)]
        wanted = [{key: one[key] for key in keys} for one in json.loads(noted.read_text("utf-8"))]
        found[noted.stem] = [asdict(one) for one in compared(sent, back)] == wanted
    return found


def test_what_people_sent_back_is_judged_as_it_was() -> None:
    assert all(judged(HERE).values()), judged(HERE)
    alone = {path.name for path in HERE.glob("*.xlsx")} - {
        f"{name}{ending}" for name in judged(HERE) for ending in (".xlsx", ".sent.xlsx")
    }  # fmt: skip
    assert not alone, f"without a note beside them: {alone}"


def test_a_note_that_no_longer_holds_is_found(fresh: Path, tmp_path: Path) -> None:
    back = convert(fresh, XLSX, tmp_path / "saved")
    (tmp_path / "甲.sent.xlsx").write_bytes(fresh.read_bytes())
    (tmp_path / "甲.xlsx").write_bytes(back.read_bytes())
    stated = [asdict(one) for one in differences(back)]
    note = tmp_path / "甲.json"
    note.write_text(json.dumps(stated, ensure_ascii=False), "utf-8")
    assert judged(tmp_path) == {"甲": True}
    note.write_text(json.dumps(stated[1:], ensure_ascii=False), "utf-8")
    assert judged(tmp_path) == {"甲": False}
