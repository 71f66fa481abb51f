"""``gaoyan fill``: one word for everybody, where a column says the same of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from addin.terminal import options, streams
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from macros.people.filling import Filling

SHOWN = 20
EPILOG = """已填的不改；缺课超过规定、按退学处理的不填，并逐人列出。
例：
  gaoyan fill 云计算班.xlsx --passed
  gaoyan fill 云计算班.xlsx --charged 否"""


def fill(
    book: options.Book,
    passed: Annotated[bool, typer.Option("--passed", help="结业考核：没填的学员都填“是”，按退学处理的除外")] = False,
    charged: Annotated[str, typer.Option("--charged", metavar="是或否", help="是否收费：没填的人都填这个")] = "",
    json: options.Json = False,
    today: options.Today = "",
    yes: options.Yes = False,
) -> int:
    """批量填写：全部通过结业考核，或全部（不）收费。"""
    from addin.terminal.previewing import save
    from macros.people.filling import fill_charged, fill_passed
    from workbooks.closed.closed_book import open_book

    day = options.day_of(today)
    path = options.book_path(book)
    if not (passed or charged):
        raise Unusable("批量填写", "没有说填什么", "请加 --passed 或 --charged 否")
    opened = open_book(path)
    done: dict[str, Filling] = {}
    if passed:
        done["passed"] = fill_passed(opened, day)
    if charged:
        done["charged"] = fill_charged(opened, day, charged)
    save(opened, json or yes)
    if json:
        streams.put_json({"book": path.name, **{name: document(one) for name, one in done.items()}})
        return 0
    for name, one in done.items():
        show(name, one)
    from addin.terminal.next_line import show_next

    show_next(path, book, day, undoable=any(one.written for one in done.values()))
    return 0


def document(one: Filling) -> dict[str, object]:
    left = [{"sheet": row.sheet, "row": row.row, "name": row.name, "why": row.why} for row in one.left]
    return {"filled": one.filled, "kept": one.kept, "written": one.written, "left": left}


def show(name: str, one: Filling) -> None:
    """How many, and who was left out."""
    what = "结业考核" if name == "passed" else "是否收费"
    kept = f"，已填的 {one.kept} 人不动" if one.kept else ""
    streams.say(f"{what}填写 {one.filled} 人{kept}", style="bold")
    if one.left:
        streams.say(f"没有填 {len(one.left)} 人：", style="yellow")
    for row in one.left[:SHOWN]:
        streams.say(f"  {row.sheet} 第{row.row}行 {row.name}：{row.why}")
    if len(one.left) > SHOWN:
        streams.say(f"  等 {len(one.left)} 人，全部见 --json")
