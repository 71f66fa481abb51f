"""docs/errors.md: every line by which a command or a button says that it cannot do its work, gathered from the sources.

What is filled in when the line is said stands as 〈name〉; so does a text that is put together elsewhere.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("addin", "macros", "workbooks", "udfs")
KINDS: Mapping[str, int] = {"Unusable": 2, "Held": 3}
"""Error -> exit code of a command."""
PARTS = 3
HEAD = """# 错误提示一览

由 `make docs` 从代码收集。命令行和按钮做不了时，只说这样一行：**在哪里：出了什么问题。怎么办**。〈〉里是当时填入的内容。
退出码 2：给的东西不能用；3：文件正被别的程序占用。核验发现的问题不在这里，见[规则手册](rules.md)。
"""


def errors_page() -> str:
    """The page."""
    lines = [HEAD]
    for room, told in by_room().items():
        lines += [f"## {room}/", "| 在哪里 | 出了什么问题 | 怎么办 | 退出码 |", "|---|---|---|---|"]
        lines += sorted({f"| {where} | {what} | {todo} | {code} |" for where, what, todo, code in told})
        lines.append("")
    return "\n".join(lines)


@lru_cache(maxsize=1)
def by_room() -> Mapping[str, Sequence[tuple[str, str, str, int]]]:
    """Room -> (where, what, what to do, exit code) of each line that can be said there."""
    found: dict[str, list[tuple[str, str, str, int]]] = {}
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            told = list(lines_of(ast.parse(path.read_text(encoding="utf-8"))))
            if told:
                found.setdefault(path.parent.relative_to(ROOT).as_posix(), []).extend(told)
    return found


def lines_of(module: ast.Module) -> Iterator[tuple[str, str, str, int]]:
    texts = {
        target.id: node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant | ast.JoinedStr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS and len(node.args) == PARTS:
            where, what, todo = (shown(part, texts) for part in node.args)
            yield where, what, todo, KINDS[node.func.id]


def shown(part: ast.expr, texts: Mapping[str, ast.expr]) -> str:
    """The text of an argument, safe inside a table."""
    if isinstance(part, ast.Name) and part.id in texts:
        return shown(texts[part.id], {})
    if isinstance(part, ast.Constant):
        text = str(part.value)
    elif isinstance(part, ast.JoinedStr):
        text = "".join(shown(one, {}) for one in part.values)
    elif isinstance(part, ast.FormattedValue):
        text = f"〈{last_name(part.value)}〉"
    elif isinstance(part, ast.IfExp):
        text = f"{shown(part.body, texts)}／{shown(part.orelse, texts)}"
    else:
        text = f"〈{last_name(part)}〉"
    return text.replace("|", "\\|").replace("\n", " ")


def last_name(value: ast.expr) -> str:
    """What a value is called: ``path.name`` is a name, ``"、".join(rows)`` the rows."""
    match value:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case ast.Call(args=[first, *_]):
            return last_name(first)
        case ast.Call(func=ast.Attribute(value=inner)) | ast.Subscript(value=inner) | ast.Starred(value=inner):
            return last_name(inner)
        case ast.BoolOp(values=[first, *_]):
            return last_name(first)
        case ast.GeneratorExp(generators=[first, *_]) | ast.ListComp(generators=[first, *_]):
            return last_name(first.iter)
    return next((one.id for one in ast.walk(value) if isinstance(one, ast.Name)), "…")
