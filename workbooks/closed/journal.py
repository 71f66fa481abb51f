"""The undo journal of commands, in a hidden folder beside the workbook.

A step of a closed file contains the previous bytes of the file; a step in an open workbook the old and new value of each
cell. The journal contains personal data like the workbook, so it stays in the workbook's folder, readable by its owner
only.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from udfs.values.cells import Value
from workbooks.files import replacing
from workbooks.files.errors import Unusable
from workbooks.ooxml.package import read_bytes
from workbooks.ooxml.writing.changes import Formula

FOLDER = ".gaoyan"
KEPT_STEPS = 20
FORCED_UNDO = "撤销（放弃之后的改动）"
FILE, CELLS = "file", "cells"


@dataclass(frozen=True)
class CellStep:
    """One cell of a step in an open workbook. ``person``: the normalised document number of the person in the row at that
    time; ``heading``: that of the column; both '' on sheets without people."""

    sheet: str
    row: int
    column: int
    old: Value | Formula
    new: Value | Formula
    person: str = ""
    heading: str = ""


@dataclass(frozen=True)
class JournalStep:
    """One command. ``before`` and ``after``: SHA-256 of the file; ``count``: number of cells changed (file steps, 0 if
    unknown); ``cells``: the cells written (cell steps)."""

    number: int
    command: str
    time: str
    kind: str
    before: str = ""
    after: str = ""
    cells: tuple[CellStep, ...] = ()
    count: int = 0


def folder_of(path: Path) -> Path:
    """The journal folder of a workbook."""
    path = Path(os.path.realpath(path))
    return path.parent / FOLDER / path.name


def steps(path: Path) -> list[JournalStep]:
    """The steps of a workbook, oldest first. Unreadable ones are skipped."""
    found = []
    for file in sorted(folder_of(path).glob("*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            found.append(_decoded(json.loads(file.read_text("utf-8"))))
    return found


def waiting(path: Path) -> tuple[list[JournalStep], bool]:
    """(undoable steps, newest first; whether the file is unchanged since the newest).

    A step whose process was killed before replacing the file never took effect and is skipped.
    """
    digest = sha256(read_bytes(path)).hexdigest()
    found = [step for step in reversed(steps(path)) if step.kind == FILE]
    while found and found[0].before == digest != found[0].after:
        found.pop(0)
    return found, not found or found[0].after == digest


def record_file(path: Path, command: str, before: bytes, after: bytes, count: int = 0) -> JournalStep:
    """Record that ``command`` is about to replace the file's bytes. Must be called before the replacement."""
    step = JournalStep(
        number=_claimed_number(path), command=command, time=_now(), kind=FILE,
        before=sha256(before).hexdigest(), after=sha256(after).hexdigest(), count=count,
    )  # fmt: skip
    _store(path, step, before)
    return step


def record_cells(path: Path, command: str, cells: Sequence[CellStep]) -> JournalStep:
    """Record the cells that ``command`` is about to write in the open workbook at ``path``."""
    step = JournalStep(number=_claimed_number(path), command=command, time=_now(), kind=CELLS, cells=tuple(cells))
    _store(path, step, None)
    return step


def drop(path: Path, step: JournalStep) -> None:
    """Remove a step that was undone or never took effect."""
    folder = folder_of(path)
    for name in (f"{step.number:06}.json", f"{step.number:06}.bytes"):
        with contextlib.suppress(OSError):
            (folder / name).unlink()
    for empty in (folder, folder.parent):
        with contextlib.suppress(OSError):
            empty.rmdir()


def undo(path: Path, force: bool = False) -> JournalStep:
    """Restore the bytes of the file before the last command, and return its step.

    Errors: ``Unusable`` if there is no step, or if the file was changed by other means since; with ``force`` these changes
    are discarded, but kept as a step of their own.
    """
    path = Path(os.path.realpath(path))
    present = read_bytes(path)
    digest = sha256(present).hexdigest()
    step = _last_that_happened(path, digest)
    if step is None:
        raise Unusable(path.name, "没有可以撤销的步骤", "撤销只对本软件写入过的文件有效")
    if digest != step.after and not force:
        what = f"上一步（{step.command}）之后文件又被改动过"
        raise Unusable(path.name, what, "如要放弃这些改动，请加 --force 再撤销")
    before = _bytes_before(path, step)
    kept = record_file(path, FORCED_UNDO, present, before) if digest != step.after else None
    try:
        replacing.replace(path, before, expected=digest)
    except BaseException:
        if kept is not None:
            drop(path, kept)
        raise
    drop(path, step)
    return step


