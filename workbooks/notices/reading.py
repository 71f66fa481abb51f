"""Converts a notice as issued (txt or docx) to text in the format of ``notice_<year>.txt``: table cells start with a tab.

A docx is validated like a workbook: zip and XML are checked first. Only the body text is read: no deleted text, headers,
footers or field codes.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from zipfile import BadZipFile

from udfs.notice.reading.limits import MOST_TEXT
from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.ooxml import markup
from workbooks.ooxml.archive import DAMAGED, Archive, Hostile
from workbooks.ooxml.package import MAX_PART, OLE, read_bytes
from workbooks.sources.sandboxed_reading import decoded

DOCUMENT = "word/document.xml"
LEAST_CELLS = 3
SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx 或纯文本（.txt）后再试"
NUMBERED = "文档用了自动编号，编号不在文字里：请把条款序号（一、（一）……）转为文字后再读"
_TITLE_END = regex(r"^.*通知\s*$")
_SPACED = regex(r" {2,}|\u3000+| *\t+ *")
_SPACED_ROW = regex(r"^(?:序号|编号|[0-9]{1,4}) *(?: {2}|\u3000)")
_LOOSE = regex(r"^\s*(附件)\s*([0-9]+)\s*[:：]?\s*$")


def read_notice(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text of a notice, and remarks on its readability. Errors: ``Unusable``."""
    data = read_bytes(path)
    remarks: tuple[str, ...] = ()
    if data.startswith(OLE):
        raise Unusable(path.name, "是旧版 Word 文档（.doc）或加了密码", SAVE_AS)
    if data.startswith(b"%PDF"):
        raise Unusable(path.name, "是 PDF 文件", "请向发文单位要 Word 文档，或把文字复制到 .txt 文件里")
    if data.startswith(b"PK"):
        text, numbered = from_docx(path.name, data)
        remarks = (NUMBERED,) if numbered else ()
    else:
        text = decoded(data, path.name)
    if not text.strip():
        raise Unusable(path.name, "里面没有文字", "请检查文件是否下载或复制完整")
    if len(text) > MOST_TEXT:
        raise Unusable(path.name, f"文字过长（超过 {MOST_TEXT} 字），不像一份通知", "请确认给出的是通知本身")
    if "\x00" in text:
        raise Unusable(path.name, "不是文本文件", "请给出通知的 .docx 或 .txt")
    return laid_out(text, path.name), remarks


def from_docx(name: str, data: bytes) -> tuple[str, bool]:
    """The body text of a docx, and whether it uses automatic numbering."""
    reader = _Reader()
    try:
        archive = Archive.open(data)
        if DOCUMENT not in archive.entries:
            raise Unusable(name, "不是 Word 文档", SAVE_AS)
        markup.walk(archive.read(DOCUMENT, MAX_PART), reader.started, reader.ended)
    except Hostile as error:
        raise Unusable(name, error.what, "请确认文件来源，用 Word 或 WPS 打开后另存为 .docx 再试") from None
    except markup.Forbidden:
        raise Unusable(name, "含有文档类型声明（DOCTYPE/ENTITY），疑似恶意文件", "请确认文件来源，不要使用该文件") from None
    except (markup.Malformed, BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise Unusable(name, DAMAGED, SAVE_AS) from None
    return "\n".join(reader.lines), reader.numbered


class _Reader:
    """Collects paragraphs and table cells in document order."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.numbered = False
        self._words: list[str] = []
        self._cells: list[list[str]] = []
        """The paragraphs of the cells that are open, the innermost last."""
        self._skipped = 0

    def started(self, tag: str, _attributes: markup.Attributes) -> None:
        if tag == "Fallback" or self._skipped:
            self._skipped += 1
        elif tag == "tc":
            self._cells.append([])
        elif tag == "numPr":
            self.numbered = True
        elif tag in ("br", "cr"):
            self._words.append("\n")

    def ended(self, tag: str, text: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif tag == "t":
            self._words.append(text)
        elif tag == "p":
            paragraph = "".join(self._words)
            self._words.clear()
            (self._cells[-1] if self._cells else self.lines).extend(paragraph.split("\n"))
        elif tag == "tc" and self._cells:
            cell = [line.strip() for line in self._cells.pop() if line.strip()] or [""]
            target = self._cells[-1] if self._cells else self.lines
            target.extend(["\t" + cell[0], *cell[1:]])


def table_row(line: str, wide: int) -> list[str]:
    """The cells of a line that is a row of a table: parted by tabs, or by wide spaces behind a number; else none. ``wide``: how
    many cells the table has, 0 outside one."""
    if line.count("\t") >= LEAST_CELLS - 1:
        return line.split("\t")
    cells = _SPACED.split(line.strip()) if _SPACED_ROW.match(line.strip()) else []
    return cells if wide or len(cells) > LEAST_CELLS else []


def laid_out(text: str, name: str = "通知") -> str:
    """The text as the readers of notices expect it: a blank line behind the title, a cell a line, 附件N alone on its line.

    Raises ``Unusable`` for a row parted by spaces that has other cells than the headings: the empty one is unknown.
    """
    lines: list[str] = []
    wide = 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff\n").split("\n"):
        if row := table_row(line, wide):
            if "\t" in line:
                wide = 0
            elif not row[0].isdigit():
                wide = len(row)
            elif wide and len(row) != wide:
                what = f"用空格分列的表格，“{row[0]}  {row[1][:20]}”一行有{len(row)}格，表头有{wide}格，缺哪一格无法判断"
                raise Unusable(name, what, "请给出 Word 文档（.docx），或改用制表符（Tab）分列")
            lines += [f"\t{cell.strip()}" for cell in row]
        else:
            lines.append(_LOOSE.sub(r"\1\2", line))
            wide = 0 if _LOOSE.match(line) else wide
    first = next((at for at, line in enumerate(lines[:8]) if _TITLE_END.match(line)), None)
    if first is not None and first + 1 < len(lines) and lines[first + 1].strip():
        lines.insert(first + 1, "")
    return "\n".join(lines)
