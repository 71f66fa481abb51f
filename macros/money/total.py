"""汇总决算: fills 附件3 from 附件4, 费用明细 and 师资费, and reports the remaining quota and cap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from udfs.fields.declared import amounts_of
from udfs.money.account_totals import account_totals, expense_total, item_of, other_costs
from udfs.money.amounts import cents, yuan
from udfs.money.lecture_fee import known_rank
from udfs.money.lecture_payments import Payment, paid_rank, payments, proposed_taxes
from udfs.money.possible_duplicates import asked
from udfs.money.quota import QuotaUse, line_uses, quota_use
from udfs.money.sum_rows import sum_word
from udfs.money.unread_amounts import as_numbers, unread_amounts
from udfs.records.class_file import ACCOUNTS, EXPENSES, INCOME, ITEMS, LECTURES, PEOPLE, TAX, ClassFile, Expense, LectureFee
from udfs.records.class_parameters import class_parameters
from udfs.records.near_words import meant
from udfs.schedule.deadlines import subsidised
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import AMOUNT, ITEM, KIND
from udfs.values.regex import regex
from workbooks.book.formulas import formulas_within
from workbooks.book.reading import read_book
from workbooks.book.writing import write_changes
from workbooks.closed.hidden_parts import hidden_parts
from workbooks.closed.host import Host, known_names
from workbooks.files.errors import Unusable
from workbooks.forms.model import RowView
from workbooks.forms.sheets.accounts import FORM
from workbooks.ooxml.addresses import parse_cell
from workbooks.ooxml.writing.changes import CellChange, Formula

if TYPE_CHECKING:
    import xlwings as xw

    from workbooks.forms.model import Label
    from workbooks.ooxml.package import Package

COMMAND = "汇总决算"
HOLDS_OTHERS = "含其他必要费用"
COUNTS = ("学员人数", "工作人员人数", "总计")
SUM = "合计"
_NAME = regex(r"[\w.]*[^\W\d][\w.]*")
_TEXT = regex(r'"[^"]*"')


@dataclass(frozen=True)
class TotalLine:
    """One cell of 附件3. ``source``: origin of its value, or why it was not changed."""

    label: str
    cell: str
    before: Value
    after: Value
    source: str

    @property
    def changed(self) -> bool:
        return cells.text(self.before) != cells.text(self.after)


@dataclass(frozen=True)
class TotalResult:
    """The result of a run.

    ``quota`` is None without dates, ``cap`` if no subsidy is capped; amounts in yuan. ``quota_lines``: each line of the quota;
    ``payments``: lecture fees with caps and tax; ``taxes``: {row of 师资费: 税费 filled in}.
    """

    lines: tuple[TotalLine, ...]
    total: Decimal
    quota: QuotaUse | None
    cap: Decimal | None
    quota_lines: Mapping[str, QuotaUse] = field(default_factory=dict)
    payments: tuple[Payment, ...] = ()
    taxes: Mapping[int, Decimal] = field(default_factory=dict)
    not_counted: tuple[str, ...] = ()
    """Amounts not counted in any item of 附件3, with the reason."""
    unseen: tuple[str, ...] = ()
    """Counted rows that are hidden, filtered out or struck through; known for closed files only."""

    to_check: tuple[str, ...] = ()
    """Amounts stored as text, with the number read; possible double bookings."""

    @property
    def cap_left(self) -> Decimal | None:
        return None if self.cap is None else self.cap - self.total


def total(book: xw.Book, today: date, with_tax: bool = False) -> TotalResult:
    """Fill 附件3. In a closed file the changes wait for ``book.save()``. Errors: Unusable.

    Remarks are kept, except the one that states the other costs contained in an item. ``with_tax``: first fill the computed
    税费 of lecturers who have none.
    """
    before = read_book(book, today)
    place = before.places.get(ACCOUNTS)
    if place is None:
        raise Unusable(book.name, "没有附件3，决算没有地方填", "请改用 gaoyan new 生成的工作簿")
    check_structure(before)
    before, items = as_listed(before)
    before, read = as_numbers(before, formulas_beside(book, before))
    check_amounts(before)
    taxes = proposed_taxes(before, class_parameters(before)) if with_tax else {}
    changes = [CellChange(before.places[one.sheet].title, *parse_cell(one.cell), float(one.number or 0)) for one in read]
    changes += item_changes(before, items)
    changes += tax_changes(before, taxes)
    before = before.changed(lectures=tuple(taxed(lecture, taxes) for lecture in before.lectures))
    sources = {label: source for label, source in origins(before).items() if label in place.cells}
    names = known_names(book, {name for label in sources for name in names_in(formula_of(label))})
    values = computed_values(before, sources)
    changes += [
        CellChange(place.title, *parse_cell(place.cells[label]), cell_content(label, values[label], names)) for label in sources
    ]
    changes += remarks(before)
    write_changes(book, changes, COMMAND)
    after = read_book(book, today)
    lines = tuple(
        TotalLine(label, place.cells[label], before.accounts.get(label), after.accounts.get(label), source)
        for label, source in (sources | kept(before, sources)).items()
    )
    notes = (
        *(f"费用明细第{row}行项目“{stated}”按“{item}”计入" for row, (stated, item) in items.items()),
        *(f"{one}按 {yuan(one.number or Decimal(0))} 读入" for one in read),
        *asked(after),
    )
    return replace(summed_up(after, lines, taxes), unseen=tuple(hidden_rows(book, after)), to_check=notes)


def hidden_rows(book: xw.Book, c: ClassFile) -> Iterator[str]:
    """Counted amounts in rows that are hidden or struck through."""
    file = Host(book).file
    if file is None:
        return
    details: tuple[tuple[Expense | LectureFee, ...], ...] = (c.expenses, c.lectures)
    for rows in filter(None, details):
        title = c.places[rows[0].SHEET].title
        hidden, struck = hidden_parts(file.package, title), struck_rows(file.package, title)
        for row in rows:
            amount = cells.number(row.amount if isinstance(row, Expense) else row.net)
            why = HIDDEN_SHEET if hidden.sheet else HIDDEN_ROW if row.row in hidden.rows else STRUCK_ROW
            if amount is not None and (hidden.sheet or row.row in hidden.rows | struck):
                yield f"{row.SHEET}第{row.row}行 {yuan(amount)} 元：{why}"


def struck_rows(package: Package, title: str) -> set[int]:
    """The rows with struck-through text."""
    from workbooks.sources.comments_and_strikes import marks_in
    from workbooks.sources.rawcells import RawPart

    part = package.sheet(title).part
    return {row + 1 for row, _ in marks_in(package, {part: RawPart(partial(package.read, part))})[part].struck}


HIDDEN_ROW, HIDDEN_SHEET = "是隐藏或被筛选掉的行，也计入了", "这张表是隐藏的，也计入了"
STRUCK_ROW = "画有删除线，也计入了；作废的请删去"
SHOWN = 30
"""Maximum number of cells named if amounts cannot be read."""


SUMMED = {ACCOUNTS: ITEMS, EXPENSES: (ITEM, AMOUNT), LECTURES: amounts_of(LECTURES), PEOPLE: (KIND,)}
"""{sheet: columns counted or added up} of the sheets that 附件3 depends on, including itself."""


def formulas_beside(book: xw.Book, c: ClassFile) -> set[tuple[str, str]]:
    """(sheet, cell) of formula cells whose result is text instead of an amount."""
    found = set()
    for one in unread_amounts(c):
        row, column = parse_cell(one.cell)
        if formulas_within(book, c.places[one.sheet].title, row, column, row, column):
            found.add((one.sheet, one.cell))
    return found


def check_structure(c: ClassFile) -> None:
    """Errors: Unusable if a sheet or column is missing, or if a subtotal stands under an item, and would be counted twice."""
    gone = [f"“{sheet}”表" for sheet in c.lost_sheets if sheet in SUMMED]
    gone += [f"“{sheet}”表的“{heading}”栏" for sheet, heading in c.lost_columns if heading in SUMMED.get(sheet, ())]
    if gone:
        what = "缺失，或表头被改动、无法读取，汇总会少算；附件3没有改动"
        raise Unusable(named_first(gone, "处"), what, "请把表头改回原样，或用改动前的文件，再汇总")
    details: tuple[Expense | LectureFee, ...] = (*c.expenses, *c.lectures)
    sums = [f"{row.SHEET}第{row.row}行" for row in details if sum_word(row) and (isinstance(row, LectureFee) or item_of(row))]
    if sums:
        raise Unusable(
            named_first(sums, "行"), "是合计、小计行，金额会加两次；附件3没有改动", "请删去这些行再汇总，附件3自动合计"
        )


def as_listed(c: ClassFile) -> tuple[ClassFile, dict[int, tuple[str, str]]]:
    """The class with the item that is meant where 项目 of 费用明细 holds another word for it (餐费); {row: (word, item)}."""
    items = {row.row: (cells.text(row.item), item) for row in c.expenses if (item := meant(ITEM, row.item))}
    expenses = (row.changed(item=items[row.row][1]) if row.row in items else row for row in c.expenses)
    return c.changed(expenses=tuple(expenses)), items


def item_changes(c: ClassFile, items: Mapping[int, tuple[str, str]]) -> Iterator[CellChange]:
    place = c.places.get(EXPENSES)
    if place is not None and items:
        column = cells.column_number(place.columns[ITEM])
        yield from (CellChange(place.title, row, column, item) for row, (_, item) in items.items())


def check_amounts(c: ClassFile) -> None:
    """Errors: Unusable with all amounts that cannot be read, and with the total without them."""
    computed = set(origins(c))
    found = [str(one) for one in unread_amounts(c) if one.sheet != ACCOUNTS or one.field not in computed]
    if found:
        without = yuan(sum((total.amount for total in account_totals(c).values()), Decimal(0)))
        what = f"不是数字，附件3没有改动；不计这{'处' if len(found) == 1 else f' {len(found)} 处'}，合计 {without} 元"
        raise Unusable(named_first(found, "处"), what, "请改成数字（如 43560）再汇总；外币请折成人民币")


def named_first(found: Sequence[str], unit: str) -> str:
    """The first few items, and the total number."""
    return "、".join(found[:SHOWN]) + (f"等 {len(found)} {unit}" if len(found) > SHOWN else "")


def not_counted(c: ClassFile) -> Iterator[str]:
    """Amounts not counted in any item of 附件3, and ranks replaced by another one, each with the reason."""
    for expense in c.expenses:
        amount = cells.number(expense.amount)
        if amount is None:
            if not cells.blank(expense.item) or not cells.blank(expense.price):
                yield f"费用明细第{expense.row}行：没有填金额，未计入附件3"
            continue
        where = f"费用明细第{expense.row}行 {yuan(amount)} 元"
        if not item_of(expense):
            stated = cells.text(expense.item)[:20]
            if words := sum_word(expense):
                yield f"{where}：是“{words}”行，没有再计一次"
                continue
            yield f"{where}：项目“{stated}”不在可选的词里，未计入附件3" if stated else f"{where}：没有填项目，未计入附件3"
        elif item_of(expense) == INCOME:
            yield f"{where}：是{INCOME}，是收入，不计入支出"
    p = class_parameters(c)
    for lecture in c.lectures:
        rank = cells.text(lecture.rank)
        if rank and not known_rank(lecture.rank, p):
            yield f"师资费第{lecture.row}行职称类别“{rank[:20]}”不在可选的词里，上限按“{paid_rank(lecture.rank, p)}”核对"
        if cells.blank(lecture.net):
            others = cents(lecture.faculty_cost)
            yield f"师资费第{lecture.row}行没有填税后讲课费" + (
                f"，只计入交通、住宿、伙食费 {yuan(others)} 元" if others else "，未计入"
            )


def remarks(c: ClassFile) -> Iterator[CellChange]:
    """备注 of the item that contains 其他费用: amount and purpose. Nothing if the cell holds other text."""
    place, costs, item = c.places.get(ACCOUNTS), other_costs(c), class_parameters(c).other_cost_item
    before = cells.text(c.accounts.notes.get(item))
    label = f"{item}备注"
    if not costs or place is None or label not in place.cells or not (before == "" or before.startswith(HOLDS_OTHERS)):
        return
    reasons = "、".join(dict.fromkeys(filter(None, (cells.text(cost.summary) for cost in costs))))
    text = f"{HOLDS_OTHERS}{yuan(cents(expense_total(costs)))}元" + (f"：{reasons}" if reasons else "")
    if text != before:
        yield CellChange(place.title, *parse_cell(place.cells[label]), text)


def taxed(lecture: LectureFee, taxes: Mapping[int, Decimal]) -> LectureFee:
    return lecture.changed(tax=taxes[lecture.row]) if lecture.row in taxes else lecture


def tax_changes(c: ClassFile, taxes: Mapping[int, Decimal]) -> Iterator[CellChange]:
    """The computed 税费 in the rows of 师资费."""
    place = c.places.get(LECTURES)
    if place is not None and TAX in place.columns:
        column = cells.column_number(place.columns[TAX])
        yield from (CellChange(place.title, row, column, float(tax)) for row, tax in taxes.items())


def origins(c: ClassFile) -> dict[str, str]:
    """{label: origin of its value} for every cell that can be filled from other sheets."""
    found: dict[str, str] = {}
    if c.people:
        found |= dict.fromkeys(COUNTS[:2], "附件4按人员类别计数") | {COUNTS[2]: "学员加工作人员"}
    found |= {item: total.origin for item, total in account_totals(c).items()}
    if found.keys() & set(ITEMS):
        found[SUM] = "七项合计"
    return found


def kept(c: ClassFile, sources: Iterable[str]) -> dict[str, str]:
    """The items that hold an amount without any details: they are kept."""
    return {item: "没有明细，保留原数" for item in ITEMS if item not in sources and not cells.blank(c.accounts.get(item))}


def computed_values(c: ClassFile, labels: Iterable[str]) -> dict[str, Value]:
    """The value of each label, by the computation that matches its formula."""
    values = {label: c.accounts.get(label) for label in type(c.accounts).attributes()}
    wanted = set(labels)
    for label in accounts_labels():
        if label.label in wanted and label.computed is not None:
            values[label.label] = label.computed.compute(c, RowView(values))
    return {label: values[label] for label in wanted}


def cell_content(label: str, value: Value, names: frozenset[str]) -> Value | Formula:
    """The template's formula with its result if the workbook has all names it uses; else the result."""
    formula = formula_of(label)
    stored = float(value) if isinstance(value, Decimal) else value
    return Formula(formula, stored) if formula and names_in(formula) <= names else stored


def formula_of(label: str) -> str:
    """The template's formula for an amount; '' if there is none."""
    form = next(one for one in accounts_labels() if one.label == label)
    return form.computed.formula if form.computed is not None else ""


def names_in(formula: str) -> set[str]:
    """The defined names in a formula: they contain a Chinese sheet name and an underscore."""
    return {word for word in _NAME.findall(_TEXT.sub("", formula)) if "_" in word}


def accounts_labels() -> tuple[Label, ...]:
    return FORM.labels


def summed_up(c: ClassFile, lines: tuple[TotalLine, ...], taxes: Mapping[int, Decimal]) -> TotalResult:
    p = class_parameters(c)
    capped = c.national and subsidised(c)
    return TotalResult(
        lines=lines,
        total=c.accounts.amount(SUM),
        quota=quota_use(c, p),
        cap=p.subsidy_max if capped else None,
        quota_lines=line_uses(c, p),
        payments=payments(c, p),
        taxes=taxes,
        not_counted=tuple(not_counted(c)),
    )
