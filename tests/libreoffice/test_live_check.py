"""The live check in a window: wrong things typed and pasted appear as findings, paint and messages, and vanish when mended."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line import DAY, CommandLine
from tests.libreoffice.session import Session, running
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


def ours(path: Path) -> bool:
    """Whether a workbook holds a formula or a name of the add-in."""
    with zipfile.ZipFile(path) as package:
        return any(b"GY_" in package.read(name) or b"GY." in package.read(name) for name in package.namelist())


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
    # A note on the very finding that goes, then the finding goes and comes again.
    gone = next(place for place, row in enumerate(moved) if row[10] == f"{PEOPLE}!D{FIRST_PERSON}")
    live.do("typed", FINDINGS, f"J{4 + gone}", "正在核对")
    live.do("typed", PEOPLE, f"D{FIRST_PERSON}", str(sound.people[0].phone))
    back = live.do("texts", FINDINGS, ROWS)
    assert {row[10]: row[9] for row in back if row[9]} == {f"{PEOPLE}!F{FIRST_PERSON + 5}": "单位自设岗位，证书已核"}
    assert back[at][9] == "单位自设岗位，证书已核"
    live.do("typed", PEOPLE, f"D{FIRST_PERSON}", "1")
    again = live.do("texts", FINDINGS, ROWS)
    assert (again[gone][9], again[now][9]) == ("正在核对", "单位自设岗位，证书已核")
    live.do("typed", PEOPLE, f"D{FIRST_PERSON}", str(sound.people[0].phone))


@pytest.fixture
def circulated(live: Session, tmp_path: Path) -> Path:
    """The file as it is saved while the live check stands in it."""
    path = tmp_path / "班.xlsx"
    live.do("store", str(path))
    assert ours(path)
    return path


def test_a_file_with_the_formula_is_checked_natively_where_there_is_no_add_in(circulated: Path, sound: ClassFile) -> None:
    wrong = str(sound.people[2].document)[:-1] + ("1" if str(sound.people[2].document)[-1] != "1" else "2")
    cell = f"C{FIRST_PERSON + 2}"
    with running(None) as plain:
        plain.do("open", str(circulated))
        assert plain.do("texts", FINDINGS, "M4") == [["#NAME?"]]
        plain.do("go", PEOPLE, "A1")
        paint, counted = plain.settled(RED), plain.do("texts", PEOPLE, "I1")
        plain.do("typed", PEOPLE, cell, wrong)
        assert "号码有误" in plain.do("texts", PEOPLE, f"N{FIRST_PERSON + 2}")[0][0]
        assert plain.paints(RED, 1, paint)
        assert plain.do("texts", PEOPLE, "I1") != counted
        assert "#NAME?" not in {text for row in plain.do("texts", FINDINGS, ROWS) for text in row}
        plain.do("close")


def test_no_command_minds_the_formula_and_what_goes_out_holds_none(live: Session, circulated: Path, tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    day = ("--today", DAY)
    shown = {code for _, code in told(live)}
    found = json.loads(gaoyan("check", circulated.name, "--json", *day).out)
    assert {finding["code"] for finding in found["findings"]} >= {"A4-13"}
    assert not [rule for rule in found["rules"] if rule["status"] == "failed"]
    assert gaoyan("export", circulated.name, "--draft", "--out", "稿", *day).code == 0
    assert gaoyan("mask", circulated.name, "公开.xlsx", *day).code == 0
    out = [*tmp_path.glob("稿/*/*.xlsx"), tmp_path / "公开.xlsx"]
    assert len(out) > 4
    assert not [path.name for path in out if ours(path)]
    for command in ("tidy", "total", "number"):
        assert gaoyan(command, circulated.name, *day).code == 0, command
        assert ours(circulated)
    before = circulated.read_bytes()
    assert gaoyan("check", circulated.name, "--write", *day).code == 1
    assert not ours(circulated)
    assert gaoyan("undo", circulated.name).code == 0
    assert circulated.read_bytes() == before
    assert shown


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
    assert not ours(path)
