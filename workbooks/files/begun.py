"""A file that a copy of this process reads before anybody asks for it, while this one loads what it needs itself.

Nothing depends on it: where no copy is made, or it dies, or what it sends fits no more, whoever asks for the file reads it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import BinaryIO

Send = Callable[[bytes], object]
LENGTH_BYTES = 8
ROOM = 2**20
"""As much as Linux grants to everybody."""
SECONDS = 60
"""So long a copy lives at most, whatever it was given to read."""
COPIES = sys.platform == "linux"
"""Where a process is copied in a millisecond. Windows copies none, and a Mac's libraries do not expect it."""


class Copy:
    """A copy of this process at work. What it sends comes in order; the end comes when it has ended, in whatever way."""

    def __init__(self, process: int, line: BinaryIO) -> None:
        self.process, self.line = process, line

    def __iter__(self) -> Iterator[bytes]:
        with self.line:
            while len(head := self.line.read(LENGTH_BYTES)) == LENGTH_BYTES:
                length = int.from_bytes(head, "little")
                piece = self.line.read(length)
                if len(piece) < length:
                    break
                yield piece
        os.waitpid(self.process, 0)


_begun: dict[str, Copy] = {}


def begin(path: str, work: Callable[[str, Send], object]) -> None:
    """Begin ``work(path, send)`` in a copy of this process, where that gains something: a system that copies processes, a second
    core, and no other thread, which would not be in the copy."""
    if not COPIES or len(os.sched_getaffinity(0)) < 2 or threading.active_count() > 1:
        return
    ours, theirs = roomy_pipe()
    process = os.fork()
    if not process:
        os.close(ours)
        at_work(lambda send: work(path, send), theirs)
    os.close(theirs)
    _begun[os.path.realpath(path)] = Copy(process, os.fdopen(ours, "rb"))


def roomy_pipe() -> tuple[int, int]:
    """A pipe that takes a class of thousands before anybody reads from it, as far as the system grants that: else the copy would
    wait in the midst of its work."""
    import fcntl  # Windows has none

    ours, theirs = os.pipe()
    with contextlib.suppress(OSError):
        fcntl.fcntl(theirs, fcntl.F_SETPIPE_SZ, ROOM)
    return ours, theirs


def at_work(work: Callable[[Send], object], line: int) -> None:
    """The copy's whole life. It says nothing but what it sends, and ends without touching what both have in common."""
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(SECONDS)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        gc.disable()  # what is read lasts to the end of this process
        with os.fdopen(line, "wb") as opened:
            work(lambda piece: send(opened, piece))
    except BaseException:  # whoever asks for the file reads it, and says what is wrong
        os._exit(1)
    os._exit(0)


def send(line: BinaryIO, piece: bytes) -> None:
    line.write(len(piece).to_bytes(LENGTH_BYTES, "little") + piece)
    line.flush()


def taken(path: str | os.PathLike[str]) -> Copy | None:
    """The copy that has begun to read that file, once."""
    return _begun.pop(os.path.realpath(path), None) if _begun else None
