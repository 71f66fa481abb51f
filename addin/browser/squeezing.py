"""Reproducible zstd compression of the page's parts: with a local library of the interpreter's version, or with the
interpreter itself, which takes four times as long."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Protocol

from addin.browser.parts import cached

LEVEL = 18
"""Level 19 takes a quarter longer for a page smaller by 0.3 %."""
VERSION = "1.5.7"
"""The version of zstd in the locked interpreter; other versions may produce other bytes."""
SCRIPT = "squeezing.mjs"


class ByNode(Protocol):
    """Runs a script with the page's interpreter: (script, {name: input file}) -> {name: output file}."""

    def __call__(self, script: str, given: dict[str, bytes], /) -> dict[str, bytes]: ...


def library() -> ModuleType | None:
    """A library that compresses exactly like the interpreter, if available."""
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]  # of Python 3.14
    except ImportError:
        try:
            from backports import zstd
        except ImportError:
            return None
    found: ModuleType = zstd
    return found if found.zstd_version == VERSION else None


class Squeezing:
    """Compresses parts in parallel; errors are raised when a part is requested.

    ``keep``: cache folder.
    """

    def __init__(self, keep: Path, by_node: ByNode, known: ModuleType | None) -> None:
        self.keep, self.by_node, self.known = keep, by_node, known
        self.pool = ThreadPoolExecutor(os.cpu_count())

    def __enter__(self) -> Squeezing:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown(cancel_futures=True)

    def __call__(self, data: bytes, window: int) -> Callable[[], bytes]:
        """Start compressing. Returns a function that waits for the result: the length of the data, and the compressed data.
        ``window``: the window size as a power of two."""
        return self.pool.submit(self.squeezed, data, window).result

    def squeezed(self, data: bytes, window: int) -> bytes:
        how = json.dumps({"level": LEVEL, "window": window, "version": VERSION}).encode()
        kept = self.keep / f"squeezed-{sha256(how + data).hexdigest()}"
        return len(data).to_bytes(4, "little") + cached(kept, lambda: self.made(data, window, how))

    def made(self, data: bytes, window: int, how: bytes) -> bytes:
        if self.known is None:
            return self.by_node(SCRIPT, {"how.json": how, "given.bin": data})["squeezed.bin"]
        parameter = self.known.CompressionParameter
        made: bytes = self.known.compress(data, options={parameter.compression_level: LEVEL, parameter.window_log: window})
        return made
