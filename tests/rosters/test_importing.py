"""Rosters into annex 4: who is new, who is known, what is never overwritten, and that everything can be taken back.

Requirements covered: matched by document number and never doubled; empty cells erase nothing; disagreements listed, taken only
with --take-new; people without a number only where it is unambiguous; ready rows; text that looks like a formula; dry run; undo;
import of an export and of the workbook itself; import twice = once; masked output.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.cli import run
from benchmarks import bench_import
from benchmarks.measuring import in_turn
from macros.people.importing import ImportResult, Sources, decided, import_rosters
from macros.people.merging import ADDED, UNCHANGED
from tests.closed_cells import open_book
from tests.rosters.merged import merge
from tests.rosters.model import DOCUMENT, FIVE, FOUR, HEADS, PHONE, TITLE, lines, made_up, rows_of, text, xlsx
from tests.sample import made_up_people, sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import PEOPLE
from udfs.values.cells import column_number
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable
from workbooks.forms import FORMS
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched
from workbooks.rosters.reading import read_rosters
from workbooks.templates.entering import entered
from workbooks.templates.new_class import build_template

TODAY = date(2025, 6, 30)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "本期.xlsx"
    path.write_bytes(build_template(MUNICIPAL, 9, rows=20))
    return path


def bring(book: Path, *sources: Path, **options: Any) -> ImportResult:
    opened = open_book(book)
    result = import_rosters(opened, Sources(list(sources)), TODAY, **options)
    if not options.get("dry_run"):
        opened.save()
    return result


def people_in(book: Path) -> list[dict[str, str]]:
    return [{field: str(one.get(field) or "") for field in FIVE} for one in read_file(book, TODAY).people]


def test_new_people_stand_under_the_last_one_with_their_numbers(book: Path, tmp_path: Path) -> None:
    xlsx([HEADS, *rows_of(made_up(1, 3), FIVE)])(tmp_path / "a.xlsx")
    xlsx([HEADS, *rows_of(made_up(2, 2), FIVE)])(tmp_path / "b.xlsx")
    steps: list[tuple[str, int, int]] = []
    assert bring(book, tmp_path / "a.xlsx").rows == (4, 6)
    assert bring(book, tmp_path / "b.xlsx", progress=lambda *step: steps.append(step)).rows == (7, 8)
    assert steps[-2:] == [("写入附件4", 0, 1), ("写入附件4", 1, 1)]
    assert people_in(book) == [*made_up(1, 3), *made_up(2, 2)]
    assert [one.number for one in read_file(book, TODAY).people] == [1, 2, 3, 4, 5]


def test_text_that_looks_like_a_formula_stays_text(book: Path, tmp_path: Path) -> None:
    rows = rows_of(made_up(1, 4), FIVE, numbered=False)
    for row, sign in zip(rows, "=+-@", strict=True):
        row[3] = f"{sign}1+1"
    text(lines([FIVE, *rows]))(tmp_path / "a.csv")
    bring(book, tmp_path / "a.csv")
    sheet = openpyxl.load_workbook(book)["附件4"]
    assert [(sheet.cell(row, 5).value, sheet.cell(row, 5).data_type) for row in range(4, 8)] == [
        (f"{sign}1+1", "s") for sign in "=+-@"
    ]


@pytest.mark.parametrize("stray", ["备注：晚到", "学员"])
def test_what_stands_in_a_row_for_a_new_person_is_not_written_over(book: Path, tmp_path: Path, stray: str) -> None:
    """A remark in a working column two rows below the last person; the same value again is no loss."""
    kind = FORMS[PEOPLE].table
    assert kind
    column = column_number(kind.letters["人员类别"])
    book.write_bytes(patched(Package.open(book), [CellChange(PEOPLE, 5, column, stray)]))
    before = book.read_bytes()
    xlsx([[*FIVE, "人员类别"], *([*row, "学员"] for row in rows_of(made_up(1, 3), FIVE, numbered=False))])(tmp_path / "a.xlsx")
    if stray == "学员":
        assert bring(book, tmp_path / "a.xlsx").rows == (4, 6)
        return
    with pytest.raises(Unusable, match=rf"附件4 {kind.letters['人员类别']}5：已有内容“备注：晚到”"):
        bring(book, tmp_path / "a.xlsx")
    assert book.read_bytes() == before


def test_of_several_classes_the_one_of_the_workbook_is_taken(book: Path, tmp_path: Path) -> None:
    topics = [str(read_file(book, TODAY).project.topic), "别的选题高级研修班"]
    rows = [[*row, topics[at % 2]] for at, row in enumerate(rows_of(made_up(1, 6), FIVE, numbered=False))]
    xlsx([[*FIVE, "班次"], *rows])(tmp_path / "a.xlsx")
    assert bring(book, tmp_path / "a.xlsx").roster.groups == dict.fromkeys(topics, 3)
    assert people_in(book) == made_up(1, 6)[::2]


def test_a_dry_run_writes_nothing(book: Path, tmp_path: Path) -> None:
    xlsx([HEADS, *rows_of(made_up(1, 3), FIVE)])(tmp_path / "a.xlsx")
    before = book.read_bytes()
    result = bring(book, tmp_path / "a.xlsx", dry_run=True)
    assert (result.cells, result.rows, book.read_bytes()) == (15, (4, 6), before)


def test_undo_gives_the_bytes_before(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    xlsx([HEADS, *rows_of(made_up(1, 3), FIVE)])(tmp_path / "a.xlsx")
    before = book.read_bytes()
    assert run(["import", str(book), str(tmp_path / "a.xlsx")]) == 0
    assert book.read_bytes() != before
    assert run(["undo", str(book)]) == 0
    assert book.read_bytes() == before
    capsys.readouterr()


def test_a_refused_source_leaves_the_workbook_alone(book: Path, tmp_path: Path) -> None:
    xlsx([HEADS, *rows_of(made_up(1, 3), FIVE)])(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04broken")
    before = book.read_bytes()
    with pytest.raises(Unusable):
        bring(book, tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert book.read_bytes() == before


def test_a_workbook_of_ours_is_a_source(book: Path, tmp_path: Path) -> None:
    c = sample_class(trainees=12, staff=1)
    other = tmp_path / "别的工作簿.xlsx"
    other.write_bytes(entered(c))
    bring(book, other)
    assert people_in(book) == people_in(other)
    assert [one.kind for one in read_file(book, TODAY).people] == [one.kind for one in c.people]
    assert bring(other, other).cells == 0


def test_a_book_without_annex_4_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    xlsx([["事项", "是否齐备"], ["总结", "是"]], "材料清单")(path)
    xlsx([HEADS, *rows_of(made_up(1, 3), FIVE)])(tmp_path / "b.xlsx")
    with pytest.raises(Unusable, match="没有“附件4”"):
        bring(path, tmp_path / "b.xlsx")


# --- the command -------------------------------------------------------------------------------------------------------


def test_nothing_printed_holds_a_whole_number(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = made_up(1, 4)
    xlsx([HEADS, *rows_of(people, FIVE)])(tmp_path / "a.xlsx")
    changed = [{**one, PHONE: f"{one[PHONE][:3]}9999{one[PHONE][7:]}"} for at, one in enumerate(people)]
    rows = [*rows_of(changed, FIVE), ["", "", people[0][DOCUMENT], people[0][PHONE], "", ""], [f"备注：{people[1][DOCUMENT]}"]]
    xlsx([HEADS, *rows])(tmp_path / "b.xlsx")
    assert run(["import", str(book), str(tmp_path / "a.xlsx")]) == 0
    for more in ([], ["--json"]):
        assert run(["import", str(book), str(tmp_path / "b.xlsx"), *more]) == 0
        printed = capsys.readouterr()
        for one in [*people, *changed]:
            assert one[DOCUMENT] not in printed.out + printed.err
            assert one[PHONE] not in printed.out + printed.err
    document = json.loads(printed.out)
    assert document["summary"] == {"read": 4, "added": 0, "updated": 0, "unchanged": 0, "conflicting": 4, "repeated": 0}
    assert [one["what"] for one in document["skipped"]] == ["没有姓名", "合计、备注等表尾内容"]
    assert len({document["conflicts"][0]["present"], document["conflicts"][0]["offered"]}) == 2
    assert document["conflicts"][0]["present"] == f"{people[0][PHONE][:3]}****{people[0][PHONE][7:]}"


def test_pasted_text_comes_by_standard_input(book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pasted = tmp_path / "pasted"
    pasted.write_bytes(lines([HEADS, *rows_of(made_up(1, 3), FIVE)], "\t").encode())
    with pasted.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert run(["import", str(book), "-"]) == 0
    assert people_in(book) == made_up(1, 3)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--map", "手机"], "写法不对"),
        (["--map", "手机=籍贯"], "没有“籍贯”这个字段"),
        (["--sheet", "名单"], "没有工作表“名单”"),
        (["--class", "第九期"], "没有这个班次"),
        (["--today", "明天"], "不是日期"),
    ],
)
def test_a_wrong_option_is_one_line(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    xlsx([HEADS, *rows_of(made_up(1, 3), FIVE)])(tmp_path / "a.xlsx")
    assert run(["import", str(book), str(tmp_path / "a.xlsx"), *options]) == 2
    printed = capsys.readouterr()
    assert words in printed.err
    assert len(printed.err.splitlines()) == 1


# --- properties --------------------------------------------------------------------------------------------------------

several = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def rosters(draw: st.DrawFn) -> tuple[list[dict[str, str]], list[str], str]:
    """(people, order of columns, file name): any columns in any order, any format."""
    people = made_up_people(draw(st.integers(1, 12)), draw(st.integers(0, 3)), MUNICIPAL, draw(st.integers(1, 999)))
    more = draw(st.lists(st.sampled_from([TITLE, "人员类别", "所属地区", "参训方式", "是否收费"]), unique=True))
    columns = draw(st.permutations([*FOUR, *more]))
    name = draw(st.sampled_from(["a.xlsx", "utf-8.csv", "gb18030.csv", "utf-16.txt", "utf-8-sig.csv"]))
    return [{field: str(one.get(field)) for field in columns} for one in people], columns, name


def written(roster: tuple[list[dict[str, str]], list[str], str], folder: Path) -> Path:
    people, columns, name = roster
    rows = [columns, *rows_of(people, columns, numbered=False)]
    path = folder / name
    (xlsx(rows) if name == "a.xlsx" else text(lines(rows), path.stem))(path)
    return path


@given(rosters())
@several
def test_any_columns_any_order_any_format(tmp_path: Path, roster: tuple[list[dict[str, str]], list[str], str]) -> None:
    assert [entry.values for entry in read_rosters([written(roster, tmp_path)]).entries] == roster[0]


@given(rosters())
@settings(several, max_examples=8)
def test_import_twice_is_import_once(tmp_path: Path, roster: tuple[list[dict[str, str]], list[str], str]) -> None:
    book = tmp_path / "本期.xlsx"
    book.write_bytes(build_template(MUNICIPAL, 9, rows=20))
    source = written(roster, tmp_path)
    assert len(bring(book, source).merged.added) == len(roster[0])
    once = book.read_bytes()
    again = bring(book, source)
    assert (again.cells, again.merged.total(UNCHANGED)) == (0, len(roster[0]))
    assert book.read_bytes() == once


@given(rosters(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_rows_does_not_matter_to_who_is_known(
    roster: tuple[list[dict[str, str]], list[str], str], chance: object
) -> None:
    """Half the people are in the workbook: whatever the order, they are known and the others are new."""
    people = roster[0]
    present, offered = people[: len(people) // 2], list(people)
    chance.shuffle(offered)  # type: ignore[attr-defined]
    merger = merge(present, offered)
    assert merger.merged.total(UNCHANGED) == len(present)
    assert merger.merged.total(ADDED) == len(people) - len(present)


@pytest.mark.large
def test_ten_thousand_rows_within_three_times_calamine(tmp_path: Path) -> None:
    """Reading, mapping, tidying and matching, against python-calamine alone on the same file, measured in turn."""
    people = made_up_people(10_000, 0, MUNICIPAL, seed=5)
    bench_import.roster(tmp_path / "a.xlsx", list(people))
    empty = bench_import.class_with(())
    ours, alone = in_turn(
        {
            "import": lambda: decided(empty, Sources([tmp_path / "a.xlsx"])),
            "calamine": lambda: bench_import.calamine_alone(tmp_path / "a.xlsx"),
        },
        rounds=9,
    )
    assert min(ours.seconds) < bench_import.LIMIT * min(alone.seconds)
