"""The parts as text that a page can hold: 13 bits in two characters, where base64 takes 12.

On file:// a page can load nothing that lies beside it, so all of it stands in the page as text; this spelling is a thirteenth
shorter than base64, a megabyte of the small page. ``page/encoding.js`` reads it.
"""

from __future__ import annotations

import numpy as np

ALPHABET = bytes(sign for sign in range(33, 127) if chr(sign) not in "<>&")
"""91 characters; 91 × 91 is just above 2 to the power of 13. Those that mean something in HTML are not among them."""
BITS = 13
BLOCK = 13
"""Bytes that make a whole number of pairs: eight."""
PAIRS = np.array([(ALPHABET[value // len(ALPHABET)], ALPHABET[value % len(ALPHABET)]) for value in range(2**BITS)], np.uint8)


def as_text(data: bytes) -> str:
    """How many bytes there are, a colon, and pairs of characters, the highest bits first; filled up with zeros."""
    padded = np.frombuffer(data + bytes(-len(data) % BLOCK), np.uint8).reshape(-1, BLOCK)
    wide = np.zeros((len(padded), BLOCK + 1), np.uint32)
    wide[:, :BLOCK] = padded
    values = np.empty((len(padded), 8), np.uint16)
    for at in range(8):
        byte, bit = divmod(at * BITS, 8)
        window = wide[:, byte] << 16 | wide[:, byte + 1] << 8 | wide[:, byte + 2]
        values[:, at] = window >> (24 - BITS - bit) & (2**BITS - 1)
    return f"{len(data)}:{PAIRS[values.reshape(-1)].tobytes().decode('ascii')}"
