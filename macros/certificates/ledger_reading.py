"""Lists and verifies the number ledger: every number with its history, and completeness of every series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from macros.certificates.ledger import Ledger, is_there, place_of
from macros.certificates.ledger_opening import is_prepared, rows_where
from macros.certificates.ledger_release import release
from macros.certificates.ledger_run import changed
from macros.certificates.ledger_texts import comparable, storable
from macros.certificates.ledger_versions import WHERE
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

IN_FORCE, VOID, PASSED_OVER, UNEXPLAINED = "有效", "作废", "留空", "不明"
TYPED = "手工填写后记入"
"""The note of a number that was typed by hand and then adopted."""
STATE_WORDS = {"issued": IN_FORCE, "void": VOID}


@dataclass(frozen=True)
class NumberEntry:
    """One number. ``note``: why it is void, or how it was recorded; times in the local time zone."""

    number: str
    series: str
    serial: int | None
    class_key: str
    name: str
    state: str
    given: str
    changed: str
    note: str


@dataclass(frozen=True)
class SerialRange:
    """A range of serials of one series with the same state and reason, both ends included."""

    first: int
    last: int
    state: str
    why: str


@dataclass(frozen=True)
class SeriesState:
    """All serials of a series from 1 to the last one without gaps; ``name`` contains {} in place of the serial."""

    name: str
    last: int
    spans: tuple[SerialRange, ...]


@dataclass(frozen=True)
class Verification:
    """The result of a verification: all series, count of numbers outside any series, problems."""

    series: tuple[SeriesState, ...]
    uncounted: int
    problems: tuple[str, ...]


def existing(chosen: str | None) -> Ledger:
    """The existing ledger, for reading. Errors: Unusable if there is none."""
    place = place_of(chosen)
    if not is_there(place):
        raise Unusable(WHERE, "尚无台账，没有编号分配过", "gaoyan number 第一次分配编号时自动建立")
    return Ledger(place)


def listed(chosen: str | None = None) -> tuple[NumberEntry, ...]:
    """All numbers by series and serial. Errors: Unusable."""
    with existing(chosen) as ledger, ledger.transaction() as connection:
        refuse_unprepared(connection)
        return tuple(entries_of(connection))


def refuse_unprepared(connection: Connection) -> None:
    if not is_prepared(connection):
        raise Unusable(WHERE, "里面没有台账的表", "请核对地址；gaoyan number 第一次分配编号时自动建立")


def entries_of(connection: Connection) -> Iterator[NumberEntry]:
    from sqlalchemy import select

    from macros.certificates.ledger_tables import ADOPTED, EXPORTED, certificate

    stories = events_by_certificate(connection)
    order = (certificate.c.series, certificate.c.serial.is_(None), certificate.c.serial, certificate.c.id)
    for row in connection.execute(select(certificate).order_by(*order)).mappings():
        story = [one for one in stories.get(row["id"], []) if one["action"] != EXPORTED]
        last = story[-1] if story else None
        note = TYPED if last is not None and last["action"] == ADOPTED else last["note"] if last is not None else ""
        yield NumberEntry(
            number=row["number"], series=row["series"], serial=row["serial"], class_key=row["class_key"], name=row["name"],
            state=STATE_WORDS[row["state"]], given=local_time(row["given_at"]),
            changed=local_time(last["at"]) if last is not None else "", note=note,
        )  # fmt: skip


def events_by_certificate(connection: Connection) -> dict[int, list[RowMapping]]:
    from sqlalchemy import select

    from macros.certificates.ledger_tables import event

    stories: dict[int, list[RowMapping]] = {}
    for row in connection.execute(select(event).order_by(event.c.id)).mappings():
        stories.setdefault(row["certificate"], []).append(row)
    return stories


def local_time(moment: datetime) -> str:
    """A time in the local time zone. SQLite returns UTC without a time zone."""
    from datetime import UTC

    known = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return known.astimezone().strftime("%Y-%m-%d %H:%M")


def void(numbers: Sequence[str], reason: str, chosen: str | None = None) -> tuple[str, ...]:
    """``taken_out``, reduced to the numbers that changed."""
    return taken_out(numbers, reason, chosen).numbers


@dataclass(frozen=True)
class TakenOut:
    """``numbers``: those that changed, as spelled in the ledger; ``back``: {series: new last serial} where a mistakenly adopted
    number returned the serials before it."""

    numbers: tuple[str, ...]
    back: Mapping[str, int]


def taken_out(numbers: Sequence[str], reason: str, chosen: str | None = None) -> TakenOut:
    """Void numbers, all or none. They stay in the ledger and are never issued again. Errors: Unusable if one is not in the
    ledger."""
    import uuid
    from datetime import UTC

    from macros.certificates.ledger_tables import ISSUED, LONGEST_NOTE, VOIDED, certificate
    from macros.certificates.ledger_tables import VOID as STATE

    with existing(chosen) as read, read.transaction() as connection:
        refuse_unprepared(connection)
    with Ledger(read.place, create=True) as ledger, ledger.transaction() as connection:
        wanted = {comparable(number): number for number in numbers}
        rows = {row["comparable"]: row for row in rows_where(connection, certificate.c.comparable, wanted).values()}
        unknown = [number for key, number in wanted.items() if key not in rows]
        if unknown:
            raise Unusable(WHERE, f"没有编号 {'、'.join(unknown)}", "请用 gaoyan ledger list 核对；没有编号被作废")
        run, now = uuid.uuid4().hex, datetime.now(UTC)
        done = [rows[key] for key in wanted if rows[key]["state"] == ISSUED]
        for row in done:
            changed(connection, row["id"], STATE, VOIDED, storable(reason, LONGEST_NOTE), run, now)
        last_first = sorted(done, key=lambda row: -(row["serial"] or 0))
        back = {row["series"]: end for row in last_first if (end := release(connection, row)) is not None}
        return TakenOut(tuple(row["number"] for row in done), back)


def verify(chosen: str | None = None) -> Verification:
    """Verify the ledger: no duplicates, every serial explained, every state consistent with its events.

    Errors: Unusable if there is no ledger or it cannot be read.
    """
    from sqlalchemy import select

    from macros.certificates.ledger_tables import certificate, gap, series

    with existing(chosen) as ledger, ledger.transaction() as connection:
        refuse_unprepared(connection)
        rows = list(connection.execute(select(certificate).order_by(certificate.c.id)).mappings())
        gaps = list(connection.execute(select(gap).order_by(gap.c.id)).mappings())
        lasts = {row.name: row.last for row in connection.execute(select(series).order_by(series.c.name))}
        stories = events_by_certificate(connection)
        damage = damaged(connection)
    states = tuple(
        SeriesState(
            name, last, tuple(spans_of(last, [row for row in rows if row["series"] == name], gaps_of(gaps, name), stories))
        )
        for name, last in lasts.items()
    )
    problems = [*damage, *doubles(rows), *broken_stories(rows, stories), *miscounted(rows, lasts)]
    problems += [
        f"系列 {state.name} 的流水号 {shown(span)} 没有记录"
        for state in states
        for span in state.spans
        if span.state == UNEXPLAINED
    ]
    return Verification(states, sum(row["serial"] is None for row in rows), tuple(problems))


def shown(span: SerialRange) -> str:
    return str(span.first) if span.first == span.last else f"{span.first}–{span.last}"


def damaged(connection: Connection) -> list[str]:
    """The problems that SQLite itself finds in the file."""
    if connection.dialect.name != "sqlite":
        return []
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    return [] if found == "ok" else ["台账文件已损坏，请从备份恢复"]


def doubles(rows: Iterable[RowMapping]) -> list[str]:
    """Duplicate numbers, and people with two valid numbers in one class."""
    from macros.certificates.ledger_tables import ISSUED

    numbers: dict[str, list[str]] = {}
    people: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        numbers.setdefault(comparable(row["number"]), []).append(row["number"])
        if row["state"] == ISSUED:
            people.setdefault((row["class_key"], row["person"]), []).append(row["number"])
    found = [f"编号 {same[0]} 有 {len(same)} 条记录" for same in numbers.values() if len(same) > 1]
    return found + [
        f"{key[0]} 的一人有 {len(same)} 个有效编号：{'、'.join(same)}" for key, same in people.items() if len(same) > 1
    ]


def broken_stories(rows: Iterable[RowMapping], stories: Mapping[int, list[RowMapping]]) -> list[str]:
    """Numbers whose state is not the result of their events."""
    from macros.certificates.ledger_tables import ADOPTED, NEW, STATE_AFTER

    found = []
    for row in rows:
        story = stories.get(row["id"], [])
        if not story or story[0]["action"] not in (NEW, ADOPTED):
            found.append(f"编号 {row['number']} 没有分配记录")
        elif STATE_AFTER.get(story[-1]["action"]) != row["state"]:
            found.append(f"编号 {row['number']} 的状态与最后一次记录不一致")
    return found


def miscounted(rows: Iterable[RowMapping], lasts: Mapping[str, int]) -> list[str]:
    """Numbers beyond the counter of their series, which could be issued again."""
    return [
        f"编号 {row['number']} 的流水号超出系列 {row['series']} 的计数"
        for row in rows
        if row["serial"] is not None and row["serial"] > lasts.get(row["series"], 0)
    ]


def gaps_of(gaps: Iterable[RowMapping], name: str) -> list[RowMapping]:
    return [row for row in gaps if row["series"] == name]


def spans_of(
    last: int, rows: Sequence[RowMapping], gaps: Sequence[RowMapping], stories: Mapping[int, list[RowMapping]]
) -> Iterator[SerialRange]:
    """Every serial from 1 to ``last`` exactly once. Gaps may be wide and are not enumerated."""
    known = {row["serial"]: row for row in rows if row["serial"] is not None and row["serial"] <= last}
    at = 1
    for serial, row in sorted(known.items()):
        yield from empty_spans(at, serial - 1, gaps)
        story = stories.get(row["id"], [])
        yield SerialRange(
            serial, serial, STATE_WORDS[row["state"]], story[-1]["note"] if story and row["state"] == "void" else ""
        )
        at = serial + 1
    yield from empty_spans(at, last, gaps)


def empty_spans(first: int, last: int, gaps: Sequence[RowMapping]) -> Iterator[SerialRange]:
    """The unused serials from ``first`` to ``last``, each with the reason it was skipped, or none."""
    at = first
    for row in sorted(gaps, key=lambda one: int(one["first"])):
        start, end = max(at, row["first"]), min(last, row["last"])
        if start > end:
            continue
        if at < start:
            yield SerialRange(at, start - 1, UNEXPLAINED, "")
        yield SerialRange(start, end, PASSED_OVER, row["why"])
        at = end + 1
    if at <= last:
        yield SerialRange(at, last, UNEXPLAINED, "")


def joined(spans: Iterable[SerialRange]) -> list[SerialRange]:
    """Adjacent spans with the same state and reason, merged."""
    found = []
    for (state, why), group in groupby(spans, key=lambda span: (span.state, span.why)):
        same = list(group)
        found.append(SerialRange(same[0].first, same[-1].last, state, why))
    return found
