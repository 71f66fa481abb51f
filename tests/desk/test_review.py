"""``gaoyan review``: many workbooks and packages at once.

- one row each, the same verdict as ``check``; a file that cannot be read is listed and stops nothing
- a package is held against its checksums and judged by its own report
- what clashes between classes is found, and a package does not clash with the workbook it came from
- the table it writes keeps text as text, and no number of a person in the clear
- many files, shared out among processes, end as one after the other would
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from macros.desk import review as macro
from macros.desk.parallel import WORTH_A_PROCESS
from macros.handing_in.export import export_class
from tests.command_line import DAY, LONG_NUMBER, CommandLine, is_one_chinese_line
from tests.sample import YEAR, sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL, plan_of
from udfs.records.class_file import ClassFile
from udfs.report.side_by_side import laid_apart
from udfs.rules.runner import check
from workbooks.received.inbox import opened
from workbooks.templates.entering import entered

TODAY = date.fromisoformat(DAY)
RIGHT = sample_class(MUNICIPAL, 9)


def spoiled(c: ClassFile) -> ClassFile:
    """Another class with a wrong phone, a name that is a formula, and a certificate number of the first class."""
    people = (c.people[0].changed(phone="141", name="=1+1"), *c.people[1:])
    taken = RIGHT.results[3].certificate
    results = (c.results[0].changed(phone="141", name="=1+1", certificate=taken), *c.results[1:])
    return c.changed(people=people, results=results)


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an office has got: a right class with its package, a wrong one, a national one, and a file that is none."""
    folder = tmp_path_factory.mktemp("received") / "收到"
    (folder / "第一批").mkdir(parents=True)
    (folder / "第一批" / "甲.xlsx").write_bytes(entered(RIGHT))
    made = export_class(RIGHT, check(RIGHT), folder / "盖章稿")
    assert made.folder is not None
    (folder / "乙.xlsx").write_bytes(entered(spoiled(sample_class(MUNICIPAL, 10, seed=2))))
    (folder / "丙.xlsx").write_bytes(entered(sample_class(NATIONAL, 2, seed=3)))
    (folder / "丁.xlsx").write_text("不是工作簿", encoding="utf-8")
    (folder / "~$乙.xlsx").write_text("锁", encoding="utf-8")
    (folder / ".gaoyan").mkdir()
    (folder / ".gaoyan" / "旧.xlsx").write_text("旧", encoding="utf-8")
    return folder


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture(scope="module")
def reviewed(received: Path) -> macro.Review:
    return macro.review(received, TODAY, ledger=str(received.parent / "台账.sqlite3"))


def test_one_row_each(reviewed: macro.Review) -> None:
    verdicts = {one.file: one.verdict for one in reviewed.files}
    package = next(file for file in verdicts if file.startswith("盖章稿/"))
    assert verdicts.pop(package) == "通过"
    assert verdicts.pop("丁.xlsx").startswith("须退回：无法核验，不是 Excel 工作簿")
    assert verdicts.pop("第一批/甲.xlsx") == verdicts.pop("丙.xlsx") == "通过"
    assert list(verdicts) == ["乙.xlsx"]
    assert verdicts["乙.xlsx"].endswith("处问题没有改正或说明")
    assert reviewed.blocking


def test_what_clashes(reviewed: macro.Review) -> None:
    both = ("乙.xlsx", "第一批/甲.xlsx")
    assert [(clash.files, clash.serious) for clash in reviewed.clashes] == [(both, True), (both, False)]
    assert str(RIGHT.results[3].certificate) in reviewed.clashes[0].what
    assert "示例甲（2025-07-14上午）" in reviewed.clashes[1].what


def test_what_has_not_come(reviewed: macro.Review) -> None:
    missing = {(row.level, row.number) for _, row in reviewed.missing}
    assert missing == {(row.level, row.number) for row in plan_of(YEAR)} - {(MUNICIPAL, 9), (MUNICIPAL, 10), (NATIONAL, 2)}


def test_of_a_year_without_a_notice_nobody_knows_what_should_have_come(tmp_path: Path) -> None:
    """The plan of the newest notice was taken for that of any year: one mistake in 年度 made a whole plan list go missing."""
    folder = tmp_path / "收到"
    folder.mkdir()
    next_year = RIGHT.changed(project=RIGHT.project.changed(year=2031))
    (folder / "甲.xlsx").write_bytes(entered(next_year))
    assert macro.review(folder, TODAY).missing == ()


