"""``gaoyan mask``: writes a copy for publication."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from addin.terminal import options, streams
from workbooks.files.errors import Unusable

EPILOG = """副本是另做的一个文件，只有可见的值；证件号码、电话在任何位置都已遮盖，
没有公式、批注、名称、链接、隐藏内容和文件属性。
姓名、工作单位等照原样保留，公开前请核对是否都可以公开。
例：
  gaoyan mask 云计算班.xlsx 公示.xlsx"""


def mask(
    book: options.Book,
    out: Annotated[str, typer.Argument(metavar="副本", help="要生成的文件（.xlsx）")],
    everything: Annotated[bool, typer.Option("--all", help="除附件3至附件6外，也包括项目信息、考勤、费用等各表")] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    json: options.Json = False,
    today: options.Today = "",
) -> int:
    """生成公开用的副本：遮盖证件号码和电话，不含任何隐藏内容。"""
    from macros.handing_in.mask import mask_file

    path, target = options.book_path(book), Path(out)
    if target.suffix.lower() != ".xlsx":
        raise Unusable(target.name or out, "副本的扩展名应为 .xlsx", "请改正文件名")
    if target.exists() and (target.is_dir() or target.resolve() == path.resolve() or not force):
        same = "与原工作簿是同一个文件" if target.resolve() == path.resolve() else "已存在"
        raise Unusable(target.name, same, "请换一个文件名" + ("" if same != "已存在" else "，确要覆盖请加 --force"))
    if target.exists():
        from addin.terminal.overwriting import check_overwriting

        check_overwriting(target, target.name)
    with streams.working("正在生成副本"):
        result = mask_file(path, target, options.day_of(today), everything)
    if json:
        streams.put_json(
            {
                "book": path.name, "copy": target.name, "sheets": list(result.sheets), "masked": result.masked,
                "left_out": list(result.left_out),
            }
        )  # fmt: skip
        return 0
    streams.say(f"已生成公开用的副本 {out}：{'、'.join(result.sheets)}，遮盖号码 {result.masked} 处", style="bold")
    for one in result.left_out:
        streams.say(f"未放入副本——{one}")
    streams.say("姓名、工作单位等照原样保留，公开前请核对是否都可以公开")
    return 0
