"""Assembles a class from its annexes and checks its rules, independently of its own report.

The annexes do not show everything. 人员类别 is read off 附件5, which lists the trainees; dates, hours and plan row come from the
report, else from 附件3. A rule that asks for more than this is taken neither for passed nor for failed, and is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from udfs.notice.plan import plan_of
from udfs.records.class_file import ACCOUNTS, AFTER, PEOPLE, RESULTS, SURVEY, Accounts, ClassFile, Project
from udfs.records.masking import MASKED_FIELDS, hide, mask
from udfs.records.participants import STAFF, TRAINEE
from udfs.rules import catalogue
from udfs.rules.about_class.project import same
from udfs.rules.model import Finding, Outcome, Report
from udfs.rules.needs import NEEDS
from udfs.rules.runner import check
from udfs.values import cells
from udfs.values.regex import regex
from workbooks.received.loose import OFFICIAL, class_in
from workbooks.received.packages import CheckDocument

_PERIOD = regex(r"^(\d{4})年(\d{1,2})月(\d{1,2})日至(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日$")
OWN_WORDS = {"passed": "通过", "findings": "有问题", "skipped": "未检查", "failed": "执行出错"}
PARTS = {ACCOUNTS: "accounts", PEOPLE: "people", RESULTS: "results", SURVEY: "survey"}

APPLIES = frozenset({"national", "municipal", "subsidised", "ended", "filed or ended"})
"""Needs that a class lacks by its nature: such a rule is not open, it does not apply."""
MODE, REGION, WORKING = "附件的正式栏目没有参训方式", "附件的正式栏目没有所属地区", "附件的正式栏目没有工作列"
UNSEEN: dict[str, str] = {
    "A4-03": MODE, "A4-22": MODE, "A4-26": MODE, "A4-14": REGION, "A4-15": REGION, "A4-25": REGION,
    "A4-21": "附件没有性别栏", "A4-23": "附件上没有考勤", "A4-24": WORKING, "A4-27": WORKING, "A4-28": WORKING, "A5-21": WORKING, 
    "A5-05": "附件上无法判断谁漏列：不在附件5的算工作人员", "A6-05": "附件上没有原始答卷", "WB-01": "只有原工作簿才看得出",
    "WB-03": "只有原工作簿才看得出",
}  # fmt: skip
"""Rules that would pass on annexes for want of what they look at."""
NO_KINDS = "没有附件5，附件4的正式栏目不分学员和工作人员"
OF_KINDS = ("A4-00", "A4-01", "A4-02", "A4-04", "A4-10", "A4-12", "A4-13", "A3-03", "A3-09", "A3-10", "A6-02")
NO_FACTS = "附件上没有总学时、经费来源、培训类别和编号规则，核验报告也没有写"
OF_FACTS = ("A3-07", "A3-09", "A3-10", "A5-14")
SOME_ONLINE = "有线上学员，附件上无法判断是谁"
OF_ONLINE = ("A3-09", "A3-10")


@dataclass(frozen=True)
class Annexes:
    """What the annexes hold together. ``file``: annex -> the file it came from; ``parts``: annex -> that file as read."""

    c: ClassFile
    file: Mapping[str, str] = field(default_factory=dict)


def annexes_of(files: Mapping[str, Path], today: date, report: CheckDocument | None) -> Annexes:
    """附件3 to 附件6 of these files (shown name -> place) as one class. Raises ``Unusable``."""
    c, came = ClassFile(today=today, stage=AFTER), {}
    for shown, path in files.items():
        read = class_in(path, today)
        for sheet in OFFICIAL:
            if sheet in read.places and sheet not in came:
                came[sheet] = shown
                c = c.changed(**{PARTS[sheet]: getattr(read, PARTS[sheet]), "places": c.places | {sheet: read.places[sheet]}})
                c = c.changed(forms=read.forms) if sheet == SURVEY else c
    project = report.stated_project if report else project_of(c.accounts)
    return Annexes(with_kinds(c.changed(project=filled(project, c.accounts))), came)


def judged_annexes(annexes: Annexes, report: CheckDocument | None) -> tuple[Report, dict[str, str]]:
    """What the rules say of the annexes, and rule -> why it stays open. The open ones keep what the class's own report says."""
    c = annexes.c
    anew = check(c)
    unseen = open_rules(c, anew, report)
    own = {outcome.code: outcome for outcome in report.rules} if report else {}
    outcomes = tuple(
        left_open(outcome, unseen[outcome.code], own.get(outcome.code)) if outcome.code in unseen else outcome
        for outcome in anew.outcomes
    )
    explained = explanations(report)
    findings = [with_explanation(finding, explained) for finding in anew.findings if finding.code not in unseen]
    taken = [finding for finding in report.findings if finding.code in unseen or finding.sheet not in PARTS] if report else []
    return replace(anew, findings=(*findings, *taken), outcomes=outcomes), unseen


