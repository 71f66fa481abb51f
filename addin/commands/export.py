"""``gaoyan export``: the stamp-ready package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from addin import options, streams

EPILOG = """有错误或未说明的核实项时不生成；只看样式请加 --draft，每页印有“草稿”。
例：
  gaoyan export 云计算班.xlsx --out 盖章稿"""


def export(
    book: options.Book,
    out: Annotated[str, typer.Option("--out", metavar="文件夹", help="放盖章稿的文件夹")],
    draft: Annotated[bool, typer.Option("--draft", help="有问题也生成，每页印“草稿”")] = False,
    json: options.Json = False,
    today: options.Today = "",
    reveal: options.Reveal = False,
    ledger: options.LedgerPlace = "",
) -> int:
    """校验并导出盖章稿：附件3–6 的 PDF 和表格、核验报告、材料清单。"""
    from macros.check import check_file
    from macros.export import export_class

    day = options.day_of(today)
    path = options.book_path(book)
    with streams.working("正在核验"):
        c, report = check_file(path, day, ledger or None)
    with streams.working("正在排版"):
        result = export_class(c, report, Path(out), draft, book=path.name)
    if json:
        streams.put_json(
            {
                "book": path.name,
                "folder": None if result.folder is None else str(result.folder),
                "files": list(result.files),
                "blocking": result.blocking,
                "missing": [str(one) for one in result.missing],
                "absent": list(result.absent),
                "draft": result.draft,
            }
        )
        return result.exit_code
    if result.blocked and report.blocking:
        from addin.presenting import show_report

        blocking = report.model_copy(update={"findings": tuple(one for one in report.findings if one.blocks)})
        show_report(c, blocking, book, reveal=reveal)
    streams.say(result.message, style="bold")
    if result.blocked:
        streams.say("只看样式可用 --draft")
    return result.exit_code
