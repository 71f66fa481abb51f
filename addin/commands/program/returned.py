"""``gaoyan addin returned``: the changes made to our workbooks by a program that opened and saved them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Annotated, Any

import typer

from addin.terminal import options, streams
from udfs.records.masking import hide

Files = Annotated[list[str], typer.Argument(metavar="文件…", help="由 Excel、WPS 等打开并保存过的工作簿")]
SHOWN, LONGEST = 2, 48


def returned(files: Files, json: options.Json = False) -> int:
    """看表格程序存过的工作簿哪里变了：公式、名称、输入检查、条件格式、样式、列宽、打印区域、部件。"""
    documents = [document(Path(name)) for name in files]
    if json:
        streams.put_json({"files": documents})
    else:
        for one in documents:
            tell(one)
    return 1 if any(one["harmful"] for one in documents) else 0


def document(path: Path) -> dict[str, Any]:
    """The report on one file with personal numbers masked. Errors: Unusable."""
    from importlib.metadata import version

    from workbooks.ooxml.looks import program_of
    from workbooks.ooxml.package import Package
    from workbooks.returned.comparing import compared
    from workbooks.returned.rebuilt import rebuilt

    with streams.working(f"正在比较 {path.name}"):
        theirs = Package.open(path)
        found = compared(rebuilt(theirs), theirs)
    return {
        "file": path.name,
        "program": program_of(theirs),
        "gaoyan": version("gaoyan"),
        "harmful": sum(one.harmful for one in found),
        "differences": [
            {
                "sheet": one.sheet, "kind": one.kind, "harmful": one.harmful, "where": one.where, "count": one.count,
                "ours": hide(one.ours), "theirs": hide(one.theirs),
            }
            for one in found
        ],
    }  # fmt: skip


def tell(one: dict[str, Any]) -> None:
    """One line per kind and sheet, with the first differences."""
    streams.say(f"{one['file']}：由 {one['program'] or '没有说明的程序'} 保存", style="bold")
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for difference in one["differences"]:
        groups[difference["sheet"], difference["kind"]].append(difference)
    for (sheet, kind), found in groups.items():
        mark = "✗" if found[0]["harmful"] else "·"
        shown = "；".join(f"{each['where']} {short(each)}" for each in found[:SHOWN])
        streams.say(f"{mark} {sheet}｜{kind}：{len(found)}处，{shown}{'……' if len(found) > SHOWN else ''}")
    if not one["differences"]:
        streams.say("✓ 与本版本所生成的完全一致")
    elif not one["harmful"]:
        streams.say("✓ 公式、名称、输入检查、条件格式和打印区域都没有变；上面只是外观和程序自己加的部件")
    else:
        streams.say(f"✗ {one['harmful']}处影响使用；全部差别见 --json", style="bold")


def short(one: dict[str, Any]) -> str:
    """Both texts from shortly before their first difference, so that long formulas can be compared."""
    ours, theirs = one["ours"], one["theirs"]
    same = next((at for at, (left, right) in enumerate(zip(ours, theirs, strict=False)) if left != right), 0)
    start = max(same - 8, 0) if len(ours) > LONGEST else 0
    cells = f"（{one['count']}格）" if one["count"] > 1 else ""
    return f"{ours[start : start + LONGEST]} → {theirs[start : start + LONGEST]}{cells}"
