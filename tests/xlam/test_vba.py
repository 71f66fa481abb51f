"""The VBA of the .xlam at work in LibreOffice: wrappers, callbacks, events. Only the server of Windows is a stand-in."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.buttons.tab import BUTTONS
from addin.xlam.build import installed_xlwings
from addin.xlam.ribbon import callback
from addin.xlam.texts import MESSAGES
from macros.checking.live import note_lookup
from tests.libreoffice.session import SETTINGS
from tests.xlam import stand_in
from udfs.functions.registry import FUNCTIONS

DRIVER = Path(__file__).parent / "office_vba.py"
FROZEN, THAWED = ["finding0/finding0/String", "=1+7/=1+7/String"], ["{=GY_VIOLATIONS(A1:B2)}"] * 2
LATER = "'gaoyan.xlsm'!GaoyanThawPending"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of one run of the workbook in LibreOffice."""
    folder = tmp_path_factory.mktemp("vba")
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    book = folder / "gaoyan.xlsm"
    book.write_bytes(stand_in.workbook())
    book.with_name("mac.xlsm").write_bytes(stand_in.workbook("Mac"))
    environment = {**os.environ, "HOME": str(folder), "GAOYAN_CALLBACKS": " ".join(callback(one) for one in BUTTONS.values())}
    command = ["/usr/bin/python3", str(DRIVER), str(book), str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    reported: dict[str, Any] = json.loads(done.stdout)
    sheet = openpyxl.load_workbook(book)["核验"]
    return reported | {"file": {at: (sheet[at].value, sheet[at].data_type) for at in ("M4", "T5")}}


def test_every_wrapper_hands_its_arguments_to_its_function(ran: dict[str, Any]) -> None:
    assert set(ran["functions"]) == set(FUNCTIONS) - {"GY_VIOLATIONS"}
    for name, (_, shown) in ran["functions"].items():
        count = len(FUNCTIONS[name].arguments)
        assert shown == "/".join(["addin.excel.functions", name, str(count), *[str(count)] * count])


def test_every_callback_runs_its_button_on_the_active_workbook(ran: dict[str, Any]) -> None:
    wanted = {
        callback(one): ["xlwings._xlwindows.BOOK_CALLER", f"from addin.excel.host import press_button; press_button('{one.id}')"]
        for one in BUTTONS.values()
    }
    assert ran["buttons"] == wanted


def test_texts_are_chinese_and_come_from_the_sheet(ran: dict[str, Any]) -> None:
    assert "gaoyan addin doctor" in ran["texts"]["text"]
    assert ran["texts"]["text"].startswith("无法连接 Python")
    assert ran["texts"]["unknown"] == "nothing"


def test_the_server_starts_the_interpreter_of_the_settings_and_searches_no_folder_of_a_workbook(ran: dict[str, Any]) -> None:
    texts = ran["texts"]
    assert (texts["setting"], texts["no_setting"], texts["no_file"]) == ("C:\\a b\\python.exe", "", "")
    # No shell around it: what the DLL started must end with Python, or the DLL waits for two minutes.
    assert texts["command"] == '"C:\\a b\\python.exe" -B -P -c "import xlwings; xlwings.serve(\'$(CLSID)\')"'
    assert texts["parent"] == "C:\\a b"


def test_no_name_of_a_workbook_is_taken_for_a_command(ran: dict[str, Any]) -> None:
    assert ran["texts"]["plain"] is True
    assert ran["texts"]["odd"] == [False] * 11
    assert ran["texts"]["quoted"] == "'/a b/it'\\''s'"


def test_notes_of_several_areas_are_kept_and_none_is_lost_where_the_store_is_full(ran: dict[str, Any]) -> None:
    several = ran["live"]["several"]
    assert several["both"] == ["两处"] * 4
    assert several["without"] == ["两处", "", ""]
    assert several["full"] == ["放不下", "other 9"]
    formula = note_lookup(4, "U", "V", "W", 4, 9).replace(",", ";")
    assert several["then"] == ["放不下", formula]


def test_where_python_cannot_be_reached_a_cell_says_so_and_a_button_why(ran: dict[str, Any]) -> None:
    failures = ran["failures"]
    assert failures["cell"].startswith("无法连接 Python")
    assert failures["box"].startswith("高研项目: 无法连接 Python")
    assert failures["box"].endswith("no server")
    assert ran["texts"]["broken"] == ""
    assert ran["texts"]["no_book"] == "no_workbook"


def test_while_a_button_is_at_work_no_note_is_looked_up_and_excel_is_quiet(ran: dict[str, Any]) -> None:
    """Both exits: what Python wrote stands as it wrote it; afterwards alerts and events are as before."""
    alerts, cleared, typed, *after = ran["at work"]["write"]
    assert (alerts, cleared, typed) == ("False", "", "note")
    assert after == ["True", "=", "after write"]
    assert ran["at work"]["fail"] == ["False", "", "", "True", "=", "after fail"]


def test_long_work_goes_back_to_excel_and_is_gone_on_with_once_excel_is_idle(ran: dict[str, Any]) -> None:
    """One call is asked for at a time, whatever is pressed meanwhile, and none once nothing is left."""
    export, check, first, second, (asked,) = ran["steps"]
    step, later = "from addin.excel.host import next_step; next_step()", "'gaoyan.xlsm'!GaoyanStep"
    assert export == ["from addin.excel.host import press_button; press_button('export')", later]
    assert check == ["from addin.excel.host import press_button; press_button('check')", ""]
    assert (first, second) == ([step, later], [step, ""])
    assert eval(asked) is False


def test_the_help_of_functions_is_registered_by_the_name_of_the_workbook_and_a_refusal_is_noted(ran: dict[str, Any]) -> None:
    names = list(FUNCTIONS)
    count, last, addin, problem = ran["help"][""]
    assert (int(float(count)), addin, problem) == (len(names), "", "")
    macro, category, arguments, description = last.split("/", 3)
    assert (macro, category) == (f"'gaoyan.xlsm'!{names[-1]}", "高研项目")
    assert int(arguments) == len(FUNCTIONS[names[-1]].arguments)
    assert description.startswith(FUNCTIONS[names[-1]].description[:10])
    assert ran["help"]["hidden"] == [count, last, "hidden", ""]
    assert ran["help"]["never"] == ["", "", "hidden", f"{names[0]}: hidden workbook"]


def test_excel_for_mac_hands_its_script_what_to_run_and_tells_what_went_wrong(ran: dict[str, Any]) -> None:
    mac = ran["mac"]
    assert mac["without settings"][:2] == ["", ""]
    assert "没有找到加载项的设置" in mac["without settings"][2]
    script, parameters, reported = mac["pressed"]
    assert (script, reported, mac["log"]) == (f"xlwings-{installed_xlwings()}.applescript.VbaHandler", "", False)
    path, python, statement, name, _, log = parameters.split("|")
    assert (path, python) == ("false;;;;;", "'/Users/a b/it'\\''s/python'")
    assert statement == "from addin.excel.host import press_button; press_button('check')"
    assert (name, Path(log).name) == ("mac.xlsm", "gaoyan.log")
    assert mac["no script"][2].endswith("no server")
    # Python runs in the background: at work until it says that it has ended, or could not begin.
    assert mac["busy"] == [True, False, False]
    assert mac["ended badly"].endswith("gaoyan.log")
    assert mac["cell"].startswith("Excel for Mac 不支持此函数")


def test_a_note_typed_beside_a_live_finding_goes_into_the_store_and_is_looked_up_again(ran: dict[str, Any]) -> None:
    identity, stored, other, shown, kind = ran["live"]["kept"]
    assert (identity, stored, shown, kind) == ("A4-05|=1+0|=1+2", "已核实", "已核实", "=")
    assert other == ""


def test_another_level_typed_has_python_show_its_rows(ran: dict[str, Any]) -> None:
    assert ran["live"]["level"] == ["", "from addin.excel.host import show_level; show_level()"]


def test_a_saved_file_holds_findings_as_text_and_afterwards_the_formula_stands_again(ran: dict[str, Any]) -> None:
    live = ran["live"]
    assert live["before"] == ["finding0", "=1+7", "{=GY_VIOLATIONS(A1:B2)}"]
    assert live["saved"] == {
        "frozen": FROZEN, "when saved": FROZEN[1], "counts as saved": "True", "thawed": THAWED, "after": "=1+7", "later": LATER,
    }  # fmt: skip
    assert ran["file"] == {"M4": ("finding0", "s"), "T5": ("=1+7", "s")}


def test_after_a_save_that_was_called_off_the_formula_stands_again(ran: dict[str, Any]) -> None:
    assert ran["live"]["called off"] == {
        "frozen": FROZEN, "when saved": "", "counts as saved": "", "thawed": THAWED, "after": "=1+7", "later": LATER,
    }  # fmt: skip


def test_under_a_filter_and_with_autosave_the_formula_is_saved_as_it_stands_and_the_user_is_notified(ran: dict[str, Any]) -> None:
    found = ran["left alone"]
    for name in ("filter", "autosave"):
        before, later, reported, after = found[name]
        assert before.startswith("={=GY_VIOLATIONS")
        assert (later, after) == ("", THAWED[0])
        assert reported.startswith(f"高研项目: {MESSAGES['filtered' if name == 'filter' else 'autosave']}"[:20])
    assert found["again"][2] == "", "of AutoSave the user is notified once"


def test_a_start_that_failed_is_remembered_for_the_cells_and_tried_again_by_each_button(ran: dict[str, Any]) -> None:
    found = ran["starts"]
    assert (found["cells"], found["buttons"]) == (1, 2)
    assert found["got"] == 3
    assert found["messages"] == ["no start", MESSAGES["no_python"], MESSAGES["no_python"], "reached", "reached"]


def test_the_events_come_back_after_a_reset_of_vba(ran: dict[str, Any]) -> None:
    assert ran["reset"] == [False, True]
