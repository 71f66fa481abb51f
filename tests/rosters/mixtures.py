"""Rosters by chance: layouts, headings, merges, footers, marks and encodings mixed at random, with what they hold known.

No reader was looked at for this: each feature is what some office does, and every mixture of them is a file somebody has.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

from tests.rosters.model import DOCUMENT, EMPLOYER, NAME, PHONE, TITLE, made_up

WORDS: Mapping[str, Sequence[str]] = {
    NAME: ("姓名", "姓 名", "学员姓名", "姓名（必填）", "您的姓名", "参训人员姓名", "姓\n名", "1、姓名：", "姓名*", "人员姓名"),
    DOCUMENT: (
        "身份证号",
        "身份证号码",
        "身份证",
        "公民身份号码",
        "证件号码",
        "身份证\n号码",
        "身份证号（18位）",
        "2.您的身份证号码*",
    ),
    PHONE: ("手机", "手机号", "手机号码", "联系电话", "联系方式", "电话", "移动电话", "联系电话（手机）", "3、手机号[填空题]"),
    EMPLOYER: ("工作单位", "单位", "单位名称", "所在单位", "工作单位（全称）", "部门/单位", "单位全称", "工作\n单位"),
    TITLE: ("职称", "专业技术职务", "专业技术职务（职称）", "专业技术职务\n（职称）", "专业技术职称", "现任专业技术职务"),
    "是否收费": ("是否收费", "是否交费", "是否缴费", "是否\n收费"),
    "参训方式": ("参训方式", "线上/线下", "参加方式"),
}
NOT_OURS: Mapping[str, Sequence[str]] = {  # headings of no column of 附件4
    "部门": ("办公室", "技术部", "科研处"), "职务": ("科长", "主任", ""), "邮箱": ("a@example.org", ""), "备注": ("", "", "素食"),
    "学历": ("本科", "硕士"), "民族": ("汉族", "回族"), "紧急联系人电话": ("14100009999",), "住宿": ("是", "否"),
    "出生年月": ("1980-01", "1991.5"), "签名": ("",), "自定义1": ("甲", "乙", ""), "": ("", "x"),
}  # fmt: skip
EMPTY = ("", "(空)", "(跳过)", "/", "—", "暂无", None)


@dataclass
class Mixture:
    """One file: its cells, what people it holds, and how it was mixed."""

    file: str
    rows: list[list[Any]]
    people: list[dict[str, str]]
    traits: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    encoding: str = "utf-8-sig"

    def write(self, folder: Path) -> Path:
        path = folder / self.file
        if path.suffix == ".xlsx":
            book = openpyxl.Workbook()
            sheet = book.worksheets[0]
            for row in self.rows:
                sheet.append(row)
            for area in self.merged:
                sheet.merge_cells(area)
            book.save(path)
        else:
            out = io.StringIO(newline="")
            csv.writer(out, delimiter="\t" if path.suffix == ".txt" else ",").writerows(
                ["" if cell is None else cell for cell in row] for row in self.rows
            )
            path.write_bytes(out.getvalue().encode(self.encoding))
        return path


def mixture(seed: int) -> Mixture:
    """The file of this seed."""
    chance = random.Random(seed)
    people = made_up(seed % 800, chance.randint(1, 9))
    fields = [NAME, *chance.sample((DOCUMENT, PHONE, EMPLOYER, TITLE), chance.randint(2, 4))]
    if not {DOCUMENT, PHONE} & set(fields):
        fields.append(PHONE)
    people = [{heading: one[heading] for heading in fields} for one in people]
    for heading, words in (("是否收费", ("是", "否")), ("参训方式", ("线下", "线上"))):
        if chance.random() < 0.25:
            fields.append(heading)
            for one in people:
                one[heading] = chance.choice(words)
    made = Mixture(f"mixed{seed:04}." + chance.choice(("xlsx", "xlsx", "csv", "txt")), [], people)
    made.encoding = chance.choice(("utf-8-sig", "utf-8", "gb18030", "utf-16"))
    columns: list[str] = list(fields)
    chance.shuffle(columns)
    if chance.random() < 0.5:
        columns = [NAME, *(one for one in columns if one != NAME)]
    for other in chance.sample(sorted(NOT_OURS), chance.randint(0, 4)):
        columns.insert(chance.randint(0, len(columns)), f"~{other}")
    if chance.random() < 0.7:
        columns.insert(0, "~序号")
    shown = [[cell_of(one, column, at, chance) for column in columns] for at, one in enumerate(people, start=1)]
    heads = [chance.choice(WORDS[one]) if one in WORDS else one[1:] for one in columns]
    for trait in sorted(chance.sample(TRAITS, chance.randint(0, 4)), key=TRAITS.index):
        trait(made, columns, shown, chance)
    made.rows = [*heading_rows(made, heads, columns, chance), *shown]
    staff_below(made, columns, chance)
    around(made, columns, chance)
    return made


def staff_below(made: Mixture, columns: Sequence[str], chance: random.Random) -> None:
    """Below the trainees a line that says that staff follow, in any column, and their headings again or not."""
    if chance.random() > 0.2 or not made.file.endswith("xlsx") or any("人员类别" in one for one in made.people):
        return
    extra = made_up(chance.randint(0, 700), 2)
    staff = [
        {heading: one[heading] for heading in (NAME, DOCUMENT, PHONE, EMPLOYER, TITLE) if heading in columns} for one in extra
    ]
    if {one[NAME] for one in staff} & {one[NAME] for one in made.people} or len({one[NAME] for one in staff}) < 2:
        return
    words = chance.choice(("工作人员", "会务组", "二、工作人员（2人）", "会务人员名单"))
    line: list[Any] = [""] * len(columns)
    line[chance.choice((0, columns.index(NAME)))] = words
    made.rows.append(line)
    if chance.random() < 0.3:
        made.rows.append(next(row for row in made.rows if any(str(cell) in WORDS[NAME] for cell in row)))
    for at, one in enumerate(staff, start=1):
        made.rows.append([cell_of(one, column, at, chance) if column in one or column[0] == "~" else "" for column in columns])
        made.people.append(one | {"人员类别": "工作人员"})
    made.traits.append(f"staff below {words}")


def cell_of(one: Mapping[str, str], column: str, at: int, chance: random.Random) -> Any:
    if column == "~序号":
        return at
    return chance.choice(NOT_OURS[column[1:]]) if column.startswith("~") else one[column]


Rows = list[list[Any]]


def spaced_names(made: Mixture, columns: Sequence[str], shown: Rows, _: random.Random) -> None:
    at = columns.index(NAME)
    for row in shown:
        row[at] = " ".join(row[at]) if len(row[at]) == 2 else f" {row[at]}\u3000"
    made.traits.append("spaced names")


def dressed_numbers(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    for heading in {DOCUMENT, PHONE} & set(columns):
        at = columns.index(heading)
        for row in shown:
            before, behind = chance.choice((("'", ""), ("", " "), (" ", ""), ("", "。"), (f"{heading}：", ""), ("\u200b", "")))
            row[at] = f"{before}{row[at]}{behind}"
    made.traits.append("dressed numbers")


def grouped_phones(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    if PHONE in columns:
        at = columns.index(PHONE)
        for row in shown:
            digits = str(row[at]).strip()
            if digits.isdigit():
                row[at] = chance.choice(("{}-{}-{}", "{} {} {}", "+86 {}{}{}")).format(digits[:3], digits[3:7], digits[7:])
        made.traits.append("grouped phones")


def full_width(made: Mixture, columns: Sequence[str], shown: Rows, _: random.Random) -> None:
    for heading in {DOCUMENT, PHONE} & set(columns):
        at = columns.index(heading)
        for row in shown:
            row[at] = str(row[at]).translate({code: code + 0xFEE0 for code in range(0x30, 0x5B)})
    made.traits.append("full width")


def holes(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    """Some cells say that nothing was filled in."""
    for one, row in zip(made.people, shown, strict=True):
        heading = chance.choice([name for name in columns if name in (PHONE, EMPLOYER, TITLE, DOCUMENT)] or [""])
        others = [name for name in (PHONE, EMPLOYER, TITLE, DOCUMENT) if name in one and name != heading]
        if heading in one and others and chance.random() < 0.4:
            row[columns.index(heading)] = chance.choice(EMPTY)
            del one[heading]
    made.traits.append("holes")


def same_unit(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    """One unit for all, stated once: 同上, nothing, or as it was."""
    if EMPLOYER not in columns or len(shown) < 2:
        return
    at, way = columns.index(EMPLOYER), chance.choice(("同上", "〃", None, ""))
    if EMPLOYER not in made.people[0]:
        return
    for one, row in zip(made.people[1:], shown[1:], strict=True):
        one[EMPLOYER] = made.people[0][EMPLOYER]
        row[at] = way
    made.traits.append("unit once")


def posts(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    if TITLE in columns:
        at = columns.index(TITLE)
        for row in shown:
            if row[at] and row[at] not in EMPTY:
                row[at] = chance.choice(("科长/{}", "{}、处长", "{}", "{}（主任）", "院长 {}")).format(row[at])
        made.traits.append("posts")


def words_for_yes(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    if "是否收费" in columns:
        at = columns.index("是否收费")
        for one, row in zip(made.people, shown, strict=True):
            row[at] = chance.choice(("是", "√", "交费", "Y") if one["是否收费"] == "是" else ("否", "×", "免费", "不交", "N"))
        made.traits.append("words for yes")


def stops(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    for row in shown:
        for at, heading in enumerate(columns):
            if heading in (NAME, EMPLOYER, TITLE) and row[at] and row[at] not in EMPTY and chance.random() < 0.5:
                row[at] = chance.choice(("{}。", "{}；", f"{heading[:2] if heading == NAME else heading}：{{}}")).format(row[at])
    made.traits.append("stops")


def swapped_row(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    """In one row two cells stand in each other's place."""
    both = [heading for heading in (DOCUMENT, PHONE, EMPLOYER, TITLE) if heading in columns]
    if len(both) < 2 or len(shown) < 3:
        return
    one, other = chance.sample(both, 2)
    row = chance.choice(shown)
    if all(row[columns.index(heading)] not in EMPTY for heading in (one, other)):
        row[columns.index(one)], row[columns.index(other)] = row[columns.index(other)], row[columns.index(one)]
        made.traits.append(f"swapped {one} {other}")


