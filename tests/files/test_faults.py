"""Faults of life: a kill after the replacement, a loss of power, a share that disappears, a clock set back, two users."""

from __future__ import annotations

import errno
import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from addin.terminal import failing
from tests.closed_cells import open_book
from tests.command_line import DAY, CommandLine, is_one_chinese_line
from tests.files.kills import forked, kills, nothing, unchecked
from workbooks.closed import journal
from workbooks.files import replacing
from workbooks.files.errors import GaoyanError


def test_a_command_killed_at_any_moment_leaves_one_workbook_or_the_other() -> None:
    """``python -m tests.files.kills 500`` is the long run. Every fourth is killed right after the replacement."""
    found = kills(8)
    assert found["before"] + found["after"] == 8
    assert found["after"] >= 2


def test_after_a_loss_of_power_the_name_never_stands_before_the_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(b"old")
    done: list[str] = []
    fsync, real = os.fsync, os.replace

    def synced(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def replaced(*given: Any) -> None:
        done.append("name")
        real(*given)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    replacing.replace(path, b"new")
    assert done == ["file", "name", "folder"]


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ENODEV, errno.ETIMEDOUT])
@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_a_share_that_disappears_is_one_line_and_changes_nothing(
    number: int, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(b"old")
    real = getattr(os, call)

    def gone(*given: Any, **more: Any) -> Any:
        if call == "open" and not given[1] & os.O_CREAT:
            return real(*given, **more)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, gone)
    with pytest.raises(GaoyanError, match="无法写入，文件未改动。请检查磁盘或网络连接"):
        replacing.replace(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["班.xlsx"]


@pytest.mark.parametrize(
    ("call", "number"), [("open", errno.EIO), ("open", errno.EINVAL), ("stat", errno.ESTALE), ("stat", errno.EIO)]
)
@pytest.mark.parametrize("line", ["check 班.xlsx --json", "total 班.xlsx", "import 班.xlsx 名册.csv", "review .", "undo 班.xlsx"])
def test_a_share_that_disappears_while_a_command_reads_is_reported(
    call: str, number: int, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2 and one line; a review names the file it could not read and goes on."""
    gaoyan = CommandLine(tmp_path)
    (tmp_path / "班.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "名册.csv").write_bytes("姓名\n甲\n".encode())
    real = getattr(Path, call)

    def gone(path: Path, *given: Any, **more: Any) -> Any:
        if path.name in ("班.xlsx", "名册.csv"):
            raise OSError(number, os.strerror(number), str(path))
        return real(path, *given, **more)

    monkeypatch.setattr(Path, call, gone)
    ran = gaoyan(*line.split(), *(() if line.startswith("undo") else ("--today", DAY)))
    stated = ran.out + ran.err
    assert ran.code == (1 if line.startswith("review") else 2)
    assert "程序出错" not in stated
    assert line.startswith("review") or is_one_chinese_line(ran.err)
    assert not line.startswith("review") or "班.xlsx" in stated


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ENODEV, errno.ETIMEDOUT])
def test_a_share_that_disappears_anywhere_else_is_no_error_of_the_program(
    number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failing.ended(OSError(number, os.strerror(number), "/x/班.xlsx")) == 2
    assert capsys.readouterr().err == "/x/班.xlsx：磁盘或网络文件夹没有应答，文件未作改动。请检查磁盘或网络连接后重试\n"


def test_who_comes_between_the_last_look_and_the_renaming_has_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of us at the same instant: without the lock both find the file as they read it, and one buries the other's work."""
    path = tmp_path / "班.xlsx"
    path.write_bytes(b"old")
    digest = replacing.digest_of(path)
    real = replacing._rename

    def between(temporary: Path, target: Path) -> None:
        monkeypatch.setattr(replacing, "_rename", real)
        monkeypatch.setattr(replacing, "check_free", lambda _: None)  # the other had passed here before
        with pytest.raises(GaoyanError, match="正被其他程序写入"):
            replacing.replace(path, b"of another", expected=digest)
        real(temporary, target)

    monkeypatch.setattr(replacing, "_rename", between)
    replacing.replace(path, b"mine", expected=digest)
    assert path.read_bytes() == b"mine"
    with pytest.raises(GaoyanError, match="读取之后被其他程序改动过"):
        replacing.replace(path, b"of another", expected=digest)
    replacing.replace(path, b"next", expected=replacing.digest_of(path))
    assert [one.name for one in tmp_path.iterdir()] == ["班.xlsx"]


def test_with_the_clock_set_back_undo_still_goes_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps are distinguished by their number, not by their time."""
    path = tmp_path / "班.xlsx"
    versions = [f"version {at}".encode() for at in range(4)]
    path.write_bytes(versions[0])
    for at, after in enumerate(versions[1:], start=1):
        monkeypatch.setattr(journal, "_now", lambda at=at: datetime(2030 - at, 1, 1).isoformat())
        journal.record_file(path, f"第{at}步", versions[at - 1], after, 1)
        replacing.replace(path, after)
    for before in reversed(versions[:-1]):
        journal.undo(path)
        assert path.read_bytes() == before


def test_what_a_clock_that_was_set_back_dates_ahead_is_not_swept(tmp_path: Path) -> None:
    """It may belong to somebody who writes at this moment."""
    other = tmp_path / f"{replacing.TEMPORARY}abc.tmp"
    other.write_bytes(b"x")
    os.utime(other, (2**31, 2**31))
    replacing.replace(tmp_path / "班.xlsx", b"new")
    assert other.exists()


def test_what_the_journal_holds_is_never_readable_for_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even for the moment between writing it and giving it its mode."""
    modes: list[int] = []
    real = os.replace

    def replaced(source: Any, target: Any) -> None:
        modes.append(stat.S_IMODE(os.stat(source).st_mode))
        real(source, target)

    monkeypatch.setattr(os, "replace", replaced)
    path = tmp_path / "班.xlsx"
    path.write_bytes(b"old")
    journal.record_file(path, "试", b"old", b"new", 1)
    assert modes == [0o600, 0o600]


def test_two_users_on_one_workbook_lose_nothing(tmp_path: Path) -> None:
    """Commands of several at once: each is done whole or reported; undo leads back over every one that was done."""
    gaoyan = CommandLine(tmp_path)
    path = gaoyan.book(unchecked())
    original = path.read_bytes()
    lines = [("total", "班.xlsx"), ("tidy", "班.xlsx"), ("check", "班.xlsx", "--write"), ("number", "班.xlsx")]
    children = [forked(gaoyan, line, nothing) for line in lines]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert set(codes) <= {0, 1, 2, 3}
    assert codes.count(0) + codes.count(1) >= 1
    assert open_book(path).sheets
    while path.read_bytes() != original:
        journal.undo(path)
    assert gaoyan("check", "班.xlsx", "--today", DAY).code in (0, 1)
