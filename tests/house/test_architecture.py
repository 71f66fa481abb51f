"""The house itself: names, sizes, no number of the notice in code, nothing of one machine in the tree.

That imports run one way is held by import-linter (``make test``).
"""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from udfs.notice.parameters import parameters_for
from udfs.rules import TOPICS, catalogue, module_of
from udfs.rules.needs import NEEDS

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("udfs", "workbooks", "macros", "addin")
LONGEST_FUNCTION = 60
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
# Names of formats and the offices themselves; no address of a registry, a mirror or a machine.
KNOWN_HOSTS = {
    "schemas.openxmlformats.org",
    "schemas.microsoft.com",
    "purl.org",
    "purl.oclc.org",
    "www.w3.org",
    "openoffice.org",
    "ns.adobe.com",
    "www.adobe.com",
    "zsgx.mohrss.gov.cn",
    "keepachangelog.com",
    "semver.org",
    "scripts.sil.org",
    "mozilla.org",
    "openfontlicense.org",
    # What Excel says for the path of a book of OneDrive or SharePoint.
    "d.docs.live.net",
    "unit-my.sharepoint.com",
    "unit.sharepoint.com",
}
SMALL = {0, 1, 2}
"""Numbers that count and index; whatever else a predicate compares with is a parameter."""


@lru_cache(maxsize=1)
def tree() -> tuple[Path, ...]:
    """The files of the project: what git tracks."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return tuple(path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file())


def sources(*layers: str) -> list[Path]:
    return [path for path in tree() if path.suffix == ".py" and (not layers or path.relative_to(ROOT).parts[0] in layers)]


def written(path: Path) -> str:
    """The text of a file; '' for one that is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_the_packages_are_there() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in sources()} >= {*LAYERS, "tests", "benchmarks"}


def test_modules_have_a_topic() -> None:
    assert [str(path) for path in sources() if NAMELESS & set(path.relative_to(ROOT).with_suffix("").parts)] == []


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(written(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_functions_do_one_thing() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in sources(*LAYERS, "tests")
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_public_modules_say_what_they_are() -> None:
    silent = [str(path.relative_to(ROOT)) for path in sources(*LAYERS) if ast.get_docstring(ast.parse(written(path))) is None]
    assert silent == []


def numbers(value: Any) -> Iterator[Fraction]:
    """Every number inside a parameter's value."""
    if isinstance(value, int | Decimal | Fraction):
        yield Fraction(value)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from numbers(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from numbers(part)
    elif is_dataclass(value):
        for one in fields(value):
            yield from numbers(getattr(value, one.name))


def literals(path: Path) -> Iterator[tuple[int, Fraction]]:
    """The numbers written in a module, with their lines; also those handed to Decimal and Fraction as text.

    How many characters of a cell a message shows (a slice) is no number of the regulations.
    """
    module = ast.parse(written(path))
    cut = {part for node in ast.walk(module) if isinstance(node, ast.Slice) for part in ast.walk(node)}
    for node in ast.walk(module):
        if node in cut:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            yield node.lineno, Fraction(str(node.value))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Decimal", "Fraction"):
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, Fraction(argument.value)


def test_no_number_of_the_regulations_stands_in_a_rule() -> None:
    forbidden = {
        number
        for leaf in parameters_for().leaves.values()
        for entry in leaf.dated
        for number in numbers(entry.value)
        if number not in SMALL
    }
    assert {Fraction(50), Fraction(10), Fraction(105000), Fraction(550), Fraction(1, 7)} <= forbidden
    found = [
        f"{topic}.py:{line}: {number}"
        for topic in TOPICS
        for line, number in literals(ROOT / (module_of(topic).replace(".", "/") + ".py"))
        if number in forbidden
    ]
    assert found == []


def test_literals_are_found(tmp_path: Path) -> None:
    module = tmp_path / "rule.py"
    module.write_text("x = len(y[:30]) < 50\nz = Fraction('1/7') > Decimal('0.5')\nw = True\n", encoding="utf-8")
    assert sorted(literals(module)) == [(1, Fraction(50)), (2, Fraction(1, 7)), (2, Fraction(1, 2))]


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_a_rule_names_what_exists(rule) -> None:  # type: ignore[no-untyped-def]
    codes = {known.code for known in catalogue()}
    assert set(rule.uses) <= set(parameters_for().leaves)
    assert set(rule.needs) <= set(NEEDS)
    assert set(rule.after) <= codes - {rule.code}
    assert len(rule.title) <= 32
    assert rule.condition
    assert rule.fix


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_registry_and_no_extra(name: str) -> None:
    """An extra (name[extra]==) is what the pip of Python 3.11.0 to 3.12.1 cannot read together with hashes."""
    lock = written(ROOT / name)
    assert "://" not in lock
    assert "index-url" not in lock
    assert "find-links" not in lock
    assert all(re.match(r"[\w.-]+==[\w.]+ ", pin) for pin in pins(lock)), pins(lock)
    assert lock.count("--hash=sha256:") >= len(pins(lock))


def pins(lock: str) -> list[str]:
    return [line for line in lock.splitlines() if line and not line.startswith((" ", "#"))]


def test_the_locks_pin_every_dependency() -> None:
    """Of a user in the one, of a developer in the other, which holds the first in the same versions."""
    users, developers = (
        {re.split("[ ;]", pin)[0] for pin in pins(written(ROOT / name))}
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert users < developers
    stated = tomllib.loads(written(ROOT / "pyproject.toml"))
    groups = stated["dependency-groups"]
    for asked, lock in [
        (stated["project"]["dependencies"] + groups["build"], users),
        ([one for one in groups["dev"] if isinstance(one, str)], developers),
    ]:
        names = {re.split(r"[\[>=<; ]", one)[0].lower() for one in asked}
        assert len(names) > 15
        assert names <= {pin.partition("==")[0] for pin in lock}


def test_addresses_in_the_tree_are_names_of_formats() -> None:
    strange = {
        f"{path.relative_to(ROOT)}: {host}"
        for path in tree()
        for host in re.findall(r"\w://(?:[^/@\s]+@)?([\w.-]+\.[a-z]{2,})", written(path))
        if host not in KNOWN_HOSTS and not host.endswith((".example", ".invalid", "example.com"))
    }
    assert strange == set()


def test_nothing_names_the_machine_it_was_written_on() -> None:
    places = (f"{ROOT}/", f"{Path.home()}/")
    assert [str(path) for path in tree() if any(place in written(path) for place in places)] == []


def test_nothing_is_left_to_do() -> None:
    words = re.compile("#.*(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b|raise NotImplemented" + "Error")
    left = [f"{path.relative_to(ROOT)}" for path in sources() if words.search(written(path))]
    assert left == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    words = re.compile("|".join(("pytest." + "skip", "mark." + "skip", "x" + "fail", "import" + "orskip", "assert " + "True")))
    assert [str(path.relative_to(ROOT)) for path in sources("tests") if words.search(written(path))] == []


def test_ci_runs_the_command_of_the_readme() -> None:
    commands = [line for line in written(ROOT / ".ci" / "run").splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec make test"]
    assert "make test" in written(ROOT / "README.md")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
