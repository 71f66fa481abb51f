"""附件5 带证书编号的学员名单: fills itself from the trainees of 附件4 and from 考勤; a user may type over it."""

from __future__ import annotations

from decimal import Decimal

from udfs import cells
from udfs.cells import Value
from udfs.native.cells import literal
from udfs.records import RESULTS, Absence, ClassFile, Person, Result
from workbooks.forms import choices
from workbooks.forms.model import Column, Computed, Form, Page, RowView, TableForm, Text, message_column, numbering, together

POSITION = "ROW()-ROW({序号@})"
LEAVE_AT = f"MATCH(IF(ISNUMBER({{身份证号}}),{{身份证号}},{literal('{身份证号}')}),考勤_身份证号,0)"
MISSED_HOURS = f"IFERROR(N(INDEX(考勤_请假学时,{LEAVE_AT}))+N(INDEX(考勤_缺勤学时,{LEAVE_AT})),0)"
NOBODY = f'{together("{姓名}", "{身份证号}")}=""'


def from_trainee(heading: str) -> Computed:
    """What 附件4 says of the trainee who comes as many places from the top as this row; nothing behind the last one."""
    attribute = Person.attributes()[heading]
    found = f"INDEX(附件4_{heading.replace('（', '').replace('）', '')},INDEX(参数_学员行次,{POSITION}))"
    formula = f'IF({POSITION}>参数_学员总数,"",IF({found}="","",{found}))'

    def compute(known: ClassFile, row: RowView) -> Value:
        if not 0 < row.position <= len(known.trainees):
            return ""
        value: Value = getattr(known.trainees[row.position - 1], attribute)
        return "" if value is None else value

    return Computed(formula, compute, replaceable=True)


def same_cell(one: Value, other: Value) -> bool:
    """True if MATCH takes the two values for the same: text without regard to case."""
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold() != ""
    first, second = cells.number(one), cells.number(other)
    return first is not None and first == second


def absence_of(known: ClassFile, document: Value) -> Absence | None:
    """The first row of 考勤 with that document number."""
    return next((absence for absence in known.absences if same_cell(absence.document, document)), None)


def missed_hours(absence: Absence | None) -> Decimal:
    """Leave and absence together, as N() reads the cells."""
    if absence is None:
        return Decimal(0)
    return (cells.number(absence.leave) or Decimal(0)) + (cells.number(absence.missed) or Decimal(0))


def nobody(row: RowView) -> bool:
    return cells.blank(row.get("姓名")) and cells.blank(row.get("身份证号"))


def hours() -> Computed:
    """学时数 = 总学时 less what 考勤 says."""

    def compute(known: ClassFile, row: RowView) -> Value:
        whole = cells.number(known.project.hours)
        if nobody(row) or whole is None:
            return ""
        return whole - missed_hours(absence_of(known, row.get("身份证号")))

    return Computed(f'IF({NOBODY},"",IF(ISNUMBER(项目信息_总学时),项目信息_总学时-{MISSED_HOURS},""))', compute, replaceable=True)


def absence_share() -> Computed:
    """缺勤率 = hours missed as a share of 总学时."""

    def compute(known: ClassFile, row: RowView) -> Value:
        if nobody(row) or known.hours is None:
            return ""
        return cells.SIGNIFICANT.divide(missed_hours(absence_of(known, row.get("身份证号"))), known.hours)

    return Computed(f'IF({NOBODY},"",IF(N(项目信息_总学时)>0,{MISSED_HOURS}/项目信息_总学时,""))', compute)


COLUMNS = (
    Column("序号", 6, "integer", official=True, computed=numbering(Result.TYPED)),
    Column("姓名", 9, official=True, computed=from_trainee("姓名")),
    Column("学时数", 7, "number", official=True, computed=hours()),
    Column("身份证号", 19, official=True, computed=from_trainee("身份证号")),
    Column("联系电话", 13, official=True, computed=from_trainee("联系电话")),
    Column("工作单位", 32, official=True, centred=False, computed=from_trainee("工作单位")),
    Column("专业技术职务（职称）", 13.5, official=True, computed=from_trainee("专业技术职务（职称）")),
    Column("是否通过结业考核", 8.2, "choice", official=True, choices=choices.YES_NO),
    Column("证书编号", 20, official=True, prompt="市级项目由承办单位编号；国家级项目填工程服务平台颁发的编号。未通过的留空。"),
    Column("缺勤率", 10, "percent", computed=absence_share()),
    message_column(RESULTS),
)
FORM = Form(
    sheet=RESULTS,
    page=Page(areas=("A1:I{last}",), landscape=True, seal=True),
    texts=(
        Text("A1:I1", "附件5", "annex"),
        Text("A2:I2", "带证书编号的学员名单", "title"),
        Text("L1", "名单由“附件4”的学员按顺序自动带出，可直接改写；打印前可在“序号”的筛选中去掉空白行。", "hint"),
        Text("L2", "请在“附件4”名单定稿后再填考核结果和证书编号：此后增删、排序不会带动这两列。", "hint"),
    ),
    table=TableForm(COLUMNS, row_height=30, heading_height=36),
    filtered=True,
    heights={1: 26, 2: 42},
    freeze="C4",
    painted="A3:J{last}",
    tab="C00000",
)
