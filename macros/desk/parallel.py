"""One loop over many pieces of work, and the ways to run it: this process, local processes, a cluster (``macros.desk.cluster``).

A way answers each piece by a future of ``concurrent.futures``. A local process is an executor of the standard library with one
worker that holds one piece at a time, so a broken executor names the piece that broke it; a piece that takes too long ends its
own process. Results come packed, in parts, and stay so until one is looked at: a run needs some kilobytes of memory a piece.
"""

from __future__ import annotations

import math
import os
import pickle
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar, overload

from workbooks.files.progress import Progress, silent
from workbooks.sandbox import CHILDREN

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Piece = TypeVar("Piece")
Made = TypeVar("Made")
Asked = TypeVar("Asked", contravariant=True)
WORTH_A_PROCESS = 12
"""Minimum number of pieces for local processes; for fewer, starting them costs more than it saves."""
MOST_PROCESSES = 8
LIMIT_SECONDS = 300.0
"""Time limit of a piece. The worst package takes a tenth of it."""
MOMENT_SECONDS = 1.0
"""So often a loop that waits looks whether anybody is left to answer, and Windows whether Ctrl-C was pressed."""
STARTING = "forkserver" if os.name == "posix" else "spawn"
"""Not fork: a process in which a thread draws a bar of progress must not be copied."""
LEVEL = 1
"""How hard answers are packed: the quickest takes a tenth of a millisecond and leaves a fifth."""
DIED, HUNG, BROKE, STOPPED = "died", "hung", "broke", "stopped"
"""Why a piece has no result of its own: its process ended twice, it took too long, the function itself failed, Ctrl-C
came first."""


class Answer(NamedTuple):
    """A result as its parts, each packed. ``state``: digest of the content from which it was made; '' if it may not be kept."""

    parts: tuple[bytes, ...]
    state: str = ""


@dataclass(frozen=True)
class Work(Generic[Piece, Made]):
    """What is done with each piece. The functions stand in modules, so that every process can find them.

    ``failed(piece, why)``: the result in the place of one that could not be made. ``state``: see ``Answer``. ``apart``: what of a
    result is looked at without the rest of it, and at the end that rest. ``prepared``: modules that ``do`` needs, imported once
    for all local processes.
    """

    do: Callable[[Piece], Made]
    failed: Callable[[Piece, str], Made]
    state: Callable[[Made], str]
    apart: Callable[[Made], tuple[object, ...]]
    prepared: tuple[str, ...] = ()

    def answer(self, piece: Piece) -> Answer:
        """The packed result; an exception becomes a failure."""
        try:
            made = self.do(piece)
            return Answer(packed(self.apart(made)), self.state(made))
        except Exception:
            return self.failure(piece, BROKE)

    def failure(self, piece: Piece, why: str) -> Answer:
        return Answer(packed(self.apart(self.failed(piece, why))))


def packed(parts: Sequence[object]) -> tuple[bytes, ...]:
    return tuple(zlib.compress(pickle.dumps(part, pickle.HIGHEST_PROTOCOL), LEVEL) for part in parts)


def unpacked(part: bytes) -> Any:
    """Unpickling executes code: only for answers of our own processes and of a sealed cache."""
    return pickle.loads(zlib.decompress(part))


@dataclass
class Results(Sequence[Made]):
    """The results in the order of the pieces, unpacked whenever one is looked at; ``undone``: places of those that Ctrl-C came
    before. ``part``: which part of each, the last one unless stated."""

    answers: list[Answer]
    undone: list[int] = field(default_factory=list)
    part: int = -1

    def of_part(self, part: int) -> Results[Any]:
        """The same with another part of each."""
        return replace(self, part=part)

    @overload
    def __getitem__(self, at: int) -> Made: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Made]: ...
    def __getitem__(self, at: int | slice) -> Made | Sequence[Made]:
        if isinstance(at, slice):
            return [unpacked(one.parts[self.part]) for one in self.answers[at]]
        found: Made = unpacked(self.answers[at].parts[self.part])
        return found

    def __len__(self) -> int:
        return len(self.answers)

    def __iter__(self) -> Iterator[Made]:
        return (unpacked(one.parts[self.part]) for one in self.answers)


class Known(Protocol[Asked]):
    """What earlier runs found out."""

    def recall(self, piece: Asked) -> Answer | None:
        """None where the piece has to be done."""

    def keep(self, piece: Asked, answer: Answer) -> None:
        """Keep an answer for later runs."""


class Way:
    """How pieces are done: here, in this process. ``limit``: seconds after which a piece that was lost had taken too long."""

    limit = math.inf

    def __enter__(self) -> Way:
        return self

    def __exit__(self, *_: object) -> None:
        """What still runs is ended."""

    def capacity(self) -> int:
        """How many pieces may be out at once."""
        return 1

    def deserted(self) -> bool:
        """Nobody is left who could answer."""
        return False

    def submit(self, work: Work[Piece, Made], piece: Piece) -> Future[Answer]:
        """The future has an exception if whoever had the piece is gone."""
        from concurrent.futures import Future

        done: Future[Answer] = Future()
        done.set_result(work.answer(piece))
        return done


