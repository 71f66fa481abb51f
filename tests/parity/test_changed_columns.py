"""Columns that users add, move and delete in LibreOffice: A4-21 works once there is a column 性别, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from tests.libreoffice.session import Session, running
from tests.parity.verdicts import TODAY, named_areas, raw_hits
from tests.sample import sample_class
from udfs.notice.plan import NATIONAL
from udfs.people.identity import check_character, sex
from udfs.records.class_file import ACCOUNTS, CHECKING, PEOPLE, ClassFile, Person
from udfs.sample import FIRST_ROW, made_up_document
from udfs.values.cells import column_letters, column_number
from workbooks.book.reading import read_file
from workbooks.forms import FORMS
from workbooks.native.checks import SPEAKS, VERDICTS, row_checks
from workbooks.native.message_cells import SPOTS
from workbooks.templates.entering import entered

ROWS = 30
FUTURE = "12019920990101001"
STATED = ("男", "女", " 男 ", "女性", "男（汉）", "", "　", "不详", "M", "女")

MESSAGE_COLUMN = column_number(FORMS[PEOPLE].table.letters["核验"])  # type: ignore[union-attr]


def documents() -> list[object]:
    """Numbers of every kind that A4-21 must know apart: men, women, wrong, not yet born, without a sex, as a number, none."""
    chance = Random(7)
    made: list[object] = [made_up_document(chance) for _ in range(ROWS - 10)]
    wrong = made_up_document(chance)
    wrong = wrong[:-1] + ("1" if wrong[-1] != "1" else "2")
    unborn = FUTURE + check_character(FUTURE)
    return [*made, wrong, unborn, "E12345678", 120101199001011234, None, *made[:2], "待补", made[3].lower(), f"{made[4]} "]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def office() -> Iterator[Session]:
    with running(None) as session:
        yield session


@pytest.fixture
def book(office: Session, tmp_path: Path) -> Iterator[tuple[Session, Path]]:
    """A class whose members have each a number and no column 性别, open in LibreOffice."""
    sample = sample_class(NATIONAL, 2)
    people = tuple(
        Person(row=FIRST_ROW + at, name=f"示例{at}", document=document, kind="学员" if at % 4 else "工作人员")
        for at, document in enumerate(documents())
    )
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(ClassFile(today=TODAY, project=sample.project, people=people, places=sample.places), ROWS))
    office.do("open", str(path), True)
    yield office, path
    office.do("close")


def stated(at: int) -> str:
    return STATED[at % len(STATED)]


def verdicts(office: Session, path: Path, name: str) -> set[int]:
    """The rows of 附件4 in which the check of that name speaks."""
    _, column, first, last = named_areas(path)[f"参数_{PEOPLE}_{VERDICTS}"]
    (check,) = (one for one in row_checks(PEOPLE) if one.name == name)
    letters = column_letters(column)
    shown = office.do("values", CHECKING, f"{letters}{first}:{letters}{last}")
    return {first + at for at, (signs,) in enumerate(shown) if signs[check.place - 1 : check.place] == SPEAKS}


@pytest.mark.parametrize("at", [3, 8, MESSAGE_COLUMN + 2], ids=["behind the name", "before the signature", "behind everything"])
def test_a_column_of_sexes_is_checked_wherever_it_is_added(book: tuple[Session, Path], tmp_path: Path, at: int) -> None:
    office, path = book
    assert verdicts(office, path, "参数_A4_21_性别") == set()
    office.do("call", "columns", "insert", PEOPLE, at)
    letters = column_letters(at)
    words = [["性别"], *([stated(row)] for row in range(ROWS))]
    office.do("call", "rows", "fill", PEOPLE, f"{letters}{FIRST_ROW - 1}:{letters}{FIRST_ROW + ROWS - 1}", words)
    native = verdicts(office, path, "参数_A4_21_性别")
    stored = tmp_path / "改.xlsx"
    office.do("store", str(stored))
    c = read_file(stored, TODAY)
    assert {spot.row for spot in raw_hits(c, ["A4-21"])} == native
    disagreeing = {
        one.row for one in c.people if isinstance(one.document, str) and str(one.sex or "").strip()[:1] in ("男", "女")
        and sex(one.document) not in (None, str(one.sex).strip()[:1]) and one.row not in c.matching.person_faults
    }  # fmt: skip
    assert native == disagreeing
    assert len(native) > 3
    # Where nothing else in the row speaks first, the column 核验 says it.
    beside = column_letters(MESSAGE_COLUMN + (at <= MESSAGE_COLUMN))
    stated_text = [row[0] for row in office.do("texts", PEOPLE, f"{beside}{FIRST_ROW}:{beside}{FIRST_ROW + ROWS - 1}")]
    assert all(words for words in stated_text)


def whole_verdict(office: Session, path: Path, name: str) -> bool:
    """Does the check of the whole sheet of that name speak?"""
    sheet, column, row, _ = named_areas(path)[name]
    cell = f"{column_letters(column)}{row}"
    ((shown,),) = office.do("values", sheet, f"{cell}:{cell}")
    assert shown in (0, 1, "")
    return bool(shown == 1)


def test_a_deleted_working_column_silences_its_own_checks_alone(book: tuple[Session, Path]) -> None:
    office, path = book
    before = verdicts(office, path, "参数_A4_05_身份证号")
    assert whole_verdict(office, path, "参数_A4_15_所属地区")
    for at in (12, 11, 9):  # 所属地区, 参训方式, 人员类别
        office.do("call", "columns", "delete", PEOPLE, at)
    assert verdicts(office, path, "参数_A4_05_身份证号") == before != set()
    assert not whole_verdict(office, path, "参数_A4_15_所属地区")
    # The figures of 附件4 stand above a column that is gone; those of 附件3 count everybody as a trainee now.
    band = SPOTS[ACCOUNTS].band
    assert office.do("texts", ACCOUNTS, f"{band}:{band}")[0][0].startswith(f"学员 {len(documents())} · 工作人员 0/")


def test_a_deleted_official_column_leaves_the_others_checked(book: tuple[Session, Path]) -> None:
    office, path = book
    before = verdicts(office, path, "参数_A4_06_身份证号")
    office.do("call", "columns", "delete", PEOPLE, 8)
    office.do("call", "columns", "delete", PEOPLE, 5)
    assert verdicts(office, path, "参数_A4_06_身份证号") == before != set()
    assert verdicts(office, path, "参数_A4_04_工作单位") == set()


def test_the_smallest_formula_that_does_not_hear_of_a_column(office: Session, tmp_path: Path) -> None:
    """A fault of LibreOffice (docs/engines.md, LO-4), without anything of ours: a name that stands in another name. It is why the
    names for formulas of 核对 hold the cells of the sheet themselves."""
    book = Workbook()
    there, here = book.active, book.create_sheet("乙")
    there.title = "甲"
    for row in range(1, 4):
        there.cell(row, 3, f"第{row}行")
        here.cell(row, 1, "=算式")
        here.cell(row, 2, "=本行")
        here.cell(row, 3, "=本格")
    book.defined_names["本行"] = DefinedName("本行", attr_text="甲!$C1")
    book.defined_names["算式"] = DefinedName("算式", attr_text='本行&""')
    book.defined_names["本格"] = DefinedName("本格", attr_text='甲!$C1&""')
    book.save(tmp_path / "两表.xlsx")
    office.do("open", str(tmp_path / "两表.xlsx"), True)
    try:
        office.do("call", "columns", "insert", "甲", 2)
        office.do("call", "rows", "recalculate")
        assert office.do("texts", "乙", "A2:C2") == [["", "第2行", "第2行"]]
    finally:
        office.do("close")
