"""The sheets as declared: the words of the contract, and formulas that give what their Python twins give.

Headings, labels and sheet names are written out here a second time on purpose: users' files rely on them to the letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from tests import office
from tests.formula_comparison import differences
from tests.sample import sample_class
from tests.templates.made_up_classes import odd_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.people.titles import LEVELS, title_level, title_rows
from udfs.records.class_file import ClassFile, Explained, Person, Project, Result, SurveyItem
from udfs.sample import results_beside
from udfs.values.cells import column_letters
from workbooks.forms import FORMS
from workbooks.forms.filling import normal
from workbooks.forms.model import GROWTH_ROWS, MESSAGE_HEADING, Computed, TableForm, defined_name
from workbooks.forms.title_table import UNKNOWN_TITLE, title_rank
from workbooks.templates.entering import entered

SHEETS = ["项目信息", "附件3", "附件4", "附件5", "附件6", "考勤", "师资费", "费用明细", "核验", "材料清单", "参数"]
LABELS = """
    项目级别 年度 计划序号 选题名称 承办单位 申报单位 计划时间 开始日期 结束日期 举办地点 总学时 经费来源 财政资助金额
    培训类别 开班通知报送日期 实施方案报送日期 总结材料报送日期 经费报销材料报送日期 线上教学技术手段 北京预留名额
    河北预留名额 对口支援预留名额 变更批准文号 证书编号规则
    线上参训原因 变更报送日期 变更已在平台上报 平台审核通过日期 开班通知印发日期
"""
ACCOUNT_LABELS = """
    名称 地点 办班时间 学员人数 工作人员人数 总计 住宿费 伙食费 场地费 师资费 资料费 交通费 税费 合计 申报单位 承办单位
