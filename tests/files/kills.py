"""Commands killed at random moments, the one after the file was replaced among them: ``python -m tests.files.kills [COUNT]``.

After each kill the workbook must be the one before or the one after, whole, and ``undo`` must lead back to the bytes before.
"""

from __future__ import annotations

import math
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from addin import cli
from tests.closed_cells import open_book
from tests.command_line import DAY, CommandLine
from tests.sample import sample_class
from workbooks.closed import journal
from workbooks.files import replacing

LINES = (("check", "班.xlsx", "--write"), ("total", "班.xlsx"), ("tidy", "班.xlsx"), ("number", "班.xlsx"))


def forked(gaoyan: CommandLine, line: tuple[str, ...], prepare: Callable[[], None]) -> int:
    """The command in a fork, which says nothing; its process id."""
    child = os.fork()
    if child == 0:
        silent(gaoyan, line, prepare)
    return child


def silent(gaoyan: CommandLine, line: tuple[str, ...], prepare: Callable[[], None]) -> NoReturn:
    code = 99
    try:
        os.chdir(gaoyan.folder)
        os.environ.update(gaoyan.environment)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        prepare()
        code = cli.run((*line, "--today", DAY))
    finally:
        os._exit(code)


def nothing() -> None:
    """No fault is prepared."""


def after_the_replacement() -> None:
    """The process kills itself once a workbook of the user's was replaced, before anything else is done."""
    real = os.replace

    def replaced(source: os.PathLike[str], target: os.PathLike[str]) -> None:
        real(source, target)
        if Path(target).suffix == ".xlsx":
            os.kill(os.getpid(), signal.SIGKILL)

    replacing.os.replace = replaced


def kill(original: bytes, line: tuple[str, ...], seconds: float | None, folder: Path) -> str:
    """'before' or 'after': which workbook stands once the command was killed. Raises AssertionError for anything else.

    ``seconds``: when; None: right after the replacement.
    """
    gaoyan = CommandLine(folder)
    book = folder / "班.xlsx"
    book.write_bytes(original)
    shutil.rmtree(folder / ".gaoyan", ignore_errors=True)
    child = forked(gaoyan, line, after_the_replacement if seconds is None else nothing)
    ended, until = 0, time.monotonic() + (math.inf if seconds is None else seconds)
    while not ended and time.monotonic() < until:  # one that has ended by itself is not waited for
        time.sleep(0.005)
        ended, _ = os.waitpid(child, os.WNOHANG)
    if not ended:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    data = book.read_bytes()
    assert open_book(book).sheets, "the workbook cannot be read"
    if data == original:
        return "before"
    assert [step.after for step in journal.steps(book)][-1] == replacing.digest_of(book), "the journal does not know it"
    journal.undo(book)
    assert book.read_bytes() == original, "undo does not lead back"
    return "after"


def kills(count: int, seed: int = 1) -> Counter[str]:
    """So many kills, each fourth of them right after the replacement."""
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        original = CommandLine(folder).book(unchecked()).read_bytes()
        for at in range(count):
            line = LINES[at // 4 % len(LINES)]
            stands = kill(original, line, None if at % 4 == 0 else chance.random() * 3, folder)
            assert at % 4 or stands == "after", f"{line}: killed after the replacement, the old workbook stands"
            found[stands] += 1
            left = [one.name for one in folder.rglob(f"{replacing.TEMPORARY}*")]
            found["left for the next run to sweep"] += len(left)
            for one in folder.rglob(f"{replacing.TEMPORARY}*"):
                one.unlink()
            if at % 25 == 24 and count > 25:
                print(f"{at + 1} of {count}: {dict(found)}", file=sys.stderr, flush=True)
    return found


def unchecked():  # type: ignore[no-untyped-def]
    """A class in which every command has something to write."""
    c = sample_class(trainees=12, staff=2)
    first = c.people[0].changed(phone="１３８００１３８０００ ")
    results = tuple(one.changed(certificate=None) for one in c.results)
    return c.changed(people=(first, *c.people[1:]), results=results, accounts=c.accounts.changed(lodging=1))


if __name__ == "__main__":
    print(dict(kills(int(sys.argv[1]) if len(sys.argv) > 1 else 500)))
