"""Running columns for duplicates: the first row with a key, and the number of rows with it.

``MATCH`` stops at the first match, and counting compares only row numbers. So long numbers are never compared as numbers, and
a thousand rows are fast.
"""

from __future__ import annotations

from udfs.native.running import Running, SingleValue, count


def first_place(sheet: str, name: str, key: str) -> Running:
    """The first row with the same key, 0 for an empty key."""
    return count(name, f'IF({{#{key}}}="",0,IFERROR(MATCH({{#{key}}},参数_{sheet}_{key},0),0))', everywhere=True)


def how_often(sheet: str, name: str, first: str) -> Running:
    """The number of rows with the same key, 0 for an empty key. Nothing is counted while no key is repeated."""
    counted = f"COUNTIF(参数_{sheet}_{first},{{#{first}}})"
    return count(name, f"IF({{#{first}}}=0,0,IF(参数_{sheet}_{first}重复,{counted},1))", everywhere=True)


def repeated(sheet: str, first: str) -> SingleValue:
    """Whether any key of the sheet is repeated: one pass over all rows, so that each row need not search the others."""
    column = f"参数_{sheet}_{first}"
    return SingleValue(f"{sheet}_{first}重复", f"SUMPRODUCT(({column}>0)*({column}<>参数_{sheet}_行次))>0")
