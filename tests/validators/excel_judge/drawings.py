"""What lies over a sheet: drawings, charts, notes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tests.validators.excel_judge.addresses import LAST_COLUMN, LAST_ROW, cell
from tests.validators.excel_judge.package import MAIN, Package, plain

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SPREADSHEET = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def drawing_faults(package: Package, part: str, root: etree._Element) -> Iterator[str]:
    for one in package.relations(part):
        found = package.xml(one.target) if not one.external else None
        if found is None:
            continue
        if one.kind == "drawing":
            yield from (f"{one.target}: {fault}" for fault in anchor_faults(found))
            for of in package.relations(one.target):
                chart = package.xml(of.target) if of.kind == "chart" else None
                if chart is not None:
                    yield from (f"{of.target}: {fault}" for fault in chart_faults(chart))
        elif one.kind == "comments":
            yield from (f"{one.target}: {fault}" for fault in note_faults(found))
            if root.find(f"{{{MAIN}}}legacyDrawing") is None:
                yield f"{one.target}: notes without the drawing that shows them"
    for tag in ("drawing", "legacyDrawing"):
        if len(root.findall(f"{{{MAIN}}}{tag}")) > 1:
            yield f"two elements {tag}"


def anchor_faults(drawing: etree._Element) -> Iterator[str]:
    for anchor in drawing:
        if not isinstance(anchor.tag, str) or "Anchor" not in plain(anchor):
            continue
        marks = [one for one in anchor if plain(one) in ("from", "to")]
        if len(marks) != {"twoCellAnchor": 2, "oneCellAnchor": 1, "absoluteAnchor": 0}.get(plain(anchor)):
            yield f"a {plain(anchor)} with {len(marks)} corners"
        for mark in marks:
            row, column = (int(mark.findtext(f"{{{SPREADSHEET}}}{tag}") or -1) for tag in ("row", "col"))
            if not (0 <= row < LAST_ROW and 0 <= column < LAST_COLUMN):
                yield f"a corner in row {row}, column {column}"
        if not any(plain(one) == "clientData" for one in anchor):
            yield "an anchor without clientData"


def chart_faults(chart: etree._Element) -> Iterator[str]:
    """Every axis that a plot names is there, and crosses one that is there; points are as many as they say."""
    axes = {
        one.find(f"{{{CHART}}}axId").get("val")  # type: ignore[union-attr]
        for tag in ("catAx", "valAx", "dateAx", "serAx") for one in chart.iter(f"{{{CHART}}}{tag}")
    }  # fmt: skip
    for one in chart.iter(f"{{{CHART}}}axId", f"{{{CHART}}}crossAx"):
        if one.get("val") not in axes:
            yield f"no axis {one.get('val')}"
    for tag in ("idx", "order"):
        for plot in chart.iter(f"{{{CHART}}}plotArea"):
            places = [one.get("val") for one in plot.iterfind(f"*/{{{CHART}}}ser/{{{CHART}}}{tag}")]
            if len(set(places)) < len(places):
                yield f"two series with one {tag}"
    for cache in (*chart.iter(f"{{{CHART}}}strCache"), *chart.iter(f"{{{CHART}}}numCache")):
        count = cache.find(f"{{{CHART}}}ptCount")
        points = [int(one.get("idx", "-1")) for one in cache.iterfind(f"{{{CHART}}}pt")]
        if count is None or any(point >= int(count.get("val", "0")) for point in points) or len(set(points)) < len(points):
            yield "more points than it says"


def note_faults(notes: etree._Element) -> Iterator[str]:
    authors = len(notes.findall(f"{{{MAIN}}}authors/{{{MAIN}}}author"))
    seen = set()
    for note in notes.iter(f"{{{MAIN}}}comment"):
        spot = cell(note.get("ref", ""))
        if spot is None or spot in seen:
            yield f"a note in {note.get('ref')}, or two"
        seen.add(spot)
        if int(note.get("authorId", "0")) >= authors:
            yield f"a note by author {note.get('authorId')} of {authors}"
