"""Changes made by an office on 参数: its own parameter values, softened rules, holidays.

A row of the sheet is (parameter, entry, value). A value that equals any value known to the program is no change, since the
workbook may have been made for another year. Implausible values are not used; the report names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from udfs.notice.packs import Which, named_pack, packs, remembered
from udfs.notice.parameters import DatedValue, Leaf, Parameters, parameters_for
from udfs.notice.rest_days import RESTING, WORKING, known_days, years_known
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import LODGING, MEALS, PAPERS, SITE, TITLE_LEVELS, TRANSPORT

FIXED_KINDS = ("tiers", "brackets", "terms")
"""Tables of tiers and words: shown on the sheet, but not read from it."""
PRECISION = 12
"""Decimals to which shares are compared: a cell holds 1/7 as a binary fraction."""
SMALL_DENOMINATOR = 1000
COST_ITEMS = (LODGING, MEALS, SITE, PAPERS, TRANSPORT)
CHOICES: Mapping[str, tuple[str, ...]] = {
    "scope_540": ("财政资助", "全部"),
    "lowest_title": TITLE_LEVELS,
    "other_cost_item": COST_ITEMS,
}
CALENDAR = "节假日安排"
NOTICE = "所依据的通知"
"""The row of 参数 with the name of the pack."""
SOFTENING = "规则级别调整"
SEPARATORS = ("改为", "：", ":", "，", "=")
"""Separators inside its entries, besides white space."""
SPARE_ENTRIES = 8
"""Empty rows offered for a list that only the office fills."""


class Setting(NamedTuple):
    """A changed value on 参数: parameter name, entry, cell value."""

    name: str
    entry: str
    value: Value


class SettingChange(NamedTuple):
    """One change for the report; ``used`` is False if the value is implausible."""

    name: str
    entry: str
    before: str
    after: str
    used: bool


def stated_notice(rows: Iterable[Setting]) -> str:
    """The name of the pack that a workbook was made with; '' if not stated."""
    return next((cells.text(row.value) for row in rows if row.name == NOTICE), "")


def own_settings(rows: Iterable[Setting], notice: str = "") -> tuple[Setting, ...]:
    """The rows that differ from the workbook's notice, or, if it is unknown, from every value known to the program. Rows of
    unknown parameters are skipped."""
    known: dict[str, list[Leaf]] = {}
    for pack in [named] if (named := named_pack(notice)) else packs():
        for leaf in parameters_for(pack.name).leaves.values():
            if leaf.kind not in FIXED_KINDS:
                known.setdefault(leaf.name, []).append(leaf)
    return tuple(
        row
        for row in rows
        if row.name == CALENDAR or (row.name in known and not any(is_known(leaf, row) for leaf in known[row.name]))
    )


def own_calendar(resting: Iterable[Value], working: Iterable[Value], notice: str = "") -> tuple[Setting, ...]:
    """A setting for each year in which the two lists of 参数 differ from the program and the notice."""
    named = named_pack(notice)
    known = known_days(named.rest_days if named else {})
    days = {day: RESTING for one in resting if (day := cells.day(one))} | {
        day: WORKING for one in working if (day := cells.day(one))
    }
    found = []
    for year in sorted({day.year for day in days}):
        stated = {day: kind for day, kind in sorted(days.items()) if day.year == year}
        if stated != {day: kind for day, kind in known.items() if day.year == year}:
            found.append(Setting(CALENDAR, str(year), " ".join(f"{kind}{day}" for day, kind in stated.items())))
    return tuple(found)


def is_known(leaf: Leaf, row: Setting) -> bool:
    return any(agrees(leaf, row.entry, row.value, dated.value) for dated in leaf.dated)


def agrees(leaf: Leaf, entry: str, value: Value, known: Any) -> bool:
    """True if the cell of an entry holds the value in ``known``."""
    entries = dict(entries_of(leaf.kind, known))
    if entry not in entries:
        return cells.blank(value)
    stated = entries[entry]
    if isinstance(stated, int | Decimal | Fraction) and not isinstance(stated, bool):
        held = shared(value)
        return held is not None and round(held, PRECISION) == round(Fraction(stated), PRECISION)
    if isinstance(stated, date):
        return cells.day(value) == stated
    return cells.text(value) == cells.text(stated)


def entries_of(kind: str, value: Any) -> Iterator[tuple[str, Any]]:
    """(entry, value) of each cell that a parameter takes on 参数."""
    match kind:
        case "amounts" | "integers":
            yield from value.items()
        case "texts" | "entries":
            yield from ((str(at), text) for at, text in enumerate(value, start=1))
        case "range":
            yield from zip(("下限", "上限"), value, strict=True)
        case _ if kind not in FIXED_KINDS:
            yield "", value


def shared(value: Value) -> Fraction | None:
    """The exact value of a number or a written fraction (1/7); None for anything else."""
    number = cells.number(value)
    if number is not None:
        return Fraction(number)
    parts = cells.text(value).removeprefix("=").split("/")
    if 1 <= len(parts) <= 2 and all(part.isascii() and part.isdigit() and part.strip("0") for part in parts):
        return Fraction(int(parts[0]), int(parts[-1]) if len(parts) > 1 else 1)
    return None


@remembered(maxsize=64)
def parameters_in_force(which: Which, start: date | None, settings: tuple[Setting, ...]) -> Parameters:
    """The parameters of a class of that notice and first day, with the changes of the office."""
    return with_settings(which, start, settings)[0] if settings else parameters_for(which, start)


def with_settings(
    which: Which, start: date | None, settings: tuple[Setting, ...]
) -> tuple[Parameters, tuple[SettingChange, ...]]:
    """The parameters with the changes of the office applied, and the list of changes in the order of the sheet."""
    p = parameters_for(which, start)
    leaves, changes = dict(p.leaves), []
    values: dict[str, Any] = {}
    by_name = {leaf.name: leaf for leaf in leaves.values()}
    calendar = [setting for setting in settings if setting.name == CALENDAR]
    if calendar:
        own = {date.fromisoformat(word[1:]): word[0] for one in calendar for word in cells.text(one.value).split()}
        years = {day.year for day in own}
        values["rest_days"] = {**{day: kind for day, kind in p.rest_days.items() if day.year not in years}, **own}
        known = {str(year) for year in (*years_known(), *(day.year for day in p.rest_days))}
        changes += [
            SettingChange(CALENDAR, f"{one.entry}年", "程序所带的" if one.entry in known else "没有", "本单位所填的", True)
            for one in calendar
        ]
    for name in dict.fromkeys(setting.name for setting in settings if setting.name in by_name):
        leaf = by_name[name]
        typed = {one.entry: one.value for one in settings if one.name == name}
        before = dict(entries_of(leaf.kind, p.source(leaf.key).value))
        read = {entry: meant(leaf, value) for entry, value in typed.items()}
        good = {entry: value for entry, value in read.items() if value is not None}
        changes += [SettingChange(name, entry, shown(before.get(entry)), shown(typed[entry]), entry in good) for entry in typed]
        if good:
            values[leaf.key] = rebuilt(leaf.kind, before | good)
            leaves[leaf.key] = own_leaf(leaf, values[leaf.key], p)
    return replace(p, leaves=leaves, **values), tuple(changes)


def meant(leaf: Leaf, value: Value) -> Any:
    """The value of an entry in the type of its parameter; None if implausible."""
    number = shared(value)
    match leaf.kind:
        case "fraction":
            return None if number is None or not 0 <= number <= 1 else number.limit_denominator(SMALL_DENOMINATOR)
        case "money" | "amounts":
            held = cells.number(value)
            return held if held is not None and held >= 0 else None
        case "integer" | "integers" | "range":
            return int(number) if number is not None and number >= 0 and number.denominator == 1 else None
        case "date":
            return cells.day(value)
        case "texts" | "entries":
            return cells.text(value)
        case "text":
            stated = cells.text(value)
            return stated if stated and stated in CHOICES.get(leaf.key, (stated,)) else None
    return None


def rebuilt(kind: str, entries: Mapping[str, Any]) -> Any:
    """A parameter's value from its entries."""
    match kind:
        case "amounts" | "integers":
            return dict(entries)
        case "texts" | "entries":
            return tuple(text for text in entries.values() if text)
        case "range":
            return tuple(entries.values())
    return entries[""]


def own_leaf(leaf: Leaf, value: Any, p: Parameters) -> Leaf:
    """The parameter with the value of the office in force."""
    entry = p.source(leaf.key)
    own = DatedValue(
        start=p.day,
        value=value,
        clause=entry.clause,
        quote=entry.quote,
        source=f"本单位改动；原为：{entry.source}",
        confidence="?",
    )
    return replace(leaf, dated=(*leaf.dated, own))


def shown(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value)
    return cells.text(value)


class Softened(NamedTuple):
    """A softened rule: code, level word, reason, and the entry as written."""

    code: str
    level: str
    reason: str
    written: str


def softenings(p: Parameters) -> tuple[Softened, ...]:
    """The entries of 规则级别调整: rule, level and reason with any separators (A4-02 提示 区里已批)."""
    found = []
    for written in p.softened_rules:
        spaced = written
        for sign in SEPARATORS:
            spaced = spaced.replace(sign, " ")
        parts = spaced.split()
        code, level = (parts[0].upper() if parts else ""), (parts[1] if len(parts) > 1 else "")
        found.append(Softened(code, level, " ".join(parts[2:]), written))
    return tuple(found)
