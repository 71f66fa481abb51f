"""Which verdicts depend on a construct of formulas, found by following the names and cells that the workbook's formulas read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO

from openpyxl import Workbook, load_workbook

from tests.engines.strings_apart import without_strings
from tests.parity.verdicts import checks
from tests.sample import YEAR
from udfs.notice.plan import NATIONAL
from udfs.records.class_file import CHECKING, PARAMETERS, SHEETS
from udfs.values.cells import column_letters, column_number
from workbooks.forms.model import OWN_FORMULA, OWN_HELPER
from workbooks.native.running_columns import FIRST_ROW, all_running_columns
from workbooks.templates.new_class import build_template

_NAME = re.compile(rf"(?<![\w!])(?:{'|'.join((*SHEETS, OWN_HELPER))})_\w+")
_SEEN_FROM_ROW_1 = re.compile(rf"{CHECKING}!(\$[A-Z]+)1\b")
_FORMULA = re.compile(rf"{OWN_FORMULA}_\w+")
_CELLS = re.compile(r"(?<![\w!:])\$([A-Z]{1,3})\$?\d+(?::\$([A-Z]{1,3})\$?\d+)?(?![\w(])")
_AREA = re.compile(rf"'?({PARAMETERS}|{CHECKING})'?!\$([A-Z]+)\$?(\d+)(?::\$([A-Z]+)\$(\d+))?")
ROWS = 20


@lru_cache(maxsize=1)
def book() -> Workbook:
    """A template; what follows from its formulas follows for every class."""
    return load_workbook(BytesIO(build_template(NATIONAL, 2, rows=ROWS, which=YEAR)))


@lru_cache(maxsize=1)
def areas() -> Mapping[str, tuple[str, str, str]]:
    """Name -> (sheet, letters of the column, area) of the names that lead to 参数 and 核对.

    A name that knows the row of whoever asks leads to a column of 核对, of which one cell tells all.
    """
    found = {}
    for name, defined in book().defined_names.items():
        if area := _AREA.fullmatch(defined.attr_text):
            sheet, left, top, right, bottom = area.groups()
            cell = f"{left}{FIRST_ROW}" if sheet == CHECKING else f"{left}{top}"
            found[name] = (sheet, left, cell if sheet == CHECKING or not right else f"{cell}:{right}{bottom}")
    return found


@lru_cache(maxsize=1)
def columns() -> Mapping[tuple[str, int], set[str]]:
    """(sheet, number of a column) -> the names that cover cells of it alone; a column of 核对 has its address among them."""
    checking = book()[CHECKING]
    found = {(CHECKING, at): {f"{CHECKING}!{column_letters(at)}"} for at in range(1, checking.max_column + 1)}
    for name, (sheet, letters, area) in areas().items():
        if not name.startswith(OWN_HELPER) and (sheet == CHECKING or re.fullmatch(rf"{letters}\d+:{letters}\d+", area)):
            found.setdefault((sheet, column_number(letters)), set()).add(name)
    return found


def in_full(formula: str) -> str:
    """The formula of a cell of 核对 in the first row with what its names stand for in their place."""

    def stands_for(found: re.Match[str]) -> str:
        meant = in_full(_SEEN_FROM_ROW_1.sub(rf"\g<1>{FIRST_ROW}", str(book().defined_names[found[0]].attr_text)))
        return meant if formula == f"={found[0]}" else f"({meant})"

    return _FORMULA.sub(stands_for, formula)


@lru_cache(maxsize=1)
def formulas() -> Mapping[str, tuple[str, ...]]:
    """Name -> its formulas on 参数 and 核对, their strings emptied; of those that differ in numbers only, one.

    Columns of 核对 without a name are among them, and each check of rows: its verdict is a letter in a cell that holds many.
    """
    places = {
        f"{CHECKING}!{column_letters(at)}": (CHECKING, f"{column_letters(at)}{FIRST_ROW}")
        for sheet, at in columns()
        if sheet == CHECKING
    }
    places |= {name: (sheet, area) for name, (sheet, _, area) in areas().items()}
    found = {}
    for name, (sheet, area) in places.items():
        cells = book()[sheet][area]
        rows = cells if isinstance(cells, tuple) else ((cells,),)
        values = [in_full(cell.value) for row in rows for cell in row if str(cell.value).startswith("=")]
        found[name] = tuple({re.sub(r"\d+", "", value): without_strings(value) for value in values}.values())
    for block in all_running_columns(ROWS):
        for check in block.checks:
            found[check.name] = (without_strings(in_full(f"={block.rendered(check.native.formula, check.field)}")),)
    return found


def names_in(formula: str) -> set[str]:
    """The defined names in a formula."""
    return set(_NAME.findall(without_strings(formula)))


def read_by(formula: str, sheet: str = PARAMETERS) -> set[str]:
    """The names that a formula of 参数 or 核对 reads, those of the running columns beside it included."""
    found = names_in(formula)
    for first, last in _CELLS.findall(formula):
        for column in range(column_number(first), column_number(last or first) + 1):
            found |= columns().get((sheet, column), set())
    return found


@lru_cache(maxsize=1)
def reading() -> Mapping[str, set[str]]:
    """Name -> the names that its formulas read."""
    found = {}
    for name, of in formulas().items():
        sheet = areas()[name][0] if name in areas() else CHECKING
        found[name] = set().union(*(read_by(formula, sheet) for formula in of)) - {name}
    return found


def touched_names(faulty: Callable[[str], bool]) -> frozenset[str]:
    """The names whose formulas are ``faulty``, or read, directly or through others, one that is."""
    touched = {name for name, found in formulas().items() if any(map(faulty, found))}
    while more := {name for name, names in reading().items() if name not in touched and names & touched}:
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
