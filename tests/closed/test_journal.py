"""The journal and undo of closed files.

- undo gives back the bytes before, step by step, and nothing stays in the folder at the end
- a file changed since is refused, or kept as a step when forced
- a command killed before the file was replaced never was
- only the newest steps stay; nobody but the owner may read them
- a damaged journal is reported, not followed
"""

from __future__ import annotations

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from tests.full_disk import longest_file
from workbooks.closed import journal
from workbooks.closed.journal import CellStep
from workbooks.files.errors import FileInUse, Unusable
from workbooks.ooxml.writing.changes import Formula


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"version 0")
    return path


def command(path: Path, after: bytes, name: str = "规范化") -> None:
    """What a command does to a file."""
    journal.record_file(path, name, path.read_bytes(), after)
    path.write_bytes(after)


def test_undo_gives_back_the_bytes_step_by_step(book: Path) -> None:
    for version in (1, 2, 3):
        command(book, b"version %d" % version, f"命令{version}")
    assert [step.command for step in journal.steps(book)] == ["命令1", "命令2", "命令3"]
    for version in (2, 1, 0):
        assert journal.undo(book).command == f"命令{version + 1}"
        assert book.read_bytes() == b"version %d" % version
    with pytest.raises(Unusable, match="没有可以撤销的步骤"):
        journal.undo(book)
    assert [one.name for one in book.parent.iterdir()] == [book.name]


def test_a_file_changed_since_is_refused_unless_forced(book: Path) -> None:
    command(book, b"version 1")
    book.write_bytes(b"by hand")
    with pytest.raises(Unusable, match=r"规范化.*改动过.*--force"):
        journal.undo(book)
    assert book.read_bytes() == b"by hand"
    journal.undo(book, force=True)
    assert book.read_bytes() == b"version 0"
    assert [step.command for step in journal.steps(book)] == [journal.FORCED_UNDO]
    journal.undo(book)
    assert book.read_bytes() == b"by hand"


def test_a_command_killed_before_it_wrote_never_was(book: Path) -> None:
    command(book, b"version 1")
    journal.record_file(book, "被中断", book.read_bytes(), b"version 2")
    assert journal.undo(book).command == "规范化"
    assert book.read_bytes() == b"version 0"


def test_a_held_file_is_not_undone(book: Path) -> None:
    command(book, b"version 1")
    book.write_bytes(b"by hand")
    (book.parent / f"~${book.name}").write_bytes(b"x")
    with pytest.raises(FileInUse):
        journal.undo(book, force=True)
    assert book.read_bytes() == b"by hand"
    assert len(journal.steps(book)) == 1


def test_only_the_newest_steps_are_kept(book: Path) -> None:
    for version in range(1, journal.KEPT_STEPS + 6):
        command(book, b"version %d" % version)
    kept = journal.steps(book)
    assert [step.number for step in kept] == list(range(6, journal.KEPT_STEPS + 6))
    assert len(list(journal.folder_of(book).iterdir())) == 2 * journal.KEPT_STEPS
    for _ in kept:
        journal.undo(book)
    assert book.read_bytes() == b"version 5"


def test_only_the_owner_may_read_it(book: Path) -> None:
    command(book, b"version 1")
    folder = journal.folder_of(book)
    assert folder.parent.name.startswith(".")
    assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0
    for one in folder.iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o600


def test_a_damaged_journal_is_reported(book: Path) -> None:
    command(book, b"version 1")
    (journal.folder_of(book) / "000001.bytes").write_bytes(b"something else")
    with pytest.raises(Unusable, match="撤销记录已损坏"):
        journal.undo(book)
    assert book.read_bytes() == b"version 1"
    (journal.folder_of(book) / "000001.json").write_text("{")
    with pytest.raises(Unusable, match="没有可以撤销的步骤"):
        journal.undo(book)


def test_a_folder_that_cannot_be_written_changes_nothing(book: Path) -> None:
    (book.parent / journal.FOLDER).write_bytes(b"a file where the folder should be")
    with pytest.raises(Unusable, match="撤销记录"):
        journal.record_file(book, "规范化", b"a", b"b")


def test_two_processes_never_share_a_number(book: Path, request: pytest.FixtureRequest) -> None:
    request.addfinalizer(partial(sys.setswitchinterval, sys.getswitchinterval()))
    sys.setswitchinterval(1e-5)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda at: journal.record_file(book, f"命令{at}", b"a", b"b%d" % at), range(12)))
    assert sorted(step.number for step in made) == list(range(1, 13))
    assert {step.command for step in journal.steps(book)} == {f"命令{at}" for at in range(12)}


def test_a_full_disk_leaves_no_half_step(book: Path) -> None:
    with longest_file(1_000), pytest.raises(Unusable, match="磁盘空间"):
        journal.record_file(book, "规范化", bytes(5_000), b"")
    assert [one.name for one in book.parent.iterdir()] == [book.name]


def test_cells_of_an_open_workbook_come_back_as_they_were(book: Path) -> None:
    values = [None, "=1+1", True, 5, 2.5, date(2025, 3, 19), datetime(2025, 3, 19, 8), Decimal("1.20"), Formula("A1*2")]
    cells = tuple(CellStep("附件4", at, 2, value, None) for at, value in enumerate(values, start=1))
    journal.record_cells(book, "规范化", cells)
    assert journal.steps(book)[0].cells == cells
    with pytest.raises(Unusable, match="没有可以撤销的步骤"):
        journal.undo(book)
