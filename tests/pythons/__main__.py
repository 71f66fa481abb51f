"""The end of ``make test``: the main job from the built wheel on each Python of this machine; and on each but the one that the
suite ran on, what users touch most. Writes build/verified.json, which ``make docs`` takes over.

Each Python gets an environment of its own (.venv-3.12) from the lock of users, made as ``make demo`` makes its own. A Python
that is not here is named as not run.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
ON_EACH = ["tests/pythons/test_modules.py", "tests/rules", "tests/house/test_commands.py", "tests/desk/test_result_cache.py"]
"""Every module imported; the rules; every command of the README, with the desk, import, export and terminal."""
FOR_TESTS = (
    "pytest",
    "iniconfig",
    "pluggy",
    "packaging",
    "pygments",
    "pytest-timeout",
    "hypothesis",
    "sortedcontainers",
    "cn2an",
    "proces",
)
PROGRAMS = {
    "LibreOffice": ("soffice", "--version"),
    "Gnumeric": ("ssconvert", "--version"),
    "Chromium": ("chromium", "--version"),
    "Firefox": ("firefox-esr", "--version"),
    "Node": ("node", "--version"),
    "poppler": ("pdftotext", "-v"),
    "qpdf": ("qpdf", "--version"),
}
PACKAGES = {"IronCalc": "ironcalc", "Typst": "typst"}


def pythons() -> Iterator[tuple[str, str]]:
    """(3.12, its program) of every supported Python that can make an environment: on PATH, or behind pyenv or uv."""
    home = Path.home()
    for minor in SUPPORTED:
        name = f"python{minor}"
        managed = [
            *Path(os.environ.get("PYENV_ROOT", home / ".pyenv")).glob(f"versions/{minor}.*/bin/{name}"),
            *(home / ".local" / "share" / "uv" / "python").glob(f"cpython-{minor}.*/bin/{name}"),
        ]
        own = [sys.executable] if platform.python_version().startswith(f"{minor}.") else []
        for program in [*own, shutil.which(name), *map(str, sorted(managed))]:
            asked = f"import sys, venv, ensurepip; sys.exit({minor.split('.')[1]} != sys.version_info[1])"
            if program and subprocess.run([program, "-c", asked], capture_output=True, check=False).returncode == 0:
                yield minor, program
                break


def run(*command: str, **more: str) -> None:
    """Raises SystemExit with the end of what it printed if it fails."""
    done = subprocess.run(command, cwd=ROOT, env=os.environ | more, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.returncode}\n{(done.stdout + done.stderr)[-4000:]}")


def wheel() -> Path:
    folder = BUILD / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    return next(folder.glob("*.whl"))


def lock_of_tests() -> Path:
    """The lock of users, and of the developers' lock what the tests on each Python take."""
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements-dev.lock").read_text("utf-8").strip())
    users = (ROOT / "requirements.lock").read_text("utf-8")
    more = [entry for entry in entries if entry.partition("==")[0] in FOR_TESTS and f"{entry.partition(' ')[0]} " not in users]
    path = BUILD / "requirements-tests.lock"
    path.write_text(users + "\n".join(more) + "\n", encoding="utf-8")
    return path


def tried(minor: str, program: str, built: Path, lock: Path) -> str:
    """What ran on that Python: its full version."""
    began, folder = time.monotonic(), ROOT / f".venv-{minor}"
    make = ("sh", "tests/pythons/environment.sh", str(folder))
    run(*make, "requirements.lock", "" if program == sys.executable and folder.exists() else base_of(program), str(built))
    there = BUILD / f"demo-{minor}"
    shutil.rmtree(there, ignore_errors=True)
    there.mkdir()
    run("sh", "-c", f'cd "{there}" && "{folder}/bin/gaoyan" demo demo')
    words = "the demo from the wheel"
    if not platform.python_version().startswith(f"{minor}."):
        run(*make, str(lock), "", str(built))
        python = str(folder / "bin" / "python")
        run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not scale.md", *ON_EACH)
        words += ", every module, the rules, the commands of the README"
    full = subprocess.run([folder / "bin" / "python", "-V"], capture_output=True, text=True, check=True).stdout.split()[1]
    print(f"Python {full}: {words}: {time.monotonic() - began:.0f} s", flush=True)
    return full


def base_of(program: str) -> str:
    """The Python behind an environment's own."""
    asked = "import os, sys; print(os.path.realpath(sys.executable))"
    return subprocess.run([program, "-c", asked], capture_output=True, text=True, check=True).stdout.strip()


def versions() -> Iterator[tuple[str, str]]:
    """(program, its version) of what the suite has just driven."""
    for name, command in PROGRAMS.items():
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if reported := re.search(r"\d+\.\d+", done.stdout + done.stderr):
            yield name, reported[0]
    for name, package in PACKAGES.items():
        yield name, ".".join(version(package).split(".")[:2])


def main() -> int:
    BUILD.mkdir(exist_ok=True)
    built, lock, here = wheel(), lock_of_tests(), dict(pythons())
    with ThreadPoolExecutor(2) as pool:
        ran = dict(zip(here, pool.map(lambda one: tried(*one, built, lock), here.items()), strict=True))
    missing = {minor: "not on this machine" for minor in SUPPORTED if minor not in ran}
    for minor, why in missing.items():
        print(f"Python {minor}: not run ({why})")
    record = {"suite": platform.python_version(), "pythons": ran, "programs": dict(versions()), "not run": missing | LEFT_OUT}
    (BUILD / "verified.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


LEFT_OUT = {
    "Excel": "no licence and no Windows here",
    "WPS": "not to be had here",
    "Windows": "no machine",
    "Mac": "no machine",
    "--large": "takes hours: by hand",
}

if __name__ == "__main__":
    sys.exit(main())
