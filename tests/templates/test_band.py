"""What the band of figures says of a workbook whose checks cannot be relied on; computed by LibreOffice."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import load_workbook

from tests.office import recalculated_all
from tests.sample import YEAR
from udfs.notice.plan import NATIONAL
from workbooks.templates.new_class import build_template


@pytest.fixture(scope="module")
def bands(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """State of the workbook -> the bands of 项目信息 and 附件4: as it is, and with both faults of the next two tests."""
    whole, faulty = (tmp_path_factory.mktemp("band") / f"{state}.xlsx" for state in ("whole", "faulty"))
    whole.write_bytes(build_template(NATIONAL, rows=20, which=YEAR))
    book: Any = load_workbook(whole)
    # What Excel makes of the names when a row is inserted above the first one.
    for name in [one for one in book.defined_names if one.startswith("附件4_")]:
        place = book.defined_names[name].attr_text
        book.defined_names[name].attr_text = place.replace("$4:", "$5:")
    book["附件4"].cell(4, 2, "某")
    cell = book["项目信息"]["D1"]
    assert 'ASC("Ａ１")' in cell.value
    cell.value = cell.value.replace('ASC("Ａ１")', '"Ａ１"')  # an ASC that hands back what it is given
    book.save(faulty)
    shown = zip(("whole", "faulty"), recalculated_all([whole, faulty]), strict=True)
    return {state: (str(sheets["项目信息"][0][3]), str(sheets["附件4"][0][8])) for state, sheets in shown}


def test_a_row_inserted_above_the_first_is_reported(bands: dict[str, tuple[str, str]]) -> None:
    assert bands["faulty"][1].endswith("表头下插入的行没有自带核对，请移到名单中间")
    assert "表头" not in bands["whole"][1]


def test_an_asc_that_does_nothing_is_reported_once(bands: dict[str, tuple[str, str]]) -> None:
    assert bands["faulty"][0].endswith("本机的表格程序不会把全角转成半角，请以“全部核验”为准")
    assert "全角" not in "".join(bands["whole"])
    assert "全角" not in bands["faulty"][1]
