"""Each macro on the same workbook over closed files, LibreOffice and xlwings' remote engine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conformance.remote import carried_out, remote_book
from tests.conformance.steps import STEPS, Cells, cells
from tests.libreoffice.session import ROOT, Session, running
from udfs.records import ClassFile
from udfs.sample import sample_class
from workbooks.closed import open_book
from workbooks.entering import entered

MACROS = sorted(STEPS)
REMOTE = ("check", "lectures", "plan", "tidy")
"""What the browser can run: numbers need a ledger and rosters a disk; 附件3 is totalled where formulas can be read."""


@pytest.fixture(scope="module")
def faulty() -> ClassFile:
    """A class with something to do for every macro."""
    c = sample_class(trainees=8)
    first, second, *others = c.people
    people = (
        first.changed(name="　" + str(first.name), phone="141 0000 0000"),
        second.changed(document=str(second.document)[:-1]),
        *others,
    )
    fees = tuple(fee.changed(tax=None) for fee in c.lectures)
    unnumbered = (c.results[0].changed(certificate=None), *c.results[1:])
    return c.changed(people=people, results=unnumbered, lectures=fees, project=c.project.changed(topic="别的选题"))


@pytest.fixture(scope="module")
def original(faulty: ClassFile, libreoffice: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as a spreadsheet program stores it, with the results of its formulas."""
    folder = tmp_path_factory.mktemp("original")
    built, path = folder / "built.xlsx", folder / "本期.xlsx"
    built.write_bytes(entered(faulty, rows=30))
    libreoffice.do("open", str(built), True)
    libreoffice.do("store", str(path))
    libreoffice.do("close")
    return path


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "身份证号码", "手机号", "单位", "职称"])
    for person in sample_class(trainees=3, seed=77).people[:3]:
        book.active.append([person.name, person.document, person.phone, person.employer, person.title])
    path = tmp_path_factory.mktemp("roster") / "名册.xlsx"
    book.save(path)
    return path


@pytest.fixture(scope="module")
def libreoffice() -> Iterator[Session]:
    """Without the extension: the engine works from outside, over a socket."""
    with running(None) as session:
        yield session


def arguments(name: str, c: ClassFile, roster: Path, folder: Path) -> dict[str, Any]:
    given: dict[str, Any] = {"today": c.today + timedelta(days=1)}
    if name == "number":
        given["ledger"] = str(folder / "ledger.sqlite3")
    if name == "import":
        given["source"] = str(roster)
    return given


def in_closed_file(path: Path, name: str, given: dict[str, Any]) -> Cells:
    book = open_book(path)
    STEPS[name](book, **given)
    book.save()
    return cells(open_book(path))


def in_libreoffice(session: Session, path: Path, name: str, given: dict[str, Any]) -> Cells:
    told = {key: one.isoformat() if isinstance(one, date) else one for key, one in given.items()}
    session.do("open", str(path), True)
    try:
        session.do("macro", name, told, str(ROOT), str(session.packages))
        session.do("store", str(path.with_name("stored.xlsx")))
    finally:
        session.do("close")
    return cells(open_book(path.with_name("stored.xlsx")))


def changes(before: Cells, after: Cells) -> Cells:
    """What a macro did: the cells it changed, and what they hold now (None: nothing)."""
    return {at: after.get(at) for at in before.keys() | after.keys() if before.get(at) != after.get(at)}


@pytest.mark.parametrize("name", MACROS)
def test_libreoffice_ends_with_the_cells_of_the_closed_file(
    name: str, libreoffice: Session, original: Path, roster: Path, faulty: ClassFile, tmp_path: Path
) -> None:
    closed, opened = tmp_path / "closed", tmp_path / "opened"
    results = {}
    for folder in (closed, opened):
        folder.mkdir()
        shutil.copy(original, folder / original.name)
    given = arguments(name, faulty, roster, closed)
    before = cells(open_book(original))
    results["closed"] = changes(before, in_closed_file(closed / original.name, name, given))
    given = arguments(name, faulty, roster, opened)
    results["opened"] = changes(before, in_libreoffice(libreoffice, opened / original.name, name, given))
    assert results["closed"], "the macro had nothing to do"
    assert results["opened"] == results["closed"]


@pytest.mark.parametrize("name", REMOTE)
def test_the_remote_engine_asks_for_the_cells_of_the_closed_file(
    name: str, original: Path, roster: Path, faulty: ClassFile, tmp_path: Path
) -> None:
    given = arguments(name, faulty, roster, tmp_path)
    before = cells(open_book(original))
    book = remote_book(original)
    STEPS[name](book, **given)
    asked = changes(before, carried_out(original, book))
    path = tmp_path / original.name
    shutil.copy(original, path)
    assert asked == changes(before, in_closed_file(path, name, given))
    assert asked


def test_a_browser_says_that_it_sees_no_drop_downs(original: Path, faulty: ClassFile) -> None:
    """xlwings neither reads nor pastes validations there; the cells are tidied all the same."""
    from addin.buttons import lost_checks
    from macros.tidy import tidy

    result = tidy(remote_book(original), faulty.today)
    assert result.changed
    assert not result.checks_seen
    assert lost_checks(result) == ["此处看不到下拉列表和输入检查，如被粘贴覆盖，请保存并关闭后用 gaoyan tidy 恢复"]
