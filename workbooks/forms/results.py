"""附件5 带证书编号的学员名单: fills itself from the trainees of 附件4 and from 考勤; a user may type over it."""

from __future__ import annotations

from udfs import cells
from udfs.cells import Value
from udfs.native.results import SHOWN, SHOWN_SO_FAR, viewed_cell
from udfs.records import RESULTS, ClassFile, Person
from udfs.results_view import expected_hours, missed_hours
from workbooks.forms.model import Column, Computed, Form, Page, RowView, TableForm, Text, message_column, numbering

NOBODY = f"{{#{SHOWN}}}=0"
WHO = ("姓名", "身份证号")


def from_trainee(heading: str) -> Computed:
    """What 附件4 says under ``heading`` of the trainee as many places from the top as this row; nothing behind the last."""
    attribute = Person.attributes()[heading]

    def compute(known: ClassFile, row: RowView) -> Value:
        if not 0 < row.position <= len(known.shown_trainees):
            return ""
        value: Value = getattr(known.shown_trainees[row.position - 1], attribute)
        return "" if value is None else value

    return Computed(viewed_cell(heading), compute, replaceable=True)


def nobody(row: RowView) -> bool:
    return cells.blank(row.get("姓名")) and cells.blank(row.get("身份证号"))


def hours() -> Computed:
    """学时数 = 总学时 less what 考勤 says."""

    def compute(known: ClassFile, row: RowView) -> Value:
        if nobody(row) or known.project.hours is None:
            return ""
        due = expected_hours(known, row.get("身份证号"))
        return "" if due is None else due

    formula = f'IF({NOBODY},"",IF(ISNUMBER(项目信息_总学时),项目信息_总学时-{{#缺课合计}},""))'
    return Computed(formula, compute, replaceable=True, reads=WHO)


def absence_share() -> Computed:
    """缺勤率 = hours missed as a share of 总学时."""

    def compute(known: ClassFile, row: RowView) -> Value:
        if nobody(row) or known.hours is None:
            return ""
        return cells.SIGNIFICANT.divide(missed_hours(known, row.get("身份证号")), known.hours)

    return Computed(f'IF({NOBODY},"",IF(N(项目信息_总学时)>0,{{#缺课合计}}/项目信息_总学时,""))', compute, reads=WHO)


def elsewhere(heading: str) -> str:
    """What an entry into a computed result is answered with."""
    return f"本表由附件4自动带出：请在附件4本人一行的“{heading}”填写。整张名单自行录入的，可以选“是”继续。"


COLUMNS = (
    Column("序号", 6, "integer", official=True, computed=numbering(("姓名", "身份证号"), SHOWN, SHOWN_SO_FAR)),
    Column("姓名", 9, official=True, computed=from_trainee("姓名")),
    Column("学时数", 7, "number", official=True, computed=hours()),
    Column("身份证号", 19, official=True, computed=from_trainee("身份证号")),
    Column("联系电话", 13, official=True, computed=from_trainee("联系电话")),
    Column("工作单位", 32, official=True, centred=False, computed=from_trainee("工作单位")),
    Column("专业技术职务（职称）", 13.5, official=True, computed=from_trainee("专业技术职务（职称）")),
    Column("是否通过结业考核", 8.2, "choice", official=True, computed=from_trainee("结业考核"), elsewhere=elsewhere("结业考核")),
    Column("证书编号", 20, official=True, computed=from_trainee("证书编号"), elsewhere=elsewhere("证书编号")),
    Column("缺勤率", 10, "percent", computed=absence_share()),
    message_column(RESULTS),
)
FORM = Form(
    sheet=RESULTS,
    page=Page(areas=("A1:I{last}",), landscape=True, seal=True),
    texts=(
        Text("A1:I1", "附件5", "annex"),
        Text("A2:I2", "带证书编号的学员名单", "title"),
        Text("L1", "名单由“附件4”的学员按顺序自动带出；打印前点“打印区域”，或在“序号”的筛选中去掉空白行。", "hint"),
        Text("L2", "考核结果和证书编号请填在“附件4”本人一行的“结业考核”“证书编号”中，排序、增删都跟着本人走。", "hint"),
    ),
    table=TableForm(COLUMNS, row_height=30, heading_height=36),
    filtered=True,
    heights={1: 26, 2: 42},
    freeze="C4",
    painted="A3:J{last}",
    tab="C00000",
)
