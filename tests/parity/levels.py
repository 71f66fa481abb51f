"""The level of every check: what the workbook shows on 参数, and what the report of the command line would give it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.parity.verdicts import Shown, cell, checks, named_areas
from udfs.records.class_file import ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.records.settings import SOFTENING, Setting
from udfs.rules.model import SEVERITY_WORDS
from udfs.rules.softening import softened_to, softer

ENTRIES = (
    "A4-05 核实 经主管处同意", "a4-07：提示，试办", "A4-02=提示", "A3-02改为核实", "A4-08\u3000提示", "A5-09 核实", "A5-09:提示",
    "KQ-01 提示", "SZ-09  提示\u3000\u3000两段", "A4-15 错误",
    "A4-03 核实", "A4-06 随便", "A4-04", "A9-99 提示", "PRJ-01 提示（无空格）",
)  # fmt: skip
"""As people write them: adopted ones first, from A4-15 on those that are not."""
ADOPTED = frozenset(("A4-05", "A4-07", "A4-02", "A3-02", "A4-08", "A5-09", "KQ-01", "SZ-09"))


def softened(c: ClassFile, *entries: str) -> ClassFile:
    """The class in an office that has written these entries under 规则级别调整."""
    own = tuple(Setting(SOFTENING, str(at), entry) for at, entry in enumerate(entries or ENTRIES, start=1))
    return c.changed(settings=(*c.settings, *own))


def levels_due(c: ClassFile) -> Mapping[str, str]:
    """Check -> the word of its level."""
    at_most = softened_to(class_parameters(c))
    return {check.name: SEVERITY_WORDS[softer(check.severity, at_most.get(check.rule.code))] for check in checks()}


def levels_shown(path: Path, shown: Shown) -> Mapping[str, str]:
    """The same as the workbook has it, from the values that a spreadsheet program found on 参数."""
    sheet, column, first, _ = named_areas(path)["参数_核对_级别"]
    return {check.name: str(cell(shown, sheet, row, column)) for row, check in enumerate(checks(), start=first)}


def changed_codes(c: ClassFile) -> frozenset[str]:
    """The rules of which some check has another level than its own."""
    due = levels_due(c)
    return frozenset(check.rule.code for check in checks() if due[check.name] != SEVERITY_WORDS[check.severity])
