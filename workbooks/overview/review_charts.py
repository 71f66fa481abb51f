"""The charts of 汇总: number of classes per state, most frequent rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from udfs.report.desk_document import CONCLUSIONS
from workbooks.templates.entering import put

WIDTH_CM, HEIGHT_CM = 11.5, 8.5
MOST_RULES = 15
ROWS_OF_A_CHART, ROWS_BEFORE_A_BREAK = 18, 14
GREY = "8C8C8C"
DATA_COLUMN = 9
"""The chart data are to the right of the totals, outside the print area."""


def add_charts(sheet: Worksheet, classes: Sequence[Mapping[str, Any]], rules: Sequence[tuple[str, int]], below: int) -> None:
    """Add two charts side by side below row ``below``. ``rules``: (code, number of findings)."""
    states = Counter(entry["conclusion"] for entry in classes)
    first = [(state, states[state]) for state in CONCLUSIONS]
    second = sorted(rules, key=lambda one: -one[1])[:MOST_RULES]
    for number, (title, rows) in enumerate((("各结论的班数", first), ("最常见的问题（处数，按规则）", second))):
        if rows:
            sheet.add_chart(bars(sheet, DATA_COLUMN + 3 * number, title, rows), f"{'AC'[number]}{below + 2}")
    sheet.print_area = f"A1:F{below + ROWS_OF_A_CHART + 2}"
    if below > ROWS_BEFORE_A_BREAK:
        sheet.row_breaks.append(Break(id=below + 1))  # keeps each chart on one page


def bars(sheet: Worksheet, column: int, title: str, rows: Sequence[tuple[str, int]]) -> BarChart:
    """A bar chart with data labels; its data are written from ``column`` on."""
    put(sheet.cell(1, column + 1), title)
    for at, (name, count) in enumerate(rows, start=2):
        put(sheet.cell(at, column), name)
        put(sheet.cell(at, column + 1), count)
    chart = BarChart()
    chart.type, chart.gapWidth, chart.legend = "bar", 40, None
    chart.add_data(Reference(sheet, min_col=column + 1, min_row=1, max_row=len(rows) + 1), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=column, min_row=2, max_row=len(rows) + 1))
    chart.title = title
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=GREY)
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, other, False)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines = None
    chart.y_axis.number_format = "0"
    chart.width, chart.height = WIDTH_CM, HEIGHT_CM
    return chart
