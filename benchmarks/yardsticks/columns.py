"""What every yardstick is asked of 附件4: the columns, and the one thing none of them knows (the check character)."""

SHEET = "附件4"
HEADING = "序号"
DOCUMENT, PHONE, NAME, EMPLOYER, CHARGED = "身份证号", "联系电话", "姓名", "工作单位", "是否收费"
DOCUMENT_PATTERN = r"^[1-9]\d{16}[\dX]$"
PHONE_PATTERN = r"^1\d{10}$"


def fits(document):
    """GB 11643's check character."""
    total = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(document[:17]))
    return "10X98765432"[total % 11] == document[17]
