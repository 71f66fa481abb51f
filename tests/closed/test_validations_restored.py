"""Drop-downs and input checks that a paste has wiped out: ``check`` says so, ``tidy`` puts them back, undo takes that back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from macros.people.tidy import TidyResult, tidy
from tests.closed_cells import open_book
from tests.sample import sample_class
from tests.validators import microsoft
from udfs.notice.plan import MUNICIPAL
from udfs.rules.runner import check
from udfs.sample import results_beside
from workbooks.book.reading import read_file
from workbooks.closed import journal
from workbooks.closed.held_file import HeldFile
from workbooks.closed.validated_fields import wiped_fields
from workbooks.forms.model import GROWTH_ROWS
from workbooks.ooxml.addresses import parse_areas, parse_cell
from workbooks.ooxml.package import Package
from workbooks.templates.entering import entered

TODAY = date(2025, 9, 1)
ELEMENT = re.compile(rb"<dataValidations .*</dataValidations>", re.DOTALL)
ROWS = 60
END = 3 + ROWS + GROWTH_ROWS
"""The last row that the validations of 附件4 cover."""
Change = Callable[[bytes], bytes]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(results_beside(sample_class(MUNICIPAL, 9)), rows=ROWS))
    return path


def part(path: Path, title: str = "附件4") -> bytes:
    package = Package.open(path)
    return package.read(package.sheet(title).part)


def change(path: Path, how: Change, title: str = "附件4") -> bytes:
    """The sheet's part changed by ``how``; the file's new bytes."""
    package = Package.open(path)
    before = package.read(package.sheet(title).part)
    after = how(before)
    assert after != before
    data = package.archive.rewritten({package.sheet(title).part: after})
    path.write_bytes(data)
    return data


def area(old: str, new: str) -> Change:
    return lambda source: source.replace(f'sqref="{old}"'.encode(), f'sqref="{new}"'.encode())


def without_element(source: bytes) -> bytes:
    return ELEMENT.sub(b"", source)


def pasted_over_documents(source: bytes) -> bytes:
    """Rows 10 to 19 of 身份证号 are pasted over, as Excel leaves it: the area falls into two."""
    return area(f"C4:C{END}", f"C4:C9 C20:C{END}")(source)


def in_foreign_looks(source: bytes) -> bytes:
    """The same rows, with the format of the roster that they came from."""
    rows = b"|".join(str(row).encode() for row in range(10, 20))
    return re.sub(rb'(<c r="C(?:%s)") s="[0-9]+"' % rows, rb'\1 s="0"', pasted_over_documents(source))


def run(path: Path) -> TidyResult:
    opened = open_book(path)
    result = tidy(opened, TODAY)
    opened.save()
    return result


def hints(path: Path) -> list[str]:
    return [finding.message for finding in check(read_file(path, TODAY)).findings if finding.code == "WB-01"]


def rules(source: bytes) -> dict[str, bytes]:
    """Area -> the validation's element, whatever the order."""
    return {
        re.search(rb'sqref="([^"]*)"', one)[1].decode(): one  # type: ignore[index]
        for one in re.findall(rb"<dataValidation .*?(?:</dataValidation>|(?<=\")/>)", source, re.DOTALL)
    }


def test_nothing_is_missing_in_our_own_workbook(book: Path) -> None:
    before = book.read_bytes()
    assert read_file(book, TODAY).wiped == ()
    assert run(book) == TidyResult((), ())
    assert book.read_bytes() == before


def test_a_paste_into_a_column(book: Path) -> None:
    wanted = rules(part(book))
    wiped = change(book, pasted_over_documents)
    assert read_file(book, TODAY).wiped == (("附件4", "身份证号", 10, 10),)
    assert hints(book) == ["粘贴覆盖了下拉列表和输入检查：身份证号（第10行起，共10行）"]
    assert run(book).restored == 1
    assert rules(part(book)) == wanted
    assert hints(book) == []
    assert microsoft(book) == []
    journal.undo(book)
    assert book.read_bytes() == wiped


def styles(source: bytes) -> dict[str, str]:
    return {cell.decode(): style.decode() for cell, style in re.findall(rb'<c r="(C[0-9]+)" s="([0-9]+)"', source)}


def painting(source: bytes, cell: str) -> set[bytes]:
    """The conditional formats that cover a cell, without where they stand."""
    found = re.findall(rb'<conditionalFormatting sqref="([^"]*)">(.*?)</conditionalFormatting>', source, re.DOTALL)
    return {body for areas, body in found if any(parse_cell(cell) in area for area in parse_areas(areas.decode()))}


def test_pasted_cells_look_as_the_form_does_again(book: Path) -> None:
    whole = part(book)
    change(book, in_foreign_looks)
    assert styles(part(book))["C10"] != styles(whole)["C10"]
    assert len(painting(part(book), "C10")) < len(painting(whole, "C10"))
    run(book)
    assert styles(part(book)) == styles(whole)
    assert [painting(part(book), f"C{row}") for row in range(4, 30)] == [painting(whole, f"C{row}") for row in range(4, 30)]
    values = [one.document for one in read_file(book, TODAY).people]
    assert values == [one.document for one in sample_class(MUNICIPAL, 9).people]
    assert microsoft(book) == []


def test_all_of_a_sheet(book: Path) -> None:
    whole = part(book)
    change(book, without_element)
    assert len(hints(book)) == 1
    result = run(book)
    assert result.restored == len(rules(whole)) > 5
    assert rules(part(book)) == rules(whole)
    # Everything else stands where it stood: only the order among the validations is another.
    found = ELEMENT.search(part(book))
    assert found is not None
    assert (part(book)[: found.start()], part(book)[found.end() :]) == tuple(ELEMENT.split(whole))
    assert microsoft(book) == []


