"""A file replaced on Windows: stand-ins for what Windows answers, as seen with CPython 3.13 for Windows (docs/development.md).

- a customised folder (desktop, documents, downloads) has mode 0o555 and is written all the same; one that bars writing is named
- a file in use: ``open`` says errno 13 without a number of the system, a renaming to its own name says 32
- a renaming over a file that somebody looks at for a moment is tried again
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbooks.files import replacing
from workbooks.files.errors import FileInUse, Unusable
from workbooks.ooxml.package import read_bytes

OLD, NEW = b"old" * 1000, b"new" * 2000
Patch = pytest.MonkeyPatch


@pytest.fixture
def book(tmp_path: Path, monkeypatch: Patch) -> Path:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(OLD)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(replacing, "PAUSES", (0, 0, 0))
    return path


def refusal(number: int, system: int | None) -> OSError:
    """An error as CPython raises it on Windows."""
    error = OSError(number, "refused")
    error.winerror = system  # type: ignore[attr-defined]
    return error


def refusing(real: Callable[..., Any], when: Callable[..., bool], error: OSError) -> Callable[..., Any]:
    def call(*given: Any, **more: Any) -> Any:
        if when(*given):
            raise error
        return real(*given, **more)

    return call


def only(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


def test_a_customised_folder_is_written_though_its_mode_says_read_only(book: Path, monkeypatch: Patch) -> None:
    real = os.stat

    def of_windows(path: Any, **more: Any) -> os.stat_result:
        found = real(path, **more)
        return os.stat_result((stat.S_IFDIR | 0o555, *found[1:])) if stat.S_ISDIR(found.st_mode) else found

    monkeypatch.setattr(os, "stat", of_windows)
    monkeypatch.setattr(os, "access", lambda path, mode: not (mode & os.W_OK and Path(path).is_dir()))
    assert stat.S_IMODE(book.parent.stat().st_mode) == 0o555
    replacing.replace(book, NEW)
    assert book.read_bytes() == NEW
    assert only(book.parent) == [book.name]


@pytest.mark.parametrize(("number", "word"), [(errno.EACCES, "没有权限"), (errno.ENOENT, "勒索软件防护")])
def test_a_folder_that_bars_writing_is_reported_before_anything_is_changed(
    book: Path, monkeypatch: Patch, number: int, word: str
) -> None:
    made = refusing(os.open, lambda _path, flags, *_: bool(flags & os.O_CREAT), refusal(number, None))
    monkeypatch.setattr(os, "open", made)
    with pytest.raises(Unusable, match=word):
        replacing.check_free(book)
    with pytest.raises(Unusable, match=word):
        replacing.replace(book, NEW)
    assert book.read_bytes() == OLD
    assert only(book.parent) == [book.name]


@pytest.mark.parametrize(("system", "kind", "word"), [(32, FileInUse, "正被其他程序打开"), (5, Unusable, "没有权限")])
def test_a_file_that_open_refuses_without_a_number_is_asked_once_more(
    book: Path, monkeypatch: Patch, system: int, kind: type[Exception], word: str
) -> None:
    monkeypatch.setattr(Path, "open", refusing(Path.open, lambda path, *_: path == book, refusal(errno.EACCES, None)))
    monkeypatch.setattr(os, "rename", refusing(os.rename, lambda old, new: old == new, refusal(errno.EACCES, system)))
    for act in (lambda: replacing.replace(book, NEW), lambda: read_bytes(book)):
        with pytest.raises(kind, match=word) as caught:
            act()
        assert "\n" not in str(caught.value)
    monkeypatch.undo()
    assert book.read_bytes() == OLD


def test_a_file_that_may_be_renamed_but_not_opened_lacks_the_permission(book: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(Path, "open", refusing(Path.open, lambda path, *_: path == book, refusal(errno.EACCES, None)))
    with pytest.raises(Unusable, match="没有权限"):
        replacing.check_free(book)


@pytest.mark.parametrize("system", [5, 32, 33])
@pytest.mark.parametrize("times", [1, 3])
def test_a_renaming_refused_for_a_moment_is_tried_again(book: Path, monkeypatch: Patch, system: int, times: int) -> None:
    left = [refusal(errno.EACCES, system)] * times
    real = os.replace

    def busy(*given: Any) -> None:
        if left:
            raise left.pop()
        real(*given)

    monkeypatch.setattr(os, "replace", busy)
    replacing.replace(book, NEW)
    assert book.read_bytes() == NEW


@pytest.mark.parametrize(("own_name", "kind"), [(32, FileInUse), (None, Unusable)])
def test_a_renaming_refused_for_good_tells_who_is_in_the_way(
    book: Path, monkeypatch: Patch, own_name: int | None, kind: type[Exception]
) -> None:
    """Python and Windows say 5 for both; whether somebody has the file open, only its own name tells."""
    tries = []

    def refused(*_: Any) -> None:
        tries.append(1)
        raise refusal(errno.EACCES, 5)

    monkeypatch.setattr(os, "replace", refused)
    if own_name:
        monkeypatch.setattr(os, "rename", refusing(os.rename, lambda old, new: old == new, refusal(errno.EACCES, own_name)))
    with pytest.raises(kind):
        replacing.replace(book, NEW)
    assert len(tries) == 4
    assert book.read_bytes() == OLD
    assert only(book.parent) == [book.name]


def test_what_is_no_matter_of_somebody_else_is_not_tried_again(book: Path, monkeypatch: Patch) -> None:
    tries = []

    def full(*_: Any) -> None:
        tries.append(1)
        raise refusal(errno.ENOSPC, 112)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(Unusable, match="磁盘空间"):
        replacing.replace(book, NEW)
    assert len(tries) == 1
