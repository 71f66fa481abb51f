"""The box "Ignore blank" of the validations: ticked, Excel takes any entry while a cell that the formula refers to is blank.

Microsoft says so of the box, and of a list by a name whose range has a blank cell anywhere. Read here from the XML of each
workbook, by no code of ours: every reference of a formula, through names, down to cells.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from tests.office import recalculated
from tests.open_program import is_accepted
from tests.sample import YEAR
from udfs.notice.plan import NATIONAL
from workbooks.templates.new_class import build_template

READY = Path(__file__).parents[2] / "workbooks" / "ready"
TEMPLATES = sorted(READY.glob("*.xlsx"))
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
REFERENCE = re.compile(
    r"""(?:'(?P<quoted>[^']+)'!|(?P<sheet>[^\W\d][\w.]*)!)?
        \$?(?P<left>[A-Z]{1,3})(?P<fixed>\$?)(?P<top>\d+)(?::\$?(?P<right>[A-Z]{1,3})\$?(?P<bottom>\d+))?(?![\w(.])""",
    re.X,
)
WORD = re.compile(r"[^\W\d][\w.]*(?!\w|\()")
Cell = tuple[str, int, int]
"""(sheet, row, column)."""


@dataclass(frozen=True)
class Validation:
    """``area``: its first cell, for which its formula is written."""

    sheet: str
    kind: str
    first: tuple[int, int]
    sqref: str
    ignores_blank: bool
    formula: str


class Workbook:
    """What a reader of the format finds: filled cells by sheet, names, validations."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            self.package = package
            book = ElementTree.fromstring(package.read("xl/workbook.xml"))
            relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
            targets = {one.get("Id"): str(one.get("Target")) for one in relations}
            self.names = {str(one.get("name")): str(one.text) for one in book.iterfind(".//m:definedName", NS)}
            self.filled: dict[str, set[tuple[int, int]]] = {}
            self.validations: list[Validation] = []
            for sheet in book.iterfind(".//m:sheet", NS):
                part = targets[sheet.get(RELATION)].lstrip("/")
                self._read(str(sheet.get("name")), package.read(part if part.startswith("xl/") else f"xl/{part}"))

    def _read(self, title: str, xml: bytes) -> None:
        root = ElementTree.fromstring(xml)
        filled = self.filled[title] = set()
        for cell in root.iterfind(".//m:c", NS):
            if any(cell.find(f"m:{part}", NS) is not None for part in ("v", "f", "is")):
                filled.add(place(str(cell.get("r"))))
        for one in root.iterfind(".//m:dataValidation", NS):
            formula = one.find("m:formula1", NS)
            area = str(one.get("sqref"))
            self.validations.append(
                Validation(
                    title, one.get("type", "none"), place(area.split()[0].split(":")[0]), area, one.get("allowBlank") == "1",
                    "" if formula is None else str(formula.text),
                )
            )  # fmt: skip

    def cells(self, formula: str, sheet: str, down: int = 0, seen: frozenset[str] = frozenset()) -> Iterator[Cell]:
        """Every cell that the formula refers to, through names; a relative row of a name counts from the cell that asks, which
        is ``down`` rows below the first.
        """
        bare = re.sub(r'"[^"]*"', '""', formula)
        for found in REFERENCE.finditer(bare):
            title = found["quoted"] or found["sheet"] or sheet
            shift = down if seen and not found["fixed"] else 0
            top, left = int(found["top"]) + shift, number(found["left"])
            bottom, right = int(found["bottom"] or found["top"]) + shift, number(found["right"] or found["left"])
            yield from ((title, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        for word in set(WORD.findall(REFERENCE.sub("", bare))) & set(self.names) - seen:
            yield from self.cells(self.names[word], sheet, down, seen | {word})

    def blank(self, formula: str, sheet: str, own: tuple[int, int] | None) -> list[tuple[str, int, int]]:
        """Those of them that are blank, but for the cell itself, which holds what was typed."""
        return sorted(
            (title, row, column)
            for title, row, column in set(self.cells(formula, sheet, own[0] - 1 if own else 0))
            if (row, column) not in self.filled[title] and not (title == sheet and (row, column) == own)
        )


def place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), number(letters)


def number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


@lru_cache(maxsize=2)
def opened(path: Path) -> Workbook:
    return Workbook(path)


@pytest.fixture(params=TEMPLATES, ids=lambda path: path.stem)
def book(request: pytest.FixtureRequest) -> Workbook:
    return opened(request.param)


def test_no_formula_with_the_box_ticked_refers_to_a_cell_that_may_be_blank(book: Workbook) -> None:
    """And each is one that Excel takes there: of 255 characters at most, with no array and no other sheet."""
    custom = [one for one in book.validations if one.kind == "custom"]
    assert len(custom) > 40
    assert [one for one in custom if len(one.formula) > 255 or re.search(r"[{}]|!", one.formula)] == []
    careless = {f"{one.sheet}!{one.sqref}": found for one in custom if one.ignores_blank
                and (found := book.blank(one.formula, one.sheet, one.first)[:3])}  # fmt: skip
    assert careless == {}


def test_no_list_with_the_box_ticked_has_a_blank_entry(book: Workbook) -> None:
    lists = [one for one in book.validations if one.kind == "list"]
    assert len(lists) > 10
    assert [one.sqref for one in lists if one.ignores_blank and book.blank(one.formula, one.sheet, None)] == []


def test_where_the_box_is_off_the_formula_takes_an_empty_cell(book: Workbook) -> None:
    """So that what was filled can be emptied again."""
    off = [one for one in book.validations if one.kind == "custom" and not one.ignores_blank]
    assert off
    for one in off:
        own, _, rest = one.formula.partition('="",TRUE,')
        assert rest, one
        (cell,) = set(book.cells(own.removeprefix("IF("), one.sheet))
        assert cell == (one.sheet, *one.first)


WRONG = "120101199001011234"


def test_a_wrong_number_is_refused_while_the_kind_of_document_is_blank(tmp_path: Path) -> None:
    """By Excel's own rule; with the box ticked, as it once was, the same entry is taken: so the box is what refuses it."""
    path = tmp_path / "typed.xlsx"
    path.write_bytes(build_template(NATIONAL, rows=20, which=YEAR))
    book = Workbook(path)
    columns = {str(name): book.names[f"附件4_{name}"] for name in ("身份证号", "证件类型")}
    (_, row, column), *_ = sorted(book.cells(columns["身份证号"], "附件4"))
    own = next(one for one in book.validations if (one.sheet, one.kind, one.first) == ("附件4", "custom", (row, column)))
    copy = load_workbook(path)
    copy["附件4"].cell(row, column, WRONG)
    copy["附件4"]["ZZ1"] = f"={own.formula}"
    copy.save(path)
    holds = recalculated(path)["附件4"][0][-1]
    assert holds in (False, 0)
    there = {cell: copy[cell[0]].cell(*cell[1:]).value for cell in set(book.cells(own.formula, "附件4", row - 1))}
    assert not is_accepted(bool(holds), own.ignores_blank, there.values())
    assert is_accepted(bool(holds), True, there.values())
