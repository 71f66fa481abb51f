"""A roster file as it occurs, and what must come out of it; and the hands that write such files."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from tests.sample import made_up_people
from udfs.notice.plan import MUNICIPAL
from workbooks.rosters.layout.headings import read_overrides
from workbooks.rosters.reading import RosterOptions

NAME, DOCUMENT, PHONE, EMPLOYER, TITLE = "姓名", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）"
FIVE = (NAME, DOCUMENT, PHONE, EMPLOYER, TITLE)
FOUR = FIVE[:4]
HEADS = ["序号", "姓名", "身份证号", "手机号", "工作单位", "职称"]
STAFF, TRAINEE = {"人员类别": "工作人员"}, {"人员类别": "学员"}

Row = Sequence[Any]
StatedPerson = Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """One file. ``people``: what each person must come out as, in order; ``lost``: (name, field) that must be named;
    ``skipped``: reason -> how many rows; ``unclear``: words the notes on columns must hold; ``refused``: words of the reason.
    """

    file: str
    what: str
    write: Callable[[Path], None]
    people: Sequence[StatedPerson] = ()
    lost: Sequence[tuple[str, str]] = ()
    skipped: Mapping[str, int] | None = None
    unclear: Sequence[str] = ()
    remarks: Sequence[str] = ()
    refused: str = ""
    options: Sequence[str] = ()


@dataclass(frozen=True)
class Source:
    """One file held to the measure: every cell of every person right or named, nobody lost. ``named``: the fields that may be
    named instead of right; ``refused``: words of the reason where the whole file may only be refused."""

    file: str
    what: str
    write: Callable[[Path], None]
    people: Sequence[StatedPerson] = ()
    named: Sequence[str] = ()
    refused: str = ""
    options: Sequence[str] = ()


def made_up(seed: int, count: int = 4) -> list[dict[str, str]]:
    """People who do not exist, as headings of 附件4 -> text."""
    people = made_up_people(count, 0, MUNICIPAL, seed)
    return [
        {
            NAME: str(one.name),
            DOCUMENT: str(one.document),
            PHONE: f"1410{seed:03}{at:04}",
            EMPLOYER: str(one.employer),
            TITLE: str(one.title),
        }
        for at, one in enumerate(people)
    ]


def saying(people: Iterable[StatedPerson], *fields: str, **more: str) -> list[dict[str, str]]:
    """The people with these fields only."""
    return [{field: one[field] for field in fields} | more for one in people]


def but(people: Sequence[StatedPerson], at: int, **changes: str | None) -> list[dict[str, str]]:
    """The people with one of them changed; None takes a field away."""
    changed = [dict(one) for one in people]
    changed[at] = {field: value for field, value in (changed[at] | changes).items() if value is not None}
    return changed


def rows_of(people: Iterable[StatedPerson], fields: Sequence[str], numbered: bool = True) -> list[list[Any]]:
    """The people as rows, with 序号 first."""
    return [([at] if numbered else []) + [one.get(field, "") for field in fields] for at, one in enumerate(people, start=1)]


def book(sheets: Mapping[str, Iterable[Row]], then: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """A workbook with these sheets; ``then`` merges, hides and changes what openpyxl can."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    if then:
        then(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def put(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None


def drawn(sheets: Mapping[str, Iterable[Row]], then: Callable[[openpyxl.Workbook], None] | None = None) -> Callable[[Path], None]:
    """A workbook that is made when it is asked for: hundreds of them are declared wherever tests are collected."""
    held = {title: list(rows) for title, rows in sheets.items()}
    return lambda path: path.write_bytes(book(held, then)) and None


def xlsx(rows: Iterable[Row], title: str = "Sheet1", then: Callable[[Any], None] | None = None) -> Callable[[Path], None]:
    """A workbook of one sheet; ``then`` gets the sheet."""
    return drawn({title: rows}, (lambda made: then(made[title])) if then else None)


def sheets(named: Mapping[str, Iterable[Row]], then: Callable[[Any], None] | None = None) -> Callable[[Path], None]:
    return drawn(named, then)


def xls(
    rows: Iterable[Row], merged: Iterable[tuple[int, int, int, int]] = (), then: Callable[[Any], object] = id
) -> Callable[[Path], None]:
    """An old workbook (BIFF8). ``merged``: (top, bottom, left, right) from 0. ``then`` gets the sheet."""
    import xlwt

    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("Sheet1", cell_overwrite_ok=True)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    for top, bottom, left, right in merged:
        sheet.merge(top, bottom, left, right)
    then(sheet)
    file = io.BytesIO()
    made.save(file)
    return put(file.getvalue())


def lines(rows: Iterable[Row], separator: str = ",", end: str = "\r\n") -> str:
    return "".join(separator.join("" if cell is None else str(cell) for cell in row) + end for row in rows)


def text(words: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    return put(words.encode(encoding))


def wishes(options: Sequence[str]) -> RosterOptions:
    """The options of the command line."""
    pairs = list(zip(options[::2], options[1::2], strict=True))
    return RosterOptions(
        overrides=read_overrides([value for option, value in pairs if option == "--map"]),
        sheet=next((value for option, value in pairs if option == "--sheet"), ""),
        group=next((value for option, value in pairs if option == "--class"), ""),
    )
