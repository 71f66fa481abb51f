"""A class whose attendance is registered, and what then stands in its workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from udfs.records.class_file import ClassFile
from workbooks.book.reading import read_file

TODAY = date(2025, 8, 12)


def alone(c: ClassFile) -> ClassFile:
    """Trainees whose names are all different, and an empty 考勤."""
    marks = [f"{one}{other}" for one in "甲乙丙丁戊己庚辛" for other in "子丑寅卯辰巳午未"]
    people = tuple(person.changed(name=f"{person.name}{mark}") for person, mark in zip(c.people, marks, strict=False))
    names = {person.key: person.name for person in people}
    results = tuple(result.changed(name=names[result.key], hours=c.hours) for result in c.results)
    return c.changed(people=people, results=results, absences=())


def in_sheet(path: Path) -> dict[str, tuple[object, object, object]]:
    """Name -> 请假学时, 缺勤学时, 请假手续 as they stand in 考勤."""
    return {
        str(one.name): tuple(
            None if value is None else str(value).removesuffix(".0") for value in (one.leave, one.missed, one.permission)
        )  # type: ignore[misc]
        for one in read_file(path, TODAY).absences
    }
