"""Byte positions of rows and cells in a sheet part, for in-place changes.

expat reports the offset of each row and cell. Unknown attributes and elements, their order, prefixes and white space are
therefore kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from udfs.values.regex import regex
from workbooks.ooxml import markup
from workbooks.ooxml.addresses import Area, cell_address, parse_areas, parse_cell
from workbooks.ooxml.package import truth

# A start tag; a ">" inside a quoted value does not end it.
TAG = regex(rb"""<[^\s/>]+(?:"[^"]*"|'[^']*'|[^"'>])*>""")


@dataclass
class CellBytes:
    """A cell at bytes [start, end), with its formula."""

    row: int
    column: int
    start: int
    style: str | None
    end: int = 0
    formula: Mapping[str, str] | None = None
    formula_text: str = ""


@dataclass
class RowBytes:
    """A row at bytes [start, end), with its attributes and cells."""

    number: int
    start: int
    attributes: Mapping[str, str]
    end: int = 0
    cells: list[CellBytes] = field(default_factory=list)


@dataclass
class PartLayout:
    """Byte layout of a sheet part. ``rows``: all rows, with cells only for the rows asked for."""

    tag: str = "sheetData"
    start: int = -1
    end: int = -1
    rows: list[RowBytes] = field(default_factory=list)
    shared: list[CellBytes] = field(default_factory=list)
    arrays: list[Area] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    column_styles: list[tuple[int, int, str]] = field(default_factory=list)
    dimension: tuple[int, str] | None = None
    recalculates: bool = False
    addressed: bool = True
    """False if a row or cell has no address (attribute r)."""

    @property
    def prefix(self) -> str:
        return self.tag.rpartition(":")[0] + ":" if ":" in self.tag else ""


