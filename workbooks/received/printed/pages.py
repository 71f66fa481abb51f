"""Compares the printed pages of a package with its workbooks; a difference names both places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from udfs.records.class_file import SURVEY, ClassFile
from udfs.records.masking import hide
from udfs.report.reviewed import Contradiction
from udfs.survey.satisfaction import level_counts
from udfs.values.regex import regex
from workbooks.forms.sheets.accounts import PLAN_NOTE
from workbooks.printing.contents import MERGED
from workbooks.received.packages import limited
from workbooks.received.printed.annexes import BARS, Printed, compared, printed_annexes
from workbooks.received.printed.pdf_drawing import Box
from workbooks.received.printed.pdf_text import NotOurs, PageText, text_of

DRAFT = "草稿"
TALL = 200
"""A text of so many characters may make a row that is split over two pages."""
LONGEST_TITLE = 30
AROUND = 12
"""So many characters of a page are quoted."""

PageContent = tuple[PageText | None, str]
"""The text of a PDF, or why there is none."""
BETWEEN = "\x00"
FEWEST_HEADINGS = 3
"""The narrowest table of ours has so many columns."""
BAR_TOLERANCE = 0.5
"""Points: nobody sees less."""
_PAGE_NUMBER, _DIGIT = regex("\\s*第\\s*\\d+\\s*页\\s*共\\s*\\d+\\s*页\\s*"), regex(r"\d")


def paper_differences(files: Mapping[str, Path], c: ClassFile, workbooks: Mapping[str, str]) -> Iterator[Contradiction]:
    """``files``: name -> place of the whole package; ``workbooks``: annex -> its workbook."""
    pieces = printed_annexes(c)
    bars = [counts for row in c.survey if sum(counts := list((level_counts(row) or {}).values())) > 0] if SURVEY in pieces else []
    for sheet, printed in pieces.items():
        yield from page_difference(files, f"{sheet}.pdf", [(workbooks[sheet], printed)], bars if sheet == SURVEY else [])
    if pieces:
        whole = [(workbooks[sheet], printed) for sheet, printed in pieces.items()]
        yield from page_difference(files, f"{MERGED}.pdf", whole, bars)


def page_difference(
    files: Mapping[str, Path], name: str, expected: Sequence[tuple[str, list[Printed]]], bars: Sequence[Sequence[int]]
) -> Iterator[Contradiction]:
    """The first place where a PDF does not say what the workbooks say. ``bars``: the counts that it shows as bars."""
    text, fault = read_page(files, name)
    if text is None:
        yield Contradiction("打印稿无法核对", name, fault)
        return
    yield from unseen_differences(name, text)
    page_text = compared("".join(text.runs))
    wanted = [
        (f"{workbook}!{cell}" if cell else "", compared(shown)) for workbook, printed in expected for cell, shown in printed
    ]
    if compared(PLAN_NOTE) not in page_text:  # the pages of the first edition have none
        wanted = [(where, shown) for where, shown in wanted if shown != compared(PLAN_NOTE)]
    whole = "".join(shown for _, shown in wanted)
    # Only a row taller than a page is set in another order: over two pages, column by column.
    reordered = any(len(shown) > TALL for _, shown in wanted) and sorted(page_text) == sorted(whole)
    if page_text != whole and not reordered:
        yield first_difference(name, page_text, wanted)
    elif not text.fault and not bars_fit(text.boxes, bars):
        yield Contradiction("打印稿与表格不一致", f"{BARS}与各项份数不符，或另有色块", name)


def bars_fit(boxes: Sequence[Box], bars: Sequence[Sequence[int]]) -> bool:
    """Whether the boxes of a page are the bars of these counts, beside the key to their greys, and nothing else."""
    painted = [box for box in boxes if not box.framed]
    wanted = [[count for count in counts if count > 0] for counts in bars]
    if len(painted) != sum(map(len, wanted)) or len(boxes) - len(painted) != (len(bars[0]) if bars else 0):
        return False
    at = 0
    for counts in wanted:
        bar = painted[at : at + len(counts)]
        at += len(counts)
        long = sum(box.wide for box in bar)
        if any(abs(box.wide - long * count / sum(counts)) > BAR_TOLERANCE for box, count in zip(bar, counts, strict=True)):
            return False
    return True


def read_page(files: Mapping[str, Path], name: str) -> PageContent:
    """The text of a page, or why there is none."""
    if name not in files:
        return None, "缺少这个文件"
    try:
        text = text_of(limited(files[name]))
    except NotOurs as error:
        return None, str(error)
    if any(compared(run) == DRAFT for run in text.runs):
        return None, "是草稿，不是盖章稿"
    return text, ""


def text_on(page: PageContent) -> str:
    return compared("".join(page[0].runs)) if page[0] else ""


def unseen_differences(name: str, text: PageText) -> Iterator[Contradiction]:
    """What keeps the words that are read from being the words that are seen, and words beside the page's own."""
    if text.fault:
        yield Contradiction("打印稿上看到的与读出的可能不同", name, text.fault)
    page_text = compared("".join(text.runs))
    for title in text.bookmarks:
        if compared(title) not in page_text:
            yield Contradiction("打印稿的书签是页面上没有的字", name, f"“{hide(title)[:LONGEST_TITLE]}”")
            break
    whole = BETWEEN.join(["", *text.runs, ""])
    for block in _PAGE_NUMBER.split(BETWEEN.join(text.furniture)):
        # A table that goes on has its headings again: several of them, no figures.
        repeated = block.strip(BETWEEN)
        known = f"{BETWEEN}{repeated}{BETWEEN}" in whole and not _DIGIT.search(repeated)
        if repeated and not (known and repeated.count(BETWEEN) >= FEWEST_HEADINGS - 1):
            yield Contradiction("打印稿上有页眉页脚以外的文字", name, f"“{hide(repeated.replace(BETWEEN, ''))[:AROUND]}”")
            return


def first_difference(name: str, page_text: str, wanted: Iterable[Printed]) -> Contradiction:
    """The cell at which the page first says something else."""
    at = 0
    where, shown = "", ""
    last = ""
    for where, shown in wanted:
        if where:
            last = where
        if not page_text.startswith(shown, at):
            break
        at += len(shown)
    else:
        return Contradiction("打印稿与表格不一致", f"{last}之后没有内容", f"{name}还有“{quoted(page_text, at)}”")
    cell = where or last or "表头"
    return Contradiction("打印稿与表格不一致", f"{cell}为“{hide(shown)}”", f"{name}为“{quoted(page_text, at)}”")


def quoted(page_text: str, at: int) -> str:
    """The page text at a position, masked as a whole so that a truncated number is masked too."""
    return hide(page_text)[at : at + AROUND] or "（没有内容）"
