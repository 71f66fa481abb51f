"""Functions that plant errors in the records of a class; each returns a ``Plant`` or is one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from addin.demo.faults import Plant
from udfs.money.account_totals import account_totals
from udfs.people.identity import CHECK_CHARACTERS, check_character, sex
from udfs.records.class_file import ITEMS, PEOPLE, Absence, ClassFile, Expense, LectureFee, OutOfView
from udfs.schedule.period import period_text
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import EMPLOYER, SEX
from workbooks.forms import FORMS
from workbooks.ooxml.writing.changes import CellChange, Formula


def row(table: str, index: int, **changes: Any) -> Plant:
    """Change values in one row of a table."""

    def plant(c: ClassFile) -> ClassFile:
        rows = list(getattr(c, table))
        rows[index] = rows[index].changed(**changes)
        return c.changed(**{table: tuple(rows)})

    return plant


def staff(index: int, **changes: Any) -> Plant:
    """Change values of a member of staff; staff rows follow the trainees and occur in no other sheet."""

    def plant(c: ClassFile) -> ClassFile:
        return row("people", len(c.trainees) + index, **changes)(c)

    return plant


def trainee(index: int, **changes: Any) -> Plant:
    """Change values of a trainee in 附件4, and in 附件5, which shows them."""
    mirrored = {name: value for name, value in changes.items() if name in ("name", "document", "phone", "employer", "title")}

    def plant(c: ClassFile) -> ClassFile:
        changed = row("people", index, **changes)(c)
        return row("results", index, **mirrored)(changed) if mirrored else changed

    return plant


def project(**changes: Any) -> Plant:
    return lambda c: c.changed(project=c.project.changed(**changes))


def accounts(**changes: Any) -> Plant:
    return lambda c: c.changed(accounts=c.accounts.changed(**changes))


def with_check(body: str) -> str:
    return body + check_character(body)


def wrong_check(document: object) -> str:
    """The number with a wrong check character."""
    text = str(document)
    return text[:-1] + CHECK_CHARACTERS[(CHECK_CHARACTERS.index(text[-1]) + 1) % 10]


def misprinted(table: str, index: int) -> Plant:
    """A document number with a wrong check character."""

    def plant(c: ClassFile) -> ClassFile:
        return row(table, index, document=wrong_check(getattr(c, table)[index].document))(c)

    return plant


def copied(table: str, index: int, source: int, *fields: str) -> Plant:
    """Copy values from another row of the same table."""

    def plant(c: ClassFile) -> ClassFile:
        other = getattr(c, table)[source]
        return row(table, index, **{name: getattr(other, name) for name in fields})(c)

    return plant


def in_order(*plants: Plant) -> Plant:
    def plant(c: ClassFile) -> ClassFile:
        for one in plants:
            c = one(c)
        return c

    return plant


def staff_copy(index: int, source: int, *fields: str) -> Plant:
    """Copy values from another member of staff."""
    return lambda c: copied("people", len(c.trainees) + index, len(c.trainees) + source, *fields)(c)


def young(index: int) -> Plant:
    """A member of staff who is fifteen when the class begins."""

    def plant(c: ClassFile) -> ClassFile:
        born = date((c.start or c.today).year - 15, 1, 1)
        return staff(index, document=with_check(f"120199{born:%Y%m%d}016"))(c)

    return plant


def sex_column(c: ClassFile) -> list[CellChange]:
    """A column 性别 beside 附件4 with the wrong sex for the first trainee."""
    table = FORMS[PEOPLE].table
    assert table is not None
    column = len(table.columns) + 1
    right = sex(c.people[0].document)
    wrong = "女" if right == "男" else "男"
    return [CellChange(PEOPLE, table.heading_row, column, SEX), CellChange(PEOPLE, table.first, column, wrong)]


def broken_employer(index: int) -> Callable[[ClassFile], list[CellChange]]:
    """工作单位 of a member of staff as a failing lookup."""

    def cells_of(c: ClassFile) -> list[CellChange]:
        table = FORMS[PEOPLE].table
        assert table is not None
        row, column = table.first + len(c.trainees) + index, cells.column_number(table.letters[EMPLOYER])
        return [CellChange(PEOPLE, row, column, Formula('VLOOKUP("示例",$B$1:$E$1,4,FALSE)', "#N/A"))]

    return cells_of


def typed_over(index: int, field: str, value: Value) -> Plant:
    """An overwritten cell of a computed 附件5."""

    def plant(c: ClassFile) -> ClassFile:
        result = c.results[index]
        one = OutOfView(result.row, field, value, cells.text(result.get(field)), result.person_row)
        return c.changed(out_of_view=(*c.out_of_view, one))

    return plant


def another_result(index: int | None) -> Plant:
    """An additional row of 附件5: the trainee at ``index`` again, or a person in no other sheet."""

    def plant(c: ClassFile) -> ClassFile:
        last = c.results[-1]
        number = last.row - c.results[0].row + 2
        more = c.results[index or 0].changed(row=last.row + 1, number=number, passed="否", certificate=None)
        if index is None:
            more = more.changed(name="示例壬", document=with_check("12019919800101999"), phone="14108888888")
        return c.changed(results=(*c.results, more))

    return plant


def without_last_result(c: ClassFile) -> ClassFile:
    """Remove the last trainee from 附件5; rows added below keep their place."""
    last = c.trainees[-1].key
    return c.changed(results=tuple(one for one in c.results if one.key != last))


def another_absence(index: int, *, leave: int | str, hours: int, permission: str = "有") -> Plant:
    """Leave of the trainee at ``index`` in 考勤, with the resulting 学时数 in 附件5."""

    def plant(c: ClassFile) -> ClassFile:
        last = c.absences[-1]
        person = c.trainees[index]
        more = Absence(
            row=last.row + 1, number=len(c.absences) + 1, name=person.name, document=person.document,
            leave=leave, missed=0, permission=permission,
        )  # fmt: skip
        return row("results", index, hours=hours)(c.changed(absences=(*c.absences, more)))

    return plant


def absent_person(name: str, document: str | None) -> Plant:
    """A person in 考勤 who is no trainee."""

    def plant(c: ClassFile) -> ClassFile:
        last = c.absences[-1]
        more = last.changed(
            row=last.row + 1, number=len(c.absences) + 1, name=name, document=document, leave=0, missed=1, permission=None
        )
        return c.changed(absences=(*c.absences, more))

    return plant


def withdrawn(index: int) -> Plant:
    """A trainee who missed more than a seventh, did not pass and has no number."""
    failed = row("results", index, passed="否", certificate=None)
    return in_order(another_absence(index, leave=5, hours=27), failed)


def settled(c: ClassFile) -> ClassFile:
    """The class with 附件3 recomputed from the details."""
    amounts = {item: float(total.amount) for item, total in account_totals(c).items()}
    names = type(c.accounts).attributes()
    changed = c.accounts.changed(**{names[item]: amount for item, amount in amounts.items()})
    total = sum((changed.amount(item) for item in ITEMS), Decimal(0))
    return c.changed(accounts=changed.changed(total=float(total)))


def lecture(index: int, **changes: Any) -> Plant:
    return lambda c: settled(row("lectures", index, **changes)(c))


def another_lecture(name: str, *, day: int, rank: str, net: int, tax: int, hours: int = 4, session: str | None = "上午") -> Plant:
    """An additional lecture on day ``day`` of the class (0 is the first)."""

    def plant(c: ClassFile) -> ClassFile:
        last = c.lectures[-1]
        more = LectureFee(
            row=last.row + 1, number=len(c.lectures) + 1, name=name, rank=rank, day=(c.start or c.today) + timedelta(days=day),
            session=session, hours=hours, net=net, tax=tax, travel=0, lodging=0, meals=0,
        )  # fmt: skip
        return settled(c.changed(lectures=(*c.lectures, more)))

    return plant


def expense(index: int, **changes: Any) -> Plant:
    return lambda c: settled(row("expenses", index, **changes)(c))


def with_expense(*, item: str, summary: str | None, amount: int, receipt: str | None = None) -> Plant:
    """An additional expense."""

    def plant(c: ClassFile) -> ClassFile:
        last = c.expenses[-1]
        more = Expense(
            row=last.row + 1, number=len(c.expenses) + 1, day=c.start, item=item, summary=summary, payee="天津示例服务有限公司",
            amount=amount, receipt=receipt,
        )  # fmt: skip
        return settled(c.changed(expenses=(*c.expenses, more)))

    return plant


def few_returned(c: ClassFile) -> ClassFile:
    """A return rate below 80%, with consistent counts of every item."""
    fewer = 7
    valid = int(str(c.forms.valid)) - fewer
    survey = tuple(one.changed(very_satisfied=int(str(one.very_satisfied)) - fewer) for one in c.survey)
    return c.changed(survey=survey, forms=c.forms.changed(returned=valid, valid=valid))


def cheaper(c: ClassFile) -> ClassFile:
    """A class whose meals and lodging fit the quota of half the people."""
    return expense(2, quantity=1, price=1000, amount=1000)(expense(1, quantity=150, amount=12000)(c))


def online(count: int) -> Plant:
    """The first ``count`` trainees take part online."""

    def plant(c: ClassFile) -> ClassFile:
        return c.changed(people=tuple(one.changed(mode="线上") if at < count else one for at, one in enumerate(c.people)))

    return plant


def from_here(c: ClassFile) -> ClassFile:
    """Everyone comes from Tianjin."""
    return c.changed(people=tuple(one.changed(region="天津") for one in c.people))


def days_from_start(name: str, days: int) -> Plant:
    """A date of 项目信息 ``days`` days after the start of the class (negative: before)."""

    def plant(c: ClassFile) -> ClassFile:
        return project(**{name: later_day(c.start, days)})(c)

    return plant


def shorter(c: ClassFile) -> ClassFile:
    """The class ends a day earlier."""
    assert c.start is not None
    assert c.end is not None
    return with_dates(c, c.start, c.end - timedelta(days=1))


def later_day(value: Value, days: int) -> date | None:
    day = cells.day(value)
    return None if day is None else day + timedelta(days=days)


def moved_to(days: int) -> Plant:
    """Move all dates by ``days`` days."""

    def plant(c: ClassFile) -> ClassFile:
        later = timedelta(days=days)
        assert c.start is not None
        assert c.end is not None
        moved = with_dates(c, c.start + later, c.end + later)
        filed = {
            name: getattr(c.project, name) + later for name in ("notice_filed", "scheme_filed", "report_filed", "claim_filed")
        }
        return moved.changed(
            today=c.today + later,
            project=moved.project.changed(**filed),
            lectures=tuple(one.changed(day=later_day(one.day, days)) for one in c.lectures),
            expenses=tuple(one.changed(day=later_day(one.day, days)) for one in c.expenses),
        )

    return plant


def with_dates(c: ClassFile, start: date, end: date) -> ClassFile:
    """Change the dates of the class in 项目信息 and 附件3."""
    changed = c.changed(project=c.project.changed(start=start, end=end))
    return changed.changed(accounts=changed.accounts.changed(period=period_text(start, end)))


def nobody(c: ClassFile) -> ClassFile:
    """The class before enrolment: no people, results or answers."""
    return c.changed(
        people=(), results=(), absences=(), forms=type(c.forms)(), survey=(),
        accounts=c.accounts.changed(trainees=0, staff=0, people=0),
    )  # fmt: skip