def test_what_may_hold_a_class_is_reported_first_and_litter_in_one_line(gaoyan: CommandLine) -> None:
    """Twenty lines are shown: what programs leave behind hid a zip that nobody could open."""
    folder = gaoyan.folder / "收到"
    folder.mkdir()
    for at in range(30):
        (folder / f"~$附件{at}.xlsx").write_bytes(b"")
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / "齐全.zip").write_bytes(b"PK\x03\x04 cut off")
    gaoyan.book(RIGHT, "收到/甲.xlsx")
    ran = gaoyan("review", "收到", "--today", DAY)
    lines = ran.out.splitlines()
    reported = lines[lines.index("没有读的文件") + 1 :]
    assert reported[0].startswith("齐全.zip：")
    assert reported[1].startswith("照片.jpg：")
    assert reported[2].startswith("临时文件 30 个：")
    assert ran.code == 1
    shown = json.loads(gaoyan("review", "收到", "--today", DAY, "--json").out)["unread"]
    assert [one["file"] for one in shown][:1] == ["齐全.zip"]
    assert len(shown) == 32


def test_without_an_answer_of_the_ledger_on_a_server_no_class_passes(received: Path) -> None:
    (one,) = macro.review(received / "第一批", TODAY, ledger="postgresql://127.0.0.1:9/x").files
    assert one.refused.startswith("连不上数据库")


def test_the_same_class_twice(received: Path, tmp_path: Path) -> None:
    """Of copies one is stampable: the newest."""
    for name, moment in (("一.xlsx", 2e9), ("二.xlsx", 1e9)):
        shutil.copy(received / "第一批" / "甲.xlsx", tmp_path / name)
        os.utime(tmp_path / name, (moment, moment))
    found = macro.review(tmp_path, TODAY, ledger=str(tmp_path / "台账.sqlite3"))
    assert {one.file: (one.clean, one.superseded) for one in found.files} == {
        "一.xlsx": (True, ""), "二.xlsx": (False, "一.xlsx"),
    }  # fmt: skip
    assert [(clash.what, clash.serious) for clash in found.clashes] == [("2025年市级第9项有2份材料", False)]
    assert not found.blocking


def test_another_class_under_the_same_plan_row_replaces_nothing(received: Path, tmp_path: Path) -> None:
    shutil.copy(received / "第一批" / "甲.xlsx", tmp_path / "一.xlsx")
    (tmp_path / "二.xlsx").write_bytes(entered(sample_class(MUNICIPAL, 9, seed=77)))
    found = macro.review(tmp_path, TODAY, ledger=str(tmp_path / "台账.sqlite3"))
    assert [one.superseded for one in found.files] == ["", ""]
    assert [clash.serious for clash in found.clashes][:1] == [True]
    assert "52个证书编号在2份材料中都有" in found.clashes[0].what


@pytest.mark.parametrize("harm", ["changed", "gone", "added"])
def test_a_package_that_was_changed(received: Path, tmp_path: Path, harm: str) -> None:
    package = tmp_path / "包"
    shutil.copytree(next((received / "盖章稿").iterdir()), package)
    target = package / ("附件6.pdf" if harm != "added" else "多余.pdf")
    if harm == "gone":
        target.unlink()
    else:
        target.write_bytes(b"%PDF")
    (one,) = macro.review(tmp_path, TODAY).files
    assert one.changed == (target.name,)
    assert not one.clean
    assert one.verdict.startswith(f"须退回：与校验值不符（传输损坏，或导出后被改动）：{target.name}")


@pytest.mark.parametrize("report", ["{", "[]", '{"summary": {"blocking": -1}}', '{"summary": 1}'])
def test_a_report_that_is_none_of_ours(received: Path, tmp_path: Path, report: str) -> None:
    package = tmp_path / "包"
    shutil.copytree(next((received / "盖章稿").iterdir()), package)
    (package / "核验报告.json").write_text(report, encoding="utf-8")
    (one,) = macro.review(tmp_path, TODAY).files
    assert one.refused.startswith("不是本软件写的核验报告")


