"""What others wrote, read in a process of its own with an end to its time and memory.

A file may keep its reader busy for ever, or ask it for all memory, and native code then ends the whole process without a word.
What happens in here happens to a child, which reads bytes, writes bytes, and leaves no file behind even if it is killed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

MEBI = 2**20
CHILDREN = sys.platform != "emscripten"
"""False in a browser, which has no processes: whoever may do its work here does, since the page can end its worker."""
START = Path(__file__).with_name("start.py")
PIPE_SIZE = MEBI
LIBRARIES = "GAOYAN_LIBRARIES"
"""The variable by which ``start.py`` is told where libraries are found."""


class Limits(NamedTuple):
    """``seconds``: of the clock; ``memory``: in bytes, on systems that limit it (Linux, Windows)."""

    seconds: float
    memory: int


class Stopped(Exception):
    """The child did not come to its end by itself: ``late``, or it was ended by the system (no memory, no stack, a fault)."""

    def __init__(self, late: bool) -> None:
        super().__init__("too late" if late else "ended by the system")
        self.late = late


class ChildAnswer(NamedTuple):
    """What a child wrote, and the code it ended with."""

    data: bytes
    code: int


_waiting: dict[Path, subprocess.Popen[bytes]] = {}
"""Script -> a child that has not been given anything yet. If nothing ever is, it ends when this process does."""


def make_ready(script: Path, *libraries: str) -> None:
    """Start the child that the next ``ChildProcess`` for this script will need, and let it load the libraries that the script
    needs.
    Where no process can be started, that is said to who asks."""
    with suppress(OSError):
        _waiting[script] = started(script, *libraries)


def started(script: Path, *libraries: str) -> subprocess.Popen[bytes]:
    """A child that waits for its limits. OSError where no process can be started."""
    # Without site, which takes as long as starting the interpreter: the path below has all that it would find. It comes behind
    # Python's own: beside a script may lie a re.py of somebody else.
    command = [interpreter(), "-S", "-P", str(START), str(script), *libraries]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment[LIBRARIES] = os.pathsep.join(filter(None, sys.path))
    child = subprocess.Popen(
        command,
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    widen(child.stdin, child.stdout)
    return child


def widen(*pipes: IO[bytes] | None) -> None:
    """Let pipes take more at once, where the system can: who writes into one waits less often for who reads."""
    if sys.platform != "linux":
        return
    import fcntl

    for pipe in pipes:
        with suppress(OSError):  # no more than the system grants
            fcntl.fcntl(pipe or -1, fcntl.F_SETPIPE_SZ, PIPE_SIZE)


class ChildProcess:
    """A script of ours that was given something: it works while this process does, until it is asked what came of it."""

    def __init__(self, script: Path, limits: Limits, *given: bytes) -> None:
        """``given``: piece by piece. Raises OSError where no process can be started."""
        self.limits = limits
        self.child = _waiting.pop(script) if script in _waiting else started(script)
        first = b"%d %d\n" % (limits.memory, int(limits.seconds) + 1)
        # A pipe takes a part of it only, until the child reads.
        threading.Thread(target=give, args=(self.child.stdin, first, *given), daemon=True).start()

    def answer(self) -> ChildAnswer:
        """Wait for it. Raises ``Stopped``."""
        with self.child as child:
            child.stdin = None  # it is given what it is given by then, or never
            try:
                data, _ = child.communicate(timeout=self.limits.seconds)
            except subprocess.TimeoutExpired:
                raise Stopped(late=True) from None
            finally:
                child.kill()  # whatever happened; one that has ended is none any more
        if not 0 <= child.returncode < FIRST_OF_THE_SYSTEM:
            raise Stopped(late=False)
        return ChildAnswer(data, child.returncode)


def give(pipe: IO[bytes], *pieces: bytes) -> None:
    """Write all of it. A child that has ended reads nothing: its code tells why."""
    with suppress(OSError), pipe:
        for piece in pieces:
            left = memoryview(piece)
            while left:
                left = left[pipe.write(left) :]


def run_in_child(script: Path, given: bytes, limits: Limits) -> ChildAnswer:
    """Run a script of ours with ``given`` on its standard input. Raises ``Stopped``; OSError where no process can be started."""
    return ChildProcess(script, limits, given).answer()


FIRST_OF_THE_SYSTEM = 128
"""Below it are the codes that our scripts end with: a signal is negative, a fault of Windows a large number."""


def interpreter() -> str:
    """The Python that runs this. Inside another program (LibreOffice) ``sys.executable`` is that program, or a Python that merely
    stands first on the path and may be of another version: then the one of the same version in the folder of the libraries."""
    own = Path(sys.executable or "")
    prefixes = [Path(sys.prefix), Path(sys.base_prefix)]
    if "python" in own.name.lower() and any(own.is_relative_to(prefix) for prefix in prefixes):
        return str(own)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for prefix in prefixes:
        for name in ("python.exe", f"bin/{version}", "bin/python3", "bin/python"):
            if (prefix / name).is_file():
                return str(prefix / name)
    if "python" in own.name.lower():
        return str(own)
    raise FileNotFoundError(f"no Python beside {sys.executable}")
