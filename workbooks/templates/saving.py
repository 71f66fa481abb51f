"""Saves an openpyxl workbook like a spreadsheet program would: shared strings, font elements in schema order, independent of
the time of saving."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from udfs.values.regex import regex
from workbooks.files.collector import collector_paused
from workbooks.formula_engine.stored import parts_with_values
from workbooks.ooxml.package import Package
from workbooks.ooxml.packing import LEVEL
from workbooks.ooxml.writing.shared_cells import RowCells, with_cells, with_shared_formulas

STAMP = (2025, 1, 1, 0, 0, 0)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
SHARED_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
NEW = "新建.xlsx"
SHEETS = "xl/worksheets/sheet"
SHARED_PART, RELATIONS_PART, TYPES_PART = "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family", "charset",
    "scheme",
)  # fmt: skip
_MODIFIED = regex(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CHARACTERS = regex(rb"(?:&#[0-9]+;)+")
ASCII = 127
DRAWN = ("xl/drawings/drawing", "xl/charts/chart")
PREFIXES: Mapping[str, str] = {
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_TARGET = regex(rb'Target="(/[^"]*)"')
_EMPTY_CELL = regex(rb'(<c [^>]*?) t="(?:inlineStr|n)" ?(?:/>|>(?:<v ?/>|<v></v>)?</c>)')
_NUMBER_CELL = regex(rb'(<c [^>]*?) t="n"(?=>)')
_EMPTY_VALUE = regex(rb"(?<=</f>)(?:<v ?/>|<v></v>)")
_INLINE = regex(rb'<c ([^>]*)t="inlineStr"><is>(<t[ >].*?</t>|<t ?/>)</is></c>', re.DOTALL)


@collector_paused()
def saved(book: Workbook, more: Mapping[str, RowCells] | None = None, today: date = date(*STAMP[:3])) -> bytes:
    """The workbook as deterministic bytes. ``more``: {sheet: further cells for free places in its rows}.

    Every formula has its result stored, computed for the day ``today``.
    """
    raw = BytesIO()
    ExcelWriter(book, zipfile.ZipFile(raw, "w")).save()  # like book.save, but uncompressed, since it is read again at once
    with zipfile.ZipFile(raw) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    stamp = datetime(*STAMP).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    parts["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", parts["docProps/core.xml"])
    parts["xl/styles.xml"] = ordered_fonts(parts["xl/styles.xml"])
    parts = {name: with_plain_characters(part) if name.endswith(".xml") else part for name, part in parts.items()}
    for name in parts:
        if name.startswith(SHEETS):
            parts[name] = with_shared_formulas(without_empty_tags(parts[name]))
    for title, cells in (more or {}).items():
        name = f"{SHEETS}{book.sheetnames.index(title) + 1}.xml"
        parts[name] = with_cells(parts[name], cells)
    parts = with_shared_texts(parts)
    parts = {name: with_usual_prefixes(part) if name.startswith(DRAWN) else part for name, part in parts.items()}
    parts = {name: with_relative_targets(name, part) if name.endswith(".rels") else part for name, part in parts.items()}
    if any(name.startswith(SHEETS) and b"<f" in part for name, part in parts.items()):
        parts |= parts_with_values(Package(Path(NEW), zipped(parts, level=0)), today)
    return zipped(parts)


def with_usual_prefixes(part: bytes) -> bytes:
    """A drawing or chart with the namespace prefixes of Excel, on which some readers depend."""
    for prefix, space in PREFIXES.items():
        ElementTree.register_namespace(prefix, space)
    written: bytes = ElementTree.tostring(ElementTree.fromstring(part), encoding="UTF-8", xml_declaration=True)
    return written


def with_relative_targets(name: str, part: bytes) -> bytes:
    """The relationships of a part with relative targets, as Excel writes them; some readers support no others.


    >>> with_relative_targets("xl/worksheets/_rels/sheet1.xml.rels", b'<Relationship Target="/xl/drawings/drawing1.xml"/>')
    b'<Relationship Target="../drawings/drawing1.xml"/>'
    """
    folder = posixpath.dirname(posixpath.dirname(name))

    def relative(found: re.Match[bytes]) -> bytes:
        return b'Target="%s"' % posixpath.relpath(found[1].decode(), f"/{folder}").encode()

    return _TARGET.sub(relative, part)


def without_empty_tags(part: bytes) -> bytes:
    """The sheet with empty cells normalised: openpyxl writes empty texts as inlineStr, which Excel repairs.

    The default type of numbers is omitted.
    """
    return _NUMBER_CELL.sub(rb"\1", _EMPTY_VALUE.sub(b"", _EMPTY_CELL.sub(rb"\1/>", part)))


def with_plain_characters(part: bytes) -> bytes:
    """The part with non-ASCII characters unescaped.

    openpyxl writes numeric character references, whose length separates the similar rows of a long table too far for good
    compression.
    """
    return _CHARACTERS.sub(lambda found: plain_characters(found[0]), part)


@lru_cache(maxsize=8192)
def plain_characters(run: bytes) -> bytes:
    """A run of character references, decoded and cached: the same few texts occur thousands of times.


    >>> plain_characters(b"&#22995;&#38;&#21517;").decode()
    '姓&#38;名'
    """
    numbers = [int(one) for one in run[2:-1].split(b";&#")]
    return b"".join(chr(one).encode() if one > ASCII else b"&#%d;" % one for one in numbers)


def zipped(parts: Mapping[str, bytes], level: int = LEVEL) -> bytes:
    """The parts as a zip with a fixed time stamp. ``level``: 0 for temporary data."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, date_time=STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, part, compresslevel=level)  # an own entry does not inherit the level of the archive
    return packed.getvalue()


def ordered_fonts(styles: bytes) -> bytes:
    """styles.xml with the children of every font in schema order, which openpyxl does not always observe."""
    ElementTree.register_namespace("", MAIN)
    root = ElementTree.fromstring(styles)
    for font in root.iter(f"{{{MAIN}}}font"):
        font[:] = sorted(font, key=lambda child: FONT_ORDER.index(child.tag.partition("}")[2]))
    ordered: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return ordered


def with_shared_texts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with every text moved to the shared strings; openpyxl writes them into each cell."""
    texts: dict[bytes, int] = {}
    used = 0

    def shared(found: re.Match[bytes]) -> bytes:
        nonlocal used
        used += 1
        at = texts.setdefault(found[2], len(texts))
        return b'<c %st="s"><v>%d</v></c>' % (found[1], at)

    for name in parts:
        if name.startswith(SHEETS):
            parts[name] = _INLINE.sub(shared, parts[name])
    if not texts or SHARED_PART in parts:
        return parts
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="{MAIN}" count="{used}" uniqueCount="{len(texts)}">'
    parts[SHARED_PART] = head.encode() + b"".join(b"<si>" + text + b"</si>" for text in texts) + b"</sst>"
    parts[TYPES_PART] = parts[TYPES_PART].replace(
        b"</Types>", f'<Override PartName="/{SHARED_PART}" ContentType="{SHARED_TYPE}"/></Types>'.encode()
    )
    relation = f'<Relationship Id="rIdSharedStrings" Type="{SHARED_RELATION}" Target="/{SHARED_PART}"/></Relationships>'
    parts[RELATIONS_PART] = parts[RELATIONS_PART].replace(b"</Relationships>", relation.encode())
    return parts
