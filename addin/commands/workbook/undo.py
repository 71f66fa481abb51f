"""``gaoyan undo``: undoes the last writing command, or lists those that can be undone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from addin.terminal import options, streams
from workbooks.files.errors import Unusable

EPILOG = """例：
  gaoyan undo 云计算班.xlsx --list
  gaoyan undo 云计算班.xlsx"""


def undo(
    book: options.Book,
    force: Annotated[bool, typer.Option("--force", help="放弃此后用别的程序所作的改动")] = False,
    list_: Annotated[bool, typer.Option("--list", help="只列出可以撤销的步骤")] = False,
    json: options.Json = False,
    yes: options.Yes = False,
    ledger: options.LedgerPlace = "",
) -> int:
    """撤销上一条写入工作簿的命令，文件恢复原样。"""
    path = options.book_path(book)
    if list_:
        return list_steps(path, book, json)
    if json:
        raise Unusable("--json", "只与 --list 同用", "请加上 --list，或去掉 --json")
    from addin.terminal.previewing import confirm
    from macros.checking.undo import undo as taken_back
    from macros.checking.undo import what_stays
    from workbooks.closed.closed_book import open_book

    book_ = open_book(path)
    step = last_step(path)
    if step and not yes:
        confirm(f"最近一次改动是{step}，此后的命令都没有改动文件。撤销它吗？", book_.name)
    result = taken_back(book_, force)
    streams.say(f"已撤销“{result.command}”，{book} 恢复到此前的状态")
    if step:
        streams.say(f"撤销的是{step}，此后的命令都没有改动文件", style="dim")
    if stays := what_stays(book_, result.command, ledger or None):
        streams.say(stays, style="yellow")
    return 0


def last_step(path: Path) -> str:
    """The step that is taken back, in words: commands that changed nothing since are none. '' if there is none to take back."""
    from workbooks.closed import journal

    found, unchanged = journal.waiting(path)
    if not found or not unchanged:
        return ""
    cells = f"，{found[0].count} 个单元格" if found[0].count else ""
    return f"“{found[0].command}”（{written_at(found[0].time)}{cells}）"


def written_at(time: str) -> str:
    return time[:19].replace("T", " ")


def list_steps(path: Path, book: str, json: bool) -> int:
    """Time, command and number of cells, newest first; ``undo`` takes back the first."""
    from workbooks.closed import journal

    found, unchanged = journal.waiting(path)
    if json:
        steps = [{"time": step.time, "command": step.command, "cells": step.count or None} for step in found]
        streams.put_json({"book": path.name, "steps": steps, "changed_since": not unchanged})
        return 0
    if not found:
        streams.say("没有可以撤销的步骤（撤销只对本软件写入过的文件有效）")
        return 0
    rows = [
        (str(at), written_at(step.time), step.command, str(step.count or ""))
        for at, step in enumerate(found, start=1)
    ]  # fmt: skip
    streams.put_table(("次序", "时间", "命令", "单元格数"), rows)
    if not unchanged:
        streams.say(f"上一步（{found[0].command}）之后文件又被别的程序改动过：撤销须加 --force，并会放弃那些改动", style="yellow")
    streams.say(f"gaoyan undo {book} 撤销第 1 项，再次运行撤销下一项；最多保留 {journal.KEPT_STEPS} 步")
    return 0
