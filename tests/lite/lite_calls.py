"""Calls every function and script the way xlwings Lite and Server do, and prints what came of it as JSON.

Usage: lite_calls.py FOLDER DAY. FOLDER holds the unpacked wheel, main.py and payload.json.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Coroutine
from datetime import date
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

HEAVY = (
    "pandas",
    "lxml",
    "typst",
    "openpyxl",
    "sqlalchemy",
    "python_calamine",
    "fontTools",
    "typer",
    "rich",
    "platformdirs",
)
CALLS: dict[str, list[Any]] = {
    "GY_STAFF_LIMIT": [[[52], [None]]], "GY_STAFF_RATIO": [[[5]], [[50]]], "GY_ABSENCE": [[[3]], [[1]], [[32]]],
    "GY_WITHDRAWN": [[[3]], [[1]], [[32]]], "GY_EXPENSE_TOTAL": [[[100.1, 50.2]]], "GY_QUOTA": [[["三类"]], [[57]], [[5]]],
    "GY_LECTURE_LIMIT": [[["正高"]], [[4]]], "GY_TAX": [[[3000]]], "GY_RMB": [[[100]]],
    "GY_ID_CHECK": [[["11010519491231002X"]], [[None]]], "GY_ID_BIRTH": [[["11010519491231002X"]], [[None]]],
    "GY_ID_SEX": [[["11010519491231002X"]], [[None]]], "GY_PHONE_CHECK": [[["022-23456789"]]], "GY_TITLE_LEVEL": [[["教授"]]],
    "GY_DEADLINE": [[["总结材料"]], [[45900]], [["市级"]]], "GY_SATISFACTION": [[[2]], [[1]], [[1]], [[0]]],
    "GY_COURSEWARE_HOURS": [[[10]]], "GY_CERT_CHECK": [[["津高研2025100001"]], [["津高研{年}{计划:02}{流水:04}"]]],
    "GY_RULE": [[["A4-05"]]],
}  # fmt: skip


class Refusing(MetaPathFinder):
    """No library that a browser lacks can be imported by our own code."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def find_spec(self, name: str, *_: Any) -> None:
        if name.partition(".")[0] in HEAVY:
            caller = next((frame for frame in frames() if "importlib" not in frame), "")
            if "xlwings" not in caller and "pydantic" not in caller:
                self.asked.append(f"{name} by {caller}")
            raise ModuleNotFoundError(name, name=name)


def frames() -> list[str]:
    frame, found = sys._getframe(2), []
    while frame is not None:
        found.append(frame.f_code.co_filename)
        frame = frame.f_back  # type: ignore[assignment]
    return found


def finished(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns that waits for nothing. The loop of the browser's Python cannot be run to an end."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("it waits for something")


def call(main: Any, name: str, arguments: list[Any]) -> Any:
    from xlwings import server

    data = {
        "func_name": name, "args": arguments, "version": "dev", "client": "Office.js", "runtime": "1.4",
        "caller_address": "Sheet1!A1",
        "date_format": "yyyy-mm-dd", "culture_info_name": "zh-CN",
    }  # fmt: skip
    return finished(server.custom_functions_call(data, main))


def run(main: Any, name: str, payload: dict[str, Any]) -> tuple[str, str, int]:
    """(message, its kind, cells written) of a script."""
    import xlwings as xw
    from xlwings import server

    book = xw.Book(json=copy.deepcopy(payload))
    finished(server.custom_scripts_call(main, name, typehint_to_value={xw.Book: book}))
    actions = book.json()["actions"]
    alert = next((one for one in actions if one["func"] == "alert"), None)
    written = sum(
        (one.get("row_count") or 0) * (one.get("column_count") or 0)
        for one in actions
        if one["func"] in ("setValues", "setFormula")
    )
    return (alert["args"][0], alert["args"][3], written) if alert else ("", "", written)


def main() -> None:
    folder, day = Path(sys.argv[1]), date.fromisoformat(sys.argv[2])
    refusing = Refusing()
    sys.meta_path.insert(0, refusing)
    import main as module  # type: ignore[import-not-found]
    from xlwings import server

    import udfs
    from addin.lite import main as entry

    made = entry.LiteDesk
    entry.LiteDesk = lambda book: made(book, day)  # type: ignore[assignment,misc]
    payload = json.loads((folder / "payload.json").read_text("utf-8"))
    listed = server.custom_functions_meta(module)["functions"]
    functions = {one["name"]: (one["description"], [each["description"] for each in one["parameters"]]) for one in listed}
    ranges = [sheet["values"] for sheet in payload["sheets"] if sheet["name"] == "项目信息"]
    calls = CALLS | {"GY_VIOLATIONS": [*ranges, *[[[None]]] * 8, [[20]]]}
    scripts = {one["function_name"]: one["name"] for one in server.custom_scripts_meta(module)}
    found = {
        "imported_from": "wheel" if Path(udfs.__file__).is_relative_to(folder) else udfs.__file__,
        "functions": functions,
        "results": {name: call(module, name, arguments) for name, arguments in calls.items()},
        "scripts": scripts,
        "ran": {name: run(module, name, payload) for name in sorted(scripts, key=lambda name: name == "undo")},
        "heavy": refusing.asked,
    }
    print(json.dumps(found, ensure_ascii=False, default=str))


if __name__ == "__main__":
    main()
