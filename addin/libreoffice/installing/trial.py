"""The self-test from the command line: a separate headless LibreOffice with a temporary profile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from addin.libreoffice.installing.deploying import complaint, programs
from addin.libreoffice.installing.libraries import WHERE, office_python
from addin.libreoffice.packages import HOW, named_folder, settings_file
from workbooks.files.errors import Unusable

SECONDS = 400
OFTEN = "请运行 gaoyan addin doctor --host libreoffice"


def tried(extension: bytes) -> dict[str, Any]:
    """Run the self-test in LibreOffice with ``extension`` and return the results. Errors: Unusable if it is not available."""
    python, office = office_python(), next(programs("soffice"), None)
    if office is None:
        raise Unusable(WHERE, "没有找到 soffice", "请先安装 LibreOffice")
    if named_folder(settings_file()) is None:
        raise Unusable(WHERE, "还没有装扩展要用的库", HOW)
    with tempfile.TemporaryDirectory(prefix="gaoyan_selftest_", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        file, result = folder / "gaoyan.oxt", folder / "result.json"
        file.write_bytes(extension)
        # Two sessions: until its next start LibreOffice runs a new extension in a process of its own, where each call takes
        # many times as long as in the program itself.
        for todo in (("add", file), ("try", result)):
            done = in_office(office, python, folder, *map(str, todo))
            if done.returncode:
                break  # without the extension the second session would only hide why
        if not result.is_file():
            raise Unusable(WHERE, f"自检没有做完（{complaint(done.stderr)[:120]}）", OFTEN)
        found: dict[str, Any] = json.loads(result.read_text("utf-8"))
        return found


def in_office(office: Path, python: Path, folder: Path, *todo: str) -> subprocess.CompletedProcess[str]:
    """Start a LibreOffice with the profile in ``folder``, let ``trying.py`` do something in it, and wait until both have ended.
    Errors: Unusable after ``SECONDS``."""
    pipe = f"gaoyan_{os.getpid()}"
    command = [
        str(office), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
        "--nodefault", f"--accept=pipe,name={pipe};urp;",
    ]  # fmt: skip
    script = Path(__file__).resolve().parents[1] / "trying.py"
    # In a process group of its own: soffice is a script that starts the program, and Ctrl-C is handled by this command.
    # Its temporary files go with the folder, even if it is killed.
    environment = os.environ | {"TMPDIR": str(folder)}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    ) as running:
        try:
            done = subprocess.run(
                [str(python), "-P", str(script), pipe, *todo],
                capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False,
            )  # fmt: skip
            running.wait(30)
        except subprocess.TimeoutExpired:
            raise Unusable(WHERE, f"{SECONDS}秒内没有做完", OFTEN) from None
        finally:
            if running.poll() is None:
                end(running)
    return done


def end(office: subprocess.Popen[bytes]) -> None:
    """Kill the program with all its children."""
    kill_group = getattr(os, "killpg", None)
    if kill_group is None:
        office.kill()  # Windows
    else:
        kill_group(office.pid, signal.SIGKILL)
