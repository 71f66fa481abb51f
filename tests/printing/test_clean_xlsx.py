"""The clean workbooks of the package: what an office hands in, and nothing behind it."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.office import recalculated
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile, Person, Result, SurveyItem
from workbooks.forms import FORMS
from workbooks.printing.annexes import ANNEXES, title_of
from workbooks.printing.clean import PLATFORM_SHEET, clean_annex, platform_list

CLASSES = {MUNICIPAL: sample_class(MUNICIPAL, 9), NATIONAL: sample_class(NATIONAL, 2)}
# What the printed part of a sheet is made of, and nothing else.
PARTS = {
    "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "xl/workbook.xml", "xl/styles.xml",
    "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/theme/theme1.xml",
}  # fmt: skip
OFFICIAL = {"附件4": Person.OFFICIAL, "附件5": Result.OFFICIAL, "附件6": SurveyItem.OFFICIAL}


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def sheet_of(data: bytes) -> Worksheet:
    (sheet,) = opened(data).worksheets
    return sheet


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


def everything(c: ClassFile) -> dict[str, bytes]:
    made = {sheet: clean_annex(c, sheet) for sheet in ANNEXES}
    return made | {PLATFORM_SHEET: platform_list(c)}


@pytest.mark.parametrize("level", [MUNICIPAL, NATIONAL])
def test_nothing_stands_behind_the_values(level: str) -> None:
    for sheet, data in everything(CLASSES[level]).items():
        found = parts(data)
        assert set(found) == PARTS, sheet
        body = found["xl/worksheets/sheet1.xml"]
        for element in ("<f>", "<f ", "dataValidation", "conditionalFormatting", "hyperlink", "autoFilter", "legacyDrawing"):
            assert element not in body, (sheet, element)
        names = re.findall(r'<definedName[^>]*name="([^"]*)"', found["xl/workbook.xml"])
        assert set(names) <= {"_xlnm.Print_Area", "_xlnm.Print_Titles"}, sheet
        assert "externalReference" not in found["xl/workbook.xml"]


def test_nobody_is_named_behind_the_values() -> None:
    for data in everything(CLASSES[MUNICIPAL]).values():
        core = ElementTree.fromstring(parts(data)["docProps/core.xml"])
        named = {element.tag.partition("}")[2]: element.text for element in core}
        assert set(named) <= {"created", "modified", "creator", "lastModifiedBy"}
        assert not named.get("creator")
        assert not named.get("lastModifiedBy")


@pytest.mark.parametrize("sheet", ["附件4", "附件5", "附件6"])
def test_only_the_official_columns_under_the_official_title(sheet: str) -> None:
    drawn = sheet_of(clean_annex(CLASSES[MUNICIPAL], sheet))
    assert drawn.title == sheet
    assert (drawn["A1"].value, drawn["A2"].value) == (sheet, title_of(sheet))
    table = FORMS[sheet].table
    assert table
    headings = [cell.value for cell in drawn[table.heading_row]]
    assert headings == list(OFFICIAL[sheet])
    assert drawn.max_column == len(OFFICIAL[sheet])
    assert drawn.print_title_rows in (f"${table.heading_row}:${table.heading_row}", None)


def test_every_person_stands_there_with_numbers_as_text() -> None:
    c = CLASSES[MUNICIPAL]
    rows = list(sheet_of(clean_annex(c, "附件4")).iter_rows(min_row=4, values_only=True))
    expected = [(one.number, one.name, one.document, one.phone, one.employer, one.title, "否", None) for one in c.people]
    assert rows == expected
    results = list(sheet_of(clean_annex(c, "附件5")).iter_rows(min_row=4, values_only=True))
    assert [(row[3], row[2], row[8]) for row in results] == [(one.document, one.hours, one.certificate) for one in c.results]
    for cell in sheet_of(clean_annex(c, "附件4"))["C"][3:]:
        assert (cell.data_type, cell.number_format) == ("s", "@")


def test_the_accounts_state_amounts_as_numbers_and_the_total_in_capitals() -> None:
    c = CLASSES[MUNICIPAL]
    c = c.changed(accounts=c.accounts.changed(notes={"合计": "已审核", "场地费": "教室"}, total=67460, site=Decimal("7500.50")))
    drawn = sheet_of(clean_annex(c, "附件3"))
    form = FORMS["附件3"].by_label
    for label in ("名称", "地点", "办班时间", "学员人数", "总计", "住宿费", "申报单位"):
        assert drawn[form[label].cell].value == c.accounts.get(label), label
    assert drawn[form["场地费"].cell].value == 7500.5
    assert drawn[form["场地费"].note_at.split(":")[0]].value == "教室"
    assert drawn[form["合计"].note_at.split(":")[0]].value == "（大写）陆万柒仟肆佰陆拾元整；已审核"
    assert "本列为提示" not in parts(clean_annex(c, "附件3"))["xl/sharedStrings.xml"]


def test_the_survey_states_the_computed_rate_where_none_is_stated() -> None:
    c = CLASSES[MUNICIPAL]
    drawn = sheet_of(clean_annex(c, "附件6"))
    assert drawn["G5"].value == 0.9792
    assert drawn["G5"].number_format == "0.00%"
    assert (drawn["B3"].value, drawn["D3"].value, drawn["G3"].value) == (52, 50, 48)
    stated = c.changed(survey=(c.survey[0].changed(rate=0.98), c.survey[1].changed(rate="95%"), *c.survey[2:]))
    assert [row[6] for row in sheet_of(clean_annex(stated, "附件6")).iter_rows(5, 6, values_only=True)] == [0.98, "95%"]


def test_the_list_for_the_platform_has_its_fields() -> None:
    c = CLASSES[NATIONAL]
    failed = c.results[0].changed(passed="否")
    rows = list(sheet_of(platform_list(c.changed(results=(failed, *c.results[1:])))).iter_rows(values_only=True))
    assert rows[0] == ("序号", "姓名", "工作单位", "职称或职业资格", "身份证号", "研修学时", "结业考核")
    assert rows[1] == (1, failed.name, failed.employer, failed.title, failed.document, failed.hours, "不合格")
    assert {row[6] for row in rows[2:]} == {"合格"}
    assert len(rows) == len(c.results) + 1


@pytest.mark.parametrize("text", ["=1+1", "+86", "-无", "@ref", "=cmd|' /C calc'!A0"])
def test_pasted_text_stays_text(tmp_path: Path, text: str) -> None:
    c = sample_class(trainees=2, staff=0)
    c = c.changed(people=(c.people[0].changed(employer=text), c.people[1]))
    data = clean_annex(c, "附件4")
    cell = sheet_of(data)["E4"]
    assert (cell.value, cell.data_type) == (text, "s")
    (tmp_path / "x.xlsx").write_bytes(data)
    assert recalculated(tmp_path / "x.xlsx")["附件4"][3][4] == text


def test_what_no_cell_may_hold_is_left_out() -> None:
    c = sample_class(trainees=2, staff=0)
    c = c.changed(people=(c.people[0].changed(employer="示例\x07医院\x00\n一部\ud800"), c.people[1]))
    assert sheet_of(clean_annex(c, "附件4"))["E4"].value == "示例医院一部"


def test_a_draft_says_so_at_the_head_of_the_page() -> None:
    c = CLASSES[MUNICIPAL]
    for data in (clean_annex(c, "附件3", draft=True), platform_list(c, draft=True)):
        assert "草" in (sheet_of(data).oddHeader.center.text or "")
    assert not sheet_of(clean_annex(c, "附件3")).oddHeader.center.text


def test_the_same_class_gives_the_same_bytes() -> None:
    assert everything(CLASSES[NATIONAL]) == everything(CLASSES[NATIONAL])


def test_a_roster_longer_than_the_template_is_whole() -> None:
    c = sample_class(trainees=700, staff=10)
    rows = list(sheet_of(clean_annex(c, "附件4")).iter_rows(min_row=4, values_only=True))
    assert len(rows) == 710
    assert rows[-1][2] == c.people[-1].document
