"""``gaoyan undo``: the last writing command taken back."""

from __future__ import annotations

from typing import Annotated

import typer

from addin import options, streams

EPILOG = """例：
  gaoyan undo 云计算班.xlsx"""


def undo(
    book: options.Book,
    force: Annotated[bool, typer.Option("--force", help="放弃此后用别的程序所作的改动")] = False,
) -> int:
    """撤销上一条写入工作簿的命令，文件恢复原样。"""
    from macros.undo import undo as taken_back
    from workbooks.closed import open_book

    path = options.book_path(book)
    result = taken_back(open_book(path), force)
    streams.say(f"已撤销“{result.command}”，{book} 恢复到它之前的样子")
    if result.command == "分配编号":
        streams.say("编号仍记在台账上，下次分配时同一人得到同一个编号")
    return 0
