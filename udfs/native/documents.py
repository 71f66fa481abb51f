"""Document numbers as formulas: normalised number, kind, and fault (see ``udfs.people.identity``).

Kinds are identified by their position in the drop-down list. The check character is written out in seventeen terms, because
engines disagree on text functions with array arguments.
"""

from __future__ import annotations

from udfs.native.days import is_day
from udfs.native.running import Running, count
from udfs.native.texts import BREAKS, FULL_SPACE, HARD_SPACE, INVISIBLE, digits_only, dropped, plain, quoted, sure
from udfs.people import document_faults as flaws
from udfs.people.document_faults import ALSO_UNTIDY, FLAWS, MARK, Flaw
from udfs.people.identity import CHECK_CHARACTERS, KINDS, LENGTH, OLD_LENGTH, RESIDENT_CARD, WEIGHTS

KIND_NUMBER = {kind: at for at, kind in enumerate(KINDS, start=1)}
RESIDENT, PERMIT, FOREIGNER, MAINLAND, TAIWAN, PASSPORT = KIND_NUMBER.values()
RESIDENT_CODES, COMPATRIOT_CODES = "参数_省级代码_居民", "参数_省级代码_港澳台居民"
SEPARATORS = ('" "', quoted(FULL_SPACE), quoted(HARD_SPACE), *BREAKS, *INVISIBLE, *map(quoted, "-—–·.'’_/:;,()[]<>*?~!#$%&+=@"))
DIGITS, LETTERS = tuple(map(str, range(10))), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""As used in formulas, where a digit is text."""
CHECKED = LENGTH - 1
WORDS = "参数_号码毛病_说法"
"""The message of each of ``udfs.people.document_faults.FLAWS``, in order."""
WRONG, FIRST_DAY, EARLIEST = "{#号码毛病}>0", "参数_开始日数字", "参数_最早生日数字"
UNBORN = f"AND({{#号码生日}}>{FIRST_DAY},OR({{#号码错处}}=0,{{#号码错处}}={FLAWS.index(flaws.WRONG_CHECK) + 1}))"
"""The birth date is after the first day of the class, and nothing else is wrong, except perhaps the check character."""


def calculated(key: str) -> str:
    """Formula: the check character of an 18-character number; an error if one of the first 17 is no digit."""
    terms = "+".join(f"MID({key},{place},1)*{weight}" for place, weight in enumerate(WEIGHTS, start=1))
    return f'MID("{CHECK_CHARACTERS}",MOD({terms},{len(CHECK_CHARACTERS)})+1,1)'


def document_key(cell: str) -> str:
    """Formula: the number normalised: half-width, upper case, no separators; for a number, its remaining digits."""
    return f'IF(ISNUMBER({cell}),TEXT({cell},"0"),UPPER({dropped(f"ASC({cell})", SEPARATORS)}))'


def kind_number(cell: str) -> str:
    """Formula: the position of the stated kind in the list; 0 if empty or unknown."""
    stated = plain(cell)
    short = f'OR({stated}="身份证",{stated}="二代{RESIDENT_CARD[2:]}")'
    return f"IFERROR(MATCH({stated},参数_证件类型,0),IF({short},{RESIDENT},0))"


def document_columns(of: str, kind: str, kind_of: str = "") -> tuple[Running, ...]:
    """The running columns that judge the number under the heading ``of``.

    ``kind``: formula for the position of its kind in the list; ``kind_of``: the heading of the kind ("" if elsewhere).
    号码毛病 is the position of the first flaw in ``FLAWS``, 0 if none, and 号码说法 its message; 号码生日 is the birth date as
    eight digits, 0 if none.
    """
    cell, key = f"{{{of}}}", "{#证件键}"
    year, month, day = (f"MID({key},{start},{length})" for start, length in ((7, 4), (11, 2), (13, 2)))
    right_day = is_day(f"{year}*1", f"{month}*1", f"{day}*1")
    other_signs = dropped("{#号码非数字}", map(quoted, LETTERS))
    untidy = f"IF(EXACT(UPPER({cell}),{key}),0,{place(flaws.UNTIDY)})"
    return (
        Running("证件键", document_key(cell), of=of),
        count("证件类型号", kind, of=kind_of or of),
        count("证件归属", holder(key), of=of),
        Running("校验字符", f'IF(LEN({key})={LENGTH},IFERROR({calculated(key)},""),"")', of=of),
        Running("号码非数字", dropped(f"LEFT({key},{CHECKED})", DIGITS), of=of),
        count("号码数字数", f"{CHECKED}-LEN({{#号码非数字}})", of=of),
        count("号码字符数", f'IF({{#号码非数字}}="",{CHECKED},{CHECKED}-LEN({other_signs}))', of=of),
        count("证件形式", form_number(key), of=of),
        count("证件种类", f"IF({{#证件类型号}}>0,{{#证件类型号}},{look(key)})", of=of),
        count("号码生日", f"IF(LEN({key})<>{LENGTH},0,IFERROR(IF({right_day},--MID({key},7,8),0),0))", of=of),
        count("省份错处", f"IF(LEN({key})={LENGTH},{wrong_province(key)},0)", of=of),
        count("号码错处", first_flaw(key), of=of),
        count("号码毛病", f"IF({UNBORN},{place(flaws.FUTURE)},IF({{#号码错处}}>0,{{#号码错处}},{untidy}))", of=of),
        Running("号码说法", f'IF({WRONG},{words(cell, key)},"")', of=of),
    )


def place(flaw: Flaw) -> int:
    """The number of a flaw in the formulas."""
    return FLAWS.index(flaw) + 1


def words(cell: str, key: str) -> str:
    """Formula: the message for a faulty number, as from ``udfs.people.identity.document_fault``."""
    no_digit = f"FIND(LEFT({{#号码非数字}},1),{key})"
    detail = (
        f"IF({{#号码错处}}={place(flaws.NO_DIGIT)},{no_digit},"
        f"IF({{#号码错处}}={place(flaws.WRONG_CHECK)},{{#校验字符}},LEN({key})))"
    )
    untidy = f'IF(OR(EXACT(UPPER({cell}),{key}),{{#号码毛病}}={place(flaws.UNTIDY)}),"",{quoted(ALSO_UNTIDY)})'
    return f"SUBSTITUTE(INDEX({WORDS},{{#号码毛病}}),{quoted(MARK)},{detail})&{untidy}"


def holder(key: str) -> str:
    """Formula: the holders by the first digits: 1 residents, 2 compatriots, 3 foreigners, 0 unknown."""
    return (
        f"IF(ISNUMBER(MATCH(LEFT({key},2),{RESIDENT_CODES},0)),1,IF(ISNUMBER(MATCH(LEFT({key},2),{COMPATRIOT_CODES},0)),2,"
        f'IF(AND(LEFT({key},1)="9",ISNUMBER(MATCH(MID({key},2,2),{RESIDENT_CODES},0))),3,0)))'
    )


def form_number(key: str) -> str:
    """Formula: the kind suggested by the form of a number without check character; 0 if none."""
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


def look(key: str) -> str:
    """Formula: the kind suggested by the number; a resident's card in doubt."""
    card = f'IF(LEFT({key},1)="9",{FOREIGNER},IF({{#证件归属}}=2,{PERMIT},{RESIDENT}))'
    a_day = is_day(*(f"MID({key},{start},{digits})*1" for start, digits in ((1, 4), (5, 2), (7, 2))))
    birth_date = f"AND({{#证件形式}}={TAIWAN},{sure(a_day)})"
    return f"IF(LEN({key})={LENGTH},{card},IF(OR({{#证件形式}}=0,{birth_date}),{RESIDENT},{{#证件形式}}))"


