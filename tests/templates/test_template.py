"""The template: what stands in it, that it is the same every time, and that other programs accept it."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests import office
from tests.made_once import made_anew
from tests.sample import YEAR, P, sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL, plan_row
from udfs.records.choices import CHOICES
from udfs.records.class_file import Explained
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable
from workbooks.forms import FORMS
from workbooks.forms.model import GROWTH_ROWS, MOST_ROWS, defined_name
from workbooks.templates.entering import entered
from workbooks.templates.new_class import build_template
from workbooks.templates.ready import FOLDER, READY, ROWS

TODAY = date(2025, 6, 1)
OFFICIAL = {"附件3": "$A$1:$F$21", "附件4": "$A$1:$H$63", "附件5": "$A$1:$I$63"}


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BytesIO(build_template(MUNICIPAL, 9, which=YEAR)))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_same_template_has_the_same_bytes() -> None:
    first = build_template(NATIONAL, 2, rows=20, which=YEAR)
    assert made_anew(build_template)(NATIONAL, 2, rows=20, which=YEAR) == first
    assert made_anew(build_template)(NATIONAL, 3, rows=20, which=YEAR) != first


@pytest.mark.parametrize("name", READY)
def test_the_ready_made_templates_are_what_the_builder_makes(name: str) -> None:
    assert parts((FOLDER / name).read_bytes()) == parts(build_template(READY[name], rows=ROWS))


@pytest.mark.parametrize(("level", "number"), [(MUNICIPAL, 9), (NATIONAL, 2)])
def test_the_plan_row_is_filled_in(tmp_path: Path, level: str, number: int) -> None:
    path = tmp_path / "new.xlsx"
    path.write_bytes(build_template(level, number, rows=20, which=YEAR))
    c, row = read_file(path, TODAY), plan_row(level, number, YEAR)
    assert row
    assert (c.level, c.year, c.plan_number) == (level, YEAR, number)
    assert (c.project.topic, c.project.organiser, c.project.planned) == (row.topic, row.organiser, row.months)
    assert c.project.category == "三类"
    assert (c.people, c.results, c.absences, c.lectures, c.expenses) == ((), (), (), (), ())
    assert [item.item for item in c.survey] == list(P.survey_items)
    assert c.accounts.name == row.topic
    assert c.accounts.total in (None, "")


@pytest.mark.parametrize(("level", "number"), [(MUNICIPAL, 9), (NATIONAL, 2)])
def test_the_list_of_materials_is_in_the_order_of_the_contract(tmp_path: Path, level: str, number: int) -> None:
    p = P
    path = tmp_path / "new.xlsx"
    path.write_bytes(build_template(level, number, rows=20, which=YEAR))
    items = [str(row.item) for row in read_file(path, TODAY).materials]
    assert items[:7] == list(p.materials)
    assert items[7:12] == [f"总结报告：{section}" for section in p.report_sections]
    assert len(items) > 18
    assert any("304号" in item for item in items) == (level == MUNICIPAL)


@pytest.mark.parametrize(
    ("arguments", "stated"),
    [
        (("省级",), "“省级”不是项目级别"),
        ((MUNICIPAL, 21, YEAR), "没有第21项"),
        ((NATIONAL, 9, YEAR), "没有第9项"),
        ((NATIONAL, 0, YEAR), "没有第0项"),
        ((MUNICIPAL, 1, YEAR, 0), "0行超出范围"),
        ((MUNICIPAL, 1, YEAR, MOST_ROWS + 1), "超出范围"),
    ],
)
def test_what_cannot_be_built_is_stated_in_one_line(arguments: tuple[str, int], stated: str) -> None:
    with pytest.raises(Unusable) as raised:
        build_template(*arguments)
    assert stated in str(raised.value)
    assert "\n" not in str(raised.value)


def test_more_rows_on_demand() -> None:
    book = load_workbook(BytesIO(build_template(MUNICIPAL, rows=150, which=YEAR)))
    assert book.defined_names["附件4_身份证号"].attr_text == f"附件4!$C$4:$C${153 + GROWTH_ROWS}"
    assert book["附件5"]["B153"].value.startswith("=IF(")
    assert book["附件4"].print_area == "'附件4'!$A$1:$H$63"


def test_every_label_column_list_and_parameter_has_its_name(book: Workbook) -> None:
    names = set(book.defined_names)
    for form in FORMS.values():
        assert {name for name, _ in form.named_cells(300)} <= names
    assert {defined_name("参数", name) for name in CHOICES} <= names
    for leaf in P.leaves.values():
        base = defined_name("参数", leaf.name)
        assert base in names or any(name.startswith(f"{base}_") for name in names), leaf.name
    for name in (
        "参数_培训费综合定额_三类",
        "参数_实施方案和开班通知提前报送天数_市级",
        "参数_讲课费上限税后_院士全国知名专家",
        "参数_定额按天数的折扣_比例",
    ):
        assert name in names
    assert all(re.fullmatch(r"\w+", name) for name in names)


def test_the_parameters_stand_with_their_value_and_source(book: Workbook) -> None:
    def cell(name: str) -> tuple[object, ...]:
        sheet, address = book.defined_names[name].attr_text.split("!")
        row = book[sheet][address].row
        return tuple(book[sheet].cell(row, column).value for column in (3, 4, 6, 9))

    assert cell("参数_请假和缺勤占总学时的上限") == ("=1/7", "比例", "二(三)", "通知原文")
    assert cell("参数_工作人员人数上限") == (10, "人", "二", "通知原文")
    assert cell("参数_培训费综合定额_一类")[0] == 760


def test_only_the_official_part_prints_on_a4_in_full_width(book: Workbook) -> None:
    for sheet in (sheet for sheet in book.worksheets if sheet.sheet_state == "visible"):
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth, sheet.sheet_properties.pageSetUpPr.fitToPage) == (1, True)
        assert "&P" in sheet.oddFooter.center.text
    for title, area in OFFICIAL.items():
        assert book[title].print_area == f"'{title}'!{area}"
    assert book["附件6"].print_area.count("!") == 2
    assert book["附件4"].print_title_rows == "$3:$3"
    assert book["附件4"].page_setup.orientation == "landscape"
    assert book["附件3"].page_setup.orientation == "portrait"
    assert "盖章" in book["附件5"].oddFooter.left.text


def test_the_annexes_carry_their_lines_and_fonts(book: Workbook) -> None:
    for title, line in {
        "附件3": "高级研修项目经费决算表",
        "附件4": "学员和工作人员签到表",
        "附件5": "带证书编号的学员名单",
        "附件6": "学员满意度测评统计表",
    }.items():
        sheet = book[title]
        assert (sheet["A1"].value, sheet["A1"].font.name) == (title, "黑体")
        assert (sheet["A2"].value, sheet["A2"].font.name) == (line, "方正小标宋简体")
    assert book["附件4"]["C4"].font.name == "仿宋_GB2312"
    assert book["附件4"]["C4"].number_format == "@"


def test_drop_downs_have_words_in_chinese_and_go_by_name(book: Workbook) -> None:
    lists = 0
    for sheet in book.worksheets:
        for validation in sheet.data_validations.dataValidation:
            if validation.showInputMessage:
                assert len(validation.promptTitle) <= 32
                assert 0 < len(validation.prompt) <= 255
            if validation.type == "list":
                lists += 1
                assert validation.formula1 in book.defined_names
                assert validation.error.startswith("请从下拉清单中选择")
                assert len(validation.errorTitle) <= 32
    assert lists == sum(bool(label.choices) for form in FORMS.values() for label in form.labels) + sum(
        bool(column.choices) for form in FORMS.values() if form.table for column in form.table.columns
    )


def test_painting_refers_to_names_only(book: Workbook) -> None:
    for form in FORMS.values():
        if form.painted:
            found = [rule for one in book[form.sheet].conditional_formatting for rule in one.rules]
            rules = [rule for rule in found if "核验_键" in rule.formula[0]]
            assert len(rules) == 3
            assert all("参数_" in rule.formula[0] or "行核_" in rule.formula[0] for rule in found if rule not in rules)
            assert all("!" not in rule.formula[0].replace('!"&ADDRESS', "") for rule in found)
            assert len({(rule.dxf.font.b, rule.dxf.font.i, rule.dxf.font.u) for rule in rules}) == 3


def test_only_what_nobody_types_into_is_protected_and_without_a_password(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.protection.sheet == (sheet.title in ("参数", "核对"))
        assert sheet.protection.password is None


def test_findings_paint_their_cells(tmp_path: Path) -> None:
    """As LibreOffice sees it: the cell that 键 names gets the colour of its level, and no other cell does."""
    findings = [("错误", "附件4!C7"), ("核实", "附件4!G3"), ("提示", "附件3!B8")]
    explained = tuple(Explained(row=row, severity=level, key=key) for row, (level, key) in enumerate(findings, start=4))
    path = tmp_path / "painted.xlsx"
    path.write_bytes(entered(sample_class().changed(explained=explained), rows=70))
    page = office.convert(path, "html:HTML (StarCalc)", tmp_path / "out").read_text(encoding="utf-8", errors="replace")
    painted = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r'<td[^>]*bgcolor="#FFC7CE".*?</td>', page, re.S)]
    assert sample_class().people[3].document in painted
    assert len([text for text in painted if text != "错误"]) == 1
    assert len(re.findall(r'bgcolor="#FFEB9C"', page)) == 2
    assert len(re.findall(r'bgcolor="#DDEBF7"', page)) == 2
