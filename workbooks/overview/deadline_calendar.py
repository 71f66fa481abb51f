"""The deadlines of a class as an iCalendar file (RFC 5545): whole-day events with reminders, deterministic output.

Only filings with a day of their own are events; what is handed in with the report is listed in its description. The
calendar contains no names of persons.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event

from udfs.records.class_file import ClassFile
from udfs.schedule.checklist import ChecklistEntry
from workbooks.printing.wording import printed

PRODUCER = "-//gaoyan//deadlines//ZH"
REMINDERS = (timedelta(days=-7, hours=9), timedelta(days=-1, hours=9), timedelta(hours=9))
"""At nine in the morning: a week before, the day before, on the day."""
REPORT = "总结材料"


def calendar_of(c: ClassFile, entries: Sequence[ChecklistEntry]) -> bytes:
    """The calendar of all entries with a filing day of their own. Filed ones are kept without reminders."""
    made = Calendar()
    made.add("prodid", PRODUCER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", f"{printed(c.project.topic) or '高级研修项目'}：报送期限")
    for entry in entries:
        if entry.part == "filing" and entry.due is not None:
            made.add_component(event_of(c, entry, entries))
    written: bytes = made.to_ical()
    return written


def event_of(c: ClassFile, entry: ChecklistEntry, entries: Sequence[ChecklistEntry]) -> Event:
    """One deadline as a whole-day event."""
    assert entry.due is not None
    made = Event()
    made.add("uid", identity(c, entry))
    made.add("dtstamp", datetime(c.today.year, c.today.month, c.today.day, tzinfo=UTC))
    made.add("dtstart", entry.due)
    made.add("dtend", entry.due + timedelta(days=1))
    made.add("transp", "TRANSPARENT")
    state = "已报送" if entry.filed else "截止"
    made.add("summary", f"{state}：{entry.item}（{printed(c.project.topic)}）")
    made.add("description", description(entry, entries))
    if not entry.done:
        for before in REMINDERS:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", f"{entry.item}报送截止")
            alarm.add("trigger", before)
            made.add_component(alarm)
    return made


def identity(c: ClassFile, entry: ChecklistEntry) -> str:
    """A stable UID per deadline and class, so that a new calendar replaces the old events."""
    key = "/".join((str(c.year or ""), c.level, str(c.plan_number or ""), printed(c.project.topic), entry.item))
    return f"{sha256(key.encode()).hexdigest()[:32]}@gaoyan.invalid"


def description(entry: ChecklistEntry, entries: Sequence[ChecklistEntry]) -> str:
    """Recipient and clause; for the report also the missing enclosures."""
    lines = [f"报送对象：{entry.office}", f"依据：通知{entry.clause}"]
    if entry.filed:
        lines.append(f"报送日期：{entry.filed.isoformat()}")
    elif entry.item == REPORT:
        missing = [one.item for one in entries if one.part == "material" and not one.ticked]
        lines.append(f"尚未齐备：{'、'.join(missing)}" if missing else "材料已齐备")
    return "\n".join(lines)