def lost_tails(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    """Some IDs went through a spreadsheet as numbers."""
    if DOCUMENT in columns:
        at = columns.index(DOCUMENT)
        for row in shown:
            digits = str(row[at])
            if digits.isdigit() and chance.random() < 0.5:
                row[at] = chance.choice((f"{digits[:15]}000", f"{int(digits):.5E}", float(digits)))
        made.traits.append("lost tails")


def cut_numbers(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    for heading in {DOCUMENT, PHONE} & set(columns):
        at = columns.index(heading)
        for row in shown:
            if str(row[at]).isdigit() and chance.random() < 0.3:
                row[at] = chance.choice((str(row[at])[:-1], f"{row[at]}1", str(row[at])[:8] + "****"))
    made.traits.append("cut numbers")


def two_phones(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    if PHONE in columns:
        at = columns.index(PHONE)
        for row in shown:
            if str(row[at]).isdigit() and chance.random() < 0.5:
                row[at] = chance.choice(
                    ("{}/022-88880000", "022-88880000、{}", "{}\n022-88880000", "{}（微信同号）", "{}转小示例")
                ).format(row[at])
        made.traits.append("two phones")


def unit_and_title(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    """The post, or the title, stands behind the employer, too."""
    if EMPLOYER in columns:
        at = columns.index(EMPLOYER)
        for row in shown:
            if row[at] and row[at] not in (*EMPTY, "同上", "〃") and chance.random() < 0.5:
                row[at] = chance.choice(("{}主任", "{} 工程师", "{}（教授）", "{}/科长")).format(row[at])
        made.traits.append("unit and title")


def kind_in_remark(made: Mixture, columns: Sequence[str], shown: Rows, chance: random.Random) -> None:
    """Somebody is staff, which only the remark, the unit or a bracket behind the name tells."""
    at, row = chance.choice(list(enumerate(shown)))
    way = chance.choice(("name", "remark"))
    if way == "name":
        row[columns.index(NAME)] = f"{row[columns.index(NAME)]}（工作人员）"
    elif "~备注" in columns:
        row[columns.index("~备注")] = "会务组"
    else:
        return
    made.people[at]["人员类别"] = "工作人员"
    made.traits.append(f"staff by {way}")


def two_together(made: Mixture, columns: Sequence[str], shown: Rows, _: random.Random) -> None:
    """Two people in one row, every cell on two lines."""
    if len(shown) < 3 or any(len(one) != len(made.people[0]) for one in made.people):
        return
    first, second = shown[0], shown.pop(1)
    for at, heading in enumerate(columns):
        if heading != "~序号":
            first[at] = f"{first[at] or ''}\n{second[at] or ''}"
    made.traits.append("two together")


TRAITS: Sequence[Callable[[Mixture, Sequence[str], Rows, random.Random], None]] = (
    spaced_names, dressed_numbers, grouped_phones, full_width, holes, same_unit, posts, words_for_yes, swapped_row, lost_tails,
    cut_numbers, two_phones, unit_and_title, kind_in_remark, stops, two_together,
)  # fmt: skip


def heading_rows(made: Mixture, heads: list[str], columns: Sequence[str], chance: random.Random) -> Rows:
    """The headings in one row or two: a group over some, or some above and some below."""
    way = chance.choice(("one", "one", "one", "split", "group"))
    if way == "one" or len(heads) < 4:
        return [heads]
    made.traits.append(f"heading {way}")
    if way == "split":
        at = columns.index(NAME)
        below = [head if chance.random() < 0.4 or at == place else "" for place, head in enumerate(heads)]
        above = ["" if below[place] else head for place, head in enumerate(heads)]
        above[at] = chance.choice(("基本信息", "学员", "个人情况"))
        return [above, below] if sum(map(bool, above)) > 1 and sum(map(bool, below)) > 1 else [heads]
    start = chance.randint(0, len(heads) - 2)
    above, below = list(heads), [""] * len(heads)
    for place in (start, start + 1):
        below[place], above[place] = heads[place], "个人信息" if place == start else ""
    return [above, below]


def around(made: Mixture, columns: Sequence[str], chance: random.Random) -> None:
    """Titles above, totals and signatures below, an empty row, the headings once more."""
    width = len(columns)
    if chance.random() < 0.4:
        made.rows.insert(0, [chance.choice(("示例领域高级研修班学员名单", "报名汇总表", "附件4")), *[""] * (width - 1)])
        made.traits.append("title")
    if chance.random() < 0.3:
        made.rows.append([chance.choice(("合计", "备注：以上信息真实", "填表人：示例", "共计：3人")), *[""] * (width - 1)])
        made.traits.append("footer")
    if chance.random() < 0.2 and len(made.people) > 2:
        at = len(made.rows) - 1
        line = chance.choice(
            (
                ["带队：王示例", "14100001111"],
                ["第1页"],
                ["小计", "2人"],
                ["天津示例大学（2人）"] if EMPLOYER in columns else [""],
            )
        )
        made.rows.insert(at, [*line, *[""] * (width - len(line))][:width] if width > 1 else [""])
        made.traits.append(f"line {line[0]}")
    if chance.random() < 0.2:
        made.rows.append([""] * width)
    if chance.random() < 0.2:
        made.rows.append([chance.choice(("填报单位（盖章）：", "审核人：", "2025年7月1日")), *[""] * (width - 1)])
