"""Words that name a barred expense, what excuses them, and when."""

from __future__ import annotations

import pytest

from tests.sample import P
from udfs.money.barred_words import barred_words

WEEK = P.short_class_days


def words(text: object, days: int | None = WEEK) -> tuple[str, ...]:
    return tuple(term.word for term in barred_words(text, P, days))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "旅游", "景区", "门票", "宴请", "会餐", "聚餐", "招待", "礼品", "纪念品", "土特产", "广告", "娱乐", "健身", "高尔夫",
        "KTV",
        "烟", "酒", "洗漱用品", "洗漱包", "会议费", "公务接待", "固定资产", "笔记本电脑", "电脑", "打印机", "复印机", "传真机",
        "考察", "调研", "参观",
    ],
)  # fmt: skip
def test_a_word_is_found_inside_a_text(text: str) -> None:
    assert words(f"学员{text}费") == (text,)


@pytest.mark.parametrize(
    "text",
    [
        None, "", 5, "招待所住宿费", "酒店会议室", "医用酒精", "酒泉专家交通", "全聚楼酒楼用餐", "碘酒", "烟台专家交通",
        "控烟讲义",
        "禁烟标识", "戒烟", "旅游大巴", "旅游客运", "旅游汽车", "旅游学院教室租金", "旅游职业学院", "旅游管理讲义", "旅游集团",
        "广告公司制作条幅", "广告有限公司", "广告制作", "广告学讲义", "电脑租赁", "租用笔记本电脑", "打印机耗材", "打印机硒鼓",
        "打印机墨盒", "复印机维修", "礼堂租金", "健身指导讲义", "健身教材", "调研问卷印制", "调研报告印制", "现场教学参观用车",
        "赴企业考察（现场教学）",
    ],
)  # fmt: skip
def test_what_is_allowed(text: object) -> None:
    assert words(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("招待所招待费", ("招待",)), ("酒店用酒", ("酒",)), ("烟台旅游", ("旅游",)), ("烟酒店酒", ("烟", "酒")),
        ("招现场教学待", ()),
        ("ktv", ("KTV",)), ("ＫＴＶ", ("KTV",)), ("旅 游", ("旅游",)), ("旅游汽车去旅游", ("旅游",)),
        ("健身房", ("健身",)), ("电脑一台", ("电脑",)), ("现场教学景区门票", ("景区", "门票")),
    ],
)  # fmt: skip
def test_what_is_left_of_a_text(text: str, found: tuple[str, ...]) -> None:
    assert words(text) == found


@pytest.mark.parametrize("text", ["参观", "考察", "调研"])
def test_visits_are_barred_in_short_classes_only(text: str) -> None:
    assert [words(text, days) for days in (WEEK - 1, WEEK, WEEK + 1, None)] == [(text,), (text,), (), ()]
