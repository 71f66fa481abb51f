"""The rule handbook as a page for the browser, beside the program's own data."""

from __future__ import annotations

from html import escape
from pathlib import Path

from udfs.rules import catalogue_of
from udfs.rules.model import SEVERITY_WORDS

STYLE = """body{font:16px/1.6 "Microsoft YaHei","PingFang SC",sans-serif;margin:2em auto;max-width:60em;padding:0 1em;color:#222}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.35em .6em;text-align:left;vertical-align:top}
th{background:#f3f3f3}.错误{color:#9c0006}.核实{color:#7f6000}.提示{color:#1f4e79}"""
HEADINGS = ("代码", "级别", "表", "规则", "什么情况", "怎样处理", "依据")


def page() -> str:
    """All rules as one table."""
    rows = []
    for rule in catalogue_of():
        word = SEVERITY_WORDS[rule.severity]
        cells = (rule.code, word, rule.sheet, rule.title, rule.condition, rule.fix, rule.clause)
        rows.append(f'<tr class="{word}">' + "".join(f"<td>{escape(one)}</td>" for one in cells) + "</tr>")
    heading = "".join(f"<th>{one}</th>" for one in HEADINGS)
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>高研项目规则手册</title><style>{STYLE}</style>'
        f"<h1>高研项目规则手册</h1><p>共{len(rows)}条规则。</p><table><tr>{heading}</tr>{''.join(rows)}</table></html>\n"
    )


def written_page(folder: Path | None = None) -> Path:
    """Write the page into the user's data folder (or ``folder``) and tell where it lies."""
    if folder is None:
        from platformdirs import user_data_path

        folder = user_data_path("gaoyan", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "规则手册.html"
    path.write_text(page(), encoding="utf-8")
    return path
