"""What a rule is, and what it finds.

A rule is declared once, with the decorator :func:`rule` on its predicate::

    @rule(
        "A4-02", ERROR, "N", clause="{staff_share}", says=("staff_share", "staff_max"),
        sheet="附件4", fields=("人员类别",), uses=("staff_share", "staff_max"), needs=("people",),
        condition="工作人员人数 > min(⌊学员人数 × <staff_share>⌋, <staff_max>)",
        title="工作人员超过限额",
        message="工作人员{staff}人，学员{trainees}人时最多{limit}人",
        fix="核对人员类别；确属工作人员的，减至限额以内",
    )
    def staff_over_limit(c: ClassFile, p: Parameters) -> Hits: ...

The predicate is pure: it takes the class and the parameters and yields a :class:`Hit` for every place where the rule is
broken. Words in braces in ``message``, ``fix`` and ``title`` are filled from the hit.

No number and no word of a notice stands in a declaration. ``clause`` names what the notice says by the key of its parameter or
statement in braces, and its quote is that one's; ``<key>`` in a text is that parameter's value. ``Rule.told`` fills both in.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from udfs.money.scope import COMPARED, OWN_RATES
from udfs.native.about_money import scope
from udfs.notice.packs import remembered
from udfs.notice.parameters import Parameters, parameters_for
from udfs.records.class_file import ClassFile, Row
from udfs.records.masking import mask_text
from udfs.rules.words import clauses, filled, named_in, quoted
from udfs.values.cells import Value, text
from udfs.values.headings import NAME

Severity = Literal["error", "query", "hint"]
ERROR: Severity = "error"
QUERY: Severity = "query"
HINT: Severity = "hint"
SEVERITY_WORDS: Mapping[Severity, str] = {"error": "错误", "query": "核实", "hint": "提示"}
SEVERITY_ORDER: Mapping[Severity, int] = {"error": 0, "query": 1, "hint": 2}
Layer = Literal["N", "P"]
Status = Literal["findings", "passed", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule is broken. Without ``row`` it stands at a label's value or at a column's heading."""

    sheet: str
    field: str
    row: int | None = None
    value: Value = None
    expected: str = ""
    words: Mapping[str, object] = dataclasses.field(default_factory=dict)
    severity: Severity | None = None
    """Only where the rule itself says that the severity depends on the case."""
    compared: bool = False
    """This part of the rule rests on the fee regulation alone: a hint wherever that does not bind."""


Hits = Iterator[Hit]
Predicate = Callable[[ClassFile, Parameters], Hits]


LONGEST_NAME = 20


def row_name(record: Row) -> str:
    """What a row is called in a message: by its 姓名 (cut where it is endless, numbers masked), else by its place."""
    name = text(record.get(NAME)) if NAME in type(record).attributes() else ""
    return mask_text(name)[:LONGEST_NAME] or f"第{record.row}行"


def on(record: Row, field: str, expected: str = "", severity: Severity | None = None, **words: object) -> Hit:
    """A hit on one cell of a row; ``words`` fill the message, with the row's ``name`` always among them."""
    sheet, heading, row = record.spot(field)
    return Hit(
        sheet=sheet,
        field=heading,
        row=row,
        value=record.get(field),
        expected=expected,
        words={"name": row_name(record), **words},
        severity=severity,
    )


def at(sheet: str, field: str, value: Value = None, expected: str = "", **words: object) -> Hit:
    """A hit on a single cell (a label's value) or on a whole column (its heading)."""
    return Hit(sheet=sheet, field=field, value=value, expected=expected, words=words)


