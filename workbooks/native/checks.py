"""Which native checks a sheet has: one for each rule and field, in the order in which their messages are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from udfs.records import PARAMETERS, SHEETS
from udfs.rules import catalogue
from udfs.rules.model import SEVERITY_WORDS, Native, Rule, Severity
from udfs.rules.runner import SEVERITY_ORDER
from workbooks.forms import FORMS
from workbooks.forms.model import defined_name


@dataclass(frozen=True)
class Check:
    """One rule on one field, as the workbook computes it."""

    rule: Rule
    native: Native
    field: str
    silencers: tuple[str, ...] = ()
    """The names of the checks on the same field that make it silent."""

    @property
    def sheet(self) -> str:
        return self.native.sheet or self.rule.sheet

    @property
    def severity(self) -> Severity:
        return self.native.severity or self.rule.severity

    @cached_property
    def name(self) -> str:
        """The defined name of its verdict: of a column of 0 and 1, or of one cell where it judges the whole sheet."""
        ending = f"_{SEVERITY_WORDS[self.severity]}" if self.native.severity else ""
        # A rule that speaks of several sheets may have fields of the same name on them.
        sheet = f"{self.native.sheet}_" if self.native.sheet else ""
        return defined_name(PARAMETERS, f"{self.rule.code.replace('-', '_')}_{sheet}{self.field}{ending}")

    @property
    def message(self) -> str:
        """What is said in the column 核验: level, title, what to do."""
        fix = self.rule.fix.replace("{field}", self.field)
        words = self.native.message or (self.rule.title if "{" in fix else f"{self.rule.title}：{fix}")
        field = f"（{self.field}）" if self.field not in words and self.field in FORMS[self.sheet].by_label else ""
        return f"【{SEVERITY_WORDS[self.severity]}】{words}{field}"

    @property
    def detailed(self) -> tuple[str, str]:
        """What is said before and behind the detail, for a check that has one."""
        return f"【{SEVERITY_WORDS[self.severity]}】{self.rule.title}，", f"；{self.rule.fix}"


@lru_cache(maxsize=1)
def all_checks() -> Mapping[str, tuple[Check, ...]]:
    """Sheet -> its checks; those of rows first, field by field from left to right, the worst first, none before its silencers."""
    found: dict[str, list[Check]] = {}
    for rule in catalogue():
        for native in rule.native:
            for field in native.fields or rule.fields:
                check = Check(rule, native, field)
                found.setdefault(check.sheet, []).append(check)
    return {sheet: tuple(ordered(sheet, found[sheet])) for sheet in SHEETS if sheet in found}


def row_checks(sheet: str) -> tuple[Check, ...]:
    return tuple(check for check in all_checks().get(sheet, ()) if not check.native.whole)


def whole_checks(sheet: str) -> tuple[Check, ...]:
    return tuple(check for check in all_checks().get(sheet, ()) if check.native.whole)


def ordered(sheet: str, checks: list[Check]) -> Iterator[Check]:
    """The checks of one sheet in the order in which the first one that speaks is the one to be shown."""
    form = FORMS[sheet]
    fields = [*(form.table.letters if form.table else ()), *form.by_label]
    for whole in (False, True):
        waiting = [check for check in checks if check.native.whole == whole]
        for field in sorted({check.field for check in waiting}, key=lambda one: fields.index(one) if one in fields else 99):
            yield from with_silencers([check for check in waiting if check.field == field])


def with_silencers(checks: list[Check]) -> Iterator[Check]:
    """The checks of one field, the worst first, but each behind those it is silent after."""
    placed: list[Check] = []
    waiting = sorted(checks, key=lambda check: (SEVERITY_ORDER[check.severity], check.rule.code))
    while waiting:
        codes = {check.rule.code for check in waiting}
        ready = next((check for check in waiting if not (set(check.rule.after) & codes) - {check.rule.code}), waiting[0])
        waiting.remove(ready)
        silencers = tuple(before.name for before in placed if before.rule.code in ready.rule.after)
        check = Check(ready.rule, ready.native, ready.field, silencers)
        placed.append(check)
        yield check


def count_formula(check: Check) -> str:
    """A formula for how often it speaks: where it fires and nothing on the same cell makes it silent."""
    terms = [check.name, *(f"(1-{name})" for name in check.silencers)]
    return f"SUMPRODUCT({'*'.join(terms)})" if len(terms) > 1 else f"SUM({check.name})"


def names(checks: Iterable[Check]) -> list[str]:
    return [check.name for check in checks]
