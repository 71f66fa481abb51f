"""Tests properties of the program: functions, date system, and whether saving preserves our workbooks."""

from __future__ import annotations

from addin.buttons.pressing import press
from addin.selftest.buttons import ScriptedDesk
from addin.selftest.model import Bench, Outcomes, SelftestOutcome, same_value
from addin.selftest.scratch import filled, made_class, template
from udfs.records.class_file import MATERIALS, PEOPLE
from workbooks.ooxml.package import Package
from workbooks.returned.comparing import NAME, PAINT, TEXT, VALIDATION, VALUE, compared

TRAITS, KEPT, FILTERED = "程序的特点", "输入检查、条件格式、名称", "筛选时写入"
PROBES: tuple[tuple[str, str, object], ...] = (
    ("ASC 把全角变成半角", '=ASC("１２Ａ")', "12A"),
    ("UNICHAR 有零宽空格", '=LEN("a"&_xlfn.UNICHAR(8203))', 2),
    ("日期从1900年算起", '=TEXT(DATE(1900,3,1),"0")', "61"),
    ("小数点和千分号", '=TEXT(1234.5,"#,##0.00")', "1,234.50"),
    ("IFERROR 接住错误", '=IFERROR(1/0,"错")', "错"),
    ("一个区域的数组算式", '=SUMPRODUCT(--(LEN({"a","bb"})>1))', 1),
)  # fmt: skip
COLUMN = 30
FIRST, NAME_COLUMN = 4, 2
"""附件4: first row of people, column of names."""


def try_traits(bench: Bench) -> Outcomes:
    """The properties that our formulas require of a program."""
    book = bench.open(*template())
    for row, (what, formula, wanted) in enumerate(PROBES, start=1):
        cell = book.sheets[MATERIALS].range((row, COLUMN))
        cell.formula = bench.program.spelled(formula)
        bench.program.calculate(book)
        found = cell.options(err_to_str=True).value
        yield SelftestOutcome(TRAITS, what, same_value(wanted, found), str(wanted), str(found))


def try_keeping(bench: Bench) -> Outcomes:
    """Open and save the template under another name: everything it needs must be preserved."""
    path = bench.folder / "存过.xlsx"
    bench.program.save_copy(bench.open(*template()), path)
    found = [one for one in compared(Package(path, template()[1]), Package.open(path)) if one.harmful and one.kind != VALUE]
    for kind in dict.fromkeys((VALIDATION, PAINT, NAME, TEXT, *(one.kind for one in found))):
        changed = [f"{one.sheet}!{one.where}" for one in found if one.kind == kind]
        yield SelftestOutcome(KEPT, kind, not changed, "与新建时相同", "、".join(changed[:5]))


def try_filtered(bench: Bench) -> Outcomes:
    """Press 规范化 with a filtered row: each cell must be right or unchanged, however the program treats such writes."""
    book, c = bench.open(*filled()), made_class()
    sheet = book.sheets[PEOPLE]
    cells = sheet.range((FIRST, NAME_COLUMN), (FIRST + len(c.people) - 1, NAME_COLUMN))
    names = cells.value
    cells.value = [[f"　{name}"] for name in names]
    if not bench.program.hide_by_filter(book, PEOPLE, FIRST - 1, NAME_COLUMN, f"　{names[1]}"):
        yield SelftestOutcome(FILTERED, "规范化", None, found="这里不能由程序设置筛选")
        return
    desk = ScriptedDesk(bench, c.today)
    press("tidy", book, desk)
    wrong = [str(FIRST + at) for at, now in enumerate(cells.value) if now not in (names[at], f"　{names[at]}")]
    yield SelftestOutcome(
        FILTERED, "规范化", not wrong, "每格改对或未动", f"第{'、'.join(wrong)}行不对" if wrong else desk.messages[-1]
    )
