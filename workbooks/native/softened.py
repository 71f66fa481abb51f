"""The level of each check in this workbook: its own, or a softer one that the office entered under 规则级别调整.

The level is a cell of 参数, so that conditional formats, messages, counts and validations follow the entry. Levels can only
be softened: no formula yields a graver level than the check's own.
"""

from __future__ import annotations

from udfs.native.texts import quoted, replaced, trimmed
from udfs.notice.parameters import Parameters
from udfs.records.class_file import PARAMETERS
from udfs.records.settings import SEPARATORS, SOFTENING, SPARE_ENTRIES
from udfs.rules.model import ERROR, HINT, SEVERITY_ORDER, SEVERITY_WORDS, Severity
from udfs.rules.softening import softened_by_notice, softer
from workbooks.forms.model import defined_name
from workbooks.forms.sheets.parameters import ParameterBlock
from workbooks.native.checks import Check, all_checks, row_checks, whole_checks
from workbooks.native.rendering import running_name
from workbooks.native.running_columns import IN_ROWS

WRITTEN = defined_name(PARAMETERS, "级别调整所写")
CHANGED = defined_name(PARAMETERS, "有级别调整")
READ_ENTRIES = 3 * SPARE_ENTRIES
"""Number of entries read, allowing for rows inserted among the ready ones."""
IN_WHOLE = "整表"


def entry_block(p: Parameters) -> ParameterBlock:
    """The entries of the office, normalised to one space between words and one behind them."""
    rows = [[f"第{at}条", f"={entry_read(at)}"] for at in range(1, READ_ENTRIES + 1)]
    rows.append(["有级别调整", f"={any_changed(p)}"])
    return ParameterBlock(
        "规则级别调整所写（自动）", ("项", "值"), (12, 24), rows,
        area_names={WRITTEN: (0, READ_ENTRIES - 1, 1)}, cell_names={(READ_ENTRIES, 1): CHANGED},
    )  # fmt: skip


def entry_read(at: int) -> str:
    """A formula for the words of an entry, split like ``udfs.records.settings.softenings``; a space if there is none."""
    entry = f"INDEX({defined_name(PARAMETERS, SOFTENING)},{at})"
    for sign in SEPARATORS:
        entry = replaced(entry, quoted(sign), '" "')
    return f'IFERROR({trimmed(entry)},"")&" "'


def any_changed(p: Parameters) -> str:
    """A formula: true if any check may have a level other than its own; conditional formats stop early otherwise."""
    if any(own_level(check, p) != check.severity for checks in all_checks().values() for check in checks):
        return "TRUE"
    return f'COUNTIF({WRITTEN},"?*-*")>0'


def own_level(check: Check, p: Parameters) -> Severity:
    """The level before the office's settings: some rules are softer where the notice is silent."""
    return softer(check.severity, softened_by_notice(p).get(check.rule.code))


def level_value(check: Check, p: Parameters) -> str:
    """The content of the level cell: a word, or a formula if the office may soften it."""
    own = own_level(check, p)
    if own == HINT:
        return SEVERITY_WORDS[HINT]
    formula = quoted(SEVERITY_WORDS[own])
    for level in softer_levels(own):
        formula = f"IF({written(check, level)},{quoted(SEVERITY_WORDS[level])},{formula})"
    return f"={formula}"


def softer_levels(level: Severity) -> tuple[Severity, ...]:
    """The levels below ``level``, the next one first."""
    return tuple(one for one in SEVERITY_WORDS if SEVERITY_ORDER[one] > SEVERITY_ORDER[level])


def written(check: Check, level: Severity) -> str:
    """A formula: true if an entry assigns the level to the rule."""
    return f'COUNTIF({WRITTEN},"{check.rule.code} {SEVERITY_WORDS[level]} *")>0'


def level_of(check: Check) -> str:
    """A formula for the level of the check in this workbook."""
    scope, order = (IN_WHOLE, whole_checks(check.sheet)) if check.native.whole else (IN_ROWS, row_checks(check.sheet))
    at = next(place for place, one in enumerate(order, start=1) if one.name == check.name)
    return f"INDEX({running_name(check.sheet, f'{scope}级别')},{at})"


def has_level(check: Check, level: Severity) -> str:
    """A formula: true if the check has the level in this workbook."""
    return f"{level_of(check)}={quoted(SEVERITY_WORDS[level])}"


def unless_softened(check: Check, validation: str) -> str:
    """The validation of a check; it accepts every entry if the check is softened below blocking."""
    return validation if check.severity != ERROR else f"OR({level_of(check)}<>{quoted(SEVERITY_WORDS[ERROR])},{validation})"
