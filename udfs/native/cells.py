"""Cell tests as formulas: date, number, count, amount (``udfs.values.cells``, ``udfs.money.amounts``)."""

from __future__ import annotations

from udfs.native.texts import FULL_SPACE, HARD_SPACE, blank, quoted, replaced
from udfs.values.cells import DATE_SERIALS

NOT_A_NUMBER, NEGATIVE, TOO_FINE = "非数", "负数", "小数"
FAULTS = (NOT_A_NUMBER, NEGATIVE, TOO_FINE)
DECIMALS = "参数_金额最多的小数位数"


def says(cell: str, word: str) -> str:
    """Formula: TRUE if the cell holds exactly that word of a closed list, ignoring white space."""
    for space in (" ", FULL_SPACE, HARD_SPACE):
        cell = replaced(cell, quoted(space), '""')
    return f"CLEAN({cell})={quoted(word)}"


def dated(cell: str) -> str:
    """Formula: TRUE if the cell holds a date."""
    return f"IF(ISNUMBER({cell}),AND({cell}>={DATE_SERIALS.start},{cell}<{DATE_SERIALS.stop}))"


def number_or_nothing(cell: str) -> str:
    """Formula: the number in a cell, 0 for anything else."""
    return f"IF(ISNUMBER({cell}),{cell},0)"


def whole(cell: str) -> str:
    """Formula: TRUE if the cell holds a non-negative integer."""
    return f"IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=INT({cell})))"


def amount_fault(cell: str) -> str:
    """Formula: why the cell is not an amount; "" if it is one, or if it is empty."""
    too_fine = f'IF({cell}<>ROUND({cell},{DECIMALS}),"{TOO_FINE}","")'
    return f'IF(ISNUMBER({cell}),IF({cell}<0,"{NEGATIVE}",{too_fine}),IF({blank(cell)},"","{NOT_A_NUMBER}"))'


def no_amount(cell: str) -> str:
    """Formula: TRUE if the cell is filled, but not with an amount."""
    return f"IF(ISNUMBER({cell}),OR({cell}<0,{cell}<>ROUND({cell},{DECIMALS})),NOT({blank(cell)}))"


def amount(cell: str) -> str:
    """Validation formula: TRUE if the cell holds an amount."""
    return f"IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=ROUND({cell},{DECIMALS})))"


def date_number(day: str) -> str:
    """Formula: a date as a number of eight digits."""
    return f"(YEAR({day})*10000+{in_year(day)})"


def in_year(day: str) -> str:
    """Formula: a date as month and day: 1130 for 30 November."""
    return f"MONTH({day})*100+DAY({day})"


def literal(text: str) -> str:
    """Formula: the text with the wildcards of searches escaped."""
    for sign in "~*?":
        text = replaced(text, quoted(sign), quoted(f"~{sign}"))
    return text
