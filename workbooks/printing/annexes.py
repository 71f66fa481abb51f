"""附件3 to 附件6 as pages: official columns of the class file, with places for signatures and seals."""

from __future__ import annotations

from collections.abc import Callable

from udfs.money.amounts import capitals_of
from udfs.notice.parameters import Parameters
from udfs.records.class_file import ACCOUNTS, ITEMS, PEOPLE, RESULTS, SURVEY, SURVEY_LEVELS, Accounts, ClassFile, Row, SurveyItem
from udfs.records.class_parameters import class_parameters
from udfs.rules.needs import NEEDS
from udfs.survey.satisfaction import level_counts, satisfaction, stated_rate
from udfs.values import cells
from workbooks.forms import FORMS
from workbooks.forms.sheets.accounts import PLAN_NOTE
from workbooks.printing.pages import PrintedColumn, PrintedPart, columns_data, rows_data, texts_of, width_for
from workbooks.printing.wording import amount, per_cent, printed

ANNEXES = (ACCOUNTS, PEOPLE, RESULTS, SURVEY)
SIGN, SEAL = "经办人（签字）：", "承办单位（盖章）："
PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 166.0, 261.0
"""Available table width in mm in portrait and landscape format; see annexes.typ."""
RATE_DECIMALS = 2
LONGEST_KEPT_WHOLE = 400
"""Texts of 附件3 longer than this many characters may be split over two pages."""


def title_of(sheet: str) -> str:
    """The title of the annex on its sheet."""
    return next(text.text for text in FORMS[sheet].texts if text.style == "title" and isinstance(text.text, str))


def official_columns(sheet: str) -> tuple[PrintedColumn, ...]:
    """The official columns of an annex, with widths in proportion to its sheet."""
    form = FORMS[sheet]
    assert form.table is not None
    columns = [column for column in form.table.columns if column.official]
    scale = (LANDSCAPE_WIDTH if form.page.landscape else PORTRAIT_WIDTH) / sum(column.width for column in columns)
    return tuple(
        PrintedColumn(
            heading=column.printed or column.heading,
            # A column of running text takes the remaining width.
            width=round(max(column.width * scale, width_for(column.min_width)), 2) if column.centred else 0,
            whole=column.min_width > 0,
            left=not column.centred,
        )
        for column in columns
    )


def annexes(c: ClassFile) -> dict[str, PrintedPart]:
    """{annex: page} of the annexes with content, in order."""
    made: dict[str, Callable[[ClassFile], PrintedPart]] = {
        ACCOUNTS: accounts_page, PEOPLE: people_page, RESULTS: results_page, SURVEY: survey_page,
    }  # fmt: skip
    return {sheet: page(c) for sheet, page in made.items() if is_filled(c, sheet)}


def is_filled(c: ClassFile, sheet: str) -> bool:
    """True if the annex has content to print."""
    if sheet == ACCOUNTS:
        return any(not cells.blank(c.accounts.get(label)) for label in Accounts.attributes())
    if sheet == SURVEY:
        return NEEDS["survey"][0](c)
    return bool(c.people if sheet == PEOPLE else c.results)


def accounts_page(c: ClassFile) -> PrintedPart:
    """附件3, with 合计 in capital characters beside the figure."""
    accounts = c.accounts
    items = [{"item": item, "amount": amount(accounts.get(item)), "note": printed(accounts.notes.get(item))} for item in ITEMS]
    note = printed(accounts.notes.get("合计"))
    capitals = capitals_of(accounts.total)
    items.append({"item": "合计", "amount": amount(accounts.total), "note": "；".join(filter(None, (capitals, note)))})
    page = {
        "kind": "accounts",
        "annex": ACCOUNTS,
        "title": title_of(ACCOUNTS),
        "name": printed(accounts.name),
        "place": printed(accounts.place),
        "period": printed(accounts.period),
        "trainees": printed(accounts.trainees),
        "staff": printed(accounts.staff),
        "people": printed(accounts.people),
        "items": items,
        "applicant": printed(accounts.applicant),
        "organiser": printed(accounts.organiser),
        "plan_note": PLAN_NOTE,
        "sign": "经办人（签字）",
        "seal": "承办单位财务部门签章",
    }
    return page | {"tall": max(map(len, texts_of(page))) > LONGEST_KEPT_WHOLE}


def people_page(c: ClassFile) -> PrintedPart:
    """附件4: rows as high as in the workbook, for signatures, so that pages contain the same people."""
    rows = [official(person) for person in c.people]
    return roster(PEOPLE, rows, row_height=9.8)


def results_page(c: ClassFile) -> PrintedPart:
    """附件5, with as many rows per page as the workbook."""
    return roster(RESULTS, [official(result) for result in c.results], row_height=9.2)


def official(row: Row) -> list[str]:
    """The official columns of a row, as printed."""
    return [printed(row.get(heading)) for heading in type(row).OFFICIAL]


def roster(sheet: str, rows: list[list[str]], row_height: float) -> PrintedPart:
    """A list of people on landscape pages; ``row_height``: minimum in mm."""
    columns = official_columns(sheet)
    return {
        "kind": "roster",
        "annex": sheet,
        "title": title_of(sheet),
        "landscape": FORMS[sheet].page.landscape,
        "columns": columns_data(columns),
        "rows": rows_data(columns, rows),
        "row-height": row_height,
        "sign": SIGN,
        "seal": SEAL,
    }


def survey_page(c: ClassFile) -> PrintedPart:
    """附件6: the table of items and levels, and a bar chart."""
    p = class_parameters(c)
    counts = [level_counts(item) or dict.fromkeys(SURVEY_LEVELS, 0) for item in c.survey]
    rows = [[*official(item)[:-1], rate_of(item, p)] for item in c.survey]
    columns = official_columns(SURVEY)
    return {
        "kind": "survey",
        "annex": SURVEY,
        "title": title_of(SURVEY),
        "name": printed(c.project.topic),
        "counts": form_counts(c),
        "columns": columns_data(columns),
        "rows": rows_data(columns, rows),
        "levels": list(SURVEY_LEVELS),
        "bars": [
            {"item": printed(item.item), "counts": list(levels.values()), "rate": rate_of(item, p)}
            for item, levels in zip(c.survey, counts, strict=True)
        ],
        "sign": SIGN,
        "seal": SEAL,
    }


def form_counts(c: ClassFile) -> list[list[str]]:
    """The numbers of forms above the table, and the return rate."""
    counts = [
        ["发放份数", printed(c.forms.issued)], ["回收份数", printed(c.forms.returned)], ["有效份数", printed(c.forms.valid)],
    ]  # fmt: skip
    issued, returned = cells.number(c.forms.issued), cells.number(c.forms.returned)
    if issued and returned is not None and 0 <= returned <= issued:
        counts.append(["回收率", per_cent(returned / issued)])
    return counts


def rate_of(item: SurveyItem, p: Parameters) -> str:
    """满意率 as stated in words, else computed from the levels to 0.01 %."""
    if isinstance(item.rate, str) and not cells.blank(item.rate):
        return printed(item.rate)
    counts = level_counts(item)
    share = satisfaction(counts, p) if counts else None
    if share is not None:
        return per_cent(share, RATE_DECIMALS)
    stated = stated_rate(item.rate)
    return per_cent(stated.value, RATE_DECIMALS) if stated else printed(item.rate)
