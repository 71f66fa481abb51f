"""统计测评: counts raw questionnaire answers into 附件6, with the number of forms and the answers that rules need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from udfs.records.class_file import SURVEY, SURVEY_LEVELS, ClassFile, SheetPlaces
from udfs.records.class_parameters import class_parameters
from udfs.survey.questionnaire import ANSWER_RECORD, Unclear, judged_form, read_scale, record_of
from udfs.survey.satisfaction import rounded, satisfaction
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import NUMBER_HEADING, SURVEY_ITEM, SURVEY_RATE
from workbooks.book.formulas import column_formulas
from workbooks.book.reading import read_book
from workbooks.book.writing import write_changes
from workbooks.closed.host import named_area
from workbooks.files.errors import Unusable
from workbooks.forms.sheets.survey import RATE_DECIMALS
from workbooks.ooxml.addresses import parse_cell
from workbooks.ooxml.writing.changes import CellChange
from workbooks.sources.model import Origin
from workbooks.survey.questionnaires import Questionnaire, SurveyQuery, read_questionnaires

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "统计测评"
ITEM, RATE, NUMBER = SURVEY_ITEM, SURVEY_RATE, NUMBER_HEADING
ISSUED, RETURNED, VALID = "发放份数", "回收份数", "有效份数"


@dataclass(frozen=True)
class SurveyOptions:
    """The user's options. ``columns``, ``words``: see ``SurveyQuery``; ``first``: see ``read_scale``; ``own_items``: the
    questions of
    the source become the items of 附件6; ``issued``: number of forms handed out."""

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    first: str = ""
    own_items: bool = False
    issued: int | None = None
    pasted: bytes = b""


NO_WISHES = SurveyOptions()


@dataclass(frozen=True)
class FormRemark:
    """A form to report: origin and reason."""

    origin: Origin
    what: str


@dataclass(frozen=True)
class ItemResult:
    """One item of 附件6: forms by level, and the exact share of satisfied ones (None without forms)."""

    item: str
    counts: Mapping[str, int]
    rate: Fraction | None


@dataclass(frozen=True)
class SurveyResult:
    """The result of a count.

    ``invalid``, ``straight``: forms by row; ``scales``: {word: level} of each source; ``kept``: the answers are stored beside
    附件6 for the check; ``cells``: number of changed cells.
    """

    questionnaires: tuple[Questionnaire, ...]
    scales: tuple[Mapping[str, str], ...]
    items: tuple[ItemResult, ...]
    rate: Fraction | None
    issued: int | None
    returned: int
    valid: int
    invalid: tuple[FormRemark, ...]
    straight: tuple[FormRemark, ...]
    kept: bool
    cells: int


@dataclass
class Counted:
    """The classified forms of all sources."""

    levels: list[tuple[str, ...]] = field(default_factory=list)
    invalid: list[FormRemark] = field(default_factory=list)
    straight: list[FormRemark] = field(default_factory=list)
    scales: list[Mapping[str, str]] = field(default_factory=list)


def survey(
    book: xw.Book, sources: Sequence[str | Path], today: date, wishes: SurveyOptions = NO_WISHES, dry_run: bool = False
) -> SurveyResult:
    """Count the answers of the sources into 附件6. In a closed file the changes wait for ``book.save()``. Errors: Unusable."""
    c = read_book(book, today)
    place = c.places.get(SURVEY)
    if place is None or not {ITEM, *SURVEY_LEVELS} <= set(place.columns):
        raise Unusable(book.name, "没有“附件6”，或它的表头不全", "请改用 gaoyan new 生成的工作簿，或恢复表头")
    rows = {cells.text(item.item): item.row for item in c.survey if not cells.blank(item.item)}
    if not rows and not wishes.own_items:
        raise Unusable(book.name, "附件6没有测评项目", "请填写测评项目，或加 --items 以问卷的题目作为测评项目")
    asked = SurveyQuery(() if wishes.own_items else tuple(rows), wishes.columns, wishes.words)
    questionnaires = read_questionnaires(sources, asked, wishes.pasted)
    items = asked.items or own_items(questionnaires)
    if wishes.own_items:
        rows = own_rows(book, place, items)
    counted = counted_forms(questionnaires, items, wishes)
    if not counted.levels:
        first = counted.invalid[0] if counted.invalid else None
        why = f"，如{first.origin}：{first.what}" if first else ""
        raise Unusable(book.name, f"没有一份有效答卷{why}", "请核对答卷的各列，或用 --map 指定")
    p = class_parameters(c)
    results = [
        ItemResult(item, counts := {level: found[level] for level in SURVEY_LEVELS}, satisfaction(counts, p))
        for item, found in zip(items, map(Counter, zip(*counted.levels, strict=True)), strict=True)
    ]
    whole = {level: sum(one.counts[level] for one in results) for level in SURVEY_LEVELS}
    returned = len(counted.levels) + len(counted.invalid)
    record = record_of(counted.levels) if ANSWER_RECORD in place.cells else ""
    issued = issued_forms(c, wishes)
    forms = {ISSUED: issued, RETURNED: returned, VALID: len(counted.levels), ANSWER_RECORD: record or None}
    changes = [*count_changes(book, c, place, rows, results, wishes.own_items), *form_changes(place, forms)]
    return SurveyResult(
        questionnaires=tuple(questionnaires),
        scales=tuple(counted.scales),
        items=tuple(results),
        rate=satisfaction(whole, p),
        issued=issued,
        returned=returned,
        valid=len(counted.levels),
        invalid=tuple(counted.invalid),
        straight=tuple(counted.straight),
        kept=bool(record),
        cells=len(changes) if dry_run else write_changes(book, changes, COMMAND),
    )


def own_items(questionnaires: Sequence[Questionnaire]) -> tuple[str, ...]:
    """The questions of the sources, which must be the same. Errors: Unusable."""
    items = tuple(question.item for question in questionnaires[0].questions)
    for one in questionnaires[1:]:
        if {question.item for question in one.questions} != set(items):
            raise Unusable(one.source, f"题目与“{questionnaires[0].source}”不一致", "请分开统计，或用 --map 对应到附件6的项目")
        one.reorder(items)
    return items


def own_rows(book: xw.Book, place: SheetPlaces, items: Sequence[str]) -> dict[str, int]:
    """A row of 附件6 for each question. Errors: Unusable if there are not enough prepared rows."""
    area = named_area(book, f"{SURVEY}_{ITEM}")
    ready = area.last_row - area.first_row + 1 if area else len(items)
    if len(items) > ready:
        raise Unusable(book.name, f"问卷有 {len(items)} 个题目，附件6只备有 {ready} 行", "请用 --map 对应到附件6的项目")
    return {item: place.heading_row + at for at, item in enumerate(items, start=1)}


def counted_forms(questionnaires: Sequence[Questionnaire], items: Sequence[str], wishes: SurveyOptions) -> Counted:
    """Classify every form. Duplicates across sources with submission times count once. Errors: Unusable."""
    counted = Counted()
    seen: dict[tuple[str, ...], Origin] = {}
    for questionnaire in questionnaires:
        try:
            scale = read_scale(questionnaire.answers, {**questionnaire.words, **wishes.words}, wishes.first)
        except Unclear as unclear:
            where = f"{questionnaire.source}“{questionnaire.sheet}”" if questionnaire.sheet else questionnaire.source
            todo = "请用 --level 词=等级 说明各词；只有序号或分值时用 --first 很满意 或 --first 不满意 说明1（A）是哪一级"
            raise Unusable(where, f"答案{unclear}", todo) from None
        counted.scales.append(scale)
        for form in questionnaire.forms:
            twin = seen.setdefault(form.whole, form.origin) if questionnaire.dated else form.origin
            if twin != form.origin:
                counted.invalid.append(FormRemark(form.origin, f"与{twin}是同一份"))
                continue
            one = judged_form(form.answers, items, scale)
            if one.fault:
                counted.invalid.append(FormRemark(form.origin, one.fault))
                continue
            counted.levels.append(one.levels)
            if one.straight:
                counted.straight.append(FormRemark(form.origin, f"所有项目都选“{one.levels[0]}”"))
    return counted


def issued_forms(c: ClassFile, wishes: SurveyOptions) -> int | None:
    """The number of forms handed out: from the user, else from 附件6, else one per trainee."""
    if wishes.issued is not None:
        return wishes.issued
    stated = cells.number(c.forms.issued)
    return int(stated) if stated is not None and stated == int(stated) else len(c.trainees) or None


def count_changes(
    book: xw.Book, c: ClassFile, place: SheetPlaces, rows: Mapping[str, int], results: Sequence[ItemResult], own: bool
) -> Iterator[CellChange]:
    """The counts; 满意率 only if the cell has no formula. ``own``: other rows of the table are cleared."""
    columns = {heading: cells.column_number(letters) for heading, letters in place.columns.items()}
    last = max([*rows.values(), *(item.row for item in c.survey)])
    formulas = {
        name: column_formulas(book, place.title, columns[name], place.heading_row + 1, last)
        for name in (RATE, NUMBER)
        if name in columns
    }

    def filled(row: int, values: Mapping[str, Value]) -> Iterator[CellChange]:
        for heading, value in values.items():
            if heading in columns and row not in formulas.get(heading, {}):
                yield CellChange(place.title, row, columns[heading], value)

    for at, one in enumerate(results, start=1):
        values: dict[str, Value] = dict(one.counts)
        values[RATE] = float(rounded(one.rate, RATE_DECIMALS)) if one.rate is not None else None
        if own:
            values |= {ITEM: one.item, NUMBER: at}
        yield from filled(rows[one.item], values)
    for item in c.survey if own else ():
        if item.row not in rows.values():
            yield from filled(item.row, dict.fromkeys((NUMBER, ITEM, *SURVEY_LEVELS, RATE)))


def form_changes(place: SheetPlaces, forms: Mapping[str, int | str | None]) -> Iterator[CellChange]:
    """The three counts above the table, and the answers beside it."""
    for label, value in forms.items():
        if label in place.cells:
            yield CellChange(place.title, *parse_cell(place.cells[label]), value)
