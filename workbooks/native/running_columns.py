"""The running columns of a sheet on 核对: headings, formulas, names.

A row of 核对 belongs to the row with the same number on the sheet. Each cell reads one cell of the sheet by a row-relative
name. So one change does not recompute other rows, and sorting, inserting, deleting or cutting rows does no harm, since no
formula refers to a row that could move.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

from udfs.native import FILLED, facts, judged_anywhere_when, running_columns, spared_when, used_when
from udfs.native.running import Running
from udfs.native.texts import quoted
from udfs.reading.assembly import SHEETS_OF_ROWS
from udfs.records.class_file import CHECKING
from udfs.values.cells import column_letters
from udfs.values.grid import NUMBER_HEADING
from udfs.values.headings import NAME
from udfs.values.regex import regex
from workbooks.forms import FORMS
from workbooks.forms.model import (
    BEFORE_MESSAGE,
    MESSAGE,
    ORDER,
    OWN_FORMULA,
    OWN_ROW,
    USED,
    TableForm,
    defined_name,
    helper_name,
    row_name,
)
from workbooks.native.checks import SILENT, SPEAKS, VERDICTS, Check, all_checks, row_checks
from workbooks.native.message_cells import SPOTS
from workbooks.native.rendering import (
    INSIDE,
    PLACEHOLDER,
    POSITION,
    message_with_level,
    reading_taken,
    running_name,
    taken,
    taken_over,
)
from workbooks.ooxml.writing.shared_cells import SharedColumns

FIRST_ROW, COUNT = 2, "A"
"""The heading is above. A table whose lines above the heading were deleted begins no higher. The first column numbers the rows
for all sheets, starting with 1."""
SPARE_ROWS = 20
"""Rows behind a table of fixed length, for inserted rows."""
HEADING_ROW, IN_ROWS = "表头行", "逐行"
CALM, RESTLESS, ELSEWHERE, ANYWHERE = "本行判定", "他行判定", "他表判定", "各行判定"
"""Verdicts that depend on the row only, on other rows, on other sheets; and those on unused rows."""
FAR_NAMES = frozenset(("参数_附件5带出", "参数_类别有误人数"))
WRITTEN_OUT, TAKEN_WRITTEN_OUT = 2000, 1300
"""Maximum total length in characters of all uses of a column before it becomes a column of cells. The limit is lower for
copied values, since no name may refer to a formula that contains them."""
NAMED_FROM = 60
"""Formulas from this length on are defined as a name and the cells contain only the name: LibreOffice then keeps the formula
once per column. It would copy a shared formula for each cell on opening and compare the copies, which took half of the
time."""
_OWN_CELL = regex(rf'"[^"]*"|\$([A-Z]{{1,3}}){FIRST_ROW}(?!\d)')
_OF_THE_SHEET = regex(rf'"[^"]*"|{OWN_ROW}_\w+')
_CELL_ABOVE = regex(rf"\$[A-Z]{{1,3}}{FIRST_ROW - 1}(?!\d)")
_NAMES = regex(r"参数_\w+")
_RUNNING_NAMES = tuple(f"参数_{sheet}_" for sheet in SHEETS_OF_ROWS)


def heading_row_name(sheet: str) -> str:
    """The name of the value with the row of the heading, such as 参数_附件4_表头行."""
    return running_name(sheet, HEADING_ROW)


@dataclass(frozen=True)
class RunningColumns:
    """The running columns of one sheet from ``first_column`` on, for a workbook of ``rows`` ready rows.

    A declared column that is read rarely, and only in its own row, is not a cell but inlined in other formulas, since a
    cell costs more than a longer formula. Long formulas are defined as names, in cells and inside others.
    """

    sheet: str
    first_column: int
    rows: int

    @cached_property
    def form(self) -> TableForm:
        form = FORMS[self.sheet].table
        assert form, self.sheet
        return form

    @cached_property
    def declared(self) -> Mapping[str, Running]:
        return {column.name: column for column in running_columns().get(self.sheet, ())}

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        return row_checks(self.sheet)

    @cached_property
    def read(self) -> Counter[str]:
        """The number of reads of each running column ("#姓名") and each cell of the sheet ("姓名") by the row's own formulas."""
        texts = [(f"{column.formula}{{{column.of}}}" if column.of else column.formula, "") for column in self.declared.values()]
        texts.append((self.used, ""))
        for check in self.checks:
            texts += [(check.native.formula, check.field), (check.native.detail, check.field)]
        return Counter(pieces_read(texts))

    @cached_property
    def used(self) -> str:
        """A formula: 1 for a used row, else 0. A deleted column does not count."""
        stated = used_when().get(self.sheet)
        filled = "&".join(f'IFERROR({{{name}}},"")' for name in SHEETS_OF_ROWS[self.sheet][1].TYPED)
        return stated or f'IF({filled}="",0,1)'

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """The columns that are cells, from left to right: numbers, then texts, which compresses best."""
        taking = len(taken_over(row_name(self.sheet, NAME)))
        # The length of each if inlined; a column of cells is as short as its address.
        lengths: dict[str, int] = {}
        cells: list[str] = []
        for name in self._cells():
            if self._stands(taken(name), self.read[name], taking, TAKEN_WRITTEN_OUT):
                cells.append(taken(name))
            else:
                lengths[name] = taking
        numbers, texts = [USED, ORDER], cells
        for column in self.declared.values():
            whole = f"{column.formula}{{{column.of}}}" if column.of else column.formula
            length = len(whole) + sum(lengths.get(piece, 0) for piece in pieces_read([(whole, "")]))
            stands = self._stands(column.name, self.read[f"#{column.name}"], length)
            if stands or column.shown or f"#{column.name}^" in self.read:
                (texts if column.empty == '""' else numbers).append(column.name)
            else:
                lengths[f"#{column.name}"] = length
        judged = (*self.classes, VERDICTS, MESSAGE) if self.checks else ()
        return (*numbers, *texts, *judged)

    def _cells(self) -> tuple[str, ...]:
        """The headings whose cells are copied: what users type, and what a formula reads besides."""
        read = (name for name in self.read if not name.startswith("#"))
        return tuple(dict.fromkeys((*SHEETS_OF_ROWS[self.sheet][1].TYPED, *read)))

    def _stands(self, name: str, uses: int, length: int, most: int = WRITTEN_OUT) -> bool:
        """True if the column is read as a whole, or often enough to be computed once."""
        return running_name(self.sheet, name) in names_read() or uses * length > most

    @cached_property
    def letters(self) -> dict[str, str]:
        return {POSITION: COUNT} | {name: column_letters(self.first_column + at) for at, name in enumerate(self.kept)}

    @property
    def last_row(self) -> int:
        return self.form.reach(self.rows) + (SPARE_ROWS if self.form.rows is not None else 0)

    @property
    def names(self) -> dict[str, str]:
        """{defined name: whole column it refers to}."""
        return {running_name(self.sheet, name): name for name in self.letters if running_name(self.sheet, name) in names_read()}

    @property
    def row_names(self) -> dict[str, str]:
        """{defined name: column whose cell in the calling row it refers to}."""
        shown = (USED, ORDER, MESSAGE, VERDICTS, *(column.name for column in self.declared.values() if column.shown))
        return {helper_name(self.sheet, name): name for name in shown}

    @cached_property
    def formulas(self) -> Mapping[str, str]:
        """{column of cells: formula for the first row}."""
        formulas = {USED: self.rendered(self.used), ORDER: self._order()}
        formulas |= {taken(name): self._taking_over(name) for name in self._cells()}
        formulas |= {column.name: self._running(column) for column in self.declared.values() if column.name in self.letters}
        if self.checks:
            formulas |= {name: self._judged(name) for name in self.classes}
            formulas |= {VERDICTS: self._verdicts(), MESSAGE: self._message()}
        return formulas

    @cached_property
    def pieces(self) -> Mapping[str, str]:
        """{column without cells: formula for the first row}; inlined wherever it is read."""
        apart = {taken(name): self._taking_over(name) for name in self._cells()}
        apart |= {column.name: self._running(column) for column in self.declared.values()}
        return {name: formula for name, formula in apart.items() if name not in self.letters}

    @cached_property
    def formula_names(self) -> Mapping[str, str]:
        """{defined name: formula, seen from row 1}."""
        pieces = {piece_name(self.sheet, name): formula for name, formula in self.pieces.items() if is_named_piece(formula)}
        cells = ((letters, self.formulas[name]) for name, letters in self.letters.items() if name != POSITION)
        columns = {column_name(letters): formula for letters, formula in cells if is_named(formula)}
        return {name: seen_from_anywhere(formula) for name, formula in {**pieces, **columns}.items()}

    def shared(self) -> SharedColumns:
        """The columns as cells that share one formula each, or contain its name."""
        of = ((self.letters[name], self.formulas[name]) for name in self.kept)
        held = (column_name(letters) if is_named(formula) else formula for letters, formula in of)
        return SharedColumns(self.first_column, FIRST_ROW, self.last_row - FIRST_ROW + 1, tuple(held))

    def rendered(self, formula: str, field: str = "") -> str:
        """The formula for the first row; cells of the sheet are read from the copies."""

        def replaced(found: re.Match[str]) -> str:
            kind, name, mark = found.groups()
            name = field if name == "." else name
            if kind == "!":
                return row_name(self.sheet, name)
            if kind and name == INSIDE:
                return f"IF({self._inside()},1,0)"
            column = name if kind else taken(name)
            if column in self.letters:
                return f"${self.letters[column]}{FIRST_ROW - (mark == '^')}"
            if mark:
                raise ValueError(f"{found[0]} names no cell of a running row")
            formula = self._running(self.declared[name]) if kind else self._taking_over(name)
            return piece_name(self.sheet, column) if is_named_piece(formula) else f"({formula})"

        return reading_taken(PLACEHOLDER.sub(replaced, formula))

    def _taking_over(self, heading: str) -> str:
        """A formula that copies the value under a heading in this row: empty outside the table; an error if the column was
        deleted."""
        taken_cell = taken_over(row_name(self.sheet, heading))
        spared = spared_when().get(self.sheet, {}).get(heading)
        if spared:
            taken_cell = f'IF({self.rendered(spared, heading)},"",{taken_cell})'
        return f'IF({self._inside()},{taken_cell},"")'

    def _at(self, name: str) -> str:
        return f"${self.letters[name]}{FIRST_ROW}"

    def _inside(self) -> str:
        """A formula: true for a row below the heading."""
        return f"{self._at(POSITION)}+{FIRST_ROW - 1}>{heading_row_name(self.sheet)}"

    def _order(self) -> str:
        """A formula: the number of used rows down to this one."""
        return f"N(${self.letters[ORDER]}{FIRST_ROW - 1})+{self._at(USED)}"

    def _running(self, column: Running) -> str:
        formula = self.rendered(column.formula)
        if column.everywhere:
            return formula
        if column.of:
            looked_into = self.rendered(f"{{{column.of}}}")
            formula = f'IF({looked_into}="",{column.empty},{formula})'
            # In other tables a row with content in a typed cell is used by definition.
            if self.sheet not in used_when():
                return formula
        return f"IF({self._at(USED)}=0,{column.empty},{formula})"

    @cached_property
    def reaches(self) -> Mapping[str, int]:
        """{column: scope}: 0 for its own row and the class, 1 for other rows of the sheet, 2 for other sheets."""
        found = {f"#{ORDER}": 1}
        for column in self.declared.values():
            found[f"#{column.name}"] = max(self._reach(column.formula, "", found), int("^" in column.formula))
        return found

    def _reach(self, formula: str, field: str, known: Mapping[str, int]) -> int:
        far = [known.get(piece, int(piece == NUMBER_HEADING)) for piece in pieces_read([(formula, field)])]
        far.append(int(f"{{!{BEFORE_MESSAGE}}}" in formula))  # includes 序号
        own = f"参数_{self.sheet}_"
        for name in _NAMES.findall(formula):
            if name in FAR_NAMES or name.startswith(_RUNNING_NAMES):
                far.append(1 if name.startswith(own) else 2)
        return max(far)

    @cached_property
    def classes(self) -> Mapping[str, tuple[Check, ...]]:
        """The checks by scope, so that changes elsewhere do not recompute the verdicts of every row."""
        found: dict[str, list[Check]] = {CALM: [], RESTLESS: [], ELSEWHERE: [], ANYWHERE: []}
        for check in self.checks:
            reach = self._reach(check.native.formula, check.field, self.reaches)
            found[ANYWHERE if check.native.everywhere else (CALM, RESTLESS, ELSEWHERE)[reach]].append(check)
        return {name: tuple(checks) for name, checks in found.items() if checks}

    def _judged(self, name: str) -> str:
        """A formula: one character per check of the class; empty in a row that need not be judged."""
        checks = self.classes[name]
        formulas = (self.rendered(check.native.formula, check.field) for check in checks)
        signs = "&".join(f'IFERROR(IF({formula},"{SPEAKS}","{SILENT}"),"{SILENT}")' for formula in formulas)
        if name != ANYWHERE:
            return f'IF({self._at(USED)}=0,"",{signs})'
        fields = dict.fromkeys(check.field for check in checks)
        filled = "&".join(f'IFERROR({self.rendered(f"{{{field}}}")},"")' for field in fields)
        asked = judged_anywhere_when().get(self.sheet, f'{FILLED}<>""')
        return f'IF({filled.join(map(self.rendered, asked.split(FILLED)))},{signs},"")'

    def _verdicts(self) -> str:
        """A formula: one character per check in order, joined from the classes; empty if none fires, the normal case."""
        if len(self.classes) == 1:
            return self._at(next(iter(self.classes)))
        of = {check.name: name for name, checks in self.classes.items() for check in checks}
        parts, place = [], dict.fromkeys(self.classes, 0)
        for name, run in groupby(self.checks, key=lambda check: of[check.name]):
            length = len(list(run))
            parts.append(f'MID({self._at(name)}&REPT("{SILENT}",{len(self.classes[name])}),{place[name] + 1},{length})')
            place[name] += length
        judged = "&".join(self._at(name) for name in self.classes)
        return f'IF(ISNUMBER(FIND("{SPEAKS}",{judged})),{"&".join(parts)},"")'

    def _message(self) -> str:
        """A formula: the message of the first check that fires, with its detail if it has one."""
        soon = sum(not check.native.ended for check in self.checks)
        verdicts = self._at(VERDICTS) if soon == len(self.checks) else f"LEFT({self._at(VERDICTS)},{soon})"
        first = f'FIND("{SPEAKS}",{verdicts})'
        message = message_with_level(self.sheet, IN_ROWS, first)
        for at, check in enumerate(self.checks, start=1):
            if check.native.detail:
                before, behind = map(quoted, check.detailed)
                level = f'"【"&INDEX({running_name(self.sheet, f"{IN_ROWS}级别")},{at})'
                message = (
                    f"IF({first}={at},{level}&{before}&{self.rendered(check.native.detail, check.field)}&{behind},{message})"
                )
        return f'IF(ISNUMBER({first}),{message},"")'


