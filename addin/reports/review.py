"""Reports on 汇总审核, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from addin.terminal import streams
from addin.terminal.presenting import one_line
from udfs.report.desk_document import NOT_RECEIVED
from udfs.report.reviewed import SAME, SUPERSEDED, Reviewed, superseded_words
from udfs.report.side_by_side import Review
from udfs.rules.model import SEVERITY_WORDS
from workbooks.received.kinds import LEFT_BY_PROGRAMS

HEADINGS = ("材料", "结论", "项目", "学员", *SEVERITY_WORDS.values())
FILES_NAMED = 4
UNREAD_NAMED = 20
DeskDocument = Mapping[str, Any]


def show(desk: DeskDocument) -> None:
    """One row per class, conflicts, unread files, missing classes, and the totals last."""
    received = [entry for entry in desk["classes"] if entry["received"]]
    streams.put_table(HEADINGS, (row(entry) for entry in received))
    print_section("同一个班的其他材料", list(superseded_lines(received)))
    print_section("请留意", [f"{entry['file']}：{line}" for entry in received for line in parameter_lines(entry)])
    print_section("互相矛盾之处", [f"{entry['file']}：{line}" for entry in received for line in difference_lines(entry)])
    if desk["clashes"]:
        streams.say("\n相互核对", style="bold")
    for clash in desk["clashes"]:
        word, style = ("错误", "bold red") if clash["serious"] else ("核实", "yellow")
        more = f"等{len(clash['files'])}份" if len(clash["files"]) > FILES_NAMED else ""
        streams.say_wrapped(one_line(f"{word}  {clash['what']}：{'；'.join(clash['files'][:FILES_NAMED])}{more}"), style)
    print_section("没有读的文件", list(unread_lines(desk["unread"])))
    print_section("计划表中尚无材料的项目", list(missing_lines(desk["missing"])))
    streams.say()
    streams.say(closing(desk), style="bold")


def unread_lines(unread: Sequence[DeskDocument]) -> Iterator[str]:
    """One line per file; files left by other programs are combined in one line."""
    left = 0
    for one in unread:
        if one["kind"] == LEFT_BY_PROGRAMS[0]:
            left += 1
        else:
            yield f"{one['file']}：{one['kind']}，{one['why']}"
    if left:
        yield f"{LEFT_BY_PROGRAMS[0]} {left} 个：{LEFT_BY_PROGRAMS[1]}"


def print_section(heading: str, lines: Sequence[str]) -> None:
    """A section of the report; of a long one the first lines and the number of others."""
    if not lines:
        return
    streams.say(f"\n{heading}", style="bold")
    for line in lines[:UNREAD_NAMED]:
        streams.say_wrapped(one_line(line))
    if len(lines) > UNREAD_NAMED:
        streams.say_wrapped(f"……共{len(lines)}条，其余见 --out 写出的汇总表")


def row(entry: DeskDocument) -> tuple[str, ...]:
    plan = f"{entry['level'][:2]}{entry['number']}" if entry["number"] is not None and entry["year"] else entry["level"]
    which = " ".join(part for part in (plan, entry["topic"]) if part)
    unknown = entry["refused"]
    counts = ("trainees", "errors", "queries", "hints")
    figures = ["" if unknown or entry[name] is None else str(entry[name]) for name in counts]
    changed = len(entry["changed_parameters"])
    verdict = entry["verdict"] + (f"；改动了{changed}项参数，见下" if changed and "参数" not in entry["verdict"] else "")
    return one_line(entry["file"]), verdict, which, *figures


def superseded_lines(received: Sequence[DeskDocument]) -> Iterator[str]:
    """Other submissions for the class, superseded ones, and older files inside the current one."""
    for entry in received:
        yield from (f"{one['file']}（{one['kind']}）：{one['verdict']}" for one in entry["others"])
        yield from (f"{one['file']}：{superseded_words(one['by'], one['why'])}" for one in entry["superseded"])
        replaced = {one["file"] for one in entry["superseded"]}
        for piece in entry["files"]:
            inside = any(piece["file"] == file or piece["file"].startswith(f"{file}/") for file in replaced)
            if piece["status"] in (SUPERSEDED, SAME) and not inside:
                yield f"{piece['file']}：{piece['status']}，{piece['why']}"


def parameter_lines(entry: DeskDocument) -> Iterator[str]:
    """The parameters changed by the office of this class, and their effect."""
    yield from entry["changed_parameters"]
    yield from entry["remarks"]


def difference_lines(entry: DeskDocument) -> Iterator[str]:
    for part in entry["differences"]:
        yield f"{part['what']}：{'，'.join(filter(None, (part['here'], part['there'])))}"


def missing_lines(missing: Sequence[DeskDocument]) -> Iterator[str]:
    """2025年国家级：1、3、5（3项)."""
    lists: dict[tuple[int, str], list[int]] = {}
    for planned in missing:
        lists.setdefault((planned["year"], planned["level"]), []).append(planned["number"])
    for (year, level), numbers in lists.items():
        yield f"{year}年{level}（{len(numbers)}项）：第{'、'.join(map(str, numbers))}项"


def closing(desk: DeskDocument) -> str:
    """The totals: classes by conclusion, missing classes, other files."""
    counts, summary = desk["conclusions"], desk["summary"]
    came = "，".join(f"{word} {count} 个" for word, count in counts.items() if word != NOT_RECEIVED)
    parts = [f"共 {sum(counts.values()) - counts[NOT_RECEIVED]} 个班：{came}"]
    for word, count, unit in (
        (NOT_RECEIVED, counts[NOT_RECEIVED], "个班"), ("已有更新或重复的材料", summary["superseded"], "份"),
        ("没有读的文件", len(desk["unread"]), "个"),
    ):  # fmt: skip
        parts += [f"{word} {count} {unit}"] if count else []
    return "；".join(parts)


def put_document(review: Review, desk: DeskDocument) -> None:
    """The JSON document: the desk document, and under ``books`` the document of ``check --json`` of every submission."""
    whole = {**desk, "clashes": [{"message": clash["what"], **clash} for clash in desk["clashes"]]}
    streams.put_long_json(whole, "books", map(book_entry, review.files))


def book_entry(one: Reviewed) -> dict[str, Any]:
    return {
        "file": one.file, "package": one.package, "kind": one.kind, "clean": one.clean, "refused": one.refused or None,
        "signature": one.signature, "changed": list(one.changed), "superseded": one.superseded or None,
        "changed_parameters": list(one.changed_parameters), "remarks": list(one.remarks), **(one.document or {}),
    }  # fmt: skip
