"""The commands, one module a command, in rooms by whom they serve: a class, an office, gaoyan itself.

A module imports what it needs when it runs, so that every command starts quickly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

ROOMS = {
    "new": "workbook", "next": "workbook", "import": "workbook", "check": "workbook", "tidy": "workbook", "fill": "workbook",
    "total": "workbook", "survey": "workbook",
    "attendance": "workbook", "number": "workbook", "ledger": "office", "export": "workbook", "checklist": "workbook",
    "mask": "workbook", "undo": "workbook", "review": "office", "key": "office", "rules": "office", "notice": "office",
    "demo": "program", "page": "program", "addin": "program",
}  # fmt: skip
"""Command -> its room, in the order of the help page."""
COMMANDS = tuple(ROOMS)
GROUPS = ("ledger", "key", "notice", "page", "addin")
"""Commands with commands of their own: the module's ``COMMANDS`` maps each to its function, ``HELP`` is its line of help."""
SPELLED = {"import": "importing"}
"""Commands whose name is a word of Python's own: the name of their module and function."""


def command_group(name: str) -> tuple[Mapping[str, Callable[..., Any]], str, str | None]:
    """The commands of a group, its line of help, and the examples under its help page."""
    module = module_of(name)
    return module.COMMANDS, module.HELP, getattr(module, "EPILOG", None)


def command_function(name: str) -> tuple[Callable[..., Any], str | None]:
    """The function behind a command, and the examples under its help page."""
    module = module_of(name)
    return getattr(module, SPELLED.get(name, name)), getattr(module, "EPILOG", None)


def module_of(name: str) -> ModuleType:
    return import_module(f"addin.commands.{ROOMS[name]}.{SPELLED.get(name, name)}")
