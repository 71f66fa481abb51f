"""The rule catalogue: one module per topic; a rule is metadata, a pure predicate and its native formula.

A rule judges one class and changes nothing. Computations are in the packages below, numbers in the notice.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from udfs.notice.packs import Which
from udfs.notice.parameters import parameters_for
from udfs.rules.model import REGISTRY, Rule

CLASS, PEOPLE, MONEY = "about_class", "about_people", "about_money"
TOPICS = {
    "project": CLASS, "formalities": CLASS, "people": PEOPLE, "enrolment": PEOPLE, "cross_sheet": PEOPLE, "results": PEOPLE,
    "outcomes": PEOPLE, "views": PEOPLE, "attendance": PEOPLE, "accounts": MONEY, "details": MONEY, "lectures": MONEY,
    "expenses": MONEY, "survey": CLASS, "materials": CLASS, "workbook": CLASS,
}  # fmt: skip
"""{topic: package} in catalogue order, sheet by sheet; within a topic, in order of declaration."""


def module_of(topic: str) -> str:
    """The module that declares the rules of a topic."""
    return f"udfs.rules.{TOPICS[topic]}.{topic}"


@lru_cache(maxsize=1)
def catalogue() -> tuple[Rule, ...]:
    """All rules in catalogue order."""
    for topic in TOPICS:
        import_module(module_of(topic))
    topic_of = {module_of(topic): at for at, topic in enumerate(TOPICS)}
    return tuple(sorted(REGISTRY.values(), key=lambda rule: topic_of[rule.predicate.__module__]))


def catalogue_of(which: Which = None) -> tuple[Rule, ...]:
    """All rules worded for a notice (default: the newest): its clauses, quotes, numbers and names."""
    p = parameters_for(which)
    return tuple(rule.worded(p) for rule in catalogue())
