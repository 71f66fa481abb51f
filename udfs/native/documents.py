"""Document numbers as formulas: the number made comparable, its kind, and whether it is right (see ``udfs.identity``).

Kinds go by their place in the list of the drop-down. Places and weights of the check stand on 参数, so that no array constant
is needed.
"""

from __future__ import annotations

from udfs.identity import CHECK_CHARACTERS, KINDS, LENGTH, RESIDENT_CARD
from udfs.native.days import is_day
from udfs.native.running import Running, count
from udfs.native.texts import BREAKS, FULL_SPACE, HARD_SPACE, INVISIBLE, digits_only, dropped, plain, quoted, sure

KIND_NUMBER = {kind: at for at, kind in enumerate(KINDS, start=1)}
RESIDENT, PERMIT, FOREIGNER, MAINLAND, TAIWAN, PASSPORT = KIND_NUMBER.values()
PLACES, WEIGHTS = "参数_号码位次", "参数_号码权重"
RESIDENT_CODES, COMPATRIOT_CODES = "参数_省级代码_居民", "参数_省级代码_港澳台居民"
SEPARATORS = ('" "', quoted(FULL_SPACE), quoted(HARD_SPACE), *BREAKS, *INVISIBLE, *map(quoted, "-—–·.'’_/:;,()[]<>*?~!#$%&+=@"))
DIGITS, LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHECKED = LENGTH - 1
CALCULATED = f'MID("{CHECK_CHARACTERS}",MOD(SUMPRODUCT(MID({{0}},{PLACES},1)*{WEIGHTS}),11)+1,1)'
"""The check character of the number ``{0}``; an error where one of its first 17 characters is no digit."""


def document_key(cell: str) -> str:
    """A formula for the number made comparable: half-width, upper case, no separators; a number at the digits that are left."""
    return f'IF(ISNUMBER({cell}),TEXT({cell},"0"),UPPER({dropped(f"ASC({cell})", SEPARATORS)}))'


def kind_number(cell: str) -> str:
    """A formula for the place of the stated kind in the list; 0 if none, or none that is known."""
    stated = plain(cell)
    short = f'OR({stated}="身份证",{stated}="二代{RESIDENT_CARD[2:]}")'
    return f"IFERROR(MATCH({stated},参数_证件类型,0),IF({short},{RESIDENT},0))"


def document_columns(cell: str, kind: str) -> tuple[Running, ...]:
    """The running columns that judge the number in ``cell`` of the kind ``kind`` (a formula for its place in the list).

    The last one, 证件核对, is the birth date of a right number as eight digits, 1 for a right one without birth date, 0 for a
    wrong one. Whether the date is in the future is asked elsewhere, so that a new day costs little.
    """
    key = "{#证件键}"
    padded = f'MID({key}&REPT("0",{CHECKED}),{PLACES},1)'
    year, month, day = (f"MID({key},{start},{length})" for start, length in ((7, 4), (11, 2), (13, 2)))
    right_day = is_day(f"{year}*1", f"{month}*1", f"{day}*1")
    check = f"AND({CALCULATED.format(key)}=RIGHT({key},1),{right_day})"
    return (
        Running("证件键", document_key(cell)),
        count("证件类型号", kind),
        count("证件归属", holder(key)),
        count("号码生日", f"IF(LEN({key})<>{LENGTH},0,IFERROR(IF({check},--MID({key},7,8),0),0))"),
        count("号码数字数", f'SUMPRODUCT(--ISNUMBER(FIND({padded},"{DIGITS}")))'),
        count("号码字符数", f'SUMPRODUCT(--ISNUMBER(FIND({padded},"{DIGITS}{LETTERS}")))'),
        count("证件形式", form_number(key)),
        count("证件核对", f"IF(EXACT(UPPER({cell}),{key}),{judgement(key)},0)"),
    )


def holder(key: str) -> str:
    """A formula: whose number is it by its first digits? 1 residents, 2 compatriots, 3 foreigners, 0 nobody's."""
    return (
        f"IF(ISNUMBER(MATCH(LEFT({key},2),{RESIDENT_CODES},0)),1,IF(ISNUMBER(MATCH(LEFT({key},2),{COMPATRIOT_CODES},0)),2,"
        f'IF(AND(LEFT({key},1)="9",ISNUMBER(MATCH(MID({key},2,2),{RESIDENT_CODES},0))),3,0)))'
    )


def form_number(key: str) -> str:
    """A formula for the kind a number without check character looks like; 0 for none."""
    length = f"LEN({key})"
    mainland = f'AND(OR(LEFT({key},1)="H",LEFT({key},1)="M"),OR({length}=9,{length}=11),{sure(digits_only(f"MID({key},2,10)"))})'
    foreigner = (
        f"AND({length}=15,{{#号码字符数}}={CHECKED},{{#号码数字数}}={CHECKED - 3},{sure(digits_only(f'MID({key},4,12)'))})"
    )
    taiwan = f"AND({length}=8,{sure(digits_only(key))})"
    cut_off = f'AND(RIGHT({key},1)="X",{sure(digits_only(f"LEFT({key},{length}-1)"))})'
    mixed = f"{{#号码数字数}}<{CHECKED},{{#号码数字数}}>{CHECKED}-{length}"
    passport = f"AND({length}>=5,{length}<=12,{{#号码字符数}}={CHECKED},{mixed},NOT({cut_off}))"
    return f"IF({mainland},{MAINLAND},IF({foreigner},{FOREIGNER},IF({taiwan},{TAIWAN},IF({passport},{PASSPORT},0))))"


def judgement(key: str) -> str:
    """A formula: birth date of a right number, 1 for a right one without, 0 for a wrong one; by stated kind, else by the look."""
    born, owner, form, length = "{#号码生日}", "{#证件归属}", "{#证件形式}", f"LEN({key})"
    a_day = is_day(*(f"MID({key},{start},{digits})*1" for start, digits in ((1, 4), (5, 2), (7, 2))))
    birth_date = f"AND({form}={TAIWAN},{sure(a_day)})"
    by_look = f"IF({length}={LENGTH},IF({owner}>0,{born},0),IF(OR({form}=0,{birth_date}),0,1))"
    card = f"IF({form}={FOREIGNER},1,IF({owner}=3,{born},0))"
    passport = f"IF(AND({length}>=5,{length}<=12,{{#号码字符数}}={CHECKED}),1,0)"
    return (
        f"CHOOSE({{#证件类型号}}+1,{by_look},IF(OR({owner}=1,{owner}=2),{born},0),IF({owner}=2,{born},0),{card},"
        f"IF({form}={MAINLAND},1,0),IF({form}={TAIWAN},1,0),{passport})"
    )
