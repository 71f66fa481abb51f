"""Upgrades an older workbook: a new template with all typed cells of the old one, matched by label, heading and person.

The old file is only read, and whatever cannot be carried over is listed. In the first edition 附件5 showed people by position,
so the names stored beside results may be outdated. Such a result is carried over only if the number ledger or the journal
confirms its person, or the user has confirmed the list of assignments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from macros.annexes.carried_settings import setting_changes
from macros.certificates.proofs import Proofs
from macros.checking.check import with_ledger
from udfs.notice.packs import pack_of
from udfs.notice.plan import LEVELS, plan_row
from udfs.people.identity import document_fault
from udfs.reading.assembly import SHEETS_OF_ROWS
from udfs.records.class_file import (
    FINDINGS,
    MATERIALS,
    PEOPLE,
    RESULTS,
    SHEETS,
    SURVEY,
    ClassFile,
    Person,
    Result,
    Row,
    SheetPlaces,
)
from udfs.records.participants import RESULT_COLUMNS
from udfs.rules import runner
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.grid import Grid
from udfs.values.headings import CERTIFICATE, MARK, MATERIAL, NUMBER_HEADING, OWNER, PASSED, SURVEY_ITEM, VALUE
from workbooks.book.reading import read_held
from workbooks.closed.held_file import HeldFile
from workbooks.files.errors import Unusable
from workbooks.forms import FORMS
from workbooks.forms.model import MOST_ROWS, READY_ROWS, Form, TableForm
from workbooks.ooxml.addresses import parse_cell
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched
from workbooks.received.annexes_seen import comments_in
from workbooks.templates.new_class import build_template

BY_WORDS = {MATERIALS: MATERIAL, SURVEY: SURVEY_ITEM}
"""{table: column}: tables with prepared rows in the template, matched by this column."""


@dataclass(frozen=True)
class ResultClaim:
    """A result of an old 附件5 with its presumed person. ``proof``: 台账, 撤销记录, 附件5 (typed beside the number), or ''."""

    row: int
    person: Person
    passed: Value
    certificate: Value
    proof: str


@dataclass
class Renewal:
    """The content of the new workbook.

    ``data``: its file; ``taken``: number of cells carried over; ``claims``: results of an old 附件5; ``left``: what was not
    carried over, in words.
    """

    data: bytes = b""
    taken: int = 0
    claims: list[ResultClaim] = field(default_factory=list)
    confirmed: bool = False
    left: list[str] = field(default_factory=list)

    @property
    def doubtful(self) -> list[ResultClaim]:
        """The results that need confirmation by a person."""
        return [] if self.confirmed else [claim for claim in self.claims if not claim.proof]


def renewed(old: Path, today: date, *, confirmed: bool = False, ledger: str | None = None, rows: int = 0) -> Renewal:
    """The workbook at ``old`` in today's version. ``confirmed``: the user confirms every claim. Errors: Unusable."""
    file = HeldFile.open(old)
    c = with_ledger(read_held(file, today), ledger)
    renewal = Renewal(confirmed=confirmed)
    template = fresh(c, old, rows)
    package = Package(old, template)
    new = read_held(HeldFile(package), today)
    changes = [*Carrier(file, c, new, renewal).changes()]
    changes += result_changes(old, c, new, renewal)
    changes += explanation_changes(c, new, renewal)
    changes += setting_changes(c.settings, package, renewal.left)
    renewal.left += strange_sheets(file, c)
    renewal.left += objects_left(file.package, c)
    renewal.taken = len(changes)
    renewal.data = patched(package, changes)
    return renewal


def objects_left(package: Package, c: ClassFile) -> Iterator[str]:
    """Comments and pictures of the sheets, which are not carried over."""
    for place in c.places.values():
        part = package.sheet(place.title)
        if cells_with := comments_in(package, part):
            yield f"{place.title}的批注（{'、'.join(cells_with)}等处）：没有带入，有用的请抄过去"
        drawings = [one.target for one in package.relations(part.part).values() if one.kind == "drawing"]
        if any(one.kind == "image" for drawing in drawings for one in package.relations(drawing).values()):
            yield f"{place.title}的图片：没有带入，有用的请复制过去"


def fresh(c: ClassFile, old: Path, rows: int) -> bytes:
    """The template for the same class, with enough rows. Errors: Unusable."""
    if c.level not in LEVELS:
        raise Unusable(old.name, "项目信息的“项目级别”不是国家级或市级", "请先在原工作簿中改正，再更新")
    which = pack_of(c.which).name
    plan = c.plan_number if c.plan_number and plan_row(c.level, c.plan_number, which) else None
    needed = 0
    for sheet, (name, _) in SHEETS_OF_ROWS.items():
        if FORMS[sheet].table and sheet in c.places:
            needed = max([needed, *(row.row - c.places[sheet].heading_row for row in getattr(c, name) if row.row > 0)])
    ready = max(rows, READY_ROWS, needed)
    if ready > MOST_ROWS:
        raise Unusable(old.name, f"需要{ready}行，最多{MOST_ROWS}行", "请先删去多余的行")
    typed = [label for label in type(c.project).attributes() if not cells.blank(c.project.get(label))]
    return build_template(c.level, plan, which, ready, kept=typed)


