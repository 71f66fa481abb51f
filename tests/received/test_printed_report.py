"""What a package's report and list print is held against what it says of itself: a figure changed in one place is found."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.received.forging import Change, from_another, gone, report, with_fresh_checksums
from tests.received.packages import exported, looked_at, reported_text
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    out = tmp_path_factory.mktemp("honest")
    return exported(sample_class(MUNICIPAL, 9), out), exported(sample_class(MUNICIPAL, 10, trainees=53, seed=5), out)


def fact(**facts: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["facts"].update(facts)


def fewer_rules(document: dict[str, Any]) -> None:
    document["rules"] = document["rules"][:3]


def one_rule_less(document: dict[str, Any]) -> None:
    del document["rules"][1]


def another_result(document: dict[str, Any]) -> None:
    skipped = next(one for one in document["rules"] if one["status"] == "skipped")
    skipped["status"], skipped["why"] = "passed", None


CASES: dict[str, tuple[Change, str]] = {
    "总学时": (report(fact(hours=40)), "总学时"),
    "天数": (report(fact(days=9)), "办班天数"),
    "工作人员上限": (report(fact(staff_limit=50)), "工作人员"),
    "线上人数": (report(fact(online=3)), "学员"),
    "综合定额": (report(fact(quota="999999.00")), "综合定额"),
    "综合定额去掉": (report(fact(quota=None)), "综合定额"),
    "核验日期": (report(lambda d: d.update(today="2025-08-20")), "核验日期"),
    "工作簿": (report(lambda d: d.update(book="别的班.xlsx")), "问题数"),
    "级别": (report(lambda d: d.update(level="国家级")), "项目级别"),
    "计划序号": (report(lambda d: d["project"].update(计划序号=8)), "项目级别"),
    "结束日期": (report(lambda d: d["project"].update(结束日期="2025-07-30")), "办班时间"),
    "地点截短": (report(lambda d: d["project"].update(举办地点=d["project"]["举办地点"][:-2])), "举办地点"),
    "所用通知": (report(lambda d: d.update(parameters="2024")), "所用通知"),
    "规则只剩三条": (report(fewer_rules), "规则执行情况"),
    "规则少一条": (report(one_rule_less), "规则执行情况"),
    "规则的结果": (report(another_result), "规则执行情况"),
    "材料清单换成别的班的": (from_another("材料清单.pdf"), "材料清单.pdf"),
    "拿掉材料清单": (gone("材料清单.pdf"), "材料清单.pdf"),
    "经费来源": (report(lambda d: d["project"].update(经费来源="财政资助", 财政资助金额=60000)), "项目信息"),
    "培训类别截短": (report(lambda d: d["project"].update(培训类别="三")), "项目信息"),
    "编号规则": (report(lambda d: d["project"].update(证书编号规则="津研{流水:04}")), "项目信息"),
    "拿掉附件6": (gone("附件6.pdf", "附件6.xlsx"), "附件6.xlsx"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_changed_figure_is_found(case: str, packages: tuple[Path, Path], tmp_path: Path) -> None:
    change, names = CASES[case]
    package = tmp_path / "收到" / "包"
    shutil.copytree(packages[0], package)
    change(package, packages[1])
    with_fresh_checksums(package)
    one = looked_at(package, tmp_path)
    assert not one.clean
    assert any(names in difference.line for difference in one.differences), reported_text(one)