class LocalProcesses(Way):
    """``number`` processes of this machine, begun when there is something to do."""

    def __init__(self, number: int, limit: float) -> None:
        self.number, self.limit = number, limit
        self.idle: list[ProcessPoolExecutor] = []
        self.busy: dict[Future[Answer], ProcessPoolExecutor] = {}

    def __enter__(self) -> Way:
        from multiprocessing import active_children  # a browser's Python has none of this

        self.others = set(active_children())
        return self

    def __exit__(self, *_: object) -> None:
        from multiprocessing import active_children

        for child in set(active_children()) - self.others:
            child.kill()
        for executor in (*self.idle, *self.busy.values()):
            executor.shutdown(cancel_futures=True)

    def capacity(self) -> int:
        return self.number

    def submit(self, work: Work[Piece, Made], piece: Piece) -> Future[Answer]:
        from concurrent.futures import BrokenExecutor

        for future in [future for future in self.busy if future.done()]:
            executor = self.busy.pop(future)
            if future.exception() is None:
                self.idle.append(executor)
            else:
                executor.shutdown(wait=False)
        executor = self.idle.pop() if self.idle else self.begun(work)
        try:
            future = executor.submit(answer_in_time, work, piece, self.limit)
        except BrokenExecutor:  # ended while it had nothing to do
            executor = self.begun(work)
            future = executor.submit(answer_in_time, work, piece, self.limit)
        self.busy[future] = executor
        return future

    def begun(self, work: Work[Any, Any]) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        context = get_context(STARTING)
        if STARTING == "forkserver":
            context.set_forkserver_preload([__name__, *work.prepared])
        return ProcessPoolExecutor(1, context, prepare)


def prepare() -> None:
    """Begin a local process. Only its parent handles Ctrl-C."""
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what all processes have in common is not looked through again and again


def answer_in_time(work: Work[Piece, Made], piece: Piece, limit: float) -> Answer:
    """The answer, or the end of this process: a piece may hang inside a library that no signal stops."""
    import faulthandler

    with open(os.devnull, "w", encoding="ascii") as nowhere:
        faulthandler.dump_traceback_later(limit, exit=True, file=nowhere)
        try:
            return work.answer(piece)
        finally:
            faulthandler.cancel_dump_traceback_later()


def default_processes() -> int:
    """As many as this process may use cores, within reason."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MOST_PROCESSES, cores))


def ways_for(count: int, processes: int, limit: float) -> list[Way]:
    """The ways to do so many pieces, one after the other: what the first loses is tried once more, alone, since it may have been
    somebody else's fault (memory). ``processes``: how many; 0: as is best."""
    if not CHILDREN or not (processes or count >= WORTH_A_PROCESS):
        return [Way()]
    return [LocalProcesses(min(processes or default_processes(), count), limit), LocalProcesses(1, limit)]


def mapped(
    work: Work[Piece, Made],
    pieces: Sequence[Piece],
    progress: Progress = silent,
    known: Known[Piece] | None = None,
    processes: int = 0,
    limit: float = LIMIT_SECONDS,
    cluster: Way | None = None,
) -> Results[Made]:
    """The results of all pieces. ``processes``: how many local ones (0: as is best); ``cluster``: machines that are asked first.

    Nothing a piece does is raised. After Ctrl-C the results that are missing are those of ``failed(piece, STOPPED)``.
    Errors: ``Unusable`` for a cluster that cannot be reached.
    """
    found: dict[int, Answer] = {}
    undone: list[int] = []
    try:
        for at, piece in enumerate(pieces):
            if known is not None and (answer := known.recall(piece)) is not None:
                found[at] = answer
        progress("核验", len(found), len(pieces))
        left = deque(at for at in range(len(pieces)) if at not in found)
        ways = [
            *([cluster] if cluster else []),
            *ways_for(len(left), processes or (default_processes() if cluster else 0), limit),
        ]
        for at, answer in in_turn(work, pieces, left, ways):
            found[at] = answer
            if known is not None and answer.state:
                known.keep(pieces[at], answer)
            progress("核验", len(found), len(pieces))
    except KeyboardInterrupt:
        undone = [at for at in range(len(pieces)) if at not in found]
    return Results([found[at] if at in found else work.failure(piece, STOPPED) for at, piece in enumerate(pieces)], undone)


def in_turn(
    work: Work[Piece, Made], pieces: Sequence[Piece], left: deque[int], ways: Sequence[Way]
) -> Iterator[tuple[int, Answer]]:
    """(place, answer) of each of the places ``left``, in any order; each way is given what those before it have lost."""
    for way in ways:
        if left:
            with way:
                yield from answers(work, pieces, left, way)
    yield from ((at, work.failure(pieces[at], DIED)) for at in left)


def answers(work: Work[Piece, Made], pieces: Sequence[Piece], left: deque[int], way: Way) -> Iterator[tuple[int, Answer]]:
    """(place, answer) as they come; at the end ``left`` are those that the way has lost."""
    from concurrent.futures import FIRST_COMPLETED, wait

    out: dict[Future[Answer], tuple[int, float]] = {}
    lost: list[int] = []
    while (left or out) and not way.deserted():
        while left and len(out) < way.capacity():
            at = left.popleft()
            out[way.submit(work, pieces[at])] = at, time.monotonic()
        for future in wait(out, MOMENT_SECONDS, FIRST_COMPLETED).done:
            at, since = out.pop(future)
            if not future.cancelled() and future.exception() is None:
                yield at, future.result()
            elif time.monotonic() - since >= way.limit:
                yield at, work.failure(pieces[at], HUNG)
            else:
                lost.append(at)
    left.extend([*lost, *(at for at, _ in out.values())])