class Carrier:
    """Carries typed cells from the old sheets to the new ones, by label and heading."""

    def __init__(self, file: HeldFile, c: ClassFile, new: ClassFile, renewal: Renewal) -> None:
        self.file, self.c, self.new, self.left = file, c, new, renewal.left

    def changes(self) -> Iterator[CellChange]:
        for sheet in SHEETS:
            place = self.c.places.get(sheet)
            if place is None or sheet == FINDINGS or sheet not in self.new.places:
                continue
            form, grid = FORMS[sheet], self.file.content(place.title).grid
            yield from self.labels(form, place, grid)
            if form.table is None or sheet == RESULTS or not place.columns:
                continue
            if sheet in BY_WORDS:
                yield from self.ready_rows(form, form.table, place, grid)
            else:
                yield from self.rows(form, form.table, place, grid)

    def labels(self, form: Form, place: SheetPlaces, grid: Grid) -> Iterator[CellChange]:
        known = self.new.places[form.sheet].cells
        for label, address in place.cells.items():
            at = parse_cell(address)
            value = grid.value(*at)
            if at in grid.formulas or cells.blank(value):
                continue
            if label in known:
                yield CellChange(form.sheet, *parse_cell(known[label]), value)
            else:
                self.left.append(f"{place.title}!{address} {label}：新工作簿没有这一项")

    def rows(self, form: Form, table: TableForm, place: SheetPlaces, grid: Grid) -> Iterator[CellChange]:
        """Typed cells of a table, at their old distance below the heading."""
        for heading, letters in place.columns.items():
            column = cells.column_number(letters)
            typed = [
                (row, grid.value(row, column))
                for row in range(place.heading_row + 1, len(grid.rows) + 1)
                if (row, column) not in grid.formulas and not cells.blank(grid.value(row, column))
            ]
            if heading not in table.letters:
                self.left += [f"{place.title}的“{heading}”一列（{len(typed)}格）：新工作簿没有这一列"] if typed else []
                continue
            computed = table.by_heading[heading].computed
            if computed and not computed.replaceable:
                continue  # the column is computed
            at = cells.column_number(table.letters[heading])
            for row, value in typed:
                yield CellChange(form.sheet, row - place.heading_row + table.heading_row, at, value)
        self.strange_columns(place, grid)

    def strange_columns(self, place: SheetPlaces, grid: Grid) -> None:
        """List the columns that users have added."""
        known = {cells.column_number(letters) for letters in place.columns.values()}
        for column, heading in enumerate(place.headings, start=1):
            if column in known or not heading.strip():
                continue
            count = sum(not cells.blank(grid.value(row, column)) for row in range(place.heading_row + 1, len(grid.rows) + 1))
            if count and heading not in FORM_HEADINGS:
                self.left.append(f"{place.title}的“{heading.strip()[:20]}”一列（{count}格）：不是本工作簿的列")

    def ready_rows(self, form: Form, table: TableForm, place: SheetPlaces, grid: Grid) -> Iterator[CellChange]:
        """Typed cells of prepared rows, matched by their words."""
        name, _ = SHEETS_OF_ROWS[form.sheet]
        by = BY_WORDS[form.sheet]
        ready: dict[str, Row] = {cells.plain(row.get(by)): row for row in getattr(self.new, name)}
        for row in getattr(self.c, name):
            typed = [
                (heading, row.get(heading))
                for heading, letters in place.columns.items()
                if heading not in (by, NUMBER_HEADING, "依据")
                and (row.row, cells.column_number(letters)) not in grid.formulas
                and not cells.blank(row.get(heading))
            ]
            there = ready.get(cells.plain(row.get(by)))
            if there is None and typed:
                self.left.append(f"{place.title}第{row.row}行“{cells.text(row.get(by))[:20]}”：新工作簿没有这一项")
            for heading, value in typed if there is not None else ():
                column = table.by_heading.get(heading)
                if column and not (column.computed and not column.computed.replaceable):
                    assert there is not None
                    yield CellChange(form.sheet, there.row, cells.column_number(table.letters[heading]), value)


FORM_HEADINGS = {"核验"}


