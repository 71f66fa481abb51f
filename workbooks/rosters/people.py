"""Extracts people from table rows; every other row is reported with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from udfs.records.class_file import STAFF, TRAINEE
from udfs.records.masking import mask_text
from udfs.records.tidying import tidied
from udfs.values.cells import Value, blank, text
from udfs.values.headings import DOCUMENT, EMPLOYER, KIND, MODE, NAME, PHONE, REMARK
from udfs.values.regex import regex
from workbooks.rosters.cell_words import ADDRESSED, FORMS, bare, called, doubt_of_name, says_nothing
from workbooks.rosters.layout.headings import FIELDS, GROUP, SECOND_RANK, UNKNOWN, meaning
from workbooks.rosters.layout.mixed import employer_line, holds_number, is_employer, name_apart, says_withdrawn
from workbooks.rosters.layout.reshaping import row_under_headings
from workbooks.rosters.layout.tables import FoundTable
from workbooks.rosters.layout.written import (
    LECTURER,
    NO_NAME,
    TRIAL,
    kind_of,
    kind_of_section,
    looks_like_person,
    mode_in,
    split_phone,
    unwrapped,
    words_meaning,
)
from workbooks.rosters.lines import (
    FOOTER,
    first_text,
    is_footer,
    leaves_out,
    telling,
    tells_of_people,
    why_nobody,
)
from workbooks.rosters.pasted import aligned
from workbooks.rosters.remarks import blanks, marked, shortened, telling_columns, unused
from workbooks.rosters.row_values import RowCellReader
from workbooks.rosters.several import Parted, parted
from workbooks.sources.model import Note, Roster, RosterEntry, cell_of

LONG_CELL, SHORTEST_DOCUMENT = 200, 8
NO_NAMES_END = (*FORMS, "姓名", "名字")
"""Endings of short Chinese texts that are not a name alone."""
NOTHING_MORE: Mapping[str, str] = {}

_COUNTED = regex(r"[(（]?[0-9]{1,3}[)）]?[、.．)）:：]?")
_SHORT_NAME = regex("[\u4e00-\u9fff]{2,4}")


def people_of(tables: Sequence[FoundTable], sheet_kind: str, roster: Roster) -> None:
    """Add the people of the tables of one sheet to ``roster``. ``sheet_kind``: kind of people by the sheet's name ('' if
    none). A section line also applies to the tables below it."""
    section = left_out = ""
    for at, found in enumerate(tables):
        reader = RowReader(found, sheet_kind, roster, section, left_out)
        if at == 0 or tables[at - 1].heading == found.heading:
            reader.above()
        reader.read()
        if at + 1 < len(tables) and tables[at + 1].heading != found.heading:
            section, left_out = reader.section, reader.left_out


class RowReader(RowCellReader):
    """Reads the rows of one table in order; keeps the current section and the previous row."""

    def __init__(self, found: FoundTable, sheet_kind: str, roster: Roster, section: str, left_out: str = "") -> None:
        super().__init__(found, roster)
        self.sheet_kind = sheet_kind
        self.section = section
        self.mode = ""
        """How those of a section take part, where its line says so (线上学员)."""
        self.left_out = left_out
        """The line by which those below it do not take part (候补名单); '' for everybody else."""
        self.employer = ""
        """What a line between the rows says of the people below it, where no column tells their employer."""
        self.name_column = found.columns[NAME]
        self.before: dict[str, str] = {}
        self.empty: list[int] = []
        self.unused: list[Note] = []
        self.telling_columns = telling_columns(found)
        self.looked_at = words_meaning(NO_NAME) | words_meaning(TRIAL)

    def above(self) -> None:
        """The rows above the first heading: one note for all titles; a line that announces the kind of people is a section."""
        titles = []
        for at, row in enumerate(self.block.rows[: max(self.found.heading, 0)]):
            filled = [cell for cell in row if not blank(cell)]
            if filled and not self.is_section(at, filled, title=True):
                titles.append((at, first_text(row)))
            self.say_aside(at, row)
        if titles:
            self.skip(titles[0][0], f"表头上方的标题行（第 {span([at for at, _ in titles])} 行）", titles[0][1])

    def read(self) -> None:
        rows, name_column, left = self.block.rows, self.name_column, self.found.left
        entries = self.roster.entries
        first_entry = len(entries)
        for at in range(self.found.first, self.found.last):
            row = rows[at] if not self.block.loose else self.under_headings(at)
            name = cell_of(row, name_column)
            if not isinstance(name, str) or not self.is_plain_name(name) or telling(row[left]):
                entry = self.odd_row(at, row, name)
            else:
                entry = self.person(at, row, name)
            if entry is None:
                self.say_aside(at, row)
            else:
                entries.append(entry)
                for what in marked(self.found, at, row) if self.block.marks else ():
                    self.remark(at, entry.values[NAME], what)
                for column, tells in self.telling_columns:
                    if (said := text(cell_of(row, column.column))) and tells(said):
                        self.unused.append(Note(entry.origin, entry.values[NAME], f"{column.heading}：{said}"))
        self.say_stood_in()
        self.roster.remarks += unused(self.unused)
        self.report_empty()
        self.roster.remarks += blanks(entries[first_entry:], self.found.columns, self.roster.lost)

    def is_plain_name(self, name: str) -> bool:
        """True for a plain short Chinese name."""
        return (
            bool(_SHORT_NAME.fullmatch(name))
            and name not in self.looked_at
            and not name.endswith(NO_NAMES_END)
            and not ADDRESSED.fullmatch(name)
        )

    def under_headings(self, at: int) -> Sequence[Value]:
        """A line of loose text as a table row; not a person if its parts are ambiguous."""
        parts = self.block.rows[at]
        columns = self.found.columns
        without = max(len(parts), max(columns.values()) + 1)
        width = len(self.block.rows[self.found.heading]) if self.found.heading >= 0 else without
        if len(parts) < 2 or self.is_heading(parts):
            return parts
        line = " ".join(map(text, parts))
        if leaves_out(line):
            return [line]
        if self.name_column == 0 and _COUNTED.fullmatch(text(parts[0])):
            parts = parts[1:]
        withdrawal = next((text(part) for part in parts if REMARK not in columns and says_withdrawn(text(part))), "")
        if withdrawal and not is_employer(withdrawal):
            self.skip(at, f"写着“{withdrawal}”，没有读入；参训的请去掉后再导入", line)
            return []
        row = aligned(parts, width, columns) or row_under_headings(line, width, columns)
        if row is not None:
            return row
        self.skip(at, "各列之间只有空格，无法确定哪段是哪一列", line)
        return []

    def odd_row(self, at: int, row: Sequence[Value], raw_name: Value) -> RosterEntry | None:
        """A row without a plain short Chinese name in its name cell."""
        filled = [cell for cell in row if not blank(cell)]
        if not filled:
            return None
        trouble = self.block.troubles.get((at, self.name_column))
        if trouble:
            self.lose(at, "", NAME, trouble)
            return None
        several = parted(row, self.found.columns)
        if several is not None:
            return self.several(at, several)
        name = text(tidied(NAME, bare(NAME, unwrapped(raw_name))))
        if self.is_section(at, filled) or self.is_employer_line(at, filled):
            return None
        if not name or says_nothing(NAME, name):
            self.nameless(at, row, len(filled))
            return None
        person, phone = split_phone(name)
        shown = person or name
        apart, name_values = name_apart(shown)
        why = self.why_nobody(row, name if apart == shown else apart, person)
        if why:
            self.skip(at, why, name)
            return None
        name = apart
        name = called(name)[0] or name
        entry = self.person(at, row, name, name_values | ({PHONE: text(tidied(PHONE, phone))} if phone else {}))
        if entry is not None and name != shown:
            self.remark(at, name, f"“{shown.replace(name, '', 1).strip()}”没有填入姓名，请核对")
        elif entry is not None and (odd := doubt_of_name(name)):
            self.remark(at, name, odd)
        elif entry is not None:
            self.note_change(at, name, NAME, raw_name, name)
        return entry

    def several(self, at: int, found: Parted) -> RosterEntry | None:
        """The people of a row with several; adds all but the last, which is returned."""
        last: RosterEntry | None = None
        for row in found.rows:
            if last is not None:
                self.roster.entries.append(last)
            name = text(row[self.name_column])
            last = self.person(at, row, name)
            for field in found.unclear:
                self.lose(at, name, field, "与他人的写在一格，无法确定，留空待补")
        names = "、".join(text(row[self.name_column]) for row in found.rows)
        what = (
            f"有 {len(found.rows)} 人（{names}），按行分开读入" if len(found.rows) > 1 else f"可能有几人（{names}），按一人读入"
        )
        self.remark(at, names, f"姓名一格里{what}，请核对")
        return last

    def why_nobody(self, row: Sequence[Value], name: str, person: str) -> str:
        """The reason why the row is not a person; '' if it may be one. ``person``: the name found in a longer text."""
        why = "重复的表头" if self.is_heading(row) else why_nobody(first_text(row), name, self.has_document(row))
        return why or ("" if person or looks_like_person(name) else "姓名一栏不是姓名")

    def is_heading(self, row: Sequence[Value]) -> bool:
        words = [cell for cell in row if isinstance(cell, str) and cell]
        if holds_number(row):
            return False
        named = meaning(text(row[self.name_column])) if self.name_column < len(row) else UNKNOWN
        if named.field == NAME and named.rank < SECOND_RANK:
            return True
        return sum(meaning(cell).field in FIELDS for cell in words) >= min(2, len(words))

    def is_section(self, at: int, filled: Sequence[Value], title: bool = False) -> bool:
        """A row that announces the kind of people: 工作人员（5人）. A title ending in 学员 adds nothing."""
        if len(set(map(text, filled))) != 1:
            return False
        line = text(filled[0])
        if tells_of_people(line):
            return False
        column = next(column for column, cell in enumerate(self.block.rows[at]) if not blank(cell))
        # A lone word in the remarks column belongs to the person above.
        if not title and column != self.found.columns.get(REMARK) and leaves_out(line):
            self.left_out = line
            self.skip(at, "以下的人没有读入；参训的请移到这一行上面再导入", line)
            return True
        kind, mode = kind_of(line) or kind_of_section(line), mode_in(line)
        if not kind or (title and kind == TRAINEE and not kind_of(line)):
            return False
        self.section, self.mode, self.left_out, self.employer = kind, mode, "", ""
        self.skip(at, f"分节标题（以下为{'、'.join(word for word in (kind, mode) if word)}）", text(filled[0]))
        return True

    def nameless(self, at: int, row: Sequence[Value], filled: int) -> None:
        words = first_text(row)
        if is_footer(words) and not self.has_document(row):
            self.skip(at, FOOTER, words)
        elif filled == 1 and words.replace(".", "").isdecimal():
            self.empty.append(at)
        elif self.under_merged_name(at):
            self.skip(at, "与上一行合并的姓名，只取第一行", words)
        else:
            self.skip(at, "没有姓名", words)

    def say_aside(self, at: int, row: Sequence[Value]) -> None:
        """Quote a line outside the people's rows that tells of some of them, which only a reader of the sheet can apply."""
        line = " ".join(text(cell) for cell in row if not blank(cell))
        if tells_of_people(line) and not holds_number(row):
            self.remark(at, "", f"表上写着“{shortened(mask_text(line))}”，没有照办，请核对")

    def is_employer_line(self, at: int, filled: Sequence[Value]) -> bool:
        """A row that names the employer of the people below, in a table without such a column, up to the next line."""
        words = text(filled[0])
        if len(filled) > 1 or not any(map(str.isalpha, words)) or is_footer(words):
            return False
        self.employer = "" if EMPLOYER in self.found.columns else employer_line(words)
        if self.employer:
            self.skip(at, "单位名称（填为以下各人的工作单位）", words)
        return bool(self.employer)

    def under_merged_name(self, at: int) -> bool:
        column = self.name_column
        return any(span.top < at <= span.bottom and span.left <= column <= span.right for span in self.block.merged)

    def has_document(self, row: Sequence[Value]) -> bool:
        """True if the document column contains something of sufficient length."""
        at = self.found.columns.get(DOCUMENT)
        return at is not None and at < len(row) and len(text(row[at])) >= SHORTEST_DOCUMENT

    def person(
        self, at: int, row: Sequence[Value], name: str, name_values: Mapping[str, str] = NOTHING_MORE
    ) -> RosterEntry | None:
        """The person of a row; None (and a note) if the row is not a person.

        ``name_values``: values from the name cell, used if no column has them.
        """
        values = self.values(at, row, name, self.before)
        for field, word in name_values.items():
            values.setdefault(field, word)
        return self.person_of_row(at, row, values)

    def person_of_row(self, at: int, row: Sequence[Value], values: dict[str, str]) -> RosterEntry | None:
        """The person with kind and class determined: column before section before sheet name."""
        name = values[NAME]
        if len(values) == 1 and len(filled := [cell for cell in row if not blank(cell)]) < 2:
            if self.is_section(at, filled) or self.is_employer_line(at, filled):
                return None
            self.skip(at, "只有一个单元格有内容，无法判断是否为人员", name)
            return None
        if self.left_out:
            self.skip(at, f"在“{shortened(self.left_out)}”之下，没有读入", name)
            return None
        if self.employer:
            values.setdefault(EMPLOYER, self.employer)
        self.before = values.copy()
        kind = self.stated_kind(at, values)
        if self.mode:
            values.setdefault(MODE, self.mode)
        if kind == LECTURER or self.found.of_lecturers:
            self.skip(at, "是授课教师，不是学员或工作人员", name)
            return None
        if kind:
            values[KIND] = kind
            if kind not in (STAFF, TRAINEE):
                what = f"人员类别“{kind}”不是学员或工作人员，按原样填入，人数按学员计，请核对"
                self.remark(at, name, what)
        if max(map(len, values.values())) > LONG_CELL:
            self.remark(at, name, f"有单元格超过 {LONG_CELL} 个字，请核对")
        return RosterEntry(self.block.at(at), values, values.pop(GROUP, ""))

    def stated_kind(self, at: int, values: dict[str, str]) -> str:
        """The source of the kind of person: column, section, sheet name, remark; '' if none.

        A remark is reported unless it only repeats the kind.
        """
        stated, remark = values.pop(KIND, ""), values.pop(REMARK, "")
        kind = (stated and (kind_of(stated) or stated)) or self.section or self.sheet_kind
        if not kind and remark and kind_of(remark) == STAFF:
            kind = STAFF
        if says_withdrawn(remark):
            self.remark(at, values[NAME], f"备注写着“{shortened(remark)}”，仍已读入，请核对")
        elif remark and kind_of(remark) != (kind or TRAINEE):
            self.unused.append(Note(self.block.at(at), values[NAME], remark))
        return kind

    def skip(self, at: int, why: str, words: str) -> None:
        self.roster.skipped.append(Note(self.block.at(at), mask_text(words)[:24], why))

    def report_empty(self) -> None:
        """Report rows that only have a printed serial number, as one note."""
        if self.empty:
            self.skip(self.empty[0], f"只有序号的空行（{span(self.empty)} 行，共 {len(self.empty)} 行）", "")


def span(rows: Sequence[int]) -> str:
    """The first and the last of some rows (0-based), as the user counts."""
    return "–".join(dict.fromkeys((str(rows[0] + 1), str(rows[-1] + 1))))
