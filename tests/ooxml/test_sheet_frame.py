"""What stands around the rows of a sheet is read once for all sheets that have the same, and never for others."""

from __future__ import annotations

import pytest

from workbooks.ooxml import markup, regex_reader
from workbooks.ooxml.addresses import Area
from workbooks.ooxml.sheet_frame import frame_of, kept_frame

HEAD = b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def around(written: str) -> bytes:
    return HEAD + b"</sheetData>" + written.encode() + b"</worksheet>"


def test_a_frame_is_read_once() -> None:
    kept_frame.cache_clear()
    one = around('<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    assert frame_of(one).merged == (Area(1, 1, 2, 2),)
    assert frame_of(bytes(bytearray(one))).merged == (Area(1, 1, 2, 2),)
    assert kept_frame.cache_info().misses == 1
    assert frame_of(one.replace(b"B2", b"B3")).merged == (Area(1, 1, 3, 2),)
    assert kept_frame.cache_info().misses == 2


def test_what_it_tells() -> None:
    found = frame_of(
        around(
            '<sheetCalcPr fullCalcOnLoad="1"/><dataValidations><dataValidation sqref="A1 B2:B3"/></dataValidations>'
            '<x:ext xmlns:x="y"><x:dataValidation><x:sqref>C4</x:sqref></x:dataValidation></x:ext>'
        )
    )
    assert found.recalculates
    assert found.validated == (Area(1, 1, 1, 1), Area(2, 2, 3, 2), Area(4, 3, 4, 3))


@pytest.mark.parametrize("written", ['<row r="1"><c r="A1"><v>1</v></c></row>', "<!-- -->", "<a>\x01</a>", "<a>&nbsp;</a>"])
def test_what_only_the_parser_may_tell(written: str) -> None:
    with pytest.raises(regex_reader.NotPlain):
        frame_of(around(written))


def test_a_broken_one_is_reported() -> None:
    with pytest.raises(markup.Malformed):
        frame_of(around("<a></b>"))
