"""The live check in a window: wrong things typed and pasted appear as findings, paint and messages, and vanish when mended."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line import DAY, CommandLine
from tests.libreoffice.session import Session, running
from tests.office import read_values
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import PARAMETERS, PROJECT, ClassFile
from udfs.records.settings import SOFTENING
from udfs.sample import results_beside
from workbooks.forms import FORMS
from workbooks.forms.sheets.project import OTHER_LEVEL
from workbooks.ooxml.addresses import parse_cell
from workbooks.ooxml.package import Package
from workbooks.templates.entering import entered

RED, BLUE = "FFC7CE", "DDEBF7"
ROWS = "A4:K303"
FIRST_PERSON = 4
FINDINGS, PEOPLE = "核验", "附件4"


@pytest.fixture(scope="module")
def sound() -> ClassFile:
    """With results beside the people: a list that was typed into 附件5 would contradict what is typed into 附件4 here."""
    return results_beside(sample_class(trainees=8))


@pytest.fixture(scope="module")
def live(office: Session, sound: ClassFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The template with a class in it, in a window, the live check switched on from the menu."""
    path = tmp_path_factory.mktemp("live") / "本期.xlsx"
    path.write_bytes(entered(sound, rows=30))
    office.do("open", str(path))
    assert "已打开" in office.pressed("live")
    yield office
    office.do("close")


def live_messages(office: Session) -> dict[tuple[str, str], str]:
    """(key, code) -> message of the rows of 核验."""
    rows = office.do("values", FINDINGS, ROWS)
    return {(row[10], row[9]): row[3] for row in rows if row[3]}


def levels(office: Session) -> dict[tuple[str, str], str]:
    """(key, code) -> level of the rows of 核验."""
    return {(row[10], row[9]): row[1] for row in office.do("values", FINDINGS, ROWS) if row[3]}


def holds(path: Path, text: bytes) -> bool:
    """Whether a part of a workbook holds a text."""
    with zipfile.ZipFile(path) as package:
        return any(text in package.read(name) for name in package.namelist())


def ours(path: Path) -> bool:
    """Whether a workbook holds a formula of the add-in's."""
    return holds(path, b"VIOLATIONS")


def test_a_wrong_number_typed_is_reported_and_painted_until_it_is_right(live: Session, sound: ClassFile) -> None:
    cell = f"C{FIRST_PERSON + 1}"
    right = str(sound.people[1].document)
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    before = live_messages(live)
    assert (f"{PEOPLE}!{cell}", "A4-05") not in before
    live.do("go", PEOPLE, "A1")
    paint = live.settled(RED)
    live.do("typed", PEOPLE, cell, wrong)
    after = live_messages(live)
    assert "校验码" in after[f"{PEOPLE}!{cell}", "A4-05"] or "证件号码" in after[f"{PEOPLE}!{cell}", "A4-05"]
    assert live.paints(RED, 1, paint)
    message = live.do("texts", PEOPLE, f"Q{FIRST_PERSON + 1}")[0][0]
    assert "号码有误" in message
    live.do("typed", PEOPLE, cell, right)
    assert live_messages(live) == before
    assert live.paints(RED, 0, paint)


def test_a_wrong_phone_pasted_over_the_cell_is_reported(live: Session, sound: ClassFile) -> None:
    """Pasting takes a validation away; the live check does not mind."""
    cell = f"D{FIRST_PERSON + 2}"
    before = live_messages(live)
    live.do("go", PEOPLE, "A1")
    paint = live.settled(RED)
    live.paste(PEOPLE, cell, "12345")
    assert (f"{PEOPLE}!{cell}", "A4-07") in live_messages(live)
    assert live.paints(RED, 1, paint)
    live.do("typed", PEOPLE, cell, str(sound.people[2].phone))
    assert live_messages(live) == before
    assert live.paints(RED, 0, paint)


