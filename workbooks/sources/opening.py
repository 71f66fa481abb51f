"""Opens a source file as blocks of cells, by its content, not its name."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from workbooks.files.errors import Unusable
from workbooks.ooxml import markup
from workbooks.ooxml.package import MAX_PART, Package, read_bytes
from workbooks.sandbox import CHILDREN, MEBI
from workbooks.sandbox.texts import SAVE_AS_XLSX
from workbooks.sources.comments_and_strikes import marks_in
from workbooks.sources.model import SourceBlock
from workbooks.sources.old_workbooks import from_ole
from workbooks.sources.rawcells import RawPart, extent
from workbooks.sources.sandboxed_reading import DAMAGED, Later, blocks_apart, looked_apart, text_blocks_apart
from workbooks.sources.word_tables import DOCUMENT, word_tables

MOST_ROWS, MOST_CELLS = 100_000, 5_000_000
# MOST_CELLS empty cells take half of it; a filled cell takes more bytes in the file than in memory.
MEMORY, MEMORY_EACH_BYTE = 384 * MEBI, 12
ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
"""Signatures of workbooks, new and old format."""
STDIN = "-"
STDIN_NAME = "粘贴的文字"

_NOT_ROSTERS = (
    (b"%PDF", "是 PDF 文件"),
    (b"\x89PNG", "是图片"),
    (b"\xff\xd8\xff", "是图片"),
    (b"GIF8", "是图片"),
    (b"Rar!", "是压缩包"),
    (b"7z\xbc\xaf", "是压缩包"),
    (b"{\\rtf", "是 RTF 文档"),
    (b"SQLite format 3", "是数据库文件"),
)
_INSIDE_ZIP = (
    ("ppt/presentation.xml", "是演示文稿", SAVE_AS_XLSX),
    ("xl/workbook.bin", "是二进制工作簿（xlsb）", SAVE_AS_XLSX),
    ("content.xml", "是 OpenDocument 文件（ods）", SAVE_AS_XLSX),
    ("Index/Document.iwa", "是 Numbers 表格", "请在 Numbers 里导出为 Excel 后再导入"),
)


FileState = tuple[str, int, int]
"""A file by path, with modification time and size to detect changes."""
_kept: list[dict[FileState, list[SourceBlock]]] = [{}]
"""The last file read, since a command asks for it twice, to identify and to read it; and the files of each ``reading_once``."""
_ahead: dict[FileState, Later] = {}
"""Files being read before they are requested."""


@contextlib.contextmanager
def reading_once() -> Iterator[None]:
    """Context in which unchanged files are read once, so that what is written is what the user was asked about."""
    _kept.append({})
    try:
        yield
    finally:
        _kept.pop()


def read_ahead(path: str | Path) -> None:
    """Start reading a file that ``blocks_of`` will be asked for, which then meets the same errors and reports them."""
    state = state_of(Path(path))
    if CHILDREN and state is not None:
        with contextlib.suppress(Exception):
            _ahead[state] = reading(Path(path))


def state_of(path: Path) -> FileState | None:
    """The state of a file; None if it does not exist."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return os.path.realpath(path), found.st_mtime_ns, found.st_size


def blocks_of(path: str | Path) -> list[SourceBlock]:
    """All non-empty sheets of a file. Errors: ``Unusable`` if it is not a roster file, or is encrypted, damaged or hostile."""
    path = Path(path)
    state = state_of(path)
    if state is None:
        return read_blocks(path)
    kept = _kept[-1]
    if state not in kept:
        blocks = _ahead.pop(state)() if state in _ahead else read_blocks(path)
        if kept is _kept[0]:
            kept.clear()
        kept[state] = blocks
    return [replace(block, rows=[row.copy() for row in block.rows]) for block in kept[state]]


def forget() -> None:
    """Release the last file read."""
    _kept[0].clear()


def read_blocks(path: Path) -> list[SourceBlock]:
    """Like ``blocks_of``, without cache."""
    return reading(path)()


