"""Lossless writer: writes values into a workbook and leaves all other bytes unchanged.

Only the cells concerned change, and they keep their format. Text is written as inline strings, so the shared strings stay.
Cells that no longer hold a formula are removed from the calculation chain. Cached values of other formulas may become stale,
so the sheet requests recalculation on load (``sheetCalcPr``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import NoReturn

from udfs.values.cells import Value, column_letters
from workbooks.files.errors import Unusable
from workbooks.ooxml import markup
from workbooks.ooxml.addresses import Area, cell_address, parse_area, shifted
from workbooks.ooxml.formats import to_serial
from workbooks.ooxml.package import Package, SheetPart
from workbooks.ooxml.packing import Packing
from workbooks.ooxml.strings import INLINE, around_text, as_it_is, encoded
from workbooks.ooxml.writing import patching_cells
from workbooks.ooxml.writing.calc_chain import with_calc_chain
from workbooks.ooxml.writing.changes import (
    CellChange,
    CellsToWrite,
    Formula,
    RowToWrite,
    Spelled,
    by_part,
    by_row,
    by_sheet_of,
    check_arrays,
    redirected,
    rows_of,
)
from workbooks.ooxml.writing.patching_cells import CellBytes, PartLayout, RowBytes

LONGEST_TEXT = 32_767
ROWS_AT_ONCE = 2_000
"""New rows per piece; one piece is compressed while the next is written."""


def patched(package: Package, changes: Iterable[CellChange]) -> bytes:
    """The workbook file with the changes applied. Errors: Unusable, naming the cell.

    The last change of a cell wins. A value for a covered cell of a merged area goes to the first cell, unless that one is
    also written. Changing part of an array formula is refused, as in spreadsheet programs.
    """
    return with_cells(package, by_sheet_of(changes))


def with_cells(package: Package, by_sheet: Mapping[str, CellsToWrite]) -> bytes:
    """The same as ``patched``, with changes grouped by sheet."""
    parts: dict[str, bytes] = {}
    packings: dict[str, Packing] = {}
    emptied: dict[int, set[tuple[int, int]]] = {}
    for sheet, cells in by_part(package, by_sheet).items():
        before = package.read(sheet.part)
        writer = _SheetWriter(package, sheet, before)
        after = writer.write(cells)
        if after != before:
            parts[sheet.part] = after
            packings[sheet.part] = writer.packing
            emptied[sheet.number] = writer.lost_formulas
    if not parts:
        return package.data
    parts, dropped = with_calc_chain(package, parts, emptied)
    return package.archive.rewritten(parts, dropped, packings)


class _SheetWriter:
    """Writes the changes of one sheet."""

    def __init__(self, package: Package, sheet: SheetPart, source: bytes) -> None:
        self.package, self.sheet = package, sheet
        self.source = self.original = source
        self.lost_formulas: set[tuple[int, int]] = set()
        self.packing = Packing()
        """Compressor for the new part."""
        self.openings: dict[tuple[int, str | None], tuple[str, str]] = {}
        """(column, row style) -> start tag of a new cell, before and after the row number."""
        self.texts: dict[str, str] = {}
        """Cache: text -> rest of a new cell; columns such as employer repeat their values."""

    def refuse(self, cell: tuple[int, int], what: str, todo: str) -> NoReturn:
        raise Unusable(f"{self.package.path.name}“{self.sheet.title}”{cell_address(*cell)}", what, todo)

    def write(self, cells: CellsToWrite) -> bytes:
        asked = cells
        layout = self._scan(cells)
        cells = redirected(cells, layout.merged)
        check_arrays(cells, layout.arrays, f"{self.package.path.name}“{self.sheet.title}”")
        self._check_tables(cells)
        cells = self._with_followers(cells, layout)
        if cells is not asked and rows_of(cells) != rows_of(asked):
            layout = self._scan(cells)
        if layout.start < 0:
            self.package.refuse(f"工作表“{self.sheet.title}”没有数据区")
        tag = patching_cells.start_tag(self.source, layout.start)
        before = self.source[layout.start + len(tag) : self._closing(layout)]
        self.packing.add(self._head(cells, layout) + patching_cells.opened(tag))
        written, same = 0, True
        for piece in self._body(cells, layout):
            same = same and before.startswith(piece, written)
            written += len(piece)
            self.packing.add(piece)
        if same and written == len(before):
            return self.original
        end, tail = b"</" + layout.tag.encode() + b">", self.source[layout.end :]
        if not layout.recalculates and has_formulas(self.package):
            end += f'<{layout.prefix}sheetCalcPr fullCalcOnLoad="1"/>'.encode()
            tail = re.sub(rb"^\s*<(\w+:)?sheetCalcPr\b[^>]*/>", b"", tail)
        self.packing.add(end + tail)
        return self.packing.content()

    def _scan(self, cells: CellsToWrite) -> PartLayout:
        rows = rows_of(cells)
        try:
            if not patching_cells.is_utf8(self.source):
                self.source = patching_cells.with_addresses(self.source)
            layout = patching_cells.scan(self.source, rows)
            if not layout.addressed:
                self.source = patching_cells.with_addresses(self.source)
                layout = patching_cells.scan(self.source, rows)
        except markup.Forbidden:
            self.package.refuse(f"部件 {self.sheet.part} 含有文档类型声明（DOCTYPE/ENTITY），疑似恶意文件", "请确认文件来源")
        except (markup.Malformed, ValueError):
            self.package.refuse(f"部件 {self.sheet.part} 的内容已损坏")
        return layout

    def _check_tables(self, cells: CellsToWrite) -> None:
        """Refuse to change a table header: it is also stored in the table part, and Excel reports a file as damaged if they
        differ."""
        for relation in self.package.relations(self.sheet.part).values():
            part = self.package.find(relation.target) if relation.kind == "table" else None
            found = re.search(rb'<(?:\w+:)?table\b[^>]*?\sref="([^"]+)"', self.package.read(part)) if part else None
            if found is None:
                continue
            area = parse_area(found[1].decode())
            heading = next((cell for cell in cells if cell in area and cell[0] == area.first_row), None)
            if heading is not None:
                self.refuse(heading, "是“表格”对象的标题行，不能直接改写", "请在表格程序中修改标题")

    def _with_followers(self, cells: CellsToWrite, layout: PartLayout) -> CellsToWrite:
        """When the master cell of a shared formula is overwritten, write the formula in full into its followers."""
        masters = {
            cell.formula["si"]: cell for cell in layout.shared if cell.formula and cell.formula_text and "si" in cell.formula
        }
        lost = {group for group, cell in masters.items() if (cell.row, cell.column) in cells}
        if not lost:
            return cells
        spelled: CellsToWrite = {}
        for cell in layout.shared:
            group = (cell.formula or {}).get("si", "")
            if group in lost and (cell.row, cell.column) not in cells:
                master = masters[group]
                text = shifted(master.formula_text, cell.row - master.row, cell.column - master.column)
                spelled[cell.row, cell.column] = Spelled(text)
        return cells | spelled

    def _head(self, cells: CellsToWrite, layout: PartLayout) -> bytes:
        """Everything before the cells, with <dimension> extended to new cells."""
        head = self.source[: layout.start]
        if layout.dimension is None:
            return head
        rows = {row for (row, _), value in cells.items() if value is not None}
        columns = {column for (_, column), value in cells.items() if value is not None}
        if not rows:
            return head
        at, reference = layout.dimension
        try:
            area = parse_area(reference)
        except ValueError:
            return head
        grown = Area(
            min(area.first_row, *rows),
            min(area.first_column, *columns),
            max(area.last_row, *rows),
            max(area.last_column, *columns),
        )
        if grown == area:
            return head
        tag = patching_cells.start_tag(head, at)
        first, last = cell_address(grown.first_row, grown.first_column), cell_address(grown.last_row, grown.last_column)
        return head[:at] + patching_cells.with_attribute(tag, "ref", f"{first}:{last}") + head[at + len(tag) :]

    def _body(self, cells: CellsToWrite, layout: PartLayout) -> Iterator[bytes]:
        """The rows in pieces: unchanged bytes, rewritten rows and new rows in order."""
        wanted = by_row(cells)
        at = layout.start + len(patching_cells.start_tag(self.source, layout.start))
        new = sorted(wanted.keys() - {row.number for row in layout.rows})
        for row in sorted(layout.rows, key=lambda row: row.start):
            before = new[: bisect_left(new, row.number)]
            if before:
                yield self.source[at : row.start]
                yield self._new_rows(before, wanted, layout)
                at, new = row.start, new[len(before) :]
            if row.number in wanted:
                yield self.source[at : row.start]
                yield self._row(row, dict(wanted.pop(row.number)), layout)
                at = row.end
        yield self.source[at : self._closing(layout)]
        for first in range(0, len(new), ROWS_AT_ONCE):
            yield self._new_rows(new[first : first + ROWS_AT_ONCE], wanted, layout)

    def _closing(self, layout: PartLayout) -> int:
        """Offset of the end tag of sheetData; of the element's end if it is self-closing."""
        if patching_cells.closes_itself(patching_cells.start_tag(self.source, layout.start)):
            return layout.end
        return self.source.rfind(b"</", 0, layout.end)

    def _new_rows(self, numbers: Sequence[int], wanted: Mapping[int, RowToWrite], layout: PartLayout) -> bytes:
        """New rows. Fast path for texts without escaping and for integers: nearly all cells of a large import."""
        made: list[str] = []
        tag = f"{layout.prefix}row"
        before, behind = around_text(layout.prefix)
        before, behind = f' t="{INLINE}">{before}', f"{behind}</{layout.prefix}c>"
        behind_number = f"</{layout.prefix}v></{layout.prefix}c>"
        openings: dict[int, tuple[str, str, str]] = {}
        """Column -> markup before the row number, from there to a text, and from there to a number."""
        for number in numbers:
            row, first = str(number), len(made)
            made.append(f'<{tag} r="{row}">')
            for cell, value in wanted[number]:
                column = cell[1]
                if column not in openings:
                    start, end = self._opening(column, None, layout)
                    openings[column] = start, f"{end}{before}", f"{end}><{layout.prefix}v>"
                start, to_text, to_number = openings[column]
                if type(value) is str and as_it_is(value) and len(value) <= LONGEST_TEXT:
                    made.append(f"{start}{row}{to_text}{value}{behind}")
                elif type(value) is int:
                    made.append(f"{start}{row}{to_number}{value}{behind_number}")
                elif value is not None:
                    made.append(self._new_cell(cell, value, layout, None))
            if len(made) == first + 1:
                made.pop()  # only cleared cells: no row is needed
            else:
                made.append(f"</{tag}>")
        return "".join(made).encode()

    def _opening(self, column: int, row_style: str | None, layout: PartLayout) -> tuple[str, str]:
        """Start tag of a new cell, before and after the row number, with the style of its row, else of its column."""
        opening = self.openings.get((column, row_style))
        if opening is None:
            style = row_style or next((style for first, last, style in layout.column_styles if first <= column <= last), None)
            opening = self.openings[column, row_style] = (
                f'<{layout.prefix}c r="{column_letters(column)}',
                f'" s="{style}"' if style else '"',
            )
        return opening

    def _new_cell(self, cell: tuple[int, int], value: Value | Formula, layout: PartLayout, row_style: str | None) -> str:
        """Markup of a new cell."""
        row, column = cell
        before, after = self._opening(column, row_style, layout)
        known = self.texts.get(value) if type(value) is str else None
        if known is not None:
            return f"{before}{row}{after}{known}"
        kind, content = self._content(cell, value, layout.prefix)
        if not content:
            return f"{before}{row}{after}/>"
        typed = f' t="{kind}">' if kind else ">"
        rest = f"{typed}{content}</{layout.prefix}c>"
        if type(value) is str:
            self.texts[value] = rest
        return f"{before}{row}{after}{rest}"

    def _row(self, row: RowBytes, cells: CellsToWrite, layout: PartLayout) -> bytes:
        tag = patching_cells.start_tag(self.source, row.start)
        spans = row.attributes.get("spans", "").split(":")
        written = [column for (_, column), value in cells.items() if value is not None]
        if written and len(spans) == 2 and all(end.isdigit() for end in spans):
            tag = patching_cells.with_attribute(tag, "spans", f"{min(int(spans[0]), *written)}:{max(int(spans[1]), *written)}")
        style = row.attributes.get("s") if row.attributes.get("customFormat") in ("1", "true") else None
        present = {(cell.row, cell.column): cell for cell in row.cells}
        new = sorted(cell for cell in cells if cell not in present and cells[cell] is not None)
        out = [patching_cells.opened(tag)]
        at = row.start + len(patching_cells.start_tag(self.source, row.start))
        for span in row.cells:
            while new and new[0][1] < span.column:
                out.append(self.source[at : span.start])
                at = span.start
                cell = new.pop(0)
                out.append(self._new_cell(cell, cells[cell], layout, style).encode())
            place = (span.row, span.column)
            if place in cells:
                out.append(self.source[at : span.start])
                out.append(self._cell(span, place, cells[place], layout.prefix))
                at = span.end
        closing = self.source.rfind(b"</", 0, row.end)
        if closing >= at:
            out.append(self.source[at:closing])
        out.extend(self._new_cell(cell, cells[cell], layout, style).encode() for cell in new)
        return b"".join(out) + f"</{layout.prefix}row>".encode()

    def _cell(self, span: CellBytes, cell: tuple[int, int], value: Value | Formula, prefix: str) -> bytes:
        """An existing cell with new content."""
        whole = self.source[span.start : span.end]
        tag = patching_cells.start_tag(whole, 0)
        if isinstance(value, Spelled):
            return _with_formula(whole, value.body, prefix)
        if span.formula is not None and not isinstance(value, Formula):
            self.lost_formulas.add(cell)
        tag = patching_cells.opened(patching_cells.without_attributes(tag, ("t", "cm", "vm")))
        kind, content = self._content(cell, value, prefix)
        if not content:
            return tag[:-1] + b"/>"
        typed = f' t="{kind}">'.encode() if kind else b">"
        return tag[:-1] + typed + content.encode() + f"</{prefix}c>".encode()

    def _content(self, cell: tuple[int, int], value: Value | Formula, prefix: str) -> tuple[str, str]:
        """(type, markup) of a cell's content."""
        if isinstance(value, Formula):
            kind, stored = self._stored(value.cached, prefix)
            return kind, f"<{prefix}f>{encoded(value.body)}</{prefix}f>{stored}"
        if isinstance(value, str):
            if len(value) > LONGEST_TEXT:
                self.refuse(cell, f"文字超过 {LONGEST_TEXT} 个字符", "请缩短后再试")
            before, behind = around_text(prefix)
            return (INLINE, f"{before}{encoded(value)}{behind}") if value else ("", "")
        return self._stored(value, prefix)

    def _stored(self, value: Value, prefix: str) -> tuple[str, str]:
        """(type, <v> element) of a value."""
        if value is None:
            return "", ""
        kind, text = "", ""
        if isinstance(value, str):
            kind, text = "str", encoded(value)
        elif isinstance(value, bool):
            kind, text = "b", str(int(value))
        elif isinstance(value, date):
            text = repr(to_serial(value, self.package.date1904))
        elif isinstance(value, float) and not isfinite(value):
            kind, text = "e", "#NUM!"
        else:
            text = str(value) if isinstance(value, int | Decimal) else repr(float(value))
        return kind, f"<{prefix}v>{text}</{prefix}v>"


def _with_formula(cell: bytes, formula: str, prefix: str) -> bytes:
    """The bytes of a cell with its formula written in full."""
    made = f"<{prefix}f>{encoded(formula)}</{prefix}f>".encode()
    pattern = rb"<%bf(\s[^>]*)?(/>|>.*?</%bf>)" % (prefix.encode(), prefix.encode())
    return re.sub(pattern, lambda _: made, cell, count=1, flags=re.DOTALL)


def has_formulas(package: Package) -> bool:
    """True if any sheet has a formula, whose cached value may become stale."""
    return any(re.search(rb"<(?:\w+:)?f[\s/>]", package.read(sheet.part)) for sheet in package.sheets)
