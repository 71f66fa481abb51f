"""Detects the kind of a file from its content, not its name; states in Chinese why it is not read."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePath

from workbooks.printing.folder import SYSTEM_FILES

BOOK, OLD_BOOK, ZIP, OTHER = "xlsx", "xls", "zip", "other"
BOOK_ENDINGS = (".xlsx", ".xlsm")
OLD_ENDINGS = (".xls", ".et")
_ZIP, _OLE = (b"PK\x03\x04", b"PK\x05\x06"), bytes.fromhex("d0cf11e0a1b11ae1")
ASK_FOR_XLSX = "请向办班单位要附件的 xlsx 原件"
UNPACK = "请解压后再放进文件夹"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF", f"打印稿或扫描件，无法读取表格，{ASK_FOR_XLSX}"),
    (b"\x89PNG", "图片", f"无法读取表格，{ASK_FOR_XLSX}"),
    (b"\xff\xd8\xff", "图片", f"无法读取表格，{ASK_FOR_XLSX}"),
    (b"GIF8", "图片", f"无法读取表格，{ASK_FOR_XLSX}"),
    (b"BM", "图片", f"无法读取表格，{ASK_FOR_XLSX}"),
    (b"II*\x00", "图片", f"无法读取表格，{ASK_FOR_XLSX}"),
    (b"MM\x00*", "图片", f"无法读取表格，{ASK_FOR_XLSX}"),
    (b"Rar!", "压缩包（rar）", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "压缩包（7z）", UNPACK),
    (b"\x1f\x8b", "压缩包（gz）", UNPACK),
    (b"{\\rtf", "RTF 文档", f"不是表格，{ASK_FOR_XLSX}"),
    (b"SQLite format 3", "数据库", "不是申报材料"),
)
_INSIDE: tuple[tuple[str, str, str], ...] = (
    ("word/document.xml", "Word 文档", f"总结等文字材料须人工审阅；其中若有附件，{ASK_FOR_XLSX}"),
    ("ppt/presentation.xml", "演示文稿", "须人工审阅"),
    ("xl/workbook.bin", "二进制工作簿（xlsb）", ASK_FOR_XLSX),
    ("content.xml", "OpenDocument 文件", ASK_FOR_XLSX),
)
_BY_ENDING = {
    ".doc": ("Word 文档", f"总结等文字材料须人工审阅；其中若有附件，{ASK_FOR_XLSX}"),
    ".wps": ("WPS 文字", f"总结等文字材料须人工审阅；其中若有附件，{ASK_FOR_XLSX}"),
    ".ppt": ("演示文稿", "须人工审阅"),
    ".docx": ("Word 文档", "文件已损坏，打不开"),
    ".pptx": ("演示文稿", "文件已损坏，打不开"),
    ".ods": ("OpenDocument 文件", ASK_FOR_XLSX),
    ".csv": ("文本表格", f"不是附件的表格样式，{ASK_FOR_XLSX}"),
    ".txt": ("文本", "不是表格"),
    ".md": ("文本", "不是表格"),
}
FOREIGN = ("其他文件", f"不是工作簿，也不是盖章稿中的文件；若是附件，{ASK_FOR_XLSX}")
EMPTY = ("空文件", "没有内容，请检查是否下载或复制完整")
LEFT_BY_PROGRAMS = ("临时文件", "系统、打开着的程序或本软件（撤销记录）留下的，不是材料")
LINK = ("链接", "没有跟随，请放入文件本身")
SPECIAL = ("特殊文件", "不是普通文件")


@dataclass(frozen=True)
class FileKind:
    """``sort``: BOOK, OLD_BOOK, ZIP or OTHER; ``name``: what to call it; ``why`` it is not read, for OTHER."""

    sort: str
    name: str
    why: str = ""


def of_the_system(name: str) -> bool:
    """What a file manager or an open spreadsheet program leaves in a folder."""
    return name.startswith((".", "~$", "._")) or name.lower() in SYSTEM_FILES


def kind_of(path: Path) -> FileKind:
    """Looks at the first bytes, of a zip at the names inside. Errors: OSError where it cannot be opened."""
    with path.open("rb") as opened:
        head = opened.read(512)
    ending = PurePath(path.name).suffix.lower()
    if head.startswith(_ZIP):
        return kind_of_zip(path, ending)
    if head.startswith(_OLE):
        return FileKind(OTHER, *_BY_ENDING[ending]) if ending in (".doc", ".wps", ".ppt") else FileKind(OLD_BOOK, "旧格式工作簿")
    if ending in BOOK_ENDINGS:
        return FileKind(BOOK, "工作簿")  # its reader says what is wrong with it
    if ending in OLD_ENDINGS and head.strip():
        return FileKind(OLD_BOOK, "旧格式工作簿")
    if not head.strip(b"\x00 \r\n\t"):
        return FileKind(OTHER, *EMPTY)
    for magic, name, why in _MAGIC:
        if head.startswith(magic):
            return FileKind(OTHER, name, why)
    return FileKind(OTHER, *_BY_ENDING.get(ending, FOREIGN))


def kind_of_zip(path: Path, ending: str) -> FileKind:
    """A workbook is a zip too. One that cannot be opened is what its ending says."""
    try:
        with zipfile.ZipFile(path) as opened:
            names = set(opened.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        names = set()
    if "xl/workbook.xml" in names or ending in BOOK_ENDINGS:
        return FileKind(BOOK, "工作簿")
    for inside, name, why in _INSIDE:
        if inside in names:
            return FileKind(OTHER, name, why)
    return FileKind(OTHER, *_BY_ENDING[ending]) if ending in _BY_ENDING else FileKind(ZIP, "压缩包")
