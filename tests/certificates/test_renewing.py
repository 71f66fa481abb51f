"""A mistaken rule of certificate numbers: asked about before, taken back after; and what a rule that cannot be judged bars."""

from __future__ import annotations

import os
from pathlib import Path
from unittest import mock

import pytest

from addin.demo.planting import another_absence, in_order, project, row
from macros.certificates.ledger import entries, mark_exported
from macros.certificates.ledger_reading import listed, verify, void
from macros.certificates.ledger_standing import taken_back
from macros.certificates.number import NumberResult, Outlook, number
from macros.checking.undo import undo
from macros.handing_in.export import exporting
from tests.certificates.numbered_class import CERTIFICATE, TODAY, certificates, put, unnumbered
from tests.closed_cells import open_book
from tests.command_line import CommandLine, is_one_chinese_line
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import ClassFile
from udfs.rules.runner import check
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable
from workbooks.files.progress import finished
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched
from workbooks.templates.entering import entered

TYPO, RIGHT = "津高研2025{流水}", "津高研2025{流水:04}"


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "台账.sqlite3")


def made(folder: Path, c: ClassFile, name: str = "班.xlsx") -> Path:
    path = folder / name
    path.write_bytes(entered(c, rows=30))
    return path


def ruled(path: Path, rule: str) -> None:
    """The rule typed into the workbook by another program."""
    at = read_file(path, TODAY).places["项目信息"].cells["证书编号规则"]
    change = CellChange("项目信息", int(at[1:]), 2, rule)
    path.write_bytes(patched(Package.open(path), [change]))


def numbered(path: Path, place: str, **more: object) -> NumberResult:
    book = open_book(path)
    result = number(book, TODAY, place, **more)  # type: ignore[arg-type]
    book.save()
    return result


def outlook(path: Path, place: str, renew: str = "") -> Outlook:
    """What is asked before numbers are given; the answer is no."""
    asked: list[Outlook] = []

    def no(one: Outlook) -> None:
        asked.append(one)
        raise Unusable("", "", "")

    with pytest.raises(Unusable):
        number(open_book(path), TODAY, place, renew=renew, agreed=no)
    return asked[0]


def test_what_would_be_given_is_shown_with_what_is_doubtful_and_nothing_happens(tmp_path: Path, place: str) -> None:
    path = made(tmp_path, project(number_pattern=TYPO)(unnumbered()))
    found = outlook(path, place)
    assert (found.given[0], found.given[-1], found.span) == ("津高研20251", "津高研202510", "津高研20251 至 津高研202510")
    assert [one[:6] for one in found.doubts] == ["“2025”", "流水没有写明"]
    assert not Path(place).exists()
    ruled(path, RIGHT)
    assert outlook(path, place).doubts == ()


def test_a_rule_that_another_class_uses_is_named(tmp_path: Path, place: str) -> None:
    numbered(made(tmp_path, project(number_pattern=RIGHT, plan_number=10)(unnumbered()), "一.xlsx"), place)
    other = made(tmp_path, project(number_pattern=RIGHT)(unnumbered()), "二.xlsx")
    found = outlook(other, place)
    assert found.doubts == ("2025/市级/10已用这条规则编号，本期接着编",)
    assert found.given[0] == "津高研20250011"


def test_a_series_of_a_mistaken_rule_is_given_anew(tmp_path: Path, place: str) -> None:
    path = made(tmp_path, project(number_pattern=TYPO)(unnumbered()))
    before = numbered(path, place).given
    ruled(path, RIGHT)
    assert outlook(path, place, "规则写错").renewed == before
    result = numbered(path, place, renew="规则写错")
    assert result.renewed == before
    assert certificates(path) == [f"津高研2025{at:04}" for at in range(1, 11)]
    assert {one.note for one in listed(place) if one.number in before} == {"规则写错"}
    assert verify(place).problems == ()
    assert (numbered(path, place).given, numbered(path, place).reinstated) == ((), ())


def test_the_same_rule_gives_no_number_a_second_time(tmp_path: Path, place: str) -> None:
    path = made(tmp_path, unnumbered())
    before = numbered(path, place).given
    after = numbered(path, place, renew="印错").given
    assert not set(before) & set(after)
    assert after[0] == "津高研2025090011"
    assert verify(place).problems == ()


def test_numbers_typed_by_hand_that_obey_the_rule_are_adopted(tmp_path: Path, place: str) -> None:
    path = made(tmp_path, project(number_pattern=TYPO)(unnumbered()))
    numbered(path, place)
    ruled(path, RIGHT)
    put(path, (0, CERTIFICATE, "津高研20250003"))
    assert numbered(path, place, renew="规则写错").given[:3] == ("津高研20250004", "津高研20250005", "津高研20250006")
    assert certificates(path)[0] == "津高研20250003"


