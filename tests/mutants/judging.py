"""Whether a test kills a mutant: the mutated functions take the place of the real ones in a child process, and the tests run.

A child begins with everything imported, so that a mutant costs a fraction of a second and not a start of Python.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from functools import cached_property
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

from tests.mutants.making import Mutant

LONGEST = 40
"""Seconds that the tests of a mutant may take: one that never ends is killed."""
Judge = Callable[[], bool]
"""True if some test fails."""


def killed(mutant: Mutant, judge: Judge) -> bool:
    """Run the judge on the mutant, in a process of its own."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0)
    code = 1
    try:
        signal.alarm(LONGEST)
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            put_in_place(mutant)
            code = int(judge())
    except BaseException:
        code = 1
    os._exit(code)


def put_in_place(mutant: Mutant) -> None:
    """Give the functions, methods and constants of the module what the mutated code makes of them."""
    from udfs.rules.model import REGISTRY

    module = import_module(mutant.module)
    declared = dict(REGISTRY)
    REGISTRY.clear()
    made = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(mutant.code, str(module.__file__), "exec"), made)
    REGISTRY.clear()
    REGISTRY.update(declared)
    for name, new in made.items():
        if not name.startswith("__") and name in module.__dict__:
            replace(name, module.__dict__[name], new)
    for one in gc.get_objects():
        if callable(getattr(one, "cache_clear", None)) and getattr(one, "__module__", "").startswith("udfs"):
            one.cache_clear()


def replace(name: str, old: Any, new: Any) -> None:
    """Give what goes by that name its mutated form, wherever it was imported to."""
    if function_of(old) is not None and function_of(new) is not None:
        take_over(function_of(old), function_of(new))
    elif isinstance(old, type) and isinstance(new, type):
        for key, method in vars(new).items():
            if function_of(method) is not None and function_of(vars(old).get(key)) is not None:
                take_over(function_of(vars(old)[key]), function_of(method))
    elif not callable(old) and not isinstance(old, ModuleType) and repr(old) != repr(new):
        for other in list(sys.modules.values()):
            if getattr(other, name, None) is old and other.__name__.startswith(("udfs", "tests")):
                setattr(other, name, new)


def function_of(value: Any) -> FunctionType | None:
    """The function inside a function, a cached one, a property or a method."""
    for name in ("__wrapped__", "fget", "func", "__func__"):
        if isinstance(value, property | cached_property | classmethod | staticmethod) or hasattr(value, "cache_clear"):
            value = getattr(value, name, value)
    return value if isinstance(value, FunctionType) else None


def take_over(old: FunctionType | None, new: FunctionType | None) -> None:
    assert old is not None
    assert new is not None
    if len(old.__code__.co_freevars) == len(new.__code__.co_freevars):
        old.__code__ = new.__code__
        old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__


def by_cases(*modules: str) -> Judge:
    """The judge of topics of rules: the table of cases, as ``test_cases_complete`` runs it, for the rules of these topics."""
    from tests.rules.cases import CASES, Case
    from udfs.rules import catalogue
    from udfs.rules.runner import check

    rules = tuple(rule for rule in catalogue() if rule.predicate.__module__ in modules)
    codes = {rule.code for rule in rules}
    judged = needed(rules)
    relevant = [one for one in CASES if one.code in codes or one.also & codes]

    def right(one: Case) -> bool:
        report = check(one.build(), rules=judged)
        own = [finding for finding in report.findings if finding.code == one.code]
        found = {finding.code for finding in report.findings} & codes
        expected = (one.also | ({one.code} if one.fires else set())) & codes
        status = {outcome.code: outcome.status for outcome in report.outcomes}
        wanted = "findings" if one.fires else "skipped" if one.skipped else "passed"
        if found != expected or "failed" in status.values() or (one.code in codes and status[one.code] != wanted):
            return False
        if one.code not in codes:
            return True
        return (
            (one.at is None or tuple(finding.key for finding in own) == one.at)
            and (one.count is None or len(own) == one.count)
            and (one.severity is None or {finding.severity for finding in own} == {one.severity})
            and all(piece in own[0].message for piece in one.says)
            and all(piece in f"{own[0].expected}\n{own[0].fix}" for piece in one.tells)
        )

    return lambda: not all(map(right, relevant))


def needed(rules: Iterable[Any]) -> tuple[Any, ...]:
    """The rules with those that they are silent after."""
    from udfs.rules import catalogue

    by_code = {rule.code: rule for rule in catalogue()}
    found: dict[str, Any] = {}
    waiting = list(rules)
    while waiting:
        rule = waiting.pop()
        if rule.code not in found:
            found[rule.code] = rule
            waiting += [by_code[code] for code in rule.after]
    return tuple(found.values())


def by_tests(*files: str) -> Judge:
    """The judge of a module: these test files, run by pytest in this process."""

    def fails() -> bool:
        import pytest

        return pytest.main(["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-p", "no:randomly", *files]) != 0

    return fails


def either(*judges: Judge) -> Judge:
    return lambda: any(judge() for judge in judges)
