"""The cell functions: one cell or a block, blanks, verdicts instead of exceptions, and the live check against the batch check."""

from __future__ import annotations

import inspect
import random
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import udfs.functions.catalogue  # noqa: F401  (it fills the registry)
from udfs.functions.registry import (
    CANNOT,
    FUNCTIONS,
    UNEQUAL_SHAPES,
    CellProblem,
    FunctionResult,
    as_answer,
    as_block,
    cell_function,
)
from udfs.notice.parameters import parameters_for
from udfs.sample import made_up_document

NEWEST = parameters_for()
"""A function that is given no date speaks of the newest notice."""


def most_staff(trainees: int) -> int:
    """So many members of the staff that notice allows."""
    return min(trainees * NEWEST.staff_share.numerator // NEWEST.staff_share.denominator, NEWEST.staff_max)


PROMISED = (
    "GY_STAFF_LIMIT(学员人数)",
    "GY_STAFF_RATIO(工作人员, 学员)",
    "GY_ABSENCE(请假, 缺勤, 总学时)",
    "GY_WITHDRAWN(请假, 缺勤, 总学时)",
    "GY_EXPENSE_TOTAL(区域)",
    "GY_QUOTA(类别, 人数, 天数)",
    "GY_LECTURE_LIMIT(职称类别, 学时)",
    "GY_TAX(税后)",
    "GY_RMB(金额)",
    "GY_ID_CHECK(证件号 [, 证件类型])",
    "GY_ID_BIRTH(证件号 [, 证件类型])",
    "GY_ID_SEX(证件号 [, 证件类型])",
    "GY_PHONE_CHECK(电话)",
    "GY_TITLE_LEVEL(职称)",
    "GY_DEADLINE(事项, 日期, 级别)",
    "GY_SATISFACTION(很满意, 满意, 一般, 不满意)",
    "GY_COURSEWARE_HOURS(课时)",
    "GY_CERT_CHECK(编号, 规则)",
    "GY_RULE(代码)",
    "GY_VIOLATIONS(项目信息 [, 附件3] [, 附件4] [, 附件5] [, 附件6] [, 考勤]"
    " [, 师资费] [, 费用明细] [, 材料清单] [, 行数] [, 基准日] [, 列数] [, 首行] [, 参数])",
)


def call(name: str, *arguments: Any) -> Any:
    return FUNCTIONS[name].call(*arguments)


def test_every_function_of_the_contract_is_there_with_its_arguments() -> None:
    assert tuple(function.signature for function in FUNCTIONS.values()) == PROMISED


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_says_what_it_is(name: str) -> None:
    function = FUNCTIONS[name]
    assert function.name.isascii()
    assert function.description
    assert function.clause
    assert all(argument.help and argument.name and argument.parameter.isascii() for argument in function.arguments)
    assert [argument.parameter for argument in function.arguments] == list(inspect.signature(function.call).parameters)


MAN = "11010519491231002X"

ANSWERS: tuple[tuple[str, tuple[Any, ...], Any], ...] = (
    ("GY_STAFF_LIMIT", (50,), most_staff(50)),
    ("GY_STAFF_LIMIT", (59.0,), most_staff(59)),
    ("GY_STAFF_LIMIT", (200,), most_staff(200)),
    ("GY_STAFF_LIMIT", (0,), 0),
    ("GY_STAFF_LIMIT", (50.5,), "学员人数应为整数"),
    ("GY_STAFF_LIMIT", (-1,), "学员人数不能小于0"),
    ("GY_STAFF_LIMIT", ("五十",), "学员人数应为数字"),
    ("GY_STAFF_RATIO", (5, 50), 0.1),
    ("GY_STAFF_RATIO", (None, 50), 0),
    ("GY_STAFF_RATIO", (5, 0), "没有学员"),
    ("GY_ABSENCE", (4, 0, 28), 1 / 7),
    ("GY_ABSENCE", (None, 7, 28), 0.25),
    ("GY_ABSENCE", (4, 0, 0), "总学时应大于0"),
    ("GY_ABSENCE", (4, 0, None), "总学时应大于0"),
    ("GY_ABSENCE", (20, 9, 28), "请假与缺勤之和多于总学时"),
    ("GY_ABSENCE", (28, 0, 28), 1),
    ("GY_WITHDRAWN", (4, 0, int(4 / NEWEST.absence_share)), "否"),
    ("GY_WITHDRAWN", (4, 0.5, 28), "是"),
    ("GY_WITHDRAWN", (3.5, 0.5, int(4 / NEWEST.absence_share)), "否"),
    ("GY_EXPENSE_TOTAL", ([[0.1, 0.2], [None, "  "]],), 0.3),
    ("GY_EXPENSE_TOTAL", (5,), 5),
    ("GY_EXPENSE_TOTAL", ([1, 2],), 3),
    ("GY_EXPENSE_TOTAL", ([["金额"], [1]],), "区域第1行第1列不是数字"),
    ("GY_EXPENSE_TOTAL", ([[1, "2元"]],), "区域第1行第2列不是数字"),
    ("GY_QUOTA", ("三类", 57, 5), 156750),
    ("GY_QUOTA", ("", 57, 5), 156750),
    ("GY_QUOTA", ("四类", 57, 5), "类别应为一类、二类、三类之一"),
    ("GY_QUOTA", ("三类", 1, 31), 16885),
    ("GY_LECTURE_LIMIT", ("正高", 4), 4000),
    ("GY_LECTURE_LIMIT", ("副高", 1.5), 750),
    ("GY_LECTURE_LIMIT", ("院士／全国知名专家", 2), 3000),
    ("GY_LECTURE_LIMIT", ("讲师", 2), "职称类别应为院士/全国知名专家、正高、副高、其他之一"),
    ("GY_TAX", (2000,), 300),
    ("GY_TAX", (3000,), 550),
    ("GY_TAX", (6000,), 1142.86),
    ("GY_TAX", (-1,), "税后讲课费不能小于0"),
    ("GY_RMB", (105000,), "壹拾万伍仟元整"),
    ("GY_RMB", (0.1 + 0.2,), "叁角"),
    ("GY_RMB", (-1,), "金额为负数，不能写成大写"),
    ("GY_RMB", ("1元",), "金额应为数字"),
    ("GY_RMB", (1.005,), "金额超过两位小数，不能写成大写"),
    ("GY_ID_CHECK", (MAN,), ""),
    ("GY_ID_CHECK", (MAN.lower(),), ""),
    ("GY_ID_CHECK", (MAN[:-1] + "1",), "校验码应为X（末位），请逐位核对"),
    ("GY_ID_CHECK", ("E12345678", "护照"), ""),
    ("GY_ID_BIRTH", (MAN,), date(1949, 12, 31)),
    ("GY_ID_BIRTH", ("E1234567",), "号码中没有出生日期"),
    ("GY_ID_SEX", (MAN,), "女"),
    ("GY_ID_SEX", ("E1234567",), "号码中没有性别"),
    ("GY_PHONE_CHECK", ("14100000001",), ""),
    ("GY_PHONE_CHECK", ("022-83218426",), ""),
    ("GY_TITLE_LEVEL", ("高级工程师",), "副高"),
    ("GY_TITLE_LEVEL", ("总经理",), "职称表中没有"),
    ("GY_DEADLINE", ("开班通知", date(2025, 7, 14), "市级"), date(2025, 6, 29)),
    ("GY_DEADLINE", ("总结材料", datetime(2025, 8, 31), "国家级"), date(2025, 9, 30)),
    ("GY_DEADLINE", ("总结材料", 45900.0, "国家级"), date(2025, 9, 30)),
    ("GY_DEADLINE", ("总结材料", "8月31日", "国家级"), "日期应为日期"),
    ("GY_DEADLINE", ("经费报销材料", date(2025, 7, 18), "市级"), "经费报销材料只适用于国家级项目"),
    ("GY_SATISFACTION", (40, 6, 2, 0), 23 / 24),
    ("GY_SATISFACTION", (1, None, None, None), 1),
    ("GY_SATISFACTION", (0, 0, 0, 0), "没有答卷"),
    ("GY_SATISFACTION", (1.5, 0, 0, 0), "很满意应为整数"),
    ("GY_COURSEWARE_HOURS", (2,), 12),
    ("GY_COURSEWARE_HOURS", (1.5,), 9),
    ("GY_CERT_CHECK", ("津高研2025090001", "津高研{年}{计划:02}{流水:04}"), ""),
    ("GY_CERT_CHECK", ("津1", "津"), "规则中须有且只有一个{流水}"),
    ("GY_RULE", ("XX-01",), "没有这条规则"),
)


@pytest.mark.parametrize(("name", "arguments", "answer"), ANSWERS)
def test_answers(name: str, arguments: tuple[Any, ...], answer: Any) -> None:
    found = call(name, *arguments)
    assert found == answer
    assert type(found) is type(answer)


def test_a_wrong_number_is_reported_by_its_part() -> None:
    assert call("GY_PHONE_CHECK", "1410000000") != ""
    assert call("GY_CERT_CHECK", "津2025", "津高研{年}{计划:02}{流水:04}") != ""


def test_rule_tells_text_clause_and_quote() -> None:
    reported = call("GY_RULE", " a4-02 ")
    assert "工作人员" in reported
    clause, quote = NEWEST.clause_and_quote("staff_share")
    assert f"依据：{clause}“" in reported
    assert quote in reported


LIFTED = [name for name, function in FUNCTIONS.items() if function.lifted]


@pytest.mark.parametrize("name", LIFTED)
def test_blank_stays_blank(name: str) -> None:
    size = len(FUNCTIONS[name].arguments)
    assert call(name, *[None] * size) == ""
    assert call(name, *[" "] * size) == ""
    assert call(name, *[[[None], [""]]] * size) == [[""], [""]]


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=20),
    st.sampled_from(("三类", "国家级", "总结材料", "正高")),
)


