"""What the workbook's formulas find in many classes, typed one after the other into one open workbook.

Every cell that users type is written for each class, the self-filling cells of 附件3 included, so that the class is known to the
predicates as it stands, without a reader in between.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests import office
from tests.parity.verdicts import Spot, Spots, checks, named_areas
from udfs.records.class_file import (
    ACCOUNTS,
    CHECKING,
    EXPENSES,
    LECTURES,
    MATERIALS,
    PARAMETERS,
    PEOPLE,
    PROJECT,
    SURVEY,
    ClassFile,
    Record,
    Row,
)
from udfs.values.cells import Value, column_letters
from workbooks.forms import FORMS
from workbooks.forms.model import TableForm
from workbooks.native.checks import SPEAKS, VERDICTS, Check
from workbooks.native.running_columns import FIRST_ROW
from workbooks.ooxml.formats import to_serial
from workbooks.templates.entering import entered

Block = tuple[str, str, list[list[object]]]
READY = 30
"""Ready rows of the workbook, and so many at most are typed."""
SHOWN = 34
ROWS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    PEOPLE: ("people", ("姓名", "身份证号", "联系电话", "人员类别", "参训方式")),
    LECTURES: (
        "lectures",
        ("姓名", "职称类别", "授课日期", "时段", "学时", "税后讲课费", "税费", "城市间交通费", "住宿费", "伙食费"),
    ),
    EXPENSES: ("expenses", ("日期", "项目", "摘要", "收款单位", "数量", "单价", "金额", "票据号")),
    SURVEY: ("survey", ("测评项目", "很满意", "满意", "一般", "不满意", "满意率")),
    MATERIALS: ("materials", ("事项", "是否齐备")),
}
PYTHON = "/usr/bin/python3"
"""The Python that LibreOffice comes with."""


def shown(value: Value) -> object:
    """A value as it goes into a cell."""
    if isinstance(value, date):
        return to_serial(value)
    return float(value) if isinstance(value, Decimal) else value


def table_of(sheet: str) -> TableForm:
    table = FORMS[sheet].table
    assert table
    return table


def typed(c: ClassFile) -> list[Block]:
    """Every cell to write for a class."""
    blocks: list[Block] = []
    facts = [[shown(c.project.get(label.label))] for label in FORMS[PROJECT].labels]
    blocks.append((PROJECT, f"{FORMS[PROJECT].labels[0].cell}:{FORMS[PROJECT].labels[-1].cell}", facts))
    records: dict[str, Record] = {ACCOUNTS: c.accounts, SURVEY: c.forms}
    for sheet, record in records.items():
        for label in FORMS[sheet].labels:
            blocks.append((sheet, label.cell, [[shown(record.get(label.label))]]))
    for sheet, (name, headings) in ROWS.items():
        blocks += typed_rows(sheet, headings, getattr(c, name))
    return blocks


def typed_rows(sheet: str, headings: Sequence[str], rows: Sequence[Row]) -> list[Block]:
    """The rows of one table, one block for each run of neighbouring columns; every other ready row is emptied."""
    table = table_of(sheet)
    last = min(table.last(READY), table.first + READY - 1)
    by_row = {row.row: row for row in rows}
    assert all(table.first <= at <= last for at in by_row), (sheet, sorted(by_row))
    blocks = []
    for heading in headings:
        values = [
            [shown(by_row[at].get(heading)) if at in by_row else None] for at in range(table.first, last + 1)
        ]  # fmt: skip
        letters = table.letters[heading]
        blocks.append((sheet, f"{letters}{table.first}:{letters}{last}", values))
    return blocks


def native_verdicts(classes: Sequence[ClassFile], base: ClassFile) -> list[Spots]:
    """Where the formulas fire in each of ``classes``; ``base`` fills the workbook they are typed into."""
    with tempfile.TemporaryDirectory(prefix="gaoyan_cases_") as folder:
        book = Path(folder) / "book.xlsx"
        book.write_bytes(entered(base, READY))
        areas = named_areas(book)
        found = [check for check in checks() if check.sheet in (PROJECT, ACCOUNTS, *ROWS) and check.sheet != PEOPLE]
        whole = [check for check in found if check.native.whole]
        rows = {sheet: f"参数_{sheet}_{VERDICTS}" for sheet in dict.fromkeys(check.sheet for check in found if check.place)}
        single = ("参数_结班后", *(check.name for check in whole))
        read = [(CHECKING, area_of(areas[name])) for name in rows.values()]
        read += [(PARAMETERS, area_of(areas[name])) for name in single]
        results = run(book, [typed(c) for c in classes], read, Path(folder))
    return [fired(case, list(rows), whole, [check for check in found if check.place]) for case in results]


def fired(case: Sequence[Sequence[Sequence[object]]], sheets: Sequence[str], whole: list[Check], rows: list[Check]) -> Spots:
    """What fires: given are the verdicts on the rows of each sheet, whether the class has ended, the verdicts on whole sheets."""
    verdicts = dict(zip(sheets, case, strict=False))
    ended, *judged = (block[0][0] for block in case[len(sheets) :])
    spots = {Spot(check.rule.code, check.sheet, check.field, None) for check, one in zip(whole, judged, strict=True) if one}
    for check in rows:
        if check.native.ended and not ended:
            continue
        for at, (signs, *_) in enumerate(verdicts[check.sheet]):
            if str(signs)[check.place - 1 : check.place] == SPEAKS:
                spots.add(Spot(check.rule.code, check.sheet, check.field, FIRST_ROW + at))
    return frozenset(spots)


def area_of(area: tuple[str, int, int, int]) -> str:
    """The address of a column, as many rows as are typed."""
    _, column, first, last = area
    letters = column_letters(column)
    return f"{letters}{first}:{letters}{min(last, first + SHOWN - 1)}"


def run(book: Path, cases: list[list[Block]], areas: list[tuple[str, str]], folder: Path) -> list[list[list[list[float]]]]:
    """The values of ``areas`` after each case."""
    job, result = folder / "job.json", folder / "result.json"
    content = {
        "book": book.as_uri(), "profile": office.profile(), "pipe": f"gaoyan_{os.getpid()}", "cases": cases, "areas": areas,
    }  # fmt: skip
    job.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    script = Path(__file__).with_name("office_cases.py")
    done = subprocess.run([PYTHON, str(script), str(job), str(result)], capture_output=True, text=True, timeout=3000, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    answers: list[list[list[list[float]]]] = json.loads(result.read_text(encoding="utf-8"))
    return answers
