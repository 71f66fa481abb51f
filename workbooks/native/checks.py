"""The native checks of a sheet: one for each rule and field, in display order of their messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from udfs.fields.reserved import called
from udfs.native.levels import ENDED
from udfs.notice.parameters import Parameters
from udfs.records.class_file import PARAMETERS, SHEETS
from udfs.rules import catalogue
from udfs.rules.model import SEVERITY_ORDER, SEVERITY_WORDS, Native, Rule, Severity
from udfs.rules.words import filled
from workbooks.forms import FORMS
from workbooks.forms.model import defined_name

VERDICTS = "判定"
"""The running column with the verdicts of a row, one character per check in order."""
SPEAKS, SILENT = "x", "o"
"""Verdict characters; letters, so that no program reads a row of them as a number."""


@dataclass(frozen=True)
class Check:
    """One rule on one field, as computed in the workbook."""

    rule: Rule
    native: Native
    field: str
    silencers: tuple[str, ...] = ()
    """Names of the checks on the same field that suppress this one."""
    index: int = 0
    """The index of the formula in the rule."""
    place: int = 0
    """The position of its character in the verdicts of a row, from 1; 0 for a check of the whole sheet."""
    called: str = ""
    """The name of the field under the notice of a class, if different."""

    @property
    def sheet(self) -> str:
        return self.native.sheet or self.rule.sheet

    @property
    def severity(self) -> Severity:
        return self.native.severity or self.rule.severity

    @cached_property
    def name(self) -> str:
        """The name of its verdict; for a check of the whole sheet the defined name of its cell."""
        ending = f"_{SEVERITY_WORDS[self.severity]}" if self.native.severity else ""
        ending += f"_{self.index}" if self.index and not self.native.whole else ""
        # A rule covering several sheets may have fields of the same name on them.
        sheet = f"{self.native.sheet}_" if self.native.sheet else ""
        return defined_name(PARAMETERS, f"{self.rule.code.replace('-', '_')}_{sheet}{self.field}{ending}")

    def worded(self, p: Parameters) -> Check:
        """The check with the terms of the notice of a class."""
        rule = self.rule.worded(p)
        native = replace(self.native, message=filled(self.native.message, p))
        return replace(self, rule=rule, native=native, called=called(self.field, p))

    @property
    def message(self) -> str:
        """The text in the column 核验 if the rule is not softened: level, title, remedy."""
        return f"【{SEVERITY_WORDS[self.severity]}】{self.words}"

    @property
    def words(self) -> str:
        """The text behind the level: title, remedy."""
        fix = self.rule.fix.replace("{field}", self.called or self.field)
        words = self.native.message or (self.rule.title if "{" in fix else f"{self.rule.title}：{fix}")
        name = self.called or self.field
        field = f"（{name}）" if name not in words and self.field in FORMS[self.sheet].by_label else ""
        return f"{words}{field}"

    @property
    def detailed(self) -> tuple[str, str]:
        """The texts before and behind the detail, for a check with a detail, without the level."""
        return f"】{self.rule.title}，", f"；{self.rule.fix}"


@lru_cache(maxsize=1)
def all_checks() -> Mapping[str, tuple[Check, ...]]:
    """{sheet: checks}; checks of rows first, by field from left to right, gravest first, each behind those that suppress it."""
    found: dict[str, list[Check]] = {}
    for rule in catalogue():
        for index, native in enumerate(rule.native):
            for field in native.fields or rule.fields:
                check = Check(rule, native, field, index=index)
                found.setdefault(check.sheet, []).append(check)
    return {sheet: tuple(placed(ordered(sheet, found[sheet]))) for sheet in SHEETS if sheet in found}


def placed(checks: Iterable[Check]) -> Iterator[Check]:
    """The checks, with positions among the verdicts assigned to checks of rows."""
    known = list(checks)
    rows = [check for check in known if not check.native.whole]
    # Checks that only apply after the end of the class come last: the message of a row excludes them.
    for place, check in enumerate(sorted(rows, key=lambda check: check.native.ended), start=1):
        yield replace(check, place=place)
    yield from (check for check in known if check.native.whole)


def row_checks(sheet: str) -> tuple[Check, ...]:
    return tuple(check for check in all_checks().get(sheet, ()) if not check.native.whole)


def whole_checks(sheet: str) -> tuple[Check, ...]:
    """The checks whose message is shown at the top of a sheet or beside a label."""
    return tuple(check for check in all_checks().get(sheet, ()) if check.native.whole)


def checks_above(sheet: str) -> tuple[Check, ...]:
    """The checks of rows reported once at the top, for all rows together: those that apply after the end of the class."""
    return tuple(check for check in row_checks(sheet) if check.native.ended)


def ordered(sheet: str, checks: list[Check]) -> Iterator[Check]:
    """The checks of one sheet in order of priority: the first that fires is shown."""
    form = FORMS[sheet]
    fields = [*(form.table.letters if form.table else ()), *form.by_label]
    for whole in (False, True):
        waiting = [check for check in checks if check.native.whole == whole]
        for field in sorted({check.field for check in waiting}, key=lambda one: fields.index(one) if one in fields else 99):
            yield from with_silencers([check for check in waiting if check.field == field])


def with_silencers(checks: list[Check]) -> Iterator[Check]:
    """The checks of one field, gravest first, each behind those that suppress it."""
    placed: list[Check] = []
    waiting = sorted(checks, key=lambda check: (SEVERITY_ORDER[check.severity], check.rule.code))
    while waiting:
        codes = {check.rule.code for check in waiting}
        ready = next((check for check in waiting if not (set(check.rule.after) & codes) - {check.rule.code}), waiting[0])
        waiting.remove(ready)
        silencers = tuple(before.name for before in placed if before.rule.code in ready.rule.after)
        check = replace(ready, silencers=silencers)
        placed.append(check)
        yield check


def count_formula(check: Check) -> str:
    """A formula that counts where the check fires and is not suppressed on the same cell."""
    if check.native.whole:
        return "*".join((check.name, *(f"(1-{name})" for name in check.silencers)))
    counted = f'COUNTIF({defined_name(PARAMETERS, f"{check.sheet}_{VERDICTS}")},"{pattern(check)}")'
    # If no check fires in any row, the normal case, nothing is counted.
    any_fires = defined_name(PARAMETERS, f"{check.sheet}_有判定")
    return f"IF(AND({any_fires},{ENDED}),{counted},0)" if check.native.ended else f"IF({any_fires},{counted},0)"


def pattern(check: Check) -> str:
    """The wildcard pattern of a row's verdicts in which the check fires and none that suppresses it does."""
    signs = {check.place: SPEAKS}
    signs |= {other.place: SILENT for other in row_checks(check.sheet) if other.name in check.silencers}
    return f"{''.join(signs.get(place, '?') for place in range(1, max(signs) + 1))}*"


def names(checks: Iterable[Check]) -> list[str]:
    return [check.name for check in checks]
