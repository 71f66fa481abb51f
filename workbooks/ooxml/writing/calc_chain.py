"""The calculation chain: the part that lists all formula cells. Excel reports a file as damaged if an entry has no formula."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbooks.ooxml.addresses import parse_cell
from workbooks.ooxml.package import Package

CALC_CHAIN = "calcChain"
CONTENT_TYPES = "[Content_Types].xml"


def with_calc_chain(
    package: Package, parts: Mapping[str, bytes], emptied: Mapping[int, set[tuple[int, int]]]
) -> tuple[dict[str, bytes], list[str]]:
    """Remove entries of deleted formulas. ``emptied``: sheetId -> (row, column). Returns the parts to write and the parts to
    drop."""
    out = dict(parts)
    chain = next((one.target for one in package.relations(package.workbook_part).values() if one.kind == CALC_CHAIN), None)
    name = package.find(chain) if chain else None
    if name is None or not any(emptied.values()):
        return out, []
    before = package.read(name)
    kept, after = _shortened(before, emptied)
    if after == before:
        return out, []
    if kept:
        out[name] = after
        return out, []
    rels = package.find(_rels_of(package.workbook_part))
    types = package.find(CONTENT_TYPES)
    if rels:
        out[rels] = _without_element(package.read(rels), b"Relationship", rb"Target", rb'[^"\']*calcChain\.xml')
    if types:
        out[types] = _without_element(package.read(types), b"Override", rb"PartName", rb'[^"\']*calcChain\.xml')
    return out, [name]


def _rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _without_element(source: bytes, tag: bytes, attribute: bytes, value: bytes) -> bytes:
    """Remove elements by tag, attribute and value (a regex)."""
    pattern = rb"""<(?:\w+:)?%b\b[^>]*?\s%b\s*=\s*["']%b["'][^>]*?(?:/>|>\s*</(?:\w+:)?%b>)""" % (tag, attribute, value, tag)
    return re.sub(pattern, b"", source, flags=re.IGNORECASE)


def _shortened(source: bytes, emptied: Mapping[int, set[tuple[int, int]]]) -> tuple[int, bytes]:
    """(entries left, chain without the emptied cells). An entry without i is on the sheet of the previous entry."""
    sheet, kept, at, gone = 0, 0, 0, False
    out: list[bytes] = []
    for found in re.finditer(rb"<(?:\w+:)?c\b[^>]*?/>", source):
        entry = found[0]
        attributes = {key: value for key, _, value in re.findall(rb"""(\w+)\s*=\s*(["'])(.*?)\2""", entry)}
        sheet = int(attributes.get(b"i", b"%d" % sheet))
        try:
            cell = parse_cell(attributes.get(b"r", b"").decode())
        except ValueError:
            cell = (0, 0)
        out.append(source[at : found.start()])
        at = found.end()
        if cell in emptied.get(sheet, ()):
            gone = True
            continue
        kept += 1
        # Restore i if the entry it was inherited from was removed.
        out.append(entry if b"i" in attributes or not gone else entry[:-2] + b' i="%d"/>' % sheet)
        gone = False
    return kept, b"".join(out) + source[at:]
