"""The import of a filled 附件5 by the button 导入: a preview and two optional steps to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from addin.buttons.registry import UNDO, Cancelled

if TYPE_CHECKING:
    import xlwings as xw

    from addin.buttons.registry import Desk
    from macros.annexes.taking_over import FilledRow

TITLE = "导入附件5"


def filled_files(files: Sequence[str | Path]) -> tuple[FilledRow, ...]:
    """The rows of the files if each is a filled 附件5 and nothing else; empty otherwise."""
    from macros.annexes.filled_results import filled_rows, has_people

    found: list[FilledRow] = []
    for file in files:
        rows = filled_rows(file)
        if not rows or has_people(file):
            return ()
        found += rows
    return tuple(found)


def import_filled(book: xw.Book, rows: Sequence[FilledRow], desk: Desk) -> str:
    """Import the results after showing the effect."""
    from macros.annexes.filled_results import import_results

    plan = import_results(book, rows, desk.today, dry_run=True).plan
    count = len(plan.fills) + len(plan.entries)
    aside = f"\n{len(plan.conflicts)}处与已填内容不同，保留已填的。" if plan.conflicts else ""
    aside += f"\n{len(plan.left)}行未使用，请核对证件号码。" if plan.left else ""
    if count:
        desk.confirm(TITLE, f"将按证件号码填入考核结果等{count}项。{aside}\n继续吗？")
    strangers = len(plan.strangers)
    adds = bool(strangers) and agreed(desk, f"有{strangers}人附件4中没有。添加为学员吗？")
    due = len(plan.hours)
    hours = bool(due) and agreed(desk, f"有{due}人的学时数与考勤不符。按学时数记入考勤的缺勤学时吗？")
    if not (count or adds or hours):
        return f"没有可以填入的内容，未作改动。{aside.strip()}"
    result = import_results(book, rows, desk.today, add_strangers=adds, hours=hours)
    return f"已导入填好的附件5，写入{result.written}个单元格。{aside.strip()}下一步：全部核验。{UNDO}"


def agreed(desk: Desk, question: str) -> bool:
    """Ask a yes/no question; no skips only this step."""
    try:
        desk.confirm(TITLE, question)
    except Cancelled:
        return False
    return True