class _Scanner:
    """expat handlers that record byte offsets."""

    def __init__(self, wanted: Callable[[int], bool]) -> None:
        self.wanted = wanted
        self.layout = PartLayout()
        self.parser = markup.parser()
        self.parser.StartElementHandler = self.started
        self.parser.EndElementHandler = self.ended
        self.parser.CharacterDataHandler = self.data
        self.row: RowBytes | None = None
        self.cell: CellBytes | None = None
        self.text: list[str] | None = None
        self.inside = False

    def started(self, name: str, attributes: markup.Attributes) -> None:
        tag = markup.local(name)
        if self.inside:
            if tag == "c":
                self._cell(attributes)
            elif tag == "row":
                self._row(attributes)
            elif tag == "f" and self.cell is not None:
                self.cell.formula = dict(attributes)
                self.text = []
        elif tag == "sheetData":
            self.inside = True
            self.layout.tag, self.layout.start = name, self.parser.CurrentByteIndex
        else:
            self._around(tag, attributes)

    def _row(self, attributes: markup.Attributes) -> None:
        if "r" not in attributes:
            self.layout.addressed = False
        number = int(attributes["r"]) if attributes.get("r", "").isascii() and attributes.get("r", "").isdigit() else 0
        self.row = RowBytes(number, self.parser.CurrentByteIndex, dict(attributes))
        self.layout.rows.append(self.row)

    def _cell(self, attributes: markup.Attributes) -> None:
        try:
            row, column = parse_cell(attributes.get("r", ""))
        except ValueError:
            self.layout.addressed = False
            return
        self.cell = CellBytes(row, column, self.parser.CurrentByteIndex, attributes.get("s"))

    def _around(self, tag: str, attributes: markup.Attributes) -> None:
        layout = self.layout
        if tag == "mergeCell":
            layout.merged.extend(parse_areas(attributes.get("ref", "")))
        elif tag == "col" and attributes.get("style"):
            layout.column_styles.append((int(attributes["min"]), int(attributes["max"]), attributes["style"]))
        elif tag == "dimension":
            layout.dimension = (self.parser.CurrentByteIndex, attributes.get("ref", ""))
        elif tag == "sheetCalcPr":
            layout.recalculates = truth(attributes.get("fullCalcOnLoad"))

    def data(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def ended(self, name: str) -> None:
        tag = markup.local(name)
        if not self.inside:
            return
        if tag == "c" and self.cell is not None:
            self._finish_cell(self.cell, name)
        elif tag == "f" and self.cell is not None:
            self.cell.formula_text = "".join(self.text or ())
            self.text = None
        elif tag == "row" and self.row is not None:
            self.row.end = self._end(name)
            self.row = None
        elif tag == "sheetData":
            self.layout.end = self._end(name)
            self.inside = False

    def _finish_cell(self, cell: CellBytes, name: str) -> None:
        cell.end = self._end(name)
        if cell.formula is not None:
            kind = cell.formula.get("t")
            if kind == "shared":
                self.layout.shared.append(cell)
            elif kind in ("array", "dataTable"):
                self.layout.arrays.extend(parse_areas(cell.formula.get("ref", cell_address(cell.row, cell.column))))
        if self.row is not None and self.wanted(cell.row):
            self.row.cells.append(cell)
        self.cell = None

    def _end(self, name: str) -> int:
        """Offset after the element. expat reports "</name>", or the offset after a self-closing tag."""
        at = self.parser.CurrentByteIndex
        closing = b"</" + name.encode()
        return self.source.index(b">", at) + 1 if self.source.startswith(closing, at) else at

    def scan(self, source: bytes) -> PartLayout:
        self.source = source
        markup.feed(self.parser, source)
        return self.layout


def scan(source: bytes, rows: Collection[int]) -> PartLayout:
    """Locate all rows, and the cells of the given ``rows``. The part must be UTF-8. Errors: markup.Forbidden,
    markup.Malformed."""
    return _Scanner(rows.__contains__).scan(source)


_ENCODING = regex(r"""(<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']""")
_ROW_OR_CELL = regex(
    r"""(?s:<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>)|<((?:\w+:)?)(row|c)((?:\s+[^\s=<>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>"""
)
"""A comment, CDATA section or processing instruction, to be skipped; or the start tag of a row or cell: prefix, name,
attributes, end."""
_PLACED = regex(r"""\sr\s*=\s*["']([^"']*)["']""")


def with_addresses(source: bytes) -> bytes:
    """The part as UTF-8 with r on every row and cell; rewrites the start tags of rows and cells. For parts without addresses
    or not in UTF-8. Errors: ExpatError if the text cannot be decoded."""
    declared = re.match(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""", source)
    wide = source.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"))
    little = source.startswith((b"\xff\xfe", b"<\x00"))
    name = ("utf-16-le" if little else "utf-16-be") if wide else declared[1].decode("ascii") if declared else "utf-8"
    try:
        text = source.decode(name).lstrip("\ufeff")
    except (LookupError, UnicodeDecodeError) as error:
        raise expat.ExpatError(str(error)) from None
    at = [0, 0]

    def placed(tag: re.Match[str]) -> str:
        prefix, kind, attributes, end = tag.groups()
        if kind is None:
            return tag[0]
        stated = _PLACED.search(attributes)
        if kind == "row":
            at[:] = [int(stated[1]) if stated else at[0] + 1, 0]
            address = str(at[0])
        else:
            at[1] = parse_cell(stated[1])[1] if stated else at[1] + 1
            address = cell_address(at[0], at[1])
        return f'<{prefix}{kind} r="{address}"{_PLACED.sub("", attributes)}{end}>'

    return _ROW_OR_CELL.sub(placed, _ENCODING.sub(r"\1", text)).encode("utf-8")


def is_utf8(source: bytes) -> bool:
    """True if the part is UTF-8, so that byte offsets apply."""
    if source.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        return False
    declared = re.match(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""", source)
    return declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")


def opened(tag: bytes) -> bytes:
    """Convert a self-closing tag to a start tag.

    >>> opened(b'<row r="1"/>')
    b'<row r="1">'
    """
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def closes_itself(tag: bytes) -> bool:
    return tag.endswith(b"/>")


def start_tag(source: bytes, at: int) -> bytes:
    """The start tag at the offset. Errors: ExpatError."""
    found = TAG.match(source, at)
    if found is None:
        raise expat.ExpatError("no tag")
    return found[0]


def without_attributes(tag: bytes, names: Collection[str]) -> bytes:
    """The tag without the named attributes; the rest is unchanged."""
    for name in names:
        if name.encode() not in tag:
            continue
        tag = re.sub(rb"""\s+%b\s*=\s*("[^"]*"|'[^']*')""" % name.encode(), b"", tag)
    return tag


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Replace an attribute's value; unchanged if the tag has no such attribute."""
    pattern = rb"""(\s%b\s*=\s*)("[^"]*"|'[^']*')""" % name.encode()
    return re.sub(pattern, lambda found: found[1] + b'"' + value.encode() + b'"', tag)
