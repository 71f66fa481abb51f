"""The parts of the roster reader: headings, numbers and their lost digits, names with phones, encodings, hostile files."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rosters.model import FIVE, HEADS, book, lines, made_up, rows_of, xls
from udfs.people.identity import check_character
from udfs.values.headings import DOCUMENT, EMPLOYER, NAME, PHONE, REGION, TITLE
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.headings import NO_OVERRIDES, columns_saying, likely_meaning, meaning, read_overrides, word_list
from workbooks.rosters.layout.tables import headings_in, promising, usual_words
from workbooks.rosters.layout.written import digits_of, kind_of, region_of, split_phone
from workbooks.rosters.reading import read_rosters
from workbooks.sandbox import sheets, texts
from workbooks.sandbox.texts import cells_of
from workbooks.sources import sandboxed_reading
from workbooks.sources.model import EXACT, LIKELY, SourceBlock
from workbooks.sources.opening import read_blocks
from workbooks.sources.rawcells import NEAR_COLUMNS, NEAR_ROWS, extent
from workbooks.sources.sandboxed_reading import decoded

ROOT = Path(__file__).parents[2]
RIGHT = "12019919800101001" + check_character("12019919800101001")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("姓名", NAME), ("姓 名", NAME), ("1、您的姓名：", NAME), ("学员姓名*", NAME), ("Name", NAME), ("姓名/电话", NAME),
        ("身份证\n号码", DOCUMENT), ("证件号码(18位)", DOCUMENT), ("2、身份证号（用于制作证书）", DOCUMENT), ("ID No.", DOCUMENT),
        ("手 机", PHONE), ("请输入您的手机号码（必填）*", PHONE), ("手机号（微信同号）", PHONE), ("３、手机号［填空题］", PHONE),
        ("工作单位（全称，与公章一致）", EMPLOYER), ("Q3. 您所在的单位全称是？", EMPLOYER), ("所在单位", EMPLOYER),
        ("单位及职务", EMPLOYER), ("工作单位/职称", EMPLOYER), ("护照号码", DOCUMENT),
        ("职务/职称", TITLE), ("专业技术职务（职称）", TITLE), ("职称（职业资格）", TITLE), ("所在省（区、市）", REGION),
    ],
)  # fmt: skip
def test_headings_the_list_knows(heading: str, field: str) -> None:
    assert (meaning(heading).field, meaning(heading).how) == (field, EXACT)


@pytest.mark.parametrize(
    ("heading", "field"),
    [("现在的工作单位", EMPLOYER), ("本人的身份证号", DOCUMENT), ("单位所在省市", REGION), ("联系电话1", PHONE)],
)
def test_headings_taken_by_likeness(heading: str, field: str) -> None:
    assert meaning(heading).field is None
    assert (likely_meaning(heading).field, likely_meaning(heading).how) == (field, LIKELY)


@pytest.mark.parametrize(
    "heading",
    [
        "紧急联系人手机号码",
        "联系人手机号",
        "单位地址",
        "单位性质",
        "毕业院校",
        "职务",
        "推荐单位",
        "姓名及单位",
        "从事专业年限",
        "证书编号",
        "来自IP",
        "",
    ],
)
def test_headings_that_are_not_guessed(heading: str) -> None:
    assert likely_meaning(heading).field in (None, "")


def test_the_column_that_says_a_field_best() -> None:
    row = ["护照号", "姓名", "办公电话", "身份证号", "学员", "手机", None, 7]
    assert columns_saying(row, (NAME, DOCUMENT, PHONE)) == {NAME: 1, DOCUMENT: 3, PHONE: 5}
    assert columns_saying(["护照号", "座机"], (NAME, DOCUMENT, PHONE)) == {DOCUMENT: 0, PHONE: 1}


def test_no_word_of_the_list_has_two_meanings() -> None:
    """Reading the list checks 'unclear' against the rest; here: each word is found as itself."""
    for word, one in word_list().items():
        assert meaning(word).field == one.field, word


def test_overrides_by_heading_letter_and_number() -> None:
    stated = read_overrides(["手机（微信）=联系电话", "C=单位", "5=忽略"])
    assert stated.of("手机(微信)", 9).field == PHONE  # type: ignore[union-attr]
    assert stated.of("随便", 2).field == EMPLOYER  # type: ignore[union-attr]
    assert stated.of("随便", 4).field == ""  # type: ignore[union-attr]
    assert stated.of("随便", 3) is None


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        (14100000001, "14100000001"),
        (14100000001.0, "14100000001"),
        (999999999999999, "999999999999999"),
        (1000000000000000, None),
        (float(RIGHT[:15] + "000"), None),
        ("1.20199E+17", None),
        ("1.4100000001E+10", "14100000001"),
        ("1.41E+10", None),
        ("14100000001.0", "14100000001"),
        (RIGHT, RIGHT),
        (f"'{RIGHT}", RIGHT),
        (f'="{RIGHT}"', RIGHT),
        (f"\t{RIGHT} ", RIGHT),
        (RIGHT[:15] + "000", None),
        ("E12345678", "E12345678"),
        ("022-88880000", "022-88880000"),
    ],
)
def test_digits_are_taken_or_known_to_be_lost(value: object, taken: str | None) -> None:
    assert digits_of(value) == taken  # type: ignore[arg-type]


def test_a_right_number_that_ends_in_zeros_is_no_loss() -> None:
    """As text, such a number has all its digits if its check character is right."""
    bodies = (f"1201991980{month:02}{day:02}100" for month in range(1, 13) for day in range(1, 29))
    right = next(body + "0" for body in bodies if check_character(body) == "0")
    assert right.endswith("000")
    assert digits_of(right) == right


def test_the_digits_of_the_file_count_only_if_they_are_right() -> None:
    right = next(f"{body}7" for at in range(1, 100) if check_character(body := f"120199198001010{at:02}") == "7")
    assert digits_of(float(right), right) == right
    assert digits_of(float(right), right[:-1] + "6") is None
    assert digits_of(float(right), None) is None


@given(st.integers(0, 10**17 - 1))
def test_no_long_number_ever_comes_out_changed(serial: int) -> None:
    """Whatever 18 digits go through a spreadsheet's number: they come out empty, never wrong."""
    assert digits_of(float(10**17 + serial)) is None


