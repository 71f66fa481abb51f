"""A strict judge of workbooks: what Excel is known to demand beyond the schema.

Schema validators, LibreOffice and readers of every kind take files that Excel repairs or refuses: a cell that stands in its row
twice, merged areas that share a cell, a list of constants in a validation. The judge reads zip and XML by itself and
shares no code with what writes the files. Its rules come from Microsoft's lists of limits and from public reports on what made
Excel say "We found a problem with some content".
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.validators.excel_judge.addresses import cell
from tests.validators.excel_judge.package import MAIN, Package, damage, relation_faults, type_faults, xml_faults, zip_faults
from tests.validators.excel_judge.sheet import Sheet
from tests.validators.excel_judge.styles import style_faults, styles_of
from tests.validators.excel_judge.tables import names_twice
from tests.validators.excel_judge.workbook import Workbook, name_faults, property_faults, text_faults, workbook_faults


def judge(path: Path) -> list[str]:
    """Everything that Excel would not like in a file, a line each."""
    return judge_bytes(path.read_bytes(), path.suffix.lower())


def judge_bytes(data: bytes, suffix: str = ".xlsx") -> list[str]:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return ["no zip"]
    package = Package(data)
    if damaged := damage(package):
        return damaged
    faults = [*zip_faults(package), *xml_faults(package), *type_faults(package, suffix), *relation_faults(package)]
    book = Workbook(package)
    faults += [*workbook_faults(book), *name_faults(book), *text_faults(book), *style_faults(package), *names_twice(book)]
    faults += property_faults(package, [sheet.title for sheet in book.sheets])
    sheets = list(opened(book))
    styles = styles_of(package)
    for title, sheet in sheets:
        faults += [f"{title}: {fault}" for fault in sheet.faults(styles)]
    faults += chain_faults(book, {int(one.id): sheet for one, (_, sheet) in zip(book.sheets, sheets, strict=False) if one.part})
    return faults


def opened(book: Workbook) -> Iterator[tuple[str, Sheet]]:
    """The sheets whose part can be read."""
    for place, one in enumerate(book.sheets):
        root = book.package.xml(one.part) if one.part else None
        if root is not None and one.part:
            yield one.title, Sheet(book, place, one.part, root)


def chain_faults(book: Workbook, sheets: dict[int, Sheet]) -> Iterator[str]:
    """The calculation chain names cells that hold formulas, each once."""
    part = book.package.one_of_kind(book.package.workbook, "calcChain")
    root = book.package.xml(part) if part else None
    number, seen = 0, set()
    for one in root if root is not None else ():
        number = int(one.get("i", number))
        spot = cell(one.get("r", ""))
        sheet = sheets.get(number)
        if sheet is None or spot is None or spot not in sheet.cells.formulas:
            yield f"calcChain: {one.get('r')} of sheet {number} holds no formula"
        elif (number, spot) in seen:
            yield f"calcChain: {one.get('r')} of sheet {number} twice"
        seen.add((number, spot))
    if root is not None and not any(one.tag == f"{{{MAIN}}}c" for one in root):
        yield "calcChain: empty"


def volatile_cells(path: Path) -> list[tuple[str, int, int, str]]:
    """(sheet, row, column, function) of every cell that is calculated anew whatever happens."""
    package = Package(path.read_bytes())
    book, styles = Workbook(package), styles_of(package)
    found = []
    for title, sheet in opened(book):
        list(sheet.faults(styles))
        found += [(title, *one) for one in sheet.cells.volatile]
    return found
