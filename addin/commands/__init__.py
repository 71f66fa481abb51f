"""The commands, one module a command. A module imports what it needs when it runs, so that every command starts quickly."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

COMMANDS = ("new", "check", "tidy", "total", "number", "export", "undo", "rules", "demo")
"""In the order of the help page."""


def command_function(name: str) -> tuple[Callable[..., Any], str | None]:
    """The function behind a command, and the examples under its help page."""
    module = import_module(f"addin.commands.{name}")
    return getattr(module, name), getattr(module, "EPILOG", None)
