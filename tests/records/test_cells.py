"""What stands in a cell, as a spreadsheet itself counts and shows it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from udfs.values.cells import column_letters, column_number, day, digits_kept, text


@pytest.mark.parametrize(
    ("letters", "column"),
    [("A", 1), ("Z", 26), ("AA", 27), ("AZ", 52), ("BA", 53), ("ZZ", 702), ("AAA", 703), ("XFD", 16384)],
)
def test_the_columns_of_a_spreadsheet(letters: str, column: int) -> None:
    assert (column_letters(column), column_number(letters)) == (letters, column)


@pytest.mark.parametrize(
    ("serial", "shown"),
    [
        (45852, "2025-07-14"), (45852.75, "2025-07-14"), (20000, "1954-10-03"), (79999, "2119-01-10"), (19999, None),
        (80000, None), (2025, None), ("2025-07-14", None),
    ],
)  # fmt: skip
def test_a_date_whose_format_was_lost(serial: float | str, shown: str | None) -> None:
    found = day(serial)
    assert (found.isoformat() if found else None) == shown
    if shown is not None:
        assert day(date.fromisoformat(shown)) == found


def test_what_a_number_would_be_that_turned_into_a_date() -> None:
    """The serial, rounded as TEXT rounds it."""
    assert digits_kept(date(2025, 7, 14)) == digits_kept(datetime(2025, 7, 14, 11, 59)) == "45852"
    assert digits_kept(datetime(2025, 7, 14, 12)) == "45853"


def test_truth_values_are_shown_in_the_words_of_a_spreadsheet() -> None:
    assert (text(True), text(False)) == ("TRUE", "FALSE")
