"""Replacements for modules that the page lacks.

The process pool runs tasks immediately in the single thread. The command line framework is a stub, because commands are
called as functions. ``sysconfig`` gets an empty configuration.
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
    """Like the standard library's; ``workers`` is ignored."""

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
    """Never raised: there are no processes."""


class Undescribed:
    """Stands for an option description, or for a class of the command line that is never instantiated."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass


class NoTerminal(ModuleType):
    """A module whose every attribute is ``Undescribed``."""

    def __getattr__(self, name: str) -> type[Undescribed]:
        if name.startswith("__"):
            raise AttributeError(name)
        return Undescribed


def install() -> None:
    """Install these replacements for ``ProcessPoolExecutor`` and ``typer`` where they are missing.

    Also provides the build configuration that ``sysconfig`` looks up.
    """
    made = ModuleType(PROCESSES)
    made.__dict__.update(ProcessPoolExecutor=ProcessPoolExecutor, BrokenProcessPool=BrokenProcessPool)
    sys.modules[PROCESSES] = made
    sys.modules |= {name: NoTerminal(name) for name in TERMINAL}
    sys.modules[COMPILED] = ModuleType(COMPILED)
    sys.modules[COMPILED].__dict__["build_time_vars"] = {}
