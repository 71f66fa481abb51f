"""Old workbooks (xls, WPS et): identification before reading, values, and what they hold besides (read by xlrd)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from workbooks.files.errors import Unusable
from workbooks.sandbox import MEBI, START, old_marks
from workbooks.sandbox.texts import SAVE_AS_XLSX
from workbooks.sources.comments_and_strikes import Marks, comment_lines
from workbooks.sources.model import SourceBlock
from workbooks.sources.rawcells import ERROR_VALUE, SIGNS, RawPart
from workbooks.sources.sandboxed_reading import Later, apart_if_possible, blocks_apart
from workbooks.sources.word_tables import old_word_tables

# Old sheets have at most 65,536 rows and 256 columns: fully expanded, this takes half of it.
MEMORY, MEMORY_EACH_BYTE = 1024 * MEBI, 16
MARKS_SCRIPT = START.with_name("old_marks.py")
SheetMarks = list[dict[str, Any]]
"""The answer of the script; None if it cannot read the file."""


def from_ole(name: str, data: bytes) -> Later:
    """The sheets of an old workbook, or the tables of an old Word document; encrypted files are refused. Errors: ``Unusable``."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unusable(name, "有打开密码", "请用密码打开，去掉密码另存后再导入")
    if "WordDocument".encode("utf-16-le") in data:
        blocks = old_word_tables(name, data)
        return lambda: blocks
    if "PowerPoint Document".encode("utf-16-le") in data:
        raise Unusable(name, "是演示文稿", SAVE_AS_XLSX)
    memory = MEMORY + len(data) * MEMORY_EACH_BYTE
    values, marks = blocks_apart(name, data, memory), marks_apart(name, data, memory)
    return lambda: with_marks(name, values(), marks())


def marks_apart(name: str, data: bytes, memory: int) -> Callable[[], SheetMarks | None]:
    """What the sheets hold besides values, read in another process; None if it cannot be read. Errors: ``Unusable``."""
    answer = apart_if_possible(MARKS_SCRIPT, name, memory, data)

    def read() -> SheetMarks | None:
        output, code = answer() if answer is not None else (b"", old_marks.NO_READER)
        if code == old_marks.NO_READER:
            return marks_here(name, data)
        if code == old_marks.TOO_OLD:
            raise too_old(name)
        found: SheetMarks | None = None if code else json.loads(output.decode("utf-8", "surrogatepass"))
        return found

    return read


def marks_here(name: str, data: bytes) -> SheetMarks | None:
    """The same in this process: inside LibreOffice, or in a browser."""
    try:
        return old_marks.marks(data)
    except old_marks.TooOld:
        raise too_old(name) from None
    except Exception:  # the library raises errors of many kinds for damaged files
        return None


def too_old(name: str) -> Unusable:
    return Unusable(name, "是 Excel 95 或更早的工作簿", SAVE_AS_XLSX)


def with_marks(name: str, blocks: list[SourceBlock], found: SheetMarks | None) -> list[SourceBlock]:
    """The blocks with their marks. Errors: ``Unusable``."""
    if found is None or len(found) != len(blocks):
        # The two readers disagree about the sheets, so the marks cannot be assigned.
        raise Unusable(name, "无法读取其中的删除线、批注和隐藏行", SAVE_AS_XLSX)
    return [replace(block, marks=marks_of(one), part=part_of(one)) for block, one in zip(blocks, found, strict=True)]


def marks_of(found: dict[str, Any]) -> Marks:
    comments = comment_lines({(row, column): text for row, column, text in found["comments"]})
    return Marks(frozenset((row, column) for row, column in found["struck"]), comments)


def part_of(found: dict[str, Any]) -> RawPart:
    """The details of a sheet that is not XML."""
    part = RawPart(bytes, SIGNS)
    part.cells.troubles = {(row, column): f"{ERROR_VALUE} {text}".strip() for row, column, text in found["errors"]}
    part.cells.hidden_rows, part.cells.hidden_columns = {at + 1 for at in found["hidden_rows"]}, {*found["hidden_columns"]}
    return part
