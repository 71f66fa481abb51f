"""Attendance exports: whoever missed something is found or named; a row that is not understood makes nobody present."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from macros.attendance.totals import Tally, Totals, totals_of
from macros.attendance.trainee_matching import TraineeMatcher
from tests.attendance.export_model import UNKNOWN, Export
from tests.attendance.exports import MAKERS, ding_daily
from tests.attendance.meeting_exports import one_sitting
from tests.attendance.mixtures import mixture
from tests.attendance.registered import alone
from tests.attendance.sheets import days_of
from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from udfs.schedule.sessions import Calendar, Session
from workbooks.attendance.model import Who
from workbooks.attendance.reading import read_registers
from workbooks.files.errors import Unusable


@pytest.fixture(scope="module")
def c() -> ClassFile:
    return alone(sample_class())


def read(export: Export, c: ClassFile, folder: Path) -> Totals:
    register = read_registers([export.write(folder)], Calendar(c.start, c.end))
    return totals_of(c, register, None, count_unseen=False)


def state_in(tally: Tally | None, session: Session) -> str:
    """What came out for one trainee and session: '' for there."""
    if tally is None or session in tally.unclear:
        return UNKNOWN
    return "请假" if session in tally.leave else "缺勤" if session in tally.absent else ""


def differences(export: Export, totals: Totals, c: ClassFile) -> list[str]:
    """Every trainee and session that came out otherwise, without a word that it is not known."""
    sessions = sorted(totals.hours)
    assert c.start is not None
    found = []
    for at, one in enumerate(c.trainees):
        tally = totals.people.get(one.row)
        for place, session in enumerate(sessions):
            wanted = export.truth.get((at, place), "")
            got = state_in(tally, session)
            if got != wanted:
                found.append(f"{one.name} {session}: {wanted!r} -> {got!r}")
    return found


def expected_sessions(export: Export) -> int:
    """Negative days are sessions without a half."""
    return -export.days % 10 if export.days < 0 else 2 * export.days


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_every_cell_right_or_named(make: Callable[[ClassFile], Export], c: ClassFile, tmp_path: Path) -> None:
    export = make(c)
    if export.refused:
        with pytest.raises(Unusable) as refusal:
            read(export, c, tmp_path)
        assert re.search(export.refused, str(refusal.value))
        return
    totals = read(export, c, tmp_path)
    assert len(totals.hours) == expected_sessions(export), [*map(str, sorted(totals.hours))]
    assert differences(export, totals, c) == []
    assert [one for one in totals.skipped if "没有姓名" in one.what] == [], "what stands above the people is no row of theirs"


def test_the_class_is_five_days(c: ClassFile) -> None:
    assert (c.start, c.end) == (date(2025, 7, 14), date(2025, 7, 18))


def test_a_timetable_that_adds_up_says_how_long_a_half_day_is(c: ClassFile, tmp_path: Path) -> None:
    halves = [(day, part, hours) for day in days_of(c) for part, hours in (("上午", 4), ("下午", 2.4))]
    lectures = tuple(c.lectures[0].changed(day=day, session=part, hours=hours) for day, part, hours in halves)
    for given, wanted in ((lectures, {4, Fraction(12, 5)}), (lectures[:-1], {Fraction(16, 5)})):
        totals = read(ding_daily(c), c.changed(lectures=given), tmp_path)
        assert set(totals.hours.values()) == wanted


def test_a_name_of_one_character_is_in_no_nickname(c: ClassFile) -> None:
    one, *others = c.trainees
    matcher = TraineeMatcher(c.changed(people=(one.changed(name="王"), *others)))
    assert [matcher.find(Who(name)) is not None for name in ("王", "王(手机)", f"{others[0].name}(手机)")] == [True, False, True]


SHARE, ALL = 16, 160
"""Mixtures that every run tries, and those of the large run."""


def wrong_in(seeds: range, c: ClassFile, folder: Path) -> list[str]:
    """What came out silently wrong of these mixtures: otherwise than it was, and not reported as unknown."""
    found = []
    for seed in seeds:
        export = mixture(c, seed)
        totals = read(export, c, folder)
        assert len(totals.hours) == expected_sessions(export), (seed, export.what)
        found += [f"{seed} {export.what}: {line}" for line in differences(export, totals, c) if not line.endswith(f"'{UNKNOWN}'")]
    return found


def test_mixtures_of_layouts_and_words(c: ClassFile, tmp_path: Path) -> None:
    assert wrong_in(range(SHARE), c, tmp_path) == []


@pytest.mark.large
def test_many_mixtures_of_layouts_and_words(c: ClassFile, tmp_path: Path) -> None:
    assert wrong_in(range(1000, 1000 + ALL), c, tmp_path) == []


def test_one_sitting_alone_does_not_count_for_the_whole_class(c: ClassFile, tmp_path: Path) -> None:
    """Who missed the only half day that was recorded would be absent from all of 总学时."""
    assert c.hours is not None
    export = one_sitting(c)
    totals = read(export, c, tmp_path)
    assert set(totals.hours.values()) == {Fraction(c.hours) / 10}
    assert any("没有考勤记录，没有计入" in note.what for note in totals.remarks)
    register = read_registers([export.write(tmp_path)], Calendar(c.start, c.end))
    assert set(totals_of(c, register, Decimal(3), count_unseen=False).hours.values()) == {Fraction(3)}
