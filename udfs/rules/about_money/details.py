"""Rules on 附件3 against 费用明细 and 师资费, and on barred expenses."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from udfs.money.account_faults import FACULTY_AMOUNTS, OTHER_ITEMS, booked_gross, disagreements, other_costs_elsewhere
from udfs.money.account_totals import ItemTotal
from udfs.money.amounts import cents, yuan
from udfs.money.barred_words import BY_NOTICE, barred_words
from udfs.notice.parameters import Parameters
from udfs.records.class_file import ACCOUNTS, EXPENSE_ITEMS, EXPENSES, FACULTY, INCOME, LECTURES, PROJECT, TAX, ClassFile
from udfs.rules.about_money.accounts import REMARKS, entry
from udfs.rules.model import ERROR, QUERY, Native, Violation, Violations, at, on, rule
from udfs.values import cells
from udfs.values.headings import PERIOD, SUMMARY

DIFFERS = "核对费用明细；无误的用汇总决算重新汇总附件3"
ELSEWHERE = "确实列在别的项目的，在该项目的备注和本条说明中写明；或者修改参数“其他费用列入”，用汇总决算重新汇总附件3"


def disagreement(c: ClassFile, item: str, total: ItemTotal) -> Violation:
    """A hit on an item whose stated amount differs from its total."""
    stated = cents(c.accounts.amount(item))
    return entry(
        c, item, yuan(total.amount), stated=yuan(stated), origin=total.origin, difference=yuan(abs(stated - total.amount))
    )


@rule(
    "A3-11", ERROR, "N", clause="附件3", says="form_accounts", sheet=ACCOUNTS, fields=(FACULTY,), needs=("accounts", "lectures"),
    rests={LECTURES: FACULTY_AMOUNTS, ACCOUNTS: (FACULTY,)},
    after=("A3-05",),
    condition="师资费≠师资费表的合计（税后讲课费＋城市间交通费＋住宿费＋伙食费，精确到分），师资费表有内容时；师资费与税费之和相符的只按A3-16提示",
    title="师资费与师资费表不一致",
    message="附件3师资费{stated}元，{origin}合计{expected}元，相差{difference}元",
    fix="核对师资费表；无误的用汇总决算重新汇总附件3",
    native=Native(f"AND(参数_{FACULTY}不符,NOT(参数_税费并入师资费))", whole=True),
)  # fmt: skip
def faculty_differs(c: ClassFile, p: Parameters) -> Violations:
    found = disagreements(c, p)
    if FACULTY in found and not booked_gross(c, found):
        yield disagreement(c, FACULTY, found[FACULTY])


@rule(
    "A3-12", ERROR, "N", clause="附件3", says="form_accounts", sheet=ACCOUNTS, fields=OTHER_ITEMS, uses=("other_cost_item",),
    rests={EXPENSES: ("项目", "金额"), ACCOUNTS: OTHER_ITEMS},
    needs=("accounts", "expenses"), after=("A3-05",),
    condition="住宿费、伙食费、场地费、资料费、交通费≠费用明细中该项目的合计（精确到分），费用明细有该项目时；其他费用计入参数“其他费用列入”"
    "所指的一项，列在另一项的（那一项正好多出其他费用，参数所指的一项正好缺少）只作核实；该项目有FY-01、A3-05所列问题时不核",
    title="金额与费用明细不一致",
    message="附件3{label}{stated}元，{origin}合计{expected}元，相差{difference}元{more}",
    fix="{todo}",
    native=(
        *(
            Native(
                f"AND(参数_{item}不符,NOT(AND(参数_其他费用另列,参数_{item}其他费用>0)))", fields=(item,), whole=True,
                severity=ERROR, message=f"金额与费用明细不一致：{DIFFERS}",
            )
            for item in OTHER_ITEMS
        ),
        *(
            Native(
                f"AND(参数_{item}不符,参数_其他费用另列,参数_{item}其他费用>0)", fields=(item,), whole=True,
                severity=QUERY, message=f"像是把其他费用列入了另一个项目：{ELSEWHERE}",
            )
            for item in OTHER_ITEMS
        ),
    ),
)  # fmt: skip
def item_differs(c: ClassFile, p: Parameters) -> Violations:
    found = disagreements(c, p)
    elsewhere = other_costs_elsewhere(c, p, found)
    for item, total in found.items():
        if item not in OTHER_ITEMS:
            continue
        hit = disagreement(c, item, total)
        if item in elsewhere:  # which item they are added to is a parameter without a source in the regulations
            more = f"；像是把其他费用列入了{elsewhere[1]}，而不是{p.other_cost_item}"
            yield dataclasses.replace(hit, severity=QUERY, words={**hit.words, "more": more, "todo": ELSEWHERE})
        else:
            yield dataclasses.replace(hit, words={**hit.words, "more": "", "todo": DIFFERS})


@rule(
    "A3-16", ERROR, "N", clause="附件3", says="form_accounts", sheet=ACCOUNTS, fields=(TAX,), needs=("accounts", "taxed"),
    rests={LECTURES: (TAX,), EXPENSES: ("项目", "金额"), ACCOUNTS: (TAX,)},
    after=("A3-05",),
    condition="税费≠费用明细的税费＋师资费表的税费（精确到分），两表有税费时。师资费与税费之和与两表相符的，是把税费并入了师资费，只作核实",
    title="税费与明细不一致",
    message="附件3税费{stated}元，{origin}合计{expected}元，相差{difference}元{more}",
    fix="{todo}",
    native=(
        Native(
            f"AND(参数_{TAX}不符,NOT(参数_税费并入师资费))", whole=True, severity=ERROR,
            message="税费与明细不一致：核对费用明细和师资费表的税费；无误的用汇总决算重新汇总附件3",
        ),
        Native(
            f"AND(参数_{TAX}不符,参数_税费并入师资费)", whole=True, severity=QUERY,
            message="税费像是并入了师资费：按附件3分列师资费和税费，或用汇总决算重新汇总；确需合并列支的写明情况",
        ),
    ),
)  # fmt: skip
def tax_differs(c: ClassFile, p: Parameters) -> Violations:
    found = disagreements(c, p)
    if TAX not in found:
        return
    hit = disagreement(c, TAX, found[TAX])
    if booked_gross(c, found):
        more, todo = (
            "；师资费与税费之和相符，像是并入了师资费",
            "按附件3分列师资费和税费，或用汇总决算重新汇总；确需合并列支的写明情况",
        )
        yield dataclasses.replace(hit, severity=QUERY, words={**hit.words, "more": more, "todo": todo})
    else:
        todo = "核对费用明细和师资费表的税费；无误的用汇总决算重新汇总附件3"
        yield dataclasses.replace(hit, words={**hit.words, "more": "", "todo": todo})


@rule(
    "A3-13", QUERY, "P", clause="{no_unrelated}、{no_tourism}、540", says="no_tourism",
    rests={PROJECT: PERIOD},
    sheet=ACCOUNTS, fields=REMARKS, uses=("barred_words", "short_class_days", "scope_540"), needs=("remarks",),
    condition="附件3的备注、费用明细的摘要或项目（不含收款单位）出现参数表所列不得列支的字样。标“通知”的（旅游、宴请、礼品、烟、酒等），各类项目均作核实；"
    "标“540”的（洗漱用品、会议费、购置电脑等设备，7天以内的班次组织考察、调研、参观），适用培训费管理办法的项目作核实，其他项目作提示。"
    "参数表所列例外（招待所、烟台、设备租赁、现场教学中的参观等）除外",
    title="可能列支了不得列支的费用",
    message="{label}含有“{words}”：{bar}",
    fix="不得列支的予以剔除；确属研修必要的（如现场教学）写明情况",
)  # fmt: skip
def barred_expense(c: ClassFile, p: Parameters) -> Violations:
    for item, remark in c.accounts.notes.items():
        for words, bar, compared in barred_parts(remark, c, p):
            label = f"附件3{item}的备注"
            yield dataclasses.replace(at(ACCOUNTS, f"{item}备注", remark, label=label, words=words, bar=bar), compared=compared)
    for expense in c.expenses:
        for field in ("项目", SUMMARY):
            for words, bar, compared in barred_parts(expense.get(field), c, p):
                label = f"费用明细第{expense.row}行的{field}"
                yield dataclasses.replace(on(expense, field, label=label, words=words, bar=bar), compared=compared)


def barred_parts(value: cells.Value, c: ClassFile, p: Parameters) -> Iterator[tuple[str, str, bool]]:
    """The barred expenses in a text: words, source, whether it only compares; rules binding everyone first."""
    terms = barred_words(value, p, c.days)
    for binds, bar in (("通知", "各类项目都不得列支"), ("540", "培训费管理办法规定不得列支")):
        if words := [term.word for term in terms if term.binds == binds]:
            yield "、".join(words), bar, binds != BY_NOTICE


@rule(
    "A3-15", ERROR, "N", clause="{no_fees}", 
    rests={EXPENSES: ("项目",)},
    sheet="费用明细", fields=("项目",), needs=("national", "expenses"),
    condition="国家级：费用明细中有学员收费",
    title="国家级项目不得向学员收费",
    message="第{row}行记有学员收费{amount}元，国家级项目不得向学员收取任何费用",
    fix="退还所收费用并删除本行；项目选错的改正项目",
    native=Native(f'AND(参数_国家级,{{#项目文字}}="{INCOME}")'),
)  # fmt: skip
def income_from_trainees(c: ClassFile, p: Parameters) -> Violations:
    for expense in c.expenses:
        if cells.plain(expense.item) == INCOME:
            amount = cells.number(expense.amount)
            yield on(
                expense, "项目", "、".join(item for item in EXPENSE_ITEMS if item != INCOME),
                row=expense.row, amount=yuan(amount) if amount is not None else "（金额未填）",
            )  # fmt: skip
