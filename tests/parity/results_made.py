"""Made-up rows of 附件5 and 考勤: most follow 附件4, many stray from it in one thing, and hours stand around the limit."""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from tests.parity.people_made import BLANKS, DOCUMENTS, PHONES, spoiled
from tests.sample import P, sample_class
from udfs.notice.plan import LEVELS
from udfs.records.class_file import Absence, ClassFile, Person, Result
from udfs.sample import FIRST_ROW, made_up_document
from udfs.values.cells import Value, number

Chance = random.Random
NAMES = ("王甲", "李乙", "张丙", "刘丁", "陈戊", "杨己", "黄庚", "赵辛", "吴壬", "周癸")


def plain_person(chance: Chance, at: int, staff: bool) -> Person:
    """Somebody of a name of their own, rightly filled in."""
    return Person(
        row=FIRST_ROW + at, number=at + 1, name=f"{NAMES[at % 10]}{'一二三四五六七八九十'[at // 10 % 10]}{chr(0x4E00 + at)}",
        document=made_up_document(chance), phone=f"1410{at:07}", employer=f"示例单位{at}", title="工程师", charged="否",
        kind="工作人员" if staff else "学员", region="天津",
    )  # fmt: skip


def people(chance: Chance, count: int) -> list[Person]:
    """Mostly right; a few with a wrong, missing or numeric number, a missing cell, or a kind of document."""
    made = []
    for at in range(count):
        person = plain_person(chance, at, staff=chance.random() < 0.1)
        roll = chance.random()
        if roll < 0.06:
            person = person.changed(document=spoiled(chance, str(person.document)))
        elif roll < 0.09:
            person = person.changed(document=chance.choice((None, " ", 12345, "待补")))
        elif roll < 0.14:
            person = person.changed(**{chance.choice(("phone", "employer", "title", "name")): chance.choice(BLANKS)})
        elif roll < 0.17:
            person = person.changed(document="E1234" + f"{at:04}", document_kind=chance.choice(("护照", None, "居民身份证")))
        made.append(person)
    return made


def hours_near(chance: Chance, whole: Decimal) -> Value:
    """Hours around what still passes, as a number; sometimes none, text, or out of bounds."""
    limit = P.absence_share * Fraction(whole)
    near = float(whole - Decimal(limit.numerator) / Decimal(limit.denominator))
    return chance.choice((
        float(whole), float(whole), round(near, 1), round(near, 1) + 0.1, round(near, 1) - 0.1, round(near, 4), round(near, 2),
        0, -1, float(whole) + 0.1, float(whole) + 1, None, "24", "缺", 0.5,
    ))  # fmt: skip


def strayed(chance: Chance, result: Result, others: list[Result]) -> Result:
    """The row with one thing changed, or none."""
    roll = chance.random()
    if roll < 0.45:
        return result
    if roll < 0.52:
        return result.changed(document=spoiled(chance, str(result.document)))
    if roll < 0.57:
        return result.changed(document=chance.choice(DOCUMENTS)(chance))
    if roll < 0.60 and others:
        return result.changed(certificate=chance.choice(others).certificate)
    if roll < 0.66:
        return result.changed(phone=chance.choice(PHONES)(chance))
    if roll < 0.74:
        field = chance.choice(("name", "phone", "employer", "title", "document", "passed"))
        return result.changed(**{field: chance.choice(BLANKS)})
    if roll < 0.82:
        return result.changed(passed=chance.choice(("是", "否", " 是", "否\u3000", "通过", "Y", None, " ")))
    if roll < 0.88:
        return result.changed(certificate=chance.choice((None, " ", "津高研x１", "津高研X1", "津 高研X1", "无")))
    return result.changed(name=chance.choice((f"{result.name} ", "外人甲", str(result.name)[:1])))


def results(chance: Chance, persons: list[Person], whole: Decimal) -> tuple[Result, ...]:
    """A row for nearly every trainee, in another order here and there, and now and then one for somebody else."""
    made: list[Result] = []
    chosen = [person for person in persons if person.kind == "学员" and chance.random() < 0.93]
    chosen += [person for person in persons if person.kind != "学员" and chance.random() < 0.2]
    for at, person in enumerate(chosen):
        result = Result(
            row=FIRST_ROW + at, number=at + 1, name=person.name, hours=hours_near(chance, whole), document=person.document,
            phone=person.phone, employer=person.employer, title=person.title, passed=chance.choice(("是", "是", "否")),
            certificate=f"津高研2025{at:04}" if chance.random() < 0.85 else None,
        )  # fmt: skip
        made.append(strayed(chance, result, made))
    return tuple(one for one in made if any((one.name, one.document, one.passed, one.certificate)))


def absences(chance: Chance, persons: list[Person], whole: Decimal) -> tuple[Absence, ...]:
    """A row for every third person: hours around the limit, split over leave and absence, sometimes over two rows."""
    limit = P.absence_share * Fraction(whole)
    at_limit = round(float(Decimal(limit.numerator) / Decimal(limit.denominator)), 4)
    made: list[Absence] = []
    for person in chance.sample(persons, len(persons) // 3):
        tenth = round(at_limit, 1)
        missed = chance.choice((at_limit, at_limit, tenth, tenth + 0.1, 1, 2.5, float(whole), float(whole) + 0.5))
        leave: Value = chance.choice((0, None, round(missed / 2, 2), missed, missed))
        rest: Value = round(missed - leave, 4) if isinstance(leave, int | float) else missed
        if chance.random() < 0.12:
            leave = chance.choice((-1, "3", "病假", " ", -0.5))
        for _ in range(chance.choice((1, 1, 1, 2))):
            absence = Absence(
                row=FIRST_ROW + len(made), number=len(made) + 1, name=person.name, document=person.document, leave=leave,
                missed=rest, permission=chance.choice(("有", "有", "无", None, " 有")),
            )  # fmt: skip
            if chance.random() < 0.1:
                absence = absence.changed(document=chance.choice((spoiled(chance, str(person.document)), None, "E9999999")))
            made.append(absence)
    return tuple(made)


def following(chance: Chance, rows: tuple[Result, ...], missed: tuple[Absence, ...], whole: Decimal) -> tuple[Result, ...]:
    """Every other row that 考勤 knows, with the hours that the form's own formula takes from there, wrong ones too."""
    by_key = {absence.key: absence for absence in reversed(missed) if absence.key}
    made = []
    for row in rows:
        absence = by_key.get(row.key)
        if absence is not None and chance.random() < 0.5:
            gone = sum(number(value) or Decimal(0) for value in (absence.leave, absence.missed))
            row = row.changed(hours=float(whole - gone))
        made.append(row)
    return tuple(made)


HOURS = (28, 32, 24.5, 40, 7)


def classes(seeds: Iterable[int], count: int) -> dict[str, ClassFile]:
    """One class a seed, of either level and of several total hours."""
    found = {}
    for seed in seeds:
        chance = random.Random(seed)
        whole = Decimal(str(HOURS[seed % len(HOURS)]))
        sample = sample_class(LEVELS[seed % 2], 2)
        persons = people(chance, count)
        rows = results(chance, persons, whole)
        missed = absences(chance, persons, whole)
        found[f"results_{seed}"] = ClassFile(
            today=sample.today,
            project=sample.project.changed(hours=float(whole)),
            people=tuple(persons),
            results=following(chance, rows, missed, whole),
            absences=missed,
            places=sample.places,
        )
    return found
