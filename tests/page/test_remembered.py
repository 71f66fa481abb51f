"""What is compiled while the page is built is what it would have compiled itself, and is not compiled again."""

from __future__ import annotations

import zipfile
from pathlib import Path

from addin.browser import remembered
from tests.pyodide.test_pyodide import in_pyodide

SCRIPT = Path(__file__).with_name("remembered_twice.py")


def test_what_is_looked_up_does_what_was_compiled(tmp_path: Path) -> None:
    """In the page's Python: the compilers refuse everything, and only what is not in the store reaches them."""
    rooms = tmp_path / "rooms.zip"
    with zipfile.ZipFile(rooms, "w") as made:
        for name in ("addin/__init__.py", "addin/browser/__init__.py"):
            made.writestr(name, "")
        made.write(remembered.__file__, "addin/browser/remembered.py")
    assert in_pyodide(SCRIPT, rooms).strip() == "[True, 2, ['json'], 'compiled anew', True]"
