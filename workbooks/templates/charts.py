"""The native chart beside 附件6: one bar per item, its four levels as shares in four greys, like the printed page."""

from __future__ import annotations

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.worksheet.worksheet import Worksheet

from udfs.records.class_file import SURVEY, SURVEY_LEVELS
from udfs.values.headings import SURVEY_ITEM
from workbooks.forms.model import Form
from workbooks.forms.sheets.survey import CHART_CELL

CHART_TITLE = "各测评项目满意程度分布"
GREYS = ("464646", "8C8C8C", "C8C8C8", "FFFFFF")
"""Distinguishable in black and white print; the same as in ``printing/annexes.typ``."""
WIDTH_CM, HEIGHT_CM = 17.0, 13.0


def add_chart(sheet: Worksheet, form: Form, rows: int) -> None:
    """Add the chart outside the print area; no effect on sheets other than 附件6."""
    if form.sheet != SURVEY or form.table is None:
        return
    table = form.table
    columns = {heading: at for at, heading in enumerate(table.letters, start=1)}
    first, last = table.heading_row, table.last(rows)
    levels = [columns[level] for level in SURVEY_LEVELS]
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "percentStacked", 100, 40
    chart.add_data(
        Reference(sheet, min_col=levels[0], max_col=levels[-1], min_row=first, max_row=last),
        titles_from_data=True,
    )
    chart.set_categories(Reference(sheet, min_col=columns[SURVEY_ITEM], min_row=first + 1, max_row=last))
    for series, grey in zip(chart.series, GREYS, strict=True):
        series.graphicalProperties = GraphicalProperties(solidFill=grey)
        series.graphicalProperties.line.solidFill = "000000"
    chart.title = CHART_TITLE
    chart.legend.position = "t"
    chart.x_axis.scaling.orientation = "maxMin"  # the first item on top, as in the table
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "0%"
    chart.y_axis.majorGridlines = None
    chart.width, chart.height = WIDTH_CM, HEIGHT_CM
    sheet.add_chart(chart, CHART_CELL)
