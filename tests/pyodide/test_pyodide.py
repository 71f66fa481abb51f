"""The check core, pydantic and xlwings' browser wheel in Pyodide under Node: the same answers as here, and no network."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from addin.buttons.tab import in_the_browser
from addin.lite.wheel import built_wheel
from tests.lite.lite_book import DRIVER, ENTRY, called_here, made_payload
from tests.sample import sample_class
from udfs.functions import catalogue as functions
from udfs.functions.examples import CASES
from udfs.functions.registry import FUNCTIONS
from udfs.rules.runner import check

assert functions
HERE = Path(__file__).resolve().parent
PYODIDE = HERE / "node_modules" / "pyodide"
WHEELS = HERE / "node_modules" / "wheels"
PYTHON, PLATFORM = "3.14", "pyemscripten_2026_0_wasm32"


@lru_cache(maxsize=1)
def wheels() -> tuple[Path, ...]:
    """The pinned wheels for the browser, fetched once: pydantic and xlwings with compiled parts for WebAssembly."""
    pinned = (HERE / "requirements.txt").read_text("utf-8")
    stamp = WHEELS / "requirements.txt"
    if not stamp.is_file() or stamp.read_text("utf-8") != pinned:
        subprocess.run(
            [
                sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                "--only-binary=:all:", "--platform", PLATFORM, "--python-version", PYTHON, "--implementation", "cp",
                "--require-hashes", "-d", str(WHEELS), "-r", str(HERE / "requirements.txt"),
            ],
            check=True, timeout=300,
        )  # fmt: skip
        stamp.write_text(pinned, encoding="utf-8")
    return tuple(sorted(WHEELS.glob("*.whl")))


def in_pyodide(script: Path, *zips: Path) -> str:
    command = ["node", str(HERE / "run.mjs"), str(PYODIDE), str(script), *map(str, [*wheels(), *zips])]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Lite gets: our wheel, with the cases of the tests and a class beside it."""
    name, content = built_wheel()
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("tests/__init__.py", "")
        for module in ("udfs/sample.py", "udfs/functions/examples.py"):  # only tests need them
            archive.write(HERE.parents[1] / module, module)
    path = tmp_path_factory.mktemp("wheel") / name
    path.write_bytes(packed.getvalue())
    return path


class Answers(NamedTuple):
    """What one start of Pyodide answered."""

    lite: dict[str, Any]
    """Every call that xlwings Lite makes."""
    lite_here: dict[str, Any]
    """The same with the same workbook, here."""
    core: dict[str, Any]


@pytest.fixture(scope="module")
def answers(ours: Path, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    payload = made_payload(tmp_path_factory.mktemp("payload"))
    folder = tmp_path_factory.mktemp("more")
    more, both = folder / "more.zip", folder / "both.py"
    with zipfile.ZipFile(more, "w") as archive:
        archive.write(DRIVER, "lite_calls.py")
        archive.writestr("main.py", ENTRY)
        archive.writestr("payload.json", json.dumps(payload))
    # Lite first: it decides how xlwings is loaded.
    both.write_text("\n".join((HERE / name).read_text("utf-8") for name in ("lite.py", "core.py")), encoding="utf-8")
    lite, core = map(json.loads, in_pyodide(both, ours, more).splitlines()[-2:])
    return Answers(lite, called_here(payload, tmp_path_factory.mktemp("here")), core)


@pytest.fixture(scope="module")
def as_json(answers: Answers) -> dict[str, Any]:
    return answers.core


def test_it_is_the_browsers_python(as_json: dict[str, Any]) -> None:
    assert as_json["platform"] == "emscripten"
    names = dict(wheel.name.split("-")[:2] for wheel in wheels())
    assert (as_json["pydantic"], as_json["xlwings"]) == (names["pydantic"], names["xlwings"])


def test_every_function_says_there_what_it_says_here(as_json: dict[str, Any]) -> None:
    expected = [answer.isoformat() if isinstance(answer, date) else answer for _, _, answer in CASES]
    assert as_json["answers"] == expected
    assert {name for name, _, _ in CASES} == set(FUNCTIONS) - {"GY_VIOLATIONS"}


def test_the_rules_find_there_what_they_find_here(as_json: dict[str, Any]) -> None:
    sound = sample_class()
    broken = sound.changed(people=(sound.people[0].changed(phone="123"), *sound.people[1:]))
    assert as_json["findings"] == [[one.key, one.code, one.message] for one in check(broken).findings]
    assert "A4-07" in {code for _, code, _ in as_json["findings"]}
    assert as_json["broken rules"] == []


def test_no_heavy_library_is_needed(as_json: dict[str, Any]) -> None:
    assert as_json["heavy"] == []


def test_xlwings_registers_and_runs_there_what_it_does_here(answers: Answers) -> None:
    there = answers.lite
    assert set(there["functions"]) == set(FUNCTIONS)
    assert set(there["scripts"]) == {one.id for one in in_the_browser()}
    assert there == answers.lite_here
