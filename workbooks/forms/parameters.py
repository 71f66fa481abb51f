"""参数: the dated parameters with their sources, the lists behind the drop-downs, the plan list, the title table, and the
running counts by which 附件5 finds its trainees. Read-only; laid out as blocks side by side from column A on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from udfs.cells import Value, column_letters
from udfs.notice.parameters import CONFIDENCE_WORDS, Leaf, Parameters
from udfs.notice.plan import plan_of
from udfs.records import PARAMETERS, PEOPLE, STAFF, Person
from udfs.titles import RANK_WORDS
from workbooks.forms.choices import CHOICES
from workbooks.forms.model import GROWTH_ROWS, Form, Page, Text, defined_name, together, trimmed
from workbooks.forms.title_table import helper_formulas, table_rows

CAPTION_ROW, HEADING_ROW = 2, 3
CHECKS_CAPTION = "逐行核对（自动）"
"""How the captions end of the blocks at the right end that check a sheet row by row; no record is read from them."""
FIRST_ROW = HEADING_ROW + 1
FRACTION_FORMAT, PERCENT_FORMAT = "# ?/?", "0%"
ENTRY_NAMES: Mapping[str, str] = {
    "up_to": "至", "share": "比例", "subtract": "减数", "divisor": "除数",
}  # fmt: skip


@dataclass(frozen=True)
class Block:
    """A table on 参数. ``names``: heading -> defined name of its data cells; ``cell_names``: (row, column) -> defined name."""

    caption: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: Sequence[Sequence[Value]]
    names: Mapping[str, str] = field(default_factory=dict)
    cell_names: Mapping[tuple[int, int], str] = field(default_factory=dict)
    area_names: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    """Name -> (first row, last row, column), counted from 0 within the block."""
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    wrapped: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    """Formulas of the first row that all ``height`` rows share ("" for a column that counts 1, 2, 3), in place of ``rows``."""
    height: int = 0

    @property
    def last_row(self) -> int:
        return FIRST_ROW + (self.height or len(self.rows)) - 1


PARAMETER_HEADINGS = ("参数", "项", "值", "单位", "自何日起", "依据", "原文", "来源", "可信度")
VALUE_COLUMN, KEY_COLUMN = 2, 1


def spread(leaf: Leaf, value: Any) -> list[tuple[str, str, Value]]:
    """(key, ending of the defined name, value) of each cell a parameter takes. A list's cells have no name of their own."""
    match leaf.kind:
        case "amounts" | "integers":
            return [(key, key, entry) for key, entry in value.items()]
        case "texts":
            return [(str(at), "", entry) for at, entry in enumerate(value, start=1)]
        case "range":
            return [(key, key, entry) for key, entry in zip(("下限", "上限"), value, strict=True)]
        case "tiers" | "brackets":
            return [
                (f"第{at}档{ENTRY_NAMES[name]}", f"{ENTRY_NAMES[name]}_{at}", "以上" if entry is None else entry)
                for name in type(value[0]).model_fields
                for at, entry in enumerate((getattr(tier, name) for tier in value), start=1)
            ]
    return [("", "", value)]


def shown_format(value: Value | Fraction) -> str:
    """The number format of a parameter's value."""
    if isinstance(value, Fraction):
        return PERCENT_FORMAT if (value * 100).denominator == 1 else FRACTION_FORMAT
    return "yyyy-mm-dd" if hasattr(value, "year") else "General"


def shown_number(value: Value | Fraction) -> Value:
    """A parameter as a cell holds it; a share that has no exact decimal stands as its division, which loses nothing."""
    if not isinstance(value, Fraction):
        return value
    return float(value) if shown_format(value) == PERCENT_FORMAT else f"={value.numerator}/{value.denominator}"


def parameter_block(p: Parameters) -> Block:
    """Every parameter in force, one row a value, under ``参数_<name>`` and, where it has several, ``参数_<name>_<key>``."""
    rows: list[list[Value]] = []
    cell_names: dict[tuple[int, int], str] = {}
    areas: dict[str, tuple[int, int, int]] = {}
    formats: dict[tuple[int, int], str] = {}
    for leaf in p.leaves.values():
        entry = p.source(leaf.key)
        name, first = defined_name(PARAMETERS, leaf.name), len(rows)
        cells = spread(leaf, entry.value)
        for key, ending, value in cells:
            at = (len(rows), VALUE_COLUMN)
            if ending:
                cell_names[at] = f"{name}_{defined_name('', ending)[1:]}"
            formats[at] = shown_format(value)
            number = shown_number(value)
            source = [leaf.unit, entry.start, entry.clause, entry.quote, entry.source, CONFIDENCE_WORDS[entry.confidence]]
            rows.append([leaf.name, key, number, *(source if len(rows) == first else [None] * len(source))])
        if leaf.kind in ("tiers", "brackets"):
            steps = len(entry.value)
            for place, field_name in enumerate(type(entry.value[0]).model_fields):
                start = first + place * steps
                areas[f"{name}_{ENTRY_NAMES[field_name]}"] = (start, start + steps - 1, VALUE_COLUMN)
        else:
            areas[name] = (first, len(rows) - 1, VALUE_COLUMN)
        if leaf.kind in ("amounts", "integers"):
            areas[f"{name}_项"] = (first, len(rows) - 1, KEY_COLUMN)
    return Block(
        "通知和培训费办法的参数", PARAMETER_HEADINGS, (36, 18, 22, 11, 12, 12, 48, 36, 20), rows,
        cell_names=cell_names, area_names=areas, formats=formats, wrapped=("原文", "来源", "依据", "值"),
    )  # fmt: skip


