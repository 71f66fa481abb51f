"""Fast reader of sheet parts in the common form, by regex instead of XML events.

Excel, WPS, LibreOffice, openpyxl and this product write cells as ``<c r s t>`` with a formula and a value inside. If all of
``<sheetData>`` has that form, the regexes give the same cells as the XML parser in a fifth of the time. Anything else (other
attributes, rich text, comments, white space between elements, a cell in the wrong row) raises ``NotPlain``; the XML parser
then decides what is malformed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from udfs.values.regex import regex
from workbooks.ooxml import markup
from workbooks.ooxml.addresses import letters_to_number

LARGEST = 8 * 2**20
"""Largest part, in bytes, that is read in memory; longer ones are streamed."""
R = ' r=""'
"""Prefix for a row's other attributes, so that a second r is detected."""
OPEN, CLOSE, ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"
BEFORE_TEXT, BEHIND_TEXT = "<si><t>", "</t></si>"
LONGEST_KEPT = 4_000
LAST_NUMBER = 9_999_999
"""Largest row number that the regex matches."""
_DECLARED = regex(
    rb"""<\?xml version=["']1\.0["'](?: encoding=["'][Uu][Tt][Ff]-8["'])?(?: standalone=["'](?:yes|no)["'])?\s*\?>"""
)
# Control characters and carriage returns, which the parser rejects or converts, and noncharacters.
_CONTROL = bytes(sorted({*range(32)} - {9, 10}))
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_NO_CHARACTER = b"\xef\xbf"
"""Common prefix of both; rare in other text."""
# openpyxl writes everything beyond ASCII by its number. Of these numbers, the ranges that hold no control character, surrogate
# or noncharacter: all of Chinese, full-width forms and quotation marks among them.
_UNKNOWN_ENTITY = regex(rb"&(?!(?:amp|lt|gt|quot|apos|#(?:[1-9][0-9]{3}|[1-4][0-9]{4}|5[0-4][0-9]{3}|65[1-4][0-9]{2}));)")
_CELLS = regex(
    r'(?:<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]+")?/>)++'
    r'|<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?>'
    r"(?:(<f(?: [^<>/]*)?)(?:/>|(>[^<]*)</f>))?"
    r'(?:<v(/>|>[^<]*</v>)|<is><t(?: xml:space="preserve")?(>[^<]*)</t></is>)?</c>'
    r"|(.)",
    re.DOTALL,
)
_EMPTY_ROW = regex(rb'<row r="[1-9][0-9]{0,6}"([^<>]*)/>')
_ROW = regex(rb'<row r="([1-9][0-9]{0,6})"([^<>]*)>')
_SHARED = regex(r"(?:<\?[^<>]*\?>\s*)?<sst([^<>]*)>(.*)</sst>\s*", re.DOTALL)
_TEXTS = regex(r'<si><t(?: xml:space="preserve")?(?:/>|>([^<]*)</t>)</si>|(.)', re.DOTALL)
_NAMES = regex(rb"<definedNames>(.*)</definedNames>", re.DOTALL)
_NAME = regex(
    r'<definedName name="([^"<&]*)"(?: localSheetId="([0-9]+)")?(?: hidden="[01]")?>([^<]*)</definedName>|(.)', re.DOTALL
)
_ATTRIBUTE = regex(r' ([A-Za-z]\w*(?::[A-Za-z]\w*)?)="([^"<&]*)"')


class NotPlain(Exception):
    """The part needs the XML parser."""


Stored = tuple[int, str, str, markup.Attributes | None, str, str | None]
"""A non-empty cell: column, style, type, formula attributes, formula text, value. All but the column as text."""


@dataclass(frozen=True)
class PlainPart:
    """``around``: the part without its rows; ``rows``: the content of <sheetData>."""

    around: bytes
    rows: bytes


class RowRun(NamedTuple):
    """Consecutive rows that differ only in their number. ``written``: cells of the first row; ``alike``: the same without row
    numbers, b"" if these cannot be distinguished from text."""

    first: int
    last: int
    written: bytes
    alike: bytes


