"""What Python would work out anew at every opening, worked out once when the page is built: compiled patterns, the methods that
dataclasses write for themselves, annotations, and which modules the first check needs.

While the page is built, its own interpreter does its first tasks (``remembering.mjs``), and what it compiles is kept; when the
page opens, it is looked up. What is not found there is compiled as ever.
"""

from __future__ import annotations

import dataclasses
import marshal
import re
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import BaseModel

STORE = Path(__file__).with_name("remembered.bin")
VERSION = 2
"""Of marshal: the newest whose bytes do not depend on who else holds a text."""
Pattern = tuple[str | bytes, int]
"""As it is written, and its flags."""
Source = tuple[str, str]
"""A text of Python, and how it is compiled."""
COMPILER: Any = import_module("re._compiler")
ANNOTATIONS = "annotationlib"
"""Only the page's Python has it, which is newer than others that read this."""


def recall(store: Path = STORE) -> list[str]:
    """From now on look up what lies in the store. The modules that the first check needs, for ``load``."""
    patterns, sources, modules = marshal.loads(store.read_bytes())
    look_up(dict(patterns), dict(sources))
    return list(modules)


def load(modules: Iterable[str]) -> None:
    """Have these modules at hand before somebody asks for what they do."""
    for name in modules:
        import_module(name)


def look_up(patterns: Mapping[Pattern, bytes], sources: Mapping[Source, bytes]) -> None:
    """Take from these what is compiled from now on; each is read when it is asked for."""
    anew, made = COMPILER.compile, COMPILER._sre.compile

    def pattern(wanted: Any, flags: int = 0) -> Any:
        kept = patterns.get((wanted, int(flags))) if isinstance(wanted, str | bytes) else None
        return made(*marshal.loads(kept)) if kept else anew(wanted, flags)

    def code(source: Any, name: str, mode: str) -> Any:
        kept = sources.get((source, mode))
        return marshal.loads(kept) if kept else compile(source, name, mode)

    put_in_place(pattern, code)


def put_in_place(pattern: Callable[..., Any], code: Callable[[Any, str, str], Any]) -> None:
    """Let these compile patterns, annotations, and what dataclasses write. Models are built when they are first used: half of
    them the first check has no use for."""
    BaseModel.model_config["defer_build"] = True

    def run(source: str, *where: Any) -> None:
        exec(code(source, "<string>", "exec"), *where)

    COMPILER.compile = pattern
    vars(import_module(ANNOTATIONS))["compile"] = code
    vars(dataclasses)["exec"] = run


class Memory:
    """What has been compiled since this was made, as the store keeps it."""

    def __init__(self) -> None:
        self.patterns: dict[Pattern, bytes] = {}
        self.sources: dict[Source, bytes] = {}
        re.purge()
        self._anew, self._made = COMPILER.compile, COMPILER._sre.compile
        put_in_place(self._pattern, self._code)

    def _pattern(self, wanted: Any, flags: int = 0) -> Any:
        def noted(text: Any, bits: int, code: list[int], *more: Any) -> Any:
            if isinstance(wanted, str | bytes):
                kept = (text, int(bits), [int(one) for one in code], *more)
                self.patterns[wanted, int(flags)] = marshal.dumps(kept, VERSION)
            return self._made(text, bits, code, *more)

        COMPILER._sre.compile = noted
        try:
            return self._anew(wanted, flags)
        finally:
            COMPILER._sre.compile = self._made

    def _code(self, source: Any, name: str, mode: str) -> Any:
        made = compile(source, name, mode)
        self.sources[source, mode] = marshal.dumps(made, VERSION)
        return made

    def stored(self, modules: Iterable[str]) -> bytes:
        kept = (sorted(self.patterns.items(), key=repr), sorted(self.sources.items(), key=repr), list(modules))
        return marshal.dumps(kept, VERSION)
