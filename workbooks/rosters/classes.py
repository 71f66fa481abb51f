"""Selects a class (班次) in sources that contain several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from udfs.values.cells import plain
from udfs.values.headings import NAME
from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.sources.model import Note, Roster

_MARKER = regex(r"第\s*[0-9一二三四五六七八九十]+\s*[期班次]|[0-9一二三四五六七八九十]+[期班]")
_TITLE = regex(r"研修班|研修项目|培训班|高研班")
_ENDING = regex(
    r"[（(].*?[)）]|学员|工作人员|参训人员|人员|名单|签到表|报名表|花名册|汇总表?|信息|登记表|统计表|通讯录|回执|附件[0-9]*|[:：\-—_和与及]|表$"
)
# Titles this short are not specific ("研修班").
_LEAST = 6


def group_of_sheet(sheet: str, above: Sequence[str]) -> str:
    """The class of a sheet by its name (第二期, 3班) or the title above its table; '' if neither states it."""
    marker = _MARKER.search(sheet)
    if marker:
        return marker[0].replace(" ", "")
    for line in above:
        if _TITLE.search(line):
            core = _ENDING.sub("", plain(line))
            return core if len(core) > _LEAST else ""
    return ""


def kept_group(roster: Roster, wanted: str, topic: str) -> Roster:
    """The roster reduced to the people of one class. Errors: ``Unusable`` if there are several and the choice is ambiguous."""
    counts = Counter(entry.group for entry in roster.entries if entry.group)
    roster.groups = dict(counts)
    if wanted:
        fitting = [group for group in counts if plain(wanted) in plain(group)]
        if not fitting:
            raise Unusable(f"--class {wanted}", "来源里没有这个班次", f"有这些班次：{listed(counts) or '（没有写明班次）'}")
    elif len(counts) < 2:
        return roster
    else:
        fitting = [group for group in counts if topic and same_topic(plain(group), plain(topic))]
        if len(fitting) != 1:
            raise Unusable("来源", f"名册里有 {len(counts)} 个班次：{listed(counts)}", "请用 --class 班次 指定导入哪一个")
    for entry in roster.entries:
        if entry.group and entry.group not in fitting:
            roster.skipped.append(Note(entry.origin, entry.values.get(NAME, ""), f"属于别的班次“{entry.group}”"))
    roster.entries = [entry for entry in roster.entries if not entry.group or entry.group in fitting]
    return roster


def same_topic(group: str, topic: str) -> bool:
    """True if one contains the other."""
    core = _ENDING.sub("", topic)
    return topic in group or (len(core) > _LEAST and core in group) or (len(group) > _LEAST and group in topic)


def listed(counts: Counter[str]) -> str:
    return "、".join(f"{group}（{count} 人）" for group, count in counts.items())
