"""Deflate compression of parts; large parts are compressed in a thread while they are written."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from queue import SimpleQueue
from threading import Thread

LEVEL = 8
"""zlib level: 9 takes half as long again for no gain, 6 gives an eighth more bytes."""
LARGE, LARGE_LEVEL = 2**19, 5
"""Parts of this many bytes or more use the lower level: the sheet of helper cells compresses eleven times as fast, a fifth
larger, on every save. New workbooks are compressed fully (``workbooks.templates.saving``)."""
AT_ONCE = 2**20
"""Bytes passed to the thread at a time; each hand-over waits for the GIL."""
THREADS = sys.platform != "emscripten"
"""False in a browser, which has no threads."""


def deflated(content: bytes) -> bytes:
    """Content compressed as a raw deflate stream."""
    made = zlib.compressobj(LEVEL if len(content) < LARGE else LARGE_LEVEL, zlib.DEFLATED, -15)
    return made.compress(content) + made.flush()


class Packing:
    """Incremental compressor with the same output as ``deflated``. From ``LARGE`` bytes on it uses a thread; zlib releases
    the GIL."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.size = 0
        self.given, self.first = 0, 0
        """Bytes passed to the thread; index of the first piece not yet passed."""
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
        """Pass the new pieces to the thread."""
        self.queue.put(b"".join(self.pieces[self.first :]))
        self.given, self.first = self.size, len(self.pieces)

    def content(self) -> bytes:
        """The uncompressed content."""
        return b"".join(self.pieces)

    def pack(self) -> None:
        """Body of the thread."""
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
        """Finish, and return the compressed part."""
        if self.thread is None:
            return deflated(self.content())
        self.give()
        self.queue.put(None)
        self.thread.join()
        if self.failed is not None:
            raise self.failed
        return b"".join(self.packed)
