"""A progress bar on stderr for long work."""

from __future__ import annotations

import sys
from typing import ClassVar

from addin.terminal import streams
from workbooks.files.progress import Progress, silent


class ProgressBar:
    """A progress bar, shown only if stderr is a terminal. ``watcher`` receives the progress instead, if set."""

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
