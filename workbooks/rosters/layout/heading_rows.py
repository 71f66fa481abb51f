"""A table heading of one to three rows, merged or not; the words of a column are combined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from udfs.values.cells import Value, blank
from udfs.values.headings import DOCUMENT, EMPLOYER, NAME, PHONE
from workbooks.rosters.layout.headings import FIELDS, SECOND_RANK, UNKNOWN, Meaning, Overrides, likely_meaning, meaning, squeezed
from workbooks.rosters.layout.mixed import holds_number
from workbooks.sources.model import SourceBlock

WIDEST = 256
DEEPEST = 3
_LONGEST_CELL = 60


@dataclass(frozen=True)
class Heading:
    """A heading of one to three rows: text and meaning of each column. ``row``: first row, ``end``: last row."""

    row: int
    end: int
    texts: tuple[str, ...]
    meanings: tuple[Meaning, ...]

    @property
    def fields(self) -> set[str]:
        found = {one.field for one in self.meanings if one.field and one.field in FIELDS}
        return found | {PHONE for one in self.meanings if one.phone_too}

    @property
    def is_roster(self) -> bool:
        """True if it has a name (or at least a number) and one more identifying column."""
        found = self.fields
        return bool(found & {NAME, DOCUMENT}) and len(found & {NAME, DOCUMENT, PHONE, EMPLOYER}) >= 2


def shown(value: Value) -> str:
    """A cell as heading text: '' unless it is a short text."""
    return value.strip() if isinstance(value, str) and len(value) <= _LONGEST_CELL else ""


def heading_at(block: SourceBlock, at: int, overrides: Overrides, by_likeness: bool) -> Heading | None:
    """The heading that begins in row ``at``, with continuation rows; None if there is none."""
    upper = texts_of(block, at)
    if not any(upper) or holds_number(block.rows[at]):
        return None
    one = read_heading(at, at, upper, overrides, by_likeness)
    if at + 1 < len(block.rows):
        one = without_group_of_names(one, texts_of(block, at + 1))
    if sum(map(bool, upper)) < 2 and not one.fields:
        return None
    together = stacked(block, at, one, overrides)
    if together is not None:
        return together
    if is_form(block, one) or sum(map(bool, upper)) < 2:
        return None
    if not one.is_roster or not any(
        overrides.by_heading.get(squeezed(text)) or meaning(text).field is not None for text in upper
    ):
        return None
    return read_heading(at, at, upper, overrides, by_likeness=True)


def without_group_of_names(upper: Heading, lower: Sequence[str]) -> Heading:
    """The heading without the name column of a group word (学员) above the real one (姓名)."""
    if not any(meaning(text).field == NAME for text in lower if text):
        return upper
    meanings = tuple(UNKNOWN if one.field == NAME and one.rank >= SECOND_RANK else one for one in upper.meanings)
    return replace(upper, meanings=meanings)


def texts_of(block: SourceBlock, at: int) -> list[str]:
    return [shown(cell) for cell in block.rows[at][:WIDEST]]


def stacked(block: SourceBlock, at: int, one: Heading, overrides: Overrides) -> Heading | None:
    """The heading of row ``at`` with one or two rows below, if these add information."""
    rows = [texts_of(block, at)]
    above, best = one, None
    for end in range(at + 1, min(at + DEEPEST, len(block.rows))):
        lower = texts_of(block, end)
        if not goes_on(block, end - 1, above, lower):
            break
        rows.append(lower)
        both = several_rows(at, rows, overrides)
        alone = read_heading(end, end, lower, overrides, by_likeness=False)
        by_itself = alone.is_roster and not one.fields & {NAME, DOCUMENT}
        if by_itself and not adds_column(block, both, lower):
            break
        if both.is_roster and len(both.fields) >= len(above.fields):
            best = both
        above = both
    return best


def adds_column(block: SourceBlock, both: Heading, lower: Sequence[str]) -> bool:
    """True if only the upper rows have a heading for some non-empty column."""
    for column, words in enumerate(both.texts):
        below = lower[column] if column < len(lower) else ""
        if words and not below:
            rows = block.rows[both.end + 1 : both.end + 1 + WIDEST]
            if any(column < len(row) and not blank(row[column]) for row in rows):
                return True
    return False


def read_heading(row: int, end: int, texts: Sequence[str], overrides: Overrides, by_likeness: bool) -> Heading:
    read = likely_meaning if by_likeness else meaning
    meanings = tuple(overrides.of(text, at) or (read(text) if text else UNKNOWN) for at, text in enumerate(texts))
    return Heading(row, end, tuple(texts), meanings)


def is_form(block: SourceBlock, heading: Heading) -> bool:
    """True for a row of a form of one person (姓名 | 张三 | 身份证号 | …): labels alternate with values, and further labels
    are where a table would have people."""
    if not heading.is_roster or heading.end + 1 >= len(block.rows):
        return False
    below = block.rows[heading.end + 1]
    for at, one in enumerate(heading.meanings):
        beside = next((there for there in range(at + 1, len(heading.texts)) if heading.texts[there]), None)
        if one.field in (NAME, DOCUMENT) and beside is not None and heading.meanings[beside].field is None:
            under = meaning(shown(below[at]) if at < len(below) else "").field
            if under and under != one.field:
                return True
    return False


def goes_on(block: SourceBlock, at: int, upper: Heading, lower: Sequence[str]) -> bool:
    """True if the row below a heading is its second row: heading words only, nothing that could be a person."""
    raw = block.rows[at + 1]
    filled = [text for text in lower if text]
    if not filled or any(not blank(cell) and not isinstance(cell, str) for cell in raw):
        return False
    for text, above in zip(lower, upper.meanings, strict=False):
        if text and above.field in (NAME, DOCUMENT) and meaning(text).field is None:
            return False
    if any(sum(char.isdigit() for char in text) > 4 for text in filled):
        return False
    known = sum(meaning(text).field is not None for text in filled)
    names = [at for at, one in enumerate(upper.meanings) if one.field == NAME]
    if known == len(filled) and not any(at < len(lower) and lower[at] for at in names) and (names or upper.fields):
        return True  # heading words only, no name
    empty_above = any(text and not above for text, above in zip(lower, upper.texts, strict=False))
    spanned = any(span.top <= at <= span.bottom and span.right > span.left for span in block.merged)
    names_below = any(meaning(text).field == NAME for text in filled) and NAME in upper.fields
    return known >= 1 and (empty_above or spanned) and not names_below


def several_rows(at: int, rows: Sequence[Sequence[str]], overrides: Overrides) -> Heading:
    """The heading of several rows: the lowest word counts; if it has no meaning, the ones above, or all combined."""
    width = max(map(len, rows))
    texts: list[str] = []
    meanings: list[Meaning] = []
    groups = [""] * len(rows)
    for column in range(width):
        words = [row[column] if column < len(row) else "" for row in rows]
        for depth, word in enumerate(words):
            if word:
                # A heading without continuation below does not extend over the next column.
                is_group = any(words[depth + 1 :]) or meaning(word).field not in FIELDS
                groups[depth:] = [word if is_group else "", *[""] * (len(rows) - depth - 1)]
            elif any(words[depth + 1 :]):
                words[depth] = groups[depth]
        heading_words = list(dict.fromkeys(word for word in words if word))
        choices = [*reversed(heading_words), *("".join(heading_words[-count:]) for count in range(2, len(heading_words) + 1))]
        if len(heading_words) > 1:
            choices.insert(1, "".join(heading_words))
        texts.append("·".join(heading_words))
        stated = next((one for choice in choices if (one := overrides.of(choice, column))), None)
        stated = stated or overrides.of("", column)
        known = [one for choice in choices if choice and (one := meaning(choice)).field is not None]
        meanings.append(stated or (known[0] if known else likely_meaning(choices[0]) if choices else UNKNOWN))
    return Heading(at, at + len(rows) - 1, tuple(texts), tuple(meanings))