def piece_name(sheet: str, name: str) -> str:
    """The name of the formula of a column without cells in the calling row, such as 算式_附件4_性别."""
    return f"{OWN_FORMULA}_{defined_name(sheet, name)}"


def column_name(letters: str) -> str:
    """The name of the formula of a column of 核对 in its row, such as 算式_BE. Every cell contains it, so it is short."""
    return f"{OWN_FORMULA}_{letters}"


def is_named(formula: str) -> bool:
    """True if the cells of the column contain a name instead of the formula.

    Not for formulas that read the row above: seen from row 1, that is the last row of the sheet.
    """
    return len(formula) >= NAMED_FROM and not _CELL_ABOVE.search(formula)


def is_named_piece(formula: str) -> bool:
    """True if a name replaces the formula inside other formulas.

    Not for formulas that read cells of the sheet itself: LibreOffice does not notice a moved column through nested names.
    """
    return is_named(formula) and f"{OWN_ROW}_" not in formula


def seen_from_anywhere(formula: str) -> str:
    """The formula of the first row as content of a name: names of cells of the sheet are replaced by the cells."""
    addressed = _OWN_CELL.sub(lambda found: f"{CHECKING}!${found[1]}1" if found[1] else found[0], formula)
    return _OF_THE_SHEET.sub(lambda found: own_row_cells().get(found[0], found[0]), addressed)


