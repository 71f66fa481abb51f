"""Raw answers of a questionnaire: the level an answer means, which forms are valid, and how answers are stored in a workbook.

The form of 附件6 is not in the notice; its four levels are ``SURVEY_LEVELS``. Other wordings are accepted if unambiguous: the
two lowest of a five-level scale both count as 不满意, which does not change 满意率.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from udfs.records.class_file import SURVEY_LEVELS, SurveyItem
from udfs.survey.satisfaction import level_counts
from udfs.values.cells import plain
from udfs.values.regex import regex

VERY, SATISFIED, NEUTRAL, DISSATISFIED = SURVEY_LEVELS
WORDS: Mapping[str, tuple[str, ...]] = {
    VERY: ("很满意", "非常满意", "十分满意", "特别满意", "完全满意"),
    SATISFIED: ("满意", "比较满意", "较满意", "较为满意"),
    NEUTRAL: ("一般", "一般满意", "基本满意", "尚可"),
    DISSATISFIED: ("不满意", "不太满意", "较不满意", "比较不满意"),
    "最低": ("很不满意", "非常不满意", "十分不满意", "极不满意"),
}
"""The levels of a scale with their wordings. The lowest of five counts as 不满意."""
IN_BETWEEN = "基本满意"
"""The third of four levels, or the second of three: decided by whether a word above 满意 occurs."""
PLACE_OF = {word: place for place, words in WORDS.items() for word in words}
CODES = {code: at for at, pair in enumerate(zip("12345", "ABCDE", strict=True)) for code in pair}
ANSWER_RECORD = "答卷记录"
"""The label of the raw answers beside 附件6, written by ``record_of``."""
LONGEST_CELL = 32_767
"""Maximum characters in a spreadsheet cell; a longer record cannot be stored."""

_OPTION = regex(r"\(?([A-Ea-e1-5])(?:分|[)）.、．:：\-—]+|(?=[\u4e00-\u9fff])|$)(.*)", re.DOTALL)
_SCORE_BEHIND = regex(r"\(?[0-9]+分\)?$")
_SEVERAL = regex(r"[┋|,;、/\n]+")
_RECORD = regex(r"[1-4]+(?: [1-4]+)*")


class Unclear(ValueError):
    """Ambiguous answers; the message explains them in Chinese."""


def answer_word(answer: str) -> str:
    """The chosen word without the letter or number of the option: A.很满意 -> 很满意; a bare option is kept: B, 3.

    >>> answer_word("A.很满意"), answer_word("（2）满意"), answer_word("4分"), answer_word("非常满意（5分）"), answer_word("b")
    ('很满意', '满意', '4', '非常满意', 'B')
    """
    shown = plain(answer)
    option = _OPTION.fullmatch(shown)
    if option:
        return _SCORE_BEHIND.sub("", option[2]) or option[1].upper()
    return _SCORE_BEHIND.sub("", shown) or shown


def is_answer(answer: str, stated: Mapping[str, str] | None = None) -> bool:
    """True if the answer names a level by a word, or by the letter or number of an option."""
    word = answer_word(answer)
    return word in PLACE_OF or word in CODES or word in (stated or {})


def read_scale(answers: Iterable[str], stated: Mapping[str, str], first: str = "") -> Mapping[str, str]:
    """{word (as from ``answer_word``): level} for the answers of one source.

    ``stated``: words explained by the user; ``first``: the level of option 1 (or A), 很满意 or 不满意, if given by the user.
    Errors: Unclear if ambiguous.
    """
    counts = Counter(word for answer in answers if (word := answer_word(answer)) and word not in stated)
    levels = dict(stated)
    levels |= word_levels([word for word in counts if word in PLACE_OF])
    levels |= code_levels({word: count for word, count in counts.items() if word in CODES}, first)
    return levels


def word_levels(words: Sequence[str]) -> dict[str, str]:
    """The levels of a scale in words. Errors: Unclear."""
    by_place: dict[str, list[str]] = {}
    for word in words:
        by_place.setdefault(PLACE_OF[word], []).append(word)
    for same in by_place.values():
        if len(same) > 1:
            raise Unclear(f"既有“{same[0]}”又有“{same[1]}”，不能确定各是哪一级")
    if IN_BETWEEN in words and VERY not in by_place:
        raise Unclear(f"有“{IN_BETWEEN}”而没有“{VERY}”，可能是三级量表，不能确定各是哪一级")
    return {word: PLACE_OF[word] if PLACE_OF[word] in SURVEY_LEVELS else DISSATISFIED for word in words}


def code_levels(counts: Mapping[str, int], first: str) -> dict[str, str]:
    """The levels of options given only by number or letter.

    Option 1 is the first column of the form, 很满意. Scores run the other way, so the user is asked if that reading makes most
    answers bad, and always for five options. Errors: Unclear.
    """
    if not counts:
        return {}
    highest = max(CODES[code] for code in counts)
    four = len(SURVEY_LEVELS) - 1
    if not first:
        chosen = "、".join(f"“{code}”{counts[code]}个" for code in sorted(counts))
        if highest > four:
            raise Unclear(f"是五个序号或分值（{chosen}），不能确定1（A）是最好还是最差")
        low = sum(count for code, count in counts.items() if CODES[code] > 1)
        if 2 * low > sum(counts.values()):
            raise Unclear(f"只有序号或分值（{chosen}），且多数为3、4（C、D），不能确定1（A）是最好还是最差")
    last = max(four, highest)
    ranks = {code: CODES[code] if first != DISSATISFIED else last - CODES[code] for code in counts}
    return {code: SURVEY_LEVELS[min(rank, four)] for code, rank in ranks.items()}


class Judged(NamedTuple):
    """One form: its level for each item, or why it is invalid ('' if valid)."""

    levels: tuple[str, ...]
    fault: str = ""

    @property
    def straight(self) -> bool:
        """True if every item got the same level."""
        return not self.fault and len(self.levels) > 1 and len(set(self.levels)) == 1


def judged_form(answers: Sequence[str], items: Sequence[str], scale: Mapping[str, str]) -> Judged:
    """Whether a form is valid: it must give one level to every item, since 附件6 has no column for omitted answers.

    >>> judged_form(("很满意", ""), ("课程", "食宿"), {"很满意": "很满意"})
    Judged(levels=(), fault='漏答“食宿”')
    """
    missing = [item for item, answer in zip(items, answers, strict=True) if not plain(answer)]
    if len(missing) == len(items):
        return Judged((), "没有作答")
    if missing:
        return Judged((), f"漏答“{missing[0]}”" + (f"等{len(missing)}项" if len(missing) > 1 else ""))
    levels = []
    for item, answer in zip(items, answers, strict=True):
        level = scale.get(answer_word(answer))
        if level is None:
            several = [part for part in _SEVERAL.split(plain(answer)) if answer_word(part) in scale]
            fault = "选了多个等级" if len(several) > 1 else f"填的“{plain(answer)[:12]}”不是测评等级"
            return Judged((), f"“{item}”{fault}")
        levels.append(level)
    return Judged(tuple(levels))


def record_of(forms: Iterable[Sequence[str]]) -> str:
    """The answers as stored in a workbook: one digit per item (1 is 很满意), one group per form, sorted so that respondents
    cannot be identified by position. '' if too long for a cell.

    >>> record_of([("满意", "很满意"), ("很满意", "很满意")])
    '11 21'
    """
    text = " ".join(sorted("".join(str(SURVEY_LEVELS.index(level) + 1) for level in form) for form in forms))
    return text if len(text) <= LONGEST_CELL else ""


def answers_of(record: str, items: Sequence[SurveyItem]) -> tuple[tuple[str, ...], ...]:
    """The answers in a record; empty if it does not match the counts of 附件6, which were changed since."""
    if not _RECORD.fullmatch(record):
        return ()
    forms = tuple(tuple(SURVEY_LEVELS[int(digit) - 1] for digit in group) for group in record.split(" "))
    if any(len(form) != len(items) for form in forms):
        return ()
    for item, answers in zip(items, zip(*forms, strict=True), strict=True):
        found = Counter(answers)
        if level_counts(item) != {level: found[level] for level in SURVEY_LEVELS}:
            return ()
    return forms
