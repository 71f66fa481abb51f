"""The clerk's day on ten rosters: import, check, mend, tidy, number, export, and the export read back.

The rosters differ in layout, encoding and spoils; the class around them is filled in rightly. What the roster does not say
(是否收费, who passed) and what it lost is mended by hand between the commands, as a clerk would.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from addin.cli import run
from tests.closed_cells import open_book
from tests.rosters.model import (
    DOCUMENT,
    EMPLOYER,
    FIVE,
    HEADS,
    NAME,
    PHONE,
    STAFF,
    TITLE,
    StatedPerson,
    lines,
    rows_of,
    sheets,
    text,
    xls,
    xlsx,
)
from tests.sample import sample_class
from udfs.records.class_file import PEOPLE, ClassFile
from udfs.values.cells import column_number
from workbooks.book.reading import read_file
from workbooks.book.writing import write_changes
from workbooks.ooxml.writing.changes import CellChange
from workbooks.templates.entering import entered

KIND = "人员类别"
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９ｘ")


def with_kind(people: Sequence[StatedPerson]) -> list[list[object]]:
    return [[*HEADS, KIND], *rows_of(people, (*FIVE, KIND))]


def csv_of(encoding: str, separator: str = ",") -> Callable[[Sequence[StatedPerson], Path], None]:
    return lambda people, path: text(lines(with_kind(people), separator), encoding)(path)


def in_sections(people: Sequence[StatedPerson], path: Path) -> None:
    """Title, a section of trainees, a section of staff, totals."""
    staff = [one for one in people if one[KIND] == "工作人员"]
    trainees = [one for one in people if one[KIND] != "工作人员"]
    rows = [
        ["高级研修班名单"],
        HEADS,
        *rows_of(trainees, FIVE),
        ["工作人员"],
        HEADS,
        *rows_of(staff, FIVE),
        ["合计", len(people)],
    ]
    xlsx(rows)(path)


def on_two_sheets(people: Sequence[StatedPerson], path: Path) -> None:
    staff = [one for one in people if one[KIND] == "工作人员"]
    trainees = [one for one in people if one[KIND] != "工作人员"]
    sheets({"学员": [HEADS, *rows_of(trainees, FIVE)], "工作人员": [HEADS, *rows_of(staff, FIVE)]})(path)


def web_form(people: Sequence[StatedPerson], path: Path) -> None:
    heads = [
        "序号",
        "提交答卷时间",
        "1、您的姓名",
        "2、您的身份证号码*",
        "3、手机号[填空题]",
        "4、请输入您所在的工作单位全称",
        "5、职称",
        "6、人员类别",
    ]
    rows = [[at, "2025/6/1", *(one[field] for field in (*FIVE, KIND))] for at, one in enumerate(people, start=1)]
    xlsx([heads, *rows])(path)


def two_row_heading(people: Sequence[StatedPerson], path: Path) -> None:
    heads = [
        ["序号", "姓名", "证件", "", "联系方式", "单位情况", "", "人员类别"],
        ["", "", "类型", "号码", "手机", "单位名称", "职称", ""],
    ]
    rows = [
        [at, one[NAME], "居民身份证", one[DOCUMENT], one[PHONE], one[EMPLOYER], one[TITLE], one[KIND]]
        for at, one in enumerate(people, start=1)
    ]
    xlsx([*heads, *rows], then=lambda sheet: [sheet.merge_cells(area) for area in ("C1:D1", "F1:G1", "A1:A2", "B1:B2")])(path)


def untidy(people: Sequence[StatedPerson], path: Path) -> None:
    """Full-width digits, spaced names, phones with +86."""
    rows = [
        [at, " ".join(one[NAME]), one[DOCUMENT].translate(WIDE), f"+86 {one[PHONE]}", f"{one[EMPLOYER]} ", one[TITLE], one[KIND]]
        for at, one in enumerate(people, start=1)
    ]
    xlsx([[*HEADS, KIND], *rows])(path)


def name_with_phone(people: Sequence[StatedPerson], path: Path) -> None:
    rows = [[f"{one[NAME]}/{one[PHONE]}", one[DOCUMENT], one[EMPLOYER], one[TITLE], one[KIND]] for one in people]
    xlsx([["姓名/电话", "证件号码", "单位", "职称", KIND], *rows])(path)


def digits_lost(people: Sequence[StatedPerson], path: Path) -> None:
    """Two document numbers stored as numbers, phones as numbers."""
    rows = with_kind(people)
    for row in rows[1:]:
        row[3] = int(str(row[3]))
    for row in rows[1:3]:
        row[2] = float(str(row[2])[:15] + "000")
    xlsx(rows)(path)


def old_workbook(people: Sequence[StatedPerson], path: Path) -> None:
    xls(with_kind(people))(path)


LAYOUTS: dict[str, Callable[[Sequence[StatedPerson], Path], None]] = {
    "gbk.csv": csv_of("gbk"),
    "utf16.txt": csv_of("utf-16", "\t"),
    "sections.xlsx": in_sections,
    "two_sheets.xlsx": on_two_sheets,
    "web_form.xlsx": web_form,
    "two_row_heading.xlsx": two_row_heading,
    "untidy.xlsx": untidy,
    "name_with_phone.xlsx": name_with_phone,
    "digits_lost.xlsx": digits_lost,
    "old.xls": old_workbook,
}


@pytest.fixture(scope="module")
def c() -> ClassFile:
    """A right class; its people come by roster."""
    return sample_class()


def stated_people(c: ClassFile) -> list[dict[str, str]]:
    return [
        {field: str(person.get(field)) for field in FIVE} | (STAFF if person.is_staff else {KIND: "学员"}) for person in c.people
    ]


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    """(exit code, JSON) of a command."""
    code = run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def codes(report: dict[str, object]) -> set[str]:
    findings = report["findings"]
    assert isinstance(findings, list)
    return {finding["code"] for finding in findings}


def mend(book: Path, today: date, right: Sequence[StatedPerson]) -> None:
    """What a roster cannot say: nobody is charged, everybody passed; and the numbers that were lost, from the cards."""
    opened = open_book(book)
    c = read_file(book, today)
    people = c.places[PEOPLE]
    document = column_number(people.columns[DOCUMENT])
    changes = [CellChange(people.title, one.row, column_number(people.columns["是否收费"]), "否") for one in c.people]
    changes += [CellChange(people.title, one.row, column_number(people.columns["结业考核"]), "是") for one in c.trainees]
    numbers = {(one[NAME], one[PHONE]): one[DOCUMENT] for one in right}
    changes += [
        CellChange(people.title, one.row, document, numbers[str(one.name), str(one.phone)]) for one in c.people if not one.key
    ]
    write_changes(opened, changes, "补填")
    opened.save()


ALWAYS = {"gbk.csv", "two_sheets.xlsx", "untidy.xlsx", "digits_lost.xlsx", "old.xls"}
"""A kind of file each, and what has to be mended; that the other layouts are read, ``test_rosters`` shows in every run."""


@pytest.mark.parametrize("layout", [one if one in ALWAYS else pytest.param(one, marks=pytest.mark.large) for one in LAYOUTS])
def test_from_roster_to_export(layout: str, c: ClassFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, roster, out = tmp_path / "本期.xlsx", tmp_path / layout, tmp_path / "盖章稿"
    ledger, today = str(tmp_path / "ledger.sqlite3"), ["--today", c.today.isoformat()]
    book.write_bytes(entered(c.changed(people=(), results=(), absences=())))
    LAYOUTS[layout](stated_people(c), roster)

    code, imported = command(capsys, "import", str(book), str(roster), *today)
    assert code == 0
    assert imported["summary"]["added"] == len(c.people)  # type: ignore[index]
    code, report = command(capsys, "check", str(book), "--ledger", ledger, *today)
    assert code == 1
    lost = imported["lost"]
    assert isinstance(lost, list)
    assert len(lost) == (2 if layout == "digits_lost.xlsx" else 0)
    assert codes(report) == {"A4-04", "A5-10"}
    mend(book, c.today, stated_people(c))
    assert command(capsys, "tidy", str(book), *today)[0] == 0
    assert command(capsys, "number", str(book), "--ledger", ledger, *today)[0] == 0
    code, report = command(capsys, "check", str(book), "--ledger", ledger, *today)
    assert (code, report["findings"]) == (0, [])
    code, exported = command(capsys, "export", str(book), "--out", str(out), "--ledger", ledger, *today)
    assert code == 0, exported

    people = [{field: str(one.get(field)) for field in FIVE} for one in read_file(book, c.today).people]
    assert sorted(people, key=lambda one: one[DOCUMENT]) == sorted(
        ({field: one[field] for field in FIVE} for one in stated_people(c)), key=lambda one: one[DOCUMENT]
    )
    package = Path(str(exported["folder"]))
    code, again = command(capsys, "import", str(book), str(package / "附件4.xlsx"), "--dry-run", *today)
    assert (code, again["cells"], again["conflicts"]) == (0, 0, [])
    assert again["summary"]["unchanged"] == len(c.people)  # type: ignore[index]
