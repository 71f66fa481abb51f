"""Numbers in a sentence, in digits or Chinese numerals, with kind (date, share, amount, count), unit and bound.

Which of them is which parameter is decided in ``parameter_matching``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from udfs.values.numerals import money_text, number, share_text, whole
from udfs.values.regex import regex

Bound = Literal["least", "most", ""]
_DIGITS = r"[0-9０-９][0-9０-９,]*(?:[.．][0-9０-９]+)?"
_CHINESE = r"[〇零一二两三四五六七八九十百千]+"
_NUMBER = rf"(?:{_DIGITS}|{_CHINESE})"
_DAY = regex(rf"(?:([0-9０-９]{{4}})年)?({_NUMBER})月(?:({_NUMBER})[日号]|(底|末))|(年底)")
_SHARE = regex(
    rf"[0-9０-９]+(?:[.．][0-9０-９]+)?[%％]|[0-9０-９]+[/／][0-9０-９]+|{_CHINESE}分之{_CHINESE}|一半|[一二两三四五六七八九]成"
)
_MONEY = regex(rf"({_NUMBER})(万)?元")
_COUNT = regex(rf"({_NUMBER})(个工作日|工作日|个自然日|自然日|个月|个?星期|周|天|日|人|名|倍|项|期|学时|课时|个|次|门|岁|年)")
_LEAST = regex(r"不(?:得|应)?(?:少于|低于|短于)|至少|最少|以上|不足[^，。；]{0,6}不")
_MOST = regex(r"不(?:得|应|能)?(?:超过|多于|高于|大于|超出)|控制在|以内|之内|最多|至多|上限|最高|封顶|超过|超出")
_NO_NUMBER = regex(
    r"附件\s*[0-9一二三四五六七八九]+|[〔\[（(][0-9]{4}[〕\])）]\s*[0-9]*\s*号?|第[〇一二三四五六七八九十百0-9]+[条章节届期]|[一二三四五六七八九十]是"
    r"|[0-9]{4}年(?![^，。；]{0,3}[0-9]+月)|[“”]?二十届[一二三四五六]中(?:、[一二三四五六]中)*|十大|“?十项行动”?|八项规定|一(?:定|般|律|经|线|流|步|致|体|并|切|次性|批)"
    r"|统一|进一步|三无一全|每一|[a-zA-Z0-9.@:/-]*[a-zA-Z][a-zA-Z0-9.@:/-]*"
)
MentionKind = Literal["day", "share", "money", "count"]


@dataclass(frozen=True)
class Mention:
    """A number in a sentence: position, raw value (as in parameter files), unit, bound."""

    kind: MentionKind
    start: int
    end: int
    value: Any
    unit: str
    bound: Bound
    text: str


def mentions(sentence: str, year: int) -> list[Mention]:
    """All numbers of a sentence, in order. ``year``: for days without a year.

    Impossible numbers (a year of thirty digits) are skipped; ``unread`` reports them.
    """
    found: list[Mention] = []
    free = masked(sentence)
    for kind, pattern in (("day", _DAY), ("share", _SHARE), ("money", _MONEY), ("count", _COUNT)):
        for match in pattern.finditer(free):
            try:
                value, unit = value_and_unit(kind, match, year)
            except (ValueError, KeyError, OverflowError, ArithmeticError):
                continue
            found.append(
                Mention(kind, match.start(), match.end(), value, unit, bound(sentence, match.start(), match.end()), match[0])  # type: ignore[arg-type]
            )
            free = free[: match.start()] + " " * (match.end() - match.start()) + free[match.end() :]
    return sorted(found, key=lambda one: one.start)


def masked(sentence: str) -> str:
    """The sentence with file numbers, annex numbers and idioms blanked out."""
    return _NO_NUMBER.sub(lambda found: " " * len(found[0]), sentence)


def value_and_unit(kind: str, match: re.Match[str], year: int) -> tuple[Any, str]:
    """(raw value, unit) of a match. Errors: ValueError, KeyError, OverflowError, ArithmeticError."""
    if kind == "day":
        return day_of(match, year), "日期"
    if kind == "share":
        return share_of(match[0]), "比例"
    if kind == "money":
        return money_text(match[1].replace(",", ""), match[2] or ""), "元"
    unit = match[2].removeprefix("个") or "个"
    amount = number(match[1].replace(",", ""))
    if unit in ("星期", "周"):
        return whole(str(amount)) * 7, "天"
    unit = {"日": "天", "自然日": "天", "月": "个月", "名": "人"}.get(unit, unit)
    return (int(amount) if amount == int(amount) else str(amount)), unit


def share_of(text: str) -> str:
    """A share as the parameter files write it; also 一半 and 三成.

    >>> share_of("一半"), share_of("三成"), share_of("十分之一")
    ('50/100', '30/100', '1/10')
    """
    if text == "一半":
        return "50/100"
    return f"{whole(text[0]) * 10}/100" if text.endswith("成") else share_text(text)


def day_of(match: re.Match[str], year: int) -> date:
    """The date of a match: 11月30日, 11月底, 年底."""
    if match[5]:
        return date(year, 12, 31)
    named = whole(match[1]) if match[1] else year
    month = whole(match[2])
    if match[4]:
        return date.fromordinal(date(named + month // 12, month % 12 + 1, 1).toordinal() - 1)
    return date(named, month, whole(match[3]))


def bound(sentence: str, start: int, end: int) -> Bound:
    """Whether the number is a minimum or a maximum, by the nearest words in its part of the sentence."""
    before = re.split(r"[，。；、]", sentence[:start])[-1][-14:]
    after = re.split(r"[，。；、]", sentence[end:])[0][:6]
    for words in (after, before):
        least, most = _LEAST.search(words), _MOST.search(words)
        if words is after and not words.startswith(("以上", "以内", "之内", "封顶", "为限", "及以上", "（含）以上")):
            continue
        if least and not (most and most.start() > least.start()):
            return "least"
        if most:
            return "most"
    return ""


def unread(sentence: str, taken: list[tuple[int, int]]) -> Iterator[str]:
    """The numbers of a sentence outside the given spans."""
    free = masked(sentence)
    for start, end in taken:
        free = free[:start] + " " * (end - start) + free[end:]
    for pattern in (_DAY, _SHARE, _MONEY, _COUNT, re.compile(_DIGITS)):
        for match in pattern.finditer(free):
            yield match[0]
        free = pattern.sub(lambda found: " " * len(found[0]), free)
