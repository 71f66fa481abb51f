"""Every workbook the product writes is a valid one, says Microsoft's own validator and a second one, and one that Excel opens as
it is, says the strict judge.

One class is walked through every writing command, and what they leave is judged. So are the ready templates, the package with the
platform's enrolment list, and every workbook beside that of a class: copies for publication, sign-in sheet, ledger, review.
"""

from __future__ import annotations

import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from tests.attendance.sheets import flat_grid
from tests.command_line import DAY, CommandLine
from tests.sample import sample_class
from tests.validators import faults, microsoft, readers
from tests.validators.excel_judge import judge
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import PEOPLE, ClassFile
from workbooks.ooxml.package import Package
from workbooks.templates.entering import entered

LEVELS = {MUNICIPAL: 9, NATIONAL: 2}
JUDGED = ("tidy", "survey")
"""The commands that write more than cells: validations, a chart. Microsoft judges their file at once, too."""


def test_the_validator_finds_faults_at_all(tmp_path: Path) -> None:
    """A file with an element out of order is refused, so that silence means something."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"].font = openpyxl.styles.Font(name="宋体", size=11, bold=True)
    path = tmp_path / "乱序.xlsx"
    book.save(path)
    assert any("styles.xml" in line for line in microsoft(path))


def test_the_readers_stumble_at_all(tmp_path: Path) -> None:
    """A text stated to be in its cell that is not there: two schema validators say nothing, a plain reader stumbles."""
    import xlsxwriter

    path = tmp_path / "空.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("甲").write("A1", 1)
    book.close()
    assert readers(path) == []
    package = Package.open(path)
    part = package.sheet("甲").part
    empty = package.read(part).replace(b'<c r="A1"><v>1</v></c>', b'<c r="A1" t="inlineStr"></c>')
    path.write_bytes(package.archive.rewritten({part: empty}))
    assert [line.split(": ")[1] for line in readers(path)] == ["xlsx-populate"]
    assert microsoft(path) == []


@pytest.mark.parametrize("level", LEVELS)
def test_ready_templates(level: str, tmp_path: Path) -> None:
    path = tmp_path / f"{level}.xlsx"
    path.write_bytes((files("workbooks") / "ready" / f"{level}模板.xlsx").read_bytes())
    # The second validator takes long over 300 rows; it judges shorter workbooks of the same builder below.
    assert microsoft(path) == judge(path) == []


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def test_a_new_workbook(gaoyan: CommandLine) -> None:
    assert gaoyan("new", "新.xlsx", "--level", MUNICIPAL, "--plan", "9", "--rows", "20").code == 0
    path = gaoyan.folder / "新.xlsx"
    assert microsoft(path) == judge(path) == []


def sources(gaoyan: CommandLine, c: ClassFile) -> None:
    """名册.csv with one more person, a grid of attendance, 答卷.csv with raw answers."""
    late = sample_class(MUNICIPAL, 9, trainees=53, seed=2).people[-1]
    roster = f"姓名,身份证号,手机,单位,职称\n{late.name},{late.document},{late.phone},{late.employer},工程师\n"
    (gaoyan.folder / "名册.csv").write_text(roster, "utf-8")
    flat_grid(c).write(gaoyan.folder).rename(gaoyan.folder / "考勤表.xlsx")
    items = [one.item for one in c.survey]
    answers = [",".join(map(str, ("手机", *items)))]
    answers += [
        ",".join((f"141000000{at:02}", *[("满意", "一般")[(at + of) % 2] for of in range(len(items))])) for at in range(9)
    ]
    (gaoyan.folder / "答卷.csv").write_text("\n".join(answers), "utf-8")


def pasted_over(book: Path) -> None:
    """Rows 10 to 19 of 身份证号 without their validation, as a paste leaves them."""
    package = Package.open(book)
    part = package.sheet(PEOPLE).part
    whole = re.search(rb'sqref="C4:C([0-9]+)"', package.read(part))
    assert whole is not None
    left = b'sqref="C4:C9 C20:C%s"' % whole[1]
    book.write_bytes(package.archive.rewritten({part: package.read(part).replace(whole[0], left)}))


def test_after_every_writing_command(gaoyan: CommandLine) -> None:
    """Each writes into the file that the others leave; in the end all judge what all have written."""
    c = sample_class(MUNICIPAL, 9)
    untidy = [person.changed(phone=f"+86 {person.phone}") if at < 3 else person for at, person in enumerate(c.people)]
    numberless = [result.changed(certificate=None) for result in c.results]
    book = gaoyan.folder / "班.xlsx"
    book.write_bytes(entered(c.changed(people=tuple(untidy), results=tuple(numberless), absences=()), rows=60))
    sources(gaoyan, c)
    pasted_over(book)
    for command in (
        ("import", "班.xlsx", "名册.csv", "--yes"), ("tidy", "班.xlsx"), ("total", "班.xlsx", "--tax"), ("number", "班.xlsx"),
        ("attendance", "班.xlsx", "考勤表.xlsx", "--apply"), ("survey", "班.xlsx", "答卷.csv", "--issued", "12"),
        ("check", "班.xlsx", "--write", "--today", DAY),
    ):  # fmt: skip
        before = book.read_bytes()
        ran = gaoyan(*command)
        assert ran.code in (0, 1), (command, ran.err)
        assert command[0] == "total" or book.read_bytes() != before, command
        assert command[0] not in JUDGED or microsoft(book) == [], command
    assert faults(book) == []
    assert gaoyan("undo", "班.xlsx").code == 0
    assert microsoft(book) == judge(book) == []


def test_every_other_workbook(gaoyan: CommandLine) -> None:
    """Copies for publication, the sign-in sheet, the ledger as a table, the summary of a review."""
    c = sample_class(MUNICIPAL, 9)
    book = gaoyan.folder / "收到" / "班.xlsx"
    book.parent.mkdir()
    book.write_bytes(entered(c.changed(results=tuple(one.changed(certificate=None) for one in c.results)), rows=60))
    for command in (
        ("number", "收到/班.xlsx"), ("mask", "收到/班.xlsx", "公示.xlsx"), ("mask", "收到/班.xlsx", "全部.xlsx", "--all"),
        ("attendance", "收到/班.xlsx", "--blank", "签到表.xlsx"), ("ledger", "export", "台账.xlsx"),
        ("review", "收到", "--out", "汇总.xlsx", "--today", DAY),
    ):  # fmt: skip
        ran = gaoyan(*command)
        assert ran.code in (0, 1), (command, ran.err)
    written = sorted(path.name for path in gaoyan.folder.glob("*.xlsx"))
    assert written == sorted(("公示.xlsx", "全部.xlsx", "签到表.xlsx", "台账.xlsx", "汇总.xlsx"))
    assert faults(*(gaoyan.folder / name for name in written)) == []


@pytest.mark.parametrize("level", [pytest.param(MUNICIPAL, marks=pytest.mark.large), NATIONAL])
def test_the_package(level: str, gaoyan: CommandLine) -> None:
    """That of a national class holds all that one of a municipal class does, and the platform's list."""
    c = sample_class(level, LEVELS[level])
    (gaoyan.folder / "班.xlsx").write_bytes(entered(c))
    ran = gaoyan("export", "班.xlsx", "--out", "稿", "--today", c.today.isoformat())
    assert ran.code == 0, ran.err
    books = sorted((gaoyan.folder / "稿").rglob("*.xlsx"))
    assert len(books) == (5 if level == NATIONAL else 4)
    assert faults(*books) == []
    shutil.rmtree(gaoyan.folder / "稿")
