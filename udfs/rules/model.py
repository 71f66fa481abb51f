"""What a rule is, and what it finds.

A rule is declared once, with the decorator :func:`rule` on its predicate::

    @rule(
        "A4-02", ERROR, "N", clause="二",
        quote="工作人员人数控制在研修人数的10%以内，最多不超过10人",
        sheet="附件4", fields=("人员类别",), uses=("staff_share", "staff_max"), needs=("people",),
        condition="工作人员人数 > min(⌊学员人数 × 10%⌋, 10)",
        title="工作人员超过限额",
        message="工作人员{staff}人，学员{trainees}人时最多{limit}人",
        fix="核对人员类别；确属工作人员的，减至限额以内",
    )
    def staff_over_limit(c: ClassFile, p: Parameters) -> Hits: ...

The predicate is pure: it takes the class and the parameters and yields a :class:`Hit` for every place where the rule is
broken. Words in braces in ``message``, ``fix`` and ``title`` are filled from the hit.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from udfs.cells import Value, text
from udfs.masking import mask_text
from udfs.notice.parameters import Parameters
from udfs.records import ClassFile, Row

Severity = Literal["error", "query", "hint"]
ERROR: Severity = "error"
QUERY: Severity = "query"
HINT: Severity = "hint"
SEVERITY_WORDS: Mapping[Severity, str] = {"error": "错误", "query": "核实", "hint": "提示"}
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


Hits = Iterator[Hit]
Predicate = Callable[[ClassFile, Parameters], Hits]


LONGEST_NAME = 20


def row_name(record: Row) -> str:
    """What a row is called in a message: by its 姓名 (cut where it is endless, numbers masked), else by its place."""
    name = text(record.get("姓名")) if "姓名" in type(record).attributes() else ""
    return mask_text(name)[:LONGEST_NAME] or f"第{record.row}行"


def on(record: Row, field: str, expected: str = "", severity: Severity | None = None, **words: object) -> Hit:
    """A hit on one cell of a row; ``words`` fill the message, with the row's ``name`` always among them."""
    return Hit(
        sheet=type(record).SHEET,
        field=field,
        row=record.row,
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
    ``detail``: a formula for what exactly is wrong in this row, told between title and fix.
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


@dataclass(frozen=True, slots=True)
class Rule:
    """A declared rule.

    ``clause`` and ``quote`` name its source, ``uses`` its parameters, ``needs`` what must be known first (see ``needs.py``).
    ``after``: it is silent on a cell where one of these rules has spoken. ``note`` goes into the handbook.
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


REGISTRY: dict[str, Rule] = {}


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
    uses: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
    native: Native | tuple[Native, ...] = (),
    note: str = "",
) -> Callable[[Predicate], Predicate]:
    """Declare a rule; the decorated function is its predicate and stays callable as it is."""

    def declare(predicate: Predicate) -> Predicate:
        if code in REGISTRY:
            raise ValueError(f"rule {code} is declared twice")
        REGISTRY[code] = Rule(
            code=code, severity=severity, layer=layer, clause=clause, quote=quote, sheet=sheet, fields=fields,
            condition=condition, title=title, message=message, fix=fix, predicate=predicate, uses=uses, needs=needs,
            after=after, native=(native,) if isinstance(native, Native) else native, note=note,
        )  # fmt: skip
        return predicate

    return declare


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


class Report(BaseModel):
    """The result of running all rules over one class."""

    model_config = ConfigDict(frozen=True)
    level: str
    today: date
    parameters: str
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def blocking(self) -> int:
        """Findings and broken rules that block the export."""
        broken = sum(outcome.status == "failed" for outcome in self.outcomes)
        return broken + sum(finding.blocks for finding in self.findings)
