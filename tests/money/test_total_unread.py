"""``total`` counts nothing half: an amount that cannot be read stops it, and what it leaves out is reported with the reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from addin.demo.planting import Plant, row
from macros.money.total import TotalResult, not_counted, total
from macros.people.tidy import tidy
from tests.closed_cells import open_book
from tests.sample import sample_class
from udfs.values.cells import column_number
from workbooks.files.errors import Unusable
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange, Formula
from workbooks.ooxml.writing.patching import patched
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)


def book_with(*plants: Plant, folder: Path) -> Path:
    c = sample_class()
    for plant in plants:
        c = plant(c)
    path = folder / "班.xlsx"
    path.write_bytes(entered(c, rows=80))
    return path


def totalled(path: Path) -> TotalResult:
    book = open_book(path)
    result = total(book, TODAY)
    book.save()
    return result


@pytest.mark.parametrize(
    ("plant", "named"),
    [
        (row("expenses", 0, amount="约4万元"), "费用明细H"),
        (row("expenses", 1, amount="$43,560"), "金额“$43,560”"),
        (row("lectures", 0, net="两千"), "税后讲课费“两千”"),
        (row("lectures", 1, travel="见票"), "城市间交通费“见票”"),
    ],
)
def test_an_amount_that_cannot_be_read_stops_the_total(plant: Plant, named: str, tmp_path: Path) -> None:
    path = book_with(plant, folder=tmp_path)
    before = path.read_bytes()
    with pytest.raises(Unusable) as refusal:
        totalled(path)
    assert named in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("￥43,560.00元", "43560"), ("43560", "43560"), ("（650.00）", "-650"), ("−420", "-420"), ("４３５６０", "43560"),
        ("0.8万元", "8000"),
        ("人民币 1,200 元整", "1200"),
    ],
)  # fmt: skip
def test_a_number_stored_as_text_is_read_as_tidying_reads_it_and_named(written: str, amount: str, tmp_path: Path) -> None:
    without = totalled(book_with(row("expenses", 1, amount=0), folder=tmp_path)).total
    path = book_with(row("expenses", 1, amount=written), folder=tmp_path)
    result = totalled(path)
    assert result.total - without == Decimal(amount)
    assert [one for one in result.to_check if f"“{written}”按" in one and "读入" in one]
    book = open_book(path)
    tidy(book, TODAY)
    book.save()
    assert totalled(path).total == result.total


def test_every_amount_that_cannot_be_read_is_named_with_what_the_others_come_to(tmp_path: Path) -> None:
    rest = totalled(book_with(row("expenses", 0, amount=0), row("expenses", 1, amount=0), folder=tmp_path)).total
    path = book_with(row("expenses", 0, amount="约4万"), row("expenses", 1, amount="€95"), folder=tmp_path)
    with pytest.raises(Unusable, match=f"约4万.*€95.*不计这 2 处，合计 {rest:,.2f} 元"):
        totalled(path)


def test_what_may_be_booked_twice_is_asked(tmp_path: Path) -> None:
    c = sample_class()
    first = c.lectures[0]
    path = book_with(
        row("lectures", 0, travel=260.5, tax=150), row("lectures", 1, name=f"{first.name}教授"),
        row("expenses", 0, item="交通费", amount=260.5, summary=f"{first.name}来津高铁票"),
        row("expenses", 1, item="税费", amount=150, summary="讲课费个税"), folder=tmp_path,
    )  # fmt: skip
    reported = "；".join(totalled(path).to_check)
    assert all(words in reported for words in ("城市间交通费可能是同一笔", "可能是同一笔税", "像是同一人"))


def test_what_is_not_counted_is_reported(tmp_path: Path) -> None:
    path = book_with(
        row("expenses", 0, item="杂费"), row("lectures", 0, rank="教授"), row("lectures", 1, rank="总经理"), folder=tmp_path
    )
    reported = totalled(path).not_counted
    assert any("杂费" in line and "未计入" in line for line in reported)
    assert any("“教授”" in line and "“正高”" in line for line in reported)
    assert any("“总经理”" in line and "“其他”" in line for line in reported)


def test_nothing_to_tell_of_a_right_class(tmp_path: Path) -> None:
    assert totalled(book_with(folder=tmp_path)).not_counted == ()


@pytest.mark.parametrize(
    ("item", "price", "reported"), [("住宿费", 300, 1), ("住宿费", None, 1), (None, 300, 1), (None, None, 0)]
)
def test_a_row_without_an_amount_is_reported(item: str | None, price: int | None, reported: int) -> None:
    c = row("expenses", 1, item=item, price=price, amount=None)(sample_class())
    assert sum("没有填金额" in line for line in not_counted(c)) == reported


def test_what_is_counted_of_a_lecture_without_a_fee_is_not_called_left_out(tmp_path: Path) -> None:
    """Only the fee is missing: the lecturer's journey is in the total, and the line says so."""
    whole = totalled(book_with(row("lectures", 0, net=0, travel=None), folder=tmp_path)).total
    result = totalled(book_with(row("lectures", 0, net=None, travel=260.5), folder=tmp_path))
    assert result.total - whole == Decimal("260.5")
    assert [one for one in result.not_counted if "税后讲课费" in one] == [
        "师资费第4行没有填税后讲课费，只计入交通、住宿、伙食费 260.50 元"
    ]
    nothing = totalled(book_with(row("lectures", 0, net=None, travel=None), folder=tmp_path))
    assert [one for one in nothing.not_counted if "税后讲课费" in one] == ["师资费第4行没有填税后讲课费，未计入"]