@pytest.mark.parametrize(
    ("cell", "name", "phone"),
    [
        ("王示例 14100000001", "王示例", "14100000001"),
        ("王示例/14100000001", "王示例", "14100000001"),
        ("王示例（14100000001）", "王示例", "14100000001"),
        ("王示例14100000001", "王示例", "14100000001"),
        ("14100000001，王示例", "王示例", "14100000001"),
        ("王示例 电话：022-88880000", "王示例", "022-88880000"),
        ("阿依古丽·买买提 14100000001", "阿依古丽·买买提", "14100000001"),
        ("John Smith 14100000001", "John Smith", "14100000001"),
        ("王示例", "", ""),
        ("王示例 14100000001 14100000002", "", ""),
        ("王示例 1410000000", "", ""),
        ("第3组 14100000001", "", ""),
        ("14100000001", "", ""),
    ],
)
def test_name_and_phone_are_parted_only_where_it_is_certain(cell: str, name: str, phone: str) -> None:
    assert split_phone(cell) == (name, phone)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("工作人员（5人）", "工作人员"),
        ("二、工作人员", "工作人员"),
        ("参训学员名单", "学员"),
        ("会务", "工作人员"),
        ("授课专家", "授课教师"),
        ("旁听", ""),
    ],
)
def test_words_for_kinds(words: str, kind: str) -> None:
    assert kind_of(words) == kind


@pytest.mark.parametrize(
    ("cell", "region"),
    [("天津市南开区", "天津"), ("内蒙古自治区", "内蒙古"), ("海外", "海外"), ("新疆生产建设兵团", "新疆生产建设兵团")],
)
def test_regions_by_their_short_names(cell: str, region: str) -> None:
    assert region_of(cell) == region


# --- text --------------------------------------------------------------------------------------------------------------


