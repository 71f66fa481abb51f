"""An .xlsx package opened safely: sheets, shared strings, number formats and defined names.

All input is untrusted: size, zip structure, XML and references are checked before use. Every refusal is an ``Unusable`` with
a one-line message.
"""

from __future__ import annotations

import os
import posixpath
import stat
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import IO, NoReturn, TypeVar
from zipfile import BadZipFile

from workbooks.files import replacing
from workbooks.files.errors import FileInUse, Unusable
from workbooks.files.file_names import check_name
from workbooks.ooxml import formats, markup, regex_reader
from workbooks.ooxml.archive import DAMAGED, Archive, EntryExtent, Hostile, PackedEntry
from workbooks.ooxml.strings import ESCAPE, decoded, shared_strings
from workbooks.ooxml.workbook_part import (
    KEPT_BYTES,
    WorkbookNames,
    WorkbookPart,
    kept_part,
    names_of,
    read_part,
    whole,
    with_titles,
)
from workbooks.ooxml.workbook_part import DefinedName as DefinedName
from workbooks.ooxml.workbook_part import truth as truth

# Largest file in bytes; a larger one is not the workbook of one class. Keeps memory use below 500 MB.
MAX_FILE = 100 * 2**20
MAX_PART = 64 * 2**20
"""Longest part decompressed as a whole, in bytes; sheets are streamed and may be longer."""
MAX_SHEETS = 255

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ZIP = b"PK"
SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试"
NOT_A_BOOK = "请给出本期的工作簿（.xlsx）；文档里的名单用 gaoyan import 导入"
ACCEPTED = (".xlsx", ".xlsm", ".xltx", ".xltm")

