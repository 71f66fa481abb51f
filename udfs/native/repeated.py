"""The same entry twice, as running columns: where it stands first, and how often.

``MATCH`` finds the first place without looking further; counting compares only whole numbers. So long numbers are never
compared as numbers, and a thousand rows take no time to speak of.
"""

from __future__ import annotations

from udfs.native.running import Running, count


def first_place(sheet: str, name: str, key: str) -> Running:
    """The first row with the same key, 0 for an empty key."""
    return count(name, f'IF({{#{key}}}="",0,IFERROR(MATCH({{#{key}}},参数_{sheet}_{key},0),0))', everywhere=True)


def how_often(sheet: str, name: str, first: str) -> Running:
    """How many rows have the same key, 0 for an empty key."""
    return count(name, f"IF({{#{first}}}=0,0,COUNTIF(参数_{sheet}_{first},{{#{first}}}))", everywhere=True)
