"""Two made-up notices serve from the new workbook to the package, in their own words; no line of code knows them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import CommandLine
from tests.engines.ironcalc_book import IronCalcBook
from tests.newer_notice import NAME, NEXT, PROVINCE_NAME
from tests.pdfs import whole_text
from tests.sample import YEAR
from udfs.notice.packs import shipped_packs
from udfs.notice.parameters import parameters_for
from udfs.notice.rest_days import is_rest_day
from udfs.records.class_file import ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.rules.runner import check
from udfs.sample import results_beside, sample_class
from udfs.schedule.deadlines import claim_due, filing_due, report_due
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered

PACKS = (NAME, PROVINCE_NAME)


@pytest.fixture(autouse=True)
def _known_again(office: CommandLine) -> None:
    """Whatever a test made known of its own, the next one finds both."""
    assert office("notice", "list").code == 0


def test_both_stand_in_the_list_and_the_newest_of_our_region_serves(office: CommandLine) -> None:
    listed = json.loads(office("notice", "list", "--json").out)
    assert [(one["name"], one["shipped"], one["classes"]) for one in listed["notices"]] == [
        *((one.name, True, len(one.plan)) for one in shipped_packs()), (NAME, False, 28), (PROVINCE_NAME, False, 5),
    ]  # fmt: skip
    assert listed["broken"] == []
    assert parameters_for().notice == NAME


@pytest.mark.parametrize("level", ["国家级", "市级"])
@pytest.mark.parametrize("pack", PACKS)
def test_a_class_that_keeps_to_its_notice_has_no_findings(pack: str, level: str) -> None:
    c = sample_class(level, 2, which=pack)
    report = check(c)
    assert not report.findings
    assert not [one for one in report.outcomes if one.status == "failed"]
    assert report.parameters == str(NEXT)
    assert pack in report.basis[0]


def broken(level: str, pack: str) -> dict[str, str]:
    """Code -> the message, for a class that breaks much."""
    c = sample_class(level, 2, which=pack)
    p = class_parameters(c)
    late = c.project.end + timedelta(days=100)  # type: ignore[operator]
    people = tuple(one.changed(mode="线上", region=p.region) for one in c.people[: p.min_trainees - 1])
    c = c.changed(
        people=people, lectures=tuple(one.changed(net=5000) for one in c.lectures), today=late,
        project=c.project.changed(report_filed=late, claim_filed=late, reserved_1=0, reserved_2=0, scheme_filed=None),
    )  # fmt: skip
    return {
        one.code: f"{one.severity} {one.field} {one.message} {one.fix} {one.expected} {one.clause}" for one in check(c).findings
    }


def test_findings_speak_in_the_words_of_the_province() -> None:
    found = broken("国家级", PROVINCE_NAME)
    assert "江苏预留名额" in found["PRJ-10"]
    assert "应不少于3个" in found["PRJ-10"]
    assert found["PRJ-10"].endswith("二(三)")
    assert "江苏" in found["A4-15"] or "上海" in found["A4-15"]
    assert "10个工作日" in found["PRJ-11"]
    assert "20个工作日" in found["PRJ-06"]
    assert found["PRJ-11"].endswith("四(一)、五(二)")
    assert "40" in found["A4-01"]
    assert "400元×4学时" in found["SZ-01"] or "800元×4学时" in found["SZ-01"]
    assert found["SZ-01"].endswith("四(一)")
    municipal = broken("市级", PROVINCE_NAME)
    assert municipal["SZ-01"].startswith("query ")
    assert "参照" not in municipal["SZ-01"]
    for text in (*found.values(), *municipal.values()):
        assert not {word for word in ("天津", "北京", "河北", "京冀", "市人社局", "工程服务平台") if word in text}, text


def test_findings_speak_in_the_words_of_the_next_year() -> None:
    found = broken("市级", NAME)
    assert "10个工作日" in found["PRJ-06"]
    assert "15个工作日" in found["PRJ-11"]
    assert "60" in found["A4-01"]
    assert "SZ-01" not in found or found["SZ-01"].startswith("hint ")


def fill(office: CommandLine, pack: str, level: str, number: int, name: str) -> tuple[ClassFile, Path]:
    """The workbook that ``gaoyan new`` makes for it, and the class typed into the same template, without certificate numbers."""
    made = office(
        "new", f"空{name}", "--level", level, "--plan", str(number), "--year", str(NEXT), "--notice", pack, "--rows", "60"
    )
    assert made.code == 0, made.err
    c = results_beside(sample_class(level, number, which=pack))
    c = results_beside(c.changed(people=tuple(one.changed(certificate=None) for one in c.people), results=tuple(
        one.changed(certificate=None) for one in c.results
    )))  # fmt: skip
    path = office.folder / name
    path.write_bytes(entered(c, 80))
    return c, path


def labels(path: Path) -> list[object]:
    sheet = openpyxl.load_workbook(path, read_only=True)["项目信息"]
    return [row[0] for row in sheet.iter_rows(min_row=4, max_col=1, values_only=True)]


@pytest.mark.parametrize(("pack", "bureau", "words"), [
    (NAME, "市人社局", ("15个工作日", "天津示例职业学院")), (PROVINCE_NAME, "省人力社保厅", ("7个工作日", "浙江示例农科院")),
])  # fmt: skip
def test_from_new_to_the_package(office: CommandLine, pack: str, bureau: str, words: tuple[str, str]) -> None:
    number = 10 if pack == NAME else 1
    c, path = fill(office, pack, "市级", number, f"{pack}.xlsx")
    day = c.today.isoformat()
    empty = read_file(office.folder / f"空{pack}.xlsx", c.today)
    assert (empty.notice, empty.project.organiser) == (pack, words[1])
    assert empty.settings == ()
    numbered = office("number", path.name, "--today", day)
    assert numbered.code == 0, numbered.err + numbered.out
    reported = json.loads(office("check", path.name, "--json", "--today", day).out)
    assert (reported["summary"]["blocking"], reported["findings"], reported["parameters"]) == (0, [], str(NEXT))
    listed = json.loads(office("checklist", path.name, "--json", "--today", day).out)["entries"]
    filings = {one["item"]: one for one in listed if one["part"] == "filing"}
    assert {one["office"] for one in filings.values()} == {bureau}
    p = parameters_for(pack)
    assert filings["总结材料"]["due"] == report_due(c.end, p).isoformat()  # type: ignore[arg-type]
    assert filings["开班通知"]["due"] == filing_due(c.start, "市级", p).isoformat()  # type: ignore[arg-type]
    exported = office("export", path.name, "--out", "盖章稿", "--today", day)
    assert exported.code == 0, exported.err + exported.out
    folder = next(one for one in (office.folder / "盖章稿").iterdir() if str(c.project.topic) in one.name)
    materials = whole_text(folder / "材料清单.pdf")
    assert bureau in materials
    assert report_due(c.end, p).isoformat() in materials  # type: ignore[arg-type]
    assert f"{pack}：《" in whole_text(folder / "核验报告.pdf")


def test_the_workbook_of_the_province_computes_by_its_notice(tmp_path: Path) -> None:
    """An engine that shares no code with us computes the deadlines in working days and the limits of the reserved places."""
    c = results_beside(sample_class("国家级", 2, which=PROVINCE_NAME))
    c = c.changed(project=c.project.changed(reserved_2=2))
    path = tmp_path / "国家级.xlsx"
    path.write_bytes(entered(c, 60))
    assert {"上海预留名额", "江苏预留名额", "（通知未预留）"} <= set(labels(path))
    assert not {"北京预留名额", "河北预留名额", "对口支援预留名额"} & set(labels(path))
    read = read_file(path, c.today)
    assert (read.project.reserved_1, read.project.reserved_2) == (4, 2)
    book = openpyxl.load_workbook(path)
    names = {name: book.defined_names[f"参数_{name}"].attr_text for name in ("总结报送期限", "报销报送期限", "开班前报送期限")}
    engine = IronCalcBook(path, tmp_path / "copy.xlsx")
    p = parameters_for(PROVINCE_NAME)
    dues = {
        "总结报送期限": report_due(c.end, p),
        "报销报送期限": claim_due(c.end, p),
        "开班前报送期限": filing_due(c.start, "国家级", p),
    }  # type: ignore[arg-type]
    for name, due in dues.items():
        cell = openpyxl.utils.cell.coordinate_to_tuple(names[name].split("!")[1].replace("$", ""))
        found = engine.model.get_cell_value(engine.sheets["参数"], *cell)
        assert found == (due - date(1899, 12, 30)).days, name
    texts = [str(engine.model.get_cell_value(engine.sheets["项目信息"], row, 4)) for row in range(4, 36)]
    assert any("预留名额" in text for text in texts)
    assert not any("PRJ" in text for text in texts)


def test_working_days_are_counted_one_by_one() -> None:
    p = parameters_for(NAME)
    for month, day in ((2, 10), (4, 29), (9, 20), (12, 24)):
        start = date(NEXT, month, day)
        due = report_due(start, p)
        between = [start + timedelta(days=at) for at in range(1, (due - start).days + 1)]
        assert sum(not is_rest_day(day) for day in between) == p.report_months == 15
        before = filing_due(start, "市级", p)
        assert sum(not is_rest_day(before + timedelta(days=at)) for at in range((start - before).days)) == 10
        assert not is_rest_day(before)


def test_a_workbook_whose_notice_is_not_installed_says_so() -> None:
    from udfs.notice.packs import register

    c = sample_class("市级", 2, which=PROVINCE_NAME)
    register(())
    report = check(c)
    assert report.basis[0].startswith(f"没有安装{NEXT}年度的通知")
    assert "PRJ-16" in {one.code for one in report.findings}


def test_a_named_notice_that_is_missing_is_named() -> None:
    c = sample_class("市级", 2, which=NAME).changed(notice="江西2026")
    report = check(c)
    assert "江西2026" in report.basis[0]
    assert "江西2026" in next(one.message for one in report.findings if one.code == "PRJ-16")


def test_the_live_check_finds_the_notice_by_the_plan() -> None:
    from udfs.functions.violations import with_notice

    c = sample_class("市级", 2, which=PROVINCE_NAME).changed(notice="")
    assert with_notice(c).notice == PROVINCE_NAME


def test_what_cannot_be_chosen_is_reported(office: CommandLine) -> None:
    for wrong in (("--notice", "江西2026"), ("--year", str(NEXT + 5)), ("--year", str(YEAR), "--notice", PROVINCE_NAME)):
        reported = office("new", "x.xlsx", "--level", "市级", "--plan", "1", *wrong)
        assert (reported.code, reported.err.count("\n")) == (2, 1)
    assert "1–3" in office("new", "x.xlsx", "--level", "市级", "--plan", "9", "--notice", PROVINCE_NAME).err