def test_many_files_end_as_one_after_the_other(received: Path, tmp_path: Path) -> None:
    reported: list[tuple[str, int, int]] = []
    (tmp_path / "多").mkdir()
    for at in range(WORTH_A_PROCESS):
        shutil.copy(received / ("丁.xlsx" if at % 4 else "乙.xlsx"), tmp_path / "多" / f"{at:02}.xlsx")
    found = macro.review(tmp_path / "多", TODAY, str(tmp_path / "台账.sqlite3"), progress=lambda *step: reported.append(step))
    with opened([tmp_path / "多"]) as inbox:
        jobs = [macro.job_of(one, TODAY, str(tmp_path / "台账.sqlite3"), False) for one in inbox.arrivals]
        alone = [laid_apart(macro.reviewed(job)) for job in jobs[:2]]
    assert [one.file for one in found.files] == [f"{at:02}.xlsx" for at in range(WORTH_A_PROCESS)]
    assert [replace(one, superseded="", superseded_why="") for one in found.files[:2]] == [one for _, _, one in alone]
    assert [replace(one, superseded="", superseded_why="") for one in found.standing[:2]] == [one for one, _, _ in alone]
    assert reported[-1] == ("核验", WORTH_A_PROCESS, WORTH_A_PROCESS)


class TestCommand:
    def test_the_table_and_the_workbook(self, gaoyan: CommandLine, received: Path) -> None:
        ran = gaoyan("review", str(received), "--out", "汇总.xlsx", "--today", DAY)
        assert ran.code == 1
        assert "共 4 个班：须退回 2 个，须人工核对 1 个，通过 1 个；未收到 25 个班；没有读的文件 2 个" in ran.out.replace(
            "\n", ""
        )
        assert "2025年国家级（7项）：第1、3、4、5、6、7、8项" in ran.out
        assert not LONG_NUMBER.search(ran.out)
        book = load_workbook(gaoyan.folder / "汇总.xlsx")
        assert {"汇总", "问题", "相互核对", "未收到"} < set(book.sheetnames)
        # Four classes came (one of them as workbook and package), 25 did not.
        assert [book[title].max_row for title in ("汇总", "相互核对", "未收到")] == [30, 3, 26]
        values = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert not [cell.coordinate for cell in values if cell.data_type == "f"]
        assert any("=1+1" in str(cell.value) for cell in values)
        assert not [cell.value for cell in values if LONG_NUMBER.search(str(cell.value))]

    def test_json(self, gaoyan: CommandLine, received: Path) -> None:
        ran = gaoyan("review", str(received), "--json", "--today", DAY)
        reported = json.loads(ran.out)
        assert reported["summary"] == {"files": 5, "clean": 3, "blocked": 1, "unreadable": 1, "superseded": 0, "unread": 2}
        book = next(one for one in reported["books"] if one["file"] == "乙.xlsx")
        alone = json.loads(gaoyan("check", str(received / "乙.xlsx"), "--json", "--today", DAY).out)
        assert {name: book[name] for name in alone} == alone
        assert not LONG_NUMBER.search(ran.out)

    def test_all_clean(self, gaoyan: CommandLine, received: Path) -> None:
        ran = gaoyan("review", str(received / "第一批"), "--today", DAY)
        assert ran.code == 0
        assert ran.out.rstrip().endswith("共 1 个班：须退回 0 个，须人工核对 0 个，通过 1 个；未收到 27 个班")

    def test_what_cannot_be_used(self, gaoyan: CommandLine, received: Path) -> None:
        (gaoyan.folder / "空").mkdir()
        (gaoyan.folder / "有.xlsx").write_bytes(b"1")
        for arguments in (
            ("没有",),
            ("空",),
            ("有.xlsx",),
            (str(received), "--out", "a.csv"),
            (str(received), "--out", "有.xlsx"),
        ):
            ran = gaoyan("review", *arguments)
            assert ran.code == 2
            assert is_one_chinese_line(ran.err), ran.err
        assert (gaoyan.folder / "有.xlsx").read_bytes() == b"1"

    def test_its_own_table_is_no_class(self, gaoyan: CommandLine, received: Path) -> None:
        shutil.copytree(received / "第一批", gaoyan.folder / "批")
        for _ in range(2):
            assert gaoyan("review", "批", "--out", "批/汇总.xlsx", "--force", "--today", DAY).code == 0
