"""Formulas of somebody else in which a function inside SUMPRODUCT looks at each cell of an area: stored right, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.command_line import CommandLine
from tests.office import convert
from tests.sample import sample_class
from workbooks.templates.entering import entered

NAMES, PAID = "附件4!B4:B60", "费用明细!H4:H10"
FORMULAS = (
    f"SUMPRODUCT(--(LEN({NAMES})>1))", f"SUMPRODUCT(COUNTIF({NAMES},{NAMES}))", f"SUMPRODUCT(ROUND({PAID}*1.1,0))",
    "SUMPRODUCT(--ISNUMBER(附件4!A4:A60*1))", f'3*SUMPRODUCT(--(LEFT({NAMES},1)="王"))',
    "SUMPRODUCT((MONTH(费用明细!B4:B10)=7)*1)", "SUMPRODUCT(--(MOD(附件4!A4:A60,2)=0))", f"SUMPRODUCT(ABS({PAID}))",
    f"SUMPRODUCT(IF({PAID}>5000,1,0))", "SUMPRODUCT(--(LEN(参数_附件4_所填_姓名)>1))", "SUMPRODUCT(-ABS(费用明细_金额))",
)  # fmt: skip
KNOWN = (
    "SUMPRODUCT(费用明细!F4:F10,费用明细!G4:G10)", f"SUMPRODUCT(({PAID}>5000)*{PAID})", "SUMPRODUCT(LEN(附件4!B4)*1)",
    '" 12.5 "+0', '"11010519491231002X"+0', '"王"+0', '"138 0013 8000"+0',
)  # fmt: skip


def test_a_command_stores_what_libreoffice_computes_or_nothing(tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(sample_class()))
    book = load_workbook(path)
    own: Any = book.create_sheet("自备")
    for row, formula in enumerate((*FORMULAS, *KNOWN), start=1):
        own.cell(row, 1).value = f"={formula}"
    book.save(path)
    path.write_bytes(convert(path, "xlsx", tmp_path / "saved").read_bytes())
    right = [row[0] for row in load_workbook(path, data_only=True)["自备"].iter_rows(values_only=True)]
    assert gaoyan("tidy", path.name).code == 0
    stored = [row[0] for row in load_workbook(path, data_only=True)["自备"].iter_rows(values_only=True)]
    assert stored != [None] * len(stored)
    assert {at: (one, right[at]) for at, one in enumerate(stored) if one is not None and one != right[at]} == {}
    assert stored[-len(KNOWN) :] == right[-len(KNOWN) :]
