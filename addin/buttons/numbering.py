"""The dialogs and messages of the buttons 分配编号 and 重新编号."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from addin.buttons.registry import Cancelled, Desk
from udfs.values.terminal import some_of

if TYPE_CHECKING:
    import xlwings as xw

    from macros.certificates.number import NumberResult, Outlook

SHOWN = 5


def pressed(book: xw.Book, desk: Desk, renew: str = "") -> str:
    """Confirm the numbers to issue, issue them, and return the message."""
    from macros.certificates.number import number

    title = "重新编号" if renew else "分配编号"
    result = number(book, desk.today, renew=renew, agreed=lambda outlook: desk.confirm(title, question(outlook)))
    if result.far:
        named = some_of([f"第{one.row}行{one.name}的{one.why}" for one in result.far], "人", SHOWN, between="；")
        with suppress(Cancelled):  # the others have their numbers in either case
            desk.confirm(title, f"手工填写的编号超出本期应有的流水号：{named}。接受后，此前未使用的流水号不再使用。是否接受？")
            result = number(book, desk.today, adopt=True)
    return message(result)


def question(outlook: Outlook) -> str:
    """The range of numbers, and the ambiguities of the pattern."""
    void = f"本期已给的{len(outlook.renewed)}个编号将作废（连同原因记入台账）。" if outlook.renewed else ""
    doubts = f"请留意：{'；'.join(outlook.doubts)}。" if outlook.doubts else ""
    given = f"将分配{len(outlook.given)}个编号，{outlook.span}，并记入台账。" if outlook.given else ""
    return f"{void}{given}{doubts}继续吗？"


def message(result: NumberResult) -> str:
    span = f"（{result.given[0]}至{result.given[-1]}）" if result.given else ""
    void = f"作废{len(result.renewed)}个，" if result.renewed else ""
    again = f"，其中作废后重新生效的：{some_of(result.reinstated, '个', SHOWN)}" if result.reinstated else ""
    without = ""
    if result.without:
        named = some_of([f"第{one.row}行{one.why}" for one in result.without], "人", SHOWN, between="；", rest="其余见“核验”")
        without = f"\n未给编号{len(result.without)}人：{named}"
    given = f"{void}新分配{len(result.given)}个编号{span}，沿用{len(result.kept)}个{again}"
    unlisted = some_of([f"{number}（{name}）" for number, name in result.unlisted], "个", SHOWN)
    stray = f"\n台账中有效、但本工作簿里没有其人的编号：{unlisted}。不再发证的请在台账中作废" if unlisted else ""
    return f"{given}，写入{result.written}个单元格。下一步：全部核验。{without}{stray}"
