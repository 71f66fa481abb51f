"""``gaoyan tidy``: normalises typed cells."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from addin.terminal import options, streams
from udfs.records.masking import mask, mask_text
from udfs.values import cells

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from macros.people.tidy import Tidied, TidyResult

SHOWN = 40
EPILOG = """姓名只去空格和不可见字符；位数已丢失的号码只列出，不改。
例：
  gaoyan tidy 云计算班.xlsx
  gaoyan tidy 云计算班.xlsx --results"""
Results = Annotated[bool, typer.Option("--results", help="生成附件5：重新由附件4带出，手工填写的考核结果移到附件4本人一行")]


def tidy(
    book: options.Book,
    json: options.Json = False,
    today: options.Today = "",
    reveal: options.Reveal = False,
    results: Results = False,
    yes: options.Yes = False,
) -> int:
    """规范化：全角转半角、x 转 X、去多余空格、统一电话和是否的写法、补序号。"""
    from addin.terminal.next_line import show_next
    from addin.terminal.previewing import save
    from workbooks.closed.closed_book import open_book

    day = options.day_of(today)
    path = options.book_path(book)
    if results:
        return make_annex(path, book, day, json, yes)
    with streams.working("正在规范化"):
        from macros.people.tidy import tidy as tidied

        opened = open_book(path)
        result = tidied(opened, day)
    save(opened, json or yes)
    if json:
        streams.put_json(document(path.name, result, reveal))
        return 0
    show(result, reveal)
    show_next(path, book, day, undoable=result.anything)
    return 0


def make_annex(path: Path, book: str, day: date, json: bool, yes: bool) -> int:
    """Restore 附件5 as the view of 附件4, as the button 生成附件5 does."""
    from dataclasses import asdict

    from addin.reports.results import results_line, untouched
    from addin.terminal.next_line import show_next
    from addin.terminal.previewing import save
    from macros.annexes.results import make_results
    from workbooks.closed.closed_book import open_book

    opened = open_book(path)
    made = make_results(opened, day)
    save(opened, json or yes)
    if json:
        streams.put_json({"book": path.name, **asdict(made)})
        return 0
    streams.say(results_line(made) or untouched(made))
    show_next(path, book, day, undoable=bool(results_line(made)))
    return 0


def document(name: str, result: TidyResult, reveal: bool) -> dict[str, object]:
    def line(one: Tidied) -> dict[str, object]:
        return {
            "sheet": one.sheet, "cell": one.cell, "field": one.field,
            "old": shown(one.field, one.old, reveal), "new": shown(one.field, one.new, reveal),
        }  # fmt: skip

    changed, left = [line(one) for one in result.changed], [line(one) for one in result.left]
    return {"book": name, "changed": changed, "left": left, "restored": result.restored, **settled_document(result)}


def settled_document(result: TidyResult) -> dict[str, object]:
    """Moved working columns, those that could not be moved, and rows with 归属 filled, as JSON data."""
    return {
        "moved": [{"row": one.row, "to": one.to, "name": one.name} for one in result.settled.moved],
        "stuck": [{"row": one.row, "name": one.name, "why": one.why} for one in result.settled.stuck],
        "owners": list(result.settled.filled),
        "joined": [{"name": name, "rows": list(rows)} for name, rows in result.joined.rows],
        "not_joined": [{"name": name, "rows": list(rows), "why": why} for name, rows, why in result.joined.left],
    }


def show_joined(result: TidyResult) -> None:
    """Merged rows of 考勤, and those not merged."""
    for name, rows in result.joined.rows[:SHOWN]:
        streams.say(f"考勤 {name} 的第{'、'.join(map(str, rows))}行合并为一行，学时相加，以下各行上移")
    for name, rows, why in result.joined.left[:SHOWN]:
        streams.say(f"考勤 {name} 的第{'、'.join(map(str, rows))}行没有合并：{why}，请核对", style="bold red")


def show_settled(result: TidyResult) -> None:
    """The same for working columns."""
    if result.settled.moved:
        streams.say(f"按归属把工作列移回本人一行：{len(result.settled.moved)}人", style="bold")
        for one in result.settled.moved[:SHOWN]:
            streams.say(f"  附件4 第{one.row}行 → 第{one.to}行 {one.name}")
    if result.settled.stuck:
        streams.say("下列工作列不属于本行人员，无法确定应移到哪一行，未改动，请核对：", style="bold red")
        for stuck in result.settled.stuck[:SHOWN]:
            streams.say(f"  附件4 第{stuck.row}行 {stuck.name}：{stuck.why}")
    if result.settled.filled:
        streams.say(f"补填归属 {len(result.settled.filled)} 行")


def shown(field: str, value: object, reveal: bool) -> str:
    """A cell as it may be shown: masked, with separators visible around the mask."""
    text = value if isinstance(value, str) else cells.text(value)  # type: ignore[arg-type]
    if reveal:
        return text
    masked = mask(field, text)
    return mask_text(masked if isinstance(masked, str) else text)


def show(result: TidyResult, reveal: bool) -> None:
    """The changed cells, old → new, and the ones that cannot be restored."""
    from rich.table import Table
    from rich.text import Text

    if result.changed:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for name in ("位置", "栏目", "原来", "", "改为"):
            table.add_column(name, overflow="fold")
        for one in result.changed[:SHOWN]:
            old, new = (typed(value) + visible(shown(one.field, value, reveal)) for value in (one.old, one.new))
            table.add_row(f"{one.sheet} {one.cell}", one.field, Text(old), "→", Text(new))
        streams.put(table)
        if len(result.changed) > SHOWN:
            streams.say(f"… 另有 {len(result.changed) - SHOWN} 处（全部见 --json）")
        streams.say()
    if result.left:
        streams.say("以数字存放、位数可能已丢失，无法复原，请按证件重新录入（先把单元格设为文本）：", style="bold red")
        streams.say("  " + "、".join(f"{one.sheet} {one.cell}（{one.field}）" for one in result.left))
        streams.say()
    if result.restored:
        streams.say(f"恢复 {result.restored} 列的格式、下拉列表和输入检查", style="bold")
    show_joined(result)
    show_settled(result)
    if not result.anything:
        streams.say("没有需要规范的内容，文件未改动")
        return
    if result.changed:
        streams.say(f"规范了 {len(result.changed)} 处", style="bold")


def typed(value: object) -> str:
    """The invisible type of a number or boolean."""
    if isinstance(value, bool):
        return "〔逻辑值〕"
    return "〔数字〕" if isinstance(value, int | float | Decimal) else ""


def visible(text: str) -> str:
    """Spaces and invisible characters made visible."""
    shown_text = "".join("␣" if char.isspace() else char if char.isprintable() else "▯" for char in text)
    return shown_text or "（空）"
