"""下一处 and 上一处: from wherever the selection stands, along the findings and round again."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from macros.checking import navigate
from tests.buttons.desks import DAY
from udfs.records.class_file import FINDINGS, Explained, SheetPlaces
from workbooks.files.errors import Unusable

KEYS = ("附件4!C7", "附件4!D9", "附件3!B5")


@dataclass
class Sheet:
    """A sheet that tells the program what was selected on it."""

    name: str
    program: Program

    def activate(self) -> None:
        self.program.active = self.name

    def range(self, address: str) -> Any:
        return SimpleNamespace(select=lambda: self.program.select(self.name, address))


@dataclass
class Program:
    """What of a book the moves use."""

    name: str = "班.xlsx"
    active: str = ""
    selection: Any = None
    went: list[str] = field(default_factory=list)

    @property
    def sheets(self) -> Any:
        listed = [Sheet(name, self) for name in ("附件3", "附件4", FINDINGS)]

        class Sheets(list):  # type: ignore[type-arg]
            def __getitem__(self, name: Any) -> Any:
                return next(one for one in listed if one.name == name)

        return Sheets(listed)

    def select(self, sheet: str, address: str) -> None:
        assert self.active == sheet
        self.went.append(f"{sheet}!{address}")
        self.stand(sheet, *navigate.parse_cell(address))

    def stand(self, sheet: str, row: int, column: int) -> None:
        self.selection = SimpleNamespace(row=row, column=column, sheet=SimpleNamespace(name=sheet))


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Program:
    rows = [
        Explained(row=4 + at, key=key, severity="错误", code=f"A4-0{at}", message="不对") for at, key in enumerate(KEYS)
    ]  # fmt: skip
    monkeypatch.setattr(navigate, "listed", lambda *_: (SheetPlaces(title=FINDINGS, heading_row=3), rows))
    return Program()


def move(program: Program, step: int) -> navigate.Stop:
    return navigate.move(program, step, DAY)  # type: ignore[arg-type]


def test_forwards_from_nowhere_through_all_and_round_again(program: Program) -> None:
    stops = [move(program, 1) for _ in range(4)]
    assert program.went == [*KEYS, KEYS[0]]
    assert [stop.number for stop in stops] == [1, 2, 3, 1]
    assert str(stops[1]) == "第2/3处　附件4!D9　错误 A4-01：不对"


def test_backwards_begins_at_the_last(program: Program) -> None:
    assert [move(program, -1).key for _ in range(4)] == [*reversed(KEYS), KEYS[-1]]


def test_from_a_row_of_the_findings_themselves(program: Program) -> None:
    program.stand(FINDINGS, 5, 2)
    assert move(program, 1).key == KEYS[2]
    program.stand(FINDINGS, 5, 2)
    assert move(program, -1).key == KEYS[0]


def test_from_a_cell_without_a_finding(program: Program) -> None:
    program.stand("附件4", 200, 1)
    assert move(program, 1).key == KEYS[0]
    program.stand("附件4", 200, 1)
    assert move(program, -1).key == KEYS[2]


def test_a_finding_of_a_sheet_that_is_gone(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = [Explained(row=4, key="附件9!A1", code="A4-05")]
    monkeypatch.setattr(navigate, "listed", lambda *_: (SheetPlaces(title=FINDINGS, heading_row=3), gone))
    with pytest.raises(Unusable, match="附件9!A1"):
        move(program, 1)


def test_nothing_to_move_to(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigate, "listed", lambda *_: (SheetPlaces(title=FINDINGS, heading_row=3), []))
    with pytest.raises(Unusable, match="先运行“全部核验”"):
        move(program, 1)
    assert program.went == []
