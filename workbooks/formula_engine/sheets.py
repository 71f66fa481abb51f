"""Reads the sheets of a workbook for the evaluator: typed values and formula cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from html import unescape

from udfs.values.regex import regex
from workbooks.files.collector import collector_paused
from workbooks.formula_engine.answers import CellError, Unknown
from workbooks.formula_engine.areas import OF_AREAS
from workbooks.formula_engine.book import WIDTH, CompiledFormula, FormulaBook, FormulaCell, FormulaGroup, FormulaSheet
from workbooks.formula_engine.choosing import CHOOSING
from workbooks.formula_engine.compiling import Compiler, meaning
from workbooks.formula_engine.functions import serial
from workbooks.formula_engine.matching import Held
from workbooks.formula_engine.row_templates import CELL, KIND, RowMatcher, column_of
from workbooks.formula_engine.substituting import OF_TEXTS
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.cell_reader import small_number, to_number
from workbooks.ooxml.strings import decoded

_FORMULA = regex(rb"<f([^>]*?)(?:/>|>([^<]*)</f>)")
_VALUE = regex(rb"<v[^>]*>([^<]*)</v>")
_INLINE = regex(rb"<t[^>]*>([^<]*)</t>")
_GROUP = regex(rb'si="(\d+)"')
_MOVING = regex(rb"(?<![\w$.])\$?[A-Z]{1,3}[0-9]+(?![\w(.])")
OWN_ROW, ROW_ABOVE = b"\x00", b"\x01"
"""Placeholders for the number of the formula's row and of the row above; XML allows neither character."""
LARGEST_PART = 160 * 2**20
"""Longest sheet part, in bytes unpacked. Programs that do not share formulas enlarge the hidden sheet of workbooks made
before December 2026 two hundredfold; it is made small again here."""
LONGEST_IN_ALL = 4 * 2**20
"""Most bytes of formula text per workbook; ours, one formula per column, need a tenth of that."""
SPECIALS = {**CHOOSING, **OF_AREAS, **OF_TEXTS}


def compiled(book: FormulaBook, sheet: FormulaSheet, rule: FormulaGroup) -> CompiledFormula:
    """Compile a formula. Errors: Unknown."""
    return Compiler(book, SPECIALS, sheet, rule.row, rule.column).value(meaning(rule.text))


def source_of(package: Package, part: str) -> bytes:
    """The bytes of a sheet part. Errors: Unusable if it is too large."""
    return package.read(part, LARGEST_PART)


def read_formula_book(package: Package, today: date) -> tuple[FormulaBook, Mapping[str, tuple[FormulaSheet, bytes]]]:
    """Read the workbook. Returns it with a map of part name -> (sheet, bytes of the part). Errors: Unusable, Unknown."""
    texts = FormulaTexts()
    parts: dict[str, tuple[FormulaSheet, bytes]] = {}
    with collector_paused():
        for one in package.sheets:
            source = source_of(package, one.part)
            parts[one.part] = _sheet(one.title, source, package, texts), source
    names = {one.name: one.refers_to for one in package.names if one.sheet is None}
    return FormulaBook({sheet.title: sheet for sheet, _ in parts.values()}, names, serial(today), compiled), parts


class FormulaTexts:
    """Formula texts read so far in a workbook. Errors: Unknown if they exceed the limit."""

    def __init__(self) -> None:
        self.length = 0
        self.above: dict[int, tuple[bytes, FormulaGroup, bytes]] = {}
        """Column -> the last full formula in it on the current sheet: (text normalised by ``_seen_from``, its group, the text
        itself if it is the same in every row, else b"")."""
        self.spoken_anew = False
        """True if the index of a shared formula was assigned to another formula."""

    def take(self, text: bytes) -> str:
        self.length += len(text)
        if self.length > LONGEST_IN_ALL:
            raise Unknown
        return decoded(_plain(text))


def _sheet(title: str, source: bytes, package: Package, texts: FormulaTexts) -> FormulaSheet:
    sheet = FormulaSheet(title)
    columns = _Columns()
    groups: dict[tuple[bytes, int], FormulaGroup] = {}
    rules, held = sheet.rules, sheet.held
    texts.above = {}
    alike, start = RowMatcher(), 0
    while start < len(source):
        end = source.find(b"</row>", start)
        if end < 0:
            end = len(source)
        first = source.find(b">", source.rfind(b"<row", start, end)) + 1
        like = alike.found(source, first, end)
        if like is not None:
            row = like.row * WIDTH
            rules.update([(row + column, rule) for column, rule in like.shape.rules])
            for (column, attributes), value in zip(like.shape.typed, like.typed, strict=True):
                held[row + column] = _typed(attributes, b"<v>%s</v>" % value, package)
            sheet.cells.append(like)
            sheet.last_row = max(sheet.last_row, like.row)
        else:
            cells = _cells(sheet, source, start, end, package, texts, columns, groups)
            if texts.spoken_anew:
                alike.forget()
                texts.spoken_anew = False
            alike.learn(source, first, end, cells, rules)
            sheet.cells += cells
        start = end + len(b"</row>")
    return sheet


