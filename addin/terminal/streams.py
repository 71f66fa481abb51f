"""What goes to the terminal: tables and lines on stdout, one line of complaint on stderr, on any code page.

It is the one gate: whatever is printed, as text or as JSON, passes ``leaving``, which masks the numbers of persons (unless the
user asked to see them) and takes from the terminal what it would obey.
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
from udfs.records.masking import KNOWN, Looked, hide
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
    """What the user asked for in this run."""

    def __init__(self) -> None:
        self.reveal = False

    def text(self, text: str) -> str:
        return harmless(text if self.reveal else hide(text))

    def value(self, value: Any) -> Any:
        """A document as it may leave: texts, numbers that are somebody's, and keys."""
        return self.shown(value, Looked(str) if self.reveal else KNOWN.texts)

    def shown(self, value: Any, texts: Looked) -> Any:
        if isinstance(value, str):
            return texts[value]
        if isinstance(value, dict):
            # Nearly all of a large document are texts in dictionaries, and words for nothing: no call for each.
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
    """As if nothing had run before. A character the console's code page lacks is replaced, never an error (GBK lacks some)."""
    GATE.reveal = False
    KNOWN.clear()
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


def plain() -> bool:
    """True where what is said goes into a file or another program: no style, no width to find out, and so no need of the library
    that knows of both, which takes longer to load than most commands to run."""
    if any(name in os.environ for name in ("FORCE_COLOR", "TTY_COMPATIBLE")):
        return False
    try:
        return sys.stdout is not None and not sys.stdout.isatty()
    except ValueError:  # it is closed
        return False


def put_line(line: str) -> None:
    """A line into a file or another program. Where that has gone, there is nothing more to do for anybody."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        silence_stdout()
        raise SystemExit(1) from None


def silence_stdout() -> None:
    """The reader of the pipe has gone: nothing more to say, and no second error while the interpreter closes it."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return


def say(text: str | None = "", style: str | None = None) -> None:
    """A line (or several) for people, as it is; None says nothing."""
    if text is None:
        return
    said = leaving(text)
    if plain() and "\t" not in said:  # a terminal has its own idea of a tab
        put_line(said)
    else:
        out().print(said, style=style or None, soft_wrap=True)


def width() -> int:
    """Columns for people."""
    return out().width


def put(made: Table | Text) -> None:
    """A table, or a line in several styles."""
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
    """A cell as it may leave; each character keeps its place, and so its style."""
    from rich.text import Text

    if isinstance(cell, Text):
        return Text(leaving(cell.plain), style=cell.style, justify=cell.justify, overflow=cell.overflow, spans=cell.spans)
    return leaving(cell) if isinstance(cell, str) else cell


def say_wrapped(text: str, style: str | None = None) -> None:
    """A paragraph, broken to the width of the terminal."""
    say("\n".join(wrapped(leaving(text), out().width)), style)


@contextmanager
def working(what: str) -> Iterator[None]:
    """A spinner on stderr while something takes longer than a glance; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield
        return
    with err().status(f"{what}…"):
        yield


def complain(line: str) -> None:
    """One line on stderr. A wide space stays: it may be one of a file's name."""
    print(leaving(_BREAKS.sub(" ", line).strip()), file=sys.stderr, flush=True)


def put_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A plain table for people."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    put(table)


def put_figures(headings: Sequence[str], rows: Sequence[Sequence[str]], made: Callable[[], Table]) -> None:
    """A table of words, in its first column, and figures. ``made``: the same for a terminal."""
    lines = None
    if plain():
        shown = [[leaving(cell) for cell in row] for row in (headings, *rows)]
        lines = figures(shown, WIDTH)
    if lines is None:
        put(made())
    for line in lines or ():
        put_line(line)


def put_json(document: Any) -> None:
    """The document on stdout: UTF-8 text, or pure ASCII with escapes where stdout has another code page. Valid in both."""
    print(harmless(json.dumps(GATE.value(document), ensure_ascii=ascii_only(), indent=2)))


def put_long_json(document: Mapping[str, Any], name: str, entries: Iterable[Any]) -> None:
    """``document`` with a list ``name`` at its end. Of every list an entry a line, each written before the next one is asked for:
    a document about ten thousand classes never stands in memory as one text."""
    for at, (key, value) in enumerate((*document.items(), (name, entries))):
        print("," if at else "{", f"\n  {json.dumps(key)}: ", sep="", end="")
        if isinstance(value, Iterable) and not isinstance(value, (str, Mapping)):
            put_entries(value)
        else:
            print(one_line(GATE.value(value)), end="")
    print("\n}")


def put_entries(entries: Iterable[Any]) -> None:
    """A list of JSON, an entry a line."""
    print("[", end="")
    for at, entry in enumerate(entries):
        print(",\n    " if at else "\n    ", one_line(GATE.value(entry)), sep="", end="")
    print("\n  ]", end="")


def one_line(value: Any) -> str:
    return harmless(encoder(ascii_only()).encode(value))


@lru_cache(maxsize=2)
def encoder(in_ascii: bool) -> json.JSONEncoder:
    """Made once for ten thousand lines. What we write holds nothing that holds itself."""
    return json.JSONEncoder(ensure_ascii=in_ascii, check_circular=False)


def ascii_only() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return not encoding.lower().replace("-", "").startswith("utf8")


def write(text: str) -> None:
    """Text for a file or a program, not broken into lines."""
    sys.stdout.write(leaving(text))
