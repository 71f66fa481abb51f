"""The declaration of a rule, and the findings of a check.

A rule is declared once, with the decorator :func:`rule` on its predicate::

    @rule(
        "A4-02", ERROR, "N", clause="{staff_share}", says=("staff_share", "staff_max"),
        sheet="附件4", fields=("人员类别",), uses=("staff_share", "staff_max"), needs=("people",),
        condition="工作人员人数 > min(⌊学员人数 × <staff_share>⌋, <staff_max>)",
        title="工作人员超过限额",
        message="工作人员{staff}人，学员{trainees}人时最多{limit}人",
        fix="核对人员类别；确属工作人员的，减至限额以内",
    )
    def staff_over_limit(c: ClassFile, p: Parameters) -> Violations: ...

The predicate is pure: it takes the class and the parameters and yields a :class:`Violation` for every fault. Words in braces
in ``message``, ``fix`` and ``title`` are filled from it.

A declaration contains no number and no word of a notice. ``clause`` refers to a parameter or statement by its key in braces,
which also gives the quote; ``<key>`` in a text stands for that parameter's value. ``Rule.in_words`` fills in both.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

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
class Violation:
    """One violation of a rule. Without ``row`` it is located at a label's value or at a column's heading."""

    sheet: str
    field: str
    row: int | None = None
    value: Value = None
    expected: str = ""
    words: Mapping[str, object] = dataclasses.field(default_factory=dict)
    severity: Severity | None = None
    """Only if the severity depends on the case."""
    compared: bool = False
    """True if this part of the rule rests on the fee regulation alone: a hint where that does not bind."""


Violations = Iterator[Violation]
Predicate = Callable[[ClassFile, Parameters], Violations]


LONGEST_NAME = 20


def row_name(record: Row) -> str:
    """The name of a row in a message: its 姓名 (truncated, numbers masked), else its row number."""
    name = text(record.get(NAME)) if NAME in type(record).attributes() else ""
    return mask_text(name)[:LONGEST_NAME] or f"第{record.row}行"


def on(record: Row, field: str, expected: str = "", severity: Severity | None = None, **words: object) -> Violation:
    """A hit on one cell of a row; ``words`` fill the message, always including the row's ``name``."""
    sheet, heading, row = record.spot(field)
    return Violation(
        sheet=sheet,
        field=heading,
        row=row,
        value=record.get(field),
        expected=expected,
        words={"name": row_name(record), **words},
        severity=severity,
    )


def at(sheet: str, field: str, value: Value = None, expected: str = "", **words: object) -> Violation:
    """A hit on a single cell (a label's value) or on a whole column (its heading)."""
    return Violation(sheet=sheet, field=field, value=value, expected=expected, words=words)


@dataclass(frozen=True, slots=True)
class Native:
    """A rule as a spreadsheet formula, for some or all of its fields; placeholders are described in ``udfs.native``.

    - ``formula``: true in exactly the cells where the predicate hits, before any other rule silences it.
    - ``fields``, ``sheet``: the fields it serves and their sheet (default: those of the rule).
    - ``whole``: it judges the sheet as a whole and is located at a label's value or a column's heading, like a :class:`Violation`
      without a row.
    - ``severity``: if different from the rule's.
    - ``message``: replaces title and fix, for a fix that needs words of the case.
    - ``detail``: a formula for the details of a row, placed between title and fix.
    - ``everywhere``: also judges unused rows.
    - ``ended``: applies after the class has ended; for rows only the count and the paint depend on that, because cells that
      depend on today are recalculated constantly, and rows of people must not be.
    - ``validation``: a shorter formula that accepts every right entry, for rules decided by a single cell (at most 255
      characters, no array constant, other sheets by names only); never replaces a drop-down.
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

    ``clause`` and ``quote`` are its source, ``uses`` its parameters, ``needs`` its preconditions (see ``needs.py``).
    ``after``: rules that silence it on the same cell. ``note`` is printed in the handbook. ``rests_on_540``: based on the fee
    regulation alone, so a hint where that does not bind (``udfs.money.scope``).
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
    """(sheet, heading or label) of cells, besides those of ``needs``, without which it judges only in part or not at all."""
    says: tuple[str, ...] = ()
    """The parameters or statements of the notice that it quotes; ``quote`` is the text of another law."""

    def worded(self, p: Parameters) -> Rule:
        """The rule worded for the notice of a class: its clauses, quotes, numbers and names."""
        return in_words_of_notice(self, p.notice, in_force_since(p.notice, p.day)) if as_noticed(p) else in_words(self, p)

    def __hash__(self) -> int:
        return hash(self.code)


REGISTRY: dict[str, Rule] = {}
BROKEN_CELL = "WB-02"
"""The rule on cells that hold an error value; it silences all others there."""
LOST_PART = "WB-03"
"""The rule on missing sheets and columns; it silences all others on a missing column."""


KINDS_KNOWN = "参数_类别有误人数=0"


def known(check: Native, needs: tuple[str, ...]) -> Native:
    """The check with the preconditions of its rule added, where the formula does not contain them.

    Row checks never test for kinds: a row must not depend on a count that every entry changes.
    """
    if "ended" in needs:
        check = dataclasses.replace(check, ended=True)
    if "kinds" in needs and check.whole:
        check = dataclasses.replace(check, formula=f"IF({KINDS_KNOWN},{check.formula},FALSE)")
    return check


def in_both_scopes(check: Native, title: str, fix: str, uses: tuple[str, ...]) -> tuple[Native, Native]:
    """A check based on the fee regulation alone, in two variants: as is where the regulation binds, else as a comparing hint.
    Rates set by the notice itself bind every class."""
    bound = scope.RATES_BIND if OWN_RATES in uses else scope.BINDS
    full_text = check.message or f"{title}：{fix}"
    return (
        dataclasses.replace(check, formula=scope.binding(check.formula, bound)),
        dataclasses.replace(
            check, formula=scope.compared(check.formula, bound), severity=HINT, message=f"{COMPARED}{full_text}", validation="",
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
    """Declare a rule; the decorated function is its predicate and is returned unchanged.

    ``rests``: {sheet: columns or labels}, besides those of ``needs``, without which it judges only in part.
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
    """One-element cache for ``as_noticed``: every rule of a class asks about the same parameters."""
    return []


