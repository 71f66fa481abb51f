"""What is left out on systems without the programs of Linux, and the workflow that runs the rest there (it has not run)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.outside import ROOT, needs_programs

WORKFLOW = ROOT.parent / ".ci" / "windows-mac.yml"


@pytest.mark.parametrize(
    ("module", "left_out"),
    [
        ("xlam/test_vba.py", True), ("libreoffice/test_buttons.py", True), ("files/test_replacing.py", True),
        ("checking/test_live.py", True), ("ooxml/test_package.py", True),
        ("files/test_replacing_windows.py", False), ("installing/test_installing.py", False),
        ("xlam/test_portable.py", False), ("rules/test_people.py", False), ("rosters/test_importing.py", False),
    ],
)  # fmt: skip
def test_a_module_is_left_out_for_what_it_or_its_helpers_drive(module: str, left_out: bool) -> None:
    assert needs_programs(ROOT / module) == left_out


def test_without_programs_everything_else_is_found_where_the_calls_of_linux_do_not_exist() -> None:
    """In a Python that has neither fcntl nor resource, as Windows' has not."""
    code = (
        "import sys; sys.modules['fcntl'] = sys.modules['resource'] = None; import pytest;"
        " sys.exit(pytest.main(['--collect-only', '-qq', '--without-programs', '-p', 'no:cacheprovider', '-o', 'addopts=', "
        "'tests']))"
    )
    plain = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT.parent, env=plain, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    found = set(re.findall(r"^(tests/[\w/]+\.py)", done.stdout, re.MULTILINE))
    tests = [path for path in ROOT.rglob("test_*.py") if "def test_" in path.read_text("utf-8")]
    kept = {path.relative_to(ROOT.parent).as_posix() for path in tests if not needs_programs(path)}
    assert kept <= found
    assert {name for name in found if "libreoffice" in name or "parity" in name} == set()


def test_the_workflow_names_what_there_is_and_starts_only_by_hand() -> None:
    text = WORKFLOW.read_text("utf-8")
    assert text.isascii()
    assert "IT HAS NOT RUN" in text
    triggers = re.search(r"^on:\n((?:  .*\n)+)", text, re.MULTILINE)
    assert triggers is not None
    assert triggers[1].split() == ["workflow_dispatch:"]
    modules = set(re.findall(r"python(?:3|\.exe)? -m ([\w.]+)", text))
    assert {"pytest", "addin", "tests.installing.installed_round"} <= modules
    assert [name for name in modules if find_spec(name) is None] == []
    for folder in re.findall(r"working-directory: (\S+)", text):
        assert (ROOT.parent / folder / "package-lock.json").is_file()
    locks = set(re.findall(r"-r (\S+\.lock)", text))
    assert locks == {"requirements.lock", "requirements-dev.lock"}
    assert [name for name in locks if not (ROOT.parent / name).is_file()] == []
