"""The content of a parameter file: each parameter with its dated values in exact types.

The file is TOML: one table per parameter with ``name``, ``unit``, ``kind`` and a list ``dated`` of values, each with the day
from which it holds. No value passes through a float: fractions become ``Fraction``, money ``Decimal``.
"""

# Pydantic evaluates these annotations; as strings it would compile each at every start.

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["N", "S", "K", "?"]
CONFIDENCE_WORDS: Mapping[str, str] = {
    "N": "通知原文",
    "S": "见于法规印本",
    "K": "通行说法，未见官方原件",
    "?": "未见依据，可由单位自定",
}


class Frozen(BaseModel):
    """An immutable pydantic model."""

    # Validators are built on first use: most commands validate nothing.
    model_config = ConfigDict(frozen=True, defer_build=True)


Made = TypeVar("Made", bound=Frozen)


def maker(kind: type[Made], shipped: bool) -> Callable[..., Made]:
    """The constructor of ``kind``: unvalidated for shipped data, validating otherwise.

    Shipped data are validated by ``tests/notices``; validating them at every start would take longer than most commands.
    """
    return cast(Callable[..., Made], kind.model_construct if shipped else kind)


class Tier(Frozen):
    """Days up to and including ``up_to`` (None: all further days) count with ``share``."""

    up_to: int | None = None
    share: Fraction


class Bracket(Frozen):
    """Net fees up to ``up_to`` yuan (None: no limit): gross = (net - subtract) / divisor."""

    up_to: Decimal | None = None
    subtract: Decimal
    divisor: Decimal


class Term(Frozen):
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


class DatedValue(Frozen):
    """One value of a parameter with its source."""

    start: date
    value: Any
    clause: str
    quote: str
    source: str
    confidence: Confidence


class Leaf(Frozen):
    """One parameter with all its dated values. ``key`` is its name in code, ``name`` its Chinese name."""

    key: str
    name: str
    unit: str
    kind: str
    dated: tuple[DatedValue, ...]
    units: dict[str, str] = Field(default_factory=dict)
    """For a parameter with several numbers: the units of those that differ from ``unit``."""

    def unit_of(self, entry: str = "") -> str:
        """The unit of an entry: 天, 工作日, 个月 …"""
        return self.units.get(entry, self.unit)

    def at(self, day: date) -> DatedValue:
        """The value in force on ``day``; before the first dated value, the first one."""
        started = [entry for entry in self.dated if entry.start <= day]
        return max(started, key=lambda entry: entry.start) if started else self.dated[0]


def parse_value(kind: str, raw: Any, shipped: bool = False) -> Any:
    """Convert a TOML value to the exact type of its ``kind``. Errors: ValueError for an unknown kind."""
    match kind:
        case "fraction":
            return Fraction(raw)
        case "money":
            return Decimal(raw)
        case "amounts":
            return {key: Decimal(amount) for key, amount in raw.items()}
        case "tiers":
            make_tier = maker(Tier, shipped)
            return tuple(make_tier(up_to=tier.get("up_to"), share=Fraction(tier["share"])) for tier in raw)
        case "brackets":
            make_bracket = maker(Bracket, shipped)
            return tuple(make_bracket(**{name: Decimal(amount) for name, amount in bracket.items()}) for bracket in raw)
        case "terms":
            make_term = maker(Term, shipped)
            return tuple(
                make_term(**{name: tuple(held) if isinstance(held, list) else held for name, held in term.items()})
                for term in raw
            )
        case "texts" | "range" | "entries":
            return tuple(raw)
        case "integer" | "integers" | "date" | "text":
            return raw
    raise ValueError(f"unknown kind of parameter: {kind}")


def read_leaves(text: str, shipped: bool = False) -> dict[str, Leaf]:
    """Parse one parameter file."""
    leaves = {}
    make_value, make_leaf = maker(DatedValue, shipped), maker(Leaf, shipped)
    for key, table in tomllib.loads(text).items():
        dated = tuple(
            make_value(
                start=entry["from"],
                value=parse_value(table["kind"], entry["value"], shipped),
                clause=entry["clause"],
                quote=entry["quote"],
                source=entry["source"],
                confidence=entry["confidence"],
            )
            for entry in table["dated"]
        )
        leaves[key] = make_leaf(
            key=key, name=table["name"], unit=table["unit"], kind=table["kind"], dated=dated, units=table.get("units", {})
        )
    return leaves
