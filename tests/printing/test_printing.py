"""The pages: everything is on them, in the official look, whatever the cells hold."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.pdfs import A4, bookmarks, metadata, page_texts, reader, sizes, whole_text
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile, Person
from udfs.report.report_json import report_document
from udfs.rules.model import Finding, Outcome, Report
from workbooks.printing.annexes import annexes, capitals_of, official_columns, title_of
from workbooks.printing.fonts import HEADING, OWN, SHIPPED, TITLE, characters_of, find_fonts
from workbooks.printing.handing_in import materials_page
from workbooks.printing.pages import PrintedPart
from workbooks.printing.typesetting import templates, typeset
from workbooks.printing.verification import verification_page

FONTS = find_fonts([])
PER_PAGE_HEADINGS = {"附件4": "联系电话工作单位", "附件5": "联系电话工作单位"}


def pdf(c: ClassFile, *sheets: str, draft: bool = False) -> bytes:
    made = annexes(c)
    return typeset("、".join(sheets), [made[sheet] for sheet in sheets], c.today, FONTS.ready, draft)


def finding(**changes: Any) -> Finding:
    base: dict[str, Any] = {
        "code": "PRJ-03", "severity": "query", "sheet": "项目信息", "cell": "B9", "row": 9, "field": "结束日期",
        "value": "2025-07-16", "expected": "不少于5天", "message": "开始到结束共3天", "fix": "核对日期", "clause": "一",
    }  # fmt: skip
    return Finding(**base | changes)


def report_page(c: ClassFile, *findings: Finding, outcomes: tuple[Outcome, ...] = ()) -> PrintedPart:
    report = Report(level=c.level, today=c.today, parameters="2025", findings=findings, outcomes=outcomes)
    return verification_page(c, report, report_document("x.xlsx", c, report))


@pytest.mark.parametrize(("level", "plan"), [(MUNICIPAL, 9), (NATIONAL, 2)])
def test_every_person_is_on_the_rosters_with_all_that_is_stated_of_them(level: str, plan: int) -> None:
    c = sample_class(level, plan, trainees=120, staff=10)
    people, results = whole_text(pdf(c, "附件4")), whole_text(pdf(c, "附件5"))
    for person in c.people:
        row = "".join(map(str, (person.number, person.name, person.document, person.phone, person.employer, person.title, "否")))
        assert row in people, row
    for result in c.results:
        row = "".join(map(str, (result.number, result.name, result.hours, result.document, result.phone, result.employer)))
        assert f"{row}{result.title}是{result.certificate}" in results, row


@pytest.mark.parametrize("sheet", ["附件4", "附件5"])
def test_the_heading_comes_again_on_every_page_and_pages_are_numbered(sheet: str) -> None:
    pages = page_texts(pdf(sample_class(trainees=120, staff=10), sheet))
    assert len(pages) > 5
    for at, page in enumerate(pages, start=1):
        assert PER_PAGE_HEADINGS[sheet] in page
        assert f"第{at}页共{len(pages)}页" in page
    assert pages[0].startswith(f"{sheet}{title_of(sheet)}")
    assert all(title_of(sheet) not in page for page in pages[1:])


def test_rows_are_never_split_over_pages() -> None:
    c = sample_class(trainees=60)
    long = "天津市非常长的名称用来试验换行的示例设计研究院股份有限公司滨海新区分公司第{}综合技术研究与成果转化中心办公室"
    people = tuple(person.changed(employer=long.format(person.number)) for person in c.people)
    pages = page_texts(pdf(c.changed(people=people), "附件4"))
    for person in people:
        row = f"{person.number}{person.name}{person.document}{person.phone}{person.employer}"
        assert sum(row in page for page in pages) == 1, row


@pytest.mark.parametrize("count", [*range(1, 17), *range(60, 78)])
@pytest.mark.parametrize("sheet", ["附件4", "附件5"])
def test_the_place_for_the_seal_stands_below_three_people_at_least(sheet: str, count: int) -> None:
    c = sample_class(trainees=count + 1, staff=1)
    c = c.changed(people=c.people[:count], results=c.results[:count])
    pages = page_texts(pdf(c, sheet))
    assert sum("承办单位（盖章）：" in page for page in pages) == 1
    assert "承办单位（盖章）：" in pages[-1]
    for one in (c.people if sheet == "附件4" else c.results)[-3:]:
        assert str(one.document) in pages[-1]


def test_accounts_state_every_amount_and_the_total_in_capitals() -> None:
    c = sample_class()
    notes = {"场地费": "含现场教学", "合计": "已审核"}
    accounts = c.accounts.changed(notes=notes, lodging=30000, site=7500.5, faculty=5000, total=67460)
    pages = page_texts(pdf(c.changed(accounts=accounts), "附件3"))
    assert len(pages) == 1
    for words in (
        "附件3高级研修项目经费决算表", "名称工业智能化升级高级研修班", "地点天津市示例会议中心", "办班时间2025年7月14日至7月18日",
        "学员人数52工作人员人数5总计57", "项目资金决算项目金额备注", "住宿费30,000.00",
        "场地费7,500.50含现场教学", "师资费5,000.00",
        "合计67,460.00（大写）陆万柒仟肆佰陆拾元整；已审核", "申报单位天津中德应用技术大学", "承办单位天津中德应用技术大学",
        "审批情况经办人（签字）承办单位财务部门签章",
    ):  # fmt: skip
        assert words in pages[0], words


@pytest.mark.parametrize(
    ("total", "shown"),
    [
        (67460, "（大写）陆万柒仟肆佰陆拾元整"), (Decimal("0.05"), "（大写）伍分"), (-1, ""), ("待定", ""), (None, ""),
        (1.005, ""), (1e15, ""),
    ],
)  # fmt: skip
def test_capitals_only_for_what_is_an_amount(total: object, shown: str) -> None:
    assert capitals_of(total) == shown  # type: ignore[arg-type]


def test_survey_states_levels_rates_and_forms() -> None:
    c = sample_class()
    text = whole_text(pdf(c, "附件6"))
    assert "发放份数：52回收份数：50有效份数：48回收率：96.2%" in text
    assert "1课程设置4251097.92%" in text
    assert text.count("课程设置") == 2  # in the table, and beside its bar
    stated = tuple(item.changed(rate="约98%") for item in c.survey)
    assert "约98%" in whole_text(pdf(c.changed(survey=stated), "附件6"))


def test_the_share_that_came_back_is_exact() -> None:
    c = sample_class()
    odd = c.changed(forms=c.forms.changed(issued=8, returned=1))
    assert "回收率：12.5%" in whole_text(pdf(odd, "附件6"))
    assert Fraction(1, 8) == Fraction("0.125")
    more = c.changed(forms=c.forms.changed(issued=8, returned=9))
    assert "回收率" not in whole_text(pdf(more, "附件6"))


def test_an_annex_without_content_is_not_made() -> None:
    empty = ClassFile(today=date(2025, 6, 30))
    assert annexes(empty) == {}
    c = sample_class()
    unanswered = tuple(item.changed(very_satisfied=None, satisfied=None, neutral=None, dissatisfied=None) for item in c.survey)
    assert list(annexes(c.changed(survey=unanswered))) == ["附件3", "附件4", "附件5"]


def test_the_merged_document_has_bookmarks_and_one_numbering() -> None:
    c = sample_class()
    merged = pdf(c, "附件3", "附件4", "附件5", "附件6")
    assert [title.replace(" ", "") for title in bookmarks(merged)] == [
        f"{sheet}{title_of(sheet)}" for sheet in ("附件3", "附件4", "附件5", "附件6")
    ]
    pages = page_texts(merged)
    assert f"第{len(pages)}页共{len(pages)}页" in pages[-1]


def test_pages_are_a4_for_the_archive() -> None:
    c = sample_class()
    merged = pdf(c, "附件3", "附件4", "附件6")
    assert sizes(merged)[0] == A4
    assert sizes(merged)[1] == A4[::-1]
    assert sizes(merged)[-1] == A4
    assert "<pdfaid:part>2</pdfaid:part>" in metadata(merged)
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata(merged)


def test_a_draft_says_so_on_every_page_and_nothing_else_does() -> None:
    c = sample_class()
    assert all("草稿" in page for page in page_texts(pdf(c, "附件3", "附件4", "附件5", "附件6", draft=True)))
    assert "草稿" not in whole_text(pdf(c, "附件3", "附件4", "附件5", "附件6"))


HOSTILE = (
    "#panic()", "*甲*_乙_", "= 标题", "$x^2$", '"引号"\\n', "`raw`", "<label>@ref", "//注释", "[[]]{}", "- 项", "~—...",
    "\\u{41}", "=SUM(A1)", "'单引号'", "https://a.b/c",
)  # fmt: skip


def test_text_is_printed_as_it_stands() -> None:
    c = sample_class(trainees=len(HOSTILE), staff=0)
    people = tuple(person.changed(name=name, employer=name) for person, name in zip(c.people, HOSTILE, strict=True))
    c = c.changed(people=people, accounts=c.accounts.changed(name=HOSTILE[0], notes={"住宿费": HOSTILE[1]}))
    text = whole_text(pdf(c, "附件3", "附件4"))
    for name in HOSTILE:
        assert text.count("".join(name.split())) >= 2, name


def test_line_breaks_and_what_nobody_sees_do_no_harm() -> None:
    c = sample_class(trainees=2, staff=0)
    hostile = c.people[0].changed(
        name="王\u200b\u202e五\ufe00", employer="天津市\n示例\r\n医院\x00\x07", title="Senior\nEngineer\ud800"
    )
    pdf_ = pdf(c.changed(people=(hostile, c.people[1])), "附件4")
    assert "王五" in whole_text(pdf_)
    assert "天津市示例医院" in whole_text(pdf_)
    assert "SeniorEngineer" in whole_text(pdf_)


@pytest.mark.parametrize("sheet", ["附件4", "附件5"])
def test_no_document_number_and_no_phone_is_ever_broken(sheet: str) -> None:
    c = sample_class(NATIONAL, 2, trainees=120, staff=10)
    # The widest digits there are, and a landline.
    widest = c.people[0].changed(document="00000000000000000X", phone="022-83218426")
    c = c.changed(people=(widest, *c.people[1:]))
    lines = "\n".join(page.extract_text() for page in reader(pdf(c, sheet)).pages)
    for holder in c.people if sheet == "附件4" else c.results:
        assert str(holder.document) in lines
        assert str(holder.phone) in lines


def test_a_document_number_stays_on_one_line_and_a_long_latin_name_wraps() -> None:
    c = sample_class(trainees=2, staff=0)
    name = "Wolfeschlegelsteinhausenbergerdorff"
    (row,) = annexes(c.changed(people=(c.people[0].changed(name=name),)))["附件4"]["rows"]
    assert "\u200b" in row["cells"][1]
    assert row["cells"][2] == c.people[0].document
    assert name in whole_text(pdf(c.changed(people=(c.people[0].changed(name=name),)), "附件4"))


@pytest.mark.parametrize("length", [3000, 20000])
def test_a_cell_longer_than_a_page_loses_nothing(length: int) -> None:
    c = sample_class(trainees=2, staff=0)
    long = "一二三四五六七八九十" * (length // 10) + "完"
    person = c.people[0].changed(employer=long)
    c = c.changed(people=(person, c.people[1]), accounts=c.accounts.changed(notes={"住宿费": long}))
    text = whole_text(pdf(c, "附件3", "附件4"))
    assert text.count("一二三四五六七八九") > 2 * (length // 10) * 0.9
    assert text.count("完") == 2


def test_official_columns_are_those_of_the_forms() -> None:
    shown = [column.heading.replace("\n", "") for column in official_columns("附件4")]
    assert shown == list(Person.OFFICIAL)
    assert [column.width for column in official_columns("附件4") if column.left] == [0]
    assert sum(column.width for column in official_columns("附件4")) < 261 - 50


def test_every_fixed_word_is_in_the_heading_faces() -> None:
    c = sample_class(NATIONAL, 2)
    words: list[str] = ["".join(source.decode() for source in templates().values())]
    for part in (*annexes(c).values(), report_page(c), materials_page(c)):
        words += [part["title"], part.get("annex", ""), part.get("verdict", "")]
        words += [column["heading"] for column in part.get("columns", ())]
        words += [fact[0] for fact in part.get("facts", ())]
        for section in part.get("sections", ()):
            words += [section["title"], *(column["heading"] for column in section["columns"])]
    chinese = {char for char in "".join(words) if "\u3400" <= char <= "\u9fff"}
    for role in (HEADING, TITLE):
        assert not chinese - characters_of(SHIPPED / OWN[role]), role


def test_the_report_states_findings_explanations_and_rules() -> None:
    c = sample_class()
    explained = finding(explained="因台风提前返程，已报市人社局")
    person = c.people[0]
    error = finding(
        code="A4-05", severity="error", sheet="附件4", cell="C4", field="身份证号", value=str(person.document), clause="GB11643"
    )
    outcomes = (
        Outcome(code="PRJ-01", status="passed"),
        Outcome(code="PRJ-03", status="findings"),
        Outcome(code="KQ-01", status="skipped", why="考勤为空"),
        Outcome(code="A4-05", status="failed", why="规则执行出错"),
    )
    text = whole_text(typeset("核验报告", [report_page(c, explained, error, outcomes=outcomes)], c.today, FONTS.ready))
    assert "核验结论：错误1项，核实1项，提示0项（已作说明1项）；其中2项妨碍导出盖章稿。" in text
    assert "采用参数2025年通知" in text
    assert "因台风提前返程，已报市人社局" in text
    assert "KQ-01" in text
    assert "未检查考勤为空" in text
    assert "执行出错" in text
    assert "PRJ-03" in text
    assert "发现1项" in text
    assert "120199" in text
    assert str(person.document) not in text


def test_a_report_without_findings_says_so() -> None:
    c = sample_class()
    text = whole_text(typeset("核验报告", [report_page(c)], c.today, FONTS.ready))
    assert "没有发现问题。" in text
    assert "没有妨碍导出盖章稿的问题。" in text


@pytest.mark.parametrize(("level", "plan", "pages"), [(NATIONAL, 2, 2), (MUNICIPAL, 9, 1)])
def test_the_materials_are_a_page_to_tick_and_another_with_a_claim(level: str, plan: int, pages: int) -> None:
    c = sample_class(level, plan)
    found = page_texts(typeset("材料清单", [materials_page(c)], c.today, FONTS.ready))
    assert len(found) == pages
    assert ("培训计划审批文件" in found[0]) == (level == NATIONAL)


@pytest.mark.parametrize(("level", "plan", "due", "claim"), [(MUNICIPAL, 9, "2025-06-29", 0), (NATIONAL, 2, "2025-03-15", 1)])
def test_the_list_of_materials_has_deadlines_seals_and_what_people_judge(level: str, plan: int, due: str, claim: int) -> None:
    c = sample_class(level, plan)
    text = whole_text(typeset("材料清单", [materials_page(c)], c.today, FONTS.ready))
    assert f"开班通知五(二)市人社局{'，由其提交工程服务平台' if claim else ''}{due}已报送" in text
    assert text.count("经费报销材料四(一)人力资源社会保障部事业单位人事服务中心") == claim
    assert "附件3高级研修项目经费决算表五(三)" in text
    assert "承办单位财务部门签章" in text
    assert "下一步打算" in text
    assert "未组织与研修无关的活动" in text
    assert "□" in text


def test_days_left_count_from_today_and_own_items_are_kept() -> None:
    c = sample_class()
    assert c.end is not None
    own = c.materials[0].changed(item="场地合同", ready=None)
    early = c.changed(today=c.end, materials=(own,), project=c.project.changed(report_filed=None))
    text = whole_text(typeset("材料清单", [materials_page(early)], c.today, FONTS.ready))
    assert "总结材料五(三)市人社局2025-08-1831天" in text
    assert "五、本单位另列的事项" in text
    assert "场地合同" in text
    late = early.changed(today=date(2025, 8, 20))
    assert "已过2天" in whole_text(typeset("材料清单", [materials_page(late)], c.today, FONTS.ready))


def test_an_empty_class_still_has_a_list_and_a_report() -> None:
    c = ClassFile(today=date(2025, 6, 30))
    both = typeset("空", [materials_page(c), report_page(c)], c.today, FONTS.ready)
    assert "材料清单" in whole_text(both)


def test_the_same_class_gives_the_same_bytes_in_every_process() -> None:
    script = (
        "import hashlib; from tests.sample import sample_class; from workbooks.printing.annexes import annexes;"
        "from workbooks.printing.fonts import find_fonts; from workbooks.printing.typesetting import typeset;"
        "c = sample_class(); pdf = typeset('x', list(annexes(c).values()), c.today, find_fonts([]).ready);"
        "print(hashlib.sha256(pdf).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", script], env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }  # fmt: skip
    assert len(found) == 1


def test_a_font_that_vanishes_is_reported_and_not_printed_around() -> None:
    c = sample_class()
    faces = find_fonts([]).ready
    broken = type(faces)(
        loaded=faces.loaded, families=dict(faces.families) | {"text": ("No Such Font",)}, gathered=faces.gathered
    )
    with pytest.raises(RuntimeError, match="no such font"):
        typeset("x", [annexes(c)["附件3"]], c.today, broken)
