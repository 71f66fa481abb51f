"""The handbook as an HTML page in the user's data folder: all rules, and all error messages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from addin.terminal.error_catalogue import error_lines
from udfs.rules import catalogue_of
from udfs.rules.model import SEVERITY_WORDS

STYLE = """body{font:16px/1.6 "Microsoft YaHei","PingFang SC",sans-serif;margin:2em auto;max-width:60em;padding:0 1em;color:#222}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.35em .6em;text-align:left;vertical-align:top}
th{background:#f3f3f3}.错误{color:#9c0006}.核实{color:#7f6000}.提示{color:#1f4e79}"""
HEADINGS = ("代码", "级别", "表", "规则", "什么情况", "怎样处理", "依据")
OF_LINES = ("代码", "在哪里", "出了什么问题", "怎么办")


def page() -> str:
    """All rules in one table, all error messages in another."""
    rules = []
    for rule in catalogue_of():
        word = SEVERITY_WORDS[rule.severity]
        rules.append(row((rule.code, word, rule.sheet, rule.title, rule.condition, rule.fix, rule.clause), word))
    lines = [row((one.code, one.where, one.what, one.todo)) for one in error_lines() if one.package]
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>高研项目规则手册</title><style>{STYLE}</style>'
        f"<h1>高研项目规则手册</h1><p>共{len(rules)}条规则。</p>{table(HEADINGS, rules)}"
        f"<h1>错误提示</h1><p>做不了时说的话，共{len(lines)}句；〈〉里是当时填入的内容。</p>{table(OF_LINES, lines)}</html>\n"
    )


def row(cells: Sequence[str], word: str = "") -> str:
    """A table row, coloured by severity."""
    return f'<tr class="{word}">' + "".join(f"<td>{escape(one)}</td>" for one in cells) + "</tr>"


def table(headings: Sequence[str], rows: Sequence[str]) -> str:
    return f"<table><tr>{''.join(f'<th>{one}</th>' for one in headings)}</tr>{''.join(rows)}</table>"


def written_page(folder: Path | None = None) -> Path:
    """Write the page into the user's data folder (or ``folder``) and return its path."""
    if folder is None:
        from platformdirs import user_data_path

        folder = user_data_path("gaoyan", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "规则手册.html"
    path.write_text(page(), encoding="utf-8")
    return path
