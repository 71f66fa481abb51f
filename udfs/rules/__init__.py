"""The rule catalogue: one module a topic, a rule = metadata + a pure predicate + its native formula."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from udfs.notice.packs import Which
from udfs.notice.parameters import parameters_for
from udfs.rules.model import REGISTRY, Rule

TOPICS = (
    "project", "formalities", "people", "enrolment", "beside", "results", "outcomes", "views", "attendance", "accounts",
    "details", "lectures", "expenses", "survey", "materials", "workbook",
)  # fmt: skip
"""The order of the catalogue, sheet by sheet; within a topic, the order of declaration."""


@lru_cache(maxsize=1)
def catalogue() -> tuple[Rule, ...]:
    """All rules in the order of the catalogue."""
    for topic in TOPICS:
        import_module(f"udfs.rules.{topic}")
    topic_of = {f"udfs.rules.{topic}": at for at, topic in enumerate(TOPICS)}
    return tuple(sorted(REGISTRY.values(), key=lambda rule: topic_of[rule.predicate.__module__]))


def catalogue_of(which: Which = None) -> tuple[Rule, ...]:
    """All rules in the words of a notice (default: the newest): its clauses, quotes, numbers and names."""
    p = parameters_for(which)
    return tuple(rule.told(p) for rule in catalogue())
