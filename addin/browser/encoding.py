"""The parts as text that a page can hold: 31 bits in two characters of two bytes each.

On file:// a page can load nothing that lies beside it, so all of it stands in the page as text. The page is UTF-16 and begins
with the mark that says so, which a server cannot overrule: its text is then a thirtieth larger than the bytes it says, where
base64 would be a third. ``page/encoding.js`` reads it.
"""

from __future__ import annotations

import numpy as np

FIRST = 0x2100
"""The character that stands for 0; none of those above it means anything in HTML."""
SIGNS = 46341
"""Characters in a row, below the surrogates; their square is just above 2 to the power of 31."""
BITS = 31
BLOCK = 31
"""Bytes that make a whole number of pairs: eight."""
PAIRS = 8


def as_text(data: bytes) -> str:
    """How many bytes there are, a colon, and pairs of characters, the highest bits first; filled up with zeros."""
    padded = np.frombuffer(data + bytes(-len(data) % BLOCK), np.uint8).reshape(-1, BLOCK)
    wide = np.zeros((len(padded), BLOCK + 4), np.uint64)
    wide[:, :BLOCK] = padded
    values = np.empty((len(padded), PAIRS), np.uint64)
    for at in range(PAIRS):
        byte, bit = divmod(at * BITS, 8)
        window = sum(wide[:, byte + more] << (32 - 8 * more) for more in range(5))
        values[:, at] = window >> (40 - BITS - bit) & (2**BITS - 1)
    signs = np.empty((values.size, 2), "<u2")
    signs[:, 0], signs[:, 1] = divmod(values.reshape(-1), SIGNS)
    signs += FIRST
    return f"{len(data)}:{signs.tobytes().decode('utf-16-le')}"
