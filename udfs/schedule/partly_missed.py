"""How much of a session was missed according to a cell: 请假2学时, 上午请假, 请假半天.

Lengths in other units than 学时 are never converted to them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from udfs.schedule.sessions import AFTERNOON, EVENING, MORNING, PARTS, Session, part_of
from udfs.values.cells import Value, plain
from udfs.values.regex import regex

FIGURES = {word: at for at, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_LENGTH = regex(
    r"([0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十半])个?(半)?(学时|课时|节|堂|小时|钟头|hours?|h(?![a-z])|分钟|min)", re.I
)
_DAYS = regex(r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?|[一两二三四五])个?[天日](?!上午|下午|晚)")
_DATES = regex(r"[0-9]{1,4}[年月.]?-?[0-9]{1,2}(?:月|-)[0-9]{1,2}日?|[0-9]{1,2}月[0-9]{1,2}日?|[0-9]{1,2}号")
_HALF_DAY = regex(r"半[天日]")
_THERE = regex(r"[√✓✔]|(?<![迟未没晚])到|出勤|正常|在场")
_THERE_FIRST = regex(r"[√✓✔]")
_SOME = regex(r"中途|提前|前半|后半|半场|半节|部分|期间")
_CLOCK = regex(r"[0-9]{1,2}[:：点时][0-9]{0,2}")
_SPAN = regex(
    r"(?:([0-9]{1,2})[-/.月]([0-9]{1,2})日?\s*)?([0-9]{1,2}:[0-9]{2})\s*(?:到|至|[-—–~～])+\s*"
    r"(?:(?:[0-9]{4}[-/.年])?([0-9]{1,2})[-/.月]([0-9]{1,2})日?\s*)?([0-9]{1,2}:[0-9]{2})"
)
_FROM_TO = {MORNING: ("09:00", "11:00", "11:30"), AFTERNOON: ("14:30", "16:00", "17:00")}
"""{half day: (a, b, c)}: absence covering a to b is the whole half day, absence from c on none of it."""
_NO_CARD = regex(r"(上班|下班)([0-9])(?:缺卡|未打卡)")
_IN_HOURS = ("学时", "课时")
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Extent:
    """The length stated in a cell: 学时 (``hours``), an amount of another unit (``other``), or a half.

    If none is set: an unknown part of the session.
    """

    hours: Fraction | None = None
    other: Fraction | None = None
    half: bool = False

    def missed(self, session: Fraction) -> Fraction | None:
        """The missed 学时 of a session of that length; None if unknown.

        An hour or a lesson is at least one 学时: as many of them as the session has 学时 are all of it.
        """
        if self.half:
            return session * HALF
        if self.hours is not None:
            return self.hours if 0 < self.hours <= session else None
        return session if self.other is not None and self.other >= session else None


def extent_of(value: Value, session: Session) -> Extent | None:
    """How much of ``session`` was missed according to a cell; None if all of it.

    >>> from datetime import date
    >>> day, morning = Session(date(2025, 7, 14), 3), Session(date(2025, 7, 14), 0)
    >>> extent_of("请假2学时", day).hours, extent_of("上午请假", day).half, extent_of("上午请假", morning), extent_of("事假", day)
    (Fraction(2, 1), True, None, None)
    """
    if not isinstance(value, str):
        return None
    if len({shift for _, shift in _NO_CARD.findall(value)} - {""}) == 1 and not session.part:
        return Extent(half=not session.label)  # one of the two shifts of a day
    away = away_between(value, session.day)
    if away:
        halves = [away[session.part]] if session.part in away else list(away.values())
        if all(halves):
            return None
        return Extent(half=None not in halves and any(halves) and not session.label)
    shown = _DATES.sub(" ", plain(value))
    lengths = _LENGTH.findall(shown)
    if lengths:
        return length_of(lengths)
    days = [number_of(found) for found in _DAYS.findall(shown)]
    if len(days) == 1 and days[0] >= 1:
        return None
    if _HALF_DAY.search(shown) or (len(days) == 1 and days[0] == HALF):
        return half_of(session)
    if days or _SOME.search(shown) or _CLOCK.search(shown):
        return Extent()
    return named_part(shown, session)


def away_between(value: Value, day: date) -> dict[str, bool | None]:
    """{half day: state} for absence between two times (事假 07-16 13:30到07-16 17:30): True if all of it was missed, False if
    none, None if unknown; {} if the cell gives no times.

    >>> away_between("事假 07-16 13:30到07-16 17:30 0.5天", date(2025, 7, 16))
    {'上午': False, '下午': True}
    """
    found = _SPAN.search(unicodedata.normalize("NFKC", value)) if isinstance(value, str) else None
    if found is None:
        return {}
    clocks = [one.rjust(5, "0") for one in (found[3], found[6])]
    days = [date(day.year, int(month), int(of_month)) if is_day(month, of_month) else day for month, of_month in
            ((found[1], found[2]), (found[4] or found[1], found[5] or found[2]))]  # fmt: skip
    begins = clocks[0] if days[0] == day else "00:00" if days[0] < day else "24:00"
    ends = clocks[1] if days[1] == day else "24:00" if days[1] > day else "00:00"
    return {
        part: True if begins <= first and ends >= last else False if ends <= first or begins >= late else None
        for part, (first, last, late) in _FROM_TO.items()
    }


def is_day(month: str | None, of_month: str | None) -> bool:
    return bool(month and of_month and 1 <= int(month) <= 12 and 1 <= int(of_month) <= 28 + 2 * (month.lstrip("0") != "2"))


def length_of(found: list[tuple[str, str, str]]) -> Extent:
    if len(found) > 1:
        return Extent()
    count, and_half, unit = found[0]
    length = number_of(count) + (HALF if and_half else 0)
    if unit in _IN_HOURS:
        return Extent(hours=length)
    return Extent(other=length / 60 if unit.lower() in ("分钟", "min") else length)


def number_of(shown: str) -> Fraction:
    return HALF if shown == "半" else Fraction(FIGURES[shown]) if shown in FIGURES else Fraction(shown)


def half_of(session: Session) -> Extent | None:
    """Half a day: all of a session that is itself a half day."""
    if session.label:
        return Extent()
    return None if session.part else Extent(half=True)


def named_part(shown: str, session: Session) -> Extent | None:
    """The part of the day named by the words, relative to the session."""
    named = {part for part in PARTS if part in shown} or {part_of(shown)} - {""}
    if not named:
        return Extent() if _THERE_FIRST.match(shown) else None
    if session.label:
        return Extent()
    if session.part:
        return None if session.part in named else Extent()
    if {MORNING, AFTERNOON} <= named:
        return Extent() if _THERE.search(shown) else None
    return Extent() if EVENING in named else Extent(half=True)
