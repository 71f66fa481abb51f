"""Questions about expenses that may have been booked twice, or under two spellings of a name."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from udfs.money.account_totals import item_of
from udfs.money.amounts import yuan
from udfs.records.class_file import EXPENSES, LECTURES, TAX, ClassFile, Expense, LectureFee
from udfs.values import cells
from udfs.values.headings import LODGING, MEALS, TRANSPORT, TRAVEL
from udfs.values.regex import regex

_OF_LECTURES = regex(r"讲课|授课|师资|课酬|讲师|专家|劳务|教师|个税|个人所得税|代扣")
_FORMS = regex(r"[\s　]+|(?:老师|教授|副教授|研究员|主任|院士|博士|同志|先生|女士|（.*?）|\(.*?\))$")
_COSTS = {TRANSPORT: ("travel", TRAVEL), LODGING: ("lodging", LODGING), MEALS: ("meals", MEALS)}


def asked(c: ClassFile) -> Iterator[str]:
    """Each question as a line: lecturers' tax in both sheets, a lecturer's cost in both, two spellings of one lecturer."""
    taxes = [tax for lecture in c.lectures if (tax := cells.number(lecture.tax))]
    for expense in c.expenses:
        amount = cells.number(expense.amount)
        if not amount:
            continue
        where = f"{EXPENSES}第{expense.row}行{cells.text(expense.item)}{yuan(amount)}元"
        if item_of(expense) == TAX and taxes and is_tax_of_lectures(expense, amount, taxes):
            yield f"{where}，{LECTURES}的税费{yuan(sum(taxes, Decimal(0)))}元，可能是同一笔税，两处都计入了，请核对"
        for lecture in c.lectures:
            if field := same_cost(expense, amount, lecture):
                yield f"{where}与{LECTURES}第{lecture.row}行{cells.text(lecture.name)}的{field}可能是同一笔，两处都计入了，请核对"
    yield from two_spellings(c)


def is_tax_of_lectures(expense: Expense, amount: Decimal, taxes: list[Decimal]) -> bool:
    return amount in (*taxes, sum(taxes, Decimal(0))) or bool(_OF_LECTURES.search(cells.text(expense.summary)))


def same_cost(expense: Expense, amount: Decimal, lecture: LectureFee) -> str:
    """The column of 师资费 with the same amount, if the row is of that kind and mentions the lecturer, or lecturers."""
    attribute, field = _COSTS.get(item_of(expense), ("", ""))
    if not attribute or cells.number(getattr(lecture, attribute)) != amount:
        return ""
    text = cells.text(expense.summary) + cells.text(expense.payee)
    name = bare_name(lecture)
    return field if (name and name in text) or _OF_LECTURES.search(text) else ""


def two_spellings(c: ClassFile) -> Iterator[str]:
    spelt: dict[str, dict[str, int]] = {}
    for lecture in c.lectures:
        if name := cells.text(lecture.name).strip():
            spelt.setdefault(bare_name(lecture), {}).setdefault(name, lecture.row)
    for found in spelt.values():
        if len(found) > 1:
            names, rows = "”“".join(found), "、".join(map(str, found.values()))
            yield f"{LECTURES}第{rows}行的“{names}”像是同一人，讲课费和税费按几个人算了；是一人的请写成一样再汇总"


def bare_name(lecture: LectureFee) -> str:
    """The name without spaces, forms of address and brackets."""
    name = cells.text(lecture.name).strip()
    while (bare := _FORMS.sub("", name)) != name:
        name = bare
    return name
