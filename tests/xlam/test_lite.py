"""xlwings Lite: its own call path registers and runs every function and button, from the wheel alone.

The wheel is unpacked and run in a process of its own, in which the libraries that a browser does not have cannot be imported.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from addin.buttons import BUTTONS, in_the_browser
from addin.lite.wheel import built_wheel
from tests.office import recalculated
from udfs import functions
from udfs.function_registry import FUNCTIONS
from udfs.sample import sample_class
from workbooks.entering import entered

assert functions
DRIVER = Path(__file__).parent / "lite_calls.py"
DAY = date(2025, 8, 12)


@pytest.fixture(scope="module")
def payload(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A class with faults in it, as the browser sends its workbook: every sheet's values."""
    c = sample_class()
    faulty = c.changed(
        people=(c.people[0].changed(phone="123"), *c.people[1:]),
        project=c.project.changed(topic="另一个选题"),
        lectures=(c.lectures[0].changed(tax=None), *c.lectures[1:]),
    )
    path = tmp_path_factory.mktemp("lite") / "班.xlsx"
    path.write_bytes(entered(faulty))
    sheets = [
        {"name": name, "values": [[sent(value) for value in row] for row in rows], "pictures": [], "tables": []}
        for name, rows in recalculated(path).items()
    ]
    book = {"name": "班.xlsx", "active_sheet_index": 0, "selection": "A1"}
    return {"client": "Office.js", "version": "dev", "book": book, "names": names_of(path), "sheets": sheets}


def sent(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def names_of(path: Path) -> list[dict[str, Any]]:
    from workbooks.package import Package

    package = Package.open(path)
    titles = [sheet.title for sheet in package.sheets]
    found = []
    for name in package.names:
        sheet, _, area = name.refers_to.replace("$", "").partition("!")
        index = titles.index(sheet.strip("'")) if sheet.strip("'") in titles else 0
        found.append({
            "name": name.name, "sheet_index": index, "address": area, "scope_sheet_name": None, "scope_sheet_index": None,
            "book_scope": True,
        })  # fmt: skip
    return found


@pytest.fixture(scope="module")
def called(payload: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("wheel")
    with zipfile.ZipFile(io.BytesIO(built_wheel()[1])) as wheel:
        wheel.extractall(folder)
    (folder / "main.py").write_text("from addin.lite.main import *\n", encoding="utf-8")
    (folder / "payload.json").write_text(json.dumps(payload, ensure_ascii=False), encoding="utf-8")
    environment = {
        **os.environ, "PYTHONPATH": str(folder), "XLWINGS_ON_SERVER": "true", "XLWINGS_LICENSE_KEY": "noncommercial",
        "GAOYAN_LEDGER": str(folder / "none"), "PYTHONSAFEPATH": "1",
    }  # fmt: skip
    command = [sys.executable, str(DRIVER), str(folder), DAY.isoformat()]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def test_the_wheel_is_small_pure_and_the_same_every_time() -> None:
    name, data = built_wheel()
    assert name.endswith("-py3-none-any.whl")
    assert (name, data) == built_wheel()
    assert len(data) < 1_500_000
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        assert {Path(entry).suffix for entry in wheel.namelist()} <= {".py", ".toml", ".csv", ".txt", ""}
        needed = wheel.read(next(entry for entry in wheel.namelist() if entry.endswith("METADATA"))).decode()
    assert "Requires-Dist: pydantic>=2\nRequires-Dist: xlwings\n" in needed
    assert "pandas" not in needed


def test_it_runs_from_the_wheel_without_the_heavy_libraries(called: dict[str, Any]) -> None:
    assert called["imported_from"] == "wheel"
    assert called["heavy"] == []


def test_every_function_is_registered_with_its_help(called: dict[str, Any]) -> None:
    assert set(called["functions"]) == set(FUNCTIONS)
    for name, (description, arguments) in called["functions"].items():
        assert description == FUNCTIONS[name].description
        assert arguments == [f"{one.name}：{one.help}" for one in FUNCTIONS[name].arguments]


def test_every_function_gives_its_result(called: dict[str, Any]) -> None:
    results = called["results"]
    assert set(results) == set(FUNCTIONS)
    expected = {
        "GY_STAFF_LIMIT": [[5], [""]], "GY_STAFF_RATIO": [[0.1]], "GY_ABSENCE": [[0.125]], "GY_WITHDRAWN": [["否"]],
        "GY_EXPENSE_TOTAL": [[150.3]], "GY_QUOTA": [[156750]], "GY_LECTURE_LIMIT": [[4000]], "GY_TAX": [[550]],
        "GY_RMB": [["壹佰元整"]], "GY_ID_SEX": [["女"]], "GY_PHONE_CHECK": [[""]], "GY_TITLE_LEVEL": [["正高"]],
        "GY_SATISFACTION": [[0.75]], "GY_COURSEWARE_HOURS": [[60]], "GY_CERT_CHECK": [[""]],
    }  # fmt: skip
    assert {name: results[name] for name in expected} == expected
    assert results["GY_ID_CHECK"][0][0] == ""
    assert results["GY_RULE"][0][0].startswith("证件号")
    assert len(results["GY_VIOLATIONS"]) == 20


def test_every_button_of_the_browser_is_registered_and_runs(called: dict[str, Any]) -> None:
    wanted = {one.id: one.label for one in in_the_browser()}
    assert called["scripts"] == wanted
    assert {"check", "total", "undo", "next", "previous", "clear", "plan", "lectures"} <= set(wanted)
    assert {one.id for one in BUTTONS.values() if one.files or one.live or one.formulas}.isdisjoint(wanted)
    for name, (message, kind, written) in called["ran"].items():
        assert message, name
        assert "程序出错" not in message, (name, message)
        assert kind == "info" or "没有" in message, (name, message)
        assert isinstance(written, int)


def test_the_buttons_write_what_they_say(called: dict[str, Any]) -> None:
    ran = called["ran"]
    assert ran["check"][2] > 0
    assert ran["check"][0].startswith("核验完毕：错误")
    assert ran["plan"][0].startswith("已按2025年市级")
    assert ran["lectures"][0].startswith("讲课费")
    assert ran["undo"][0].startswith("已撤销")
