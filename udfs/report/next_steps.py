"""The next steps for a class: what is done, what to do now, and what is pending until when.

A pure function of the class and its report; commands, buttons and the page add how a step is carried out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from udfs.notice.parameters import Parameters
from udfs.records.class_file import ACCOUNTS, ATTENDANCE, PEOPLE, PROJECT, SURVEY, SURVEY_LEVELS, ClassFile
from udfs.rules.about_class.project import REQUIRED
from udfs.rules.model import Finding, Report
from udfs.schedule.checklist import ChecklistEntry, filings
from udfs.values import cells
from udfs.values.headings import CERTIFICATE, EXAM, PASSED

MOST = 7
"""Maximum number of lines; one for what is done, two for what is pending."""
MATERIALS_PDF = "材料合并.pdf"
StepState = Literal["now", "waiting", "done"]
WORDS: Mapping[StepState, str] = {"now": "之后", "waiting": "等待", "done": "已完成"}
FIRST, ALL_DONE = "下一步", "全部办妥"


class Action(NamedTuple):
    """How a step is carried out: button label and terminal command (``{book}`` is the workbook)."""

    button: str
    command: str


ACTIONS: Mapping[str, Action] = {
    "import": Action("导入", "gaoyan import {book} 名册.xlsx"),
    "check": Action("全部核验", "gaoyan check {book} --write"),
    "attendance": Action("登记考勤", "gaoyan attendance {book} 考勤表.xlsx"),
    "passed": Action("全部通过", "gaoyan fill {book} --passed"),
    "survey": Action("统计测评", "gaoyan survey {book} 答卷.xlsx"),
    "total": Action("汇总决算", "gaoyan total {book}"),
    "number": Action("分配编号", "gaoyan number {book}"),
    "platform": Action("", "gaoyan number {book} --from 平台名单.xlsx"),
    "export": Action("校验并导出盖章稿", "gaoyan export {book} --out 盖章稿"),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """One line. ``until``: last day; ``who``: whom it waits for; ``action``: key of ``ACTIONS``, '' if done by hand."""

    state: StepState
    text: str
    action: str = ""
    who: str = ""
    until: date | None = None
    covers: tuple[tuple[str, str], ...] = ()
    """(sheet, field) of the empty cells it fills, field '' for the whole sheet: findings there are not counted again."""


def next_steps(c: ClassFile, report: Report, p: Parameters, *, exported: bool = False) -> tuple[NextStep, ...]:
    """At most seven steps: to do now, then pending, then done. ``exported``: the package has just been made."""
    filed = tuple(filings(c, p))
    over = is_over(c)
    entering = to_enter(c, filed)
    numbers = list(numbers_to_give(c)) if over else []
    later = [] if over else [*results_to_enter(c), *figures_to_enter(c)]
    now = [*entering, *findings_to_mend(report, [*entering, *numbers, *later]), *numbers]
    if not now and over:
        now += package_to_hand_in(filed, report, exported)
    waiting = [*others(c, p, over), *(() if over else after_class(c))]
    done = finished(c, filed, "export" if over and not (now or waiting or exported) else "")
    remaining = MOST - len(waiting) - len(done)
    if len(now) > remaining:
        more = f"另有{len(now) - remaining + 1}件事，办完前几件后再看"
        now = [*now[: remaining - 1], NextStep(state="now", text=more)]
    return (*now, *waiting, *done)


def first_step(c: ClassFile, report: Callable[[], Report], p: Parameters) -> tuple[NextStep, ...]:
    """The first of ``next_steps``, none if nothing is to be done. ``report`` is called only if everything is entered: until
    then the step follows from empty cells alone, and nobody waits for the rules."""
    return tuple(to_enter(c, tuple(filings(c, p)))[:1]) or next_steps(c, report(), p)[:1]


def is_over(c: ClassFile) -> bool:
    return c.end is not None and c.ended


def to_enter(c: ClassFile, filed: Sequence[ChecklistEntry]) -> list[NextStep]:
    """What is to be entered or filed now."""
    after = (*results_to_enter(c), *figures_to_enter(c)) if is_over(c) else to_file(filed)
    return [*facts_to_type(c), *people_to_enter(c), *after]


def facts_to_type(c: ClassFile) -> Iterator[NextStep]:
    """The required facts."""
    missing = tuple(label for label in REQUIRED if cells.blank(c.project.get(label)))
    if missing:
        yield NextStep(state="now", text=f"在“项目信息”填写{'、'.join(missing)}", covers=tuple((PROJECT, one) for one in missing))


def to_file(filed: Sequence[ChecklistEntry]) -> Iterator[NextStep]:
    """The filings before the class."""
    open_ones = [entry for entry in filed[:2] if not entry.done]
    if open_ones and open_ones[0].due:
        items = "、".join(entry.item for entry in open_ones)
        yield NextStep(state="now", text=f"报送{items}（{open_ones[0].office}），填上报送日期", until=open_ones[0].due)


def people_to_enter(c: ClassFile) -> Iterator[NextStep]:
    if not c.trainees:
        yield NextStep(state="now", text="在“附件4”填写学员，或导入名册", action="import", covers=((PEOPLE, ""),))


def results_to_enter(c: ClassFile) -> Iterator[NextStep]:
    """Attendance, then the exam results."""
    open_ones = [one for one in c.results if cells.blank(one.passed)]
    if not open_ones:
        return
    if not c.absences and c.has(ATTENDANCE):
        yield NextStep(state="now", text="登记考勤（都没有缺课的不必登记）", action="attendance")
    text = f"填写结业考核：还有{len(open_ones)}人没有填"
    fields = tuple({one.spot(PASSED)[:2] for one in open_ones})
    yield NextStep(state="now", text=text, action="passed", covers=fields)


def figures_to_enter(c: ClassFile) -> Iterator[NextStep]:
    """The survey and the accounts."""
    if c.has(SURVEY) and not is_counted(c):
        yield NextStep(state="now", text="把测评答卷计入“附件6”", action="survey", covers=((SURVEY, ""),))
    if c.has(ACCOUNTS) and not c.accounts.amount("合计"):
        what = "汇总到“附件3”" if c.expenses or c.lectures else "填写“费用明细”和“师资费”，再汇总到“附件3”"
        yield NextStep(state="now", text=what, action="total", covers=((ACCOUNTS, ""),))


def numbers_to_give(c: ClassFile) -> Iterator[NextStep]:
    """Certificate numbers of municipal classes; those of national classes come from the platform, see ``others``."""
    waiting = without_number(c)
    if waiting and c.municipal:
        sheets = ((PEOPLE, CERTIFICATE), ("附件5", CERTIFICATE))
        yield NextStep(state="now", text=f"给通过考核的{waiting}人编证书编号", action="number", covers=sheets)


def without_number(c: ClassFile) -> int:
    return sum(one.has_passed and cells.blank(one.certificate) for one in c.results)


def findings_to_mend(report: Report, entering: Sequence[NextStep]) -> Iterator[NextStep]:
    """The blocking findings that no step of ``entering``, now or after the class, covers."""
    covered = {one for step in entering for one in step.covers}
    left = [one for one in report.findings if one.blocks and not is_covered(one, covered)]
    if not left:
        return
    errors = sum(one.severity == "error" for one in left)
    parts = [f"改正错误{errors}条"] if errors else []
    parts += [f"核实{len(left) - errors}条（属实的在“核验”的“说明”写明）"] if len(left) > errors else []
    yield NextStep(state="now", text="，".join(parts), action="check")


def is_covered(finding: Finding, covered: set[tuple[str, str]]) -> bool:
    return (finding.sheet, "") in covered or ((finding.sheet, finding.field) in covered and cells.blank(finding.value))


def package_to_hand_in(filed: Sequence[ChecklistEntry], report: Report, exported: bool) -> Iterator[NextStep]:
    """Export, print, seal, submit; then the claim."""
    after = [entry for entry in filed[2:] if not entry.done]
    hints = f"；还有{report.count('hint')}条提示，见核验报告" if report.count("hint") else ""
    if after and not exported:
        yield NextStep(state="now", text="导出盖章稿", action="export")
    for at, entry in enumerate(after):
        printed = f"打印{MATERIALS_PDF}，签字盖章，连同其他材料报{entry.office}{hints}"
        text = f"把{entry.item}报{entry.office}" if at else printed
        yield NextStep(state="now", text=text, until=entry.due)


def others(c: ClassFile, p: Parameters, over: bool) -> Iterator[NextStep]:
    """The tasks of the platform for a national class."""
    if c.national and not over and cells.day(c.project.notice_filed) and cells.blank(c.project.platform_approved):
        text = f"{p.platform}审核开班通知；通过后印发，填写两个日期"
        yield NextStep(state="waiting", text=text, who=p.platform, until=c.start)
    if c.national and over and (waiting := without_number(c)):
        text = f"{p.platform}给出{waiting}人的证书编号，拿到后填入"
        yield NextStep(state="waiting", text=text, who=p.platform, action="platform")


def after_class(c: ClassFile) -> Iterator[NextStep]:
    if c.end is not None:
        yield NextStep(state="waiting", text="办班结束，再填考勤、结业考核、测评和费用", until=c.end)


def finished(c: ClassFile, filed: Sequence[ChecklistEntry], action: str) -> list[NextStep]:
    """What is done, in one line; empty if nothing is."""
    numbered = sum(not cells.blank(one.certificate) for one in c.results)
    passed = bool(c.results) and not any(cells.blank(one.passed) for one in c.results)
    stated = {
        "项目信息": not any(cells.blank(c.project.get(label)) for label in REQUIRED),
        f"学员{len(c.trainees)}人": bool(c.trainees),
        EXAM: passed,
        f"编号{numbered}个": numbered > 0,
        "附件3": bool(c.accounts.amount("合计")),
        SURVEY: is_counted(c),
    }
    words = ["、".join(word for word, holds in stated.items() if holds), *was_filed(filed)]
    text = "；".join(filter(None, words))
    return [NextStep(state="done", text=text, action=action)] if text else []


def was_filed(filed: Sequence[ChecklistEntry]) -> Iterator[str]:
    items = "、".join(entry.item for entry in filed if entry.done)
    if items:
        yield f"已报{items}"


def is_counted(c: ClassFile) -> bool:
    """True if 附件6 holds counts."""
    return any(not cells.blank(item.get(level)) for item in c.survey for level in SURVEY_LEVELS)


def lines(steps: Sequence[NextStep], how: Callable[[NextStep], str], today: date) -> list[str]:
    """The steps as text lines. ``how``: what to type or press for a step, '' for nothing."""
    texts = []
    for at, step in enumerate(steps):
        word = WORDS[step.state] if at or step.state == "waiting" else FIRST if step.state == "now" else ALL_DONE
        doing = how(step)
        texts.append(f"{word}：{step.text}{until_words(step, today)}{f'：{doing}' if doing else ''}")
    return texts or ["没有待办事项"]


def until_words(step: NextStep, today: date) -> str:
    """The time limit: （10月9日前，还有5天）; for pending steps the day until which they wait.

    >>> until_words(NextStep(state="now", text="", until=date(2025, 10, 9)), date(2025, 10, 4))
    '（10月9日前，还有5天）'
    """
    if step.until is None:
        return ""
    left = (step.until - today).days
    day = f"{step.until.month}月{step.until.day}日"
    return f"（{f'至{day}' if step.state == 'waiting' else f'{day}前'}，{f'还有{left}天' if left >= 0 else f'已过{-left}天'}）"


def at_terminal(book: str) -> Callable[[NextStep], str]:
    """The terminal command of each step for that workbook."""
    return lambda step: ACTIONS[step.action].command.format(book=book) if step.action else ""


def by_button(step: NextStep) -> str:
    """The button of a step."""
    label = ACTIONS[step.action].button if step.action else ""
    return f"点“{label}”" if label else ""
