"""Strangers' notices: the plan table of a province, its columns, words and groups, under a text that says how many there are."""

from __future__ import annotations

from dataclasses import dataclass

from tests.strangers.model import Chance

NATIONAL, MUNICIPAL = "国家级", "市级"
TOPICS = (
    "人工智能应用",
    "海洋装备制造",
    "绿色建筑技术",
    "中医药传承",
    "数字经济",
    "集成电路设计",
    "智慧物流",
    "城市更新",
    "氢能利用",
    "种业振兴",
    "工业互联网",
    "新材料",
)
UNITS = ("示例大学", "示例市科学技术协会", "示例研究院", "示例职业技术学院", "示例集团有限公司", "示例学会")
MONTHS = ("5月", "6月", "9-10月", "11月", "4-6月")


@dataclass
class Notice:
    """The text, and the rows of its plan: (level, number, topic, organiser, months)."""

    seed: int
    layout: str
    text: str
    truth: list[tuple[str, int, str, str, str]]


def rows_of(chance: Chance, level: str, count: int) -> list[tuple[str, int, str, str, str]]:
    names = chance.sample(TOPICS, count)
    return [
        (level, at, f"{name}高级研修班", chance.choice(UNITS), chance.choice(MONTHS)) for at, name in enumerate(names, start=1)
    ]


def body(counts: dict[str, int]) -> str:
    reported = "，".join(f"{level}高级研修项目{count}项" for level, count in counts.items())
    return (
        "示例省人力资源和社会保障厅关于公布2026年专业技术人才知识更新工程高级研修项目计划的通知\n\n各有关单位：\n"
        f"现将2026年高级研修项目计划公布如下。2026年共安排{reported}。\n每期研修班不少于5天。\n2026年3月2日\n"
    )


def annex(number: int, title: str, heads: list[str], lines: list[list[str]]) -> str:
    cells = "".join(f"\t{cell}\n" for cell in heads) + "".join(f"\t{cell}\n" for line in lines for cell in line)
    return f"附件{number}\n{title}\n{cells}"


def stranger(seed: int) -> Notice:
    chance = Chance(f"通知{seed}")
    rows = {level: rows_of(chance, level, chance.randint(3, 7)) for level in (NATIONAL, MUNICIPAL)}
    every = [row for level in rows for row in rows[level]]
    text = body({level: len(found) for level, found in rows.items()})
    layout = ("序号选题承办时间", "编号项目开班时间", "主办承办并列", "申报承办并列", "一表两级", "分组行", "多出几列")[seed % 7]
    if layout == "一表两级":
        heads = ["序号", "级别", "选题名称", "承办单位", "办班时间"]
        chance.shuffle(every)
        lines = [[str(at), level, topic, unit, months] for at, (level, _, topic, unit, months) in enumerate(every, start=1)]
        truth = [(level, at, topic, unit, months) for at, (level, _, topic, unit, months) in enumerate(every, start=1)]
        return Notice(seed, layout, text + annex(1, "2026年高级研修项目计划表", heads, lines), truth)
    for number, (level, found) in enumerate(rows.items(), start=1):
        heads, shape = {
            "序号选题承办时间": (["序号", "选题名称", "承办单位", "举办时间"], ("n", "t", "u", "m")),
            "编号项目开班时间": (["编号", "项目名称", "实施单位", "开班时间"], ("n", "t", "u", "m")),
            "主办承办并列": (["序号", "研修班名称", "主办单位", "承办单位", "计划月份"], ("n", "t", "x", "u", "m")),
            "申报承办并列": (["序号", "承办单位", "申报单位", "研修主题", "培训时间"], ("n", "u", "x", "t", "m")),
            "分组行": (["序号", "选题名称", "承办单位", "举办时间"], ("n", "t", "u", "m")),
            "多出几列": (["序号", "领域", "选题名称", "人数", "承办单位", "时间", "地点"], ("n", "x", "t", "c", "u", "m", "x")),
        }[layout]
        lines = []
        for at, (_, count, topic, unit, months) in enumerate(found):
            if layout == "分组行" and at in (0, 2):
                lines.append([f"{'一二'[at > 0]}、{'先进制造领域' if at == 0 else '现代服务领域'}"])
            value = {"n": str(count), "t": topic, "u": unit, "m": months, "x": "示例局", "c": "60"}
            lines.append([value[one] for one in shape])
        text += annex(number, f"2026年{level}高级研修项目计划表", heads, lines)
    return Notice(seed, layout, text, every)
