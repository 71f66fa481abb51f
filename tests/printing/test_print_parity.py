"""What LibreOffice prints from the workbook and what the package prints say the same, row by row, under repeated headings.

Meant to differ: the package adds the amount in words, the bars of 附件6 and "共 n 页" (a spreadsheet program counts all sheets of
a print job), has the signatures behind the last row, where the workbook has the seal below every page, and leaves the blank form
behind the table of 附件6 to ``gaoyan survey --blank``.
"""

from __future__ import annotations

import subprocess

import pytest

from tests import office
from tests.pdfs import page_texts
from tests.sample import sample_class
from udfs.records.class_file import ITEMS, ClassFile
from workbooks.printing.annexes import annexes
from workbooks.printing.fonts import find_fonts
from workbooks.printing.typesetting import typeset
from workbooks.templates.entering import entered

HEADINGS = "姓名身份证号联系电话工作单位"
RESULT_HEADINGS = "身份证号联系电话工作单位"


@pytest.fixture(scope="module")
def made_up() -> ClassFile:
    return sample_class()


@pytest.fixture(scope="module")
def sheets(made_up: ClassFile, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The pages that LibreOffice prints of a workbook with just as many ready rows as there are people."""
    folder = tmp_path_factory.mktemp("printed")
    path = folder / "班.xlsx"
    path.write_bytes(entered(made_up, len(made_up.people)))
    command = ["pdftotext", "-layout", str(office.convert(path, office.PDF, folder)), "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    return ["".join(page.split()) for page in printed.split("\f")]


def package(c: ClassFile, sheet: str) -> list[str]:
    return page_texts(typeset(sheet, [annexes(c)[sheet]], c.today, find_fonts([]).ready, False))


def of_sheet(pages: list[str], title: str) -> list[str]:
    """The pages from the one that begins with ``title``, up to the next that numbers itself the first."""
    first = next(at for at, page in enumerate(pages) if page.startswith(title))
    last = next((at for at in range(first + 1, len(pages)) if pages[at].endswith("第1页")), len(pages))
    return pages[first:last]


def joined(*parts: object) -> str:
    return "".join("".join(str(part).split()) for part in parts)


def test_the_roster(made_up: ClassFile, sheets: list[str]) -> None:
    for pages in (sheets, package(made_up, "附件4")):
        for person in made_up.people:
            row = joined(person.number, person.name, person.document, person.phone, person.employer, person.title, "否")
            holding = [page for page in pages if row in page]
            assert len(holding) == 1, row
            assert HEADINGS in holding[0]


def test_the_results(made_up: ClassFile, sheets: list[str]) -> None:
    for pages in (sheets, package(made_up, "附件5")):
        for result in made_up.results:
            row = joined(result.document, result.phone, result.employer, result.title, "是", result.certificate)
            holding = [page for page in pages if row in page]
            assert len(holding) == 1, row
            assert RESULT_HEADINGS in holding[0]


def test_the_accounts(made_up: ClassFile, sheets: list[str]) -> None:
    """One page each; every value behind its label, the amounts written alike."""
    c = made_up.accounts
    first = next(page for page in sheets if page.startswith("附件3高级研修项目经费决算表"))
    whole = package(made_up, "附件3")
    assert len(whole) == 1
    values = [
        f"名称{c.name}", f"办班时间{c.period}", f"学员人数{c.trainees}", f"工作人员人数{c.staff}", f"总计{c.people}",
        *(f"{item}{c.amount(item):,.2f}" for item in (*ITEMS, "合计")),
        f"申报单位{c.applicant}", f"承办单位{c.organiser}", "经办人（签字）承办单位财务部门签章",
    ]  # fmt: skip
    for printed in (first, whole[0]):
        assert [value for value in values if joined(value) not in printed] == []


def test_the_survey(made_up: ClassFile, sheets: list[str]) -> None:
    """The sums above the table, then each item with its four counts and its rate."""
    printed, whole = of_sheet(sheets, "附件6学员满意度测评统计表")[0], package(made_up, "附件6")
    assert len(whole) == 1
    forms = made_up.forms
    for text in (printed, whole[0].replace("：", "")):
        for label, count in (("发放份数", forms.issued), ("回收份数", forms.returned), ("有效份数", forms.valid)):
            assert joined(label, count) in text
        assert "序号测评项目很满意满意一般不满意满意率" in text
        for item in made_up.survey:
            counts = (item.very_satisfied, item.satisfied, item.neutral, item.dissatisfied)
            rate = (counts[0] + counts[1]) / sum(counts)
            assert joined(item.number, item.item, *counts, f"{rate:.2%}") in text


@pytest.mark.parametrize(
    ("sheet", "headings", "pages"), [("附件3", "名称", 1), ("附件4", HEADINGS, 4), ("附件5", RESULT_HEADINGS, 4)]
)
def test_the_same_people_share_a_page(made_up: ClassFile, sheets: list[str], sheet: str, headings: str, pages: int) -> None:
    """As many pages, the heading row on each, the same rows on each, and its number below."""
    ours, theirs = package(made_up, sheet), of_sheet(sheets, sheet)
    assert len(ours) == len(theirs) == pages
    for number, (packaged, printed) in enumerate(zip(ours, theirs, strict=True), start=1):
        assert packaged.endswith(f"第{number}页共{pages}页")
        assert printed.endswith(f"第{number}页")
        assert headings in packaged
        assert headings in printed
        assert [one.document in packaged for one in made_up.people] == [one.document in printed for one in made_up.people]
