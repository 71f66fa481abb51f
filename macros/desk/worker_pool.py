"""Process pool that applies one function to many files and survives crashed or hung workers.

Every worker holds one piece of work at a time and answers over its own pipe, so that a worker that dies or hangs names the piece
that did it: that piece is tried once more in a new worker, then told as failed. Answers come packed, in parts, and stay so until
one is looked at: what a run costs in memory are some kilobytes a piece. Ctrl-C ends the workers; what is done is kept.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from struct import unpack_from
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, overload

from workbooks.files.progress import Progress, silent
from workbooks.sandbox import CHILDREN

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Piece = TypeVar("Piece")
Made = TypeVar("Made")
Asked = TypeVar("Asked", contravariant=True)
WORTH_A_PROCESS = 12
"""Minimum number of pieces for a pool; for fewer, starting processes costs more than it saves."""
MOST_PROCESSES = 8
TRIES = 2
"""So often is a piece tried whose worker died: once it may have been somebody else's fault (memory)."""
PATIENCE_SECONDS = 300.0
"""Timeout of a piece, in seconds. The worst package takes a tenth of it."""
RENEWED_AFTER = 2_000
"""So many pieces a worker does before a new one takes its place: what libraries keep is given back."""
STARTING = "forkserver" if os.name == "posix" else "spawn"
"""Not fork: a process in which a thread draws a bar of progress must not be copied."""

DIED, HUNG, BROKE, STOPPED = "died", "hung", "broke", "stopped"
"""Why a piece has no result of its own: its worker ended, it took too long, the function itself failed, Ctrl-C
came first."""
LASTING, PASSING = b"+", b"-"
LENGTH_BYTES = 4
LEVEL = 1
"""How hard answers are packed: the quickest takes a tenth of a millisecond and leaves a fifth."""


def whole(result: object) -> tuple[object, ...]:
    """All of a result is looked at at once."""
    return (result,)


@dataclass(frozen=True)
class PoolWork(Generic[Piece, Made]):
    """What is done with each piece. The functions stand in modules, so that every process can find them.

    ``failed(piece, why)``: the result in the place of one that could not be made. ``lasting``: whether a result holds as long as
    the files stay as they are. ``prepared``: modules that ``do`` needs, imported once for all workers. ``apart``: what of a
    result is looked at without the rest of it, and at the end that rest, which is what ``PackedResults`` are made of.
    """

    do: Callable[[Piece], Made]
    failed: Callable[[Piece, str], Made]
    lasting: Callable[[Made], bool]
    prepared: tuple[str, ...] = ()
    apart: Callable[[Made], tuple[object, ...]] = whole


class CachedResult(Protocol[Asked]):
    """What earlier runs found out. See ``macros.desk.result_cache``."""

    def recall(self, piece: Asked) -> bytes | None:
        """The packed answer, None where the piece has to be done."""

    def keep(self, piece: Asked, packed: bytes) -> None:
        """Keep a packed answer for later runs."""


@dataclass
class PackedResults(Sequence[Made]):
    """The results in the order of the pieces, unpacked whenever one is looked at; ``undone``: those that were not looked at.

    ``part``: which of the parts that ``PoolWork.apart`` made, the last one unless said.
    """

    packed: list[bytes] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)
    recalled: int = 0
    """How many were known from an earlier run."""
    part: int = -1

    def of_part(self, part: int) -> PackedResults[Any]:
        """The same with another part of each."""
        return replace(self, part=part)

    @overload
    def __getitem__(self, at: int) -> Made: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Made]: ...
    def __getitem__(self, at: int | slice) -> Made | Sequence[Made]:
        if isinstance(at, slice):
            return [unpacked(one, self.part) for one in self.packed[at]]
        found: Made = unpacked(self.packed[at], self.part)
        return found

    def __len__(self) -> int:
        return len(self.packed)

    def __iter__(self) -> Iterator[Made]:
        return (unpacked(one, self.part) for one in self.packed)


