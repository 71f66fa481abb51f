"""参数: dated parameters with sources, lists of the drop-downs, plan list, title table. Read-only blocks, side by side from
column A."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any

from udfs.notice.clauses import GIST, word_for_word
from udfs.notice.packs import pack_of
from udfs.notice.parameters import CONFIDENCE_WORDS, Leaf, Parameters
from udfs.notice.plan import plan_of
from udfs.notice.rest_days import RESTING, WORKING, days_of
from udfs.people.titles import LEVELS
from udfs.records.choices import CHOICES
from udfs.records.class_file import PARAMETERS
from udfs.records.settings import NOTICE, SPARE_ENTRIES
from udfs.values.cells import Value
from udfs.values.headings import NUMBER_HEADING
from workbooks.forms.model import FixedText, Form, Page, defined_name
from workbooks.forms.title_table import ranks, table_rows

CAPTION_ROW, HEADING_ROW = 2, 3
FIRST_ROW = HEADING_ROW + 1
FRACTION_FORMAT, PERCENT_FORMAT = "# ?/?", "0%"
ENTRY_NAMES: Mapping[str, str] = {
    "up_to": "至", "share": "比例", "subtract": "减数", "divisor": "除数",
}  # fmt: skip


@dataclass(frozen=True)
class ParameterBlock:
    """A table on 参数. ``names``: {heading: defined name of its data cells}; ``cell_names``: {(row, column): defined name}."""

    caption: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: Sequence[Sequence[Value]]
    names: Mapping[str, str] = field(default_factory=dict)
    cell_names: Mapping[tuple[int, int], str] = field(default_factory=dict)
    area_names: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    """{name: (first row, last row, column)}, 0-based within the block."""
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    wrapped: tuple[str, ...] = ()

    @property
    def last_row(self) -> int:
        return FIRST_ROW + len(self.rows) - 1


PARAMETER_HEADINGS = ("参数", "项", "值", "单位", "自何日起", "依据", "原文", "来源", "可信度")
VALUE_COLUMN, KEY_COLUMN = 2, 1


def spread(leaf: Leaf, value: Any) -> list[tuple[str, str, Value]]:
    """(key, suffix of the defined name, value) of each cell of a parameter. Cells of a list have no individual names."""
    match leaf.kind:
        case "amounts" | "integers":
            return [(key, key, entry) for key, entry in value.items()]
        case "texts":
            return [(str(at), "", entry) for at, entry in enumerate(value, start=1)]
        case "entries":
            given = [*value, *([None] * max(0, SPARE_ENTRIES - len(value)))]
            return [(str(at), "", entry) for at, entry in enumerate(given, start=1)]
        case "terms":
            return [(term.word, "", str(term)) for term in value]
        case "range":
            return [(key, key, entry) for key, entry in zip(("下限", "上限"), value, strict=True)]
        case "tiers" | "brackets":
            return [
                (f"第{at}档{ENTRY_NAMES[name]}", f"{ENTRY_NAMES[name]}_{at}", "以上" if entry is None else entry)
                for name in (one.name for one in fields(value[0]))
                for at, entry in enumerate((getattr(tier, name) for tier in value), start=1)
            ]
    return [("", "", value)]


def shown_format(value: Value | Fraction) -> str:
    """The number format of a parameter's value."""
    if isinstance(value, Fraction):
        return PERCENT_FORMAT if (value * 100).denominator == 1 else FRACTION_FORMAT
    return "yyyy-mm-dd" if hasattr(value, "year") else "General"


def shown_number(value: Value | Fraction) -> Value:
    """A parameter as cell content; a share without exact decimal is written as a division formula, which is exact."""
    if not isinstance(value, Fraction):
        return value
    return float(value) if shown_format(value) == PERCENT_FORMAT else f"={value.numerator}/{value.denominator}"


def quote_words(quote: str, p: Parameters) -> str:
    """The quoted source for the column 原文: verbatim, or marked as the gist."""
    return quote if not quote or word_for_word(quote, p.notice) else f"{GIST}{quote}"


def parameter_block(p: Parameters) -> ParameterBlock:
    """All parameters in force, one row per value, as ``参数_<name>`` and, with several values, ``参数_<name>_<key>``."""
    rows: list[list[Value]] = []
    cell_names: dict[tuple[int, int], str] = {}
    areas: dict[str, tuple[int, int, int]] = {}
    formats: dict[tuple[int, int], str] = {}
    pack = pack_of(p.notice)
    source = ["名称", pack.issued, "标题", pack.title, f"{p.year}年通知", CONFIDENCE_WORDS["N"]]
    rows.append([NOTICE, "", pack.name, *source])
    areas[defined_name(PARAMETERS, NOTICE)] = (0, 0, VALUE_COLUMN)
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
            source = [
                leaf.unit_of(key),
                entry.start,
                entry.clause,
                quote_words(entry.quote, p),
                entry.source,
                CONFIDENCE_WORDS[entry.confidence],
            ]
            others: list[Value] = [leaf.units.get(key), *[None] * (len(source) - 1)]
            rows.append([leaf.name, key, number, *(source if len(rows) == first else others)])
        if leaf.kind in ("tiers", "brackets"):
            steps = len(entry.value)
            for place, field_name in enumerate(one.name for one in fields(entry.value[0])):
                start = first + place * steps
                areas[f"{name}_{ENTRY_NAMES[field_name]}"] = (start, start + steps - 1, VALUE_COLUMN)
        else:
            areas[name] = (first, len(rows) - 1, VALUE_COLUMN)
        if leaf.kind in ("amounts", "integers"):
            areas[f"{name}_项"] = (first, len(rows) - 1, KEY_COLUMN)
    return ParameterBlock(
        "通知和培训费办法的参数", PARAMETER_HEADINGS, (36, 18, 22, 11, 12, 12, 48, 36, 20), rows,
        cell_names=cell_names, area_names=areas, formats=formats, wrapped=("原文", "来源", "依据", "值"),
    )  # fmt: skip


