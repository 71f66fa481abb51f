"""``total``: what goes into 附件3, from where, and what is left."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from addin.commands.workbook.total import left_over
from addin.demo.planting import accounts, expense, in_order, lecture, online, with_expense
from macros.money.total import TotalLine, TotalResult, names_in, total
from tests.bare_parts import bare
from tests.closed_cells import open_book
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from udfs.values.cells import Value
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable
from workbooks.forms.sheets.accounts import FORM
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)


def placed(folder: Path, c: ClassFile) -> Path:
    path = folder / "班.xlsx"
    path.write_bytes(entered(c))
    return path


def totalled(path: Path) -> TotalResult:
    book = open_book(path)
    result = total(book, TODAY)
    book.save()
    return result


def wrong_accounts() -> ClassFile:
    """附件3 typed over by hand, wrongly, with remarks."""
    c = in_order(
        accounts(lodging=1.0, faculty=2.0, total=3.0, trainees=7, people="八"),
        lambda c: c.changed(accounts=c.accounts.changed(notes={"住宿费": "三晚", "合计": "见明细"})),
    )(sample_class(NATIONAL, 2))
    assert isinstance(c, ClassFile)
    return c


def test_what_goes_where(tmp_path: Path) -> None:
    path = placed(tmp_path, wrong_accounts())
    result = totalled(path)
    lines = {line.label: line for line in result.lines}
    assert list(lines) == [
        "学员人数", "工作人员人数", "总计", "住宿费", "伙食费", "场地费", "师资费", "资料费", "交通费", "税费", "合计",
    ]  # fmt: skip
    assert {label for label, line in lines.items() if line.changed} == {"学员人数", "总计", "住宿费", "师资费", "合计"}
    assert (lines["住宿费"].before, lines["住宿费"].source) == (1, "费用明细第4行")
    assert lines["师资费"].source == "师资费第4、5行"
    assert result.total == Decimal("65960")
    after = read_file(path, TODAY).accounts
    assert (after.amount("住宿费"), after.amount("师资费"), after.amount("合计")) == (30000, 5000, 65960)
    assert (after.trainees, after.people) == (52, 57)
    assert (after.notes["住宿费"], after.notes["合计"]) == ("三晚", "见明细")


@pytest.mark.parametrize(("typed", "left"), [(None, "含其他必要费用100.00元：租用桌椅"), ("单价30元", "单价30元")])
def test_the_remark_names_the_other_costs(tmp_path: Path, typed: str | None, left: str) -> None:
    c = sample_class()
    row = c.expenses[0].changed(row=9, number=6, item="其他费用", summary="租用桌椅", quantity=None, price=None, amount=100)
    path = placed(tmp_path, c.changed(expenses=(*c.expenses, row), accounts=c.accounts.changed(notes={"资料费": typed})))
    totalled(path)
    after = read_file(path, TODAY).accounts
    assert (after.amount("资料费"), after.notes["资料费"]) == (1810, left)


def test_the_cells_get_the_templates_formulas_back(tmp_path: Path) -> None:
    path = placed(tmp_path, wrong_accounts())
    totalled(path)
    sheet = open_book(path).sheets["附件3"]
    for label in ("学员人数", "总计", "住宿费", "合计"):
        form = FORM.by_label[label]
        assert form.computed is not None
        assert sheet.range(form.cell).formula == f"={form.computed.formula}"


def test_twice_is_once(tmp_path: Path) -> None:
    path = placed(tmp_path, wrong_accounts())
    totalled(path)
    first = path.read_bytes()
    assert not any(line.changed for line in totalled(path).lines)
    assert path.read_bytes() == first


def test_without_the_names_the_value_is_written(tmp_path: Path) -> None:
    path = tmp_path / "局发.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "附件3"
    for at, label in enumerate(("学员人数", "工作人员人数", "总计"), start=1):
        sheet.cell(at, 1, label)
    for column, heading in enumerate(("项目", "金额", "备注"), start=1):
        sheet.cell(4, column, heading)
    for at, label in enumerate(("住宿费", "合计"), start=5):
        sheet.cell(at, 1, label)
        sheet.cell(at, 3, "备注不变")
    details = book.create_sheet("费用明细")
    details.append(["序号", "日期", "项目", "摘要", "收款单位", "数量", "单价", "金额", "票据号"])
    details.append([1, date(2025, 7, 14), "住宿费", "住宿", "酒店", None, None, 1234.56, "A1"])
    book.save(path)
    result = totalled(path)
    assert [(line.label, line.cell) for line in result.lines] == [("住宿费", "B5"), ("合计", "B6")]
    after = openpyxl.load_workbook(path)["附件3"]
    assert (after["B5"].value, after["B6"].value, after["C5"].value) == (1234.56, 1234.56, "备注不变")
    assert after["B1"].value is None


def test_an_item_without_details_keeps_its_amount(tmp_path: Path) -> None:
    """场地费 was typed by hand and 费用明细 says nothing about it."""
    c = sample_class(MUNICIPAL, 9)
    rest = tuple(one for one in c.expenses if one.item != "场地费")
    path = placed(tmp_path, c.changed(expenses=rest, accounts=c.accounts.changed(total=1.0)))
    result = totalled(path)
    line = next(line for line in result.lines if line.label == "场地费")
    assert (line.changed, line.source) == (False, "没有明细，保留原数")
    assert read_file(path, TODAY).accounts.amount("场地费") == 6000
    assert result.total == Decimal("65960")


def test_nothing_to_add_up_changes_nothing(tmp_path: Path) -> None:
    c = sample_class(MUNICIPAL, 9)
    path = placed(tmp_path, c.changed(people=(), results=(), absences=(), lectures=(), expenses=()))
    before = path.read_bytes()
    result = totalled(path)
    assert not any(line.changed for line in result.lines)
    assert path.read_bytes() == before


def test_people_alone_leave_the_sum_as_it_was_typed(tmp_path: Path) -> None:
    c = accounts(total=5.0)(sample_class(MUNICIPAL, 9)).changed(results=(), absences=(), lectures=(), expenses=())
    path = placed(tmp_path, c)
    assert [line.label for line in totalled(path).lines if line.source != "没有明细，保留原数"] == [
        "学员人数",
        "工作人员人数",
        "总计",
    ]
    assert read_file(path, TODAY).accounts.amount("合计") == 5


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [(0, 0.0, False), (0.3, Decimal("0.3"), False), (1, 1.01, True), (None, 0, True), ("六千", 6000, True), (6000, None, True)],
)
def test_what_counts_as_changed(before: Value, after: Value, changed: bool) -> None:
    assert TotalLine("场地费", "B7", before, after, "").changed == changed


def test_what_is_left_of_quota_and_cap(tmp_path: Path) -> None:
    """57 people × 5 days × 550 yuan, of which 60,110 are spent; 65,960 of 105,000 altogether."""
    result = totalled(placed(tmp_path, wrong_accounts()))
    assert result.quota is not None
    assert (result.quota.limit, result.quota.left, result.cap_left) == (Decimal("156750"), Decimal("96640"), Decimal("39040"))
    assert [line.rpartition("，")[2] for line in left_over(result)] == ["还可列支 96,640.00 元", "还可列支 39,040.00 元"]


def test_what_is_over(tmp_path: Path) -> None:
    c = expense(0, quantity=1, price=150000, amount=150000)(sample_class(NATIONAL, 2))
    result = totalled(placed(tmp_path, c))
    assert [line.rpartition("，")[2] for line in left_over(result)] == ["已超 23,360.00 元", "已超 80,960.00 元"]


def test_a_municipal_class_has_no_cap_and_online_people_no_quota(tmp_path: Path) -> None:
    result = totalled(placed(tmp_path, online(10)(sample_class(MUNICIPAL, 9))))
    assert result.cap is None
    assert result.quota is not None
    assert result.quota.people == 47


def test_cents_are_exact(tmp_path: Path) -> None:
    """0.1 + 0.2 and their like: added as a spreadsheet shows them."""
    plants = [with_expense(item="资料费", summary="讲义", amount=0) for _ in range(3)]
    c = in_order(*plants)(sample_class(MUNICIPAL, 9))
    odd = (0.1, 0.2, 1110.07)
    rows = [*c.expenses[:-3], *(one.changed(amount=amount) for one, amount in zip(c.expenses[-3:], odd, strict=True))]
    result = totalled(placed(tmp_path, lecture(0, travel=0.7)(c.changed(expenses=tuple(rows)))))
    lines = {line.label: line.after for line in result.lines}
    assert Decimal(str(lines["资料费"])) == Decimal("2820.37")
    assert result.total == Decimal("65960") + Decimal("1110.37") + Decimal("0.7")


def test_a_workbook_without_annex_3(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].title = "附件4"
    book.worksheets[0].append(["序号", "姓名", "身份证号", "联系电话", "工作单位"])
    book.save(path)
    with pytest.raises(Unusable, match="没有附件3"):
        totalled(path)


def test_only_annex_3_changes(tmp_path: Path) -> None:
    path = placed(tmp_path, wrong_accounts())
    before = Package.open(path)
    totalled(path)
    after = Package.open(path)
    changed = {name for name in before.archive.entries if bare(before.read(name)) != bare(after.read(name))}
    assert changed == {before.sheet("附件3").part}


def test_the_names_in_a_formula() -> None:
    assert names_in('IF(COUNTIF(费用明细_项目,"住宿_费")>0,ROUND(参数_a1,2),"")') == {"费用明细_项目", "参数_a1"}


def test_an_amount_typed_as_text_is_replaced(tmp_path: Path) -> None:
    path = placed(tmp_path, wrong_accounts())
    path.write_bytes(patched(Package.open(path), [CellChange("附件3", 8, 2, "三万元")]))
    line = next(line for line in totalled(path).lines if line.label == "住宿费")
    assert (line.before, line.changed) == ("三万元", True)