T = TypeVar("T")


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: title, part name, ``state`` (visible, hidden, veryHidden), and ``number``, its sheetId as used by the
    calculation chain."""

    title: str
    part: str
    state: str = "visible"
    number: int = 0


@dataclass(frozen=True)
class Relation:
    """A relationship: kind (last segment of its type URI) and target part."""

    kind: str
    target: str


class Package:
    """An .xlsx, .xlsm, .xltx or .xltm file in memory. Every method may raise ``Unusable``."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self.data = data
        if data.startswith(OLE):
            self.refuse(*_about_ole(data))
        if not data.startswith(ZIP):
            self.refuse("不是 Excel 工作簿", SAVE_AS)
        self.archive = self.guarded(lambda: Archive.open(data))
        self._relations: dict[str, Mapping[str, Relation]] = {}
        self._by_lower = {name.lower(): name for name in self.archive.entries}
        self.workbook_part = self._find_workbook()
        self._read_workbook()

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Package:
        """Read the file into memory; later changes on disk have no effect."""
        return cls(Path(path), read_bytes(Path(path)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file, in hex."""
        return sha256(self.data).hexdigest()

    def refuse(self, what: str, todo: str = SAVE_AS) -> NoReturn:
        raise Unusable(self.path.name, what, todo)

    def find(self, part: str) -> str | None:
        """Name of a part as spelled in the archive, ignoring case; None if missing."""
        return self._by_lower.get(part.lower())

    def read(self, part: str, most: int = MAX_PART) -> bytes:
        """Content of a part. Errors: Unusable if it exceeds ``most`` bytes."""
        name = self._known(part)
        return self.guarded(lambda: self.archive.read(name, most))

    def packed(self, part: str) -> PackedEntry | None:
        """The compressed part; None if it is too long or only zipfile can read it."""
        packed = self.archive.packed(self._known(part))
        return packed if packed is not None and packed.size <= MAX_PART else None

    def stream(self, part: str, use: Callable[[IO[bytes]], T]) -> T:
        """Result of ``use`` on the part's stream; for parts too long to hold in memory."""
        name = self._known(part)

        def run() -> T:
            with self.archive.stream(name) as opened:
                return use(opened)

        return self.guarded(run, part=name)

    def size(self, part: str) -> int:
        """Size of the part in bytes, as declared in the directory; its stream yields no more."""
        return self.archive.entries[self._known(part)].file_size

    def place(self, part: str) -> EntryExtent:
        """Position of a part's data in the file."""
        return self.archive.place(self._known(part))

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Id -> relationship of a part ('' for the package); external targets are left out."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def _read_relations(self, part: str) -> Mapping[str, Relation]:
        folder, name = posixpath.split(part)
        rels = self.find(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}

        def started(tag: str, attributes: markup.Attributes) -> None:
            if tag == "Relationship" and attributes.get("TargetMode", "Internal") == "Internal":
                target = attributes.get("Target", "")
                whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = Relation(kind, posixpath.normpath(whole))

        if rels:
            self._walk(rels, started)
        return found

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings; rich text runs are joined, phonetic guides left out."""
        part = self._related("sharedStrings")
        if part is None:
            return []
        if self.size(part) <= regex_reader.LARGEST:
            try:
                data = self.read(part, regex_reader.LARGEST)
                texts = regex_reader.texts(data)
                return [decoded(text) for text in texts] if ESCAPE in data else texts
            except regex_reader.NotPlain:
                pass
        return self.stream(part, shared_strings)

    @cached_property
    def cell_formats(self) -> Sequence[str]:
        """Number format of each cell style; a built-in one is 'yyyy-mm-dd' if it shows a date, else ''."""
        part = self._related("styles")
        if not part:
            return ()
        data = self.read(part)
        formats_in = kept_formats if len(data) <= KEPT_BYTES else kept_formats.__wrapped__
        return self.guarded(lambda: formats_in(data), part=self._known(part))

    @cached_property
    def date_styles(self) -> frozenset[int]:
        """Indices of cell styles that show dates."""
        return frozenset(at for at, code in enumerate(self.cell_formats) if code and formats.shows_a_day(code))

    @cached_property
    def written_date_styles(self) -> frozenset[str]:
        """The same as text, as in the attribute s of cells."""
        return frozenset(map(str, self.date_styles))

    def sheet(self, title: str) -> SheetPart:
        """The sheet of that title, ignoring case. Errors: Unusable."""
        found = self._sheets_by_title.get(title) or self._sheets_by_title.get(title.lower())
        return found or self.refuse(f"没有工作表“{title}”", "请检查工作表名称")

    @cached_property
    def _sheets_by_title(self) -> Mapping[str, SheetPart]:
        """Title and lower-case title -> sheet; a table, since it is used for every cell written."""
        first_wins = reversed(self.sheets)
        lowered = {sheet.title.lower(): sheet for sheet in first_wins}
        return lowered | {sheet.title: lowered[sheet.title.lower()] for sheet in self.sheets}

    def _find_workbook(self) -> str:
        for relation in self.relations("").values():
            if relation.kind == "officeDocument":
                part = self.find(relation.target)
                if part is None:
                    self.refuse(f"文件不完整，缺少部件 {relation.target}")
                if part.lower().endswith(".bin"):
                    self.refuse("是二进制工作簿（.xlsb），不支持")
                return part
        if self.find("content.xml") and self.find("mimetype"):
            self.refuse("是 OpenDocument 表格（.ods），不支持")
        if self.find("word/document.xml"):
            self.refuse("是 Word 文档，不是工作簿", NOT_A_BOOK)
        return self.refuse("不是 Excel 工作簿（压缩包内没有工作簿）")

    def _read_workbook(self) -> None:
        found = self._workbook_part = self._read_workbook_part()
        relations = self.relations(self.workbook_part)
        self.date1904 = found.date1904
        self.recalculates = found.recalculates
        """True if the file marks its cached values as stale (fullCalcOnLoad)."""
        sheets: list[SheetPart] = []
        titles: list[str] = []
        for attributes in found.sheets:
            title = attributes.get("name", "")
            titles.append(title)
            relation = relations.get(next((value for key, value in attributes.items() if key.endswith(":id")), ""))
            if relation is None:
                self.refuse(f"文件不完整，找不到工作表“{title}”")
            if relation.kind != "worksheet":
                continue
            part = self.find(relation.target)
            if part is None:
                self.refuse(f"文件不完整，缺少工作表“{title}”的部件 {relation.target}")
            sheets.append(SheetPart(title, part, attributes.get("state", "visible"), whole(attributes.get("sheetId"))))
        if len(sheets) > MAX_SHEETS or len({sheet.part for sheet in sheets}) < len(sheets):
            self.refuse("工作表清单异常，疑似恶意文件", "请确认文件来源")
        if not sheets:
            self.refuse("没有任何工作表" if found.is_workbook else "不是 Excel 工作簿")
        self.sheets = tuple(sheets)
        self._titles = tuple(titles)

    def _read_workbook_part(self) -> WorkbookPart:
        part = self._known(self.workbook_part)
        packed = self.packed(part)
        if packed is not None and packed.size <= KEPT_BYTES:
            kept = self.guarded(lambda: kept_part(packed), part=self.workbook_part)
            if kept is not None:
                return kept
        data = self.read(part)
        return self.guarded(lambda: read_part(data), part=self.workbook_part)

    @property
    def names(self) -> tuple[DefinedName, ...]:
        """The defined names."""
        return self._names.listed

    @property
    def names_everywhere(self) -> Mapping[str, str]:
        """Workbook-scoped name -> formula text."""
        return self._names.everywhere

    @cached_property
    def _names(self) -> WorkbookNames:
        """Parsed on demand: our workbooks have a thousand names and many callers need none."""
        found = names_of(self._workbook_part, self._titles)
        if found is None:
            reader = WorkbookPart()
            self._walk(self.workbook_part, reader.started, reader.ended)
            found = WorkbookNames(with_titles(reader.names, self._titles))
        return found

    def _related(self, kind: str) -> str | None:
        for relation in self.relations(self.workbook_part).values():
            if relation.kind == kind:
                return self.find(relation.target)
        return None

    def _known(self, part: str) -> str:
        name = self.find(part)
        if name is None:
            self.refuse(f"文件不完整，缺少部件 {part}")
        return name

    def _walk(
        self, part: str, start: Callable[[str, markup.Attributes], None], end: Callable[[str, str], None] | None = None
    ) -> None:
        name = self._known(part)
        data = self.read(name)
        self.guarded(lambda: markup.walk(data, start, end), part=name)

    def guarded(self, run: Callable[[], T], part: str = "") -> T:
        """Call ``run``; errors caused by a hostile archive or part become ``Unusable``."""
        try:
            return run()
        except Hostile as error:
            self.refuse(error.what, error.todo)
        except markup.Forbidden:
            self.refuse(f"部件 {part} 含有文档类型声明（DOCTYPE/ENTITY），疑似恶意文件", "请确认文件来源，不要使用该文件")
        except markup.Malformed:
            self.refuse(f"部件 {part} 的内容已损坏")
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError):
            self.refuse(DAMAGED)


@lru_cache(maxsize=16)
def kept_formats(data: bytes) -> tuple[str, ...]:
    """Number formats of a styles part, cached since workbooks from one template share it."""
    codes: dict[int, str] = {}
    styles: list[str] = []
    inside = False

    def started(tag: str, attributes: markup.Attributes) -> None:
        nonlocal inside
        if tag == "numFmt":
            codes[whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "cellStyles":
            inside = False
        elif tag == "xf" and inside:
            number = whole(attributes.get("numFmtId"))
            styles.append(codes.get(number) or ("yyyy-mm-dd" if number in formats.BUILT_IN_DATES else ""))

    markup.walk(data, started)
    return tuple(styles)


def _about_ole(data: bytes) -> tuple[str, str]:
    """Classify an OLE file by its stream names (UTF-16) as (problem, remedy)."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "工作簿设有打开密码", "请用 Excel 或 WPS 打开，取消密码后再试"
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return "是旧版 .xls 格式（或只改了扩展名）", SAVE_AS
    if "WordDocument".encode("utf-16-le") in data:
        return "是 Word 文档，不是工作簿", NOT_A_BOOK
    return "不是 Excel 工作簿", SAVE_AS


def read_bytes(path: Path) -> bytes:
    """Content of a user's file. Errors: Unusable if missing, empty, too large, not a regular file or not permitted."""
    name = path.name or str(path)
    check_name(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Unusable(name, "是文件夹，不是工作簿", "请指定一个 .xlsx 文件")
        if not stat.S_ISREG(status.st_mode):
            raise Unusable(name, "不是普通文件", "请指定一个 .xlsx 文件")
        if status.st_size == 0:
            raise Unusable(name, "文件是空的", "请检查文件是否下载或拷贝完整")
        if status.st_size > MAX_FILE:
            raise Unusable(name, f"文件超过 {MAX_FILE // 2**20} MB", "请删除不需要的图片等内容后再试")
        with path.open("rb") as opened:
            # read() allocates the requested size at once, so the actual size is passed, not the limit.
            return opened.read(status.st_size)
    except (FileNotFoundError, NotADirectoryError):
        raise Unusable(name, "找不到文件", "请检查路径和文件名") from None
    except PermissionError as error:
        if replacing.in_use(path, error):
            raise FileInUse(name, "正被其他程序打开", replacing.CLOSE_IT) from None
        raise Unusable(name, "没有权限读取", "请检查文件和所在文件夹的权限，或关闭占用它的程序") from None
    except (OSError, ValueError) as error:
        raise Unusable(name, "无法读取", f"请检查磁盘或网络连接（{getattr(error, 'strerror', None) or '路径不合法'}）") from None
