"""Rules as spreadsheet formulas: their pieces, and the running columns they read.

Formulas refer to cells by placeholders, so that one text serves every row and every place:

``{身份证号}``    the cell of that column in the current row (on a form with labels: the value of that label)
``{身份证号@}``   the heading cell of that column
``{身份证号^}``   the cell one row above
``{.}``          the current cell, for formulas that serve several fields
``{!姓名}``      the cell on the sheet itself instead of its copy, for ISFORMULA and similar tests
``{#证件键}``     the running column of that name in the current row
``{#证件键^}``    the same, one row above

Running columns are on 核对, in the row of the cell they describe, so that each depends on one row of the sheet and not on whole
columns. ``{#行次}`` is the position of the current row in the ranges of the running columns, as returned by MATCH. Other sheets
and whole columns are referred to by defined names only: ``参数_附件4_所填_身份证号``, ``参数_附件4_证件键``, ``参数_天数``.

Not used, because engines disagree on them: array formulas, functions newer than Excel 2016, array constants, and text functions
with an area as argument inside SUMPRODUCT.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from udfs.native.running import Running, SingleValue
from udfs.notice.parameters import parameters_for

if TYPE_CHECKING:
    from udfs.notice.parameters import Parameters

CLASS, PEOPLE, MONEY = "about_class", "about_people", "about_money"
TOPICS = {
    "people": PEOPLE, "enrolment": PEOPLE, "results": PEOPLE, "attendance": PEOPLE, "project": CLASS, "formalities": CLASS,
    "scope": MONEY, "accounts": MONEY, "quota": MONEY, "period": CLASS, "lectures": MONEY, "expenses": MONEY, "survey": CLASS,
    "materials": CLASS,
}  # fmt: skip
"""{topic: package} of the modules that declare ``SHEET``, ``RUNNING`` (running columns of a sheet) and ``FACTS`` (single values).
"""


def module_of(topic: str) -> ModuleType:
    return import_module(f"udfs.native.{TOPICS[topic]}.{topic}")


@lru_cache(maxsize=1)
def running_columns() -> Mapping[str, tuple[Running, ...]]:
    """{sheet: running columns}, each after those it reads."""
    modules = [module_of(topic) for topic in TOPICS]
    return {module.SHEET: module.RUNNING for module in modules if module.RUNNING}


@lru_cache(maxsize=1)
def named_formulas() -> Mapping[str, tuple[str, str]]:
    """{defined name: (sheet, formula)} of formulas that are too long for a validation."""
    modules = [module_of(topic) for topic in TOPICS]
    return {
        name: (module.SHEET, formula) for module in modules for name, formula in getattr(module, "NAMED_FORMULAS", {}).items()
    }


@lru_cache(maxsize=1)
def used_when() -> Mapping[str, str]:
    """{sheet: formula, 1 in used rows}, where a typed cell alone does not make a row used."""
    modules = [module_of(topic) for topic in TOPICS]
    return {module.SHEET: module.USED for module in modules if hasattr(module, "USED")}


@lru_cache(maxsize=1)
def spared_when() -> Mapping[str, Mapping[str, str]]:
    """{sheet: {heading: formula}}, TRUE if no check needs the cell, so that it need not be copied."""
    modules = [module_of(topic) for topic in TOPICS]
    return {module.SHEET: module.SPARED for module in modules if hasattr(module, "SPARED")}


FILLED = "{filled}"
"""Placeholder for the concatenated cells of a row that are judged even in unused rows."""


@lru_cache(maxsize=1)
def judged_anywhere_when() -> Mapping[str, str]:
    """{sheet: formula}, TRUE if an unused row must be judged; for sheets where a filled cell alone does not decide it."""
    modules = [module_of(topic) for topic in TOPICS]
    return {module.SHEET: module.JUDGED_ANYWHERE for module in modules if hasattr(module, "JUDGED_ANYWHERE")}


def facts(p: Parameters | None = None) -> tuple[SingleValue, ...]:
    """The single values shared by formulas, each after those it reads, for the notice of a class (default: the newest)."""
    from udfs.native import days, levels
    from udfs.native.about_class import project
    from udfs.native.about_money import scope

    p = p or parameters_for()
    topics = [*days.FACTS, *levels.FACTS, *project.reserved_facts(p)]
    for topic in TOPICS:
        topics += module_of(topic).FACTS
        topics += project.deadline_facts(p) if topic == "project" else scope.rate_facts(p) if topic == "scope" else ()
    return tuple(topics)
