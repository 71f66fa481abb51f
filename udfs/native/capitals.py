"""The amount of 附件3 in capital characters as a formula, written out digit by digit.

The number format [DBNum2] depends on the language of the program and is unknown to some.
"""

from __future__ import annotations

from udfs.money.amounts import CAPITALS, DIGITS

PLACES = ("仟", "佰", "拾", "亿", "仟", "佰", "拾", "万", "仟", "佰", "拾", "元")
"""The unit after each digit of the whole yuan; 12 digits are enough for a form."""
FRACTION = 2
START = "#"
"""Marks the start while leading zeros are removed; no amount contains it."""
# Zeros inside a group are written once, at its end not at all; an empty 万 group after 亿 leaves one zero if more follows.
READ = (
    ("零仟", "零"), ("零佰", "零"), ("零拾", "零"), ("零零零零", "零"), ("零零零", "零"), ("零零", "零"),
    ("零亿", "亿"), ("零万", "万"), ("零元", "元"), ("亿万", "亿零"), ("零零", "零"), ("零元", "元"),
    *((f"{START}{lead}", START) for lead in "零亿零万零"), (START, ""),
)  # fmt: skip


def capitals_formula(amount: str) -> str:
    """Formula: （大写）… of a cell or name, "" if forms show no capitals for it (see ``udfs.money.amounts.in_capitals``)."""
    most = 10 ** len(PLACES)
    digits = f'TEXT(ROUND({amount}*100,0),"{"0" * (len(PLACES) + FRACTION)}")'

    def digit(place: int) -> str:
        return f'MID("{DIGITS}",MID({digits},{place},1)+1,1)'

    whole = "&".join((f'"{START}"', *(f'{digit(place)}&"{unit}"' for place, unit in enumerate(PLACES, start=1))))
    for old, new in READ:
        whole = f'SUBSTITUTE({whole},"{old}","{new}")'
    tenths, hundredths = len(PLACES) + 1, len(PLACES) + 2
    rest = f'RIGHT({digits},{FRACTION})="00"'
    fraction = (
        f'IF(MID({digits},{tenths},1)="0",IF({amount}<1,"","{DIGITS[0]}"),{digit(tenths)}&"角")'
        f'&IF(MID({digits},{hundredths},1)="0","",{digit(hundredths)}&"分")'
    )
    written = f'IF({amount}<1,IF({rest},"{DIGITS[0]}元",""),{whole})&IF({rest},"整",{fraction})'
    return f'IF(ISNUMBER({amount}),IF(AND({amount}>=0,{amount}<{most},ROUND({amount},2)={amount}),"{CAPITALS}"&{written},""),"")'
