"""Tables of a sheet: headings as in the cells, names of their own, no merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from tests.validators.excel_judge.addresses import Area, area, overlapping
from tests.validators.excel_judge.cells import Cells
from tests.validators.excel_judge.package import MAIN, OFFICE
from tests.validators.excel_judge.workbook import NAME, Workbook, like_a_cell


def table_faults(
    book: Workbook, part: str, root: etree._Element, cells: Cells, merged: Sequence[Area]
) -> Iterator[str]:  # fmt: skip
    found: list[Area] = []
    for listed in root.iterfind(f"{{{MAIN}}}tableParts"):
        if listed.get("count") not in (None, str(len(listed))) or not len(listed):
            yield f"{len(listed)} tables, stated to be {listed.get('count')}"
        for one in listed:
            target = book.package.related_part(part, one.get(f"{{{OFFICE}}}id"))
            table = book.package.xml(target) if target else None
            if table is None:
                yield "a table that is not there"
                continue
            place = area(table.get("ref", ""))
            if place is None:
                yield f"a table over {table.get('ref')}"
                continue
            found.append(place)
            yield from (f"table {table.get('displayName')}: {fault}" for fault in one_faults(book, table, place, cells))
            if any(place.overlaps(other) for other in merged):
                yield f"table {table.get('displayName')}: merged cells in it"
    if clash := overlapping(found):
        yield f"tables share cells: {clash[0]} and {clash[1]}"


def one_faults(book: Workbook, table: etree._Element, place: Area, cells: Cells) -> Iterator[str]:
    columns = [one.get("name", "") for one in table.iterfind(f"{{{MAIN}}}tableColumns/{{{MAIN}}}tableColumn")]
    if len(columns) != place.right - place.left + 1:
        yield f"{len(columns)} columns over {table.get('ref')}"
    small = [one.lower() for one in columns]
    if len(set(small)) < len(small) or not all(columns):
        yield "two columns of one name, or one without"
    if table.get("headerRowCount", "1") != "0":
        for at, heading in enumerate(columns):
            shown = heading_at(book, cells, place.top, place.left + at)
            if shown is None or shown.strip() != heading.replace("_x000a_", "\n").strip():
                yield f"the column {heading} has the heading {shown}"
    if place.bottom - place.top < 1:
        yield "no row"
    name = table.get("displayName", "")
    if not NAME.fullmatch(name) or like_a_cell(name) or name.lower() in {one.name.lower() for one in book.names}:
        yield "not a name of its own"


def heading_at(book: Workbook, cells: Cells, row: int, column: int) -> str | None:
    text = cells.texts.get((row, column))
    if isinstance(text, int):
        item = (book.texts or [])[text]
        return "".join(one.text or "" for one in item.iter(f"{{{MAIN}}}t"))
    return text


def names_twice(book: Workbook) -> Iterator[str]:
    """Tables of the whole workbook: each name and number once."""
    tables = [
        book.package.xml(one.target)
        for sheet in book.sheets if sheet.part
        for one in book.package.relations(sheet.part) if one.kind == "table"
    ]  # fmt: skip
    for what in ("id", "displayName"):
        values = [(table.get(what) or "").lower() for table in tables if table is not None]
        if len(set(values)) < len(values):
            yield f"two tables of one {what}"
