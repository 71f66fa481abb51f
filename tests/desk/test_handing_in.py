"""What the officer reads of handing in: days late from a known day, which of two versions counts and why, 退回意见."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from macros.handing_in.export import export_class
from tests.command_line import DAY, LONG_NUMBER, CommandLine, is_one_chinese_line
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import ClassFile
from udfs.rules.runner import check
from workbooks.templates.entering import entered

RIGHT = sample_class(MUNICIPAL, 9)
LATER = "2025-10-20"
"""A day of looking through it, long after the last day for the report (18 August)."""


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    (tmp_path / "收").mkdir()
    return CommandLine(tmp_path)


def unfiled() -> ClassFile:
    return RIGHT.changed(project=RIGHT.project.changed(report_filed=None))


def wrong() -> ClassFile:
    """Five phones that are none, and a name with a space in it."""
    spoilt = [one.changed(phone="141") for one in RIGHT.people[:5]]
    return RIGHT.changed(people=(*spoilt, RIGHT.people[5].changed(name="张 三"), *RIGHT.people[6:]))


def put(gaoyan: CommandLine, name: str, c: ClassFile, day: str) -> Path:
    path = gaoyan.folder / "收" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(entered(c))
    dated(path, day)
    return path


def dated(path: Path, day: str) -> None:
    moment = datetime.fromisoformat(f"{day}T10:00:00").timestamp()
    os.utime(path, (moment, moment))


def desk(gaoyan: CommandLine, today: str = LATER) -> dict[str, object]:
    document: dict[str, object] = json.loads(gaoyan("review", "收", "--json", "--today", today).out)
    return document


def entry(gaoyan: CommandLine, today: str = LATER) -> dict[str, object]:
    (found,) = [one for one in desk(gaoyan, today)["classes"] if one["received"]]  # type: ignore[attr-defined]
    return dict(found)


@pytest.mark.parametrize("today", [LATER, "2026-03-01"])
def test_days_late_do_not_grow_with_the_day_of_looking(gaoyan: CommandLine, today: str) -> None:
    put(gaoyan, "甲.xlsx", unfiled(), "2025-08-21")
    found = entry(gaoyan, today)
    assert (found["late_days"], found["handed_in"], found["handed_in_by"]) == (3, "2025-08-21", "文件日期")


def test_the_day_that_the_organiser_states_goes_before_that_of_the_file(gaoyan: CommandLine) -> None:
    put(gaoyan, "甲.xlsx", RIGHT.changed(project=RIGHT.project.changed(report_filed=date(2025, 8, 19))), "2025-09-21")
    found = entry(gaoyan)
    assert (found["late_days"], found["handed_in_by"]) == (1, "填报的报送日期")


@pytest.mark.parametrize("name", ["第一批/甲.xlsx", "甲.xlsx", "甲", "第一批", "市级9", RIGHT.project.topic])
def test_the_register_of_the_office_goes_before_everything(gaoyan: CommandLine, name: str) -> None:
    put(gaoyan, "第一批/甲.xlsx", RIGHT, "2025-09-21")
    register = f"材料,收到日期\n{name},2025年8月20日\n没有来的,2025-08-01\n甲.xlsx,八月\n"
    (gaoyan.folder / "收" / "收件登记.csv").write_text(register, encoding="gbk")
    document = desk(gaoyan)
    (found,) = [one for one in document["classes"] if one["received"]]  # type: ignore[attr-defined]
    assert (found["late_days"], found["handed_in"], found["handed_in_by"]) == (2, "2025-08-20", "收件登记")
    unread = {one["file"]: one["why"] for one in document["unread"]}  # type: ignore[attr-defined]
    assert "没有来的" in unread["收件登记.csv第3行"]
    assert "日期无法识别" in unread["收件登记.csv第4行"]
    assert "收件登记.csv" not in unread


def test_a_register_without_its_headings_says_so(gaoyan: CommandLine) -> None:
    put(gaoyan, "甲.xlsx", unfiled(), "2025-08-21")
    (gaoyan.folder / "收" / "收件登记.csv").write_text("甲.xlsx,2025-08-01\n", encoding="utf-8")
    document = desk(gaoyan)
    assert "第一行应为“材料,收到日期”" in str(document["unread"])


def test_of_two_versions_the_newer_counts_and_the_reason_is_stated(gaoyan: CommandLine) -> None:
    put(gaoyan, "甲.xlsx", RIGHT, "2025-08-10")
    put(gaoyan, "乙.xlsx", wrong(), "2025-08-12")
    found = entry(gaoyan)
    (old,) = found["superseded"]  # type: ignore[misc]
    assert (old["file"], old["by"]) == ("甲.xlsx", "乙.xlsx")  # type: ignore[index]
    assert old["why"] == "文件时间较新：2025-08-12 10:00:00，这份2025-08-10 10:00:00"  # type: ignore[index]
    assert "文件时间较新" in gaoyan("review", "收", "--today", LATER).out


def test_of_two_packages_the_day_of_the_export_decides_not_the_time_of_the_files(gaoyan: CommandLine) -> None:
    for name, day in (("先", "2025-08-05"), ("后", "2025-08-06")):
        c = RIGHT.changed(today=date.fromisoformat(day))
        made = export_class(c, check(c), gaoyan.folder / "收" / name).folder
        assert made is not None
        for path in made.iterdir():
            dated(path, "2025-09-09" if name == "先" else "2025-09-01")
    (old,) = entry(gaoyan)["superseded"]  # type: ignore[misc]
    assert str(old["file"]).startswith("先/")  # type: ignore[index]
    assert old["why"] == "导出日期较新：2025-08-06，这份2025-08-05"  # type: ignore[index]


def test_what_was_sent_twice_unchanged_is_the_same(gaoyan: CommandLine) -> None:
    first = put(gaoyan, "甲.xlsx", RIGHT, "2025-08-10")
    shutil.copy(first, first.with_name("甲 再发.xlsx"))
    found = entry(gaoyan)
    assert [one["status"] for one in found["files"] if one["status"] != "计入"] == ["同一份"]  # type: ignore[attr-defined]
    assert "是同一份，内容相同" in gaoyan("review", "收", "--today", LATER).out.replace("\n", "")


def test_empty_folders_are_mentioned(gaoyan: CommandLine) -> None:
    put(gaoyan, "甲.xlsx", RIGHT, "2025-08-10")
    (gaoyan.folder / "收" / "某协会" / "附件").mkdir(parents=True)
    unread = desk(gaoyan)["unread"]
    assert [(one["file"], one["kind"]) for one in unread] == [("某协会/附件", "空文件夹")]  # type: ignore[attr-defined]
    shutil.rmtree(gaoyan.folder / "收" / "某协会")
    (gaoyan.folder / "收" / "甲.xlsx").unlink()
    (gaoyan.folder / "收" / "空").mkdir()
    ran = gaoyan("review", "收")
    assert ran.code == 2
    assert is_one_chinese_line(ran.err)


def test_the_letter_says_what_to_mend_in_plain_words(gaoyan: CommandLine) -> None:
    put(gaoyan, "甲.xlsx", wrong(), "2025-08-10")
    put(gaoyan, "乙.xlsx", sample_class(MUNICIPAL, 12, seed=3), "2025-08-10")
    ran = gaoyan("review", "收", "--returns", "退回意见", "--today", DAY)
    assert "退回意见 1 份已写入 退回意见" in ran.out
    stem = gaoyan.folder / "退回意见" / f"退回意见_{RIGHT.project.topic}"
    text = stem.with_suffix(".txt").read_text(encoding="utf-8-sig")
    assert RIGHT.project.organiser in text.splitlines()[1]
    # Five wrong phones are one cause and one line; no code of a rule; the last day of the notice.
    assert sum("电话" in line for line in text.splitlines()) == 1
    assert "二、" not in text
    assert "A4-" not in text
    assert "请于2025年8月18日（通知规定的报送期限）前改正并重新报送。" in text
    assert not LONG_NUMBER.search(text)
    with zipfile.ZipFile(stem.with_suffix(".docx")) as letter:
        for name in letter.namelist():
            ElementTree.fromstring(letter.read(name))
        written = letter.read("word/document.xml").decode("utf-8")
    for line in text.splitlines():
        assert line.replace("&", "&amp;") in written
    again = gaoyan("review", "收", "--returns", "退回意见", "--today", DAY)
    assert again.code == 2
    assert is_one_chinese_line(again.err)
    late = gaoyan("review", "收", "--returns", "退回意见", "--force", "--today", LATER)
    assert late.code == 1
    assert "报送期限2025年8月18日已过" in stem.with_suffix(".txt").read_text(encoding="utf-8-sig")


def test_the_three_conclusions(gaoyan: CommandLine, tmp_path: Path) -> None:
    """Loose annexes without a finding are for a person to look at."""
    put(gaoyan, "错.xlsx", wrong(), "2025-08-10")
    put(gaoyan, "对.xlsx", sample_class(MUNICIPAL, 13, seed=5), "2025-08-10")
    c = sample_class(MUNICIPAL, 14, seed=6)
    made = export_class(c, check(c), tmp_path / "散").folder
    assert made is not None
    for name in ("附件3.xlsx", "附件4.xlsx", "附件5.xlsx", "附件6.xlsx"):
        shutil.copy(made / name, gaoyan.folder / "收" / name)
    document = desk(gaoyan)
    concluded = {one["file"]: one["conclusion"] for one in document["classes"] if one["received"]}  # type: ignore[attr-defined]
    assert concluded == {"错.xlsx": "须退回", "附件3.xlsx": "须人工核对", "对.xlsx": "通过"}
    assert document["conclusions"] == {"须退回": 1, "须人工核对": 1, "通过": 1, "未收到": 25}
    assert [one["conclusion"] for one in document["classes"]][:3] == list(document["conclusions"])[:3]  # type: ignore[attr-defined]
