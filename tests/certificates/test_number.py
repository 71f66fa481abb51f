"""``number``: who gets a certificate number, which, and who does not; together with the ledger."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from addin.buttons.numbering import message
from addin.demo.planting import another_absence, in_order, project, row
from macros.certificates.ledger import Ledger, NumberClaim, Series
from macros.certificates.ledger_reading import void
from macros.certificates.number import NumberResult, number
from tests.closed_cells import open_book
from tests.command_line import CommandLine
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)


def unnumbered(trainees: int = 52, plan: int = 9) -> ClassFile:
    c = sample_class(MUNICIPAL, plan, trainees=trainees)
    return c.changed(results=tuple(result.changed(certificate=None) for result in c.results))


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "台账.sqlite3")


def put(folder: Path, c: ClassFile, name: str = "班.xlsx") -> Path:
    path = folder / name
    path.write_bytes(entered(c))
    return path


def numbered(path: Path, place: str) -> NumberResult:
    book = open_book(path)
    result = number(book, TODAY, place)
    book.save()
    return result


def certificates(path: Path) -> list[object]:
    return [result.certificate for result in read_file(path, TODAY).results]


def test_everybody_who_passed_gets_the_next_number_in_the_order_of_the_list(tmp_path: Path, place: str) -> None:
    path = put(tmp_path, row("results", 1, passed="否")(unnumbered()))
    result = numbered(path, place)
    assert len(result.given) == result.written == 51
    assert not result.kept
    assert certificates(path)[:4] == ["津高研2025090001", None, "津高研2025090002", "津高研2025090003"]


def test_twice_changes_nothing(tmp_path: Path, place: str) -> None:
    path = put(tmp_path, unnumbered())
    numbered(path, place)
    first = path.read_bytes()
    again = numbered(path, place)
    assert (len(again.given), len(again.kept), again.written) == (0, 52, 0)
    assert path.read_bytes() == first


def test_numbers_of_people_who_are_in_the_workbook_no_more_are_named(tmp_path: Path, place: str) -> None:
    """Deleted from 附件4, or their document number corrected: the number stays in force, and nobody would see it."""
    c = unnumbered()
    numbered(put(tmp_path, c), place)
    fewer = c.changed(
        people=tuple(one for one in c.people if one.key != c.results[3].key), results=(*c.results[:3], *c.results[4:])
    )
    again = numbered(put(tmp_path, fewer), place)
    assert again.unlisted == (("津高研2025090004", str(c.results[3].name)),)
    assert len(again.kept) == 51
    assert f"津高研2025090004（{c.results[3].name}）。不再发证的请在台账中作废" in message(again)
    void(["津高研2025090004"], "已退学", place)
    assert numbered(tmp_path / "班.xlsx", place).unlisted == ()


def test_a_workbook_that_was_not_saved_gets_the_same_numbers_next_time(tmp_path: Path, place: str) -> None:
    path = put(tmp_path, unnumbered())
    number(open_book(path), TODAY, place)
    assert certificates(path)[0] is None
    result = numbered(path, place)
    assert (len(result.given), len(result.kept)) == (0, 52)
    assert certificates(path)[:2] == ["津高研2025090001", "津高研2025090002"]


def test_a_newcomer_gets_the_next_one_and_nobody_elses_moves(tmp_path: Path, place: str) -> None:
    c = unnumbered()
    path = put(tmp_path, row("results", 0, passed="否")(c))
    numbered(path, place)
    before = certificates(path)
    path = put(tmp_path, c)
    result = numbered(path, place)
    assert result.given == ("津高研2025090052",)
    assert certificates(path) == ["津高研2025090052", *before[1:]]


@pytest.mark.parametrize(
    ("spoil", "who", "why"),
    [
        (another_absence(2, leave=5, hours=27), 2, "A5-09"),
        (row("results", 3, hours=20), 3, "A5-08"),
        (row("results", 4, document="120199199001010000"), 4, "A5-02"),
        (row("results", 5, document=110105194912310021), 5, "A5-18"),
        (row("results", 6, document=None), 6, "没有身份证号"),
    ],
)
def test_a_fault_that_bars_the_certificate_bars_the_number(
    spoil,
    who: int,
    why: str,
    tmp_path: Path,
    place: str,  # type: ignore[no-untyped-def]
) -> None:
    c = spoil(unnumbered())
    path = put(tmp_path, c)
    result = numbered(path, place)
    assert [(one.row - c.results[0].row, why in one.why + one.code) for one in result.without] == [(who, True)]
    assert len(result.given) == 51
    assert certificates(path)[who] is None


def test_a_typed_number_is_taken_over_and_another_classs_is_refused(tmp_path: Path, place: str) -> None:
    with Ledger(place, create=True) as ledger:
        series = Series("x", lambda serial: f"x{serial}", lambda _: None)
        ledger.allot(series, "2025/市级/10", [NumberClaim("other", "别人", "津高研2025090002")])
    c = in_order(
        row("results", 0, certificate="津高研2025090010"), row("results", 1, certificate="津高研2025090002")
    )(unnumbered())  # fmt: skip
    path = put(tmp_path, c)
    result = numbered(path, place)
    assert result.kept == ("津高研2025090010",)
    assert [(one.row, one.why) for one in result.without] == [
        (c.results[1].row, "已填的 津高研2025090002 不对，台账中它属于别人")
    ]
    assert result.given[0] == "津高研2025090011"
    assert certificates(path)[:3] == ["津高研2025090010", "津高研2025090002", "津高研2025090011"]


def test_two_classes_share_a_ledger_but_no_number(tmp_path: Path, place: str) -> None:
    pattern = project(number_pattern="津{年}{流水:04}")
    one = numbered(put(tmp_path, pattern(unnumbered(plan=9)), "一.xlsx"), place)
    other = numbered(put(tmp_path, pattern(unnumbered(plan=12)), "二.xlsx"), place)
    assert one.given[-1] == "津20250052"
    assert other.given[0] == "津20250053"


def test_a_wider_serial_goes_on_with_the_count(tmp_path: Path, place: str) -> None:
    numbered(put(tmp_path, project(number_pattern="津{年}{流水:02}")(unnumbered()), "一.xlsx"), place)
    other = numbered(put(tmp_path, project(number_pattern="津{年}{流水:05}")(unnumbered(plan=12)), "二.xlsx"), place)
    assert other.given[0] == "津202500053"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number_pattern": None}, "未填"),
        ({"number_pattern": "津高研{年}"}, r"须有且只有一个\{流水\}"),
        ({"number_pattern": "津{期}{流水}"}, "不认识的部分“期”"),
        ({"number_pattern": "津{月:02}{流水:03}", "start": None}, "用到了月"),
        ({"number_pattern": "津{流水:01}"}, "没有编号被分配"),
        ({"level": "区级"}, "未填或不是国家级、市级"),
    ],
)
def test_a_pattern_is_checked_before_use(change: dict[str, object], words: str, tmp_path: Path, place: str) -> None:
    path = put(tmp_path, project(**change)(unnumbered()))
    before = path.read_bytes()
    with pytest.raises(Unusable, match=words):
        numbered(path, place)
    assert path.read_bytes() == before
    assert "certificate" not in leftovers(place)


def leftovers(place: str) -> dict[str, int]:
    """How many rows each table of the ledger has, without those that have none."""
    import sqlite3

    if not Path(place).exists():
        return {}
    with sqlite3.connect(place) as raw:
        counts = {name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("certificate", "event", "series")}
    return {name: count for name, count in counts.items() if count}


def test_a_national_class_gets_its_numbers_from_the_platform(tmp_path: Path, place: str) -> None:
    path = put(tmp_path, sample_class(NATIONAL, 2))
    with pytest.raises(Unusable, match="工程服务平台"):
        numbered(path, place)
    assert not Path(place).exists()


def test_nobody_passed_makes_no_ledger(tmp_path: Path, place: str) -> None:
    c = unnumbered()
    path = put(tmp_path, c.changed(results=tuple(one.changed(passed="否") for one in c.results)))
    assert numbered(path, place) == NumberResult((), (), (), 0)
    assert not Path(place).exists()


def test_a_workbook_without_the_column(tmp_path: Path, place: str) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.worksheets[0].title = "附件5"
    book.worksheets[0].append(["序号", "姓名", "学时数", "身份证号"])
    path = tmp_path / "名单.xlsx"
    book.save(path)
    with pytest.raises(Unusable, match="证书编号"):
        numbered(path, place)


def test_after_an_undo_the_same_people_get_the_same_numbers(tmp_path: Path, place: str) -> None:
    from macros.checking.undo import undo

    path = put(tmp_path, unnumbered())
    before = path.read_bytes()
    numbered(path, place)
    given = certificates(path)
    undo(open_book(path))
    assert path.read_bytes() == before
    numbered(path, place)
    assert certificates(path) == given


def test_two_clerks_press_the_button_at_once(tmp_path: Path) -> None:
    """Two copies of one class and another class, in three processes: the copies agree, the classes share nothing."""
    pattern = project(number_pattern="津{年}{流水:04}")
    gaoyan = CommandLine(tmp_path)
    same, other = (entered(pattern(unnumbered(trainees=12, plan=plan))) for plan in (9, 12))
    books = {"甲.xlsx": same, "乙.xlsx": same, "丙.xlsx": other}
    for name, data in books.items():
        (tmp_path / name).write_bytes(data)
    command = [sys.executable, "-m", "addin", "number", "--yes", "--ledger", str(gaoyan.ledger)]
    running = [subprocess.Popen([*command, name], cwd=tmp_path, stdout=subprocess.DEVNULL) for name in books]
    assert [process.wait(120) for process in running] == [0, 0, 0]
    found = {name: certificates(tmp_path / name) for name in books}
    assert found["甲.xlsx"] == found["乙.xlsx"]
    numbers = [one for name in ("甲.xlsx", "丙.xlsx") for one in found[name]]
    assert sorted(str(one) for one in numbers) == [f"津2025{at:04}" for at in range(1, 25)]