def test_the_labels_of_a_form(book: Path) -> None:
    wanted = rules(part(book, "项目信息"))
    change(book, without_element, "项目信息")
    assert len(hints(book)) == 1
    assert run(book).restored == len(wanted)
    assert rules(part(book, "项目信息")) == wanted
    assert hints(book) == []


def test_every_sheet_at_once(book: Path) -> None:
    sheets = [sheet.title for sheet in Package.open(book).sheets if ELEMENT.search(part(book, sheet.title))]
    wanted = {title: rules(part(book, title)) for title in sheets}
    for title in sheets:
        change(book, without_element, title)
    run(book)
    assert {title: rules(part(book, title)) for title in sheets} == wanted
    assert wiped_fields(HeldFile.open(book)) == ()
    assert microsoft(book) == []


def test_twice_changes_nothing_more(book: Path) -> None:
    change(book, pasted_over_documents)
    run(book)
    once = book.read_bytes()
    assert run(book) == TidyResult((), ())
    assert book.read_bytes() == once


def test_together_with_cells_that_are_tidied(book: Path) -> None:
    wanted = rules(part(book))
    opened = open_book(book)
    opened.sheets["附件4"].range("E4").value = " 天津大学 "
    opened.save()
    change(book, pasted_over_documents)
    result = run(book)
    assert (len(result.changed), result.restored) == (1, 1)
    assert read_file(book, TODAY).people[0].employer == "天津大学"
    assert rules(part(book)) == wanted
    assert len(journal.steps(book)) == 2


def test_what_others_made_stays(book: Path) -> None:
    """A list of the user's own beside the table and one on pasted cells of it; one in the extension of later versions too."""
    own = (
        b'<dataValidation type="list" allowBlank="1" sqref="Q4:Q9"><formula1>"a,b"</formula1></dataValidation>'
        b'<dataValidation type="list" sqref="C12:C13"><formula1>"c,d"</formula1></dataValidation>'
    )
    later = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        b'<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
        b'<x14:dataValidation type="list"><x14:formula1><xm:f>"e,f"</xm:f></x14:formula1><xm:sqref>C15</xm:sqref>'
        b"</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )

    def pasted(source: bytes) -> bytes:
        source = pasted_over_documents(source).replace(b"</worksheet>", later)
        return source.replace(b"</dataValidations>", own + b"</dataValidations>").replace(
            b'<dataValidations count="14"', b'<dataValidations count="16"'
        )

    change(book, pasted)
    assert read_file(book, TODAY).wiped == (("附件4", "身份证号", 10, 7),)
    run(book)
    found = rules(part(book).split(b"<extLst>")[0])
    assert own == found["Q4:Q9"] + found["C12:C13"]
    assert f"C4:C11 C14 C16:C{END}" in found
    assert later in part(book)
    assert b'<dataValidations count="16"' in part(book)
    assert wiped_fields(HeldFile.open(book)) == ()
    assert microsoft(book) == []


def test_the_first_rows_pasted_over_by_a_list_of_others(book: Path) -> None:
    """The formula speaks of the first cell of its area, wherever that is."""

    def pasted(source: bytes) -> bytes:
        other = b'<dataValidation type="list" sqref="C4:C6"><formula1>"c,d"</formula1></dataValidation></dataValidations>'
        source = area(f"C4:C{END}", f"C20:C{END}")(source).replace(b"</dataValidations>", other)
        return source.replace(b'<dataValidations count="14"', b'<dataValidations count="12"')

    change(book, pasted)
    run(book)
    element = rules(part(book))[f"C7:C{END}"]
    assert b"LEN($C7)" in element
    assert b"$J7" in element
    assert b"$C4" not in element


def test_columns_that_changed_places(book: Path) -> None:
    """The names tell where the columns stand: 身份证号 and 证件类型 have moved one to the right, and down by two rows."""
    change(book, without_element)
    package = Package.open(book)
    names = package.read(package.workbook_part).decode()
    for heading, old, new in (("身份证号", "C", "D"), ("证件类型", "J", "K"), ("联系电话", "D", "C"), ("参训方式", "K", "J")):
        names, count = re.subn(
            rf"(name=\"附件4_{heading}\"[^>]*>'?附件4'?!)\${old}\$4:\${old}\${END}", rf"\g<1>${new}$6:${new}${END + 2}", names
        )
        assert count == 1
    book.write_bytes(package.archive.rewritten({package.workbook_part: names.encode()}))
    run(book)
    found = rules(part(book))
    assert b"LEN($D6)" in found[f"D6:D{END + 2}"]
    assert b"$K6" in found[f"D6:D{END + 2}"]
    assert "参数_参训方式".encode() in found[f"J6:J{END + 2}"]


def test_a_workbook_that_is_not_ours_gets_no_hint(tmp_path: Path) -> None:
    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "附件4"
    sheet.append(["序号", "姓名", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）", "是否收费", "签名"])
    sheet.append([1, "甲甲", "H12345678", "022-83218426", "天津大学", "工程师", "否"])
    path = tmp_path / "名单.xlsx"
    made.save(path)
    before = path.read_bytes()
    assert read_file(path, TODAY).wiped is None
    assert {one.code: one.status for one in check(read_file(path, TODAY)).outcomes}["WB-01"] == "skipped"
    assert run(path).restored == 0
    assert path.read_bytes() == before
