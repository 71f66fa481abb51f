"""``gaoyan notice``: a new notice into a plan list and a draft of its parameters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin import options, streams
from workbooks.errors import Unusable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from udfs.notice.drafting import Draft
    from udfs.notice.parameters import Leaf

EPILOG = """读出的每个数字都附有原句，须由人逐项核实；没有读出的、没有归入任何一项的数字都会列出。
例：
  gaoyan notice 2026年通知.docx                     只看读出了什么
  gaoyan notice 2026年通知.docx --out 草稿          写出参数草稿、计划表和通知文字"""


def notice(
    file: Annotated[str, typer.Argument(metavar="通知", help="发文的 .docx 或 .txt")],
    out: Annotated[
        str, typer.Option("--out", metavar="文件夹", help="写出参数草稿（toml）、计划表（csv）和通知文字（txt）")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的草稿")] = False,
    json: options.Json = False,
) -> int:
    """读新一年的通知：项目计划表和各项数字，写成待核实的参数草稿。"""
    from udfs.notice.drafting import draft
    from udfs.notice.parameters import latest_leaves
    from workbooks.notices import read_notice

    path = options.book_path(file)
    text, remarks = read_notice(path)
    leaves = latest_leaves()
    made = draft(text, leaves)
    if not made.found and not made.plan:
        raise Unusable(path.name, "没有读出任何项目计划或数字，不像是高研项目的通知", "请给出市人社局公布年度高研项目计划的通知")
    names = write(Path(out), text, made, leaves, force) if out else ()
    if json:
        streams.put_json(document(path.name, made, leaves, remarks, names))
        return 0
    show(made, leaves, remarks)
    if names:
        streams.say(f"已写出 {'、'.join(names)}，请逐项对照原文核实")
    return 0


def write(folder: Path, text: str, made: Draft, leaves: Mapping[str, Leaf], force: bool) -> tuple[str, ...]:
    """The three files of a draft. Raises ``Unusable`` if one of them is there already."""
    from udfs.notice.draft_file import plan_csv, toml_of
    from workbooks import replacing

    year = made.year or "未知年度"
    contents = {
        f"notice_{year}.toml": toml_of(made, leaves).encode(),
        f"plan_{year}.csv": plan_csv(made).encode("utf-8-sig"),
        f"notice_{year}.txt": text.encode(),
    }
    if folder.exists() and not folder.is_dir():
        raise Unusable(folder.name, "不是文件夹", "请换一个文件夹")
    there = [name for name in contents if (folder / name).exists()]
    if there and not force:
        raise Unusable(str(folder), f"已有{'、'.join(there)}", "请换一个文件夹，确要覆盖请加 --force")
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in contents.items():
        replacing.replace(folder / name, data)
    return tuple(str(folder / name) for name in contents)


def document(
    name: str, made: Draft, leaves: Mapping[str, Leaf], remarks: tuple[str, ...], names: tuple[str, ...]
) -> dict[str, object]:
    from udfs.notice.draft_file import bare, is_changed

    return {
        "notice": name,
        "year": made.year,
        "issued": made.issued.isoformat() if made.issued else None,
        "remarks": [*remarks, *made.remarks],
        "plan": [row.model_dump() for row in made.plan],
        "found": [
            {
                "key": one.key, "name": leaves[one.key].name,
                "value": one.raw if isinstance(one.raw, list | dict) else str(one.raw),
                "clause": one.clause, "quote": one.quote, "sentence": one.sentence, "changed": is_changed(one, leaves[one.key]),
            }
            for one in made.found
        ],
        "missing": [
            {"key": key, "name": leaves[key].name, "why": why, "last": str(bare(leaves[key].dated[-1].value))}
            for key, why in made.missing.items()
        ],
        "other": [{"clause": one.clause, "sentence": one.text} for one in made.other],
        "files": list(names),
    }  # fmt: skip


def show(made: Draft, leaves: Mapping[str, Leaf], remarks: tuple[str, ...]) -> None:
    """What was read, what changed since the last notice, what was not found."""
    from rich.table import Table
    from rich.text import Text

    from addin.handbook import value_words
    from udfs.notice.draft_file import is_changed
    from udfs.notice.drafting import value_of
    from udfs.notice.plan import LEVELS

    counts = "，".join(f"{level} {sum(row.level == level for row in made.plan)} 项" for level in LEVELS)
    issued = f"，{made.issued.isoformat()} 发文" if made.issued else ""
    streams.say(f"{made.year or '年度不明'}年通知{issued}；项目计划 {len(made.plan)} 项（{counts}）", style="bold")
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("参数", "读出", "上一年", "条款", "原文"):
        table.add_column(heading, overflow="fold")
    for one in made.found:
        leaf = leaves[one.key]
        changed = is_changed(one, leaf)
        last = value_words(leaf.dated[-1].value) if changed else "相同"
        value = Text(value_words(value_of(one, leaf)), style="yellow" if changed else "")
        table.add_row(leaf.name, value, last, one.clause, Text(one.quote))
    streams.out().print(table)
    for remark in (*remarks, *made.remarks):
        streams.say_wrapped(f"注意：{remark}", style="yellow")
    for key, why in made.missing.items():
        streams.say_wrapped(f"没有读出 {leaves[key].name}：{why}", style="bold red")
    for sentence in made.other:
        streams.say_wrapped(f"未归入任何一项的数字，{sentence.clause}：{sentence.text}", style="yellow")
    changes = sum(is_changed(one, leaves[one.key]) for one in made.found)
    streams.say(
        f"读出 {len(made.found)} 项，其中 {changes} 项与上一年不同；{len(made.missing)} 项没有读出。全部须由人对照原文核实"
    )
