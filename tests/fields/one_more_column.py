"""The program with one column more: 附件4 declares 随行电话, its record the attribute; then command lines run as users give them.

A process of its own, since the tables of the program are derived from the declaration when its modules are loaded.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path

from udfs.fields import declared as fields
from udfs.fields.roster_words import RosterWords
from udfs.values import headings

assert "udfs.records.record" not in sys.modules, "the column has to be declared before anything is derived"
ADDED = fields.Field(
    "随行电话", "companion_phone", 14, official=True, marks=True, tidied="phone", personal=True, one_line=True, min_width=12,
    prompt="随行人员的电话。", roster=RosterWords(("随行电话", "随行人员手机")),
)  # fmt: skip
COLUMNS = fields.TABLES[headings.PEOPLE]
BEHIND = next(at for at, field in enumerate(COLUMNS) if field.heading == headings.TITLE) + 1
fields.TABLES[headings.PEOPLE] = (*COLUMNS[:BEHIND], ADDED, *COLUMNS[BEHIND:])

SPEC = find_spec("udfs.records.participants")
assert SPEC
assert SPEC.origin
BESIDE = "    signature: Value = None\n"
SOURCE = Path(SPEC.origin).read_text(encoding="utf-8")
assert SOURCE.count(BESIDE) == 1
sys.modules[SPEC.name] = module_from_spec(SPEC)
attribute = BESIDE.replace("signature", ADDED.attribute)
exec(compile(SOURCE.replace(BESIDE, BESIDE + attribute), SPEC.origin, "exec"), vars(sys.modules[SPEC.name]))

from datetime import date  # noqa: E402

import openpyxl  # noqa: E402

from tests.command_line import DAY, CommandLine  # noqa: E402
from tests.sample import sample_class  # noqa: E402
from udfs.functions.violations import violations  # noqa: E402
from udfs.notice.plan import MUNICIPAL  # noqa: E402
from workbooks.book.reading import read_file  # noqa: E402
from workbooks.templates.entering import entered  # noqa: E402

PLAN, ROWS = 9, 80


def class_with(numbers: list[str]) -> bytes:
    """The workbook of a whole class whose first people have these companions."""
    c = sample_class(MUNICIPAL, PLAN)
    people = list(c.people)
    for at, phone in enumerate(numbers):
        people[at] = people[at].changed(**{ADDED.attribute: phone})
    return entered(c.changed(people=tuple(people)), ROWS)


def live(path: Path, day: date) -> list[str]:
    """What GY_VIOLATIONS says of 附件4 alone: rule and cell of each finding."""
    rows = [list(row) for row in openpyxl.load_workbook(path)[headings.PEOPLE].iter_rows(values_only=True)]
    return [f"{row[2]} {row[0]}" for row in violations({headings.PEOPLE: rows}, 400, day) if row[0]]


def main(folder: Path) -> None:
    """Make, import, tidy, check, export and mask in ``folder``; what was stated goes into 所见.json."""
    gaoyan = CommandLine(folder)
    wanted = json.loads((folder / "号码.json").read_text(encoding="utf-8"))
    (folder / "满.xlsx").write_bytes(class_with(wanted["right"]))
    (folder / "乱.xlsx").write_bytes(class_with(wanted["wrong"]))
    stated = {
        name: (ran := gaoyan(*words.split())) and (ran.code, ran.out + ran.err)
        for name, words in {
            "new": f"new 空.xlsx --level {MUNICIPAL} --plan {PLAN} --rows {ROWS}",
            "import": f"import 空.xlsx 名册.xlsx --today {DAY}",
            "tidy": f"tidy 乱.xlsx --today {DAY}",
            "check": f"check 乱.xlsx --json --today {DAY}",
            "export": f"export 满.xlsx --out 盖章稿 --today {DAY}",
            "mask": f"mask 满.xlsx 公开.xlsx --today {DAY}",
        }.items()
    }
    day = date.fromisoformat(DAY)
    read = [person.get(ADDED.heading) for person in read_file(folder / "满.xlsx", day).people]
    seen = {"messages": stated, "read": read, "live": live(folder / "乱.xlsx", day)}
    (folder / "所见.json").write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
