"""规范化 makes one row a person of 考勤, as the remedy of KQ-05 says; what is not certain stays and is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from macros.people.tidy import TidyResult, tidy
from tests.closed_cells import open_book
from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from udfs.records.participants import Absence
from udfs.rules.runner import check
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)


def with_rows(*rows: tuple[int, str | None, object, object, str | None]) -> ClassFile:
    """A class whose 考勤 holds these rows: trainee, name (None: theirs), leave, missed, 手续."""
    c = sample_class()
    made = [
        Absence.build(
            {"姓名": name or c.trainees[who].name, "身份证号": c.trainees[who].document, "请假学时": leave, "缺勤学时": missed,
             "请假手续": permission}, row=at + 4,
        )
        for at, (who, name, leave, missed, permission) in enumerate(rows)
    ]  # fmt: skip
    return c.changed(absences=tuple(made))


def tidied(c: ClassFile, folder: Path) -> tuple[TidyResult, ClassFile]:
    path = folder / "班.xlsx"
    path.write_bytes(entered(c, rows=80))
    book = open_book(path)
    result = tidy(book, TODAY)
    book.save()
    return result, read_file(path, TODAY)


def rows_of(c: ClassFile) -> list[tuple[str, Decimal | None, Decimal | None, str]]:
    def hours(value: object) -> Decimal | None:
        return None if value is None else Decimal(str(value))

    return [(str(one.document), hours(one.leave), hours(one.missed), str(one.permission or "")) for one in c.absences]


def test_several_rows_of_one_person_become_one(tmp_path: Path) -> None:
    c = with_rows((1, None, 2, None, "有"), (2, None, None, 4, None), (1, None, 1, 3, None), (3, None, 1, None, "无"))
    result, after = tidied(c, tmp_path)
    documents = [str(one.document) for one in c.trainees]
    assert rows_of(after) == [
        (documents[1], Decimal(3), Decimal(3), "有"),
        (documents[2], None, Decimal(4), ""),
        (documents[3], Decimal(1), None, "无"),
    ]
    first = c.absences[0]
    assert result.joined.rows == ((str(first.name), (first.row, c.absences[2].row)),)
    assert not [one for one in check(after).findings if one.code == "KQ-05"]
    assert after.matching.absent_hours == c.matching.absent_hours


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ((1, "别的人", 1, None, None), "姓名不同"),
        ((1, None, 1, None, "无"), "请假手续不同"),
        ((1, None, "两次", None, None), "不是数字"),
        ((1, None, -1, None, None), "为负数"),
    ],
)
def test_what_is_not_certain_stays_and_is_named(
    second: tuple[int, str | None, object, object, str | None], why: str, tmp_path: Path
) -> None:
    c = with_rows((1, None, 2, None, "有"), second)
    result, after = tidied(c, tmp_path)
    assert len(after.absences) == 2
    assert [found for _, _, found in result.joined.left if why in found]
    assert result.joined.rows == ()


def test_tidying_twice_is_tidying_once(tmp_path: Path) -> None:
    c = with_rows((1, None, 2, None, "有"), (1, None, 1, 3, None))
    tidied(c, tmp_path)
    path = tmp_path / "班.xlsx"
    before = path.read_bytes()
    book = open_book(path)
    assert tidy(book, TODAY).joined.rows == ()
    book.save()
    assert path.read_bytes() == before
