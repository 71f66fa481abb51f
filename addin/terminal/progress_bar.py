"""A bar on stderr for work that takes longer than a glance."""

from __future__ import annotations

import sys
from typing import ClassVar

from addin.terminal import streams
from workbooks.files.progress import Progress, silent


class ProgressBar:
    """A bar on stderr while somebody watches; silence otherwise. Where there is no terminal, ``watcher`` may be told instead."""

    watcher: ClassVar[Progress | None] = None

    def __init__(self, silent: bool) -> None:
        self.silent = silent or not sys.stderr.isatty()

    def __enter__(self) -> Progress:
        if ProgressBar.watcher is not None:
            return ProgressBar.watcher
        if self.silent:
            return silent
        from rich.progress import Progress as Bar

        self.bar = Bar(console=streams.err(), transient=True)
        self.bar.start()
        tasks: dict[str, int] = {}

        def advance(what: str, done: int, whole: int) -> None:
            if what not in tasks:
                tasks[what] = self.bar.add_task(what, total=whole)
            self.bar.update(tasks[what], completed=done, total=whole)  # type: ignore[arg-type]

        return advance

    def __exit__(self, *_: object) -> None:
        if not self.silent and ProgressBar.watcher is None:
            self.bar.stop()
