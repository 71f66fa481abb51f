"""Tests whether the server for Excel starts and answers: ``python -m addin.installing.server_probe`` with the configured Python.

Exits with 0 if it does, else with 1 after the last line of the error. A Mac has no server: the modules of the buttons are
imported.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import uuid
from importlib import import_module
from typing import IO, Any

HOST = "addin.excel.host"
"""The module that a button runs."""
NOT_UP = -2147221164
"""REGDB_E_CLASSNOTREG: the class is not registered yet."""


def main() -> int:
    try:
        if sys.platform == "win32":
            answered_by_server()
        else:
            import_module(HOST)
    except Exception as error:  # any error is reported
        print(last_line(str(error)) or type(error).__name__)
        return 1
    return 0


def answered_by_server() -> None:
    """Start the server as the add-in's VBA does, connect through COM, and import the module that a button runs."""
    import pythoncom  # type: ignore[import-untyped,unused-ignore]
    from win32com.client.dynamic import Dispatch  # type: ignore[import-untyped,unused-ignore]

    clsid = "{" + str(uuid.uuid4()) + "}"
    command = [sys.executable, "-B", "-P", "-c", f"import xlwings; xlwings.serve('{clsid}')"]
    with tempfile.TemporaryFile() as output, subprocess.Popen(command, stdout=output, stderr=output) as server:
        try:
            found: Any = None
            while found is None:
                if server.poll() is not None:
                    raise RuntimeError(text_of(output))
                try:
                    found = pythoncom.CoCreateInstance(
                        clsid, None, pythoncom.CLSCTX_LOCAL_SERVER, pythoncom.IID_IDispatch
                    )  # fmt: skip
                except pythoncom.com_error as error:
                    if error.hresult != NOT_UP:
                        raise
                    time.sleep(0.1)
            Dispatch(found).Exec(f"import {HOST}")
        finally:
            server.kill()


def text_of(output: IO[bytes]) -> str:
    output.seek(0)
    return output.read().decode("utf-8", errors="replace")


def last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


if __name__ == "__main__":
    sys.exit(main())
