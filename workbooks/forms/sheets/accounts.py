"""附件3 高级研修项目经费决算表 in the layout of the notice; counts and amounts are computed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from udfs.money.account_totals import account_totals
from udfs.money.amounts import capitals_of, cents
from udfs.money.quota import LINES, QuotaUse, line_uses, quota_use
from udfs.native.about_money.quota import WHOLE, line_name
from udfs.native.capitals import capitals_formula
from udfs.records.class_file import ACCOUNTS, FACULTY, ITEMS, TAX, ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.schedule.period import period_text
from udfs.values import cells
from udfs.values.cells import Value
from workbooks.forms.model import Compute, Computed, FixedText, Form, Label, Page, RowView, defined_name

ITEM_ROW = 8
TOTAL_ROW = ITEM_ROW + len(ITEMS)
LAST_ROW = TOTAL_ROW + 6


def copied(label: str, attribute: str) -> Computed:
    """The value of ``label`` on 项目信息."""
    name = f"项目信息_{label}"

    def compute(known: ClassFile, _: RowView) -> Value:
        value: Value = getattr(known.project, attribute)
        return "" if value is None else value

    return Computed(f'IF({name}="","",{name})', compute, replaceable=True)


def period() -> Computed:
    """办班时间 in words."""
    start, end = "项目信息_开始日期", "项目信息_结束日期"
    formula = (
        f'IF(AND(ISNUMBER({start}),ISNUMBER({end})),YEAR({start})&"年"&MONTH({start})&"月"&DAY({start})&"日至"'
        f'&IF(YEAR({end})=YEAR({start}),"",YEAR({end})&"年")&MONTH({end})&"月"&DAY({end})&"日","")'
    )

    def compute(known: ClassFile, _: RowView) -> Value:
        return period_text(known.start, known.end) if known.start and known.end else ""

    return Computed(formula, compute, replaceable=True)


def counted(total: str, attribute: str) -> Computed:
    """学员人数 or 工作人员人数; empty if 附件4 has no such person."""

    def compute(known: ClassFile, _: RowView) -> Value:
        return len(getattr(known, attribute)) if known.people else ""

    return Computed(f'IF(参数_学员总数+参数_工作人员总数=0,"",{total})', compute, replaceable=True)


def everybody() -> Computed:
    """总计 = 学员人数 + 工作人员人数, from the values in the form."""

    def compute(_: ClassFile, row: RowView) -> Value:
        return added([row.get("学员人数"), row.get("工作人员人数")])

    names = "附件3_学员人数,附件3_工作人员人数"
    return Computed(f'IF(COUNT({names})=0,"",SUM({names}))', compute, replaceable=True)


def added(values: list[Value]) -> Value:
    """The exact sum of the numbers, "" if there are none."""
    numbers = [number for value in values if (number := cells.number(value)) is not None]
    return sum(numbers, Decimal(0)) if numbers else ""


def item_formula(item: str) -> str:
    """The amount of an item, empty if nothing is recorded. Item names are compared without spaces, so that the checks add up
    the displayed amounts."""
    amount = f"参数_{item}明细合计"
    return f'IF(ISNUMBER({amount}),{amount},IF(参数_师资费行数=0,"",0))' if item == TAX else amount


def item_amount(item: str) -> Compute:
    def compute(known: ClassFile, _: RowView) -> Value:
        totals = account_totals(known)
        return totals[item].amount if item in totals else ""

    return compute


def total() -> Computed:
    """合计 of the seven items in the form."""

    def compute(_: ClassFile, row: RowView) -> Value:
        amount = added([row.get(item) for item in ITEMS])
        return cents(amount) if isinstance(amount, Decimal) else ""

    names = ",".join(defined_name(ACCOUNTS, item) for item in ITEMS)
    return Computed(f'IF(COUNT({names})=0,"",ROUND(SUM({names}),2))', compute, replaceable=True)


def capitals() -> Computed:
    """合计 in capital characters, as printed in the package."""
    return Computed(capitals_formula(defined_name(ACCOUNTS, "合计")), lambda known, _: capitals_of(known.accounts.total))


OVERWRITABLE = "，可直接改写"
FROM_DETAILS = f"由“费用明细”自动汇总{OVERWRITABLE}"
ITEM_HINTS = {
    FACULTY: "由“师资费”自动汇总：税后讲课费、城市间交通费、住宿费、伙食费",
    TAX: "由“费用明细”和“师资费”的税费自动汇总",
}


def quota_hint(words: str, name: str, use_of: Callable[[ClassFile], QuotaUse | None], shown: str = "") -> Computed:
    """``words``, followed by the amount of a quota line and its remainder if people and days are known.

    ``name``: the line in the names of 参数; ``shown``: its display name if different from the item.
    """
    limit, left = f"参数_{name}额度", f"(参数_{name}额度-参数_{name}已用)"
    prefix = f"{words.removesuffix(OVERWRITABLE)}；{shown}定额 "
    formula = (
        f'IF(AND(参数_人员总数>0,ISNUMBER({limit})),"{prefix}"&TEXT({limit},"#,##0.00")'
        f'&IF({left}<0," · 超出 "," · 还可列支 ")&TEXT(ABS({left}),"#,##0.00"),"{words}")'
    )

    def compute(known: ClassFile, _: RowView) -> Value:
        use = use_of(known) if known.people else None
        if use is None:
            return words
        return f"{prefix}{use.limit:,.2f}{' · 超出 ' if use.left < 0 else ' · 还可列支 '}{cents(abs(use.left)):,.2f}"

    return Computed(formula, compute)


def line_use(line: str) -> Callable[[ClassFile], QuotaUse | None]:
    return lambda known: line_uses(known, class_parameters(known)).get(line)


def item_hints() -> dict[str, str | Computed]:
    """{item: hint}; the first item of a quota line shows the remainder of the line."""
    found: dict[str, str | Computed] = {item: ITEM_HINTS.get(item, FROM_DETAILS) for item in ITEMS}
    for line, items in LINES.items():
        shown = "" if len(items) == 1 else line
        found[items[0]] = quota_hint(FROM_DETAILS, line_name(line), line_use(line), shown)
    found["合计"] = quota_hint("七项合计", WHOLE, lambda known: quota_use(known, class_parameters(known)), "综合")
    return found


def item_labels() -> tuple[Label, ...]:
    """The seven items, then 合计."""
    found = []
    hints = item_hints()
    for row, item in enumerate((*ITEMS, "合计"), start=ITEM_ROW):
        computed = total() if item == "合计" else Computed(item_formula(item), item_amount(item), replaceable=True)
        hint = hints[item]
        found.append(
            Label(
                item, f"A{row}", f"B{row}:C{row}", kind="money", computed=computed, note_at=f"D{row}:F{row}",
                hint=hint, hint_at=f"H{row}", note=capitals() if item == "合计" else None,
            )
        )  # fmt: skip
    return tuple(found)


PLAN_NOTE = "（按项目计划填写）"
UNIT_ROW = TOTAL_ROW + 2
FORM = Form(
    sheet=ACCOUNTS,
    page=Page(areas=(f"A1:F{LAST_ROW}",), repeat_heading=False, one_page=True),
    texts=(
        FixedText("A1:F1", "附件3", "annex"),
        FixedText("A2:F2", "高级研修项目经费决算表", "title"),
        FixedText("A6:F6", "项目资金决算", "section"),
        FixedText("A7", "项目", "heading"),
        FixedText("B7:C7", "金额", "heading"),
        FixedText("D7:F7", "备注", "heading"),
        FixedText(f"A{TOTAL_ROW + 1}:F{TOTAL_ROW + 1}", "组织实施", "section"),
        FixedText(f"E{UNIT_ROW}:F{UNIT_ROW}", PLAN_NOTE, "note"),
        FixedText(f"E{UNIT_ROW + 1}:F{UNIT_ROW + 1}", PLAN_NOTE, "note"),
        FixedText(f"A{LAST_ROW - 2}:F{LAST_ROW - 2}", "审批情况", "section"),
        FixedText(f"A{LAST_ROW - 1}:C{LAST_ROW - 1}", "经办人（签字）", "heading"),
        FixedText(f"D{LAST_ROW - 1}:F{LAST_ROW - 1}", "承办单位财务部门签章", "heading"),
        FixedText(f"A{LAST_ROW}:C{LAST_ROW}", "", "sign"),
        FixedText(f"D{LAST_ROW}:F{LAST_ROW}", "", "sign"),
        FixedText("H2", "本列为提示，右边一列写明问题，都不打印。自动算出的格可以直接改写。", "hint"),
    ),
    labels=(
        Label("名称", "A3", "B3:C3", computed=copied("选题名称", "topic"), hint="由“项目信息”带出", hint_at="H3"),
        Label("地点", "D3", "E3:F3", computed=copied("举办地点", "place")),
        Label("办班时间", "A4", "B4:F4", computed=period(), hint="由“项目信息”的开始、结束日期带出", hint_at="H4"),
        Label(
            "学员人数", "A5", "B5", "integer", computed=counted("参数_学员总数", "trainees"),
            hint="学员、工作人员由“附件4”按人员类别计数", hint_at="H5",
        ),
        Label("工作人员人数", "C5", "D5", "integer", computed=counted("参数_工作人员总数", "staff")),
        Label("总计", "E5", "F5", "integer", computed=everybody()),
        *item_labels(),
        Label("申报单位", f"A{UNIT_ROW}", f"B{UNIT_ROW}:D{UNIT_ROW}", computed=copied("申报单位", "applicant")),
        Label("承办单位", f"A{UNIT_ROW + 1}", f"B{UNIT_ROW + 1}:D{UNIT_ROW + 1}", computed=copied("承办单位", "organiser")),
    ),
    widths={"A": 13, "B": 14, "C": 15, "D": 12, "E": 9, "F": 17, "G": 3, "H": 66},
    # The last row is 44 mm high: a seal is about 42 mm wide.
    heights={1: 26, 2: 46, 3: 48, 4: 32, 5: 32, 6: 30, 7: 30, **dict.fromkeys(range(ITEM_ROW, TOTAL_ROW + 1), 26),
             TOTAL_ROW + 1: 30, UNIT_ROW: 34, UNIT_ROW + 1: 34, LAST_ROW - 2: 30, LAST_ROW - 1: 30, LAST_ROW: 126},
    boxes=(f"A3:F{LAST_ROW}",),
    freeze="A3",
    painted=f"A1:F{LAST_ROW}",
    tab="C00000",
)  # fmt: skip
