"""The dated parameters: every number of the regulations, with its source, chosen by the date of the class.

A parameter file is TOML: one table a parameter, with ``name``, ``unit``, ``kind`` and a list ``dated`` of values that each
say from when they hold. Nothing passes through a float: fractions become ``Fraction``, money ``Decimal``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Confidence = Literal["N", "S", "K", "?"]
CONFIDENCE_WORDS: Mapping[str, str] = {
    "N": "通知原文",
    "S": "见于法规印本",
    "K": "通行说法，未见官方原件",
    "?": "未见依据，可由单位自定",
}
STANDING_FILES = ("training_fee.toml", "practice.toml")


class Frozen(BaseModel):
    """A pydantic model that never changes after it was made."""

    model_config = ConfigDict(frozen=True)


class Tier(Frozen):
    """Days up to and including ``up_to`` (None: all further days) count with ``share``."""

    up_to: int | None = None
    share: Fraction


class Bracket(Frozen):
    """Net fees up to ``up_to`` yuan (None: all above): gross = (net - subtract) / divisor."""

    up_to: Decimal | None = None
    subtract: Decimal
    divisor: Decimal


class DatedValue(Frozen):
    """One value of a parameter and where it comes from."""

    start: date
    value: Any
    clause: str
    quote: str
    source: str
    confidence: Confidence


class Leaf(Frozen):
    """One parameter through time. ``key`` is its name in code, ``name`` its Chinese name."""

    key: str
    name: str
    unit: str
    kind: str
    dated: tuple[DatedValue, ...]

    def at(self, day: date) -> DatedValue:
        """The value in force on ``day``; before the first one, the first one."""
        started = [entry for entry in self.dated if entry.start <= day]
        return max(started, key=lambda entry: entry.start) if started else self.dated[0]


class Parameters(Frozen):
    """The parameters in force for one class. ``year`` is the notice's; ``day`` chose the dated values."""

    year: int
    day: date
    leaves: dict[str, Leaf]

    min_days: int
    latest_end: date
    min_trainees: int
    staff_share: Fraction
    staff_max: int
    online_share: Fraction
    absence_share: Fraction
    reserved_beijing: int
    reserved_hebei: int
    reserved_support: int
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
    barred_words: tuple[str, ...]
    allowed_words: tuple[str, ...]

    hours_per_day: int
    age_range: tuple[int, int]
    min_return_share: Fraction
    straight_line_share: Fraction
    satisfied_levels: tuple[str, ...]
    survey_items: tuple[str, ...]
    tax_tolerance: Decimal
    tax_brackets: tuple[Bracket, ...]
    amount_decimals: int
    exact_digits: int

    def source(self, key: str) -> DatedValue:
        """The value in force of parameter ``key`` with its clause, quote, source and confidence."""
        return self.leaves[key].at(self.day)


def parse_value(kind: str, raw: Any) -> Any:
    """Turn a TOML value into the exact type its ``kind`` names."""
    match kind:
        case "fraction":
            return Fraction(raw)
        case "money":
            return Decimal(raw)
        case "amounts":
            return {key: Decimal(amount) for key, amount in raw.items()}
        case "tiers":
            return tuple(Tier(up_to=tier.get("up_to"), share=Fraction(tier["share"])) for tier in raw)
        case "brackets":
            return tuple(Bracket.model_validate(bracket) for bracket in raw)
        case "texts" | "range":
            return tuple(raw)
        case "integer" | "integers" | "date" | "text":
            return raw
    raise ValueError(f"unknown kind of parameter: {kind}")


def read_leaves(text: str) -> dict[str, Leaf]:
    """Parse one parameter file."""
    leaves = {}
    for key, table in tomllib.loads(text).items():
        dated = tuple(
            DatedValue(
                start=entry["from"],
                value=parse_value(table["kind"], entry["value"]),
                clause=entry["clause"],
                quote=entry["quote"],
                source=entry["source"],
                confidence=entry["confidence"],
            )
            for entry in table["dated"]
        )
        leaves[key] = Leaf(key=key, name=table["name"], unit=table["unit"], kind=table["kind"], dated=dated)
    return leaves


@lru_cache(maxsize=1)
def notice_years() -> tuple[int, ...]:
    """The years there is a notice for, oldest first."""
    names = (entry.name for entry in files("udfs.notice").iterdir())
    return tuple(sorted(int(name[7:11]) for name in names if name.startswith("notice_") and name.endswith(".toml")))


def latest_leaves() -> dict[str, Leaf]:
    """What the newest notice says itself, without the regulations behind it."""
    return read_leaves((files("udfs.notice") / f"notice_{notice_years()[-1]}.toml").read_text(encoding="utf-8"))


def known_year(year: int | None) -> int:
    """The notice that serves ``year``: its own, else the newest before it, else the oldest there is."""
    years = notice_years()
    if year is None:
        return years[-1]
    earlier = [known for known in years if known <= year]
    return earlier[-1] if earlier else years[0]


@lru_cache(maxsize=16)
def parameters_for(year: int | None = None, day: date | None = None) -> Parameters:
    """The parameters for a class of ``year`` that starts on ``day`` (default: the last day of that year)."""
    notice = known_year(year)
    day = day or date(notice, 12, 31)
    leaves: dict[str, Leaf] = {}
    for name in (f"notice_{notice}.toml", *STANDING_FILES):
        leaves |= read_leaves((files("udfs.notice") / name).read_text(encoding="utf-8"))
    values = {key: leaf.at(day).value for key, leaf in leaves.items()}
    return Parameters.model_construct(year=notice, day=day, leaves=leaves, **values)
