"""``undo`` after any command, in any order: always the bytes before. And what is kept of people outside the workbook's folder."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import xlwings as xw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.demo.planting import in_order, project, row, staff
from macros.annexes.survey import survey
from macros.attendance.registering import AttendanceSources, attendance
from macros.certificates.number import number
from macros.certificates.platform_numbers import import_numbers
from macros.checking.check import check
from macros.checking.undo import undo
from macros.money.total import total
from macros.people.importing import Sources, import_rosters
from macros.people.tidy import tidy
from tests.attendance.sheets import Sheet, flat_grid
from tests.closed_cells import open_book
from tests.command_line import DAY, CommandLine
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from workbooks.closed import journal
from workbooks.files.errors import Unusable
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)
FILE_NAMES = {"考勤": "只记例外.csv", "名册": "名册.csv", "平台": "平台.csv", "测评": "测评.csv"}
Command = Callable[[xw.Book, Path], object]
COMMANDS: dict[str, Command] = {
    "核验": lambda book, _: check(book, TODAY, write=True),
    "规范化": lambda book, _: tidy(book, TODAY),
    "汇总决算": lambda book, _: total(book, TODAY),
    "导入名册": lambda book, folder: import_rosters(book, Sources([folder / FILE_NAMES["名册"]]), TODAY, take_new=True),
    "登记考勤": lambda book, folder: attendance(
        book, AttendanceSources([folder / FILE_NAMES["考勤"]]), TODAY, apply=True, take_new=True
    ),
    "测评统计": lambda book, folder: survey(book, [folder / FILE_NAMES["测评"]], TODAY),
    "证书编号": lambda book, folder: (
        number(book, TODAY, str(folder / "台账.sqlite3"))
        if book.named("项目信息_项目级别").value == MUNICIPAL
        else import_numbers(book, [folder / FILE_NAMES["平台"]], TODAY, take_new=True)
    ),
}


def untidy(level: str, plan: int) -> ClassFile:
    """A class in which every command finds something to do."""
    c = in_order(staff(0, phone="138-1234-5678", charged="不收费"), project(notice_filed=date(2025, 7, 14)))(
        sample_class(level, plan, trainees=12, staff=1)
    )
    results = tuple(result.changed(certificate=None) for result in c.results)
    return c.changed(results=results, absences=(), accounts=c.accounts.changed(lodging=1.0))


def sources(folder: Path, c: ClassFile) -> None:
    """A roster with a newcomer and a change, an attendance sheet, a platform list, survey answers."""
    flat_grid(c).write(folder)
    first = c.trainees[0]
    newcomer = sample_class(c.level, c.plan_number or 1, trainees=12, staff=1, seed=5).trainees[3]
    roster = [
        ["姓名", "身份证号", "工作单位"],
        [first.name, first.document, "改名后的单位"],
        [newcomer.name, newcomer.document, "某单位"],
    ]
    Sheet(FILE_NAMES["名册"], roster, {}).write(folder)  # type: ignore[arg-type]
    listed = [[result.name, result.document, f"GY2025{at:04}"] for at, result in enumerate(c.results, start=1)]
    Sheet(FILE_NAMES["平台"], [["姓名", "身份证号码", "证书编号"], *listed], {}).write(folder)  # type: ignore[list-item]
    items = [str(item.item) for item in c.survey]
    answers = [["序号", *items], *([at, *["满意"] * len(items)] for at in range(1, 8))]
    Sheet(FILE_NAMES["测评"], answers, {}).write(folder)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def prepared() -> dict[str, tuple[ClassFile, bytes]]:
    return {level: (c := untidy(level, plan), entered(c, rows=40)) for level, plan in ((MUNICIPAL, 9), (NATIONAL, 2))}


def run(path: Path, command: str) -> bool:
    """True if the command wrote something."""
    before = path.read_bytes()
    book = open_book(path)
    COMMANDS[command](book, path.parent)
    book.save()
    return path.read_bytes() != before


def come_off_again(level: str, commands: list[str], prepared: dict[str, tuple[ClassFile, bytes]], folder: Path) -> None:
    c, data = prepared[level]
    path = folder / "班.xlsx"
    path.write_bytes(data)
    sources(folder, c)
    states = [data]
    for command in commands:
        if command == "撤销":
            if len(states) > 1:
                states.pop()
                undo(open_book(path))
        elif run(path, command):
            states.append(path.read_bytes())
        assert path.read_bytes() == states[-1]
        assert len(journal.waiting(path)[0]) == len(states) - 1
    while len(states) > 1:
        states.pop()
        undo(open_book(path))
        assert path.read_bytes() == states[-1]
    with pytest.raises(Unusable, match="没有可以撤销的步骤"):
        undo(open_book(path))


IN_ANY_ORDER = {
    "level": st.sampled_from((MUNICIPAL, NATIONAL)),
    "commands": st.lists(st.sampled_from((*COMMANDS, "撤销")), min_size=2, max_size=7),
}
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@given(**IN_ANY_ORDER)
@settings(SLOW, max_examples=4)
def test_any_commands_in_any_order_come_off_again(
    level: str, commands: list[str], prepared: dict[str, tuple[ClassFile, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    come_off_again(level, commands, prepared, tmp_path_factory.mktemp("期"))


@pytest.mark.large
@given(**IN_ANY_ORDER)
@settings(SLOW, max_examples=40)
def test_many_sequences_come_off_again(
    level: str, commands: list[str], prepared: dict[str, tuple[ClassFile, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    come_off_again(level, commands, prepared, tmp_path_factory.mktemp("期"))


@pytest.mark.parametrize("level", [MUNICIPAL, NATIONAL])
def test_each_command_finds_something_to_do(level: str, prepared: dict[str, tuple[ClassFile, bytes]], tmp_path: Path) -> None:
    """Else the test above would show nothing."""
    c, data = prepared[level]
    sources(tmp_path, c)
    path = tmp_path / "班.xlsx"
    for command in COMMANDS:
        path.write_bytes(data)
        assert run(path, command), command
        undo(open_book(path))
        assert path.read_bytes() == data


def test_list_tells_when_what_and_how_much(tmp_path: Path, prepared: dict[str, tuple[ClassFile, bytes]]) -> None:
    gaoyan = CommandLine(tmp_path)
    path = tmp_path / "班.xlsx"
    path.write_bytes(prepared[MUNICIPAL][1])
    assert "没有可以撤销的步骤" in gaoyan("undo", "班.xlsx", "--list").out
    for command in (["tidy"], ["number"]):
        assert gaoyan(*command, "班.xlsx", "--today", DAY).code == 0
    found = json.loads(gaoyan("undo", "班.xlsx", "--list", "--json").out)
    assert [(step["command"], step["cells"]) for step in found["steps"]] == [("分配编号", 12), ("规范化", 15)]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT.*", step["time"]) for step in found["steps"])
    assert not found["changed_since"]
    shown = gaoyan("undo", "班.xlsx", "--list").out
    assert re.search(r"1 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +分配编号 +12", shown)
    path.write_bytes(path.read_bytes() + b" ")
    assert json.loads(gaoyan("undo", "班.xlsx", "--list", "--json").out)["changed_since"]
    assert "又被别的程序改动过" in gaoyan("undo", "班.xlsx", "--list").out
    assert gaoyan("undo", "班.xlsx", "--json").code == 2


def test_old_steps_go(tmp_path: Path) -> None:
    """The newest twenty stay; nothing else lies in the journal's folder."""
    path = tmp_path / "班.xlsx"
    states = [b"state %d" % at for at in range(30)]
    path.write_bytes(states[-1])
    for before, after in pairwise(states):
        journal.record_file(path, "写入", before, after, 1)
    kept, unchanged = journal.waiting(path)
    assert (len(kept), unchanged) == (journal.KEPT_STEPS, True)
    names = sorted(file.name for file in journal.folder_of(path).iterdir())
    assert len(names) == 2 * journal.KEPT_STEPS
    assert {file.stat().st_mode & 0o077 for file in journal.folder_of(path).iterdir()} == {0}


