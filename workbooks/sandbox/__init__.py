"""Child processes with limits on time and memory, for parsing untrusted files.

The child reads bytes on stdin, writes bytes on stdout and leaves no file behind. A malformed file can make a parser run for
ever or exhaust memory, and a crash in native code ends its process without a Python exception.
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
"""False in a browser, which has no processes. There the caller parses in its own worker, which the page can terminate."""
START = Path(__file__).with_name("start.py")
PIPE_SIZE = MEBI
LIBRARIES = "GAOYAN_LIBRARIES"
"""Environment variable that passes the library search path to ``start.py``."""


class Limits(NamedTuple):
    """``seconds``: wall-clock time; ``memory``: bytes, enforced on Linux and Windows only."""

    seconds: float
    memory: int


class Stopped(Exception):
    """The child did not exit normally: it timed out (``late``) or the system ended it (memory, stack or fault)."""

    def __init__(self, late: bool) -> None:
        super().__init__("too late" if late else "ended by the system")
        self.late = late


class ChildAnswer(NamedTuple):
    """Standard output and exit code of a child."""

    data: bytes
    code: int


def started(script: Path) -> subprocess.Popen[bytes]:
    """Start a child that waits for its limits. Errors: OSError if no process can be started."""
    # -S skips site, which takes as long as starting the interpreter; LIBRARIES supplies the same path. It is appended to the
    # standard library's, and -P adds no script folder: either could contain a foreign re.py.
    command = [interpreter(), "-S", "-P", str(START), str(script)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    # An import finder (an editable install, the current folder) may have found this product beside sys.path.
    environment[LIBRARIES] = os.pathsep.join([*filter(None, sys.path), str(START.parents[2])])
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
    """Enlarge pipe buffers on Linux, so that writers block less often."""
    if sys.platform != "linux":
        return
    import fcntl

    for pipe in pipes:
        with suppress(OSError):  # above the system limit
            fcntl.fcntl(pipe or -1, fcntl.F_SETPIPE_SZ, PIPE_SIZE)


class ChildProcess:
    """A running child with its input; it works in parallel until ``answer`` is called."""

    def __init__(self, script: Path, limits: Limits, *given: bytes) -> None:
        """``given``: the input in pieces. Errors: OSError if no process can be started."""
        self.limits = limits
        self.child = started(script)
        first = b"%d %d\n" % (limits.memory, int(limits.seconds) + 1)
        # A thread, since writing blocks once the pipe buffer is full until the child reads.
        threading.Thread(target=give, args=(self.child.stdin, first, *given), daemon=True).start()

    def answer(self) -> ChildAnswer:
        """Wait for the result. Errors: Stopped."""
        with self.child as child:
            child.stdin = None  # the writer thread owns stdin; communicate() must not touch it
            try:
                data, _ = child.communicate(timeout=self.limits.seconds)
            except subprocess.TimeoutExpired:
                raise Stopped(late=True) from None
            finally:
                child.kill()  # no effect if it has already exited
        if not 0 <= child.returncode < FIRST_OF_THE_SYSTEM:
            raise Stopped(late=False)
        return ChildAnswer(data, child.returncode)


def give(pipe: IO[bytes], *pieces: bytes) -> None:
    """Write all pieces to the pipe. A broken pipe is ignored: the exit code tells why the child ended."""
    with suppress(OSError), pipe:
        for piece in pieces:
            left = memoryview(piece)
            while left:
                left = left[pipe.write(left) :]


def run_in_child(script: Path, given: bytes, limits: Limits) -> ChildAnswer:
    """Run a script with ``given`` on its stdin. Errors: Stopped; OSError if no process can be started."""
    return ChildProcess(script, limits, given).answer()


FIRST_OF_THE_SYSTEM = 128
"""Our scripts exit with codes below this; signals are negative, Windows faults are large numbers."""


def interpreter() -> str:
    """Path of the running Python. Errors: FileNotFoundError.

    Inside LibreOffice ``sys.executable`` is the office program, or the first Python on PATH, possibly of another version;
    then the interpreter is looked up under ``sys.prefix``.
    """
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
