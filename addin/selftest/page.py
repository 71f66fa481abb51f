"""The result of the self-test as an HTML page: verdict, differences, all outcomes."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from html import escape
from pathlib import Path
from typing import Any

from addin.selftest.model import Program
from addin.selftest.running import SelftestDocument, examined, written
from workbooks.files import replacing

MARKS = {True: "✓", False: "✗", None: "－"}
STYLE = """body{font:15px/1.6 "Microsoft YaHei",sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
.verdict{font-size:2.4em;font-weight:bold;color:#fff;padding:.5em;border-radius:.3em;text-align:center}
.right{background:#1a7f37}.wrong{background:#b42318}table{border-collapse:collapse;width:100%;margin:1em 0}
td,th{border:1px solid #ccc;padding:.2em .5em;text-align:left;vertical-align:top;word-break:break-all}"""


def page(found: SelftestDocument) -> str:
    """The page of a document."""
    wrong = found["wrong"]
    verdict = f"✗ {wrong}项不同，请把同名的 .json 发给我们" if wrong else "✓ 全部正常"
    facts = "；".join(f"{key} {value}" for key, value in {**found["facts"], "gaoyan": found["gaoyan"]}.items())
    spent = "；".join(f"{key} {value}秒" for key, value in found["seconds"].items())
    outcomes = found["outcomes"]
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>自检</title><style>{STYLE}</style></head><body>'
        f'<p class="verdict {"wrong" if wrong else "right"}">{escape(verdict)}</p>'
        f"<p>{escape(found['host'])} · {escape(found['day'])} · 正常 {found['right']}，不同 {wrong}，"
        f"没有试 {found['untried']}</p>"
        f"<p>{escape(facts)}<br>{escape(spent)}</p>"
        + (f"<h2>不同的</h2>{rows(one for one in outcomes if one['well'] is False)}" if wrong else "")
        + f"<h2>全部</h2>{rows(outcomes)}</body></html>\n"
    )


def rows(outcomes: Iterable[dict[str, Any]]) -> str:
    columns = ("part", "what", "expected", "found")
    cells = ((MARKS[one["well"]], *(escape(one[key]) for key in columns)) for one in outcomes)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in cells)
    return f"<table><tr><th></th><th>部分</th><th>项目</th><th>应当</th><th>实际</th></tr>{lines}</table>"


def put(found: SelftestDocument, path: Path) -> str:
    """Write the page to ``path`` and the document beside it. Returns the message."""
    beside = path.with_suffix(".json")
    replacing.replace(path, page(found).encode("utf-8"))
    written(found, beside)
    verdict = f"有{found['wrong']}项不同" if found["wrong"] else "全部正常"
    return f"自检完成：{found['right']}项正常，{verdict}。结果在 {path}，要寄回的是 {beside.name}"


def reported(program: Program, path: Path) -> Generator[str, None, str]:
    """Run the self-test in the steps of a button and write the page to ``path``."""
    found = yield from examined(program)
    return put(found, path)
