"""The commands, one module per command, grouped by user: one class (workbook), an office, the program itself.

Modules import what they need at run time, so that every command starts fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

FOLDERS = {
    "new": "workbook", "next": "workbook", "import": "workbook", "check": "workbook", "tidy": "workbook", "fill": "workbook",
    "total": "workbook", "survey": "workbook",
    "attendance": "workbook", "number": "workbook", "ledger": "office", "export": "workbook", "checklist": "workbook",
    "mask": "workbook", "undo": "workbook", "review": "office", "key": "office", "rules": "office", "notice": "office",
    "demo": "program", "page": "program", "addin": "program",
}  # fmt: skip
"""{command: package} in the order of the help page."""
COMMANDS = tuple(FOLDERS)
GROUPS = ("ledger", "key", "notice", "page", "addin")
"""Commands with subcommands: ``COMMANDS`` of the module maps them to functions, ``HELP`` is the help line."""
SPELLED = {"import": "importing"}
"""Commands named like a Python keyword: the name of their module and function."""


def command_group(name: str) -> tuple[Mapping[str, Callable[..., Any]], str, str | None]:
    """The subcommands of a group, its help line, and the examples of its help page."""
    module = module_of(name)
    return module.COMMANDS, module.HELP, getattr(module, "EPILOG", None)


def command_function(name: str) -> tuple[Callable[..., Any], str | None]:
    """The function of a command, and the examples of its help page."""
    module = module_of(name)
    return getattr(module, SPELLED.get(name, name)), getattr(module, "EPILOG", None)


def module_of(name: str) -> ModuleType:
    return import_module(f"addin.commands.{FOLDERS[name]}.{SPELLED.get(name, name)}")
