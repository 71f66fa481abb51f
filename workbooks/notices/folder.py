"""A pack as a folder on disk, validated as untrusted input.

Only the files of a pack are read, as plain files inside the folder, up to a maximum size. Every number has bounds, every
quote must occur in the text of the notice, and all names must be known. Every fault is one line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from udfs.notice.clauses import BREAK
from udfs.notice.entries import Leaf
from udfs.notice.packs import FILES, PACK, PARAMETERS, STATEMENTS, TEXT, Pack, made_pack, named_pack, pack_of
from udfs.notice.parameters import RESERVED_KEYS
from udfs.notice.plan_rows import LEVELS
from udfs.notice.provinces import short_names
from udfs.notice.reading.limits import FIRST_YEAR, LAST_YEAR, MOST_ITEMS, MOST_QUOTE, MOST_TEXT, MOST_WORDS, sensible
from udfs.notice.reading.pack_files import PackFacts, facts_toml, known_leaves, taken_over
from udfs.notice.reading.parameter_matching import PERIODS
from udfs.records.class_file import LECTURER_RANKS
from udfs.values.cells import plain
from workbooks.files import replacing
from workbooks.files.errors import Unusable

Model = TypeVar("Model", bound=BaseModel)
LARGEST_FILE = 2_000_000
MOST_ROWS = 2_000
PackName = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z\u4e00-\u9fff（）-]{1,30}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=MOST_WORDS)]
Quote = Annotated[str, StringConstraints(max_length=MOST_QUOTE)]
TEXT_TODO = "请改正该文件，或用 gaoyan notice read 重新读取通知"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FactsFile(Strict):
    """The schema of pack.toml."""

    name: PackName
    title: Words
    year: int
    region: str = Field(max_length=10)
    issued: date | None = None
    base: str = Field("", max_length=30)
    waiting: tuple[Words, ...] = Field((), max_length=MOST_ROWS)
    missing: dict[Words, str] = Field({}, max_length=MOST_ROWS)
    unread: dict[Words, str] = Field({}, max_length=MOST_ROWS)
    remarks: tuple[str, ...] = Field((), max_length=MOST_ITEMS)
    silent: tuple[Words, ...] = Field((), max_length=MOST_ROWS)


class EntryFile(Strict):
    start: date = Field(alias="from", strict=True)
    value: Any
    clause: Words
    quote: Quote
    source: Words
    confidence: Literal["N", "?"]


class LeafFile(Strict):
    """The schema of one table of parameters.toml."""

    name: Words
    unit: Words
    kind: Words
    units: dict[Literal["国家级", "市级", ""], Literal["天", "工作日", "个月"]] = {}
    dated: tuple[EntryFile, ...] = Field(min_length=1, max_length=20)


class StatementFile(Strict):
    name: Words
    clause: Words
    quote: Annotated[str, StringConstraints(min_length=2, max_length=MOST_QUOTE)]


def contents_of(folder: Path) -> dict[str, str]:
    """{file name: text} of a pack. Errors: ``Unusable``."""
    if not folder.is_dir():
        raise Unusable(folder.name or str(folder), "不是通知包（文件夹）", "请给出 gaoyan notice read FILE --out 写出的文件夹")
    found: dict[str, str] = {}
    for name in FILES:
        path = folder / name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise Unusable(f"{folder.name}/{name}", "不是普通文件", TEXT_TODO)
        if not path.exists():
            continue
        if path.stat().st_size > LARGEST_FILE:
            raise Unusable(f"{folder.name}/{name}", f"文件过大（超过 {LARGEST_FILE // 1_000_000} MB）", TEXT_TODO)
        try:
            found[name] = path.read_text(encoding="utf-8-sig")
        except (UnicodeDecodeError, OSError):
            raise Unusable(f"{folder.name}/{name}", "不是 UTF-8 文本", TEXT_TODO) from None
    for name in (PACK, PARAMETERS, STATEMENTS, TEXT):
        if name not in found:
            raise Unusable(folder.name, f"缺少文件 {name}，不是完整的通知包", TEXT_TODO)
    return found


def facts_in(folder: Path, contents: Mapping[str, str]) -> PackFacts:
    """The content of pack.toml. Errors: ``Unusable``."""
    return PackFacts(**checked(folder, PACK, FactsFile, parsed(folder, PACK, contents)).model_dump())


def parsed(folder: Path, name: str, contents: Mapping[str, str]) -> dict[str, Any]:
    try:
        return tomllib.loads(contents[name])
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        raise Unusable(f"{folder.name}/{name}", "不是正确的 TOML 文件", TEXT_TODO) from None


def checked(folder: Path, name: str, kind: type[Model], given: Any, where: str = "") -> Model:
    """The data validated by the model. Errors: ``Unusable`` with the first fault."""
    try:
        return kind.model_validate(given)
    except ValidationError as wrong:
        at = "、".join(str(part) for part in wrong.errors()[0]["loc"][:3])
        raise Unusable(f"{folder.name}/{name}{where}", f"“{at[:40]}”缺少、超出范围或写法不对", TEXT_TODO) from None


def read_folder(folder: Path) -> tuple[Pack, PackFacts]:
    """Read a pack and validate its data. Errors: ``Unusable``."""
    contents = contents_of(folder)
    facts = facts_in(folder, contents)
    base = named_pack(facts.base) or pack_of(None)
    for problem in (*parameter_faults(folder, contents, base), *statement_faults(folder, contents, base)):
        raise problem
    try:
        pack = made_pack(contents, facts=asdict(facts))
    except (KeyError, ValueError, TypeError, ArithmeticError, AttributeError):
        raise Unusable(folder.name, "计划表、节假日或对照表的写法不对", TEXT_TODO) from None
    for what in pack_faults(pack):
        raise Unusable(folder.name, what, TEXT_TODO)
    return pack, facts


def parameter_faults(folder: Path, contents: Mapping[str, str], base: Pack) -> Iterator[Unusable]:
    """The faults in parameters.toml."""
    known, text = known_leaves(base), plain(contents[TEXT])
    tables = parsed(folder, PARAMETERS, contents)
    for key, table in tables.items():
        where = f"的“{key[:30]}”"
        if key not in known:
            yield Unusable(f"{folder.name}/{PARAMETERS}", f"没有“{key[:30]}”这个参数", TEXT_TODO)
            return
        leaf = checked(folder, PARAMETERS, LeafFile, table, where)
        for what in leaf_faults(key, leaf, known[key], text):
            yield Unusable(f"{folder.name}/{PARAMETERS}{where}", what, TEXT_TODO)
    names = [table.get("name") for table in tables.values() if isinstance(table, dict)]
    if len(set(names)) < len(names):
        yield Unusable(f"{folder.name}/{PARAMETERS}", "有两个参数同名", TEXT_TODO)


def leaf_faults(key: str, leaf: LeafFile, known: Leaf, text: str) -> Iterator[str]:
    """The faults of one parameter."""
    if leaf.kind != known.kind:
        yield f"kind 应为 {known.kind}"
    if key not in RESERVED_KEYS and leaf.name != known.name:
        yield f"name 应为“{known.name}”"
    if not leaf.name.isprintable():
        yield "name 含有不能显示的字符"
    if leaf.unit != known.unit and not (known.unit in PERIODS and leaf.unit in PERIODS):
        yield f"单位“{leaf.unit[:10]}”不对"
    needed = {"filing_days": LEVELS, "class_counts": LEVELS, "lecture_rates": LECTURER_RANKS}.get(key)
    for entry in leaf.dated:
        if not right_type(known.kind, entry.value) or not sensible(key, entry.value):
            yield "值的写法不对或超出合理范围"
        elif needed and set(entry.value) != set(needed):
            yield f"值应分别写明{'、'.join(needed)}"
        if entry.confidence == "N" and not all(part and plain(part) in text for part in entry.quote.split(BREAK)):
            yield "引文不在通知原文里"


def right_type(kind: str, raw: Any) -> bool:
    """True if a raw value has the type of its kind."""
    match kind:
        case "integer":
            return isinstance(raw, int) and not isinstance(raw, bool)
        case "integers":
            return isinstance(raw, dict) and all(isinstance(one, int) and not isinstance(one, bool) for one in raw.values())
        case "amounts":
            return isinstance(raw, dict) and all(isinstance(one, str) for one in raw.values())
        case "date":
            return type(raw) is date
        case "texts":
            return isinstance(raw, list) and all(isinstance(one, str) for one in raw)
    return isinstance(raw, str)


def statement_faults(folder: Path, contents: Mapping[str, str], base: Pack) -> Iterator[Unusable]:
    """The faults in statements.toml."""
    text = plain(contents[TEXT])
    for key, table in parsed(folder, STATEMENTS, contents).items():
        where = f"{folder.name}/{STATEMENTS}的“{key[:30]}”"
        if key not in base.statements:
            yield Unusable(where, "没有这一项规定", TEXT_TODO)
            return
        one = checked(folder, STATEMENTS, StatementFile, table, f"的“{key[:30]}”")
        if plain(one.quote) not in text:
            yield Unusable(where, "引文不在通知原文里", TEXT_TODO)


def pack_faults(pack: Pack) -> Iterator[str]:
    """The faults of the pack as a whole."""
    if len(pack.text) > MOST_TEXT:
        yield f"通知文字过长（超过 {MOST_TEXT} 字）"
    if len(pack.plan) > MOST_ROWS or len(pack.assignments) > MOST_ROWS or len(pack.rest_days) > MOST_ROWS:
        yield f"计划表、对照表或节假日超过 {MOST_ROWS} 行"
    keys = [(row.level, row.number) for row in pack.plan]
    if len(set(keys)) < len(keys):
        yield "计划表中有重复的序号"
    for row in pack.plan:
        words = (row.topic, row.organiser, row.months)
        if row.level not in LEVELS or not 1 <= row.number <= 9_999 or not all(len(one) <= MOST_WORDS for one in words):
            yield f"计划表第“{row.level[:6]}{row.number}”行不对"
    if not set(pack.rest_days.values()) <= {"休", "班"}:
        yield "节假日的种类应为“休”或“班”"
    shown = [pack.title, *(word for row in pack.plan for word in (row.topic, row.organiser, row.months))]
    shown += [text for line in pack.assignments for text in (line.judgement, line.remark)]
    if any(not word.isprintable() or len(word) > MOST_QUOTE for word in shown):
        yield "含有不能显示的字符或过长的文字"


def unfinished(pack: Pack, facts: PackFacts) -> Iterator[str]:
    """The reasons why a pack with valid data cannot be installed."""
    if not FIRST_YEAR <= facts.year <= LAST_YEAR:
        yield "年度没有读出：请在 pack.toml 中填写 year"
    if facts.region not in short_names():
        yield "地区没有读出：请在 pack.toml 中填写 region（如 天津）"
    if not pack.plan:
        yield "没有项目计划表：请在 plan.csv 中填写"
    yield from plan_against_text(pack)
    base = named_pack(facts.base) or pack_of(None)
    lacking = [leaf.name for key, leaf in base.leaves.items() if key not in pack.leaves]
    if lacking and not facts.waiting:
        yield f"parameters.toml 缺少{'、'.join(lacking[:3])}：请补写，或用 gaoyan notice read 重新读取通知"
    if facts.waiting:
        yield f"还有 {len(facts.waiting)} 项没有核实：请用 gaoyan notice check 逐项核实"


def none_reserved(leaf: Leaf) -> Leaf:
    """The parameter with no reserved places: those of another province hold for its neighbours, not for ours."""
    last = leaf.dated[-1]
    value: Any = () if leaf.key == "reserved_words" else 0
    name = leaf.name if leaf.key == "reserved_words" else f"第{leaf.key[-1]}处预留名额下限（没有）"
    return replace(leaf, name=name, dated=(replace(last, value=value),))


def plan_against_text(pack: Pack) -> Iterator[str]:
    """Plans whose count differs from the one in the text of the notice; plans adopted from the previous notice are skipped."""
    leaf = pack.leaves.get("class_counts")
    entry = leaf.dated[-1] if leaf is not None and pack.plan else None
    if entry is None or entry.confidence != "N" or not isinstance(entry.value, dict):
        return
    for level, count in entry.value.items():
        listed = sum(row.level == level for row in pack.plan)
        if listed != count:
            yield f"通知正文说{level}{count}项，plan.csv 有{listed}项：请改正 plan.csv，或 parameters.toml 的 class_counts"


def confirm(folder: Path, facts: PackFacts, keys: tuple[str, ...]) -> PackFacts:
    """Remove items from the pending list and save it. What the notice does not say is adopted from the previous one
    (parameters) or recorded as unstated (statements)."""
    base = named_pack(facts.base) or pack_of(None)
    contents = contents_of(folder)
    there = {**parsed(folder, PARAMETERS, contents), **parsed(folder, STATEMENTS, contents)}
    silent = [key for key in keys if key in facts.missing and key not in there]
    wanted = [key for key in silent if key in base.leaves]
    if "reserved_words" in wanted:
        wanted += [key for key in RESERVED_KEYS if key not in there]
    if wanted:
        known = dict(base.leaves)
        if base.region != facts.region:
            known |= {key: none_reserved(known[key]) for key in ("reserved_words", *RESERVED_KEYS)}
        more = "".join(taken_over(known[key], facts) for key in wanted)
        replacing.replace(folder / PARAMETERS, (contents[PARAMETERS] + more).encode())
    waiting = tuple(key for key in facts.waiting if key not in keys)
    done = replace(facts, waiting=waiting, silent=tuple(dict.fromkeys((*facts.silent, *silent))))
    replacing.replace(folder / PACK, facts_toml(done).encode())
    return done