def packed(*parts: object, lasting: bool = False) -> bytes:
    """A result as bytes. The first byte tells whether it may be kept for later runs, the next how many parts there are; then how
    long each of them is, and the parts."""
    data = [zlib.compress(pickle.dumps(part, pickle.HIGHEST_PROTOCOL), LEVEL) for part in parts]
    lengths = b"".join(len(part).to_bytes(LENGTH_BYTES) for part in data)
    return b"".join((LASTING if lasting else PASSING, len(parts).to_bytes(), lengths, *data))


def unpacked(answer: bytes, part: int = -1) -> Any:
    """A part of a packed answer. Unpickling runs what it is told to, so this is for answers of our own workers and of a sealed
    memory."""
    count = answer[1]
    ends = list(accumulate(unpack_from(f">{count}L", answer, 2), initial=2 + LENGTH_BYTES * count))
    at = part % count
    return pickle.loads(zlib.decompress(memoryview(answer)[ends[at] : ends[at + 1]]))


def answer_to(work: PoolWork[Piece, Made], piece: Piece) -> bytes:
    """The packed result; an exception becomes a failure result."""
    try:
        result = work.do(piece)
        return packed(*work.apart(result), lasting=work.lasting(result))
    except (Exception, MemoryError):
        return failure(work, piece, BROKE)


def failure(work: PoolWork[Piece, Made], piece: Piece, why: str) -> bytes:
    """The packed result in the place of one that could not be made."""
    return packed(*work.apart(work.failed(piece, why)))


def share_out(
    work: PoolWork[Piece, Made],
    pieces: Sequence[Piece],
    progress: Progress = silent,
    what: str = "核验",
    memory: CachedResult[Piece] | None = None,
    processes: int | None = None,
    patience: float = PATIENCE_SECONDS,
    elsewhere: Elsewhere[Piece, Made] | None = None,
) -> PackedResults[Made]:
    """Do all pieces. ``processes``: how many (default: as many as there are cores); ``elsewhere``: machines that do it instead.

    Nothing a piece does is raised. After Ctrl-C the results that are missing are those of ``failed(piece, STOPPED)`` and told in
    ``undone``.
    """
    found: dict[int, bytes] = {}
    stopped = False
    recalled = 0
    try:
        left: deque[int] = deque()
        for at, piece in enumerate(pieces):
            known = memory.recall(piece) if memory is not None else None
            if known is None:
                left.append(at)
            else:
                found[at] = known
        recalled = len(found)
        progress(what, len(found), len(pieces))
        number = min(processes or default_processes(), len(left))
        shared = CHILDREN and (processes or len(left) >= WORTH_A_PROCESS)
        run = elsewhere or (apart(number, patience) if shared else here)
        for at, answer in run(work, pieces, left):
            found[at] = answer
            if memory is not None and answer[:1] == LASTING:
                memory.keep(pieces[at], answer)
            progress(what, len(found), len(pieces))
    except KeyboardInterrupt:
        stopped = True
    undone = [at for at in range(len(pieces)) if at not in found] if stopped else []
    for at in undone:
        found[at] = failure(work, pieces[at], STOPPED)
    return PackedResults([found[at] for at in range(len(pieces))], undone, recalled)


class Elsewhere(Protocol[Piece, Made]):
    """A way to do the pieces ``left`` (their places): yields (place, packed answer) in any order, each place once."""

    def __call__(self, work: PoolWork[Piece, Made], pieces: Sequence[Piece], left: deque[int]) -> Iterator[tuple[int, bytes]]: ...


