"""``survey``: answers of any layout into 附件6; nothing guessed, every form accounted for, and the check can use the answers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from macros.annexes.survey import SurveyOptions, SurveyResult, survey
from tests.bare_parts import bare
from tests.closed_cells import open_book
from tests.survey.answer_files import BAD, FAIR, GOOD, ITEMS, TODAY, VERY, Row, answers, as_csv, as_xlsx
from udfs.records.class_file import SURVEY_LEVELS, ClassFile
from udfs.rules.runner import check
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable
from workbooks.forms.sheets.survey import CHART_CELL, RECORD_CELL, ROWS
from workbooks.ooxml.package import Package


@pytest.fixture
def book(tmp_path: Path, template: bytes) -> Path:
    path = tmp_path / "班.xlsx"
    path.write_bytes(template)
    return path


def counted(path: Path, *sources: Path, wishes: SurveyOptions | None = None, dry_run: bool = False) -> SurveyResult:
    opened = open_book(path)
    result = survey(opened, sources, TODAY, wishes or SurveyOptions(), dry_run)
    opened.save()
    return result


def expected(forms: Sequence[Sequence[str]]) -> list[dict[str, int]]:
    return [{level: list(column).count(level) for level in SURVEY_LEVELS} for column in zip(*forms, strict=True)]


def table(c: ClassFile) -> list[dict[str, int]]:
    return [{level: int(str(item.get(level) or 0)) for level in SURVEY_LEVELS} for item in c.survey]


def test_any_order_of_columns(tmp_path: Path, book: Path) -> None:
    forms = answers(45)
    order = random.Random(7).sample(range(len(ITEMS)), len(ITEMS))
    rows = [["序号", *(ITEMS[at] for at in order)], *([n, *(form[at] for at in order)] for n, form in enumerate(forms, start=1))]
    result = counted(book, as_csv(tmp_path / "答卷.csv", rows))
    assert [dict(one.counts) for one in result.items] == expected(forms)
    assert (result.issued, result.returned, result.valid, result.invalid) == (52, 45, 45, ())
    satisfied = sum(form.count(VERY) + form.count(GOOD) for form in forms)
    assert result.rate == Fraction(satisfied, 45 * len(ITEMS))
    c = read_file(book, TODAY)
    assert table(c) == expected(forms)
    assert (c.forms.issued, c.forms.returned, c.forms.valid) == (52, 45, 45)
    assert float(str(c.survey[0].rate)) == round(float(result.items[0].rate or 0), 4)
    assert not [finding for finding in check(c).findings if finding.code in ("A6-01", "A6-02", "A6-03", "A6-05")]


@pytest.mark.parametrize(
    ("spelled", "encoding", "delimiter"),
    [
        (SURVEY_LEVELS, "gb18030", ","),
        (("A.非常满意", "B.满意", "C.一般", "D.不满意"), "utf-8", "\t"),
        (("1", "2", "3", "4"), "utf-16", ","),
        (("A", "B", "C", "D"), "utf-8", ";"),
        (("（1）很满意", "（2）满意", "（3）基本满意", "（4）不满意"), "utf-8-sig", ","),
    ],
)
def test_levels_as_they_are_spelled(tmp_path: Path, book: Path, spelled: tuple[str, ...], encoding: str, delimiter: str) -> None:
    forms = answers(30)
    word = dict(zip(SURVEY_LEVELS, spelled, strict=True))
    heading = [f"{at}、您对本次培训{item}的满意程度" for at, item in enumerate(ITEMS, start=1)]
    source = as_csv(tmp_path / "x.csv", [heading, *([word[one] for one in form] for form in forms)], encoding, delimiter)
    assert [dict(one.counts) for one in counted(book, source).items] == expected(forms)


def long_table(forms: Sequence[Sequence[str]]) -> list[Row]:
    """A row an answer, in no order; the forms go by numbers with zeros before them."""
    rows = [
        [f"{n:05}", f"{at}. {item}", form[at - 1]]
        for n, form in enumerate(forms, start=1)
        for at, item in enumerate(ITEMS, start=1)
    ]
    random.Random(3).shuffle(rows)
    return [["答卷编号", "题目", "选项"], *rows]


def test_a_row_an_answer(tmp_path: Path, book: Path) -> None:
    forms = answers(30)
    rows = long_table(forms)
    gone = rows.pop(40)
    result = counted(book, as_csv(tmp_path / "逐题.csv", [*rows, rows[7]], "gb18030"))
    short = int(str(gone[0])) - 1
    assert [dict(one.counts) for one in result.items] == expected([form for at, form in enumerate(forms) if at != short])
    assert (result.returned, result.valid) == (30, 29)
    first = next(at for at, row in enumerate(rows, start=1) if row[0] == gone[0])
    assert [form.origin.row for form in result.invalid] == [first], "reported by the first line of the form"


def test_two_answers_to_one_question_are_refused(tmp_path: Path, book: Path) -> None:
    rows = long_table(answers(5))
    again = [*rows[3][:2], next(level for level in SURVEY_LEVELS if level != rows[3][2])]
    with pytest.raises(Unusable, match="有两个答案"):
        counted(book, as_xlsx(tmp_path / "逐题.xlsx", [*rows, again]))


def test_boxes_that_are_ticked(tmp_path: Path, book: Path) -> None:
    forms = answers(12)
    boxed = [[" ".join(f"{'☑' if level == one else '□'}{level}" for level in SURVEY_LEVELS) for one in form] for form in forms]
    result = counted(book, as_xlsx(tmp_path / "勾选.xlsx", [ITEMS, *boxed]))
    assert [dict(one.counts) for one in result.items] == expected(forms)


def web_form(forms: Sequence[Sequence[object]], first: int = 1) -> list[Row]:
    """As a survey site exports it: what it knows of the visitor before, an open question and points behind."""
    heading = [
        "序号",
        "提交答卷时间",
        "所用时间",
        "来自IP",
        *(f"1、请评价以下各项—{item}" for item in ITEMS),
        "2、您对课程设置的建议",
        "总分",
    ]
    return [heading] + [
        [n, f"2025/7/18 16:{n:02}:00", f"{n}秒", "198.51.100.7", *form, "多安排实践" if n % 2 else "", 44]
        for n, form in enumerate(forms, start=first)
    ]


def test_the_export_of_a_survey_site_in_a_workbook(tmp_path: Path, book: Path) -> None:
    forms = answers(20)
    rows = [*web_form(forms), ["合计", *[""] * 16], ["平均分", *[3.5] * 16]]
    result = counted(book, as_xlsx(tmp_path / "网上.xlsx", rows, before=[["满意度调查"], []]))
    assert [dict(one.counts) for one in result.items] == expected(forms)
    assert result.returned == 20
    assert [one.letters for one in result.questionnaires[0].questions] == list("EFGHIJKLMNO")


def test_several_sources_and_forms_exported_twice(tmp_path: Path, book: Path) -> None:
    forms = answers(30)
    one = as_xlsx(tmp_path / "一.xlsx", web_form(forms[:20]))
    other = as_csv(tmp_path / "二.csv", web_form(forms[18:], first=19))
    result = counted(book, one, other)
    assert [dict(item.counts) for item in result.items] == expected(forms)
    assert [(str(named.origin), named.what) for named in result.invalid] == [
        ("二.csv第 2 行", "与一.xlsx“Sheet”第 20 行是同一份"), ("二.csv第 3 行", "与一.xlsx“Sheet”第 21 行是同一份"),
    ]  # fmt: skip
    assert (result.returned, result.valid) == (32, 30)


def test_forms_that_do_not_count_are_named_by_row(tmp_path: Path, book: Path) -> None:
    forms: list[list[str]] = answers(12)
    forms[1][2] = ""
    forms[2] = [""] * len(ITEMS)
    forms[3][0] = "很满意┋满意"
    forms[4][5] = "还可以"
    forms[5] = [VERY] * len(ITEMS)
    rows = [["编号", *ITEMS], *([f"S{n}", *form] for n, form in enumerate(forms))]
    result = counted(book, as_csv(tmp_path / "答卷.csv", rows))
    assert [(named.origin.row, named.what) for named in result.invalid] == [
        (3, "漏答“教学方式”"), (4, "没有作答"), (5, "“课程设置”选了多个等级"), (6, "“教学组织”填的“还可以”不是测评等级"),
    ]  # fmt: skip
    assert [(named.origin.row, named.what) for named in result.straight] == [(7, "所有项目都选“很满意”")]
    assert (result.returned, result.valid) == (12, 8)


def test_the_check_sees_forms_of_one_level_until_the_counts_are_changed(tmp_path: Path, book: Path) -> None:
    forms = [*([VERY] * len(ITEMS) for _ in range(6)), *answers(5)]
    counted(book, as_csv(tmp_path / "答卷.csv", [ITEMS, *forms]))
    c = read_file(book, TODAY)
    assert sorted(c.answers) == sorted(map(tuple, forms))
    found = [finding for finding in check(c).findings if finding.code == "A6-05"]
    assert len(found) == 1
    assert "11份问卷中有6份" in found[0].message
    opened = open_book(book)
    opened.sheets["附件6"].range("C5").value = 1
    opened.save()
    assert read_file(book, TODAY).answers == ()


def test_half_of_the_forms_of_one_level_are_no_finding(tmp_path: Path, book: Path) -> None:
    counted(book, as_csv(tmp_path / "答卷.csv", [ITEMS, *([VERY] * len(ITEMS) for _ in range(5)), *answers(5)]))
    assert "A6-05" not in {finding.code for finding in check(read_file(book, TODAY)).findings}


def test_nothing_of_a_person_goes_into_the_workbook(tmp_path: Path, book: Path) -> None:
    rows = [["姓名", "手机", *ITEMS], *([f"示例{n}", f"1410000{n:04}", *form] for n, form in enumerate(answers(9)))]
    counted(book, as_csv(tmp_path / "答卷.csv", rows))
    sheet = load_workbook(book)["附件6"]
    assert set(str(sheet[RECORD_CELL].value)) <= set("1234 ")
    assert not any("示例" in str(cell.value) or "1410" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_twice_is_once_undone_it_is_as_before_and_a_preview_changes_nothing(tmp_path: Path, book: Path) -> None:
    from workbooks.closed import journal

    source = as_csv(tmp_path / "答卷.csv", [ITEMS, *answers(9)])
    before = book.read_bytes()
    assert counted(book, source, dry_run=True).cells > 0
    assert book.read_bytes() == before
    counted(book, source)
    first = book.read_bytes()
    assert counted(book, source).cells == 0
    assert book.read_bytes() == first
    journal.undo(book)
    assert book.read_bytes() == before


def test_only_annex_6_changes(tmp_path: Path, book: Path) -> None:
    before = Package.open(book)
    counted(book, as_csv(tmp_path / "答卷.csv", [ITEMS, *answers(9)]))
    after = Package.open(book)
    changed = {name for name in before.archive.entries if bare(before.read(name)) != bare(after.read(name))}
    assert changed <= {before.sheet("附件6").part, "xl/sharedStrings.xml", "xl/calcChain.xml"}


def test_issued_forms(tmp_path: Path, book: Path) -> None:
    source = as_csv(tmp_path / "答卷.csv", [ITEMS, *answers(9)])
    assert counted(book, source, wishes=SurveyOptions(issued=50)).issued == 50
    assert counted(book, source).issued == 50
    assert read_file(book, TODAY).forms.issued == 50


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([ITEMS[:-1], [VERY] * (len(ITEMS) - 1)], "没有测评项目“总体评价”的列"),
        ([["姓名", "电话"], ["示例", "1"]], "找不到测评项目"),
        ([[*ITEMS, "课程设置（二）"], [VERY] * (len(ITEMS) + 1)], None),
        ([[*ITEMS[:-1], "总体评价一", "总体评价二"], [VERY] * (len(ITEMS) + 1)], "都像测评项目“总体评价”"),
        ([ITEMS, ["5"] * len(ITEMS)], "不能确定1"),
        ([ITEMS, ["4"] * len(ITEMS)], "不能确定1"),
        ([ITEMS, [VERY, "非常满意", *[GOOD] * (len(ITEMS) - 2)]], "不能确定各是哪一级"),
        ([ITEMS, [VERY, *[""] * (len(ITEMS) - 1)], [VERY] * len(ITEMS)], None),
        ([ITEMS, *[[VERY if at == n % 11 else "" for at in range(11)] for n in range(22)]], "没有一份有效答卷"),
    ],
)
def test_what_is_not_clear_is_refused_and_nothing_written(
    tmp_path: Path, book: Path, rows: list[list[str]], says: str | None
) -> None:
    before = book.read_bytes()
    source = as_csv(tmp_path / "答卷.csv", rows)
    if says is None:
        assert counted(book, source).valid == 1
        return
    with pytest.raises(Unusable, match=says) as reported:
        counted(book, source)
    assert "\n" not in str(reported.value)
    assert book.read_bytes() == before


def test_what_the_user_says_of_columns_and_words(tmp_path: Path, book: Path) -> None:
    heading = [*ITEMS[:-2], "来去方便吗", "打个分"]
    forms = [["优"] * len(ITEMS), ["差", *["优"] * (len(ITEMS) - 1)]]
    source = as_csv(tmp_path / "答卷.csv", [heading, *forms])
    wishes = SurveyOptions(columns={"j": "交通", "打个分": "总体评价"}, words={"优": VERY, "差": BAD})
    result = counted(book, source, wishes=wishes)
    assert dict(result.items[0].counts) == {VERY: 1, GOOD: 0, FAIR: 0, BAD: 1}
    assert [one.how for one in result.questionnaires[0].questions][-2:] == ["用户指定", "用户指定"]


def test_points_with_the_direction_stated(tmp_path: Path, book: Path) -> None:
    source = as_csv(tmp_path / "答卷.csv", [ITEMS, ["4"] * len(ITEMS), ["3", *["4"] * (len(ITEMS) - 1)]])
    result = counted(book, source, wishes=SurveyOptions(first=BAD))
    assert dict(result.items[0].counts) == {VERY: 1, GOOD: 1, FAIR: 0, BAD: 0}


def test_the_questions_of_the_source_become_the_items(tmp_path: Path, book: Path) -> None:
    rows = [
        ["序号", "1、讲师授课水平（必答）", "2、课堂互动", "3、班主任服务", "有何建议"],
        [1, VERY, GOOD, VERY, "无"], [2, GOOD, GOOD, FAIR, ""],
    ]  # fmt: skip
    result = counted(book, as_csv(tmp_path / "答卷.csv", rows), wishes=SurveyOptions(own_items=True))
    assert [one.item for one in result.items] == ["讲师授课水平", "课堂互动", "班主任服务"]
    c = read_file(book, TODAY)
    assert [item.item for item in c.survey] == ["讲师授课水平", "课堂互动", "班主任服务"]
    assert not [finding for finding in check(c).findings if finding.code in ("A6-01", "A6-02", "A6-03")]
    many = [[f"第{n}项服务如何" for n in range(ROWS + 1)], [VERY] * (ROWS + 1)]
    with pytest.raises(Unusable, match=f"只备有 {ROWS} 行"):
        counted(book, as_csv(tmp_path / "多.csv", many), wishes=SurveyOptions(own_items=True))


def test_the_template_has_a_native_chart_outside_the_print_area(book: Path) -> None:
    sheet = load_workbook(book)["附件6"]
    (chart,) = sheet._charts
    assert chart.anchor._from.col == ord(CHART_CELL[0]) - ord("A")
    assert chart.grouping == "percentStacked"
    references = [series.val.numRef.f for series in chart.series]
    assert references == [f"'附件6'!${letter}$5:${letter}${4 + ROWS}" for letter in "CDEF"]
    assert {series.cat.numRef.f if series.cat.numRef else series.cat.strRef.f for series in chart.series} == {
        f"'附件6'!$B$5:$B${4 + ROWS}"
    }
    assert "P" not in str(sheet.print_area)
