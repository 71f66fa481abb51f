"""A sheet beside its cells: order of its children, columns, views, merged areas, links, print set-up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from tests.validators.excel_judge.addresses import LAST_COLUMN, Area, area, areas, cell, overlapping
from tests.validators.excel_judge.cells import Cells, Reader
from tests.validators.excel_judge.drawings import drawing_faults
from tests.validators.excel_judge.package import MAIN, OFFICE
from tests.validators.excel_judge.painting import painting_faults
from tests.validators.excel_judge.styles import Styles
from tests.validators.excel_judge.tables import table_faults
from tests.validators.excel_judge.validations import validation_faults
from tests.validators.excel_judge.workbook import Workbook, filter_faults, order_faults, sqref_faults

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr",
    "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
    "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
WIDEST, LONGEST_HEADER, MOST_LINKS, LONGEST_ADDRESS, MOST_BREAKS = 255, 255, 65_530, 2_079, 1_026
MARGINS = ("left", "right", "top", "bottom", "header", "footer")
SCALES = (10, 400)


class Sheet:
    """One sheet's part. ``place``: its place in the workbook's list."""

    def __init__(self, book: Workbook, place: int, part: str, root: etree._Element) -> None:
        self.book, self.place, self.part, self.root = book, place, part, root
        self.cells = Cells()
        self.merged: list[Area] = []

    def find(self, path: str) -> list[etree._Element]:
        return list(self.root.iterfind(path, {None: MAIN}))

    def faults(self, styles: Styles) -> Iterator[str]:
        # AlternateContent stands in for the element it holds, wherever that may be.
        ordered = etree.Element(self.root.tag)
        for child in self.root:
            if isinstance(child.tag, str) and "AlternateContent" not in child.tag:
                etree.SubElement(ordered, child.tag)
        yield from order_faults("children", ordered, ORDER)
        for data in self.find("sheetData"):
            reader = Reader(self.book, styles)
            yield from reader.faults(data)
            self.cells = reader.cells
        checks: tuple[Callable[[], Iterator[str]], ...] = (
            self.view_faults, self.column_faults, self.merge_faults, self.link_faults, self.page_faults, self.list_faults,
            self.filter_faults,
        )  # fmt: skip
        for check in checks:
            yield from check()
        yield from validation_faults(self.root, self.book.titles)
        yield from painting_faults(self.root, self.book.titles, styles)
        yield from table_faults(self.book, self.part, self.root, self.cells, self.merged)
        yield from drawing_faults(self.book.package, self.part, self.root)

    def view_faults(self) -> Iterator[str]:
        for one in self.find("dimension"):
            if area(one.get("ref", "")) is None:
                yield f"the dimension {one.get('ref')}"
        views = len(self.book.find("bookViews/workbookView"))
        for view in self.find("sheetViews/sheetView"):
            if int(view.get("workbookViewId", "-1")) >= views:
                yield f"a view of window {view.get('workbookViewId')} of {views}"
            pane = view.find(f"{{{MAIN}}}pane")
            if pane is not None and pane.get("topLeftCell") and cell(pane.get("topLeftCell", "")) is None:
                yield f"a pane from {pane.get('topLeftCell')}"
            panes = pane_names(pane)
            seen = set()
            for selection in view.iterfind(f"{{{MAIN}}}selection"):
                where = selection.get("pane", "topLeft")
                if where not in panes or where in seen:
                    yield f"a selection in the pane {where}"
                seen.add(where)
                yield from selection_faults(selection)

    def column_faults(self) -> Iterator[str]:
        last = 0
        for one in self.find("cols/col"):
            first, end = int(one.get("min", "0")), int(one.get("max", "0"))
            if not last < first <= end <= LAST_COLUMN:
                yield f"columns {first} to {end} after column {last}"
            last = max(last, end)
            if not 0 <= float(one.get("width", "0")) <= WIDEST:
                yield f"column {first} is {one.get('width')} wide"
        if self.find("cols") and not self.find("cols/col"):
            yield "no columns in cols"

    def merge_faults(self) -> Iterator[str]:
        for one in self.find("mergeCells/mergeCell"):
            found = area(one.get("ref", ""))
            if found is None or found.size < len("AB"):
                yield f"{one.get('ref')} cannot be merged"
            else:
                self.merged.append(found)
        for listed in self.find("mergeCells"):
            if listed.get("count") not in (None, str(len(listed))) or not len(listed):
                yield f"{len(listed)} merged areas, not {listed.get('count')}"
        if clash := overlapping(self.merged):
            yield f"merged areas share cells: {clash[0]} and {clash[1]}"
        for found in self.merged:
            if any(found.overlaps(array) for array in self.cells.arrays):
                yield f"an array formula in the merged area {found}"

    def link_faults(self) -> Iterator[str]:
        links = self.find("hyperlinks/hyperlink")
        if len(links) > MOST_LINKS or (self.find("hyperlinks") and not links):
            yield f"{len(links)} links"
        relations = {one.id: one for one in self.book.package.relations(self.part)}
        for one in links:
            if area(one.get("ref", "")) is None:
                yield f"a link in {one.get('ref')}"
            identity, location = one.get(f"{{{OFFICE}}}id"), one.get("location")
            if not identity and not location:
                yield f"the link in {one.get('ref')} leads nowhere"
            if len(one.get("tooltip", "")) > LONGEST_HEADER or len(one.get("display", "")) > LONGEST_ADDRESS:
                yield f"the link in {one.get('ref')} says too much"
            target = relations[identity].target if identity and identity in relations else ""
            if len(target) > LONGEST_ADDRESS or re.search(r"[\s<>\"{}|^`]", target):
                yield f"the link in {one.get('ref')} has no proper address"
            if location and not identity:
                yield from self.location_faults(one.get("ref", ""), location)

    def location_faults(self, where: str, location: str) -> Iterator[str]:
        sheet, _, spot = location.rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        if sheet and sheet.lower() not in self.book.titles:
            yield f"the link in {where} leads to the sheet {sheet}, which is not there"
        names = {one.name.lower() for one in self.book.names}
        if area(spot) is None and spot.lower() not in names:
            yield f"the link in {where} leads to {location}"

    def page_faults(self) -> Iterator[str]:
        for header in self.find("headerFooter"):
            for one in header:
                if isinstance(one.tag, str) and len(one.text or "") > LONGEST_HEADER:
                    yield f"{len(one.text or '')} characters in a header or footer"
        for margins in self.find("pageMargins"):
            if not all(0 <= float(margins.get(side, "-1")) <= 49 for side in MARGINS):
                yield "margins that are no margins"
        for page in self.find("pageSetup"):
            if not SCALES[0] <= int(page.get("scale", "100")) <= SCALES[1]:
                yield f"a scale of {page.get('scale')}"
            if not all(0 <= int(page.get(side, "1")) <= 32_767 for side in ("fitToWidth", "fitToHeight")):
                yield "pages to fit"

    def list_faults(self) -> Iterator[str]:
        for breaks in (*self.find("rowBreaks"), *self.find("colBreaks")):
            ids = [one.get("id") for one in breaks]
            if len(set(ids)) < len(ids) or len(ids) > MOST_BREAKS or breaks.get("count") not in (None, str(len(ids))):
                yield f"{len(ids)} page breaks, stated to be {breaks.get('count')}"
        for one in self.find("ignoredErrors/ignoredError"):
            yield from sqref_faults("ignored errors", one.get("sqref"))
        ranges = self.find("protectedRanges/protectedRange")
        for one in ranges:
            yield from sqref_faults("a protected range", one.get("sqref"))
        if len({one.get("name", "").lower() for one in ranges}) < len(ranges):
            yield "two protected ranges of one name"

    def filter_faults(self) -> Iterator[str]:
        for one in self.find("autoFilter"):
            found = area(one.get("ref", ""))
            if found is None:
                yield f"a filter over {one.get('ref')}"
                continue
            yield from filter_faults(self.book, self.place, one.get("ref", ""))
            columns = [int(column.get("colId", "-1")) for column in one.iterfind(f"{{{MAIN}}}filterColumn")]
            if any(not 0 <= column <= found.right - found.left for column in columns) or len(set(columns)) < len(columns):
                yield f"the filter over {one.get('ref')} has columns {columns}"
            if any(found.overlaps(merged) and merged.bottom > found.top for merged in self.merged):
                yield f"merged cells in the rows of the filter over {one.get('ref')}"


def pane_names(pane: etree._Element | None) -> set[str]:
    """The panes that a split makes."""
    if pane is None:
        return {"topLeft"}
    across, down = float(pane.get("xSplit", "0")) > 0, float(pane.get("ySplit", "0")) > 0
    return {"topLeft"} | ({"topRight"} if across else set()) | ({"bottomLeft"} if down else set()) | (
        {"bottomRight"} if across and down else set()
    )  # fmt: skip


def selection_faults(selection: etree._Element) -> Iterator[str]:
    """The active cell lies in what is selected."""
    active, selected = selection.get("activeCell", "A1"), areas(selection.get("sqref", "A1"))
    spot = cell(active)
    if spot is None or selected is None or not any(one.holds(*spot) for one in selected):
        yield f"the active cell {active} is not in the selection {selection.get('sqref')}"
