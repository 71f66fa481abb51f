"""考勤: hours of leave and of absence, a row a trainee who missed something."""

from __future__ import annotations

from fractions import Fraction

from udfs import cells
from udfs.cells import Value
from udfs.class_parameters import class_parameters
from udfs.grid import used
from udfs.records import ATTENDANCE, NO, YES, Absence, ClassFile
from workbooks.forms import choices
from workbooks.forms.model import Column, Computed, Form, Page, RowView, TableForm, Text, message_column, numbering, together

EMPTY = together(*(f"{{{heading}}}" for heading in Absence.TYPED)) + '=""'
MISSED = "(N({请假学时})+N({缺勤学时}))"
# Far finer than any hour that is ever written down, far coarser than what a sum of binary fractions can be off by.
COMPARED_DECIMALS = 9


def hours_of(row: RowView) -> Fraction:
    """Leave and absence together, as N() reads the cells."""
    return sum((Fraction(cells.number(row.get(name)) or 0) for name in ("请假学时", "缺勤学时")), Fraction(0))


def share() -> Computed:
    """缺勤率 = hours missed as a share of 总学时."""

    def compute(known: ClassFile, row: RowView) -> Value:
        if known.hours is None or not used(row.values, Absence.TYPED):
            return ""
        exact = hours_of(row) / Fraction(known.hours)
        return cells.SIGNIFICANT.divide(cells.SIGNIFICANT.create_decimal(exact.numerator), exact.denominator)

    return Computed(f'IF({EMPTY},"",IF(N(项目信息_总学时)>0,{MISSED}/项目信息_总学时,""))', compute)


def withdrawn() -> Computed:
    """按退学处理: more than the allowed share of 总学时 was missed."""

    def compute(known: ClassFile, row: RowView) -> Value:
        if known.hours is None or not used(row.values, Absence.TYPED):
            return ""
        return YES if hours_of(row) > Fraction(known.hours) * class_parameters(known).absence_share else NO

    excess = f"ROUND({MISSED}-项目信息_总学时*参数_请假和缺勤占总学时的上限,{COMPARED_DECIMALS})"
    formula = f'IF({EMPTY},"",IF(N(项目信息_总学时)>0,IF({excess}>0,"{YES}","{NO}"),""))'
    return Computed(formula, compute)


COLUMNS = (
    Column("序号", 6, "integer", computed=numbering(Absence.TYPED)),
    Column("姓名", 12, prompt="只登记有请假或缺勤的学员。"),
    Column("身份证号", 23, prompt="与“附件4”一致，据此对应到人。"),
    Column("请假学时", 11, "number", prompt="累计请假学时。"),
    Column("缺勤学时", 11, "number", prompt="累计缺勤学时，不含已请假的。"),
    Column("请假手续", 11, "choice", choices=choices.PERMISSION),
    Column("缺勤率", 11, "percent", computed=share()),
    Column("按退学处理", 12, "choice", computed=withdrawn()),
    message_column(ATTENDANCE),
)
FORM = Form(
    sheet=ATTENDANCE,
    page=Page(areas=("A1:H{last}",), landscape=True),
    texts=(
        Text("A1:H1", "考勤（请假和缺勤登记）", "title"),
        Text("A2:H2", "只登记有请假或缺勤的学员；累计超过通知规定比例（见“参数”）的按退学处理，不得填“通过结业考核”。", "hint"),
    ),
    table=TableForm(COLUMNS, styled_by_column=True),
    filtered=True,
    heights={1: 36, 2: 22},
    freeze="C4",
    painted="A3:H{last}",
    tab="548235",
)
