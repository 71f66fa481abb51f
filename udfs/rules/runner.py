"""Runs the rules: precedence, masking, where each finding stands, what became of each rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from udfs import cells
from udfs.cells import Value
from udfs.notice.parameters import Parameters, parameters_for
from udfs.records import SHEETS, ClassFile, Place
from udfs.rules import catalogue
from udfs.rules.model import Finding, Hit, Outcome, Report, Rule, Severity
from udfs.rules.needs import NEEDS

SEVERITY_ORDER: Mapping[Severity, int] = {"error": 0, "query": 1, "hint": 2}
Spot = tuple[str, int | None, str]
LONGEST_MESSAGE = 255


def class_parameters(c: ClassFile) -> Parameters:
    """The parameters in force for this class: its year picks the notice, its first day the dated values."""
    return parameters_for(c.year, c.start)


def check(c: ClassFile, parameters: Parameters | None = None, rules: Iterable[Rule] | None = None) -> Report:
    """Run all rules (or those given) over one class.

    A rule that raises is reported as failed and blocks; the others go on.
    """
    p = parameters or class_parameters(c)
    spoken: dict[Spot, set[str]] = {}
    findings: list[Finding] = []
    outcomes: list[Outcome] = []
    for rule in by_precedence(catalogue() if rules is None else tuple(rules)):
        missing = next((NEEDS[need][1] for need in rule.needs if not NEEDS[need][0](c)), None)
        if missing:
            outcomes.append(Outcome(code=rule.code, status="skipped", why=missing))
            continue
        try:
            hits = [hit for hit in rule.predicate(c, p) if not silenced(rule, hit, spoken)]
            found = [finding_of(rule, hit, c) for hit in hits]
        except Exception as broken:  # a broken rule must be seen, and must not hide the others
            outcomes.append(Outcome(code=rule.code, status="failed", why=f"规则执行出错（{type(broken).__name__}）"))
            continue
        for hit in hits:
            spoken.setdefault((hit.sheet, hit.row, hit.field), set()).add(rule.code)
        findings += found
        outcomes.append(Outcome(code=rule.code, status="findings" if found else "passed"))
    declared = {rule.code: at for at, rule in enumerate(catalogue())}
    return Report(
        level=c.level,
        today=c.today,
        parameters=str(p.year),
        findings=with_explanations(c, sorted(findings, key=reading_order)),
        outcomes=tuple(sorted(outcomes, key=lambda outcome: declared.get(outcome.code, len(declared)))),
    )


def by_precedence(rules: tuple[Rule, ...]) -> list[Rule]:
    """The rules so that each stands behind those it is silent after; otherwise in the order of the catalogue."""
    by_code = {rule.code: rule for rule in rules}
    ordered: dict[str, Rule] = {}

    def place(rule: Rule) -> None:
        for code in rule.after:
            if code in by_code and code not in ordered:
                place(by_code[code])
        ordered.setdefault(rule.code, rule)

    for rule in rules:
        place(rule)
    return list(ordered.values())


def silenced(rule: Rule, hit: Hit, spoken: Mapping[Spot, set[str]]) -> bool:
    """One slip, one message: true if a rule this one stands back for has spoken on the same cell."""
    return bool(rule.after) and not spoken.get((hit.sheet, hit.row, hit.field), set()).isdisjoint(rule.after)


def finding_of(rule: Rule, hit: Hit, c: ClassFile) -> Finding:
    """The finding a hit amounts to, with its place in the workbook and its words filled in."""
    place = c.places.get(hit.sheet) or Place(title=hit.sheet)
    address = place.address(hit.field, hit.row)
    words = {"value": cells.text(hit.value), "expected": hit.expected, "field": hit.field, **hit.words}
    return Finding(
        code=rule.code,
        severity=hit.severity or rule.severity,
        sheet=place.title,
        cell=address,
        row=int("".join(char for char in address if char.isdigit())),
        field=hit.field,
        value=shown(hit.value),
        expected=hit.expected,
        message=clipped(rule.message.format_map(words)),
        fix=clipped(rule.fix.format_map(words)),
        clause=rule.clause,
    )


def clipped(message: str) -> str:
    """A message no longer than a spreadsheet's box holds; only absurdly long cells ever make it so long."""
    return message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…"


def shown(value: Value) -> str | int | float | bool | None:
    """A cell's value as JSON can hold it: dates and decimals as text."""
    if isinstance(value, datetime | date | Decimal):
        return cells.text(value)
    return value


def reading_order(finding: Finding) -> tuple[int, int, int, int, str]:
    """Sheet by sheet, top to bottom, left to right; the worst first in one cell."""
    letters = "".join(char for char in finding.cell if char.isalpha())
    sheet = SHEETS.index(finding.sheet) if finding.sheet in SHEETS else len(SHEETS)
    return sheet, finding.row or 0, cells.column_number(letters), SEVERITY_ORDER[finding.severity], finding.code


def with_explanations(c: ClassFile, findings: list[Finding]) -> tuple[Finding, ...]:
    """Each finding with the 说明 that was typed for it.

    A 说明 belongs to rule + key + value. Where a row has moved, it follows by rule + sheet + value + message, if that
    is unambiguous on both sides; it never excuses another value.
    """
    typed = [row for row in c.explained if not cells.blank(row.explanation)]
    if not typed:
        return tuple(findings)
    exact = {(cells.text(row.code), cells.text(row.key), cells.text(row.value)): row for row in typed}
    result: list[Finding] = []
    taken: set[int] = set()
    for finding in findings:
        row = exact.get((finding.code, finding.key, cells.text(finding.value)))
        if row is not None:
            taken.add(row.row)
            finding = finding.model_copy(update={"explained": cells.text(row.explanation)})
        result.append(finding)
    moved = unique({row.row: moved_key(row.code, row.key, row.value, row.message) for row in typed if row.row not in taken})
    waiting = unique({at: moved_key(f.code, f.key, f.value, f.message) for at, f in enumerate(result) if f.explained is None})
    explanations = {row.row: cells.text(row.explanation) for row in typed}
    for key, at in waiting.items():
        if key in moved and key[2]:
            result[at] = result[at].model_copy(update={"explained": explanations[moved[key]]})
    return tuple(result)


MovedKey = tuple[str, str, str, str]


def moved_key(code: Value, key: Value, value: Value, message: Value) -> MovedKey:
    return cells.text(code), cells.text(key).partition("!")[0], cells.text(value), cells.text(message)


def unique(keys: Mapping[int, MovedKey]) -> dict[MovedKey, int]:
    """Key -> index, for the keys that occur once."""
    seen: dict[MovedKey, list[int]] = {}
    for at, key in keys.items():
        seen.setdefault(key, []).append(at)
    return {key: found[0] for key, found in seen.items() if len(found) == 1}
