"""A certificate number typed by mistake and taken over: what becomes of it, and of the serials before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.certificates.ledger_reading import taken_out, verify
from macros.certificates.ledger_standing import staying
from tests.certificates.numbered_class import CERTIFICATE, PASSED, TODAY, certificates, numbered, put, states, unnumbered
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered


@pytest.fixture(scope="module")
def data() -> bytes:
    return entered(unnumbered(), rows=30)


@pytest.fixture
def path(tmp_path: Path, data: bytes) -> Path:
    made = tmp_path / "班.xlsx"
    made.write_bytes(data)
    return made


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "台账.sqlite3")


def test_a_mistyped_number_that_was_taken_over_gives_the_serials_back(path: Path, place: str) -> None:
    """Adopted and taken out: the series goes on where it was, and nobody gets the wrong number again without a word."""
    put(path, (9, PASSED, "否"))
    numbered(path, place)
    put(path, (9, PASSED, "是"), (9, CERTIFICATE, "津高研2025099999"))
    assert numbered(path, place, adopt=True).passed_over[0].last == 9998
    assert taken_out(["津高研2025099999"], "填错", place).back == {"津高研202509{}": 9}
    state = verify(place)
    assert (state.problems, state.series[0].last) == ((), 9)
    put(path, (9, CERTIFICATE, "津高研2025099999"))
    still_there = numbered(path, place)
    assert ([one.why for one in still_there.without], still_there.given) == (
        ["已填的 津高研2025099999 不对，台账中它已作废（填错），请删去"],
        (),
    )
    put(path, (9, CERTIFICATE, None))
    assert numbered(path, place).given == ("津高研2025090010",)
    assert verify(place).problems == ()
    assert states(place)["99"] == "作废"


def test_numbers_given_behind_a_mistyped_one_keep_their_place(path: Path, place: str) -> None:
    put(path, (0, CERTIFICATE, "津高研2025090091"))
    last = numbered(path, place, adopt=True).given[-1]
    assert f"（津高研2025090091 至 {last}" in staying(read_file(path, TODAY), place)
    assert taken_out(["津高研2025090091"], "填错", place).back == {}
    put(path, (0, CERTIFICATE, None))
    assert certificates(path)[-1] == last
    assert verify(place).problems == ()


def test_a_typed_number_of_somebody_who_failed_and_passed_again_holds_again(path: Path, place: str) -> None:
    put(path, (9, CERTIFICATE, "津高研2025090500"))
    numbered(path, place, adopt=True)
    put(path, (9, PASSED, "否"))
    numbered(path, place)
    put(path, (9, PASSED, "是"))
    assert numbered(path, place).reinstated == ("津高研2025090500",)


def test_an_undo_tells_how_a_mistyped_number_is_taken_out(path: Path, place: str) -> None:
    put(path, *((at, PASSED, "否") for at in range(1, 10)), (0, CERTIFICATE, "津高研2025090500"))
    numbered(path, place, adopt=True)
    assert "gaoyan ledger void 津高研2025090500 --reason" in staying(read_file(path, TODAY), place)
