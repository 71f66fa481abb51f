"""An office that changed its parameters: the officer sees each change, and what only it explains is reported as that.

- a package with stricter limits of its own is not accused of contradicting itself; the verdict stays by the notice
- a workbook with a looser limit says so, and what the notice alone finds
- on the screen, in --json, in 汇总 and on the page
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from macros.desk import review as macro
from tests.command_line import DAY, CommandLine
from tests.received.forging import report, with_fresh_checksums
from tests.received.packages import exported, looked_at, reported_text
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.records.settings import Setting
from udfs.report.report_json import report_document
from udfs.rules.basis import basis, entries, of_the_office, stated_settings
from udfs.rules.runner import check
from workbooks.received.comparing import by_one_measure
from workbooks.templates.entering import entered

TODAY = date.fromisoformat(DAY)
FEWEST, MOST_STAFF = "每期最少学员人数", "工作人员人数上限"
STRICT = (Setting(FEWEST, "", 60), Setting(MOST_STAFF, "", 3))


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of a right class whose office asks for more people than the notice."""
    return exported(sample_class(MUNICIPAL, 9).changed(settings=STRICT), tmp_path_factory.mktemp("strict"))


def received(package: Path, folder: Path) -> Path:
    shutil.copytree(package, folder / "收到" / "包")
    return folder / "收到" / "包"


