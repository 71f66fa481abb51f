"""Which verdicts depend on a construct of formulas, found by following the names and cells that the workbook's formulas read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO

from openpyxl import Workbook, load_workbook

from tests.engines.strings_apart import without_strings
from tests.parity.verdicts import checks
from udfs.cells import column_number
from udfs.notice.plan import NATIONAL
from udfs.records import PARAMETERS, SHEETS
from workbooks.template import build_template

_NAME = re.compile(rf"(?<![\w!])(?:{'|'.join(SHEETS)})_\w+")
_CELLS = re.compile(r"(?<![\w!:])\$([A-Z]{1,3})\$?\d+(?::\$([A-Z]{1,3})\$?\d+)?(?![\w(])")
_AREA = re.compile(rf"'?{PARAMETERS}'?!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")


@lru_cache(maxsize=1)
def book() -> Workbook:
    """A template; what follows from its formulas follows for every class."""
    return load_workbook(BytesIO(build_template(NATIONAL, 2, rows=20)))


@lru_cache(maxsize=1)
def formulas() -> Mapping[str, tuple[str, ...]]:
    """Name on 参数 -> its formulas, their strings emptied; of those that differ in numbers only, one."""
    sheet = book()[PARAMETERS]
    found = {}
    for name, defined in book().defined_names.items():
        if area := _AREA.fullmatch(defined.attr_text):
            cells = sheet[f"{area[1]}{area[2]}:{area[3] or area[1]}{area[4] or area[2]}"]
            values = [cell.value for row in cells for cell in row if str(cell.value).startswith("=")]
            found[name] = tuple({re.sub(r"\d+", "", value): without_strings(value) for value in values}.values())
    return found


@lru_cache(maxsize=1)
def columns() -> Mapping[int, str]:
    """Number of a running column of 参数 -> its name."""
    found = {}
    for name, defined in book().defined_names.items():
        area = _AREA.fullmatch(defined.attr_text)
        if area and area[3] == area[1]:
            found[column_number(area[1])] = name
    return found


def names_in(formula: str) -> set[str]:
    """The defined names in a formula."""
    return set(_NAME.findall(without_strings(formula)))


def read_by(formula: str) -> set[str]:
    """The names on 参数 that a formula of that sheet reads, those of the running columns beside it included."""
    found = names_in(formula)
    for first, last in _CELLS.findall(formula):
        for column in range(column_number(first), column_number(last or first) + 1):
            found |= {columns()[column]} if column in columns() else set()
    return found


def touched_names(faulty: Callable[[str], bool]) -> frozenset[str]:
    """The names on 参数 whose formulas are ``faulty``, or read, directly or through others, one that is."""
    touched = {name for name, found in formulas().items() if any(map(faulty, found))}
    reading = {name: set().union(*map(read_by, found)) for name, found in formulas().items()}
    while more := {name for name, names in reading.items() if name not in touched and names & touched}:
        touched |= more
    return frozenset(touched)


def dependent_rules(faulty: Callable[[str], bool]) -> frozenset[str]:
    """The codes of the rules with a verdict among those names."""
    touched = touched_names(faulty)
    return frozenset(check.rule.code for check in checks() if check.name in touched)


def truth_taken_for_number(formula: str) -> bool:
    """True if it compares a name whose formula gives TRUE or FALSE with a number."""
    compared = re.findall(rf"({_NAME.pattern})(?:=|<>)\d", formula)
    return any(gives_truth(found) for name in compared for found in formulas().get(name, ()))


def gives_truth(formula: str) -> bool:
    """True if the formula is a comparison, or one of the functions that give TRUE or FALSE."""
    outer = formula
    while (shorter := re.sub(r"[A-Z.]*\([^()]*\)", "x", outer)) != outer:
        if re.fullmatch(r"=(AND|OR|NOT|ISNUMBER|EXACT)\([^()]*\)", outer):
            return True
        outer = shorter
    return bool(re.search(r"[<>=]", outer[1:]))
