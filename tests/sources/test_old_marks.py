"""Comments and marks of an .xls are reported as those of an .xlsx. LibreOffice and Gnumeric convert one into the other."""

from __future__ import annotations

import io
import random
import struct
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from xlwt.CompoundDoc import XlsDoc

from tests.office import convert, convert_all
from tests.rosters.model import FIVE, NAME, made_up, xlsx
from workbooks.files.errors import Unusable
from workbooks.rosters.reading import read_rosters
from workbooks.sources.comments_and_strikes import Marks, comment_lines
from workbooks.sources.model import SourceBlock
from workbooks.sources.old_workbooks import with_marks
from workbooks.sources.opening import read_blocks

PEOPLE = made_up(830, 9)
OURS = [[one[field] for field in FIVE] for one in PEOPLE]
HEADS = ["姓名", "身份证号", "手机号", "工作单位", "职称", "年龄", "住宿", "素食", "参训方式"]
NAMES = [one[NAME] for one in PEOPLE]
ERROR, STRUCK_ROW, STRUCK_CELL, STRUCK_PART, COMMENTED, HIDDEN, STRUCK_NUMBERS = range(2, 9)


def with_everything(sheet: Any) -> None:
    for row in range(2, len(OURS) + 2):
        sheet[f"F{row}"], sheet[f"G{row}"], sheet[f"H{row}"], sheet[f"I{row}"] = 40, 1, True, '="线"&"下"'
    sheet[f"D{ERROR}"], sheet[f"E{ERROR}"] = "=1/0", "#N/A"
    for column in "ABCDEFGHI":
        sheet[f"{column}{STRUCK_ROW}"].font = Font(strike=True)
    sheet[f"C{STRUCK_CELL}"].font = Font(strike=True)
    name = NAMES[STRUCK_PART - 2]
    sheet[f"A{STRUCK_PART}"] = CellRichText(TextBlock(InlineFont(strike=True), name[0]), TextBlock(InlineFont(), name[1:]))
    sheet[f"A{COMMENTED}"].comment = Comment("此人改为\n线上参加 abc", "甲")
    sheet[f"D{COMMENTED}"].comment = Comment("only latin, é", "甲")
    sheet.row_dimensions[HIDDEN].hidden = True
    sheet.column_dimensions.group("D", "E", hidden=True)
    for column in "FG":
        sheet[f"{column}{STRUCK_NUMBERS}"].font = Font(strike=True)


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("marks") / "名册.xlsx"
    xlsx([HEADS, *OURS], then=with_everything)(path)
    return convert(path, "xlsx", path.parent / "saved")  # what formulas give stands in it


def by_libreoffice(path: Path) -> Path:
    return convert(path, "xls", path.parent / "libreoffice")


