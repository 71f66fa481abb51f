"""What stands in the annex of a package besides what export writes there: one visible sheet, nothing hidden, no comments, nothing
outside its form, and every number in a format that shows it.

The rules read the cells of the form and would pass over all of it; whoever opens the file sees it, or does not see what counts.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from openpyxl.styles.numbers import FORMAT_DATE_DATETIME, FORMAT_DATE_TIME6, FORMAT_DATE_YYYYMMDD2

from udfs.records.class_file import PEOPLE, RESULTS, SURVEY, ClassFile
from udfs.records.masking import hide
from udfs.report.reviewed import Difference
from udfs.values.cells import column_letters
from udfs.values.regex import regex
from workbooks.files.errors import GaoyanError
from workbooks.forms import FORMS
from workbooks.ooxml import markup
from workbooks.ooxml.addresses import Area, parse_area, parse_cell
from workbooks.ooxml.package import Package, SheetPart, read_bytes
from workbooks.printing.clean import official_form
from workbooks.printing.contents import PLATFORM
from workbooks.received.fixed_texts import changed_texts
from workbooks.received.visible import Looks, looks_of, unseen_runs

PLATFORM_LIST = f"{PLATFORM}.xlsx"
WHAT = "附件中有导出时没有的内容"
LONGEST = 30
NAMED = 3
"""So many cells of one kind are told, and how many there are."""
PARTS: Mapping[str, str] = {
    "comments": "批注", "threadedComment": "批注", "drawing": "图形", "image": "图片", "table": "表格", "pivotTable": "透视表",
    "oleObject": "嵌入对象", "package": "嵌入文件", "externalLink": "外部链接", "chartsheet": "图表页", "dialogsheet": "对话框页",
    "vbaProject": "宏", "ctrlProp": "控件", "control": "控件", "vmlDrawing": "图形", "slicer": "切片器",
}  # fmt: skip
"""Kind of a relationship -> what it brings into the sheet; what a program adds unasked (printer settings) is not here."""
ELEMENTS = {
    "conditionalFormatting": "条件格式", "filterColumn": "筛选", "hyperlink": "超链接", "sparklineGroup": "迷你图",
    "dataValidation": "录入提示或限制", "AlternateContent": "另一种内容", "rPr": "格中另设的字体",
    "vm": "显示别的内容的数据类型",
}  # fmt: skip
HEADERS = frozenset({"oddHeader", "evenHeader", "firstHeader"})
_TURNED = regex("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TURNED = "有改变文字方向的控制符"
"""Signs that turn the order in which letters are shown."""
_HEADER_CODE = regex(r"&(?:\"[^\"]*\"|\d+|K[0-9A-F]{6}|[A-Z&])|[第共页／/\s]")
"""Fonts, sizes, places and page numbers in a header: no words."""
SHOWS_ALL = frozenset({"General", "@", FORMAT_DATE_YYYYMMDD2, FORMAT_DATE_DATETIME, FORMAT_DATE_TIME6})
"""Formats under which a value is shown as it is read: the latter three a day takes by itself, and a number in one of them is read
as a day."""
THIN_ROW, THIN_COLUMN = 8.0, 2.0
"""Points, and characters: less than this shows no text as it is."""


class Filled(NamedTuple):
    """A cell with a value: ``kind`` as the part has it ("s": ``text`` is the number of a shared text)."""

    address: str
    style: int
    kind: str
    text: str

    def shown(self, package: Package) -> str:
        """What it holds, masked and cut for a message."""
        return hide(self.held(package))[:LONGEST]

    def held(self, package: Package) -> str:
        at = whole(self.text)
        return package.strings[at] if self.kind == "s" and at < len(package.strings) else self.text


@dataclass
class Seen:
    """What a sheet's part holds: the cells with a value, and what keeps some of it from being seen."""

    cells: list[Filled] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    elements: set[str] = field(default_factory=set)
    formulas: list[str] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    header: str = ""

    def twice(self) -> list[str]:
        """The cells that are written more than once: each program takes another one."""
        counts = Counter(cell.address for cell in self.cells)
        return [address for address, count in counts.items() if count > 1]

    def covered(self) -> Iterator[Filled]:
        """The cells with a value that lie under a merged one."""
        for area in self.merged:
            first = (area.first_row, area.first_column)
            yield from (cell for cell in self.cells if (place := place_of(cell.address)) in area and place != first)


