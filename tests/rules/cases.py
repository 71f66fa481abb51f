"""The table of cases: every rule with classes on which it speaks and classes on which it keeps silent.

A case is a function without arguments that gives a class; the decorator says what the rules make of it::

    @case("A4-02", fires=True, note="6 of 59", at=("附件4!I3",))
    def six_of_fifty_nine() -> ClassFile:
        return sample_class(trainees=59, staff=6)

``test_cases_complete`` runs each case against the whole catalogue. What is found must be exactly the case's own code (if it
fires) and the companions named in ``also``: so each case shows too that one mistake gives one message.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import tests.rules
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import ClassFile
from udfs.rules.model import Severity
from udfs.sample import sample_class
from udfs.schedule.period import period_text

Build = Callable[[], ClassFile]


@dataclass(frozen=True)
class Case:
    """One case. ``count``, ``at`` (keys such as 附件4!C7), ``severity`` and ``says`` are about the findings of ``code`` only."""

    code: str
    fires: bool
    note: str
    build: Build
    also: frozenset[str]
    at: tuple[str, ...] | None
    count: int | None
    severity: Severity | None
    says: tuple[str, ...]
    tells: tuple[str, ...]
    skipped: bool

    @property
    def label(self) -> str:
        return f"{self.code}-{'fires' if self.fires else 'silent'}-{self.note}"


CASES: list[Case] = []


def case(
    code: str,
    *,
    fires: bool,
    note: str,
    also: tuple[str, ...] = (),
    at: tuple[str, ...] | None = None,
    count: int | None = None,
    severity: Severity | None = None,
    says: tuple[str, ...] = (),
    tells: tuple[str, ...] = (),
    skipped: bool = False,
) -> Callable[[Build], Build]:
    """Register a case.

    ``note``: what it is about, unique within the code. ``also``: the codes of other rules that rightly speak too. ``says``:
    pieces of text that the first message must hold; ``tells``: pieces of what it expects or of what is to be done. ``skipped``:
    silent because the rule does not apply, not because all is well.
    """

    def register(build: Build) -> Build:
        CASES.append(
            Case(
                code=code, fires=fires, note=note, build=build, also=frozenset(also), at=at, count=count,
                severity=severity, says=says, tells=tells, skipped=skipped,
            )
        )  # fmt: skip
        return build

    return register


def fires(code: str, note: str, build: Build, **more: Any) -> None:
    """Register a class on which the rule speaks."""
    case(code, fires=True, note=note, **more)(build)


def silent(code: str, note: str, build: Build, **more: Any) -> None:
    """Register a class on which it keeps silent."""
    case(code, fires=False, note=note, **more)(build)


def all_cases() -> list[Case]:
    """The cases of all topics: those of every module of this folder, with those at the edges last."""
    modules = {module.name for module in pkgutil.iter_modules(tests.rules.__path__) if module.name.startswith("test_")}
    for name in (*sorted(modules - {"test_edges"}), "test_edges"):
        import_module(f"tests.rules.{name}")
    return CASES


def with_row(c: ClassFile, table: str, index: int, **changes: Any) -> ClassFile:
    """The class with other values in one row of ``table`` (people, results, absences, lectures, expenses, survey, materials)."""
    rows = list(getattr(c, table))
    rows[index] = rows[index].changed(**changes)
    return c.changed(**{table: tuple(rows)})


def spent_on(c: ClassFile, day: date) -> ClassFile:
    """The class with every expense and every lecture on that day."""
    expenses, lectures = (tuple(row.changed(day=day) for row in rows) for rows in (c.expenses, c.lectures))
    return c.changed(expenses=expenses, lectures=lectures)


def moved(c: ClassFile, start: date, end: date, **facts: Any) -> ClassFile:
    """The class on other days, everything that goes by its days moved along."""
    before = start - timedelta(days=40)
    days = {"start": start, "end": end, "notice_filed": before, "scheme_filed": before, "report_filed": end}
    c = spent_on(with_project(c, **days, **facts), start).changed(today=end)
    return with_accounts(c, period=period_text(start, end))


def newest(**facts: Any) -> ClassFile:
    """A municipal class of the newest notice: that one judges classes of years whose notice is not installed."""
    return with_project(sample_class(MUNICIPAL), **facts)


def with_project(c: ClassFile, **changes: Any) -> ClassFile:
    """The class with other values in 项目信息."""
    return c.changed(project=c.project.changed(**changes))


def with_accounts(c: ClassFile, **changes: Any) -> ClassFile:
    """The class with other values in 附件3."""
    return c.changed(accounts=c.accounts.changed(**changes))


def with_trainee(c: ClassFile, index: int, **changes: Any) -> ClassFile:
    """The class with other values in one row of 附件4 and in the rows that mirror it: what happens when 附件4 is typed in."""
    before = c.people[index]
    changed = with_row(c, "people", index, **changes)
    for table in ("results", "absences"):
        rows = tuple(
            row.changed(**{name: value for name, value in changes.items() if name in type(row).attributes().values()})
            if row.document == before.document
            else row
            for row in getattr(changed, table)
        )
        changed = changed.changed(**{table: rows})
    return changed


def without_heading(c: ClassFile, sheet: str, heading: str) -> ClassFile:
    place = c.places[sheet]
    columns = {name: letters for name, letters in place.columns.items() if name != heading}
    return c.changed(places=c.places | {sheet: replace(place, columns=columns)})
