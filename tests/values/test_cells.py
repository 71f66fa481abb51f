"""What stands in a cell, as a spreadsheet itself counts and shows it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from udfs.values import cells
from udfs.values.cells import (
    Value,
    column_letters,
    column_number,
    day,
    digits_kept,
    held_as_number,
    is_number,
    number,
    plain,
    text,
)


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


NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("value", "held", "as_number"),
    [
        (1, True, True), (1.5, True, True), (Decimal(1), True, True), (True, False, False), ("1", False, False),
        (None, False, False), (date(2025, 7, 14), False, True), (datetime(2025, 7, 14), False, True),
    ],
)  # fmt: skip
def test_what_is_a_number_and_what_is_held_as_one(value: Value, held: bool, as_number: bool) -> None:
    assert (is_number(value), held_as_number(value)) == (held, as_number)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (3, "3"), (0.1 + 0.2, "0.3"), (1 / 3, "0.333333333333333"), (2 / 3, "0.666666666666667"),
        (123456789012345678.0, "123456789012346000"),
        (NAN, "#NUM!"), (INFINITE, "#NUM!"), (-INFINITE, "#NUM!"), (Decimal("NaN"), "#NUM!"), (Decimal("1.50"), "1.5"),
    ],
)  # fmt: skip
def test_a_number_is_read_and_shown_at_fifteen_digits(value: float, found: str) -> None:
    assert text(value) == found
    assert number(value) == (None if found == "#NUM!" else Decimal(found))


@pytest.mark.parametrize(
    ("value", "digits"), [(0, "0"), (12.4, "12"), (12.5, "13"), (-12.5, "13"), (0.49, "0"), (NAN, "#NUM!"), (INFINITE, "#NUM!")]
)
def test_the_digits_before_the_point(value: float, digits: str) -> None:
    assert digits_kept(value) == digits


def test_long_texts_are_made_comparable_and_not_kept() -> None:
    """Only what a sheet says over and over is remembered: 64 characters at most."""
    cells._plain_short.cache_clear()
    for length, more in ((63, 1), (64, 1), (65, 0), (1000, 0)):
        kept = cells._plain_short.cache_info().currsize
        for _ in range(2):
            assert plain(f"Ａ{length}".ljust(length, "长")) == f"A{length}".ljust(length, "长")
        assert cells._plain_short.cache_info().currsize == kept + more