def _last_that_happened(path: Path, digest: str) -> JournalStep | None:
    """The newest file step that took effect; steps of killed processes are removed."""
    for step in reversed(steps(path)):
        if step.kind != FILE:
            continue
        if step.before == digest != step.after:
            drop(path, step)
            continue
        return step
    return None


def _bytes_before(path: Path, step: JournalStep) -> bytes:
    try:
        before = (folder_of(path) / f"{step.number:06}.bytes").read_bytes()
    except OSError:
        before = b""
    if sha256(before).hexdigest() != step.before:
        raise Unusable(path.name, "撤销记录已损坏", "请从备份中恢复文件")
    return before


def _store(path: Path, step: JournalStep, before: bytes | None) -> None:
    """Write the step, its JSON last, which makes it valid; then remove the oldest steps."""
    folder = folder_of(path)
    stem = folder / f"{step.number:06}"
    try:
        if before is not None:
            replacing.replace(stem.with_suffix(".bytes"), before, private=True)
        text = json.dumps(_encoded(step), ensure_ascii=False)
        replacing.replace(stem.with_suffix(".json"), text.encode("utf-8"))
        for written in (stem.with_suffix(".bytes"), stem.with_suffix(".json")):
            if written.exists():
                written.chmod(0o600)
    except Unusable as error:
        drop(path, step)
        raise Unusable(path.name, error.what, error.todo) from None
    _prune(folder)


def _prune(folder: Path) -> None:
    """Remove steps beyond the number kept. Newer files may belong to another process and are not touched."""
    numbers = sorted(int(file.stem) for file in folder.glob("*.json") if file.stem.isdigit())
    if len(numbers) <= KEPT_STEPS:
        return
    oldest_kept = numbers[-KEPT_STEPS]
    for file in folder.iterdir():
        if file.suffix in (".json", ".bytes") and file.stem.isdigit() and int(file.stem) < oldest_kept:
            with contextlib.suppress(OSError):
                file.unlink()


def _claimed_number(path: Path) -> int:
    """The next free number, claimed by an empty file, so that no two processes use it."""
    folder = folder_of(path)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _hide(folder.parent)
        number = max((int(file.stem) for file in folder.glob("*.json") if file.stem.isdigit()), default=0)
        while True:
            number += 1
            try:
                os.close(os.open(folder / f"{number:06}.json", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            except FileExistsError:
                continue
            except FileNotFoundError:  # another process has just undone the last step and removed the folder
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                number -= 1
                continue
            return number
    except OSError:
        raise Unusable(path.name, "所在文件夹无法写入撤销记录，文件未改动", "请检查文件夹权限和磁盘空间") from None


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _hide(folder: Path) -> None:
    """Hide the folder on Windows, where a leading dot has no effect."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetFileAttributesW(str(folder), 0x2)


def _encoded(step: JournalStep) -> dict[str, object]:
    cells = [
        [one.sheet, one.row, one.column, _value_to_json(one.old), _value_to_json(one.new), one.person, one.heading]
        for one in step.cells
    ]
    return {
        "number": step.number, "command": step.command, "time": step.time, "kind": step.kind,
        "before": step.before, "after": step.after, "cells": cells, "count": step.count or len(step.cells),
    }  # fmt: skip


def _decoded(found: Mapping[str, Any]) -> JournalStep:
    cells = tuple(
        CellStep(str(sheet), int(row), int(column), _value_from_json(old), _value_from_json(new), *map(str, whose))
        for sheet, row, column, old, new, *whose in found["cells"]
    )
    return JournalStep(
        number=int(found["number"]), command=str(found["command"]), time=str(found["time"]), kind=str(found["kind"]),
        before=str(found["before"]), after=str(found["after"]), cells=cells, count=int(found.get("count", 0)),
    )  # fmt: skip


def _value_to_json(value: Value | Formula) -> object:
    if isinstance(value, Formula):
        return {"formula": value.body}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return value


def _value_from_json(found: Any) -> Value | Formula:
    if not isinstance(found, dict):
        return found if isinstance(found, str | bool | int | float) else None
    if "formula" in found:
        return Formula(str(found["formula"]))
    if "moment" in found:
        return datetime.fromisoformat(found["moment"])
    if "day" in found:
        return date.fromisoformat(found["day"])
    return Decimal(found["decimal"])