def list_block() -> Block:
    """The closed lists, one column each, under ``参数_<list>``."""
    height = max(map(len, CHOICES.values()))
    rows = [[values[at] if at < len(values) else None for values in CHOICES.values()] for at in range(height)]
    areas = {
        defined_name(PARAMETERS, name): (0, len(values) - 1, column) for column, (name, values) in enumerate(CHOICES.items())
    }
    return Block("下拉清单", tuple(CHOICES), (20,) * len(CHOICES), rows, area_names=areas)


def plan_block(p: Parameters) -> Block:
    """The plan lists of the notice; 键 is level and number together."""
    headings = ("键", "级别", "序号", "选题名称", "承办单位", "计划时间")
    rows: list[list[Value]] = [
        [f"{row.level}{row.number}", row.level, row.number, row.topic, row.organiser, row.months] for row in plan_of(p.year)
    ]
    names = {heading: f"{PARAMETERS}_计划_{heading}" for heading in headings}
    return Block("项目计划（通知附件1、附件2）", headings, (11, 9, 7, 60, 34, 11), rows, names=names, wrapped=("选题名称",))


def title_block() -> Block:
    """The title table with each title's rank and length."""
    headings = ("名称", "级别", "等级", "字数", "可带专业", "系列", "可信度")
    rows: list[list[Value]] = [
        [row.name, row.level, row.rank, len(row.name), int(row.branched), row.series, row.confidence] for row in table_rows()
    ]
    names = {heading: f"{PARAMETERS}_职称_{heading}" for heading in headings[:5]}
    return Block("职称和职业资格", headings, (24, 9, 7, 7, 10, 34, 20), rows, names=names)


def rank_word_block() -> Block:
    """The words before a title that make it another one."""
    rows: list[list[Value]] = [[word] for word in RANK_WORDS]
    return Block("级别字", ("级别字",), (12,), rows, names={"级别字": f"{PARAMETERS}_职称_级别字"})


COUNT_HEADINGS = ("行次", "在册", "学员累计", "工作人员累计", "学员行次", "职称文本", "职称尾部", "职称等级")


def count_formulas(first_column: int) -> tuple[str, ...]:
    """For each row of 附件4 and some to spare: is it used, how many trainees and staff so far, which rank."""
    letters = [column_letters(first_column + at) for at in range(len(COUNT_HEADINGS))]
    at, present, spread, ending = (f"${letters[column]}{FIRST_ROW}" for column in (0, 1, 5, 6))
    names = [defined_name(PEOPLE, heading) for heading in Person.TYPED]
    # One cell with an error must not undo the count; without the column 人员类别 everybody is a trainee.
    filled = together(*(f'IFERROR(INDEX({name},{at}),"")' for name in names))
    kind = f'IFERROR(SUBSTITUTE({trimmed(f"INDEX(附件4_人员类别,{at})")}," ","")="{STAFF}",FALSE)'
    above = [f"N(${letters[column]}{FIRST_ROW - 1})" for column in (2, 3)]
    spread_title, found_ending, rank = helper_formulas(f"INDEX(附件4_专业技术职务职称,{at})", spread, ending)
    return (
        "",
        f'IF({at}>ROWS(附件4_姓名),0,IF({filled}="",0,1))',
        f"{above[0]}+IF({present}=0,0,IF({kind},0,1))",
        f"{above[1]}+IF({present}=0,0,IF({kind},1,0))",
        f'IF({at}>参数_学员总数,"",MATCH({at},参数_学员累计,0))',
        f'IF({present}=0,"",{spread_title})',
        found_ending,
        rank,
    )


def count_block(rows: int, first_column: int) -> Block:
    """The running counts, from which 附件5 takes its k-th trainee, 附件3 its counts and 附件4 the level of a title."""
    names = {heading: f"{PARAMETERS}_{heading}" for heading in COUNT_HEADINGS[1:]}
    widths = (8, 8, 10, 14, 10, 24, 10, 10)
    return Block(
        "附件4逐行计数（自动）", COUNT_HEADINGS, widths, (), names=names, running=count_formulas(first_column),
        height=rows + GROWTH_ROWS,
    )  # fmt: skip


def total_block() -> Block:
    """The totals that other sheets ask for."""
    rows: list[list[Value]] = [
        ["学员总数", "=MAX(参数_学员累计)"],
        ["工作人员总数", "=MAX(参数_工作人员累计)"],
        ["师资费行数", "=SUM(参数_师资费_在册)"],
    ]
    cell_names = {(at, 1): f"{PARAMETERS}_{row[0]}" for at, row in enumerate(rows)}
    return Block("合计（自动）", ("项", "值"), (14, 10), rows, cell_names=cell_names)


def blocks(p: Parameters, rows: int) -> Iterator[tuple[int, Block]]:
    """(first column, block), from left to right with an empty column between them."""
    column = 1
    for block in (parameter_block(p), list_block(), plan_block(p), title_block(), rank_word_block(), total_block()):
        yield column, block
        column += len(block.headings) + 1
    yield column, count_block(rows, column)


FORM = Form(
    sheet=PARAMETERS,
    page=Page(areas=("A1:I{last}",), landscape=True),
    texts=(
        Text("A1", "参数、清单和对照表", "title"),
        Text("D1", "本页供公式和下拉使用，已加保护（无密码）；参数如有新规定，撤销保护后改“值”列即可。", "hint"),
    ),
    heights={1: 36},
    freeze=f"A{FIRST_ROW}",
    tab="7F7F7F",
)