def added_differences(files: Mapping[str, Path], c: ClassFile, workbooks: Mapping[str, str]) -> Iterator[Difference]:
    """``files``: name -> place of the whole package; ``workbooks``: annex -> its workbook. Raises ``Unusable``."""
    for sheet, name in workbooks.items():
        package = Package(Path(name), read_bytes(files[name]))
        title = c.places[sheet].title
        for other in package.sheets:
            if other.title != title:
                state = "" if other.state == "visible" else "隐藏的"
                yield Difference(WHAT, f"{name}多出{state}工作表“{hide(other.title)}”", f"导出的{sheet}只有一张表")
        own = package.sheet(title)
        if own.state != "visible":
            yield Difference("附件中有隐藏的内容", f"{name}的工作表“{hide(title)}”是隐藏的", "打开文件看到的不是所核验的表")
        yield from in_sheet(package, own, sheet, name, c)
    if PLATFORM_LIST in files and c.has(RESULTS):
        yield from in_platform_list(files[PLATFORM_LIST])


def in_platform_list(path: Path) -> Iterator[Difference]:
    """What stands in the list for the platform besides its table, or is not seen of it. Its cells are compared elsewhere."""
    try:
        package = Package(Path(PLATFORM_LIST), read_bytes(path))
        seen = seen_in(package, package.sheets[0])
    except GaoyanError:
        return  # whoever compares its cells says so
    for other in package.sheets[1:]:
        yield Difference(WHAT, f"{PLATFORM_LIST}多出工作表“{hide(other.title)}”", f"导出的{PLATFORM}只有一张表")
    yield from beside_cells(package, package.sheets[0], seen, PLATFORM, PLATFORM_LIST)
    yield from out_of_sight(package, seen, looks_of(package), PLATFORM, PLATFORM_LIST)


def in_sheet(package: Package, own: SheetPart, sheet: str, name: str, c: ClassFile) -> Iterator[Difference]:
    seen = seen_in(package, own)
    yield from beside_cells(package, own, seen, sheet, name)
    looks = looks_of(package)
    yield from out_of_sight(package, seen, looks, sheet, name)
    yield from in_cells(package, seen, looks, sheet, name, c)
    shown = {cell.address: cell.held(package) for cell in seen.cells}
    yield from changed_texts(shown, sheet, name, rows_of(sheet, c), c)


def beside_cells(package: Package, own: SheetPart, seen: Seen, sheet: str, name: str) -> Iterator[Difference]:
    """Hidden rows and columns, and what is no cell: comments, drawings, headers."""
    for place in seen.hidden[:NAMED]:
        more = f"等{len(seen.hidden)}处" if len(seen.hidden) > NAMED else ""
        yield Difference("附件中有隐藏的内容", f"{name}的{place}{more}是隐藏的", f"导出的{sheet}没有隐藏的行列")
    kinds = [one.kind for part in (package.workbook_part, own.part) for one in package.relations(part).values()]
    told = [PARTS[kind] for kind in kinds if kind in PARTS] + [ELEMENTS[one] for one in sorted(seen.elements)]
    if seen.header:
        yield Difference(WHAT, f"{name}有页眉“{hide(seen.header)[:LONGEST]}”", f"导出的{sheet}没有")
    where = f"（{'、'.join(commented)}）" if (commented := comments_in(package, own)) else ""
    for what in dict.fromkeys(told):
        yield Difference(WHAT, f"{name}有{what}{where if what == '批注' else ''}", f"导出的{sheet}没有")


