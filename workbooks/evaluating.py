"""Formulas that are not ours and have no stored value, computed as a spreadsheet program would (IronCalc).

The engine gets a bare copy of the workbook, with nothing in it but values, formulas and names: so it cannot stumble over parts
it does not know, and sees what was written but not saved.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from udfs.cells import Value, column_letters
from udfs.grid import Grid
from workbooks.addresses import TOKEN
from workbooks.formats import to_serial
from workbooks.holding import HeldFile
from workbooks.sheets import SheetContent
from workbooks.strings import encoded

# What the engine gives for a function it does not have or a formula it cannot read.
UNKNOWN = frozenset({"#NAME?", "#N/IMPL!", "#ERROR!", "#CIRC!"})

Evaluate = Callable[[str, int, int], Value]
"""(sheet title, row, column) -> the result of the formula there; None if it cannot be computed."""

BEYOND_IT = "NOT_FOR_THIS_ENGINE()"
"""Stands for a formula that the engine would get wrong without saying so: it and all that stands on it is then unknown."""
_DIGITS = re.compile("[0-9]+")
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
    """A function that computes formulas of the file as it is held now. The workbook is loaded at the first question."""
    loaded: list[tuple[Any, dict[str, int]] | None] = []

    def evaluate(title: str, row: int, column: int) -> Value:
        if not loaded:
            loaded.append(_load(file))
        model = loaded[0]
        if model is None or title not in model[1]:
            return None
        found: Value = model[0].get_cell_value(model[1][title], row, column)
        return None if isinstance(found, str) and found in UNKNOWN else found

    return evaluate


def _load(file: HeldFile) -> tuple[Any, dict[str, int]] | None:
    """The workbook in the engine, and the number of each sheet in it; None if the engine cannot take it."""
    import ironcalc

    handle, name = tempfile.mkstemp(suffix=".xlsx")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(bare_workbook(file))
        with _quiet():
            model = ironcalc.load_from_xlsx(name, "en", "UTC")
            model.evaluate()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # The engine's panics are no Exceptions.
        return None
    finally:
        Path(name).unlink()
    return model, {sheet.title: at for at, sheet in enumerate(file.sheets)}


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What the engine prints about cells and failures is nothing for users, and would spoil JSON."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = {stream: os.dup(stream) for stream in (1, 2)}
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for stream in kept:
            os.dup2(nowhere, stream)
        yield
    finally:
        for stream, old in kept.items():
            os.dup2(old, stream)
            os.close(old)
        os.close(nowhere)


def bare_workbook(file: HeldFile) -> bytes:
    """The values, formulas and names of the held file as a workbook of its own."""
    sheets = [(at, sheet.title, file.content(sheet.title)) for at, sheet in enumerate(file.sheets, start=1)]
    known = [name for name in file.package.names if name.sheet is None]
    # The engine reads no names in Chinese.
    plain = {name.name.lower(): f"defined_name_{at}" for at, name in enumerate(known)}
    names = "".join(
        f'<definedName name="{plain[name.name.lower()]}">{encoded(renamed(name.refers_to, plain))}</definedName>'
        for name in known
    )
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
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets><definedNames>{names}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        for at, _, content in sheets:
            archive.writestr(f"xl/worksheets/sheet{at}.xml", _sheet(content, plain))
    return made.getvalue()


def _sheet(content: SheetContent, names: Mapping[str, str]) -> str:
    grid = content.grid
    # The engine computes an array formula as a plain one, of one value of each area.
    arrays = {(area.first_row, area.first_column) for area in content.arrays}
    letters = [column_letters(column) for column in range(1, max(map(len, grid.rows), default=0) + 1)]
    rows = []
    wanted = _wanted_columns(grid)
    for row, values in enumerate(grid.rows, start=1):
        cells = []
        for column, value in enumerate(values[:wanted], start=1):
            formula = grid.formulas.get((row, column))
            if (row, column) in arrays:
                formula = BEYOND_IT
            if value is not None or formula:
                cells.append(_cell(f"{letters[column - 1]}{row}", value, _written(formula, names) if formula else None))
        rows.append(f'<row r="{row}">{"".join(cells)}</row>')
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def _wanted_columns(grid: Grid) -> int | None:
    """How many columns the engine is given: the checks at the right end of 参数 would take it half a minute."""
    from workbooks.forms.parameters import CAPTION_ROW, CHECKS_CAPTION

    captions = grid.rows[CAPTION_ROW - 1] if len(grid.rows) >= CAPTION_ROW else []
    return next((at for at, one in enumerate(captions) if isinstance(one, str) and one.endswith(CHECKS_CAPTION)), None)


def _written(formula: str, names: Mapping[str, str]) -> str:
    return BEYOND_IT if beyond_the_engine(formula) else renamed(formula, names)


def renamed(formula: str, names: Mapping[str, str]) -> str:
    """The formula with other names for defined names (lower case -> new name); texts, sheets and functions stay.

    >>> renamed('IF(总学时>0,"总学时",总学时!A1)', {"总学时": "hours"})
    'IF(hours>0,"总学时",总学时!A1)'
    """

    def replaced(found: re.Match[str]) -> str:
        if found[2] is None or found[3] is not None:
            return found[0]
        return names.get(found[2].lower(), found[0])

    return TOKEN.sub(replaced, formula)


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
    """True for a SUMPRODUCT with functions of areas inside: the engine hands them one value of the area.

    >>> beyond_the_engine("SUMPRODUCT(COUNTIF(A1:A3,A1:A3))"), beyond_the_engine("SUMPRODUCT(A1:A3*B1:B3)+SUM(A1:A3)")
    (True, False)
    """
    # The formulas of a column differ in the numbers of their rows only.
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
    except (TokenizerError, IndexError):  # no formula at all
        return True
    return False


def _attribute(text: str) -> str:
    return re.sub(r"\s", " ", encoded(text)).replace('"', "&quot;")
