"""The tables of a web page: what many systems hand out under the name of xls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from udfs.cells import Value
from workbooks.errors import Unusable
from workbooks.rosters.decoding import SAVE_AS_XLSX
from workbooks.rosters.model import Block, Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement

WIDEST, TALLEST = 256, 10_000


def from_html(text: str, name: str) -> list[Block]:
    """The innermost tables of the page, their cells as text. ``Unusable`` if there is none."""
    from lxml import etree, html

    try:
        # The text is decoded already; what the page says of its encoding is about the file.
        page = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.LxmlError, ValueError):
        raise Unusable(name, "是网页，里面没有表格", SAVE_AS_XLSX) from None
    tables = [table for table in page.iter("table") if next(table.iterdescendants("table"), None) is None]
    if not tables:
        raise Unusable(name, "是网页，里面没有表格", SAVE_AS_XLSX)
    return [table_block(table, name, f"表{at}" if len(tables) > 1 else "") for at, table in enumerate(tables, start=1)]


def table_block(table: HtmlElement, name: str, title: str) -> Block:
    """A table with its spanned cells as merged areas."""
    rows: list[list[Value]] = []
    merged: list[Span] = []
    taken: set[tuple[int, int]] = set()
    for at, line in enumerate(table.iter("tr")):
        row: list[Value] = []
        for cell in line.iterchildren("td", "th"):
            while (at, len(row)) in taken:
                row.append("")
            across, down = spanned(cell, "colspan", WIDEST), spanned(cell, "rowspan", TALLEST)
            left = len(row)
            if left + across > WIDEST:
                break
            row.extend([" ".join(str(cell.text_content()).split()), *[""] * (across - 1)])
            if across > 1 or down > 1:
                merged.append(Span(at, left, at + down - 1, left + across - 1))
                taken.update((at + below, left + beside) for below in range(1, down) for beside in range(across))
        rows.append(row)
    return Block(name, title, rows, tuple(merged))


def spanned(cell: HtmlElement, side: str, most: int) -> int:
    stated = str(cell.get(side, "1")).strip()
    return max(1, min(int(stated), most)) if stated.isascii() and stated.isdecimal() and len(stated) < 8 else 1
