"""Writes cached values of formulas into the file.

Only formula cells change: their cached value, and the formula where it can be shared. A cell that cannot be computed keeps no
cached value.
"""

from __future__ import annotations

from datetime import date

from udfs.values.regex import regex
from workbooks.files.collector import collector_paused
from workbooks.files.errors import Unusable
from workbooks.formula_engine.answers import CellError, Unknown
from workbooks.formula_engine.book import ROW, WIDTH, FormulaBook, FormulaCell, FormulaGroup, FormulaSheet, TemplateRow, deep
from workbooks.formula_engine.matching import Held
from workbooks.formula_engine.row_templates import KIND
from workbooks.formula_engine.sheets import read_formula_book
from workbooks.ooxml.package import Package
from workbooks.ooxml.strings import encoded
from workbooks.ooxml.writing.shared_cells import FEWEST, LONE_NAME

_FORMULA = regex(rb"<f([^>]*?)(?:/>|>([^<]*)</f>)")
_GROUP = regex(rb'si="(\d+)"')


def with_values(package: Package, today: date) -> bytes:
    """The workbook file with cached values as of the day ``today``."""
    written = parts_with_values(package, today)
    return package.archive.rewritten(written) if written else package.data


def parts_with_values(package: Package, today: date) -> dict[str, bytes]:
    """Part name -> new bytes, for sheets that change; empty if the workbook cannot be evaluated."""
    if package.date1904:
        return {}  # 1904 date system: every date would be four years off
    try:
        book, parts = read_formula_book(package, today)
    except (Unusable, Unknown):
        return {}
    with collector_paused():
        written = deep(lambda: {part: stored(book, sheet, source) for part, (sheet, source) in parts.items() if sheet.cells})
    return {part: found for part, found in written.items() if found != parts[part][1]}


def stored(book: FormulaBook, sheet: FormulaSheet, source: bytes) -> bytes:
    """The bytes of a sheet part with cached values and shared formulas."""
    share(sheet, source)
    pieces: list[bytes] = []
    at, bare, results = 0, _Bare(), StoredResults(book, sheet)
    for cell in sheet.cells:
        pieces.append(source[at : cell.start])
        if isinstance(cell, TemplateRow):
            pieces.append(alike_row(cell, results))
        else:
            rule = sheet.rules[cell.row * WIDTH + cell.column]
            formula = cell.formula() if rule.group < 0 else shared(rule, cell)
            kind, value = results.at(cell.row * WIDTH + cell.column)
            pieces.append(b'<c r="%s%d"%s%s>%s%s</c>' % (cell.letters, cell.row, bare[cell.attributes], kind, formula, value))
        at = cell.end
    return b"".join((*pieces, source[at:]))


def alike_row(row: TemplateRow, results: StoredResults) -> bytes:
    """The cells of a template row with their cached values."""
    stored_values: list[bytes] = []
    typed, start = iter(row.typed), row.row * WIDTH
    for column in row.shape.columns:
        if column:
            stored_values += results.at(start + column)
        else:
            stored_values.append(next(typed))
    return row.shape.written.replace(ROW, b"%d" % row.row) % tuple(stored_values)


class _Bare(dict[bytes, bytes]):
    """Cache: attributes of a cell -> the same without t."""

    def __missing__(self, attributes: bytes) -> bytes:
        self[attributes] = found = KIND.sub(b"", attributes)
        return found


def share(sheet: FormulaSheet, source: bytes) -> None:
    """Assign a shared formula index to groups whose full formulas are in consecutive rows."""
    number = max((int(found) for found in _GROUP.findall(source)), default=-1) + 1
    for rule in {id(rule): rule for rule in sheet.rules.values()}.values():
        rows = rule.spelled_out
        if len(rows) >= FEWEST and rows[-1] - rows[0] == len(rows) - 1 and not LONE_NAME.fullmatch(rule.text):
            rule.group = number
            number += 1


def shared(rule: FormulaGroup, cell: FormulaCell) -> bytes:
    """The <f> element of a cell in a shared formula."""
    if cell.row != rule.row:
        return b'<f t="shared" si="%d"/>' % rule.group
    formula = _FORMULA.search(cell.inside)
    assert formula
    area = b"%s%d:%s%d" % (cell.letters, cell.row, cell.letters, rule.spelled_out[-1])
    return b'<f t="shared" ref="%s" si="%d">%s</f>' % (area, rule.group, formula[2])


class StoredResults:
    """Cached values of a sheet in file form: (t attribute, <v> element)."""

    def __init__(self, book: FormulaBook, sheet: FormulaSheet) -> None:
        self.book, self.sheet = book, sheet
        self.known: dict[Held, tuple[bytes, bytes]] = {}
        """Cache of encoded values; bool is excluded because TRUE == 1."""

    def at(self, place: int) -> tuple[bytes, bytes]:
        """The cached value at a position; (b"", b"") if it cannot be computed."""
        try:
            value = self.book.held(self.sheet, place)
        except Unknown:
            return b"", b""
        if type(value) is bool:
            return stored_value(value)
        found = self.known.get(value)
        if found is None:
            self.known[value] = found = stored_value(value)
        return found


def stored_value(value: Held) -> tuple[bytes, bytes]:
    """Encode a value as (t attribute, <v> element)."""
    if isinstance(value, CellError):
        return b' t="e"', b"<v>%s</v>" % value.code.encode()
    if isinstance(value, bool):
        return b' t="b"', b"<v>%d</v>" % value
    if isinstance(value, str):
        return b' t="str"', b"<v>%s</v>" % encoded(value).encode() if value else b"<v/>"
    figure = float(value or 0)
    return b"", b"<v>%s</v>" % (str(int(figure)) if figure == int(figure) and abs(figure) < 1e15 else repr(figure)).encode()
