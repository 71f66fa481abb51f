"""分配编号: certificate numbers for the trainees of a municipal class who passed, by the organiser's pattern, from the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from udfs import cells
from udfs.certificates import SERIAL, ClassFacts, Pattern, PatternError, parse_pattern
from udfs.notice.plan import NATIONAL
from udfs.records import RESULTS, ClassFile, Result
from udfs.rules import catalogue, runner
from workbooks.errors import Unusable
from workbooks.patching import Change

if TYPE_CHECKING:
    import xlwings as xw

    from macros.ledger import Allotment, Claim, Series

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
    """``given``: numbers of this run; ``kept``: those the people had before; ``written``: cells of 附件5 that changed."""

    given: tuple[str, ...]
    kept: tuple[str, ...]
    without: tuple[NoNumber, ...]
    written: int


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
    written = apply(
        book,
        [Change(place.title, one.row, column, numbers[one.key]) for one in claimants if one.key in numbers],
        COMMAND,
    )
    return NumberResult(
        given=tuple(one.certificate for one in allotment.grants if one.action == "new"),
        kept=tuple(one.certificate for one in allotment.grants if one.action != "new"),
        without=tuple(without_number(passed, barred, allotment)),
        written=written,
    )


def usable_pattern(c: ClassFile) -> tuple[Pattern, ClassFacts]:
    """The pattern of the class and what it needs to know; ``Unusable`` if numbers cannot be made from it."""
    if c.level == NATIONAL:
        raise Unusable("国家级项目", "证书由工程服务平台颁发，不在本地编号", "请把平台给出的编号填入附件5")
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


def allotted(c: ClassFile, pattern: Pattern, facts: ClassFacts, claimants: list[Result], place: str | None) -> Allotment:
    """What the ledger gives, in one transaction."""
    from macros.ledger import Allotment, Claim, Ledger, class_key, place_of

    claims: list[Claim] = [Claim(one.key, cells.text(one.name), cells.text(one.certificate)) for one in claimants]
    if not claims:
        return Allotment((), ())
    with Ledger(place_of(place), create=True) as ledger:
        return ledger.allot(series_of(pattern, facts), class_key(c), claims)


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
    return Series(name=name, number=made, serial=lambda typed: pattern.serial(typed, facts))


def without_number(passed: list[Result], barred: Mapping[int, str], allotment: Allotment) -> list[NoNumber]:
    """Who passed and got none, in the order of the list."""
    refused = {one.person: one for one in allotment.refusals}
    found = []
    for result in passed:
        why = barred.get(result.row) or ("没有身份证号" if not result.key else "")
        refusal = refused.get(result.key)
        if refusal is not None and not why:
            theirs = f"台账中此人的编号是 {refusal.expected}" if refusal.expected else "台账中它属于别人"
            why = f"已填的 {refusal.held} 不对，{theirs}"
        if why:
            found.append(NoNumber(result.row, cells.text(result.name), why))
    return found
