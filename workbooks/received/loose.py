"""Loose annexes: what each holds, and which of them belong to one class, by the people and figures in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from udfs.reading.assembly import assemble
from udfs.records.class_file import ACCOUNTS, PEOPLE, PROJECT, RESULTS, SURVEY, ClassFile
from udfs.values import cells
from udfs.values.grid import Grid
from workbooks.book.reading import noted, read_held
from workbooks.closed.held_file import HeldFile
from workbooks.files.errors import Unusable
from workbooks.forms.locating import locate
from workbooks.ooxml.package import SAVE_AS, Package, read_bytes
from workbooks.received import kinds
from workbooks.sources.opening import blocks_of

OFFICIAL = (ACCOUNTS, PEOPLE, RESULTS, SURVEY)
SHARED = 2
"""附件4 and 附件5 are of one class if one person in so many of the shorter list is in both."""
ANY_DAY = date(2000, 1, 1)
"""Sorting needs no day to judge by."""


@dataclass(frozen=True)
class Loose:
    """A workbook of annexes without 项目信息. ``keys``: the document numbers in it; ``superseded``: what counts instead, and
    ``differs`` whether that says something else; ``sums``: annex -> a sum of all its cells."""

    shown: str
    path: Path
    sheets: tuple[str, ...]
    keys: frozenset[str]
    topic: str
    trainees: int | None
    forms: int | None
    modified: float
    superseded: str = ""
    differs: bool = False
    sums: Mapping[str, int] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        return self.shown.rpartition("/")[0]


def book_of_annexes(path: Path) -> bool:
    """True for a workbook that can be opened and has no sheet 项目信息 by name; whatever is wrong with one, its reader tells."""
    try:
        titles = [cells.plain(sheet.title) for sheet in Package(Path(path.name).with_suffix(".xlsx"), read_bytes(path)).sheets]
    except Exception:
        return False
    return not any(PROJECT in title for title in titles)


def grids_of(path: Path) -> list[Grid]:
    """The sheets of an xlsx or, through the guarded reader, of an old workbook. Errors: Unusable."""
    if kinds.kind_of(path).sort == kinds.BOOK:
        return HeldFile(Package(Path(path.name), read_bytes(path))).grids()

    return [
        Grid(
            title=block.sheet or path.stem,
            rows=block.rows,
            merged={(span.top + 1, span.left + 1): span.right + 1 for span in block.merged},
            tells_formulas=False,
        )
        for block in blocks_of(path)
    ]


def annexes_in(path: Path) -> dict[str, Grid]:
    """附件3 … 附件6 -> the block found for it. Errors: Unusable if the file has none of them, or is a class of its own."""
    grids = grids_of(path)
    if any(PROJECT in cells.plain(grid.title) for grid in grids):
        # A class saved in the old format: its formulas and what stands behind them are lost, so it is refused as ``check`` does.
        raise Unusable(path.name, "是用旧版 .xls 格式保存的班级工作簿", SAVE_AS)
    found = {sheet: grid for sheet, grid in locate(grids).items() if sheet in OFFICIAL}
    if not found:
        raise Unusable(path.name, "表格中没有附件3至附件6", "若是附件，请核对表头没有改动；名册等其他表格须人工审阅")
    return found


def class_in(path: Path, today: date) -> ClassFile:
    """The annexes of one file as a class. Errors: Unusable."""
    if kinds.kind_of(path).sort == kinds.BOOK:
        return read_held(HeldFile(Package(path, read_bytes(path))), today)

    return noted(assemble(annexes_in(path), today))


def looked_at(path: Path, shown: str) -> Loose:
    """The facts that assign the file to a class. Errors: Unusable."""
    grids = annexes_in(path)
    c = assemble(grids, ANY_DAY)
    stated = cells.number(c.accounts.trainees)
    forms = cells.number(c.forms.issued)
    return Loose(
        shown=shown,
        path=path,
        sheets=tuple(sheet for sheet in OFFICIAL if sheet in grids),
        keys=frozenset({one.key for one in c.people} | {one.key for one in c.results}) - {""},
        topic=cells.plain(c.accounts.name),
        trainees=len(c.results) or (None if stated is None else int(stated)),
        forms=None if forms is None else int(forms),
        modified=path.stat().st_mtime,
        sums={sheet: hash(tuple(tuple(map(cells.plain, row)) for row in grid.rows)) for sheet, grid in grids.items()},
    )


def put_together(loose: Sequence[Loose]) -> list[list[Loose]]:
    """The files class by class. Of the same annex twice the newest counts, the others say which that is."""
    groups: list[list[Loose]] = []
    for one in sorted((one for one in loose if one.keys), key=lambda one: one.shown):
        home = next((group for group in groups if any(same_people(one, other) for other in group)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    for one in sorted((one for one in loose if not one.keys), key=lambda one: one.shown):
        home = home_of(one, groups)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return [with_the_newest(group) for group in groups]


def same_people(one: Loose, other: Loose) -> bool:
    return len(one.keys & other.keys) * SHARED >= min(len(one.keys), len(other.keys))


def home_of(one: Loose, groups: Sequence[Sequence[Loose]]) -> list[Loose] | None:
    """The class of an annex without people: the one that fits best by folder, figures and topic, if no other fits as well."""
    scored = sorted(((fit(one, group), at) for at, group in enumerate(groups)), reverse=True)
    if not scored or scored[0][0] == 0 or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    best = groups[scored[0][1]]
    return best if isinstance(best, list) else None


def fit(one: Loose, group: Sequence[Loose]) -> int:
    """How well it fits: the figures count more than the topic, that more than the folder; 0 if nothing speaks for it."""
    topics = {other.topic for other in group if other.topic}
    counts = {other.trainees for other in group if other.trainees is not None}
    figures = (one.trainees is not None and one.trainees in counts) or (one.forms is not None and one.forms in counts)
    named = bool(one.topic) and (one.topic in topics or any(one.topic in cells.plain(other.shown) for other in group))
    beside = any(one.folder == other.folder for other in group)
    return (4 if figures and beside else 0) + (2 if named else 0) + (1 if beside else 0)


def with_the_newest(group: Sequence[Loose]) -> list[Loose]:
    """The group, with files marked whose sheets are also in a newer file."""
    settled: list[Loose] = []
    for one in sorted(group, key=lambda one: (-one.modified, one.shown)):
        newer = next((other for other in settled if not other.superseded and set(one.sheets) <= set(other.sheets)), None)
        differs = newer is not None and any(newer.sums.get(sheet) != total for sheet, total in one.sums.items())
        settled.append(replace(one, superseded=newer.shown, differs=differs) if newer else one)
    return sorted(settled, key=lambda one: one.shown)
