"""``gaoyan demo``: the complete workflow with fictitious people."""

from __future__ import annotations

from typing import Annotated

import typer

EPILOG = """例：
  gaoyan demo demo"""


def demo(
    directory: Annotated[str, typer.Argument(metavar="文件夹", help="放演示文件的文件夹，没有则建立")],
) -> int:
    """演示：按真实计划虚构几个班，埋入各种问题，查出、改正、导出。"""
    from pathlib import Path

    from addin.demo.running import run

    return run(Path(directory))
