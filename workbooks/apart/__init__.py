"""Work on what others wrote, in a process of its own with an end to its time and memory.

A formula may call itself for ever, a file may ask its reader for all memory, and native code then ends the whole process without
a word. What happens in here happens to a child, which reads bytes, writes bytes, and leaves no file behind even if it is killed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MEBI = 2**20
CHILDREN = sys.platform != "emscripten"
"""False in a browser, which has no processes: whoever may do its work here does, since the page can end its worker."""
START = Path(__file__).with_name("start.py")
LIBRARIES = "GAOYAN_LIBRARIES"
"""The variable by which ``start.py`` is told where libraries are found."""


@dataclass(frozen=True)
class Limits:
    """``seconds``: of the clock; ``memory``: in bytes, on systems that limit it (Linux, Windows)."""

    seconds: float
    memory: int


class Stopped(Exception):
    """The child did not come to its end by itself: ``late``, or it was ended by the system (no memory, no stack, a fault)."""

    def __init__(self, late: bool) -> None:
        super().__init__("too late" if late else "ended by the system")
        self.late = late


@dataclass(frozen=True)
class Answer:
    """What a child wrote, and the code it ended with."""

    data: bytes
    code: int


def run(script: Path, given: bytes, limits: Limits) -> Answer:
    """Run a script of ours with ``given`` on its standard input. Raises ``Stopped``; OSError where no process can be started."""
    # Without site, which takes as long as starting the interpreter: the path below has all that it would find. It comes behind
    # Python's own: beside a script may lie a re.py of somebody else.
    command = [interpreter(), "-S", "-P", str(START), str(limits.memory), str(int(limits.seconds) + 1), str(script)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment[LIBRARIES] = os.pathsep.join(filter(None, sys.path))
    try:
        done = subprocess.run(
            command,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            check=False,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise Stopped(late=True) from None
    if not 0 <= done.returncode < FIRST_OF_THE_SYSTEM:
        raise Stopped(late=False)
    return Answer(done.stdout, done.returncode)


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
