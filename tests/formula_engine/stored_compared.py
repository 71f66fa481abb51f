"""The results stored in a workbook against those that a program computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta


def number(value: object) -> object:
    """A date as the number that the file holds."""
    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)) / timedelta(days=1)
    if isinstance(value, date):
        # The reader knows of the day of 1900 that never was: before it a date is the number of one day less.
        return float((value - date(1899, 12, 30)).days - (value < date(1900, 3, 1)))
    if isinstance(value, time):
        return (value.hour * 60 + value.minute) / 1440 + value.second / 86400
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def differences(
    stored: Mapping[str, Sequence[Sequence[object]]], computed: Mapping[str, Sequence[Sequence[object]]]
) -> list[str]:
    """The cells in which two workbooks differ."""
    return [
        f"{sheet}!R{row}C{column}: {here!r} stored, {there!r} computed"
        for sheet, rows in stored.items()
        for row, line in enumerate(rows, start=1)
        for column, here in enumerate(line, start=1)
        if here != (there := cell(computed.get(sheet, ()), row, column)) and not same(number(here), number(there))
    ]


def cell(rows: Sequence[Sequence[object]], row: int, column: int) -> object:
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    if isinstance(one, bool) or isinstance(other, bool):
        return one == other  # True is 1.0 here: a reader shows either as it likes
    # The ASC of LibreOffice makes a narrow comma of 、 too; no verdict reads it.
    return one == (other.replace("､", "、") if isinstance(other, str) else other) or (one in (None, "") and other in (None, ""))
