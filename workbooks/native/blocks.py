"""The native checks as blocks on 参数: shared values, and the list of all checks with their counts."""

from __future__ import annotations

from collections.abc import Iterator

from udfs.native import facts, running_columns
from udfs.native.documents import WORDS
from udfs.notice.parameters import Parameters
from udfs.notice.provinces import COMPATRIOTS, RESIDENTS, holders
from udfs.people.document_faults import FLAWS
from udfs.people.identity import LENGTH, WEIGHTS
from udfs.records.class_file import PARAMETERS
from udfs.values.cells import Value
from workbooks.forms.model import HEADINGS, defined_name
from workbooks.forms.sheets.parameters import ParameterBlock
from workbooks.native.checks import SPEAKS, VERDICTS, Check, all_checks, count_formula
from workbooks.native.rendering import label_names, reading_taken, running_name, taken_over, whole_sheet
from workbooks.native.running_columns import IN_ROWS, heading_row_name
from workbooks.native.softened import IN_WHOLE, entry_block, level_value

CHECK_HEADINGS = ("规则", "工作表", "栏目", "级别", "范围", "判定", "处数", "提示语")
LEVEL, JUDGED, COUNTED, MESSAGE_COLUMN = 3, 5, 6, 7


def digit_block() -> ParameterBlock:
    """Positions and weights of the digits of a document number."""
    rows: list[list[Value]] = [[place, weight] for place, weight in enumerate(WEIGHTS, start=1)]
    names = {"位次": f"{PARAMETERS}_号码位次", "权重": f"{PARAMETERS}_号码权重"}
    return ParameterBlock(f"证件号码前{LENGTH - 1}位的权重（GB 11643）", ("位次", "权重"), (7, 7), rows, names=names)


def province_block() -> ParameterBlock:
    """The province codes of residents and of compatriots, as text."""
    codes = {kind: [code for code, holder in holders().items() if holder == kind] for kind in (RESIDENTS, COMPATRIOTS)}
    height = max(map(len, codes.values()))
    rows: list[list[Value]] = [[found[at] if at < len(found) else None for found in codes.values()] for at in range(height)]
    areas = {f"{PARAMETERS}_省级代码_{kind}": (0, len(found) - 1, at) for at, (kind, found) in enumerate(codes.items())}
    return ParameterBlock("证件号码的省级代码", tuple(codes), (9, 12), rows, area_names=areas)


def flaw_block() -> ParameterBlock:
    """The possible faults of a document number."""
    rows: list[list[Value]] = [[flaw.part, flaw.message] for flaw in FLAWS]
    return ParameterBlock("证件号码的毛病", ("部位", "说法"), (9, 50), rows, names={"说法": WORDS})


def fact_block(p: Parameters) -> ParameterBlock:
    """Single values that several formulas read."""
    known = facts(p)
    rows: list[list[Value]] = [[fact.name, f"={reading_taken(fact.formula)}"] for fact in known]
    cell_names = {(at, 1): defined_name(PARAMETERS, fact.name) for at, fact in enumerate(known)}
    for sheet in running_columns():
        cell_names[len(rows), 1] = heading_row_name(sheet)
        rows.append([f"{sheet}表头行", f"=ROW(INDEX({defined_name(sheet, HEADINGS)},1,1))"])
        cell_names[len(rows), 1] = running_name(sheet, "有问题")
        rows.append([f"{sheet}有问题", f'=COUNTIF(核验_键,"{sheet}!*")>0'])
        cell_names[len(rows), 1] = running_name(sheet, "有判定")
        rows.append([f"{sheet}有判定", f'=COUNTIF({running_name(sheet, VERDICTS)},"*{SPEAKS}*")>0'])
    formats = {(at, 1): "yyyy-mm-dd" for at, fact in enumerate(known) if fact.name == "今天"}
    return ParameterBlock("核对所用的数（自动）", ("项", "值"), (24, 14), rows, cell_names=cell_names, formats=formats)


def label_block() -> ParameterBlock:
    """The values of label cells, errors converted to text."""
    rows: list[list[Value]] = [[name, f"={taken_over(name)}"] for name in label_names()]
    cell_names = {(at, 1): name for at, name in enumerate(label_names().values())}
    return ParameterBlock("单个格所填（自动）", ("格", "值"), (24, 14), rows, cell_names=cell_names)


def check_block(p: Parameters) -> ParameterBlock:
    """All native checks: message, whether it fires, and the number of places to show it."""
    checks = [check for found in all_checks().values() for check in found]
    rows = [check_row(check, p) for check in checks]
    cell_names = {(at, JUDGED): check.name for at, check in enumerate(checks) if check.native.whole}
    areas: dict[str, tuple[int, int, int]] = {}
    for sheet in all_checks():
        for scope in (IN_ROWS, IN_WHOLE):
            of_sheet = [at for at, row in enumerate(rows) if (row[1], row[4]) == (sheet, scope)]
            if of_sheet:
                # INDEX in a name that refers to one cell is #REF! in Gnumeric, so it is avoided.
                last = max(of_sheet[-1], of_sheet[0] + 1)
                areas[running_name(sheet, f"{scope}提示语")] = (of_sheet[0], last, MESSAGE_COLUMN)
                areas[running_name(sheet, f"{scope}处数")] = (of_sheet[0], last, COUNTED)
                areas[running_name(sheet, f"{scope}级别")] = (of_sheet[0], last, LEVEL)
    names = {heading: f"{PARAMETERS}_核对_{heading}" for heading in ("工作表", "级别", "处数")}
    widths = (9, 10, 20, 7, 7, 7, 7, 60)
    return ParameterBlock("核对规则（自动）", CHECK_HEADINGS, widths, rows, names=names, cell_names=cell_names, area_names=areas)


def check_row(check: Check, p: Parameters) -> list[Value]:
    """One row of the list of checks."""
    level = level_value(check, p)
    scope = IN_WHOLE if check.native.whole else IN_ROWS
    if check.native.whole:
        judged = f"=IFERROR(IF({whole_sheet(check.sheet, check.native.formula, check.field, check.native.ended)},1,0),0)"
    else:
        judged = None  # checks of rows are judged in the rows
    return [check.rule.code, check.sheet, check.field, level, scope, judged, f"={count_formula(check)}", check.worded(p).words]


def native_blocks(column: int, p: Parameters) -> Iterator[tuple[int, ParameterBlock]]:
    """(first column, block), from ``column`` on with an empty column between blocks."""
    for block in (digit_block(), province_block(), flaw_block(), label_block(), fact_block(p), entry_block(p), check_block(p)):
        yield column, block
        column += len(block.headings) + 1
