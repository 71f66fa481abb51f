"""Two hundred clerks who press the button at once: run by the ledger's tests as a process of its own.

Arguments: the ledger, how many processes, how many people each, how many of the processes are killed, the seed. Every second
process shares its class with its neighbour, so the same people ask twice. All are forked, wait for one signal, and then ask at
the same time. The processes that were not killed write what they got into one pipe, a line at a time.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time

# Before the processes part, so that none of them loads a library while the others ask already.
import psycopg  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg
import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401

from macros.certificates import ledger_tables  # noqa: F401
from macros.certificates.ledger import Ledger
from tests.certificates.ledger_worker import SERIES, claims


def ask(place: str, at: int, people: int, go: int, out: int) -> None:
    """One clerk: waits for the signal, asks, says what it got."""
    os.read(go, 1)
    try:
        with Ledger(place, create=True) as ledger:
            grants = ledger.allot(SERIES, f"class {at // 2}", claims(at % 2 * (people // 2), people)).grants
        stated = {"class": at // 2, "numbers": {grant.person: grant.certificate for grant in grants}}
    except Exception as error:
        stated = {"class": at // 2, "fault": f"{type(error).__name__}: {error}"}
    os.write(out, (json.dumps(stated, ensure_ascii=False) + "\n").encode())
    os._exit(0)


def crowd(place: str, count: int, people: int, killed: int, seed: int) -> dict[str, object]:
    """Run them all; what the others stated, and how many were really killed while they were at it."""
    chance = random.Random(seed)
    go, start = os.pipe()
    out, stated = os.pipe()
    children = []
    for at in range(count):
        child = os.fork()
        if child == 0:
            os.close(start)
            os.close(out)
            ask(place, at, people, go, stated)
        children.append(child)
    os.close(stated)
    begun = time.perf_counter()
    os.write(start, b"x" * count)
    os.close(start)
    victims = chance.sample(children, killed)
    heard = b""
    os.set_blocking(out, False)
    while True:
        try:
            part = os.read(out, 65536)
        except BlockingIOError:
            part = None
            time.sleep(0.001)
        if part == b"":
            break
        heard += part or b""
        # One after the other, from the first moment on: before, while and after they hold the lock.
        if victims and heard.count(b"\n") >= (killed - len(victims)) * (count - killed) // (killed + 1):
            os.kill(victims.pop(), signal.SIGKILL)
    taken = time.perf_counter() - begun
    ends = [os.waitpid(child, 0)[1] for child in children]
    return {
        "answers": [json.loads(line) for line in heard.decode().splitlines()],
        "killed": sum(os.WIFSIGNALED(end) for end in ends),
        "seconds": taken,
    }


if __name__ == "__main__":
    place, *numbers = sys.argv[1:]
    print(json.dumps(crowd(place, *map(int, numbers)), ensure_ascii=False))
