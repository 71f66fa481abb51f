"""What formulas give, written beside them in the file.

Only cells with formulas change, and in them only the stored result. A cell whose result cannot be told here keeps none.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from html import unescape

from udfs.values.regex import regex
from workbooks.files.collector import collector_paused
from workbooks.files.errors import Unusable
from workbooks.ooxml.cell_reader import small_number, to_number
from workbooks.ooxml.package import Package
from workbooks.ooxml.strings import decoded, encoded
from workbooks.ooxml.writing.shared_cells import FEWEST, LONE_NAME
from workbooks.values.answers import Fault, Unknown
from workbooks.values.areas import OF_AREAS
from workbooks.values.book import DEEPEST, WIDTH, Book, FormulaCell, Rule, Run, Sheet
from workbooks.values.choosing import CHOOSING
from workbooks.values.compiling import Compiler, meaning
from workbooks.values.functions import serial
from workbooks.values.matching import Held

_CELL = regex(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_FORMULA = regex(rb"<f([^>]*?)(?:/>|>([^<]*)</f>)")
_VALUE = regex(rb"<v[^>]*>([^<]*)</v>")
_INLINE = regex(rb"<t[^>]*>([^<]*)</t>")
_KIND = regex(rb' t="(\w+)"')
_GROUP = regex(rb'si="(\d+)"')
_MOVING = regex(rb"(?<![\w$.])\$?[A-Z]{1,3}[0-9]+(?![\w(.])")
OWN_ROW, ROW_ABOVE = b"\x00", b"\x01"
"""Stand for the numbers of these rows; no formula in a file holds such characters."""
LARGEST_PART = 160 * 2**20
"""The hidden sheet of workbooks made before December 2026 grows two hundredfold in programs that share no formula; it is made
small again here."""
LONGEST_IN_ALL = 4 * 2**20
"""So many bytes of formulas are read; ours, each of which stands for a column of cells, are a tenth of that."""
SPECIALS = {**CHOOSING, **OF_AREAS}


def with_values(package: Package, today: date) -> bytes:
    """The file with the result of every formula that can be told, as on the day ``today``."""
    written = parts_with_values(package, today)
    return package.archive.rewritten(written) if written else package.data


def parts_with_values(package: Package, today: date) -> dict[str, bytes]:
    """The sheets that change, by the name of their part; none where the workbook is more than can be computed here."""
    if package.date1904:
        return {}  # every date would be four years off
    try:
        book, parts = read(package, today)
    except (Unusable, Unknown):
        return {}
    with collector_paused(), deep():
        written = {part: stored(book, sheet, source) for part, (sheet, source) in parts.items() if sheet.cells}
    return {part: found for part, found in written.items() if found != parts[part][1]}


@contextmanager
def deep() -> Iterator[None]:
    """Cells ask for one another row upon row."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def compiled(book: Book, sheet: Sheet, rule: Rule) -> Run:
    """What a formula gives in each row. Errors: Unknown."""
    return Compiler(book, SPECIALS, sheet, rule.row, rule.column).value(meaning(rule.text))


def source_of(package: Package, part: str) -> bytes:
    """Errors: Unusable for one that is too large."""
    return package.read(part, LARGEST_PART)


def read(package: Package, today: date) -> tuple[Book, Mapping[str, tuple[Sheet, bytes]]]:
    """The workbook, and its sheets with what their part says, by the name of that part."""
    texts = Texts()
    parts: dict[str, tuple[Sheet, bytes]] = {}
    for one in package.sheets:
        source = source_of(package, one.part)
        parts[one.part] = _sheet(one.title, source, package, texts), source
    names = {one.name: one.refers_to for one in package.names if one.sheet is None}
    return Book({sheet.title: sheet for sheet, _ in parts.values()}, names, serial(today), compiled), parts


class Texts:
    """The formulas of a workbook so far. Errors: Unknown when they are too many to read."""

    def __init__(self) -> None:
        self.length = 0
        self.above: dict[int, tuple[bytes, Rule, bytes]] = {}
        """Column of the sheet at hand -> the formula last spelled out there, as ``_seen_from`` gives it, and its rule; the text
        again if it is the same in every row."""

    def take(self, text: bytes) -> str:
        self.length += len(text)
        if self.length > LONGEST_IN_ALL:
            raise Unknown
        return decoded(_plain(text))


def _sheet(title: str, source: bytes, package: Package, texts: Texts) -> Sheet:
    sheet = Sheet(title)
    columns: dict[bytes, int] = {}
    groups: dict[tuple[bytes, int], Rule] = {}
    rules, held, last = sheet.rules, sheet.held, 0
    texts.above = {}
    for found in _CELL.finditer(source):
        letters, digits, attributes, inside = found.groups()
        if inside is None:
            continue
        column = columns.get(letters) or columns.setdefault(letters, _column(letters))
        row = int(digits)
        last = max(last, row)
        formula = _FORMULA.search(inside)
        if formula is None:
            held[row * WIDTH + column] = _typed(attributes, inside, package)
            continue
        rule = _rule(formula, row, column, groups, texts)
        if rule is None:
            # A formula of a kind that is not computed here: what is stored beside it holds.
            held[row * WIDTH + column] = _typed(attributes, inside, package)
        else:
            rules[row * WIDTH + column] = rule
            sheet.cells.append(FormulaCell(found.start(), found.end(), letters, row, column, attributes, inside, formula.span()))
    sheet.last_row = last
    return sheet