@pytest.mark.parametrize("name", LIFTED)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_nothing_is_ever_raised_and_a_cell_can_hold_the_answer(name: str, data: st.DataObject) -> None:
    arguments = [data.draw(ODD) for _ in FUNCTIONS[name].arguments]
    found = call(name, *arguments)
    assert isinstance(found, str | int | float | date)
    assert found == found
    assert call(name, *[[[argument]] for argument in arguments]) == [[found]]


def test_a_block_in_is_a_block_of_the_same_shape_out() -> None:
    few, some, many = most_staff(50), most_staff(100), most_staff(200)
    assert call("GY_STAFF_LIMIT", [[50, 50], [None, "?"], [100, 200]]) == [[few, few], ["", "学员人数应为数字"], [some, many]]


def test_a_single_cell_serves_every_cell_beside_it() -> None:
    assert call("GY_QUOTA", "三类", [[55], [57]], 5) == [[151250], [156750]]
    assert call("GY_QUOTA", [["三类", "一类"]], [[1], [2]], 1) == [[550, 760], [1100, 1520]]


def test_ranges_of_unlike_shape_are_refused() -> None:
    assert call("GY_STAFF_RATIO", [[1], [2]], [[1], [2], [3]]) == [[UNEQUAL_SHAPES]]


def test_a_flat_list_is_a_column() -> None:
    assert call("GY_STAFF_LIMIT", [50, 60]) == [[most_staff(50)], [most_staff(60)]]
    assert as_block([]) == as_block([[]]) == [[None]]
    assert as_block([[1], [1, 2]]) == [[1, None], [1, 2]]


