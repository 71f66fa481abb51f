"""Records made of rows of cells are those that are built heading by heading; a quick way to an answer gives that answer."""

from __future__ import annotations

import random
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from udfs.people import identity
from udfs.people.phones import normal_phone
from udfs.reading.assembly import SHEETS_OF_ROWS
from udfs.records.record import Row
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.grid import Grid, Table, used

CHANCE = random.Random(5)
VALUES: list[Value] = [None, "", " ", "甲", 0, 7, 1.5, True, date(2025, 8, 1), "x" * 9]
KINDS = [kind for _, kind in SHEETS_OF_ROWS.values()]


def tables(kind: type[Row]) -> list[Table]:
    """Tables with some of the columns of a record, in any order, and one that no record knows."""
    found = []
    for _ in range(12):
        headings = [*kind.attributes(), "别的"]
        headings = CHANCE.sample(headings, CHANCE.randrange(2, len(headings) + 1))
        columns = {heading: column for column, heading in enumerate(headings, start=CHANCE.choice((1, 3)))}
        rows = [[CHANCE.choice(VALUES) for _ in range(CHANCE.randrange(len(headings) + 4))] for _ in range(20)]
        found.append(Table(Grid("表", rows), 2, columns, ()))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_of_cells_is_a_record(kind: type[Row]) -> None:
    for table in tables(kind):
        by_heading = [kind.build(values, row=at) for at, values in table.rows() if used(values, kind.TYPED)]
        of_cells = list(kind.from_cells(table.rows_with(kind.TYPED), table.columns))
        assert of_cells == by_heading
        assert [repr(one) for one in of_cells] == [repr(one) for one in by_heading]
        assert [one.changed(row=1) for one in of_cells] == [one.changed(row=1) for one in by_heading]
        for one, other in zip(of_cells, by_heading, strict=True):
            assert [one.get(heading) for heading in kind.attributes()] == [other.get(heading) for heading in kind.attributes()]
            assert replace(one, row=3) == replace(other, row=3)


def test_whole_numbers_as_text() -> None:
    """The judge is the decimal arithmetic that all other numbers go through."""
    some = [sign * 10**power + more for power in range(20) for more in (-1, 0, 1) for sign in (1, -1)]
    for number in (*some, *(CHANCE.randrange(-(10**16), 10**16) for _ in range(500))):
        assert cells.text(number) == format(Decimal(number).normalize(), "f")


def test_what_is_blank() -> None:
    """The judge is what taking the white space off leaves, of every character there is."""
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        assert cells.blank(char) == (not char.strip())
    assert cells.blank("")
    assert cells.blank(" \t\n\u3000")
    assert not cells.blank(" a ")


def test_the_check_character_by_its_definition() -> None:
    for _ in range(500):
        body = "".join(CHANCE.choices("0123456789", k=17))
        weighted = sum(2 ** (17 - at) * int(digit) for at, digit in enumerate(body))
        assert (weighted + "0123456789X".index(identity.check_character(body))) % 11 == 1


@pytest.mark.parametrize("body", ["1" * 16, "1" * 18, "", "1234567890123456a", "１２３４５６７８９０１２３４５６７"])
def test_the_check_character_of_what_is_no_number(body: str) -> None:
    """As before: full-width digits are digits, anything else is an error."""
    if len(body) == 17 and all(char.isdigit() for char in body):
        assert identity.check_character(body) == identity.check_character(unicodedata.normalize("NFKC", body))
    else:
        with pytest.raises(ValueError, match=r"literal|argument"):
            identity.check_character(body)


@pytest.mark.parametrize("place", range(18))
@pytest.mark.parametrize("char", ["a", "X", "²", "٣", " ", "甲"])
def test_a_sign_that_is_no_digit_is_reported_by_its_place(place: int, char: str) -> None:
    number = "120199194912310021"
    spoiled = number[:place] + char + number[place + 1 :]
    right = unicodedata.normalize("NFKC", spoiled).upper()
    fault = identity.document_fault(spoiled, identity.RESIDENT_CARD)
    if place < 17 and char in "aX甲":
        assert fault is not None
        assert f"第{place + 1}位" in fault.message
    assert (fault is None) <= (right[:17].isdigit())


def test_a_mobile_made_comparable() -> None:
    mobile = "14100138000"
    others = {"02283218426": "02283218426", "141 0013 8000": mobile, "1": "1", "": ""}
    written = dict.fromkeys((mobile, f"86{mobile}", f"0086{mobile}", f"+86-{mobile}", "１４１００１３８０００"), mobile) | others
    for shown, digits in written.items():
        assert normal_phone(shown) == digits
