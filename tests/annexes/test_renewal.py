"""``new --from``: an older workbook brought up to date, results to people only where something speaks for it."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Picture
from PIL import Image

from macros.annexes.renewal import Renewal, renewed
from macros.certificates.number import number
from tests.closed_cells import open_book
from tests.command_line import DAY, LONG_NUMBER, CommandLine
from tests.sample import sample_class
from tests.templates.same_class import assert_same
from udfs.notice.plan import NATIONAL
from udfs.notice.rest_days import RESTING, WORKING, days_of
from udfs.records.class_file import ClassFile
from udfs.records.results_view import viewed
from udfs.records.settings import SOFTENING, SPARE_ENTRIES, Setting, own_calendar, own_settings
from udfs.rules.runner import check
from udfs.sample import results_beside
from udfs.values import cells
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)
EIGHT = {"trainees": 8, "staff": 1}


def put(folder: Path, c: ClassFile, name: str = "旧.xlsx") -> Path:
    path = folder / name
    path.write_bytes(entered(c, rows=30))
    return path


def new_from(old: Path, **wishes: Any) -> tuple[Renewal, ClassFile]:
    before = old.read_bytes()
    made = renewed(old, TODAY, ledger=wishes.pop("ledger", str(old.parent / "没有.sqlite3")), **wishes)
    assert old.read_bytes() == before
    path = old.parent / "新.xlsx"
    path.write_bytes(made.data)
    return made, read_file(path, TODAY)


def results(c: ClassFile) -> dict[str, tuple[object, object]]:
    return {one.key: (one.passed, one.certificate) for one in c.results}


def first_edition(folder: Path, c: ClassFile) -> Path:
    """附件5 names people by position, and results are typed there: 附件4 has no columns for them."""
    bare = viewed(c.changed(people=tuple(one.changed(passed=None, certificate=None, owner=None) for one in c.people)))
    path = put(folder, bare)
    book = openpyxl.load_workbook(path)
    for column in (13, 14, 15):
        book["附件4"].cell(3, column).value = None
    for one in c.results:
        book["附件5"].cell(one.row, 8).value, book["附件5"].cell(one.row, 9).value = one.passed, one.certificate
    book.save(path)
    return path


def test_a_workbook_of_today_comes_out_the_same(tmp_path: Path) -> None:
    c = results_beside(sample_class(NATIONAL, 2))
    (tmp_path / "旧.xlsx").write_bytes(entered(c))
    made, new = new_from(tmp_path / "旧.xlsx")
    assert made.left == []
    old = read_file(tmp_path / "旧.xlsx", TODAY)
    assert_same(old.changed(materials=()), new.changed(materials=()))
    assert {one.item: one.ready for one in new.materials}.items() >= {one.item: one.ready for one in old.materials}.items()
    assert new.results_beside
    assert not any(one.blocks for one in check(new).findings)


def test_a_typed_sheet_goes_beside_the_people_by_document_number(tmp_path: Path) -> None:
    c = sample_class(**EIGHT)
    turned = tuple(one.changed(row=4 + at, number=at + 1) for at, one in enumerate(reversed(c.results)))
    made, new = new_from(put(tmp_path, c.changed(results=turned)))
    assert {claim.proof for claim in made.claims} == {"附件5"}
    assert new.results_beside
    assert results(new) == results(c)
    assert [one.owner for one in new.trainees] == [one.document for one in c.trainees]


def test_a_typed_row_of_a_stranger_is_listed(tmp_path: Path) -> None:
    c = sample_class(**EIGHT)
    made, new = new_from(put(tmp_path, c.changed(people=c.people[1:], absences=())))
    assert len(new.results) == 7
    assert "附件5第4行" in made.left[0]


def test_hours_that_absence_does_not_explain_are_listed(tmp_path: Path) -> None:
    c = sample_class(**EIGHT)
    changed = tuple(one.changed(hours=20) if at == 4 else one for at, one in enumerate(c.results))
    made, new = new_from(put(tmp_path, c.changed(results=changed)))
    assert new.results[4].hours == 32
    assert ["第8行的学时数" in line for line in made.left] == [True]


def test_results_by_position_need_a_word(tmp_path: Path) -> None:
    c = results_beside(sample_class(**EIGHT))
    old = first_edition(tmp_path, c)
    made, new = new_from(old)
    assert len(made.doubtful) == len(made.left) == 8
    assert set(results(new).values()) == {(None, None)}
    made, new = new_from(old, confirmed=True)
    assert (made.doubtful, made.left) == ([], [])
    assert results(new) == results(c)


def test_the_ledger_speaks_for_a_number(tmp_path: Path) -> None:
    old, place = numbered(tmp_path)
    made, new = new_from(old, ledger=place)
    assert {claim.proof for claim in made.claims} == {"台账"}
    assert results(new) == results(read_file(old, TODAY))


def test_a_number_that_is_void_has_no_proof_of_the_ledger(tmp_path: Path) -> None:
    old, place = numbered(tmp_path)
    gone = cells.text(read_file(old, TODAY).results[2].certificate)
    with sqlite3.connect(place) as raw:
        raw.execute("UPDATE certificate SET state = 'void' WHERE number = ?", (gone,))
    made, _ = new_from(old, ledger=place)
    assert [claim.certificate for claim in made.claims if claim.proof != "台账"] == [gone]


def numbered(folder: Path) -> tuple[Path, str]:
    """A first-edition workbook with numbers from the ledger at the second value."""
    c = results_beside(sample_class(**EIGHT))
    old = first_edition(folder, viewed(c.changed(people=tuple(one.changed(certificate=None) for one in c.people))))
    place = str(folder / "台账.sqlite3")
    book = open_book(old)
    assert len(number(book, TODAY, place).given) == 8
    book.save()
    return old, place


def test_the_journal_speaks_for_a_number(tmp_path: Path) -> None:
    old, _ = numbered(tmp_path)
    made, new = new_from(old)
    assert {claim.proof for claim in made.claims} == {"撤销记录"}
    assert results(new) == results(read_file(old, TODAY))


def test_what_has_drifted_since_is_not_believed(tmp_path: Path) -> None:
    """附件4 was sorted after the numbers were given: 附件5 shows other people beside the same results."""
    old, place = numbered(tmp_path)
    book = open_book(old)
    block = book.sheets["附件4"].range("B4:L6")
    block.value = [block.value[2], block.value[0], block.value[1]]
    book.save()
    for ledger in (place, str(tmp_path / "没有.sqlite3")):
        made, new = new_from(old, ledger=ledger)
        assert [claim.row for claim in made.doubtful] == [4, 5, 6]
        assert [one.certificate for one in new.results][:4] == [None, None, None, "津高研2025090004"]


def test_what_users_added_is_listed(tmp_path: Path) -> None:
    path = put(tmp_path, results_beside(sample_class(**EIGHT)))
    book = openpyxl.load_workbook(path)
    book["附件4"]["S3"], book["附件4"]["S4"] = "房间", "301"
    book.create_sheet("住宿安排")["A1"] = "名单"
    book.save(path)
    made, _ = new_from(path)
    assert ["房间" in made.left[0], "住宿安排" in made.left[1], len(made.left)] == [True, True, 2]


def test_explanations_come_along(tmp_path: Path) -> None:
    c = sample_class(**EIGHT)
    results_ = tuple(one.changed(certificate="津高研2025080006") if at == 5 else one for at, one in enumerate(c.results))
    path = put(tmp_path, c.changed(results=results_))
    gaoyan = CommandLine(tmp_path)
    gaoyan("check", str(path), "--write")
    book = open_book(path)
    rows = {row[9]: at for at, row in enumerate(book.sheets["核验"].range("A4:L40").value, start=4)}
    book.sheets["核验"].range(f"F{rows['A5-14']}").value = "补发"
    book.save()
    _, new = new_from(path)
    assert [(one.cell, one.explained) for one in check(new).findings if one.code == "A5-14"] == [("N9", "补发")]


def test_what_the_office_has_changed_comes_along(tmp_path: Path) -> None:
    """A rate, a softened rule, one entry more than the new sheet has cells for, and the days of two years."""
    rows = [Setting("讲课费上限（税后）", "副高", 600), Setting("540适用范围", "", "全部")]
    rows += [Setting(SOFTENING, str(at), f"A4-{at:02} 提示") for at in range(1, SPARE_ENTRIES + 2)]
    calendar = own_calendar([day for day in days_of(RESTING) if day != date(2026, 1, 2)] + [date(2027, 1, 1)], days_of(WORKING))
    c = sample_class(**EIGHT).changed(settings=(*own_settings(rows), *calendar))
    old = read_file(put(tmp_path, c), TODAY)
    assert {one.entry for one in old.settings if one.name == "节假日安排"} == {"2026", "2027"}
    made, new = new_from(tmp_path / "旧.xlsx")
    assert [line for line in made.left if "参数" in line] == [f"参数“{SOFTENING}9”A4-09 提示：新工作簿没有这一格"]
    assert new.settings == tuple(one for one in old.settings if (one.name, one.entry) != (SOFTENING, "9"))


def test_the_command_prints_who_would_get_what(tmp_path: Path) -> None:
    old = first_edition(tmp_path, results_beside(sample_class(**EIGHT)))
    gaoyan = CommandLine(tmp_path)
    result = gaoyan("new", str(tmp_path / "新.xlsx"), "--from", str(old), "--today", DAY)
    assert result.code == 0
    assert result.out.count("→ 是，津高研2025") == 8
    assert "没有带入 8 项" in result.out
    assert not LONG_NUMBER.search(result.out)
    result = gaoyan("new", str(tmp_path / "新.xlsx"), "--from", str(old), "--today", DAY, "--confirm", "--force")
    assert "没有带入" not in result.out
    assert len(results(read_file(tmp_path / "新.xlsx", TODAY))) == 8


def test_the_command_refuses(tmp_path: Path) -> None:
    old = put(tmp_path, results_beside(sample_class(**EIGHT)))
    gaoyan = CommandLine(tmp_path)
    for arguments in (["--from", str(old), "--level", "市级"], [], ["--level", "市级"]):
        assert gaoyan("new", str(tmp_path / "新.xlsx"), *arguments).code == 2
    assert gaoyan("new", str(old), "--from", str(old), "--force").code == 2
    assert not (tmp_path / "新.xlsx").exists()


def test_comments_and_pictures_are_named(tmp_path: Path) -> None:
    """Cells are taken over, what hangs on them is not: it is stated where it hung."""
    old = put(tmp_path, results_beside(sample_class(**EIGHT)))
    assert not [line for line in renewed(old, TODAY).left if "批注" in line or "图片" in line]
    book = openpyxl.load_workbook(old)
    book["附件4"]["B6"].comment = Comment("改为线上参加", "老师")
    picture = tmp_path / "章.png"
    Image.new("RGB", (9, 9)).save(picture)
    book["附件5"].add_image(Picture(str(picture)), "K2")
    book.save(old)
    reported = [line for line in renewed(old, TODAY).left if "批注" in line or "图片" in line]
    assert [line.partition("：")[0] for line in reported] == ["附件4的批注（B6等处）", "附件5的图片"]