def default_processes() -> int:
    """As many as this process may use cores, within reason."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MOST_PROCESSES, cores))


def here(work: PoolWork[Piece, Made], pieces: Sequence[Piece], left: deque[int]) -> Iterator[tuple[int, bytes]]:
    """Process the pieces sequentially in this process."""
    for at in left:
        yield at, answer_to(work, pieces[at])


def apart(number: int, patience: float) -> Elsewhere[Piece, Made]:
    """The way that shares the pieces out among ``number`` processes."""

    def run(work: PoolWork[Piece, Made], pieces: Sequence[Piece], left: deque[int]) -> Iterator[tuple[int, bytes]]:
        with WorkerPool(work, pieces, left, patience) as crew:
            yield from crew.answers(number)

    return run


class WorkerPool(Generic[Piece, Made]):
    """The worker processes and the piece assigned to each."""

    def __init__(self, work: PoolWork[Piece, Made], pieces: Sequence[Piece], left: deque[int], patience: float) -> None:
        self.work, self.pieces, self.left, self.patience = work, pieces, left, patience
        from multiprocessing import get_context  # a browser's Python has none of this

        self.context: Any = get_context(STARTING)
        if STARTING == "forkserver":
            self.context.set_forkserver_preload([__name__, *work.prepared])
        self.workers: dict[Connection, Worker] = {}
        self.tried: dict[int, int] = {}

    def __enter__(self) -> WorkerPool[Piece, Made]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers.values():
            worker.process.kill()
        for worker in self.workers.values():
            worker.process.join()
            worker.line.close()

    def answers(self, number: int) -> Iterator[tuple[int, bytes]]:
        """(place, packed answer) as they come, from ``number`` workers."""
        from multiprocessing.connection import wait

        while self.left or any(worker.at is not None for worker in self.workers.values()):
            while self.left and len(self.workers) < number:
                self.hire()
            oldest = min((worker.since for worker in self.workers.values() if worker.at is not None), default=time.monotonic())
            limit = max(0.0, oldest + self.patience - time.monotonic())
            for ready in wait(list(self.workers), timeout=limit):
                yield from self.heard(self.workers[ready])  # type: ignore[index]
            for worker in [one for one in self.workers.values() if one.hangs(self.patience)]:
                yield from self.lost(worker, HUNG)

    def hire(self) -> None:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=serve, args=(theirs, self.work), daemon=True)
        process.start()
        theirs.close()
        worker = Worker(process, ours)
        self.workers[ours] = worker
        self.give(worker)

    def give(self, worker: Worker) -> None:
        """The next piece. A worker without one is let go."""
        worker.at = None
        if not self.left or worker.done >= RENEWED_AFTER:
            self.dismiss(worker)
            return
        worker.at, worker.since = self.left.popleft(), time.monotonic()
        try:
            worker.line.send(self.pieces[worker.at])
        except (BrokenPipeError, OSError):
            return  # its end is heard next

    def heard(self, worker: Worker) -> Iterator[tuple[int, bytes]]:
        try:
            answer = worker.line.recv_bytes()
        except (EOFError, OSError):
            yield from self.lost(worker, DIED)
            return
        assert worker.at is not None
        at = worker.at
        worker.done += 1
        worker.at = None
        yield at, answer  # taken before the next piece is given: what is done is kept, whenever Ctrl-C comes
        self.give(worker)

    def lost(self, worker: Worker, why: str) -> Iterator[tuple[int, bytes]]:
        """Handle a dead worker: retry its piece once, unless it timed out."""
        at = worker.at
        self.dismiss(worker)
        if at is None:
            return
        self.tried[at] = self.tried.get(at, 0) + 1
        if why == HUNG or self.tried[at] >= TRIES:
            yield at, failure(self.work, self.pieces[at], why)
        else:
            self.left.append(at)

    def dismiss(self, worker: Worker) -> None:
        del self.workers[worker.line]
        worker.process.kill()
        worker.process.join()
        worker.line.close()


@dataclass
class Worker:
    """A process, the pipe to it, the place of the piece it has in hand since when, and how many it has done."""

    process: Any
    line: Connection
    at: int | None = None
    since: float = 0.0
    done: int = 0

    def hangs(self, patience: float) -> bool:
        return self.at is not None and time.monotonic() - self.since > patience


def serve(line: Connection, work: PoolWork[Piece, Made]) -> None:
    """Worker main loop: receive a piece, send its answer, until the pipe closes. Only the parent handles Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what all workers have in common is not looked through again and again
    while True:
        try:
            piece = line.recv()
        except (EOFError, OSError):
            return
        line.send_bytes(answer_to(work, piece))
