"""Preview and confirmation before a command writes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from addin.terminal import streams
from workbooks.closed.host import held_file
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    import xlwings as xw

NO = ("n", "no", "否", "不")


def save(book: xw.Book, unasked: bool) -> None:
    """Save a closed book, after a preview of the cells to write and, at a terminal, a confirmation.

    ``unasked``: neither (``--json``, ``--yes``). Errors: Unusable if the answer is no; the file is unchanged.
    """
    file = held_file(book)
    counts = {title: len(cells) for title, cells in file.pending.items()} if file is not None else {}
    if counts and not unasked:
        named = "、".join(f"{title} {count} 个" for title, count in counts.items())
        streams.say(f"将写入 {sum(counts.values())} 个单元格：{named}", style="dim")
        if sys.stdin.isatty() and sys.stdout.isatty():
            streams.say("写入吗？[Y/n] ")
            if sys.stdin.readline().strip().lower() in NO:
                raise Unusable(book.name, "已取消，文件未作改动", "需要时再运行一次")
    book.save()
