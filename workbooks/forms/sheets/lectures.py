"""师资费: one row per lecture, with its cap."""

from __future__ import annotations

from udfs.money.lecture_fee import lecture_limit, lecture_rank
from udfs.native.cells import literal
from udfs.native.texts import bare, trimmed
from udfs.records.class_file import LECTURES, ClassFile, LectureFee
from udfs.records.class_parameters import class_parameters
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import FEE_LIMIT, LESSONS, NAME, NUMBER_HEADING, RANK
from workbooks.forms.columns import with_message
from workbooks.forms.model import Computed, FixedText, Form, Page, RowView, TableForm, numbering

RATES = "参数_讲课费上限税后"
UNIT = "参数_讲课费一个计费单位的学时数"


def limit() -> Computed:
    """上限: the highest net fee for the rank and the hours; a started unit counts in full."""
    rate = f"IFERROR(INDEX({RATES},MATCH({literal(trimmed('{职称类别}'))},{RATES}_项,0)),{RATES}_其他)"
    units = f"IF({UNIT}=1,{{学时}},ROUNDUP({{学时}}/{UNIT},0))"
    formula = f'IF(OR({bare("{职称类别}")}="",NOT(ISNUMBER({{学时}}))),"",ROUND({rate}*{units},2))'

    def compute(known: ClassFile, row: RowView) -> Value:
        hours = cells.number(row.get(LESSONS))
        if cells.blank(row.get(RANK)) or hours is None:
            return ""
        p = class_parameters(known)
        return lecture_limit(lecture_rank(row.get(RANK), p), hours, p)

    return Computed(formula, compute)


TABLE = TableForm(
    with_message(LECTURES, {NUMBER_HEADING: numbering(LectureFee.TYPED), FEE_LIMIT: limit()}),
    styled_by_column=True,
)
FORM = Form(
    sheet=LECTURES,
    page=Page(areas=(TABLE.pages(),), landscape=True),
    texts=(
        FixedText(TABLE.across(1), "师资费明细", "title"),
        FixedText(
            TABLE.across(2),
            "每人每半天一行，单位：元。附件3“师资费”=税后讲课费＋城市间交通费＋住宿费＋伙食费；税费另列。",
            "hint",
        ),
    ),
    table=TABLE,
    filtered=True,
    heights={1: 36, 2: 22},
    freeze=TABLE.frozen(NAME),
    painted=TABLE.painted(),
    tab="548235",
)
