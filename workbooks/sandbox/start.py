"""Entry point of every child: ``start.py SCRIPT`` waits for its limits.

The first line on stdin is BYTES SECONDS. The process applies these limits to itself, then runs the script, which reads the
rest of stdin. Imports nothing else of this product. macOS does not limit memory; there only the parent's timeout applies.
"""

from __future__ import annotations

import contextlib
import os
import sys


def limit(memory: int, seconds: int) -> None:
    """Limit memory (bytes) and CPU time (seconds), and disable core dumps, which would contain the user's data."""
    if sys.platform == "win32":
        with contextlib.suppress(Exception):  # the child then runs without limits
            limit_on_windows(memory)
        return
    import resource

    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def limit_on_windows(memory: int) -> None:
    """Put the process into a job object with a memory limit and disable the crash dialog."""
    if sys.platform != "win32":
        return
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    no_box, process_memory, extended_limits = 0x8003, 0x100, 9
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.SetErrorMode(no_box)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.CreateJobObjectW.argtypes = (wintypes.LPVOID, wintypes.LPCWSTR)
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    job = kernel.CreateJobObjectW(None, None)
    wanted = Extended()
    wanted.BasicLimitInformation.LimitFlags = process_memory
    wanted.ProcessMemoryLimit = memory
    kernel.SetInformationJobObject(job, extended_limits, ctypes.byref(wanted), ctypes.sizeof(wanted))
    kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())


def main(script: str) -> None:
    sys.path += [one for one in os.environ.pop("GAOYAN_LIBRARIES", "").split(os.pathsep) if one and one not in sys.path]
    with open(script, "rb") as opened:
        code = compile(opened.read(), script, "exec", dont_inherit=True)
    given = sys.stdin.buffer.readline().split()
    if not given:  # EOF: the parent has exited or does not need this child
        return
    memory, seconds = map(int, given)
    limit(memory, seconds)
    sys.argv = [script]
    exec(code, {"__name__": "__main__", "__file__": script, "__builtins__": __builtins__})


if __name__ == "__main__":
    main(sys.argv[1])
