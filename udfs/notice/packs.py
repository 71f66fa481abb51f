"""Notice packs: one folder of data per notice, shipped with the program or installed by the user.

A pack holds the text of a notice, its parameters with their quotes, statements (provisions without a number), the plan list,
additional rest days and the trace of its sentences. Shipped packs are in ``packs/<year>``; installed ones are read by
``workbooks.notices`` and registered here at start-up (``register``). A class selects its pack by its plan year, or by the name
that its workbook states.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, update_wrapper
from importlib.resources import files
from typing import Any, TypeVar, cast

from udfs.notice.assigning import Assignment, read_assignments
from udfs.notice.entries import Leaf, read_leaves, table_rows
from udfs.notice.plan_rows import PlanRow, read_plan

Which = int | str | None
"""A year, the name of a pack, or None for the newest pack."""
PACK, PARAMETERS, STATEMENTS, TEXT, PLAN, TRACE, REST_DAYS = (
    "pack.toml", "parameters.toml", "statements.toml", "notice.txt", "plan.csv", "trace.csv", "rest_days.csv",
)  # fmt: skip
FILES = (PACK, PARAMETERS, STATEMENTS, TEXT, PLAN, TRACE, REST_DAYS)
"""The files of a pack; plan, trace and rest days are optional."""
PLAN_HEADINGS = ("级别", "序号", "选题名称", "承办单位", "计划时间")


@dataclass(frozen=True, slots=True)
class Statement:
    """A provision of the notice without a number, with the words that rules quote."""

    key: str
    name: str
    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A notice as data.

    ``region``: short name of the issuing office's region; ``silent``: keys of parameters and statements of which a person has
    confirmed that the notice does not mention them.
    """

    name: str
    title: str
    year: int
    region: str
    issued: date | None
    text: str
    leaves: dict[str, Leaf]
    statements: dict[str, Statement]
    plan: tuple[PlanRow, ...]
    assignments: tuple[Assignment, ...] = ()
    rest_days: Mapping[date, str] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    shipped: bool = False


def read_statements(text: str) -> dict[str, Statement]:
    """Parse the statements of a pack."""
    return {key: Statement(**{"key": key, **table}) for key, table in tomllib.loads(text).items()}


def read_plan_table(text: str) -> tuple[PlanRow, ...]:
    """Parse the plan list. Errors: KeyError or ValueError if a column or a number is missing."""
    return tuple(
        PlanRow(
            level=line[PLAN_HEADINGS[0]], number=int(line[PLAN_HEADINGS[1]]), topic=line[PLAN_HEADINGS[2]],
            organiser=line[PLAN_HEADINGS[3]], months=line[PLAN_HEADINGS[4]],
        )
        for line in table_rows(text)
    )  # fmt: skip


def read_rest_days(text: str) -> dict[date, str]:
    """Parse rest days: {day: 休 or 班}."""
    return {date.fromisoformat(line["day"]): line["kind"] for line in table_rows(text)}


def made_pack(contents: Mapping[str, str], shipped: bool = False, facts: Mapping[str, Any] | None = None) -> Pack:
    """Build a pack from the texts of its files. Errors: KeyError, ValueError and TypeError for invalid content.

    ``facts``: the content of pack.toml, where it has been validated.
    """
    facts = tomllib.loads(contents[PACK]) if facts is None else facts
    text = contents[TEXT]
    return Pack(
        name=facts["name"], title=facts["title"], year=facts["year"], region=facts["region"], issued=facts.get("issued"),
        silent=frozenset(facts.get("silent", ())), text=text, leaves=read_leaves(contents[PARAMETERS]),
        statements=read_statements(contents[STATEMENTS]),
        plan=read_plan_table(contents[PLAN]) if PLAN in contents else read_plan(text),
        assignments=read_assignments(contents[TRACE]) if TRACE in contents else (),
        rest_days=read_rest_days(contents[REST_DAYS]) if REST_DAYS in contents else {}, shipped=shipped,
    )  # fmt: skip


@lru_cache(maxsize=1)
def shipped_packs() -> tuple[Pack, ...]:
    """The shipped packs, oldest first."""
    found = []
    for folder in (files("udfs.notice") / "packs").iterdir():
        if folder.is_dir() and (folder / PACK).is_file():
            contents = {name: (folder / name).read_text(encoding="utf-8") for name in FILES if (folder / name).is_file()}
            found.append(made_pack(contents, shipped=True))
    return tuple(sorted(found, key=lambda pack: (pack.year, pack.name)))


_installed: list[Pack] = []
_caches: list[Any] = []
Function = TypeVar("Function", bound=Callable[..., Any])


def remembered(maxsize: int) -> Callable[[Function], Function]:
    """An ``lru_cache`` for values derived from the packs, cleared when the installed packs change."""

    def wrapped(function: Function) -> Function:
        cached = lru_cache(maxsize=maxsize)(function)
        _caches.append(cached)
        return cast(Function, update_wrapper(cached, function))

    return wrapped


def register(installed: Iterable[Pack]) -> None:
    """Replace the installed packs. A pack with the name of a shipped one is ignored."""
    names = {pack.name for pack in shipped_packs()}
    wanted = [pack for pack in installed if pack.name not in names]
    if wanted == _installed:
        return
    _installed[:] = wanted
    for cached in _caches:
        cached.cache_clear()


@remembered(maxsize=1)
def packs() -> tuple[Pack, ...]:
    """All packs by year; within a year, first the default for classes that name no pack: own region, then shipped."""
    home = {pack.region for pack in shipped_packs()}
    known = (*shipped_packs(), *_installed)
    return tuple(sorted(known, key=lambda pack: (pack.year, pack.region not in home, not pack.shipped, pack.name)))


@remembered(maxsize=1)
def notice_years() -> tuple[int, ...]:
    """The years with a notice, oldest first."""
    return tuple(sorted({pack.year for pack in packs()}))


def named_pack(name: str) -> Pack | None:
    """The pack with that name, or None."""
    return next((pack for pack in packs() if pack.name == name), None)


def of_year(year: int | None) -> tuple[Pack, ...]:
    """The packs of a year, the default one first."""
    return tuple(pack for pack in packs() if pack.year == year)


@remembered(maxsize=64)
def pack_of(which: Which = None) -> Pack:
    """The pack with that name or of that year, else the newest one."""
    if isinstance(which, str) and (named := named_pack(which)):
        return named
    return (of_year(which if isinstance(which, int) else None) or of_year(notice_years()[-1]))[0]


def known_year(which: Which = None) -> int:
    """The year of the notice in force."""
    return pack_of(which).year


def chosen(name: str, year: int | None) -> Which:
    """The pack of a class whose workbook states the pack ``name`` ('' for none) and whose plan year is ``year``.

    The named pack if it is of that year, else one of that year and the same region, else the default of the year.
    """
    named = named_pack(name) if name else None
    if named is None:
        return year
    if year in (None, named.year):
        return named.name
    return next((pack.name for pack in of_year(year) if pack.region == named.region), year)


def has_notice(name: str, year: int | None) -> bool:
    """True if the notice of a class is available: the pack that its workbook states, and one of its year."""
    return (not name or named_pack(name) is not None) and (year is None or bool(of_year(year)))


def is_reserved_name(name: str) -> bool:
    """True if a shipped pack has this name."""
    return any(pack.name == name for pack in shipped_packs())