@pytest.mark.parametrize(
    ("plant", "named"),
    [
        (row("expenses", 1, summary="小计"), "费用明细第5行"),
        (row("lectures", 1, name="合 计"), "师资费第5行"),
        (row("lectures", 1, number="合计"), "师资费第5行"),
    ],
)
def test_a_sum_among_the_details_stops_the_total(plant: Plant, named: str, tmp_path: Path) -> None:
    """It would be counted twice; a lecturer called 合计 would even be given a tax."""
    path = book_with(plant, folder=tmp_path)
    before = path.read_bytes()
    with pytest.raises(Unusable) as refusal:
        totalled(path)
    assert named in str(refusal.value)
    assert "删去" in str(refusal.value)
    assert path.read_bytes() == before


def test_an_amount_typed_into_annex_3_as_text_is_read_as_tidying_reads_it(tmp_path: Path) -> None:
    """2,000元 in 附件3 itself, too."""
    path = tmp_path / "班.xlsx"
    c = sample_class()
    path.write_bytes(entered(c.changed(expenses=(), accounts=c.accounts.changed(site="2,000元")), rows=80))
    book = open_book(path)
    (done,) = [one for one in tidy(book, TODAY).changed if one.sheet == "附件3"]
    assert (done.field, done.old, done.new) == ("场地费", "2,000元", 2000)
    result = totalled(path)
    assert {line.label: line.after for line in result.lines}["场地费"] == 2000
    assert any("“2,000元”按 2,000.00 读入" in one for one in result.to_check)


def test_another_word_for_an_item_is_counted_under_the_item_and_named(tmp_path: Path) -> None:
    path = book_with(row("expenses", 1, item="餐费", amount="1,200.00-"), row("expenses", 2, item="食宿费"), folder=tmp_path)
    result = totalled(path)
    assert "费用明细第5行项目“餐费”按“伙食费”计入" in result.to_check
    assert any("H5的金额“1,200.00-”按 -1,200.00 读入" in one for one in result.to_check)
    assert any("“食宿费”不在可选的词里，未计入" in one for one in result.not_counted)
    assert open_book(path).sheets["费用明细"].range("C5").value == "伙食费"


def test_a_sum_under_no_item_is_not_counted_and_named(tmp_path: Path) -> None:
    whole = totalled(book_with(row("expenses", 1, item=None), folder=tmp_path)).total
    result = totalled(book_with(row("expenses", 1, item="小计", amount=99999), folder=tmp_path))
    assert result.total == whole
    assert "费用明细第5行 99,999.00 元：是“小计”行，没有再计一次" in result.not_counted


def test_an_amount_that_a_formula_gives_as_text_is_not_written_over(tmp_path: Path) -> None:
    path = book_with(folder=tmp_path)
    shown = Formula('"43,560"&"元"', "43,560元")
    path.write_bytes(patched(Package.open(path), [CellChange("费用明细", 5, column_number("H"), shown)]))
    before = path.read_bytes()
    with pytest.raises(Unusable, match="费用明细H5的金额“43,560元”：不是数字"):
        totalled(path)
    assert path.read_bytes() == before


def test_rows_that_nobody_sees_are_counted_and_named(tmp_path: Path) -> None:
    path = book_with(folder=tmp_path)
    assert totalled(path).unseen == ()
    book = load_workbook(path)
    book["费用明细"].row_dimensions[5].hidden = True
    book["费用明细"]["D6"].font = Font(strike=True)
    book["师资费"].sheet_state = "hidden"
    book.save(path)
    reported = totalled(path).unseen
    assert reported[0].startswith("费用明细第5行")
    assert reported[1].startswith("费用明细第6行")
    assert "删除线" in reported[1]
    assert {line.partition("第")[0] for line in reported[2:]} == {"师资费"}
