"""Preview and confirmation before a command writes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from addin.terminal import streams
from udfs.records.class_file import FINDINGS
from workbooks.closed.host import held_file
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    import xlwings as xw

NO = ("n", "no", "否", "不")


def save(book: xw.Book, unasked: bool, findings: int = 0) -> None:
    """Save a closed book, after a preview of the cells to write and, at a terminal, a confirmation.

    ``unasked``: neither (``--json``, ``--yes``). ``findings``: the number of findings that 核验 then lists. Errors: Unusable if
    the answer is no; the file is unchanged.
    """
    file = held_file(book)
    counts = {title: len(cells) for title, cells in file.pending.items()} if file is not None else {}
    if counts and not unasked:
        streams.say(preview(counts, findings), style="dim")
        confirm("写入吗？写入后可用 gaoyan undo 撤销。", book.name)
    book.save()


def preview(counts: Mapping[str, int], findings: int) -> str:
    """What changes: the cells of the user's sheets, and 核验, which the program writes, by the number of its findings.

    >>> preview({"考勤": 6, "附件4": 1}, 0), preview({"核验": 638}, 65)
    ('将写入 7 个单元格：考勤 6 个、附件4 1 个', '将刷新“核验”：65 条，您填写的各表不动')
    >>> preview({"核验": 12, "附件4": 1}, 0)
    '将写入 1 个单元格：附件4 1 个；刷新“核验”：没有问题'
    """
    own = {title: count for title, count in counts.items() if title != FINDINGS}
    listed = f"刷新“核验”：{f'{findings} 条' if findings else '没有问题'}"
    if not own:
        return f"将{listed}，您填写的各表不动"
    named = "、".join(f"{title} {count} 个" for title, count in own.items())
    return f"将写入 {sum(own.values())} 个单元格：{named}" + (f"；{listed}" if FINDINGS in counts else "")


def confirm(question: str, name: str) -> None:
    """Ask at a terminal; everywhere else the answer is yes. Errors: Unusable if it is no."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        streams.say(f"{question}[Y/n] ")
        if sys.stdin.readline().strip().lower() in NO:
            raise Unusable(name, "已取消，文件未作改动", "需要时再运行一次")
