"""The folder for machines without the internet: its list against the lock, what is laid, and what its script says and does.

The script itself has run under Wine with CPython 3.13 for Windows, not on Windows (docs/development.md).
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

from addin.portable import laying, setup, wheels
from addin.xlam.build import build_xlam
from tests.command_line import CommandLine
from workbooks.files.errors import Unusable

ROOT = Path(__file__).parents[2]
ON_WINDOWS = {
    "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "python_version": "3.13",
    "python_full_version": "3.13.2",
    "platform_machine": "AMD64", "implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": "",
}  # fmt: skip
GOOD = ("win32", "win-amd64", (3, 13), "C:\\Users\\a\\AppData\\Local\\Programs\\Python\\Python313")


def locked() -> dict[str, str]:
    """Of requirements.lock: name==version -> its text."""
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text("utf-8"))
    return {entry.split()[0]: entry for entry in entries}


def test_every_wheel_of_the_list_is_one_of_the_lock() -> None:
    lock, wanted = locked(), wheels.sums(wheels.listed())
    assert len(wanted) == len(set(wanted.values())) == len(wheels.listed().splitlines()) > 25
    for digest, name in wanted.items():
        assert f"--hash=sha256:{digest}" in lock[name], name
        marker = re.search(r"^\S+ ; (.+?) \\?$", lock[name].splitlines()[0])
        assert marker is None or Requirement(f"{name} ; {marker[1]}").marker.evaluate(ON_WINDOWS)  # type: ignore[union-attr]


def test_the_list_is_all_that_gaoyan_needs_on_windows_and_nothing_else() -> None:
    """Followed from package to package by what each says of itself, with the markers of Windows."""
    needed: set[str] = set()
    waiting = ["gaoyan"]
    while waiting:
        try:
            stated = [Requirement(one) for one in requires(waiting.pop()) or ()]
        except PackageNotFoundError:  # those for Windows alone are not installed here
            continue
        wanted = {canonicalize_name(one.name) for one in stated if one.marker is None or one.marker.evaluate(ON_WINDOWS)}
        waiting += wanted - needed
        needed |= wanted
    assert needed == {canonicalize_name(name.split("==")[0]) for name in wheels.sums(wheels.listed()).values()}
    assert {"pywin32", "colorama", "tzdata"} <= needed


class Pip:
    """In the place of pip: puts ``laid`` into the folder it is asked to fill."""

    def __init__(self, laid: dict[str, bytes], failing: str = "") -> None:
        self.laid, self.failing = laid, failing
        self.asked: list[str] = []

    def __call__(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        self.asked = list(arguments)
        folder = Path(arguments[arguments.index("-d") + 1])
        for name, data in self.laid.items():
            (folder / name).write_bytes(data)
        return subprocess.CompletedProcess([], 1 if self.failing else 0, "", self.failing)


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> Pip:
    """Two wheels, and a list that names them."""
    laid = {"a-1-py3-none-any.whl": b"a", "b-2-cp313-cp313-win_amd64.whl": b"b"}
    lines = [
        f"{name.split('-')[0]}=={name.split('-')[1]} --hash=sha256:{sha256(data).hexdigest()}\n" for name, data in laid.items()
    ]
    monkeypatch.setattr(wheels, "listed", lambda: "".join(lines))
    return Pip(laid)


def test_the_folder_holds_all_there_is_to_it(pip: Pip, tmp_path: Path) -> None:
    folder = tmp_path / "盘" / "高研加载项"
    assert "已放好" in laying.lay(folder, pip)[0]
    own = f"gaoyan-{version('gaoyan')}-py3-none-any.whl"
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == {
        "安装.cmd", "install.py", "readme.txt", "requirements.txt", "gaoyan.xlam", "SHA256SUMS",
        *(f"wheels/{name}" for name in (*pip.laid, own)),
    }  # fmt: skip
    assert (folder / "gaoyan.xlam").read_bytes() == build_xlam()
    stated = wheels.sums((folder / "requirements.txt").read_text("utf-8"))
    assert {sha256(path.read_bytes()).hexdigest() for path in (folder / "wheels").iterdir()} == set(stated)
    assert {"download", "--require-hashes", "--no-deps", "win_amd64", "3.13"} <= set(pip.asked)
    assert setup.damaged(folder) == []
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_the_wheel_is_the_running_program(tmp_path: Path) -> None:
    name, data = wheels.own_wheel()
    assert wheels.own_wheel() == (name, data)
    path = tmp_path / name
    path.write_bytes(data)
    with zipfile.ZipFile(path) as wheel:
        names = set(wheel.namelist())
        assert wheel.testzip() is None
        metadata = wheel.read(f"gaoyan-{version('gaoyan')}.dist-info/METADATA").decode()
    tracked = subprocess.run(
        ["git", "ls-files", "-z", *wheels.PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert set(tracked.split("\0")) - {""} <= names
    assert [one for one in names if one.endswith(".pyc") or one.startswith("tests")] == []
    stated = {Requirement(line.split(": ", 1)[1]).name for line in metadata.splitlines() if line.startswith("Requires-Dist")}
    assert {"pydantic", "xlwings", "typst"} <= stated
    assert "pytest" not in stated
    environment = tmp_path / "there"
    command = [
        "-m",
        "pip",
        "install",
        "-q",
        "--no-index",
        "--no-deps",
        "--disable-pip-version-check",
        "--target",
        str(environment),
    ]
    subprocess.run([sys.executable, *command, str(path)], check=True, timeout=120)
    assert (environment / "addin" / "portable" / "install.cmd").is_file()


@pytest.mark.parametrize(
    ("failing", "word"),
    [("WARNING: x\nERROR: No matching distribution found for a==1\n\n", "No matching distribution"), ("\n", "pip")],
)
def test_a_download_that_fails_leaves_nothing(failing: str, word: str, pip: Pip, tmp_path: Path) -> None:
    pip.failing = failing
    with pytest.raises(Unusable, match=word) as reported:
        laying.lay(tmp_path / "out", pip)
    assert "\n" not in str(reported.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "data"), [("c-3-py3-none-any.whl", b"c"), ("a-1-py3-none-any.whl", b"another")])
def test_a_wheel_that_is_not_on_the_list_is_not_passed_on(name: str, data: bytes, pip: Pip, tmp_path: Path) -> None:
    pip.laid[name] = data
    with pytest.raises(Unusable, match="与清单不符"):
        laying.lay(tmp_path / "out", pip)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_taken_and_any_other_left_alone(pip: Pip, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    laying.lay(folder, pip)
    before = sorted(folder.rglob("*"))
    with pytest.raises(Unusable, match="不是空文件夹"):
        laying.lay(folder, pip)
    assert sorted(folder.rglob("*")) == before


def test_the_command_refuses_what_it_cannot_lay(tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    (tmp_path / "有.txt").touch()
    for arguments in (("--host", "libreoffice", "--portable", "out"), ("--portable", "有.txt")):
        ran = gaoyan("addin", "install", *arguments)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "out").exists()


def test_the_script_is_what_cmd_exe_reads_on_any_machine(pip: Pip, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    laying.lay(folder, pip)
    data = (folder / "安装.cmd").read_bytes()
    assert data.isascii()
    assert data.count(b"\r\n") == data.count(b"\n")
    assert data.endswith(b"\r\n")
    lines = data.decode("ascii").split("\r\n")
    labels = [line[1:] for line in lines if line.startswith(":")]
    jumps = re.findall(r"(?:goto|call :)\s*(\w+)", "\n".join(line for line in lines if not line.startswith("rem ")))
    assert len(set(labels)) == len(labels)
    assert set(jumps) == set(labels)
    assert all(line.count('"') % 2 == 0 for line in lines if not line.startswith("rem "))
    code = {line.split()[0] for line in lines if line and not line.startswith((":", "rem ", "%"))}
    assert code <= {"@echo", "setlocal", "pushd", "call", "if", "set", "goto", "py", "exit", "for", "start", "popd"}
    # Whatever lies before a label must not run on into it.
    before = [lines[at - 2].split()[0] for at, line in enumerate(lines) if line.startswith(":")]
    assert set(before) == {"goto", "exit"}
    assert (folder / "readme.txt").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (GOOD, ""), (("linux", *GOOD[1:]), "只用于Windows"), (("win32", "win32", *GOOD[2:]), "64位（x64）"),
        (("win32", "win-arm64", *GOOD[2:]), "win-arm64"), ((*GOOD[:2], (3, 12), GOOD[3]), "3.12"),
        ((*GOOD[:2], (3, 14), GOOD[3]), "3.14"),
        ((*GOOD[:3], "C:\\Program Files\\WindowsApps\\PythonSoftwareFoundation.Python.3.13"), "微软商店"),
    ],
)  # fmt: skip
def test_a_python_that_cannot_be_used_is_reported(given: tuple[str, str, tuple[int, int], str], word: str) -> None:
    reported = setup.problem(*given)
    assert word in reported
    assert (reported == "") == (given is GOOD)


@pytest.mark.parametrize("failing", [None, 0, 1, 2, 3])
def test_the_steps_are_taken_in_their_order_up_to_the_first_that_fails(failing: int | None, pip: Pip, tmp_path: Path) -> None:
    folder, environment = tmp_path / "out", tmp_path / "env"
    laying.lay(folder, pip)
    ran: list[Sequence[str]] = []
    stated_text: list[str] = []

    def run(command: Sequence[str]) -> int:
        ran.append(command)
        return int(len(ran) - 1 == failing)

    code = setup.install(folder, environment, "python.exe", run, stated_text.append)
    words = [" ".join(command) for command in ran]
    wanted = ["-m venv --clear", "-m pip --isolated install --no-index", "-m addin addin install", "-m addin addin doctor"]
    stopped = failing is not None and failing < 3
    assert len(ran) == (failing + 1 if stopped and failing is not None else 4)
    assert all(part in word for part, word in zip(wanted, words, strict=False))
    assert all(" -I -X utf8 " in word for word in words)
    assert code == (2 if stopped else 0)
    assert ("安装完成" in stated_text[-1]) == (not stopped)
    assert "--require-hashes" in setup.steps(folder, environment, "")[1][1]


@pytest.mark.parametrize("harm", ["missing", "changed", "no sums"])
def test_a_folder_that_was_not_copied_whole_is_reported_before_anything_is_done(harm: str, pip: Pip, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    laying.lay(folder, pip)
    wheel = folder / "wheels" / "a-1-py3-none-any.whl"
    if harm == "changed":
        wheel.write_bytes(b"x")
    else:
        (wheel if harm == "missing" else folder / setup.SUMS).unlink()
    stated_text: list[str] = []
    assert (
        setup.install(folder, tmp_path / "env", "python.exe", lambda _: pytest.fail("a step was taken"), stated_text.append) == 2
    )
    assert ("SHA256SUMS" if harm == "no sums" else wheel.name) in stated_text[0]


@pytest.mark.large
def test_the_real_wheels_are_for_windows_and_of_the_lock(tmp_path: Path) -> None:
    """Downloads some 80 MB from the package registry."""
    folder = tmp_path / "out"
    laying.lay(folder)
    fitting = {*cpython_tags((3, 13), platforms=["win_amd64"]), *compatible_tags((3, 13), "cp313", ["win_amd64"])}
    for path in (folder / "wheels").iterdir():
        name, stated, _, tags = parse_wheel_filename(path.name)
        assert tags & fitting, path.name
        if name != "gaoyan":
            digest = sha256(path.read_bytes()).hexdigest()
            entry = next(text for key, text in locked().items() if key.startswith(f"{name}=={stated}"))
            assert digest in entry
    assert setup.damaged(folder) == []
