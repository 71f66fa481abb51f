"""Compares the annex workbooks of a package, as displayed, with the forms that ``export`` draws.

The rules read the cells of the form. Whatever else is seen there or keeps them from being seen, is found as a difference to the
form that is drawn here: another look of a cell, another element of the sheet, another size of a row, a further sheet. What
programs write on their own when they save a file is no difference.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from udfs.money.amounts import CAPITALS, capitals_of
from udfs.records.class_file import ACCOUNTS, PEOPLE, RESULTS, SURVEY, ClassFile
from udfs.records.masking import hide
from udfs.report.reviewed import Contradiction
from udfs.values.cells import column_letters, plain
from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.forms import FORMS
from workbooks.ooxml import markup
from workbooks.ooxml.addresses import Area, parse_area
from workbooks.ooxml.package import Package, SheetPart, read_bytes
from workbooks.printing.clean import empty_annex, official_form, platform_form
from workbooks.printing.contents import PLATFORM
from workbooks.received.cell_looks import SHOWS_ALL, Looks, Runs
from workbooks.received.sheet_seen import LONGEST, FilledCell, Seen, place_of, seen_in

PLATFORM_LIST = f"{PLATFORM}.xlsx"
WHAT, HIDDEN, UNSEEN = "附件中有导出时没有的内容", "附件中有隐藏的内容", "附件中有看不见的内容"
FORMAT, WORDS = "单元格的数字格式不是导出的", "附件的固定文字不是导出的"
NAMED = 3
"""So many cells of one kind are reported, and how many there are."""
PARTS: Mapping[str, str] = {
    "comments": "批注", "threadedComment": "批注", "drawing": "图形", "image": "图片", "table": "表格", "pivotTable": "透视表",
    "oleObject": "嵌入对象", "package": "嵌入文件", "externalLink": "外部链接", "chartsheet": "图表页", "dialogsheet": "对话框页",
    "vbaProject": "宏", "ctrlProp": "控件", "control": "控件", "vmlDrawing": "图形", "slicer": "切片器",
    "conditionalFormatting": "条件格式", "filterColumn": "筛选", "hyperlink": "超链接", "sparklineGroup": "迷你图",
    "dataValidation": "录入提示或限制", "AlternateContent": "另一种内容", "rPr": "格中另设的字体", "rPh": "格中的注音",
    "vm": "显示别的内容的数据类型",
}  # fmt: skip
"""Kind of a relationship, or element of a sheet -> what it brings into the sheet."""
UNASKED = frozenset((
    "printerSettings", "calcChain", "customXml", "theme", "styles", "sharedStrings", "worksheet", "is", "t", "f", "selection",
    "pane", "sheetPr", "outlinePr", "tabColor", "pageSetUpPr", "sheetCalcPr", "sheetProtection", "protectedRanges", "phoneticPr",
    "ignoredErrors", "ignoredError", "pageSetup", "printOptions", "rowBreaks", "colBreaks", "brk", "customSheetViews",
    "customSheetView", "evenFooter", "firstFooter", "evenHeader", "firstHeader", "extLst", "ext", "legacyDrawing", "drawing",
    "tableParts", "tablePart", "hyperlinks", "dataValidations", "autoFilter", "formula", "formula1", "formula2", "cfRule",
))  # fmt: skip
"""What a program adds when it saves, and what is reported by the elements inside or beside it."""
_TURNED = regex("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the order in which letters are shown."""
TURNED, COVERED = "有改变文字方向的控制符", "被合并的单元格盖住"
NARROW = 0.5
"""A column of less than this part of what export gives it cuts its texts off and shows numbers as ###; so does a flat row."""
HARDLY = 2.0
"""Characters: a column of less shows nothing."""
PRINT_AREA = "_xlnm.print_area"
TOTAL = "合计"


@dataclass(frozen=True)
class Exported:
    """A form as ``export`` draws it for so many rows. ``words``: address -> fixed text of the form."""

    area: Area
    package: Package
    seen: Seen
    looks: Looks
    words: Mapping[str, str]


@lru_cache(maxsize=64)
def exported(sheet: str, count: int) -> Exported:
    form = platform_form(count) if sheet == PLATFORM else official_form(FORMS[sheet], count)
    package = Package(Path(f"{sheet}.xlsx"), empty_annex(form, count))
    seen = seen_in(package, package.sheets[0])
    words = {cell.address: cell.held(package) for cell in seen.cells}
    return Exported(parse_area(form.page.areas[0]), package, seen, Looks(package), words)


