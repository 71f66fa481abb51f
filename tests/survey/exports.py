"""Exports of the usual survey sites, made by script, with what every form says."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.sample import P
from udfs.records.class_file import SURVEY_LEVELS

ITEMS = P.survey_items
VERY, GOOD, FAIR, BAD = SURVEY_LEVELS
Row = list[object]


@dataclass
class SurveyExport:
    """One file. ``counts``: item -> level -> forms; ``invalid``: forms that do not count."""

    file: str
    what: str
    rows: list[Row]
    answers: list[list[str]]
    invalid: int = 0
    before: list[Row] = field(default_factory=list)

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        return {
            item: {level: sum(form[at] == level for form in self.answers) for level in SURVEY_LEVELS}
            for at, item in enumerate(ITEMS)
        }


def answers(seed: int, forms: int = 12) -> list[list[str]]:
    chance = random.Random(seed)
    return [[chance.choice((VERY, VERY, VERY, GOOD, GOOD, FAIR, BAD)) for _ in ITEMS] for _ in range(forms)]


def around(at: int) -> Row:
    return [at, f"2025/7/18 16:{at:02}:00", f"{60 + at}秒", "微信", "N/A", "0.0.0.0(天津-天津)"]


HEAD: Row = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]


def wjx_words(c: int = 1) -> SurveyExport:
    found = answers(c)
    rows = [[*HEAD, *(f"3、请对以下各项进行评价：—{item}" for item in ITEMS), "总分"]]
    rows += [[*around(at), *form, 30] for at, form in enumerate(found, start=1)]
    return SurveyExport("问卷星文本.xlsx", "问卷星, matrix question, words", rows, found)


def wjx_codes() -> SurveyExport:
    found = answers(2)
    rows = [[*HEAD, *(f"{at}、您对{item}的满意程度（1很满意 2满意 3一般 4不满意）" for at, item in enumerate(ITEMS, start=1))]]
    rows += [[*around(at), *(SURVEY_LEVELS.index(one) + 1 for one in form)] for at, form in enumerate(found, start=1)]
    return SurveyExport("问卷星序号.csv", "问卷星, numbers that the questions explain", rows, found)


def scored() -> SurveyExport:
    """Five points, five the best."""
    found = answers(3)
    points = {VERY: 5, GOOD: 4, FAIR: 3, BAD: 2}
    rows = [["编号", "提交时间", *(f"{item}（5=非常满意 4=满意 3=一般 2=不满意 1=非常不满意）" for item in ITEMS)]]
    rows += [[at, "2025-07-18 16:00", *(points[one] for one in form)] for at, form in enumerate(found, start=1)]
    return SurveyExport("五分制.xlsx", "points, explained in the headings", rows, found)


def one_hot(mark: object, open_: object, separator: str, name: str) -> Callable[[], SurveyExport]:
    def make() -> SurveyExport:
        found = answers(len(name))
        rows: list[Row] = [["答卷编号", "开始时间", *(f"{item}{separator}{level}" for item in ITEMS for level in SURVEY_LEVELS)]]
        for at, form in enumerate(found, start=1):
            rows.append([at, "2025-07-18", *(mark if level == one else open_ for one in form for level in SURVEY_LEVELS)])
        return SurveyExport(name, f"a column an option, {mark!r} where it was chosen", rows, found)

    return make


def one_hot_two_rows() -> SurveyExport:
    found = answers(5)
    upper: Row = ["序号", *(cell for item in ITEMS for cell in (item, None, None, None))]
    lower: Row = [None, *(level for _ in ITEMS for level in SURVEY_LEVELS)]
    rows = [upper, lower]
    rows += [
        [at, *("√" if level == one else None for one in form for level in SURVEY_LEVELS)]
        for at, form in enumerate(found, start=1)
    ]
    return SurveyExport("纸质录入.xlsx", "typed up from paper: items over levels, a tick in one", rows, found)


def one_hot_twice_ticked() -> SurveyExport:
    found = answers(6)
    export = one_hot(1, 0, ":", "两处打勾.xlsx")()
    found = export.answers
    row = export.rows[1]
    row[2], row[3] = 1, 1
    return SurveyExport(export.file, "one form ticks two levels of an item: it does not count", export.rows, found[1:], invalid=1)


def named_rows(
    heading: Callable[[int, str], str], name: str, what: str, word: Mapping[str, str] | None = None
) -> Callable[[], SurveyExport]:
    def make() -> SurveyExport:
        found = answers(sum(map(ord, name)))
        rows: list[Row] = [
            ["ID", "提交时间", "填写人", *(heading(at, item) for at, item in enumerate(ITEMS, start=1)), "意见和建议"]
        ]
        rows += [
            [at, "2025-07-18 16:30", f"微信用户{at}", *((word or {}).get(one, one) for one in form), "无"]
            for at, form in enumerate(found, start=1)
        ]
        return SurveyExport(name, what, rows, found)

    return make


MAKERS: Sequence[Callable[[], SurveyExport]] = (
    wjx_words, wjx_codes, scored, one_hot(1, 0, ":", "选项列.xlsx"), one_hot("√", "", "—", "勾选.csv"),
    one_hot("选中", "未选", "_", "选中.xlsx"), one_hot_two_rows, one_hot_twice_ticked,
    named_rows(lambda at, item: f"Q{at}_{item}", "问卷网.xlsx", "问卷网, Q1_ before the item"),
    named_rows(lambda at, item: f"{at}.请评价_{item}", "腾讯问卷.csv", "腾讯问卷, the row of the matrix behind a line"),
    named_rows(lambda _, item: f"请对本次研修评价 - {item}", "金数据.xlsx", "金数据, the row behind a dash"),
    named_rows(lambda _, item: f"对本期研修的评价[{item}]", "WPS表单.xlsx", "WPS 表单, the row in brackets"),
    named_rows(lambda at, item: f"{at}、{item}（单选题）*", "飞书.csv", "飞书, the kind of question behind the item"),
    named_rows(
        lambda _, item: item, "字母选项.xlsx", "letters before the words",
        {VERY: "A.很满意", GOOD: "B.满意", FAIR: "C.一般", BAD: "D.不满意"},
    ),
    named_rows(
        lambda _, item: item, "五级.xlsx", "five words",
        {VERY: "非常满意", GOOD: "比较满意", FAIR: "一般", BAD: "非常不满意"},
    ),
)  # fmt: skip
