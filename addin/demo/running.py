"""Runs ``gaoyan demo``: classes of the real plan list with fictitious people; errors planted, found, corrected, exported.

Every error is declared with its findings (``addin.demo.classes``); the demo fails on any missing or additional finding.
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from addin.demo.classes import FULL, NOT_PLANTED, OTHER_CLASS_NUMBER, ROSTER, SCENARIOS
from addin.demo.faults import Scenario
from addin.terminal import streams
from addin.terminal.presenting import show_report
from macros.certificates.ledger import Ledger, NumberClaim, Series
from macros.certificates.number import number
from macros.checking.check import check_file, write_findings
from macros.handing_in.export import export_class
from macros.money.total import total
from macros.people.tidy import tidy
from udfs.records.class_file import ClassFile
from udfs.records.results_view import viewed
from udfs.rules.model import Report
from udfs.values.terminal import some_of
from workbooks.closed import journal
from workbooks.closed.closed_book import open_book
from workbooks.files import replacing
from workbooks.files.errors import Unusable

FLAGGED, MENDED, PACKAGE, LEDGER = "有问题.xlsx", "改正后.xlsx", "盖章稿", "编号台账.sqlite3"
NAMED = 4
"""Errors of a class, and reasons, that are named."""


@dataclass(frozen=True)
class ClassFolder:
    """The files of one class."""

    folder: Path
    ledger: Path

    @property
    def flagged(self) -> Path:
        return self.folder / FLAGGED

    @property
    def mended(self) -> Path:
        return self.folder / MENDED

    @property
    def package(self) -> Path:
        return self.folder / PACKAGE


def run(directory: Path) -> int:
    """Run the demo in ``directory``, replacing only the demo's own files. Returns 1 if the result is not as declared."""
    if directory.exists() and not directory.is_dir():
        raise Unusable(str(directory), "不是文件夹", "请换一个文件夹")
    directory.mkdir(parents=True, exist_ok=True)
    ledger = fresh_ledger(directory)
    right = True
    for scenario in SCENARIOS:
        place = ClassFolder(directory / scenario.title, ledger)
        place.folder.mkdir(exist_ok=True)
        right &= flagged(scenario, place)
        if scenario in FULL:
            right &= mended(scenario, place)
    show_places(directory, ledger)
    return 0 if right else 1


def fresh_ledger(directory: Path) -> Path:
    """A ledger of the demo, with a number that belongs to someone of another class."""
    place = directory / LEDGER
    for left in (place, place.with_name(f"{LEDGER}-journal")):
        left.unlink(missing_ok=True)
    with Ledger(str(place), create=True) as opened:
        series = Series("津高研202510{}", lambda serial: f"津高研202510{serial:04}", lambda _: None)
        opened.allot(series, "2025/市级/10", [NumberClaim("another class", "示例子", OTHER_CLASS_NUMBER)])
    return place


def placed(path: Path, data: bytes) -> None:
    """Write a file of the demo, without the journal of an earlier run."""
    replacing.check_free(path)
    shutil.rmtree(journal.folder_of(path), ignore_errors=True)
    replacing.replace(path, data)


def flagged(scenario: Scenario, place: ClassFolder) -> bool:
    """Plant, check, show, write into 核验. True if exactly the planted errors were found."""
    with streams.working(f"{scenario.title}：正在生成有问题的工作簿"):
        placed(place.flagged, scenario.workbook(place.flagged))
        c, report = check_file(place.flagged, scenario.planted().today, str(place.ledger))
        book = open_book(place.flagged)
        write_findings(book, c, report)
        book.save()
    streams.say(f"══ {scenario.title} ══", style="bold cyan")
    faults = some_of([fault.what for fault in scenario.faults], "处", NAMED, between="；")
    streams.say_wrapped(f"埋入的错误：{faults}", style="dim")
    streams.say()
    if scenario in FULL:
        show_report(c, report, str(place.flagged), written=True)
    return compared(scenario, report)


