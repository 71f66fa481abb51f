"""What the workers of the tests do: right things, and everything that must not stop the others."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

from macros.desk.parallel import Work


def do(piece: str) -> str:
    """``dies`` ends the process, ``hangs`` never ends, ``once:FILE`` ends the process unless FILE is there, ``stops:PID``
    presses Ctrl-C in that process."""
    if piece == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if piece == "hangs":
        threading.Event().wait()
    if piece == "fails":
        raise ValueError(piece)
    if piece == "locked":
        return "locked"
    what, _, argument = piece.partition(":")
    if what == "once" and not Path(argument).exists():
        Path(argument).write_text("", encoding="ascii")
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "stops":
        os.kill(int(argument), signal.SIGINT)
        threading.Event().wait(0.2)
    return f"{piece} by {os.getpid()}" if piece == "who" else piece.upper()


def failed(piece: str, why: str) -> str:
    return f"{piece} {why}"


def state(result: str) -> str:
    return "" if result == "locked" else result


def whole(result: str) -> tuple[object, ...]:
    return (result,)


WORK = Work(do, failed, state, whole, ("tests.desk.pieces_of_work",))