"""
HEADINGS = {
    "附件4": "序号 姓名 身份证号 联系电话 工作单位 专业技术职务（职称） 是否收费 签名"
    " 人员类别 证件类型 参训方式 所属地区 结业考核 证书编号 归属 职称级别 核验",
    "附件5": "序号 姓名 学时数 身份证号 联系电话 工作单位 专业技术职务（职称） 是否通过结业考核 证书编号 缺勤率 核验",
    "附件6": "序号 测评项目 很满意 满意 一般 不满意 满意率",
    "考勤": "序号 姓名 身份证号 请假学时 缺勤学时 请假手续 缺勤率 按退学处理 核验",
    "师资费": "序号 姓名 职称类别 授课日期 时段 学时 税后讲课费 税费 城市间交通费 住宿费 伙食费 上限 核验",
    "费用明细": "序号 日期 项目 摘要 收款单位 数量 单价 金额 票据号 核验",
    "核验": "序号 级别 位置 问题 处理办法 说明 现值 应为 依据 规则 键 印记",
    "材料清单": "序号 事项 依据 截止日期 剩余天数 是否齐备 备注",
}
FEW_ROWS = 90
ODD_SEEDS = range(1, 3)
MANY_SEEDS = range(3, 111)


def table_of(sheet: str) -> TableForm:
    table = FORMS[sheet].table
    assert table
    return table


def test_the_sheets_stand_in_the_order_of_the_contract() -> None:
    assert list(FORMS) == SHEETS


@pytest.mark.parametrize("sheet", HEADINGS)
def test_the_headings_are_those_of_the_contract(sheet: str) -> None:
    assert [column.heading for column in table_of(sheet).columns] == HEADINGS[sheet].split()


def test_the_labels_are_those_of_the_contract() -> None:
    assert [(label.label, label.label_at, label.cell) for label in FORMS["项目信息"].labels] == [
        (label, f"A{row}", f"B{row}") for row, label in enumerate(LABELS.split(), start=4)
    ]
    assert [label.label for label in FORMS["附件6"].labels] == ["发放份数", "回收份数", "有效份数"]
    assert {label.label for label in FORMS["附件3"].labels} == set(ACCOUNT_LABELS.split())


def test_only_official_columns_are_printed_on_the_annexes() -> None:
    for sheet, kind in {"附件4": Person, "附件5": Result, "附件6": SurveyItem}.items():
        official = [column.heading for column in table_of(sheet).columns if column.official]
        assert tuple(official) == kind.OFFICIAL
        last = column_letters(len(official))
        assert FORMS[sheet].page.areas[0].split(":")[1].strip("{last}0123456789") == last


def test_ids_and_phones_are_text_in_every_sheet() -> None:
    for form in FORMS.values():
        for column in form.table.columns if form.table else ():
            if column.heading in ("身份证号", "联系电话", "证书编号", "票据号"):
                assert column.number_format == "@", (form.sheet, column.heading)


def test_names_drop_what_a_name_may_not_hold() -> None:
    assert dict(FORMS["附件4"].named_cells(300))["附件4_专业技术职务职称"] == f"$F$4:$F${303 + GROWTH_ROWS}"
    assert dict(FORMS["项目信息"].named_cells(300))["项目信息_总学时"] == "$B$14"
    assert dict(FORMS["附件3"].named_cells(300))["附件3_合计"] == "$B$15"


def test_a_computed_column_comes_after_those_it_reads() -> None:
    for form in FORMS.values():
        if form.table:
            done: set[str] = set()
            for column in form.table.computing_order:
                assert column.computed
                later = {other.heading for other in form.table.columns if other.computed} - done - {column.heading}
                assert not column.computed.uses & later, (form.sheet, column.heading)
                done.add(column.heading)


def test_formulas_refer_to_other_sheets_by_name_only_and_need_no_new_function() -> None:
    for form in FORMS.values():
        for formula in declared_formulas(form.sheet):
            assert "!" not in formula.replace('"!"', "").replace("!?", "").replace('"\'!"', ""), formula
            for new in ("LAMBDA(", "LET(", "FILTER(", "XLOOKUP(", "TEXTJOIN(", "_XLFN", "UNICHAR(", "SORT(", "UNIQUE("):
                assert new not in formula.upper()
            assert len(formula) < 8192


def declared_formulas(sheet: str) -> Iterator[str]:
    form = FORMS[sheet]
    yield from (text.text.formula for text in form.texts if isinstance(text.text, Computed))
    yield from (label.computed.formula for label in form.labels if label.computed)
    yield from (label.hint.formula for label in form.labels if isinstance(label.hint, Computed))
    if form.table:
        for column in form.table.columns:
            if column.computed:
                yield column.computed.on(sheet)


def test_every_label_of_the_project_has_a_hint() -> None:
    assert {label.label for label in FORMS["项目信息"].labels if label.hint} == set(Project.attributes())


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("工程师", "中级"), ("电气工程师", "中级"), ("高级工程师（电气）、讲师", "副高"), ("高工", "副高"), ("高级记者", "正高"),
        ("中级", "中级"), ("一级建造师", "中级"), ("高级电气工程师", UNKNOWN_TITLE), ("总经理", UNKNOWN_TITLE),
    ],
)  # fmt: skip
def test_the_level_of_a_title(title: str, level: str) -> None:
    assert (UNKNOWN_TITLE, *LEVELS)[title_rank(title)] == level
    assert title_level(title) == (None if level == UNKNOWN_TITLE else level)


def test_every_title_of_the_table_has_the_level_python_gives_it() -> None:
    for row in title_rows():
        assert LEVELS[title_rank(row["title"]) - 1] == title_level(row["title"]), row["title"]


# What a spreadsheet computes -------------------------------------------------------------------------------------------


FOUND = (("错误", "号码有误", "附件4!C7"), ("提示", "其次", "附件4!B7"), ("核实", "另一行", "附件4!G17"))
"""Level, message and key of the rows of 核验."""


def written(classes: Mapping[str, ClassFile], folder: Path) -> list[Path]:
    paths = [folder / f"{name}.xlsx" for name in classes]
    for path, (name, c) in zip(paths, classes.items(), strict=True):
        path.write_bytes(entered(c, FEW_ROWS if name.startswith("odd") else None))
    return paths


def today_class(c: ClassFile) -> ClassFile:
    """The class as read today, since 剩余天数 counts from today."""
    return c.changed(today=date.today())


def by_the_hour(c: ClassFile) -> ClassFile:
    """From an afternoon to a morning: days are counted, whatever the hour."""
    assert c.start is not None
    assert c.end is not None
    first, last = datetime.combine(c.start, time(17, 30)), datetime.combine(c.end, time(9, 15))
    return c.changed(project=c.project.changed(start=first, end=last))


class SavedClass(NamedTuple):
    """A class, its workbook, and the same as LibreOffice saved it."""

    c: ClassFile
    path: Path
    saved: Path


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, SavedClass]:
    """Sample and odd classes, and one with findings on 核验, by one start of LibreOffice."""
    classes = {level: today_class(sample_class(level, 2)) for level in (MUNICIPAL, NATIONAL)}
    classes |= {f"odd{seed}": today_class(odd_class(seed)) for seed in ODD_SEEDS}
    classes["by the hour"] = by_the_hour(classes[MUNICIPAL])
    classes["beside"] = today_class(results_beside(sample_class()))
    explained = [Explained(row=row, severity=level, message=words, key=key) for row, (level, words, key) in enumerate(FOUND, 4)]
    classes["found"] = classes[MUNICIPAL].changed(explained=tuple(explained))
    folder = tmp_path_factory.mktemp("forms")
    paths = written(classes, folder)
    office.convert_all(paths, "xlsx", folder / "saved")
    return {path.stem: SavedClass(classes[path.stem], path, folder / "saved" / path.name) for path in paths}


def test_formulas_give_what_python_gives(computed: Mapping[str, SavedClass]) -> None:
    found = {name: differences(c, path, office.read_values(saved)) for name, (c, path, saved) in computed.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.large
def test_formulas_give_what_python_gives_on_many_classes(tmp_path: Path) -> None:
    seeds = list(MANY_SEEDS)
    for start in range(0, len(seeds), 10):
        classes = {f"odd{seed}": today_class(odd_class(seed)) for seed in seeds[start : start + 10]}
        paths = written(classes, tmp_path)
        shown = office.recalculated_all(paths)
        found = {path.stem: differences(classes[path.stem], path, one) for path, one in zip(paths, shown, strict=True)}
        assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_comparison_sees_a_difference(computed: Mapping[str, SavedClass]) -> None:
    """A formula that gives something else is reported: the test above can fail."""
    c, path, saved = computed["beside"]
    shown = {sheet: [list(row) for row in rows] for sheet, rows in office.read_values(saved).items()}
    shown["附件5"][3][1] = "另一人"
    shown["附件3"][14][1] = 1.0
    found = differences(c, path, shown)
    assert [line.split(":")[0] for line in found] == ["附件3!B15 合计", "附件5!B4 姓名"]


def test_the_message_beside_a_row_is_its_first_finding(computed: Mapping[str, SavedClass]) -> None:
    shown = office.read_values(computed["found"].saved)
    column = list(table_of("附件4").letters).index(MESSAGE_HEADING)
    messages = {at: row[column] for at, row in enumerate(shown["附件4"], start=1) if at > 3 and row[column]}
    assert messages == {7: "【错误】号码有误", 17: "【核实】另一行"}
    assert shown["核验"][3][2] == "附件4!C7"


def test_our_formulas_are_known_again_after_libreoffice_saved_them(computed: Mapping[str, SavedClass]) -> None:
    """LibreOffice writes formulas in its own words; what is not ours any more would only keep its stored value."""
    _, path, saved = computed[MUNICIPAL]
    before, after = load_workbook(path), load_workbook(saved)
    for sheet in ("附件3", "附件4", "附件5", "附件6", "考勤", "师资费", "材料清单"):
        for row in before[sheet].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    there = after[sheet].cell(cell.row, cell.column).value
                    assert normal(str(there)) == normal(str(cell.value)), (sheet, cell.coordinate)
    assert set(after.defined_names) >= set(before.defined_names) - {"_xlnm._FilterDatabase"}
    name = defined_name("附件4", "身份证号")
    assert after.defined_names[name].attr_text.replace("'", "") == before.defined_names[name].attr_text
