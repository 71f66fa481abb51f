"""Reads certificate lists issued by the service platform for a national class.

Any xlsx, xls or csv table with a column of document numbers and one of certificate numbers. Nothing is guessed: numbers
with lost digits or with two owners are reported and skipped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from udfs.certificates.numbers import LONGEST
from udfs.people.identity import normal_document
from udfs.values.cells import Value, blank, has_invisible, is_number, number, plain, text
from udfs.values.headings import CERTIFICATE, DOCUMENT, NAME
from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.headings import SECOND_RANK, columns_saying, meaning, words_of
from workbooks.rosters.layout.written import SAFE_DIGITS, digits_of
from workbooks.sources.model import Note, Origin, SourceBlock, cell_of
from workbooks.sources.opening import blocks_of

WORDS = frozenset(
    ("证书编号", "证书号", "证书号码", "电子证书编号", "电子证书号", "结业证书编号", "结业证书号", "合格证书编号", "合格证编号",
     "培训合格证书编号", "证书编码", "certificate no", "certificate number")
)  # fmt: skip
SEARCHED_ROWS = 60
_FORM = regex(r"[0-9A-Za-z\u4e00-\u9fff〔〕()（）\[\]【】/／._\-－—第号]+")


@dataclass(frozen=True)
class PlatformRow:
    """One person of the platform's list. ``document``: normalised; ``number``: as entered in 附件5."""

    origin: Origin
    name: str
    document: str
    number: str


@dataclass(frozen=True)
class PlatformList:
    """The usable rows of all files, and skipped ones with the reason."""

    rows: tuple[PlatformRow, ...]
    skipped: tuple[Note, ...]


def read_platform_list(paths: Sequence[str | Path]) -> PlatformList:
    """All rows of all files. Errors: ``Unusable`` for an unreadable file, or one without the two columns."""
    rows: list[PlatformRow] = []
    skipped: list[Note] = []
    for path in paths:
        found = [(block, at, columns) for block in blocks_of(path) for at, columns in headings_of(block)]
        if not found:
            raise Unusable(
                Path(path).name,
                "找不到“身份证号”和“证书编号”两列的表头",
                "请使用平台导出的、同时有这两列的名单（xlsx、xls、csv）",
            )
        for block, at, columns in found:
            for one in rows_of(block, at, columns):
                (rows if isinstance(one, PlatformRow) else skipped).append(one)  # type: ignore[arg-type]
    return without_doubles(rows, skipped)


def headings_of(block: SourceBlock) -> Iterator[tuple[int, dict[str, int]]]:
    """(row, {field: column}) of the first heading of a block with both numbers, 0-based."""
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        columns = columns_saying(row, (NAME, DOCUMENT))
        certificate = next((column for column, cell in enumerate(row) if is_certificate(cell)), None)
        if certificate is not None and DOCUMENT in columns:
            refuse_side_by_side(block, row)
            yield at, columns | {CERTIFICATE: certificate}
            return


def refuse_side_by_side(block: SourceBlock, row: Sequence[Value]) -> None:
    """Errors: ``Unusable`` for a heading with two columns of names or certificate numbers, since tables side by side could be
    mixed up or skipped."""
    meanings = [meaning(cell.strip()) for cell in row if isinstance(cell, str)]
    names = sum(one.field == NAME and one.rank < SECOND_RANK for one in meanings)
    numbers = sum(map(is_certificate, row))
    if names > 1 or numbers > 1:
        what = f"有 {names} 列姓名、{numbers} 列证书编号，无法确定哪个编号是谁的"
        raise Unusable(block.where, what, "请删去多余的列；几张表并排的，改成上下排列或分放在几张工作表里")


def is_certificate(cell: Value) -> bool:
    """True for the heading of the certificate column."""
    return not WORDS.isdisjoint(words_of(cell))


def rows_of(block: SourceBlock, heading: int, columns: dict[str, int]) -> Iterator[PlatformRow | Note]:
    """Each person under the heading, or the reason why the row is unusable."""
    for at in range(heading + 1, len(block.rows)):
        row = block.rows[at]
        cells = {field: cell_of(row, column) for field, column in columns.items()}
        if blank(cells[DOCUMENT]) and blank(cells[CERTIFICATE]):
            continue
        name, origin = text(cells.get(NAME)), block.at(at)
        if is_certificate(cells[CERTIFICATE]):
            continue  # heading repeated on the next printed page
        document = digits_of(cells[DOCUMENT], block.exact.get((at, columns[DOCUMENT])))
        certificate, why = certificate_of(cells[CERTIFICATE], block.exact.get((at, columns[CERTIFICATE])))
        if document is None:
            yield Note(origin, name, "身份证号的位数已经丢失，未用")
        elif not normal_document(document):
            yield Note(origin, name, "没有身份证号，未用")
        elif why:
            yield Note(origin, name, why)
        else:
            yield PlatformRow(origin, name, normal_document(document), certificate)


def certificate_of(value: Value, exact: str | None) -> tuple[str, str]:
    """(number, ''), or ('', reason). ``exact``: all digits of a long number in the file."""
    if blank(value):
        return "", "还没有证书编号"
    if is_number(value):
        found = number(value)
        if found is None or found != found.to_integral_value() or found < 0:
            return "", "证书编号是小数，未用"
        if found >= 10**SAFE_DIGITS:
            return (exact, "") if exact and not exact.endswith("000") else ("", "证书编号以数字存放，尾数已经丢失，未用")
    shown = text(value)
    if len(shown) > LONGEST or has_invisible(shown) or not _FORM.fullmatch(shown):
        return "", "证书编号里有空格或不认识的字符，或者太长，未用"
    return shown, ""


def without_doubles(rows: list[PlatformRow], skipped: list[Note]) -> PlatformList:
    """Remove numbers with two owners and both numbers of one person; duplicate rows count once."""
    unique = list({(row.document, comparable(row)): row for row in rows}.values())
    people = Counter(row.document for row in unique)
    numbers = Counter(comparable(row) for row in unique)
    left = []
    for row in unique:
        if people[row.document] > 1:
            skipped.append(Note(row.origin, row.name, "同一身份证号有几个不同的证书编号，未用"))
        elif numbers[comparable(row)] > 1:
            skipped.append(Note(row.origin, row.name, "证书编号与他人的相同，未用"))
        else:
            left.append(row)
    return PlatformList(tuple(left), tuple(skipped))


def comparable(row: PlatformRow) -> str:
    return plain(row.number).upper()
