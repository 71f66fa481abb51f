"""``gaoyan export``: writes the stamp-ready package."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.terminal import options, streams
from addin.terminal.progress_bar import ProgressBar

if TYPE_CHECKING:
    from workbooks.files.progress import Progress
    from workbooks.files.signing import Signer

EPILOG = """有错误或未说明的核实项时不生成；只看样式请加 --draft，每页印有“草稿”。
例：
  gaoyan export 云计算班.xlsx --out 盖章稿
  gaoyan export 云计算班.xlsx --out 盖章稿 --sign 本单位.key"""


def export(
    book: options.Book,
    out: Annotated[str, typer.Option("--out", metavar="文件夹", help="放盖章稿的文件夹")],
    draft: Annotated[bool, typer.Option("--draft", help="有问题也生成，每页印“草稿”")] = False,
    sign: Annotated[
        str, typer.Option("--sign", metavar="私钥", help="用本单位的私钥签名，接收单位可据以证明导出后没有改动")
    ] = "",
    json: options.Json = False,
    today: options.Today = "",
    reveal: options.Reveal = False,
    ledger: options.LedgerPlace = "",
) -> int:
    """校验并导出盖章稿：附件3–6 的 PDF 和表格、核验报告、材料清单。"""
    from macros.checking.check import check_file
    from macros.handing_in.export import export_class, mark_exported
    from udfs.records.class_file import AFTER

    day = options.day_of(today)
    path = options.book_path(book)
    signing = signer_of(sign)
    with streams.working("正在核验"):
        c, report = check_file(path, day, ledger or None, AFTER)
    with ProgressBar(json) as progress:
        result = export_class(c, report, Path(out), draft, book=path.name, progress=of_files(progress), sign=signing)
    mark_exported(c, result, ledger or None)
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
        from addin.terminal.presenting import show_report

        blocking = replace(report, findings=tuple(one for one in report.findings if one.blocks))
        show_report(c, blocking, book, reveal=reveal)
    streams.say(result.message, style="bold")
    if result.blocked:
        streams.say("只看样式可用 --draft")
    elif not draft:
        from addin.terminal.next_line import lines_of

        streams.say_wrapped(lines_of(c, report, book, exported=True)[0])
    return result.exit_code


def signer_of(key: str) -> Signer | None:
    """The signing function for that private key file, or None. Errors: Unusable."""
    if not key:
        return None
    from workbooks.files.signing import signer

    return signer(Path(key))


def of_files(progress: Progress) -> Progress:
    """A progress callback with one bar for all files of the package."""
    return lambda _, at, whole: progress("排版", at, whole)