@given(
    st.text(st.characters(codec="gb18030", exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=4),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_marked_and_utf_8_text_is_never_misread(words: str, encoding: str) -> None:
    text = f"姓名,身份证号\r\n{words}"
    assert decoded(text.encode(encoding), "a.csv").lstrip("\ufeff") == text


@given(st.text("赵钱孙李周吴郑王一二三四五六七八九十天津市示例大学医院研究所,0123456789\n", min_size=1))
def test_gbk_text_with_the_usual_characters_is_never_misread(words: str) -> None:
    text = f"序号,姓名,身份证号,手机号,工作单位\n{words}"
    assert decoded(text.encode("gb18030"), "a.csv") == text


def test_a_short_text_without_a_zero_is_no_utf_16() -> None:
    """Ten bytes of GB18030 came out as five signs of another script."""
    assert decoded("姓名\n王五\n".encode("gb18030"), "a.csv") == "姓名\n王五\n"


def test_text_in_no_known_encoding_is_refused() -> None:
    with pytest.raises(Unusable, match="无法确定文字编码"):
        decoded("姓名".encode("gb18030") + b"\xff\xff\x80", "a.csv")


@pytest.mark.parametrize("separator", ["\t", ",", ";", "|", "，"])
def test_separators(separator: str) -> None:
    rows = [HEADS, *rows_of(made_up(1), FIVE)]
    assert cells_of(lines(rows, separator)) == [[str(cell) for cell in row] for row in rows]


# --- hostile and damaged files -----------------------------------------------------------------------------------------


def sheet_with(path: Path, address: str, value: str | None) -> Path:
    """A roster with one more cell; without a value the cell has a format only."""
    made = openpyxl.Workbook()
    for row in [HEADS, *rows_of(made_up(1), FIVE)]:
        made.active.append(row)
    made.active[address] = value
    made.active[address].number_format = "0.00"
    made.save(path)
    return path


@pytest.mark.parametrize("far", ["A1048576", "XFD1048576", "ZZ99999", "A100001"])
def test_a_lone_cell_far_off_does_not_fill_the_memory(far: str, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="一直延伸到"):
        read_rosters([sheet_with(tmp_path / "a.xlsx", far, "x")])


@pytest.mark.parametrize(("address", "value"), [("XFD2", "x"), ("A100000", "x"), ("XFD1048576", None)])
def test_what_costs_little_is_read(address: str, value: str | None, tmp_path: Path) -> None:
    assert len(read_rosters([sheet_with(tmp_path / "a.xlsx", address, value)]).entries) == 4


@pytest.mark.parametrize(
    ("part", "reaches"),
    [
        (b'<row r="1"><c r="A1"><v>1</v></c></row>', (NEAR_ROWS, NEAR_COLUMNS)),
        (b'<row r="1"><c r="AB1"><v>1</v></c></row>', (1, 28)),
        (b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", (1048576, 16384)),
        (b'<x:row r="200000"><x:c r="B200000"><x:v>1</x:v></x:c></x:row>', (200000, 2)),
        (b'<row r="1048576"><c><v>1</v></c></row>', (1048576, 1)),
        (b'<row r="1048576"><c r="A1048576" s="1"/></row>', (1, 1)),
        (b'<row r="1048576"><c r="A1048576" s="1"></c></row>', (1, 1)),
    ],
)
def test_how_far_a_sheet_reaches(part: bytes, reaches: tuple[int, int]) -> None:
    assert extent(part) == reaches


def test_an_old_workbook_that_hangs_its_reader_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    xls([HEADS, *rows_of(made_up(1), FIVE)])(tmp_path / "a.xls")
    monkeypatch.setattr(sandboxed_reading, "SECONDS", 0.001)
    with pytest.raises(Unusable, match="没有读完"):
        read_rosters([tmp_path / "a.xls"])


@pytest.mark.parametrize("content", ["姓名,身份证号\n甲,1\n", "<table><tr><td>姓名</td></tr></table>"])
def test_a_text_or_page_that_hangs_its_reader_is_given_up(content: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    monkeypatch.setattr(sandboxed_reading, "TEXT_SCRIPT", slow)
    monkeypatch.setattr(sandboxed_reading, "SECONDS", 0.3)
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    with pytest.raises(Unusable, match="没有读完"):
        read_blocks(tmp_path / "a.csv")


def test_a_text_or_page_that_takes_all_memory_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("姓名,身份证号\n" * 1000, encoding="utf-8")
    monkeypatch.setattr(sandboxed_reading, "TEXT_MEMORY", 2**20)
    with pytest.raises(Unusable, match="内容过多"):
        read_blocks(tmp_path / "a.csv")


def test_a_text_of_millions_of_cells_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("姓名,身份证号\n" + ",\n" * (texts.MOST_CELLS // 3 + 1), encoding="utf-8")
    with pytest.raises(Unusable, match="内容过多"):
        read_blocks(tmp_path / "a.csv")


def test_a_page_is_never_parsed_in_the_process_that_asks(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(
        "<table><tr><td colspan=2>甲</td></tr><tr><td>1</td><td>2</td></tr></table>", encoding="utf-8"
    )
    code = (
        "import sys; sys.path[:] = [one for one in sys.path if one != sys.argv[2]];"  # found by an import finder
        "from workbooks.sources.opening import blocks_of; (block,) = blocks_of(sys.argv[1]);"
        "print([block.rows, [tuple(one) for one in block.merged], 'html.parser' in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a.xls"), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout.strip() == "[[['甲', ''], ['1', '2']], [(0, 0, 0, 1)], False]", done.stderr


def test_where_no_process_can_be_started_texts_are_read_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none(*_: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(sandboxed_reading, "ChildProcess", none)
    (tmp_path / "a.csv").write_bytes("姓名,身份证号\n甲,１\n".encode("gb18030"))
    assert [block.rows for block in read_blocks(tmp_path / "a.csv")] == [[["姓名", "身份证号"], ["甲", "１"]]]
    (tmp_path / "a.csv").write_bytes(b"\xff" * 10)
    with pytest.raises(Unusable, match="无法确定文字编码"):
        read_blocks(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("reader", "given", "code"),
    [(sheets, b'{"parts": {}, "signs": []}\nno workbook', sheets.BROKEN), (texts, b"\xff" * 9, texts.REFUSED)],
)
def test_what_reads_apart_stands_alone(reader: ModuleType, given: bytes, code: int) -> None:
    """It runs as a script in a process of its own and must need nothing of the product."""
    done = subprocess.run([sys.executable, "-I", str(reader.__file__)], input=given, capture_output=True, check=False)
    assert (done.returncode, done.stdout[:1], done.stderr) == (code, b"[" if code == texts.REFUSED else b"", b"")


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 300_000_000)
    with pytest.raises(Unusable):
        read_rosters([tmp_path / "a.xlsx"])


@pytest.mark.parametrize("ending", ["xlsx", "xls", "csv", "html"])
def test_bytes_changed_at_random_end_in_people_or_one_line(ending: str, tmp_path: Path) -> None:
    rows = [HEADS, *rows_of(made_up(1), FIVE)]
    page = "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    if ending == "xls":
        xls(rows)(tmp_path / "right")
    right = {
        "xlsx": lambda: book({"Sheet1": rows}),
        "xls": lambda: (tmp_path / "right").read_bytes(),
        "csv": lambda: lines(rows).encode("gbk"),
        "html": lambda: page.encode("gbk"),
    }[ending]()
    chance = random.Random(7)
    for _ in range(8 if ending == "xls" else 60):
        damaged = bytearray(right)
        for _ in range(chance.choice((1, 3, 30))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (tmp_path / f"a.{ending}").write_bytes(damaged)
        with contextlib.suppress(Unusable):
            read_rosters([tmp_path / f"a.{ending}"])


@pytest.mark.parametrize(
    ("upper", "begins"),
    [
        ([None, "人员信息", None, None, "单位信息"], 1),
        (["报名", "联系电话", "职称", None, "工作单位"], 1),
        (["序号", "人员信息", None, None, "单位信息"], 0),
    ],
)
def test_titles_over_a_whole_heading_are_no_part_of_it(upper: list[str | None], begins: int) -> None:
    """序号 alone stands in the upper row, so that row belongs to the heading."""
    lower = [None if begins == 0 else "序号", "姓名", "身份证号", "联系电话", "工作单位"]
    people = [[str(at), name, RIGHT, "13800000000", "天津示例大学"] for at, name in enumerate(("林远", "周平"), start=1)]
    (found,) = headings_in(SourceBlock("名册.xlsx", "名册", [[*upper], [*lower], *([*one] for one in people)]), NO_OVERRIDES)
    assert (found.row, found.end) == (begins, 1)


@pytest.mark.parametrize("row", [["姓名", "电话"], ["姓 名", "电 话"], ["姓\u3000名", "手  机"]])
def test_a_heading_far_down_the_sheet_may_be_set_apart(row: list[str]) -> None:
    assert promising([*row, None], usual_words())
    assert not promising([*row[:1], "林远"], usual_words())


@pytest.mark.parametrize("stated", ["手机", "=联系电话", " = 联系电话"])
def test_a_map_without_a_column_is_refused(stated: str) -> None:
    with pytest.raises(Unusable, match="写法不对"):
        read_overrides([stated])
