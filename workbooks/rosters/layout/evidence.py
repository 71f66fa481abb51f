"""Interprets columns by their content: columns without a known heading are recognised by it, and a heading contradicted by its
content is reported instead of trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from udfs.records.class_file import ON_SITE, ONLINE
from udfs.values.cells import blank, column_letters, text
from udfs.values.headings import DOCUMENT, EMPLOYER, KIND, MODE, NAME, PHONE, SEX, TITLE
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.heading_rows import Heading
from workbooks.rosters.layout.headings import OTHER, Meaning
from workbooks.rosters.layout.mixed import looks_like
from workbooks.rosters.layout.written import kind_of, mode_of
from workbooks.sources.model import CONTENT, STATED, SourceBlock, cell_of

LOOKED_AT = 200
CONTRADICTS, CERTAIN, NO_NAMES = 0.6, 0.8, 0.3
"""Shares of filled cells that look like another field: to contradict a heading, to replace one; and a limit for names."""
BY_CONTENT = (DOCUMENT, PHONE, TITLE, EMPLOYER)
_TICKS = frozenset(("√", "✓", "✔", "☑", "1", "是", "v", "y", "×", "0", "否", "●", "■"))
_LIKE: Mapping[str, str] = {DOCUMENT: "身份证号", PHONE: "手机号", TITLE: "职称", EMPLOYER: "单位名称"}


@dataclass(frozen=True)
class ColumnEvidence:
    """The number of filled cells of a column, and the share that looks like each field."""

    filled: int
    shares: Mapping[str, float]

    def like(self, share: float) -> str:
        """The field that at least this share looks like; '' for none."""
        return next((field for field in BY_CONTENT if self.shares.get(field, 0.0) >= share), "")


def looks_of(block: SourceBlock, first: int, last: int, column: int) -> ColumnEvidence:
    """The looks of a column between two rows."""
    rows = block.rows[first : min(last, first + LOOKED_AT)]
    found = [looks_like(cell) for row in rows if not blank(cell := cell_of(row, column))]
    shares = {field: found.count(field) / len(found) for field in BY_CONTENT} if found else {}
    return ColumnEvidence(len(found), shares)


def weighed(block: SourceBlock, heading: Heading, last: int) -> tuple[Heading, list[str]]:
    """The heading with the meanings confirmed by the content, and open questions. Errors: ``Unusable`` if the name column does
    not contain names."""
    if block.loose:
        return heading, []  # the parts of a line are assigned per line
    meanings = list(heading.meanings)
    looks = {at: looks_of(block, heading.end + 1, last, at) for at in range(len(meanings))}
    asked = list(swapped_back(heading, meanings, looks))
    asked += contradictions(block, heading, meanings, looks)
    asked += ticked_columns(block, heading, looks, last)
    doubtful = {one.maybe for one in meanings if one.maybe and one.how == CONTENT}
    for field in BY_CONTENT:
        if field in doubtful or any(one.field == field for one in meanings):
            continue
        # An ambiguous heading (职位 over 工程师) is not overruled by its content.
        free = [at for at in looks if meanings[at].field is None and looks[at].like(CERTAIN) == field]
        if len(free) == 1:
            meanings[free[0]] = Meaning(field, how=CONTENT)
        elif free:
            letters = "、".join(column_letters(at + 1) for at in free)
            asked.append(f"{letters} 列的内容都像“{field}”，未导入；请用 --map {column_letters(free[0] + 1)}={field} 指定一列")
    return replace(heading, meanings=tuple(meanings)), asked


def swapped_back(heading: Heading, meanings: list[Meaning], looks: Mapping[int, ColumnEvidence]) -> Iterator[str]:
    """Swap number and phone if each heading clearly has the other's content; report it."""
    columns = {field: [at for at in looks if meanings[at].field == field] for field in (DOCUMENT, PHONE)}
    if any(len(found) != 1 for found in columns.values()):
        return
    (document,), (phone,) = columns[DOCUMENT], columns[PHONE]
    if STATED in (meanings[document].how, meanings[phone].how):
        return
    if looks[document].like(CERTAIN) == PHONE and looks[phone].like(CERTAIN) == DOCUMENT:
        meanings[document], meanings[phone] = Meaning(PHONE, how=CONTENT), Meaning(DOCUMENT, how=CONTENT)
        one, other = column_letters(document + 1), column_letters(phone + 1)
        yield f"{one} 列、{other} 列的表头“{heading.texts[document]}”“{heading.texts[phone]}”写反了，已按内容读入，请核对"


def contradictions(
    block: SourceBlock, heading: Heading, meanings: list[Meaning], looks: Mapping[int, ColumnEvidence]
) -> Iterator[str]:
    """Reset the meaning of columns whose content clearly belongs to another field, and report it."""
    for at, seen in looks.items():
        one = meanings[at]
        like = seen.like(CONTRADICTS)
        if one.field == NAME and one.how != STATED and not one.phone_too and max(seen.shares.values(), default=0) >= NO_NAMES:
            what = f"{column_letters(at + 1)} 列“{heading.texts[at].strip()}”下面近一半不是姓名，像是一人占两行"
            raise Unusable(block.where, what, "请整理成一行一人，再导入")
        if one.how == STATED or not like or one.field == like or one.field not in (NAME, *BY_CONTENT):
            continue
        if (one.field == EMPLOYER and one.title_too) or (one.field == NAME and one.phone_too):
            continue
        letters, head = column_letters(at + 1), heading.texts[at].replace("\n", "")
        what = f"{letters} 列表头是“{head}”，内容却像“{_LIKE[like]}”"
        if one.field == NAME:
            raise Unusable(block.where, what, "请核对表头；确实如此时用 --map 列号=字段 指定各列")
        meanings[at] = Meaning(OTHER, how=CONTENT, maybe=one.field)
        yield f"{what}，“{one.field}”未导入；请核对后用 --map {letters}={like} 指定，或改正表头"


def ticked_columns(block: SourceBlock, heading: Heading, looks: Mapping[int, ColumnEvidence], last: int) -> Iterator[str]:
    """Convert columns with a tick, such as 学员 | 工作人员 or 线下 | 线上, to the values of one column."""
    for at, seen in looks.items():
        word = heading.texts[at].split("·")[-1].strip()
        field = KIND if kind_of(word) else MODE if mode_of(word) in (ON_SITE, ONLINE) else SEX if word in ("男", "女") else ""
        if not field or not seen.filled or heading.meanings[at].field == field:
            continue
        rows = block.rows[heading.end + 1 : last]
        cells = {text(cell).lower() for row in rows if not blank(cell := cell_of(row, at))}
        if all(cell in _TICKS for cell in cells):
            letters = column_letters(at + 1)
            yield f"{letters} 列“{word}”是勾选，说的是“{field}”，未导入；请并成一列“{field}”，逐人填写后再导入"
