"""Long work in Excel goes back to it after every few seconds; it can be stopped, and what is not done leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from addin.buttons.pressing import PressedButton, press
from addin.buttons.registry import Button, Desk, Steps
from addin.excel import host as excel
from addin.excel.host import PRESSED, next_step, press_button, work_left
from tests.buttons.desks import DAY, AnsweringDesk
from tests.closed_cells import open_book
from tests.excel.stand_in import App
from tests.sample import sample_class
from workbooks.templates.entering import entered

HALF_WAY = 3


class Excel:
    """A workbook that is open in Excel. ``book``: a closed file's in its place; ``is_open``: as long as the user has it open."""

    def __init__(self, book: Any, folder: Path) -> None:
        self.book, self.app = book, App()
        self.app.api.given = str(folder)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.book, name)


@pytest.fixture
def open_in_excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Excel]:
    """As on Windows: a call comes back after its first step."""
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(sample_class()))
    (tmp_path / "out").mkdir()
    monkeypatch.setenv("GAOYAN_LEDGER", str(tmp_path / "ledger.sqlite3"))
    program = Excel(open_book(path), tmp_path / "out")
    monkeypatch.setattr(xw.Book, "caller", lambda: program)
    monkeypatch.setattr(excel, "SECONDS_AT_ONCE", 0.0)
    monkeypatch.setattr(excel, "show", lambda _: None)
    monkeypatch.setattr(excel, "date", type("Day", (), {"today": staticmethod(lambda: DAY)}))
    yield program
    PRESSED.work = None


def alerts_of(program: Excel) -> str:
    (text, *_), *more = program.app.alerts
    assert not more
    return str(text)


def half_way(program: Excel) -> None:
    press_button("export")
    for _ in range(HALF_WAY):
        next_step()
    assert work_left()
    assert program.app.alerts == []


def test_each_file_of_an_export_is_a_step_of_its_own_that_the_status_bar_names(open_in_excel: Excel, tmp_path: Path) -> None:
    press_button("export")
    shown = []
    while work_left():
        shown.append(open_in_excel.app.status_bar)
        assert list((tmp_path / "out").glob("*盖章稿*")) == []
        next_step()
    assert shown[:2] == ["正在导出：附件3.pdf（1/13）……", "正在导出：附件4.pdf（2/13）……"]
    assert len(shown) == 13
    assert alerts_of(open_in_excel).startswith("已生成盖章稿")
    assert open_in_excel.app.status_bar is False
    (folder,) = (tmp_path / "out").iterdir()
    assert len(list(folder.iterdir())) == 13


def test_with_time_for_all_of_it_one_call_is_enough(open_in_excel: Excel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "SECONDS_AT_ONCE", 600.0)
    press_button("export")
    assert not work_left()
    assert alerts_of(open_in_excel).startswith("已生成盖章稿")


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_second_press_offers_to_stop_and_starts_nothing(open_in_excel: Excel, tmp_path: Path, answer: str) -> None:
    half_way(open_in_excel)
    open_in_excel.app.answer = answer
    press_button("check")
    asked, *reported = open_in_excel.app.alerts
    assert asked[:2] == ("“校验并导出盖章稿”还没有做完（正在导出：附件6.pdf（4/13）……）。停止吗？", "校验并导出盖章稿")
    if answer == "no":
        assert work_left()
        assert reported == []
        return
    assert not work_left()
    assert [text for text, *_ in reported] == ["已停止，没有做完的不留下"]
    assert list((tmp_path / "out").iterdir()) == []
    assert open_in_excel.app.status_bar is False


def test_a_workbook_closed_meanwhile_ends_it_with_a_line(open_in_excel: Excel, tmp_path: Path) -> None:
    half_way(open_in_excel)

    class Closed:
        def __getattr__(self, name: str) -> Any:
            raise OSError("the object is not connected to a server")

    open_in_excel.book = Closed()
    next_step()
    assert not work_left()
    assert alerts_of(open_in_excel).startswith("工作簿已关闭，没有做完")
    assert list((tmp_path / "out").iterdir()) == []


def test_an_error_half_way_ends_it_with_a_line(open_in_excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    half_way(open_in_excel)

    def broken(*_: object, **__: object) -> bytes:
        raise KeyError("11010519491231002X")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("typst.compile_with_warnings", broken)
    next_step()
    assert not work_left()
    assert alerts_of(open_in_excel).startswith("程序出错（KeyError）")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_python_that_was_started_anew_says_that_the_work_is_lost(open_in_excel: Excel) -> None:
    next_step()
    assert alerts_of(open_in_excel).startswith("上一个操作没有做完：Python 已重新启动")
    assert open_in_excel.app.status_bar is False


@pytest.mark.parametrize("id", ["import", "attendance", "survey"])
def test_each_file_that_is_read_is_a_step_and_is_read_once(id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from workbooks.sources import opening as sources

    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(sample_class()))
    given = []
    for at in (1, 2):
        items = "序号," + ",".join(str(one.item) for one in sample_class().survey)
        person = sample_class().people[at]
        text = {
            "import": f"姓名,身份证号\n王五{at},11010519491231002X\n",
            "attendance": f"姓名,身份证号,2025-07-14上午\n{person.name},{person.document},√\n",
            "survey": f"{items}\n1" + ",满意" * len(sample_class().survey) + "\n",
        }[id]
        given.append(tmp_path / f"{at}.csv")
        given[-1].write_text(text, encoding="utf-8")
    read: list[str] = []
    before = sources.read_blocks
    monkeypatch.setattr(sources, "read_blocks", lambda path: read.append(path.name) or before(path))
    desk = AnsweringDesk(given=given)
    work = PressedButton(id, open_book(path), desk)
    doing = []
    while work.step():
        doing.append(work.doing)
    assert [text.partition("正在读取")[2] for text in doing] == ["1.csv（1/2）……", "2.csv（2/2）……"]
    assert read == ["1.csv", "2.csv"]
    assert work.well, desk.heard


def test_a_question_in_the_middle_that_is_answered_with_no_ends_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from addin.buttons import tab as buttons

    def run(_: xw.Book, desk: Desk) -> Steps:
        yield "一"
        desk.confirm("试", "继续吗？")
        return "完"

    one = Button("try", "帮助", "试", "试", "rules", "TT", run)
    monkeypatch.setitem(buttons.BUTTONS, "try", one)
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(sample_class()))
    no, yes = AnsweringDesk(yes=False), AnsweringDesk()
    assert not press("try", open_book(path), no)
    assert no.messages("wrong") == ["已取消，工作簿未作改动"]
    assert press("try", open_book(path), yes)
    assert (yes.messages("notice"), yes.messages("status")) == (["完"], ["试：正在进行……", "一", ""])
