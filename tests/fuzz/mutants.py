"""A mutant from its number: which file is changed, how, and what it is given to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.command_line import DAY, CommandLine
from tests.fuzz.mutating import WRITTEN, ZIPPED
from tests.sample import sample_class
from udfs.notice import packs
from udfs.records.class_file import ClassFile
from udfs.sample import results_beside
from workbooks.templates.entering import entered

BOOK, ROSTER, REGISTER, ANSWERS, NOTICE, PACKAGE = "班.xlsx", "名册", "考勤.csv", "答卷.csv", "通知.txt", "盖章稿"
ROWS = 60
"""Ready rows of the workbooks: five times as many people as there are, and no more, so that mutations meet what is filled in."""
SPOILT = 100
"""Classes with odd values, each of which takes seconds to enter; every command may meet every one of them."""
COMMANDS: dict[str, tuple[str, ...]] = {
    BOOK: (
        "check 班.xlsx --json", "check 班.xlsx", "check 班.xlsx --write", "tidy 班.xlsx", "total 班.xlsx", "number 班.xlsx",
        "checklist 班.xlsx --json", "mask 班.xlsx 公开.xlsx", "export 班.xlsx --out 稿 --draft", "review . --out 汇总.xlsx",
        "new 新.xlsx --from 班.xlsx", "import 班.xlsx 好.csv", "attendance 班.xlsx 考勤.csv", "survey 班.xlsx 答卷.csv",
        "undo 班.xlsx",
    ),
    ROSTER: ("import 班.xlsx {}", "import 班.xlsx {} --dry-run --json"),
    REGISTER: ("attendance 班.xlsx 考勤.csv", "attendance 班.xlsx 考勤.csv --json --dry-run"),
    ANSWERS: ("survey 班.xlsx 答卷.csv", "survey 班.xlsx 答卷.csv --items --dry-run"),
    NOTICE: ("notice read 通知.txt", "notice read 通知.txt --out 草稿"),
    PACKAGE: ("review 盖章稿", "review 盖章稿 --json"),
}  # fmt: skip
KINDS = (BOOK,) * 6 + (ROSTER,) * 3 + (REGISTER, ANSWERS, NOTICE, PACKAGE)
DATED = ("check", "import", "tidy", "total", "number", "checklist", "mask", "export", "review", "attendance", "survey")
ODD = (
    None,
    True,
    0,
    -1,
    10**18,
    1e300,
    5e-324,
    "9" * 3000,
    "=1+1",
    "#N/A",
    "\x1b[2J",
    "是",
    "国家级",
    "线上",
    "2025年2月30日",
    "９",
)


@dataclass(frozen=True)
class Mutant:
    """``line``: the command; ``files``: what lies in its folder, by name; ``what``: in words, for a report."""

    number: int
    line: tuple[str, ...]
    files: dict[str, bytes]
    what: str


@lru_cache(maxsize=1)
def seeds() -> dict[str, dict[str, bytes]]:
    """The files that are right: by kind, name -> bytes."""
    c = sample_class(trainees=12, staff=2)
    person = c.people[1]
    items = ",".join(str(one.item) for one in c.survey)
    roster = "\n".join(
        ["姓名,身份证号,手机,单位", *(f"{one.name},{one.document},{one.phone},{one.employer}" for one in c.people[:4])]
    )
    days = ",".join(f"2025-07-{day}{half}" for day in range(14, 19) for half in ("上午", "下午"))
    register = f"姓名,身份证号,{days}\n{person.name},{person.document},缺勤{',√' * 9}"
    rows = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in line.split(",")) + "</tr>" for line in roster.split("\n")]
    good = {
        BOOK: entered(c, ROWS),
        "好.csv": roster.encode(),
        REGISTER: register.encode(),
        ANSWERS: f"序号,{items}\n".encode() + b"\n".join(f"{at}{',很满意' * len(c.survey)}".encode() for at in range(1, 6)),
        NOTICE: sorted((Path(packs.__file__).parent / "packs").glob("*/notice.txt"))[-1].read_bytes(),
    }  # fmt: skip
    page = "<table>" + "".join(rows)
    rosters = {"名册.csv": roster.encode(), "名册.xlsx": roster_book(roster), "名册.xls": (page + "</table>").encode()}
    with TemporaryDirectory() as folder:
        gaoyan = CommandLine(Path(folder))
        (gaoyan.folder / BOOK).write_bytes(good[BOOK])
        # In a process of its own: the threads of the typesetter would not come along into a fork.
        gaoyan.process("export", BOOK, "--out", PACKAGE, "--draft", "--today", DAY)
        made = next((gaoyan.folder / PACKAGE).iterdir())
        package = {f"{PACKAGE}/包/{file.name}": file.read_bytes() for file in made.iterdir()}
    return {BOOK: good, ROSTER: rosters, PACKAGE: package}


def roster_book(text: str) -> bytes:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    for line in text.split("\n"):
        book.active.append(line.split(","))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def drawn(chance: Random) -> tuple[str, str, tuple[str, ...]]:
    """The kind of file that is changed, its name, and the command."""
    kind = chance.choice(KINDS)
    target = chance.choice(sorted(seeds()[kind])) if kind in (ROSTER, PACKAGE) else kind
    line = tuple(chance.choice(COMMANDS[kind]).format(target).split())
    return kind, target, line


def mutant(number: int) -> Mutant:
    chance = Random(number)
    kind, target, line = drawn(chance)
    files = dict(seeds()[BOOK])
    if kind == ROSTER:
        files[target] = seeds()[ROSTER][target]
    elif kind == PACKAGE:
        files |= seeds()[PACKAGE]
    if kind == BOOK and chance.random() < 0.3:
        files[target], how = spoilt_book(chance.randrange(SPOILT)), "values"
    else:
        zipped = files[target].startswith(b"PK")
        change = chance.choice(ZIPPED if zipped else WRITTEN if target.endswith(("csv", "txt", "xls", "json")) else WRITTEN[:1])
        files[target], how = change(chance, files[target]), change.__name__
    day = ("--today", DAY) if line[0] in DATED else ()
    return Mutant(number, (*line, *day), files, f"{target}: {how}")


@lru_cache(maxsize=SPOILT)
def spoilt_book(number: int) -> bytes:
    return entered(spoilt(Random(number)), ROWS)


def spoilt(chance: Random) -> ClassFile:
    """A class with odd values in some cells."""
    c = sample_class(trainees=12, staff=2)
    c = results_beside(c) if chance.random() < 0.3 else c
    changes: dict[str, object] = {}
    for name in ("project", "accounts"):
        record = getattr(c, name)
        fields = chance.sample(sorted(type(record).attributes().values()), 2)
        changes[name] = record.changed(**{field: chance.choice(ODD) for field in fields})
    for name in ("people", "results", "absences", "lectures", "expenses", "survey"):
        rows = list(getattr(c, name))
        if rows and chance.random() < 0.5:
            at = chance.randrange(len(rows))
            field = chance.choice(sorted(type(rows[at]).attributes().values()))
            rows[at] = rows[at].changed(**{field: chance.choice(ODD)})
            changes[name] = tuple(rows)
    return c.changed(**changes)
