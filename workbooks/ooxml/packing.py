"""How parts are packed: one that is short harder than one of thousands of rows, which is packed while it is still being made."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from queue import SimpleQueue
from threading import Thread

LEVEL = 8
"""How hard to pack: 9 takes half as long again and gains nothing, 6 leaves an eighth more."""
LARGE, LARGE_LEVEL = 2**19, 5
"""The sheet of helper cells is packed eleven times as fast at this level, and comes out a fifth larger; every save packs it anew.
A new workbook, which is made once and sent around, is packed as small as can be (``workbooks.templates.saving``)."""
AT_ONCE = 2**20
"""So many bytes are given at once: each time the thread has to wait until Python lets it go on."""
THREADS = sys.platform != "emscripten"
"""False in a browser."""


def deflated(content: bytes) -> bytes:
    """The content packed."""
    made = zlib.compressobj(LEVEL if len(content) < LARGE else LARGE_LEVEL, zlib.DEFLATED, -15)
    return made.compress(content) + made.flush()


class Packing:
    """A part that is handed over piece by piece. As soon as it is a large one another thread packs what is there: zlib needs
    nothing of Python meanwhile. What comes out is what ``deflated`` makes of the whole."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.size = 0
        self.given, self.first = 0, 0
        """So many bytes were given to the thread; the first piece that was not."""
        self.queue = SimpleQueue[bytes | None]()
        self.thread: Thread | None = None
        self.packed: list[bytes] = []
        self.failed: BaseException | None = None

    def add(self, piece: bytes) -> None:
        self.pieces.append(piece)
        self.size += len(piece)
        if self.size >= (LARGE if self.thread is None else self.given + AT_ONCE) and THREADS:
            if self.thread is None:
                self.thread = Thread(target=self.pack, daemon=True)
                self.thread.start()
            self.give()

    def give(self) -> None:
        """Give the thread what it has not got yet."""
        self.queue.put(b"".join(self.pieces[self.first :]))
        self.given, self.first = self.size, len(self.pieces)

    def content(self) -> bytes:
        """All that was handed over."""
        return b"".join(self.pieces)

    def pack(self) -> None:
        """What the thread does."""
        try:
            made = zlib.compressobj(LARGE_LEVEL, zlib.DEFLATED, -15)
            self.packed += [made.compress(piece) for piece in self.coming()]
            self.packed.append(made.flush())
        except BaseException as error:
            self.failed = error

    def coming(self) -> Iterator[bytes]:
        while (piece := self.queue.get()) is not None:
            yield piece

    def end(self) -> bytes:
        """The whole part, packed."""
        if self.thread is None:
            return deflated(self.content())
        self.give()
        self.queue.put(None)
        self.thread.join()
        if self.failed is not None:
            raise self.failed
        return b"".join(self.packed)
