"""The words of a form that nobody fills in: titles, labels, headings, and the amount in capital characters.

No rule reads them, so whoever changes 金额 to 金额（万元）, or the capitals beside an amount, changes what the paper says and not
what was checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from udfs.money.amounts import CAPITALS, capitals_of
from udfs.records.class_file import ACCOUNTS, ClassFile
from udfs.records.masking import hide
from udfs.report.reviewed import Difference
from udfs.values.cells import column_letters, plain
from workbooks.forms import FORMS
from workbooks.printing.clean import official_form

WHAT = "附件的固定文字不是导出的"
LONGEST = 30
NAMED = 3
"""So many are told."""
TOTAL = "合计"


def changed_texts(cells: Mapping[str, str], sheet: str, name: str, count: int, c: ClassFile) -> Iterator[Difference]:
    """``cells``: address -> text of what stands in the annex; ``count``: the rows of its list."""
    changed = [(at, words) for at, words in fixed(sheet, count).items() if plain(cells.get(at, "")) != plain(words)]
    for at, words in changed[:NAMED]:
        more = f"（共{len(changed)}处）" if len(changed) > NAMED else ""
        yield Difference(WHAT, f"{name}!{at}为“{hide(cells.get(at, ''))[:LONGEST]}”{more}", f"导出的为“{words}”")
    if sheet == ACCOUNTS:
        yield from other_capitals(cells, name, c)


def other_capitals(cells: Mapping[str, str], name: str, c: ClassFile) -> Iterator[Difference]:
    """The amount in capital characters beside 合计, where it is another one."""
    at = FORMS[ACCOUNTS].by_label[TOTAL].note_at.partition(":")[0]
    stated = cells.get(at, "").partition("；")[0]
    if stated.startswith(CAPITALS) and plain(stated) != plain(capitals_of(c.accounts.total)):
        there = f"{name}!{c.places[ACCOUNTS].address(TOTAL)}的大写为“{capitals_of(c.accounts.total)}”"
        yield Difference("合计的大写不一致", f"{name}!{at}为“{hide(stated)[:LONGEST]}”", there)


@lru_cache(maxsize=64)
def fixed(sheet: str, count: int) -> Mapping[str, str]:
    """Address -> the words that export writes there, for a list of so many rows."""
    form = official_form(FORMS[sheet], count)
    found = {form.area(one.area, count).partition(":")[0]: one.text for one in form.texts if isinstance(one.text, str)}
    found |= {label.label_at.partition(":")[0]: label.shown or label.label for label in form.labels}
    if form.table:
        row = form.table.heading_row
        found |= {f"{column_letters(at)}{row}": one.printed or one.heading for at, one in enumerate(form.table.columns, start=1)}
    return {at: words for at, words in found.items() if words.strip()}
