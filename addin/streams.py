"""What goes to the terminal: tables and lines on stdout, one line of complaint on stderr, on any code page."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100
NARROWEST = 60


def prepare() -> None:
    """A character the console's code page lacks is replaced, never an error (GBK lacks some names' characters)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


@lru_cache(maxsize=1)
def out() -> Console:
    """The console for people. As wide as the terminal up to ``WIDTH``; exactly ``WIDTH`` into a pipe or a file."""
    return console(stderr=False)


@lru_cache(maxsize=1)
def err() -> Console:
    return console(stderr=True)


def console(stderr: bool) -> Console:
    from rich.console import Console

    made = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    made.width = max(NARROWEST, min(made.width, WIDTH)) if made.is_terminal else WIDTH
    return made


def say(text: str | None = "", style: str | None = None) -> None:
    """A line (or several) for people, as it is; None says nothing."""
    if text is not None:
        out().print(text, style=style or None, soft_wrap=True)


def say_wrapped(text: str, style: str | None = None) -> None:
    """A paragraph, broken to the width of the terminal."""
    from addin.wrapping import wrapped

    say("\n".join(wrapped(text, out().width)), style)


@contextmanager
def working(what: str) -> Iterator[None]:
    """A spinner on stderr while something takes longer than a glance; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield
        return
    with err().status(f"{what}…"):
        yield


def complain(line: str) -> None:
    """One line on stderr."""
    print(" ".join(line.split()), file=sys.stderr, flush=True)


def put_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A plain table for people."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    out().print(table)


def put_json(document: Any) -> None:
    """The document on stdout: UTF-8 text, or pure ASCII with escapes where stdout has another code page. Valid in both."""
    utf8 = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf8")
    print(json.dumps(document, ensure_ascii=not utf8, indent=2))


def write(text: str) -> None:
    """Text for a file or a program, as it is."""
    sys.stdout.write(text)
