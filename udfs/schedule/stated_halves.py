"""The half days of a class that a text names: 7月15日下午, 7.15-7.16, 周三上午, 7月15日14:00-17:30.

A text with any word that is not understood names none: counting a whole day for 7月15日开班式 would invent an absence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date

from udfs.schedule.named_dates import named_days
from udfs.schedule.partly_missed import away_between
from udfs.schedule.sessions import AFTERNOON, EVENING, MORNING, Calendar, Session, by_weekday, day_of, in_year, part_of
from udfs.values.cells import Value, day, text
from udfs.values.regex import regex

LESSONS, CLOCK = regex(r"第[0-9一二三四五六七八、,，\-—~～至到]+节"), regex(r"[0-9]{1,2}:[0-9]{2}")
_TO, _LIST = regex(r"[至到—–~～]+"), regex(r"[、,，;；和及\s]+")
LONGEST_PART = 2
_EVENING, _WEEKDAY, _WEEKDAYS = regex("晚|夜"), regex("(?:周|星期|礼拜)([一二三四五六日天])"), "一二三四五六日"
_UNDERSTOOD = regex(
    r"[0-9〇零一二三四五六七八九十]+(?:年|月|[日号])|[0-9][0-9./:-]*|上午|下午|早上|早晨|[AaPp]\.?[Mm]|[全整一半]天|(?:周|星期|礼拜)[一二三四五六日天]"
    r"|[0-9.]+个?(?:学时|课时|小时|天)|学时|课时|小时|天|共|请假|第[0-9一二三四五六七八、,，\-—~～至到]+节|[至到—–~～、,，;；和及\s()（）-]"
)


def as_text(when: Value) -> str:
    """The cell as text; a date as month and day, 上 and PM as the half day."""
    found, shown = day(when), text(when).strip()
    if found is not None:
        return f"{found.month}月{found.day}日"
    return part_of(shown) or shown if len(shown) <= LONGEST_PART else shown


def halves_stated(when: str, calendar: Calendar) -> list[Session]:
    """The half days: of a day, a half day, several of them, from one to another. [] if one of them cannot be told or lies
    outside the class, or if the text says anything else.

    >>> from datetime import date
    >>> july = Calendar(date(2025, 7, 14), date(2025, 7, 18))
    >>> [str(one) for one in halves_stated("7.15下午-7.16", july)], halves_stated("7月18日开班式", july)
    (['7月15日下午', '7月16日上午', '7月16日下午'], [])
    """
    if _UNDERSTOOD.sub("", unicodedata.normalize("NFKC", when)):
        return []
    shown = LESSONS.sub("", unicodedata.normalize("NFKC", when))
    days = [in_year(one, calendar) for one in named_days(shown)]
    named = _WEEKDAY.findall(shown)
    weekdays = [_WEEKDAYS.index(found.replace("天", "日")) for found in named]
    if not days and len(named) < 2:
        alone = day_of(shown, calendar)
        days = [*by_weekday([f"周{named[0]}"], calendar)] if named else [alone] if alone else []
    if weekdays and [one.weekday() for one in days if one is not None] != weekdays:
        return []  # 7月14日（周三）: one of the two is wrong
    if CLOCK.search(shown):
        away = {one: away_between(shown, one) for one in calendar.days()} if days else {}
        return [Session.on(one, part) for one, parts in away.items() for part, whole in parts.items() if whole is not False]
    pieces = [one for one in _TO.split(shown) if one.strip()]
    if len(days) == 2 and len(pieces) != 2:
        pieces = [one for one in shown.split("-") if one.strip()]
    if len(days) == 2 and len(pieces) == 2:
        return between(days, pieces, calendar)
    pieces = [one for one in _LIST.split(shown) if one.strip()] if len(days) > 1 else [shown]
    parts = [part_of(one) for one in pieces]
    if len(pieces) != len(days) or ("" in parts and any(parts)):
        return []
    found = [between([one, one], [piece, piece], calendar) for one, piece in zip(days, pieces, strict=True)]
    return [session for halves in found for session in halves] if all(found) else []


def between(days: Sequence[date | None], pieces: Sequence[str], calendar: Calendar) -> list[Session]:
    """The half days from one day to another, each with its half day in words; without one, or with both, it is the whole day."""
    first, last = days
    if first is None or last is None or first > last or not (calendar.holds(first) and calendar.holds(last)):
        return []
    parts = [part_of(piece) for piece in pieces]
    if EVENING in parts or any(not part and _EVENING.search(piece) for part, piece in zip(parts, pieces, strict=True)):
        return []
    found = [Session(one, at) for one in calendar.days() if first <= one <= last for at in (0, 1)]
    return found[parts[0] == AFTERNOON : len(found) - (parts[1] == MORNING)]
