"""``gaoyan key``: the keys for signing exported packages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from addin.terminal import streams

HELP = "签名密钥：办班单位生成，用来证明盖章稿导出后没有改动。"
EPILOG = """校验值谁都能重新计算，只说明传输有没有损坏；签名只有持私钥的单位能作出。
私钥留在本单位，妥善保管；公钥（.pub）当面或另行交给接收单位。
例：
  gaoyan key new 本单位.key
  gaoyan export 云计算班.xlsx --out 盖章稿 --sign 本单位.key
  gaoyan review 收到的材料 --trust 某单位.key.pub"""

Place = Annotated[str, typer.Argument(metavar="文件", help="私钥文件，如 本单位.key；公钥写在它旁边")]


def new(file: Place) -> int:
    """生成一对密钥：私钥和公钥。"""
    from workbooks.files.signing import new_key

    public = new_key(Path(file))
    streams.say(f"已生成私钥 {file}（只留在本单位，不要外传）和公钥 {public.name}（交给接收单位）", style="bold")
    return 0


COMMANDS: dict[str, Callable[..., Any]] = {"new": new}
