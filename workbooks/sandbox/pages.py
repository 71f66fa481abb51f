"""Tables of an HTML page. Tolerates missing end tags and ignores all other markup."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

CELLS = ("td", "th")
CLOSED_BY: dict[str, tuple[str, ...]] = {"tr": ("tr", *CELLS), "td": CELLS, "th": CELLS}
"""Tag -> open tags of the same table that it closes, since pages often omit end tags."""
DEEPEST = 200
SILENT = ("script", "style")
LINES = ("br", "p", "div", "li")
"""Tags that begin a new line within a cell: what stands on two lines is not one word."""


class _Tables(HTMLParser):
    """HTML parser that keeps tables, rows, cells and text; other elements contribute only their text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page")
        self.open = [self.root]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag in LINES:
            self.handle_data("\n")
        if tag not in ("table", *CLOSED_BY) or len(self.open) > DEEPEST:
            return
        while self.open[-1].tag in CLOSED_BY.get(tag, ()):
            self.open.pop()
        self.open.append(SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT and self.silent > 0
        names = [element.tag for element in self.open]
        if tag not in ("table", *CLOSED_BY) or tag not in names:
            return
        at = len(names) - 1 - names[::-1].index(tag)
        if tag == "table" or "table" not in names[at + 1 :]:
            del self.open[at:]

    def handle_data(self, data: str) -> None:
        here = self.open[-1]
        if self.silent or here is self.root:
            return
        if len(here):
            here[-1].tail = (here[-1].tail or "") + data
        else:
            here.text = (here.text or "") + data


def page_of(text: str) -> Element:
    """Parse a page into a tree of tables, rows and cells.

    >>> [cell.text for cell in page_of("<p>x<table><tr><td>姓名<td>单位</table>").iter("td")]
    ['姓名', '单位']
    """
    reader = _Tables()
    reader.feed(text)
    reader.close()
    return reader.root
