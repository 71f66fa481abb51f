"""Removes defined names from a workbook; all other bytes of the list stay."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape

from workbooks.ooxml.package import Package

PRINT_AREA = "_xlnm.Print_Area"


def without_names(package: Package, names: Collection[str]) -> bytes:
    """The workbook file without these workbook-scoped names; sheet-scoped ones stay."""
    source = package.read(package.workbook_part)
    for name in names:
        quoted = re.escape(escape(name, quote=False).replace('"', "&quot;").encode())
        tag = (
            rb'<(\w+:)?definedName\b(?=[^>]*\sname="' + quoted + rb'")(?![^>]*\slocalSheetId=)[^>]*>[^<]*</(\w+:)?definedName>\s*'
        )
        source = re.sub(tag, b"", source)
    source = re.sub(rb"<(\w+:)?definedNames\b[^>]*>\s*</(\w+:)?definedNames>", b"", source)
    part = package.find(package.workbook_part)
    assert part is not None
    return package.archive.rewritten({part: source})
