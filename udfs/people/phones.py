"""Phone numbers in 附件4: a mainland mobile, or a landline with area code.

Area codes: 010, 02x and four-digit codes from 03xx; then 7 or 8 digits beginning with 2 to 9, and an optional extension.
"""

from __future__ import annotations

import unicodedata

from udfs.values.cells import Value, blank, digits_kept, held_as_number, text
from udfs.values.regex import regex
from udfs.values.verdict import Fault

MOBILE = regex(r"1[3-9][0-9]{9}")
_AREA = r"0(?:10|2[0-9]|[3-9][0-9]{2})"
LANDLINE = regex(rf"(?:{_AREA}-?|\({_AREA}\))[2-9][0-9]{{6,7}}(?:(?:-|转|x|ext\.?)[0-9]{{1,6}})?")

# At the start only: 0086 also occurs inside numbers, as in 13000861234.
_COUNTRY = regex(r"(?<![0-9])(?:(?:\+|00)86-?|86(?=1[3-9][0-9]{9}$))")
_SEPARATORS = regex(r"[\s·.]+|(?<=[0-9])[-—–－](?=[0-9]{4}(?:[-—–－][0-9]{4})?$)")
_NOT_DIGITS = regex(r"[^0-9]")
EXPECTED = "11位手机号，或带区号的座机（如022-12345678）"


def normal_phone(value: Value) -> str:
    """The number normalised for comparison: its digits without the country code ('' if it has none)."""
    shown = digits_kept(value) if held_as_number(value) else text(value)
    if shown.isascii() and shown.isdigit() and shown[0] == "1":
        return shown  # fast path for nearly all numbers: nothing to remove
    folded = "".join(unicodedata.normalize("NFKC", shown).split())
    return _NOT_DIGITS.sub("", _COUNTRY.sub("", folded))


def phone_fault(value: Value) -> Fault | None:
    """The fault of a phone number as entered; None if it is right or empty. The fault never contains the number.

    >>> phone_fault("022-83218426") is None
    True
    """
    if blank(value):
        return None
    if held_as_number(value):
        return Fault("存放方式", "以数字形式存放，请按文本重新录入", "文本格式的电话号码")
    shown = value if isinstance(value, str) else text(value)
    if MOBILE.fullmatch(shown) or LANDLINE.fullmatch(shown):
        return None
    folded = "".join(unicodedata.normalize("NFKC", shown).split())
    folded = _SEPARATORS.sub("", _COUNTRY.sub("", folded))
    if MOBILE.fullmatch(folded) or LANDLINE.fullmatch(folded):
        return Fault("字符", "含空格、全角字符、分隔符号或国家代码，请运行“规范化”", EXPECTED)
    return _form_fault(folded)


def _form_fault(folded: str) -> Fault:
    if not folded.isascii() or not folded.replace("-", "").isdigit():
        return Fault("字符", "含不属于电话号码的字符；一格只填一个号码", EXPECTED)
    if folded[0] == "1" and "-" not in folded:
        if len(folded) != 11:
            return Fault("长度", f"手机号应为11位，现为{len(folded)}位", EXPECTED)
        return Fault("号段", "手机号第2位应为3至9", EXPECTED)
    if folded[0] != "0":
        return Fault("区号", "座机缺少区号（如022-12345678）", EXPECTED)
    return Fault("格式", "既不是11位手机号，也不是带区号的座机", EXPECTED)
