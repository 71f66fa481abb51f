"""``gaoyan survey`` as a user meets it: what it prints, JSON, the blank form, refusals in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import DAY, LONG_NUMBER, CommandLine, is_one_chinese_line
from tests.pdfs import page_texts
from tests.sample import P, sample_class
from workbooks.printing.fonts import find_fonts
from workbooks.printing.questionnaire import blank_form

ITEMS = P.survey_items


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    run = CommandLine(tmp_path)
    run.book(sample_class())
    rows = ["手机," + ",".join(ITEMS)]
    rows += [f"141000000{n:02}," + ",".join(["A.非常满意", "B.满意"][(n + at) % 2] for at in range(11)) for n in range(9)]
    rows += ["14100000090," + ",".join(["A.非常满意"] * 11), "14100000091," + ",".join(["14100000099", *["B.满意"] * 10])]
    (tmp_path / "14100000055答卷.csv").write_text("\n".join(rows), encoding="utf-8")
    return run


def test_counted_shown_checked_and_taken_back(gaoyan: CommandLine) -> None:
    before = (gaoyan.folder / "班.xlsx").read_bytes()
    preview = gaoyan("survey", "班.xlsx", "14100000055答卷.csv", "--dry-run")
    assert "文件未作改动" in preview.out
    assert (gaoyan.folder / "班.xlsx").read_bytes() == before
    shown = gaoyan("survey", "班.xlsx", "14100000055答卷.csv", "--issued", "12")
    assert shown.code == 0, shown.err
    for words in (
        "发放 12 份，回收 11 份（回收率 91.67%），有效 10 份；总满意率 100.00%",
        "非常满意→很满意",
        "第 11 行：所有项目都选“很满意”",
    ):
        assert words in shown.out
    assert "未计入的答卷：1 份" in shown.out
    assert not LONG_NUMBER.search(shown.out)
    reported = json.loads(gaoyan("check", "班.xlsx", "--today", DAY, "--json").out)
    assert {rule["code"]: rule["status"] for rule in reported["rules"]}["A6-05"] == "passed"
    assert gaoyan("undo", "班.xlsx").code == 0
    assert (gaoyan.folder / "班.xlsx").read_bytes() == before


def test_how_options_without_words_were_read_is_reported(gaoyan: CommandLine) -> None:
    lines = [",".join(ITEMS), ",".join(["1"] * 11), ",".join(["2", *["1"] * 10])]
    (gaoyan.folder / "序号.csv").write_text("\n".join(lines), encoding="utf-8")
    assert "1（A）为很满意" in gaoyan("survey", "班.xlsx", "序号.csv", "--dry-run").out
    reported = gaoyan("survey", "班.xlsx", "序号.csv", "--dry-run", "--first", "不满意").out
    assert "1（A）为很满意" not in reported
    assert "1→不满意" in reported


def test_json(gaoyan: CommandLine) -> None:
    reported = gaoyan("survey", "班.xlsx", "14100000055答卷.csv", "--json")
    document = json.loads(reported.out)
    assert not LONG_NUMBER.search(reported.out)
    assert (document["returned"], document["valid"], document["issued"], document["kept"]) == (11, 10, 52, True)
    assert [one["row"] for one in document["invalid"]] == [12]
    assert document["items"][0] == {
        "item": "课程设置", "counts": {"很满意": 6, "满意": 4, "一般": 0, "不满意": 0}, "rate": "100.00%",
    }  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("没有.csv",), ("14100000055答卷.csv", "--issued", "很多"), ("14100000055答卷.csv", "--map", "C"),
        ("14100000055答卷.csv", "--map", "C=没有的项目"), ("14100000055答卷.csv", "--level", "优=好"),
        ("14100000055答卷.csv", "--first", "一般"), ("--blank", "测评表.docx"), ("班.xlsx",),
    ],
)  # fmt: skip
def test_refusals(gaoyan: CommandLine, arguments: tuple[str, ...]) -> None:
    before = (gaoyan.folder / "班.xlsx").read_bytes()
    refused = gaoyan("survey", "班.xlsx", *arguments)
    assert refused.code == 2
    assert is_one_chinese_line(refused.err), refused.err
    assert not LONG_NUMBER.search(refused.err)
    assert (gaoyan.folder / "班.xlsx").read_bytes() == before


def test_the_blank_form(gaoyan: CommandLine) -> None:
    assert gaoyan("survey", "班.xlsx", "--blank", "测评表.pdf").code == 0
    (page,) = page_texts((gaoyan.folder / "测评表.pdf").read_bytes())
    for words in ("学员满意度测评表", "工业智能化升级高级研修班", "1课程设置", "11总体评价", "意见和建议", "本表不记名"):
        assert words in page


def test_the_blank_form_of_a_class_without_items_has_those_of_the_parameters() -> None:
    (page,) = page_texts(blank_form(sample_class().changed(survey=()), find_fonts([])))
    assert all(item in page for item in ITEMS)