def compared(scenario: Scenario, report: Report) -> bool:
    """Compare the findings with the planted errors, and report differences."""
    found = Counter(finding.code for finding in report.findings)
    expected = scenario.expected
    broken = [outcome.code for outcome in report.outcomes if outcome.status == "failed"]
    if found == expected and not broken:
        streams.say(f"✓ 埋入的问题全部查出，没有多报：{len(expected)} 条规则、{found.total()} 处", style="green")
        streams.say()
        return True
    for word, codes in (("漏报", expected - found), ("多报", found - expected), ("出错", Counter(broken))):
        if codes:
            streams.say(f"✗ {word}：{'、'.join(sorted(codes))}", style="bold red")
    streams.say()
    return False


def mended(scenario: Scenario, place: ClassFolder) -> bool:
    """Correct the class: typed untidily, tidied, totalled, numbered, checked, exported. True if it was exported."""
    from workbooks.templates.entering import entered

    c = as_typed(scenario.right())
    with streams.working(f"{scenario.title}：正在改正"):
        placed(place.mended, entered(c))
        book = open_book(place.mended)
        tidied = tidy(book, c.today)
        book.save()
        added = total(book, c.today)
        book.save()
        numbered = number(book, c.today, str(place.ledger)) if c.municipal else None
        book.save()
        c, report = check_file(place.mended, c.today, str(place.ledger))
    streams.say(f"改正：规范 {len(tidied.changed)} 处；附件3合计 {added.total:,.2f} 元", style="bold")
    if numbered is not None and numbered.given:
        streams.say(f"编号：{numbered.given[0]} 至 {numbered.given[-1]}，共 {len(numbered.given)} 个")
    with streams.working(f"{scenario.title}：正在排版"):
        result = export_class(c, report, place.package, book=place.mended.name)
    if result.blocked:
        show_report(c, report, str(place.mended))
    streams.say(result.message, style="green" if not result.blocked else "bold red")
    streams.say()
    return not result.blocked


def as_typed(c: ClassFile) -> ClassFile:
    """The class as typed: full-width digits, spaces, separators; numbers of a municipal class not yet issued."""
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    people = list(c.people)
    first, second, third = people[:3]
    people[0] = first.changed(document=str(first.document).translate(wide), name=" ".join(str(first.name)[:3]))
    people[1] = second.changed(phone=f"+86 {str(second.phone)[:3]}-{str(second.phone)[3:7]}-{str(second.phone)[7:]}")
    people[2] = third.changed(charged="不收费", document=f" {third.document}")
    if c.results_beside:
        return viewed(c.changed(people=tuple(people)))
    results = [
        one.changed(
            name=person.name, document=person.document, phone=person.phone, certificate=None if c.municipal else one.certificate
        )
        for one, person in zip(c.results, people, strict=False)
    ]
    return c.changed(people=tuple(people), results=tuple(results))


def show_places(directory: Path, ledger: Path) -> None:
    """List the written files."""
    streams.say("文件在：", style="bold")
    for scenario in SCENARIOS:
        folder = directory / scenario.title
        streams.say(f"  {folder / FLAGGED}   查出的问题在“核验”表")
        if scenario in FULL:
            streams.say(f"  {folder / MENDED}   改正以后")
            for package in sorted((folder / PACKAGE).glob("*_盖章稿_*")):
                streams.say(f"  {package}   盖章稿")
    streams.say(f"  {ledger}   演示用的编号台账")
    reasons = some_of(list(dict.fromkeys(NOT_PLANTED.values())), "种原因", NAMED - 1, between="；")
    streams.say(f"另有{len(NOT_PLANTED)}条规则没有演示：{reasons}", style="dim")
    flagged_one = directory / ROSTER.title / FLAGGED
    streams.say(f"用表格程序打开 {flagged_one}，先看“核验”表。接着这样试：", style="bold")
    if shutil.which("gaoyan") is None:
        windows = r"Windows：.venv\Scripts\activate"
        streams.say(
            f"  . .venv/bin/activate     让 gaoyan 在这个窗口可用（{windows}）；长期使用：uv tool install . 或 pipx install ."
        )
    streams.say(f"  gaoyan next {flagged_one} --today {ROSTER.planted().today}")
    streams.say("  gaoyan new 我的班.xlsx --level 市级 --plan 10     然后填“项目信息”，再看 gaoyan next 我的班.xlsx")