def _rule(formula: re.Match[bytes], row: int, column: int, groups: dict[tuple[bytes, int], Rule], texts: Texts) -> Rule | None:
    attributes, text = formula.groups()
    if b't="shared"' in attributes:
        found = _GROUP.search(attributes)
        if found is None:
            return None
        group = found[1], column
        if text:
            groups[group] = Rule(texts.take(text), row, column)
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
            groups[group] = Rule(texts.take(text), row, column)
        alike = b"" if OWN_ROW in seen or ROW_ABOVE in seen or seen != text else text
        above = texts.above[column] = seen, groups[group], alike
    above[1].spelled_out.append(row)
    return above[1]


def _seen_from(text: bytes, row: int) -> bytes:
    """A formula in which nothing tells its row: programs that share no formula write it out in each cell of a column.

    One that speaks of a cell that would move along, but stands still here, keeps its row.
    """
    seen = _in_row(row).sub(OWN_ROW, text)
    if row > 1:
        seen = _in_row(row - 1).sub(ROW_ABOVE, seen)
    return b"%d %s" % (row, text) if _MOVING.search(seen) else seen


@lru_cache(maxsize=4096)
def _in_row(row: int) -> re.Pattern[bytes]:
    return re.compile(rb"(?<=[A-Z])%d(?![\d_(])" % row)


def _typed(attributes: bytes, inside: bytes, package: Package) -> Held:
    kind = _KIND.search(attributes)
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
        return Fault(text)
    number = to_number(text.strip())
    return number if isinstance(number, str) else float(number)


def stored(book: Book, sheet: Sheet, source: bytes) -> bytes:
    """The part of the sheet with the results of its formulas, and with formulas shared that could be."""
    share(sheet, source)
    pieces: list[bytes] = []
    at, bare = 0, _Bare()
    for cell in sheet.cells:
        rule = sheet.rules[cell.row * WIDTH + cell.column]
        formula = cell.formula() if rule.group < 0 else shared(rule, cell)
        kind, value = told(book, sheet, cell.row * WIDTH + cell.column)
        pieces += source[at : cell.start], b'<c r="%s%d"%s%s>%s%s</c>' % (
            cell.letters, cell.row, bare[cell.attributes], kind, formula, value
        )  # fmt: skip
        at = cell.end
    return b"".join((*pieces, source[at:]))


class _Bare(dict[bytes, bytes]):
    """The attributes of a cell without its kind; a sheet has a few dozen."""

    def __missing__(self, attributes: bytes) -> bytes:
        self[attributes] = found = _KIND.sub(b"", attributes)
        return found


def share(sheet: Sheet, source: bytes) -> None:
    """Give the formulas that are spelled out in cells right below one another the number of a shared one."""
    number = max((int(found) for found in _GROUP.findall(source)), default=-1) + 1
    for rule in {id(rule): rule for rule in sheet.rules.values()}.values():
        rows = rule.spelled_out
        if len(rows) >= FEWEST and rows[-1] - rows[0] == len(rows) - 1 and not LONE_NAME.fullmatch(rule.text):
            rule.group = number
            number += 1


def shared(rule: Rule, cell: FormulaCell) -> bytes:
    """The formula of a cell as one that others share."""
    if cell.row != rule.row:
        return b'<f t="shared" si="%d"/>' % rule.group
    formula = _FORMULA.search(cell.inside)
    assert formula
    area = b"%s%d:%s%d" % (cell.letters, cell.row, cell.letters, rule.spelled_out[-1])
    return b'<f t="shared" ref="%s" si="%d">%s</f>' % (area, rule.group, formula[2])


def told(book: Book, sheet: Sheet, place: int) -> tuple[bytes, bytes]:
    """The kind of the result as an attribute, and the result as an element; nothing where it cannot be told."""
    try:
        value = book.at(sheet, place)
    except Unknown:
        return b"", b""
    except Fault as fault:
        return b' t="e"', b"<v>%s</v>" % fault.code.encode()
    if isinstance(value, bool):
        return b' t="b"', b"<v>%d</v>" % value
    if isinstance(value, str):
        return b' t="str"', b"<v>%s</v>" % encoded(value).encode() if value else b"<v/>"
    figure = float(value or 0)
    return b"", b"<v>%s</v>" % (str(int(figure)) if figure == int(figure) and abs(figure) < 1e15 else repr(figure)).encode()


def _plain(text: bytes) -> str:
    shown = text.decode("utf-8")
    return unescape(shown) if "&" in shown else shown


def _column(letters: bytes) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at
