"""收件登记.csv: an office's optional register of received files and their dates, in the reviewed folder."""

from __future__ import annotations

from pathlib import Path

from udfs.report.receipts import Receipt
from udfs.report.reviewed import FOREIGN, REFUSED, SubmittedFile
from udfs.schedule.sessions import Calendar, day_of
from udfs.values import cells
from workbooks.files.errors import GaoyanError
from workbooks.sources.opening import blocks_of

REGISTER = "收件登记.csv"
NAMED = ("材料", "文件", "文件名", "选题名称", "项目名称", "项目")
DATED = ("收到日期", "收件日期", "交件日期", "报送日期", "日期")
KIND = "收件登记"


def receipts_in(path: Path) -> tuple[list[Receipt], list[SubmittedFile]]:
    """The lines of the register and its faults. The first line holds the headings 材料, 收到日期."""
    try:
        rows = [row for block in blocks_of(path) for row in block.rows]
    except GaoyanError as error:
        return [], [SubmittedFile(REGISTER, KIND, REFUSED, f"{error.what}。{error.todo}")]
    headings = [cells.plain(value) for value in rows[0]] if rows else []
    name = next((headings.index(word) for word in NAMED if word in headings), None)
    day = next((headings.index(word) for word in DATED if word in headings), None)
    if name is None or day is None:
        return [], [SubmittedFile(REGISTER, KIND, REFUSED, "第一行应为“材料,收到日期”，没有采用，迟交按文件日期计。请改正表头")]
    found: list[Receipt] = []
    faults: list[SubmittedFile] = []
    for line, row in enumerate(rows[1:], start=2):
        what, when = (cells.text(row[at]) if at < len(row) else "" for at in (name, day))
        if not (what or when):
            continue
        known = day_of(row[day], Calendar()) if day < len(row) else None
        if what and known:
            found.append(Receipt(line, what, known))
        else:
            lacking = "收到日期无法识别，请写成2025-08-12的格式" if what else "没有写是哪一份材料"
            faults.append(SubmittedFile(f"{REGISTER}第{line}行", KIND, FOREIGN, f"“{what or when}”{lacking}；没有采用"))
    return found, faults
