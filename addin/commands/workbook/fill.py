"""``gaoyan fill``: bulk filling of columns with the same value for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from addin.terminal import options, streams
from udfs.values.headings import CHARGED, EXAM
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from macros.people.filling import Filling

SHOWN = 20
FILLED = {"passed": EXAM, "charged": CHARGED, "amounts": "费用明细的金额"}
EPILOG = """已填的不改；缺课超过规定、按退学处理的不填，并逐人列出。
例：
  gaoyan fill 云计算班.xlsx --passed
  gaoyan fill 云计算班.xlsx --charged 否
  gaoyan fill 云计算班.xlsx --amounts"""


def fill(
    book: options.Book,
    passed: Annotated[bool, typer.Option("--passed", help="结业考核：没填的学员都填“是”，按退学处理的除外")] = False,
    charged: Annotated[str, typer.Option("--charged", metavar="是或否", help="是否收费：没填的人都填这个")] = "",
    amounts: Annotated[bool, typer.Option("--amounts", help="费用明细：有数量、单价而金额空着的，填数量×单价")] = False,
    json: options.Json = False,
    today: options.Today = "",
    yes: options.Yes = False,
) -> int:
    """批量填写：全部通过结业考核，全部（不）收费，或由数量、单价算出金额。"""
    from addin.terminal.previewing import save
    from macros.people.filling import fill_amounts, fill_charged, fill_passed
    from workbooks.closed.closed_book import open_book

    day = options.day_of(today)
    path = options.book_path(book)
    if not (passed or charged or amounts):
        raise Unusable("批量填写", "未指定填写内容", "请加 --passed、--charged 否 或 --amounts")
    opened = open_book(path)
    done: dict[str, Filling] = {}
    if passed:
        done["passed"] = fill_passed(opened, day)
    if charged:
        done["charged"] = fill_charged(opened, day, charged)
    if amounts:
        done["amounts"] = fill_amounts(opened, day)
    save(opened, json or yes)
    if json:
        streams.put_json({"book": path.name, **{name: document(one) for name, one in done.items()}})
        return 0
    for name, one in done.items():
        show(name, one)
    written = any(one.written for one in done.values())
    if not written:
        streams.say("文件未改动")
    from addin.terminal.next_line import show_next

    show_next(path, book, day, undoable=written)
    return 0


def document(one: Filling) -> dict[str, object]:
    left = [{"sheet": row.sheet, "row": row.row, "name": row.name, "why": row.why} for row in one.left]
    return {"filled": one.filled, "kept": one.kept, "written": one.written, "left": left}


def show(name: str, one: Filling) -> None:
    """The number of filled cells, and who was left out."""
    unit = "行" if name == "amounts" else "人"
    kept = f"，已填的 {one.kept} {unit}不动" if one.kept else ""
    streams.say(f"{FILLED[name]}填写 {one.filled} {unit}{kept}", style="bold")
    if one.left:
        streams.say(f"没有填 {len(one.left)} {unit}：", style="yellow")
    for row in one.left[:SHOWN]:
        streams.say(f"  {row.sheet} 第{row.row}行 {row.name}：{row.why}")
    if len(one.left) > SHOWN:
        streams.say(f"  等 {len(one.left)} {unit}，全部见 --json")
