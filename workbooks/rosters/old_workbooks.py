"""Old workbooks (xls, WPS et): read in another process, because the file may be made to hang its reader."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from udfs.cells import Value
from workbooks.errors import Unusable
from workbooks.rosters.apart import LOCKED
from workbooks.rosters.decoding import SAVE_AS_XLSX
from workbooks.rosters.model import Block, Span

# An old workbook has 65,536 rows at most; all of them are read within a few seconds.
PATIENCE = 30
DAMAGED = "请用 Excel 或 WPS 打开检查，另存为 xlsx 后再导入"


def from_ole(name: str, data: bytes) -> list[Block]:
    """The sheets of an old workbook; a locked workbook or a Word document is named and refused. Raises ``Unusable``."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unusable(name, "有打开密码", "请用密码打开，去掉密码另存后再导入")
    if "WordDocument".encode("utf-16-le") in data:
        raise Unusable(name, "是 Word 文档", "请把其中的表格复制到 Excel 或 WPS 表格，另存为 xlsx 后再导入")
    if "PowerPoint Document".encode("utf-16-le") in data:
        raise Unusable(name, "是演示文稿", SAVE_AS_XLSX)
    command = [sys.executable, str(Path(__file__).with_name("apart.py"))]
    hidden_window = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=PATIENCE, check=False, creationflags=hidden_window
        )
    except subprocess.TimeoutExpired:
        raise Unusable(name, f"文件已损坏（{PATIENCE} 秒没有读完）", DAMAGED) from None
    except OSError:
        raise Unusable(name, "是旧版 xls 格式，这里无法读取", SAVE_AS_XLSX) from None
    if done.returncode == LOCKED:
        raise Unusable(name, "有打开密码", "请用密码打开，去掉密码另存后再导入")
    if done.returncode != 0:
        raise Unusable(name, "文件已损坏，或不是表格", DAMAGED)
    return [block_of(name, sheet) for sheet in json.loads(done.stdout)]


def block_of(name: str, sheet: dict[str, Any]) -> Block:
    rows = [[value_of(value) for value in row] for row in sheet["rows"]]
    return Block(name, sheet["title"], rows, tuple(Span(*corners) for corners in sheet["merged"]), sheet["hidden"])


def value_of(value: Any) -> Value:
    """A cell out of JSON."""
    if isinstance(value, dict):
        return datetime.fromisoformat(value["moment"]) if "moment" in value else date.fromisoformat(value["day"])
    cell: Value = value
    return cell
