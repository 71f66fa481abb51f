"""The commands, one module a command. A module imports what it needs when it runs, so that every command starts quickly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

COMMANDS = (
    "new", "import", "check", "tidy", "total", "survey", "attendance", "number", "ledger", "export", "checklist", "mask", "undo",
    "review", "key", "rules", "notice", "demo", "page", "addin",
)  # fmt: skip
"""In the order of the help page."""
GROUPS = ("ledger", "key", "notice", "page", "addin")
"""Commands with commands of their own: the module's ``COMMANDS`` maps each to its function, ``HELP`` is its line of help."""
SPELLED = {"import": "importing"}
"""Commands whose name is a word of Python's own: the name of their module and function."""


def command_group(name: str) -> tuple[Mapping[str, Callable[..., Any]], str, str | None]:
    """The commands of a group, its line of help, and the examples under its help page."""
    module = import_module(f"addin.commands.{name}")
    return module.COMMANDS, module.HELP, getattr(module, "EPILOG", None)


def command_function(name: str) -> tuple[Callable[..., Any], str | None]:
    """The function behind a command, and the examples under its help page."""
    spelled = SPELLED.get(name, name)
    module = import_module(f"addin.commands.{spelled}")
    return getattr(module, spelled), getattr(module, "EPILOG", None)