def added_differences(files: Mapping[str, Path], c: ClassFile, workbooks: Mapping[str, str]) -> Iterator[Contradiction]:
    """``files``: name -> place of the whole package; ``workbooks``: annex -> its workbook. Raises ``Unusable``."""
    counts = {PEOPLE: len(c.people), RESULTS: len(c.results), SURVEY: len(c.survey)}
    for sheet, name in workbooks.items():
        view = View(files[name], name, sheet, c.places[sheet].title, counts.get(sheet, 0))
        yield from view.differences()
        if sheet == ACCOUNTS:
            yield from view.other_capitals(c)
    if PLATFORM_LIST in files and c.results:
        with contextlib.suppress(Unusable):  # whoever compares its cells says so
            yield from View(files[PLATFORM_LIST], PLATFORM_LIST, PLATFORM, "", len(c.results)).differences()


class View:
    """Compares one sheet of a package with the sheet that ``export`` draws for so many rows."""

    def __init__(self, path: Path, name: str, sheet: str, title: str, count: int) -> None:
        """``title``: of the sheet that is read; the first where it is ''. Raises ``Unusable``."""
        self.package = Package(Path(name), read_bytes(path))
        self.own = self.package.sheet(title) if title else self.package.sheets[0]
        self.name, self.sheet, self.ours = name, sheet, exported(sheet, count)
        self.seen = seen_in(self.package, self.own)

    def differences(self) -> Iterator[Contradiction]:
        """Differences in what is visible, in either direction."""
        yield from self.sheets()
        yield from self.out_of_sight()
        yield from self.beside_cells()
        yield from self.cells()
        yield from self.words()
        yield from self.unprinted()

    def sheets(self) -> Iterator[Contradiction]:
        """Further sheets, and one that is hidden itself."""
        for other in self.package.sheets:
            if other is not self.own:
                state = "" if other.state == "visible" else "隐藏的"
                yield Contradiction(WHAT, f"{self.name}多出{state}工作表“{hide(other.title)}”", f"导出的{self.sheet}只有一张表")
        if self.own.state != "visible":
            yield Contradiction(HIDDEN, f"{self.name}的工作表“{hide(self.own.title)}”是隐藏的", "打开文件看到的不是所核验的表")

    def out_of_sight(self) -> Iterator[Contradiction]:
        """Rows and columns that are hidden or too small, zeros that are not shown."""
        flat = [f"第{row}行" for row in range(1, self.ours.area.last_row + 1) if self.is_flat(row)]
        hidden, narrow = [], []
        for at in range(1, self.ours.area.last_column + 1):
            width, wanted = self.seen.width(at), self.ours.seen.width(at)
            if width < HARDLY:
                hidden.append(f"{column_letters(at)}列")
            elif width < wanted * NARROW:
                narrow.append((at, width, wanted))
        places = [*flat, *hidden, *self.seen.hidden]
        for place in places[:NAMED]:
            more = f"等{len(places)}处" if len(places) > NAMED else ""
            yield Contradiction(HIDDEN, f"{self.name}的{place}{more}是隐藏的", f"导出的{self.sheet}没有隐藏的行列")
        for at, width, wanted in narrow:
            here = f"{self.name}的{column_letters(at)}列宽{width:g}，显示不全"
            yield Contradiction(UNSEEN, here, f"导出的{self.sheet}宽{wanted:g}")

    def is_flat(self, row: int) -> bool:
        return self.seen.height(row) < self.ours.seen.height(row) * NARROW

    def beside_cells(self) -> Iterator[Contradiction]:
        """Content outside cells: comments, drawings, headers, conditional formats, other elements."""
        there = f"导出的{self.sheet}没有"
        if self.seen.header:
            yield Contradiction(WHAT, f"{self.name}有页眉“{hide(self.seen.header)[:LONGEST]}”", there)
        kinds = [
            one.kind for part in (self.package.workbook_part, self.own.part) for one in self.package.relations(part).values()
        ]
        more = [one for one in (*kinds, *sorted(self.seen.tags)) if one not in UNASKED and one not in self.ours.seen.tags]
        part_names = [PARTS[one] for one in more if one in PARTS] or [f"“{hide(one)[:LONGEST]}”" for one in more]
        where = f"（{'、'.join(commented)}）" if (commented := comments_in(self.package, self.own)) else ""
        for what in dict.fromkeys(part_names):
            yield Contradiction(WHAT, f"{self.name}有{what}{where if what == '批注' else ''}", there)

    def cells(self) -> Iterator[Contradiction]:
        """Cells that look otherwise, lie outside the form, or are not plain values."""
        unlike: dict[str, list[FilledCell]] = {}
        formats: dict[str, list[FilledCell]] = {}
        outside: list[FilledCell] = []
        for cell, why, code in self.looked_at():
            if place_of(cell.address) not in self.ours.area:
                outside.append(cell)
            elif why:
                unlike.setdefault(why, []).append(cell)
            elif code:
                formats.setdefault(code, []).append(cell)
        for why, found in unlike.items():
            yield from self.contradictions(UNSEEN, found, "的“{}”", f"{why}，导出的{self.sheet}不是这样")
        for address in self.seen.twice()[:NAMED]:
            yield Contradiction(WHAT, f"{self.name}!{address}写了两次", "各程序显示的不一样")
        for address in self.seen.formulas[:NAMED]:
            here = f"{self.name}!{address}是公式，打开后显示的可能不是所核验的"
            yield Contradiction(WHAT, here, f"导出的{self.sheet}只有值")
        last = f"{column_letters(self.ours.area.last_column)}{self.ours.area.last_row}"
        yield from self.contradictions(WHAT, outside, "为“{}”", f"导出的{self.sheet}只到{last}")
        for code, found in formats.items():
            there = f"格式为“{hide(code)[:LONGEST]}”，显示的可能不是它"
            yield from self.contradictions(FORMAT, found, "实际为“{}”", there)

    def looked_at(self) -> Iterator[tuple[FilledCell, str, str]]:
        """(cell, reason why its display differs from its value or '', its number format if it differs)."""
        looks, runs = Looks(self.package), Runs(self.package)
        merged = self.seen.merged - self.ours.seen.merged
        for cell in self.seen.cells:
            look, wanted = looks.of(cell.style), self.ours.looks.of(self.ours.seen.styles.get(cell.address, 0))
            why = look.unlike(wanted) or (runs.unlike(markup.whole(cell.text), look, looks) if cell.kind == "s" else "")
            place = place_of(cell.address)
            if any(place in area and place != (area.first_row, area.first_column) for area in merged):
                why = COVERED
            elif not why and _TURNED.search(cell.held(self.package)):
                why = TURNED
            yield cell, why, "" if look.code in SHOWS_ALL or look.code == wanted.code else look.code

    def contradictions(self, what: str, cells: list[FilledCell], how: str, there: str) -> Iterator[Contradiction]:
        """The first of these cells, with how many there are."""
        more = f"（共{len(cells)}格）" if len(cells) > NAMED else ""
        for cell in cells[:NAMED]:
            yield Contradiction(what, f"{self.name}!{cell.address}{how.format(cell.shown(self.package))}{more}", there)

    def words(self) -> Iterator[Contradiction]:
        """Changed fixed texts of the form: 金额 changed to 金额（万元） changes the meaning of the figures."""
        shown = {cell.address: cell.held(self.package) for cell in self.seen.cells}
        changed = [(at, words) for at, words in self.ours.words.items() if plain(shown.get(at, "")) != plain(words)]
        more = f"（共{len(changed)}处）" if len(changed) > NAMED else ""
        for at, words in changed[:NAMED]:
            here = f"{self.name}!{at}为“{hide(shown.get(at, ''))[:LONGEST]}”{more}"
            yield Contradiction(WORDS, here, f"导出的为“{words}”")

    def other_capitals(self, c: ClassFile) -> Iterator[Contradiction]:
        """The amount in capital characters beside 合计, where it is another one."""
        at = FORMS[ACCOUNTS].by_label[TOTAL].note_at.partition(":")[0]
        stated = next((cell.held(self.package) for cell in self.seen.cells if cell.address == at), "").partition("；")[0]
        if stated.startswith(CAPITALS) and plain(stated) != plain(capitals_of(c.accounts.total)):
            there = f"{self.name}!{c.places[ACCOUNTS].address(TOTAL)}的大写为“{capitals_of(c.accounts.total)}”"
            yield Contradiction("合计的大写不一致", f"{self.name}!{at}为“{hide(stated)[:LONGEST]}”", there)

    def unprinted(self) -> Iterator[Contradiction]:
        """Part of the form that the print area leaves out."""
        area = self.ours.area
        for one in self.package.names:
            if one.name.casefold() == PRINT_AREA and one.sheet == self.own.title:
                printed = one.refers_to.rpartition("!")[2].replace("$", "")
                try:
                    kept = parse_area(printed)
                except ValueError:
                    kept = None
                if kept is None or (1, 1) not in kept or (area.last_row, area.last_column) not in kept:
                    here = f"{self.name}的打印区域为{printed[:LONGEST]}"
                    yield Contradiction("附件中有打印不出的内容", here, f"导出的{self.sheet}打印整张表")


def comments_in(package: Package, own: SheetPart) -> list[str]:
    """The cells that have one, the first of them."""
    found: list[str] = []

    def started(tag: str, attributes: markup.Attributes) -> None:
        if tag == "comment":
            found.append(attributes.get("ref", ""))

    for relation in package.relations(own.part).values():
        if relation.kind == "comments" and (part := package.find(relation.target)):
            package.stream(part, lambda opened: markup.walk(opened, started))
    return found[:NAMED]
