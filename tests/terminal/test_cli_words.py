"""What the commands say: findings of one kind reported once, what was left out and why, lines that break where they may."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from addin.demo.planting import in_order, project, row, staff, trainee
from addin.terminal.wrapping import columns, wrapped
from tests.command_line import DAY, CommandLine
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def test_many_findings_of_one_kind_are_reported_once(gaoyan: CommandLine) -> None:
    c = sample_class(MUNICIPAL, 9)
    gaoyan.book(c.changed(people=tuple(one.changed(charged="?") for one in c.people)))
    shown = gaoyan("check", "班.xlsx", "--today", DAY).out
    assert shown.count("是否收费应填") == 1
    assert "（第4至60行，共57处）" in shown
    assert shown.count("从下拉列表中选") == 1


def test_an_explained_query_is_shown_as_such_and_does_not_block(gaoyan: CommandLine) -> None:
    path = gaoyan.book(project(notice_filed=date(2025, 7, 14))(sample_class(MUNICIPAL, 9)))
    assert gaoyan("check", "班.xlsx", "--today", DAY, "--write").code == 1
    path.write_bytes(patched(Package.open(path), [CellChange("核验", 4, 6, "经市局同意")]))
    found = gaoyan("check", "班.xlsx", "--today", DAY)
    assert found.code == 0
    assert "已说明：经市局同意" in found.out
    assert "共 1 项：核实 1，都不妨碍导出" in found.out
    path.write_bytes(patched(Package.open(path), [CellChange("项目信息", 18, 2, date(2025, 7, 13))]))
    assert "有 1 条说明所属的问题已消失或现值已变" in gaoyan("check", "班.xlsx", "--today", DAY, "--write").out


def test_number_says_who_got_none_and_why(gaoyan: CommandLine) -> None:
    c = sample_class(MUNICIPAL, 9)
    bare = c.changed(results=tuple(result.changed(certificate=None) for result in c.results))
    barred = in_order(*(row("results", at, hours=10) for at in range(2, 25)))
    gaoyan.book(row("results", 0, document=None)(barred(bare)))
    shown = gaoyan("number", "班.xlsx").out
    assert "新分配 28 个编号：津高研2025090001 至 津高研2025090028" in shown
    assert "未给编号 24 人：" in shown
    assert "：没有身份证号" in shown
    assert "（A5-08）" not in shown
    assert "… 另有 4 人（全部见 --json）" in shown
    assert "（A5-08）" in gaoyan("number", "班.xlsx", "--codes").out
    without = json.loads(gaoyan("number", "班.xlsx", "--json").out)["without"]
    assert [one["code"] for one in without].count("A5-08") == 23
    assert len(without) == 24


def test_tidy_names_what_it_cannot_restore(gaoyan: CommandLine) -> None:
    c = in_order(staff(0, document=110105194912310021), *(trainee(at, charged="不") for at in range(45)))(
        sample_class(MUNICIPAL, 9)
    )
    gaoyan.book(c)
    shown = gaoyan("tidy", "班.xlsx").out
    assert f"附件4 C{c.staff[0].row}（身份证号）" in shown
    assert "… 另有 5 处（全部见 --json）" in shown
    assert "规范了 45 处" in shown


def test_total_without_details(gaoyan: CommandLine) -> None:
    c = sample_class(MUNICIPAL, 9)
    gaoyan.book(c.changed(people=(), results=(), absences=(), lectures=(), expenses=(), accounts=type(c.accounts)(notes={})))
    assert "附件3未改动" in gaoyan("total", "班.xlsx").out


def test_lines_break_between_characters_but_not_inside_a_number() -> None:
    text = "总结材料报送日期为2025-05-28，晚10天，应在20250518以前报送（见通知），其余照旧"
    for width in range(8, 60):
        lines = wrapped(text, width)
        assert "".join(lines) == text
        assert all(columns(line) <= width for line in lines)
        if width >= 14:
            assert any("2025-05-28" in line for line in lines)
            assert not any(line.startswith(("，", "）")) for line in lines)


def test_escape_sequences_in_a_cell_do_not_reach_the_terminal(gaoyan: CommandLine) -> None:
    gaoyan.book(staff(0, name="张三[red]", phone="12_x001B_[31m3\n\u202e45")(sample_class(MUNICIPAL, 9)))
    found = gaoyan("check", "班.xlsx", "--today", DAY)
    assert found.code == 1
    assert "\x1b" not in found.out
    assert "\u202e" not in found.out
    assert "张三[red]" in found.out
