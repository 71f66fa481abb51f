"""A workbook as IronCalc 0.9 can read it.

Two faults of the engine stand in the way, each shown by a test: its lexer takes no name that begins with a Chinese character,
and an empty cell that has a style counts as the number 0.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import ironcalc

from udfs.records import SHEETS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NAME = re.compile(rf"(?<![\w!])((?:{'|'.join(SHEETS)})_\w)")
FORMULA_TAGS = frozenset({f"{MAIN}f", f"{MAIN}formula", f"{MAIN}formula1", f"{MAIN}formula2"})


def evaluated(path: Path, out: Path) -> tuple[Any, dict[str, int]]:
    """The evaluated model of the workbook with every name led by "N_", and the number of each sheet in it."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, renamed(part) if name.startswith(("xl/worksheets/sheet", "xl/workbook.xml")) else part)
    model = ironcalc.load_from_xlsx(str(out), "en", "UTC", "en")
    model.evaluate()
    return model, {str(sheet["name"]): at for at, sheet in enumerate(model.get_worksheets_properties())}


def renamed(part: bytes) -> bytes:
    """The part with its formulas and names renamed, and without empty cells that only have a style."""
    root = ElementTree.fromstring(part)
    for row in root.iter(f"{MAIN}row"):
        row[:] = [cell for cell in row if len(cell)]
    for element in root.iter():
        if element.tag in FORMULA_TAGS and element.text:
            element.text = _NAME.sub(r"N_\1", element.text)
        elif element.tag == f"{MAIN}definedName" and "_xlnm" not in element.attrib["name"]:
            element.set("name", f"N_{element.attrib['name']}")
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))
