"""自检 inside a real LibreOffice: green as things are, red where something is broken; and what it is made of."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from addin.buttons.tab import BUTTONS
from addin.demo.classes import LATE, ROSTER, SCENARIOS
from addin.libreoffice.installing.libraries import office_python
from addin.libreoffice.installing.trial import tried
from addin.selftest.buttons import TRIES
from addin.selftest.cases import SelftestCase, case_of, checks, painted
from addin.selftest.page import page
from addin.selftest.running import SelftestDocument
from tests.command_line import LONG_NUMBER, CommandLine
from tests.libreoffice.session import packages
from tests.parity.verdicts import raw_hits
from udfs.functions.examples import CASES
from udfs.functions.registry import FUNCTIONS
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable

BROKEN = {
    "rules": {f"打开与计算 {LATE.title}", f"着色 {LATE.title}"},
    "try_traits": {
        f"程序的特点 {what}" for what in ("UNICHAR 有零宽空格", "ASC 把全角变成半角", "小数点和千分号", "日期从1900年算起")
    },
    "try_functions": {"函数 =GY_TAX(1000)", "函数 =GY_RMB(1234.5)"},
    "try_keeping": {f"输入检查、条件格式、名称 {kind}" for kind in ("输入检查", "条件格式", "名称")},
    "pressed": {"按钮 规范化", "按钮 汇总决算"},
}
"""What each part must find of what ``breaking.py`` has broken for it, and nothing else: the rest of the part stays green."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Settings that name the libraries for LibreOffice's Python, as ``gaoyan addin install --host libreoffice`` writes them."""
    folder = tmp_path_factory.mktemp("settings")
    (folder / "gaoyan").mkdir()
    (folder / "gaoyan" / "libreoffice-packages.txt").write_text(str(packages()), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def all_cases() -> list[SelftestCase]:
    today = date.today()
    return [case_of(ROSTER, today, with_faults=False), *(case_of(scenario, today) for scenario in SCENARIOS)]


def test_every_native_rule_has_a_class_that_makes_it_speak_and_one_that_does_not(all_cases: list[SelftestCase]) -> None:
    spoken = [{spot[0] for spot in case.spots} for case in all_cases]
    for code in {check.rule.code for check in checks()}:
        assert {code in found for found in spoken} == {True, False}, code
    painted_levels = {colour for case in all_cases for colour in painted(case).values()}
    assert len(painted_levels) == 3


def test_what_must_come_out_is_what_the_predicates_say(all_cases: list[SelftestCase], tmp_path: Path) -> None:
    for case in all_cases:
        path = tmp_path / "x.xlsx"
        path.write_bytes(case.data)
        stated = {one.code for one in raw_hits(read_file(path, date.today()))}
        assert {spot[0] for spot in case.spots} == stated, case.title


def test_every_function_has_an_example_and_every_button_something_to_do() -> None:
    assert {name for name, _, _ in CASES} == FUNCTIONS.keys() - {"GY_VIOLATIONS"}  # 实时核验 calls that one
    assert TRIES.keys() == BUTTONS.keys() - {"selftest"}


@pytest.mark.timeout(900)
def test_all_is_well_in_libreoffice(settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(settings))
    ran = CommandLine(tmp_path)("addin", "selftest", "--host", "libreoffice", "--out", "结果.html")
    assert ran.code == 0, ran
    text = (tmp_path / "结果.json").read_text("utf-8")
    found: SelftestDocument = json.loads(text)
    assert (found["wrong"], found["untried"]) == (0, 0)
    assert {one["what"] for one in found["outcomes"]} >= {check.rule.code for check in checks()} | {
        one.label for id, one in BUTTONS.items() if id != "selftest"
    }
    assert found["facts"]["程序"].startswith("LibreOffice ")
    assert not LONG_NUMBER.search(text)
    assert str(Path.home()) not in text
    assert "✓ 全部正常" in (tmp_path / "结果.html").read_text("utf-8")


def test_an_extension_that_the_program_refuses_is_reported_with_its_words(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(settings))
    with pytest.raises(Unusable) as reported:
        tried(b"no extension")
    assert "自检没有做完" in str(reported.value)
    assert "Bad Zip File" in str(reported.value), reported.value


def commands() -> list[str]:
    """What runs on this machine."""
    lines = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            lines.append(one.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return lines


def test_ctrl_c_stops_it_and_leaves_nothing_running(settings: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "addin", "addin", "selftest", "--host", "libreoffice"]
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = os.environ | {
        "XDG_CONFIG_HOME": str(settings), "PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(temporary),
    }  # fmt: skip
    # A shell starts what it runs in the background with Ctrl-C ignored, and so would this be if the tests were.
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as running:  # fmt: skip
        pipe = f"gaoyan_{running.pid};"
        end = time.monotonic() + 60
        while not any("soffice.bin" in line and pipe in line for line in commands()):
            assert time.monotonic() < end, "LibreOffice did not start"
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        stated = running.communicate(timeout=60)[1].decode()
    assert running.returncode not in (0, 1)
    assert "Traceback" not in stated
    assert stated.strip().splitlines() == ["已中断，文件未作改动"]
    assert running.returncode == 130
    end = time.monotonic() + 10
    while [line for line in commands() if pipe in line] and time.monotonic() < end:
        time.sleep(0.1)
    assert [line for line in commands() if pipe in line] == []
    assert [*tmp_path.iterdir()] == [temporary]
    assert [*temporary.iterdir()] == []


@pytest.fixture(scope="module")
def found_wrong(settings: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """One LibreOffice for all ways of breaking the workbook or the host."""
    from importlib.metadata import version

    from addin.libreoffice.installing.extension import built_extension

    folder = tmp_path_factory.mktemp("breaking")
    (folder / "gaoyan.oxt").write_bytes(built_extension(version("gaoyan")))
    pipe = f"gaoyan_breaking_{os.getpid()}"
    environment = os.environ | {
        "XDG_CONFIG_HOME": str(settings), "PYTHONPATH": os.pathsep.join((str(packages()), str(Path(__file__).parents[2]))),
    }  # fmt: skip
    profile = (folder / "profile").as_uri()
    office = [
        "soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo", "--nodefault",
        f"--accept=pipe,name={pipe};urp;",
    ]  # fmt: skip
    bare = {name: value for name, value in environment.items() if name != "PYTHONPATH"}
    with subprocess.Popen(office, env=bare, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        script = [str(office_python()), str(Path(__file__).with_name("breaking.py")), pipe, str(folder / "gaoyan.oxt")]
        try:
            done = subprocess.run(
                [*script, str(folder / "result.json")], env=environment, capture_output=True, text=True, timeout=800, check=False
            )
        finally:
            running.kill()
    assert (folder / "result.json").is_file(), done.stderr
    found: dict[str, dict[str, str]] = json.loads((folder / "result.json").read_text("utf-8"))
    return found


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", BROKEN)
def test_what_is_broken_is_found_and_nothing_else(found_wrong: dict[str, dict[str, str]], part: str) -> None:
    assert found_wrong[part].keys() == BROKEN[part]


def test_a_host_that_is_not_to_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for host in ("libreoffice", "excel"):
        ran = CommandLine(tmp_path)("addin", "selftest", "--host", host)
        assert (ran.code, ran.err.count("\n") <= 2, "Traceback" in ran.err) == (2, True, False), ran
    assert not (tmp_path / "自检.html").exists()


def test_the_page_says_at_the_top_whether_all_is_well() -> None:
    outcome = {"part": "规则", "what": "A4-05", "well": False, "expected": "报<1>处", "found": ""}
    found = {
        "gaoyan": "1", "host": "Excel", "facts": {}, "day": "2026-01-02", "wrong": 1, "right": 0, "untried": 0, "seconds": {},
        "outcomes": [outcome],
    }  # fmt: skip
    red, green = page(found), page(found | {"wrong": 0})
    assert red.index("✗ 1项不同") < red.index("A4-05")
    assert "报&lt;1&gt;处" in red
    assert "✓ 全部正常" in green
