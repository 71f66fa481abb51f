"""The cells of a sheet written the way nearly all programs write them, read by one pattern instead of event by event.

Excel, WPS, LibreOffice, openpyxl and we ourselves write a cell as ``<c r s t>`` with a formula and a value inside. Where every
byte of ``<sheetData>`` is of that shape, the pattern gives the same cells as the parser does, in a fifth of the time. Whatever is
not - other attributes, rich text, entities, a comment, white space between elements, a cell in another row than its own - is left
to the parser, which alone decides what is broken and what is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from workbooks import markup
from workbooks.addresses import letters_to_number

LARGEST = 8 * 2**20
"""Parts of more bytes are read in a stream, whatever they look like: here the whole part is in memory."""
MARK = '#"'
R = ' r=""'
"""Stands before the other attributes of a row: none of them may be another r."""
OPEN, CLOSE = b"<sheetData>", b"</sheetData>"
_DECLARED = re.compile(
    rb"""<\?xml version=["']1\.0["'](?: encoding=["'][Uu][Tt][Ff]-8["'])?(?: standalone=["'](?:yes|no)["'])?\s*\?>"""
)
# What the parser refuses or reads as something else: control characters and carriage returns, and what no text may hold.
_CONTROL = bytes(sorted({*range(32)} - {9, 10}))
_NO_TEXT = (b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"]]>")
_UNKNOWN_ENTITY = re.compile(b"&(?!(?:amp|lt|gt|quot|apos);)")
_CELLS = re.compile(
    r'(?:<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]+")?/>)++'
    r'|<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?>'
    r"(?:(<f(?: [^<>/]*)?)(?:/>|(>[^<]*)</f>))?"
    r'(?:<v(/>|>[^<]*</v>)|<is><t(?: xml:space="preserve")?(>[^<]*)</t></is>)?</c>'
    r"|(.)",
    re.DOTALL,
)
_EMPTY_ROW = re.compile(r'<row r="[1-9][0-9]{0,6}"([^<>]*)/>')
_ROW = re.compile(r'<row r="([1-9][0-9]{0,6})"([^<>]*)>')
_SHARED = re.compile(r"(?:<\?[^<>]*\?>\s*)?<sst([^<>]*)>(.*)</sst>\s*", re.DOTALL)
_TEXTS = re.compile(r'<si><t(?: xml:space="preserve")?(?:/>|>([^<]*)</t>)</si>|(.)', re.DOTALL)
_NAMES = re.compile(rb"<definedNames>(.*)</definedNames>", re.DOTALL)
_NAME = re.compile(
    r'<definedName name="([^"<&]*)"(?: localSheetId="([0-9]+)")?(?: hidden="[01]")?>([^<]*)</definedName>|(.)', re.DOTALL
)
_ATTRIBUTE = re.compile(r' ([A-Za-z]\w*(?::[A-Za-z]\w*)?)="([^"<&]*)"')


class NotPlain(Exception):
    """Something stands there that only the parser can tell."""


Stored = tuple[int, str, str, markup.Attributes | None, str, str | None]
"""A cell that holds something: column, style, kind, its formula's attributes and text, and its value; all as text."""


@dataclass(frozen=True)
class PlainPart:
    """``around``: the part without its rows; ``rows``: what stands between <sheetData> and its end."""

    around: bytes
    rows: str


def plain_part(data: bytes) -> PlainPart:
    """The part taken apart. Raises ``NotPlain``."""
    begin = data.find(OPEN)
    end = data.find(CLOSE, begin)
    if begin < 0 or end < 0:
        raise NotPlain
    check_plain(data)
    begin += len(OPEN)
    return PlainPart(data[:begin] + data[end:], text_of(data[begin:end]))


def check_plain(data: bytes) -> None:
    """Raises ``NotPlain`` for a part that the parser may read otherwise than character by character."""
    declared = _DECLARED.match(data)
    if b"<!" in data or data.find(b"<?", declared.end() if declared else 0) >= 0:
        raise NotPlain
    if len(data.translate(None, _CONTROL)) < len(data) or any(sign in data for sign in _NO_TEXT):
        raise NotPlain
    if b"&" in data and _UNKNOWN_ENTITY.search(data):
        raise NotPlain


def text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotPlain from None


def texts(data: bytes) -> list[str]:
    """The texts of a sharedStrings part that has plain ones only, as they are written. Raises ``NotPlain``."""
    check_plain(data)
    found = _SHARED.fullmatch(text_of(data))
    if found is None:
        raise NotPlain
    attributes_in(found[1])
    written = []
    for text, other in _TEXTS.findall(found[2]):
        if other:
            raise NotPlain
        written.append(unescape(text) if "&" in text else text)
    return written


def rows(text: str) -> Iterator[tuple[int, str, str]]:
    """(row, its cells as written, what is the same for every row that is written alike), from the top. Raises ``NotPlain``.

    The rows that stand ready below the last typed one differ in nothing but their number: a reader takes them apart once.
    """
    last = 0
    pieces = text.split("</row>")
    behind = len(pieces) - 1
    for at, piece in enumerate(pieces):
        while (empty := _EMPTY_ROW.match(piece)) is not None:
            attributes_in(R + empty[1])
            piece = piece[empty.end() :]
        if at == behind and not piece:
            return
        head = _ROW.match(piece)
        if head is None or at == behind:
            raise NotPlain
        attributes_in(R + head[2])
        number = head[1]
        row = int(number)
        if row <= last:
            raise NotPlain
        last = row
        written = piece[head.end() :]
        address = f'{number}"'
        alike = written.replace(address, MARK)
        # One in a text would be taken for an address too.
        yield row, written, alike if alike.count(MARK) == written.count('<c r="') else ""


def cells(written: str, row: int) -> list[Stored]:
    """The cells of a row that hold something, in the order of the part. Raises ``NotPlain``."""
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
                found.append((column_of(letters), style, kind, formula, unescape(body) if "&" in body else body, text))
        elif other:
            raise NotPlain
    return found


def chosen(written: str, row: int, columns: Sequence[str]) -> str:
    """The cells of a row as written, without those of other columns (letters). Raises ``NotPlain``."""
    if written.count("<c") != written.count('<c r="'):
        raise NotPlain
    found = []
    for letters in columns:
        begin = written.find(f'<c r="{letters}{row}"')
        if begin >= 0:
            end = written.find("<c ", begin + 1)
            found.append(written[begin : end if end >= 0 else len(written)])
    return "".join(found)


def without_names(data: bytes) -> tuple[bytes, bytes]:
    """A workbook part without its defined names, and those as they are written. Raises ``NotPlain``."""
    found = _NAMES.search(data)
    if found is None:
        return data, b""
    check_plain(data)
    return data[: found.start()] + data[found.end() :], found[1]


def names_in(written: bytes) -> list[tuple[str, str, str]]:
    """(name, number of the sheet or "", what it refers to) of defined names. Raises ``NotPlain``."""
    found = []
    for name, sheet, text, other in _NAME.findall(text_of(written)):
        if other:
            raise NotPlain
        found.append((name, sheet, unescape(text) if "&" in text else text))
    return found


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    found = letters_to_number(letters)
    if not found:
        raise NotPlain
    return found


@lru_cache(maxsize=1024)
def attributes_in(text: str) -> markup.Attributes:
    """The attributes of an element, each once. Raises ``NotPlain``.

    >>> attributes_in(' t="shared" si="3"')
    {'t': 'shared', 'si': '3'}
    """
    found = _ATTRIBUTE.findall(text)
    made = dict(found)
    if len(made) < len(found) or _ATTRIBUTE.sub("", text):
        raise NotPlain
    return made
