"""Strangers' surveys: exports of forms in words, letters, points and options, and how often each level was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.strangers.model import Chance, Page, Row, Stranger

VERY, GOOD, FAIR, BAD = "很满意", "满意", "一般", "不满意"
LEVELS = (VERY, GOOD, FAIR, BAD)
Forms = list[list[str]]
Maker = Callable[[Chance, Sequence[str], Forms], Stranger]
HEAD: Row = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]


def around(at: int) -> Row:
    return [at, f"2025/7/18 16:{at:02}:00", f"{50 + at}秒", "微信", "N/A", "0.0.0.0(天津-天津)"]


def made(layout: str, rows: list[Row], items: Sequence[str], forms: Forms) -> Stranger:
    truth = {(item, level): sum(form[at] == level for form in forms) for at, item in enumerate(items) for level in LEVELS}
    return Stranger("测评", layout, 0, f"{layout}.xlsx", [Page(rows)], truth)


def in_words(chance: Chance, items: Sequence[str], forms: Forms) -> Stranger:
    """问卷星 or 金数据: a column a question, words; a form given twice counts once."""
    word = chance.choice(({}, {VERY: "非常满意", GOOD: "比较满意"}, {BAD: "不太满意"}))
    question = chance.choice(("{n}、您对{item}的评价", "{n}. {item}", "3、请评价：—{item}", "您对本期{item}是否满意？"))
    rows: list[Row] = [[*HEAD, *(question.format(n=at, item=item) for at, item in enumerate(items, start=1)), "意见建议"]]
    for at, form in enumerate(forms, start=1):
        rows.append([*around(at), *(word.get(one, one) for one in form), "无"])
    return made("文字等级", rows, items, forms)


def twice(chance: Chance, items: Sequence[str], forms: Forms) -> Stranger:
    """The same, some forms given twice: the same number and moment."""
    found = in_words(chance, items, forms)
    rows = found.pages[0].rows
    rows += [list(row) for row in chance.sample(rows[1:], 2)]
    found.layout, found.name = "重复答卷", "重复答卷.xlsx"
    return found


def lettered(chance: Chance, items: Sequence[str], forms: Forms) -> Stranger:
    rows: list[Row] = [["答卷编号", "开始时间", *(f"{item}（A很满意 B满意 C一般 D不满意）" for item in items)]]
    rows += [[at, "2025-07-18", *("ABCD"[LEVELS.index(one)] for one in form)] for at, form in enumerate(forms, start=1)]
    return made("字母等级", rows, items, forms)


def options(chance: Chance, items: Sequence[str], forms: Forms) -> Stranger:
    sign, empty = chance.choice(((1, 0), ("√", None), ("是", "否")))
    between = chance.choice((":", "—", "_"))
    rows: list[Row] = [["答卷编号", *(f"{item}{between}{level}" for item in items for level in LEVELS)]]
    for at, form in enumerate(forms, start=1):
        rows.append([at, *(sign if level == one else empty for one in form for level in LEVELS)])
    return made("一选项一列", rows, items, forms)


def percent(chance: Chance, items: Sequence[str], forms: Forms) -> Stranger:
    """Satisfaction in percent: no level at all."""
    rows: list[Row] = [["答卷编号", *items], *([at, *("95%" for _ in items)] for at, _ in enumerate(forms, start=1))]
    return made("百分数", rows, items, forms)


def marks(chance: Chance, items: Sequence[str], forms: Forms) -> Stranger:
    """Marks out of a hundred: no level at all."""
    rows: list[Row] = [["答卷编号", *(f"{item}（满分100）" for item in items)]]
    rows += [[at, *(chance.choice((100, 95, 90, 80)) for _ in items)] for at, _ in enumerate(forms, start=1)]
    return made("百分制", rows, items, forms)


def points(chance: Chance, items: Sequence[str], forms: Forms) -> Stranger:
    """Five points; which end is best stands in the title, or nowhere."""
    reported = chance.random() < 0.6
    value = {VERY: 5, GOOD: 4, FAIR: 3, BAD: chance.choice((1, 2))}
    rows: list[Row] = [["请打分（5分非常满意，4分满意，3分一般，2分不满意，1分非常不满意）"]] if reported else []
    rows += [["编号", *items], *([at, *(value[one] for one in form)] for at, form in enumerate(forms, start=1))]
    return made("五分制" if reported else "五分制未说明", rows, items, forms)


MAKERS: tuple[Maker, ...] = (in_words, in_words, twice, lettered, options, percent, marks, points, points)


def stranger(seed: int, items: Sequence[str]) -> Stranger:
    chance = Chance(f"测评{seed}")
    forms = [[chance.choice((VERY, VERY, VERY, GOOD, GOOD, FAIR, BAD)) for _ in items] for _ in range(chance.randint(8, 20))]
    found = MAKERS[seed % len(MAKERS)](chance, items, forms)
    found.seed, found.name = seed, f"{seed:04}{found.name}"
    return found
