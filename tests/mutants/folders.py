"""The folders of the product whose mutants are drawn at random, and the tests that judge each.

Their tests write workbooks, so a mutant costs seconds and a folder is sampled: ``drawn`` draws so many mutants over all its
modules, the longer ones more often.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.mutants.making import Mutant, mutants
from tests.mutants.trials import ROOT, Scope

FOLDERS = {
    "workbooks/received": ("tests/received", "tests/desk"),
    "workbooks/rosters": ("tests/rosters", "tests/sources", "tests/certificates/test_platform_numbers.py"),
    "workbooks/attendance": ("tests/attendance",),
    "workbooks/sources": ("tests/sources", "tests/sandbox", "tests/rosters/test_roster_sources.py"),
    "workbooks/survey": ("tests/survey",),
    "udfs/schedule": ("tests/schedule", "tests/attendance"),
    "macros/annexes": ("tests/annexes", "tests/survey"),
    "macros/attendance": ("tests/attendance", "tests/annexes"),
    "macros/certificates": ("tests/certificates", "tests/annexes"),
    "macros/checking": ("tests/checking", "tests/book", "tests/buttons"),
    "macros/desk": ("tests/desk", "tests/received"),
    "macros/handing_in": ("tests/printing", "tests/received", "tests/certificates/test_renewing.py"),
    "macros/money": ("tests/money",),
    "macros/people": ("tests/people", "tests/rosters", "tests/typed/test_people_moved.py", "tests/closed/test_enlarging.py"),
}
"""Folder -> the folders, or files, of its tests, beside the examples in its docstrings."""


def scope_of(folder: str) -> Scope:
    return Scope(files=(folder, *FOLDERS[folder]), cases=False, on_disk=True, measured=folder, longest=10.0, together=90.0)


def drawn(folder: str, count: int, seed: int) -> list[Mutant]:
    """``count`` mutants of the modules of the folder (and of those below it), the same ones for the same seed."""
    chance = Random(f"{seed} {folder}")
    modules = sorted(path for path in (ROOT / folder).rglob("*.py") if path.name != "__init__.py")
    weights = {path: len(path.read_bytes()) for path in modules}
    waiting = {path: mutants(path, name_of(path), drawn=Random(f"{seed} {path.name}")) for path in modules}
    found: list[Mutant] = []
    while len(found) < count and weights:
        (path,) = chance.choices([*weights], weights=[*weights.values()])
        if one := next(waiting[path], None):
            found.append(one)
        else:
            del weights[path]  # all of it is drawn, or there is nothing to change in it
    return found


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)