def plain_part(data: bytes) -> PlainPart:
    """Split the part, without checks. Errors: NotPlain."""
    begin = data.find(OPEN)
    end = data.find(CLOSE, begin)
    if begin < 0 or end < 0:
        raise NotPlain
    begin += len(OPEN)
    return PlainPart(data[:begin] + data[end:], data[begin:end])


def check_plain(data: bytes) -> None:
    """Check that the part has no constructs the parser interprets: comments, CDATA, other entities, control characters.
    Errors: NotPlain."""
    declared = _DECLARED.match(data)
    if b"<!" in data or data.find(b"<?", declared.end() if declared else 0) >= 0:
        raise NotPlain
    if len(data.translate(None, _CONTROL)) < len(data) or b"]]>" in data:
        raise NotPlain
    if _NO_CHARACTER in data and any(sign in data for sign in _NO_CHARACTERS):
        raise NotPlain
    if b"&" in data and _UNKNOWN_ENTITY.search(data):
        raise NotPlain


def text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotPlain from None


def texts(data: bytes) -> list[str]:
    """Texts of a sharedStrings part that has no rich text. Errors: NotPlain."""
    check_plain(data)
    found = _SHARED.fullmatch(text_of(data))
    if found is None:
        raise NotPlain
    attributes_in(found[1])
    written = split_texts(found[2]) or listed_texts(found[2])
    return [unescape(text) if "&" in text else text for text in written] if "&" in found[2] else written


def split_texts(items: str) -> list[str]:
    """Texts by str.split; empty if the items are not all of the same form."""
    items = items.replace(f'{BEFORE_TEXT[:-1]} xml:space="preserve">', BEFORE_TEXT)
    if not (items.startswith(BEFORE_TEXT) and items.endswith(BEHIND_TEXT)):
        return []
    found = items[len(BEFORE_TEXT) : -len(BEHIND_TEXT)].split(BEHIND_TEXT + BEFORE_TEXT)
    return found if items.count("<") == len(found) * (BEFORE_TEXT + BEHIND_TEXT).count("<") else []


def listed_texts(items: str) -> list[str]:
    """The same, item by item. Errors: NotPlain."""
    written = []
    for text, other in _TEXTS.findall(items):
        if other:
            raise NotPlain
        written.append(text)
    return written


def runs(data: bytes) -> list[RowRun]:
    """All rows, grouped into runs. Errors: NotPlain.

    Prepared rows below the data differ only in their number. Each is compared with the text expected from the row above,
    which costs a hundredth of parsing it.
    """
    found: list[RowRun] = []
    seen: list[bytes] = []
    at = last = 0
    while at < len(data):
        empty = _EMPTY_ROW.match(data, at)
        if empty is not None:
            attributes_in(R + text_of(empty[1]))
            seen.append(empty[0])
            at = empty.end()
            continue
        head = _ROW.match(data, at)
        end = data.find(ROW_END, at)
        if head is None or end < 0:
            raise NotPlain
        attributes_in(R + text_of(head[2]))
        row = int(head[1])
        if row <= last:
            raise NotPlain
        written = data[head.end() : end]
        seen.append(data[at:end])
        at, last = end + len(ROW_END), row
        alike = b""
        if begins_alike(data, at, row, head[2], written):
            pieces = written.split(head[1] + b'"')
            # The number may also occur in a text, which must not be taken for an address.
            if len(pieces) - 1 == written.count(b'<c r="'):
                alike = b"\0".join(pieces)  # NUL cannot occur: check_plain below rejects it
                at, last = behind_alike(data, at, row, head[2], pieces)
        found.append(RowRun(row, last, written, alike))
    check_plain(b"".join(seen))
    return found


def single_rows(data: bytes, last: int) -> Iterator[tuple[int, bytes]]:
    """(row, its cells as bytes) up to row ``last``. ``data`` must have passed ``check_plain``. Errors: NotPlain."""
    at = row = 0
    while at < len(data):
        empty = _EMPTY_ROW.match(data, at)
        if empty is not None:
            attributes_in(R + text_of(empty[1]))
            at = empty.end()
            continue
        head = _ROW.match(data, at)
        end = data.find(ROW_END, at)
        if head is None or end < 0 or int(head[1]) <= row:
            raise NotPlain
        attributes_in(R + text_of(head[2]))
        row = int(head[1])
        if row > last:
            return
        yield row, data[head.end() : end]
        at = end + len(ROW_END)


