"""Old workbooks (xls, WPS et): identification before reading, and reading."""

from __future__ import annotations

from dataclasses import replace

from workbooks.files.errors import Unusable
from workbooks.sandbox import MEBI
from workbooks.sources.decoding import SAVE_AS_XLSX
from workbooks.sources.model import SourceBlock
from workbooks.sources.old_records import TooOld, beside_values
from workbooks.sources.sandboxed_reading import Later, blocks_apart
from workbooks.sources.word_tables import old_word_tables

# Old sheets have at most 65,536 rows and 256 columns: fully expanded, this takes half of it.
MEMORY, MEMORY_EACH_BYTE = 1024 * MEBI, 16


def from_ole(name: str, data: bytes) -> Later:
    """The sheets of an old workbook, or the tables of an old Word document; encrypted files are refused. Errors: ``Unusable``."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unusable(name, "有打开密码", "请用密码打开，去掉密码另存后再导入")
    if "WordDocument".encode("utf-16-le") in data:
        blocks = old_word_tables(name, data)
        return lambda: blocks
    if "PowerPoint Document".encode("utf-16-le") in data:
        raise Unusable(name, "是演示文稿", SAVE_AS_XLSX)
    values = blocks_apart(name, data, MEMORY + len(data) * MEMORY_EACH_BYTE)
    # Marks are read in this process, after the other process has read the file within its limits.
    return lambda: with_marks(name, values(), data)


def with_marks(name: str, blocks: list[SourceBlock], data: bytes) -> list[SourceBlock]:
    """The blocks with their marks. Errors: ``Unusable``."""
    try:
        beside = beside_values(data)
    except TooOld:
        raise Unusable(name, "是 Excel 95 或更早的工作簿", SAVE_AS_XLSX) from None
    if len(beside) != len(blocks):
        # The two readers disagree about the sheets, so the marks cannot be assigned.
        raise Unusable(name, "无法读取其中的删除线、批注和隐藏行", SAVE_AS_XLSX)
    return [replace(block, marks=marks, part=part) for block, (marks, part) in zip(blocks, beside, strict=True)]
