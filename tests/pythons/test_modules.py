"""Every module on the Python that this runs on, and nothing in any of them that the oldest supported one does not know."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("udfs", "workbooks", "macros", "addin")
IN_LIBREOFFICE = ("uno", "unohelper", "org.gaoyan")
IN_A_BROWSER = ("js", "pyodide", "pyscript")
IMPORTING = """
import importlib, sys
for name in sys.stdin.read().split():
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in sys.argv[1:]:
            raise
"""


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")) if "node_modules" not in path.parts]
    return [path for path in found if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)]


def test_every_module_is_imported() -> None:
    """In a fresh process. What only LibreOffice's Python or a browser has may be missing, nothing else."""
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in sources(*LAYERS)]
    assert len(names) > 500
    elsewhere = [*IN_LIBREOFFICE, *IN_A_BROWSER, "com", "org", "officehelper"]
    command = [sys.executable, "-c", IMPORTING, *elsewhere]
    wanted = "\n".join(name for name in names if not name.endswith("__main__"))
    done = subprocess.run(command, input=wanted, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def newer_than_the_oldest(text: str) -> str:
    """What of a source Python 3.11 refuses: its syntax, or ``array[…]`` where it is evaluated; '' for nothing."""
    try:
        tree = ast.parse(text, feature_version=(3, 11))
    except SyntaxError as wrong:
        return str(wrong)
    stated = [
        part
        for node in ast.walk(tree)
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if isinstance(part, ast.AST)
    ]
    unevaluated = (
        {id(node) for part in stated for node in ast.walk(part)} if "from __future__ import annotations" in text else set()
    )
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Subscript)
            and id(node) not in unevaluated
            and ast.unparse(node.value) in ("array", "array.array")
        ):
            return f"line {node.lineno}: {ast.unparse(node)}"
    return ""


@pytest.mark.parametrize("text", ["type X = int\n", "def f[T](x: T): ...\n", "from array import array\nX = array[int]\n"])
def test_what_is_too_new_is_seen(text: str) -> None:
    assert newer_than_the_oldest(text)


def test_an_annotation_is_not_evaluated() -> None:
    text = "from array import array\ndef f(x: array[int]) -> array[int]: ...\n"
    assert newer_than_the_oldest(f"from __future__ import annotations\n{text}") == ""
    assert newer_than_the_oldest(text)


def test_no_source_is_too_new_for_the_oldest_python() -> None:
    every = sources(*LAYERS, "tests", "benchmarks", "docs")
    found = {str(path.relative_to(ROOT)): newer_than_the_oldest(path.read_text("utf-8")) for path in every}
    assert {name: why for name, why in found.items() if why} == {}
