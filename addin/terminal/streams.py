"""Terminal output: tables and lines on stdout, one error line on stderr, in any encoding.

All output, text or JSON, passes ``leaving``, which masks personal numbers (unless the user asked to see them) and replaces
control characters.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from addin.terminal.wrapping import figures, wrapped
from udfs.records.masking import SENSITIVE_NUMBERS, MaskedTexts, hide
from udfs.values.regex import regex
from udfs.values.terminal import harmless

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

WIDTH = 100
NARROWEST = 60
_BREAKS = regex(r"[ \t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


class Gate:
    """The output options of this run."""

    def __init__(self) -> None:
        self.reveal = False

    def text(self, text: str) -> str:
        return harmless(text if self.reveal else hide(text))

    def value(self, value: Any) -> Any:
        """A document as it may leave the program: texts, numbers and keys masked."""
        return self.shown(value, MaskedTexts(str) if self.reveal else SENSITIVE_NUMBERS.texts)

    def shown(self, value: Any, texts: MaskedTexts) -> Any:
        if isinstance(value, str):
            return texts[value]
        if isinstance(value, dict):
            # Inlined for speed: most values of a large document are texts in dictionaries.
            return {
                texts[key] if type(key) is str else self.shown(key, texts): (
                    texts[held] if type(held) is str else held if held is None or type(held) is bool else self.shown(held, texts)
                )
                for key, held in value.items()
            }
        if isinstance(value, (list, tuple)):
            return [texts[held] if type(held) is str else self.shown(held, texts) for held in value]
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            written = plainly(value)
            return value if texts[written] == written else texts[written]
        return value


GATE = Gate()


def leaving(text: str) -> str:
    """``text`` as it may leave the program in this run."""
    return GATE.text(text)


def plainly(value: int | float) -> str:
    """All digits of a number."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def reveal(wanted: bool) -> bool:
    """The callback of --reveal."""
    GATE.reveal = wanted
    return wanted


def prepare() -> None:
    """Reset the state of an earlier run. Characters missing in the console's encoding (such as GBK) are replaced."""
    GATE.reveal = False
    SENSITIVE_NUMBERS.clear()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


@lru_cache(maxsize=1)
def out() -> Console:
    """The console for people: as wide as the terminal up to ``WIDTH``; exactly ``WIDTH`` for a pipe or a file."""
    return console(stderr=False)


@lru_cache(maxsize=1)
def err() -> Console:
    return console(stderr=True)


def console(stderr: bool) -> Console:
    from rich.console import Console

    made = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    made.width = max(NARROWEST, min(made.width, WIDTH)) if made.is_terminal else WIDTH
    return made


def plain() -> bool:
    """True if output goes to a file or another program: no styles or width are needed, and the slow import of rich is avoided."""
    if any(name in os.environ for name in ("FORCE_COLOR", "TTY_COMPATIBLE")):
        return False
    try:
        return sys.stdout is not None and not sys.stdout.isatty()
    except ValueError:  # it is closed
        return False


def put_line(line: str) -> None:
    """Print a line to a file or another program; exit if the reader is gone."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        silence_stdout()
        raise SystemExit(1) from None


def silence_stdout() -> None:
    """The reader of the pipe is gone: discard further output, and avoid a second error at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return


def say(text: str | None = "", style: str | None = None) -> None:
    """Print a line (or several); None prints nothing."""
    if text is None:
        return
    shown_line = leaving(text)
    if plain() and "\t" not in shown_line:  # terminals expand tabs themselves
        put_line(shown_line)
    else:
        out().print(shown_line, style=style or None, soft_wrap=True)


def width() -> int:
    """The width in columns."""
    return out().width


def put(made: Table | Text) -> None:
    """Print a table, or a line in several styles."""
    from rich.table import Table

    if not isinstance(made, Table):
        out().print(styled(made), soft_wrap=True)
        return
    for column in made.columns:
        column.header = styled(column.header)
        column._cells = [styled(cell) for cell in column._cells]
    if isinstance(made.title, str):
        made.title = leaving(made.title)
    out().print(made)


def styled(cell: RenderableType) -> RenderableType:
    """A cell as it may leave the program; characters keep their position and style."""
    from rich.text import Text

    if isinstance(cell, Text):
        return Text(leaving(cell.plain), style=cell.style, justify=cell.justify, overflow=cell.overflow, spans=cell.spans)
    return leaving(cell) if isinstance(cell, str) else cell


def say_wrapped(text: str, style: str | None = None) -> None:
    """Print a paragraph wrapped to the width of the terminal."""
    say("\n".join(wrapped(leaving(text), out().width)), style)


@contextmanager
def working(what: str) -> Iterator[None]:
    """A spinner on stderr during long work; nothing if stderr is no terminal."""
    if not sys.stderr.isatty():
        yield
        return
    with err().status(f"{what}…"):
        yield


def complain(line: str) -> None:
    """Print one line on stderr. Full-width spaces are kept, since they may be part of a file name."""
    print(leaving(_BREAKS.sub(" ", line).strip()), file=sys.stderr, flush=True)


def put_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a plain table."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    put(table)


def put_figures(headings: Sequence[str], rows: Sequence[Sequence[str]], made: Callable[[], Table]) -> None:
    """Print a table of words (first column) and figures. ``made``: the same as a rich table, for a terminal."""
    lines = None
    if plain():
        shown = [[leaving(cell) for cell in row] for row in (headings, *rows)]
        lines = figures(shown, WIDTH)
    if lines is None:
        put(made())
    for line in lines or ():
        put_line(line)


def put_json(document: Any) -> None:
    """Print the document as JSON: UTF-8, or escaped ASCII if stdout has another encoding."""
    print(harmless(json.dumps(GATE.value(document), ensure_ascii=ascii_only(), indent=2)))


def put_long_json(document: Mapping[str, Any], name: str, entries: Iterable[Any]) -> None:
    """Print ``document`` with the list ``name`` at the end, one entry per line.

    Entries are written one by one, so that a document on ten thousand classes is never in memory as one text.
    """
    for at, (key, value) in enumerate((*document.items(), (name, entries))):
        print("," if at else "{", f"\n  {json.dumps(key)}: ", sep="", end="")
        if isinstance(value, Iterable) and not isinstance(value, (str, Mapping)):
            put_entries(value)
        else:
            print(one_line(GATE.value(value)), end="")
    print("\n}")


def put_entries(entries: Iterable[Any]) -> None:
    """Print a JSON list, one entry per line."""
    print("[", end="")
    for at, entry in enumerate(entries):
        print(",\n    " if at else "\n    ", one_line(GATE.value(entry)), sep="", end="")
    print("\n  ]", end="")


def one_line(value: Any) -> str:
    return harmless(encoder(ascii_only()).encode(value))


@lru_cache(maxsize=2)
def encoder(in_ascii: bool) -> json.JSONEncoder:
    """Cached for ten thousand lines. Our documents contain no cycles."""
    return json.JSONEncoder(ensure_ascii=in_ascii, check_circular=False)


def ascii_only() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return not encoding.lower().replace("-", "").startswith("utf8")


def write(text: str) -> None:
    """Print text for a file or a program, without wrapping."""
    sys.stdout.write(leaving(text))
