"""What the clerks of the ledger's tests ask for."""

from __future__ import annotations

from macros.certificates.ledger import NumberClaim, Series

SERIES = Series("T{流水:04}", lambda serial: f"T{serial:04}", lambda number: int(number[1:]) if number[1:].isdigit() else None)


def claims(first: int, count: int) -> list[NumberClaim]:
    return [NumberClaim(f"P{at:05}", f"学员{at}") for at in range(first, first + count)]
