"""``make bare``: the two commands where there is nothing but one Python, for each Python of this machine.

A fresh clone in a folder of its own, a home of its own, and a PATH that holds the programs of the system and one Python.
``make demo`` runs there, then the first commands of the README as they stand; wheel and sdist (``make dist``) are installed each
into an environment that has nothing else. ``--test`` runs ``make test`` there too, ten minutes for each. Arguments: 3.11 … for
these alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.pythons.__main__ import ROOT, base_of, pythons

FIRST = (
    "gaoyan new 云计算班.xlsx --level 市级 --plan 10 && { gaoyan check 云计算班.xlsx --write; test $? -eq 1; }"
    " && { gaoyan review . --out 汇总.xlsx; test $? -eq 1; }"
)
"""Nothing is filled in yet: both judgements end with 1, as something blocks."""


def programs(folder: Path, minor: str, program: str) -> Path:
    """A folder for PATH: what /usr/bin has but for Pythons and their tools, and that one Python."""
    folder.mkdir()
    for path in [*Path("/usr/bin").iterdir(), *Path("/usr/sbin").iterdir()]:
        if not path.name.startswith(("python", "pip", "uv", "pyenv")) and not (folder / path.name).exists():
            (folder / path.name).symlink_to(path)
    (folder / f"python{minor}").symlink_to(program)
    return folder


def tried(minor: str, program: str, folder: Path, whole: bool) -> list[str]:
    """A line for each thing that did not work."""
    path = programs(folder / "programs", minor, program)
    home = folder / "home"
    home.mkdir()
    environment = {"PATH": str(path), "HOME": str(home), "LANG": "C.UTF-8"}
    environment |= {
        name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_")) or "proxy" in name.lower()
    }
    there = folder / "clone"
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(there)], check=True)
    steps = {"make demo": "make demo", "the first commands": f". .venv/bin/activate && cd {home} && {FIRST}"}
    for file in sorted((ROOT / "dist").glob("gaoyan-*")):
        alone = folder / f"alone-{file.suffix}"
        steps[file.name] = (
            f"python{minor} -m venv {alone} && {alone}/bin/python -m pip install -q --no-input --disable-pip-version-check {file}"
            f" && cd {home} && {alone}/bin/gaoyan demo demo{file.suffix}"
        )
    if whole:
        steps["make test"] = "make test"
    failed = []
    for name, command in steps.items():
        began = time.monotonic()
        done = subprocess.run(["sh", "-c", command], cwd=there, env=environment, capture_output=True, text=True, check=False)
        print(
            f"Python {minor}: {name}: {'done' if done.returncode == 0 else 'FAILED'}, {time.monotonic() - began:.0f} s",
            flush=True,
        )
        if done.returncode:
            failed.append(f"Python {minor}: {name}: {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}")
    return failed


def main(arguments: list[str]) -> int:
    wanted = [one for one in arguments if one.startswith("3.")]
    failed = []
    for minor, program in pythons():
        if wanted and minor not in wanted:
            continue
        folder = Path(tempfile.mkdtemp(prefix="gaoyan_bare_"))
        try:
            failed += tried(minor, base_of(program), folder, "--test" in arguments)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
