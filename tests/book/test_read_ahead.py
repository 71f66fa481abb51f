"""Sheets that a copy of the process hands over are what a reader of the file reads, and only those of the very same file count.

The judge is expat: whole parts, event by event.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from addin import __main__ as entry
from macros.checking.check import check_file
from tests.raw_workbook import sheet_xml, workbook
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import CHECKING, PARAMETERS, ClassFile
from udfs.rules.model import Report
from workbooks.book import read_ahead
from workbooks.closed.holding import HeldFile
from workbooks.files import begun
from workbooks.files.begun import Send
from workbooks.files.errors import Unusable
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.cell_reader import CellReader, SheetContent
from workbooks.ooxml.reading.sheets import open_sheet
from workbooks.templates.entering import entered

SAMPLE = sample_class(MUNICIPAL, 9)
STRANGE = workbook(
    {
        "数": sheet_xml(
            '<row r="2"><c r="B2" s="1"><v>45000</v></c><c r="C2"><v>1.5</v></c><c r="D2" t="b"><v>1</v></c>'
            '<c r="E2" t="e"><v>#N/A</v></c><c r="F2" t="d"><v>2025-08-01T08:30:00+08:00</v></c>'
            '<c r="G2"><v>123456789012345678</v></c>'
            '<c r="H2" t="str"><v>_xD800_</v></c></row>'
            '<row r="3"><c r="A3"><f t="array" ref="A3:A4">B2:B3</f><v>1</v></c><c r="C3"><f>1+1</f><v>2</v></c></row>'
            '<row r="4"><c r="C4"><f>1+1</f><v>2</v></c></row>'
            '<row r="6"><c r="C6"><f t="shared" si="0" ref="C6:C7">A6</f></c></row>'
            '<row r="7"><c r="C7"><f t="shared" si="0"/></c></row>',
            after='<sheetCalcPr fullCalcOnLoad="1"/><mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
            '<dataValidations><dataValidation sqref="B2:B9"/></dataValidations>',
        ),
        "空": sheet_xml(""),
    }
)


@cache
def ours() -> bytes:
    return entered(SAMPLE)


@cache
def ours_open() -> Package:
    return Package(Path("班.xlsx"), ours())


def by_parser(package: Package, title: str) -> SheetContent:
    reader = CellReader(package)
    reader.parse(BytesIO(package.read(package.sheet(title).part)))
    return reader.content(title)


def handed(package: Package, title: str) -> SheetContent:
    return read_ahead.read(read_ahead.written(open_sheet(package, package.sheet(title)).typed(title)))


@pytest.mark.parametrize("data", [ours, lambda: STRANGE], ids=["ours", "strange"])
def test_a_sheet_out_of_its_bytes_is_the_sheet(data: Callable[[], bytes]) -> None:
    package = Package(Path("班.xlsx"), data())
    for sheet in package.sheets:
        if sheet.title != CHECKING:
            whole = open_sheet(package, sheet).content(sheet.title)
            assert repr(read_ahead.read(read_ahead.written(whole))) == repr(by_parser(package, sheet.title))
            assert repr(handed(package, sheet.title)) == repr(open_sheet(package, sheet).typed(sheet.title))


def test_points_of_time_come_through() -> None:
    row = handed(Package(Path("班.xlsx"), STRANGE), "数").grid.rows[1]
    assert isinstance(row[1], datetime)
    assert str(row[5]) == "2025-08-01 08:30:00+08:00"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(begun.threading, "active_count", lambda: 1)  # type: ignore[attr-defined]  # of the test runner
    monkeypatch.setattr(begun, "_begun", {})
    monkeypatch.setattr(entry, "LARGE", 0)
    path = tmp_path / "班.xlsx"
    path.write_bytes(ours())
    return path


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sheets that this process reads, in order."""
    told: list[str] = []

    def counted(package: Package, sheet):  # type: ignore[no-untyped-def]
        told.append(sheet.title)
        return open_sheet(package, sheet)

    monkeypatch.setattr("workbooks.closed.holding.open_sheet", counted)
    return told


def opened(file: Path) -> HeldFile:
    package = Package.open(file)
    return HeldFile(package, read_ahead.HandedOver(package))


def checked(file: Path) -> tuple[ClassFile, Report]:
    return check_file(file, SAMPLE.today)


def everything(held: HeldFile) -> str:
    return repr([held.content(sheet.title) for sheet in held.sheets if sheet.title not in (CHECKING, PARAMETERS)])


