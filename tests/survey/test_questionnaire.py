"""What raw answers mean: words and options mapped only where they can mean one thing; forms judged; the record kept."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.records.class_file import SURVEY_LEVELS, SurveyItem
from udfs.survey.questionnaire import (
    LONGEST_CELL,
    Judged,
    Unclear,
    answer_word,
    answers_of,
    is_answer,
    judged_form,
    read_scale,
    record_of,
)

VERY, GOOD, FAIR, BAD = SURVEY_LEVELS
FORMS = st.lists(st.tuples(*[st.sampled_from(SURVEY_LEVELS)] * 3), min_size=1, max_size=30)


def counted(forms: list[tuple[str, ...]]) -> list[SurveyItem]:
    """附件6 of these forms."""
    items = []
    for at, answers in enumerate(zip(*forms, strict=True)):
        found = Counter(answers)
        items.append(SurveyItem.build({"测评项目": f"项目{at}"} | {level: found[level] for level in SURVEY_LEVELS}, row=5 + at))
    return items


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("很满意", VERY), ("A．很满意", VERY), ("a、很满意", VERY), ("（A）很满意", VERY), ("1. 很满意", VERY),
        ("①很满意", VERY), ("很满意（4分）", VERY), ("很满意4分", VERY), (" 很 满意 ", VERY), ("A", "A"), ("b", "B"), ("３", "3"),
        ("4分", "4"), ("5.", "5"), ("还行", "还行"), ("", ""), ("10", "10"), ("12人", "12人"), ("A很满意", VERY),
    ],
)  # fmt: skip
def test_the_word_of_an_answer(answer: str, word: str) -> None:
    assert answer_word(answer) == word


def test_what_is_an_answer() -> None:
    assert all(is_answer(one) for one in ("A.非常满意", "2", "E", "不太满意"))
    assert not any(is_answer(one) for one in ("", "6", "F", "建议多安排实践", "100", "2025"))
    assert is_answer("优", {"优": VERY})


@pytest.mark.parametrize(
    ("answers", "levels"),
    [
        (SURVEY_LEVELS, SURVEY_LEVELS),
        (("非常满意", "满意", "一般", "不满意"), SURVEY_LEVELS),
        (("A.非常满意", "B.比较满意", "C.一般", "D.不太满意", "E.非常不满意"), (VERY, GOOD, FAIR, BAD, BAD)),
        (("很满意", "满意", "基本满意", "不满意"), SURVEY_LEVELS),
        (("满意", "一般", "不满意"), (GOOD, FAIR, BAD)),
        (("1", "1", "2", "3", "4"), (VERY, VERY, GOOD, FAIR, BAD)),
        (("A", "A", "B", "D"), (VERY, VERY, GOOD, BAD)),
    ],
)
def test_scales_that_mean_one_thing(answers: tuple[str, ...], levels: tuple[str, ...]) -> None:
    scale = read_scale(answers, {})
    assert tuple(scale[answer_word(answer)] for answer in answers) == levels


@pytest.mark.parametrize(
    "answers",
    [
        ("满意", "比较满意"), ("很满意", "非常满意"), ("一般", "基本满意", "很满意"), ("满意", "基本满意", "不满意"),
        ("1", "5"), ("A", "B", "C", "D", "E"), ("4", "4", "3", "1"), ("3", "4", "2"),
    ],
)  # fmt: skip
def test_scales_that_may_mean_two_things_are_asked_about(answers: tuple[str, ...]) -> None:
    with pytest.raises(Unclear):
        read_scale(answers, {})


def test_options_up_to_half_of_which_are_low_are_read_in_the_order_of_the_form() -> None:
    assert read_scale(("1", "4"), {})["4"] == BAD
    with pytest.raises(Unclear):
        read_scale(("1", "4", "4"), {})


def test_the_user_says_what_option_one_is() -> None:
    assert read_scale(("4", "3", "1"), {}, first=BAD) == {"4": VERY, "3": GOOD, "1": BAD}
    assert read_scale(("5", "4", "3", "2", "1"), {}, first=BAD) == {"5": VERY, "4": GOOD, "3": FAIR, "2": BAD, "1": BAD}
    assert read_scale(("1", "5"), {}, first=VERY) == {"1": VERY, "5": BAD}


def test_the_user_explains_words() -> None:
    assert read_scale(("优", "良", "很满意"), {"优": VERY, "良": GOOD}) == {"优": VERY, "良": GOOD, VERY: VERY}


ITEMS = ("课程", "食宿")
SCALE = {level: level for level in SURVEY_LEVELS}


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        (("很满意", "满意"), ""), (("A.很满意", "（2）满意"), ""), (("", " "), "没有作答"), (("很满意", ""), "漏答“食宿”"),
        (("很满意", "满意┋一般"), "“食宿”选了多个等级"), (("很满意", "还行"), "“食宿”填的“还行”不是测评等级"),
    ],
)  # fmt: skip
def test_which_forms_count(answers: tuple[str, str], fault: str) -> None:
    assert judged_form(answers, ITEMS, SCALE).fault == fault


def test_forms_of_one_level_throughout() -> None:
    assert Judged((VERY, VERY)).straight
    assert not Judged((VERY, GOOD)).straight
    assert not Judged((VERY,)).straight
    assert not Judged((), "没有作答").straight


@given(FORMS)
def test_a_record_gives_the_answers_back_in_no_order_of_persons(forms: list[tuple[str, ...]]) -> None:
    record = record_of(forms)
    assert sorted(answers_of(record, counted(forms))) == sorted(forms)
    assert record == record_of(reversed(forms))


def test_a_record_that_no_longer_fits_is_left_aside() -> None:
    forms = [(VERY, GOOD, BAD), (VERY, VERY, VERY)]
    items = counted(forms)
    assert answers_of(record_of(forms), items)
    assert answers_of(record_of(forms), items[:2]) == ()
    assert answers_of(record_of(forms), [items[0].changed(very_satisfied=1, satisfied=1), *items[1:]]) == ()
    for nonsense in ("", "115", "11 1", "=1+1", "很满意", "1" * 50):
        assert answers_of(nonsense, items) == ()


def test_a_record_too_long_for_a_cell_is_not_kept() -> None:
    assert len(record_of([(VERY,) * 3] * 8192)) == LONGEST_CELL
    assert record_of([(VERY,) * 3] * 8193) == ""
