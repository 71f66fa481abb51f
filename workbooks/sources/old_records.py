"""Details of old workbooks (Excel 97 to 2003) that the fast reader omits: struck-through text, comments, hidden rows, error
values ([MS-XLS]). Truncated records are ignored: the reader of values has validated the file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress

from udfs.values.regex import regex
from workbooks.sources import compound
from workbooks.sources.comments_and_strikes import NO_MARKS, Marks, comment_lines
from workbooks.sources.rawcells import ERROR_VALUE, NO_PART, CellPosition, KnownPart, RawPart
from workbooks.sources.rich_texts import runs_in_cell, texts_struck

EOF, BOF, CONTINUE = 0x000A, 0x0809, 0x003C
FONT, STYLE, SHEET, TEXTS = 0x0031, 0x00E0, 0x0085, 0x00FC
ROW, COLUMNS, NOTE, OBJECT, OBJECT_TEXT = 0x0208, 0x007D, 0x001C, 0x005D, 0x01B6
SHARED_TEXT, RICH_TEXT, MANY_NUMBERS, FORMULA, CONSTANT = 0x00FD, 0x00D6, 0x00BD, 0x0006, 0x0205
CELLS = frozenset({SHARED_TEXT, 0x0204, RICH_TEXT, 0x0203, 0x027E, FORMULA, CONSTANT})
"""Records of one non-empty cell."""
EXCEL_97 = 0x0600
STRUCK, HIDDEN, HIDDEN_COLUMN, WORKSHEET, COMMENT = 0x08, 0x20, 0x01, 0, 0x15
MOST_COLUMNS = 256
SKIPPED_FONT = 4
"""A font number that does not exist."""
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

_ONE, _TWO, _THREE, _FOUR = (struct.Struct(f"<{count}H") for count in (1, 2, 3, 4))
_NUMBER = struct.Struct("<I")
# Bytes that indicate content besides values: a comment object, a hidden row or column, an error.
_SIGNS = (
    regex(rb"\x15\x00\x12\x00\x19\x00"),
    regex(rb"(?s)\x08\x02\x10\x00.{12}[\x20-\x3f\x60-\x7f\xa0-\xbf\xe0-\xff]"),
    regex(rb"(?s)\x7d\x00[\x0b\x0c]\x00.{8}[\x01\x03\x05\x07\x09\x0b\x0d\x0f]"),
    regex(rb"(?s)\x05\x02\x08\x00.{7}\x01"),
    regex(rb"(?s)\x06\x00.{8}\x02.{5}\xff\xff"),
)


Beside = tuple[Marks, RawPart]
"""The content of a worksheet besides its values."""
NOTHING: Beside = (NO_MARKS, NO_PART)


class BiffWorkbook:
    """The workbook-wide records."""

    def __init__(self) -> None:
        self.sheets: list[tuple[int, bool]] = []
        """(where its records begin, whether it is a worksheet)"""
        self.fonts = self.styles = self.texts = frozenset[int]()
        """The fonts that are struck through, the cell styles with such a font, the shared texts with a run in it."""


class TooOld(Exception):
    """The workbook is older than Excel 97: its texts are in a national encoding, which the reader of values misreads for
    Chinese."""


def beside_values(data: bytes) -> list[Beside]:
    """The content besides values of each worksheet, in order. Errors: ``TooOld``."""
    with suppress(struct.error):
        content = compound.stream(data, "Workbook", "Book")
        book = book_of(content)
        starts = sorted({at for at, _ in book.sheets})
        # Sheets do not share records: every record is read at most once.
        ends = dict(zip(starts, [*starts[1:], len(content)], strict=False))
        found = {at: beside_of(book, content, at, ends[at]) for at, usual in book.sheets if usual}
        return [found[at] for at, usual in book.sheets if usual]
    return []


def records(content: bytes, at: int, end: int) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of each record between two positions."""
    while at + 4 <= end:
        kind, length = _TWO.unpack_from(content, at)
        yield kind, content[at + 4 : at + 4 + length]
        at += 4 + length


def book_of(content: bytes) -> BiffWorkbook:
    book = BiffWorkbook()
    fonts: list[bool] = []
    styles: list[int] = []
    texts: list[bytes] = []
    before = 0
    for kind, body in records(content, 0, len(content)):
        with suppress(struct.error):
            if kind == FONT:
                fonts.append(bool(_TWO.unpack_from(body)[1] & STRUCK))
            elif kind == STYLE:
                styles.append(_ONE.unpack_from(body)[0])
            elif kind == SHEET:
                book.sheets.append((_NUMBER.unpack_from(body)[0], body[5:6] == bytes((WORKSHEET,))))
            elif kind == TEXTS or (kind == CONTINUE and before == TEXTS):
                texts.append(body)
                kind = TEXTS
            elif kind == BOF and _ONE.unpack_from(body)[0] < EXCEL_97:
                raise TooOld
            elif kind == EOF:
                break
        before = kind
    book.fonts = frozenset(at + (at >= SKIPPED_FONT) for at, struck in enumerate(fonts) if struck)
    book.styles = frozenset(at for at, font in enumerate(styles) if font in book.fonts)
    book.texts = texts_struck(texts, book.fonts) if book.fonts else frozenset()
    return book


