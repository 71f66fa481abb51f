"""分配编号: issues certificate numbers from the ledger to the trainees of a municipal class who passed, by the organiser's
pattern.

The number of a person who turns out to have failed becomes void: it stays in the ledger, is removed from the workbook, is
never issued to anyone else, and is reinstated if the person passes after all. A number voided by a user is never reinstated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from macros.certificates.ledger import FILE_NAME, Allotment, Ledger, NumberClaim, Series, class_key, is_there, place_of
from macros.certificates.ledger_texts import comparable
from macros.people.result_cells import ResultCells
from udfs.certificates.doubts import doubts
from udfs.certificates.numbers import SERIAL, ClassFacts, Pattern, PatternError, parse_pattern
from udfs.notice.plan import NATIONAL
from udfs.records.class_file import ATTENDANCE, NO, PEOPLE, PROJECT, RESULTS, ClassFile, Result
from udfs.records.class_parameters import class_parameters
from udfs.rules import catalogue, runner
from udfs.rules.model import Report
from udfs.values import cells
from udfs.values.headings import CERTIFICATE, DOCUMENT, LEAVE, MISSED
from workbooks.book.filters import show_all_rows
from workbooks.book.reading import read_book
from workbooks.book.writing import write_changes
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    import xlwings as xw

    from macros.certificates.ledger import Allotment, NumberClaim, Series
    from macros.certificates.ledger_run import Passed

COMMAND = "分配编号"
COLUMN = CERTIFICATE
PATTERN_CELL = "项目信息“证书编号规则”"
SHOWN = 3
ABSENCE_CELLS = {(PROJECT, "总学时"), (ATTENDANCE, DOCUMENT), (ATTENDANCE, LEAVE), (ATTENDANCE, MISSED)}
"""The cells that decide whether someone missed too much."""
BARRING = ("A4-05", "A4-06", "A4-18", "A4-27", "A5-02", "A5-03", "A5-04", "A5-08", "A5-09", "A5-18", "A5-21")
"""Rules whose findings prevent a certificate: identity of the person, ownership of the result, entitlement to pass. The rules on
附件4 apply where results are typed there."""


@dataclass(frozen=True)
class NoNumber:
    """A person who passed and got no number, with the reason."""

    row: int
    name: str
    why: str
    sheet: str = RESULTS
    code: str = ""
    """The rule that bars a number, where one does."""


@dataclass(frozen=True)
class NumberResult:
    """The result of a run.

    ``given``: numbers issued now; ``kept``: numbers issued before; ``written``: changed cells; ``reinstated``: those of
    ``kept`` that were void; ``voided``: people whose number is no longer valid; ``passed_over``: skipped serials with the
    reason.
    """

    given: tuple[str, ...]
    kept: tuple[str, ...]
    without: tuple[NoNumber, ...]
    written: int
    far: tuple[NoNumber, ...] = ()
    """Those of ``without`` whose typed number is far from the series and can be accepted with ``adopt``."""
    reinstated: tuple[str, ...] = ()
    voided: tuple[NoNumber, ...] = ()
    passed_over: tuple[Passed, ...] = ()
    renewed: tuple[str, ...] = ()
    """Numbers of the class voided because new ones were issued."""
    unlisted: tuple[tuple[str, str], ...] = ()
    """(number, name) of the numbers in force of people of this class who are not in the workbook any more."""


@dataclass(frozen=True)
class Outlook:
    """The preview of a run: numbers to issue, ambiguities of the pattern in words, numbers to renew."""

    given: tuple[str, ...]
    doubts: tuple[str, ...]
    renewed: tuple[str, ...]

    @property
    def span(self) -> str:
        return self.given[0] if len(self.given) == 1 else f"{self.given[0]} 至 {self.given[-1]}"


Barred = tuple[str, str]
"""Why somebody gets no number, and the code of the rule that says so ("" for none)."""
Agreed = Callable[[Outlook], None]
"""Called before numbers are issued; raises to cancel, and then nothing has changed."""


def number(
    book: xw.Book,
    today: date,
    ledger: str | None = None,
    *,
    adopt: bool = False,
    renew: str = "",
    agreed: Agreed | None = None,
) -> NumberResult:
    """Issue a number to every trainee who passed.

    ``ledger``: see ``macros.certificates.ledger``. ``adopt``: accept typed numbers far beyond the series, which skips the
    serials before them. ``renew``: reason for voiding all numbers of the class first. ``agreed``: confirmation before new
    numbers are issued.

    The ledger is written before the workbook: if the workbook is not saved, the same people get the same numbers next time.
    Errors: Unusable; then no number was issued.
    """
    c = read_book(book, today)
    written_into = ResultCells(c)
    if RESULTS not in c.places or written_into.column(COLUMN) is None:
        raise Unusable(book.name, f"没有{written_into.sheet}的“{COLUMN}”一栏，编号没有地方填", "请改用 gaoyan new 生成的工作簿")
    refuse_lost(c)
    pattern, facts = usable_pattern(c)
    barred = barred_rows(c)
    passed = [result for result in c.results if result.has_passed]
    claimants = [result for result in passed if result.key and result.row not in barred]
    if agreed is not None:
        outlook = outlook_of(allotted(c, pattern, facts, claimants, ledger, adopt, renew, keep=False), pattern)
        if outlook.given or outlook.renewed:
            agreed(outlook)
    show_all_rows(book, [c.places[written_into.sheet].title])  # before the ledger: a refusal must not leave issued numbers
    allotment = allotted(c, pattern, facts, claimants, ledger, adopt, renew)
    numbers = {grant.person: grant.certificate for grant in allotment.grants}
    changes = [
        change for one in claimants if one.key in numbers for change in written_into.changes(one, COLUMN, numbers[one.key])
    ]
    changes += [change for one in emptied(c, allotment, numbers) for change in written_into.changes(one, COLUMN, None)]
    written = write_changes(book, changes, COMMAND)
    return NumberResult(
        given=tuple(one.certificate for one in allotment.grants if one.action == "new"),
        kept=tuple(one.certificate for one in allotment.grants if one.action != "new"),
        without=tuple(without_number(passed, barred, allotment)),
        far=tuple(far_numbers(passed, allotment)),
        written=written,
        reinstated=tuple(one.certificate for one in allotment.grants if one.action == "reinstated"),
        voided=tuple(no_longer_in_force(c, allotment)),
        passed_over=allotment.passed,
        renewed=allotment.renewed,
        unlisted=allotment.unlisted,
    )


def outlook_of(allotment: Allotment, pattern: Pattern) -> Outlook:
    """The preview to confirm. Ambiguities of the pattern are mentioned only while the class has no number by it."""
    given = tuple(one.certificate for one in allotment.grants if one.action == "new")
    doubtful = list(doubts(pattern)) if allotment.first_time or allotment.renewed else []
    if allotment.shared and given:
        others = "、".join(allotment.shared[:SHOWN]) + (f"等{len(allotment.shared)}期" if len(allotment.shared) > SHOWN else "")
        doubtful.append(f"{others}已用这条规则编号，本期接着编")
    return Outlook(given, tuple(doubtful), allotment.renewed)


def refuse_lost(c: ClassFile) -> None:
    """Errors: Unusable if cells that certificates depend on are missing in the workbook."""
    lost = [f"“{sheet}”表" for sheet in c.lost_sheets if sheet in (PROJECT, ATTENDANCE)]
    lost += [f"“{sheet}”表的“{heading}”栏" for sheet, heading in c.lost_columns if (sheet, heading) in ABSENCE_CELLS]
    if lost:
        raise Unusable("、".join(lost), "缺失或无法读取，不能判断谁该发证", "请先用 gaoyan check 核对并恢复；没有编号被分配")


def usable_pattern(c: ClassFile) -> tuple[Pattern, ClassFacts]:
    """The pattern of the class and its facts. Errors: Unusable if no numbers can be made from them."""
    if c.level == NATIONAL:
        raise Unusable(
            "国家级项目", f"证书由{class_parameters(c).platform}颁发，不在本地编号", "请用 --from 平台名单.xlsx 按身份证号填入"
        )
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


def barred_rows(c: ClassFile) -> dict[int, Barred]:
    """{row of 附件5: why its person gets no number}: a finding, or a rule that could not be judged."""
    report = runner.check(c, rules=[rule for rule in catalogue() if rule.code in BARRING])
    why = dict(unjudged_rows(c, report))
    if c.hours is None:
        stated = "未填写" if cells.blank(c.project.hours) else "不是大于0的数字"
        why |= {one.row: (f"项目信息的总学时{stated}，不能判断缺勤是否超限", "") for one in c.results}
    return why | faults_by_row(c, report)


def unjudged_rows(c: ClassFile, report: Report) -> Iterator[tuple[int, Barred]]:
    """The people whom the barring rules could not judge, with the cell; a class-wide cell affects everyone."""
    absent = {row: pair.person.key for row, pair in c.matching.absences.items()}
    for one in report.unjudged:
        key = absent.get(one.row or 0) if one.sheet == ATTENDANCE else ""
        for result in c.results:
            concerned = {RESULTS: one.row == result.row, PEOPLE: one.row == result.person_row, ATTENDANCE: key == result.key}
            if one.row is None or concerned.get(one.sheet, True):
                where = f"{one.sheet}{f'第{one.row}行' if one.row else ''}的{one.field}"
                yield result.row, (f"{where}{one.fault}，不能判断该不该发证", one.code)


def faults_by_row(c: ClassFile, report: Report) -> dict[int, Barred]:
    """{row of 附件5: the finding that prevents a certificate}."""
    rows = {(c.places[RESULTS].title, one.row): one.row for one in c.results}
    rows |= {(c.places[PEOPLE].title, one.person_row): one.row for one in c.results if one.person_row is not None}
    found = [(rows.get((one.sheet, one.row or 0)), (one.message, one.code)) for one in reversed(report.findings)]
    return {row: why for row, why in found if row is not None}


def allotted(
    c: ClassFile,
    pattern: Pattern,
    facts: ClassFacts,
    claimants: list[Result],
    chosen: str | None,
    adopt: bool,
    renew: str = "",
    keep: bool = True,
) -> Allotment:
    """The allotment by the ledger, in one transaction; ``keep``: False only previews."""
    claims: list[NumberClaim] = [NumberClaim(one.key, cells.text(one.name), cells.text(one.certificate)) for one in claimants]
    failed = failed_people(c)
    place = place_of(chosen)
    if not claims and not ((failed or renew) and is_there(place)):
        return Allotment()
    typed = {cells.text(one.certificate) for one in c.results} - {""}
    listed = {one.key for one in c.results} | {one.key for one in c.people} - {""}
    with ExitStack() as stack:
        if not keep and not is_there(place):  # a preview must not create a ledger
            place = str(Path(stack.enter_context(TemporaryDirectory())) / FILE_NAME)
        ledger = stack.enter_context(Ledger(place, create=True))
        series, key = series_of(pattern, facts), class_key(c)
        return ledger.allot(series, key, claims, failed.keys(), typed, adopt_far=adopt, renew=renew, keep=keep, listed=listed)


def failed_people(c: ClassFile) -> dict[str, Result]:
    """{document number: result} of those who have not passed: 否, not an empty cell."""
    claimed = {one.key for one in c.results if cells.text(one.passed) != NO}
    return {one.key: one for one in c.results if one.key and one.key not in claimed}


def no_longer_in_force(c: ClassFile, allotment: Allotment) -> Iterator[NoNumber]:
    """The people whose number this run voided."""
    failed = failed_people(c)
    for one in allotment.voided:
        if one.now:
            result = failed[one.person]
            yield NoNumber(result.home_row, cells.text(result.name), one.certificate, result.home)


def emptied(c: ClassFile, allotment: Allotment, numbers: Mapping[str, str]) -> Iterator[Result]:
    """The results with a number that is no longer valid; ``numbers``: {person: present number}."""
    failed = failed_people(c)
    void = set(map(comparable, allotment.renewed))
    yield from (one for one in c.results if one.key not in numbers and comparable(cells.text(one.certificate)) in void)
    for one in allotment.voided:
        result = failed[one.person]
        if comparable(cells.text(result.certificate)) == comparable(one.certificate):
            yield result


def series_of(pattern: Pattern, facts: ClassFacts) -> Series:
    """The series of a pattern for one class. A different width of the serial continues the same counter."""

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


def far_numbers(passed: list[Result], allotment: Allotment) -> Iterator[NoNumber]:
    """The people whose typed number needs confirmation by the user."""
    far = {one.person: one for one in allotment.refusals if one.far}
    for result in passed:
        if result.key in far:
            yield NoNumber(result.home_row, cells.text(result.name), far[result.key].held, result.home)


def without_number(passed: list[Result], barred: Mapping[int, Barred], allotment: Allotment) -> list[NoNumber]:
    """The people who passed without getting a number, in list order."""
    refused = {one.person: one for one in allotment.refusals}
    found = []
    for result in passed:
        why, code = barred.get(result.row) or ("没有身份证号" if not result.key else "", "")
        refusal = refused.get(result.key)
        if refusal is not None and not why:
            why = f"已填的 {refusal.held} {'超出本期的流水' if refusal.far else '不对'}，{refusal.why}"
        if why:
            found.append(NoNumber(result.home_row, cells.text(result.name), why, result.home, code))
    return found
