"""Signs of attendance in words: whether leave was applied for, which punches are missing, what a legend is."""

from __future__ import annotations

import pytest

from udfs.schedule.attendance_signs import ABSENT, LATE, PRESENT, UNCLEAR, State, known_signs, legend, slip_of, state_of


@pytest.mark.parametrize(
    ("written", "slip"),
    [
        ("病假（有假条）", "有"), ("已批准", "有"), ("有", "有"), ("是", "有"), ("√", "有"), ("请假（无手续）", "无"),
        ("未批", "无"),
        ("无", "无"), ("否", "无"), ("×", "无"), ("病假", ""), ("事假2小时", ""), ("", ""),
    ],
)  # fmt: skip
def test_whether_leave_was_applied_for(written: str, slip: str) -> None:
    assert slip_of(written) == slip


@pytest.mark.parametrize(("written", "state"), [("上班缺卡", UNCLEAR), ("上班缺卡，下班缺卡", ABSENT)])
def test_one_missing_punch_does_not_say_that_somebody_was_away(written: str, state: State) -> None:
    assert state_of(written, known_signs()) == state


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("√出勤 ×缺勤", {"√": PRESENT, "×": ABSENT}), ("迟到○ 旷课△", {"○": LATE, "△": ABSENT}), ("△请假", {}),
        ("请假须有假条", {}),
    ],
)  # fmt: skip
def test_a_legend_explains_at_least_two_signs(line: str, signs: dict[str, State]) -> None:
    assert legend([line]) == signs
