"""``gaoyan notice``: reads, confirms, installs and lists notice packs."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from addin.terminal import options, streams
from addin.terminal.wrapping import printable
from udfs.notice.packs import is_reserved_name, named_pack, pack_of, packs
from udfs.notice.plan_rows import shown_columns
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from udfs.notice.packs import Pack
    from udfs.notice.reading.drafting import Draft
    from udfs.notice.reading.pack_files import PackFacts

HELP = "另一份通知（下一年、别的省市）：读成通知包，核实，安装，不必升级程序。"
EPILOG = """通知包是一个文件夹：通知文字、参数和原句、规定、计划表、由人判断的事项。每一项都须由人核实，全部核实后才能安装。
例：
  gaoyan notice read 2026年通知.docx                    只看读出了什么
  gaoyan notice read 2026年通知.docx --out 2026         写成通知包
  gaoyan notice check 2026                              还有哪些要核实
  gaoyan notice check 2026 --confirm 每期最少天数 项目计划表
  gaoyan notice check 2026 --confirm all                全部核实过了
  gaoyan notice install 2026
  gaoyan new 班.xlsx --level 市级 --plan 3 --year 2026"""
ALL = ("all", "全部")
PackFolder = Annotated[str, typer.Argument(metavar="通知包", help="gaoyan notice read 写出的文件夹")]


def read(
    file: Annotated[str, typer.Argument(metavar="通知", help="发文的 .docx 或 .txt")],
    out: Annotated[str, typer.Option("--out", metavar="通知包", help="写成通知包的文件夹")] = "",
    name: Annotated[str, typer.Option("--name", metavar="名称", help="通知包的名称；默认为地区和年度，如 天津2026")] = "",
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的通知包")] = False,
    json: options.Json = False,
) -> int:
    """读一份通知：项目计划表、各项数字和规定，写成待核实的通知包。"""
    from udfs.notice.reading.drafting import draft
    from workbooks.notices.reading import read_notice

    path = options.book_path(file)
    text, remarks = read_notice(path)
    base = pack_of(None)
    made = draft(text, base)
    if len(made.found) < LEAST_FOUND and not made.plan:
        raise Unusable(path.name, "没有读出任何项目计划或数字，不像是高研项目的通知", "请给出公布年度高研项目计划的通知")
    called = name or f"{made.region}{made.year or ''}" or "通知"
    if is_reserved_name(called):
        called = f"{called}-2"
    names = write(Path(out), text, made, base, called, force) if out else ()
    if json:
        streams.put_json(document(path.name, made, base, remarks, names))
        return 0
    show(made, base, remarks)
    if names:
        streams.say(f"已写成通知包 {out}；下一步：对照原文逐项核实，gaoyan notice check {shlex.quote(out)}")
    return 0


LEAST_FOUND = 2
"""A letter may contain one matching number by chance."""


def write(folder: Path, text: str, made: Draft, base: Pack, name: str, force: bool) -> tuple[str, ...]:
    """Write the files of a pack. Errors: Unusable if one exists."""
    from udfs.notice.reading.pack_files import pack_files
    from workbooks.files import replacing

    contents = pack_files(text, made, base, name)
    if folder.exists() and not folder.is_dir():
        raise Unusable(folder.name, "不是文件夹", "请换一个文件夹")
    there = [one for one in contents if (folder / one).exists()]
    if there and not force:
        raise Unusable(str(folder), f"已有{'、'.join(there)}", "请换一个文件夹，确要覆盖请加 --force")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Unusable(str(folder), "不能建立文件夹", "请换一个文件夹") from None
    for one, words in contents.items():
        replacing.replace(folder / one, words.encode())
    return tuple(str(folder / one) for one in contents)


def document(name: str, made: Draft, base: Pack, remarks: tuple[str, ...], names: tuple[str, ...]) -> dict[str, object]:
    from udfs.notice.reading.pack_files import bare, is_changed, known_leaves

    leaves = known_leaves(base)
    return {
        "notice": name,
        "title": made.title,
        "region": made.region,
        "year": made.year,
        "issued": made.issued.isoformat() if made.issued else None,
        "remarks": [*remarks, *made.remarks],
        "plan": [asdict(row) for row in made.plan],
        "found": [
            {
                "key": one.key, "name": one.name or leaves[one.key].name,
                "value": one.raw if isinstance(one.raw, list | dict) else str(one.raw), "units": dict(one.units),
                "clause": one.clause, "quote": one.quote, "sentence": one.sentence, "changed": is_changed(one, leaves[one.key]),
            }
            for one in made.found
        ],
        "statements": [
            {"key": one.key, "name": base.statements[one.key].name, "clause": one.clause, "quote": one.quote}
            for one in made.statements
        ],
        "missing": [
            {
                "key": key, "name": name_of(key, base), "why": why,
                "last": str(bare(leaves[key].dated[-1].value)) if key in leaves else base.statements[key].quote,
            }
            for key, why in made.missing.items()
        ],
        "other": [{"clause": one.clause, "sentence": one.text} for one in made.other],
        "files": list(names),
    }  # fmt: skip


def name_of(key: str, base: Pack) -> str:
    """The Chinese name of an item."""
    from udfs.notice.reading.pack_files import ITEM_NAMES, known_leaves

    known: Mapping[str, Any] = {**known_leaves(base), **base.statements}
    return known[key].name if key in known else ITEM_NAMES.get(key, key)


def show(made: Draft, base: Pack, remarks: tuple[str, ...]) -> None:
    """What was read, what differs from the previous notice, what was not found."""
    from rich.table import Table
    from rich.text import Text

    from addin.handbook.rules import value_words
    from udfs.notice.plan import LEVELS
    from udfs.notice.reading.drafting import value_of
    from udfs.notice.reading.pack_files import is_changed, known_leaves

    leaves = known_leaves(base)
    counts = "，".join(f"{level} {sum(row.level == level for row in made.plan)} 项" for level in LEVELS)
    issued = f"，{made.issued.isoformat()} 发文" if made.issued else ""
    head = f"{made.region}{made.year or '年度不明'}年通知{issued}；项目计划 {len(made.plan)} 项（{counts}）"
    streams.say(head, style="bold")
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("参数", "读出", "上一份", "条款", "原文"):
        table.add_column(heading, overflow="fold")
    for one in made.found:
        leaf = leaves[one.key]
        changed = is_changed(one, leaf)
        last = value_words(leaf.dated[-1].value) if changed else "相同"
        units = "、".join(dict.fromkeys(one.units.values()))
        value = Text(value_words(value_of(one, leaf)) + (f"（{units}）" if units else ""), style="yellow" if changed else "")
        table.add_row(one.name or leaf.name, value, last, one.clause, Text(one.quote))
    for stated in made.statements:
        table.add_row(base.statements[stated.key].name, "有规定", "", stated.clause, Text(stated.quote))
    streams.put(table)
    for columns in made.plan_columns:
        streams.say_wrapped(f"计划表 {columns}，请对照原表核对")
    for remark in (*remarks, *made.remarks):
        streams.say_wrapped(f"注意：{remark}", style="yellow")
    for key, why in made.missing.items():
        streams.say_wrapped(f"没有读出 {name_of(key, base)}：{why}", style="bold red")
    for sentence in made.other:
        streams.say_wrapped(f"未归入任何一项的数字，{sentence.clause}：{sentence.text}", style="yellow")
    changes = sum(is_changed(one, leaves[one.key]) for one in made.found)
    streams.say(
        f"读出 {len(made.found)} 项参数，{changes} 项与上一份不同；规定 {len(made.statements)} 项；"
        f"{len(made.missing)} 项没有读出，{len(made.other)} 句里的数字未归入。请对照原文逐项核实"
    )


def check(
    pack: PackFolder,
    names: Annotated[list[str] | None, typer.Argument(metavar="[名称…]", help="与 --confirm 同用：更多要核实的名称")] = None,
    confirm: Annotated[
        list[str] | None, typer.Option("--confirm", metavar="名称", help="对照原文核实过的各项的名称；all 为全部")
    ] = None,
    json: options.Json = False,
) -> int:
    """列出通知包里还要由人核实的各项；--confirm 记下已核实的。全部核实后为 0，否则为 1。"""
    from workbooks.notices.folder import confirm as confirmed
    from workbooks.notices.folder import read_folder, unfinished

    folder = Path(pack)
    made, facts = read_folder(folder)
    if names and not confirm:
        raise Unusable("核实", f"无法识别“{printable(names[0])[:30]}”", "核实请写 --confirm 名称")
    if confirm:
        facts = confirmed(folder, facts, wanted(facts, (*confirm, *(names or ()))))
        made, facts = read_folder(folder)
    reasons = tuple(unfinished(made, facts))
    if json:
        rows = [
            {"key": key, "name": name, "value": value, "quote": quote} for key, name, value, quote in waiting_rows(made, facts)
        ]
        streams.put_json(
            {"pack": made.name, "year": made.year, "region": made.region, "waiting": rows, "unfinished": list(reasons)}
        )
        return 1 if reasons else 0
    show_waiting(made, facts)
    for reason in reasons:
        streams.say_wrapped(reason, style="yellow")
    if not reasons:
        streams.say(f"“{made.name}”已全部核实；下一步：gaoyan notice install {shlex.quote(pack)}", style="bold")
    return 1 if reasons else 0


def wanted(facts: PackFacts, given: tuple[str, ...]) -> tuple[str, ...]:
    """The keys for these names. Errors: Unusable for an unknown name."""
    if any(one in ALL for one in given):
        return facts.waiting
    base = named_pack(facts.base) or pack_of(None)
    keys = {**{name_of(key, base): key for key in facts.waiting}, **{key: key for key in facts.waiting}}
    for one in given:
        if one not in keys:
            raise Unusable("--confirm", f"没有待核实的“{printable(one)[:30]}”", "名称见 gaoyan notice check 列出的各项")
    return tuple(keys[one] for one in given)


def waiting_rows(made: Pack, facts: PackFacts) -> Iterator[tuple[str, str, str, str]]:
    """(key, name, value read, quote) of every item waiting for confirmation."""
    from addin.handbook.rules import value_words
    from udfs.notice.reading.pack_files import PLAN_ITEM, REGION_ITEM, TRACE_ITEM

    base = named_pack(facts.base) or pack_of(None)
    levels = {row.level: sum(one.level == row.level for one in made.plan) for row in made.plan}
    special: dict[str, Callable[[], tuple[str, str]]] = {
        REGION_ITEM: lambda: (f"{made.region} {made.year} {made.issued or '发文日期不明'}", made.title),
        PLAN_ITEM: lambda: (
            "，".join(f"{level}{count}项" for level, count in levels.items()),
            "；".join(shown_columns(made.text)) or "plan.csv",
        ),
        TRACE_ITEM: lambda: (
            "；".join(one.judgement for one in made.assignments if one.remark.startswith("通知新增"))[:300],
            "trace.csv",
        ),
    }
    for key in facts.waiting:
        name = made.leaves[key].name if key in made.leaves else name_of(key, base)
        if key in special:
            yield key, name, *special[key]()
        elif key in made.leaves:
            entry = made.leaves[key].dated[-1]
            unit = made.leaves[key].unit
            yield key, name, f"{value_words(entry.value)}（{unit}）", entry.quote
        elif key in made.statements:
            yield key, name, made.statements[key].clause, made.statements[key].quote
        elif key in facts.unread:
            yield key, f"{key}（未归入的数字）", "", facts.unread[key]
        else:
            last = f"核实即沿用{base.name}的值并标“？”" if key in base.leaves else "核实即记为通知没有这样的规定"
            yield key, name, f"没有读出：{facts.missing.get(key, '')}", f"{last}；有的请补写进 toml"


def show_waiting(made: Pack, facts: PackFacts) -> None:
    from rich.table import Table
    from rich.text import Text

    streams.say(f"通知包“{made.name}”：{made.title}", style="bold")
    rows = list(waiting_rows(made, facts))
    if rows:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for heading in ("待核实", "读出", "原文"):
            table.add_column(heading, overflow="fold")
        for _, name, value, quote in rows:
            table.add_row(Text(name), Text(value), Text(quote))
        streams.put(table)
    for remark in facts.remarks:
        streams.say_wrapped(f"注意：{remark}", style="yellow")


def install(pack: PackFolder) -> int:
    """安装已全部核实的通知包；没有核实完的不能安装。"""
    from workbooks.notices.installed import install as installing
    from workbooks.notices.installed import place

    made, there = installing(Path(pack))
    streams.say(f"已{'更新' if there else '安装'}“{made.name}”（{made.year}年，{made.region}）到 {place() / made.name}")
    streams.say(f"下一步：gaoyan new 班.xlsx --level 市级 --plan 1 --year {made.year} --notice {made.name}")
    return 0


def list_(json: options.Json = False) -> int:
    """列出程序自带的和已安装的通知。"""
    from workbooks.notices.installed import installed_packs

    broken = installed_packs()[1]
    if json:
        rows = [
            {
                "name": one.name, "year": one.year, "region": one.region, "title": one.title, "shipped": one.shipped,
                "classes": len(one.plan),
            }
            for one in packs()
        ]  # fmt: skip
        streams.put_json({"notices": rows, "broken": [{"name": name, "why": why} for name, why in broken]})
        return 0
    for one in packs():
        origin = "程序自带" if one.shipped else "已安装"
        streams.say(f"{one.name}  {one.year}年  {one.region}  {origin}  {len(one.plan)}项  {one.title}")
    for name, why in broken:
        streams.say(f"{printable(name)}  无效：{why}", style="yellow")
    return 0


COMMANDS: dict[str, Callable[..., Any]] = {"read": read, "check": check, "install": install, "list": list_}