def beside_of(book: BiffWorkbook, content: bytes, first: int, end: int) -> Beside:
    if not book.fonts and not any(sign.search(content, first, end) for sign in _SIGNS):
        return NOTHING
    sheet = BiffSheet(book)
    sheet.read(records(content, first, end))
    known = sheet.hidden or sheet.hidden_columns or sheet.troubles
    part = KnownPart(frozenset(sheet.hidden), frozenset(sheet.hidden_columns), sheet.troubles) if known else NO_PART
    return Marks(frozenset(sheet.struck), sheet.comments()), part


class BiffSheet:
    """Processes the records of a worksheet."""

    def __init__(self, book: BiffWorkbook) -> None:
        self.book = book
        self.struck: set[CellPosition] = set()
        self.hidden: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.troubles: dict[CellPosition, str] = {}
        self.notes: dict[CellPosition, int] = {}
        self.texts: dict[int, bytearray] = {}
        """Cell -> the number of its comment's object; what the objects say, in UTF-16."""
        self.object = self.awaited = 0
        """The object at hand, and how many bytes of its text are still to come."""

    def read(self, records: Iterator[tuple[int, bytes]]) -> None:
        """Read the records; those of embedded charts, which resemble cells, are skipped."""
        depth = 0
        for kind, body in records:
            if kind == BOF:
                depth += 1
            elif kind == EOF:
                depth -= 1
                if depth <= 0:
                    return
            elif depth == 1:
                with suppress(struct.error, IndexError):
                    self.record(kind, body)

    def record(self, kind: int, body: bytes) -> None:
        if kind in CELLS:
            self.cell(kind, body)
        elif kind == MANY_NUMBERS:
            row, first = _TWO.unpack_from(body)
            styles = (_ONE.unpack_from(body, at)[0] for at in range(4, len(body) - 7, 6))
            self.struck.update((row, first + at) for at, style in enumerate(styles) if style in self.book.styles)
        elif kind == ROW:
            if body[12] & HIDDEN:
                self.hidden.add(_ONE.unpack_from(body)[0] + 1)
        elif kind == COLUMNS:
            first, last = _TWO.unpack_from(body)
            if body[8] & HIDDEN_COLUMN:
                self.hidden_columns.update(range(first, min(last + 1, MOST_COLUMNS)))
        else:
            self.comment_record(kind, body)

    def cell(self, kind: int, body: bytes) -> None:
        row, column, style = _THREE.unpack_from(body)
        if style in self.book.styles or self.struck_within(kind, body):
            self.struck.add((row, column))
        error = None
        if kind == CONSTANT and body[7]:
            error = body[6]
        elif kind == FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff":
            error = body[8]
        if error is not None:
            self.troubles[(row, column)] = f"{ERROR_VALUE} {ERRORS.get(error, '')}".strip()

    def struck_within(self, kind: int, body: bytes) -> bool:
        """True if a run of the cell's text is struck through."""
        if kind == SHARED_TEXT and self.book.texts:
            return _NUMBER.unpack_from(body, 6)[0] in self.book.texts
        return kind == RICH_TEXT and not runs_in_cell(body[6:]).isdisjoint(self.book.fonts)

    def comment_record(self, kind: int, body: bytes) -> None:
        """Process a record about comments."""
        if kind == NOTE:
            row, column, _, number = _FOUR.unpack_from(body)
            self.notes[(row, column)] = number
        elif kind == OBJECT:
            about, _, _, number = _FOUR.unpack_from(body)
            self.object = number if about == COMMENT else 0
        elif kind == OBJECT_TEXT:
            self.awaited = _ONE.unpack_from(body, 10)[0] * 2
            self.texts[self.object] = bytearray()
        elif kind == CONTINUE and self.awaited:
            text = body[1:] if body[0] & 1 else body[1:].decode("latin-1").encode("utf-16-le")
            self.texts[self.object] += text[: self.awaited]
            self.awaited -= len(text[: self.awaited])

    def comments(self) -> dict[CellPosition, str]:
        # Each text is reported once, even if several cells refer to it.
        comment_text = comment_lines({number: text.decode("utf-16-le", "replace") for number, text in self.texts.items()})
        return {at: comment_text[number] for at, number in self.notes.items() if number in comment_text}
