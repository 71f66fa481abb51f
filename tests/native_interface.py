"""Excel's own interface, as far as the product asks it, for the open program of the tests: filters, protection, AutoSave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbooks.ooxml.addresses import Area

if TYPE_CHECKING:
    from tests.open_program import OpenBook


@dataclass
class Filter:
    """An AutoFilter that hides rows: where it stands, the columns of it that it goes by (from 1), and the rows it hides."""

    area: Area
    columns: set[int]
    rows: set[int]


@dataclass
class NativeBook:
    AutoSaveOn: bool


class NativeSheet:
    """What Excel's own interface tells of a sheet's filter, and what it refuses on a protected one."""

    AutoFilter: NativeFilter | None

    def __init__(self, state: OpenBook, title: str) -> None:
        self.state, self.title = state, title
        found = state.filters.get(title)
        self.AutoFilter = NativeFilter(state, title, found) if found else None
        self.ListObjects = NoTables()

    @property
    def FilterMode(self) -> bool:
        self.state.calls += 1
        return self.title in self.state.filters

    @property
    def ProtectContents(self) -> bool:
        self.state.calls += 1
        return self.title in self.state.protected

    def ShowAllData(self) -> None:
        self.state.calls += 1
        if self.title in self.state.protected:
            raise OSError(-2147352567, "ShowAllData method of Worksheet class failed")
        del self.state.filters[self.title]


@dataclass
class OnMac:
    held: bool

    def get(self) -> bool:
        return self.held


@dataclass
class MacSheet:
    filter_mode: OnMac


class NoTables:
    Count = 0


class NativeFilter:
    def __init__(self, state: OpenBook, title: str, held: Filter) -> None:
        self.state, self.title, self.held = state, title, held
        self.Range = self

    def Cells(self, row: int, column: int) -> Any:
        return Shown(self.state.value(self.title, self.held.area.first_row + row - 1, self.held.area.first_column + column - 1))

    @property
    def Filters(self) -> NativeColumns:
        return NativeColumns(self.held)


@dataclass
class Shown:
    Value: Any


class NativeColumns:
    def __init__(self, held: Filter) -> None:
        self.held = held
        self.Count = held.area.last_column - held.area.first_column + 1

    def __call__(self, column: int) -> Any:
        return On(column in self.held.columns)


@dataclass
class On:
    On: bool
