"""核验: the findings as plain rows; only the link in 位置 is a formula."""

from __future__ import annotations

from udfs import cells
from udfs.cells import Value
from udfs.records import FINDINGS, ClassFile
from workbooks.forms.model import Column, Computed, Form, Page, RowView, TableForm, Text

ROWS, LINKED_ROWS = 1200, 400
"""So many findings are painted beside their cells, and so many of them have a link in 位置; others name their place there."""


def link() -> Computed:
    """位置: a link to the cell that 键 names."""

    def compute(_: ClassFile, row: RowView) -> Value:
        return "" if cells.blank(row.get("键")) else row.get("键")

    target = '"#\'"&SUBSTITUTE({键},"!","\'!")'
    return Computed(f'IF({{键}}="","",HYPERLINK({target},{{键}}))', compute)


COLUMNS = (
    Column("序号", 6, "integer"),
    Column("级别", 8),
    Column("位置", 14, computed=link()),
    Column("规则", 10),
    Column("问题", 52, centred=False),
    Column("现值", 22, centred=False),
    Column("应为", 26, centred=False),
    Column("依据", 16),
    Column("处理办法", 40, centred=False),
    Column("说明", 40, centred=False, prompt="“核实”类问题请在此说明情况；填写后可以导出，说明会印在核验报告中。"),
    Column("键", 14),
    Column("印记", 6, hidden=True),
)
FORM = Form(
    sheet=FINDINGS,
    page=Page(areas=("A1:K{last}",), landscape=True),
    texts=(
        Text("A1:K1", "核验结果", "title"),
        Text(
            "A2:K2",
            "错误：必须改正；核实：改正，或在“说明”列写明情况；提示：供参考。改正后重新核验，说明随问题保留。",
            "hint",
        ),
    ),
    table=TableForm(COLUMNS, rows=ROWS, row_height=None, styled_by_column=True, computed_rows=LINKED_ROWS),
    filtered=True,
    heights={1: 36, 2: 22},
    freeze="D4",
    tab="BF8F00",
)
