"""The native checks as blocks on 参数: the facts, the list of all checks with their counts, and a running block a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from udfs.assembly import SHEETS_OF_ROWS
from udfs.cells import Value, column_letters
from udfs.document_faults import FLAWS
from udfs.identity import LENGTH, WEIGHTS
from udfs.native import facts, running_columns
from udfs.native.documents import WORDS
from udfs.native.running import Running
from udfs.native.texts import quoted
from udfs.notice.provinces import COMPATRIOTS, RESIDENTS, holders
from udfs.records import PARAMETERS
from udfs.rules.model import SEVERITY_WORDS
from workbooks.forms import FORMS
from workbooks.forms.model import defined_name
from workbooks.forms.parameters import CHECKS_CAPTION, FIRST_ROW, Block
from workbooks.native.checks import Check, all_checks, count_formula, row_checks
from workbooks.native.rendering import (
    POSITION,
    RunningPlace,
    headings_read,
    label_names,
    reading_taken,
    running_name,
    taken,
    taken_over,
    whole_sheet,
)

USED, FIRST_CHECK, MESSAGE = "在册", "首条", "提示语"
CHECK_HEADINGS = ("规则", "工作表", "栏目", "级别", "范围", "判定", "处数", "提示语")
JUDGED, COUNTED, SAID = 5, 6, 7
IN_ROWS, IN_WHOLE = "逐行", "整表"


def digit_block() -> Block:
    """Places and weights of the digits of a document number."""
    rows: list[list[Value]] = [[place, weight] for place, weight in enumerate(WEIGHTS, start=1)]
    names = {"位次": f"{PARAMETERS}_号码位次", "权重": f"{PARAMETERS}_号码权重"}
    return Block(f"证件号码前{LENGTH - 1}位的权重（GB 11643）", ("位次", "权重"), (7, 7), rows, names=names)


def province_block() -> Block:
    """The province codes of residents and of compatriots, as text."""
    codes = {kind: [code for code, holder in holders().items() if holder == kind] for kind in (RESIDENTS, COMPATRIOTS)}
    height = max(map(len, codes.values()))
    rows: list[list[Value]] = [[found[at] if at < len(found) else None for found in codes.values()] for at in range(height)]
    areas = {f"{PARAMETERS}_省级代码_{kind}": (0, len(found) - 1, at) for at, (kind, found) in enumerate(codes.items())}
    return Block("证件号码的省级代码", tuple(codes), (9, 12), rows, area_names=areas)


def flaw_block() -> Block:
    """What can be wrong with a document number."""
    rows: list[list[Value]] = [[flaw.part, flaw.message] for flaw in FLAWS]
    return Block("证件号码的毛病", ("部位", "说法"), (9, 50), rows, names={"说法": WORDS})


def fact_block() -> Block:
    """The single values that several formulas ask for."""
    rows: list[list[Value]] = [[fact.name, f"={reading_taken(fact.formula)}"] for fact in facts()]
    cell_names = {(at, 1): defined_name(PARAMETERS, fact.name) for at, fact in enumerate(facts())}
    formats = {(at, 1): "yyyy-mm-dd" for at, fact in enumerate(facts()) if fact.name == "今天"}
    return Block("核对所用的数（自动）", ("项", "值"), (24, 14), rows, cell_names=cell_names, formats=formats)


def label_block() -> Block:
    """What the cells of labels hold, an error as its text."""
    rows: list[list[Value]] = [[name, f"={taken_over(name)}"] for name in label_names()]
    cell_names = {(at, 1): name for at, name in enumerate(label_names().values())}
    return Block("单个格所填（自动）", ("格", "值"), (24, 14), rows, cell_names=cell_names)


def check_block() -> Block:
    """Every native check: what it says, whether it fires, and in how many places it is to be shown."""
    checks = [check for found in all_checks().values() for check in found]
    rows = [check_row(check) for check in checks]
    cell_names = {(at, JUDGED): check.name for at, check in enumerate(checks) if check.native.whole}
    areas: dict[str, tuple[int, int, int]] = {}
    for sheet in all_checks():
        for scope in (IN_ROWS, IN_WHOLE):
            of_sheet = [at for at, row in enumerate(rows) if (row[1], row[4]) == (sheet, scope)]
            if of_sheet:
                areas[running_name(sheet, f"{scope}提示语")] = (of_sheet[0], of_sheet[-1], SAID)
                areas[running_name(sheet, f"{scope}处数")] = (of_sheet[0], of_sheet[-1], COUNTED)
    names = {heading: f"{PARAMETERS}_核对_{heading}" for heading in ("工作表", "级别", "处数")}
    widths = (9, 10, 20, 7, 7, 7, 7, 60)
    return Block("核对规则（自动）", CHECK_HEADINGS, widths, rows, names=names, cell_names=cell_names, area_names=areas)


def check_row(check: Check) -> list[Value]:
    """One row of the list of checks."""
    level = SEVERITY_WORDS[check.severity]
    scope = IN_WHOLE if check.native.whole else IN_ROWS
    if check.native.whole:
        judged = f"=IFERROR(IF({whole_sheet(check.sheet, check.native.formula, check.field)},1,0),0)"
    else:
        judged = f"=SUM({check.name})"
    return [check.rule.code, check.sheet, check.field, level, scope, judged, f"={count_formula(check)}", check.message]


def running_block(sheet: str, rows: int, first_column: int) -> Block:
    """One row for each row of the sheet: is it used, the running columns, the verdicts, the first that speaks, what it says."""
    columns, checks = running_columns().get(sheet, ()), row_checks(sheet)
    cells = cells_read(sheet, columns, checks)
    headings = (
        POSITION, *map(taken, cells), USED, *(column.name for column in columns), *map(heading, checks), FIRST_CHECK, MESSAGE,
    )  # fmt: skip
    letters = {heading: column_letters(first_column + at) for at, heading in enumerate(headings)}
    form = FORMS[sheet].table
    assert form, sheet
    height = form.reach(rows) - form.heading_row
    formulas = running_formulas(RunningPlace(sheet, letters, FIRST_ROW), cells, columns, checks)
    named = {name: running_name(sheet, name) for name in (USED, FIRST_CHECK, MESSAGE)}
    named |= {name: running_name(sheet, name) for name in (*map(taken, cells), *(column.name for column in columns))}
    named |= {heading(check): check.name for check in checks}
    widths = (8,) * len(headings)
    return Block(f"{sheet}{CHECKS_CAPTION}", headings, widths, (), names=named, running=formulas, height=height)


def cells_read(sheet: str, columns: tuple[Running, ...], checks: tuple[Check, ...]) -> tuple[str, ...]:
    """The headings whose cells the row takes over: what users type, and what a formula reads besides."""
    read = [(f"{column.formula}{{{column.of}}}" if column.of else column.formula, "") for column in columns]
    for check in checks:
        read += [(check.native.formula, check.field), (check.native.detail, check.field)]
    return tuple(dict.fromkeys((*SHEETS_OF_ROWS[sheet][1].TYPED, *headings_read(read))))


def heading(check: Check) -> str:
    """What a column of verdicts is called: A4_05_身份证号."""
    return check.name.partition("_")[2]


def running_formulas(
    place: RunningPlace, headings: tuple[str, ...], columns: tuple[Running, ...], checks: tuple[Check, ...]
) -> tuple[str, ...]:
    """The formulas of the first row of the running block; all rows share them."""
    used = f"${place.letters[USED]}{FIRST_ROW}"
    cells = ["", *map(place.taking_over, headings), place.rendered(used_formula(place.sheet))]
    for column in columns:
        formula = place.rendered(column.formula)
        unused = place.rendered(f'{{{column.of}}}=""') if column.of else f"{used}=0"
        cells.append(formula if column.everywhere else f"IF({unused},{column.empty},{formula})")
    for check in checks:
        formula = place.rendered(check.native.formula, check.field)
        cells.append(f"IF({used}=0,0,IFERROR(IF({formula},1,0),0))")
    if not checks:
        return (*cells, '""', '""')
    first, last = (place.letters[heading(check)] for check in (checks[0], checks[-1]))
    found = f'IF({used}=0,"",IFERROR(MATCH(1,${first}{FIRST_ROW}:${last}{FIRST_ROW},0),""))'
    return (*cells, found, said_formula(place, checks))


def said_formula(place: RunningPlace, checks: tuple[Check, ...]) -> str:
    """What the first check that speaks in a row says: with what exactly is wrong, where the check knows it."""
    first = f"${place.letters[FIRST_CHECK]}{place.row}"
    said = f"INDEX({running_name(place.sheet, f'{IN_ROWS}提示语')},{first})"
    for at, check in enumerate(checks, start=1):
        if check.native.detail:
            before, behind = map(quoted, check.detailed)
            said = f"IF({first}={at},{before}&{place.rendered(check.native.detail, check.field)}&{behind},{said})"
    return f'IF({first}="","",{said})'


def used_formula(sheet: str) -> str:
    """Is the row a used one: 1 if one of the columns that users type holds something. A column that is gone does not count."""
    filled = "&".join(f'IFERROR({{{heading}}},"")' for heading in SHEETS_OF_ROWS[sheet][1].TYPED)
    return f'IF({filled}="",0,1)'


def native_blocks(rows: int, column: int) -> Iterator[tuple[int, Block]]:
    """(first column, block), from ``column`` on with an empty column between them."""
    for block in (digit_block(), province_block(), flaw_block(), label_block(), fact_block(), check_block()):
        yield column, block
        column += len(block.headings) + 1
    for sheet in running_columns():
        block = running_block(sheet, rows, column)
        yield column, block
        column += len(block.headings) + 1
