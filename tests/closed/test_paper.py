"""Printed straight from the workbook, a sheet of rows has its rows in use, the places for signatures and no blank page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import office
from tests.attendance.sheets import flat_grid
from tests.closed_cells import open_book
from tests.command_line import DAY, CommandLine
from tests.made_once import made_anew
from tests.pdfs import page_texts
from tests.sample import YEAR, sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import ACCOUNTS, EXPENSES, FINDINGS, PEOPLE, RESULTS
from udfs.values.grid import Grid
from workbooks.closed.paper import last_rows, moved, with_paper
from workbooks.ooxml.package import Package
from workbooks.templates.entering import entered
from workbooks.templates.new_class import build_template

TRAINEES, STAFF = 52, 5
PAGES = {ACCOUNTS: 1, PEOPLE: 4, RESULTS: 4}
"""Of 57 people in 附件4 and 52 in 附件5."""
HEAD = 60
"""Characters of a page in which its title stands."""
SEAL = "承办单位（盖章）："


def areas(path: Path) -> dict[str, str]:
    """Sheet -> its print area."""
    named = [name for name in Package.open(path).names if name.name == "_xlnm.Print_Area"]
    return {str(name.sheet): name.refers_to.rpartition("!")[2].replace("$", "") for name in named}


def with_full_areas(data: bytes, path: Path) -> None:
    """The workbook as one that was filled by hand alone: its print areas cover all ready rows."""
    path.write_bytes(data)
    package = Package.open(path)
    path.write_bytes(with_paper(package, {PEOPLE: 303, RESULTS: 303, EXPENSES: 303}))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Command -> the workbook after it, from one filled by hand alone."""
    gaoyan = CommandLine(tmp_path_factory.mktemp("paper"))
    c = sample_class(MUNICIPAL, 9, trainees=TRAINEES, staff=STAFF)
    untidy = [person.changed(phone=f"+86 {person.phone}") if at < 3 else person for at, person in enumerate(c.people)]
    unnumbered = tuple(one.changed(certificate=None) for one in c.results)
    # A command that finds nothing to change writes nothing; 附件3 awaits its lodging.
    c = c.changed(people=tuple(untidy), results=unnumbered, absences=(), accounts=c.accounts.changed(lodging=None))
    start = gaoyan.folder / "原.xlsx"
    with_full_areas(entered(c), start)
    flat_grid(c).write(gaoyan.folder).rename(gaoyan.folder / "考勤表.xlsx")
    (gaoyan.folder / "名册.csv").write_text(roster(), "utf-8")
    made = {}
    for command, *options in (
        ("import", "名册.csv", "--yes"), ("tidy",), ("total", "--tax"), ("number",), ("attendance", "考勤表.xlsx", "--apply"),
        ("check", "--write", "--today", DAY),
    ):  # fmt: skip
        made[command] = gaoyan.folder / f"{command}.xlsx"
        shutil.copy(start, made[command])
        ran = gaoyan(command, made[command].name, *options)
        assert ran.code in (0, 1), (command, ran.err)
        assert made[command].read_bytes() != start.read_bytes(), command
    return made


def roster() -> str:
    """A roster with one trainee whom 附件4 has not."""
    late = sample_class(MUNICIPAL, 9, trainees=53, seed=2).people[52]
    return f"姓名,身份证号,手机,单位,职称\n{late.name},{late.document},{late.phone},{late.employer},工程师\n"


def test_every_command_sets_the_print_areas_to_the_rows_in_use(written: Mapping[str, Path]) -> None:
    for command, path in written.items():
        more = command == "import"
        assert areas(path)[PEOPLE] == f"A1:H{3 + TRAINEES + STAFF + more}", command
        assert areas(path)[RESULTS] == f"A1:I{3 + TRAINEES + more}", command


def test_no_blank_page_after_any_command(written: Mapping[str, Path], tmp_path: Path) -> None:
    printed = office.convert_all(list(written.values()), office.PDF, tmp_path)
    assert len(printed) == len(written)
    for pdf in printed:
        found = by_sheet(page_texts(pdf))
        assert {sheet: len(found[sheet]) for sheet in PAGES} == PAGES, pdf.name
        for sheet in (PEOPLE, RESULTS):
            # Every page has people, their numbers, and the place for the seal.
            assert all(re.search(r"[0-9]{17}[0-9X]", page) and SEAL in page for page in found[sheet]), (pdf.name, sheet)
        assert "经办人（签字）" in found[ACCOUNTS][0]
        assert "（大写）" in found[ACCOUNTS][0]
        assert found[ACCOUNTS][0].count("（按项目计划填写）") == 2


