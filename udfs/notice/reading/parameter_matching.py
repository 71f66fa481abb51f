"""Assigns the numbers of a notice to parameters by what they count, their unit, and whether they are a minimum or maximum.

What a number counts is the nearest noun before it in the sentence, else the nearest after it in its part. The base of a share
(研修人数的 in front of 10%) does not count as its noun.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from udfs.notice.plan_rows import MUNICIPAL, NATIONAL
from udfs.notice.reading.mentions import Bound, Mention, MentionKind, mentions
from udfs.notice.sentences import Sentence
from udfs.values.regex import regex

LOWER_LEVEL = r"(?:省|市|自治区|直辖市|全市|区)级"
_LEVELS = regex(rf"(国家级)|({LOWER_LEVEL})")
_BASE = regex(
    r"(?:研修|学员|培训|参训|参加|实际|班级|总)*(?:总)?(?:人数|学时|课时)的?(?=\s*(?:[0-9０-９]|[一二三四五六七八九十百]+(?:分之|成)|一半))"
)
NOUNS: dict[str, str] = {
    "staff": r"(?:工作人员|会务人员|班务人员|服务人员)(?:的?(?:人数|总数|数量|比例))?",
    "online": r"(?:线上|网上|在线|网络|远程)(?:参训|参加|学习|研修|方式)*(?:的?(?:学员|人员))?(?:的?(?:人数|总数|比例))?",
    "absence": r"(?:请假|缺勤|缺课|旷课|缺席|未出勤)(?:的?(?:时间|学时|课时|时长|天数))?",
    "trainees": r"研修人数|培训人数|学员|参训|人数|招收|招生|班额|规模|每班|研修人员",
    "duration": r"时间|时长|为期|学制|集中研修|研修期",
    "end": r"完成|结束|办结|实施完毕|举办完毕|办完",
    "subsidy": r"资助|补助|补贴|经费|支持",
    "lecture": r"讲课费|授课费|课酬|师资费",
    "reserved": r"预留|单列|保留|名额",
    "courseware": r"课件|课程资源|课时",
    "fee": r"标准|定额|综合",
}
_NOUNS = {name: regex(pattern) for name, pattern in NOUNS.items()}
AFTER = regex(r"(?:结束|结业|办班|举办|培训|研修|办结|完成)(?:之|以)?后|后")
BEFORE = regex(r"(?:举办|开班|办班|开课|培训|研修|报到)(?:之)?前|提前")
CLAIM = regex(r"报销|资助(?:申请|经费)|拨付|核销|请款|结算材料")
REPORT = regex(r"总结|工作报告|研修报告|有关材料|相关材料|归档")


@dataclass(frozen=True)
class Sought:
    """The pattern of one parameter: kind and units of its number, admissible nearest nouns, required words in the sentence
    (``words``), excluded words in its part (``without``), required bound ('' for any)."""

    key: str
    kind: MentionKind
    nouns: tuple[str, ...]
    units: tuple[str, ...] = ()
    bound: Bound = ""
    words: str = ""
    without: str = ""


SOUGHT = (
    Sought("min_days", "count", ("duration",), ("天",), "least", without="前|后|提前"),
    Sought("min_trainees", "count", ("trainees",), ("人",), "least", without="预留|名额|报名"),
    Sought("staff_share", "share", ("staff",)),
    Sought("staff_max", "count", ("staff",), ("人",), "most"),
    Sought("online_share", "share", ("online",)),
    Sought("absence_share", "share", ("absence",)),
    Sought("subsidy_max", "money", ("subsidy",), words="每期|每班|上限|最高|不超过|限额|定额", without="讲课费|授课费|课酬|学时"),
    Sought("courseware_factor", "count", ("courseware",), ("倍",)),
)
_OTHERS = regex(r"(?:及?以上|以内|左右|以下)?的?(?:专职|兼职)?(?:辅导员|班主任|教师|专家|讲师|师资|授课|联络|志愿|领导|次)")
"""People who are neither trainees nor staff, and visits."""
COMPETING = {"staff", "online", "absence", "trainees", "duration", "subsidy", "lecture", "reserved", "courseware"}


@dataclass(frozen=True)
class ParameterMatch:
    """A number assigned to a parameter: position, raw value, unit (of periods), entry."""

    key: str
    sentence: Sentence
    start: int
    end: int
    raw: Any
    unit: str = ""
    entry: str = ""


LONGEST_QUOTE = 60
_MARK = regex(r"^[（(][一二三四五六七八九十]+[）)]|^[0-9]+[.．、]|^[一二三四五六七八九十]+、")


def words_at(text: str, start: int, end: int) -> str:
    """The quote for a span: the parts of the sentence that contain it, without paragraph numbering, long lists cut short."""
    first, last = part(text, start, end)
    quote = _MARK.sub("", text[first:last].strip()).strip()
    cut = text.find("、", end, last)
    return _MARK.sub("", text[first:cut].strip()) if len(quote) > LONGEST_QUOTE and cut > 0 else quote


def part(text: str, start: int, end: int) -> tuple[int, int]:
    """(start, end) of the part of the sentence, between punctuation marks, that contains a span."""
    signs = "，。；：！？"
    first = max((text.rfind(sign, 0, start) for sign in signs), default=-1) + 1
    ends = [at for sign in signs if (at := text.find(sign, end)) >= 0]
    return first, min(ends, default=len(text))


def nearest(text: str, one: Mention) -> str:
    """The noun that the number counts; '' if there is none of ``NOUNS``."""
    plainly = _BASE.sub(lambda found: " " * len(found[0]), text)
    found = [(match.end(), name) for name in COMPETING for match in _NOUNS[name].finditer(plainly, 0, one.start)]
    if found:
        best = max(at for at, _ in found)
        names = [name for at, name in found if at == best]
        return names[0] if len(names) == 1 else min(names, key=list(NOUNS).index)
    last = part(text, one.start, one.end)[1]
    behind = [(match.start(), name) for name in COMPETING for match in _NOUNS[name].finditer(text, one.end, last)]
    return min(behind)[1] if behind else ""


def plain_numbers(sentence: Sentence, found: Sequence[Mention]) -> Iterator[ParameterMatch]:
    """The parameters that are one number each."""
    text = sentence.text
    for one in found:
        noun = nearest(text, one)
        first, last = part(text, one.start, one.end)
        own = text[first:last]
        if one.unit == "人" and (_OTHERS.match(text[one.end : one.end + 12]) or "其中" in text[first : one.start]):
            continue
        for sought in SOUGHT:
            if (
                sought.kind == one.kind
                and noun in sought.nouns
                and (not sought.units or one.unit in sought.units)
                and (not sought.bound or one.bound == sought.bound)
                and (not sought.words or re.search(sought.words, text))
                and not (sought.without and re.search(sought.without, own))
            ):
                yield ParameterMatch(sought.key, sentence, one.start, one.end, one.value)
                break


def days(sentence: Sentence, found: Sequence[Mention]) -> Iterator[ParameterMatch]:
    """The latest end of classes, and the last end that is subsidised."""
    text = sentence.text
    for one in found:
        if one.kind != "day":
            continue
        first, last = part(text, one.start, one.end)
        own = text[first:last]
        behind = text[one.end : one.end + 4]
        if re.search(r"不再?(?:予以?|给予)?(?:安排)?(?:资助|补助|拨付|支持)", own) and "后" in behind:
            yield ParameterMatch("subsidy_last_end", sentence, one.start, one.end, one.value)
        elif re.search(NOUNS["end"], own) and re.search("前|之前|以前|截止|底", behind + one.text):
            yield ParameterMatch("latest_end", sentence, one.start, one.end, one.value)


ANY_YEAR = 2000
"""For day patterns whose value is not used."""
PERIODS = ("天", "工作日", "个月")


def periods(sentence: Sentence, found: Sequence[Mention]) -> Iterator[ParameterMatch]:
    """Filing periods before a class, claim and report periods after it."""
    text = sentence.text
    for one in found:
        if one.kind != "count" or one.unit not in PERIODS:
            continue
        before = text[max(0, one.start - 8) : one.start]
        if BEFORE.search(before) or re.match("(?:之|以)?前", text[one.end : one.end + 2]):
            for level in levels_at(text, one):
                yield ParameterMatch("filing_days", sentence, one.start, one.end, one.value, one.unit, level)
        elif AFTER.search(text[max(0, one.start - 24) : one.start]):
            ahead, behind = text[one.end :], text[: one.start]
            claim, report = CLAIM.search(ahead), REPORT.search(ahead)
            if claim and (not report or claim.start() < report.start()):
                key = "claim_months"
            elif report:
                key = "report_months"
            else:
                key = "claim_months" if CLAIM.search(behind) else "report_months" if REPORT.search(behind) else ""
            if key:
                yield ParameterMatch(key, sentence, one.start, one.end, one.value, one.unit)


def levels_at(text: str, one: Mention) -> tuple[str, ...]:
    """The levels that a number applies to: the nearest one named before it; both if none or both are named."""
    named = [NATIONAL if match[1] else MUNICIPAL for match in _LEVELS.finditer(text, 0, one.start)]
    first = part(text, one.start, one.end)[0]
    own = [NATIONAL if match[1] else MUNICIPAL for match in _LEVELS.finditer(text, max(first, last_number(text, one)), one.start)]
    if len(set(own)) == 2 or not named:
        return (NATIONAL, MUNICIPAL)
    return (named[-1],)


def last_number(text: str, one: Mention) -> int:
    """The end of the previous number: words before it belong to that number."""
    return max((other.end for other in mentions(text[: one.start], ANY_YEAR) if other.kind == "count"), default=0)


def counts(sentence: Sentence, found: Sequence[Mention]) -> Iterator[ParameterMatch]:
    """The number of classes in the plan, by level."""
    text = sentence.text
    if not re.search("安排|遴选|共|计划|确定|立项", text):
        return
    for one in found:
        if one.kind == "count" and one.unit in ("项", "期", "个") and not re.search("预留|名额", text):
            near = list(_LEVELS.finditer(text, max(0, one.start - 16), one.start))
            if near and not re.search("[，。；]", text[near[-1].end() : one.start]):
                level = NATIONAL if near[-1][1] else MUNICIPAL
                yield ParameterMatch("class_counts", sentence, one.start, one.end, one.value, "", level)


RANKS = (("院士/全国知名专家", r"院士|全国知名专家"), ("正高", r"正高"), ("副高", r"副高"), ("其他", r"其他人员|其他|中级"))


def lecture_rates(sentence: Sentence, found: Sequence[Mention]) -> Iterator[ParameterMatch]:
    """Lecture fee rates set by the notice itself, by rank."""
    text = sentence.text
    if not re.search(NOUNS["lecture"], text) or not re.search("每学时|每课时|/学时|元/课时|学时", text):
        return
    for one in found:
        if one.kind != "money":
            continue
        ranks = [(match.end(), name) for name, pattern in RANKS for match in re.finditer(pattern, text[: one.start])]
        if ranks:
            yield ParameterMatch("lecture_rates", sentence, one.start, one.end, one.value, "", max(ranks)[1])


SUPPORTED = "对口支援"
SUPPORT = regex(r"对口支援|对口帮扶|支援地区|帮扶地区")


def reserved(
    sentence: Sentence, found: Sequence[Mention], regions: Callable[[str], list[tuple[int, str]]]
) -> Iterator[ParameterMatch]:
    """Reserved quotas: the number for each region or for supported areas; 一定 counts as at least one."""
    text = sentence.text
    for match in re.finditer(r"预留|单列|保留|留出|留足|留给", text):
        first, last = part(text, match.start(), match.end())
        for start, end, own in pieces(text, first, last):
            inside = [one for one in found if start <= one.start < end and one.kind == "count" and one.unit in ("个", "人")]
            places = regions(own)
            if (supported := SUPPORT.search(own)) is not None:
                places.append((supported.start(), SUPPORTED))
            number = inside[0] if inside else None
            if number is None and not re.search("一定|适当|若干", own):
                continue
            for _, name in sorted(places):
                at = (number.start, number.end) if number else (start, start)
                yield ParameterMatch("reserved", sentence, *at, number.value if number else 1, "", name)


def pieces(text: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """The part of the sentence, split after each number: 上海预留3个、江苏预留2个名额."""
    ends = [one.end for one in mentions(text[:last], ANY_YEAR) if one.start >= first and one.kind == "count"]
    cuts = [first, *ends[:-1], last] if len(ends) > 1 else [first, last]
    for start, end in pairwise(cuts):
        yield start, end, text[start:end]


READERS: tuple[Callable[[Sentence, Sequence[Mention]], Iterator[ParameterMatch]], ...] = (
    plain_numbers, days, periods, counts, lecture_rates,
)  # fmt: skip
