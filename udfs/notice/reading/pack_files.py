"""Writes a draft as the files of a pack: parameters with quotes, statements, plan, items to confirm."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from io import StringIO
from typing import Any

from udfs.notice.entries import Leaf
from udfs.notice.packs import PACK, PARAMETERS, PLAN, PLAN_HEADINGS, STATEMENTS, TEXT, TRACE, Pack
from udfs.notice.parameters import standing_leaves
from udfs.notice.reading.drafting import Draft, FoundParameter, value_of
from udfs.notice.reading.parameter_matching import PERIODS

CHANGED, SAME = "与上一年不同", "与上一年相同"
REGION_ITEM, PLAN_ITEM, TRACE_ITEM = "region", "plan", "trace"
ITEM_NAMES: Mapping[str, str] = {
    REGION_ITEM: "通知的地区、年度和发文日期", PLAN_ITEM: "项目计划表", TRACE_ITEM: "须由人判断的新要求",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackFacts:
    """The content of pack.toml.

    ``waiting``: keys that a person still has to confirm; ``missing``: {key: reason} of what was not found; ``unread``:
    sentences with numbers that match no parameter; ``silent``: keys on which the notice is silent.
    """

    name: str
    title: str
    year: int
    region: str
    issued: date | None = None
    base: str = ""
    waiting: tuple[str, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def known_leaves(base: Pack) -> dict[str, Leaf]:
    """The parameters a notice may set: those of the previous notice, and the lecture fee rates."""
    return {"lecture_rates": standing_leaves()["lecture_rates"], **base.leaves}


def facts_of(made: Draft, base: Pack, name: str) -> PackFacts:
    """pack.toml of a new draft: everything waits for confirmation."""
    new_lines = [line for line in made.assignments if line.remark.startswith("通知新增")]
    unread = {one.key: one.text for one in made.other}
    waiting = (
        REGION_ITEM, PLAN_ITEM, *(one.key for one in made.found), *(one.key for one in made.statements), *made.missing, *unread,
        *((TRACE_ITEM,) if new_lines else ()),
    )  # fmt: skip
    return PackFacts(
        name=name, title=made.title, year=made.year or 0, region=made.region, issued=made.issued, base=base.name, waiting=waiting,
        missing=made.missing, unread=unread, remarks=made.remarks,
    )  # fmt: skip


def pack_files(text: str, made: Draft, base: Pack, name: str) -> dict[str, str]:
    """{file name: text}."""
    return {
        PACK: facts_toml(facts_of(made, base, name)),
        PARAMETERS: parameters_toml(made, base),
        STATEMENTS: statements_toml(made, base),
        TEXT: text,
        PLAN: plan_csv(made.plan),
        TRACE: trace_csv(made),
    }


def facts_toml(facts: PackFacts) -> str:
    """pack.toml."""
    lines = ["# 通知包。waiting 是须由人核实的各项：用 gaoyan notice check 核实，全部核实后才能安装。"]
    for key, value in asdict(facts).items():
        if value is None or isinstance(value, dict):
            continue
        lines.append(f"{key} = {written(list(value) if isinstance(value, tuple) else value)}")
    for key in ("missing", "unread"):
        lines += ["", f"[{key}]"]
        lines += [f"{quoted(name)} = {quoted(one_line(words))}" for name, words in getattr(facts, key).items()]
    return "\n".join(lines) + "\n"


def is_changed(found: FoundParameter, leaf: Leaf) -> bool:
    """True if the notice states another value or unit than the previous one."""
    changed: bool = value_of(found, leaf) != leaf.dated[-1].value
    return changed or (bool(found.units) and any(leaf.unit_of(entry) != unit for entry, unit in found.units.items()))


def unit_lines(found: FoundParameter, leaf: Leaf) -> Iterator[str]:
    """The lines for the unit of a parameter and for entries with a different unit."""
    units = dict(found.units)
    main = next(iter(units.values())) if units and leaf.unit in PERIODS else leaf.unit
    yield f"unit = {quoted(main)}"
    others = {entry: unit for entry, unit in units.items() if unit != main and leaf.unit in PERIODS}
    if others:
        yield f"units = {written(others)}"


def parameters_toml(made: Draft, base: Pack) -> str:
    """The parameter file."""
    leaves = known_leaves(base)
    lines = ["# 由通知的文字读出，每一项都附有原句，须由人逐项核实。"]
    for found in made.found:
        leaf = leaves[found.key]
        lines += ["", f"# {CHANGED if is_changed(found, leaf) else SAME}。原句：{one_line(found.sentence)}"]
        lines += table_lines(leaf, found, made)
    for key, why in made.missing.items():
        if key in leaves:
            lines += [
                "",
                f"# [{key}] {leaves[key].name}：{one_line(why)}（上一份通知：{written(bare(leaves[key].dated[-1].value))}）",
            ]
    return "\n".join(lines) + "\n"


def table_lines(leaf: Leaf, found: FoundParameter, made: Draft) -> Iterator[str]:
    yield f"[{found.key}]"
    yield f"name = {quoted(found.name or leaf.name)}"
    yield from unit_lines(found, leaf)
    yield f"kind = {quoted(leaf.kind)}"
    entry = {
        "from": start_of(made.issued, made.year), "value": found.raw, "clause": found.clause, "quote": found.quote,
        "source": f"{made.year or ''}年通知", "confidence": "N",
    }  # fmt: skip
    yield f"dated = [{written(entry)}]"


def start_of(issued: date | None, year: int | None) -> date:
    """The day from which the parameters hold: the day of issue, else the start of the year."""
    return issued or date(year if year and 1 <= year <= 9999 else 2000, 1, 1)


def taken_over(leaf: Leaf, facts: PackFacts) -> str:
    """The table of a parameter that the notice does not state: the previous value, marked as unsupported."""
    entry = leaf.dated[-1]
    value = {
        "from": start_of(facts.issued, facts.year), "value": bare(entry.value), "clause": "（通知未写明）", "quote": "",
        "source": f"通知未写明，沿用“{facts.base}”", "confidence": "?",
    }  # fmt: skip
    units = [f"units = {written(leaf.units)}"] if leaf.units else []
    lines = [
        "",
        f"[{leaf.key}]",
        f"name = {quoted(leaf.name)}",
        f"unit = {quoted(leaf.unit)}",
        *units,
        f"kind = {quoted(leaf.kind)}",
    ]
    return "\n".join([*lines, f"dated = [{written(value)}]"]) + "\n"


def statements_toml(made: Draft, base: Pack) -> str:
    """The statements file."""
    lines = ["# 通知的规定（不含数字的），规则引用这些原话。"]
    for one in made.statements:
        lines += [
            "", f"[{one.key}]", f"name = {quoted(base.statements[one.key].name)}", f"clause = {quoted(one.clause)}",
            f"quote = {quoted(one_line(one.quote))}",
        ]  # fmt: skip
    return "\n".join(lines) + "\n"


def plan_csv(plan: Sequence[Any]) -> str:
    """The plan list as CSV."""
    return table_text(PLAN_HEADINGS, ((row.level, row.number, row.topic, row.organiser, row.months) for row in plan))


def trace_csv(made: Draft) -> str:
    """The trace as CSV."""
    rows = ((one.key, one.opening, one.judgement, one.level, " ".join(one.rules), one.remark) for one in made.assignments)
    return table_text(("句", "开头", "判断", "级别", "规则", "说明"), rows)


def table_text(headings: Sequence[str], rows: Any) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(tuple(one_line(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return text.getvalue()


def bare(value: Any) -> Any:
    """A parameter's value as plain TOML types."""
    if isinstance(value, tuple):
        return [bare(one) for one in value]
    if isinstance(value, Mapping):
        return {key: bare(one) for key, one in value.items()}
    return value if isinstance(value, str | int | date) else str(value)


def written(value: Any) -> str:
    """A value in TOML syntax."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        pairs = (f"{key if key.isascii() and key.isidentifier() else quoted(key)} = {written(one)}" for key, one in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return quoted(value) if isinstance(value, str) else str(value)


def quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes, plus the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def one_line(text: str) -> str:
    """The text on one line, without unprintable characters."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
