"""Computes foreign formulas without stored value (IronCalc).

The engine gets a minimal copy of the workbook with values, formulas and names only, so that unknown parts do no harm and
unsaved changes are included. It silently miscomputes our formulas on 核对, so they and everything that depends on them are
excluded. It runs in a separate process: a recursive formula, or one that exhausts memory, ends only that process.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from udfs.records.class_file import CHECKING, PARAMETERS
from udfs.values.cells import Value, column_letters
from udfs.values.grid import Grid
from udfs.values.regex import regex
from workbooks.apart import CHILDREN, MEBI, Limits, Stopped, run
from workbooks.closed.holding import HeldFile
from workbooks.files.errors import Unusable
from workbooks.ooxml.formats import to_serial
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import SheetContent
from workbooks.ooxml.strings import encoded
from workbooks.ooxml.written_out import NamesWrittenOut

# Error results of the engine for unknown functions and unreadable formulas.
UNKNOWN = frozenset({"#NAME?", "#N/IMPL!", "#ERROR!", "#CIRC!"})

Results = Mapping[tuple[int, int], Value]
SCRIPT = Path(__file__).parent.parent / "apart" / "formulas.py"
SECONDS, SECONDS_EACH_MEBI = 5.0, 1.0
"""Time limits; our workbook for 300 people is 3 MiB and takes half a second."""
MEMORY, MEMORY_EACH_BYTE = 256 * MEBI, 16
"""Memory limits; the engine needs 40 MB for 300 people, 50 MB for 2,000."""

Evaluate = Callable[[str, int, int], Value]
"""(sheet title, row, column) -> result of the formula there; None if it cannot be computed."""

BEYOND_IT = "NOT_FOR_THIS_ENGINE()"
"""Placeholder for a formula that the engine would miscompute silently; formulas that depend on it are then unknown."""
OTHERWISE = ("0.987654321", '"不知道"')
"""Alternative placeholders for a second run: a result that changes depends on one, even if it hides errors (ISNUMBER,
IFERROR)."""
HELPERS = (PARAMETERS, CHECKING)
_DIGITS = regex("[0-9]+")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def evaluator(file: HeldFile) -> Evaluate:
    """A function that computes formulas of the file in its held state. All are computed on the first call."""
    computed: list[Mapping[str, Results]] = []

    def evaluate(title: str, row: int, column: int) -> Value:
        if not computed:
            computed.append(_computed(file))
        found = computed[0].get(title, {}).get((row, column))
        return None if isinstance(found, str) and found in UNKNOWN else found

    return evaluate


def _computed(file: HeldFile) -> Mapping[str, Results]:
    """{sheet title: results of all formulas}; empty if the engine fails or times out."""
    titles = {at: sheet.title for at, sheet in enumerate(file.sheets) if sheet.title not in HELPERS}
    asked = {at: sorted(file.content(title).grid.formulas) for at, title in titles.items()}
    if not CHILDREN:
        return _computed_here(file.path, bare_workbook(file), {title: asked[at] for at, title in titles.items()})
    book = bare_workbook(file, BEYOND_IT)
    answers = [_answers(book, asked)]
    if answers[0] and BEYOND_IT.encode() in book:
        answers += [_answers(bare_workbook(file, instead), asked) for instead in OTHERWISE]
    return {
        title: {
            cell: results[0] for cell, *results in zip(asked[at], *(one[at] for one in answers), strict=True) if alike(results)
        }
        for at, title in titles.items()
        if all(at in one for one in answers)
    }


def alike(results: Sequence[Value]) -> bool:
    return all(one == results[0] for one in results)


def _answers(book: bytes, asked: Mapping[int, Sequence[tuple[int, int]]]) -> Mapping[int, Sequence[Value]]:
    """{sheet number: requested results}; empty if the engine fails or times out."""
    limits = Limits(SECONDS + len(book) / MEBI * SECONDS_EACH_MEBI, MEMORY + len(book) * MEMORY_EACH_BYTE)
    try:
        answer = run(SCRIPT, json.dumps({"cells": asked}).encode("ascii") + b"\n" + book, limits)
    except (Stopped, OSError):
        return {}
    if answer.code:
        return {}
    return {int(at): results for at, results in json.loads(answer.data).items()}


def _computed_here(path: Path, book: bytes, asked: Mapping[str, Iterable[tuple[int, int]]]) -> Mapping[str, Results]:
    """The same by our own evaluator, which supports the functions of our own formulas and skips unknown ones."""
    from workbooks.values.answers import Fault, Unknown
    from workbooks.values.book import WIDTH, deep
    from workbooks.values.sheets import read

    found: dict[str, dict[tuple[int, int], Value]] = {}
    try:
        computed, _ = read(Package(path, book), date.today())
    except (Unusable, Unknown):
        return found
    with deep():
        for title, cells in asked.items():
            for row, column in cells:
                try:
                    value = computed.at(computed.sheet(title), row * WIDTH + column)
                except Fault as fault:
                    value = fault.code
                except Unknown:
                    continue
                found.setdefault(title, {})[row, column] = value
    return found


def bare_workbook(file: HeldFile, beyond: str = "") -> bytes:
    """The values, formulas and names of the held file as a minimal workbook. ``beyond``: placeholder for formulas that the
    engine cannot compute; if empty, the workbook is for our own evaluator."""
    sheets = [(at, sheet.title, file.content(sheet.title)) for at, sheet in enumerate(file.sheets, start=1)]
    # The engine does not read Chinese names, and name lookups are slow.
    names = NamesWrittenOut({name.name: name.refers_to for name in file.package.names if name.sheet is None})
    rows = last_typed_row(content.grid for _, title, content in sheets if title not in HELPERS)
    listed = "".join(f'<sheet name="{_attribute(title)}" sheetId="{at}" r:id="rId{at}"/>' for at, title, _ in sheets)
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at, _, _ in sheets
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_KIND}.worksheet+xml"/>' for at, _, _ in sheets
    )
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{kinds}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        for at, _, content in sheets:
            archive.writestr(f"xl/worksheets/sheet{at}.xml", _sheet(content, names, rows, beyond))
    return made.getvalue()


def last_typed_row(grids: Iterable[Grid]) -> int:
    """The last row of any sheet with content that is not a formula: below it 核对 computes nothing."""
    typed = (
        row
        for grid in grids
        for row, values in enumerate(grid.rows, start=1)
        if any(value is not None and (row, column) not in grid.formulas for column, value in enumerate(values, start=1))
    )
    return max(typed, default=0)


def _sheet(content: SheetContent, names: NamesWrittenOut, last_row: int, beyond: str) -> str:
    grid = content.grid
    helpers = grid.title == CHECKING
    # The engine computes array formulas as plain ones, with one value of each area.
    arrays = {(area.first_row, area.first_column) for area in content.arrays}
    letters = [column_letters(column) for column in range(1, max(map(len, grid.rows), default=0) + 1)]
    rows = []
    # Each column of 核对 is one formula; the engine parses it once if its cells share it.
    first: dict[int, tuple[int, str]] = {}
    for row, values in enumerate(grid.rows[: last_row + 1] if helpers else grid.rows, start=1):
        cells = []
        for column, value in enumerate(values, start=1):
            formula = grid.formulas.get((row, column))
            if value is None and not formula:
                continue
            at = f"{letters[column - 1]}{row}"
            if not formula:
                cells.append(_cell(at, value, None))
            elif beyond and grid.title in HELPERS:
                continue  # what refers to it is excluded from the engine, too
            elif helpers:
                cells.append(_shared(at, first.setdefault(column, (row, formula)), row, column, last_row, names))
            else:
                written = names.written_out(formula, row)
                unfit = grid.title not in HELPERS and ((row, column) in arrays or beyond_the_engine(written))
                rests = beyond and any(f"{title}!" in written for title in HELPERS)
                cells.append(_cell(at, value, (beyond or BEYOND_IT) if unfit or rests else written))
        rows.append(f'<row r="{row}">{"".join(cells)}</row>')
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def _shared(at: str, first: tuple[int, str], row: int, column: int, last_row: int, names: NamesWrittenOut) -> str:
    """A cell of 核对 whose formula is that of the first one in its column."""
    if row != first[0]:
        return f'<c r="{at}"><f t="shared" si="{column}"/><v>0</v></c>'
    letters = column_letters(column)
    area = f"{letters}{row}:{letters}{last_row + 1}"
    written = encoded(names.written_out(first[1], row))
    return f'<c r="{at}"><f t="shared" ref="{area}" si="{column}">{written}</f><v>0</v></c>'


def _cell(address: str, value: Value, formula: str | None) -> str:
    at = f'r="{address}"'
    if formula:
        return f"<c {at}><f>{encoded(formula)}</f><v>0</v></c>"
    if isinstance(value, bool):
        return f'<c {at} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{encoded(value)}</t></is></c>'
    return f"<c {at}><v>{to_serial(value) if isinstance(value, date) else value}</v></c>"


def beyond_the_engine(formula: str) -> bool:
    """True for a SUMPRODUCT with array functions inside: the engine passes them one value of the area.


    >>> beyond_the_engine("SUMPRODUCT(COUNTIF(A1:A3,A1:A3))"), beyond_the_engine("SUMPRODUCT(A1:A3*B1:B3)+SUM(A1:A3)")
    (True, False)
    """
    # The formulas of a column differ only in their row numbers.
    return "SUMPRODUCT(" in formula.upper() and _function_inside(_DIGITS.sub("1", formula))


@lru_cache(maxsize=1024)
def _function_inside(formula: str) -> bool:
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token, TokenizerError

    open_names: list[str] = []
    try:
        for token in Tokenizer(f"={formula}").items:
            if token.subtype == Token.OPEN:
                if token.type == Token.FUNC and "SUMPRODUCT(" in open_names:
                    return True
                open_names.append(token.value.upper())
            elif token.subtype == Token.CLOSE:
                open_names.pop()
    except (TokenizerError, IndexError):  # not a formula
        return True
    return False


def _attribute(text: str) -> str:
    return re.sub(r"\s", " ", encoded(text)).replace('"', "&quot;")
