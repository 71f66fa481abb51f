"""附件5 带证书编号的学员名单: computed from the trainees of 附件4 and from 考勤; users may overwrite cells."""

from __future__ import annotations

from udfs.fields.declared import TABLES
from udfs.native.about_people.results import SHOWN, SHOWN_SO_FAR, viewed_cell
from udfs.records.class_file import RESULTS, ClassFile, Person
from udfs.records.participants import RESULT_COLUMNS
from udfs.records.results_view import expected_hours, missed_hours
from udfs.values import cells
from udfs.values.cells import Value, column_letters
from udfs.values.headings import ABSENCE_SHARE, DOCUMENT, HOURS, NAME, NUMBER_HEADING
from workbooks.forms.columns import with_message
from workbooks.forms.model import Computed, FixedText, Form, Page, RowView, TableForm, numbering

NOBODY = f"{{#{SHOWN}}}=0"
WHO = (NAME, DOCUMENT)


def from_trainee(heading: str) -> Computed:
    """``heading`` of the n-th trainee of 附件4, n being the position of the row; empty beyond the last trainee."""
    attribute = Person.attributes()[heading]

    def compute(known: ClassFile, row: RowView) -> Value:
        shown, position = known.shown_trainees, row.position
        if not 0 < position <= len(shown):
            return ""
        value: Value = getattr(shown[position - 1], attribute)
        return "" if value is None else value

    return Computed(viewed_cell(heading), compute, replaceable=True, by_place=True)


def nobody(row: RowView) -> bool:
    return cells.blank(row.get(NAME)) and cells.blank(row.get(DOCUMENT))


def hours() -> Computed:
    """学时数 = 总学时 minus the hours missed on 考勤."""

    def compute(known: ClassFile, row: RowView) -> Value:
        if nobody(row) or known.project.hours is None:
            return ""
        due = expected_hours(known, row.get(DOCUMENT))
        return "" if due is None else due

    formula = f'IF({NOBODY},"",IF(ISNUMBER(项目信息_总学时),项目信息_总学时-{{#缺课合计}},""))'
    return Computed(formula, compute, replaceable=True, reads=WHO)


def absence_share() -> Computed:
    """缺勤率 = missed hours / 总学时."""

    def compute(known: ClassFile, row: RowView) -> Value:
        if nobody(row) or known.hours is None:
            return ""
        return cells.SIGNIFICANT.divide(missed_hours(known, row.get(DOCUMENT)), known.hours)

    return Computed(f'IF({NOBODY},"",IF(N(项目信息_总学时)>0,{{#缺课合计}}/项目信息_总学时,""))', compute, reads=WHO)


def elsewhere(heading: str) -> str:
    """The message shown on an entry into a computed result."""
    return f"本表由附件4自动带出：请在附件4本人一行的“{heading}”填写。整张名单自行录入的，可以选“是”继续。"


COMPUTED = {
    NUMBER_HEADING: numbering(WHO, SHOWN, SHOWN_SO_FAR),
    **{one.heading: from_trainee(one.taken_from) for one in TABLES[RESULTS] if one.taken_from},
    HOURS: hours(),
    ABSENCE_SHARE: absence_share(),
}
ELSEWHERE = {shown: elsewhere(beside) for shown, beside in RESULT_COLUMNS.items()}
TABLE = TableForm(with_message(RESULTS, COMPUTED, ELSEWHERE), row_height=30, heading_height=36)
BEHIND = column_letters(len(TABLE.columns) + 1)
FORM = Form(
    sheet=RESULTS,
    page=Page(areas=(TABLE.pages(),), landscape=True, seal=True),
    texts=(
        FixedText(TABLE.across(1), RESULTS, "annex"),
        FixedText(TABLE.across(2), "带证书编号的学员名单", "title"),
        FixedText(
            f"{BEHIND}1",
            "名单由“附件4”的学员按顺序自动带出；直接打印预设前60行，更多的点“打印区域”，或在“页面布局”重设。",
            "hint",
        ),
        FixedText(
            f"{BEHIND}2", "考核结果和证书编号请填在“附件4”本人一行的“结业考核”“证书编号”中，排序、增删都跟着本人走。", "hint"
        ),
    ),
    table=TABLE,
    filtered=True,
    heights={1: 26, 2: 42},
    freeze=TABLE.frozen(NAME),
    painted=TABLE.painted(),
    tab="C00000",
)
