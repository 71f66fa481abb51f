"""Old workbooks (xls, WPS et): what they are, before they are read."""

from __future__ import annotations

from workbooks.apart import MEBI
from workbooks.files.errors import Unusable
from workbooks.sources.decoding import SAVE_AS_XLSX
from workbooks.sources.reading_apart import Later, blocks_apart

# An old sheet has 65,536 rows and 256 columns at most: laid out whole, it takes half of this.
MEMORY, MEMORY_EACH_BYTE = 1024 * MEBI, 16


def from_ole(name: str, data: bytes) -> Later:
    """The sheets of an old workbook; a locked workbook or a Word document is named and refused. Raises ``Unusable``."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unusable(name, "有打开密码", "请用密码打开，去掉密码另存后再导入")
    if "WordDocument".encode("utf-16-le") in data:
        raise Unusable(name, "是 Word 文档", "请把其中的表格复制到 Excel 或 WPS 表格，另存为 xlsx 后再导入")
    if "PowerPoint Document".encode("utf-16-le") in data:
        raise Unusable(name, "是演示文稿", SAVE_AS_XLSX)
    return blocks_apart(name, data, MEMORY + len(data) * MEMORY_EACH_BYTE)
