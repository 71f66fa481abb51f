"""Work that a copy of this process does before anybody asks for it, while this one loads what it needs itself.

Nothing depends on it: where no copy is made, or it dies, or what it sends fits no more, whoever asks does the work.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import BinaryIO

Send = Callable[[bytes], object]
LENGTH_BYTES = 8
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


def begin(what: str, work: Callable[[Send], object]) -> None:
    """Begin ``work(send)`` in a copy of this process, where that gains something: a system that copies processes, a second core,
    and no other thread, which would not be in the copy."""
    if not COPIES or len(os.sched_getaffinity(0)) < 2 or threading.active_count() > 1:
        return
    ours, theirs = os.pipe()
    process = os.fork()
    if not process:
        os.close(ours)
        at_work(work, theirs)
    os.close(theirs)
    _begun[what] = Copy(process, os.fdopen(ours, "rb"))


def at_work(work: Callable[[Send], object], line: int) -> None:
    """The copy's whole life. It ends without a word and without touching what it has in common with the other."""
    try:
        with os.fdopen(line, "wb") as opened:
            work(lambda piece: sent(opened, piece))
    except BaseException:  # whoever asks does the work, and says what is wrong
        os._exit(1)
    os._exit(0)


def sent(line: BinaryIO, piece: bytes) -> None:
    line.write(len(piece).to_bytes(LENGTH_BYTES, "little") + piece)
    line.flush()


def taken(what: str) -> Copy | None:
    """The copy that has begun this, once."""
    return _begun.pop(what, None)
