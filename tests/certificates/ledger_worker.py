"""One clerk who presses the button: run by the ledger's tests in processes of its own.

Arguments: the ledger, the class, the first person's number, how many people, how often.
"""

from __future__ import annotations

import sys

from macros.certificates.ledger import Ledger, NumberClaim, Series

SERIES = Series("T{流水:04}", lambda serial: f"T{serial:04}", lambda number: int(number[1:]) if number[1:].isdigit() else None)


def claims(first: int, count: int) -> list[NumberClaim]:
    return [NumberClaim(f"P{at:05}", f"学员{at}") for at in range(first, first + count)]


if __name__ == "__main__":
    place, key, first, count, times = sys.argv[1:]
    for _ in range(int(times)):
        with Ledger(place, create=True) as ledger:
            for grant in ledger.allot(SERIES, key, claims(int(first), int(count))).grants:
                print(grant.person, grant.certificate, flush=True)
