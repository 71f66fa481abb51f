"""A new notice -> a draft of its parameters, for a person to confirm: each with the words it was read from.

What a parameter is looked for by are the words that the notices have used around its number. What is not found, what the notice
says in two ways, and every number that no parameter took are told, so that nothing new passes unseen. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from udfs.cells import plain
from udfs.notice.clauses import CLOSING, PREAMBLE, Sentence, split_notice
from udfs.notice.numerals import NUMBER, SHARE, money_text, share_text, whole
from udfs.notice.parameters import Leaf, parse_value
from udfs.notice.plan import MUNICIPAL, NATIONAL, PlanRow, read_plan

Read = Callable[[re.Match[str], int], Any]
_ENDS = "，。；：！？"
_TITLE_YEAR = re.compile(r"关于(?:公布|印发|下达|做好|组织).{0,6}?([0-9]{4})年")
_ISSUED = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_ANY_NUMBER = re.compile(r"[0-9０-９]+(?:[.．/／][0-9０-９]+)?[%％]?")
_NO_LIMITS = re.compile(r"附件[0-9]|〔[0-9]{4}〕[0-9]+号|[0-9]{4}年(?!.{0,3}[0-9]*月)|[“”0-9]*二十届|zsgx")
_LEVEL_WORDS = {"初": "初级", "中": "中级", "副": "副高", "高": "副高", "正": "正高"}


@dataclass(frozen=True)
class Sought:
    """What one parameter is looked for by: the words around its number, and how the number is read (for the parameter file)."""

    key: str
    pattern: str
    read: Read


@dataclass(frozen=True)
class Found:
    """One parameter as the notice says it: the raw value of the file, the clauses, the words, and the whole sentence."""

    key: str
    raw: Any
    clause: str
    quote: str
    sentence: str


@dataclass(frozen=True)
class Draft:
    """What was read. ``missing``: key -> why; ``other``: sentences with numbers that no parameter took."""

    year: int | None
    issued: date | None
    found: tuple[Found, ...]
    missing: dict[str, str]
    other: tuple[Sentence, ...]
    plan: tuple[PlanRow, ...]
    remarks: tuple[str, ...]


def a_number(match: re.Match[str], _year: int) -> int:
    return whole(match[1])


def a_share(match: re.Match[str], _year: int) -> str:
    return share_text(match[1])


def a_day(match: re.Match[str], year: int) -> date:
    """年 (which may be left out), 月, 日."""
    return date(whole(match[1]) if match[1] else year, whole(match[2]), whole(match[3]))


def both_levels(match: re.Match[str], _year: int) -> dict[str, int]:
    return {NATIONAL: whole(match[1]), MUNICIPAL: whole(match[2])}


def some_places(match: re.Match[str], _year: int) -> int:
    """一定 places are at least one."""
    return whole(match[1]) if match[1] else 1


def listed_materials(match: re.Match[str], _year: int) -> list[str]:
    """The things to hand in; an annex goes by its number and name: 附件3 高级研修项目经费决算表."""
    items = []
    for part in re.split(r"、(?![^《（]*[》）])", match[1]):
        annex = re.fullmatch(r"《?([^《》（）]+?)》?（(附件[0-9]+)）", part)
        items.append(f"{annex[2]} {annex[1]}" if annex else part.strip("《》"))
    return items


def listed_sections(match: re.Match[str], _year: int) -> list[str]:
    return [part for part in re.split(r"、|以及|及|和", match[1]) if part]


LEAST = r"不(?:少于|低于|得少于|得低于)"
MOST = r"(?:不(?:超过|得超过|多于)|控制在)"
SOUGHT = (
    Sought("min_days", rf"(?:研修|培训|办班)时间{LEAST}({NUMBER})天", a_number),
    Sought("latest_end", rf"(?:([0-9]{{4}})年)?({NUMBER})月({NUMBER})日前(?:实施)?完成", a_day),
    Sought("min_trainees", rf"(?:研修|培训|学员)人数{LEAST}({NUMBER})人", a_number),
    Sought("staff_share", rf"工作人员(?:人数)?{MOST}(?:研修|学员|培训)人数的({SHARE})", a_share),
    Sought("staff_max", rf"工作人员.{{0,30}}最多不(?:超过|得超过)({NUMBER})人", a_number),
    Sought("online_share", rf"线上(?:参训)?学员(?:人数)?不(?:超过|得超过)总人数的({SHARE})", a_share),
    Sought("absence_share", rf"(?:请假|缺勤).{{0,12}}超过总学时的?({SHARE})", a_share),
    Sought("reserved_beijing", rf"京.{{0,20}}预留{LEAST}({NUMBER})个?名额", a_number),
    Sought("reserved_hebei", rf"(?:冀|河北).{{0,20}}预留{LEAST}({NUMBER})个?名额", a_number),
    Sought("reserved_support", rf"对口支援.{{0,6}}预留(?:一定|{LEAST}({NUMBER})个?)", some_places),
    Sought("subsidy_max", rf"每期(?:资助)?上限(?:为)?({NUMBER})(万)?元", lambda match, _: money_text(match[1], match[2] or "")),
    Sought("subsidy_last_end", rf"(?:([0-9]{{4}})年)?({NUMBER})月({NUMBER})日之?后办班的?不再予以资助", a_day),
    Sought("claim_months", rf"办班结束后(?:应在)?({NUMBER})个月内将经费报销材料", a_number),
    Sought("report_months", rf"办班结束后(?:应在)?({NUMBER})个月内(?:提交|报送|上报)研修总结", a_number),
    Sought("filing_days", rf"国家级[^。]{{0,20}}?举办前({NUMBER})天、?市级[^。]{{0,20}}?举办前({NUMBER})天", both_levels),
    Sought("courseware_factor", rf"课件课时的({NUMBER})倍", a_number),
    Sought("class_counts", rf"国家级高研项目({NUMBER})项.{{0,12}}?市级高研项目({NUMBER})项", both_levels),
    Sought("lowest_title", r"具有([初中副高正])[初中副正高]*级(?:及以上)?(?:以上)?职称", lambda match, _: _LEVEL_WORDS[match[1]]),
    Sought(
        "municipal_region",
        r"市级高研项目学员应?面向(本市|全市|全国)招收",
        lambda match, _: "全国" if match[1] == "全国" else "天津",
    ),
    Sought("materials", r"内提交(研修总结报告.+?)等有关材料", listed_materials),
    Sought("report_sections", r"总结报告应?包括(?:高研项目)?(.+?)等内容", listed_sections),
)


def draft(text: str, leaves: dict[str, Leaf]) -> Draft:
    """Read a notice. ``leaves``: the parameters of the last notice, which say what there is to find."""
    sentences = [one for one in split_notice(text) if not one.clause.startswith("附件")]
    year, issued = year_of(sentences), issued_on(sentences)
    found: list[Found] = []
    missing: dict[str, str] = {}
    for sought in SOUGHT:
        hits = list(hits_of(sought, sentences, year or (issued.year if issued else date.min.year)))
        values = {repr(raw) for _, raw, _ in hits}
        if len(values) == 1:
            clauses = "、".join(dict.fromkeys(sentence.clause for sentence, _, _ in hits))
            sentence, raw, quote = hits[0]
            found.append(Found(sought.key, raw, clauses, quote, sentence.text))
        elif values:
            missing[sought.key] = "通知里说法不一：" + "；".join(f"{one.clause}“{quote}”" for one, _, quote in hits)
        else:
            missing[sought.key] = "没有找到"
    missing |= {key: "没有可用的找法" for key in leaves if key not in {sought.key for sought in SOUGHT}}
    plan = read_plan(text)
    other = tuple(one for one in sentences if one.clause not in (CLOSING, PREAMBLE) and untaken(one, found))
    return Draft(year, issued, tuple(found), missing, other, plan, tuple(remarks(year, issued, found, plan)))


def hits_of(sought: Sought, sentences: Sequence[Sentence], year: int) -> Iterator[tuple[Sentence, Any, str]]:
    """Every place where a parameter is said: the sentence, the raw value, and the words between two signs around it."""
    pattern = re.compile(sought.pattern)
    for sentence in sentences:
        for match in pattern.finditer(sentence.text):
            try:
                yield sentence, sought.read(match, year), words_around(sentence.text, match)
            except (ValueError, KeyError):
                continue


def words_around(text: str, match: re.Match[str]) -> str:
    """The match with the rest of its part of the sentence."""
    start = max((text.rfind(sign, 0, match.start()) for sign in _ENDS), default=-1) + 1
    ends = [at for sign in _ENDS if (at := text.find(sign, match.end())) >= 0]
    return text[start : min(ends, default=len(text))]


def untaken(sentence: Sentence, found: Sequence[Found]) -> bool:
    """True if the sentence holds a number outside the words of every parameter."""
    rest = sentence.text
    for quote in sorted((one.quote for one in found), key=len, reverse=True):
        rest = rest.replace(quote, "")
    return bool(_ANY_NUMBER.search(_NO_LIMITS.sub("", rest)))


def year_of(sentences: Sequence[Sentence]) -> int | None:
    """The plan year: of the title, else the one the text names most often."""
    for sentence in sentences[:3]:
        if match := _TITLE_YEAR.search(plain(sentence.text)):
            return int(match[1])
    years = re.findall(r"(20[0-9]{2})年", "".join(sentence.text for sentence in sentences))
    return int(max(set(years), key=years.count)) if years else None


def issued_on(sentences: Sequence[Sentence]) -> date | None:
    """The date under the notice."""
    for sentence in reversed(sentences):
        match = _ISSUED.fullmatch(plain(sentence.text))
        if match:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                return None
    return None


def remarks(year: int | None, issued: date | None, found: Sequence[Found], plan: Sequence[PlanRow]) -> Iterator[str]:
    """What does not fit together."""
    if year is None:
        yield "没有找到计划年度"
    if issued is None:
        yield "没有找到发文日期（单独成段的“年月日”）"
    if not plan:
        yield "没有找到项目计划表（附件1、附件2 的表格）"
    counts = next((one.raw for one in found if one.key == "class_counts"), None)
    for level, count in (counts or {}).items():
        listed = [row.number for row in plan if row.level == level]
        if plan and listed != list(range(1, count + 1)):
            yield f"通知正文说{level}{count}项，计划表读到{len(listed)}项，请核对"


def value_of(found: Found, leaf: Leaf) -> Any:
    """The value in the exact type of the parameter."""
    return parse_value(leaf.kind, found.raw)
