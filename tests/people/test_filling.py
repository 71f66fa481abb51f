"""Everybody at once: 结业考核 of all who may have passed, 是否收费 of all; what is typed stays, who is withdrawn is named."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from addin.demo.planting import another_absence
from tests.command_line import DAY, CommandLine
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from udfs.records.results_view import viewed
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def open_class(level: str = MUNICIPAL, plan: int = 9) -> ClassFile:
    """Nobody's result is typed, nor whether they pay."""
    c = sample_class(level, plan)
    return viewed(c.changed(people=tuple(one.changed(passed=None, certificate=None, charged=None) for one in c.people)))


def put(gaoyan: CommandLine, c: ClassFile) -> Path:
    path = gaoyan.folder / "班.xlsx"
    path.write_bytes(entered(c))
    return path


@pytest.mark.parametrize(("leave", "hours"), [(5, 32), (4, 27)], ids=["by 考勤", "by 学时数"])
def test_all_pass_but_who_is_withdrawn(gaoyan: CommandLine, leave: int, hours: int) -> None:
    c = open_class()
    third = c.trainees[2]
    c = another_absence(2, leave=leave, hours=hours)(c)
    path = put(gaoyan, c)
    ran = gaoyan("fill", "班.xlsx", "--passed", "--today", DAY)
    assert ran.code == 0, ran.err
    assert "将写入" in ran.out
    assert f"结业考核填写 {len(c.trainees) - 1} 人" in ran.out
    assert f"附件4 第{third.row}行 {third.name}：缺课超过规定，按退学处理" in ran.out
    found = {one.row: one for one in read_file(path, date(2025, 8, 12)).people}
    assert found[third.row].passed is None
    assert {one.passed for one in found.values() if one.is_trainee and one.row != third.row} == {"是"}
    assert all(one.passed is None for one in found.values() if one.is_staff)
    assert gaoyan("undo", "班.xlsx").code == 0
    assert all(one.passed is None for one in read_file(path, date(2025, 8, 12)).people)


def test_what_is_typed_stays(gaoyan: CommandLine) -> None:
    c = open_class()
    c = viewed(c.changed(people=(c.people[0].changed(passed="否"), *c.people[1:])))
    path = put(gaoyan, c)
    document = json.loads(gaoyan("fill", "班.xlsx", "--passed", "--json", "--today", DAY).out)
    assert (document["passed"]["kept"], document["passed"]["filled"]) == (1, len(c.trainees) - 1)
    assert read_file(path, date(2025, 8, 12)).people[0].passed == "否"


@pytest.mark.parametrize("hours", [None, "32学时"])
def test_without_the_hours_nobody_passes(gaoyan: CommandLine, hours: str | None) -> None:
    c = open_class()
    path = put(gaoyan, c.changed(project=c.project.changed(hours=hours)))
    before = path.read_bytes()
    ran = gaoyan("fill", "班.xlsx", "--passed")
    assert (ran.code, path.read_bytes()) == (2, before)
    assert "总学时" in ran.err


def test_hours_of_absence_that_are_no_number_leave_the_person_out(gaoyan: CommandLine) -> None:
    c = open_class()
    one = c.trainees[0]
    path = put(gaoyan, another_absence(0, leave="半天", hours=32)(c))
    ran = gaoyan("fill", "班.xlsx", "--passed", "--today", DAY)
    assert f"第{one.row}行 {one.name}：考勤的学时不是数字" in ran.out
    assert read_file(path, date(2025, 8, 12)).people[0].passed is None


def test_nobody_of_a_national_class_pays(gaoyan: CommandLine) -> None:
    path = put(gaoyan, open_class(NATIONAL, 1))
    refused = gaoyan("fill", "班.xlsx", "--charged", "是")
    assert refused.code == 2
    assert "国家级项目不得向学员收费" in refused.err
    assert gaoyan("fill", "班.xlsx", "--charged", "否").code == 0
    assert {one.charged for one in read_file(path, date(2025, 8, 12)).people} == {"否"}


def test_amounts_are_the_product_to_the_cent_where_none_stands(gaoyan: CommandLine) -> None:
    c = open_class()
    first, second, third, *others = c.expenses
    rows = (
        first.changed(quantity=3, price=0.335, amount=None), second.changed(quantity=None, amount=None),
        third.changed(quantity=2, price=10, amount=99), *others,
    )  # fmt: skip
    path = put(gaoyan, c.changed(expenses=rows))
    ran = gaoyan("fill", "班.xlsx", "--amounts", "--today", DAY)
    assert "费用明细的金额填写 1 行" in ran.out
    assert f"费用明细 第{second.row}行" in ran.out
    found = {one.row: one.amount for one in read_file(path, date(2025, 8, 12)).expenses}
    assert float(str(found[first.row])) == 1.01
    assert found[second.row] is None
    assert found[third.row] == 99


def test_it_asks_what_is_meant(gaoyan: CommandLine) -> None:
    put(gaoyan, open_class())
    assert gaoyan("fill", "班.xlsx").code == 2
    assert gaoyan("fill", "班.xlsx", "--charged", "也许").code == 2


def test_next_is_one_document_for_programs(gaoyan: CommandLine) -> None:
    put(gaoyan, open_class())
    document = json.loads(gaoyan("next", "班.xlsx", "--json", "--today", DAY).out)
    assert list(document) == ["book", "today", "steps"]
    assert list(document["steps"][0]) == ["state", "text", "line", "command", "button", "who", "until"]
    shown = gaoyan("next", "班.xlsx", "--today", DAY).out
    assert shown.startswith("下一步：")
    assert document["steps"][0]["line"].replace(" ", "") in shown.replace("\n", "").replace(" ", "")
