"""Identifies the sheets of a workbook by their titles, else by their headings and labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from udfs.reading.assembly import READING_ORDER, SHEETS_OF_ROWS
from udfs.records.class_file import (
    ACCOUNTS,
    ATTENDANCE,
    EXPENSES,
    FINDINGS,
    ITEMS,
    LECTURES,
    MATERIALS,
    PEOPLE,
    PROJECT,
    RESULTS,
    SURVEY,
    Project,
)  # fmt: skip
from udfs.values.cells import plain
from udfs.values.grid import HEADING_SEARCH_ROWS, Grid, find_labels, find_table
from udfs.values.headings import (
    CERTIFICATE,
    CHARGED,
    DOCUMENT,
    DUE,
    EMPLOYER,
    HOURS,
    LEAVE,
    MATERIAL,
    MISSED,
    NAME,
    NET_FEE,
    PASSED,
    PAYEE,
    PHONE,
    PRICE,
    READY,
    RECEIPT,
    SIGNATURE,
    SUMMARY,
    SURVEY_ITEM,
    TAUGHT_ON,
)

# Common names of the sheets besides their own.
TITLES: Mapping[str, tuple[str, ...]] = {
    PROJECT: (PROJECT,),
    ACCOUNTS: (ACCOUNTS, "决算表"),
    PEOPLE: (PEOPLE, "签到表"),
    RESULTS: (RESULTS, "带证书编号的学员名单"),
    SURVEY: (SURVEY, "满意度测评统计表"),
    ATTENDANCE: (ATTENDANCE,),
    LECTURES: (LECTURES,),
    EXPENSES: (EXPENSES,),
    MATERIALS: (MATERIALS,),
    FINDINGS: (FINDINGS,),
}


@dataclass(frozen=True)
class Signature:
    """The headings that identify the table of a sheet: all of ``every``, and one of each group in ``either``."""

    sheet: str
    every: frozenset[str]
    either: frozenset[str] = frozenset()

    def fits(self, headings: Iterable[str]) -> bool:
        found = set(headings)
        return self.every <= found and (not self.either or bool(self.either & found))


# More specific ones first: 附件4 and 附件5 share most of their headings.
SIGNATURES = (
    Signature(FINDINGS, frozenset({"规则", "键"})),
    Signature(SURVEY, frozenset({SURVEY_ITEM}), frozenset({"很满意", "满意", "不满意"})),
    Signature(MATERIALS, frozenset({MATERIAL}), frozenset({READY, DUE})),
    Signature(LECTURES, frozenset({NAME}), frozenset({NET_FEE, TAUGHT_ON})),
    Signature(EXPENSES, frozenset({"项目", "金额"}), frozenset({RECEIPT, PAYEE, SUMMARY, PRICE})),
    Signature(ATTENDANCE, frozenset({NAME}), frozenset({LEAVE, MISSED})),
    Signature(RESULTS, frozenset({NAME, DOCUMENT}), frozenset({PASSED, CERTIFICATE, HOURS})),
    Signature(PEOPLE, frozenset({NAME, DOCUMENT}), frozenset({CHARGED, SIGNATURE, PHONE, EMPLOYER})),
)
FEWEST_LABELS = 4


def locate(grids: Sequence[Grid]) -> dict[str, Grid]:
    """{sheet name of the contract: block}; sheets not found are missing.

    Titles are matched first: equal, then as a prefix, then as a part; then headings. A block serves one sheet only.
    """
    found: dict[str, Grid] = {}
    left = list(grids)

    def take(sheet: str, grid: Grid) -> None:
        found[sheet] = grid
        left[:] = [one for one in left if one is not grid]

    for fits in (_is_named, _begins_with, _contains):
        for sheet in READING_ORDER:
            match = next((grid for grid in left if sheet not in found and fits(plain(grid.title), sheet)), None)
            if match is not None:
                take(sheet, match)
    for signature in SIGNATURES:
        match = next((grid for grid in left if signature.sheet not in found and _has_table(grid, signature)), None)
        if match is not None:
            take(signature.sheet, match)
    for sheet, labels in ((PROJECT, tuple(Project.attributes())), (ACCOUNTS, (*ITEMS, "合计", "办班时间", "学员人数"))):
        match = next((grid for grid in left if sheet not in found and _has_labels(grid, labels)), None)
        if match is not None:
            take(sheet, match)
    return found


def look_alikes(titles: Iterable[str], found: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(title, sheet) of blocks named like a sheet that was found under another title. ``found``: {sheet: title}.


    >>> look_alikes(["附件5", "附件5（定稿）", "费用明细 (2)", "附件50", "说明"], {"附件5": "附件5", "费用明细": "费用明细"})
    (('附件5（定稿）', '附件5'), ('费用明细 (2)', '费用明细'))
    """
    read = set(found.values())
    return tuple(
        (title, sheet)
        for title in titles
        if title not in read
        for sheet in (next((one for one in READING_ORDER if one in found and _contains(plain(title), one)), ""),)
        if sheet
    )


def _is_named(title: str, sheet: str) -> bool:
    return title == plain(sheet)


def _begins_with(title: str, sheet: str) -> bool:
    return any(re.match(f"{re.escape(plain(name))}(?![0-9])", title) for name in TITLES[sheet])


def _contains(title: str, sheet: str) -> bool:
    return any(re.search(f"{re.escape(plain(name))}(?![0-9])", title) for name in TITLES[sheet])


def _has_table(grid: Grid, signature: Signature) -> bool:
    table = find_table(grid, SHEETS_OF_ROWS[signature.sheet][1].attributes())
    return table is not None and signature.fits(table.columns)


def _has_labels(grid: Grid, labels: Sequence[str]) -> bool:
    last = min(len(grid.rows), HEADING_SEARCH_ROWS)
    return last > 0 and len(find_labels(grid, labels, within=(1, last)).cells) >= FEWEST_LABELS