@lru_cache(maxsize=1)
def own_row_cells() -> Mapping[str, str]:
    """{row-relative name: address}, such as 本行_附件4_姓名 -> 附件4!$B1."""
    return {name: f"{form.sheet}!{address}" for form in FORMS.values() for name, address in form.relative_names()}


def pieces_read(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What formulas read of their row: "姓名", "#证件键", and additionally "#证件键^" for the row above."""
    for formula, field in texts:
        for kind, name, mark in PLACEHOLDER.findall(formula):
            if kind != "!":
                yield kind + (field if name == "." else name)
            if mark == "^":
                yield f"{kind}{name}^"


@lru_cache(maxsize=1)
def names_read() -> frozenset[str]:
    """The defined names in any formula of the workbook that may refer to a running column."""
    texts = [fact.formula for fact in facts()]
    texts += [column.formula for columns in running_columns().values() for column in columns]
    texts += used_when().values()
    for checks in all_checks().values():
        for check in checks:
            texts += [check.native.formula, check.native.detail, check.native.validation]
    for form in FORMS.values():
        texts += [label.computed.formula for label in form.labels if label.computed]
        texts += [column.computed.formula for column in (form.table.columns if form.table else ()) if column.computed]
    texts += [spots.figures for spots in SPOTS.values()]
    found = (f"参数_{sheet}_{VERDICTS}" for sheet in running_columns())
    return frozenset((*found, *(name for text in texts for name in _NAMES.findall(text))))


def all_running_columns(rows: int) -> list[RunningColumns]:
    """The running columns of all sheets, side by side."""
    found, column = [], 2
    for sheet in running_columns():
        block = RunningColumns(sheet, column, rows)
        found.append(block)
        column += len(block.kept)
    return found
