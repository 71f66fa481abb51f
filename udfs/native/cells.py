"""What a cell holds, as formulas: a date, a number, a count, an amount (``udfs.values.cells``, ``udfs.money.amounts``)."""

from __future__ import annotations

from udfs.native.texts import FULL_SPACE, HARD_SPACE, blank, quoted, replaced
from udfs.values.cells import DATE_SERIALS

NOT_A_NUMBER, NEGATIVE, TOO_FINE = "非数", "负数", "小数"
FAULTS = (NOT_A_NUMBER, NEGATIVE, TOO_FINE)
DECIMALS = "参数_金额最多的小数位数"


def says(cell: str, word: str) -> str:
    """A formula: does the cell say just that word of a closed list, white space aside?"""
    for space in (" ", FULL_SPACE, HARD_SPACE):
        cell = replaced(cell, quoted(space), '""')
    return f"CLEAN({cell})={quoted(word)}"


def dated(cell: str) -> str:
    """A formula: does the cell hold a date?"""
    return f"IF(ISNUMBER({cell}),AND({cell}>={DATE_SERIALS.start},{cell}<{DATE_SERIALS.stop}))"


def number_or_nothing(cell: str) -> str:
    """A formula for the number of a cell, 0 for anything else."""
    return f"IF(ISNUMBER({cell}),{cell},0)"


def whole(cell: str) -> str:
    """A formula: does the cell hold a whole number from 0 on?"""
    return f"IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=INT({cell})))"


def amount_fault(cell: str) -> str:
    """A formula for what keeps the cell from being an amount: "" for nothing, or for an empty cell."""
    too_fine = f'IF({cell}<>ROUND({cell},{DECIMALS}),"{TOO_FINE}","")'
    return f'IF(ISNUMBER({cell}),IF({cell}<0,"{NEGATIVE}",{too_fine}),IF({blank(cell)},"","{NOT_A_NUMBER}"))'


def no_amount(cell: str) -> str:
    """A formula: is the cell filled, and not with an amount?"""
    return f"IF(ISNUMBER({cell}),OR({cell}<0,{cell}<>ROUND({cell},{DECIMALS})),NOT({blank(cell)}))"


def amount(cell: str) -> str:
    """A formula: does the cell hold an amount? What a validation accepts."""
    return f"IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=ROUND({cell},{DECIMALS})))"


def date_number(day: str) -> str:
    """A formula for a date as a number of eight digits."""
    return f"(YEAR({day})*10000+{in_year(day)})"


def in_year(day: str) -> str:
    """A formula for the place of a date in its year: 1130 for 30 November."""
    return f"MONTH({day})*100+DAY({day})"


def literal(text: str) -> str:
    """A formula for the text as a search takes it to the letter: its signs for "any character" do not work."""
    for sign in "~*?":
        text = replaced(text, quoted(sign), quoted(f"~{sign}"))
    return text
