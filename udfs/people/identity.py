"""Document numbers: form, province, birth date, check character, sex.

Sources: GB 11643 (18 characters: 6 place, 8 birth date, 3 serial with an odd last digit for men, 1 check character by ISO 7064
MOD 11-2). Residence permits for residents of Hong Kong, Macao and Taiwan (prefixes 81, 82, 83) and the 2023 foreigner's
permanent residence card (9, province, country, birth date, serial) use the same check. Passports and travel permits are
checked by form only. County codes are not checked: they changed over the years, and valid numbers would be refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from operator import mul
from typing import NamedTuple

from udfs.notice.provinces import COMPATRIOTS, RESIDENTS, holders
from udfs.people import document_faults as flaws
from udfs.people.document_faults import ALSO_UNTIDY, Flaw
from udfs.values.cells import Value, blank, digits_kept, held_as_number, plain, text
from udfs.values.regex import regex
from udfs.values.verdict import Fault

RESIDENT_CARD, RESIDENCE_PERMIT, FOREIGNER_CARD = "居民身份证", "港澳台居民居住证", "外国人永久居留身份证"
MAINLAND_PERMIT, TAIWAN_PERMIT, PASSPORT = "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "护照"
KINDS = (RESIDENT_CARD, RESIDENCE_PERMIT, FOREIGNER_CARD, MAINLAND_PERMIT, TAIWAN_PERMIT, PASSPORT)
CHECKED_KINDS = (RESIDENT_CARD, RESIDENCE_PERMIT, FOREIGNER_CARD)

WEIGHTS = tuple(2 ** (18 - place) % 11 for place in range(1, 18))
NOUGHTS = sum(WEIGHTS) * ord("0")
"""The weighted sum of seventeen "0" characters as bytes."""
CHECK_CHARACTERS = "10X98765432"
LENGTH = 18
OLD_LENGTH = 15

_OLD_FOREIGNER = regex(r"[A-Z]{3}[0-9]{12}")
_FORMS: Mapping[str, tuple[re.Pattern[str], Flaw]] = {
    MAINLAND_PERMIT: (regex(r"[HM](?:[0-9]{8}|[0-9]{10})"), flaws.MAINLAND_FORM),
    TAIWAN_PERMIT: (regex(r"[0-9]{8}"), flaws.TAIWAN_FORM),
    PASSPORT: (regex(r"[A-Z0-9]{5,12}"), flaws.PASSPORT_FORM),
}
# A truncated card number is all digits except a final X; a passport of that form has to be declared as one.
_PASSPORT_LOOK = regex(r"(?=.*[0-9])(?=.*[A-Z])(?![0-9]+X$)[A-Z0-9]{5,12}")
_OTHER_NAMES: Mapping[str, str] = {"身份证": RESIDENT_CARD, "二代身份证": RESIDENT_CARD}


def normal_document(value: Value) -> str:
    """The number normalised for comparison: half-width, upper case, no white space or separators ('' if empty).

    For a number or a date: the digits that the spreadsheet kept.
    """
    shown = digits_kept(value) if held_as_number(value) else text(value)
    if not (shown.isascii() and shown.isalnum()):
        shown = "".join(char for char in unicodedata.normalize("NFKC", shown) if char.isalnum())
    return shown.upper()


def check_character(body: str) -> str:
    """The check character of the first 17 digits (ISO 7064 MOD 11-2, as in GB 11643).

    >>> check_character("11010519491231002")
    'X'
    """
    if body.isascii() and body.isdigit() and len(body) == len(WEIGHTS):
        return CHECK_CHARACTERS[(sum(map(mul, WEIGHTS, body.encode())) - NOUGHTS) % 11]
    return CHECK_CHARACTERS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]


def document_kind(value: Value, stated: Value = None) -> str:
    """The kind of document: the stated one if known, else inferred from the number (a resident's card in doubt).

    >>> document_kind("H12345678")
    '港澳居民来往内地通行证'
    """
    return stated_kind(stated) or _look(normal_document(value))


def stated_kind(stated: Value) -> str:
    """The kind named in a cell of 证件类型; '' if empty or unknown."""
    kind = plain(stated)
    kind = _OTHER_NAMES.get(kind, kind)
    return kind if kind in KINDS else ""


def _look(number: str) -> str:
    if len(number) == LENGTH:
        if number[0] == "9":
            return FOREIGNER_CARD
        return RESIDENCE_PERMIT if holders().get(number[:2]) == COMPATRIOTS else RESIDENT_CARD
    if _OLD_FOREIGNER.fullmatch(number):
        return FOREIGNER_CARD
    if _FORMS[MAINLAND_PERMIT][0].fullmatch(number):
        return MAINLAND_PERMIT
    # Eight digits that form a date are more likely a birth date in the wrong column than a permit.
    if _FORMS[TAIWAN_PERMIT][0].fullmatch(number) and _date(number) is None:
        return TAIWAN_PERMIT
    return PASSPORT if _PASSPORT_LOOK.fullmatch(number) else RESIDENT_CARD


class Births(NamedTuple):
    """Bounds of plausible birth dates: from ``earliest`` on, up to ``start``, or up to ``today`` if ``start`` is unknown."""

    today: date | None = None
    start: date | None = None
    earliest: date | None = None


def births(today: date, start: date | None, years: int) -> Births:
    """The bounds for people alive on ``today`` who take part from ``start`` on; nobody is older than ``years``.

    >>> births(date(2024, 2, 29), None, 1).earliest
    datetime.date(2023, 2, 28)
    """
    year = today.year - years
    leap = today.month == 2 and today.day == 29
    return Births(today, start, date(year, 2, 28) if leap else today.replace(year=year))


def document_fault(value: Value, kind: Value = None, born: Births | date | None = None) -> Fault | None:
    """The fault of a document number of that kind (if empty, inferred); None if it is right or empty.

    The number is judged as entered, except that a lower-case x is accepted. ``born``: plausible birth dates; a plain date is
    today's. The fault never contains the number itself.
    """
    if blank(value):
        return None
    if held_as_number(value):
        return Fault("存放方式", "存放方式：以数字形式存放，尾数可能已经丢失，请按文本重新录入", "文本格式的证件号码")
    shown = value.upper() if isinstance(value, str) else text(value)
    number = normal_document(shown)
    fault = _fault(number, kind, born if isinstance(born, Births) else Births(today=born))
    if number == shown:
        return fault
    return Fault(fault.part, f"{fault.message}{ALSO_UNTIDY}", fault.expected) if fault else flaws.UNTIDY.as_fault()


def _fault(number: str, stated: Value, born: Births) -> Fault | None:
    """The first fault of a normalised number, checked from left to right."""
    kind = document_kind(number, stated)
    if kind in _FORMS:
        pattern, flaw = _FORMS[kind]
        return None if pattern.fullmatch(number) else flaw.as_fault()
    if len(number) != LENGTH:
        return _length_fault(number, kind, bool(stated_kind(stated)))
    return _character_fault(number) or _province_fault(number, kind) or _birth_fault(number, born) or _check_fault(number)


def _length_fault(number: str, kind: str, stated: bool) -> Fault | None:
    """The fault of an 18-character kind of number with another length; old foreigner's cards had 15."""
    if len(number) == OLD_LENGTH and kind == FOREIGNER_CARD:
        return None if _OLD_FOREIGNER.fullmatch(number) else flaws.OLD_FOREIGNER.as_fault()
    if len(number) == OLD_LENGTH and kind == RESIDENT_CARD:
        return flaws.OLD_CARD.as_fault()
    return (flaws.WRONG_LENGTH if stated else flaws.UNKNOWN_LENGTH).as_fault(len(number))


def _character_fault(number: str) -> Fault | None:
    if not (number.isascii() and number[:-1].isdigit()):
        for place, char in enumerate(number[:-1], start=1):
            if char not in "0123456789":
                return flaws.NO_DIGIT.as_fault(place)
    return None if number[-1] in "0123456789X" else flaws.NO_CHECK.as_fault()


def _province_fault(number: str, kind: str) -> Fault | None:
    if kind == FOREIGNER_CARD:
        if number[0] == "9":
            return None if holders().get(number[1:3]) == RESIDENTS else flaws.FOREIGNER_PLACE.as_fault()
        return flaws.NO_FOREIGNER.as_fault()
    holder = holders().get(number[:2])
    if holder == COMPATRIOTS:
        return None if number[2:6] == "0000" else flaws.COMPATRIOT_ZEROS.as_fault()
    if kind == RESIDENCE_PERMIT:
        return flaws.NO_COMPATRIOT.as_fault()
    if holder == RESIDENTS:
        return None
    return (flaws.PERHAPS_FOREIGNER if number[0] == "9" else flaws.NO_PROVINCE).as_fault()


def _birth_fault(number: str, born: Births) -> Fault | None:
    day = _date(number[6:14])
    if day is None:
        return flaws.NO_DATE.as_fault()
    if born.earliest is not None and day < born.earliest:
        return flaws.TOO_OLD.as_fault()
    if born.start is not None:
        return flaws.FUTURE.as_fault() if day > born.start else None
    return flaws.AFTER_TODAY.as_fault() if born.today is not None and day > born.today else None


def _check_fault(number: str) -> Fault | None:
    right = check_character(number[:-1])
    return None if number[-1] == right else flaws.WRONG_CHECK.as_fault(right)


def _date(digits: str) -> date | None:
    """The date in eight digits, or None."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _has_parts(number: str, kind: Value) -> bool:
    """True for an 18-character number that contains birth date and sex."""
    return document_kind(number, kind) in CHECKED_KINDS and len(number) == LENGTH and _character_fault(number) is None


def birth_date(value: Value, kind: Value = None) -> date | None:
    """The birth date in the number (digits 7 to 14); None if absent or impossible.

    >>> birth_date("11010519491231002X")
    datetime.date(1949, 12, 31)
    """
    number = normal_document(value)
    return _date(number[6:14]) if _has_parts(number, kind) else None


def sex(value: Value, kind: Value = None) -> str | None:
    """男 or 女 by digit 17 of the number; None if it has none.

    >>> sex("11010519491231002X")
    '女'
    """
    number = normal_document(value)
    if not _has_parts(number, kind):
        return None
    return "男" if int(number[16]) % 2 else "女"


def age(born: date, day: date) -> int:
    """Age in completed years on ``day``."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