def test_a_step_that_never_happened_is_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(b"before")
    journal.record_file(path, "规范化", b"before", b"after", 3)
    assert journal.waiting(path) == ([], True)


def test_no_number_of_anybody_outside_the_folder_of_the_workbook(tmp_path: Path) -> None:
    """A whole day's work, with numbers also where they do not belong, then a search of everything the program left elsewhere."""
    gaoyan = CommandLine(tmp_path)
    c = untidy(MUNICIPAL, 9)
    c = row("people", 2, name=f"{c.people[2].name}{c.people[2].document}")(c)
    c = row("results", 2, name=c.people[2].name)(c)
    folder = tmp_path / "期"
    folder.mkdir()
    (folder / "班.xlsx").write_bytes(entered(c, rows=40))
    sources(folder, c)
    book = "期/班.xlsx"
    for command in (
        ["import", book, "期/名册.csv", "--yes"], ["tidy", book], ["attendance", book, "期/只记例外.csv", "--apply"],
        ["number", book], ["survey", book, "期/测评.csv"], ["total", book], ["check", book, "--write"], ["ledger", "list"],
        ["undo", book],
        ["export", book, "--out", "期/稿", "--draft"], ["number", book, "--from", "期/平台.csv"],
        ["ledger", "export", "期/台账.csv"],
    ):  # fmt: skip
        found = gaoyan(*command)
        assert "程序出错" not in found.err, (command, found.err)
    numbers = [str(value) for person in c.people for value in (person.document, person.phone)]
    needles = [text.encode(encoding) for text in numbers for encoding in ("utf-8", "utf-16-le")]
    kept = [file for file in (tmp_path / "home").rglob("*") if file.is_file()]
    assert gaoyan.ledger in kept
    assert [file.name for file in kept if any(needle in file.read_bytes() for needle in needles)] == []
    assert [path.name for path in tmp_path.iterdir()] in (["期", "home"], ["home", "期"])
    assert list((folder / ".gaoyan").iterdir())
