"""Books of OneDrive and SharePoint: xlwings' own search for the copy on this machine, with and without one."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw
from xlwings.utils import fullname_url_to_local_path

from addin.buttons.pressing import press
from macros.checking.undo import undo
from tests import open_program
from tests.buttons.desks import AnsweringDesk
from workbooks.book import writing
from workbooks.book.writing import local_path
from workbooks.closed import journal
from workbooks.ooxml.writing.changes import CellChange

ADDRESSES = {
    "OneDriveConsumer": "https://d.docs.live.net/0123456789abcdef/{name}",
    "OneDriveCommercial": "https://unit-my.sharepoint.com/personal/a_b/Documents/{name}",
    "": "https://unit.sharepoint.com/sites/team/Shared Documents/{name}",
}
"""Variable of Windows that names the folder which is synchronised -> the address Excel gives."""


class OnlineBook(open_program.Book):
    """A book whose name is an address."""

    address = ""

    @property
    def name(self) -> str:
        return self.state.path.name

    @property
    def fullname(self) -> str:
        return str(fullname_url_to_local_path(self.address))


def online(folder: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> xw.Book:
    """An open book at an address, in a profile where nothing is synchronised."""
    home = folder / "home"
    home.mkdir()
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: home)
    monkeypatch.setattr(writing, "_unsaved", {})
    state = open_program.open_book_of({"附件4": [["张三"]]}, Path("班.xlsx"))
    impl = OnlineBook(state)
    impl.address = address.format(name="班.xlsx")
    state.book = xw.Book(impl=impl)
    return state.book


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_without_a_copy_here_a_book_is_written_and_taken_back_all_the_same(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = online(tmp_path, address, monkeypatch)
    with pytest.raises((xw.XlwingsError, UnboundLocalError)):  # the latter from a fault in its search for SharePoint
        assert book.fullname
    assert local_path(book) is None
    assert writing.write_changes(book, [CellChange("附件4", 1, 1, "李四")], "规范化") == 1
    assert book.sheets[0]["A1"].value == "李四"
    assert undo(book).command == "规范化"
    assert book.sheets[0]["A1"].value == "张三"


def test_without_a_copy_here_a_masked_copy_is_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = online(tmp_path, ADDRESSES["OneDriveConsumer"], monkeypatch)
    desk = AnsweringDesk(given=[tmp_path / "out.xlsx"])
    assert not press("mask", book, desk)
    (reported,) = desk.messages("wrong")
    assert reported.startswith("班.xlsx：尚未保存在本机")
    assert "另存为" in reported
    assert "\n" not in reported


@pytest.mark.parametrize("variable", ["OneDriveConsumer", "OneDriveCommercial"])
def test_with_a_copy_here_the_journal_lies_beside_it(variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = online(tmp_path, ADDRESSES[variable], monkeypatch)
    copy = tmp_path / "synchronised" / "班.xlsx"
    copy.parent.mkdir()
    copy.write_bytes(b"x")
    monkeypatch.setenv(variable, str(copy.parent))
    assert local_path(book) == copy
    writing.write_changes(book, [CellChange("附件4", 1, 1, "李四")], "规范化")
    assert [step.command for step in journal.steps(copy)] == ["规范化"]
