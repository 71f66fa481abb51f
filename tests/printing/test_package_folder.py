"""The folder of a package and the faults of life: killed exports, a loss of power."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.printing.checksums import checksum_line
from workbooks.printing import folder as folders
from workbooks.printing import fonts
from workbooks.printing.folder import write_folder


@pytest.mark.parametrize("age", [0, folders.replacing.STALE_AFTER_SECONDS + 60])
def test_what_killed_exports_left_is_swept(tmp_path: Path, age: int) -> None:
    """An unfinished package goes; one whose place had just been cleared for the next stands again."""
    unfinished = tmp_path / f"{folders.TEMPORARY}{'0' * 12}"
    cleared = tmp_path / f"{folders.REPLACED}{'1' * 12}-别的班_盖章稿_2025-08-01"
    overtaken = tmp_path / f"{folders.REPLACED}{'2' * 12}-旧班_盖章稿_2025-08-01"
    for left in (unfinished, cleared, overtaken, tmp_path / "旧班_盖章稿_2025-08-01"):
        left.mkdir()
        (left / "附件4.pdf").write_bytes(b"x")
        os.utime(left, (time.time() - age,) * 2)
    write_folder(tmp_path / "包", [("new", b"new")])
    swept = {"包", "旧班_盖章稿_2025-08-01", "别的班_盖章稿_2025-08-01"}
    assert {entry.name for entry in tmp_path.iterdir()} == (
        swept if age else {"包", "旧班_盖章稿_2025-08-01", unfinished.name, cleared.name, overtaken.name}
    )


def test_the_order_of_a_package_after_a_loss_of_power(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file, the folder's list of them, its new name, and only then the old one goes."""
    target = tmp_path / "包"
    write_folder(target, [("old", b"old"), ("SHA256SUMS", checksum_line("old", b"old"))])
    done: list[str] = []
    fsync, rename, rmtree = os.fsync, os.rename, folders.shutil.rmtree

    def kind(handle: int) -> str:
        return "folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file"

    monkeypatch.setattr(os, "fsync", lambda handle: done.append(f"sync {kind(handle)}") or fsync(handle))
    monkeypatch.setattr(folders.os, "rename", lambda *given: done.append("rename") or rename(*given))
    monkeypatch.setattr(folders.shutil, "rmtree", lambda *given, **how: done.append("remove") or rmtree(*given, **how))
    write_folder(target, [("new", b"new"), ("other", b"other")])
    assert done == ["sync file", "sync file", "sync folder", "rename", "rename", "sync folder", "remove"]


@pytest.mark.parametrize(("days", "left"), [(29, True), (31, False)])
def test_fonts_of_killed_runs_are_swept_after_a_month(days: int, left: bool, tmp_path: Path) -> None:
    for name in (f"{fonts.GATHERED}abc", "other"):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - days * 24 * 3600,) * 2)
    fonts.sweep(tmp_path)
    assert (tmp_path / f"{fonts.GATHERED}abc").exists() is left
    assert (tmp_path / "other").exists()
