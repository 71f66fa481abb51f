"""An openpyxl workbook as the bytes a spreadsheet program would write: shared texts, fonts in the order of the schema, and
nothing in it that depends on the moment it was made.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree

from openpyxl import Workbook

from workbooks.native.shared_cells import RowCells, with_cells

STAMP = (2025, 1, 1, 0, 0, 0)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
SHARED_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
SHARED_PART, RELATIONS_PART, TYPES_PART = "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family", "charset",
    "scheme",
)  # fmt: skip
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CHARACTER = re.compile(rb"&#([0-9]+);")
ASCII = 127
_INLINE = re.compile(rb'<c ([^>]*)t="inlineStr"><is>(<t[ >].*?</t>|<t ?/>)</is></c>', re.DOTALL)


def saved(book: Workbook, more: Mapping[str, RowCells] | None = None) -> bytes:
    """The workbook as bytes that depend on nothing but its content. ``more``: sheet -> cells to add at the end of its rows."""
    raw = BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    stamp = datetime(*STAMP).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    parts["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", parts["docProps/core.xml"])
    parts["xl/styles.xml"] = ordered_fonts(parts["xl/styles.xml"])
    parts = {name: with_plain_characters(part) if name.endswith(".xml") else part for name, part in parts.items()}
    for title, cells in (more or {}).items():
        name = f"xl/worksheets/sheet{book.sheetnames.index(title) + 1}.xml"
        parts[name] = with_cells(parts[name], cells)
    return zipped(with_shared_texts(parts))


def with_plain_characters(part: bytes) -> bytes:
    """The part with every character beyond ASCII as itself.

    openpyxl writes its number, which takes so much room that the rows of a long table no longer stand close enough together to
    be packed as what they are: nearly the same.
    """
    return _CHARACTER.sub(lambda found: chr(int(found[1])).encode("utf-8") if int(found[1]) > ASCII else found[0], part)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip with one fixed time stamp."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, date_time=STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, part)
    return packed.getvalue()


def ordered_fonts(styles: bytes) -> bytes:
    """styles.xml with the children of every font in the order the schema asks for; openpyxl writes some fonts out of it."""
    ElementTree.register_namespace("", MAIN)
    root = ElementTree.fromstring(styles)
    for font in root.iter(f"{{{MAIN}}}font"):
        font[:] = sorted(font, key=lambda child: FONT_ORDER.index(child.tag.partition("}")[2]))
    ordered: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return ordered


def with_shared_texts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with every text written once, in the shared part, where openpyxl puts it into each cell."""
    texts: dict[bytes, int] = {}
    used = 0

    def shared(found: re.Match[bytes]) -> bytes:
        nonlocal used
        used += 1
        at = texts.setdefault(found[2], len(texts))
        return b'<c %st="s"><v>%d</v></c>' % (found[1], at)

    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
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
