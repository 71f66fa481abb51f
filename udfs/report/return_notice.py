"""退回意见: what an organiser has to correct in one class, as sentences for a letter or a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from udfs.report.reviewed import RETURNED
from udfs.values.cells import plain

AT_ONCE = 3
"""Up to this many places of one cause are listed one by one; more are combined into one line."""
PLACES = 12
"""Maximum number of places named in a line."""
Entry = Mapping[str, Any]


def return_notice(entry: Entry, findings: Sequence[Entry], due: date | None, today: date) -> list[str]:
    """The letter, one paragraph per line; empty for a class that is not returned. ``due``: the last day for the report."""
    if entry["conclusion"] != RETURNED:
        return []
    name = entry["topic"] or entry["file"]
    which = f"（{entry['level']}第{entry['number']}项）" if entry["level"] and entry["number"] is not None else ""
    faults = [*harms(entry), *lines_of([one for one in findings if one["severity"] == "error"])]
    doubts = list(lines_of([one for one in findings if one["severity"] == "query" and not one["explained"]]))
    lines = [f"关于“{name}”结业材料的退回意见", f"{entry['organiser'] or '承办单位'}："]
    lines.append(f"你单位报送的“{name}”{which}材料已收到。经审核，现予退回，请按下列意见改正后重新报送。")
    if faults:
        lines += ["一、须改正的", *numbered(faults)]
    if doubts:
        lines += [
            f"{'二' if faults else '一'}、须核实的：有误的请改正，属实的请在“核验”表的“说明”一栏写明情况",
            *numbered(doubts),
        ]
    return [*lines, deadline(due, today), written(today)]


def numbered(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"{at}．{line}" for at, line in enumerate(lines, start=1))


def harms(entry: Entry) -> Iterator[str]:
    """The problems of the files themselves."""
    if entry["refused"]:
        yield f"材料“{entry['file']}”打不开：{entry['verdict'].partition('，')[2] or '无法读取'}。请重新报送。"
    if entry["changed"]:
        files = "、".join(entry["changed"])
        yield f"{files}与导出时的内容不同，可能在传送中损坏或导出后改过。请重新导出盖章稿，不要改动其中的文件。"
    for one in entry["differences"]:
        yield f"{one['what']}：{'；'.join(filter(None, (one['here'], one['there'])))}。请改正后重新导出盖章稿。"


def lines_of(findings: Sequence[Entry]) -> Iterator[str]:
    """The findings: a few places of one cause one by one, many in one line."""
    causes: dict[str, list[Entry]] = {}
    for one in findings:
        causes.setdefault(one["code"], []).append(one)
    for same in causes.values():
        alike = len({one["message"] for one in same}) == 1
        if len(same) > AT_ONCE or (alike and len(same) > 1):
            more = f"等{len(same)}处" if len(same) > PLACES else ""
            example = "" if alike else "例如："
            yield f"{'、'.join(map(place, same[:PLACES]))}{more}：{example}{sentence(same[0])}"
        else:
            yield from (f"{place(one)}：{sentence(one)}" for one in same)


def place(one: Entry) -> str:
    return " ".join(filter(None, (one["sheet"], one["cell"])))


def sentence(one: Entry) -> str:
    """The fault and the fix, as sentences."""
    fix = str(one["fix"]).rstrip("。")
    message = str(one["message"]).rstrip("。")
    return f"{message}。{fix}。" if fix and plain(fix) not in plain(message) else f"{message}。"


def deadline(due: date | None, today: date) -> str:
    """The deadline: the last day for the report according to the notice; no other date is invented."""
    if due is not None and due >= today:
        return f"请于{written(due)}（通知规定的报送期限）前改正并重新报送。"
    if due is not None:
        return f"通知规定的报送期限{written(due)}已过，请尽快改正并重新报送。"
    return "请尽快改正并重新报送。"


def written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
