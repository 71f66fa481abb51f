"""What a page has instead of what it lacks.

Instead of processes: the work is done at once, in its one thread, when it is handed in. Instead of a command line: nothing; the
commands are called as functions, and what describes their options to a terminal is not asked for. Of how its Python was compiled:
nothing, which says of every switch that it is off.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from types import ModuleType
from typing import Any

PROCESSES = "concurrent.futures.process"
TERMINAL = ("typer", "typer.core")
COMPILED = "_sysconfigdata__emscripten_wasm32-emscripten"


class ProcessPoolExecutor(Executor):
    """See the standard library's; ``workers`` are not asked for."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__()

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(function(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


class BrokenProcessPool(Exception):
    """Never happens: there is no process to break."""


class Undescribed:
    """Stands for an option's description, or a class of the command line that nobody makes one of."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass


class NoTerminal(ModuleType):
    """A module whose every name is ``Undescribed``."""

    def __getattr__(self, name: str) -> type[Undescribed]:
        if name.startswith("__"):
            raise AttributeError(name)
        return Undescribed


def install() -> None:
    """Let ``from concurrent.futures import ProcessPoolExecutor`` and ``import typer`` find these, where there is neither.

    Likewise ``sysconfig`` what it looks up in a module that the page does not carry.
    """
    made = ModuleType(PROCESSES)
    made.__dict__.update(ProcessPoolExecutor=ProcessPoolExecutor, BrokenProcessPool=BrokenProcessPool)
    sys.modules[PROCESSES] = made
    sys.modules |= {name: NoTerminal(name) for name in TERMINAL}
    sys.modules[COMPILED] = ModuleType(COMPILED)
    sys.modules[COMPILED].__dict__["build_time_vars"] = {}
