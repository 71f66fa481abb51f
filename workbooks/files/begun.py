"""Prefetches a file in a forked process while the main process imports its modules.

An optimisation only: if the fork is unavailable, dies or sends unusable data, the caller reads the file itself.
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
"""Pipe size that Linux grants to every user."""
SECONDS = 60
"""Maximum lifetime in seconds of a forked process."""
COPIES = sys.platform == "linux"
"""Platforms with cheap and safe fork: Windows has no fork, and libraries on a Mac do not expect it."""


class Copy:
    """A running fork. Its messages arrive in order; the stream ends when the process does."""

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
    """Start ``work(path, send)`` in a fork if it is worthwhile: the platform forks, there is a second core, and no other
    thread, which a fork would not contain."""
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
    """A pipe large enough for a class of thousands, within system limits; otherwise the fork would block until somebody reads."""
    import fcntl  # not on Windows

    ours, theirs = os.pipe()
    with contextlib.suppress(OSError):
        fcntl.fcntl(theirs, fcntl.F_SETPIPE_SZ, ROOM)
    return ours, theirs


def at_work(work: Callable[[Send], object], line: int) -> None:
    """The main function of the fork. It only sends messages, and exits without cleaning up shared state."""
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(SECONDS)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        gc.disable()  # objects live until the process ends
        with os.fdopen(line, "wb") as opened:
            work(lambda piece: send(opened, piece))
    except BaseException:  # the main process reads the file itself and reports the error
        os._exit(1)
    os._exit(0)


def send(line: BinaryIO, piece: bytes) -> None:
    line.write(len(piece).to_bytes(LENGTH_BYTES, "little") + piece)
    line.flush()


def taken(path: str | os.PathLike[str]) -> Copy | None:
    """The fork that prefetches that file; returned once."""
    return _begun.pop(os.path.realpath(path), None) if _begun else None
