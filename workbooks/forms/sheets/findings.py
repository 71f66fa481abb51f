"""核验: the findings as plain rows; only the link in 位置 is a formula."""

from __future__ import annotations

from udfs.records.class_file import FINDINGS, ClassFile
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import KEY, LINK
from workbooks.forms.columns import columns
from workbooks.forms.model import Computed, FixedText, Form, Page, RowView, TableForm

ROWS, LINKED_ROWS = 1200, 400
"""Number of findings painted beside their cells, and number of findings with a link in 位置; others only name their cell."""


def link() -> Computed:
    """位置: a link to the cell named by 键."""

    def compute(_: ClassFile, row: RowView) -> Value:
        return "" if cells.blank(row.get(KEY)) else row.get(KEY)

    target = '"#\'"&SUBSTITUTE({键},"!","\'!")'
    return Computed(f'IF({{键}}="","",HYPERLINK({target},{{键}}))', compute)


TABLE = TableForm(columns(FINDINGS, {LINK: link()}), rows=ROWS, row_height=None, styled_by_column=True, computed_rows=LINKED_ROWS)
FORM = Form(
    sheet=FINDINGS,
    page=Page(areas=(TABLE.pages(),), landscape=True),
    texts=(
        FixedText(TABLE.across(1), "核验结果", "title"),
        FixedText(
            TABLE.across(2),
            "错误：必须改正；核实：改正，或在“说明”列写明情况；提示：供参考。改正后重新核验，说明随问题保留。",
            "hint",
        ),
    ),
    table=TABLE,
    filtered=True,
    heights={1: 36, 2: 22},
    freeze=TABLE.frozen(LINK),
    tab="BF8F00",
)
