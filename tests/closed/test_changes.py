"""Changes brought into closed files and open workbooks by macros.

- reads see writes; saving writes one journalled step and leaves everything else; saving nothing writes nothing
- ``apply`` drops what changes nothing, keeps pasted text text, writes blocks; undo in closed files and in open workbooks
- the same for a book in a spreadsheet program (xlwings' own interface over a stand-in for it)
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.closed_cells import open_book
from tests.ooxml.parts_compared import assert_only_changed
from tests.open_program import OpenBook, open_book_of
from tests.rich_workbook import SHEET, rich_workbook
from udfs.values.cells import Value
from workbooks.book import writing
from workbooks.closed import journal
from workbooks.files.errors import FileInUse, Unusable
from workbooks.ooxml.writing.changes import CellChange, Formula


@pytest.fixture(scope="module")
def rich() -> bytes:
    return rich_workbook()


@pytest.fixture
def path(tmp_path: Path, rich: bytes) -> Path:
    made = tmp_path / "名册.xlsm"
    made.write_bytes(rich)
    return made


@pytest.fixture
def book(path: Path) -> Any:
    return open_book(path)


def test_saving_changes_the_sheet_only_and_can_be_undone(book: Any, path: Path, rich: bytes) -> None:
    assert writing.write_changes(book, [CellChange(SHEET, 5, 2, "改"), CellChange(SHEET, 5, 2, "改")], "规范化") == 1
    assert path.read_bytes() == rich, "nothing is written before save"
    book.save()
    assert_only_changed(rich, path.read_bytes(), "xl/worksheets/sheet1.xml")
    assert [step.command for step in journal.steps(path)] == ["规范化"]
    assert book.sheets[SHEET]["B5"].value == "改"
    assert writing.undo(book).command == "规范化"
    assert path.read_bytes() == rich
    assert book.sheets[SHEET]["B5"].value == "学员3"


def test_writing_what_is_there_changes_nothing(book: Any, path: Path, rich: bytes) -> None:
    sheet = book.sheets[SHEET]
    block = sheet["A2:C12"].value
    changes = [
        CellChange(SHEET, 2 + row, 1 + column, value) for row, line in enumerate(block) for column, value in enumerate(line)
    ]
    changes += [
        CellChange(SHEET, 3, 6, date(2025, 7, 3)),
        CellChange(SHEET, 3, 4, Formula("=A3*2")),
        CellChange(SHEET, 900, 9, None),
    ]
    changes += [CellChange(SHEET, 1, 3, None), CellChange(SHEET, 3, 5, "普通加粗红色结束")]
    assert writing.write_changes(book, changes, "规范化") == 0
    book.save()
    assert path.read_bytes() == rich
    assert journal.steps(path) == []
    assert writing.write_changes(book, [CellChange(SHEET, 3, 4, 2)], "规范化") == 1, (
        "a value in the place of a formula is a change"
    )


def test_a_held_or_changed_file_is_not_saved_over(book: Any, path: Path, rich: bytes) -> None:
    book.sheets[SHEET]["B5"].value = "改"
    owner = path.with_name(f"~${path.name}")
    owner.write_bytes(b"x")
    with pytest.raises(FileInUse):
        book.save()
    owner.unlink()
    path.write_bytes(rich + b"")
    os.utime(path)
    path.write_bytes(open_and_change(rich, path.with_name("b.xlsm")))
    with pytest.raises(FileInUse, match="改动过"):
        book.save()
    assert journal.steps(path) == []


def open_and_change(data: bytes, path: Path) -> bytes:
    path.write_bytes(data)
    other = open_book(path)
    other.sheets[0]["B6"].value = "别人改的"
    other.save()
    return path.read_bytes()


def test_array_formulas_are_refused_at_once(book: Any) -> None:
    with pytest.raises(Unusable, match=r"H4.*数组公式"):
        book.sheets[SHEET]["H4"].value = 5
    assert book.sheets[SHEET]["H4"].value == 20.0


def test_the_macro_of_a_killed_process_never_was_or_was_whole(path: Path, rich: bytes) -> None:
    """Killed right before and right after the renaming: undo still leads back to the bytes before."""
    for when in ("before", "after"):
        code = f"""