def reading(path: Path) -> Later:
    """Inspect the file and pass it to the reading process. Errors: ``Unusable``."""
    data = read_bytes(path)
    if not data.strip(b"\x00 \r\n\t"):
        raise Unusable(path.name, "是空文件", "请检查是否下载或复制完整")
    if data.startswith(ZIP):
        return from_zip(path, data)
    if data.startswith(OLE):
        return from_ole(path.name, data)
    return from_text_bytes(data, path.name)


def blocks_of_text(data: bytes) -> list[SourceBlock]:
    """The blocks of pasted text (standard input)."""
    if not data.strip():
        raise Unusable(STDIN_NAME, "没有内容", "请先复制名册，再粘贴进来")
    if data.startswith((ZIP, OLE)):
        raise Unusable(STDIN_NAME, "是一个文件而不是文字", "请直接给出文件名")
    return from_text_bytes(data, STDIN_NAME)()


def from_text_bytes(data: bytes, name: str) -> Later:
    """csv, tsv, text, or a web page named xls."""
    for magic, what in _NOT_ROSTERS:
        if data.startswith(magic):
            todo = "请先解压再导入其中的文件" if "压缩" in what else "请向报送单位要 xlsx、xls 或 csv 格式的名册"
            raise Unusable(name, what, todo)
    return text_blocks_apart(name, data)


def from_zip(path: Path, data: bytes) -> Later:
    """xlsx or xlsm, inspected for hostile content first; the tables of a docx; other zip formats are refused."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unusable(path.name, "文件已损坏", "请重新下载或向报送单位重新索取") from None
    if DOCUMENT in names:
        blocks = word_tables(path.name, data)
        return lambda: blocks
    for inside, what, todo in _INSIDE_ZIP:
        if inside in names:
            raise Unusable(path.name, what, todo)
    if "[Content_Types].xml" not in names:
        raise Unusable(path.name, "是压缩包", "请先解压再导入其中的文件")
    package = Package(path, data)
    parts = {sheet.title: sheet.part for sheet in package.sheets}
    sizes = [package.size(part) for part in parts.values()]
    memory = MEMORY + MEMORY_EACH_BYTE * sum(sizes)
    if not CHILDREN or max(sizes) > MAX_PART:
        return lambda: read_after_a_look(package, parts, memory)
    looked = looked_apart(path.name, data, memory, {part: package.place(part) for part in parts.values()})

    def read() -> list[SourceBlock]:
        found = looked()
        if found is None:
            return read_after_a_look(package, parts, memory)
        blocks, signs = found
        return with_parts(package, parts, blocks, {part: RawPart(partial(package.read, part), signs[part]) for part in signs})

    return read


def read_after_a_look(package: Package, parts: Mapping[str, str], memory: int) -> list[SourceBlock]:
    """The sheets of a workbook whose ``parts`` ({title: part}) are inspected here first."""
    name = package.path.name
    content = {part: RawPart(partial(package.read, part)) for part in parts.values()}
    for title, part in parts.items():
        try:
            check_extent(f"{name}“{title}”", content[part].content)
        except (markup.Malformed, markup.Forbidden):
            raise Unusable(name, "文件已损坏，或不是表格", DAMAGED) from None
    return with_parts(package, parts, blocks_apart(name, package.data, memory)(), content)


def with_parts(
    package: Package, parts: Mapping[str, str], blocks: list[SourceBlock], content: Mapping[str, RawPart]
) -> list[SourceBlock]:
    """The blocks with the parts of their sheets and the marks in these."""
    marks = marks_in(package, content)
    return [replace(block, part=content[parts[block.sheet]], marks=marks[parts[block.sheet]]) for block in blocks]


def check_extent(where: str, part: bytes) -> None:
    """The fast reader allocates every cell up to the last one: a single distant cell would exhaust the memory."""
    rows, columns = extent(part)
    if rows > MOST_ROWS or rows * columns > MOST_CELLS:
        raise Unusable(
            where,
            f"内容一直延伸到第 {rows} 行、第 {columns} 列",
            "请删除名册以外的内容（选中多余的行列后右键删除），保存后再导入",
        )
