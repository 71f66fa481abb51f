"""``undo``: after any writing command, the bytes before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlwings as xw

from addin.demo.planting import in_order, project, staff
from macros.certificates.number import number
from macros.checking.check import check
from macros.checking.undo import undo
from macros.money.total import total
from macros.people.tidy import tidy
from tests.closed_cells import open_book
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from workbooks.files.errors import Unusable
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)
COMMANDS: dict[str, Callable[[xw.Book, str], object]] = {
    "核验": lambda book, _: check(book, TODAY, write=True),
    "规范化": lambda book, _: tidy(book, TODAY),
    "汇总决算": lambda book, _: total(book, TODAY),
    "分配编号": lambda book, ledger: number(book, TODAY, ledger),
}


@pytest.fixture(scope="module")
def data() -> bytes:
    """A class in which every writing command finds something to do."""
    c = in_order(staff(0, phone="138-1234-5678", charged="不收费"), project(notice_filed=date(2025, 7, 14)))(
        sample_class(MUNICIPAL, 9)
    )
    results = tuple(result.changed(certificate=None) for result in c.results)
    return entered(c.changed(results=results, accounts=c.accounts.changed(lodging=1.0)))


@pytest.fixture
def path(tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GAOYAN_LEDGER", str(tmp_path / "台账.sqlite3"))
    place = tmp_path / "班.xlsx"
    place.write_bytes(data)
    return place


def run(path: Path, command: str) -> None:
    book = open_book(path)
    COMMANDS[command](book, str(path.parent / "台账.sqlite3"))
    book.save()


@pytest.mark.parametrize("command", COMMANDS)
def test_one_step_back_gives_the_bytes_before(command: str, path: Path, data: bytes) -> None:
    run(path, command)
    assert path.read_bytes() != data
    assert undo(open_book(path)).command == command
    assert path.read_bytes() == data


def test_steps_come_off_in_turn(path: Path, data: bytes) -> None:
    states = [data]
    for command in COMMANDS:
        run(path, command)
        states.append(path.read_bytes())
    for command, before in zip(reversed(COMMANDS), reversed(states[:-1]), strict=True):
        assert undo(open_book(path)).command == command
        assert path.read_bytes() == before
    with pytest.raises(Unusable, match="没有可以撤销的步骤"):
        undo(open_book(path))


def test_what_somebody_typed_since_is_not_lost_by_accident(path: Path, data: bytes) -> None:
    run(path, "规范化")
    changed = patched(Package.open(path), [CellChange("项目信息", 12, 2, "别处")])
    path.write_bytes(changed)
    with pytest.raises(Unusable, match="又被改动过"):
        undo(open_book(path))
    assert path.read_bytes() == changed
    undo(open_book(path), force=True)
    assert path.read_bytes() == data


def test_the_book_shows_the_old_values_after_the_undo(path: Path) -> None:
    run(path, "规范化")
    book = open_book(path)
    row = next(at for at in range(1, 80) if book.sheets["附件4"].range((at, 4)).value == "13812345678")
    undo(book)
    assert book.sheets["附件4"].range((row, 4)).value == "138-1234-5678"
