"""实时核验: one array formula on 核验 whose rows are recalculated as the user types.

While it is on, the columns of 核验 read the block of ``GY_VIOLATIONS`` beside them, so that the conditional formats paint at
once. A 说明 belongs to rule and mark (印记), or to rule, key and value for findings without a person. Typed 说明 are moved to
a store (``keep_notes``) and looked up from there, so that they follow their finding. When the check is switched off, plain
findings replace it and no add-in formula is left.

Block, store, the column 说明 and the cell 项目级别 have ASCII defined names for the event code of the add-in. Excel also raises
events for macro writes, so the names are added last when switching on and deleted first when switching off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from macros.checking.check import COMMAND, LINK, check, with_ledger, write_findings
from macros.checking.live_formula import FUNCTION, absolute, live_formula
from udfs.functions.violations import ALL_COLUMNS, DEFAULT_ROWS
from udfs.records.class_file import FINDINGS, PROJECT, ClassFile, Explained, SheetPlaces
from udfs.rules import runner
from udfs.values import cells
from udfs.values.cells import column_letters, column_number
from udfs.values.headings import EXPECTED, FIX, LEVEL, MARK, NUMBER_HEADING, VALUE
from workbooks.book.filters import show_all_rows
from workbooks.book.formulas import block_formulas
from workbooks.book.level_rows import show_level_rows
from workbooks.book.reading import read_book
from workbooks.book.stored_notes import NAME as NOTES
from workbooks.book.writing import blocks
from workbooks.closed.host import Host, formulas_of, held_file, names_of, set_number_format
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import Area, parse_area, split_reference
from workbooks.ooxml.workbook_part import find_name

if TYPE_CHECKING:
    import xlwings as xw

    from workbooks.closed.held_file import HeldFile

BLOCK, TYPED, LEVEL_CELL = "GY_LIVE", "GY_LIVE_NOTES", "GY_LEVEL"
NAMES = (BLOCK, TYPED, NOTES, LEVEL_CELL)
ORDER = ("键", "级别", "规则", "问题", VALUE, EXPECTED, "依据", FIX, MARK)
"""The columns of 核验 in the order of the block."""
NUMBER, NOTE = NUMBER_HEADING, "说明"
STORED_NOTES = 300


@dataclass(frozen=True)
class LiveArea:
    """The location of the live check on 核验: rows and columns."""

    sheet: str
    columns: Mapping[str, str]
    first: int
    last: int

    @property
    def left(self) -> int:
        return max(column_number(letters) for letters in self.columns.values()) + 2

    def letters(self, offset: int) -> str:
        return column_letters(self.left + offset)

    @property
    def block(self) -> str:
        return f"{self.letters(0)}{self.first}:{self.letters(ALL_COLUMNS - 1)}{self.last}"

    @property
    def identity(self) -> str:
        """The column with the identity of each row's finding: rule and mark, or rule, key and value."""
        return self.letters(ALL_COLUMNS)

    @property
    def store(self) -> str:
        last = self.first + STORED_NOTES - 1
        return f"{self.letters(ALL_COLUMNS + 1)}{self.first}:{self.letters(ALL_COLUMNS + 2)}{last}"

    @property
    def notes(self) -> str:
        return f"{self.columns[NOTE]}{self.first}:{self.columns[NOTE]}{self.last}"


@dataclass(frozen=True)
class LiveResult:
    """``on``: the new state. ``findings``: their number; None if the host computes them."""

    on: bool
    findings: int | None = None


def is_on(book: xw.Book) -> bool:
    """True while the array formula is on 核验. Errors: Unusable if a block exists and the host cannot read formulas."""
    found = named(book, BLOCK)
    if found is None:
        return False
    formula = formulas_of(found.sheet.range((found.row, found.column)))
    if formula is None:
        todo = "请先在 Excel 或 LibreOffice 里关闭“实时核验”，或运行 gaoyan check --write"
        raise Unusable(book.name, "带有实时核验，此处看不到公式，不能改写“核验”表", todo)
    return "VIOLATIONS" in str(formula).upper()


