"""Signs of attendance in words: leave applied for, punches that are missing, legends; days, parts of days, hours."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.schedule.attendance_signs import (
    ABSENT,
    LATE,
    LEAVE,
    PRESENT,
    UNCLEAR,
    State,
    known_signs,
    legend,
    permission_of,
    state_of,
)
from udfs.schedule.sessions import Calendar, clock_of, day_of, part_at, part_of, session_of, written_hours

CLASS = Calendar(date(2025, 7, 14), date(2025, 7, 18))


@pytest.mark.parametrize(
    ("written", "permission"),
    [
        ("病假（有假条）", "有"), ("已批准", "有"), ("有", "有"), ("是", "有"), ("√", "有"), ("请假（无手续）", "无"),
        ("未批", "无"),
        ("无", "无"), ("否", "无"), ("×", "无"), ("病假", ""), ("事假2小时", ""), ("", ""),
    ],
)  # fmt: skip
def test_whether_leave_was_applied_for(written: str, permission: str) -> None:
    assert permission_of(written) == permission


@pytest.mark.parametrize(("written", "state"), [("上班缺卡", UNCLEAR), ("上班缺卡，下班缺卡", ABSENT)])
def test_one_missing_punch_does_not_say_that_somebody_was_away(written: str, state: State) -> None:
    assert state_of(written, known_signs()) == state


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("√出勤 ×缺勤", {"√": PRESENT, "×": ABSENT}), ("迟到○ 旷课△", {"○": LATE, "△": ABSENT}), ("△请假", {}),
        ("请假须有假条", {}), ("注：√表示缺勤", {"√": ABSENT}), ("缺勤者打√，到课不填", {"√": ABSENT, "": PRESENT}),
        ("空白为到", {"": PRESENT}), ("1=到，0=缺勤", {"1": PRESENT, "0": ABSENT}),
    ],
)  # fmt: skip
def test_a_legend_explains_two_signs_or_says_what_one_means(line: str, signs: dict[str, State]) -> None:
    assert legend([line]) == signs


SIGNS = {
    PRESENT: ("√", "已签到", "08:31", "2025-07-14 08:31:22", "张三", True, " √ "),
    LATE: ("迟到5分钟", "早退"),
    LEAVE: ("病假", "请了事假", "请假（无手续）"),
    ABSENT: ("未请假", "旷课", "×", "未到", "x", "Ｘ"),
    UNCLEAR: ("○", "△", "/", "待核", 7, "迟到后请假"),
}


@pytest.mark.parametrize(("shown", "state"), [(shown, state) for state, listed in SIGNS.items() for shown in listed])
def test_signs(shown: object, state: object) -> None:
    assert state_of(shown, known_signs(), "张三") == state  # type: ignore[arg-type]


def test_legends() -> None:
    assert legend(["注：√出勤 ×缺勤 △请假"]) == {"√": PRESENT, "×": ABSENT, "△": LEAVE}
    assert legend(["迟到“○”，旷课“△”，病假“□”"]) == {"○": LATE, "△": ABSENT, "□": LEAVE}
    assert legend(["出勤√ 事假△ 旷工× 病假○"]) == {"√": PRESENT, "△": LEAVE, "×": ABSENT, "○": LEAVE}
    assert legend(["每人每天签到一次，迟到须说明", "√"]) == {}


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("2025-07-14", 14), ("2025年7月14日上午", 14), ("7月14日", 14), ("7/14", 14), ("7.14", 14), ("14日下午", 14), (7.15, 15),
        (date(2025, 7, 16), 16), (45852, 14), ("20250717", 17), ("7月14日至15日", 0), ("第3次", 0), ("19日", 0), (7.1, 0),
        ("", 0),
    ],
)  # fmt: skip
def test_days(shown: object, day: int) -> None:
    assert day_of(shown, CLASS) == (date(2025, 7, day) if day else None)  # type: ignore[arg-type]


def test_parts_of_the_day() -> None:
    assert [part_of(one) for one in ("7月14日上午", "PM", "晚上", "上午下午", "", "晚到")] == ["上午", "下午", "晚上", "", "", ""]
    moments = [clock_of(f"2025-07-14 {one}") for one in ("07:59", "11:59", "12:00", "12:59", "13:00", "17:59", "18:00")]
    assert [part_at(one) for one in moments if one] == ["上午", "上午", "", "", "下午", "下午", "晚上"]
    assert str(session_of(["7月14日", "下午"], CLASS)) == "7月14日下午"
    assert str(session_of(["第3次课"], CLASS)) == "第3次课"
    assert session_of(["备注"], CLASS) is None


@given(st.integers(1, 60), st.integers(1, 40), st.data())
def test_hours_in_a_cell_never_change_who_counts_as_withdrawn(hours: int, sessions: int, data: st.DataObject) -> None:
    missed = data.draw(st.integers(0, sessions))
    exact = Fraction(hours, sessions) * missed
    cell = Fraction(written_hours(exact))
    limit = Fraction(1, 7)
    assert cell <= exact < cell + Fraction(1, 100)
    assert (cell > limit * hours) == (exact > limit * hours) or exact - limit * hours < Fraction(1, 100)


@pytest.mark.parametrize("known", [Calendar(), Calendar(start=date(2025, 7, 14)), Calendar(end=date(2025, 7, 14))])
def test_a_class_with_half_its_dates_has_no_days(known: Calendar) -> None:
    assert known.days() == []
    assert known.holds(date(2025, 7, 20))