@dataclass(frozen=True, slots=True)
class Native:
    """A rule as a spreadsheet formula, for some or all of its fields; its placeholders are told in ``udfs.native``.

    ``formula`` is true in just the cells where the predicate hits, before any other rule has silenced it. ``fields`` are those
    it serves (default: the rule's own), ``sheet`` where they stand (default: the rule's own). ``whole``: it judges the sheet as
    a whole and stands at a label's value or at a column's heading, like a :class:`Hit` without a row. ``severity``: where it
    differs from the rule's. ``message``: what to say in place of title and fix, for a fix that needs words of the case.
    ``detail``: a formula for what exactly is wrong in this row, told between title and fix. ``everywhere``: it judges rows that
    count as unused, too. ``ended``: it speaks when the class has ended; of rows only the count and the paint ask for that, since
    what depends on today is computed anew all the time, and rows of people must not be.
    ``validation`` is the shorter formula that accepts every right entry, for rules a single cell decides (at most 255
    characters, no array constant, other sheets by names only); it never takes the place of a drop-down.
    """

    formula: str
    fields: tuple[str, ...] = ()
    whole: bool = False
    sheet: str = ""
    severity: Severity | None = None
    message: str = ""
    validation: str = ""
    detail: str = ""
    everywhere: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A declared rule.

    ``clause`` and ``quote`` name its source, ``uses`` its parameters, ``needs`` what must be known first (see ``needs.py``).
    ``after``: it is silent on a cell where one of these rules has spoken. ``note`` goes into the handbook.
    ``rests_on_540``: only the fee regulation speaks of it, a hint wherever that does not bind (``udfs.money.scope``).
    """

    code: str
    severity: Severity
    layer: Layer
    clause: str
    quote: str
    sheet: str
    fields: tuple[str, ...]
    condition: str
    title: str
    message: str
    fix: str
    predicate: Predicate
    uses: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    native: tuple[Native, ...] = ()
    note: str = ""
    rests_on_540: bool = False
    rests: tuple[tuple[str, str], ...] = ()
    """(sheet, heading or label) of the cells besides those of ``needs`` without which it judges only in part, or not at all."""
    says: tuple[str, ...] = ()
    """The parameters or statements of the notice whose words it quotes; ``quote`` is the text of another law."""

    def told(self, p: Parameters) -> Rule:
        """The rule in the words of the notice of a class: its clauses, its quotes, its numbers and names."""
        return told(self, p.notice, in_force_since(p.notice, p.day)) if as_noticed(p) else in_words(self, p)

    def __hash__(self) -> int:
        return hash(self.code)


REGISTRY: dict[str, Rule] = {}
BROKEN_CELL = "WB-02"
"""The rule that speaks of cells that hold an error: where it has spoken, every other is silent."""
LOST_PART = "WB-03"
"""The rule that speaks of sheets and columns that are gone: of a lost column no other speaks."""


KINDS_KNOWN = "参数_类别有误人数=0"


def known(check: Native, needs: tuple[str, ...]) -> Native:
    """The check, silent as long as what its rule needs is not known, where no formula of a rule says that for itself.

    Checks of rows never ask for the kinds: no row is to depend on a count, which every entry changes.
    """
    if "ended" in needs:
        check = dataclasses.replace(check, ended=True)
    if "kinds" in needs and check.whole:
        check = dataclasses.replace(check, formula=f"IF({KINDS_KNOWN},{check.formula},FALSE)")
    return check


def in_both_scopes(check: Native, title: str, fix: str, uses: tuple[str, ...]) -> tuple[Native, Native]:
    """A check of what only the fee regulation says: as it is where that binds, else as a hint that compares. Rates that the
    notice has itself bind every class."""
    bound = scope.RATES_BIND if OWN_RATES in uses else scope.BINDS
    said = check.message or f"{title}：{fix}"
    return (
        dataclasses.replace(check, formula=scope.binding(check.formula, bound)),
        dataclasses.replace(
            check, formula=scope.compared(check.formula, bound), severity=HINT, message=f"{COMPARED}{said}", validation="",
        ),
    )  # fmt: skip


def rule(
    code: str,
    severity: Severity,
    layer: Layer,
    *,
    clause: str,
    sheet: str,
    fields: tuple[str, ...],
    condition: str,
    title: str,
    message: str,
    fix: str,
    quote: str = "",
    says: str | tuple[str, ...] = (),
    uses: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
    native: Native | tuple[Native, ...] = (),
    note: str = "",
    rests_on_540: bool = False,
    rests: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Callable[[Predicate], Predicate]:
    """Declare a rule; the decorated function is its predicate and stays callable as it is.

    ``rests``: sheet -> the columns or labels besides those of ``needs`` without which it judges only in part.
    """

    checks = tuple(known(check, needs) for check in ((native,) if isinstance(native, Native) else native))
    if rests_on_540:
        checks = tuple(part for check in checks for part in in_both_scopes(check, title, fix, uses))
        uses = (*uses, "scope_540")

    if code != BROKEN_CELL:
        after = (*after, BROKEN_CELL)

    def declare(predicate: Predicate) -> Predicate:
        if code in REGISTRY:
            raise ValueError(f"rule {code} is declared twice")
        REGISTRY[code] = Rule(
            code=code, severity=severity, layer=layer, clause=clause, quote=quote, sheet=sheet, fields=fields,
            condition=condition, title=title, message=message, fix=fix, predicate=predicate, uses=uses, needs=needs,
            after=after, native=checks, note=note, rests_on_540=rests_on_540,
            rests=tuple((place, field) for place, fields_ in rests.items() for field in fields_),
            says=(says,) if isinstance(says, str) else says or (() if quote else named_in(clause)),
        )  # fmt: skip
        return predicate

    return declare


@remembered(maxsize=1)
def asked_last() -> list[tuple[Parameters, bool]]:
    """The parameters last asked about, and the answer: every rule of a class asks about the same ones, which nothing changes."""
    return []


def as_noticed(p: Parameters) -> bool:
    """Are the parameters those of the notice, none changed by an office?"""
    last = asked_last()
    found = last[0] if last else None
    if found is None or found[0] is not p:
        found = p, p == parameters_for(p.notice, p.day)
        last[:] = [found]
    return found[1]


@remembered(maxsize=2048)
def told(one: Rule, notice: str, day: date) -> Rule:
    """The rule in the words of a notice that no office has changed."""
    return in_words(one, parameters_for(notice, day))


@remembered(maxsize=512)
def in_force_since(notice: str, day: date) -> date:
    """The first day of those on which every parameter of the notice has the value it has on ``day``: classes that begin on
    different days are judged in the same words."""
    leaves = parameters_for(notice, day).leaves.values()
    return max((dated.start for leaf in leaves for dated in leaf.dated if dated.start <= day), default=day)


def in_words(one: Rule, p: Parameters) -> Rule:
    texts: dict[str, Any] = {name: filled(getattr(one, name), p) for name in ("condition", "title", "message", "fix", "note")}
    checks = tuple(dataclasses.replace(check, message=filled(check.message, p)) for check in one.native)
    return dataclasses.replace(one, **texts, clause=clauses(one.clause, p), quote=one.quote or quoted(one.says, p), native=checks)


class Finding(BaseModel):
    """A finding as it is shown: where, what is there, what should be, what to do, which clause. The shape of --json."""

    model_config = ConfigDict(frozen=True)

    code: str
    severity: Severity
    sheet: str
    cell: str
    row: int | None
    field: str
    value: str | int | float | bool | None
    expected: str
    message: str
    fix: str
    clause: str
    explained: str | None = None
    gist: str = Field("", exclude=True)
    """The message without whose it is: what many rows may have in common."""
    mark: str = Field("", exclude=True)
    """What its 说明 belongs to, wherever the row goes (see ``explanations``); for the workbook alone."""

    @property
    def key(self) -> str:
        """The key that the conditional formats look up: 附件4!C7."""
        return f"{self.sheet}!{self.cell}"

    @property
    def blocks(self) -> bool:
        """An error always blocks the export, a query until it is explained."""
        return self.severity == ERROR or (self.severity == QUERY and not self.explained)


class Outcome(BaseModel):
    """What became of one rule."""

    model_config = ConfigDict(frozen=True)
    code: str
    status: Status
    why: str | None = None


class Unjudged(BaseModel):
    """A rule that could not be judged because of one cell: at ``row`` of a column, or (None) at a label's value."""

    model_config = ConfigDict(frozen=True)
    code: str
    sheet: str
    field: str
    row: int | None
    fault: str
    """What is wrong with the cell, in Chinese."""


class Report(BaseModel):
    """The result of running all rules over one class."""

    model_config = ConfigDict(frozen=True)
    level: str
    today: date
    parameters: str
    basis: tuple[str, ...] = ()
    """By what it was judged, in sentences: the notice first."""
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    unjudged: tuple[Unjudged, ...] = ()

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def blocking(self) -> int:
        """Findings and broken rules that block the export."""
        broken = sum(outcome.status == "failed" for outcome in self.outcomes)
        return broken + sum(finding.blocks for finding in self.findings)

    def has_skipped(self, why: str) -> bool:
        """True if some rule could not speak for that reason."""
        return any(outcome.why == why for outcome in self.outcomes)
