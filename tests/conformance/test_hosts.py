"""Each macro on the same workbook over closed files, LibreOffice and xlwings' remote engine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from addin.buttons.pressing import press
from addin.buttons.tab import BUTTONS
from tests.buttons.desks import AnsweringDesk
from tests.conformance.remote import carried_out, remote_book
from tests.conformance.steps import STEPS, Cells, cells
from tests.libreoffice.session import ROOT, Session, running
from tests.office_sources import answers, attendance, roster
from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from workbooks.closed.closed_book import open_book
from workbooks.files.errors import Unusable
from workbooks.templates.entering import entered

MACROS = [name for name in STEPS if name != "undo"]
"""``undo`` comes after them."""
NO_CELLS = {
    "new", "next", "previous", "next_step", "ledger", "export", "paper", "mask", "platform", "rules", "parameters", "doctor",
    "selftest",
}  # fmt: skip
"""The buttons that leave the cells of the book as they are; tests/closed/test_paper.py holds what 打印区域 does to its hosts."""
FORMULAS_UNSEEN = {"import": ("附件4", 1), "survey": ("附件6", 7)}
"""Button -> the column (序号, 满意率) whose formulas it writes over with their values: xlwings tells its remote engine none.
Both buttons need files, so no host with that engine offers them."""
NOT_REMOTE = {"live": "whether the array formula stands cannot be seen where formulas are not reported"}
UNDONE_IN_LIBREOFFICE = {"tidy", "results", "import"}
"""Values, formulas, new rows; tests/libreoffice presses 撤销 after every button."""


@pytest.fixture(scope="module")
def faulty() -> ClassFile:
    """A class with something to do for every macro."""
    c = sample_class(trainees=8)
    first, second, *others, last = c.trainees
    people = (
        first.changed(name="　" + str(first.name), phone="141 0000 0000"),
        second.changed(document=str(second.document)[:-1]),
        *others,
        last.changed(charged=None),
        *(person for person in c.people if person not in c.trainees),
    )
    fees = tuple(fee.changed(tax=None) for fee in c.lectures)
    # 附件5 goes on to take everybody from 附件4 by its formulas.
    unnumbered, short, *numbered, open_result = c.results
    results = (
        unnumbered.changed(certificate=None),
        short.changed(document=people[1].document),
        *numbered,
        open_result.changed(passed=None, certificate=None),
    )
    return c.changed(people=people, results=results, lectures=fees, project=c.project.changed(topic="别的选题"))


@pytest.fixture(scope="module")
def original(faulty: ClassFile, libreoffice: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as a spreadsheet program stores it, with the results of its formulas."""
    folder = tmp_path_factory.mktemp("original")
    built, path = folder / "built.xlsx", folder / "本期.xlsx"
    built.write_bytes(entered(faulty, rows=20))
    libreoffice.do("open", str(built), True)
    libreoffice.do("put", "附件5", "B6", "")
    libreoffice.do("store", str(path))
    libreoffice.do("close")
    return path


