"""The recipes of CONTRIBUTING.md: the example of each, applied to a copy of the tree, does what the commands below it ask.

The recipe of a notice is commands alone; ``test_commands`` runs those.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPIED = ("udfs", "workbooks", "macros", "addin", "tests", "pyproject.toml", "conftest.py")
PYTHON = ".venv/bin/python "


def recipes() -> dict[str, str]:
    """What is added -> its section."""
    return dict(re.findall(r"^## Add (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def edits(section: str) -> Iterator[tuple[str, str, str]]:
    """(file, what is replaced, what takes its place) of each example."""
    for body in re.findall(r"^```diff\n(.*?)^```$", section, re.MULTILINE | re.DOTALL):
        name, *lines = body.splitlines()
        yield name, *("".join(f"{line[1:]}\n" for line in lines if line[0] == sign) for sign in "-+")


def commands(section: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith(PYTHON)]


def apply(folder: Path, section: str) -> None:
    """Errors: AssertionError where what is to be replaced does not stand there just once."""
    for name, old, new in edits(section):
        path = folder / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert not old or text.count(old) == 1, (name, old)
        path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")


def copy_of_tree(folder: Path) -> Path:
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__", "strangers"))
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, folder)
    return folder


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    words = command.removeprefix(PYTHON).replace('"', "'").split("'")
    arguments = [one for at, part in enumerate(words) for one in ([part] if at % 2 else part.split())]
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize("name", [name for name, section in recipes().items() if commands(section)])
def test_a_recipe_does_what_it_says(name: str, tmp_path: Path) -> None:
    folder, section = copy_of_tree(tmp_path), recipes()[name]
    apply(folder, section)
    for command in commands(section):
        done = run(folder, command)
        assert done.returncode in ((0, 1) if " addin check" in command else (0,)), f"{command}\n{done.stdout}\n{done.stderr}"
        assert "pytest" not in command or re.search(r"\b[1-9]\d* passed", done.stdout), done.stdout


def test_there_is_a_recipe_for_each() -> None:
    assert list(recipes()) == [
        "a rule", "a field", "a cell function", "a command with its button", "a parameter", "a notice"
    ]  # fmt: skip


def test_an_example_whose_place_is_gone_is_seen(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("a = 1\n", encoding="utf-8")
    apply(tmp_path, "```diff\none.py\n-a = 1\n+a = 2\n```\n")
    assert (tmp_path / "one.py").read_text(encoding="utf-8") == "a = 2\n"
    with pytest.raises(AssertionError):
        apply(tmp_path, "```diff\none.py\n-a = 1\n+a = 2\n```\n")
