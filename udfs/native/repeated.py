"""The same entry twice, as running columns: where it stands first, and how often.

``MATCH`` finds the first place without looking further; counting compares only whole numbers. So long numbers are never
compared as numbers, and a thousand rows take no time to speak of.
"""

from __future__ import annotations

from udfs.native.running import Fact, Running, count


def first_place(sheet: str, name: str, key: str) -> Running:
    """The first row with the same key, 0 for an empty key."""
    return count(name, f'IF({{#{key}}}="",0,IFERROR(MATCH({{#{key}}},参数_{sheet}_{key},0),0))', everywhere=True)


def how_often(sheet: str, name: str, first: str) -> Running:
    """How many rows have the same key, 0 for an empty key. Nothing is counted where no key stands twice."""
    counted = f"COUNTIF(参数_{sheet}_{first},{{#{first}}})"
    return count(name, f"IF({{#{first}}}=0,0,IF(参数_{sheet}_{first}重复,{counted},1))", everywhere=True)


def repeated(sheet: str, first: str) -> Fact:
    """Does any key of the sheet stand twice? One look at all rows, so that each row need not look at all others."""
    column = f"参数_{sheet}_{first}"
    return Fact(f"{sheet}_{first}重复", f"SUMPRODUCT(({column}>0)*({column}<>参数_{sheet}_行次))>0")
