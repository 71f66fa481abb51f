"""Classes with other values in 附件5 and 考勤."""

from __future__ import annotations

from typing import Any

from tests.rules.cases import with_project, with_row
from tests.rules.changed_people import numbered
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import RESULTS, Absence, ClassFile, SheetPlaces

RIGHT = numbered("19800229")


def sample() -> ClassFile:
    return sample_class(MUNICIPAL)


def platform() -> ClassFile:
    return sample_class(NATIONAL, plan=2)


def typed(index: int = 5, **changes: Any) -> ClassFile:
    """The municipal class with one row of 附件5 typed over (附件4 stays as it is)."""
    return with_row(sample(), "results", index, **changes)


def only(*sheets: str) -> ClassFile:
    c = sample()
    return c.changed(places={name: place for name, place in c.places.items() if name in sheets})


def without_column(c: ClassFile, field: str, instead: str = "") -> ClassFile:
    place = c.places[RESULTS]
    changed = SheetPlaces(
        title=RESULTS,
        heading_row=3,
        columns={heading: letters for heading, letters in place.columns.items() if heading != field},
        headings=tuple(instead if heading == field else heading for heading in place.headings),
    )
    gone = {type(c.results[0]).attributes()[field]: None}
    return c.changed(places=c.places | {RESULTS: changed}, results=tuple(one.changed(**gone) for one in c.results))


def twice(**changes: Any) -> ClassFile:
    c = sample()
    return c.changed(results=(*c.results, c.results[3].changed(row=c.results[-1].row + 1, **changes)))


def extra() -> ClassFile:
    """Somebody in 附件5 whom 附件4 does not know."""
    c = sample()
    last = c.results[-1]
    stranger = last.changed(row=last.row + 1, name="示例丙", document=RIGHT, certificate="津高研2025090053", phone="14109999999")
    return c.changed(results=(*c.results, stranger))


def timed(total: int, hours: Any, passed: str = "是", absences: tuple[Absence, ...] = (), **changes: Any) -> ClassFile:
    """A class of ``total`` 学时 in which everybody has all of them but the sixth, who has ``hours``."""
    c = with_project(sample(), hours=total)
    results = tuple(one.changed(hours=total) for one in c.results)
    c = c.changed(results=results, absences=absences)
    certificate = {} if passed == "是" else {"certificate": None}
    return with_row(c, "results", 5, hours=hours, passed=passed, **certificate, **changes)


def absent(leave: Any, missed: Any, index: int = 5, row: int = 4, permission: str = "有") -> Absence:
    """One row of 考勤."""
    person = sample().people[index]
    return Absence(
        row=row, number=1, name=person.name, document=person.document, leave=leave, missed=missed, permission=permission
    )  # fmt: skip


def without_gap(c: ClassFile) -> ClassFile:
    """The serials of the class closed up after one lost its number."""
    numbers = iter(range(1, 100))
    return c.changed(
        results=tuple(
            one if one.certificate is None else one.changed(certificate=f"津高研202509{next(numbers):04}") for one in c.results
        )
    )
