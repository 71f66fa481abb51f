"""What a command does with a mutant, and everything that is wrong with that."""

from __future__ import annotations

import importlib
import os
import pkgutil
import resource
import signal
import sys
import tempfile
import traceback
import weakref
from collections.abc import Iterator
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from threading import Timer
from typing import Any, NoReturn

from addin import cli
from addin.terminal import streams
from tests.command_line import CommandLine
from tests.fuzz.mutants import BOOK, Mutant, seeds
from tests.sample import sample_class
from tests.validators import judge

MOST_SECONDS, MOST_MEMORY, PATIENCE = 10, 500 * 2**20, 600
"""Seconds of the processor. The clock runs faster where others work on the machine: it only ends what waits for ever."""
OURS = (".gaoyan", "home/")


def faults(mutant: Mutant) -> list[str]:
    """Runs the mutant in a folder of its own; what is wrong, a line each."""
    with tempfile.TemporaryDirectory() as parent:
        folder, temporary = Path(parent) / "class", Path(parent) / "temp"
        for place in (folder, temporary):
            place.mkdir()
        for name, data in mutant.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        before = state(folder)
        ran = run(CommandLine(folder), mutant.line, temporary)
        found = list(judged(ran, before, state(folder)))
        found += [f"log: {log.read_text('utf-8')[-500:]}" for log in (folder / "home").rglob("errors.log")]
        found += [f"left in the folder for temporary files: {left.name}" for left in temporary.iterdir()]
        found += [f"litter: {left}" for left in folder.rglob(".~gaoyan*")]
        found += list(written(folder, before, mutant)) if ran.code in (0, 1) else []
    return found


@lru_cache(maxsize=1)
def loaded() -> None:
    """All modules of the product and what they load, once for all forks: a command of its own loads them late, one by one."""
    # numpy's threads would not come along into a fork.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import gc
    import xml.sax.expatreader

    import openpyxl
    import pandas
    import sqlalchemy.dialects.sqlite
    import xlwings

    import addin
    import macros
    import udfs
    import workbooks
    from addin import commands

    del xml, openpyxl, pandas, sqlalchemy, xlwings
    names = [f"addin.{module.name}" for module in pkgutil.iter_modules(addin.__path__) if not module.ispkg]
    for package in (udfs, workbooks, macros, commands):
        names += [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    for name in names:
        if not name.endswith("__main__"):
            importlib.import_module(name)
    gc.freeze()


class Finished:
    """How a process ended. ``seconds``: of the processor, children and all; ``memory``: bytes of the largest of them."""

    def __init__(self, code: int, out: str, err: str, seconds: float, memory: int) -> None:
        self.code, self.out, self.err, self.seconds, self.memory = code, out, err, seconds, memory


def run(gaoyan: CommandLine, line: tuple[str, ...], temporary: Path) -> Finished:
    """The command in a process of its own, a fork of this one: the libraries are loaded already."""
    loaded()
    environment = {**gaoyan.environment, "TMPDIR": str(temporary), "PYTHONPATH": os.getcwd()}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            command(gaoyan.folder, environment, line, out.fileno(), err.fileno())
        timer = Timer(PATIENCE, partial(os.kill, child, signal.SIGKILL))
        timer.start()
        _, status, used = os.wait4(child, 0)
        timer.cancel()
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
    return Finished(os.waitstatus_to_exitcode(status), *texts, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def command(folder: Path, environment: dict[str, str], line: tuple[str, ...], out: int, err: int) -> NoReturn:
    """What the fork does; it never returns into the tests."""
    code = 99
    finalize: Any = weakref.finalize
    # What the parent would take away at its end is not the fork's to take away; what comes from here on is.
    finalize._registry.clear()
    try:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        tempfile.tempdir = None
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        resource.setrlimit(resource.RLIMIT_CPU, (3 * MOST_SECONDS, 3 * MOST_SECONDS))
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w", encoding="utf-8"), open(2, "w", encoding="utf-8")  # noqa: SIM115
        streams.out.cache_clear()
        streams.err.cache_clear()
        code = cli.run(line)
        sys.stdout.flush()
        sys.stderr.flush()
        finalize._exitfunc()
    except SystemExit as left:
        code = int(left.code or 0)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def judged(ran: Finished, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    if ran.code not in (0, 1, 2, 3):
        yield f"exit code {ran.code}: {ran.err[-300:]}"
    if ran.code > 1 and ran.err.count("\n") != 1:
        yield f"{ran.err.count(chr(10))} lines on stderr: {ran.err[:300]}"
    for word in ("Traceback", "程序出错", "执行出错"):
        if word in ran.out + ran.err:
            yield f"{word}: {(ran.out + ran.err)[-300:]}"
    if ran.seconds > MOST_SECONDS:
        yield f"{ran.seconds:.1f} seconds"
    if ran.memory > MOST_MEMORY:
        yield f"{ran.memory / 2**20:.0f} MB"
    if ran.code > 1 and before != after:
        yield f"failed, yet changed {sorted(set(before.items()) ^ set(after.items()))}"
    stated = ran.out + ran.err
    c = sample_class(trainees=12, staff=2)
    yield from (f"personal: {number}" for one in c.people for number in (str(one.document), str(one.phone)) if number in stated)
    if set(stated) & set("\x00\x07\x1b\x9b"):
        yield "control characters"


def written(folder: Path, before: dict[str, str], mutant: Mutant) -> Iterator[str]:
    """What a strict judge says against workbooks that are new, or were changed and right before."""
    sound = mutant.files[BOOK] == seeds()[BOOK][BOOK] or mutant.what.endswith("values")
    for path in folder.rglob("*.xlsx"):
        name = str(path.relative_to(folder))
        if name.startswith(OURS) or before.get(name) == digest(path) or (name == BOOK and not sound):
            continue
        yield from (f"{name}: {fault}" for fault in judge(path)[:3])


def state(folder: Path) -> dict[str, str]:
    """Digest by name of everything but the journal and the user's own folders."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {name: digest(path) for path in files if not (name := str(path.relative_to(folder))).startswith(OURS)}


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