def toggle(book: xw.Book, today: date, function: str = FUNCTION) -> LiveResult:
    """Switch the live check on or off. Errors: Unusable."""
    return turn_off(book, today) if is_on(book) else turn_on(book, today, function)


def turn_on(book: xw.Book, today: date, function: str = FUNCTION, rows: int = DEFAULT_ROWS) -> LiveResult:
    """Put the live check on 核验, keeping all 说明. ``function``: the name of ``GY_VIOLATIONS`` in this host.

    Errors: Unusable without 核验, or if a watched cell reads 核验 itself.
    """
    if not Host(book).calculates:
        raise Unusable(book.name, "没有打开，不能实时核验", "请在 Excel 中打开它，或用 gaoyan check --write")
    if Host(book).saves_by_itself:
        raise Unusable(
            book.name, "开着“自动保存”，实时核验会引起一次接一次的保存", "请先关闭窗口左上角的“自动保存”，或改用“全部核验”"
        )
    c = read_book(book, today)
    place = c.places.get(FINDINGS)
    if place is None or not {*ORDER[:-1], NOTE} <= set(place.columns):
        raise Unusable(book.name, "没有“核验”表，或它的表头不全", "请改用 gaoyan new 生成的工作簿")
    layout = LiveArea(place.title, place.columns, place.heading_row + 1, place.heading_row + rows)
    formula = live_formula(book, c, today, function, rows)
    typed = {identity_of(row): cells.text(row.explanation) for row in explained(c)}
    held = by_mark(held_notes(named(book, NOTES)), c)
    notes = [[identity, text] for identity, text in (held | typed).items()]
    if len(notes) > STORED_NOTES:
        raise Unusable(book.name, f"“说明”有{len(notes)}条，实时核验最多保存{STORED_NOTES}条", "请先运行“全部核验”")
    sheet = book.sheets[place.title]
    show_all_rows(book, [place.title])
    forget_names(book)  # left over from a file saved with a live check and opened where it does not work
    sheet.range(layout.block).formula_array = formula
    empty_columns(sheet, layout, max([layout.last, *(row.row for row in c.explained)]))
    if notes:
        store = sheet.range(layout.store)
        area = sheet.range((store.row, store.column), (store.row + len(notes) - 1, store.column + 1))
        text_format(area)
        area.value = notes
    write_columns(sheet, layout)
    name_blocks(book, layout)
    name_level(book, c)
    show_level_rows(book, c, COMMAND)
    return LiveResult(True)


def turn_off(book: xw.Book, today: date) -> LiveResult:
    """Remove the live check, leaving the findings as plain rows with their 说明."""
    block = named(book, BLOCK)
    if block is not None:
        show_all_rows(book, [block.sheet.name])
    keep_notes(book)
    c = read_book(book, today)
    place = c.places[FINDINGS]
    report = runner.check(with_ledger(c, None))
    take_away(book, place)
    write_findings(book, c, report)
    return LiveResult(False, len(report.findings))


def take_away(book: xw.Book, place: SheetPlaces) -> None:
    """Remove block, store, formulas and names; the links in 位置 stay."""
    file = held_file(book)
    if file is not None:
        take_away_closed(file, place)
        return
    block = named(book, BLOCK)
    if block is None:
        return
    last = block.row + block.shape[0] - 1
    forget_names(book)
    layout = LiveArea(place.title, place.columns, place.heading_row + 1, last)
    sheet = book.sheets[place.title]
    block.clear_contents()
    sheet.range(f"{layout.identity}{layout.first}:{layout.identity}{last}").clear_contents()
    sheet.range(layout.store).clear_contents()
    empty_columns(sheet, layout, last)
    for column in live_columns(layout):
        text_format(sheet.range((layout.first, column), (last, column)))


