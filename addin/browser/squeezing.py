"""Parts of the page compressed by zstd, the same bytes whichever way: by a library here of the version that the page's own
interpreter has, or else by that interpreter, which takes four times as long."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Protocol

from workbooks.files import replacing

LEVEL = 19
VERSION = "1.5.7"
"""Of zstd in the locked interpreter, which makes sure of it; another one may find other matches."""
SCRIPT = "squeezing.mjs"


class ByNode(Protocol):
    """Runs a script with the page's own interpreter: its name, the files it is given by their names -> the files it makes."""

    def __call__(self, script: str, given: dict[str, bytes], /) -> dict[str, bytes]: ...


def library() -> ModuleType | None:
    """The library that compresses as the interpreter does, if this machine has it."""
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
    """Compresses parts side by side, each on a processor of its own; what goes wrong is said where a part is asked for.

    ``keep``: the folder for what need not be made again.
    """

    def __init__(self, keep: Path, by_node: ByNode, known: ModuleType | None) -> None:
        self.keep, self.by_node, self.known = keep, by_node, known
        self.pool = ThreadPoolExecutor(os.cpu_count())

    def __enter__(self) -> Squeezing:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown(cancel_futures=True)

    def __call__(self, data: bytes, window: int) -> Callable[[], bytes]:
        """Begin. What comes back gives, when it is needed, how long the data are and the data compressed. ``window``: from how
        far back, as a power of two, something may be said again."""
        return self.pool.submit(self.squeezed, data, window).result

    def squeezed(self, data: bytes, window: int) -> bytes:
        how = json.dumps({"level": LEVEL, "window": window, "version": VERSION}).encode()
        kept = self.keep / f"squeezed-{sha256(how + data).hexdigest()}"
        if not kept.is_file():
            replacing.replace(kept, self.made(data, window, how))
        return len(data).to_bytes(4, "little") + kept.read_bytes()

    def made(self, data: bytes, window: int, how: bytes) -> bytes:
        if self.known is None:
            return self.by_node(SCRIPT, {"how.json": how, "given.bin": data})["squeezed.bin"]
        parameter = self.known.CompressionParameter
        made: bytes = self.known.compress(data, options={parameter.compression_level: LEVEL, parameter.window_log: window})
        return made