def by_sheet(pages: list[str]) -> dict[str, list[str]]:
    """The pages of each annex: the first begins with its name and title, the others follow until the next sheet begins."""
    titles = {
        ACCOUNTS: "高级研修项目经费决算表", PEOPLE: "学员和工作人员签到表",
        RESULTS: "带证书编号的学员名单", "其他": "学员满意度测评统计表",
    }  # fmt: skip
    found: dict[str, list[str]] = {}
    sheet = "前"
    for page in pages:
        sheet = next((name for name, title in titles.items() if title in page[:HEAD]), sheet)
        found.setdefault(sheet, []).append(page)
    return found


def test_a_fresh_workbook_prints_all_its_ready_rows(tmp_path: Path) -> None:
    """Whoever fills it by hand alone loses nobody from the paper; the filter on 序号 takes blank rows away."""
    path = tmp_path / "新.xlsx"
    path.write_bytes(build_template(MUNICIPAL, 9, rows=60, which=YEAR))
    found = areas(path)
    assert found[PEOPLE] == "A1:H63"
    assert found[RESULTS] == "A1:I63"
    assert found[FINDINGS] == "A1:K4"  # only commands write there


def test_a_class_that_is_entered_prints_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    c = sample_class(MUNICIPAL, 9, trainees=TRAINEES, staff=STAFF)
    path.write_bytes(made_anew(entered)(c))
    assert areas(path)[PEOPLE] == f"A1:H{3 + TRAINEES + STAFF}"
    assert areas(path)[RESULTS] == f"A1:I{3 + TRAINEES}"
    assert areas(path)[EXPENSES] == f"A1:I{max(one.row for one in c.expenses)}"


def test_more_rows_below_widen_the_area_again(tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(sample_class(MUNICIPAL, 9, trainees=TRAINEES, staff=STAFF)))
    book = open_book(path)
    book.sheets[PEOPLE].range("B70").value = "晚到"
    book.save()
    assert areas(path)[PEOPLE] == "A1:H70"
    assert areas(path)[RESULTS] == f"A1:I{3 + TRAINEES + 1}"


def test_a_workbook_without_print_areas_gets_none(tmp_path: Path) -> None:
    """What somebody else's file prints is none of our business, and nothing but the sheet changes."""
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(sample_class(MUNICIPAL, 9)))
    package = Package.open(path)
    area = rb'<definedName name="_xlnm\.Print_Area"[^>]*>[^<]*</definedName>'
    without = re.sub(area, b"", package.read(package.workbook_part))
    part = package.find(package.workbook_part)
    assert part
    path.write_bytes(package.archive.rewritten({part: without}))
    book = open_book(path)
    book.sheets[PEOPLE].range("B70").value = "晚到"
    book.save()
    assert areas(path) == {}
    assert Package.open(path).read(package.workbook_part) == without


@pytest.mark.parametrize("area", ["附件6!$A$1:$G$19,附件6!$I$1:$N$21", "附件4!$A:$H", "OFFSET(附件4!$A$1,0,0,9,8)", "#REF!"])
def test_what_is_no_plain_area_stays(area: str) -> None:
    assert moved(area, 9) == area


def test_rows_in_use_are_those_in_which_something_is_typed() -> None:
    heading = ["序号", "姓名", "身份证号", "人员类别"]
    people = Grid(
        "附件4", [["附件4"], [], heading, [1, "甲", "x", None], [2, None, None, None], [3, "乙", None, "工作人员"], [4]]
    )
    shown = [[1, "甲", "x"], [2, None, None], [3, None, None]]
    results = Grid("附件5", [["序号", "姓名", "身份证号"], *shown], formulas={(row, 2): "A1" for row in (2, 3, 4)})
    assert last_rows([people, results]) == {"附件4": 6, "附件5": 2}
    typed = Grid("附件5", [["序号", "姓名", "身份证号"], *shown, [4, "丙", None]])
    assert last_rows([people, typed]) == {"附件4": 6, "附件5": 5}
    assert last_rows([Grid("附件4", [heading, [1, None]])]) == {}
