"""What an office hands in beside the workbook, made by script: a roster, a grid of attendance, the answers to a survey."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import openpyxl

from tests.sample import P, sample_class
from udfs.records.class_file import SURVEY_LEVELS, ClassFile

HALVES = ("上午", "下午")
DAYS = 5
MISSED = {(1, 2): "请假", (1, 3): "请假", (2, 0): "旷课"}
"""(trainee, session) -> the sign in the grid."""


def written(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """The rows as the first sheet of a workbook."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def roster(path: Path) -> Path:
    """Three people who are in no class of the tests, under headings that are not those of 附件4."""
    people = sample_class(trainees=3, seed=77).people[:3]
    rows = [[person.name, person.document, person.phone, person.employer, person.title] for person in people]
    return written(path, [["姓名", "身份证号码", "手机号", "单位", "职称"], *rows])


def old_roster(path: Path) -> Path:
    """The same people as a workbook of Excel 97."""
    import xlwt  # not in the environments of ``tests.pythons``, which need the rest of this module

    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("名册")
    for at, row in enumerate(openpyxl.load_workbook(roster(path.with_suffix(".xlsx"))).worksheets[0].values):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    made.save(str(path))
    return path


def attendance(path: Path, c: ClassFile) -> Path:
    """A sign for every trainee and half-day, by document number; ``MISSED`` says who missed what."""
    assert c.start is not None
    days = [c.start + timedelta(days=at) for at in range(DAYS)]
    headings = ["姓名", "身份证号", *(f"{day.month}月{day.day}日{half}" for day in days for half in HALVES)]
    sessions = range(DAYS * len(HALVES))
    rows = [
        [person.name, person.document, *(MISSED.get((at, session), "√") for session in sessions)]
        for at, person in enumerate(c.trainees)
    ]
    return written(path, [headings, *rows])


def answers(path: Path, count: int = 20) -> Path:
    """So many forms, no two levels alike throughout one."""
    chance = random.Random(5)
    items = P.survey_items
    forms = [
        [SURVEY_LEVELS[number % 2], *chance.choices(SURVEY_LEVELS[:3], k=len(items) - 2), SURVEY_LEVELS[2]]
        for number in range(count)
    ]
    return written(path, [["序号", *items], *([number, *form] for number, form in enumerate(forms, start=1))])
