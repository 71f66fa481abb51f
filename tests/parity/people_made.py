"""Made-up rows of 附件4 that break rules in every way the formulas must see, with as many that do not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, datetime

from tests.sample import sample_class
from udfs.notice.plan import LEVELS
from udfs.people.identity import KINDS, check_character
from udfs.records.class_file import STAFF, TRAINEE, ClassFile, Person
from udfs.sample import FIRST_ROW, made_up_document

Chance = random.Random
BLANKS = (None, "", " ", "\u3000", "\u00a0", "\t", " \n ")


def card(chance: Chance, province: str, born: str) -> str:
    """A number with a right check character: province, county 99, that birth date."""
    body = f"{province}0199{born}{chance.randrange(1000):03}"
    return body + check_character(body)


def spoiled(chance: Chance, number: str) -> str:
    """The number with one character changed."""
    at = chance.randrange(len(number))
    return number[:at] + chance.choice("0123456789X") + number[at + 1 :]


DOCUMENTS: tuple[Callable[[Chance], object], ...] = (
    lambda chance: made_up_document(chance, chance.choice(("11", "12", "65", "54"))),
    lambda chance: made_up_document(chance).lower(),
    lambda chance: spoiled(chance, made_up_document(chance)),
    lambda chance: spoiled(chance, made_up_document(chance)),
    lambda chance: card(chance, chance.choice(("71", "81", "82", "83")), "19800229"),
    lambda chance: card(chance, chance.choice(("10", "16", "66", "70", "84", "91", "99", "00")), "19800229"),
    lambda chance: card(chance, "12", chance.choice(("19800230", "19810229", "20000229", "19000229", "19801301", "19800431"))),
    lambda chance: card(chance, "12", chance.choice(("20991231", "00000101", "18500101", "04000229", "19800001", "19800100"))),
    lambda chance: card(chance, "91", "19800101"),
    lambda chance: "9" + card(chance, "11", "19800101")[1:],
    lambda chance: foreigner(chance),
    lambda chance: made_up_document(chance)[: chance.choice((8, 14, 15, 16, 17))],
    lambda chance: made_up_document(chance) + "1",
    lambda chance: made_up_document(chance)[:-1],
    lambda chance: chance.choice(("H", "M", "h", "T")) + "0123456789"[: chance.choice((7, 8, 9, 10))],
    lambda chance: chance.choice(("01234567", "19800101", "98765432", "1234567", "20250230")),
    lambda chance: chance.choice(("E12345678", "G1234", "PE1234567", "A123", "ABCDEFG", "12345X", "X12345", "1E5", "12E45")),
    lambda chance: chance.choice(("AB1234567890", "AB12345678901", "123456789012")),
    lambda chance: chance.choice(("USA123456789012", "ABC12345678901", "AB1234567890123", "US1123456789012")),
    lambda chance: f" {made_up_document(chance)}",
    lambda chance: f"{made_up_document(chance)}\u3000",
    lambda chance: wide(made_up_document(chance)),
    lambda chance: parted(made_up_document(chance), chance.choice((" ", "-", "\u00a0", "\u200b", "—"))),
    lambda chance: chance.choice(("无", "待补", "张三", "!", "12?", "*", "-", "#N/A")),
    lambda chance: int(made_up_document(chance)[:15] + "000"),
    lambda chance: chance.choice((123456, 12012, 1.5, 0)),
    lambda chance: chance.choice((date(1980, 1, 1), datetime(2025, 2, 3, 18, 30), date(2024, 2, 29))),
    lambda chance: made_up_document(chance)[:-1] + chance.choice("YZ甲"),
    lambda chance: chance.choice(BLANKS),
)  # fmt: skip
AREAS = ("010", "020", "029", "011", "0310", "0999", "0210", "03", "022")
MARKS = ("-", "转", "x", "ext", "ext.", "X", "--", "Ext")
PHONES: tuple[Callable[[Chance], object], ...] = (
    lambda chance: f"1410{chance.randrange(10**7):07}",
    lambda chance: f"1{chance.randrange(10)}10{chance.randrange(10**7):07}",
    lambda chance: f"1410{chance.randrange(10**chance.choice((5, 6, 8)))}",
    lambda chance: f"022{chance.choice(('-', '', ' ', '—'))}{chance.choice('0123456789')}{chance.randrange(10**6):06}",
    lambda chance: f"{chance.choice(AREAS)}-8{chance.randrange(10**7):07}",
    lambda chance: f"({chance.choice(('010', '022', '0312', '031'))}){chance.choice(('-', '', ''))}8{chance.randrange(10**7):07}",
    lambda chance: f"022-8{chance.randrange(10**7):07}{chance.choice(MARKS)}{chance.randrange(10 ** chance.choice((1, 3, 7)))}",
    lambda chance: f"8{chance.randrange(10**7):07}",
    lambda chance: f"{chance.choice(('+86', '0086', '86', '+86-'))}1410{chance.randrange(10**7):07}",
    lambda chance: f"{chance.choice((' ', ''))}1410{chance.randrange(10**7):07}{chance.choice((' ', ''))}",
    lambda chance: wide(f"1410{chance.randrange(10**7):07}"),
    lambda chance: chance.choice(("无", "13E00000000", "1.410000000", "022-8321842", "022-832184267", "0", "-")),
    lambda chance: chance.choice(("(022-83218426", "022)83218426", "(022)-83218426", "022--83218426", "022-13218426")),
    lambda chance: 14100000000 + chance.randrange(10**7),
    lambda chance: chance.choice((date(2022, 8, 3), datetime(2025, 2, 3, 18, 30))),
    lambda chance: chance.choice(BLANKS),
)  # fmt: skip


def foreigner(chance: Chance) -> str:
    """A permanent residence card of the new kind, its province right or not."""
    province, born = chance.choice(("11", "12", "65", "71", "99")), chance.choice(("19800101", "20000229", "19810229"))
    body = f"9{province}840{born}{chance.randrange(1000):03}"
    return body + check_character(body)


def wide(text: str) -> str:
    """Full-width digits and letters."""
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


def parted(text: str, sign: str) -> str:
    return f"{text[:6]}{sign}{text[6:]}"


def someone(chance: Chance, row: int, others: list[Person]) -> Person:
    """One row: each cell right or wrong by chance; sometimes a number or phone that another row already has."""
    document = chance.choice(DOCUMENTS)(chance)
    phone = chance.choice(PHONES)(chance)
    if others and chance.random() < 0.15:
        document = chance.choice(others).document
    if others and chance.random() < 0.15:
        phone = chance.choice(others).phone
    return Person(
        row=row,
        number=chance.choice((row - FIRST_ROW + 1, row - FIRST_ROW + 1, str(row - FIRST_ROW + 1), row, None)),
        name=chance.choice(("王示例", "李示例", "张 三", f"示例{row}", *BLANKS[:2])),
        document=document,
        phone=phone,
        employer=chance.choice(("天津市示例医院", "天津示例大学", f"示例单位{row}", None, "\u3000")),
        title=chance.choice(("工程师", "讲师", None, " ")),
        charged=chance.choice(("是", "否", "否", "否 ", "不收", None, " 是", "Y", "\u3000")),
        kind=chance.choice((TRAINEE, TRAINEE, TRAINEE, STAFF, None, " 工作人员", "工作 人员", "职工")),
        document_kind=chance.choice((None, None, KINDS[0], *KINDS, "身份证", "二代身份证", "其他", " 护照")),
        mode=chance.choice(("线下", "线下", "线上", None, " 线上 ")),
        region=chance.choice(("天津", "天津市", "北京", "河北", "河北省", None, " 天津", "广东", "天 津")),
    )  # fmt: skip


def people(seed: int, count: int, gaps: bool = True) -> tuple[Person, ...]:
    """So many rows; some positions are left empty."""
    chance = random.Random(seed)
    made: list[Person] = []
    for at in range(count):
        if not gaps or chance.random() > 0.06:
            made.append(someone(chance, FIRST_ROW + at, made))
    return tuple(made)


def classes(seeds: Iterable[int], count: int) -> dict[str, ClassFile]:
    """One class a seed, of either level, with nothing but people in it."""
    found = {}
    for seed in seeds:
        sample = sample_class(LEVELS[seed % 2], 2)
        found[f"people_{seed}"] = ClassFile(
            today=sample.today, project=sample.project, people=people(seed, count), places=sample.places
        )
    return found
