"""Runs in the page's Python, not here: the same patterns, dataclass and annotation, compiled and then looked up."""

from __future__ import annotations

import builtins
import dataclasses
import re
from importlib import import_module
from pathlib import Path
from typing import Any

from addin.browser import remembered

STORE = Path("/store.bin")


def told() -> list[Any]:
    """What comes of a pattern, of a dataclass, and of an annotation that is written as text."""
    re.purge()
    pattern = re.compile(r"(?P<year>\d{4})年|([甲乙])+", re.IGNORECASE)
    one = dataclasses.make_dataclass("One", [("name", str), ("at", int, 3)], frozen=True, slots=True)
    annotation = import_module("annotationlib").ForwardRef("list[int]").evaluate()
    found = [(match.group(), match.groups(), match.groupdict()) for match in pattern.finditer("2025年 甲乙")]
    return [found, repr(one("a")), one("a") == one("a"), one("a", 4) == one("a"), hash(one("a")), annotation]


def refused(*_: Any, **__: Any) -> Any:
    raise AssertionError("compiled anew")


memory = remembered.Memory()
first = told()
STORE.write_bytes(memory.stored(["json"]))
modules = remembered.recall(STORE)
parse, compiling = remembered.COMPILER._parser.parse, builtins.compile
remembered.COMPILER._parser.parse = builtins.compile = refused
try:
    second = told()
    try:
        re.compile("never seen before")
        missed = "found"
    except AssertionError as error:
        missed = str(error)
finally:
    remembered.COMPILER._parser.parse, builtins.compile = parse, compiling
print([first == second, len(first[0]), modules, missed, re.compile("never seen be.ore").match("never seen before") is not None])