def test_a_rule_that_the_office_softens_is_reported_and_painted_more_softly(live: Session, sound: ClassFile) -> None:
    """What is typed into 参数 reaches the live check and the paint without any button."""
    cell = f"D{FIRST_PERSON + 3}"
    names = live.do("values", PARAMETERS, "A1:A200")
    place = f"C{next(row for row, (name,) in enumerate(names, start=1) if name == SOFTENING)}"
    live.do("go", PEOPLE, "A1")
    red, blue = live.settled(RED), live.settled(BLUE)
    live.do("typed", PEOPLE, cell, "123")
    assert levels(live)[f"{PEOPLE}!{cell}", "A4-07"] == "错误"
    assert live.paints(RED, 1, red)
    live.do("call", "rows", "unprotect", PARAMETERS)
    assert "已显示" in live.pressed("parameters")
    live.do("typed", PARAMETERS, place, "A4-07 提示 试办")
    live.do("go", PEOPLE, "A1")
    assert levels(live)[f"{PEOPLE}!{cell}", "A4-07"] == "提示"
    assert live.paints(RED, 0, red)
    assert live.paints(BLUE, 1, blue)
    live.do("typed", PARAMETERS, place, "")
    assert "已收起" in live.pressed("parameters")
    live.do("go", PEOPLE, "A1")
    assert levels(live)[f"{PEOPLE}!{cell}", "A4-07"] == "错误"
    live.do("typed", PEOPLE, cell, str(sound.people[3].phone))


def test_an_explanation_stays_with_its_finding_while_the_rows_move(live: Session, sound: ClassFile) -> None:
    live.do("typed", PEOPLE, f"F{FIRST_PERSON + 5}", "某某师傅")
    rows = live.do("values", FINDINGS, ROWS)
    at = next(place for place, row in enumerate(rows) if row[10] == f"{PEOPLE}!F{FIRST_PERSON + 5}")
    live.do("typed", FINDINGS, f"F{4 + at}", "单位自设岗位，证书已核")
    live.do("typed", PEOPLE, f"D{FIRST_PERSON}", "1")
    moved = live.do("values", FINDINGS, ROWS)
    now = next(place for place, row in enumerate(moved) if row[10] == f"{PEOPLE}!F{FIRST_PERSON + 5}")
    assert now > at
    assert moved[now][5] == "单位自设岗位，证书已核"
    assert [row[5] for row in moved if row[5]] == ["单位自设岗位，证书已核"]
    # A note on the very finding that goes, then the finding goes and comes again.
    gone = next(place for place, row in enumerate(moved) if row[10] == f"{PEOPLE}!D{FIRST_PERSON}")
    live.do("typed", FINDINGS, f"F{4 + gone}", "正在核对")
    live.do("typed", PEOPLE, f"D{FIRST_PERSON}", str(sound.people[0].phone))
    back = live.do("values", FINDINGS, ROWS)
    assert {row[10]: row[5] for row in back if row[5]} == {f"{PEOPLE}!F{FIRST_PERSON + 5}": "单位自设岗位，证书已核"}
    assert back[at][5] == "单位自设岗位，证书已核"
    live.do("typed", PEOPLE, f"D{FIRST_PERSON}", "1")
    again = live.do("values", FINDINGS, ROWS)
    assert (again[gone][5], again[now][5]) == ("正在核对", "单位自设岗位，证书已核")
    live.do("typed", PEOPLE, f"D{FIRST_PERSON}", str(sound.people[0].phone))


def test_another_level_typed_shows_its_rows_at_once(live: Session, sound: ClassFile) -> None:
    def rows(level: str) -> list[int]:
        form = FORMS[PROJECT]
        return sorted(parse_cell(form.by_label[label].cell)[0] for label in OTHER_LEVEL[level])

    level = FORMS[PROJECT].by_label["项目级别"].cell
    assert sound.level == MUNICIPAL
    assert live.do("call", "rows", "hidden", PROJECT, 40) == rows(MUNICIPAL)
    live.do("typed", PROJECT, level, NATIONAL)
    assert ("项目信息!B4", "PRJ-01") not in live_messages(live)
    # The pattern of certificate numbers is filled in, so it stays.
    assert live.do("call", "rows", "hidden", PROJECT, 40) == []
    live.do("typed", PROJECT, level, MUNICIPAL)
    assert live.do("call", "rows", "hidden", PROJECT, 40) == rows(MUNICIPAL)


