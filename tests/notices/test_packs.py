"""A pack is data from outside: what is wrong with it ends in one line, and nothing of it is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from openpyxl import load_workbook
from pydantic import TypeAdapter

from tests.command_line import CommandLine, is_one_chinese_line
from tests.notices.conftest import PROVINCE
from udfs.notice.packs import register, shipped_packs
from udfs.notice.parameters import parameters_for, reserved_labels, standing_leaves
from udfs.notice.plan import NATIONAL
from udfs.rules.runner import check
from udfs.sample import sample_class
from workbooks.templates.entering import entered


@pytest.fixture(scope="module")
def confirmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a confirmed pack."""
    run = CommandLine(tmp_path_factory.mktemp("confirmed"))
    assert run("notice", "read", str(PROVINCE), "--out", "包").code == 0
    assert run("notice", "check", "包", "--confirm", "all").code == 0
    register(())
    return run.folder / "包"


def changed(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(pack: Path) -> None:
        text = (pack / name).read_text(encoding="utf-8")
        assert old in text, old
        (pack / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def without_table(key: str) -> Callable[[Path], None]:
    def change(pack: Path) -> None:
        text = (pack / "parameters.toml").read_text(encoding="utf-8")
        before, _, rest = text.partition(f"[{key}]")
        (pack / "parameters.toml").write_text(before + "[" + rest.partition("\n[")[2], encoding="utf-8")

    return change


def linked(pack: Path) -> None:
    (pack / "notice.txt").unlink()
    (pack / "notice.txt").symlink_to("/etc/hostname")


def huge(pack: Path) -> None:
    (pack / "notice.txt").write_text("通知" * 1_000_000, encoding="utf-8")


def parts_of(value: Any) -> Iterator[Any]:
    """A record and all records inside it."""
    inside = vars_of(value) if is_dataclass(value) else value
    if is_dataclass(value):
        yield value
    for part in inside.values() if isinstance(inside, dict) else inside if isinstance(inside, tuple) else ():
        yield from parts_of(part)


def vars_of(record: Any) -> dict[str, Any]:
    return {one.name: getattr(record, one.name) for one in fields(record)}


def test_what_ships_has_the_declared_types() -> None:
    """It is not validated when the program starts; pydantic, given all its values, makes the same of them."""
    seen = set()
    for part in parts_of((*shipped_packs(), standing_leaves())):
        seen.add(type(part).__name__)
        made = TypeAdapter(type(part)).validate_python(vars_of(part))
        assert (made, repr(made)) == (part, repr(part))
    assert seen == {"Pack", "Statement", "Leaf", "DatedValue", "PlanRow", "Assignment", "Tier", "Bracket", "Term"}


def test_the_labels_of_reserved_places_are_those_of_the_parameters() -> None:
    for pack in shipped_packs():
        assert reserved_labels(pack.name) == tuple(one.label for one in parameters_for(pack.name).reserved)


FAULTS: dict[str, Callable[[Path], None]] = {
    "a path as a name": changed("pack.toml", 'name = "浙江2026"', 'name = "../../外面"'),
    "a year of thirty digits": changed("pack.toml", "year = 2026", "year = " + "9" * 30),
    "no region": changed("pack.toml", 'region = "浙江"', 'region = "蓬莱"'),
    "the name of a shipped one": changed("pack.toml", 'name = "浙江2026"', 'name = "天津2025"'),
    "a number out of range": changed("parameters.toml", "value = 40", "value = 4000000"),
    "a number below zero": changed("parameters.toml", "value = 40", "value = -1"),
    "a share above one": changed("parameters.toml", '"5/100"', '"5/1"'),
    "a share by nothing": changed("parameters.toml", '"5/100"', '"5/0"'),
    "text for a number": changed("parameters.toml", "value = 40", 'value = "四十"'),
    "an unknown parameter": changed("parameters.toml", "[min_days]", "[__class__]"),
    "another name": changed("parameters.toml", 'name = "每期最少天数"', 'name = "A1"'),
    "a quote that is not in the text": changed("parameters.toml", 'quote = "每班学员至少40名"', 'quote = "每班学员至少30名"'),
    "a statement that is not in the text": changed(
        "statements.toml", 'quote = "不得向学员收取费用"', 'quote = "可以向学员收取费用"'
    ),
    "a parameter less": without_table("min_days"),
    "a broken file": changed("parameters.toml", "[min_days]", "[min_days"),
    "a plan without numbers": changed("plan.csv", "国家级,1", "国家级,一"),
    "a row twice": changed("plan.csv", "国家级,2", "国家级,1"),
    "a control character": changed("plan.csv", "海洋新材料", "海洋\u001b新材料"),
    "a link": linked,
    "a huge file": huge,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_pack_is_refused(confirmed: Path, tmp_path: Path, fault: str) -> None:
    run = CommandLine(tmp_path)
    pack = tmp_path / "包"
    pack.mkdir()
    for one in confirmed.iterdir():
        (pack / one.name).write_bytes(one.read_bytes())
    FAULTS[fault](pack)
    reported = run("notice", "install", "包")
    assert reported.code == 2
    assert is_one_chinese_line(reported.err), reported.err
    assert not list((tmp_path / "home" / "data").rglob("notice.txt"))
    assert not (tmp_path / "外面").exists()


def test_what_the_notice_does_not_say_is_taken_over_only_when_confirmed(tmp_path: Path) -> None:
    run = CommandLine(tmp_path)
    text = (
        PROVINCE.read_text(encoding="utf-8").replace("、线上人员比例不得高于三成", "").replace("，线上人员比例不得高于三成", "")
    )
    text = text.replace("学员请假须经承办单位书面批准，", "")
    (tmp_path / "通知.txt").write_text(text, encoding="utf-8")
    assert run("notice", "read", "通知.txt", "--out", "包").code == 0
    listed = run("notice", "check", "包")
    assert "线上学员占总人数的上限" in listed.out
    assert run("notice", "check", "包", "--confirm", "all").code == 0
    assert run("notice", "install", "包").code == 0
    from udfs.records.class_file import ClassFile
    from udfs.rules.softening import doubtful_rules, silent_rules

    p = parameters_for("浙江2026")
    assert p.source("online_share").confidence == "?"
    assert "A4-03" in doubtful_rules(p)
    assert silent_rules(p) == ("KQ-04",)
    c: ClassFile = sample_class("市级", 1, which="浙江2026")
    report = check(c.changed(absences=tuple(one.changed(permission="无") for one in c.absences)))
    assert [(one.code, one.severity) for one in report.findings] == [("KQ-04", "hint")]
    assert any("KQ-04" in words for words in report.basis)
    register(())


def test_a_name_that_nothing_has_is_reported(confirmed: Path) -> None:
    run = CommandLine(confirmed.parent)
    reported = run("notice", "check", "包", "--confirm", "没有的参数")
    assert (reported.code, reported.err.count("\n")) == (2, 1)


def test_reserved_places_of_another_province_are_not_taken_over(tmp_path: Path) -> None:
    """A notice without any took 北京 and 河北 from the last one, whose neighbours they are."""
    run = CommandLine(tmp_path)
    text = PROVINCE.read_text(encoding="utf-8")
    (tmp_path / "无预留.txt").write_text(text.replace("，每班为上海、江苏各预留至少3个名额", ""), encoding="utf-8")
    assert run("notice", "read", "无预留.txt", "--out", "包").code == 0
    assert run("notice", "check", "包", "--confirm", "all").code == 0
    assert run("notice", "install", "包").code == 0
    assert parameters_for("浙江2026").reserved == ()
    c = sample_class(NATIONAL, 1, which="浙江2026")
    assert not [one for one in check(c).findings if one.code in ("PRJ-10", "A4-15")]
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(c))
    shown = {str(cell.value) for cell in load_workbook(path)["项目信息"]["A"]}
    assert "（通知未预留）" in shown
    assert not [label for label in shown if label.endswith("预留名额")]
    register(())


def test_a_plan_with_another_count_than_the_text_is_not_installed(confirmed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "包"
    copytree(confirmed, copy)
    lines = (copy / "plan.csv").read_text(encoding="utf-8").splitlines()
    (copy / "plan.csv").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    run = CommandLine(tmp_path)
    found = run("notice", "install", "包")
    assert found.code == 2
    assert "项，plan.csv 有" in found.err