def as_noticed(p: Parameters) -> bool:
    """True if the parameters are those of the notice, unchanged by an office."""
    last = asked_last()
    found = last[0] if last else None
    if found is None or found[0] is not p:
        found = p, p == parameters_for(p.notice, p.day)
        last[:] = [found]
    return found[1]


@remembered(maxsize=2048)
def in_words_of_notice(one: Rule, notice: str, day: date) -> Rule:
    """The rule worded for a notice that no office has changed."""
    return in_words(one, parameters_for(notice, day))


@remembered(maxsize=512)
def in_force_since(notice: str, day: date) -> date:
    """The earliest day from which every parameter has its value of ``day``: classes on different days share the wording."""
    leaves = parameters_for(notice, day).leaves.values()
    return max((dated.start for leaf in leaves for dated in leaf.dated if dated.start <= day), default=day)


def in_words(one: Rule, p: Parameters) -> Rule:
    texts: dict[str, Any] = {name: filled(getattr(one, name), p) for name in ("condition", "title", "message", "fix", "note")}
    checks = tuple(dataclasses.replace(check, message=filled(check.message, p)) for check in one.native)
    return dataclasses.replace(one, **texts, clause=clauses(one.clause, p), quote=one.quote or quoted(one.says, p), native=checks)


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as shown and as in --json: place, value, expected value, fix, clause."""

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
    gist: str = ""
    """The message without the person, which many rows may share."""
    mark: str = ""
    """What its 说明 refers to, independent of the row (see ``explanations``); only stored in the workbook."""

    def document(self) -> dict[str, Any]:
        """It as in --json: without ``gist`` and ``mark``, which serve this program alone."""
        return {name: getattr(self, name) for name in STATED}

    @property
    def key(self) -> str:
        """The key that the conditional formats look up: 附件4!C7."""
        return f"{self.sheet}!{self.cell}"

    @property
    def blocks(self) -> bool:
        """An error always blocks the export, a query until it is explained."""
        return self.severity == ERROR or (self.severity == QUERY and not self.explained)


STATED = tuple(one.name for one in dataclasses.fields(Finding) if one.name not in ("gist", "mark"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one rule."""

    code: str
    status: Status
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A rule that could not be judged because of one cell: in ``row`` of a column, or (None) at a label's value."""

    code: str
    sheet: str
    field: str
    row: int | None
    fault: str
    """The fault of the cell, in Chinese."""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of running all rules on one class."""

    level: str
    today: date
    parameters: str
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    basis: tuple[str, ...] = ()
    """What the report is based on, in sentences; the notice first."""
    unjudged: tuple[Unjudged, ...] = ()

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def blocking(self) -> int:
        """Findings and failed rules that block the export."""
        broken = sum(outcome.status == "failed" for outcome in self.outcomes)
        return broken + sum(finding.blocks for finding in self.findings)

    def has_skipped(self, why: str) -> bool:
        """True if some rule was skipped for that reason."""
        return any(outcome.why == why for outcome in self.outcomes)
