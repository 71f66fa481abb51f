"""Tables of Word documents as cells: docx directly, doc if LibreOffice is available for conversion."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from udfs.values.cells import Value
from workbooks.files.errors import Unusable
from workbooks.ooxml import markup
from workbooks.ooxml.archive import DAMAGED, Archive, Hostile
from workbooks.ooxml.package import MAX_PART
from workbooks.sources.model import SourceBlock

DOCUMENT = "word/document.xml"
SAVE_AS_DOCX = "请用 Word 或 WPS 打开，另存为 .docx 后再导入"
MOST_COLUMNS, MOST_CELLS = 200, 500_000
MOST_TITLES, LONGEST_TITLE = 6, 60
"""Paragraphs above a table that belong to it, and characters of such a paragraph."""
SECONDS = 90
"""Time limit of a conversion."""


def word_tables(name: str, data: bytes) -> list[SourceBlock]:
    """The tables of a docx, in order, each under the short paragraphs between it and the table before (工作人员名单, 单位：…).
    Adjacent tables of equal width are joined.

    Deleted text, headers and field codes are ignored. Errors: ``Unusable`` for a document without tables, or a hostile one.
    """
    reader = _Tables()
    try:
        archive = Archive.open(data)
        markup.walk(archive.read(DOCUMENT, MAX_PART), reader.started, reader.ended)
    except Hostile as error:
        raise Unusable(name, error.what, SAVE_AS_DOCX) from None
    except markup.Forbidden:
        raise Unusable(name, "含有文档类型声明（DOCTYPE/ENTITY），疑似恶意文件", "请确认文件来源，不要使用该文件") from None
    except (markup.Malformed, BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise Unusable(name, DAMAGED, SAVE_AS_DOCX) from None
    if reader.too_large:
        raise Unusable(name, "表格太大", "请把名单复制到 Excel 或 WPS 表格，另存为 xlsx 后再导入")
    if not reader.tables:
        raise Unusable(name, "Word 文档里没有表格", "请给出名单是表格的文档，或把名单复制到 Excel、WPS 表格，另存为 xlsx")
    numbered = enumerate(zip(reader.tables, reader.titles, strict=True), start=1)
    return [
        titled(SourceBlock(name, f"表格{at}" if len(reader.tables) > 1 else "", rows), title) for at, (rows, title) in numbered
    ]


def titled(block: SourceBlock, title: list[str]) -> SourceBlock:
    """The block with the paragraphs above the table as rows; rows of the table are counted as in the document."""
    if not title:
        return block
    return block.rearranged([*([line] for line in title), *block.rows], (*[0] * len(title), *range(len(block.rows))))


def old_word_tables(name: str, data: bytes) -> list[SourceBlock]:
    """The tables of a doc. Errors: ``Unusable``, also without LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise Unusable(name, "是旧版 Word 文档（.doc）", SAVE_AS_DOCX)
    with tempfile.TemporaryDirectory() as folder:
        source, profile = Path(folder) / "source.doc", Path(folder) / "profile"
        source.write_bytes(data)
        command = [
            office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", "docx",
            "--outdir", folder, str(source),
        ]  # fmt: skip
        with suppress(subprocess.TimeoutExpired, OSError):
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        made = source.with_suffix(".docx")
        if not made.is_file():
            raise Unusable(name, "是旧版 Word 文档（.doc），没有转换成功", SAVE_AS_DOCX)
        return word_tables(name, made.read_bytes())


@dataclass
class _Cell:
    """An open cell: its paragraphs, column span, and whether it continues the one above."""

    words: list[str] = field(default_factory=list)
    span: int = 1
    continues: bool = False


class _Tables:
    """Collects the outermost tables of a document. Text of nested tables belongs to the outer cell."""

    def __init__(self) -> None:
        self.tables: list[list[list[Value]]] = []
        self.titles: list[list[str]] = []
        """The paragraphs above each table."""
        self._paragraphs: list[str] = []
        self._words = ""
        self.too_large = False
        self._depth = 0
        self._cell: _Cell | None = None
        self._beside = False
        """True while nothing but empty paragraphs stands behind the last table."""
        self._skipped = 0
        self._cells = 0

    def started(self, tag: str, attributes: markup.Attributes) -> None:
        if tag == "Fallback" or self._skipped:
            self._skipped += 1
        elif tag == "tbl":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
        elif self._depth == 1 and tag == "tr":
            self.tables[-1].append([])
        elif self._depth == 1 and tag == "tc":
            self._cell = _Cell()
        elif self._cell is not None:
            self._inside(tag, value_of(attributes))

    def _inside(self, tag: str, value: str) -> None:
        assert self._cell is not None
        if tag == "gridSpan" and self._depth == 1 and value.isdigit():
            self._cell.span = min(int(value), MOST_COLUMNS)
        elif tag == "vMerge" and self._depth == 1:
            self._cell.continues = value != "restart"
        elif tag in ("br", "cr"):
            self._cell.words.append("\n")
        elif tag == "tab":
            self._cell.words.append(" ")

    def ended(self, tag: str, text: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif tag == "t" and self._cell is not None:
            self._cell.words.append(text)
        elif tag == "t":
            self._words += text
        elif tag == "p" and self._cell is None and self._depth == 0:
            if line := self._words.strip():
                self._beside = False
                self._paragraphs.append(line)
            self._words = ""
        elif tag == "p" and self._cell is not None:
            self._cell.words.append("\n")
        elif tag == "tc" and self._depth == 1 and self._cell is not None:
            self._close(self._cell)
        elif tag == "tbl":
            self._depth -= 1
            if not self._depth:
                self._end_of_table()

    def _close(self, cell: _Cell) -> None:
        rows = self.tables[-1]
        text: Value = "".join(cell.words).strip("\n ") or None
        if cell.continues and len(rows) > 1 and len(rows[-1]) < len(rows[-2]):
            text = rows[-2][len(rows[-1])]
        rows[-1] += [text, *[None] * (cell.span - 1)]
        self._cells += cell.span
        self.too_large |= self._cells > MOST_CELLS or len(rows[-1]) > MOST_COLUMNS
        self._cell = None

    def _end_of_table(self) -> None:
        """Drop an empty table; join one that a page break split."""
        rows = self.tables.pop()
        while rows and not any(rows[-1]):
            rows.pop()
        if rows and self._beside and self.tables and width(self.tables[-1]) == width(rows):
            self.tables[-1] += rows
        elif rows:
            self.tables.append(rows)
            self.titles.append([line for line in self._paragraphs if len(line) <= LONGEST_TITLE][-MOST_TITLES:])
            self._paragraphs = []
        self._beside = True


def width(rows: list[list[Value]]) -> int:
    return max(map(len, rows))


def value_of(attributes: markup.Attributes) -> str:
    """w:val, with any prefix."""
    return next((value for name, value in attributes.items() if markup.local(name) == "val"), "")
