"""The quota of a class: rate × people × days, its three lines, and the remainder (财行〔2016〕540号).

Days beyond the first tier count partly. People are trainees and staff without online trainees; 师资费 and 税费 are outside the
quota. Amounts in yuan, exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from udfs.money.amounts import cents
from udfs.notice.parameters import Parameters, Tier
from udfs.records.class_file import LODGING, MEALS, PAPERS, QUOTA_ITEMS, SITE, TRANSPORT, Accounts, ClassFile
from udfs.values import cells

LINES: Mapping[str, tuple[str, ...]] = {
    LODGING: (LODGING,),
    MEALS: (MEALS,),
    "场地、资料、交通费": (SITE, PAPERS, TRANSPORT),
}
"""{line of the quota: items of 附件3 that count towards it}."""


def counted_days(days: int, tiers: Iterable[Tier]) -> Fraction:
    """The days as counted by the quota: those of each tier times its share.

    >>> from udfs.notice.parameters import parameters_for
    >>> counted_days(30, parameters_for(2025).day_tiers), counted_days(40, parameters_for(2025).day_tiers)
    (Fraction(30, 1), Fraction(37, 1))
    """
    counted, before = Fraction(0), 0
    for tier in tiers:
        last = days if tier.up_to is None else min(days, tier.up_to)
        counted += max(0, last - before) * tier.share
        before = max(before, last)
    return counted


def times(rate: Decimal, people: int, days: Fraction) -> Decimal:
    """rate × people × days, rounded once to the cent."""
    exact = Fraction(rate) * people * days
    return cents(Decimal(exact.numerator) / Decimal(exact.denominator))


def quota(category: str, people: int, days: int, p: Parameters) -> Decimal:
    """The whole quota in yuan. Errors: KeyError for an unknown category.

    >>> from udfs.notice.parameters import parameters_for
    >>> quota("三类", 55, 5, parameters_for(2025))
    Decimal('151250.00')
    """
    return times(p.quota_total[category], people, counted_days(days, p.day_tiers))


def line_rates(category: str, p: Parameters) -> dict[str, Decimal]:
    """{line: rate in yuan per person and day}."""
    rates = (p.quota_lodging, p.quota_meals, p.quota_site)
    return {line: rate[category] for line, rate in zip(LINES, rates, strict=True)}


def line_quotas(category: str, people: int, days: int, p: Parameters) -> dict[str, Decimal]:
    """{line: quota in yuan}; the lines may be balanced against each other."""
    counted = counted_days(days, p.day_tiers)
    return {line: times(rate, people, counted) for line, rate in line_rates(category, p).items()}


def category_of(c: ClassFile, p: Parameters) -> str:
    """培训类别, or the default if the cell is empty or unknown."""
    stated = cells.plain(c.project.category)
    return stated if stated in p.quota_total else p.default_category


def quota_people(c: ClassFile) -> int:
    """Trainees and staff on site."""
    return len(c.trainees) + len(c.staff) - len(c.online)


def spent(accounts: Accounts, items: Iterable[str] = QUOTA_ITEMS) -> Decimal:
    """The sum that 附件3 states for these items."""
    return sum((accounts.amount(item) for item in items), Decimal(0))


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """The quota of a class compared with the spending in 附件3."""

    category: str
    rate: Decimal
    people: int
    days: int
    counted: Fraction
    limit: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        """The remainder; negative if the quota is exceeded."""
        return self.limit - self.spent

    @property
    def working(self) -> str:
        """The computation of the limit: 550元×57人×5天."""
        days = str(self.days) if self.counted == self.days else f"折合{cells.text(float(self.counted))}"
        return f"{cells.text(self.rate)}元×{self.people}人×{days}天"


def quota_use(c: ClassFile, p: Parameters) -> QuotaUse | None:
    """The whole quota of the class; None without valid dates."""
    if c.days is None:
        return None
    category = category_of(c, p)
    return QuotaUse(
        category=category,
        rate=p.quota_total[category],
        people=quota_people(c),
        days=c.days,
        counted=counted_days(c.days, p.day_tiers),
        limit=quota(category, quota_people(c), c.days, p),
        spent=spent(c.accounts),
    )


def line_uses(c: ClassFile, p: Parameters) -> dict[str, QuotaUse]:
    """{line of the quota: its use}; empty without valid dates."""
    whole = quota_use(c, p)
    if whole is None:
        return {}
    rates = line_rates(whole.category, p)
    limits = line_quotas(whole.category, whole.people, whole.days, p)
    return {
        line: replace(whole, rate=rates[line], limit=limits[line], spent=spent(c.accounts, items))
        for line, items in LINES.items()
    }