def begins_alike(data: bytes, at: int, row: int, attributes: bytes, written: bytes) -> bool:
    """True if the bytes at ``at`` may be the next row with the same content. A cheap test of the first value only, before the
    whole row is built for comparison."""
    number, below = b'%d"' % row, b'%d"' % (row + 1)
    first = written.find(number)
    if first < 0:
        return data.startswith(b'<row r="%b%b>%b' % (below, attributes, written), at)
    behind = first + len(number)
    second = written.find(number, behind)
    between = written[behind : second if second >= 0 else len(written)]
    return data.startswith(b'<row r="%b%b>%b%b%b' % (below, attributes, written[:first], below, between), at)


def behind_alike(data: bytes, at: int, row: int, attributes: bytes, pieces: Sequence[bytes]) -> tuple[int, int]:
    """(end offset, last row number) of the rows from ``at`` that repeat ``row``."""
    while row < LAST_NUMBER:
        number = b"%d" % (row + 1)
        expected = b'<row r="%b"%b>%b</row>' % (number, attributes, (number + b'"').join(pieces))
        if not data.startswith(expected, at):
            break
        at += len(expected)
        row += 1
    return at, row


def cells(written: str, row: int) -> list[Stored]:
    """The non-empty cells of a row, in document order. Errors: NotPlain."""
    found: list[Stored] = []
    number = str(row)
    for letters, digits, style, kind, attributes, body, value, run, other in _CELLS.findall(written):
        if letters:
            if digits != number:
                raise NotPlain
            formula = attributes_in(attributes[2:]) if attributes else None
            text = value[1:-4] if value else run[1:] if run else None
            if formula is not None or text is not None:
                body = body[1:]
                if text and "&" in text:
                    text = unescape(text)
                found.append((column_of(letters), style, kind, formula, formula_text(body) if "&" in body else body, text))
        elif other:
            raise NotPlain
    return found


def chosen(written: bytes, row: int, columns: Sequence[str]) -> bytes:
    """The cells of a row as bytes, only of the given columns (letters). Errors: NotPlain."""
    if written.count(b"<c") != written.count(b'<c r="'):
        raise NotPlain
    found = []
    for letters in columns:
        begin = written.find(f'<c r="{letters}{row}"'.encode())
        if begin >= 0:
            end = written.find(b"<c ", begin + 1)
            found.append(written[begin : end if end >= 0 else len(written)])
    return b"".join(found)


def without_names(data: bytes) -> tuple[bytes, bytes]:
    """Split a workbook part into (part without defined names, content of <definedNames>). Errors: NotPlain."""
    found = _NAMES.search(data)
    if found is None:
        return data, b""
    check_plain(data)
    return data[: found.start()] + data[found.end() :], found[1]


def names_in(written: bytes) -> list[tuple[str, str, str]]:
    """(name, sheet index or "", formula text) of each defined name. Errors: NotPlain."""
    found = []
    for name, sheet, text, other in _NAME.findall(text_of(written)):
        if other:
            raise NotPlain
        found.append((name, sheet, unescape(text) if "&" in text else text))
    return found


def formula_text(body: str) -> str:
    """Unescaped formula; cached unless very long, since workbooks from one template share formulas."""
    return _formula_text(body) if len(body) < LONGEST_KEPT else unescape(body)


_formula_text = lru_cache(maxsize=2048)(unescape)


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    found = letters_to_number(letters)
    if not found:
        raise NotPlain
    return found


@lru_cache(maxsize=1024)
def attributes_in(text: str) -> markup.Attributes:
    """Parse attributes, no duplicates allowed. Errors: NotPlain.

    >>> attributes_in(' t="shared" si="3"')
    {'t': 'shared', 'si': '3'}
    """
    found = _ATTRIBUTE.findall(text)
    made = dict(found)
    if len(made) < len(found) or _ATTRIBUTE.sub("", text):
        raise NotPlain
    return made