def out_of_sight(package: Package, seen: Seen, looks: Looks, sheet: str, name: str) -> Iterator[Difference]:
    """Cells that are read and not seen, or seen otherwise once the file is opened."""
    runs = unseen_runs(package, looks.theme)
    turned = _TURNED.search("".join(package.strings)) is not None
    told: dict[str, list[Filled]] = {}
    for cell in seen.cells:
        shared = whole(cell.text) if cell.kind == "s" else -1
        why = looks.styles[cell.style].unseen if cell.style < len(looks.styles) else ""
        why = why or runs.get(shared, "")
        if not why and (turned or cell.kind != "s") and _TURNED.search(cell.held(package)):
            why = TURNED
        if why:
            told.setdefault(why, []).append(cell)
    if covered := list(seen.covered()):
        told["被合并的单元格盖住"] = covered
    for address in seen.twice()[:NAMED]:
        yield Difference(WHAT, f"{name}!{address}写了两次", "各程序显示的不一样")
    for why, cells in told.items():
        more = f"（共{len(cells)}格）" if len(cells) > NAMED else ""
        for cell in cells[:NAMED]:
            here = f"{name}!{cell.address}的“{cell.shown(package)}”{more}"
            yield Difference("附件中有看不见的内容", here, f"{why}，导出的{sheet}不是这样")
    for address in seen.formulas[:NAMED]:
        yield Difference(WHAT, f"{name}!{address}是公式，打开后显示的可能不是所核验的", f"导出的{sheet}只有值")


def in_cells(package: Package, seen: Seen, looks: Looks, sheet: str, name: str, c: ClassFile) -> Iterator[Difference]:
    """Cells outside the form, and formats that show something else than the value."""
    area, formats = drawn(sheet, rows_of(sheet, c))
    codes = [style.code for style in looks.styles]
    outside: list[Filled] = []
    disguised: list[tuple[Filled, str]] = []
    for cell in seen.cells:
        place = place_of(cell.address)
        code = codes[cell.style] if cell.style < len(codes) else ""
        if place not in area:
            outside.append(cell)
        elif code not in SHOWS_ALL and unescaped(code) != formats.get(
            cell.address, formats.get(column_letters(max(1, place[1])))
        ):
            disguised.append((cell, code))
    last = f"{column_letters(area.last_column)}{area.last_row}"
    yield from unprinted(package, c.places[sheet].title, sheet, name, area)
    more = f"（共{len(outside)}格）" if len(outside) > NAMED else ""
    for cell in outside[:NAMED]:
        yield Difference(WHAT, f"{name}!{cell.address}为“{cell.shown(package)}”{more}", f"导出的{sheet}只到{last}")
    more = f"（共{len(disguised)}格）" if len(disguised) > NAMED else ""
    for cell, code in disguised[:NAMED]:
        there = f"格式为“{hide(code)[:LONGEST]}”，显示的可能不是它"
        yield Difference("单元格的数字格式不是导出的", f"{name}!{cell.address}实际为“{cell.shown(package)}”{more}", there)


def unprinted(package: Package, title: str, sheet: str, name: str, area: Area) -> Iterator[Difference]:
    """Part of the form that the print area leaves out."""
    for one in package.names:
        if one.name.casefold() == PRINT_AREA and one.sheet == title:
            printed = one.refers_to.rpartition("!")[2].replace("$", "")
            try:
                kept = parse_area(printed)
            except ValueError:
                kept = None
            if kept is None or (1, 1) not in kept or (area.last_row, area.last_column) not in kept:
                yield Difference("附件中有打印不出的内容", f"{name}的打印区域为{printed[:LONGEST]}", f"导出的{sheet}打印整张表")


PRINT_AREA = "_xlnm.print_area"
_ESCAPED = regex(r"\\([-+(): ])")


def unescaped(code: str) -> str:
    r"""A number format without the strokes that LibreOffice puts before signs which stand for themselves anyhow.

    >>> unescaped(r"0.##;\-0.##;0")
    '0.##;-0.##;0'
    """
    return _ESCAPED.sub(r"\1", code)


def rows_of(sheet: str, c: ClassFile) -> int:
    """How many rows the list of an annex has."""
    return len({PEOPLE: c.people, RESULTS: c.results, SURVEY: c.survey}.get(sheet, ()))


@lru_cache(maxsize=64)
def drawn(sheet: str, count: int) -> tuple[Area, Mapping[str, str]]:
    """The area that export fills for so many rows, and the format of each label's cell by its address, of a column by letters."""
    form = official_form(FORMS[sheet], count)
    formats = {label.cell: label.number_format for label in form.labels}
    if form.table:
        formats |= {column_letters(at): column.number_format for at, column in enumerate(form.table.columns, start=1)}
    return parse_area(form.page.areas[0]), formats


