"""The content of a parameter file: each parameter with its dated values in exact types.

The file is TOML: one table per parameter with ``name``, ``unit``, ``kind`` and a list ``dated`` of values, each with the day
from which it holds. No value passes through a float: fractions become ``Fraction``, money ``Decimal``.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

Confidence = Literal["N", "S", "K", "?"]
CONFIDENCE_WORDS: Mapping[str, str] = {
    "N": "通知原文",
    "S": "见于法规印本",
    "K": "通行说法，未见官方原件",
    "?": "未见依据，可由单位自定",
}


@dataclass(frozen=True, slots=True)
class Tier:
    """Days up to and including ``up_to`` (None: all further days) count with ``share``."""

    up_to: int | None
    share: Fraction


@dataclass(frozen=True, slots=True)
class Bracket:
    """Net fees up to ``up_to`` yuan (None: no limit): gross = (net - subtract) / divisor."""

    up_to: Decimal | None
    subtract: Decimal
    divisor: Decimal


@dataclass(frozen=True, slots=True)
class Term:
    """A word for an expense that is not allowed.

    ``binds``: its source, the notice (every class) or the fee regulation (540). ``within``: longer words that contain it and
    are allowed; ``beside``: words that make it allowed anywhere in the same text; ``short``: barred in short classes only.
    """

    word: str
    binds: Literal["通知", "540"]
    within: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    short: bool = False

    def __str__(self) -> str:
        excused = [*self.within, *(f"有“{word}”" for word in self.beside)]
        limits = [*(("仅短期班次",) if self.short else ()), *((f"{'、'.join(excused)}除外",) if excused else ())]
        return f"{self.word}〔{self.binds}〕" + (f"（{'；'.join(limits)}）" if limits else "")


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a parameter with its source."""

    start: date
    value: Any
    clause: str
    quote: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Leaf:
    """One parameter with all its dated values. ``key`` is its name in code, ``name`` its Chinese name."""

    key: str
    name: str
    unit: str
    kind: str
    dated: tuple[DatedValue, ...]
    units: dict[str, str] = field(default_factory=dict)
    """For a parameter with several numbers: the units of those that differ from ``unit``."""

    def unit_of(self, entry: str = "") -> str:
        """The unit of an entry: 天, 工作日, 个月 …"""
        return self.units.get(entry, self.unit)

    def at(self, day: date) -> DatedValue:
        """The value in force on ``day``; before the first dated value, the first one."""
        started = [entry for entry in self.dated if entry.start <= day]
        return max(started, key=lambda entry: entry.start) if started else self.dated[0]


def parse_value(kind: str, raw: Any) -> Any:
    """Convert a TOML value to the exact type of its ``kind``. Errors: ValueError for an unknown kind."""
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
            amounts = ({name: Decimal(amount) for name, amount in bracket.items()} for bracket in raw)
            return tuple(Bracket(one.get("up_to"), one["subtract"], one["divisor"]) for one in amounts)
        case "terms":
            return tuple(term_of(**term) for term in raw)
        case "texts" | "range" | "entries":
            return tuple(raw)
        case "integer" | "integers" | "date" | "text":
            return raw
    raise ValueError(f"unknown kind of parameter: {kind}")


def term_of(word: str, binds: Any, within: Iterable[str] = (), beside: Iterable[str] = (), short: bool = False) -> Term:
    return Term(word, binds, tuple(within), tuple(beside), short)


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
        leaves[key] = Leaf(
            key=key, name=table["name"], unit=table["unit"], kind=table["kind"], dated=dated, units=table.get("units", {})
        )
    return leaves


def table_rows(text: str) -> Iterator[dict[str, str]]:
    """The rows of a table in CSV. Errors: ValueError for a row with fewer cells than headings."""
    for line in csv.DictReader(text.lstrip("\ufeff").splitlines()):
        if None in line.values():
            raise ValueError("a row has fewer cells than the headings")
        yield line