import os, signal, sys
from tests.closed_cells import open_book
from workbooks.book import writing
from workbooks.ooxml.writing.changes import CellChange
book = open_book(sys.argv[1])
writing.write_changes(book, [CellChange({SHEET!r}, 5, 2, "改")], "规范化")
real = os.replace
def killed(old, new):
    if not str(new).endswith(".xlsm"):
        return real(old, new)
    if {when!r} == "after":
        real(old, new)
    os.kill(os.getpid(), signal.SIGKILL)
os.replace = killed
book.save()
"""
        done = subprocess.run([sys.executable, "-c", code, str(path)], check=False, capture_output=True)
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        assert (path.read_bytes() == rich) is (when == "before")
    journal.undo(path)
    assert path.read_bytes() == rich


TYPED: list[list[Any]] = [["序号", "姓名", "备注"], [1.0, "张三", None], [2.0, "李四", "x"]]


@pytest.fixture
def running(tmp_path: Path) -> OpenBook:
    """A book in a spreadsheet program."""
    return open_book_of({"附件4": TYPED}, tmp_path / "开着.xlsx")


def test_apply_writes_blocks_into_an_open_workbook(running: OpenBook) -> None:
    changes = [CellChange("附件4", row, column, f"{row}{column}") for row in (5, 6, 7) for column in (1, 2)]
    changes += [
        CellChange("附件4", 2, 2, "张三"),
        CellChange("附件4", 2, 1, 1),
        CellChange("附件4", 9, 9, None),
        CellChange("附件4", 3, 3, "y"),
    ]
    assert writing.write_changes(running.book, changes, "导入") == 7
    assert running.writes == ["C3", "A5:B7"]
    assert running.value("附件4", 6, 2) == "62"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86 138", "-5", "@x", "'a", "110105194912310021", "0012", "2025-01-01", "1/7", "TRUE", "50%", "￥5", "普通文字"],
)
def test_text_stays_text_in_an_open_workbook(running: OpenBook, text: str) -> None:
    writing.write_changes(running.book, [CellChange("附件4", 5, 2, text)], "导入")
    assert running.value("附件4", 5, 2) == text
    assert writing.write_changes(running.book, [CellChange("附件4", 5, 2, text)], "导入") == 0


def test_text_cells_take_text_as_it_is(running: OpenBook) -> None:
    running.formats["附件4", 5, 2] = "@"
    writing.write_changes(running.book, [CellChange("附件4", 5, 2, "110105194912310021")], "导入")
    assert running.entered == ["110105194912310021"]
    assert running.value("附件4", 5, 2) == "110105194912310021"


def test_formulas_and_other_values_in_an_open_workbook(running: OpenBook) -> None:
    values: list[Value | Formula] = [Formula("A2+1"), date(2025, 3, 19), True, 2.5, None]
    changes = [CellChange("附件4", 2, 3 + at, value) for at, value in enumerate(values)]
    assert writing.write_changes(running.book, changes, "汇总") == 4
    assert running.formula("附件4", 2, 3) == "=A2+1"
    assert running.value("附件4", 2, 4) == datetime(2025, 3, 19)
    assert writing.write_changes(running.book, changes, "汇总") == 0


def test_undo_in_an_open_workbook_spares_what_was_changed_since(running: OpenBook) -> None:
    changes = [CellChange("附件4", 2, 2, "张山"), CellChange("附件4", 3, 2, "李似"), CellChange("附件4", 2, 3, Formula("A2"))]
    writing.write_changes(running.book, changes, "规范化")
    running.book.sheets["附件4"]["B3"].value = "王五"
    done = writing.undo(running.book)
    assert (done.command, done.restored, done.kept) == ("规范化", 2, ("附件4!B3",))
    assert running.value("附件4", 2, 2) == "张三"
    assert running.value("附件4", 3, 2) == "王五"
    assert running.value("附件4", 2, 3) is None
    with pytest.raises(Unusable, match="没有可以撤销的步骤"):
        writing.undo(running.book)


def test_forced_undo_in_an_open_workbook_and_one_never_saved(running: OpenBook) -> None:
    never = open_book_of({"附件4": TYPED}, Path("工作簿1"))
    for one in (running, never):
        writing.write_changes(one.book, [CellChange("附件4", 2, 2, "张山")], "规范化")
        one.book.sheets["附件4"]["B2"].value = "王五"
        assert writing.undo(one.book, force=True).restored == 1
        assert one.value("附件4", 2, 2) == "张三"
        with pytest.raises(Unusable):
            writing.undo(one.book)