@pytest.mark.parametrize(
    ("result", "answer"),
    [(None, ""), (Fraction(6, 2), 3), (Fraction(1, 8), 0.125), (Decimal("3.00"), 3), (Decimal("0.1"), 0.1), ("", ""), (7, 7)],
)
def test_exact_results_become_numbers(result: FunctionResult, answer: Any) -> None:
    assert as_answer(result) == answer
    assert type(as_answer(result)) is type(answer)


def test_a_function_cannot_be_declared_twice_and_a_broken_one_gives_words() -> None:
    try:

        @cell_function("GY_TEST", "试", {"甲": "乙"}, "常识")
        def broken(value: Any) -> FunctionResult:
            raise RuntimeError(value)

        @cell_function("GY_TEST_RANGE", "试", {"甲": "乙"}, "常识", lifted=False)
        def broken_range(value: Any) -> FunctionResult:
            raise CellProblem("不行") if value else RuntimeError

        assert broken(1) == CANNOT
        assert broken([[1, None]]) == [[CANNOT, ""]]
        assert (broken_range(1), broken_range(0)) == ("不行", CANNOT)
        with pytest.raises(ValueError, match="declared twice"):
            cell_function("GY_TEST", "试", {"甲": "乙"}, "常识")(lambda value: value)
    finally:
        FUNCTIONS.pop("GY_TEST", None)
        FUNCTIONS.pop("GY_TEST_RANGE", None)


def test_a_document_number_is_never_repeated() -> None:
    wrong = made_up_document(random.Random(1))[:-1] + "?"
    assert wrong[:6] not in call("GY_ID_CHECK", wrong)


def test_functions_module_loads_no_computation_before_it_is_called() -> None:
    """A spreadsheet program that starts lists the functions; what they compute with is loaded when a cell asks."""
    asked = "import sys, udfs.functions.catalogue; print(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split())
    assert "udfs.functions.catalogue" in loaded
    waiting = {
        "udfs.people.titles",
        "udfs.certificates.numbers",
        "udfs.rules.runner",
        "udfs.money.quota",
        "udfs.schedule.deadlines",
    }
    assert waiting.isdisjoint(loaded)
