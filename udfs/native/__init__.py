"""Rules as spreadsheet formulas: the pieces they are made of, and the running columns by which they find things.

A formula here names cells by placeholders, so that one text serves every row and every place:

``{身份证号}``    the cell of that column in the row at hand (or the value of that label, on a form of labels)
``{身份证号@}``   the heading cell of that column
``{身份证号^}``   the cell above the row at hand
``{.}``          the cell at hand, for a formula that serves several fields
``{!姓名}``      the cell on the sheet itself, where a formula asks what kind of cell it is
``{#证件键}``     the running column of that name, in the row at hand
``{#证件键^}``    the same, one row above

Running columns stand on 核对, in the row of the cell they are about, so that each depends on one row of the sheet and not on its
columns. ``{#行次}`` is the place of the row at hand in the ranges of the running columns, as MATCH tells it.

Other sheets and whole columns go by defined names only: ``参数_附件4_所填_身份证号``, ``参数_附件4_证件键``, ``参数_天数``.
Nothing here needs an array to be entered, a function younger than Excel 2016, an array constant, or a function of texts that is
handed an area inside SUMPRODUCT: engines do not agree about that.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from udfs.native.running import Fact, Running
from udfs.notice.parameters import parameters_for

if TYPE_CHECKING:
    from udfs.notice.parameters import Parameters

CLASS, PEOPLE, MONEY = "about_class", "about_people", "about_money"
TOPICS = {
    "people": PEOPLE, "enrolment": PEOPLE, "results": PEOPLE, "attendance": PEOPLE, "project": CLASS, "formalities": CLASS,
    "scope": MONEY, "accounts": MONEY, "quota": MONEY, "period": CLASS, "lectures": MONEY, "expenses": MONEY, "survey": CLASS,
    "materials": CLASS,
}  # fmt: skip
"""Topic -> its room: modules that declare ``SHEET`` and ``RUNNING``, running columns of a sheet, and ``FACTS``, single values."""


def module_of(topic: str) -> ModuleType:
    return import_module(f"udfs.native.{TOPICS[topic]}.{topic}")


@lru_cache(maxsize=1)
def running_columns() -> Mapping[str, tuple[Running, ...]]:
    """Sheet -> its running columns, each after those it reads."""
    modules = [module_of(topic) for topic in TOPICS]
    return {module.SHEET: module.RUNNING for module in modules if module.RUNNING}


@lru_cache(maxsize=1)
def named_formulas() -> Mapping[str, tuple[str, str]]:
    """Defined name -> the sheet it speaks of and its formula: what is too long to stand in a validation."""
    modules = [module_of(topic) for topic in TOPICS]
    return {
        name: (module.SHEET, formula) for module in modules for name, formula in getattr(module, "NAMED_FORMULAS", {}).items()
    }


@lru_cache(maxsize=1)
def used_when() -> Mapping[str, str]:
    """Sheet -> a formula, 1 in rows that somebody uses, where it is not enough that something was typed there."""
    modules = [module_of(topic) for topic in TOPICS]
    return {module.SHEET: module.USED for module in modules if hasattr(module, "USED")}


@lru_cache(maxsize=1)
def spared_when() -> Mapping[str, Mapping[str, str]]:
    """Sheet -> heading -> a formula: is the cell none that a check asks for, so that it need not be taken over?"""
    modules = [module_of(topic) for topic in TOPICS]
    return {module.SHEET: module.SPARED for module in modules if hasattr(module, "SPARED")}


FILLED = "{filled}"
"""Stands for what all cells of the row hold together that are judged in rows which count as unused, too."""


@lru_cache(maxsize=1)
def judged_anywhere_when() -> Mapping[str, str]:
    """Sheet -> a formula: must a row be judged although it may count as unused? Where a filled cell is not enough for that."""
    modules = [module_of(topic) for topic in TOPICS]
    return {module.SHEET: module.JUDGED_ANYWHERE for module in modules if hasattr(module, "JUDGED_ANYWHERE")}


def facts(p: Parameters | None = None) -> tuple[Fact, ...]:
    """The single values that several formulas ask for, each after those it reads; for the notice of a class, or the newest."""
    from udfs.native import days, levels
    from udfs.native.about_class import project
    from udfs.native.about_money import scope

    p = p or parameters_for()
    topics = [*days.FACTS, *levels.FACTS, *project.reserved_facts(p)]
    for topic in TOPICS:
        topics += module_of(topic).FACTS
        topics += project.deadline_facts(p) if topic == "project" else scope.rate_facts(p) if topic == "scope" else ()
    return tuple(topics)