def test_an_undo_takes_the_series_back_and_another_rule_gives_other_numbers(tmp_path: Path, place: str) -> None:
    path = made(tmp_path, project(number_pattern=TYPO)(unnumbered()))
    before = numbered(path, place).given
    undo(open_book(path))
    assert "随之作废" in taken_back(read_file(path, TODAY), place)
    ruled(path, RIGHT)
    assert numbered(path, place).given[0] == "津高研20250001"
    assert verify(place).problems == ()
    states = {one.number: one.state for one in listed(place)}
    assert {states[one] for one in before} == {"作废"}


def test_an_undo_of_a_renewal_brings_the_old_numbers_back(tmp_path: Path, place: str) -> None:
    path = made(tmp_path, unnumbered())
    before = numbered(path, place).given
    after = numbered(path, place, renew="印错").given
    undo(open_book(path))
    assert "重新有效" in taken_back(read_file(path, TODAY), place)
    states = {one.number: one.state for one in listed(place)}
    assert ({states[one] for one in before}, {states[one] for one in after}) == ({"有效"}, {"作废"})
    assert numbered(path, place).kept == before


def test_once_exported_a_series_stays(tmp_path: Path, place: str) -> None:
    path = made(tmp_path, unnumbered())
    numbered(path, place)
    mark_exported(read_file(path, TODAY), place)
    with pytest.raises(Unusable, match="已经导出"):
        numbered(path, place, renew="印错")
    undo(open_book(path))
    assert "不退回" in taken_back(read_file(path, TODAY), place)
    assert {one.state for one in listed(place)} == {"有效"}
    assert verify(place).problems == ()


@pytest.mark.parametrize("way", ["command", "button"])
def test_an_export_is_noted_in_the_ledger_but_no_draft(way: str, tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    path = gaoyan.book(sample_class(MUNICIPAL, 9))
    renew = ("number", path.name, "--renew", "--reason", "印错", "--yes")
    export = ("export", path.name, "--out", "稿", "--today", str(TODAY))
    assert gaoyan("number", path.name).code == 0
    assert gaoyan(*export, "--draft").code == 0
    assert gaoyan(*renew).code == 0
    if way == "command":
        assert gaoyan(*export).code == 0
    else:
        with mock.patch.dict(os.environ, gaoyan.environment):
            assert finished(exporting(open_book(path), tmp_path / "稿", TODAY)).folder is not None
    refused = gaoyan(*renew)
    assert (refused.code, "已经导出" in refused.err) == (2, True), refused


def test_a_number_voided_by_hand_is_never_revived(tmp_path: Path, place: str) -> None:
    path = made(tmp_path, unnumbered())
    first = numbered(path, place).given[0]
    void([first], "证书印错", place)
    refused = numbered(path, place)
    assert [one.why for one in refused.without] == [f"已填的 {first} 不对，台账中它已作废（证书印错），请删去"]
    c = read_file(path, TODAY)
    reported = [one.message for one in check(c.changed(ledger=entries(c, place))).findings if one.code == "A5-17"]
    assert ["已作废" in one for one in reported] == [True]
    put(path, (0, CERTIFICATE, None))
    assert numbered(path, place).given == ("津高研2025090011",)
    assert next(one for one in listed(place) if one.number == first).note == "证书印错"


@pytest.mark.parametrize(
    ("spoil", "who"),
    [
        (project(hours="32学时"), 10),
        (project(hours=None), 10),
        (project(start="7月14日"), 10),
        (another_absence(2, leave="3节", hours=24), 1),
        (row("results", 3, hours="二十八"), 1),
    ],
)
def test_whom_a_rule_could_not_judge_gets_no_number(spoil, who: int, tmp_path: Path, place: str) -> None:  # type: ignore[no-untyped-def]
    """One cell of the class bars everybody, one of a person the person; each is named with the reason."""
    path = made(tmp_path, in_order(project(number_pattern=RIGHT), spoil)(unnumbered()))
    result = numbered(path, place)
    assert len(result.without) == who
    assert all(one.name and one.why for one in result.without)
    assert len(result.given) == 10 - who


def test_the_command_asks_for_yes_where_nobody_can_answer(tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    path = made(tmp_path, project(number_pattern=TYPO)(unnumbered()))
    before = path.read_bytes()
    refused = gaoyan("number", path.name)
    assert refused.code == 2
    assert "--yes" in refused.err
    assert is_one_chinese_line(refused.err)
    assert path.read_bytes() == before
    assert gaoyan("number", path.name, "--yes").code == 0
    ruled(path, RIGHT)
    assert gaoyan("number", path.name, "--renew").code == 2
    renewed = gaoyan("number", path.name, "--renew", "--reason", "规则写错")
    assert (renewed.code, certificates(path)[0]) == (0, "津高研20250001"), renewed.err
    undone = gaoyan("undo", path.name)
    assert "重新有效" in undone.out
