"""Hidden parts of a sheet: rows, columns, or the whole sheet; rows hidden and shown in a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from udfs.values.cells import column_letters
from udfs.values.regex import regex
from workbooks.ooxml.package import Package

_HIDDEN = regex(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_ATTRIBUTE = regex(rb"""\s+hidden\s*=\s*["'][^"']*["']""")
_ROW = regex(rb"<(?:\w+:)?row\b[^>]*>")
_COLUMN = regex(rb"<(?:\w+:)?col\b[^>]*>")
_NUMBER = regex(rb"""\b(r|min|max)\s*=\s*["']([0-9]{1,7})["']""")


@dataclass
class Hidden:
    """Hidden rows by number, columns by letters, or the whole sheet."""

    rows: set[int] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    sheet: bool = False


def hidden_parts(package: Package, title: str) -> Hidden:
    """The parts of a sheet hidden by hand, by a filter or by grouping."""
    sheet = package.sheet(title)
    found = Hidden(sheet=sheet.state != "visible")
    part = package.read(sheet.part)
    for tag in _ROW.findall(part):
        if _HIDDEN.search(tag):
            found.rows.update(int(number) for name, number in _NUMBER.findall(tag) if name == b"r")
    for tag in _COLUMN.findall(part):
        numbers = {name: int(number) for name, number in _NUMBER.findall(tag)}
        if _HIDDEN.search(tag) and b"min" in numbers:
            last = min(numbers.get(b"max", numbers[b"min"]), 64)
            found.columns.update(column_letters(at) for at in range(numbers[b"min"], last + 1))
    return found


def with_rows(package: Package, title: str, hidden: Mapping[int, bool]) -> bytes:
    """The workbook file with rows of a sheet hidden (True) or shown; all other bytes are unchanged."""
    part = package.sheet(title).part
    source = package.read(part)

    def turned(found: re.Match[bytes]) -> bytes:
        tag = found[0]
        wanted = next((hidden.get(int(number)) for name, number in _NUMBER.findall(tag) if name == b"r"), None)
        if wanted is None or wanted == bool(_HIDDEN.search(tag)):
            return tag
        bare = _ATTRIBUTE.sub(b"", tag)
        end = -2 if bare.endswith(b"/>") else -1
        return bare[:end].rstrip() + b' hidden="1"' + bare[end:] if wanted else bare

    after = _ROW.sub(turned, source)
    return package.data if after == source else package.archive.rewritten({part: after})
