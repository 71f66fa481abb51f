"""Reads untrusted workbooks, texts and web pages in a separate process: a file may be made to hang its reader or exhaust
memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from workbooks.files.errors import Unusable
from workbooks.ooxml.archive import EntryExtent
from workbooks.sandbox import CHILDREN, MEBI, START, ChildAnswer, ChildProcess, Limits, Stopped, sheets, texts
from workbooks.sources.model import MergedArea, SourceBlock
from workbooks.sources.rawcells import SIGNS

SCRIPT, TEXT_SCRIPT = START.with_name("sheets.py"), START.with_name("texts.py")
SECONDS, SECONDS_EACH_MEBI = 8.0, 2.0
"""Time limits; a sheet of 100,000 people (10 MiB) is read within a few seconds."""
TEXT_MEMORY, TEXT_MEMORY_EACH_BYTE, MOST_TEXT_MEMORY = 384 * MEBI, 40, 2048 * MEBI
DAMAGED = "请用 Excel 或 WPS 打开检查，另存为 xlsx 后再导入"


Later = Callable[[], list[SourceBlock]]
"""A pending result of another process: waits for it, and raises ``Unusable`` on failure."""


FileSignatures = Mapping[str, Collection[bytes]]
"""{sheet part: the ``SIGNS`` in it}."""
ReadingStep = Callable[[], tuple[list[SourceBlock], FileSignatures] | None]


def blocks_apart(name: str, data: bytes, memory: int) -> Later:
    """All worksheets of the workbook ``data``. Errors: ``Unusable``."""
    look = looked_apart(name, data, memory, {}) if CHILDREN else lambda: None
    return lambda: found[0] if (found := look()) else blocks_here(name, data)


def looked_apart(name: str, data: bytes, memory: int, parts: Mapping[str, EntryExtent]) -> ReadingStep:
    """All worksheets of the workbook, and the signs in their ``parts``; None if a part needs closer inspection before reading, or
    the process has no reader. Errors: ``Unusable``."""
    asked = json.dumps({"parts": parts, "signs": [sign.decode("ascii") for sign in SIGNS]})
    try:
        answer = read_apart(SCRIPT, name, memory, f"{asked}\n".encode("ascii"), data)
    except OSError:
        todo = "请另存为 csv 后再导入，或在命令行用 gaoyan import 导入"
        raise Unusable(name, "这里无法启动 Python 读取这种文件", todo) from None

    def read() -> tuple[list[SourceBlock], FileSignatures] | None:
        output, code = answer()
        if code in (sheets.NO_READER, sheets.ODD):
            return None
        refuse(name, code)
        found = json.loads(output, object_hook=sheets.out_of_json)
        signs = {part: [sign.encode("ascii") for sign in reported] for part, reported in found["signs"]}
        return [block_of(name, sheet) for sheet in found["sheets"]], signs

    return read


def text_blocks_apart(name: str, data: bytes) -> Later:
    """The content of a csv, text or web page. Errors: ``Unusable``."""
    memory = min(TEXT_MEMORY + TEXT_MEMORY_EACH_BYTE * len(data), MOST_TEXT_MEMORY)
    answer = apart_if_possible(TEXT_SCRIPT, name, memory, data)

    def read() -> list[SourceBlock]:
        if answer is None:
            try:
                return [block_of(name, table) for table in texts.tables(data)]  # limits still apply
            except texts.Refused as refused:
                raise Unusable(name, refused.what, refused.todo) from None
        output, code = answer()
        if code not in (0, texts.REFUSED):
            raise Unusable(name, "文件已损坏，或内容过多", DAMAGED)
        tables = json.loads(output)
        if code == texts.REFUSED:
            raise Unusable(name, *tables)
        return [block_of(name, table) for table in tables]

    return read


def decoded(data: bytes, name: str) -> str:
    """The text of a file, in this process. Errors: ``Unusable`` if it is not text, or its encoding is unknown."""
    try:
        return texts.decoded(data)
    except texts.Refused as refused:
        raise Unusable(name, refused.what, refused.todo) from None


def apart_if_possible(script: Path, name: str, memory: int, data: bytes) -> Callable[[], ChildAnswer] | None:
    """Like ``read_apart``; None in a host that cannot start processes."""
    try:
        return read_apart(script, name, memory, data) if CHILDREN else None
    except OSError:
        return None


def read_apart(script: Path, name: str, memory: int, *given: bytes) -> Callable[[], ChildAnswer]:
    """The answer of the script for the file (last of ``given``), when called: raises ``Unusable`` then; OSError immediately if
    no process can be started."""
    seconds = SECONDS + len(given[-1]) / 2**20 * SECONDS_EACH_MEBI
    asked = ChildProcess(script, Limits(seconds, memory), *given)

    def answer() -> ChildAnswer:
        try:
            return asked.answer()
        except Stopped as stopped:
            what = f"文件已损坏（{seconds:.0f} 秒没有读完）" if stopped.late else "文件已损坏，或内容过多"
            raise Unusable(name, what, DAMAGED) from None

    return answer


def blocks_here(name: str, data: bytes) -> list[SourceBlock]:
    """The same in this process: inside LibreOffice, whose Python may not find our libraries if started separately."""
    try:
        found = sheets.worksheets(data)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the Rust reader is not an Exception
        refuse(name, sheets.fault(error))
        raise
    return [block_of(name, sheet) for sheet in found]


def refuse(name: str, code: int) -> None:
    """Errors: ``Unusable`` for every code but 0."""
    if code == sheets.LOCKED:
        raise Unusable(name, "有打开密码", "请用密码打开，去掉密码另存后再导入") from None
    if code:
        raise Unusable(name, "文件已损坏，或不是表格", DAMAGED) from None


def block_of(name: str, table: dict[str, Any]) -> SourceBlock:
    """The block of a worksheet, or of a table of a text."""
    merged = tuple(MergedArea(*corners) for corners in table["merged"])
    return SourceBlock(name, table["title"], table["rows"], merged, table.get("hidden", False), loose=table.get("loose", False))
