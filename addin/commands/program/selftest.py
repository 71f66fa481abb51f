"""``gaoyan addin selftest``: tests rules, functions and buttons inside the real program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from addin.terminal import options, streams
from workbooks.files.errors import Unusable

Host = Annotated[str, typer.Option("--host", metavar="程序", help="excel（默认）或 libreoffice")]
Out = Annotated[str, typer.Option("--out", metavar="文件", help="结果的网页，同名的 .json 写在旁边；默认 自检.html")]


def selftest(host: Host = "excel", out: Out = "自检.html") -> int:
    """自检：在真正的表格程序里，用虚构的工作簿把规则、函数、按钮逐项试一遍；不动任何已有的文件。"""
    from addin.selftest.page import put

    path = Path(out)
    if path.suffix.lower() not in (".html", ".htm"):
        raise Unusable("--out", "扩展名应为 .html", "请改正文件名")
    if not path.parent.is_dir():
        raise Unusable("--out", f"没有文件夹 {path.parent}", "请先建立文件夹")
    with streams.working("正在自检，约三分钟"):
        found = tried_in(options.one_of("--host", host, ("excel", "libreoffice")))
    streams.say(put(found, path), style="bold")
    for one in [each for each in found["outcomes"] if each["well"] is False]:
        streams.say(f"✗ {one['part']}｜{one['what']}：{one['found']}")
    return 1 if found["wrong"] else 0


def tried_in(host: str) -> dict[str, Any]:
    if host == "excel":
        from addin.excel.trying import tried as in_excel

        return in_excel()
    from importlib.metadata import version

    from addin.libreoffice.installing.extension import built_extension
    from addin.libreoffice.installing.trial import tried as in_libreoffice

    return in_libreoffice(built_extension(version("gaoyan")))
