"""导入平台编号: imports the certificate numbers of a national class, issued by the service platform, by document number.

They are not recorded in the ledger, which holds only numbers issued by this program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from macros.people.result_cells import ResultCells
from udfs.certificates.numbers import common_shape, split_tail
from udfs.records.class_file import RESULTS, ClassFile, Result
from udfs.values import cells
from udfs.values.headings import CERTIFICATE, DOCUMENT, PASSED
from workbooks.book.reading import read_book
from workbooks.book.writing import write_changes
from workbooks.files.errors import Unusable
from workbooks.rosters.platform_numbers import PlatformRow, read_platform_list
from workbooks.sources.model import Note

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "导入平台编号"


@dataclass(frozen=True)
class PlatformResult:
    """The result of an import.

    ``taken``: people whose number was imported; ``kept``: people who already had it; ``left``: unused rows with the reason;
    ``without``: (sheet, row, name) of those who passed and are not in the list; ``odd``: imported, but unlike the other
    numbers; ``written``: changed cells.
    """

    taken: int
    kept: int
    left: tuple[Note, ...]
    without: tuple[tuple[str, int, str], ...]
    odd: tuple[Note, ...]
    written: int


def import_numbers(book: xw.Book, sources: Sequence[str | Path], today: date, *, take_new: bool = False) -> PlatformResult:
    """Import the platform's numbers. In a closed file they wait for ``book.save()``.

    A different number in the workbook is kept unless ``take_new``. Errors: Unusable; then nothing is written.
    """
    c = read_book(book, today)
    if c.municipal:
        raise Unusable("市级项目", "证书由承办单位编号，不从平台导入", "请去掉 --from，用 gaoyan number 分配编号")
    if not c.national:
        raise Unusable("项目信息“项目级别”", "未填或不是国家级、市级", "请填写项目级别")
    place, written_into = c.places.get(RESULTS), ResultCells(c)
    if place is None or DOCUMENT not in place.columns or written_into.column(CERTIFICATE) is None:
        what = f"没有附件5的“身份证号”或{written_into.sheet}的“{CERTIFICATE}”一栏"
        raise Unusable(book.name, what, "请改用 gaoyan new 生成的工作簿")
    found = read_platform_list(sources)
    left = list(found.skipped)
    numbers: dict[int, PlatformRow] = {}
    for row in found.rows:
        why = objection(c, row, take_new)
        if why:
            left.append(Note(row.origin, row.name, why))
        else:
            numbers[c.result_keys[row.document].row] = row
    results = {result.row: result for result in c.results}
    new = {row: one for row, one in numbers.items() if cells.text(results[row].certificate) != one.number}
    changes = [change for row, one in new.items() for change in written_into.changes(results[row], CERTIFICATE, one.number)]
    written = write_changes(book, changes, COMMAND)
    return PlatformResult(
        taken=len(new),
        kept=len(numbers) - len(new),
        left=tuple(left),
        without=tuple(without(c, numbers)),
        odd=tuple(odd(numbers)),
        written=written,
    )


def objection(c: ClassFile, row: PlatformRow, take_new: bool) -> str:
    """Why the number of this row is not used; '' if it is."""
    results = c.matching.results_by_key.get(row.document, ())
    if not results:
        return "附件5 没有这个身份证号，未用"
    if len(results) > 1:
        return "附件5 有几行是这个身份证号，未用"
    result = results[0]
    where = f"{result.home} 第{result.home_row}行"
    if result.person_row is not None and c.people_rows[result.person_row].is_misplaced:
        return f"{where}的归属是另一个证件号码，未用；请先运行“规范化”或核对归属"
    if row.name and not cells.blank(result.name) and cells.plain(row.name) != cells.plain(result.name):
        return f"{where}同一身份证号的姓名不同，未用"
    if not result.has_passed:
        return f"{where}的“{result.spot(PASSED)[1]}”不是“是”，未用"
    present = cells.text(result.certificate)
    if present and present != row.number and not take_new:
        return f"{where}已填另一编号 {present}，未改；确认以平台为准时加 --take-new"
    if any(same(other, row) and other.row != result.row for other in c.results):
        return f"编号 {row.number} 已填在别人一行，未用"
    return ""


def same(result: Result, row: PlatformRow) -> bool:
    return cells.plain(result.certificate).upper() == cells.plain(row.number).upper()


def without(c: ClassFile, numbers: Mapping[int, PlatformRow]) -> list[tuple[str, int, str]]:
    """The people who passed without a number in the workbook or the list."""
    return [
        (result.home, result.home_row, cells.text(result.name))
        for result in c.results
        if result.has_passed and result.row not in numbers and cells.blank(result.certificate)
    ]


def odd(numbers: Mapping[int, PlatformRow]) -> list[Note]:
    """Numbers that differ from most in length or prefix: imported, but reported."""
    shape = common_shape([row.number for row in numbers.values()])
    if shape is None:
        return []
    return [
        Note(row.origin, row.name, f"编号 {row.number} 与其余编号的位数或前缀不同，请核对")
        for row in numbers.values()
        if (len(row.number), split_tail(row.number)[0]) != (shape.length, shape.prefix)
    ]
