"""Amounts in yuan: rounding to the cent, faults of amount cells, capital characters of a bill (人民币大写).

Source of the capitals: 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from udfs.values import cells
from udfs.values.cells import Value

CENT = Decimal("0.01")
# Precise enough for the product of the two largest numbers a cell can hold, so that rounding never fails.
_WIDE = Context(prec=700, rounding=ROUND_HALF_UP)
LARGEST_SHOWN = Decimal(10) ** 15

CAPITALS = "（大写）"
"""Prefix of an amount in capital characters on a form."""
LONGEST_IN_CAPITALS = Decimal(10) ** 12
"""From this amount on, forms show no capital characters."""
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
CAPITALS_BELOW = Decimal(10_000 ** len(GROUPS))
NOT_A_NUMBER, NEGATIVE = "不是数字", "是负数"


def cents(amount: Decimal) -> Decimal:
    """The amount rounded half up to the cent.

    >>> cents(Decimal("1.005")), cents(Decimal("3"))
    (Decimal('1.01'), Decimal('3.00'))
    """
    return amount.quantize(CENT, context=_WIDE)


def yuan(amount: Decimal) -> str:
    """The amount as shown in messages.

    >>> yuan(Decimal("105000"))
    '105,000.00'
    """
    return f"{cents(amount):,}" if abs(amount) < LARGEST_SHOWN else f"{amount:.3E}"


def total(amounts: Iterable[Value]) -> Decimal:
    """The exact sum of the numeric cells; empty cells and text count as 0."""
    return sum((cells.number(amount) or Decimal(0) for amount in amounts), Decimal(0))


def decimals(amount: Decimal) -> int:
    """The number of decimals, without trailing zeros.

    >>> decimals(Decimal("1.250")), decimals(Decimal("3E+2"))
    (2, 0)
    """
    exponent = amount.normalize(_WIDE).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def amount_fault(value: Value, most_decimals: int) -> str | None:
    """Why a filled cell is not an amount of money, in Chinese; None if it is one, or if it is empty.

    >>> amount_fault("1,200元", 2), amount_fault(-1, 2), amount_fault(1.005, 2), amount_fault(1.5, 2)
    ('不是数字', '是负数', '超过2位小数', None)
    """
    if cells.blank(value):
        return None
    amount = cells.number(value)
    if amount is None:
        return NOT_A_NUMBER
    if amount < 0:
        return NEGATIVE
    return f"超过{most_decimals}位小数" if decimals(amount) > most_decimals else None


def in_capitals(amount: Decimal) -> str:
    """The amount in capital characters.

    An amount of whole yuan ends with 整, one with 角 or 分 does not (as in the examples of the regulation). Zeros between
    digits are written once; a 0 for 角 before 分 is written after a yuan part.

    Errors: ValueError (in Chinese) for a negative amount, more than two decimals, or 10^16 and above.

    >>> in_capitals(Decimal("1409.50")), in_capitals(Decimal("6007.14"))
    ('壹仟肆佰零玖元伍角', '陆仟零柒元壹角肆分')
    >>> in_capitals(Decimal("325.04")), in_capitals(Decimal(105000)), in_capitals(Decimal(0))
    ('叁佰贰拾伍元零肆分', '壹拾万伍仟元整', '零元整')
    """
    if not amount.is_finite():
        raise ValueError("不是数字，不能写成大写")
    if amount < 0:
        raise ValueError("金额为负数，不能写成大写")
    if amount >= CAPITALS_BELOW:
        raise ValueError("金额过大，超出大写的范围")
    if decimals(amount) > -int(CENT.as_tuple().exponent):
        raise ValueError("金额超过两位小数，不能写成大写")
    whole, rest = divmod(int(cents(amount) * 100), 100)
    tenths, hundredths = divmod(rest, 10)
    if not rest:
        return f"{whole_in_capitals(whole)}元整"
    written = f"{whole_in_capitals(whole)}元" if whole else ""
    if tenths:
        written += f"{DIGITS[tenths]}角"
    elif whole:
        written += DIGITS[0]
    return written + (f"{DIGITS[hundredths]}分" if hundredths else "")


def capitals_of(total: Value) -> str:
    """（大写）… for an amount that forms show in capitals, else ''.

    >>> capitals_of(105000), capitals_of("多"), capitals_of(None)
    ('（大写）壹拾万伍仟元整', '', '')
    """
    number = cells.number(total)
    if number is None or amount_fault(total, 2) or number >= LONGEST_IN_CAPITALS:
        return ""
    return f"{CAPITALS}{in_capitals(number)}"


def whole_in_capitals(number: int) -> str:
    """An integer below 10,000 万亿 in capital characters, in groups of four digits.

    >>> whole_in_capitals(10010), whole_in_capitals(1_000_000_000_001), whole_in_capitals(20_0000_0100)
    ('壹万零壹拾', '壹万亿零壹', '贰拾亿零壹佰')
    """
    if not number:
        return DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    written = ""
    pending_zero = False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            pending_zero = bool(written)
            continue
        if written and (pending_zero or group < 1000):
            written += DIGITS[0]
        # 万亿 is 万 times 亿: if the 亿 group follows, only 万 is written here.
        unit = "万" if GROUPS[place] == "万亿" and groups[place - 1] else GROUPS[place]
        written += group_in_capitals(group) + unit
        pending_zero = False
    return written


def group_in_capitals(group: int) -> str:
    """One to four digits; inner zeros are written once, trailing zeros not at all."""
    written = ""
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            written += DIGITS[digit] + PLACES[place]
        elif written and group % 10**place and not written.endswith(DIGITS[0]):
            written += DIGITS[0]
    return written