def result_changes(old: Path, c: ClassFile, new: ClassFile, renewal: Renewal) -> Iterator[CellChange]:
    """The results of the old 附件5, written beside their people in 附件4 as far as confirmed."""
    if RESULTS not in c.places:
        return
    if c.results_beside:
        renewal.left += [
            f"附件5第{one.row}行的{one.field}“{cells.text(one.value)[:20]}”：附件5由附件4带出，不再手工填"
            for one in c.out_of_view
            if not cells.blank(one.value)
        ]
        return
    place = new.places[PEOPLE]
    moved = place.heading_row - c.places[PEOPLE].heading_row if PEOPLE in c.places else 0
    renewal.claims = list(claims_of(old, c, renewal))
    for claim in renewal.claims:
        unsure = not claim.proof and not renewal.confirmed
        if objection := "不能确定是谁的，核对后加 --confirm" if unsure else already(claim):
            renewal.left.append(f"附件5第{claim.row}行的结果（{cells.text(claim.person.name)}：{words_of(claim)}）：{objection}")
            continue
        values: dict[str, Value] = {RESULT_COLUMNS[PASSED]: claim.passed, RESULT_COLUMNS[CERTIFICATE]: claim.certificate}
        if not document_fault(claim.person.document, claim.person.document_kind, c.today):
            values[OWNER] = claim.person.document
        for heading, value in values.items():
            if not cells.blank(value):
                yield CellChange(PEOPLE, claim.person.row + moved, cells.column_number(place.columns[heading]), value)


def already(claim: ResultClaim) -> str:
    """Why a result is not written: another result is already there; '' otherwise."""
    own = ((claim.person.passed, claim.passed), (claim.person.certificate, claim.certificate))
    if claim.person.is_misplaced or any(not cells.blank(mine) and cells.text(mine) != cells.text(new) for mine, new in own):
        return f"附件4第{claim.person.row}行已填了别的结果"
    return ""


def words_of(claim: ResultClaim) -> str:
    """The claim in words: 是，津高研2025090001."""
    return "，".join(text for value in (claim.passed, claim.certificate) if (text := cells.text(value))) or "空"


def claims_of(old: Path, c: ClassFile, renewal: Renewal) -> Iterator[ResultClaim]:
    """Every result of the old 附件5 with the trainee it shows, and its proof."""
    proofs = Proofs(old, c)
    for result in c.results:
        stated = not cells.blank(result.passed) or not cells.blank(result.certificate)
        group = c.matching.people_by_key.get(result.key, [])
        if not result.key or len(group) != 1 or group[0].is_staff or len(c.matching.results_by_key[result.key]) > 1:
            if stated or not cells.blank(result.name):
                who = cells.text(result.name) or "没有姓名"
                renewal.left.append(f"附件5第{result.row}行（{who}）：附件4没有这个证件号码的学员，或不止一行")
            continue
        hours_left(c, result, renewal)
        if stated:
            yield ResultClaim(result.row, group[0], result.passed, result.certificate, proofs.of(result))


def hours_left(c: ClassFile, result: Result, renewal: Renewal) -> None:
    """List a stated 学时数 that differs from 考勤, from which the new workbook computes it."""
    stated, missed = cells.number(result.hours), c.matching.absent_hours.get(result.key, 0)
    if stated is not None and c.hours is not None and missed is not None and stated != c.hours - missed:
        name = cells.text(result.name)
        renewal.left.append(f"附件5第{result.row}行的学时数（{name}：{cells.text(stated)}）：与考勤不符，属实的请登记考勤")


def explanation_changes(c: ClassFile, new: ClassFile, renewal: Renewal) -> Iterator[CellChange]:
    """The 说明 of findings that still exist, with the columns of 核验 that identify them."""
    place = new.places[FINDINGS]
    columns = {heading: cells.column_number(letters) for heading, letters in place.columns.items()}
    explained = [one for one in runner.check(c).findings if one.explained]
    for row, one in enumerate(explained, start=place.heading_row + 1):
        values = {
            "规则": one.code,
            "问题": one.message,
            VALUE: cells.text(one.value) or None,
            "说明": one.explained,
            "键": one.key,
        }
        for heading, value in (values | {MARK: one.mark or None}).items():
            if value:
                yield CellChange(FINDINGS, row, columns[heading], value)
    lost = sum(not cells.blank(row.explanation) for row in c.explained) - len(explained)
    if lost > 0:
        renewal.left.append(f"核验的说明{lost}条：所说明的问题已经没有了")


def strange_sheets(file: HeldFile, c: ClassFile) -> Iterator[str]:
    """Non-empty sheets that are not ours."""
    known = {place.title for place in c.places.values()} | {*SHEETS, "核对"}
    for sheet in file.sheets:
        if sheet.title not in known and any(
            not cells.blank(value) for row in file.content(sheet.title).grid.rows for value in row
        ):
            yield f"工作表“{sheet.title}”：不是本工作簿的表"