def test_a_check_reads_what_was_handed_over(file: Path, read_here: list[str]) -> None:
    alone = checked(file)
    assert read_here
    read_here.clear()
    entry.begin(["check", str(file), "--json"])
    assert list(begun._begun) == [os.path.realpath(file)]
    assert repr(checked(file)) == repr(alone)
    assert read_here == []
    assert begun._begun == {}


def test_rows_that_stand_ready_are_read_here_when_they_are_asked_for(file: Path, read_here: list[str]) -> None:
    alone = everything(opened(file))
    entry.begin(["check", str(file)])
    read_here.clear()
    assert everything(opened(file)) == alone
    assert read_here


def test_a_file_that_was_changed_meanwhile_is_read_as_it_is_now(file: Path, read_here: list[str]) -> None:
    entry.begin(["check", str(file)])
    time.sleep(0.5)
    file.write_bytes(entered(sample_class(MUNICIPAL, 9, seed=5)))
    again = checked(file)
    assert read_here
    assert repr(again) == repr(checked(file))


def refused_alike(file: Path) -> None:
    """With another process at work and without one the same is said."""
    with pytest.raises(Unusable) as alone:
        checked(file)
    entry.begin(["check", str(file)])
    with pytest.raises(Unusable) as told:
        checked(file)
    assert str(told.value) == str(alone.value)


def test_what_is_wrong_with_it_is_told_where_it_is_asked_for(file: Path) -> None:
    file.write_bytes(ours()[: len(ours()) // 2])
    refused_alike(file)


def dies(_: str, send: Send) -> None:
    send(Package.open(PLACE[0]).digest.encode())
    send(read_ahead.written(open_sheet(ours_open(), ours_open().sheets[0]).typed(ours_open().sheets[0].title)))
    os._exit(9)


def raises(_: str, _send: Send) -> None:
    raise MemoryError


PLACE: list[Path] = []


@pytest.mark.parametrize("work", [dies, raises])
def test_whoever_asks_reads_what_a_copy_that_died_did_not_send(work, file: Path, read_here: list[str]) -> None:  # type: ignore[no-untyped-def]
    PLACE[:] = [file]
    alone = repr(checked(file))
    read_here.clear()
    begun.begin(str(file), work)
    assert repr(checked(file)) == alone
    assert (ours_open().sheets[0].title in read_here) == (work is raises)
    assert ours_open().sheets[1].title in read_here


def test_a_copy_leaves_nothing_behind(file: Path) -> None:
    begun.begin(str(file), entry.sheets_of)
    copy = begun.taken(file)
    assert copy is not None
    assert len(list(copy)) > 5
    with pytest.raises(ChildProcessError):
        os.waitpid(copy.process, 0)


def test_a_copy_that_nobody_hears_ends(file: Path) -> None:
    begun.begin(str(file), talks_on)
    copy = begun.taken(file)
    assert copy is not None
    copy.line.close()
    assert os.waitpid(copy.process, 0)[1] != 0


def talks_on(_: str, send: Send) -> None:
    while True:
        send(b"0" * 99_999)


def test_nothing_is_begun_where_it_gains_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in ([], ["check"], ["check", str(file.with_name("没有.xlsx"))], ["export", str(file)]):
        entry.begin(arguments)
    monkeypatch.setattr(entry, "LARGE", len(ours()))
    entry.begin(["check", str(file)])
    monkeypatch.setattr(entry, "LARGE", 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    entry.begin(["check", str(file)])
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(begun.threading, "active_count", lambda: 2)  # type: ignore[attr-defined]
    entry.begin(["check", str(file)])
    assert begun._begun == {}


def sends_a_class_of_thousands(_: str, send: Send) -> None:
    for _at in range(3):
        send(b"0" * 300_000)


def test_a_copy_does_not_wait_to_be_heard(file: Path) -> None:
    """Nobody reads until it has ended by itself."""
    begun.begin(str(file), sends_a_class_of_thousands)
    copy = begun.taken(file)
    assert copy is not None
    ended = os.waitid(os.P_PID, copy.process, os.WEXITED | os.WNOWAIT)
    assert ended is not None
    assert (ended.si_code, ended.si_status) == (os.CLD_EXITED, 0)
    assert [len(piece) for piece in copy] == [300_000] * 3


def test_a_broken_sheet_of_parameters_is_told_in_the_same_words(file: Path) -> None:
    """It is read while the other process is at work, before the sheets are asked for."""
    part = ours_open().sheet(PARAMETERS).part
    file.write_bytes(ours_open().archive.rewritten({part: ours_open().read(part)[:99_999]}))
    refused_alike(file)
    assert begun._begun == {}
