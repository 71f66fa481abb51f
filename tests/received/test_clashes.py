"""What stands in more than one class, judged by a database that knows nothing of how a review finds it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from array import array
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

import udfs.report.side_by_side
from tests.received.side_by_side import side_by_side
from udfs.report.reviewed import Lecture, Overview, Reviewed, SharedKeys
from udfs.report.side_by_side import sums_of

FIRST = date(2025, 6, 2)
SERIOUS, PASSED, SAME_DAYS, PAID_TWICE = "个证书编号在", "个班都通过了考核", "同时在日期重叠的两个班", "半天的讲课费"
Found = Counter[tuple[str, tuple[str, ...], int]]
"""(what, files, how many) -> how often it is reported."""


def classes(seed: int, count: int = 40) -> list[Reviewed]:
    """Classes with topics of their own that share some people, numbers and lecturers."""
    random = Random(seed)
    made = []
    for at in range(count):
        people = {f"证件{n}": f"姓名{n}" for n in (random.randrange(700) for _ in range(30))}
        start = FIRST + timedelta(days=random.randrange(60))
        made.append(
            Reviewed(
                f"{at:03}.xlsx",
                Overview(topic=f"选题{at}"),
                SharedKeys(
                    certificates={f"编号{random.randrange(4000)}": name for name in list(people.values())[:12]},
                    passed={key: people[key] for key in list(people)[::2]},
                    people=people,
                    lectures=tuple(
                        Lecture(f"讲师{random.randrange(9)}", start + timedelta(days=random.randrange(3)), random.choice("上下"))
                        for _ in range(4)
                    ),
                    start=start,
                    end=start + timedelta(days=random.randrange(5)),
                ),
            )
        )
    return made


def reported_text(reviewed: list[Reviewed]) -> Found:
    review = side_by_side(FIRST, reviewed)
    assert not any(one.superseded for one in review.files)
    kinds = (SERIOUS, PASSED, SAME_DAYS, PAID_TWICE)
    found: Found = Counter()
    for clash in review.clashes:
        number = re.match(r"\d+", clash.what)
        assert number
        (kind,) = (kind for kind in kinds if kind in clash.what)
        found[kind, clash.files, int(number[0])] += 1
    return found


def of_the_database(reviewed: list[Reviewed]) -> Found:
    """The same by joins."""
    base = sqlite3.connect(":memory:")
    base.executescript(
        "create table held (kind, file, key); create table days (file, first, last);"
        "create view twice as select kind, key, group_concat(file) as files from"
        " (select distinct kind, file, key from held order by kind, key, file) group by kind, key having count(*) > 1;"
    )
    base.executemany("insert into held values (?, ?, ?)", rows(reviewed))
    base.executemany(
        "insert into days values (?, ?, ?)", [(one.file, str(one.held.start), str(one.held.end)) for one in reviewed]
    )
    found: Found = Counter()
    for kind, files, number in base.execute(
        "select kind, files, count(*) from twice where kind <> ? group by kind, files", (SAME_DAYS,)
    ):
        found[kind, tuple(files.split(",")), number] += 1
    for one, other, number in base.execute(
        "select a.file, b.file, count(*) from held a join held b on a.kind = b.kind and a.key = b.key and a.file < b.file"
        " join days c on c.file = a.file join days d on d.file = b.file and c.first <= d.last and d.first <= c.last"
        " where a.kind = ? group by a.file, b.file",
        (SAME_DAYS,),
    ):
        found[SAME_DAYS, (one, other), number] += 1
    return found


def rows(reviewed: list[Reviewed]) -> Iterator[tuple[str, str, str]]:
    for one in reviewed:
        held = one.held
        for kind, keys in ((SERIOUS, held.certificates), (PASSED, held.passed), (SAME_DAYS, held.people)):
            yield from ((kind, one.file, key) for key in keys)
        yield from ((PAID_TWICE, one.file, f"{lecture.name}|{lecture.day}|{lecture.session}") for lecture in held.lectures)


@pytest.mark.parametrize("seed", range(6))
def test_a_database_finds_the_same(seed: int) -> None:
    reviewed = classes(seed)
    found = reported_text(reviewed)
    assert found == of_the_database(reviewed)
    assert {kind for kind, _, _ in found} == {SERIOUS, PASSED, SAME_DAYS, PAID_TWICE}


def test_sums_that_happen_to_be_the_same_accuse_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text has the same sum here: each class is looked at again, and only what stands there counts."""
    reviewed = classes(7)
    found = reported_text(reviewed)
    monkeypatch.setattr(udfs.report.side_by_side, "sums_of", lambda keys: array("q", [1 for _ in keys]))
    assert reported_text(reviewed) == found


def test_sums_are_the_same_in_every_process() -> None:
    """They are kept from run to run, and Python hashes a text otherwise in each."""
    program = "from udfs.report.side_by_side import sums_of; print(sums_of(['张三', '\\ud800', '']).tolist())"
    reported_text = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert reported_text == {f"{sums_of(['张三', chr(0xD800), '']).tolist()}\n"}


@pytest.mark.parametrize("swapped", [False, True])
def test_a_number_that_two_copies_of_a_class_give_to_different_people_is_named(swapped: bool) -> None:
    """Numbered on two machines, each with a ledger of its own."""
    people = {"证件1": "示例甲", "证件2": "示例乙"}
    numbers = {"编号1": "示例甲", "编号2": "示例乙"}
    other = dict(zip(numbers, reversed(numbers.values()), strict=True)) if swapped else numbers
    copies = [
        Reviewed(file, Overview(topic="选题"), SharedKeys(certificates=given, people=people))
        for file, given in (("甲.xlsx", numbers), ("乙.xlsx", other))
    ]
    found = [clash.what for clash in side_by_side(FIRST, copies).clashes]
    assert [what for what in found if "属于不同的人" in what] == (
        ["2个证书编号在同一班的两份材料里属于不同的人：编号1（示例甲／示例乙）、编号2（示例乙／示例甲）"] if swapped else []
    )
