"""``gaoyan total``: fills 附件3 from the details."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from addin.terminal import options, streams
from udfs.values import cells
from udfs.values.headings import NET_FEE

if TYPE_CHECKING:
    from decimal import Decimal

    from macros.money.total import TotalResult
    from udfs.money.lecture_payments import Payment

EPILOG = """没有明细的项目保留原数，备注不变。
例：
  gaoyan total 云计算班.xlsx
  gaoyan total 云计算班.xlsx --tax    师资费中未填的税费，按税后讲课费推算后填入"""

UNSEEN_SHOWN = 8


def total(
    book: options.Book,
    tax: Annotated[bool, typer.Option("--tax", help="师资费中未填的税费，按税后讲课费推算后填入（已填的不改）")] = False,
    json: options.Json = False,
    today: options.Today = "",
    yes: options.Yes = False,
) -> int:
    """汇总决算：由附件4、费用明细和师资费填好附件3，并算出还可列支多少。"""
    from addin.terminal.next_line import show_next
    from addin.terminal.previewing import save
    from workbooks.closed.closed_book import open_book

    day = options.day_of(today)
    path = options.book_path(book)
    with streams.working("正在汇总"):
        from macros.money.total import total as totalled

        opened = open_book(path)
        result = totalled(opened, day, tax)
    save(opened, json or yes)
    if json:
        streams.put_json(document(path.name, result))
        return 0
    show(result)
    changed = bool(result.taxes) or any(line.changed for line in result.lines)
    show_next(path, book, day, undoable=changed)
    return 0


def amount(value: object) -> str:
    """A cell of 附件3 as shown to people."""
    from udfs.money.amounts import yuan

    number = cells.number(value)  # type: ignore[arg-type]
    return cells.text(value) if number is None else yuan(number)  # type: ignore[arg-type]


def document(name: str, result: TotalResult) -> dict[str, object]:
    return {
        "book": name,
        "lines": [
            {
                "label": line.label, "cell": line.cell, "before": cells.text(line.before), "after": cells.text(line.after),
                "changed": line.changed, "source": line.source,
            }
            for line in result.lines
        ],
        "total": str(result.total),
        "quota": str(result.quota.limit) if result.quota else None,
        "quota_left": str(result.quota.left) if result.quota else None,
        "quota_lines": {line: {"limit": str(use.limit), "left": str(use.left)} for line, use in result.quota_lines.items()},
        "subsidy_cap": None if result.cap is None else str(result.cap),
        "subsidy_left": None if result.cap_left is None else str(result.cap_left),
        "lectures": [
            {
                "name": one.name, "rows": list(one.rows), "hours": str(one.hours), "net": str(one.net),
                "limit": None if one.limit is None else str(one.limit), "over": list(one.over),
                "tax": None if one.tax is None else str(one.tax), "tax_due": str(one.tax_due),
            }
            for one in result.payments
        ],
        "not_counted": list(result.not_counted), "to_check": list(result.to_check), "hidden_but_counted": list(result.unseen),
        "taxes_filled": {str(row): str(tax) for row, tax in result.taxes.items()},
    }  # fmt: skip


def show(result: TotalResult) -> None:
    """The cells of 附件3, and what may still be spent."""
    from rich.table import Table

    from macros.money.total import COUNTS

    if not result.lines:
        streams.say("附件4、费用明细和师资费都没有内容，附件3未改动")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("附件3")
    table.add_column("原来", justify="right")
    table.add_column("现在", justify="right")
    table.add_column("来源", overflow="fold")
    for line in result.lines:
        plain = line.label in COUNTS
        before, after = (str(value or "") if plain else amount(value) for value in (line.before, line.after))
        mark = "" if not line.changed else "  ←"
        table.add_row(f"{line.cell} {line.label}", whole(before), whole(after) + mark, line.source)
    streams.put(table)
    streams.say()
    show_lectures(result)
    for text in left_over(result):
        streams.say(text, style="bold")
    for heading, listed in (
        ("未计入或按其他方式处理的：", result.not_counted),
        ("请核对：", result.to_check),
        ("隐藏或加删除线但已计入的：", unseen(result)),
    ):
        if listed:
            streams.say(heading, style="yellow")
        for text in listed:
            streams.say(f"  {text}", style="yellow")


def unseen(result: TotalResult) -> tuple[str, ...]:
    """The first hidden rows, and the number of the others."""
    more = len(result.unseen) - UNSEEN_SHOWN
    return (*result.unseen[:UNSEEN_SHOWN], f"等 {len(result.unseen)} 行") if more > 0 else result.unseen


def show_lectures(result: TotalResult) -> None:
    """Lecture fees against their caps, and the tax on them."""
    from rich.table import Table
    from rich.text import Text

    from udfs.money.amounts import yuan

    if not result.payments:
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("讲课人", overflow="fold")
    for heading in ("学时", NET_FEE, "上限", "已填税费", "推算税费"):
        table.add_column(heading, justify="right")
    table.add_column("", overflow="fold")
    for one in result.payments:
        stated = "" if one.tax is None else yuan(one.tax)
        limit = "" if one.limit is None else yuan(one.limit)
        words = Text(lecture_words(one), style="bold red" if one.over else "")
        name = Text(f"{one.name}（{'、'.join(one.ranks)}）")
        table.add_row(name, cells.text(one.hours), yuan(one.net), limit, stated, yuan(one.tax_due), words)
    streams.put(table)
    if result.taxes:
        streams.say(f"已在师资费填入推算的税费 {len(result.taxes)} 处，以完税凭证为准")
    elif any(one.tax is None and one.tax_due for one in result.payments):
        streams.say("未填的税费可加 --tax 按推算填入，以完税凭证为准")
    streams.say()


def lecture_words(one: Payment) -> str:
    """The rows over their cap, or the amount left below it."""
    from udfs.money.amounts import yuan

    if one.over:
        return f"第{'、'.join(map(str, one.over))}行超过上限"
    if one.left is None:
        return "学时未填或不是数字，无法核上限"
    return f"还可列支 {yuan(one.left)} 元" if one.left else ""


def whole(text: str) -> str:
    return text.removesuffix(".0")


def left_over(result: TotalResult) -> list[str]:
    """What quota and cap still allow."""
    from udfs.money.amounts import yuan

    def allows(left: Decimal) -> str:
        return f"还可列支 {yuan(left)} 元" if left >= 0 else f"已超 {yuan(-left)} 元"

    lines = []
    if result.quota is not None:
        use = result.quota
        lines.append(
            f"综合定额 {yuan(use.limit)} 元（{use.category}，{use.working}，不含师资费和税费），"
            f"已列支 {yuan(use.spent)} 元，{allows(use.left)}"
        )
    if result.cap is not None and result.cap_left is not None:
        lines.append(f"财政资助上限 {yuan(result.cap)} 元，合计 {yuan(result.total)} 元，{allows(result.cap_left)}")
    return lines
