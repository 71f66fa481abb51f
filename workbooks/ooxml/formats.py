"""Number formats: which ones show dates, and conversion between serial numbers and dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from udfs.values.regex import regex

# Built-in formats that show a date, in all languages and in the Chinese block (27-36, 50-58). Source: ECMA-376 part 1, 18.8.30.
BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58})
LAST_SERIAL = 2_958_465
LEAP_BUG = 60
"""Serial 60 of the 1900 date system is 1900-02-29, which does not exist; earlier serials are one day off."""

_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_ELAPSED = regex(r"\[(h+|m+|s+)\]")
_LITERAL = regex(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


@lru_cache(maxsize=512)
def shows_a_day(code: str) -> bool:
    """True if the first section of a number format shows a year, month or day; time-only formats are not dates."""
    section = _LITERAL.sub("", _ELAPSED.sub("h", code.lower())).split(";")[0]
    if "general" in section:
        return False
    if "y" in section or "d" in section or "e" in section.replace("e+", "").replace("e-", ""):
        return True
    return "m" in section and "h" not in section and "s" not in section


def to_datetime(serial: float, date1904: bool = False) -> datetime | None:
    """Serial number -> datetime, to the millisecond; None if it is not a valid date."""
    if date1904:
        return _moment(_EPOCH_1904, serial) if 0 <= serial <= LAST_SERIAL - 1462 else None
    if not 1 <= serial < LAST_SERIAL + 1 or LEAP_BUG <= serial < LEAP_BUG + 1:
        return None
    return _moment(_EPOCH_1900, serial + 1 if serial < LEAP_BUG else serial)


def _moment(epoch: datetime, days: float) -> datetime:
    whole = int(days)
    return epoch + timedelta(days=whole, milliseconds=round((days - whole) * 86_400_000))


def to_serial(moment: date | datetime, date1904: bool = False) -> int | float:
    """Date or datetime -> serial number: int for whole days, else float."""
    at = moment.replace(tzinfo=None) if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)
    since = at - (_EPOCH_1904 if date1904 else _EPOCH_1900)
    days = since.days
    if not date1904 and days <= LEAP_BUG:
        days -= 1
    seconds = since.seconds + since.microseconds / 1e6
    return days + seconds / 86_400 if seconds else days
