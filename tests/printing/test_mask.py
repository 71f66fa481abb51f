"""``mask``: no number of a person is anywhere in the copy, as text or as number, and nothing is hidden in it."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from macros.handing_in.mask import mask_file
from tests.command_line import CommandLine
from tests.sample import made_up_people, sample_class
from udfs.records.class_file import ClassFile
from udfs.records.publication import Masker
from workbooks.files.errors import Unusable
from workbooks.forms import FORMS
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)
ALLOWED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml|xl/worksheets/sheet\d+\.xml"
)
SAMPLE = sample_class()
OUTSIDER = made_up_people(1, 0, "市级", seed=99)[0]
OTHER_PHONE = "14109990001"


def numbers(c: ClassFile) -> set[str]:
    """Every document number and phone in the clear, those of nobody in the roster included."""
    known = {str(value) for person in c.people for value in (person.document, person.phone)}
    return known | {str(OUTSIDER.document), OTHER_PHONE}


def spoiled(c: ClassFile) -> bytes:
    """A workbook with numbers wherever a workbook can keep one."""
    first, second = c.people[0], c.people[1]
    book = load_workbook(BytesIO(entered(c)))
    roster, results = book["附件4"], book["附件5"]
    roster["C4"].comment = Comment(f"身份证 {first.document}", f"{first.phone}")
    roster["E5"] = f"天津市示例医院（联系人电话{second.phone[:3]}-{second.phone[3:7]}-{second.phone[7:]}）"  # type: ignore[index]
    roster["D6"] = int(str(c.people[2].phone))
    roster["C7"] = "".join(chr(ord(char) + 0xFEE0) for char in str(c.people[3].document))
    roster["E7"] = f"证件{str(c.people[3].document)[:6]} {str(c.people[3].document)[6:14]} {str(c.people[3].document)[14:]}"
    roster["D8"].hyperlink = f"tel:{c.people[4].phone}"
    roster["T4"] = first.document
    roster["A400"] = f"备忘：{second.document}"
    results["F4"] = f"{first.employer}{OTHER_PHONE}"
    book["附件3"][FORMS["附件3"].by_label["住宿费"].note_at.split(":")[0]] = f"经办人证件{OUTSIDER.document}"
    book["附件6"]["Q3"] = str(first.phone)
    book["项目信息"][FORMS["项目信息"].by_label["举办地点"].cell] = f"示例会议中心，联系{second.phone}，传真022-83210000"
    hidden = book.create_sheet("旧名册")
    hidden.append([first.name, first.document, int(str(first.phone))])
    hidden.sheet_state = "veryHidden"
    book.defined_names["旧值"] = DefinedName("旧值", attr_text=f'"{first.document}"')
    book.properties.description, book.properties.creator = str(first.document), str(first.phone)
    raw = BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw, "a") as package:
        for part in (
            "customXml/item1.xml",
            "docProps/custom.xml",
            "xl/externalLinks/externalLink1.xml",
            "xl/drawings/drawing9.xml",
        ):
            package.writestr(part, f"<x>{first.document} {second.phone}</x>")
    return raw.getvalue()


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


def found_in(text: str, wanted: set[str]) -> set[str]:
    """Which of the numbers stand in the text, in any spelling: spaced, full-width, or as a number in scientific notation."""
    folded = unicodedata.normalize("NFKC", re.sub(r"</?[^>]*>", "\n", text)) + "\n" + text
    joined = re.sub(r"[ \t\u3000\-—.]", "", folded)
    spelled = {one: {one, one.lower(), *({repr(float(one)), f"{float(one):.10E}"} if one.isdigit() else ())} for one in wanted}
    return {one for one, ways in spelled.items() if any(way in folded or way in joined for way in ways)}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("公示") / "班.xlsx"
    path.write_bytes(spoiled(SAMPLE))
    return path


def test_the_scan_finds_every_number_before(book: Path) -> None:
    assert found_in("".join(parts(book).values()), numbers(SAMPLE)) == numbers(SAMPLE)


@pytest.mark.parametrize("everything", [False, True])
def test_no_number_is_in_any_part_of_the_copy(book: Path, everything: bool) -> None:
    out = book.with_name(f"公示{everything}.xlsx")
    before = book.read_bytes()
    result = mask_file(book, out, TODAY, everything)
    assert book.read_bytes() == before
    made = parts(out)
    for name, text in made.items():
        assert ALLOWED.fullmatch(name), name
        assert found_in(text, numbers(SAMPLE)) == set(), name
        assert "83210000" not in text
    assert result.masked >= 4 * len(SAMPLE.trainees)
    workbook = load_workbook(out)
    assert workbook.sheetnames[-1 if not everything else 4] == "附件6"
    assert len(workbook.sheetnames) == (10 if everything else 4)
    for sheet in workbook:
        assert sheet.sheet_state == "visible"
        assert not any(dimension.hidden for dimension in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))
        for row in sheet.iter_rows():
            assert not any(cell.comment or cell.hyperlink or cell.data_type == "f" for cell in row)
        assert not sheet.data_validations.dataValidation
        assert not len(sheet.conditional_formatting)
    assert not workbook.defined_names
    assert not re.search("creator|lastModifiedBy|description|title|subject|keywords", made["docProps/core.xml"])


def test_what_must_be_read_stays_readable(book: Path) -> None:
    out = book.with_name("可读.xlsx")
    mask_file(book, out, TODAY)
    roster = load_workbook(out)["附件4"]
    people = {row[1]: row for row in roster.iter_rows(min_row=4, values_only=True)}
    for person in SAMPLE.people[4:]:
        document, phone = str(person.document), str(person.phone)
        row = next(
            row for name, row in people.items() if name == person.name and row[2] == f"{document[:6]}***********{document[-1]}"
        )
        assert row[3] == f"{phone[:3]}****{phone[7:]}"
        assert row[4] == person.employer
    results = load_workbook(out)["附件5"]
    certificates = [row[8] for row in results.iter_rows(min_row=4, values_only=True)]
    assert certificates == [result.certificate for result in SAMPLE.results]


def test_hidden_rows_columns_and_sheets_are_left_out_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    book = load_workbook(BytesIO(entered(SAMPLE)))
    for row in (5, 9):
        book["附件4"].row_dimensions[row].hidden = True
    book["附件4"].column_dimensions["D"].hidden = True
    book["附件5"].sheet_state = "hidden"
    book.save(path)
    out = tmp_path / "公示.xlsx"
    result = mask_file(path, out, TODAY)
    assert result.sheets == ("附件3", "附件4", "附件6")
    assert {"附件4：隐藏的列联系电话", "附件4：隐藏或被筛选掉的 2 行", "附件5：整张表是隐藏的"} <= set(result.left_out)
    rows = list(load_workbook(out)["附件4"].iter_rows(min_row=3, values_only=True))
    assert "联系电话" not in rows[0]
    assert [row[1] for row in rows[1:]] == [one.name for one in SAMPLE.people if one.row not in (5, 9)]


def test_nothing_to_publish_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    book = load_workbook(BytesIO(entered(SAMPLE)))
    for sheet in ("附件3", "附件4", "附件5", "附件6"):
        book[sheet].sheet_state = "hidden"
    book.save(path)
    with pytest.raises(Unusable, match="没有可以公开的内容"):
        mask_file(path, tmp_path / "公示.xlsx", TODAY)
    assert not (tmp_path / "公示.xlsx").exists()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13812345678。", "电话138****5678。"), ("138-1234-5678", "138-****-5678"), ("138 1234 5678转2", "138 **** 5678转2"),
        ("+8613812345678", "+86138****5678"), ("022-83210000", "022-****0000"), ("11010519491231002X", "110105***********X"),
        ("110105 19491231 002x", "110105 ******** ***x"), ("2025-07-14至2025-07-18", "2025-07-14至2025-07-18"),
        ("津高研2025090001", "津高研2025090001"), ("156750.00元", "156750.00元"), ("票据01234567", "票据01234567"),
    ],
)  # fmt: skip
def test_what_looks_like_a_number_of_a_person(text: str, masked: str) -> None:
    assert Masker(()).hide(text) == masked


def test_known_numbers_of_any_form_are_found_in_free_text() -> None:
    masker = Masker(["E12345678", "83218426"])
    assert masker.hide("护照e 1234-5678") == "护照e 1***-**78"
    assert "83218426" not in masker.hide("转83218426；")
    assert masker.cell("身份证号", "123") == "***"
    assert masker.cell("金额", 1234.5) == 1234.5


@given(st.integers(0, 56), st.text(alphabet="电话：abc 12-，", max_size=8), st.sampled_from(["", " ", "-", "\u3000", "\u200b"]))
def test_a_known_number_never_survives(at: int, around: str, separator: str) -> None:
    person = SAMPLE.people[at]
    masker = Masker.of(SAMPLE)
    for number in (str(person.document), str(person.phone)):
        spelled = separator.join((number[:3], number[3:7], number[7:]))
        masked = masker.hide(f"{around}{spelled}{around}")
        assert number not in re.sub(r"[ \-\u3000\u200b]", "", masked)


def test_the_command(tmp_path: Path) -> None:
    run = CommandLine(tmp_path)
    run.book(SAMPLE)
    assert run("mask", "班.xlsx", "公示.xlsx").code == 0
    for arguments in (("班.xlsx", "公示.xlsx"), ("班.xlsx", "班.xlsx"), ("班.xlsx", "公示.pdf"), ("无.xlsx", "a.xlsx")):
        refused = run("mask", *arguments)
        assert (refused.code, refused.err.count("\n")) == (2, 1), arguments
    assert run("mask", "班.xlsx", "班.xlsx", "--force").code == 2
    assert run("mask", "班.xlsx", "公示.xlsx", "--force", "--json").code == 0