@lru_cache(maxsize=4096)
def place_of(address: str) -> tuple[int, int]:
    """(row, column); of what is no address a place outside every form."""
    try:
        return parse_cell(address)
    except ValueError:
        return 0, 0


def seen_in(package: Package, own: SheetPart) -> Seen:
    """The sheet's part, read once as a stream."""
    reader = SheetReader()
    package.stream(own.part, lambda part: markup.walk(part, reader.started, reader.ended))
    return reader.seen


class SheetReader:
    """Handlers for the elements of a sheet's part."""

    def __init__(self) -> None:
        self.seen = Seen()
        self.row = self.style = 0
        self.address = self.text = self.kind = ""
        self.scrolled = False

    def started(self, tag: str, attributes: markup.Attributes) -> None:
        if tag == "c":
            self.address = attributes.get("r") or f"{column_letters(place_of(self.address)[1] + 1)}{self.row}"
            self.style, self.kind, self.text = whole(attributes.get("s")), attributes.get("t", ""), ""
            if attributes.get("vm", "0") != "0":
                self.seen.elements.add("vm")
        elif tag in ("row", "col", "sheetFormatPr"):
            if tag == "row":
                self.row, self.address = whole(attributes.get("r")) or self.row + 1, ""
            self.seen.hidden += hidden_by(tag, attributes, self.row)
        elif tag == "f":
            self.seen.formulas.append(self.address)
        elif tag == "mergeCell":
            with contextlib.suppress(ValueError):
                self.seen.merged.append(parse_area(attributes.get("ref", "")))
        elif tag == "sheetView":
            self.seen.hidden += hidden_by_view(attributes)
            self.scrolled = attributes.get("topLeftCell", "A1") != "A1"
        elif tag == "pane" and self.scrolled and attributes.get("state", "").startswith("frozen"):
            self.seen.hidden.append("冻结窗格上方或左方的行列")
        elif tag in ELEMENTS:
            self.seen.elements.add(tag)

    def ended(self, tag: str, text: str) -> None:
        if tag in ("v", "t"):
            self.text += text
        elif tag == "c":
            if self.text.strip():
                self.seen.cells.append(Filled(self.address, self.style, self.kind, self.text))
        elif tag in HEADERS:
            self.seen.header += _HEADER_CODE.sub("", text)


def hidden_by(tag: str, attributes: markup.Attributes, row: int) -> Iterator[str]:
    """The rows or columns that an element keeps from being seen."""
    if tag == "row" and is_hidden(attributes, "ht", THIN_ROW):
        yield f"第{row}行"
    elif tag == "col" and is_hidden(attributes, "width", THIN_COLUMN):
        first, last = (column_letters(max(1, whole(attributes.get(end)))) for end in ("min", "max"))
        yield f"{first}列" if first == last else f"{first}至{last}列"
    elif tag == "sheetFormatPr":
        if attributes.get("zeroHeight") in markup.TRUE or is_hidden(attributes, "defaultRowHeight", THIN_ROW):
            yield "没有行高的行"
        if is_hidden(attributes, "defaultColWidth", THIN_COLUMN):
            yield "没有列宽的列"


def hidden_by_view(attributes: markup.Attributes) -> Iterator[str]:
    if attributes.get("showZeros", "1") not in markup.TRUE:
        yield "零值"


def is_hidden(attributes: markup.Attributes, size: str, least: float) -> bool:
    if attributes.get("hidden") in markup.TRUE:
        return True
    try:
        return size in attributes and float(attributes[size]) < least
    except ValueError:
        return True


def whole(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 8 else 0


def comments_in(package: Package, own: SheetPart) -> list[str]:
    """The cells that have one, the first of them."""
    found: list[str] = []
    for relation in package.relations(own.part).values():
        part = package.find(relation.target)
        if relation.kind == "comments" and part:
            package.stream(
                part,
                lambda opened: markup.walk(
                    opened, lambda tag, attributes: found.append(attributes.get("ref", "")) if tag == "comment" else None
                ),
            )
    return found[:NAMED]