def take_away_closed(file: HeldFile, place: SheetPlaces) -> None:
    """``take_away`` in a closed file, which was saved with the live check on."""
    found = find_name(file.names, BLOCK)
    block = split_reference(found.refers_to) if found else None
    if block is None:
        return
    area = block[1]
    layout = LiveArea(place.title, place.columns, place.heading_row + 1, area.last_row)
    columns = [*live_columns(layout), column_number(layout.identity)]
    areas = [area, parse_area(layout.store), *(Area(layout.first, one, layout.last, one) for one in columns)]
    file.take({place.title: {cell: None for one in areas for cell in one.cells()}})
    file.dropped_names |= {one.name for one in file.names if one.sheet is None and one.name in NAMES}


def forget_names(book: xw.Book, *wanted: str) -> None:
    """Delete the names by which the events of the add-in recognise the live check."""
    for name in names_of(book, wanted or NAMES).values():
        name.delete()


def check_now(book: xw.Book, today: date) -> Any:
    """The batch check with its rows in 核验; an active live check is removed first."""
    if is_on(book):
        turn_off(book, today)
    # The file may have been saved with a live check and opened where none works: no event may take these rows for notes.
    forget_names(book, TYPED)
    return check(book, today, write=True)


def keep_notes(book: xw.Book) -> int:
    """Move 说明 typed beside live findings into the store, so that they stay with their finding. Returns their number.

    To be called right after 说明 was edited, while the row still shows the same finding.
    """
    typed, store = named(book, TYPED), named(book, NOTES)
    if typed is None or store is None:
        return 0
    sheet = typed.sheet
    rows = range(typed.row, typed.row + typed.shape[0])
    formulas = block_formulas(sheet, rows[0], typed.column, rows[-1], typed.column)
    fresh = [row for row in rows if (row, typed.column) not in formulas]
    if not fresh:
        return 0
    column = store.column - 1
    identities = column_values(sheet, column, rows)
    texts = column_values(sheet, typed.column, rows)
    held = held_notes(store)
    for row in fresh:
        if identity := cells.text(identities[row - rows[0]]):
            held[identity] = cells.text(texts[row - rows[0]])
    kept = [[identity, text] for identity, text in held.items() if text]
    if len(kept) > store.shape[0]:
        raise Unusable(book.name, f"“说明”多于{store.shape[0]}条，无法再保存", "请先关闭实时核验，再运行“全部核验”")
    text_format(store)
    store.value = kept + [[None, None]] * (store.shape[0] - len(kept))
    identity_at, names, kept_in = (column_letters(column + offset) for offset in range(3))
    for row in fresh:
        lookup = note_lookup(row, identity_at, names, kept_in, store.row, store.row + store.shape[0] - 1)
        sheet.range((row, typed.column)).formula = lookup
    return len(fresh)


def held_notes(store: xw.Range | None) -> dict[str, str]:
    """{finding: 说明} in the store; empty if there is no store."""
    return {str(one[0]): str(one[1] or "") for one in values_of(store) if one[0]} if store is not None else {}


def note_lookup(row: int, identity: str, names: str, texts: str, first: int, last: int) -> str:
    """The formula that looks up a stored 说明. Unlike MATCH, LOOKUP compares texts of any length and has no wildcards."""
    found = f"LOOKUP(2,1/(${names}${first}:${names}${last}=${identity}{row}),${texts}${first}:${texts}${last})"
    return f'=IF(${identity}{row}="","",IFERROR({found},""))'


def write_columns(sheet: xw.Sheet, layout: LiveArea) -> None:
    """Write the formulas of all columns block by block."""
    for (top, left), lines in blocks(live_formulas(layout)):
        area = sheet.range((top, left), (top + len(lines) - 1, left + len(lines[0]) - 1))
        general_format(area)
        area.formula = lines


