"""The dates of a class as written in 附件3."""

from __future__ import annotations

from datetime import date


def period_text(start: date, end: date) -> str:
    """The period as printed in 附件3; the second year only if it differs.

    >>> period_text(date(2025, 7, 14), date(2025, 7, 18))
    '2025年7月14日至7月18日'
    """
    year = f"{end.year}年" if end.year != start.year else ""
    return f"{start.year}年{start.month}月{start.day}日至{year}{end.month}月{end.day}日"
