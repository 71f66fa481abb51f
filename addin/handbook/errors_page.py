"""docs/errors.md: all error messages with their codes, by package."""

from __future__ import annotations

from itertools import groupby

from addin.handbook.error_codes import coded
from addin.handbook.error_sources import error_texts
from addin.terminal.error_catalogue import error_lines

HEAD = """# 错误提示一览

由 `make docs` 从代码收集。命令行和按钮做不了时，只说这样一行：**在哪里：出了什么问题。怎么办**。〈〉里是当时填入的内容。
每一行有自己的代码，措词改了也不变；界面上不显示代码，按话查代码，按代码说事。“规则手册”按钮打开的网页里也有这张表。
退出码 2：给的东西不能用；3：文件正被别的程序占用。核验发现的问题不在这里，见[规则手册](rules.md)。
"""


def errors_page() -> str:
    """The page."""
    lines = [HEAD]
    in_use = [one for one in coded(error_lines(), error_texts()) if one.package]
    for folder, ones in groupby(sorted(in_use, key=lambda one: (one.package, one.code)), key=lambda one: one.package):
        lines += [f"## {folder}/", "| 代码 | 在哪里 | 出了什么问题 | 怎么办 | 退出码 |", "|---|---|---|---|---|"]
        lines += [f"| {one.code} | {one.where} | {one.what} | {one.todo} | {one.exit_code} |" for one in ones]
        lines.append("")
    return "\n".join(lines)
