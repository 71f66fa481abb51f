"""``gaoyan checklist``: what to submit by when, and the deadlines as a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.terminal import options, streams
from udfs.values.headings import DUE, MATERIAL
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from datetime import date

    from udfs.notice.parameters import Parameters
    from udfs.schedule.checklist import ChecklistEntry

EPILOG = """例：
  gaoyan checklist 云计算班.xlsx
  gaoyan checklist 云计算班.xlsx --ics 期限.ics    存为日历文件，导入手机或电脑日历会提前提醒"""
URGENT_DAYS = 7


def checklist(
    book: options.Book,
    ics: Annotated[str, typer.Option("--ics", metavar="文件", help="把报送期限存为日历文件（.ics）")] = "",
    json: options.Json = False,
    today: options.Today = "",
) -> int:
    """材料清单：该交什么、交给谁、哪天截止、谁盖章，还差什么。"""
    from udfs.records.class_parameters import class_parameters
    from udfs.schedule.checklist import checklist as entries_of
    from workbooks.book.reading import read_file

    day = options.day_of(today)
    path = options.book_path(book)
    if ics and Path(ics).suffix.lower() != ".ics":
        raise Unusable(Path(ics).name or ics, "日历文件的扩展名应为 .ics", "请改正文件名")
    c = read_file(path, day)
    p = class_parameters(c)
    entries = entries_of(c, p)
    if ics:
        if not any(entry.due for entry in entries):
            raise Unusable(path.name, "没有开始日期和结束日期，无法计算报送期限", "请先填写“项目信息”")
        from workbooks.files import replacing
        from workbooks.overview.deadline_calendar import calendar_of

        replacing.replace(Path(ics), calendar_of(c, entries))
    if json:
        streams.put_json(document(path.name, day, entries))
        return 0
    show(entries, day, p)
    if ics:
        streams.say(f"已把报送期限存为日历文件 {ics}")
    return 0


def document(book: str, today: date, entries: Sequence[ChecklistEntry]) -> dict[str, object]:
    return {
        "book": book,
        "today": today.isoformat(),
        "entries": [
            {
                "part": entry.part,
                "item": entry.item,
                "clause": entry.clause,
                "office": entry.office,
                "signs": entry.signs,
                "due": entry.due.isoformat() if entry.due else None,
                "days_left": entry.days_left(today),
                "filed": entry.filed.isoformat() if entry.filed else None,
                "done": entry.done,
            }
            for entry in entries
        ],
    }


def show(entries: Sequence[ChecklistEntry], today: date, p: Parameters) -> None:
    """The list by parts, then a summary of open items."""
    from rich.table import Table
    from rich.text import Text

    from udfs.schedule.checklist import TITLES, days_words, title_of

    for part in TITLES:
        title = title_of(part, p)
        own = [entry for entry in entries if entry.part == part]
        if not own:
            continue
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", title=title, title_justify="left", title_style="bold")
        dated = part in ("filing", "material", "claim")
        for heading in ("", MATERIAL, *((DUE, "剩余", "报送对象、签章") if dated else ()), "依据"):
            table.add_column(heading, overflow="fold")
        for entry in own:
            left = entry.days_left(today)
            style = "bold red" if left is not None and left < 0 else "yellow" if left is not None and left <= URGENT_DAYS else ""
            words = f"{entry.filed.isoformat()} 已报送" if entry.filed else "已齐备" if entry.ticked else days_words(left)
            more = [entry.due.isoformat() if entry.due else "", Text(words, style=style), entry.signs or entry.office]
            table.add_row("√" if entry.done else "□", Text(entry.item), *(more if dated else ()), entry.clause)
        streams.put(table)
        streams.say()
    streams.say(open_ends(entries, today), style="bold")


def open_ends(entries: Sequence[ChecklistEntry], today: date) -> str:
    """The number of open items, and the next deadline."""
    waiting = [entry for entry in entries if not entry.done]
    if not waiting:
        return "全部办妥"
    late = [entry.item for entry in waiting if entry.part == "filing" and (entry.days_left(today) or 0) < 0]
    coming = sorted((entry.due, entry.item) for entry in waiting if entry.part == "filing" and entry.due and entry.due >= today)
    parts = [f"还有 {len(waiting)} 项未办妥"]
    if late:
        parts.append(f"已过期：{'、'.join(late)}")
    if coming:
        due, item = coming[0]
        parts.append(f"最近的期限：{due.isoformat()} {item}（还有 {(due - today).days} 天）")
    return "；".join(parts)
