"""Moves working columns that are beside the wrong person to the row of the person in 归属.

The target row must have empty working columns, or ones that move away in the same run (sorting only the official columns
displaces all rows). Columns that cannot be moved are reported with both places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from macros.people.result_cells import may_witness
from udfs.records.class_file import PEOPLE, ClassFile, Person
from udfs.records.tidying import tidied
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import DOCUMENT, OWNER
from workbooks.ooxml.writing.changes import CellChange


@dataclass(frozen=True)
class Moved:
    """Working columns moved from one row of 附件4 to another, with the person's name."""

    row: int
    to: int
    name: str


@dataclass(frozen=True)
class Stuck:
    """Working columns beside the wrong person that cannot be moved; ``why`` names both places."""

    row: int
    name: str
    why: str


@dataclass(frozen=True)
class Realigned:
    """``changes``: the cells to write; ``filled``: rows whose 归属 is filled."""

    moved: tuple[Moved, ...] = ()
    stuck: tuple[Stuck, ...] = ()
    filled: tuple[int, ...] = ()
    changes: tuple[CellChange, ...] = ()


NOTHING = Realigned()


def settled(c: ClassFile) -> Realigned:
    """Assign all working columns to the person in 归属 as far as possible, and fill missing 归属."""
    place = c.places.get(PEOPLE)
    if place is None or OWNER not in place.columns:
        return NOTHING
    # A merely untidy number is right and can be used for 归属.
    c = c.changed(people=tuple(one.changed(document=tidied(DOCUMENT, one.document)) for one in c.people))
    columns = {
        heading: cells.column_number(place.columns[heading]) for heading in (*Person.WORKING, OWNER) if heading in place.columns
    }
    goals, stuck = destinations(c)
    moved = tuple(Moved(row, goal.row, cells.text(goal.name)) for row, goal in goals.items())
    filled = [one for one in c.people if one.has_working and one.row not in goals and may_witness(c, one)]
    changes = [
        CellChange(place.title, row, columns[heading], value)
        for row, values in after_moving(c, goals).items()
        for heading, value in values.items()
        if heading in columns
    ]
    changes += [CellChange(place.title, one.row, columns[OWNER], tidied(DOCUMENT, one.document)) for one in filled]
    return Realigned(moved, tuple(stuck), tuple(one.row for one in filled), tuple(changes))


def destinations(c: ClassFile) -> tuple[dict[int, Person], list[Stuck]]:
    """{row: person its working columns belong to} for movable rows, and the rows that cannot be moved."""
    goals: dict[int, Person] = {}
    stuck: list[Stuck] = []
    strays = [one for one in c.people if one.is_misplaced]
    wanted = Counter(one.owner_key for one in strays)
    for one in strays:
        owners = c.matching.people_by_key.get(one.owner_key, [])
        if len(owners) != 1:
            whose = "归属的证件号码附件4中没有" if not owners else "归属的证件号码附件4中有几行"
            stuck.append(Stuck(one.row, cells.text(one.name), whose))
        elif wanted[one.owner_key] > 1:
            stuck.append(Stuck(one.row, cells.text(one.name), f"有几行的归属都是第{owners[0].row}行{cells.text(owners[0].name)}"))
        else:
            goals[one.row] = owners[0]
    while blocked := [row for row, goal in goals.items() if goal.row not in goals and goal.has_working]:
        for row in blocked:
            goal = goals.pop(row)
            name = cells.text(c.people_rows[row].name)
            stuck.append(Stuck(row, name, f"应属第{goal.row}行{cells.text(goal.name)}，而那一行已填了工作列"))
    return goals, sorted(stuck, key=lambda one: one.row)


def after_moving(c: ClassFile, goals: Mapping[int, Person]) -> dict[int, dict[str, Value]]:
    """{row: {heading: value afterwards}}: None where columns move away, their new values where they arrive."""
    rows: dict[int, dict[str, Value]] = {row: dict.fromkeys((*Person.WORKING, OWNER)) for row in goals}
    for row, goal in goals.items():
        rows[goal.row] = dict(taken(c.people_rows[row]))
    return rows


def taken(person: Person) -> Iterator[tuple[str, Value]]:
    """The working columns of a row, tidied."""
    return ((heading, tidied(heading, person.get(heading))) for heading in (*Person.WORKING, OWNER))
