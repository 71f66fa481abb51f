"""Yes/no questions in a terminal."""

from __future__ import annotations

import sys

from addin.terminal import streams


def agreed(question: str) -> bool:
    """True if the answer is yes."""
    streams.say(f"{question}[y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "对")
