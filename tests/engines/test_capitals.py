"""大写 of 附件3 is the same in Python and in three engines."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import ironcalc
import pytest
import xlsxwriter

from tests import office
from tests.engines.gnumeric_book import computed
from udfs.money.amounts import capitals_of
from udfs.native.capitals import capitals_formula

# Below, at and above what can be written; zeros at the start, inside and at the end of every group.
PICKED = """
0 0.01 0.1 0.11 0.5 1 1.01 1.1 9.99 10 10.05 11 20.2 100 101 110 1000 1001 1010 1100 1409.5 6007.14 9999.99
10000 10001 10010 10100 11000 100000 100001 105000 107000.53 1000000 1000100 1001000 10000000 10000001
10005000 10010000 100000000 100000001 100005000 100010000 100050000 2000000100 1000000000 10100000000
123456789012.34 500000000000.01 999999999999.99 1000000000000 -1 -0.01 1.005 0.001
"""


def amounts() -> list[Decimal]:
    chance = random.Random(7)
    made = [Decimal(chance.randrange(10 ** chance.randrange(3, 15))) / 100 for _ in range(300)]
    digits = ["".join(chance.choice("000123456789") for _ in range(chance.randrange(1, 13))) for _ in range(300)]
    return [*map(Decimal, PICKED.split()), *made, *map(Decimal, digits)]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An amount a row in column A, what the formula makes of it in column B; then an empty cell and a text."""
    path = tmp_path_factory.mktemp("capitals") / "大写.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("Sheet1")
    for row, value in enumerate([*map(float, amounts()), None, "多"]):
        if value is not None:
            sheet.write(row, 0, value)
        sheet.write_formula(row, 1, "=" + capitals_formula(f"$A{row + 1}"))
    made.close()
    return path


@pytest.fixture(scope="module")
def wanted() -> list[str]:
    return [*map(capitals_of, amounts()), "", ""]


def test_in_libreoffice(book: Path, wanted: list[str]) -> None:
    assert [row[1] for row in office.recalculated(book)["Sheet1"]] == wanted


def test_in_gnumeric(book: Path, wanted: list[str]) -> None:
    assert [row[1] for row in computed(book)["Sheet1"]] == wanted


def test_in_ironcalc(book: Path, wanted: list[str]) -> None:
    model = ironcalc.load_from_xlsx(str(book), "en", "UTC", "en")
    model.evaluate()
    assert [model.get_cell_value(0, row, 2) for row in range(1, len(wanted) + 1)] == wanted


def test_every_amount_that_can_be_written_is_written(wanted: list[str]) -> None:
    assert wanted.count("") == len(("1000000000000", "-1", "-0.01", "1.005", "0.001", "", "多"))
