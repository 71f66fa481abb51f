"""xlwings Lite: its own call path registers and runs every function and button, from the wheel alone.

The wheel is unpacked and run in a process of its own, in which the libraries that a browser does not have cannot be imported.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from addin.buttons.tab import BUTTONS, in_the_browser
from addin.lite.wheel import built_wheel
from tests.lite.lite_book import ENTRY, called_here, made_payload
from tests.lite.lite_calls import finished
from udfs.functions import catalogue as functions
from udfs.functions.registry import FUNCTIONS

assert functions
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    payload = made_payload(tmp_path_factory.mktemp("lite"))
    return called_here(payload, tmp_path_factory.mktemp("wheel"))


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


def test_what_the_browser_leaves_out_and_why() -> None:
    """A script there has no dialogs, no event while somebody types, and sees values of cells but not their formulas."""
    left_out = {one.id: one for one in BUTTONS.values() if one not in in_the_browser()}
    assert {id for id, one in left_out.items() if one.live} == {"live"}
    assert {id for id, one in left_out.items() if one.formulas} == {"tidy", "results"}
    disk = {
        "new",
        "import",
        "attendance",
        "survey",
        "number",
        "ledger",
        "export",
        "mask",
        "platform",
        "rules",
        "doctor",
        "charged",
        "selftest",
        "renew",
    }
    assert {id for id, one in left_out.items() if one.files} == disk
    assert {id for id, one in left_out.items() if one.pages} == {"paper", "parameters"}
    assert set(left_out) == disk | {"live", "tidy", "results", "paper", "parameters"}


def test_the_page_for_users_tells_what_is_there_and_what_to_write() -> None:
    """docs/xlwings-lite.md and the requirements beside the entry module."""
    page = (ROOT / "docs" / "xlwings-lite.md").read_text("utf-8")
    there, missing = (paragraph for paragraph in page.split("\n- ") if paragraph.startswith(("按钮", "没有：")))
    assert [one.label for one in BUTTONS.values() if one.label in there] == [one.label for one in in_the_browser()]
    assert {one.label for one in BUTTONS.values() if one.label in missing} == (
        {one.label for one in BUTTONS.values()} - {one.label for one in in_the_browser()}
    )
    lines = (ROOT / "addin" / "lite" / "requirements.txt").read_text("utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    block = page.split("```")[1].split()
    assert block[:-1] == wanted
    assert block[-1].endswith(f"/{built_wheel()[0]}")
    assert ENTRY.strip() in page


def test_the_buttons_write_what_they_say(called: dict[str, Any]) -> None:
    ran = called["ran"]
    assert ran["check"][2] > 0
    assert ran["check"][0].startswith("核验完毕：错误")
    assert ran["plan"][0].startswith("已按2025年市级")
    assert ran["lectures"][0].startswith("讲课费")
    assert ran["undo"][0].startswith("已撤销")


def test_a_filter_that_excel_tells_of_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """As get_criteria of xlwings Lite answers; without an answer each row is written by itself (``test_filters.py``)."""
    from addin.lite import main

    stated: list[str] = []

    class Entry:
        type = "values"

    class Area:
        autofilter: Any

        def __init__(self) -> None:
            self.autofilter = self

        def options(self, **_: object) -> Any:
            return self

        value = (("附件4", None), ("序号", "姓名"), (1, "某"))

        async def get_criteria(self) -> list[Entry]:
            return [Entry()]

    class OneSheet:
        name = "附件4"
        used_range = Area()

        def range(self, *_: object) -> Area:
            return Area()

    class OneBook:
        sheets = (OneSheet(),)

    book: Any = OneBook()
    assert finished(main.filtered_sheets(book)) == "附件4"
    pressed: list[str] = []
    monkeypatch.setattr(main, "press", lambda id, *_: pressed.append(id))
    monkeypatch.setattr(main.LiteDesk, "tell", lambda _, title, message, **__: stated.append(f"{title}：{message}"))
    run = main.script(BUTTONS["total"])
    finished(run.__wrapped__(book) if hasattr(run, "__wrapped__") else run(book))
    assert pressed == []
    assert "“清除”" in stated[0]
