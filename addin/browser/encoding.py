"""Encodes binary parts as text for the page: 31 bits in two UTF-16 characters.

A page on file:// cannot load neighbouring files, so everything is embedded as text. The page is UTF-16 with a BOM, which no
server header overrides; the text is then a thirtieth larger than the data, against a third with base64. Decoded by
``page/encoding.js``.
"""

from __future__ import annotations

import numpy as np

FIRST = 0x2100
"""The character for 0; no character from here on has a meaning in HTML."""
SIGNS = 46341
"""Number of characters used, all below the surrogates; its square is just above 2**31."""
BITS = 31
BLOCK = 31
"""Bytes that form a whole number of pairs (eight)."""
PAIRS = 8


def as_text(data: bytes) -> str:
    """The number of bytes, a colon, and pairs of characters, most significant bits first, padded with zeros."""
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
