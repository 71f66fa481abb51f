"""Protects filled workbooks against ``--force``, since no undo would restore them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from udfs.values.cells import text
from workbooks.book.reading import read_file
from workbooks.files.errors import GaoyanError, Unusable

MASKED = "*"


def check_overwriting(target: Path, shown: str, source: Path | None = None) -> None:
    """Check an existing ``target`` before it is overwritten. Errors: Unusable if it contains people who are not in ``source``."""
    if people_of(target) - (people_of(source) if source else set()):
        raise Unusable(shown, "是填好的工作簿，--force 也不覆盖", "请换一个文件名；确实不要了，先把它移到别处")


def people_of(path: Path) -> set[str]:
    """The document numbers in a class workbook; those of a masked copy are ignored."""
    try:
        c = read_file(path, date.today())
    except (GaoyanError, OSError):
        return set()
    numbers = {text(person.document) for person in c.people} | {text(result.document) for result in c.results}
    return {number for number in numbers if number and MASKED not in number}
