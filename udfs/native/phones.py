"""Phones as formulas: validity as typed, and normalisation (see ``udfs.people.phones``)."""

from __future__ import annotations

from udfs.native.running import Running, count
from udfs.native.texts import BREAKS, FULL_SPACE, HARD_SPACE, digits_only, dropped, quoted, replaced, sure

SPACES = ('" "', quoted(FULL_SPACE), quoted(HARD_SPACE), *BREAKS)
SEPARATORS = (*SPACES, *map(quoted, "-—–·.()+"), *map(quoted, ("转", "ext", "x")))
EXTENSION_MARKS = ("ext.", "ext", "x", "转")
MOBILE_LENGTH, LONGEST_EXTENSION, READ = 11, 6, 17


def phone_columns(of: str, key: str) -> tuple[Running, ...]:
    """The running columns that judge the phone under the heading ``of``; the last one, named ``key``, holds its digits.

    电话本机: the part after the area code, extension separated by "-" ("" without a valid area code); 电话合格: 1 if valid.
    """
    cell = f"{{{of}}}"
    shown = f'IF(ISNUMBER({cell}),TEXT({cell},"0"),ASC({cell}))'
    return (
        Running("电话本机", after_area_code(cell), of=of),
        count("电话合格", f"IF(OR({sure(mobile(cell))},{sure(landline('{#电话本机}'))}),1,0)", of=of),
        Running("电话连写", dropped(shown, SEPARATORS), of=of),
        Running(key, phone_key(cell, "{#电话连写}"), of=of),
    )


def mobile(cell: str) -> str:
    """Formula: TRUE for eleven digits, the first 1, the second 3 to 9."""
    return f'AND(LEN({cell})={MOBILE_LENGTH},LEFT({cell},1)="1",MID({cell},2,1)*1>=3,{digits_only(cell)})'


def after_area_code(cell: str) -> str:
    """Formula: the text after 010, 02x or 0xxx, in brackets or followed by a hyphen."""
    opened = f'(LEFT({cell},1)="(")'
    length = f'IF(OR(MID({cell},2+{opened},1)="1",MID({cell},2+{opened},1)="2"),3,4)'
    area = f"MID({cell},1+{opened},{length})"
    behind = f"MID({cell},1+{opened}+{length},1)"
    right = f'AND(LEFT({area},1)="0",MID({area},2,1)<>"0",OR(MID({area},2,1)<>"1",MID({area},3,1)="0"),{digits_only(area)})'
    closed = f'IF({opened},{behind}=")",TRUE)'
    skipped = f'({behind}=IF({opened},")","-"))'
    rest = f"MID({cell},1+{opened}+{length}+{skipped},50)"
    for mark in EXTENSION_MARKS:
        rest = replaced(rest, quoted(mark), '"-"')
    return f'IFERROR(IF(AND({right},{closed}),{rest},""),"")'


def landline(rest: str) -> str:
    """Formula: TRUE for seven or eight digits beginning with 2 to 9, optionally with an extension of up to six digits."""
    at = f'FIND("-",{rest}&"-")'
    number, extension = f"LEFT({rest},{at}-1)", f"MID({rest},{at}+1,50)"
    right = f"AND(OR(LEN({number})=7,LEN({number})=8),LEFT({number},1)*1>=2,{digits_only(number)})"
    extended = f"IF(LEN({rest})<{at},TRUE,AND(LEN({extension})<={LONGEST_EXTENSION},{digits_only(extension)}))"
    return f"AND({right},{extended})"


def phone_key(cell: str, folded: str) -> str:
    """Formula: the digits of the number without country code; ``folded`` is the number without separators."""
    spaceless = dropped(f"ASC({cell})", SPACES)
    national = (
        f'IF(LEFT({spaceless},3)="+86",MID({folded},3,50),IF(LEFT({folded},4)="0086",MID({folded},5,50),'
        f'IF(AND(LEN({folded})=13,LEFT({folded},3)="861"),MID({folded},3,50),{folded})))'
    )
    return f"IF(ISNUMBER({folded}*1),{national},{digits_of(folded)})"


def digits_of(text: str) -> str:
    """Formula: the digits among the first seventeen characters, for numbers surrounded by words."""
    return "&".join(f'IF(ISNUMBER(MID({text},{place},1)*1),MID({text},{place},1),"")' for place in range(1, READ + 1))
