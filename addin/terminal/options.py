"""Arguments and options shared by several commands, and the parsing of their values.

All values are declared as text and parsed here, so that errors are reported in Chinese.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from addin.terminal import streams
from workbooks.files.errors import Unusable

Book = Annotated[str, typer.Argument(metavar="工作簿", help="一期的工作簿（.xlsx、.xlsm）")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]
Today = Annotated[str, typer.Option("--today", metavar="日期", help="当作今天的日期，如 2025-06-30；默认当天")]
Reveal = Annotated[bool, typer.Option("--reveal", callback=streams.reveal, help="显示完整的证件号码和电话（默认遮盖）")]
Yes = Annotated[bool, typer.Option("--yes", help="写入前不询问")]
LedgerPlace = Annotated[
    str, typer.Option("--ledger", metavar="台账", help="编号台账的文件或数据库地址；默认 GAOYAN_LEDGER 或用户数据文件夹")
]


def day_of(today: str) -> date:
    """The date that a command uses as today. Errors: Unusable."""
    if not today:
        return date.today()
    try:
        return date.fromisoformat(today)
    except ValueError:
        raise Unusable("--today", "不是日期", "请写成 2025-06-30 的形式") from None


def whole_number(option: str, value: str, lowest: int, highest: int) -> int:
    """An integer from ``lowest`` to ``highest``. Errors: Unusable."""
    if value.isascii() and value.isdigit() and len(value) < 10 and lowest <= int(value) <= highest:
        return int(value)
    raise Unusable(option, f"应为 {lowest} 到 {highest} 的整数", "请改正后重试")


def one_of(option: str, value: str, choices: tuple[str, ...]) -> str:
    if value in choices:
        return value
    raise Unusable(option, f"只能是{'、'.join(choices)}", "请改正后重试")


def book_path(book: str) -> Path:
    """The path of an existing workbook. Errors: Unusable."""
    path = Path(book)
    if not path.exists():
        raise Unusable(book, "没有这个文件", "请核对文件名和所在文件夹")
    if path.is_dir():
        raise Unusable(book, "是文件夹，不是工作簿", "请给出 .xlsx 文件")
    return path
