"""Reports on imported platform numbers, as text and as JSON."""

from __future__ import annotations

from typing import Any

from addin.reports.importing import note_document, notes
from addin.terminal import streams
from macros.certificates.platform_numbers import PlatformResult

SHOWN = 20


def show(result: PlatformResult) -> None:
    """The numbers imported, unused rows with reasons, and people still without a number."""
    streams.say(
        f"按身份证号填入 {result.taken} 个平台编号" + (f"，{result.kept} 个原来就一致" if result.kept else ""), style="bold"
    )
    notes("未使用的行", result.left, style="yellow")
    notes("请核对", result.odd, style="yellow")
    if result.without:
        streams.say(f"已通过考核、平台名单里没有编号的 {len(result.without)} 人：", style="yellow")
        for sheet, row, name in result.without[:SHOWN]:
            streams.say(f"  {sheet} 第{row}行 {name}")
        if len(result.without) > SHOWN:
            streams.say(f"  … 另有 {len(result.without) - SHOWN} 人（全部见 --json）")
    if not result.written:
        streams.say("工作簿未改动")


def document(book: str, result: PlatformResult) -> dict[str, Any]:
    return {
        "book": book,
        "taken": result.taken,
        "kept": result.kept,
        "written": result.written,
        "left": [note_document(note) for note in result.left],
        "odd": [note_document(note) for note in result.odd],
        "without": [{"sheet": sheet, "row": row, "name": name} for sheet, row, name in result.without],
    }