def live_formulas(layout: LiveArea) -> dict[tuple[int, int], str]:
    """{(row, column): formula that reads the block or the store}."""
    first, last = layout.first, layout.last
    wanted: dict[tuple[int, int], str] = {}
    names, texts = layout.letters(ALL_COLUMNS + 1), layout.letters(ALL_COLUMNS + 2)
    stored = first + STORED_NOTES - 1
    at = {heading: layout.letters(place) for place, heading in enumerate(ORDER)}
    for row in range(first, last + 1):
        for heading, letters in at.items():
            if heading not in layout.columns:  # 印记, in an older workbook
                continue
            wanted[row, column_number(layout.columns[heading])] = f'=IFERROR(${letters}{row}&"","")'
        if NUMBER in layout.columns:
            message = layout.columns["问题"]
            wanted[row, column_number(layout.columns[NUMBER])] = f'=IF(${message}{row}="","",ROW()-{first - 1})'
        wanted[row, column_number(layout.columns[NOTE])] = note_lookup(row, layout.identity, names, texts, first, stored)
        key, code, value = (layout.columns[heading] for heading in ("键", "规则", VALUE))
        mark = at[MARK]
        place = f'IF(${mark}{row}="",${key}{row}&"|"&${value}{row},${mark}{row})'
        identity = f'=IF(${key}{row}="","",${code}{row}&"|"&{place})'
        wanted[row, column_number(layout.identity)] = identity
    return wanted


def empty_columns(sheet: xw.Sheet, layout: LiveArea, last: int) -> None:
    for column in live_columns(layout):
        sheet.range((layout.first, column), (last, column)).clear_contents()


def live_columns(layout: LiveArea) -> list[int]:
    """The columns of 核验 filled by the live check: all but 位置, which has links."""
    return [column_number(letters) for heading, letters in layout.columns.items() if heading != LINK]


def name_blocks(book: xw.Book, layout: LiveArea) -> None:
    for name, area in ((BLOCK, layout.block), (TYPED, layout.notes), (NOTES, layout.store)):
        first, last = (absolute(part) for part in area.split(":"))
        book.names.add(name, f"='{layout.sheet}'!{first}:{last}")


def name_level(book: xw.Book, c: ClassFile) -> None:
    """Name the cell 项目级别, so that the events of the program see another level typed."""
    place = c.places.get(PROJECT)
    if place is not None and LEVEL in place.cells:
        book.names.add(LEVEL_CELL, f"='{place.title}'!{absolute(place.cells[LEVEL])}")


def level_typed(book: xw.Book, today: date) -> None:
    """Show the rows of 项目信息 for the level just typed. To be called by the events of the program."""
    show_level_rows(book, read_book(book, today), COMMAND)


def explained(c: ClassFile) -> list[Explained]:
    return [row for row in c.explained if not cells.blank(row.explanation)]


def identity_of(row: Explained) -> str:
    """The identity of the finding of a 说明, as in the identity column; it follows a person across rows."""
    if not cells.blank(row.mark):
        return f"{cells.text(row.code)}|{cells.text(row.mark)}"
    return f"{cells.text(row.code)}|{cells.text(row.key)}|{cells.text(row.value)}"


def by_mark(held: dict[str, str], c: ClassFile) -> dict[str, str]:
    """Stored 说明 by mark. Earlier versions stored them by rule, key and value."""
    if not any(identity.count("|") > 1 for identity in held):
        return held
    marked = {
        f"{one.code}|{one.key}|{cells.text(one.value)}": f"{one.code}|{one.mark}"
        for one in runner.check(with_ledger(c, None)).findings
        if one.mark
    }
    return {marked.get(identity, identity): text for identity, text in held.items()}


def named(book: xw.Book, name: str) -> xw.Range | None:
    """The range of a defined name; None if there is none."""
    found = names_of(book, [name]).get(name)
    if found is None:
        return None
    try:
        return found.refers_to_range
    except Exception:  # each host raises its own error for a name with deleted cells
        return None


def values_of(area: xw.Range) -> list[list[Any]]:
    found: list[list[Any]] = area.options(ndim=2, err_to_str=True).value
    return found


def column_values(sheet: xw.Sheet, column: int, rows: Sequence[int]) -> list[Any]:
    return [row[0] for row in values_of(sheet.range((rows[0], column), (rows[-1], column)))]


def text_format(area: xw.Range) -> None:
    number_format(area, "@")


def general_format(area: xw.Range) -> None:
    """A formula in a cell with text format would stay text."""
    number_format(area, "General")


def number_format(area: xw.Range, code: str) -> None:
    set_number_format(area, code)
