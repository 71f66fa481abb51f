"""师资费: one row a lecture, with its cap."""

from __future__ import annotations

from udfs import cells
from udfs.cells import Value
from udfs.class_parameters import class_parameters
from udfs.lecture_fee import lecture_limit, lecture_rank
from udfs.native.cells import literal
from udfs.native.texts import bare, trimmed
from udfs.records import LECTURES, ClassFile, LectureFee
from workbooks.forms import choices
from workbooks.forms.model import Column, Computed, Form, Page, RowView, TableForm, Text, message_column, numbering

RATES = "参数_讲课费上限税后"
UNIT = "参数_讲课费一个计费单位的学时数"


def limit() -> Computed:
    """上限: the highest net fee for the rank and the hours; a unit that was begun counts in full."""
    rate = f"IFERROR(INDEX({RATES},MATCH({literal(trimmed('{职称类别}'))},{RATES}_项,0)),{RATES}_其他)"
    units = f"IF({UNIT}=1,{{学时}},ROUNDUP({{学时}}/{UNIT},0))"
    formula = f'IF(OR({bare("{职称类别}")}="",NOT(ISNUMBER({{学时}}))),"",ROUND({rate}*{units},2))'

    def compute(known: ClassFile, row: RowView) -> Value:
        hours = cells.number(row.get("学时"))
        if cells.blank(row.get("职称类别")) or hours is None:
            return ""
        p = class_parameters(known)
        return lecture_limit(lecture_rank(row.get("职称类别"), p), hours, p)

    return Computed(formula, compute)


COLUMNS = (
    Column("序号", 6, "integer", computed=numbering(LectureFee.TYPED)),
    Column("姓名", 11),
    Column("职称类别", 19, "choice", choices=choices.RANK),
    Column("授课日期", 13, "date", prompt="例如 2025-07-14，应在办班日期内。"),
    Column("时段", 8, "choice", choices=choices.SESSION),
    Column("学时", 8, "number", prompt="按实际学时填写；每半天计费的学时有上限，见“参数”。"),
    Column("税后讲课费", 13, "money"),
    Column("税费", 12, "money", prompt="代扣代缴的个人所得税。"),
    Column("城市间交通费", 13, "money"),
    Column("住宿费", 12, "money"),
    Column("伙食费", 12, "money"),
    Column("上限", 13, "money", computed=limit()),
    message_column(LECTURES),
)
FORM = Form(
    sheet=LECTURES,
    page=Page(areas=("A1:L{last}",), landscape=True),
    texts=(
        Text("A1:L1", "师资费明细", "title"),
        Text("A2:L2", "每人每半天一行，单位：元。附件3“师资费”=税后讲课费＋城市间交通费＋住宿费＋伙食费；税费另列。", "hint"),
    ),
    table=TableForm(COLUMNS, styled_by_column=True),
    filtered=True,
    heights={1: 36, 2: 22},
    freeze="C4",
    painted="A3:L{last}",
    tab="548235",
)