def open_rules(c: ClassFile, anew: Report, report: CheckDocument | None) -> dict[str, str]:
    """Rule -> why the annexes do not decide it."""
    why: dict[str, str] = {}
    if not c.results:
        why |= dict.fromkeys(OF_KINDS, NO_KINDS)
    if report is None or report.project is None:
        why |= dict.fromkeys(OF_FACTS, NO_FACTS)
    if report is not None and int((report.facts.model_extra or {}).get("online") or 0) > 0:
        why |= dict.fromkeys(OF_ONLINE, SOME_ONLINE)
    needs = {rule.code: rule.needs for rule in catalogue()}
    for outcome in anew.outcomes:
        lacking = next((need for need in needs[outcome.code] if not NEEDS[need][0](c)), None)
        if outcome.status == "skipped" and lacking and lacking not in APPLIES:
            why.setdefault(outcome.code, f"附件上无法判断：{outcome.why}")
    return why | UNSEEN


def left_open(outcome: Outcome, why: str, own: Outcome | None) -> Outcome:
    own_verdict = f"；其核验报告称：{OWN_WORDS[own.status]}" if own else ""
    return Outcome(code=outcome.code, status="skipped", why=f"{why}{own_verdict}")


def explanations(report: CheckDocument | None) -> dict[tuple[str, str, str], list[str]]:
    """The explanations in the report, keyed by finding."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for finding in report.findings if report else ():
        if finding.explained:
            found.setdefault(about(finding), []).append(finding.explained)
    return found


def about(finding: Finding) -> tuple[str, str, str]:
    """What a finding of a report is about, wherever its row stands: the annexes leave out empty rows. Its value is masked."""
    return finding.code, finding.field, cells.plain(finding.value)


def with_explanation(finding: Finding, explained: dict[tuple[str, str, str], list[str]]) -> Finding:
    value = mask(finding.field, finding.value) if finding.field in MASKED_FIELDS else hide(cells.text(finding.value))
    words = explained.get((finding.code, finding.field, cells.plain(value)))
    return replace(finding, explained=words.pop(0)) if words else finding


def with_kinds(c: ClassFile) -> ClassFile:
    """Who is not in 附件5 is staff, where there is an 附件5. A number mistyped on one of the two is made up for by the name."""
    if not c.results:
        return c
    listed = {result.key for result in c.results}
    known = {person.key for person in c.people}
    named = {cells.plain(result.name) for result in c.results if result.key not in known} - {""}
    return c.changed(
        people=tuple(
            person.changed(kind=TRAINEE if person.key in listed - {""} or cells.plain(person.name) in named else STAFF)
            for person in c.people
        )
    )


def filled(project: Project, accounts: Accounts) -> Project:
    """The facts of the class, from 附件3 where the report does not tell them."""
    start, end = period_of(accounts.period)
    ours = {
        "topic": accounts.name, "organiser": accounts.organiser, "applicant": accounts.applicant, "place": accounts.place,
        "start": start, "end": end,
    }  # fmt: skip
    return project.changed(**{name: value for name, value in ours.items() if cells.blank(getattr(project, name))})


def project_of(accounts: Accounts) -> Project:
    """Level and year of a class without a report: by the plan row of its topic."""
    start, _ = period_of(accounts.period)
    row = next((row for row in plan_of(start.year if start else None) if same(accounts.name, row.topic)), None)
    values: dict[str, cells.Value] = {"项目级别": row.level, "计划序号": row.number} if row else {}
    return Project.build({**values, "年度": start.year if start else None})


def period_of(value: cells.Value) -> tuple[date | None, date | None]:
    """The days that 附件3 prints, (None, None) if it is not written as we write it.

    >>> period_of("2025年7月14日至7月18日")
    (datetime.date(2025, 7, 14), datetime.date(2025, 7, 18))
    """
    found = _PERIOD.match(cells.plain(value))
    if not found:
        return None, None
    first, month, day, last, to_month, to_day = found.groups()
    try:
        return date(int(first), int(month), int(day)), date(int(last or first), int(to_month), int(to_day))
    except ValueError:
        return None, None
