"""What an office has changed on 参数: which values count, what rules make of them, and that every change is reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.rules.cases import with_row
from tests.sample import P, sample_class
from udfs.notice.parameters import Parameters, parameters_for
from udfs.notice.rest_days import RESTING, WORKING, days_of
from udfs.reading.own_parameters import stated_of
from udfs.records.class_file import PARAMETERS, ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.records.settings import Setting, entries_of, meant, own_calendar, own_settings, shared, stated_notice
from udfs.rules import catalogue
from udfs.rules.model import SEVERITY_ORDER, SEVERITY_WORDS
from udfs.rules.runner import check
from udfs.rules.softening import doubtful_rules, silent_rules, silent_words, softened_by_notice, softened_to, worst_of
from udfs.schedule.deadlines import report_due
from udfs.values.cells import Value
from udfs.values.grid import Grid
from workbooks.book.reading import read_file
from workbooks.closed.held_file import HeldFile
from workbooks.forms.sheets.parameters import parameter_block
from workbooks.templates.entering import entered

RATES = "讲课费上限（税后）"
SOFTENING = "规则级别调整"


def changed(c: ClassFile, *rows: tuple[str, str, Value]) -> ClassFile:
    return c.changed(settings=own_settings(Setting(*row) for row in rows))


def basis(c: ClassFile) -> str:
    return "；".join(check(c).basis)


@pytest.mark.parametrize(
    "row",
    [
        (RATES, "副高", 500), (RATES, "副高", 1000.0), ("请假和缺勤占总学时的上限", "", 1 / 7),
        ("请假和缺勤占总学时的上限", "", "=1/7"), ("最迟实施完成日期", "", date(2025, 11, 30)), ("540适用范围", "", " 财政资助"),
        ("工作人员占学员人数的上限", "", 0.1), (SOFTENING, "1", None), ("参训人员年龄范围", "下限", 18), ("没有这个参数", "", 5),
        ("决算表中不应出现的支出", "旅游", "改过"), ("劳务报酬税后换算税前（预扣预缴）", "第1档至", 1),
    ],
)  # fmt: skip
def test_what_the_program_knows_is_no_change(row: tuple[str, str, Value]) -> None:
    """Values of another date among them: a workbook may have been made with those."""
    assert own_settings([Setting(*row)]) == ()


@pytest.mark.parametrize(
    ("row", "key", "value"),
    [
        ((RATES, "副高", 600), "lecture_rates", {**P.lecture_rates, "副高": Decimal(600)}),
        (("每期最少学员人数", "", 40), "min_trainees", 40),
        (("请假和缺勤占总学时的上限", "", "1/5"), "absence_share", Fraction(1, 5)),
        (("工作人员占学员人数的上限", "", 0.2), "staff_share", Fraction(1, 5)),
        (("最迟实施完成日期", "", date(2025, 12, 15)), "latest_end", date(2025, 12, 15)),
        (("540适用范围", "", "全部"), "scope_540", "全部"),
        (("学员职称一般应达到的级别", "", "副高"), "lowest_title", "副高"),
        (("其他费用列入", "", "场地费"), "other_cost_item", "场地费"),
        (("参训人员年龄范围", "上限", 75), "age_range", (18, 75)),
        (("财政资助每期上限", "", 123456), "subsidy_max", Decimal(123456)),
    ],
)  # fmt: skip
def test_a_change_is_used_and_reported(row: tuple[str, str, Value], key: str, value: object) -> None:
    c = changed(sample_class(), row)
    assert getattr(class_parameters(c), key) == value
    assert f"本单位改动了参数：{row[0]}" in basis(c)
    assert class_parameters(c).source(key).value == value


@pytest.mark.parametrize(
    "row",
    [
        (RATES, "副高", "五百"), (RATES, "副高", -1), ("每期最少学员人数", "", 40.5), ("每期最少学员人数", "", None),
        ("请假和缺勤占总学时的上限", "", 7), ("请假和缺勤占总学时的上限", "", "1/0"), ("最迟实施完成日期", "", "年底"),
        ("540适用范围", "", "市级"), ("学员职称一般应达到的级别", "", "高级"), ("其他费用列入", "", "杂费"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_meant_is_not_used_and_reported(row: tuple[str, str, Value]) -> None:
    c = changed(sample_class(), row)
    plain = parameters_for(c.year, c.start)
    assert replace(class_parameters(c), leaves={}) == replace(plain, leaves={})
    assert f"参数{row[0]}" in basis(c)
    assert "无效" in basis(c)


@pytest.mark.parametrize(
    ("key", "value", "stated"),
    [
        ("staff_share", 0, 0), ("staff_share", 1, 1), ("staff_share", 0.5, Fraction(1, 2)), ("staff_share", -0.1, None),
        ("staff_share", -1, None), ("staff_share", 1.01, None), ("staff_share", 2, None),
        ("staff_share", "1/1000", Fraction(1, 1000)),
        ("staff_share", 1 / 7, Fraction(1, 7)), ("staff_share", "半数", None),
        ("subsidy_max", 0, 0), ("subsidy_max", 0.5, Decimal("0.5")), ("subsidy_max", -0.01, None), ("subsidy_max", "八万", None),
        ("quota_total", 0, 0), ("quota_total", 0.01, Decimal("0.01")), ("quota_total", -0.01, None),
        ("min_trainees", 0, 0), ("min_trainees", 1, 1), ("min_trainees", -1, None), ("min_trainees", 0.5, None),
        ("min_trainees", "45", 45), ("min_trainees", "90/2", 45), ("filing_days", 0, 0), ("filing_days", -1, None),
        ("age_range", 0, 0), ("age_range", -1, None), ("latest_end", 5, None),
        ("day_tiers", 3, None),
    ],
)  # fmt: skip
def test_what_a_cell_of_a_parameter_can_mean(key: str, value: Value, stated: object) -> None:
    """A share lies between 0 and 1, an amount is not below 0, a number is whole and not below 0."""
    assert meant(P.leaves[key], value) == stated


def test_a_share_is_taken_as_the_simple_fraction_it_stands_for() -> None:
    """A cell holds 1/7 as a binary fraction. A thousandth is the finest share there is: what is finer is the nearest of them."""
    assert meant(P.leaves["staff_share"], "1/1001") == Fraction(1, 1000)
    assert meant(P.leaves["staff_share"], "998/999") == Fraction(998, 999)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("12", 12), ("1/7", Fraction(1, 7)), ("=3/4", Fraction(3, 4)), ("10/5", 2), (0, 0), (0.25, Fraction(1, 4)),
        ("1/2/4", None), ("1/", None), ("/2", None), ("0", None), ("1/0", None), ("", None), (None, None), ("-1", None),
        ("半", None), ("１/２", None),
    ],
)  # fmt: skip
def test_a_written_fraction_is_read_exactly(written: Value, number: Fraction | None) -> None:
    assert shared(written) == number


@pytest.mark.parametrize(("value", "same"), [(0.1428571428573, True), (0.142857142859, False)])
def test_a_share_is_compared_to_twelve_decimals(value: float, same: bool) -> None:
    """The third of the thirteenth decimal is what a calculation leaves; another twelfth was typed."""
    row = Setting("请假和缺勤占总学时的上限", "", value)
    assert own_settings([row]) == (() if same else (row,))


def test_the_entries_of_a_list_count_from_one_and_a_range_has_two_ends() -> None:
    assert list(entries_of("texts", ("甲", "乙"))) == [("1", "甲"), ("2", "乙")]
    assert list(entries_of("range", (18, 70))) == [("下限", 18), ("上限", 70)]
    with pytest.raises(ValueError, match="shorter"):
        list(entries_of("range", (18,)))


def test_a_list_that_only_the_office_fills_has_eight_rows_ready() -> None:
    rows = [row for row in parameter_block(P).rows if row[0] == SOFTENING]
    assert [row[1] for row in rows] == ["1", "2", "3", "4", "5", "6", "7", "8"]


def test_the_notice_that_a_workbook_states() -> None:
    rows = [Setting(RATES, "副高", 600), Setting("所依据的通知", "", " 2025 "), Setting(SOFTENING, "1", "A4-02 提示")]
    assert stated_notice(rows) == "2025"
    assert stated_notice(rows[::2]) == ""


def test_a_rate_of_the_office_decides() -> None:
    """600 yuan for an hour: over 500, not over 600."""
    c = with_row(sample_class(), "lectures", 0, net=2400, tax=384)
    codes = {one.code for one in check(c).findings}
    assert "SZ-01" in codes
    assert "SZ-01" not in {one.code for one in check(changed(c, (RATES, "副高", 600))).findings}


def test_the_regulation_binds_everybody_where_the_office_says_so() -> None:
    c = with_row(sample_class(), "lectures", 0, net=2400, tax=384)
    severities = [
        {f.code: f.severity for f in check(one).findings}["SZ-01"] for one in (c, changed(c, ("540适用范围", "", "全部")))
    ]
    assert severities == ["hint", "query"]


def softened(c: ClassFile, *entries: str) -> ClassFile:
    return changed(c, *((SOFTENING, str(at), entry) for at, entry in enumerate(entries, start=1)))


def test_a_rule_is_softened_and_it_is_reported() -> None:
    c = sample_class(trainees=52, staff=6)
    one = next(f for f in check(softened(c, "A4-02 提示 经主管处同意")).findings if f.code == "A4-02")
    assert one.severity == "hint"
    assert not one.blocks
    assert "本单位把规则A4-02（工作人员超过限额）由核实调为提示（经主管处同意）" in basis(
        softened(c, "a4-02：提示，经主管处同意")
    )


def test_the_gravest_of_one_cell_stands_first_after_softening() -> None:
    """The same wrong number twice: that it is wrong is a hint here, that it stands twice is an error."""
    wrong = "120101199001011234"
    c = with_row(with_row(sample_class(), "people", 0, document=wrong), "people", 1, document=wrong)
    for one, codes in ((c, ["A4-05", "A4-06"]), (softened(c, "A4-05 提示"), ["A4-06", "A4-05"])):
        assert [f.code for f in check(one).findings if f.key == "附件4!C4"] == codes


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("A4-15 错误", "级别只能调低"), ("A4-02 核实", "级别只能调低"), ("A4-02 错误", "级别只能调低"),
        ("A9-99 提示", "没有这条规则"),
        ("A4-02 随便", "级别应为"), ("A4-02", "级别应为"),
    ],
)  # fmt: skip
def test_a_rule_is_never_hardened(entry: str, why: str) -> None:
    c = sample_class(trainees=52, staff=6)
    one = next(f for f in check(softened(c, entry)).findings if f.code == "A4-02")
    assert one.severity == "query"
    assert f"“{entry}”没有采用：{why}" in basis(softened(c, entry))


def silent_about(*keys: str) -> Parameters:
    """The parameters of a notice that says nothing of these."""
    return replace(P, silent=frozenset(keys))


def test_what_the_notice_does_not_say_is_a_hint_and_a_number_taken_over_bars_nobody() -> None:
    p = silent_about("subsidy_max", "leave_asked")
    assert silent_rules(p) == ("KQ-04",)
    assert set(doubtful_rules(p)) == {rule.code for rule in catalogue() if "subsidy_max" in rule.uses}
    assert {softened_by_notice(p)[code] for code in doubtful_rules(p)} == {"query"}
    assert softened_by_notice(p)["KQ-04"] == "hint"
    assert list(silent_words(p)) == [
        "通知没有写明的事项只作提示：KQ-04", f"通知没有给出的数值沿用上一份通知，最多作核实：{'、'.join(doubtful_rules(p))}",
    ]  # fmt: skip
    assert list(silent_words(P)) == []
    # An office may soften it further, and not take the notice's silence back.
    own = replace(p, softened_rules=("A3-08 提示", "KQ-04 核实"))
    assert (softened_to(own)["A3-08"], softened_to(own)["KQ-04"]) == ("hint", "hint")


def test_the_gravest_level_counts_of_a_rule_that_has_several() -> None:
    assert (worst_of("PRJ-15"), worst_of("A3-16"), worst_of("A5-11"), worst_of("SZ-01")) == ("error", "error", "error", "query")
    (one,) = softened_words(softened(sample_class(), "PRJ-15 核实 " + "因" * 70))
    assert one == "本单位把规则PRJ-15（经费来源与其他信息不符）由错误调为核实（" + "因" * 60 + "）"
    assert softened_words(softened(sample_class(), "A4-02 提示")) == ["本单位把规则A4-02（工作人员超过限额）由核实调为提示"]


def test_a_parameter_behind_a_softened_rule_is_reported_too() -> None:
    reported = basis(changed(sample_class(), (SOFTENING, "1", "A4-02 提示"), (RATES, "副高", 600)))
    assert "本单位把规则A4-02" in reported
    assert "本单位改动了参数：讲课费上限（税后）（副高）由500改为600" in reported


def softened_words(c: ClassFile) -> list[str]:
    return [words for words in check(c).basis if "规则" in words]


def test_no_entry_ever_makes_a_rule_graver() -> None:
    entries = [f"{rule.code} {word}" for rule in catalogue() for word in SEVERITY_WORDS.values()]
    for code, severity in softened_to(class_parameters(softened(sample_class(), *entries))).items():
        assert SEVERITY_ORDER[severity] > SEVERITY_ORDER[worst_of(code)]


def test_a_change_in_the_workbook_is_read_from_it(tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(with_row(sample_class(), "lectures", 0, net=2400, tax=384)))
    assert read_file(path, date(2025, 8, 10)).settings == ()
    file = HeldFile.open(path)
    grid = file.content(PARAMETERS).grid
    rows = {(grid.value(row, 1), str(grid.value(row, 2) or "")): row for row in range(4, 400)}
    file.take(
        {
            PARAMETERS: {
                (rows[RATES, "副高"], 3): 600,
                (rows[SOFTENING, "1"], 3): "CL-01 提示 试办",
                (rows[SOFTENING, "2"], 3): "A4-02 提示",
            }
        }
    )
    file.save()
    c = read_file(path, date(2025, 8, 10))
    assert class_parameters(c).lecture_rates["副高"] == 600
    assert [words.partition("（")[0] for words in check(c).basis[1:]] == [
        "本单位改动了参数：讲课费上限",
        "规则级别调整“CL-01 提示 试办”没有采用：级别只能调低",
        "本单位把规则A4-02",
    ]
    assert "SZ-01" not in {one.code for one in check(c).findings}


def test_the_calendar_of_the_program_is_no_change() -> None:
    assert own_calendar(days_of(RESTING), days_of(WORKING)) == ()
    assert (
        own_calendar([day for day in days_of(RESTING) if day.year == 2024], [d for d in days_of(WORKING) if d.year == 2024]) == ()
    )
    assert own_calendar([None, "元旦"], []) == ()


def test_a_year_that_the_office_fills_in_moves_its_deadlines() -> None:
    """The report of a class that ends on 2026-12-01 is due on Friday, 2027-01-01: New Year, and then the weekend."""
    c = sample_class()
    c = c.changed(project=c.project.changed(start=date(2026, 11, 25), end=date(2026, 12, 1)))
    assert report_due(date(2026, 12, 1), class_parameters(c)) == date(2027, 1, 1)
    assert "没有2027年的节假日安排" in basis(c)
    own = c.changed(settings=own_calendar([*days_of(RESTING), date(2027, 1, 1)], [*days_of(WORKING), date(2027, 1, 3)]))
    assert report_due(date(2026, 12, 1), class_parameters(own)) == date(2027, 1, 3)
    assert "没有2027年的节假日安排" not in basis(own)
    assert "本单位改动了参数：节假日安排（2027年）由没有改为本单位所填的" in basis(own)


def test_days_filled_in_on_the_sheet_are_read(tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(sample_class()))
    file = HeldFile.open(path)
    grid = file.content(PARAMETERS).grid
    column = next(at for at in range(1, 40) if grid.value(3, at) == "休息日")
    row = next(at for at in range(4, 400) if grid.value(at, column) is None)
    file.take({PARAMETERS: {(row, column): date(2027, 1, 1)}})
    file.save()
    (one,) = read_file(path, date(2025, 8, 10)).settings
    assert one == Setting("节假日安排", "2027", "休2027-01-01")


def test_true_is_not_taken_for_one() -> None:
    """Two workbooks whose sheets say TRUE and 1 are distinguished, though Python finds the two equal."""
    name = next(leaf.name for leaf in P.leaves.values() if leaf.kind == "integer")
    stated = []
    for value in (9999, 9999.0, Decimal(9999), True, 1):
        rows: list[list[Value]] = [["参数", "项", "值"], [name, "", value]]
        stated.append(repr(stated_of(Grid(title="参数", rows=rows)).settings))
    assert [repr(value) in text for value, text in zip((9999, 9999.0, Decimal(9999), True, 1), stated, strict=True)] == [True] * 5
