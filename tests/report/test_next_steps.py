"""What comes next for a class, from its state: first the line to act on, never more than seven."""

from __future__ import annotations

from datetime import date

import pytest

from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile, Project
from udfs.records.class_parameters import class_parameters
from udfs.records.results_view import viewed
from udfs.report.next_steps import MOST, at_terminal, by_button, lines, next_steps
from udfs.rules.runner import check

TODAY = date(2025, 8, 12)
StepLines = list[str]


def step_lines(c: ClassFile, *, exported: bool = False) -> StepLines:
    return lines(next_steps(c, check(c), class_parameters(c), exported=exported), at_terminal("班.xlsx"), c.today)


def municipal(**project: object) -> ClassFile:
    """A class that has ended and is right, whose report has not been filed."""
    c = sample_class(MUNICIPAL, 9)
    return c.changed(today=TODAY, project=c.project.changed(report_filed=None, **project))


def without(c: ClassFile, **values: object) -> ClassFile:
    people = tuple(one.changed(**values) for one in c.people)
    return (
        viewed(c.changed(people=people)) if c.results_beside else c.changed(results=tuple(r.changed(**values) for r in c.results))
    )


def test_a_fresh_workbook_begins_with_its_facts() -> None:
    c = sample_class(MUNICIPAL, 9)
    fresh = ClassFile(today=TODAY, places=c.places, project=Project(level=MUNICIPAL, year=2025, plan_number=9))
    first, second, *rest = step_lines(fresh)
    assert rest == [], "what only the end of the class brings is neither asked for nor called an error"
    assert first.startswith("下一步：在“项目信息”填写选题名称、承办单位、申报单位、开始日期、结束日期、举办地点、总学时")
    assert second == "之后：在“附件4”填写学员，或导入名册：gaoyan import 班.xlsx 名册.xlsx"


def test_before_the_class_what_is_to_be_filed_by_when_and_what_waits() -> None:
    c = municipal(notice_filed=None, scheme_filed=None)
    c = without(c, passed=None, certificate=None).changed(today=date(2025, 6, 20))
    first, *rest = step_lines(c)
    assert first.startswith("下一步：报送开班通知、实施方案（市人社局），填上报送日期（6月29日前，还有9天）")
    assert rest[-2] == "等待：办班结束，再填考勤、结业考核、测评和费用（至7月18日，还有28天）"
    assert rest[-1].startswith("已完成：项目信息、学员")


def test_after_the_class_results_then_numbers_then_the_package() -> None:
    c = municipal()
    unknown = without(c, passed=None, certificate=None)
    steps = step_lines(unknown)
    assert any(f"填写结业考核：还有{len(c.results)}人没有填：gaoyan fill 班.xlsx --passed" in one for one in steps)
    assert not any("改正错误" in one for one in steps)
    unnumbered = without(c, certificate=None)
    assert step_lines(unnumbered)[0] == f"下一步：给通过考核的{len(c.results)}人编证书编号：gaoyan number 班.xlsx"
    first, second, *_ = step_lines(c)
    assert first == "下一步：导出盖章稿：gaoyan export 班.xlsx --out 盖章稿"
    assert second.startswith("之后：打印材料合并.pdf，签字盖章，连同其他材料报市人社局（8月18日前，还有6天）")
    assert step_lines(c, exported=True)[0] == second.replace("之后", "下一步")


def test_hints_that_remain_are_counted_after_the_export() -> None:
    c = municipal()
    c = c.changed(materials=tuple(one.changed(ready=None) for one in c.materials))
    hints = check(c).count("hint")
    assert hints
    assert f"还有{hints}条提示，见核验报告" in step_lines(c, exported=True)[0]


def test_what_was_filed_leaves_nothing_to_do() -> None:
    (only,) = step_lines(sample_class(MUNICIPAL, 9).changed(today=TODAY))
    assert only.startswith("全部办妥：项目信息、学员")


def test_numbers_of_a_national_class_wait_for_the_platform() -> None:
    c = sample_class(NATIONAL, 1)
    c = without(c.changed(project=c.project.changed(report_filed=None)), certificate=None)
    waiting = [one for one in step_lines(c) if one.startswith("等待：")]
    assert any("的证书编号，拿到后填入" in one and "--from 平台名单.xlsx" in one for one in waiting), step_lines(c)


def test_an_empty_cell_is_not_counted_as_an_error_besides() -> None:
    """What a step asks to be filled in is not stated once more as an error."""
    steps = step_lines(without(municipal(), certificate=None))
    assert not any("改正错误" in one for one in steps)


@pytest.mark.parametrize("level", [MUNICIPAL, NATIONAL])
def test_never_more_than_seven_lines(level: str) -> None:
    c = sample_class(level, 1)
    for today in (date(2025, 1, 1), date(2025, 6, 1), date(2025, 12, 31)):
        for project in (c.project, Project(level=level, year=2025), c.project.changed(notice_filed=None, report_filed=None)):
            empty = c.changed(today=today, project=project, people=(), results=(), survey=(), expenses=(), lectures=())
            for one in (c.changed(today=today, project=project), empty):
                assert 1 <= len(step_lines(one)) <= MOST


def test_a_button_is_named_where_there_is_no_terminal() -> None:
    c = municipal()
    first = lines(next_steps(c, check(c), class_parameters(c)), by_button, c.today)[0]
    assert first == "下一步：导出盖章稿：点“校验并导出盖章稿”"
