"""Calls to Excel from our process: each takes about a millisecond on Windows and ten on a Mac, so each button has a ceiling.

Counted in the stand-in program, with all the defined names of a real workbook of ours.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from tests.buttons.filtered import WRITING, opened, pressed
from tests.sample import sample_class
from workbooks.ooxml.addresses import split_reference
from workbooks.ooxml.package import Package
from workbooks.templates.entering import entered

CEILINGS = {"check": 650, "tidy": 650, "results": 130, "total": 140}
"""全部核验 and 规范化 ask twice for each of some ninety fields that have an input check, and once for its name."""
OTHERS = 110
BACK = {"live": 210}
"""Taking the live check away writes its findings as plain rows: 说明, which people type, stands in their midst and parts them."""


@lru_cache(maxsize=1)
def names(folder: Path) -> dict[str, tuple[str, str]]:
    """Every defined name of a workbook, as the stand-in holds them."""
    path = folder / "班.xlsx"
    path.write_bytes(entered(sample_class(trainees=20)))
    found = {}
    for one in Package.open(path).names:
        place = split_reference(one.refers_to)
        found[one.name] = (place[0], one.refers_to.rpartition("!")[2].replace("$", "")) if place else ("参数", "A1")
    return found


@pytest.mark.parametrize("id", WRITING)
def test_a_button_asks_excel_no_more_than_so_often(
    id: str, given: dict[str, list[Path]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    book = opened()
    book.names |= names(tmp_path_factory.getbasetemp())
    assert len(book.names) > 1000
    book.calls = 0
    desk = pressed(book, id, given)
    assert desk.messages("notice"), desk.heard
    assert 0 < book.calls <= CEILINGS.get(id, OTHERS)


@pytest.mark.parametrize("id", ["live", "undo"])
def test_nor_does_what_takes_it_back(id: str, given: dict[str, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> None:
    book = opened()
    book.names |= names(tmp_path_factory.getbasetemp())
    pressed(book, "live" if id == "live" else "tidy", given)
    book.calls = 0
    assert pressed(book, id, given).messages("notice")
    assert 0 < book.calls <= BACK.get(id, OTHERS)