@pytest.fixture(scope="module")
def loosened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a class that is too small by the notice, with that parameter lowered on 参数 as a user does."""
    path = tmp_path_factory.mktemp("loose") / "收到" / "班.xlsx"
    path.parent.mkdir()
    path.write_bytes(entered(sample_class(MUNICIPAL, 9, trainees=40), rows=60))
    book = load_workbook(path)
    cell = next(cell for row in book["参数"].iter_rows() for cell in row if cell.value == FEWEST)
    value = next(one for one in book["参数"][cell.row] if one.column > cell.column and isinstance(one.value, int | float))
    value.value = 30
    book.save(path)
    return path.parent


def test_stricter_limits_are_named_and_nobody_is_accused(strict: Path, tmp_path: Path) -> None:
    package = received(strict, tmp_path)
    one = looked_at(package, tmp_path)
    assert one.clean, reported_text(one)
    assert [line.partition("：")[2].partition("由")[0] for line in one.changed_parameters] == [FEWEST, MOST_STAFF]
    assert sorted(line.rpartition("：")[2][:8] for line in one.remarks) == ["核实 A4-01", "核实 A4-02"]
    assert all("按其参数核出" in line for line in one.remarks)
    assert one.document is not None
    assert not {"A4-01", "A4-02"} & {found["code"] for found in one.document["findings"]}
    stated = json.loads((package / "核验报告.json").read_text("utf-8"))["basis"]
    assert of_the_office(stated) == one.changed_parameters


def test_a_package_that_tells_its_parameters_on_paper_only(strict: Path, tmp_path: Path) -> None:
    """As the packages before this edition do."""
    package = received(strict, tmp_path)
    report(lambda document: document.pop("basis"))(package, package)
    with_fresh_checksums(package)
    one = looked_at(package, tmp_path)
    assert one.clean, reported_text(one)
    assert len(one.changed_parameters) == len(STRICT)


def test_own_limits_excuse_nothing_else(strict: Path, tmp_path: Path) -> None:
    package = received(strict, tmp_path)
    report(lambda document: document["findings"].pop(0))(package, package)
    with_fresh_checksums(package)
    one = looked_at(package, tmp_path)
    assert "附件上的问题，核验报告没有" in {part.what for part in one.differences}


def test_a_limit_that_is_stated_but_was_none_of_the_report(strict: Path, tmp_path: Path) -> None:
    """Parameters written into the JSON alone: the page says otherwise."""
    package = received(strict, tmp_path)
    report(lambda document: document.update(basis=document["basis"][:1]))(package, package)
    with_fresh_checksums(package)
    assert "核验报告.json的采用参数" in reported_text(looked_at(package, tmp_path))


def test_a_workbook_with_a_lowered_limit(loosened: Path, tmp_path: Path) -> None:
    (one,) = macro.review(loosened, TODAY, ledger=str(tmp_path / "台账.sqlite3")).files
    assert one.changed_parameters == (f"本单位改动了参数：{FEWEST}由50改为30",)
    (remark,) = one.remarks
    assert "按通知应核出" in remark
    assert "A4-01" in remark


def test_a_softened_rule_is_reported_with_the_level_of_the_notice(tmp_path: Path) -> None:
    """A package whose office made a query out of an error: to the bureau it stays one."""
    c = sample_class(MUNICIPAL, 9).changed(settings=(Setting("规则级别调整", "1", "A4-07 核实 已电话核对"),))
    people = (c.people[0].changed(phone="141"), *c.people[1:])
    results = (c.results[0].changed(phone="141"), *c.results[1:])
    package = exported(
        c.changed(people=people, results=results, settings=(*c.settings, Setting("规则级别调整", "2", "A5-06 核实"))),
        tmp_path / "收到",
    )
    one = looked_at(package, tmp_path)
    assert not one.clean
    assert not one.differences, reported_text(one)
    assert [line for line in one.remarks if "按通知应核出：错误 A4-07" in line]


def test_a_hint_of_the_notice_that_the_office_silenced_is_reported() -> None:
    """A fee above the scale is only a hint, and hints are what a raised scale hides."""
    c = sample_class(MUNICIPAL, 9)
    c = c.changed(lectures=(c.lectures[0].changed(net=6000), *c.lectures[1:]))
    settings = tuple(Setting("讲课费上限（税后）", rank, 9000) for rank in ("副高", "正高", "院士、全国知名专家"))
    own, noticed = (report_document("", one, check(one))["findings"] for one in (c.changed(settings=settings), c))
    assert any("按通知应核出：提示 SZ-01" in line for line in by_one_measure(own, noticed))


def test_everywhere_an_officer_looks(loosened: Path, tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    shutil.copytree(loosened, tmp_path / "收到")
    reported_text = f"本单位改动了参数：{FEWEST}由50改为30"
    ran = gaoyan("review", "收到", "--out", "汇总.xlsx", "--html", "汇总.html", "--today", DAY)
    assert reported_text in ran.out
    assert "改动了1项参数" in ran.out.replace("\n", "").replace(" ", "")
    cells = [str(cell.value) for row in load_workbook(tmp_path / "汇总.xlsx")["汇总"].iter_rows() for cell in row]
    assert any(reported_text in cell and "A4-01" in cell for cell in cells)
    assert reported_text in (tmp_path / "汇总.html").read_text("utf-8")
    shown = json.loads(gaoyan("review", "收到", "--json", "--today", DAY).out)
    (entry,) = [one for one in shown["classes"] if one["received"]]
    assert entry["changed_parameters"] == shown["books"][0]["changed_parameters"] == [reported_text]
    assert reported_text in json.loads(gaoyan("check", "收到/班.xlsx", "--json", "--today", DAY).out)["basis"]


def test_every_parameter_is_read_back_from_its_sentence(municipal: ClassFile) -> None:
    """Whatever an office changed, its sentence leads back to the setting."""
    lost = []
    for name, entry in entries(municipal):
        for value in (7, 0.125, date(2025, 3, 4), "某句话"):
            c = municipal.changed(settings=(Setting(name, entry, value),))
            sentences = of_the_office(basis(c, class_parameters(c)))
            read = stated_settings(municipal, [sentence.replace(" ", "") for sentence in sentences])
            again = of_the_office(basis(municipal.changed(settings=read), class_parameters(municipal.changed(settings=read))))
            if sentences and sentences != again:
                lost.append((sentences, again))
    assert lost == []
