"""考勤: hours of leave and absence, one row per trainee."""

from __future__ import annotations

from fractions import Fraction

from udfs.records.class_file import ATTENDANCE, NO, YES, Absence, ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.grid import used
from udfs.values.headings import ABSENCE_SHARE, LEAVE, MISSED, NAME, NUMBER_HEADING, WITHDRAWN
from workbooks.forms.columns import with_message
from workbooks.forms.model import Computed, FixedText, Form, Page, RowView, TableForm, numbering, together

EMPTY = together(*(f"{{{heading}}}" for heading in Absence.TYPED)) + '=""'
HOURS_MISSED = "(N({请假学时})+N({缺勤学时}))"
# Tolerance: far below any recorded hour, far above the error of a sum of binary fractions.
COMPARED_DECIMALS = 9


def hours_of(row: RowView) -> Fraction:
    """Hours of leave plus absence, read like N()."""
    return sum((Fraction(cells.number(row.get(name)) or 0) for name in (LEAVE, MISSED)), Fraction(0))


def share() -> Computed:
    """缺勤率 = missed hours / 总学时."""

    def compute(known: ClassFile, row: RowView) -> Value:
        if known.hours is None or not used(row.values, Absence.TYPED):
            return ""
        exact = hours_of(row) / Fraction(known.hours)
        return cells.SIGNIFICANT.divide(cells.SIGNIFICANT.create_decimal(exact.numerator), exact.denominator)

    return Computed(f'IF({EMPTY},"",IF(N(项目信息_总学时)>0,{HOURS_MISSED}/项目信息_总学时,""))', compute)


def withdrawn() -> Computed:
    """按退学处理: the missed share of 总学时 exceeds the limit."""

    def compute(known: ClassFile, row: RowView) -> Value:
        if known.hours is None or not used(row.values, Absence.TYPED):
            return ""
        return YES if hours_of(row) > Fraction(known.hours) * class_parameters(known).absence_share else NO

    excess = f"ROUND({HOURS_MISSED}-项目信息_总学时*参数_请假和缺勤占总学时的上限,{COMPARED_DECIMALS})"
    formula = f'IF({EMPTY},"",IF(N(项目信息_总学时)>0,IF({excess}>0,"{YES}","{NO}"),""))'
    return Computed(formula, compute)


COMPUTED = {NUMBER_HEADING: numbering(Absence.TYPED), ABSENCE_SHARE: share(), WITHDRAWN: withdrawn()}
TABLE = TableForm(with_message(ATTENDANCE, COMPUTED), styled_by_column=True)
FORM = Form(
    sheet=ATTENDANCE,
    page=Page(areas=(TABLE.pages(),), landscape=True),
    texts=(
        FixedText(TABLE.across(1), "考勤（请假和缺勤登记）", "title"),
        FixedText(
            TABLE.across(2),
            "只登记有请假或缺勤的学员；累计超过通知规定比例（见“参数”）的按退学处理，不得填“通过结业考核”。",
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
