"""``gaoyan review``: many workbooks and packages at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from addin import options, streams
from addin.progress_bar import ProgressBar
from workbooks.errors import Unusable

EPILOG = """文件夹及其下各级文件夹里的工作簿逐份核验；盖章稿文件夹核对校验值，问题按其中的核验报告计。
另外核对各份之间：证书编号是否重复、同一项目是否有几份、计划表中哪些项目还没有材料。
例：
  gaoyan review 收到的材料
  gaoyan review 收到的材料 --out 汇总.xlsx"""


def review(
    folder: Annotated[str, typer.Argument(metavar="文件夹", help="放各班工作簿或盖章稿的文件夹")],
    out: Annotated[str, typer.Option("--out", metavar="汇总表", help="把汇总和全部问题写成工作簿（.xlsx）")] = "",
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的汇总表")] = False,
    json: options.Json = False,
    today: options.Today = "",
    reveal: options.Reveal = False,
    ledger: options.LedgerPlace = "",
) -> int:
    """汇总审核：多个班的工作簿和盖章稿，一份一行，全部问题。"""
    from addin.review_report import document, show
    from macros import review as macro

    day = options.day_of(today)
    target = Path(out) if out else None
    if target is not None and target.suffix.lower() != ".xlsx":
        raise Unusable(target.name or out, "汇总表的扩展名应为 .xlsx", "请改正文件名")
    if target is not None and target.exists() and (target.is_dir() or not force):
        raise Unusable(target.name, "已存在", "请换一个文件名，确要覆盖请加 --force")
    with ProgressBar(json) as progress:
        result = macro.review(Path(folder), day, ledger or None, reveal, progress, without=target)
    if target is not None:
        from workbooks import replacing
        from workbooks.review_book import review_book

        replacing.replace(target, review_book(result.files, result.clashes, result.missing))
    if json:
        streams.put_json(document(result))
    else:
        show(result)
        if target is not None:
            streams.say(f"汇总和全部问题已写入 {out}")
    return 1 if result.blocking else 0