def first_flaw(key: str) -> str:
    """Formula: the first flaw of the normalised number from left to right; 0 if none."""
    kind, form, length = "{#证件种类}", "{#证件形式}", f"LEN({key})"

    def unless(right: str, flaw: Flaw, then: str = "0") -> str:
        return f"IF({right},{then},{place(flaw)})"

    passport = f"AND({length}>=5,{length}<=12,{{#号码字符数}}={CHECKED})"
    by_form = (
        f"IF({kind}={MAINLAND},{unless(f'{form}={MAINLAND}', flaws.MAINLAND_FORM)},"
        f"IF({kind}={TAIWAN},{unless(f'{form}={TAIWAN}', flaws.TAIWAN_FORM)},{unless(passport, flaws.PASSPORT_FORM)}))"
    )
    other_length = f"IF({{#证件类型号}}>0,{place(flaws.WRONG_LENGTH)},{place(flaws.UNKNOWN_LENGTH)})"
    by_length = (
        f"IF(AND({length}={OLD_LENGTH},{kind}={FOREIGNER}),{unless(f'{form}={FOREIGNER}', flaws.OLD_FOREIGNER)},"
        f"IF(AND({length}={OLD_LENGTH},{kind}={RESIDENT}),{place(flaws.OLD_CARD)},{other_length}))"
    )
    checked = unless(f"{{#校验字符}}=RIGHT({key},1)", flaws.WRONG_CHECK)
    old_enough = unless(f"{{#号码生日}}>={EARLIEST}", flaws.TOO_OLD, checked)
    born = unless("{#号码生日}>0", flaws.NO_DATE, old_enough)
    by_place = f"IF({{#省份错处}}>0,{{#省份错处}},{born})"
    ended = unless(f'ISNUMBER(FIND(RIGHT({key},1),"{CHECK_CHARACTERS}"))', flaws.NO_CHECK, by_place)
    digits = unless('{#校验字符}<>""', flaws.NO_DIGIT, ended)
    return f"IF({kind}>={MAINLAND},{by_form},IF({length}<>{LENGTH},{by_length},{digits}))"


def wrong_province(key: str) -> str:
    """Formula: the flaw in the first digits of an 18-character number, by kind; 0 if none."""
    nine, owner = f'LEFT({key},1)="9"', "{#证件归属}"
    zeros = f'IF(MID({key},3,4)="0000",0,{place(flaws.COMPATRIOT_ZEROS)})'
    nobody = f"IF({nine},{place(flaws.PERHAPS_FOREIGNER)},{place(flaws.NO_PROVINCE)})"
    resident = f"IF({owner}=1,0,IF({owner}=2,{zeros},{nobody}))"
    permit = f"IF({owner}=2,{zeros},{place(flaws.NO_COMPATRIOT)})"
    foreigner = f"IF({nine},IF({owner}=3,0,{place(flaws.FOREIGNER_PLACE)}),{place(flaws.NO_FOREIGNER)})"
    return f"IF({{#证件种类}}>{FOREIGNER},0,CHOOSE({{#证件种类}},{resident},{permit},{foreigner}))"
