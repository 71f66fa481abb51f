"""The sessions of a class: day, part of the day, hours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from udfs.schedule.named_dates import NamedDay, named_days
from udfs.values.cells import Value, blank, day, is_number, number, plain, text
from udfs.values.regex import regex

MORNING, AFTERNOON, EVENING = "上午", "下午", "晚上"
PARTS = (MORNING, AFTERNOON, EVENING)
NOON_FROM, NOON_TO, EVENING_FROM = time(12), time(13), time(18)
CENT = Decimal("0.01")

_PARTS = (
    (regex(r"上午|早上|早晨|(?<![a-z])am(?![a-z])|morning", re.I), MORNING),
    (regex(r"下午|(?<![a-z])pm(?![a-z])|afternoon", re.I), AFTERNOON),
    (regex(r"晚上|晚间|夜间|晚自习|(?<![最早])晚(?![到退离])|evening", re.I), EVENING),
)
_BEHIND_DAY = regex(r"(?<=[0-9日号天一二三四五六])[（(]?([上下])[）)]?(?![^\s（(])")
"""9-23上, 周二下, 第1天（上）; not 7月14日上课."""
_ALONE = {"上": MORNING, "下": AFTERNOON}
"""One-character headings below a day."""
_COUNTED = regex(r"第?([0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:次|讲|节|场|课|半天)(?:课|签到|考勤)?")
_COUNT = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})"
_LESSON = regex(rf"第?{_COUNT}(?:[-—–~～、,，至到]{_COUNT})?节(?:课)?")
_WEEKDAY = regex(r"(?:周|星期|礼拜)([一二三四五六日天])(?:[（(]?[上下晚]午?[上]?[)）]?)?")
_WEEKDAYS = "一二三四五六日"
_DAY_ALONE = regex(r"(?<![0-9月./-])([0-9]{1,2})[日号]")
_SHORT_YEAR = regex(r"^[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}(?![0-9-])")
_CLOCK = regex(r"(?<![0-9])([01]?[0-9]|2[0-3])[:：时点]([0-5][0-9])")
_CLOCK_IN_WORDS = regex(r"[0-9]{1,2}[时点](?:[0-9]{1,2}分?)?(?:[0-9]{1,2}秒)?")
_CLOCK_BEHIND = regex(r"(?<=[0-9日号])[ T\u3000]+[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?(?:\.[0-9]+)?")
_PAST_NOON = regex(r"下午|晚|夜|(?:(?<![a-z])|(?<=[0-9]))p\.?m\b", re.I)
_FIRST_SERIAL_DAY = 366


@dataclass(frozen=True, order=True)
class Session:
    """A session: a day and part of it ('' if unknown), optionally with lessons (第1-2节); or only a name (第3次)."""

    day: date
    part_order: int
    label: str = ""

    @classmethod
    def on(cls, day: date, part: str, label: str = "") -> Session:
        """The session of a part of a day; '' for one whose part is unknown."""
        return cls(day, PARTS.index(part) if part else len(PARTS), label)

    @property
    def part(self) -> str:
        return PARTS[self.part_order] if self.part_order < len(PARTS) else ""

    def __str__(self) -> str:
        return self.label if self.day == date.min else f"{self.day.month}月{self.day.day}日{self.part}{self.label}"


@dataclass(frozen=True)
class Calendar:
    """The days of the class, for dates without year or month; None if unknown."""

    start: date | None = None
    end: date | None = None

    def holds(self, found: date) -> bool:
        return self.start is None or self.end is None or self.start <= found <= self.end

    def days(self) -> list[date]:
        if self.start is None or self.end is None or self.end < self.start:
            return []
        return [self.start + timedelta(days=at) for at in range((self.end - self.start).days + 1)]


def part_of(value: Value) -> str:
    """上午, 下午 or 晚上; '' if the text names none or several."""
    shown = text(value)
    if shown.strip() in _ALONE:
        return _ALONE[shown.strip()]
    found = {part for pattern, part in _PARTS if pattern.search(shown)}
    found |= {_ALONE[sign] for sign in _BEHIND_DAY.findall(shown)}
    return found.pop() if len(found) == 1 else ""


def day_of(value: Value, calendar: Calendar) -> date | None:
    """The day named by a heading or a cell, as by apps (25-07-14 星期一); None if none or several. Without a year: a day of the
    class.

    >>> day_of("7月14日上午", Calendar(date(2025, 7, 14), date(2025, 7, 18)))
    datetime.date(2025, 7, 14)
    """
    found = day(value)
    if found is not None:
        return found
    if is_number(value):
        return by_decimal(number(value) or Decimal(0), calendar)
    shown = plain(_CLOCK_BEHIND.sub("", _CLOCK_IN_WORDS.sub("", _LESSON.sub(" ", value))) if isinstance(value, str) else value)
    days = list(named_days(_SHORT_YEAR.sub(r"20\g<0>", shown)))
    if len(days) == 1:
        return in_year(days[0], calendar)
    if days:
        return None
    alone = _DAY_ALONE.findall(shown)
    same = [when for when in calendar.days() if len(alone) == 1 and when.day == int(alone[0])]
    return same[0] if len(same) == 1 else None


def in_year(named: NamedDay, calendar: Calendar) -> date | None:
    """The day in its own year, else in the first year of the class that has it."""
    for year in [named.year] if named.year else sorted({when.year for when in calendar.days()}):
        try:
            return date(year, named.month, named.day)
        except ValueError:
            continue
    return None


def by_decimal(stated: Decimal, calendar: Calendar) -> date | None:
    """7.14 typed as a number is July 14; 7.1 is July 1 or 10, decided by the days of the class."""
    month, _, rest = format(stated, "f").partition(".")
    if not rest or len(rest) > 2:
        return None
    days = {int(rest), int(rest) * 10} if len(rest) == 1 else {int(rest)}
    found = [when for when in calendar.days() if when.month == int(month) and when.day in days]
    return found[0] if len(found) == 1 else None


def session_of(headings: Sequence[Value], calendar: Calendar) -> Session | None:
    """The session named by the headings of a column, from top to bottom; None if there is none."""
    days = [found for one in headings if (found := day_of(one, calendar)) is not None] or by_weekday(headings, calendar)
    parts = [stated_words for one in headings if (stated_words := part_of(one))]
    parts = parts or [part_at(moment) for one in headings if (moment := clock_of(one)) is not None]
    if days:
        weekdays = [weekday[1] for one in headings if isinstance(one, str) and (weekday := _WEEKDAY.search(plain(one)))]
        if weekdays and _WEEKDAYS.index(weekdays[-1].replace("天", "日")) != days[-1].weekday():
            return None  # 7月14日（周三）: one of the two is wrong, and it is unknown which
        lessons = [lesson[0] for one in headings if isinstance(one, str) and (lesson := _LESSON.search(plain(one)))]
        return Session.on(days[-1], parts[-1] if parts else "", lessons[-1] if lessons else "")
    for name in headings:
        counted = _COUNTED.fullmatch(plain(name)) if isinstance(name, str) else None
        if counted:
            return Session(date.min, int(counted[1]) if counted[1].isdigit() else len(PARTS), plain(name))
    return None


def clock_of(value: Value) -> time | None:
    """The time of day of a sign-in; None if the cell holds only a date, or nothing.

    >>> clock_of("2025年7月14日 下午2:10"), clock_of("7/14/2025 9:05 AM"), clock_of(45852.375)
    (datetime.time(14, 10), datetime.time(9, 5), datetime.time(9, 0))
    """
    if isinstance(value, datetime):
        return value.time() if value.time() != time(0) else None
    if isinstance(value, time):
        return value
    if isinstance(value, str):
        found = _CLOCK.search(value)
        if found is None:
            return None
        hour = int(found[1])
        return time(hour + 12 if hour < 12 and _PAST_NOON.search(value) else hour, int(found[2]))
    # A date and time as a serial number; 7.14 is a day of July.
    serial = number(value) if is_number(value) else None
    if serial is None or serial < _FIRST_SERIAL_DAY or serial == int(serial):
        return None
    minutes = round((serial - int(serial)) * 24 * 60)
    return time(minutes // 60, minutes % 60) if minutes < 24 * 60 else None


def by_weekday(headings: Sequence[Value], calendar: Calendar) -> list[date]:
    """The day of a weekday within the dates above it (第一周 7.14—7.18), else within the class; [] unless unique.

    >>> by_weekday(["第二周（7.21—7.25）", "周三"], Calendar(date(2025, 7, 14), date(2025, 7, 25)))
    [datetime.date(2025, 7, 23)]
    """
    stated_words = [found[1] for one in headings if isinstance(one, str) and (found := _WEEKDAY.fullmatch(plain(one)))]
    if not stated_words:
        return []
    spans = [[in_year(day, calendar) for day in named_days(one)] for one in headings if isinstance(one, str)]
    first, last = next(((span[0], span[-1]) for span in spans if len(span) == 2), (calendar.start, calendar.end))
    weekday = _WEEKDAYS.index(stated_words[-1].replace("天", "日"))
    within = [when for when in Calendar(first, last).days() if when.weekday() == weekday]
    return within if len(within) == 1 else []


def part_at(moment: time) -> str:
    """The part of the day of a sign-in; '' between 12:00 and 13:00."""
    if moment < NOON_FROM:
        return MORNING
    if moment < NOON_TO:
        return ""
    return EVENING if moment >= EVENING_FROM else AFTERNOON


def shared_hours(sessions: Sequence[Session], hours: Decimal, days: int) -> dict[Session, Fraction]:
    """{session: 学时} of dated sessions: 总学时 divided equally over all half days of the class, whichever a source covers.

    A session without a part of the day counts as two half days; lessons divide the share of their half day. Evenings have none.
    """
    each = Fraction(hours) / (2 * days)
    beside = Counter((one.day, one.part_order) for one in sessions)
    return {
        one: each * (1 if one.part else 2) / beside[one.day, one.part_order]
        for one in sessions
        if one.day != date.min and one.part != EVENING
    }


def written_hours(exact: Fraction) -> Decimal:
    """Hours as written in a cell: at most two decimals, rounded down, so that exactly one seventh is not exceeded by rounding.

    >>> written_hours(Fraction(32, 7)), written_hours(Fraction(7, 2))
    (Decimal('4.57'), Decimal('3.5'))
    """
    cut = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(CENT, rounding=ROUND_FLOOR)
    return cut.normalize() if cut != cut.to_integral_value() else cut.to_integral_value()


def missing_days(sessions: Iterable[Session], calendar: Calendar) -> list[date]:
    """Days of the class without attendance."""
    taken = {session.day for session in sessions}
    return [when for when in calendar.days() if when not in taken]


def is_heading_of_hours(value: Value) -> bool:
    return not blank(value) and plain(value) in ("学时", "课时", "学时数", "每次学时", "课时数")