def by_gnumeric(path: Path) -> Path:
    made = path.parent / f"{path.stem}.xls"
    command = ["ssconvert", "--export-type=Gnumeric_Excel:excel_biff8", str(path), str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return made


SAVED = (by_libreoffice, by_gnumeric)


def lines_of(path: Path) -> list[tuple[int, str, str]]:
    found = read_rosters([path])
    assert [one.values[NAME] for one in found.entries] == NAMES
    return [(note.origin.row if note.origin else 0, note.person, note.what) for note in (*found.remarks, *found.lost)]


@pytest.mark.parametrize("save", SAVED)
def test_an_old_workbook_says_the_same_lines(save: Callable[[Path], Path], roster: Path) -> None:
    lines = lines_of(roster)
    assert {row for row, _, _ in lines} == {*range(1, 9)}
    for word in (
        "整行画有删除线",
        "“姓名”画有删除线",
        "批注“此人改为 线上参加 abc”",
        "批注“only latin, é”",
        "人在隐藏或被筛选掉的行里",
        "D 列“工作单位”是隐藏的，也一并读入了",
        "E 列“职称”是隐藏的，也一并读入了",
        "错误值 #N/A",
    ):
        assert any(word in what for _, _, what in lines), word
    old = save(roster)
    assert lines_of(old) == lines
    for block, new in zip(read_blocks(old), read_blocks(roster), strict=True):
        assert (block.rows, block.troubles) == (new.rows, new.troubles)


def commented(sheet: Any) -> None:
    sheet["A2"].comment = Comment("退出", "甲")


def with_a_constant_error(sheet: Any) -> None:
    sheet["A2"] = "#N/A"


def with_an_error(sheet: Any) -> None:
    sheet["A2"] = "=1/0"


def hidden(sheet: Any) -> None:
    sheet.row_dimensions[2].hidden = True


def hidden_column(sheet: Any) -> None:
    sheet.column_dimensions["C"].hidden = True


def struck(sheet: Any) -> None:
    sheet["A2"].font = Font(strike=True)


ALONE = {then.__name__: then for then in (commented, with_a_constant_error, with_an_error, hidden, hidden_column, struck)}


def test_each_is_seen_alone(tmp_path: Path) -> None:
    for name, then in ALONE.items():
        xlsx([HEADS[:5], *OURS], then=then)(tmp_path / f"{name}.xlsx")
    seen = {}
    for made in convert_all(sorted(tmp_path.glob("*.xlsx")), "xls", tmp_path / "old"):
        (block,) = read_blocks(made)
        seen[made.stem] = (
            dict(block.marks.comments), sorted(block.troubles), sorted(block.hidden_rows), sorted(block.hidden_columns),
            sorted(block.marks.struck),
        )  # fmt: skip
    at = (1, 0)
    assert seen == {
        "commented": ({at: "退出"}, [], [], [], []),
        "with_a_constant_error": ({}, [at], [], [], []),
        "with_an_error": ({}, [at], [], [], []),
        "hidden": ({}, [], [2], [], []),
        "hidden_column": ({}, [], [], [2], []),
        "struck": ({}, [], [], [], [at]),
    }


def test_an_open_document_is_not_read_at_all(roster: Path) -> None:
    """So nothing of it can pass in silence."""
    with pytest.raises(Unusable, match="ods"):
        read_rosters([convert(roster, "ods", roster.parent)])


def many_texts(path: Path) -> None:
    """Texts of all lengths, wide and narrow, of many runs: they go on from record to record at any place."""
    chance = random.Random(83)
    made = xlsxwriter.Workbook(path)
    struck, bold = made.add_format({"font_strikeout": True}), made.add_format({"bold": True})

    def word() -> str:
        letters = chance.choice(("甲乙丙丁戊己庚辛", "abcdefgh"))
        return "".join(chance.choices(letters, k=chance.choice((1, 2, 5, 20, 300))))

    def runs() -> list[Any]:
        formats = [bold, *(chance.choice((None, struck, bold)) for _ in range(chance.choice((1, 2, 4))))]
        return [piece for one in formats for piece in (one, word()) if piece is not None]

    writers: list[Callable[[Any, int, int], Any]] = [
        lambda sheet, *at: sheet.write_string(*at, word()),
        lambda sheet, *at: sheet.write_string(*at, word(), struck),
        lambda sheet, *at: sheet.write_number(*at, chance.choice((1, 0.25, 1e9)), chance.choice((None, struck))),
        lambda sheet, *at: sheet.write_rich_string(*at, *runs()),
        lambda sheet, *at: sheet.write_comment(*at, word()),
        lambda *_: None,
    ]
    for title in ("甲", "乙"):
        sheet = made.add_worksheet(title)
        for row in range(150):
            for column in range(6):
                chance.choices(writers, (6, 1, 2, 3, 0.1, 1))[0](sheet, row, column)
        for row in range(0, 150, 7):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.write_comment(160, 0, "甲乙丙丁ab" * 1500)
    made.close()


@pytest.mark.parametrize("save", SAVED)
def test_every_mark_of_many_is_found(save: Callable[[Path], Path], tmp_path: Path) -> None:
    many_texts(tmp_path / "多.xlsx")
    old = read_blocks(save(tmp_path / "多.xlsx"))
    for block, new in zip(old, read_blocks(tmp_path / "多.xlsx"), strict=True):
        assert len(new.marks.struck) > 100
        assert new.marks.comments
        assert new.hidden_rows
        assert (block.marks, block.hidden_rows) == (new.marks, new.hidden_rows)


def drawn(then: Callable[[Any], object] = id) -> bytes:
    """An old workbook by a third writer; the struck font stands behind the number that no font has."""
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("Sheet1", cell_overwrite_ok=True)
    for color in range(8):
        sheet.write(20, color, "x", xlwt.easyxf(f"font: height {200 + color}"))
    for at, row in enumerate([HEADS, *OURS]):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    then(sheet)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


STRUCK = xlwt.easyxf("font: struck_out on")


def test_fonts_are_counted_as_the_format_counts_them(tmp_path: Path) -> None:
    def then(sheet: Any) -> None:
        sheet.write(2, 0, NAMES[1], STRUCK)
        sheet.write_rich_text(3, 0, [("甲", STRUCK.font), "乙"])
        sheet.write_rich_text(4, 0, ["甲", ("", STRUCK.font)])
        sheet.row(5).hidden = True

    (tmp_path / "a.xls").write_bytes(drawn(then))
    (block,) = read_blocks(tmp_path / "a.xls")
    assert block.marks == Marks(frozenset({(2, 0), (3, 0)}))
    assert block.hidden_rows == {6}


def record(kind: int, *values: int, text: bytes = b"") -> bytes:
    body = struct.pack(f"<{len(values)}H", *values) + text
    return struct.pack("<2H", kind, len(body)) + body


def cell(row: int, column: int, text: str, style: int = 0) -> bytes:
    written = text.encode("utf-16-le")
    return record(0x0204, row, column, style, len(text), text=b"\1" + written)


def workbook(*records: bytes, sheets: int = 1, version: int = 0x0600, styles: Sequence[int] = (0, 1)) -> bytes:
    """An old workbook of records: a usual and a struck style, and so many sheets, all of which claim to hold the last records."""
    fonts = b"".join(record(0x0031, 200, 8 * struck, 0, 400, 0, 0, text=bytes((0, 5, 0)) + b"Arial") for struck in styles)
    formats = b"".join(record(0x00E0, font, 0, 1, 0x20, 0, 0, 0, 0, 0, 0) for font in styles)
    head, end = record(0x0809, version, 0x0005, 0, 0) + fonts + formats, record(0x000A)
    title = bytes((6, 0)) + b"Sheet1"
    place = len(head) + sheets * len(record(0x0085, 0, 0, 0, text=title)) + len(end)
    named = b"".join(record(0x0085, *divmod(place + 4 * at, 2**16)[::-1], 0, text=title) for at in range(sheets))
    file = io.BytesIO()
    XlsDoc().save(file, head + named + end + record(0x0809, version, 0x0010, 0, 0) + b"".join(records) + end)
    return file.getvalue()


def test_what_looks_like_a_cell_within_a_chart_is_none(tmp_path: Path) -> None:
    chart = record(0x0809, 0x0600, 0x0020, 0, 0) + cell(2, 0, "乙", style=1) + record(0x000A)
    (tmp_path / "a.xls").write_bytes(workbook(chart, cell(1, 0, "甲", style=1)))
    (block,) = read_blocks(tmp_path / "a.xls")
    assert (block.rows[1], block.marks.struck) == (["甲"], {(1, 0)})


def test_a_constant_is_an_error_or_says_yes_or_no(tmp_path: Path) -> None:
    constants = [record(0x0205, row, 0, 0, value + 256 * error) for row, (value, error) in enumerate(((0x2A, 1), (1, 0), (0, 0)))]
    (tmp_path / "a.xls").write_bytes(workbook(*constants, cell(3, 0, "甲"), styles=(0,)))
    (block,) = read_blocks(tmp_path / "a.xls")
    assert block.rows == [[""], [True], [False], ["甲"]]
    assert block.troubles == {(0, 0): "单元格是错误值 #N/A"}


def test_a_workbook_of_excel_95_is_refused(tmp_path: Path) -> None:
    """The reader of values takes its Chinese letters for others."""
    (tmp_path / "名册.xls").write_bytes(workbook(record(0x0203, 0, 0, 0, 0, 0, 0, 0), version=0x0500))
    with pytest.raises(Unusable, match="Excel 95"):
        read_blocks(tmp_path / "名册.xls")


def test_a_damaged_file_is_read_or_refused(roster: Path, tmp_path: Path) -> None:
    right, chance = by_libreoffice(roster).read_bytes(), random.Random(84)
    refused = 0
    for at in range(24):
        damaged = bytearray(right[: chance.choice((len(right), chance.randrange(600, len(right))))])
        for _ in range(chance.choice((1, 3, 30))):
            damaged[chance.randrange(8, len(damaged))] = chance.choice((0, 1, 0xFF, chance.randrange(256)))
        (tmp_path / f"{at}.xls").write_bytes(damaged)
        try:
            read_blocks(tmp_path / f"{at}.xls")
        except Unusable:
            refused += 1
    assert 0 < refused < 24


def test_marks_of_other_sheets_than_were_read_are_not_left_out_in_silence() -> None:
    block = SourceBlock("名册.xls", "名册", [["姓名"]])
    none: dict[str, list[Any]] = {"struck": [], "comments": [], "errors": [], "hidden_rows": [], "hidden_columns": []}
    assert with_marks("名册.xls", [block], [none]) == [block]
    for blocks, found in (([], [none]), ([block, block], [none]), ([block], None)):
        with pytest.raises(Unusable, match="无法读取其中的删除线、批注和隐藏行"):
            with_marks("名册.xls", blocks, found)


def test_without_a_process_of_its_own_it_is_read_here(roster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a browser, and in LibreOffice on a machine whose Python does not find our libraries."""
    old = by_libreoffice(roster)
    (apart,) = read_blocks(old)
    monkeypatch.setattr("workbooks.sources.sandboxed_reading.CHILDREN", False)
    (here,) = read_blocks(old)
    assert here.marks == apart.marks
    assert here.marks.struck
    assert here.marks.comments
    assert (here.hidden_rows, here.hidden_columns, here.troubles) == (apart.hidden_rows, apart.hidden_columns, apart.troubles)


def test_a_comment_of_empty_lines_is_reported_soon() -> None:
    """It begins like a conversation; each of its lines may be the one where that is quoted."""
    assert comment_lines({(0, 0): "[甲]" + "\n" * 1_000_000}) == {(0, 0): "[甲]"}