def list_block() -> ParameterBlock:
    """The closed lists, one column each, as ``参数_<list>``."""
    height = max(map(len, CHOICES.values()))
    rows = [[values[at] if at < len(values) else None for values in CHOICES.values()] for at in range(height)]
    areas = {
        defined_name(PARAMETERS, name): (0, len(values) - 1, column) for column, (name, values) in enumerate(CHOICES.items())
    }
    return ParameterBlock("下拉清单", tuple(CHOICES), (20,) * len(CHOICES), rows, area_names=areas)


SPARE_DAYS = 30
"""Free rows behind the known days, enough for the exceptions of a year."""


def rest_day_block(p: Parameters) -> ParameterBlock:
    """Days that deviate from their weekday (holidays, working weekends); the office may add those of a coming year."""
    kinds = {"休息日": days_of(RESTING, p.rest_days), "调休上班日": days_of(WORKING, p.rest_days)}
    height = max(map(len, kinds.values())) + SPARE_DAYS
    rows: list[list[Value]] = [[days[at] if at < len(days) else None for days in kinds.values()] for at in range(height)]
    return ParameterBlock(
        "节假日安排（国务院办公厅通知）", tuple(kinds), (12, 12), rows,
        names={kind: defined_name(PARAMETERS, kind) for kind in kinds},
        formats={(row, column): "yyyy-mm-dd" for row in range(height) for column in range(len(kinds))},
    )  # fmt: skip


def plan_block(p: Parameters) -> ParameterBlock:
    """The plan lists of the notice; 键 is level plus number."""
    headings = ("键", "级别", NUMBER_HEADING, "选题名称", "承办单位", "计划时间")
    rows: list[list[Value]] = [
        [f"{row.level}{row.number}", row.level, row.number, row.topic, row.organiser, row.months] for row in plan_of(p.notice)
    ]
    names = {heading: f"{PARAMETERS}_计划_{heading}" for heading in headings}
    return ParameterBlock(
        "项目计划（通知附件1、附件2）", headings, (11, 9, 7, 60, 34, 11), rows, names=names, wrapped=("选题名称",)
    )


def title_block() -> ParameterBlock:
    """The title table, each name once; the handbook gives the sources."""
    headings = ("名称", "等级")
    rows: list[list[Value]] = [[row.name, row.rank] for row in table_rows()]
    names = {heading: f"{PARAMETERS}_职称_{heading}" for heading in headings}
    scale = " ".join(f"{at}{level}" for at, level in enumerate(LEVELS, start=1))
    return ParameterBlock(f"职称和职业资格（等级：{scale}）", headings, (24, 7), rows, names=names)


def branched_block() -> ParameterBlock:
    """The titles that may follow a branch, each once."""
    branched = dict.fromkeys(row.name for row in table_rows() if row.branched)
    rows: list[list[Value]] = [[name, ranks()[name]] for name in branched]
    names = {heading: f"{PARAMETERS}_带专业职称_{heading}" for heading in ("名称", "等级")}
    return ParameterBlock("可带专业的职称", ("名称", "等级"), (24, 7), rows, names=names)


def blocks(p: Parameters) -> Iterator[tuple[int, ParameterBlock]]:
    """(first column, block), from left to right with an empty column between blocks."""
    column = 1
    for block in (parameter_block(p), list_block(), rest_day_block(p), plan_block(p), title_block(), branched_block()):
        yield column, block
        column += len(block.headings) + 1


FORM = Form(
    sheet=PARAMETERS,
    page=Page(areas=("A1:I{last}",), landscape=True),
    texts=(
        FixedText("A1", "参数、清单和对照表", "title"),
        FixedText(
            "D1",
            "本页供公式和下拉使用，已加保护（无密码）；参数如有新规定，撤销保护后改“值”列即可，核验报告会列出所改的参数"
            "（分档的定额折扣、税率表和不应列支的字样只由程序定）。",
            "hint",
        ),
    ),
    heights={1: 36},
    freeze=f"A{FIRST_ROW}",
    tab="7F7F7F",
)
