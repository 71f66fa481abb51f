"""The live check in a window: wrong things typed and pasted appear as findings, paint and messages, and vanish when mended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.libreoffice.session import Session
from udfs.records import ClassFile
from udfs.sample import sample_class
from workbooks.entering import entered

RED = "FFC7CE"
ROWS = "A4:K303"
FIRST_PERSON = 4
FINDINGS, PEOPLE = "核验", "附件4"


@pytest.fixture(scope="module")
def sound() -> ClassFile:
    return sample_class(trainees=8)


@pytest.fixture(scope="module")
def live(office: Session, sound: ClassFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The template with a class in it, in a window, the live check switched on from the menu."""
    path = tmp_path_factory.mktemp("live") / "本期.xlsx"
    path.write_bytes(entered(sound, rows=30))
    office.do("open", str(path))
    assert "已打开" in office.pressed("live")
    yield office
    office.do("close")


def told(office: Session) -> dict[tuple[str, str], str]:
    """(key, code) -> message of the rows of 核验."""
    rows = office.do("texts", FINDINGS, ROWS)
    return {(row[10], row[3]): row[4] for row in rows if row[4]}


def test_a_wrong_number_typed_is_told_and_painted_until_it_is_right(live: Session, sound: ClassFile) -> None:
    cell = f"C{FIRST_PERSON + 1}"
    right = str(sound.people[1].document)
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    before = told(live)
    assert (f"{PEOPLE}!{cell}", "A4-05") not in before
    live.do("go", PEOPLE, "A1")
    paint = live.settled(RED)
    live.do("typed", PEOPLE, cell, wrong)
    after = told(live)
    assert "校验码" in after[f"{PEOPLE}!{cell}", "A4-05"] or "证件号码" in after[f"{PEOPLE}!{cell}", "A4-05"]
    assert live.paints(RED, 1, paint)
    message = live.do("texts", PEOPLE, f"N{FIRST_PERSON + 1}")[0][0]
    assert "号码有误" in message
    live.do("typed", PEOPLE, cell, right)
    assert told(live) == before
    assert live.paints(RED, 0, paint)


def test_a_wrong_phone_pasted_over_the_cell_is_told(live: Session, sound: ClassFile) -> None:
    """Pasting takes a validation away; the live check does not mind."""
    cell = f"D{FIRST_PERSON + 2}"
    before = told(live)
    live.do("go", PEOPLE, "A1")
    paint = live.settled(RED)
    live.clipboard("12345")
    live.do("paste", PEOPLE, cell)
    live.wait_for(PEOPLE, cell, "12345")
    assert (f"{PEOPLE}!{cell}", "A4-07") in told(live)
    assert live.paints(RED, 1, paint)
    live.do("typed", PEOPLE, cell, str(sound.people[2].phone))
    assert told(live) == before
    assert live.paints(RED, 0, paint)


def test_an_explanation_stays_with_its_finding_while_the_rows_move(live: Session, sound: ClassFile) -> None:
    live.do("typed", PEOPLE, f"F{FIRST_PERSON + 5}", "某某师傅")
    rows = live.do("texts", FINDINGS, ROWS)
    at = next(place for place, row in enumerate(rows) if row[10] == f"{PEOPLE}!F{FIRST_PERSON + 5}")
    live.do("typed", FINDINGS, f"J{4 + at}", "单位自设岗位，证书已核")
    live.do("typed", PEOPLE, f"D{FIRST_PERSON}", "1")
    moved = live.do("texts", FINDINGS, ROWS)
    now = next(place for place, row in enumerate(moved) if row[10] == f"{PEOPLE}!F{FIRST_PERSON + 5}")
    assert now > at
    assert moved[now][9] == "单位自设岗位，证书已核"
    assert [row[9] for row in moved if row[9]] == ["单位自设岗位，证书已核"]
    live.do("typed", PEOPLE, f"D{FIRST_PERSON}", str(sound.people[0].phone))


def test_switched_off_it_leaves_plain_findings_and_no_formula_of_ours(live: Session, tmp_path: Path) -> None:
    on = told(live)
    assert any("VIOLATIONS" in cell for row in live.do("formulas", FINDINGS, "A4:Z6") for cell in row)
    assert "已关闭" in live.pressed("live")
    off = told(live)
    assert {code for _, code in off} >= {code for _, code in on}
    formulas = live.do("formulas", FINDINGS, "A1:Z400")
    assert not any("GY" in cell for row in formulas for cell in row)
    explained = [row[9] for row in live.do("texts", FINDINGS, ROWS) if row[9]]
    assert explained == ["单位自设岗位，证书已核"]
    path = tmp_path / "circulated.xlsx"
    live.do("store", str(path))
    assert b"GY_" not in path.read_bytes()
