"""Reads the cells of one row as field values; lost, changed and doubtful cells are reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from udfs.records.tidying import tidied
from udfs.values.cells import Value, plain, text
from udfs.values.headings import (
    CHARGED,
    DOCUMENT,
    DOCUMENT_KIND,
    EMPLOYER,
    KIND,
    MODE,
    NAME,
    PHONE,
    REGION,
    REMARK,
    TITLE,
)  # fmt: skip
from workbooks.files.errors import Unusable
from workbooks.rosters.cell_words import bare, cell_text, doubt, doubt_of_document, is_kind_word, post_behind
from workbooks.rosters.layout.headings import GROUP
from workbooks.rosters.layout.mixed import (
    document_and_phone,
    employer_and_title,
    is_employer,
    lone_document,
    lone_phone,
    main_phone,
    no_number,
    several_phones,
    some_number,
)
from workbooks.rosters.layout.tables import FoundTable, speaking
from workbooks.rosters.layout.written import MOBILE, RESIDENT, SAME, digits_of, right_resident, unwrapped, words_meaning
from workbooks.rosters.remarks import people
from workbooks.sources.model import Changed, Note, Roster, SourceBlock

PARTED = "·"
UNDOUBTED = frozenset((NAME, KIND, GROUP, REMARK))
# Columns whose merged value applies to every covered row; a name or number belongs to one person only.
SHARED = frozenset({EMPLOYER, TITLE, CHARGED, KIND, DOCUMENT_KIND, MODE, REGION, GROUP})
_MOST_COVERED = 2_000_000


class RowCellReader:
    """Reads the cells of the rows of one table."""

    def __init__(self, found: FoundTable, roster: Roster) -> None:
        self.found, self.block, self.roster = found, found.block, roster
        self.covered, self.same = covered(found.block, found), words_meaning(SAME)
        self.stood_in: dict[tuple[str, int], list[tuple[int, str]]] = {}
        """(field, column that stood in for its own) -> (row, name) of those whose number was taken from there."""
        self.columns = [(field, at) for field, at in found.columns.items() if field != NAME]

    def values(self, at: int, row: Sequence[Value], name: str, before: Mapping[str, str]) -> dict[str, str]:
        """{column of 附件4: text} of row ``at``. ``before``: values of the previous person, for 同上."""
        values = {NAME: name}
        for field, column in self.columns:
            value = self.value(at, row, field, column)
            if value is None or value == "":
                if self.block.troubles and (at, column) in self.block.troubles:
                    self.lose(at, name, field, self.block.troubles[(at, column)])
                continue
            if field in (DOCUMENT, PHONE):
                found = self.number(at, column, field, self.without_other(field, value, values), name)
            elif field == EMPLOYER and self.found.titled:
                found = self.employer_of(at, value, values, before)
            else:
                found = cell_text(field, value if isinstance(value, str) else text(value))
                as_above = found in self.same or (isinstance(value, str) and value.strip() in self.same)
                if as_above:
                    found = before.get(field, "")
                if as_above and not found:
                    self.lose(at, name, field, "写的是“同上”，上面没有内容，留空待补")
                self.note_change(at, name, field, value, found)
            if found:
                values[field] = found
        self.say_who(at, values)
        self.swap_back(at, values)
        self.say_doubts(at, values)
        return values

    def without_other(self, field: str, value: Value, values: dict[str, str]) -> Value:
        """The document number or phone of a cell that holds both; the other goes into ``values`` if no column has it."""
        other = PHONE if field == DOCUMENT else DOCUMENT
        if other in self.found.columns or not isinstance(value, str):
            return value
        both = dict(zip((DOCUMENT, PHONE), document_and_phone(value), strict=True))
        if not both[field]:
            return value
        values[other] = both[other]
        return both[field]

    def value(self, at: int, row: Sequence[Value], field: str, column: int) -> Value:
        """The value of a field in a row: from its column, a merged cell, or an alternative column."""
        value = row[column] if column < len(row) else None
        if (value is None or value == "") and self.covered:
            value = self.covered.get((at, column))
        spare = self.found.spare.get(field, ())
        other = speaking(row, (column, *spare)) if spare else column
        if other is not None and other != column:
            value = row[other]
            self.stood_in.setdefault((field, other), []).append((at, text(row[self.found.columns[NAME]])))
        return value

    def say_stood_in(self) -> None:
        """Report the people whose number was taken from an alternative column: one line per column."""
        headings = {one.column: one.heading or one.letters for one in self.found.mapped.columns}
        for (field, column), rows in self.stood_in.items():
            shown = people([(name, self.block.at(at).row) for at, name in rows])
            self.remark(rows[0][0], "", f"{field}空着，用了“{headings[column]}”一列的：{shown}，请核对")

    def say_who(self, at: int, values: dict[str, str]) -> None:
        """工作人员 in the employer or title column sets the kind of person."""
        for field in (EMPLOYER, TITLE):
            stood = values.get(field, "")
            kind = is_kind_word(stood)
            if kind:
                del values[field]
                values.setdefault(KIND, kind)
                self.remark(at, values[NAME], f"{field}一栏写的是“{stood}”，按人员类别“{kind}”读入，{field}留空，请核对")

    def swap_back(self, at: int, values: dict[str, str]) -> None:
        """Put a document number and a mobile that stand in each other's column in their own."""
        document, phone = values.get(DOCUMENT, ""), values.get(PHONE, "").upper()
        if MOBILE.fullmatch(document) and right_resident(phone):
            values[DOCUMENT], values[PHONE] = phone, document
            self.remark(at, values[NAME], f"{DOCUMENT}和{PHONE}写反了，已换回，请核对")

    def say_doubts(self, at: int, values: Mapping[str, str]) -> None:
        for field, value in values.items():
            if field in UNDOUBTED:
                continue
            odd = doubt_of_document(value, values.get(DOCUMENT_KIND, "")) if field == DOCUMENT else doubt(field, value)
            if odd:
                self.remark(at, values[NAME], odd)

    def employer_of(self, at: int, value: Value, values: dict[str, str], before: Mapping[str, str]) -> str:
        """The employer of a cell that also contains the title, which is added to ``values``."""
        shown = cell_text(EMPLOYER, value if isinstance(value, str) else text(value))
        name, has_titles = values[NAME], TITLE in self.found.columns
        if shown in self.same:
            if TITLE in before and not has_titles:
                values[TITLE] = before[TITLE]
            return before.get(EMPLOYER, "")
        if not shown:
            self.note_change(at, name, EMPLOYER, value, "")
            return ""
        employer, title = employer_and_title(shown)
        if title:
            if not has_titles:
                values[TITLE] = cell_text(TITLE, title)
            else:
                self.remark(at, name, f"{EMPLOYER}一格里的“{title}”没有填入（职称另有一列），请核对")
            return employer
        before_post, post = post_behind(shown)
        if post and is_employer(before_post):
            employer = before_post
        elif is_employer(shown):
            return shown
        if employer:
            self.remark(at, name, f"{EMPLOYER}一格里的“{shown[len(employer) :].strip()}”没有填入，请核对")
            return employer
        if has_titles:
            self.remark(at, name, f"{EMPLOYER}一格可能还有职务（{shown}），按原样填入，请核对")
            return shown
        self.lose(at, name, EMPLOYER, f"和职称写在一格（{shown}），无法确定，留空待补")
        return ""

    def number(self, at: int, column: int, field: str, value: Value, name: str) -> str:
        """A document number or phone as text; '' (and a note) if digits are lost or missing."""
        stood = value
        if isinstance(value, str):
            if (RESIDENT if field == DOCUMENT else MOBILE).fullmatch(value) and value[-3:] != "000":
                return value
            value = bare(field, unwrapped(value))
        if isinstance(value, date):
            self.lose(at, name, field, "单元格是日期，不是号码，留空待补")
            return ""
        digits = digits_of(value, self.block.exact.get((at, column)) if isinstance(value, float) else None)
        why = self.why_no_number(digits)
        if digits is None or why:
            self.lose(at, name, field, f"{why}，留空待补")
            return ""
        if field == PHONE and several_phones(digits):
            mobile, rest = main_phone(digits)
            if mobile:
                self.remark(at, name, f"{PHONE}一格里有几个电话，取手机，“{rest}”没有填入，请核对")
                return mobile
            self.remark(at, name, f"{PHONE}一格里有几个电话，按原样填入，请核对")
        if field == DOCUMENT and len(RESIDENT.findall(digits)) > 1:
            self.lose(at, name, field, "一格里有几个号码，无法确定是谁的，留空待补")
            return ""
        found = text(tidied(field, lone_document(digits) if field == DOCUMENT else lone_phone(digits)))
        self.note_change(at, name, field, stood, found)
        return found

    def why_no_number(self, digits: str | None) -> str:
        """The reason why a cell is not a number; '' if it is."""
        if digits is None:
            return "按数字存放，末尾数字已丢失"
        if digits in self.same:
            return "写的是“同上”，号码不能照抄"
        if no_number(digits):
            return f"写的是“{digits}”"
        return "" if some_number(digits) else f"写的是“{digits[:20]}”，不是号码"

    def note_change(self, at: int, person: str, field: str, old: Value, new: str) -> None:
        """Report a value that is entered in a changed form. Spaces in a name of several parts are significant."""
        shown = old if isinstance(old, str) else text(old)
        if shown != new:
            spacing = PARTED not in new and plain(shown) == plain(new)
            self.roster.changed.append(Changed(self.block.at(at), person, field, shown, new, spacing))

    def remark(self, at: int, name: str, what: str) -> None:
        self.roster.remarks.append(Note(self.block.at(at), name, what))

    def lose(self, at: int, name: str, field: str, why: str) -> None:
        self.roster.lost.append(Note(self.block.at(at), name, f"{field}{why}"))


def covered(block: SourceBlock, found: FoundTable) -> Mapping[tuple[int, int], Value]:
    """{cell below the first row of a merged area: value}, for the columns to which merged values apply."""
    shared = {at for field, at in found.columns.items() if field in SHARED}
    filled: dict[tuple[int, int], Value] = {}
    for span in block.merged:
        if span.left not in shared or span.bottom <= span.top or span.top >= len(block.rows):
            continue
        top = block.rows[span.top]
        value = top[span.left] if span.left < len(top) else None
        if len(filled) + min(span.bottom, len(block.rows)) - span.top > _MOST_COVERED:
            raise Unusable(block.source, "合并单元格多得不合常理", "请取消合并后再导入")
        for at in range(span.top + 1, min(span.bottom + 1, len(block.rows))):
            filled[(at, span.left)] = value
    return filled
