"""The parameters in force for one class: every number and word of the regulations, with its source.

Those of the notice stand in its pack (``packs.py``), those of the fee regulation and of common practice in files that all
notices share. The first day of the class selects among dated values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from udfs.notice.entries import CONFIDENCE_WORDS as CONFIDENCE_WORDS
from udfs.notice.entries import Bracket as Bracket
from udfs.notice.entries import DatedValue as DatedValue
from udfs.notice.entries import Leaf as Leaf
from udfs.notice.entries import Term as Term
from udfs.notice.entries import Tier as Tier
from udfs.notice.entries import parse_value as parse_value
from udfs.notice.entries import read_leaves as read_leaves
from udfs.notice.packs import Pack, Statement, Which, pack_of, remembered
from udfs.notice.packs import known_year as known_year
from udfs.notice.packs import notice_years as notice_years
from udfs.notice.provinces import short_names

STANDING_FILES = ("training_fee.toml", "practice.toml")
RESERVED_KEYS = ("reserved_1", "reserved_2", "reserved_3")
"""The maximum number of reserved quotas in a notice: 项目信息 has a row for each."""
RESERVED_ENDING = "预留名额"
SILENT_CLAUSE = "（通知未写明）"


class Reserved(NamedTuple):
    """A quota of reserved places: parameter key, word, label on 项目信息, region ('' for none), minimum."""

    key: str
    word: str
    label: str
    region: str
    least: int


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters in force for one class. ``year`` is that of the notice; ``day`` selected the dated values."""

    year: int
    day: date
    leaves: dict[str, Leaf]
    notice: str
    """The name of the pack; below: issuing region, statements, keys on which the notice is silent."""
    region: str
    statements: dict[str, Statement]
    silent: frozenset[str]

    min_days: int
    latest_end: date
    min_trainees: int
    staff_share: Fraction
    staff_max: int
    online_share: Fraction
    absence_share: Fraction
    reserved_words: tuple[str, ...]
    reserved_1: int
    reserved_2: int
    reserved_3: int
    bureau: str
    claim_office: str
    platform: str
    subsidy_max: Decimal
    subsidy_last_end: date
    claim_months: int
    report_months: int
    filing_days: dict[str, int]
    courseware_factor: int
    class_counts: dict[str, int]
    lowest_title: str
    municipal_region: str
    materials: tuple[str, ...]
    report_sections: tuple[str, ...]

    scope_540: str
    other_cost_item: str
    claim_papers: tuple[str, ...]
    claim_papers_at_need: tuple[str, ...]
    lodging_days_more: int
    meal_days_more: int
    quota_total: dict[str, Decimal]
    quota_lodging: dict[str, Decimal]
    quota_meals: dict[str, Decimal]
    quota_site: dict[str, Decimal]
    quota_people: str
    day_tiers: tuple[Tier, ...]
    lecture_rates: dict[str, Decimal]
    lecture_unit_hours: int
    half_day_hours: int
    default_category: str
    barred_words: tuple[Term, ...]
    short_class_days: int

    hours_per_day: int
    age_range: tuple[int, int]
    journey_words: tuple[str, ...]
    local_journey_words: tuple[str, ...]
    expense_days_before: int
    longest_life: int
    min_return_share: Fraction
    straight_line_share: Fraction
    satisfied_levels: tuple[str, ...]
    survey_items: tuple[str, ...]
    tax_tolerance: Decimal
    tax_brackets: tuple[Bracket, ...]
    amount_decimals: int
    exact_digits: int
    softened_rules: tuple[str, ...]

    rest_days: dict[date, str] = field(default_factory=dict)
    """{day: 休 or 班} for days that differ from their weekday, in years whose holidays come with the pack or from 参数."""

    def source(self, key: str) -> DatedValue:
        """The value in force of parameter ``key`` with clause, quote, source and confidence."""
        return self.leaves[key].at(self.day)

    def clause_and_quote(self, key: str) -> tuple[str, str]:
        """Clause and quote of a statement or parameter; ``SILENT_CLAUSE`` and '' if the notice is silent."""
        if key in self.statements:
            return self.statements[key].clause, self.statements[key].quote
        if key in self.leaves:
            entry = self.source(key)
            return entry.clause, entry.quote
        return SILENT_CLAUSE, ""

    @property
    def reserved(self) -> tuple[Reserved, ...]:
        """The reserved quotas of the notice, in the order of 项目信息."""
        return tuple(
            Reserved(key, word, reserved_label(word), word if word in short_names() else "", getattr(self, key))
            for key, word in zip(RESERVED_KEYS, self.reserved_words, strict=False)
        )


def reserved_label(word: str) -> str:
    """The label of a reserved quota on 项目信息."""
    return f"{word}{RESERVED_ENDING}"


def reserved_labels(which: Which) -> tuple[str, ...]:
    """The labels of the reserved quotas of a notice, without building all its parameters."""
    pack = pack_of(which)
    words = pack.leaves["reserved_words"].at(last_day(pack)).value
    return tuple(map(reserved_label, words[: len(RESERVED_KEYS)]))


def last_day(pack: Pack) -> date:
    return date(pack.year, 12, 31)


@lru_cache(maxsize=1)
def standing_leaves() -> Mapping[str, Leaf]:
    """The parameters outside the notice: fee regulation and practice."""
    leaves: dict[str, Leaf] = {}
    for name in STANDING_FILES:
        leaves |= read_leaves((files("udfs.notice") / name).read_text(encoding="utf-8"))
    return leaves


def latest_leaves() -> dict[str, Leaf]:
    """The parameters of the newest notice alone."""
    return dict(pack_of(None).leaves)


@remembered(maxsize=256)
def parameters_for(which: Which = None, day: date | None = None) -> Parameters:
    """The parameters for a class.

    ``which``: the year or pack of its notice (None: the newest); ``day``: its first day (default: the last day of that year).
    """
    pack = pack_of(which)
    day = day or last_day(pack)
    leaves = {**pack.leaves, **{key: leaf for key, leaf in standing_leaves().items() if key not in pack.leaves}}
    values = {key: leaf.at(day).value for key, leaf in leaves.items()}
    return Parameters(
        year=pack.year, day=day, leaves=leaves, notice=pack.name, region=pack.region, statements=pack.statements,
        silent=pack.silent, rest_days=dict(pack.rest_days), **values,
    )  # fmt: skip
