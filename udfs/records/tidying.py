"""Normalises typed cells without changing their meaning.

Every function maps a raw cell value to its normal form; values that are right or ambiguous are returned unchanged. Tidying is
idempotent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

from udfs.fields.declared import LABELS, Field, Tidying, every_field
from udfs.people.identity import CHECK_CHARACTERS, check_character
from udfs.people.names import normal_name
from udfs.people.titles import spelled_out
from udfs.records.class_file import NO, PROJECT, YES
from udfs.records.near_words import meant
from udfs.values import cells
from udfs.values.cells import Value, without_invisible
from udfs.values.headings import CHARGED, DOCUMENT, EXAM, PASSED, PHONE, READY
from udfs.values.numerals import number as chinese_number
from udfs.values.regex import regex
from udfs.values.stated import stated_count, stated_day, stated_hours

_APOSTROPHES = "'‘’`´"
"""Typed before a number to keep it text; in a text cell it is an ordinary character."""
_SPACES = regex(r"\s+")
_DASHES = regex("[-‐‑‒–—―−－﹣ー]")
_MOBILE = regex(r"1[3-9][0-9]{9}")
_COUNTRY = regex(r"^(?:\+|00)?86(?=1[3-9][0-9]{9}$)")
# Area codes have three digits (010, 02x; then eight digits) or four (03xx to 09xx; then seven or eight).
_LANDLINE = regex(r"[(]?(010|02[0-9]|0[3-9][0-9]{2})[)]?[-\s]*([2-9][0-9]{6,7})(?:[-\s转]+([0-9]{1,6}))?")
_DOCUMENT_CHARACTERS = regex("[0-9A-Za-z()/Ⅹⅹ×хХχΧ-]+")
# Full-width forms of ASCII (！ to ～) and the ideographic space.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LETTERS_AND_DIGITS = {code: half for code, half in _HALF_WIDTH.items() if chr(half).isalnum()}
_ROMAN_TEN = str.maketrans({"Ⅹ": "X", "ⅹ": "X", "×": "X", "х": "X", "Х": "X", "χ": "X", "Χ": "X"})

_YES_WORDS = {"是", "是的", "对", "y", "yes", "true", "√", "✓", "✔", "☑", "1"}
_NO_WORDS = {"否", "不", "不是", "n", "no", "false", "×", "✗", "✘", "☒", "0"}
_SPELLINGS: Mapping[str, Mapping[str, str]] = {
    CHARGED: {
        **dict.fromkeys(
            (
                "收费",
                "已收费",
                "收",
                "收取",
                "交",
                "交费",
                "缴",
                "缴费",
                "需交费",
                "需缴费",
                "已交",
                "已交费",
                "已缴",
                "已缴费",
                "付费",
                "自费",
            ),
            YES,
        ),
        **dict.fromkeys(
            (
                "不收费",
                "免费",
                "未收费",
                "不收",
                "不收取",
                "不交",
                "不交费",
                "不缴",
                "不缴费",
                "不需交费",
                "无需交费",
                "无需缴费",
                "免",
                "免交",
                "免缴",
                "免收",
                "免收费",
                "免培训费",
            ),
            NO,
        ),
    },
    EXAM: {"通过": YES, "合格": YES, "已通过": YES, "未通过": NO, "不通过": NO, "不合格": NO},
    PASSED: {"通过": YES, "合格": YES, "已通过": YES, "未通过": NO, "不通过": NO, "不合格": NO},
    READY: {"齐备": YES, "已齐备": YES, "齐": YES, "不齐备": NO, "未齐备": NO, "不齐": NO},
}


def half_width(text: str) -> str:
    """Full-width letters, digits and punctuation as half-width."""
    return text.translate(_HALF_WIDTH)


def tidy_text(value: Value) -> Value:
    """Text without invisible characters and outer white space, line breaks removed or replaced by a space, full-width letters and
    digits as half-width. Full-width punctuation stays: it is the usual one in Chinese."""
    if not isinstance(value, str):
        return value
    stripped = without_invisible(value).translate(_LETTERS_AND_DIGITS).strip()
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", _join, stripped)


def _join(found: re.Match[str]) -> str:
    """Regex replacement for a line break: a space between Latin letters, else nothing (the cell was wrapped)."""
    around = found.string[max(found.start() - 1, 0)] + found.string[min(found.end(), len(found.string) - 1)]
    return " " if around.isascii() and around.isalnum() else ""


def tidy_title(value: Value) -> Value:
    """``tidy_text``, and unambiguous short forms written in full: 高工 becomes 高级工程师."""
    found = tidy_text(value)
    return spelled_out(found) if isinstance(found, str) else found


def tidy_name(value: Value) -> Value:
    """A name without invisible characters and stray spaces; nothing else is changed."""
    return normal_name(value) if isinstance(value, str) else value


def tidy_document(value: Value) -> Value:
    """A document number half-width and without spaces; x at the end of 18 characters becomes X.

    Dashes are removed only if a valid 18-character number remains. A number stored as a number is returned unchanged, because
    its last digits are lost.
    """
    if not isinstance(value, str):
        return value
    number = _SPACES.sub("", without_invisible(half_width(value))).lstrip(_APOSTROPHES)
    if not _DOCUMENT_CHARACTERS.fullmatch(number):
        return tidy_text(value)
    if is_eighteen(closed := closed_with_x(number)):
        return closed
    joined = closed_with_x(_DASHES.sub("", number))
    return joined if is_eighteen(joined) and check_character(joined[:17]) == joined[17] else number


def closed_with_x(number: str) -> str:
    """The number with every character meant as X in the 18th place replaced by X."""
    return number[:17] + number[17:].translate(_ROMAN_TEN).upper() if len(number) == 18 else number


def is_eighteen(number: str) -> bool:
    """True for seventeen digits and a possible check character."""
    return len(number) == 18 and number.isascii() and number[:17].isdigit() and number[17] in CHECK_CHARACTERS


def tidy_phone(value: Value) -> Value:
    """A mobile number as 11 digits, a landline as 022-83218426 or 022-83218426-801; otherwise only stray spaces are removed.

    A mobile number stored as a number has all its digits and becomes text. A landline stored as a number has lost its leading
    0 and is returned unchanged.
    """
    if cells.is_number(value):
        digits = cells.text(value)
        return digits if _MOBILE.fullmatch(digits) else value
    if not isinstance(value, str):
        return value
    plain = without_invisible(half_width(value)).strip().lstrip(_APOSTROPHES)
    joined = re.sub(r"[\s.()]", "", _DASHES.sub("", plain))
    mobile = _COUNTRY.sub("", joined)
    if _MOBILE.fullmatch(mobile):
        return mobile
    landline = _LANDLINE.fullmatch(re.sub(r"^(?:[+]|00)86[-\s]*(?=[(]?0)", "", _DASHES.sub("-", plain)))
    if landline and (landline[1][:2] not in ("01", "02") or len(landline[2]) == 8):
        return "-".join(part for part in landline.groups() if part)
    return plain


def tidy_yes_no(field: str, value: Value) -> Value:
    """是 or 否 for every unambiguous spelling in that column."""
    if isinstance(value, bool):
        return YES if value else NO
    if cells.is_number(value):
        return {"1": YES, "0": NO}.get(cells.text(value), value)
    if not isinstance(value, str):
        return value
    word = cells.plain(without_invisible(value)).strip("。.!").lower()
    if word in _YES_WORDS:
        return YES
    if word in _NO_WORDS:
        return NO
    return _SPELLINGS.get(field, {}).get(word, value)


_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_AMOUNT = regex(
    rf"(?:人民币|RMB|CNY)?\s*[¥￥]?\s*(?P<sign>-?)\s*[¥￥]?\s*(?P<digits>{_DIGITS})\s*(?P<unit>万)?\s*(?:元整?|圆整?|RMB|CNY)?"
    r"\s*(?P<behind>-?)(?:\(含税\))?",
    re.I,
)
_IN_BRACKETS = regex(r"\(\s*(.+?)\s*\)")
_MINUS = str.maketrans("−–—－", "----")
_REFUNDED = regex(r"^(?:负|退款?|退回|冲减)\s*(?=[¥￥0-9])")
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟圆正", "一二三四五六七八九十百千元整")
_SECTION = "(?:[一二三四五六七八九]千)?零?(?:[一二三四五六七八九]百)?零?(?:[一二三四五六七八九]?十)?零?[一二三四五六七八九]?"
_IN_WORDS = regex(
    rf"(?:人民币)?(?:(?P<ten_thousands>{_SECTION})万)?(?P<ones>{_SECTION})元整?"
    r"(?:(?P<tenths>[一二三四五六七八九])角)?零?(?:(?P<hundredths>[一二三四五六七八九])分)?整?"
)


def tidy_amount(value: Value) -> Value:
    """An amount in yuan written as text, as a number: 43,560元 is 43560, （650.00）, 650.00- and 退650 are −650, 0.8万元 is 8000,
    500+300 is 800, 壹仟元整 is 1000. Anything ambiguous is returned unchanged, including other currencies and percentages.

    >>> tidy_amount("￥43,560.50元"), tidy_amount("（650.00）"), tidy_amount("0.8万元"), tidy_amount("约4万"), tidy_amount("1,23")
    (Decimal('43560.50'), Decimal('-650.00'), Decimal('8000.0'), '约4万', '1,23')
    """
    if not isinstance(value, str):
        return value
    shown = half_width(without_invisible(value)).translate(_MINUS).strip().lstrip("'").strip()
    if (in_words := amount_in_words(shown)) is not None:
        return in_words
    parts = [written_amount(part.strip()) for part in shown.split("+")]
    return value if None in parts else sum(filter(None, parts), Decimal(0))


def written_amount(shown: str) -> Decimal | None:
    """The amount of a text in digits; None if there is none, or if it has two signs."""
    bracketed = _IN_BRACKETS.fullmatch(shown)
    found = _AMOUNT.fullmatch(_REFUNDED.sub("-", bracketed[1] if bracketed else shown))
    if found is None or [bool(bracketed), bool(found["sign"]), bool(found["behind"])].count(True) > 1:
        return None
    amount = Decimal(found["digits"].replace(",", "").replace(" ", "")) * (10_000 if found["unit"] else 1)
    return -amount if bracketed or found["sign"] or found["behind"] else amount


def amount_in_words(shown: str) -> Decimal | None:
    """The amount of the capitals of a cheque (壹万贰仟元整); None for any other text.

    >>> amount_in_words("人民币壹万贰仟零伍元叁角整"), amount_in_words("三千元"), amount_in_words("元整")
    (Decimal('12005.3'), None, None)
    """
    if not any(char in "壹贰叁肆伍陆柒捌玖拾佰仟" for char in shown):
        return None
    found = _IN_WORDS.fullmatch(shown.translate(_CAPITALS))
    if found is None:
        return None
    worth = {"ten_thousands": Decimal(10_000), "ones": Decimal(1), "tenths": Decimal("0.1"), "hundredths": Decimal("0.01")}
    return sum((chinese_number(found[part]) * each for part, each in worth.items() if found[part]), Decimal(0))


def tidy_entry(field: str, value: Value) -> Value:
    """The list entry for the entry itself and for every unambiguous synonym."""
    return meant(field, value) or tidy_word(value)


def tidy_word(value: Value) -> Value:
    """A word of a closed list, or a number in a text column, without white space and invisible characters."""
    return _SPACES.sub("", without_invisible(value)) if isinstance(value, str) else value


Tidier = Callable[[Value], Value]

OF_ALL: Mapping[Tidying, Tidier] = {
    "name": tidy_name,
    "document": tidy_document,
    "phone": tidy_phone,
    "text": tidy_text,
    "title": tidy_title,
    "word": tidy_word,
    "amount": tidy_amount,
    "hours": stated_hours,
    "number": stated_count,
    "date": stated_day,
}
OF_ONE: Mapping[Tidying, Callable[[str, Value], Value]] = {"entry": tidy_entry, "yes or no": tidy_yes_no}
"""Tidiers that depend on the column."""


def tidier_of(field: Field) -> Tidier:
    """The tidier of a declared column."""
    if field.tidied in OF_ONE:
        return partial(OF_ONE[field.tidied], field.heading)
    return OF_ALL[field.tidied]


LABELS_TIDIED: Mapping[str, Field] = {field.heading: field for field in LABELS[PROJECT] if field.tidied}
"""The labels of 项目信息 whose cells are tidied."""
BY_FIELD: Mapping[str, Tidier] = {field.heading: tidier_of(field) for field in every_field() if field.tidied}
"""{column: tidier}; columns declared without one are never touched."""


def tidied(field: str, value: Value, year: int | None = None) -> Value:
    """``value`` in its normal form for column ``field``; itself if there is nothing to do, None for mere white space.

    ``year``: that of the class, for dates without a year.
    """
    tidier = BY_FIELD.get(field)
    if tidier is None or value is None:
        return value
    found = stated_day(value, year) if tidier is stated_day else tidier(value)
    return None if cells.blank(found) else found


def cannot_be_restored(field: str, value: Value) -> bool:
    """True for a document number or a landline stored as a number: digits or the leading 0 are lost."""
    return field in (DOCUMENT, PHONE) and cells.is_number(tidied(field, value))
