"""材料清单.pdf is held line by line against what the report tells of the list and of the class."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.received.forging import Change, forged, page_changed, report, with_fresh_checksums
from tests.received.packages import exported, looked_at, reported_text
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import Material

OWN = Material(row=90, item="场地租赁合同（13800000000）", clause="本单位规定", ready="是")


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list with a line of the office's own, and one thing that is not ready."""
    c = sample_class(NATIONAL, 2)
    rows = [one.changed(ready=None) if one.item == "图文动态信息" else one for one in c.materials]
    return exported(c.changed(materials=(*rows, OWN)), tmp_path_factory.mktemp("honest"))


def pieces(content: bytes) -> list[bytes]:
    return re.split(rb"(?=/Span<<)", content)


def without(at: int) -> Callable[[bytes], bytes]:
    """The page with its words number ``at`` gone."""

    def change(content: bytes) -> bytes:
        parts = pieces(content)
        words = [number for number, part in enumerate(parts) if b"BT" in part]
        del parts[words[at]]
        return b"".join(parts)

    return change


def swapped(one: int, other: int) -> Callable[[bytes], bytes]:
    """What two pieces of words say, each in the place of the other."""

    def change(content: bytes) -> bytes:
        parts = pieces(content)
        words = [number for number, part in enumerate(parts) if b"BT" in part]
        first, second = (re.search(rb"/f\d .*?ET", parts[words[at]], re.DOTALL) for at in (one, other))
        assert first is not None
        assert second is not None
        parts[words[one]] = parts[words[one]].replace(first[0], second[0])
        parts[words[other]] = parts[words[other]].replace(second[0], first[0])
        return b"".join(parts)

    return change


def ticked(document: dict[str, Any]) -> None:
    next(one for one in document["materials"] if one["item"] == "图文动态信息")["ready"] = True


def one_less(document: dict[str, Any]) -> None:
    document["materials"] = [one for one in document["materials"] if "场地" not in one["item"]]


CASES: dict[str, tuple[Change, str]] = {
    "两格对调": (page_changed("材料清单.pdf", swapped(20, 22)), "材料清单.pdf为“"),
    "少一格": (page_changed("材料清单.pdf", without(30)), "材料清单.pdf为“"),
    "勾选": (report(ticked), "“图文动态信息”的齐备应为“是”，材料清单.pdf为“□"),
    "自列事项": (report(one_less), "材料清单.pdf还有“"),
    "报送日期": (report(lambda d: d["project"].update(总结材料报送日期="2025-05-01")), "“总结材料”的报送日期应为“2025-05-01”"),
    "资助": (report(lambda d: d["project"].update(经费来源="单位自筹")), "材料清单.pdf"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_changed_line_is_reported(case: str, honest: Path, tmp_path: Path) -> None:
    change, says = CASES[case]
    one = looked_at(forged(honest, change, tmp_path), tmp_path)
    assert not one.clean
    assert says in reported_text(one), reported_text(one)


def test_an_honest_list_is_clean_and_nothing_of_it_is_left_out(honest: Path, tmp_path: Path) -> None:
    shutil.copytree(honest, tmp_path / "收到" / "包")
    one = looked_at(tmp_path / "收到" / "包", tmp_path)
    assert one.clean, reported_text(one)
    assert one.remarks == ()
    assert "13800000000" not in (tmp_path / "收到" / "包" / "核验报告.json").read_text(encoding="utf-8")


def test_of_an_earlier_package_what_is_ticked_is_named_as_not_looked_at(tmp_path: Path) -> None:
    """Its report does not tell the list: the rest of the page is compared all the same."""
    package = exported(sample_class(MUNICIPAL, 9), tmp_path / "收到")
    report(lambda document: document.pop("materials"))(package, package)
    with_fresh_checksums(package)
    one = looked_at(package, tmp_path)
    assert one.clean, reported_text(one)
    assert any("没有核对" in remark for remark in one.remarks)
    page_changed("材料清单.pdf", without(30))(package, package)
    with_fresh_checksums(package)
    assert not looked_at(package, tmp_path).clean


def test_of_an_earlier_national_package_the_papers_of_the_claim_may_be_ticked_or_not(tmp_path: Path) -> None:
    package = exported(sample_class(NATIONAL, 2), tmp_path / "收到")
    report(lambda document: document.pop("materials"))(package, package)
    with_fresh_checksums(package)
    one = looked_at(package, tmp_path)
    assert one.clean, reported_text(one)
