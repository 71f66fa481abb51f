"""A file replaced as one step.

- killed at any point: the old or the new file, and what is left behind goes with the next write
- held by another program (owner files of Excel, WPS and LibreOffice, both kinds of lock, Windows): exit 3, nothing changed
- read-only file or folder, full disk, no folder, changed in between: one line, nothing changed, nothing left behind
- mode and symbolic links stay
"""

from __future__ import annotations

import errno
import fcntl
import os
import random
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path

import pytest

from tests.full_disk import longest_file
from workbooks.files import replacing
from workbooks.files.errors import FileInUse, GaoyanError, Unusable

OLD, NEW = b"old" * 1000, b"new" * 2000


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(OLD)
    return path


def files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def refused(path: Path, kind: type[GaoyanError], word: str, expected: str | None = None) -> str:
    """The line of a refused write; the file and the folder must be as they were."""
    before, content = files(path.parent), path.read_bytes()
    with pytest.raises(kind) as caught:
        replacing.replace(path, NEW, expected)
    line = str(caught.value)
    assert word in line
    assert "\n" not in line
    assert path.name in line
    assert caught.value.exit_code == (3 if kind is FileInUse else 2)
    assert files(path.parent) == before
    assert path.read_bytes() == content
    return line


def test_the_file_is_replaced_and_keeps_its_mode(book: Path) -> None:
    book.chmod(0o640)
    replacing.replace(book, NEW)
    assert book.read_bytes() == NEW
    assert stat.S_IMODE(book.stat().st_mode) == 0o640
    assert files(book.parent) == [book.name]


