"""Every workbook the product writes is a valid one, says Microsoft's own validator and a second one.

One class is walked through every writing command; the file is judged after each. So are the ready templates and the package.
"""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from tests.command_line import DAY, CommandLine
from tests.validators import faults, microsoft
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.sample import sample_class
from workbooks.entering import entered

LEVELS = {MUNICIPAL: 9, NATIONAL: 2}


def test_the_validator_finds_faults_at_all(tmp_path: Path) -> None:
    """A file with an element out of order is refused, so that silence means something."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"].font = openpyxl.styles.Font(name="宋体", size=11, bold=True)
    path = tmp_path / "乱序.xlsx"
    book.save(path)
    assert any("styles.xml" in line for line in microsoft(path))


@pytest.mark.parametrize("level", LEVELS)
def test_ready_templates(level: str, tmp_path: Path) -> None:
    path = tmp_path / f"{level}.xlsx"
    path.write_bytes((files("workbooks") / "ready" / f"{level}模板.xlsx").read_bytes())
    # The second validator takes long over 300 rows; it judges shorter workbooks of the same builder below.
    assert microsoft(path) == []


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def test_a_new_workbook(gaoyan: CommandLine) -> None:
    assert gaoyan("new", "新.xlsx", "--level", MUNICIPAL, "--plan", "9", "--rows", "20").code == 0
    assert faults(gaoyan.folder / "新.xlsx") == []


def test_after_every_writing_command(gaoyan: CommandLine) -> None:
    c = sample_class(MUNICIPAL, 9)
    untidy = [person.changed(phone=f"+86 {person.phone}") if at < 3 else person for at, person in enumerate(c.people)]
    numberless = [result.changed(certificate=None) for result in c.results]
    book = gaoyan.folder / "班.xlsx"
    book.write_bytes(entered(c.changed(people=tuple(untidy), results=tuple(numberless)), rows=60))
    roster = gaoyan.folder / "名册.csv"
    late = sample_class(MUNICIPAL, 9, trainees=53, seed=2).people[-1]
    roster.write_text(f"姓名,身份证号,手机,单位,职称\n{late.name},{late.document},{late.phone},{late.employer},工程师\n", "utf-8")
    for command in (
        ("import", "班.xlsx", "名册.csv", "--yes"), ("tidy", "班.xlsx"), ("total", "班.xlsx"), ("number", "班.xlsx"),
        ("check", "班.xlsx", "--write", "--today", DAY), ("undo", "班.xlsx"),
    ):  # fmt: skip
        before = book.read_bytes()
        ran = gaoyan(*command)
        assert ran.code in (0, 1), (command, ran.err)
        assert command[0] == "total" or book.read_bytes() != before, command
        assert microsoft(book) == [], command
    assert faults(book) == []


@pytest.mark.parametrize("level", LEVELS)
def test_the_package(level: str, gaoyan: CommandLine) -> None:
    c = sample_class(level, LEVELS[level])
    (gaoyan.folder / "班.xlsx").write_bytes(entered(c))
    ran = gaoyan("export", "班.xlsx", "--out", "稿", "--today", c.today.isoformat())
    assert ran.code == 0, ran.err
    books = sorted((gaoyan.folder / "稿").rglob("*.xlsx"))
    assert len(books) == (5 if level == NATIONAL else 4)
    for book in books:
        assert faults(book) == []
    shutil.rmtree(gaoyan.folder / "稿")
