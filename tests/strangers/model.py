"""A stranger's file, its truth, and the hands that write it: openpyxl, csv in two encodings."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl

Row = list[Any]
Chance = random.Random
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = "子涵雨辰思远嘉宁文博晓峰建国丽华志强海燕明轩静怡佳琪国栋春梅立新秀英德胜玉兰振宇"
START = date(2025, 7, 14)
DAYS, HALVES = 5, ("上午", "下午")
WEEK = "一二三四五六日"


@dataclass
class Page:
    """One sheet: its rows, merged areas as openpyxl names them, rows hidden (from 1)."""

    rows: list[Row]
    title: str = "Sheet1"
    merged: Sequence[str] = ()
    hidden: Sequence[int] = ()
    invisible: bool = False


@dataclass
class Stranger:
    """A file: what kind of answers it asks for (``kind``), how it is laid out, its pages, and the truth, which each kind's judge
    reads. ``name`` ends in csv or xlsx; ``encoding`` counts for csv."""

    kind: str
    layout: str
    seed: int
    name: str
    pages: list[Page]
    truth: Any
    encoding: str = "utf-8-sig"
    more: Mapping[str, Any] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        if path.suffix == ".csv":
            text = io.StringIO(newline="")
            csv.writer(text).writerows([["" if cell is None else cell for cell in row] for row in self.pages[0].rows])
            path.write_bytes(text.getvalue().encode(self.encoding, "replace"))
            return path
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for page in self.pages:
            sheet = book.create_sheet(page.title)
            for row in page.rows:
                sheet.append(row)
            for area in page.merged:
                sheet.merge_cells(area)
            for row_number in page.hidden:
                sheet.row_dimensions[row_number].hidden = True
            sheet.sheet_state = "hidden" if page.invisible else "visible"
        book.save(path)
        return path


def days() -> list[date]:
    return [START + timedelta(days=at) for at in range(DAYS)]


def names(chance: Chance, count: int) -> list[str]:
    """So many different names of two to four characters, none part of another."""
    found: list[str] = []
    while len(found) < count:
        given = "".join(chance.sample(GIVEN, chance.choice((1, 2, 2, 2))))
        name = chance.choice(SURNAMES) + given
        if all(name not in other and other not in name for other in found):
            found.append(name)
    return found


def letters(column: int) -> str:
    """The letters of a column counted from 0."""
    return openpyxl.utils.get_column_letter(column + 1)  # type: ignore[no-any-return]
