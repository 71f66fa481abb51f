"""Texts as the number ledger holds them."""

from __future__ import annotations

from udfs.records.masking import mask_text
from udfs.values.cells import plain


def comparable(number: str) -> str:
    """What two spellings of one number share."""
    return plain(number).upper()


def storable(words: str, longest: int) -> str:
    """Words for the ledger: of printable characters, not too long, and without a document number or phone in them."""
    return mask_text("".join(char for char in words if char.isprintable()))[:longest]
