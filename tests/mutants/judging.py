"""Whether a test kills a mutant: the mutated functions take the place of the real ones in a child process, and the tests run.

A child begins with everything imported and collected, so that a mutant costs a fraction of a second and not a start of Python.
"""

from __future__ import annotations

import ast
import gc
import io
import os
import re
import resource
import signal
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import _lru_cache_wrapper, cache, cached_property
from importlib import import_module
from select import select
from types import FunctionType, ModuleType
from typing import Any

from tests.mutants.making import Mutant
from tests.mutants.trials import ROOTS, Trial

LONGEST = 5
"""Seconds of processor time that the tests of a mutant may take beyond what they take on the real program."""
WAITING = 60
"""Seconds that they may take by the clock, beside four times the processor time of the real program: one may wait for ever."""
MEMORY = 4 << 30
"""And no more memory than this."""
SURVIVED = "survived"


def killed(mutant: Mutant, trials: Sequence[Trial], seconds: float) -> Trial | bool:
    """Run the trials on the mutant, in a process of its own: the first that fails, True where it ends or breaks the process,
    False where none fails. ``seconds``: what they take together."""
    caches = caches_behind(mutant.module)
    as_it_is(mutant.module)
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        word = answer_of(child, read, WAITING + 4 * seconds)
        return trials[int(word)] if word.isdigit() else word != SURVIVED
    try:
        os.setpgid(0, 0)
        signal.setitimer(signal.ITIMER_PROF, LONGEST + 2 * seconds)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            put_in_place(mutant)
            for one in caches:
                one.cache_clear()
            word = next((str(at) for at, trial in enumerate(trials) if trial.fails()), SURVIVED)
            os.write(write, word.encode())
    finally:
        os._exit(0)


def answer_of(child: int, read: int, longest: float) -> str:
    """What the child writes within so many seconds, '' if nothing; afterwards neither it nor anything its tests started runs."""
    with suppress(ProcessLookupError, PermissionError):  # it may have done so itself and have ended
        os.setpgid(child, child)
    try:
        ready, _, _ = select([read], [], [], longest)
        return os.read(read, 100).decode() if ready else ""
    finally:
        os.close(read)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)


@cache
def caches_behind(module: str) -> list[Any]:
    """The caches that may hold what this module computed: those of the modules that use it, directly or not."""
    uses = {name: imports_of(one) for name, one in sys.modules.items() if name.partition(".")[0] in ROOTS}
    behind, waiting = {module}, [module]
    while waiting:
        used = waiting.pop()
        found = {name for name, imports in uses.items() if used in imports} - behind
        behind |= found
        waiting += found
    return [one for one in every_cache() if getattr(one, "__module__", "") in behind]


@cache
def every_cache() -> list[Any]:
    return [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]


@cache
def imports_of(module: ModuleType) -> frozenset[str]:
    if not module.__file__:
        return frozenset()
    with open(module.__file__, encoding="utf-8") as opened:
        tree = ast.parse(opened.read())
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def put_in_place(mutant: Mutant) -> None:
    """Give the functions, methods and constants of the module what the mutated code makes of them."""
    module, real = import_module(mutant.module), as_it_is(mutant.module)
    for name, new in executed(mutant.code, module).items():
        if not name.startswith("__") and name in module.__dict__:
            replace(name, module.__dict__[name], new, real.get(name))


@cache
def as_it_is(module: str) -> dict[str, Any]:
    """What the code of a module makes when it is executed as it stands: a constant that is filled later is empty here."""
    found = import_module(module)
    with open(str(found.__file__), encoding="utf-8") as opened:
        return executed(opened.read(), found)


def executed(code: str, module: ModuleType) -> dict[str, Any]:
    """What the code makes, in the place of that module; the rules that it declares are declared already."""
    from udfs.rules.model import REGISTRY

    declared = dict(REGISTRY)
    REGISTRY.clear()
    made = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(code, str(module.__file__), "exec"), made)
    REGISTRY.clear()
    REGISTRY.update(declared)
    return made


def replace(name: str, old: Any, new: Any, real: Any) -> None:
    """Give what goes by that name its mutated form, wherever it was imported to. ``real``: its form in the code as it stands."""
    if function_of(old) is not None and function_of(new) is not None:
        take_over(function_of(old), function_of(new))
    elif isinstance(old, type) and isinstance(new, type):
        for key, method in list(vars(new).items()):
            if function_of(method) is not None and function_of(vars(old).get(key)) is not None:
                take_over(function_of(vars(old)[key]), function_of(method))
    elif not callable(old) and not isinstance(old, ModuleType) and shown(real) != shown(new):
        for other in list(sys.modules.values()):
            if getattr(other, name, None) is old and other.__name__.startswith((*ROOTS, "tests")):
                setattr(other, name, new)


def shown(value: Any) -> str:
    """What a constant is, but for where in memory the functions lie that it holds."""
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


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