@pytest.fixture(scope="module")
def checked(original: Path, faulty: ClassFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with its findings on 核验."""
    path = tmp_path_factory.mktemp("checked") / original.name
    shutil.copy(original, path)
    in_closed_file(path, "check", {"today": faulty.today})
    return path


@pytest.fixture(scope="module")
def sources(faulty: ClassFile, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What the macros read besides the workbook."""
    folder = tmp_path_factory.mktemp("sources")
    return {
        "import": roster(folder / "名册.xlsx"),
        "attendance": attendance(folder / "考勤.xlsx", faulty),
        "survey": answers(folder / "答卷.xlsx"),
    }


@pytest.fixture(scope="module")
def libreoffice() -> Iterator[Session]:
    """Without the extension: the engine works from outside, over a socket."""
    with running(None) as session:
        yield session


@dataclass
class Case:
    """One macro on one workbook; each host works in a folder of its own."""

    name: str
    start: Path
    today: date
    source: Path | None
    folder: Path

    def copy(self, host: str) -> Path:
        path = self.folder / host / self.start.name
        path.parent.mkdir()
        shutil.copy(self.start, path)
        return path

    def arguments(self, host: str) -> dict[str, Any]:
        """``source`` and a ledger that no other host writes to."""
        return {"today": self.today, "source": str(self.source or ""), "ledger": str(self.folder / f"{host}.sqlite3")}


@pytest.fixture(params=MACROS)
def case(
    request: pytest.FixtureRequest, original: Path, checked: Path, sources: dict[str, Path], faulty: ClassFile, tmp_path: Path
) -> Case:
    name: str = request.param
    start = checked if name == "clear" else original
    return Case(name, start, faulty.today + timedelta(days=1), sources.get(name), tmp_path)


def in_closed_file(path: Path, name: str, given: dict[str, Any]) -> Cells:
    book = open_book(path)
    STEPS[name](book, **given)
    book.save()
    return cells(path)


def in_libreoffice(session: Session, path: Path, case: Case) -> tuple[Cells, Cells]:
    """The cells after the macro, and after it was taken back."""
    given = case.arguments("opened") | {"today": case.today.isoformat()}
    found = []
    session.do("open", str(path), True)
    try:
        for step in (case.name, "undo") if case.name in UNDONE_IN_LIBREOFFICE else (case.name,):
            session.do("macro", step, given, str(ROOT), str(session.packages))
            session.do("store", str(path.with_name("stored.xlsx")))
            found.append(cells(path.with_name("stored.xlsx")))
    finally:
        session.do("close")
    return found[0], found[-1]


def changes(before: Cells, after: Cells) -> Cells:
    """What a macro did: the cells it changed, and what they hold now (None: nothing)."""
    return {at: after.get(at) for at in before.keys() | after.keys() if before.get(at) != after.get(at)}


def column_of(at: str) -> tuple[str, int]:
    """'附件4!17,1' -> ('附件4', 1)."""
    sheet, _, place = at.rpartition("!")
    return sheet, int(place.partition(",")[2])


@lru_cache(maxsize=2)
def cells_of(path: Path) -> Cells:
    """The cells of a workbook that stays as it is."""
    return cells(path)


@pytest.fixture(scope="module")
def known() -> dict[str, Cells]:
    """Macro -> what it does to a closed file, for the hosts that come later."""
    return {}


@pytest.fixture
def expected(case: Case, known: dict[str, Cells]) -> Cells:
    if case.name not in known:
        known[case.name] = done_to_closed_file(case)
    return known[case.name]


def done_to_closed_file(case: Case) -> Cells:
    """What the macro does to a closed file, whose bytes are the old ones after ``undo``.

    The live check needs an open program; what it leaves there is what a check leaves.
    """
    path = case.copy("closed")
    name = "check" if case.name == "live" else case.name
    done = changes(cells_of(case.start), in_closed_file(path, name, case.arguments("closed")))
    assert done, "the macro had nothing to do"
    STEPS["undo"](open_book(path))
    assert path.read_bytes() == case.start.read_bytes()
    return done


def test_every_button_that_changes_cells_is_compared() -> None:
    assert {*MACROS, "undo"} == set(BUTTONS) - NO_CELLS
    assert {"live"} == {name for name, one in BUTTONS.items() if one.live}
    assert all(BUTTONS[name].files for name in FORMULAS_UNSEEN)


def test_libreoffice_ends_with_the_cells_of_the_closed_file(case: Case, expected: Cells, libreoffice: Session) -> None:
    before = cells_of(case.start)
    after, undone = in_libreoffice(libreoffice, case.copy("opened"), case)
    assert changes(before, after) == expected
    if case.name in UNDONE_IN_LIBREOFFICE:
        assert changes(before, undone) == {}


def test_the_remote_engine_asks_for_the_cells_of_the_closed_file(case: Case, expected: Cells) -> None:
    """It does not read its own writes back: the book is sent anew, as the program then shows it, to be taken back."""
    before = cells_of(case.start)
    book = remote_book(case.start)
    if case.name in NOT_REMOTE:
        with pytest.raises(Unusable, match="此处看不到公式"):
            STEPS[case.name](book, **case.arguments("remote"))
        return
    STEPS[case.name](book, **case.arguments("remote"))
    after = carried_out(before, book)
    asked = changes(before, after)
    over = {at for at in asked if asked[at] != expected.get(at, before.get(at))}
    assert {at for at in over if not str(before.get(at)).startswith("=")} == set()
    assert {column_of(at) for at in over} == {FORMULAS_UNSEEN[case.name]} if case.name in FORMULAS_UNSEEN else not over
    assert {at: held for at, held in asked.items() if at not in over} == expected
    again = remote_book(case.start, asked)
    STEPS["undo"](again)
    left = changes(before, carried_out(after, again))
    assert {at: held for at, held in left.items() if at not in over} == {}


@pytest.mark.parametrize("macro", ["check", "clear"])
def test_a_browser_leaves_a_live_check_alone_and_says_why(macro: str, original: Path, faulty: ClassFile) -> None:
    desk = AnsweringDesk(today=faulty.today)
    book = remote_book(original)
    book.names.add("GY_LIVE", "='核验'!$M$4:$T$9")
    before = len(book.json()["actions"])
    assert not press(macro, book, desk)
    assert "此处看不到公式" in desk.messages("wrong")[0]
    assert len(book.json()["actions"]) == before


def test_a_browser_says_that_it_sees_no_drop_downs(original: Path, faulty: ClassFile) -> None:
    """xlwings neither reads nor pastes validations there; the cells are tidied all the same."""
    from addin.buttons.tab import lost_checks
    from macros.people.tidy import tidy

    result = tidy(remote_book(original), faulty.today)
    assert result.changed
    assert not result.checks_seen
    assert lost_checks(result) == ["此处看不到下拉列表和输入检查，如被粘贴覆盖，请保存并关闭后用 gaoyan tidy 恢复"]
