"""The print area of a sheet in LibreOffice, in Excel's notation."""

from __future__ import annotations

from typing import Any

from workbooks.ooxml.addresses import Area, cell_address, parse_area


class PageSetup:
    """``uno``: the sheet in LibreOffice's API."""

    def __init__(self, uno: Any) -> None:
        self.uno = uno

    @property
    def print_area(self) -> str | None:
        """$A$1:$H$55, several separated by commas; None if the whole sheet is printed."""
        return ",".join(written(one) for one in self.uno.getPrintAreas()) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        self.uno.setPrintAreas(tuple(self._address(parse_area(one)) for one in value.split(",")) if value else ())

    def _address(self, area: Area) -> Any:
        cells = self.uno.getCellRangeByPosition(
            area.first_column - 1, area.first_row - 1, area.last_column - 1, area.last_row - 1
        )
        return cells.RangeAddress


def written(address: Any) -> str:
    first, last = (
        cell_address(row + 1, column + 1)
        for row, column in ((address.StartRow, address.StartColumn), (address.EndRow, address.EndColumn))
    )
    return f"{absolute(first)}:{absolute(last)}"


def absolute(address: str) -> str:
    """H55 -> $H$55."""
    letters = address.rstrip("0123456789")
    return f"${letters}${address[len(letters) :]}"
