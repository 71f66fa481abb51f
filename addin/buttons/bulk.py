"""Buttons that fill a column for everyone, show the next steps, or show the sheet 参数."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.buttons.registry import UNDO, Desk, button
from udfs.values.headings import CHARGED, EXAM
from udfs.values.terminal import some_of

if TYPE_CHECKING:
    import xlwings as xw

    from macros.people.filling import Filling

SHOWN = 5


@button(
    "passed", "名册", "全部通过", "没有填结业考核的学员都填“是”；缺课超过规定、按退学处理的不填，逐人列出", "passed", "FA",
    question="将给没有填结业考核的学员都填“是”（按退学处理的除外，已填的不变）。继续吗？",
)  # fmt: skip
def passed(book: xw.Book, desk: Desk) -> str:
    from macros.people.filling import fill_passed

    return filled_words(EXAM, fill_passed(book, desk.today))


@button("charged", "名册", CHARGED, "没有填是否收费的人都填“是”或“否”；已填的不变", "charged", "FB", files=True)
def charged(book: xw.Book, desk: Desk) -> str:
    from macros.people.filling import fill_charged

    word = desk.ask(CHARGED, "没有填的人都填：是 或 否", "否").strip()
    return filled_words(CHARGED, fill_charged(book, desk.today, word))


def filled_words(what: str, result: Filling) -> str:
    kept = f"，已填的{result.kept}人不动" if result.kept else ""
    not_filled = [f"{one.sheet}第{one.row}行{one.name}（{one.why}）" for one in result.left]
    left = f"\n没有填：{some_of(not_filled, '人', SHOWN, between='；')}" if not_filled else ""
    if not result.written:
        return f"{what}没有可以填的{kept}，未作改动{left}"
    return f"{what}填写{result.filled}人{kept}。{UNDO}{left}"


@button("next_step", "核验", "下一步", "已完成什么，现在办什么，等谁、等到哪天", "next_step", "FC", large=True)
def next_step(book: xw.Book, desk: Desk) -> str:
    from macros.checking.check import with_ledger
    from udfs.records.class_parameters import class_parameters
    from udfs.report.next_steps import by_button, lines, next_steps
    from udfs.rules.runner import check
    from workbooks.book.reading import read_book

    c = with_ledger(read_book(book, desk.today), None)
    return "\n".join(lines(next_steps(c, check(c), class_parameters(c)), by_button, desk.today))


@button(
    "parameters", "帮助", "参数", "显示或收起“参数”表：各项标准、职称表和规则的出处；平时不用看", "parameters", "FD", pages=True
)
def parameters(book: xw.Book, _: Desk) -> str:
    from udfs.records.class_file import PARAMETERS
    from workbooks.files.errors import Unusable

    if PARAMETERS not in [sheet.name for sheet in book.sheets]:
        raise Unusable(book.name, "没有“参数”表", "请在 gaoyan new 生成的工作簿中运行")
    sheet = book.sheets[PARAMETERS]
    sheet.visible = not sheet.visible
    return "“参数”表已显示；再点一次收起" if sheet.visible else "“参数”表已收起；再点一次显示"
