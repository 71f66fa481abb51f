"""分配编号: certificate numbers for the trainees of a municipal class who passed, by the organiser's pattern, from the ledger.

A number whose holder turns out to have failed is void from then on: it stays in the ledger and is taken out of 附件5. It is
never anybody else's; should the person pass after all, it holds again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from udfs import cells
from udfs.certificates import SERIAL, ClassFacts, Pattern, PatternError, parse_pattern
from udfs.notice.plan import NATIONAL
from udfs.records import NO, RESULTS, ClassFile, Result
from udfs.rules import catalogue, runner
from workbooks.errors import Unusable
from workbooks.patching import Change

if TYPE_CHECKING:
    import xlwings as xw

    from macros.ledger import Allotment, Claim, Series
    from macros.ledger_run import Passed

COMMAND = "分配编号"
COLUMN = "证书编号"
PATTERN_CELL = "项目信息“证书编号规则”"
BARRING = ("A5-02", "A5-03", "A5-04", "A5-08", "A5-09", "A5-18")
"""Faults that must be put right before a certificate is given: who the person is, and whether they may have passed at all."""


@dataclass(frozen=True)
class NoNumber:
    """Somebody who passed and got no number, and why."""

    row: int
    name: str
    why: str


@dataclass(frozen=True)
class NumberResult:
    """``given``: numbers of this run; ``kept``: those the people had before; ``written``: cells of 附件5 that changed.

    ``reinstated``: those of ``kept`` that were void; ``voided``: whose number is no longer in force; ``passed_over``: serials
    that nobody gets, and why.
    """

    given: tuple[str, ...]
    kept: tuple[str, ...]
    without: tuple[NoNumber, ...]
    written: int
    reinstated: tuple[str, ...] = ()
    voided: tuple[NoNumber, ...] = ()
    passed_over: tuple[Passed, ...] = ()


def number(book: xw.Book, today: date, ledger: str | None = None) -> NumberResult:
    """Give everybody in 附件5 who passed a number. ``ledger``: see ``macros.ledger``.

    The numbers are in the ledger before they stand in the workbook: should the workbook not be saved, the same people get
    the same numbers next time. Raises ``Unusable``, and then no number was given.
    """
    from workbooks.editing import apply
    from workbooks.reading import read_book

    c = read_book(book, today)
    place = c.places.get(RESULTS)
    if place is None or COLUMN not in place.columns:
        raise Unusable(book.name, f"没有附件5的“{COLUMN}”一栏，编号没有地方填", "请改用 gaoyan new 生成的工作簿")
    pattern, facts = usable_pattern(c)
    barred = faults_by_row(c)
    passed = [result for result in c.results if result.has_passed]
    claimants = [result for result in passed if result.key and result.row not in barred]
    allotment = allotted(c, pattern, facts, claimants, ledger)
    numbers = {grant.person: grant.certificate for grant in allotment.grants}
    column = cells.column_number(place.columns[COLUMN])
    changes = [Change(place.title, one.row, column, numbers[one.key]) for one in claimants if one.key in numbers]
    changes += [Change(place.title, row, column, None) for row in emptied(c, allotment)]
    written = apply(book, changes, COMMAND)
    return NumberResult(
        given=tuple(one.certificate for one in allotment.grants if one.action == "new"),
        kept=tuple(one.certificate for one in allotment.grants if one.action != "new"),
        without=tuple(without_number(passed, barred, allotment)),
        written=written,
        reinstated=tuple(one.certificate for one in allotment.grants if one.action == "reinstated"),
        voided=tuple(no_longer_in_force(c, allotment)),
        passed_over=allotment.passed,
    )


def usable_pattern(c: ClassFile) -> tuple[Pattern, ClassFacts]:
    """The pattern of the class and what it needs to know; ``Unusable`` if numbers cannot be made from it."""
    if c.level == NATIONAL:
        raise Unusable("国家级项目", "证书由工程服务平台颁发，不在本地编号", "请用 --from 平台名单.xlsx 按身份证号填入附件5")
    if not c.municipal:
        raise Unusable("项目信息“项目级别”", "未填或不是国家级、市级", "请填写项目级别")
    if cells.blank(c.project.number_pattern):
        raise Unusable(PATTERN_CELL, "未填", "请填写规则，如 津高研{年}{计划:02}{流水:04}")
    facts = ClassFacts(year=c.year, level=c.level, plan=c.plan_number, month=c.start.month if c.start else None)
    try:
        pattern = parse_pattern(cells.text(c.project.number_pattern))
    except PatternError as wrong:
        raise Unusable(PATTERN_CELL, str(wrong), "应如 津高研{年}{计划:02}{流水:04}") from None
    if missing := pattern.missing(facts):
        raise Unusable(PATTERN_CELL, f"用到了{'、'.join(missing)}，但项目信息里没有", "请补填年度、计划序号或开始日期")
    return pattern, facts


def faults_by_row(c: ClassFile) -> dict[int, str]:
    """Row of 附件5 -> the fault that bars a certificate."""
    report = runner.check(c, rules=[rule for rule in catalogue() if rule.code in BARRING])
    title = c.places[RESULTS].title
    return {one.row: f"{one.message}（{one.code}）" for one in reversed(report.findings) if one.row and one.sheet == title}


def allotted(c: ClassFile, pattern: Pattern, facts: ClassFacts, claimants: list[Result], chosen: str | None) -> Allotment:
    """What the ledger gives and takes out of force, in one transaction."""
    from macros.ledger import Allotment, Claim, Ledger, class_key, is_there, place_of

    claims: list[Claim] = [Claim(one.key, cells.text(one.name), cells.text(one.certificate)) for one in claimants]
    failed = failed_people(c)
    place = place_of(chosen)
    if not claims and not (failed and is_there(place)):
        return Allotment()
    typed = {cells.text(one.certificate) for one in c.results} - {""}
    with Ledger(place, create=True) as ledger:
        return ledger.allot(series_of(pattern, facts), class_key(c), claims, failed.keys(), typed)


def failed_people(c: ClassFile) -> dict[str, Result]:
    """Document number -> the row of those who have not passed: 否 says so, an empty cell says nothing yet."""
    claimed = {one.key for one in c.results if cells.text(one.passed) != NO}
    return {one.key: one for one in c.results if one.key and one.key not in claimed}


def no_longer_in_force(c: ClassFile, allotment: Allotment) -> Iterator[NoNumber]:
    """Whose number this run took out of force."""
    failed = failed_people(c)
    for one in allotment.voided:
        if one.now:
            yield NoNumber(failed[one.person].row, cells.text(failed[one.person].name), one.certificate)


def emptied(c: ClassFile, allotment: Allotment) -> Iterator[int]:
    """Rows of 附件5 where a number stands that is not in force."""
    from macros.ledger_run import comparable

    failed = failed_people(c)
    for one in allotment.voided:
        result = failed[one.person]
        if comparable(cells.text(result.certificate)) == comparable(one.certificate):
            yield result.row


def series_of(pattern: Pattern, facts: ClassFacts) -> Series:
    """The run of numbers a pattern makes for one class. Another width of the serial goes on with the same count."""
    from macros.ledger import Series

    def made(serial: int) -> str:
        try:
            return pattern.format(facts, serial)
        except PatternError as wrong:
            raise Unusable(PATTERN_CELL, str(wrong), "请加宽流水号，如 {流水:05}；没有编号被分配") from None

    known = {name: facts.of(name) for name in pattern.parts - {SERIAL}}
    name = "".join(
        "{}" if piece.name == SERIAL else piece.text or piece.written(known[piece.name] or "") for piece in pattern.pieces
    )

    def fault(typed: str) -> str:
        found = pattern.fault(typed, facts)
        return f"与规则不符：{found.message}" if found else ""

    return Series(name=name, number=made, serial=lambda typed: pattern.serial(typed, facts), fault=fault)


def without_number(passed: list[Result], barred: Mapping[int, str], allotment: Allotment) -> list[NoNumber]:
    """Who passed and got none, in the order of the list."""
    refused = {one.person: one for one in allotment.refusals}
    found = []
    for result in passed:
        why = barred.get(result.row) or ("没有身份证号" if not result.key else "")
        refusal = refused.get(result.key)
        if refusal is not None and not why:
            why = f"已填的 {refusal.held} 不对，{refusal.why}"
        if why:
            found.append(NoNumber(result.row, cells.text(result.name), why))
    return found
