"""Runs the rules: precedence, masking, location of findings, outcome of each rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from udfs.fields.reserved import called
from udfs.money.scope import COMPARED, OWN_RATES, bound_by_540, has_own_rates
from udfs.notice.parameters import Parameters
from udfs.records.class_file import SHEETS, ClassFile, SheetPlaces
from udfs.records.class_parameters import class_parameters as class_parameters
from udfs.rules import catalogue
from udfs.rules.basis import basis
from udfs.rules.explanations import mark_of, with_explanations
from udfs.rules.kinds import Wrong, wrong_kinds
from udfs.rules.model import ERROR, HINT, LOST_PART, SEVERITY_ORDER, Finding, Outcome, Report, Rule, Severity, Unjudged, Violation
from udfs.rules.needs import NEEDS, RESTS_ON
from udfs.rules.softening import softened_to, softer
from udfs.values import cells
from udfs.values.cells import Value

FindingPlace = tuple[str, int | None, str]
LONGEST_MESSAGE = 255


def check(c: ClassFile, parameters: Parameters | None = None, rules: Iterable[Rule] | None = None) -> Report:
    """Run all rules (or those given) on one class.

    A rule that raises is reported as failed and blocks; the others continue.
    """
    p = parameters or class_parameters(c)
    at_most = softened_to(p)
    wrong = wrong_kinds(c, p)
    spoken: dict[FindingPlace, set[str]] = {}
    findings: list[tuple[Violation, Finding]] = []
    outcomes: list[Outcome] = []
    unjudged: list[Unjudged] = []
    for raw in by_precedence(catalogue() if rules is None else tuple(rules)):
        rule = raw.worded(p)
        missing = next((need for need in rule.needs if not NEEDS[need][0](c)), None)
        if missing:
            outcomes.append(Outcome(code=rule.code, status="skipped", why=NEEDS[missing][1]))
            unjudged += not_judged(rule, RESTS_ON.get(missing, ()), wrong, ())
            continue
        try:
            hits = [hit for hit in rule.predicate(c, p) if not silenced(rule, hit, spoken) and not unread(rule, hit, c)]
            found = [finding_of(rule, hit, c, p, None if barred(hit, wrong) else at_most.get(rule.code)) for hit in hits]
        except Exception as broken:  # a broken rule must be visible and must not hide the others
            outcomes.append(Outcome(code=rule.code, status="failed", why=f"规则执行出错（{type(broken).__name__}）"))
            continue
        for hit in hits:
            spoken.setdefault((hit.sheet, hit.row, hit.field), set()).add(rule.code)
        findings += zip(hits, found, strict=True)
        left = not_judged(rule, rule.rests, wrong, hits)
        unjudged += left
        outcomes.append(outcome_of(rule, found, left, c))
    declared = {rule.code: at for at, rule in enumerate(catalogue())}
    return Report(
        level=c.level,
        today=c.today,
        parameters=str(p.year),
        basis=basis(c, p),
        findings=with_explanations(c, sorted(with_unjudged(findings, unjudged), key=reading_order)),
        outcomes=tuple(sorted(outcomes, key=lambda outcome: declared.get(outcome.code, len(declared)))),
        unjudged=tuple(unjudged),
    )


def not_judged(rule: Rule, rests: Iterable[tuple[str, str]], wrong: Wrong, hits: Iterable[Violation]) -> list[Unjudged]:
    """The cells in ``rests`` that keep a rule from judging, except cells on which it reports itself."""
    own = {(hit.sheet, hit.field, hit.row) for hit in hits}
    return [
        Unjudged(code=rule.code, sheet=sheet, field=field, row=row, fault=fault)
        for sheet, field in rests
        for row, fault in wrong.get((sheet, field), {}).items()
        if (sheet, field, row) not in own
    ]


def outcome_of(rule: Rule, found: Sequence[Finding], left: Sequence[Unjudged], c: ClassFile) -> Outcome:
    """The outcome of a rule; ``left``: the cells by which it could not judge."""
    if not left:
        return Outcome(code=rule.code, status="findings" if found else "passed")
    first = left[0]
    place = c.places.get(first.sheet) or SheetPlaces(title=first.sheet)
    more = f"等{len(left)}处" if len(left) > 1 else ""
    why = f"{place.title}{place.address(first.field, first.row)}的{first.field}{first.fault}{more}，未能核对"
    return Outcome(code=rule.code, status="findings" if found else "skipped", why=why)


def with_unjudged(found: Iterable[tuple[Violation, Finding]], unjudged: Iterable[Unjudged]) -> Iterator[Finding]:
    """The findings; the first one on a cell of the wrong kind states how many rules could not be judged because of it."""
    codes: dict[FindingPlace, set[str]] = {}
    for one in unjudged:
        codes.setdefault((one.sheet, one.row, one.field), set()).add(one.code)
    for hit, finding in found:
        because = codes.pop((hit.sheet, hit.row, hit.field), None) if finding.severity == ERROR else None
        if not because:
            yield finding
            continue
        words = f"；因此有{len(because)}条规则未能核对"
        message, gist = (clipped(written, len(words)) + words for written in (finding.message, finding.gist))
        yield replace(finding, message=message, gist=gist)


def only_compares(rule: Rule, hit: Violation, c: ClassFile, p: Parameters) -> bool:
    """True if the hit rests on the fee regulation alone, and that does not bind this class."""
    if OWN_RATES in rule.uses and has_own_rates(p):
        return False
    return (rule.rests_on_540 or hit.compared) and not bound_by_540(c, p)


def by_precedence(rules: tuple[Rule, ...]) -> list[Rule]:
    """The rules sorted so that each follows those that silence it; otherwise in catalogue order."""
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


def silenced(rule: Rule, hit: Violation, spoken: Mapping[FindingPlace, set[str]]) -> bool:
    """True if a rule in ``after`` has reported the same cell: one error gives one message."""
    return bool(rule.after) and not spoken.get((hit.sheet, hit.row, hit.field), set()).isdisjoint(rule.after)


def barred(hit: Violation, wrong: Wrong) -> bool:
    """True for a cell of the wrong kind: it disables rules and therefore stays an error even if softened."""
    return hit.row in wrong.get((hit.sheet, hit.field), {})


def unread(rule: Rule, hit: Violation, c: ClassFile) -> bool:
    """True for hits in a missing column, whose content is unknown."""
    return rule.code != LOST_PART and (hit.sheet, hit.field) in c.lost_columns


def finding_of(rule: Rule, hit: Violation, c: ClassFile, p: Parameters, at_most: Severity | None = None) -> Finding:
    """The finding of a hit, with its location and its texts filled in.

    ``at_most``: the level to which the office softened the rule. A comparison with a non-binding fee regulation is a hint and
    says so.
    """
    compares = only_compares(rule, hit, c, p)
    place = c.places.get(hit.sheet) or SheetPlaces(title=hit.sheet)
    address = place.address(hit.field, hit.row)
    field = called(hit.field, p) or hit.field
    own = {"label": field} if hit.words.get("label") == hit.field else {}
    words = {"value": cells.text(hit.value), "expected": hit.expected, "field": field, **hit.words, **own}
    return Finding(
        code=rule.code,
        severity=HINT if compares else softer(hit.severity or rule.severity, at_most),
        sheet=place.title,
        cell=address,
        row=int("".join(char for char in address if char.isdigit())),
        field=field,
        value=shown(hit.value),
        expected=hit.expected,
        message=clipped(f"{COMPARED if compares else ''}{rule.message.format_map(words)}"),
        fix=clipped(rule.fix.format_map(words)),
        clause=rule.clause,
        gist=clipped(f"{COMPARED if compares else ''}{nameless(rule.message.format_map({**words, 'name': ''}))}"),
        mark=mark_of(c, rule.code, hit),
    )


def nameless(message: str) -> str:
    """The message without the name."""
    return message.removeprefix("的").removeprefix("：").replace("，的", "，")


def clipped(message: str, reserved: int = 0) -> str:
    """The message truncated to the length of a spreadsheet dialog, minus ``reserved``."""
    most = LONGEST_MESSAGE - reserved
    return message if len(message) <= most else message[: most - 1] + "…"


def shown(value: Value) -> str | int | float | bool | None:
    """A cell value as JSON can hold it: dates and decimals as text."""
    if isinstance(value, datetime | date | Decimal):
        return cells.text(value)
    return value


def reading_order(finding: Finding) -> tuple[int, int, int, int, str]:
    """Sort key: by sheet, row and column; in one cell by severity."""
    letters = "".join(char for char in finding.cell if char.isalpha())
    sheet = SHEETS.index(finding.sheet) if finding.sheet in SHEETS else len(SHEETS)
    return sheet, finding.row or 0, cells.column_number(letters), SEVERITY_ORDER[finding.severity], finding.code
