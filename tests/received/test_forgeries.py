"""What is received is checked anew: forgeries with fresh checksums are found, honest packages are not accused.

The judge is who made the change: it knows in which file it is, and shares nothing with what looks for it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.demo.classes import FULL
from tests.received.forging import ALWAYS, FORGERIES, Forgery, forged, sheet_changed, with_fresh_checksums
from tests.received.packages import exported, looked_at, reported_text
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A class of which one did not pass, with something explained; and another class."""
    out = tmp_path_factory.mktemp("honest")
    c = sample_class(MUNICIPAL, 9)
    results = list(c.results)
    results[4] = results[4].changed(passed="否", certificate=None)
    people = list(c.people)
    people[9] = people[9].changed(phone=people[8].phone)
    results[9] = results[9].changed(phone=people[8].phone)
    mine = exported(c.changed(results=tuple(results), people=tuple(people)), out)
    return mine, exported(sample_class(MUNICIPAL, 10, trainees=53, seed=5), out)


def parameters() -> list[object]:
    return [pytest.param(one, id=one.what, marks=() if at < ALWAYS else pytest.mark.large) for at, one in enumerate(FORGERIES)]


@pytest.mark.parametrize("forgery", parameters())
def test_a_forgery_is_found(forgery: Forgery, packages: tuple[Path, Path], tmp_path: Path) -> None:
    package = tmp_path / "收到" / "包"
    shutil.copytree(packages[0], package)
    forgery.change(package, packages[1])
    with_fresh_checksums(package)
    one = looked_at(package, tmp_path)
    assert not one.clean, forgery.what
    assert not one.changed
    assert forgery.names in reported_text(one), reported_text(one)


def test_there_are_more_than_thirty_of_them() -> None:
    assert len({one.what for one in FORGERIES}) > 30


def test_an_honest_package_with_explanations_is_clean(packages: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(packages[0], tmp_path / "收到" / "包")
    one = looked_at(tmp_path / "收到" / "包", tmp_path)
    assert one.clean, reported_text(one)
    assert one.document is not None
    queries = [found["explained"] for found in one.document["findings"] if found["severity"] == "query"]
    assert queries == ["情况属实，已附证明"] * 2


def test_an_honest_national_package_is_clean_and_its_list_for_the_platform_is_read(tmp_path: Path) -> None:
    package = exported(sample_class(NATIONAL, 2), tmp_path / "收到")
    one = looked_at(package, tmp_path)
    assert one.clean, reported_text(one)
    sheet_changed("平台上报名单", lambda sheet: setattr(sheet["B5"], "value", "王替代"))(package, package)
    with_fresh_checksums(package)
    one = looked_at(package, tmp_path)
    assert [part.what for part in one.differences] == ["姓名不一致"]
    assert "平台上报名单.xlsx!B5为“王替代”" in one.differences[0].line
    assert "附件5.xlsx!" in one.differences[0].line


def test_what_was_added_to_the_list_for_the_platform_is_reported(tmp_path: Path) -> None:
    package = exported(sample_class(NATIONAL, 2), tmp_path / "收到")

    def change(sheet: Worksheet) -> None:
        sheet.parent.create_sheet("补报").sheet_state = "hidden"
        sheet["B3"].font = Font(color="FFFFFFFF")

    sheet_changed("平台上报名单", change)(package, package)
    with_fresh_checksums(package)
    stated = reported_text(looked_at(package, tmp_path))
    assert "平台上报名单.xlsx多出隐藏的工作表“补报”" in stated
    assert "平台上报名单.xlsx!B3的“" in stated


@pytest.mark.parametrize(
    ("annex", "cell", "value", "stated"),
    [
        ("附件3", "B7", "金额（万元）", "附件3.xlsx!B7为“金额（万元）”，导出的为“金额”"),
        ("附件3", "A19", "审批情况：已同意", "附件3.xlsx!A19为“审批情况：已同意”，导出的为“审批情况”"),
        ("附件3", "D20", None, "附件3.xlsx!D20为“”，导出的为“承办单位财务部门签章”"),
        ("附件3", "D15", "（大写）陆拾万元整", "附件3.xlsx!D15为“（大写）陆拾万元整”，附件3.xlsx!B15的大写为“（大写）陆万"),
        ("附件4", "A2", "学员签到表", "附件4.xlsx!A2为“学员签到表”，导出的为“学员和工作人员签到表”"),
        ("附件6", "G4", "优良率", "附件6.xlsx!G4为“优良率”，导出的为“满意率”"),
    ],
)
def test_a_fixed_word_of_a_form_is_reported(
    annex: str, cell: str, value: str | None, stated: str, packages: tuple[Path, Path], tmp_path: Path
) -> None:
    """No rule reads it, and it says what the figures mean."""
    package = forged(packages[0], sheet_changed(annex, lambda sheet: setattr(sheet[cell], "value", value)), tmp_path)
    assert stated in reported_text(looked_at(package, tmp_path))


@pytest.mark.parametrize(
    ("cell", "value", "stated"),
    [
        ("F1", "结业考核", "平台上报名单.xlsx!F1为“结业考核”，导出的为“研修学时”"),
        ("H2", "免予考核", "平台上报名单.xlsx!H2为“免予考核”，导出的平台上报名单只到G"),
        ("J1", "备注", "平台上报名单.xlsx!J1为“备注”"),
    ],
)
def test_a_heading_and_a_column_of_the_list_for_the_platform_are_reported(
    cell: str, value: str, stated: str, tmp_path: Path
) -> None:
    package = exported(sample_class(NATIONAL, 2), tmp_path / "收到")
    sheet_changed("平台上报名单", lambda sheet: setattr(sheet[cell], "value", value))(package, package)
    with_fresh_checksums(package)
    assert stated in reported_text(looked_at(package, tmp_path))


def honest_classes() -> list[tuple[str, ClassFile]]:
    """Varied classes: both levels, sizes, long names, online trainees, one who did not pass; the two full demo classes."""
    made = [(scenario.title, scenario.right()) for scenario in FULL]
    for at in range(28):
        level = NATIONAL if at % 4 == 0 else MUNICIPAL
        plan = at % 8 + 1 if level == NATIONAL else at % 20 + 1
        c = sample_class(level, plan, trainees=50 + at * 7, staff=5, seed=100 + at)
        people = list(c.people)
        if at % 3 == 0:
            people[1] = people[1].changed(name="阿卜杜热合曼·买买提", employer="天津示例" + "联合" * (at % 9) + "研究院")
        if at % 5 == 0:
            people[2] = people[2].changed(name="Anna Maria Nováková")
        results = [one.changed(name=who.name, employer=who.employer) for one, who in zip(c.results, people, strict=False)]
        if at % 2:
            results[5] = results[5].changed(passed="否", certificate=None)
        made.append((f"{at:02}_{level}_{plan}", c.changed(people=tuple(people), results=tuple(results))))
    return made


@pytest.mark.large
def test_thirty_honest_packages_are_clean(tmp_path: Path) -> None:
    accused = {}
    for name, c in honest_classes():
        one = looked_at(exported(c, tmp_path / name / "收到"), tmp_path)
        if not one.clean:
            accused[name] = reported_text(one)
    assert accused == {}
