"""``gaoyan review``: checks many workbooks and packages at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from addin.terminal import options, streams
from addin.terminal.progress_bar import ProgressBar
from workbooks.files.errors import Unusable

EPILOG = """读文件夹、压缩包（可以套压缩包）里的工作簿、盖章稿和散件附件（xlsx、xls），一个班一行；
不认识的文件逐个列出原因。同一个班重报的以最新一份为准。
盖章稿不以自带的核验报告为准：附件重新核验，并与核验报告、打印稿、平台上报名单和台账核对，
不一致的指出两处位置；附件里多出的表、隐藏的行列、批注、看不见的字，打印稿上另画的内容，
另放的附件副本、改过的日历等也指出。给了公钥（--trust），不是它签的盖章稿会说明。
办班单位改动了参数的逐项列出；盖章稿按通知核验，只按其参数才有的问题另行说明。
附件上无法判断的（考勤、师资费等）既不算通过也不算不通过。
结论：须退回、须人工核对、通过。迟交按收到的日期算：文件夹里的 收件登记.csv（表头“材料,收到日期”），
没有登记的用填报的报送日期，再没有的用文件日期并注明。
校验值只说明传输有没有损坏，不证明没有改过；证明要靠签名（见 gaoyan key --help）。
另外核对各班之间：证书编号、姓名与证件号码、同日参加两个班、讲课费重复、哪些项目尚无材料。
班多时分给几个进程，按 Ctrl-C 停下不丢已核验的；再次运行只重新核验内容变了的
（当天、规则和台账都没有变时）。
例：
  gaoyan review 收到的材料
  gaoyan review 第一批 第二批.zip --out 汇总.xlsx --html 汇总.html --returns 退回意见"""


def review(
    folders: Annotated[list[str], typer.Argument(metavar="文件夹…", help="放各班材料的文件夹或压缩包，可以有几个")],
    out: Annotated[str, typer.Option("--out", metavar="汇总表", help="把汇总和全部问题写成工作簿（.xlsx）")] = "",
    html: Annotated[str, typer.Option("--html", metavar="网页", help="写成一个网页（.html）：不联网，可搜索、筛选、排序")] = "",
    returns: Annotated[
        str, typer.Option("--returns", metavar="文件夹", help="给每个须退回的班写一份退回意见（.docx 和 .txt）")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的汇总表、网页和退回意见")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="全部重读，不用也不留上次的结果")] = False,
    cluster: Annotated[str, typer.Option("--cluster", metavar="地址", help="分给 Dask 集群的调度器（tcp://…），或 local")] = "",
    json: options.Json = False,
    today: options.Today = "",
    reveal: options.Reveal = False,
    ledger: options.LedgerPlace = "",
    trust: Annotated[
        list[str] | None, typer.Option("--trust", metavar="公钥", help="办班单位的公钥，可以有几个；核对盖章稿的签名")
    ] = None,
) -> int:
    """汇总审核：多个班的工作簿和盖章稿，一份一行，全部问题。"""
    from addin.reports.review import put_document, show
    from macros.desk import review as macro
    from udfs.report.desk_document import desk_document

    day = options.day_of(today)
    target = target_of(out, ".xlsx", "汇总表", force)
    page = target_of(html, ".html", "网页", force)
    folder = folder_of(returns, force)
    with ProgressBar(json) as progress:
        given = [Path(folder) for folder in folders]
        result = macro.review(
            given, day, ledger or None, reveal, progress, without=[one for one in (target, page) if one],
            trust=trust or (), remembers=not fresh, cluster=cluster,
        )  # fmt: skip
    desk = desk_document(result, reveal)
    if target is not None:
        from workbooks.files import replacing
        from workbooks.overview.review_book import review_book

        replacing.replace(target, review_book(desk), private=True)
    if page is not None:
        from workbooks.files import replacing
        from workbooks.overview.html import overview_page

        replacing.replace(page, overview_page(desk, reveal), private=True)
    written = letters_written(desk, folder, reveal) if folder is not None else 0
    if json:
        put_document(result, desk)
    else:
        show(desk)
        if target is not None:
            streams.say(f"汇总和全部问题已写入 {out}")
        if page is not None:
            streams.say(f"网页已写入 {html}，用浏览器打开即可")
        if folder is not None:
            streams.say(f"退回意见 {written} 份已写入 {returns}" if written else "没有须退回的班，没有写退回意见")
        if result.undone:
            streams.say(f"已按 Ctrl-C 停下：{result.undone} 份没有核验；再运行一次从这里接着做", style="bold")
    return 1 if result.blocking else 0


def folder_of(given: str, force: bool) -> Path | None:
    """The folder for the letters, or None. Errors: Unusable."""
    if not given:
        return None
    folder = Path(given)
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not force)):
        raise Unusable(folder.name, "已存在，里面有文件", "请换一个文件夹，确要写进去请加 --force")
    return folder


def letters_written(desk: Mapping[str, Any], folder: Path, reveal: bool) -> int:
    """Write 退回意见 for every class to return. Returns the number of classes."""
    from workbooks.files import replacing
    from workbooks.overview.return_letters import letters

    made = letters(desk, reveal)
    if made:
        folder.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        replacing.replace(folder / name, data, private=True)
    return len(made) // 2


def target_of(given: str, ending: str, what: str, force: bool) -> Path | None:
    """The output file, or None. Errors: Unusable."""
    if not given:
        return None
    target = Path(given)
    if target.suffix.lower() != ending:
        raise Unusable(target.name or given, f"{what}的扩展名应为 {ending}", "请改正文件名")
    if target.exists() and (target.is_dir() or not force):
        raise Unusable(target.name, "已存在", "请换一个文件名，确要覆盖请加 --force")
    if target.exists() and ending == ".xlsx":
        from addin.terminal.overwriting import check_overwriting

        check_overwriting(target, target.name)
    return target