def test_a_new_file_gets_the_usual_mode(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        replacing.replace(tmp_path / "a.xlsx", NEW)
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a.xlsx").stat().st_mode) == 0o640


def test_a_symbolic_link_stays_one(book: Path) -> None:
    link = book.with_name("链接.xlsx")
    link.symlink_to(book)
    replacing.replace(link, NEW)
    assert link.is_symlink()
    assert book.read_bytes() == NEW


@pytest.mark.parametrize("owner", ["~$名册.xlsx", ".~lock.名册.xlsx#"])
def test_an_owner_file_means_the_workbook_is_open(book: Path, owner: str) -> None:
    (book.parent / owner).write_bytes(b"x")
    assert owner in refused(book, FileInUse, "打开")


@pytest.mark.parametrize("kind", ["lockf", "flock"])
def test_a_lock_of_another_process_is_respected(book: Path, kind: str) -> None:
    lines = ("import fcntl, sys", "opened = open(sys.argv[1], 'r+b')", f"fcntl.{kind}(opened, fcntl.LOCK_EX)")
    code = "\n".join((*lines, "print('held', flush=True)", "sys.stdin.read()"))
    with subprocess.Popen([sys.executable, "-c", code, str(book)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        refused(book, FileInUse, "锁定")
        holder.communicate()
    replacing.replace(book, NEW)
    assert book.read_bytes() == NEW


def test_a_file_system_without_locks_is_no_hindrance(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "lockf", none)
    replacing.replace(book, NEW)
    assert book.read_bytes() == NEW


@pytest.mark.parametrize(
    ("number", "winerror", "kind", "word"),
    [
        (errno.EACCES, 32, FileInUse, "打开"), (errno.EACCES, 33, FileInUse, "打开"), (errno.EACCES, 5, Unusable, "权限"),
        (errno.EROFS, None, Unusable, "权限"), (errno.ENOSPC, None, Unusable, "磁盘空间"),
        (errno.EIO, None, Unusable, "无法写入"), (errno.ENAMETOOLONG, None, Unusable, "太长"),
    ],
)  # fmt: skip
def test_what_the_system_refuses_is_reported(
    book: Path, monkeypatch: pytest.MonkeyPatch, number: int, winerror: int | None, kind: type[GaoyanError], word: str
) -> None:
    def fails(*_: object) -> None:
        error = OSError(number, "refused")
        error.winerror = winerror  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(os, "replace", fails)
    refused(book, kind, word)


def test_read_only_files_and_folders(book: Path) -> None:
    book.chmod(0o444)
    refused(book, Unusable, "只读")
    book.chmod(0o644)
    book.parent.chmod(0o555)
    try:
        refused(book, Unusable, "只读")
    finally:
        book.parent.chmod(0o755)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="文件夹不存在"):
        replacing.replace(tmp_path / "无" / "a.xlsx", NEW)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB, where this machine lets the test make one; else a limit on the length of files."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False).returncode
    )
    try:
        with nullcontext() if mounted else longest_file(60_000):
            yield disk
    finally:
        if mounted:
            subprocess.run(["umount", disk], check=True)


def test_a_full_disk_leaves_the_old_file(small_disk: Path) -> None:
    path = small_disk / "名册.xlsx"
    path.write_bytes(OLD)
    with pytest.raises(Unusable, match="磁盘空间"):
        replacing.replace(path, bytes(200_000))
    assert path.read_bytes() == OLD
    assert files(small_disk) == [path.name]


def test_a_limit_on_the_length_of_files_is_reported_as_a_full_disk(book: Path) -> None:
    with longest_file(4_000):
        refused(book, Unusable, "磁盘空间")


def test_what_somebody_else_saved_is_not_written_over(book: Path) -> None:
    replacing.replace(book, NEW, expected=sha256(OLD).hexdigest())
    refused(book, FileInUse, "改动过", expected=sha256(OLD).hexdigest())


def test_left_behind_files_go_when_they_are_old(book: Path) -> None:
    old, fresh = book.with_name(".~gaoyan-aa.tmp"), book.with_name(".~gaoyan-bb.tmp")
    for one in (old, fresh):
        one.write_bytes(b"x")
    long_ago = time.time() - replacing.STALE_AFTER_SECONDS - 5
    os.utime(old, (long_ago, long_ago))
    replacing.replace(book, NEW)
    assert not old.exists()
    assert fresh.exists()


WRITER = """
import sys
from pathlib import Path
from workbooks.files.replacing import replace
path, size = Path(sys.argv[1]), 2_000_000
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    replace(path, bytes([turn % 251]) * size)
"""


def test_a_killed_process_leaves_the_old_or_the_new_file(book: Path) -> None:
    """Killed at thirty random moments of writing 2 MB over and over: the file is always one whole version."""
    chance = random.Random(7)
    book.write_bytes(bytes([0]) * 2_000_000)
    for _ in range(30):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(book)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout
            writer.stdout.readline()
            time.sleep(chance.random() * 0.03)
            writer.send_signal(signal.SIGKILL)
        data = book.read_bytes()
        assert len(data) == 2_000_000
        assert data == data[:1] * len(data)
    left = [one for one in book.parent.iterdir() if one != book]
    long_ago = time.time() - replacing.STALE_AFTER_SECONDS - 5
    for one in left:
        os.utime(one, (long_ago, long_ago))
    replacing.replace(book, NEW)
    assert files(book.parent) == [book.name]


STEPS = ("open", "write", "fsync", "replace")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_each_step(book: Path, step: str, when: str) -> None:
    """The process kills itself right before and right after each call of the system that matters."""
    code = f"""
import os, signal, sys
from pathlib import Path
from tests.full_disk import longest_file
from workbooks.files import replacing
step, when = {step!r}, {when!r}
module, name = (replacing, "_write") if step == "write" else (os, step)
real = getattr(module, name)
def killed(*given, **more):
    if step == "open" and not (given[1] & os.O_CREAT):
        return real(*given, **more)
    if when == "after":
        real(*given, **more)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(module, name, killed)
replacing.replace(Path(sys.argv[1]), b"new" * 2000)
"""
    done = subprocess.run([sys.executable, "-c", code, str(book)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert book.read_bytes() == (NEW if (step, when) == ("replace", "after") else OLD)
