"""Seeded classes with gaps, mistakes and odd values, for comparing what formulas and Python make of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.people.titles import title_rows
from udfs.records.class_file import EXPENSE_ITEMS, LECTURER_RANKS, Absence, ClassFile, Expense, LectureFee, Person, Result, Row

ODD_TITLES = (
    "高级工程师（电气）、讲师", "讲师/副教授", "经济师,会计师", "总经理", " 工程师 ", "研究员（自然科学）", "　",
    "一级建造师；工程师",     "电气工程师", "高级电气工程师", "口腔主治医师", "高工", "中级", "助理电气工程师", None, 5,
)  # fmt: skip
AnyRow = TypeVar("AnyRow", bound=Row)


def odd_class(seed: int) -> ClassFile:
    """A class of the real plan list in which much is missing, doubled or strange; the same for the same seed."""
    chance = random.Random(seed)
    level = chance.choice((MUNICIPAL, NATIONAL))
    c = sample_class(level, chance.choice((1, 2, 5)), chance.choice((2, 3, 20, 60)), chance.choice((0, 1, 6)), seed)
    people = gaps(chance, [odd_person(chance, person) for person in c.people])
    results = c.results if chance.random() < 0.5 else tuple(odd_result(chance, result) for result in c.results)
    if chance.random() < 0.2:
        results = results[: len(results) // 2]
    project = c.project
    for field, values in {
        "start": (None, "2025年7月", project.start),
        "end": (None, c.start, c.start and c.start + timedelta(days=200), project.end),
        "hours": (None, "32", 0, 28, 32.5, 35),
        "plan_number": (None, 99, project.plan_number),
        "topic": (None, "另一个选题", project.topic),
        "funding": (None, "单位自筹", "财政资助"),
        "applicant": (None, "天津市示例局"),
    }.items():
        if chance.random() < 0.25:
            project = project.changed(**{field: chance.choice(values)})
    return c.changed(
        project=project,
        people=people,
        results=results,
        absences=odd_absences(chance, people),
        lectures=odd_lectures(chance, c),
        expenses=odd_expenses(chance, c),
        survey=tuple(
            item.changed(
                very_satisfied=chance.choice((None, 0, 3, 41)),
                satisfied=chance.choice((None, 0, 7)),
                neutral=chance.choice((0, 1, 29)),
                dissatisfied=chance.choice((None, 0, 2, "无")),
            )
            for item in c.survey
        ),
    )


def gaps(chance: random.Random, rows: Sequence[AnyRow]) -> tuple[AnyRow, ...]:
    """The rows, now and then with a blank row before one."""
    moved, shift = [], 0
    for row in rows:
        shift += chance.random() < 0.05
        moved.append(row.changed(row=row.row + shift))
    return tuple(moved)


def odd_person(chance: random.Random, person: Person) -> Person:
    """Often as it was; else something is missing, padded, joined or stored as a number."""
    titles = [row["title"] for row in title_rows()]
    changes: dict[str, object] = {"title": chance.choice((*ODD_TITLES, *chance.sample(titles, 8)))}
    if chance.random() < 0.2:
        field = chance.choice(("name", "document", "phone", "employer", "charged", "kind", "mode"))
        changes[field] = chance.choice((None, "　", 13800000000, "工作人员", " 工作人员　", "=1+1", "@x"))
    return person.changed(**changes)


def odd_result(chance: random.Random, result: Result) -> Result:
    """Sometimes typed over, sometimes emptied."""
    if chance.random() < 0.7:
        return result
    field = chance.choice(("name", "hours", "document", "phone", "employer", "title", "passed", "certificate"))
    return result.changed(**{field: chance.choice((None, "改", 7, 27.5))})


def odd_absences(chance: random.Random, people: Sequence[Person]) -> tuple[Absence, ...]:
    """Some people with hours around a seventh, some unknown, some without hours."""
    hours = (None, 0, 0.5, 2, 4, 4.5, 5, 0.1, 3.3, "半天")
    chosen = chance.sample(list(people), min(len(people), chance.randrange(8)))
    rows = [
        Absence(
            row=4 + at,
            name=person.name,
            document=chance.choice((person.document, person.document, "不在册")),
            leave=chance.choice(hours),
            missed=chance.choice(hours),
            permission=chance.choice(("有", "无", None)),
        )
        for at, person in enumerate(chosen)
    ]
    return gaps(chance, [row for row in rows if any((row.name, row.document, row.leave, row.missed, row.permission))])


def odd_lectures(chance: random.Random, c: ClassFile) -> tuple[LectureFee, ...]:
    """From none to four lectures of any rank."""
    return tuple(
        c.lectures[0].changed(
            row=4 + at,
            rank=chance.choice((*LECTURER_RANKS, "讲师", None)),
            hours=chance.choice((None, 1, 1.5, 4, 5, "四")),
            net=chance.choice((None, 500, 1999.99, 4000)),
            tax=chance.choice((None, 0, 300.05)),
            travel=chance.choice((None, 0, 553.5)),
        )
        for at in range(chance.randrange(5))
    )


def odd_expenses(chance: random.Random, c: ClassFile) -> tuple[Expense, ...]:
    """From none to eight expenses of any item, some without an amount."""
    return tuple(
        c.expenses[0].changed(
            row=4 + at,
            item=chance.choice((*EXPENSE_ITEMS, "其他", None)),
            amount=chance.choice((None, 0, 0.1, 0.2, 1234.56, "一百", 99999.99)),
        )
        for at in range(chance.randrange(9))
    )
