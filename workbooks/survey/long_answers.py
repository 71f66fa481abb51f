"""Converts survey exports with one row per answer (答卷编号, 题目, 选项) to one row per form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from udfs.values.cells import Value, blank, text
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.headings import cores
from workbooks.sources.model import SourceBlock

FORM = (
    "答卷编号", "答卷序号", "答卷id", "答卷号", "问卷编号", "问卷序号", "提交编号", "记录编号", "id", "用户id", "学号",
    "填写人", "提交者", "姓名", "编号", "序号",
)  # fmt: skip
QUESTION = (
    "题目", "问题", "题目名称", "问题名称", "题干", "测评项目", "评价项目", "测评内容", "评价内容", "项目", "指标", "question",
)  # fmt: skip
ANSWER = (
    "选项", "答案", "回答", "选项内容", "答案内容", "所选选项", "选择", "评价", "满意程度", "满意度", "测评等级", "评价等级",
    "等级", "结果", "分值", "answer",
)  # fmt: skip
"""Headings of the three columns, most specific first: 序号 may only number the rows."""
NEAR_TOP = 60


def widened(block: SourceBlock) -> SourceBlock | None:
    """The block with one row per form and one column per question; None if it does not have one row per answer.

    Rows refer to the first row of their form. Errors: ``Unusable`` if a form has two answers to one question.
    """
    for at, row in enumerate(block.rows[:NEAR_TOP]):
        columns = [column_of(row, words) for words in (FORM, QUESTION, ANSWER)]
        if all(column is not None for column in columns):
            return turned(block, at, [column for column in columns if column is not None])
    return None


def column_of(row: Sequence[Value], words: Sequence[str]) -> int | None:
    """The column with the first of these words that occurs as a heading."""
    headings = [set(cores(cell.strip())) if isinstance(cell, str) else set() for cell in row]
    return next((at for word in words for at, said in enumerate(headings) if word in said), None)


def turned(block: SourceBlock, heading: int, columns: Sequence[int]) -> SourceBlock:
    """One row per form. pandas pivots the table; imported here, since it takes a second to load."""
    import pandas as pd

    cells = [
        (at, *(text(row[column]) if column < len(row) else "" for column in columns))
        for at, row in enumerate(block.rows)
        if at > heading and any(not blank(cell) for cell in row)
    ]
    # All as text: form numbers must be unchanged.
    answers = pd.DataFrame(cells, columns=["line", "form", "question", "answer"]).astype({"form": str, "question": str})
    answers = answers[(answers["form"] != "") & (answers["question"] != "")]
    once = answers.drop_duplicates(["form", "question", "answer"])
    twice = once[once.duplicated(["form", "question"])]
    if len(twice):
        first = twice.iloc[0]
        what = f"答卷“{first['form']}”对“{first['question']}”有两个答案"
        raise Unusable(str(block.at(int(first["line"]))), what, "请核对导出的答卷，删去多余的一行再试")
    table = once.pivot(index="form", columns="question", values="answer")
    table = table.reindex(index=once["form"].unique(), columns=once["question"].unique()).fillna("")
    lines = once.drop_duplicates("form")["line"].astype(int)
    rows = [["", *table.columns], *([form, *row] for form, row in zip(table.index, table.to_numpy().tolist(), strict=True))]
    return replace(block, rows=rows, merged=(), lines=(heading, *lines))
