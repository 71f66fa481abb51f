"""附件4 学员和工作人员签到表: where people are typed or pasted."""

from __future__ import annotations

from udfs.cells import Value, blank
from udfs.native.texts import bare
from udfs.records import PEOPLE, ClassFile, Person
from udfs.titles import LEVELS
from workbooks.forms import choices
from workbooks.forms.model import Column, Computed, Form, Page, RowView, TableForm, Text, message_column, numbering
from workbooks.forms.title_table import UNKNOWN_TITLE, title_rank


def title_level() -> Computed:
    """职称级别: the highest level among the titles of the cell, found by the helper columns on 核对."""
    words = ",".join(f'"{word}"' for word in (UNKNOWN_TITLE, *LEVELS))
    formula = f'IF({bare("{专业技术职务（职称）}")}="","",CHOOSE({{#职称等级}}+1,{words}))'

    def compute(_: ClassFile, row: RowView) -> Value:
        title = row.get("专业技术职务（职称）")
        return "" if blank(title) else (UNKNOWN_TITLE, *LEVELS)[title_rank(title)]

    return Computed(formula, compute)


COLUMNS = (
    Column("序号", 6, "integer", official=True, computed=numbering(Person.TYPED)),
    Column("姓名", 9, official=True, prompt="与身份证件上的姓名一致，前后不留空格。"),
    Column("身份证号", 19, official=True, prompt="按证件逐位填写，末位X用大写。本列已设为文本，粘贴时请选“只粘贴值”。"),
    Column("联系电话", 13, official=True, prompt="11位手机号，或带区号的固定电话，如022-12345678。"),
    Column("工作单位", 38, official=True, centred=False, prompt="填写单位全称。"),
    Column("专业技术职务（职称）", 13.5, official=True, prompt="填写职称或职业资格名称；有几项的用顿号隔开。"),
    Column("是否收费", 5.2, "choice", official=True, choices=choices.YES_NO),
    Column("签名", 17, official=True, prompt="打印后由本人签名。"),
    Column("人员类别", 12, "choice", choices=choices.PERSON_KIND),
    Column("证件类型", 20, "choice", choices=choices.DOCUMENT_KIND),
    Column("参训方式", 10, "choice", choices=choices.MODE),
    Column("所属地区", 12, "choice", choices=choices.REGION, strict=False),
    Column("结业考核", 10, "choice", choices=choices.YES_NO, prompt="通过填“是”，未通过填“否”；填在本人一行，附件5自动带出。"),
    Column("证书编号", 20, prompt="市级项目由承办单位编号，国家级项目填<platform>颁发的编号；未通过的留空。附件5自动带出。"),
    Column("归属", 20, prompt="由程序填写：本行工作列是为哪个证件号码填的。"),
    Column("职称级别", 14, computed=title_level()),
    message_column(PEOPLE),
)
FORM = Form(
    sheet=PEOPLE,
    page=Page(areas=("A1:H{last}",), landscape=True, seal=True),
    texts=(
        Text("A1:H1", "附件4", "annex"),
        Text("A2:H2", "学员和工作人员签到表", "title"),
        Text(
            "I2:P2",
            "灰色表头为工作列，不打印；人员类别空白按学员计。粘贴名单时请选“只粘贴值”，以保留格式、下拉和提示；"
            "打印前点“打印区域”，或在“序号”的筛选中去掉空白行。",
            "hint",
        ),
    ),
    table=TableForm(COLUMNS, row_height=30, heading_height=36),
    filtered=True,
    heights={1: 26, 2: 42},
    freeze="C4",
    painted="A3:P{last}",
    searched=True,
    tab="C00000",
)
