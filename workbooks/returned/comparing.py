"""Compares two files of the same workbook, our own and one saved by another program; differences by sheet and kind."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from udfs.records.class_file import CHECKING
from udfs.values.regex import regex
from workbooks.ooxml.addresses import cell_address
from workbooks.ooxml.looks import ASPECTS, Styles, styles_of
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import read_sheet
from workbooks.returned.rebuilt import TODAY, same
from workbooks.returned.sheet_parts import CellPlaces, SheetContents, meaning, sheet_contents

BOOK = "工作簿"
SHEET, VALUE, TEXT, GONE, ARRAY = "工作表", "公式的值", "公式的文字", "公式没有了", "数组公式"
NAME, PRINT, NEW_NAME, PART, DATES = "名称", "打印区域", "多出的名称", "部件", "日期系统"
VALIDATION, PAINT, MERGED, STYLE, WIDTH = "输入检查", "条件格式", "合并单元格", "样式", "列宽"
HARMFUL = frozenset((SHEET, VALUE, TEXT, GONE, ARRAY, NAME, PRINT, DATES, VALIDATION, PAINT, MERGED))
"""Kinds of difference that break the workbook; the others are appearance and additions of the program."""
OWN_NAMES = ("Print_Area", "Print_Titles")
VISIBLE = "visible"
BUILT_IN, FILTER = "_xlnm.", "_FilterDatabase"
WIDTH_SEEN = 0.3
"""Invisible differences in width, in characters: programs measure with their own fonts."""
_NUMBER = regex(r"\d+(?=\.[a-z]+$|\.xml\.rels$)")
_QUOTED = regex(r"'([^'!]+)'!")


@dataclass(frozen=True)
class ReturnedDifference:
    """One difference. ``where``: a cell, a name, an area; ``count``: number of cells concerned."""

    sheet: str
    kind: str
    where: str
    ours: str
    theirs: str
    count: int = 1

    @property
    def harmful(self) -> bool:
        return self.kind in HARMFUL


def compared(ours: Package, theirs: Package) -> list[ReturnedDifference]:
    """All differences, by sheet in workbook order."""
    found = list(of_book(ours, theirs))
    titles = {sheet.title: sheet for sheet in theirs.sheets}
    looks = styles_of(ours), styles_of(theirs)
    for sheet in ours.sheets:
        other = titles.pop(sheet.title, None)
        if other is None:
            found.append(ReturnedDifference(sheet.title, SHEET, sheet.title, "有", "没有"))
            continue
        if (other.state == VISIBLE) is not (sheet.state == VISIBLE):  # LibreOffice has only one kind of hidden sheet
            found.append(ReturnedDifference(sheet.title, SHEET, "隐藏", sheet.state, other.state))
        found += of_cells(ours, theirs, sheet.title)
        if sheet.title != CHECKING:
            found += of_parts(ours, theirs, sheet.title, looks)
    found += [ReturnedDifference(title, SHEET, title, "没有", "有") for title in titles]
    return found


def of_book(ours: Package, theirs: Package) -> Iterator[ReturnedDifference]:
    """Names, print areas, date system, parts of the file."""
    if ours.date1904 != theirs.date1904:
        yield ReturnedDifference(BOOK, DATES, DATES, "1900", "1904" if theirs.date1904 else "1900")
    before, after = names_of(ours), names_of(theirs)
    for key in (*before, *(key for key in after if key not in before)):
        one, other = before.get(key, ""), after.get(key, "")
        if meaning(one) != meaning(other):
            sheet, name = key
            kind = NEW_NAME if key not in before else PRINT if name in OWN_NAMES else NAME
            yield ReturnedDifference(sheet or BOOK, kind, name, one or "没有", other or "没有")
    parts, others = (Counter(_NUMBER.sub("", name) for name in package.archive.entries) for package in (ours, theirs))
    for name in sorted(parts.keys() | others.keys()):
        if parts[name] != others[name]:
            yield ReturnedDifference(BOOK, PART, name, str(parts[name]), str(others[name]))


def names_of(package: Package) -> Mapping[tuple[str, str], str]:
    """{(sheet or "", name): reference}, without filter ranges, which programs handle freely."""
    return {
        (one.sheet or "", one.name.removeprefix(BUILT_IN)): _QUOTED.sub(r"\1!", one.refers_to)
        for one in package.names
        if not one.name.endswith(FILTER)
    }


def of_cells(ours: Package, theirs: Package, title: str) -> Iterator[ReturnedDifference]:
    """Formulas: text, stored result (if predictable), missing ones."""
    one, other = read_sheet(ours, ours.sheet(title)), read_sheet(theirs, theirs.sheet(title))
    found: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    today = ours.names_everywhere.get(TODAY, "")
    arrays = {cell for area in other.arrays for cell in area.cells()} - {cell for area in one.arrays for cell in area.cells()}
    for at, text in one.grid.formulas.items():
        seen = other.grid.formulas.get(at)
        value, stored = one.grid.value(*at), other.grid.value(*at)
        if seen is None:
            found[GONE, text, str(stored or "")].append(at)
            continue
        if text != seen and meaning(text) != meaning(seen):
            found[TEXT, text, seen].append(at)
        if at in arrays:
            found[ARRAY, "不是", "是"].append(at)
        if value is not None and not same(value, stored) and today != f"{title}!{absolute(at)}":
            found[VALUE, str(value), "没有存值" if stored is None else str(stored)].append(at)
    for (kind, before, after), cells in found.items():
        yield ReturnedDifference(title, kind, cell_address(*cells[0]), before, after, len(cells))


def absolute(at: tuple[int, int]) -> str:
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", cell_address(*at))


def of_parts(ours: Package, theirs: Package, title: str, looks: tuple[Styles, Styles]) -> Iterator[ReturnedDifference]:
    """Validations, conditional formats, merged cells, styles, widths."""
    one, other = sheet_contents(ours, ours.sheet(title), looks[0]), sheet_contents(theirs, theirs.sheet(title), looks[1])
    yield from of_areas(title, VALIDATION, one.validations, other.validations)
    yield from of_areas(title, PAINT, one.paints, other.paints)
    for area in sorted(one.merged ^ other.merged, key=str):
        where = f"{cell_address(area.first_row, area.first_column)}:{cell_address(area.last_row, area.last_column)}"
        yield ReturnedDifference(
            title, MERGED, where, "有" if area in one.merged else "没有", "有" if area in other.merged else "没有"
        )
    for column, width in one.widths.items():
        if abs(width - other.widths.get(column, 0)) > WIDTH_SEEN:
            yield ReturnedDifference(title, WIDTH, cell_address(1, column)[:-1], f"{width:g}", f"{other.widths.get(column, 0):g}")
    yield from of_styles(title, one, other, looks)


def of_styles(
    title: str, ours: SheetContents, theirs: SheetContents, looks: tuple[Styles, Styles]
) -> Iterator[ReturnedDifference]:
    """Cell styles; cells with the same change are grouped. Of merged cells only the first is visible."""
    cells_of: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    covered = {cell for area in ours.merged for cell in list(area.cells())[1:]}
    for at in ours.styles.keys() - covered:
        cells_of[ours.style(at), theirs.style(at)].append(at)
    changed: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for (own, other), places in cells_of.items():
        before, after = looks[0].cell(own), looks[1].cell(other)
        for aspect in ASPECTS:
            if before[aspect] != after[aspect]:
                changed[aspect, before[aspect], after[aspect]] += places
    for (aspect, was, now), cells in sorted(changed.items()):
        yield ReturnedDifference(title, STYLE, f"{aspect} {cell_address(*min(cells))}", was or "无", now or "无", len(cells))


def of_areas(
    title: str, kind: str, ours: Mapping[Hashable, CellPlaces], theirs: Mapping[Hashable, CellPlaces]
) -> Iterator[ReturnedDifference]:
    """Properties of cell areas: missing, new, or applied to other cells."""
    for key in (*ours, *(key for key in theirs if key not in ours)):
        before, after = ours.get(key, set()), theirs.get(key, set())
        if before != after:
            where = cell_address(*min(before or after))
            yield ReturnedDifference(title, kind, where, f"{len(before)}格", f"{len(after)}格", len(before ^ after))
