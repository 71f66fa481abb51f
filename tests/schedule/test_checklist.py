"""The list of materials as data, on the terminal and as a calendar: one computation, days to the day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from addin.commands.workbook.checklist import document, open_ends
from tests.command_line import DAY, CommandLine
from tests.sample import P, sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from udfs.schedule.checklist import ChecklistEntry, checklist
from workbooks.overview.deadline_calendar import calendar_of
from workbooks.printing.handing_in import materials_page


def entries(c: ClassFile) -> dict[str, ChecklistEntry]:
    return {entry.item: entry for entry in checklist(c, P)}


def unfiled(c: ClassFile) -> ClassFile:
    nothing = dict.fromkeys(("notice_filed", "scheme_filed", "report_filed", "claim_filed"))
    return c.changed(project=c.project.changed(**nothing))


@pytest.mark.parametrize(("level", "plan", "days"), [(MUNICIPAL, 9, 15), (NATIONAL, 2, 30)])
def test_what_is_due_when(level: str, plan: int, days: int) -> None:
    c = sample_class(level, plan)
    assert c.start
    found = entries(c)
    assert found["开班通知"].due == found["实施方案"].due == c.start - timedelta(days=days)
    assert ("经费报销材料" in found) == (level == NATIONAL)
    for material in P.materials:
        assert found[material].due == found["总结材料"].due
        assert "承办单位印章" in found[material].signs
    assert "财务部门签章" in found["附件3 高级研修项目经费决算表"].signs


def test_days_left_around_the_last_day() -> None:
    c = unfiled(sample_class())
    report = entries(c)["总结材料"]
    assert report.due == date(2025, 8, 18)
    assert [report.days_left(report.due + timedelta(days=more)) for more in (-1, 0, 1)] == [1, 0, -1]
    assert "已过期" not in open_ends([report], report.due)
    assert "已过期：总结材料" in open_ends([report], report.due + timedelta(days=1))


def test_what_is_filed_or_ticked_is_done() -> None:
    found = entries(sample_class())
    assert all(entry.done for entry in found.values() if entry.part != "judgement")
    assert found["总结材料"].days_left(date(2025, 8, 1)) is None
    assert not any(entry.done for entry in found.values() if entry.part == "judgement")


def test_own_items_come_last_and_nothing_comes_twice() -> None:
    c = sample_class()
    own = c.materials[0].changed(item="场地合同", ready="是")
    found = checklist(c.changed(materials=(*c.materials, own)), P)
    assert (found[-1].part, found[-1].item, found[-1].ticked) == ("own", "场地合同", True)
    assert len({(entry.part, entry.item) for entry in found}) == len(found)


def test_the_printed_list_says_the_same() -> None:
    c = unfiled(sample_class())
    rows = {row["cells"][0]: row["cells"] for row in materials_page(c)["sections"][0]["rows"]}
    for entry in checklist(c, P):
        if entry.part == "filing":
            assert entry.due is not None
            assert rows[entry.item][3] == entry.due.isoformat()


def test_a_class_without_dates_has_no_deadlines() -> None:
    c = ClassFile(today=date(2025, 6, 30))
    assert {entry.due for entry in checklist(c, P)} == {None}


@pytest.mark.parametrize(("level", "plan", "count"), [(MUNICIPAL, 9, 3), (NATIONAL, 2, 4)])
def test_the_calendar(level: str, plan: int, count: int) -> None:
    c = unfiled(sample_class(level, plan)).changed(today=date(2025, 2, 1), materials=())
    made = calendar_of(c, checklist(c, P))
    read = Calendar.from_ical(made)
    events = list(read.walk("VEVENT"))
    due = {entry.item: entry.due for entry in checklist(c, P) if entry.part == "filing"}
    assert len(events) == count == len({str(event["uid"]) for event in events})
    for event in events:
        item = str(event["summary"]).removeprefix("截止：").partition("（")[0]
        assert event.decoded("dtstart") == due[item]
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
        assert next(alarm.decoded("trigger") for alarm in event.walk("VALARM")) == timedelta(days=-7, hours=9)
    report = next(event for event in events if "总结材料" in str(event["summary"]))
    assert all(material in str(report["description"]) for material in P.materials)
    assert all(len(line.encode()) <= 75 for line in made.decode().split("\r\n"))
    names = [str(person.name) for person in c.people]
    assert not any(name in made.decode() for name in names if len(name) > 2)


def test_the_calendar_is_the_same_each_time_and_keeps_what_is_filed_without_reminders() -> None:
    c = sample_class()
    made = calendar_of(c, checklist(c, P))
    assert made == calendar_of(c, checklist(c, P))
    read = Calendar.from_ical(made)
    assert all(str(event["summary"]).startswith("已报送") for event in read.walk("VEVENT"))
    assert not read.walk("VALARM")
    before = {str(event["uid"]) for event in Calendar.from_ical(calendar_of(unfiled(c), checklist(unfiled(c), P))).walk("VEVENT")}
    assert {str(event["uid"]) for event in read.walk("VEVENT")} == before


def test_the_document_for_programs() -> None:
    c = unfiled(sample_class())
    reported = document("班.xlsx", c.today, checklist(c, P))
    first = reported["entries"][0]  # type: ignore[index]
    assert (first["item"], first["due"], first["days_left"], first["done"]) == ("开班通知", "2025-06-29", -44, False)


def test_the_command(tmp_path: Path) -> None:
    run = CommandLine(tmp_path)
    run.book(unfiled(sample_class()))
    shown = run("checklist", "班.xlsx", "--today", DAY, "--ics", "期限.ics")
    assert shown.code == 0, shown.err
    assert "2025-08-18" in shown.out
    assert "最近的期限：2025-08-18 总结材料（还有 6 天）" in shown.out
    assert len(list(Calendar.from_ical((tmp_path / "期限.ics").read_bytes()).walk("VEVENT"))) == 3
    reported = json.loads(run("checklist", "班.xlsx", "--today", DAY, "--json").out)
    assert {entry["part"] for entry in reported["entries"]} == {"filing", "material", "section", "judgement"}
    wrong = run("checklist", "班.xlsx", "--ics", "期限.txt")
    assert (wrong.code, wrong.err.count("\n")) == (2, 1)
