"""Normalisation of texts for the number ledger."""

from __future__ import annotations

from udfs.records.masking import mask_text
from udfs.values.cells import plain


def comparable(number: str) -> str:
    """The normalised spelling of a number."""
    return plain(number).upper()


def storable(words: str, longest: int) -> str:
    """Text for the ledger: printable, truncated, with document numbers and phones masked."""
    return mask_text("".join(char for char in words if char.isprintable()))[:longest]
