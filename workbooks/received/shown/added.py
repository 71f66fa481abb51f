"""What stands in the annex of a package besides what export writes there: one visible sheet, nothing hidden, no comments, nothing
outside its form, and every number in a format that shows it.

The rules read the cells of the form and would pass over all of it; whoever opens the file sees it, or does not see what counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from openpyxl.styles.numbers import FORMAT_DATE_DATETIME, FORMAT_DATE_TIME6, FORMAT_DATE_YYYYMMDD2

from udfs.records.class_file import PEOPLE, RESULTS, SURVEY, ClassFile
from udfs.records.masking import hide
from udfs.report.reviewed import Difference
from udfs.values.cells import column_letters
from udfs.values.regex import regex
from workbooks.files.errors import GaoyanError
from workbooks.forms import FORMS
from workbooks.ooxml import markup
from workbooks.ooxml.addresses import Area, parse_area
from workbooks.ooxml.package import Package, SheetPart, read_bytes
from workbooks.printing.clean import official_form
from workbooks.printing.contents import PLATFORM
from workbooks.received.shown.fixed_texts import changed_texts
from workbooks.received.shown.sheet_seen import ELEMENTS, LONGEST, THIN_COLUMN, Filled, Seen, place_of, seen_in, whole
from workbooks.received.shown.visible import Looks, looks_of, unseen_runs

PLATFORM_LIST = f"{PLATFORM}.xlsx"
WHAT = "附件中有导出时没有的内容"
NAMED = 3
"""So many cells of one kind are told, and how many there are."""
PARTS: Mapping[str, str] = {
    "comments": "批注", "threadedComment": "批注", "drawing": "图形", "image": "图片", "table": "表格", "pivotTable": "透视表",
    "oleObject": "嵌入对象", "package": "嵌入文件", "externalLink": "外部链接", "chartsheet": "图表页", "dialogsheet": "对话框页",
    "vbaProject": "宏", "ctrlProp": "控件", "control": "控件", "vmlDrawing": "图形", "slicer": "切片器",
}  # fmt: skip
"""Kind of a relationship -> what it brings into the sheet; what a program adds unasked (printer settings) is not here."""
_TURNED = regex("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TURNED = "有改变文字方向的控制符"
"""Signs that turn the order in which letters are shown."""
SHOWS_ALL = frozenset({"General", "@", FORMAT_DATE_YYYYMMDD2, FORMAT_DATE_DATETIME, FORMAT_DATE_TIME6})
"""Formats under which a value is shown as it is read: the latter three a day takes by itself, and a number in one of them is read
as a day."""
NARROW = 0.5
"""A column of less than this part of what export gives it cuts its texts off, and shows numbers as ###."""


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
    area, formats, widths = drawn(sheet, rows_of(sheet, c))
    for at, width in enumerate(widths, start=1):
        if THIN_COLUMN <= seen.width(at) < width * NARROW:
            here = f"{name}的{column_letters(at)}列宽{seen.width(at):g}，显示不全"
            yield Difference("附件中有看不见的内容", here, f"导出的{sheet}宽{width:g}")
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
def drawn(sheet: str, count: int) -> tuple[Area, Mapping[str, str], Sequence[float]]:
    """The area that export fills for so many rows; the format of each label's cell by its address, of a column by letters; the
    width of each column."""
    form = official_form(FORMS[sheet], count)
    formats = {label.cell: label.number_format for label in form.labels}
    if form.table:
        formats |= {column_letters(at): column.number_format for at, column in enumerate(form.table.columns, start=1)}
    area = parse_area(form.page.areas[0])
    given = form.widths or {}
    widths = {column_letters(at): column.width for at, column in enumerate(form.table.columns, start=1)} if form.table else {}
    columns = map(column_letters, range(1, area.last_column + 1))
    return area, formats, [{**widths, **given}.get(letters, 0.0) for letters in columns]


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
