"""``gaoyan page``: builds the browser page that needs no installation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from addin.terminal import streams
from workbooks.files.errors import Unusable

HELP = "网页：一个 HTML 文件，双击即用，什么也不用安装，不联网。"
EPILOG = """生成时需要 Node.js，第一次还需要网络（组件按锁定的校验值下载，存在缓存里）；打开网页什么都不需要。
例：
  gaoyan page build --out 高研.html
  gaoyan page build --out 高研.html --without-printing    小得多，不能导出盖章稿，不能打开编号台账"""


def build(
    out: Annotated[str, typer.Option("--out", metavar="文件", help="要写的文件（.html）")],
    without_printing: Annotated[
        bool, typer.Option("--without-printing", help="不带排版和台账部分，不能导出盖章稿、不能打开台账")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
) -> int:
    """生成网页；同一台电脑上同一版本生成的文件逐字节相同。"""
    from hashlib import sha256

    from addin.browser.building import built_page
    from addin.browser.packing import packed
    from addin.browser.parts import cache, gathered
    from workbooks.files import replacing

    path = Path(out)
    if path.suffix.lower() not in (".html", ".htm"):
        raise Unusable(path.name or out, "网页的扩展名应为 .html", "请改正文件名")
    if path.exists() and (path.is_dir() or not force):
        raise Unusable(out, "已存在", "请换一个文件名，确要覆盖请加 --force")
    with streams.working("正在生成网页，第一次需要几分钟"):
        folder = cache()
        data = built_page(packed(gathered(folder), folder), printing=not without_printing)
    replacing.replace(path, data)
    streams.say(f"已生成 {out}（{len(data):,} 字节）")
    streams.say(f"SHA256 {sha256(data).hexdigest()}")
    return 0


COMMANDS: dict[str, Callable[..., Any]] = {"build": build}
