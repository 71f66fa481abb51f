"""附件4 学员和工作人员签到表: people are typed or pasted here."""

from __future__ import annotations

from udfs.native.texts import bare
from udfs.people.titles import LEVELS
from udfs.records.class_file import PEOPLE, ClassFile, Person
from udfs.values.cells import Value, blank
from udfs.values.headings import NAME, NUMBER_HEADING, TITLE, TITLE_LEVEL
from workbooks.forms.columns import with_message
from workbooks.forms.model import Computed, FixedText, Form, Page, RowView, TableForm, numbering
from workbooks.forms.title_table import UNKNOWN_TITLE, title_rank


def title_level() -> Computed:
    """职称级别: the highest level among the titles of the cell, found by helper columns on 核对."""
    words = ",".join(f'"{word}"' for word in (UNKNOWN_TITLE, *LEVELS))
    formula = f'IF({bare("{专业技术职务（职称）}")}="","",CHOOSE({{#职称等级}}+1,{words}))'

    def compute(_: ClassFile, row: RowView) -> Value:
        title = row.get(TITLE)
        return "" if blank(title) else (UNKNOWN_TITLE, *LEVELS)[title_rank(title)]

    return Computed(formula, compute)


TABLE = TableForm(
    with_message(PEOPLE, {NUMBER_HEADING: numbering(Person.TYPED), TITLE_LEVEL: title_level()}),
    row_height=30,
    heading_height=36,
)
FORM = Form(
    sheet=PEOPLE,
    page=Page(areas=(TABLE.pages(),), landscape=True, seal=True),
    texts=(
        FixedText(TABLE.across(1), PEOPLE, "annex"),
        FixedText(TABLE.across(2), "学员和工作人员签到表", "title"),
        FixedText(
            TABLE.beside(2),
            "灰色表头为工作列，不打印；人员类别空白按学员计。粘贴名单时请选“只粘贴值”，以保留格式、下拉和提示；"
            "直接打印预设前60行，更多的点“打印区域”，或在“页面布局”重设。",
            "hint",
        ),
    ),
    table=TABLE,
    filtered=True,
    heights={1: 26, 2: 42},
    freeze=TABLE.frozen(NAME),
    painted=TABLE.painted(),
    searched=True,
    zoom=80,
    tab="C00000",
)