@pytest.fixture(scope="module")
def circulated(live: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that was saved, by a program that let it, with the formula of the live check in it."""
    path = tmp_path_factory.mktemp("circulated") / "班.xlsx"
    live.do("store", str(path))
    package = Package.open(path)
    part = package.sheet(FINDINGS).part
    first = live.do("texts", FINDINGS, "K4")[0][0].encode()
    array = rb'<c r="N4"\1 t="str"><f t="array" ref="N4:U303">GY_VIOLATIONS(1)</f><v>' + first + b"</v></c>"
    source, count = re.subn(rb'<c r="N4"([^>]*) t="s"><v>\d+</v></c>', array, package.read(part))
    assert count == 1
    path.write_bytes(package.archive.rewritten({part: source}))
    assert ours(path)
    return path


def test_what_is_saved_or_copied_holds_the_findings_and_no_formula_of_ours(
    live: Session, sound: ClassFile, tmp_path: Path
) -> None:
    seen, formula = live.do("values", FINDINGS, ROWS), live.do("formulas", FINDINGS, "N4")
    copy = Path(live.do("store", str(tmp_path / "copy.xlsx")))
    path = Path(live.do("store"))
    assert not ours(copy)
    assert not ours(path)
    keys = [row[10] for row in seen if row[10]]
    assert [row[10] for row in read_values(path)[FINDINGS][3:] if row[10]] == keys
    assert live.do("formulas", FINDINGS, "N4") == formula
    assert live.do("values", FINDINGS, ROWS) == seen
    live.do("typed", PEOPLE, f"D{FIRST_PERSON}", "1")
    assert (f"{PEOPLE}!D{FIRST_PERSON}", "A4-07") in live_messages(live)
    live.do("typed", PEOPLE, f"D{FIRST_PERSON}", str(sound.people[0].phone))


def test_a_file_with_the_formula_is_checked_natively_where_there_is_no_add_in(circulated: Path, sound: ClassFile) -> None:
    wrong = str(sound.people[2].document)[:-1] + ("1" if str(sound.people[2].document)[-1] != "1" else "2")
    cell = f"C{FIRST_PERSON + 2}"
    with running(None) as plain:
        plain.do("open", str(circulated))
        assert plain.do("texts", FINDINGS, "N4") == [["#NAME?"]]
        plain.do("go", PEOPLE, "A1")
        paint, counted = plain.settled(RED), plain.do("texts", PEOPLE, "I1")
        plain.do("typed", PEOPLE, cell, wrong)
        assert "号码有误" in plain.do("texts", PEOPLE, f"Q{FIRST_PERSON + 2}")[0][0]
        assert plain.paints(RED, 1, paint)
        assert plain.do("texts", PEOPLE, "I1") != counted
        assert "#NAME?" not in {text for row in plain.do("texts", FINDINGS, ROWS) for text in row}
        plain.do("close")


def test_no_command_minds_the_formula_and_what_goes_out_holds_none(circulated: Path, tmp_path: Path) -> None:
    gaoyan, book = CommandLine(tmp_path), tmp_path / circulated.name
    shutil.copy(circulated, book)
    day = ("--today", DAY)
    found = json.loads(gaoyan("check", book.name, "--json", *day).out)
    assert {finding["code"] for finding in found["findings"]} >= {"A4-13"}
    assert not [rule for rule in found["rules"] if rule["status"] == "failed"]
    assert gaoyan("export", book.name, "--draft", "--out", "稿", *day).code == 0
    assert gaoyan("mask", book.name, "公开.xlsx", *day).code == 0
    out = [*tmp_path.glob("稿/*/*.xlsx"), tmp_path / "公开.xlsx"]
    assert len(out) > 4
    assert not [path.name for path in out if ours(path)]
    for command in ("tidy", "total", "number"):
        assert gaoyan(command, book.name, *day).code == 0, command
        assert ours(book)
    before = book.read_bytes()
    assert gaoyan("check", book.name, "--write", *day).code == 1
    assert not ours(book)
    assert gaoyan("undo", book.name).code == 0
    assert book.read_bytes() == before


def test_switched_off_it_leaves_plain_findings_and_no_formula_of_ours(live: Session, tmp_path: Path) -> None:
    on = live_messages(live)
    assert any("VIOLATIONS" in cell for row in live.do("formulas", FINDINGS, "A4:Z6") for cell in row)
    assert "已关闭" in live.pressed("live")
    off = live_messages(live)
    assert {code for _, code in off} >= {code for _, code in on}
    formulas = live.do("formulas", FINDINGS, "A1:Z400")
    assert not any("GY" in cell for row in formulas for cell in row)
    explained = [row[5] for row in live.do("values", FINDINGS, ROWS) if row[5]]
    assert explained == ["单位自设岗位，证书已核"]
    path = tmp_path / "circulated.xlsx"
    live.do("store", str(path))
    assert not holds(path, b"GY_")
