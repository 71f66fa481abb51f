"""Payments to lecturers: net fees against their caps, and the tax withheld.

By tax law the fees of one lecturer in one month are one payment. Amounts in yuan, exact to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from udfs.money.amounts import cents, total
from udfs.money.lecture_fee import known_rank, lecture_limit, lecture_rank, tax_withheld
from udfs.notice.parameters import Parameters
from udfs.records.class_file import ClassFile, LectureFee
from udfs.records.near_words import meant
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import RANK


@dataclass(frozen=True, slots=True)
class Payment:
    """The lectures of one lecturer in one month.

    ``limit``: sum of the caps, None if a lecture lacks its hours; ``over``: rows of 师资费 above their own cap; ``tax``: the
    stated tax, None if empty; ``tax_due``: the tax by the tables.
    """

    name: str
    ranks: tuple[str, ...]
    rows: tuple[int, ...]
    hours: Decimal
    net: Decimal
    limit: Decimal | None
    over: tuple[int, ...]
    tax: Decimal | None
    tax_due: Decimal

    @property
    def left(self) -> Decimal | None:
        """The remainder of the caps; negative if exceeded."""
        return None if self.limit is None else self.limit - self.net


def payments(c: ClassFile, p: Parameters) -> tuple[Payment, ...]:
    """The payments of a class in the order of 师资费, without rows that lack a net fee."""
    groups: dict[tuple[str, int, int, int], list[LectureFee]] = {}
    for lecture in c.lectures:
        net, day = cells.number(lecture.net), cells.day(lecture.day)
        if net is None or net < 0:
            continue
        # Without name or day, rows cannot be grouped into a payment.
        together = day is not None and cells.plain(lecture.name)
        key = (cells.plain(lecture.name), day.year, day.month, 0) if together and day else ("", 0, 0, lecture.row)
        groups.setdefault(key, []).append(lecture)
    return tuple(payment(lectures, p) for lectures in groups.values())


def payment(lectures: list[LectureFee], p: Parameters) -> Payment:
    limits = [limit_of(lecture, p) for lecture in lectures]
    net = total(lecture.net for lecture in lectures)
    taxed = any(cells.number(lecture.tax) is not None for lecture in lectures)
    return Payment(
        name=cells.text(lectures[0].name),
        ranks=tuple(dict.fromkeys(paid_rank(lecture.rank, p) for lecture in lectures)),
        rows=tuple(lecture.row for lecture in lectures),
        hours=total(lecture.hours for lecture in lectures),
        net=net,
        limit=None if None in limits else sum((limit for limit in limits if limit is not None), Decimal(0)),
        over=tuple(
            lecture.row
            for lecture, limit in zip(lectures, limits, strict=True)
            if limit is not None and (cells.number(lecture.net) or Decimal(0)) > limit
        ),
        tax=total(lecture.tax for lecture in lectures) if taxed else None,
        tax_due=tax_withheld(net, p),
    )


def paid_rank(value: Value, p: Parameters) -> str:
    """The rank by which a lecturer is paid: from the fee table, else from an equivalent word (院士, 教授), else 其他.

    >>> from udfs.notice.parameters import parameters_for
    >>> paid_rank("教授", parameters_for(2025)), paid_rank("总经理", parameters_for(2025))
    ('正高', '其他')
    """
    return lecture_rank(known_rank(value, p) or meant(RANK, value), p)


def limit_of(lecture: LectureFee, p: Parameters) -> Decimal | None:
    """The cap of one lecture; None without hours."""
    hours = cells.number(lecture.hours)
    return None if hours is None or hours <= 0 else lecture_limit(paid_rank(lecture.rank, p), hours, p)


def shared_taxes(c: ClassFile, p: Parameters) -> dict[int, Decimal]:
    """{row of 师资费: share of the tax on its payment}, in proportion to the net fees, to the cent."""
    nets = {lecture.row: cells.number(lecture.net) or Decimal(0) for lecture in c.lectures}
    found: dict[int, Decimal] = {}
    for one in payments(c, p):
        rest = one.tax_due
        for row in one.rows[:-1]:
            found[row] = cents(one.tax_due * nets[row] / one.net) if one.net else Decimal(0)
            rest -= found[row]
        found[one.rows[-1]] = rest
    return found


def proposed_taxes(c: ClassFile, p: Parameters) -> dict[int, Decimal]:
    """{row of 师资费: tax} for the payments without any tax filled in, in proportion to the net fees, to the cent."""
    blank = {lecture.row for lecture in c.lectures if cells.blank(lecture.tax)}
    shares = shared_taxes(c, p)
    untaxed = (one for one in payments(c, p) if one.net and blank.issuperset(one.rows))
    return {row: shares[row] for one in untaxed for row in one.rows}
