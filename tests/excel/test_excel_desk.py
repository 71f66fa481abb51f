"""The desk in front of Excel, its dialogs on Windows and Mac, and the cell functions as classic xlwings calls them."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from addin.buttons.registry import Cancelled
from addin.buttons.tab import BUTTONS
from addin.excel import functions as excel_functions
from addin.excel import host as excel
from addin.excel.dialogs import FILE_PICKER, FOLDER_PICKER, ExcelDialogs, MacDialogs, quoted
from addin.excel.host import LONGEST_MESSAGE, LONGEST_STATUS, ExcelDesk
from addin.xlam.build import FILE_NAME
from addin.xlam.texts import rows
from tests.buttons.desks import DAY
from tests.excel.stand_in import App
from tests.installing.made_up_system import windows
from udfs.functions.registry import FUNCTIONS


def desk(app: App) -> ExcelDesk:
    return ExcelDesk(app, ExcelDialogs(app.api), DAY)  # type: ignore[arg-type]


def test_the_status_bar_is_used_and_given_back() -> None:
    app = App()
    desk(app).status("全部核验：正在进行……" + "长" * 300)
    assert app.status_bar.startswith("全部核验")
    assert len(app.status_bar) == LONGEST_STATUS
    desk(app).status(None)
    assert app.status_bar is False


@pytest.mark.parametrize("answer", ["no", "cancel", ""])
def test_only_yes_is_yes(answer: str) -> None:
    app = App()
    desk(app).confirm("清除", "继续吗？")
    assert app.alerts == [("继续吗？", "清除", "yes_no")]
    with pytest.raises(Cancelled):
        desk(App(answer)).confirm("清除", "继续吗？")


def test_the_message_says_whether_something_is_wrong() -> None:
    app = App()
    desk(app).tell("清除", "好" * 3000)
    desk(app).tell("清除", "坏", wrong=True)
    assert [(len(message), mode) for message, _, _, mode in app.alerts] == [(LONGEST_MESSAGE, "info"), (1, "critical")]


def test_formulas_that_wait_for_the_user_are_calculated_first_and_the_message_says_so() -> None:
    app = App()
    made = desk(app)
    made.calculate()
    assert app.calculated == 0
    app.calculation = "manual"
    made.calculate()
    made.tell("汇总决算", "好" * 3000)
    assert app.calculated == 1
    assert app.alerts[-1][0].endswith("按F9才更新）")
    assert len(app.alerts[-1][0]) == LONGEST_MESSAGE


class Sheets:
    """The add-in as an open workbook of Excel: its one sheet, as the file has it, with ``problem`` noted beside its key."""

    def __init__(self, problem: str | None) -> None:
        self.rows = rows(FUNCTIONS.values())
        next(row for row in self.rows if row[0] == "help_problem")[1] = problem or ""

    def __getitem__(self, key: object) -> Any:
        if key not in (0, FILE_NAME):
            raise KeyError(key)
        return self

    @property
    def sheets(self) -> Sheets:
        return self

    def range(self, cell: tuple[int, int]) -> Any:
        return SimpleNamespace(value=self.rows[cell[0] - 1][cell[1] - 1])


@pytest.mark.parametrize("problem", [None, "GY_RMB: hidden workbook"])
def test_the_diagnosis_tells_why_the_function_wizard_has_no_help(
    problem: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = windows(tmp_path)
    monkeypatch.setattr("addin.installing.doctor.RealSystem", lambda: system)
    app = App()
    reported = desk(app).diagnosis()
    assert "函数说明" not in reported
    app.books = Sheets(problem)  # type: ignore[attr-defined]
    assert (f"Excel没有登记函数的说明（{problem}）" in desk(app).diagnosis()) == (problem is not None)


def test_the_dialogs_of_excel() -> None:
    app = App()
    app.api.given = ("C:\\a\\名册.xlsx", "C:\\a\\b.csv")
    assert desk(app).files("选择名册", ("xlsx", "csv")) == [Path("C:\\a\\名册.xlsx"), Path("C:\\a\\b.csv")]
    assert app.api.asked[-3:] == [(FILE_PICKER,), ("no filters",), ("名册", "*.xlsx;*.csv")]
    assert (app.api.Title, app.api.AllowMultiSelect) == ("选择名册", True)  # type: ignore[attr-defined]
    app.api.given = "C:\\out"
    assert desk(app).files("选择", ("csv",)) == [Path("C:\\out")]
    assert desk(app).folder("文件夹") == Path("C:\\out")
    assert (FOLDER_PICKER,) in app.api.asked
    assert desk(app).new_file("保存", Path("新.xlsx")) == Path("C:\\out")
    assert app.api.asked[-1] == ("新.xlsx", "Excel 工作簿,*.xlsx", 1, "保存")
    app.api.given = "市级 10"
    assert desk(app).ask("新建", "级别", "市级 1") == "市级 10"


@pytest.mark.parametrize("given", [False, None])
def test_a_dismissed_dialog_of_excel_cancels(given: object) -> None:
    app = App()
    app.api.given = given
    for act in (
        lambda: desk(app).files("a", ("csv",)), lambda: desk(app).folder("a"), lambda: desk(app).new_file("a", Path("b.xlsx")),
        lambda: desk(app).ask("a", "b", "c"),
    ):  # fmt: skip
        with pytest.raises(Cancelled):
            act()


def test_the_dialogs_of_a_mac_never_run_what_a_name_says() -> None:
    scripts: list[str] = []

    def run(script: str) -> str:
        scripts.append(script)
        return "/a/名册.xlsx\n/b.csv"

    dialogs = MacDialogs(run)
    assert dialogs.files('"x" & (do shell script "y")', ("csv",)) == [Path("/a/名册.xlsx"), Path("/b.csv")]
    assert 'prompt "\\"x\\" & (do shell script \\"y\\")"' in scripts[0]
    assert dialogs.folder("文件夹") == Path("/a/名册.xlsx\n/b.csv")
    assert dialogs.new_file("保存", Path("新.xlsx")).name == "b.csv"
    assert 'default name "新.xlsx"' in scripts[-1]
    assert dialogs.ask("新建", "级别", "市级 1").startswith("/a")
    assert 'default answer "市级 1"' in scripts[-1]
    assert quoted('a\\"b') == '"a\\\\\\"b"'


def test_the_callback_presses_its_button_on_the_callers_book(monkeypatch: pytest.MonkeyPatch) -> None:
    import xlwings as xw

    class Book:
        app = App()

    pressed: list[tuple[str, object, object]] = []

    class Work:
        def __init__(self, *given: Any) -> None:
            pressed.append((given[0], type(given[1]), type(given[2])))

        def step(self) -> bool:
            return False

    monkeypatch.setattr(xw.Book, "caller", Book)
    monkeypatch.setattr(excel, "PressedButton", Work)
    excel.press_button("check")
    assert pressed == [("check", Book, ExcelDesk)]
    assert not excel.work_left()
    assert "check" in BUTTONS


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_has_the_signature_its_wrapper_hands_over(name: str) -> None:
    made = getattr(excel_functions, name)
    function = FUNCTIONS[name]
    parameters = list(inspect.signature(made).parameters.values())
    assert [one.name for one in parameters] == [one.parameter for one in function.arguments]
    assert [one.default is not inspect.Parameter.empty for one in parameters] == [one.optional for one in function.arguments]
    assert made.__doc__ == function.description
    assert made.__annotations__ == {}


def test_a_row_stays_a_row_and_a_lone_cell_among_ranges_is_a_value() -> None:
    assert excel_functions.GY_STAFF_LIMIT([[52.0, None, 100.0]]) == [[5, "", 10]]  # type: ignore[attr-defined]
    found = excel_functions.GY_VIOLATIONS(*[[[None]]] * 9, [[3.0]], [[None]], [[8.0]], [["1 1 3"]])  # type: ignore[attr-defined]
    assert [len(row) for row in found] == [8, 8, 8]
