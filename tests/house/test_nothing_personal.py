"""A session of all commands over a class whose every text cell holds a document number: none of them leaves the workbook.

Named exceptions: the annexes of the package, the list for the platform, the journal beside the workbook. They are for their
owner alone.
"""

from __future__ import annotations

import json
import re
import stat
from io import BytesIO
from itertools import count
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.command_line import DAY, CommandLine
from tests.pdfs import whole_text
from tests.records.spelt_numbers import SPELLINGS, digits
from tests.sample import made_up_people, sample_class
from udfs.records.class_file import ClassFile, Record

WAYS = list(SPELLINGS.values())
EXCEPTIONS = re.compile(r"附件[3-6]\.(pdf|xlsx)|材料合并\.pdf|平台上报名单\.xlsx|\.gaoyan")
CHOICES = {"项目级别", "年度", "计划序号", "经费来源", "培训类别"}
"""Labels whose words decide what the class is: without them there would be little to say of it."""


def spoilt(c: ClassFile) -> tuple[ClassFile, set[str]]:
    """Every text of the class with a number of somebody else behind it, in one spelling after the other."""
    others = made_up_people(400, 0, "市级", seed=7)
    numbers: set[str] = set()
    at = count()

    def with_number(record: Record) -> Record:
        changes = {}
        for heading, name in type(record).attributes().items():
            value = getattr(record, name)
            if (
                isinstance(value, str)
                and value
                and heading not in CHOICES
                and not value.isdigit()
                and not heading.startswith("是否")
            ):
                turn = next(at)
                number = str(others[turn % 400].document)
                numbers.add(number)
                changes[name] = f"{value} {WAYS[turn % len(WAYS)](number)}"
        return record.changed(**changes)

    changed = c.changed(
        project=with_number(c.project),
        **{
            name: tuple(map(with_number, getattr(c, name)[:6]))
            for name in ("people", "results", "lectures", "expenses", "absences")
        },
    )
    known = {str(value) for person in c.people[:6] for value in (person.document, person.phone)}
    return changed, numbers | known


digits_of = digits


def found_in(text: str, numbers: set[str]) -> set[str]:
    return {number for number in numbers if number in text}


def fields_of_line(path: Path) -> str:
    if path.suffix == ".pdf":
        return digits_of(whole_text(path))
    if path.suffix == ".xlsx":
        with ZipFile(BytesIO(path.read_bytes())) as package:
            return digits_of(
                "".join(re.sub("<[^>]*>", "", package.read(name).decode("utf-8", "replace")) for name in package.namelist())
            )
    return digits_of(path.read_text("utf-8", "replace"))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> tuple[CommandLine, set[str], dict[str, str]]:
    """The folder, the numbers, and what each command stated."""
    gaoyan = CommandLine(tmp_path_factory.mktemp("session"))
    (gaoyan.folder / "temp").mkdir()
    c, numbers = spoilt(sample_class())
    gaoyan.book(c)
    person = c.people[1]
    (gaoyan.folder / "名册.csv").write_text(
        f"姓名,身份证号,手机,单位\n{person.name},{person.document},14109990001,别的单位{sorted(numbers)[0]}\n", encoding="utf-8"
    )
    (gaoyan.folder / "考勤.csv").write_text(
        f"姓名,身份证号,2025-07-14上午\n{person.name},{person.document},缺勤\n", encoding="utf-8"
    )
    outputs: dict[str, str] = {}
    for line in (
        "check 班.xlsx", "check 班.xlsx --json", "check 班.xlsx --write", "import 班.xlsx 名册.csv --dry-run",
        "import 班.xlsx 名册.csv --dry-run --json", "attendance 班.xlsx 考勤.csv", "attendance 班.xlsx 考勤.csv --json",
        "tidy 班.xlsx", "tidy 班.xlsx --json", "total 班.xlsx", "total 班.xlsx --json", "number 班.xlsx", "number 班.xlsx --json",
        "ledger list", "ledger verify", "ledger list --json", "checklist 班.xlsx", "checklist 班.xlsx --json",
        "export 班.xlsx --out 稿 --draft", "export 班.xlsx --out 稿二 --json", "review . --out 汇总.xlsx", "review . --json",
        "undo 班.xlsx",         "check 名册.csv", f"check {sorted(numbers)[0]}.xlsx",
    ):  # fmt: skip
        day = () if line.startswith(("ledger", "undo")) else ("--today", DAY)
        ran = gaoyan(*line.split(), *day)
        assert ran.code in (0, 1, 2), line
        assert "程序出错" not in ran.err, f"{line}: {ran.err}"
        outputs[line] = ran.out + ran.err
    return gaoyan, numbers, outputs


def test_the_scan_finds_them_in_the_workbook(session: tuple[CommandLine, set[str], dict[str, str]]) -> None:
    gaoyan, numbers, _ = session
    text = fields_of_line(gaoyan.folder / "班.xlsx")
    assert sum(number in text for number in numbers) > 0.9 * len(numbers)


def test_no_command_says_one(session: tuple[CommandLine, set[str], dict[str, str]]) -> None:
    _, numbers, outputs = session
    for line, text in outputs.items():
        assert found_in(digits_of(text), numbers) == set(), line
    for line, text in outputs.items():
        if line.endswith("--json") and text.startswith("{"):
            json.loads(text)


def test_no_file_holds_one_but_the_named_ones(session: tuple[CommandLine, set[str], dict[str, str]]) -> None:
    gaoyan, numbers, _ = session
    inputs = {"班.xlsx", "名册.csv", "考勤.csv"}
    looked_at = 0
    for path in gaoyan.folder.rglob("*"):
        inside = str(path.relative_to(gaoyan.folder))
        if not path.is_file() or inside in inputs or EXCEPTIONS.search(inside):
            continue
        looked_at += 1
        assert found_in(fields_of_line(path), numbers) == set(), inside
    assert looked_at >= 5


def test_with_reveal_they_are_shown(session: tuple[CommandLine, set[str], dict[str, str]]) -> None:
    gaoyan, numbers, _ = session
    text = digits_of(gaoyan("check", "班.xlsx", "--reveal", "--json", "--today", DAY).out)
    assert any(number in text for number in numbers)


def test_what_holds_persons_is_for_its_owner_alone(session: tuple[CommandLine, set[str], dict[str, str]]) -> None:
    gaoyan, _, _ = session
    made = [
        path for path in gaoyan.folder.rglob("*") if path.is_file() and EXCEPTIONS.search(str(path.relative_to(gaoyan.folder)))
    ]
    assert len(made) > 8
    assert {oct(stat.S_IMODE(path.stat().st_mode)) for path in made} == {"0o600"}
