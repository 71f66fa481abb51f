"""Workbooks, texts and web pages of others, read in a process of its own: the file may be made to hang its reader or to take all
memory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workbooks.apart import CHILDREN, MEBI, Answer, Limits, Stopped, run, sheets, texts
from workbooks.files.errors import Unusable
from workbooks.sources.model import Block, Span
from workbooks.sources.plain_page import tables_of

SCRIPT, TEXT_SCRIPT = Path(sheets.__file__), Path(texts.__file__)
SECONDS, SECONDS_EACH_MEBI = 8.0, 2.0
"""A sheet of 100,000 people (10 MiB) is read within a few seconds."""
TEXT_MEMORY, TEXT_MEMORY_EACH_BYTE, MOST_TEXT_MEMORY = 384 * MEBI, 40, 2048 * MEBI
DAMAGED = "请用 Excel 或 WPS 打开检查，另存为 xlsx 后再导入"


def blocks_apart(name: str, data: bytes, memory: int) -> list[Block]:
    """All worksheets of the workbook ``data``. Raises ``Unusable``."""
    if not CHILDREN:
        return blocks_here(name, data)
    try:
        answer = read_apart(SCRIPT, name, data, memory)
    except OSError:
        raise Unusable(
            name, "这里无法启动 Python 读取这种文件", "请另存为 csv 后再导入，或在命令行用 gaoyan import 导入"
        ) from None
    if answer.code == sheets.NO_READER:
        return blocks_here(name, data)
    refuse(name, answer.code)
    return [block_of(name, sheet) for sheet in json.loads(answer.data, object_hook=sheets.out_of_json)]


def text_blocks_apart(name: str, data: bytes) -> list[Block]:
    """What a csv, a text or a web page holds. Raises ``Unusable``."""
    if not CHILDREN:
        return text_blocks_here(name, data)
    memory = min(TEXT_MEMORY + TEXT_MEMORY_EACH_BYTE * len(data), MOST_TEXT_MEMORY)
    try:
        answer = read_apart(TEXT_SCRIPT, name, data, memory)
    except OSError:  # a host that starts no process
        return text_blocks_here(name, data)
    if answer.code == texts.NO_READER:
        return text_blocks_here(name, data)
    if answer.code not in (0, texts.REFUSED):
        raise Unusable(name, "文件已损坏，或内容过多", DAMAGED)
    said = json.loads(answer.data)
    if answer.code == texts.REFUSED:
        raise Unusable(name, *said)
    return [text_block_of(name, table) for table in said]


def text_blocks_here(name: str, data: bytes) -> list[Block]:
    """The same in this process, where there is no other; what is in it is bounded all the same."""
    try:
        try:
            found = texts.tables(data)
        except ImportError:  # a browser's Python has no lxml
            found = texts.tables(data, tables_of)
        return [text_block_of(name, table) for table in found]
    except texts.Refused as refused:
        raise Unusable(name, refused.what, refused.todo) from None


def read_apart(script: Path, name: str, data: bytes, memory: int) -> Answer:
    """What the script makes of the file. Raises ``Unusable``; OSError where no process can be started."""
    seconds = SECONDS + len(data) / 2**20 * SECONDS_EACH_MEBI
    try:
        return run(script, data, Limits(seconds, memory))
    except Stopped as stopped:
        what = f"文件已损坏（{seconds:.0f} 秒没有读完）" if stopped.late else "文件已损坏，或内容过多"
        raise Unusable(name, what, DAMAGED) from None


def blocks_here(name: str, data: bytes) -> list[Block]:
    """The same in this process: inside LibreOffice, whose Python may not find our libraries when it is started alone."""
    try:
        found = sheets.worksheets(data)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # the Rust reader's panic is no Exception
        refuse(name, sheets.fault(error))
        raise
    return [block_of(name, sheet) for sheet in found]


def refuse(name: str, code: int) -> None:
    """Raises ``Unusable`` for every code but 0."""
    if code == sheets.LOCKED:
        raise Unusable(name, "有打开密码", "请用密码打开，去掉密码另存后再导入") from None
    if code:
        raise Unusable(name, "文件已损坏，或不是表格", DAMAGED) from None


def block_of(name: str, sheet: dict[str, Any]) -> Block:
    return Block(name, sheet["title"], sheet["rows"], tuple(Span(*corners) for corners in sheet["merged"]), sheet["hidden"])


def text_block_of(name: str, table: dict[str, Any]) -> Block:
    merged = tuple(Span(*corners) for corners in table["merged"])
    return Block(name, table["title"], table["rows"], merged, loose=table["loose"])
