"""Preconditions of rules, and the reason given when one is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from udfs.money.account_totals import item_of, lectures_taxed
from udfs.notice.packs import has_notice
from udfs.notice.plan import LEVELS
from udfs.people.places import region_of
from udfs.records.class_file import (
    ACCOUNTS,
    ATTENDANCE,
    EXPENSES,
    LECTURES,
    MATERIALS,
    PEOPLE,
    PROJECT,
    RESULTS,
    SURVEY,
    SURVEY_LEVELS,
    TAX,
    ClassFile,
    SurveyForms,
)  # fmt: skip
from udfs.schedule.deadlines import subsidised
from udfs.values.cells import blank
from udfs.values.headings import FUNDING, KIND

Need = tuple[Callable[[ClassFile], bool], str]

NOT_ENDED = "办班尚未结束，结班后才查"

NEEDS: Mapping[str, Need] = {
    "project": (lambda c: c.has(PROJECT), "没有项目信息表"),
    "accounts": (lambda c: c.has(ACCOUNTS), "没有附件3"),
    "people sheet": (lambda c: c.has(PEOPLE), "没有附件4"),
    "people": (lambda c: bool(c.people), "附件4没有人员"),
    "trainees": (lambda c: bool(c.trainees), "附件4没有学员"),
    "kinds": (lambda c: all(one.is_trainee or one.is_staff for one in c.people), "附件4的人员类别有误（见A4-24）"),
    "counted": (lambda c: bool(c.trainees or c.staff), "附件4没有学员和工作人员"),
    "known place": (lambda c: bool(region_of(c.project.place)), "无法判断举办地点在哪个省（自治区、直辖市）"),
    "results sheet": (lambda c: c.has(RESULTS), "没有附件5"),
    "results": (lambda c: bool(c.results), "附件5没有学员"),
    "absences": (lambda c: bool(c.absences), "考勤为空"),
    "attendance sheet": (lambda c: c.has(ATTENDANCE), "没有考勤表"),
    "lectures": (lambda c: bool(c.lectures), "师资费为空"),
    "lectures sheet": (lambda c: c.has(LECTURES), "没有师资费表"),
    "expenses": (lambda c: bool(c.expenses), "费用明细为空"),
    "expenses sheet": (lambda c: c.has(EXPENSES), "没有费用明细表"),
    "survey": (
        lambda c: any(not blank(item.get(level)) for item in c.survey for level in SURVEY_LEVELS),
        "附件6未填写",
    ),
    "survey begun": (
        lambda c: (
            any(not blank(item.get(level)) for item in c.survey for level in SURVEY_LEVELS)
            or any(not blank(c.forms.get(count)) for count in SurveyForms.attributes())
        ),
        "附件6未填写",
    ),
    "survey sheet": (lambda c: c.has(SURVEY), "没有附件6"),
    "answers": (lambda c: bool(c.answers), "没有测评原始答卷"),
    "amounts": (
        lambda c: any(c.has(sheet) for sheet in (PROJECT, ACCOUNTS, LECTURES, EXPENSES)),
        "没有附件3、师资费、费用明细和项目信息表",
    ),
    "remarks": (lambda c: c.has(ACCOUNTS) or c.has(EXPENSES), "没有附件3和费用明细表"),
    "taxed": (
        lambda c: lectures_taxed(c) or any(item_of(expense) == TAX for expense in c.expenses),
        "费用明细和师资费没有税费",
    ),
    "materials": (lambda c: c.has(MATERIALS), "没有材料清单表"),
    "level": (lambda c: c.level in LEVELS, "项目级别未填或不对"),
    "national": (lambda c: c.national, "仅适用于国家级项目"),
    "municipal": (lambda c: c.municipal, "仅适用于市级项目"),
    "subsidised": (subsidised, "仅适用于财政资助项目"),
    "start": (lambda c: c.start is not None, "开始日期未填或不是日期"),
    "end": (lambda c: c.end is not None, "结束日期未填或不是日期"),
    "end in order": (
        lambda c: c.end is not None and (c.start is None or c.start <= c.end),
        "结束日期未填、不是日期或早于开始日期",
    ),
    "ended": (lambda c: c.ended, NOT_ENDED),
    "filed or ended": (
        lambda c: c.ended or not blank(c.project.report_filed) or not blank(c.project.claim_filed),
        NOT_ENDED,
    ),
    "days": (lambda c: c.days is not None, "开始日期、结束日期不全或先后颠倒"),
    "hours": (lambda c: c.hours is not None, "总学时未填或不是正数"),
    "plan list": (lambda c: has_notice(c.notice, c.year), "没有该年度的项目计划表"),
    "plan": (lambda c: c.plan_number is not None, "计划序号未填"),
    "ledger": (lambda c: c.ledger is not None, "没有编号台账"),
    "validations": (lambda c: c.wiped is not None, "看不到下拉列表和输入检查（不是本软件的工作簿，或在实时核验和浏览器中）"),
    "pattern": (lambda c: not blank(c.project.number_pattern), "未设证书编号规则"),
}

_LEVEL, _START, _END, _PLAN, _YEAR = ((PROJECT, label) for label in ("项目级别", "开始日期", "结束日期", "计划序号", "年度"))
RESTS_ON: Mapping[str, tuple[tuple[str, str], ...]] = {
    "level": (_LEVEL,), "national": (_LEVEL,), "municipal": (_LEVEL,), "start": (_START,), "end": (_END,),
    "end in order": (_END,), "days": (_START, _END), "hours": ((PROJECT, "总学时"),), "plan": (_PLAN,), "plan list": (_YEAR,),
    "subsidised": ((PROJECT, FUNDING),), "kinds": ((PEOPLE, KIND),), "trainees": ((PEOPLE, KIND),), "counted": ((PEOPLE, KIND),),
    "pattern": ((PROJECT, "证书编号规则"),), "taxed": ((LECTURES, TAX),),
}  # fmt: skip
"""{need: the cells it is read from}. If such a cell is of the wrong kind, the rules with that need could not be judged."""
