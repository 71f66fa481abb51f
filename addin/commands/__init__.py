"""The commands, one module a command. A module imports what it needs when it runs, so that every command starts quickly."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

COMMANDS = ("new", "import", "check", "tidy", "total", "number", "export", "undo", "rules", "demo")
"""In the order of the help page."""
SPELLED = {"import": "importing"}
"""Commands whose name is a word of Python's own: the name of their module and function."""


def command_function(name: str) -> tuple[Callable[..., Any], str | None]:
    """The function behind a command, and the examples under its help page."""
    spelled = SPELLED.get(name, name)
    module = import_module(f"addin.commands.{spelled}")
    return getattr(module, spelled), getattr(module, "EPILOG", None)
