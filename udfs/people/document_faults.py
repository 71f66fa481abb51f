"""The possible faults of a document number, shared by ``udfs.people.identity`` and the formulas in the workbook.

``MARK`` is the placeholder for a detail of the number: its length, a position, or the right check character.
"""

from __future__ import annotations

from dataclasses import dataclass

from udfs.values.verdict import TIDY_HINT, Fault

MARK = "□"
ALSO_UNTIDY = f"；另{TIDY_HINT}"
"""Appended if the number also contains white space, full-width characters or separators."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One possible fault: part of the number, message, expected form."""

    part: str
    message: str
    expected: str

    def as_fault(self, detail: object = "") -> Fault:
        """The fault with ``detail`` in place of the mark."""
        return Fault(self.part, self.message.replace(MARK, str(detail)), self.expected.replace(MARK, str(detail)))


OLD_CARD = Flaw("长度", "长度应为18位；15位的旧身份证号已经停用", "18位")
WRONG_LENGTH = Flaw("长度", f"长度应为18位，现为{MARK}位", "18位")
UNKNOWN_LENGTH = Flaw("长度", f"长度应为18位，现为{MARK}位；如为其他证件，请选证件类型", "18位")
OLD_FOREIGNER = Flaw("字符", "字符：旧版证件号码应为3个字母加12位数字", "3个字母加12位数字")
NO_DIGIT = Flaw("字符", f"字符：第{MARK}位不是数字", "前17位为数字")
NO_CHECK = Flaw("字符", "字符：末位应为数字或X", "末位为数字或X")
FOREIGNER_PLACE = Flaw("省份", "省份：第2至3位不是省级行政区划代码", "第2至3位为省级代码")
NO_FOREIGNER = Flaw("省份", "省份：外国人永久居留身份证号应以9开头", "以9开头")
NO_COMPATRIOT = Flaw("省份", "省份：港澳台居民居住证号应以81、82或83开头", "以81、82或83开头")
COMPATRIOT_ZEROS = Flaw("省份", "省份：以81、82或83开头的号码，第3至6位应为0000", "第3至6位为0000")
PERHAPS_FOREIGNER = Flaw(
    "省份", "省份：不应以9开头；外国人永久居留身份证请选证件类型", "前两位为省级代码"
)  # fmt: skip
NO_PROVINCE = Flaw("省份", "省份：前两位不是省级行政区划代码", "前两位为省级代码")
NO_DATE = Flaw("出生日期", "出生日期：第7至14位不是存在的日期", "第7至14位为出生年月日")
FUTURE = Flaw("未来日期", "未来日期：第7至14位的出生日期晚于开始日期", "第7至14位为出生年月日")
AFTER_TODAY = Flaw("未来日期", "未来日期：第7至14位的出生日期晚于今天", "第7至14位为出生年月日")
"""Used when the first day is unknown; formulas never depend on today, so none of them returns it."""
TOO_OLD = Flaw("出生日期", "出生日期：第7至14位的年份过早", "第7至14位为出生年月日")
WRONG_CHECK = Flaw("校验码", f"校验码应为{MARK}（末位），请逐位核对", f"末位为{MARK}")
MAINLAND_FORM = Flaw("格式", "格式：港澳居民来往内地通行证号码应为H或M加8位数字（旧证10位）", "H或M加8位数字（旧证10位）")
TAIWAN_FORM = Flaw("格式", "格式：台湾居民来往大陆通行证号码应为8位数字", "8位数字")
PASSPORT_FORM = Flaw("格式", "格式：护照号码应为5至12位字母和数字", "5至12位字母和数字")
UNTIDY = Flaw("字符", f"字符：{TIDY_HINT}", "不含空格和全角字符的号码")
FLAWS = (
    OLD_CARD, WRONG_LENGTH, UNKNOWN_LENGTH, OLD_FOREIGNER, NO_DIGIT, NO_CHECK, FOREIGNER_PLACE, NO_FOREIGNER, NO_COMPATRIOT,
    COMPATRIOT_ZEROS, PERHAPS_FOREIGNER, NO_PROVINCE, NO_DATE, TOO_OLD, FUTURE, WRONG_CHECK,
    MAINLAND_FORM, TAIWAN_FORM, PASSPORT_FORM, UNTIDY,
)  # fmt: skip
"""All flaws; formulas refer to them by their position in this list, counted from 1."""
