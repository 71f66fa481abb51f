"""The buttons on a workbook that has nothing to do with a class, with a chart sheet: a line that says so, and nothing changed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from addin.buttons.pressing import press
from addin.buttons.tab import BUTTONS
from tests.buttons.desks import AnsweringDesk
from tests.closed_cells import open_book

ELSEWHERE = {"new", "rules", "doctor", "selftest"}
"""They do not look at the workbook."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B2"] = "销售额", 1
    book.create_chartsheet("图")
    book.save(tmp_path / "别的 文件.xlsx")
    return tmp_path / "别的 文件.xlsx"


@pytest.mark.parametrize("id", sorted(set(BUTTONS) - ELSEWHERE))
def test_every_button_says_that_it_is_not_for_it(id: str, path: Path, tmp_path: Path) -> None:
    given = tmp_path / "名册.csv"
    given.write_text("姓名,身份证号\n张三,110105194912310021\n", "utf-8")
    before = path.read_bytes()
    desk = AnsweringDesk(given=[tmp_path / "新.xlsx" if id in ("mask", "platform") else tmp_path if id == "export" else given])
    assert not press(id, open_book(path), desk)
    (stated,) = desk.messages("wrong")
    assert "程序出错" not in stated
    assert "。" in stated
    assert path.read_bytes() == before
    assert not (tmp_path / "新.xlsx").exists()
