"""Installs the Excel add-in into a fresh profile, asks the doctor, takes it away: ``python -m tests.installing.installed_round``.

For Windows and Mac, where it does what a user does, with the real commands; .ci/windows-mac.yml runs it. Excel may be missing.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from addin.xlam.build import build_xlam

NEEDS_EXCEL = {"Excel"}
"""What the doctor may find wrong where no Excel is installed."""


def run(environment: Mapping[str, str], *arguments: str) -> tuple[int, str]:
    """(exit code, what it stated) of ``gaoyan addin``."""
    command = [sys.executable, "-X", "utf8", "-m", "addin", "addin", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False)
    print(f"$ gaoyan addin {' '.join(arguments)} -> {done.returncode}\n{done.stdout}{done.stderr}", flush=True)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def fresh(home: Path) -> dict[str, str]:
    """The variables of a user who has nothing yet, with a Chinese name."""
    places = {"USERPROFILE": home, "HOME": home, "APPDATA": home / "AppData/Roaming", "LOCALAPPDATA": home / "AppData/Local"}
    for folder in places.values():
        folder.mkdir(parents=True, exist_ok=True)
    return os.environ | {name: str(folder) for name, folder in places.items()}


def files(home: Path) -> list[Path]:
    return sorted(path for path in home.rglob("*") if path.is_file() and path.suffix != ".log")


def main() -> int:
    """0 if all went as it should; AssertionError else."""
    # A Mac and a machine whose code page is not Chinese know no such name: there it must be refused, which the suite tests.
    name = "张三" if sys.platform == "win32" and "张三".encode("mbcs", errors="replace") != b"??" else "zhang"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / name
        environment = fresh(home)
        before = files(home)
        assert run(environment, "doctor")[0] == 1
        for _ in range(2):
            assert run(environment, "install")[0] == 0
        (placed,) = [path for path in files(home) if path.suffix == ".xlam"]
        assert placed.read_bytes() == build_xlam()
        code, line_about = run(environment, "doctor", "--json")
        wrong = {line["topic"] for line in json.loads(line_about)["lines"] if line["state"] == "wrong"}
        assert wrong <= NEEDS_EXCEL, wrong
        assert code == (1 if wrong else 0)
        assert run(environment, "uninstall")[0] == 0
        assert files(home) == before
    return 0


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # the marks of the doctor are in no code page
    sys.exit(main())
