"""汇总审核 for people, and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from addin import streams
from udfs.rules.model import SEVERITY_WORDS
from udfs.side_by_side import Reviewed

if TYPE_CHECKING:
    from macros.review import Review

HEADINGS = ("文件", "项目", "学员", *SEVERITY_WORDS.values(), "结论")
FILES_NAMED = 4


def show(review: Review) -> None:
    """One row a file, what clashes, what has not come, and the count at the end, where the eye rests."""
    streams.put_table(HEADINGS, (row(one) for one in review.files))
    if review.clashes:
        streams.say("\n相互核对", style="bold")
    for clash in review.clashes:
        word, style = ("错误", "bold red") if clash.serious else ("核实", "yellow")
        more = f"等{len(clash.files)}份" if len(clash.files) > FILES_NAMED else ""
        streams.say_wrapped(f"{word}  {clash.what}：{'；'.join(clash.files[:FILES_NAMED])}{more}", style)
    if review.missing:
        streams.say("\n计划表中还没有材料的项目", style="bold")
        for line in missing_lines(review):
            streams.say_wrapped(line)
    streams.say()
    streams.say(closing(review), style="bold")


def row(one: Reviewed) -> tuple[str, ...]:
    overview, document = one.overview, one.document or {}
    plan = f"{overview.level[:2]}{overview.plan_number}" if overview.planned else overview.level
    which = " ".join(part for part in (plan, overview.topic) if part)
    summary, facts = document.get("summary", {}), document.get("facts", {})
    counts = [str(facts.get("trainees", "")), *(str(summary.get(name, "")) for name in SEVERITY_WORDS)]
    return one.file, which, *counts, one.verdict


def missing_lines(review: Review) -> Iterator[str]:
    """2025年国家级：1、3、5（3项)."""
    lists: dict[tuple[int, str], list[int]] = {}
    for year, planned in review.missing:
        lists.setdefault((year, planned.level), []).append(planned.number)
    for (year, level), numbers in lists.items():
        yield f"{year}年{level}（{len(numbers)}项）：第{'、'.join(map(str, numbers))}项"


def closing(review: Review) -> str:
    unread = sum(bool(one.refused) for one in review.files)
    clean = sum(one.clean for one in review.files)
    parts = [f"共 {len(review.files)} 份：可以盖章 {clean} 份"]
    parts += [f"有问题 {len(review.files) - clean - unread} 份"] if len(review.files) - clean - unread else []
    parts += [f"无法核验 {unread} 份"] if unread else []
    return "，".join(parts)


def document(review: Review) -> dict[str, Any]:
    """For programs: the document of ``check --json`` of every file, with the file's path below the folder."""
    return {
        "folder": review.folder.name,
        "today": review.today.isoformat(),
        "summary": {
            "files": len(review.files),
            "clean": sum(one.clean for one in review.files),
            "blocked": sum(not one.clean and not one.refused for one in review.files),
            "unreadable": sum(bool(one.refused) for one in review.files),
        },
        "books": [
            {
                "file": one.file, "package": one.package, "clean": one.clean, "refused": one.refused or None,
                "changed": list(one.changed), **(one.document or {}),
            }
            for one in review.files
        ],
        "clashes": [{"message": one.what, "files": list(one.files), "serious": one.serious} for one in review.clashes],
        "missing": [{"year": year, **row.model_dump()} for year, row in review.missing],
    }  # fmt: skip