def _cells(
    sheet: FormulaSheet,
    source: bytes,
    start: int,
    end: int,
    package: Package,
    texts: FormulaTexts,
    columns: _Columns,
    groups: dict[tuple[bytes, int], FormulaGroup],
) -> list[FormulaCell]:
    """Read the cells between ``start`` and ``end`` into the sheet; returns those with a formula that is computed here."""
    rules, held, made = sheet.rules, sheet.held, []
    for found in CELL.finditer(source, start, end):
        letters, digits, attributes, inside = found.groups()
        if inside is None:
            continue
        column, row = columns[letters], int(digits)
        place = row * WIDTH + column
        sheet.last_row = max(sheet.last_row, row)
        formula = _FORMULA.search(inside)
        if formula is None:
            held[place] = _typed(attributes, inside, package)
            continue
        rule = _rule(formula, row, column, groups, texts)
        if rule is None:
            # Unsupported kind of formula: its cached value is used.
            held[place] = _typed(attributes, inside, package)
        else:
            rules[place] = rule
            made.append(FormulaCell(found.start(), found.end(), letters, row, column, attributes, inside, formula.span()))
    return made


class _Columns(dict[bytes, int]):
    """Cache: column letters -> column number."""

    def __missing__(self, letters: bytes) -> int:
        self[letters] = found = column_of(letters)
        return found


def _rule(
    formula: re.Match[bytes], row: int, column: int, groups: dict[tuple[bytes, int], FormulaGroup], texts: FormulaTexts
) -> FormulaGroup | None:
    attributes, text = formula.groups()
    if b't="shared"' in attributes:
        found = _GROUP.search(attributes)
        if found is None:
            return None
        group = found[1], column
        if text:
            texts.spoken_anew |= group in groups
            groups[group] = FormulaGroup(texts.take(text), row, column)
        return groups.get(group)
    if not text or b't="' in attributes:
        return None
    above = texts.above.get(column)
    if above is not None and text == above[2]:
        above[1].spelled_out.append(row)
        return above[1]
    if above is None or above[0].replace(OWN_ROW, b"%d" % row).replace(ROW_ABOVE, b"%d" % (row - 1)) != text:
        seen = _seen_from(text, row)
        group = seen, column
        if group not in groups:
            groups[group] = FormulaGroup(texts.take(text), row, column)
        alike = b"" if OWN_ROW in seen or ROW_ABOVE in seen or seen != text else text
        above = texts.above[column] = seen, groups[group], alike
    above[1].spelled_out.append(row)
    return above[1]


def _seen_from(text: bytes, row: int) -> bytes:
    """Normalise a formula by replacing its row numbers, so that copies in one column compare equal.

    Programs that do not share formulas write the full text in each cell. A formula that still contains a relative row after
    that is not the same when copied; its own row number keeps it distinct.
    """
    seen = _in_row(row).sub(OWN_ROW, text)
    if row > 1:
        seen = _in_row(row - 1).sub(ROW_ABOVE, seen)
    return b"%d %s" % (row, text) if _MOVING.search(seen) else seen


@lru_cache(maxsize=4096)
def _in_row(row: int) -> re.Pattern[bytes]:
    return re.compile(rb"(?<=[A-Z])%d(?![\d_(])" % row)


def _typed(attributes: bytes, inside: bytes, package: Package) -> Held:
    kind = KIND.search(attributes)
    of = kind[1] if kind else b"n"
    if of == b"inlineStr":
        return decoded("".join(_plain(one[1]) for one in _INLINE.finditer(inside))) or None
    found = _VALUE.search(inside)
    if found is None:
        return None
    text = _plain(found[1])
    if of == b"s":
        at = small_number(text, -1)
        return package.strings[at] or None if 0 <= at < len(package.strings) else None
    if of == b"str":
        return decoded(text)
    if of == b"b":
        return text == "1"
    if of == b"e":
        return CellError(text)
    number = to_number(text.strip())
    return number if isinstance(number, str) else float(number)


def _plain(text: bytes) -> str:
    shown = text.decode("utf-8")
    return unescape(shown) if "&" in shown else shown
