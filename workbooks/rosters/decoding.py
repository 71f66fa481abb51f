"""Text files as they come: which encoding, which separator, and no mojibake.

The encodings are tried from the one that proves itself to the one that takes nearly anything: byte order mark, UTF-16 by its
zero bytes, UTF-8 (strict), GB18030 (strict; it holds GBK and GB2312). A file none of them takes whole is refused.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter

from udfs.cells import Value
from workbooks.errors import Unusable

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS = "\t,;|，；"
_GAPS = re.compile(r"[ \u3000\xa0]{1,}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# A file of UTF-8 with a few broken bytes must not be taken for GB18030, which would read it as wrong characters.
_BROKEN_SHARE = 0.1
_SAMPLE_LINES, _SAMPLE_LENGTH = 200, 100_000
_QUOTED = re.compile(rf'(?:^|(?<=[{_SEPARATORS}]))"(?:[^"]|"")*"(?=[{_SEPARATORS}\r\n]|\Z)', re.MULTILINE)
SAVE_AS_XLSX = "请用 Excel 或 WPS 打开它，另存为 xlsx 后再导入"


def decoded(data: bytes, name: str) -> str:
    """The text of a file. ``Unusable`` if it is no text, or its encoding cannot be told."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return strictly(data, encoding, name)
    if (silent_mark := utf_16_by_zeros(data)) is not None:
        return strictly(data, silent_mark, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        if mostly_utf_8(data):
            line = data[: fault.start].count(b"\n") + 1
            raise Unusable(name, f"是 UTF-8 文字，但第 {line} 行有损坏的字节", SAVE_AS_XLSX) from None
        text = strictly(data, "gb18030", name)
    if _CONTROL.search(text):
        raise Unusable(name, "不是文字文件（含有不可显示的控制字符）", SAVE_AS_XLSX)
    return text


def strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unusable(name, "无法确定文字编码（不是 UTF-8、UTF-16 或 GB18030）", SAVE_AS_XLSX) from None


def utf_16_by_zeros(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: separators and digits have a zero byte on one side, always the same."""
    sample = data[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 8 or max(even, odd) < len(sample) // 16 or min(even, odd) > max(even, odd) // 8:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def mostly_utf_8(data: bytes) -> bool:
    """True if most of what is not ASCII reads as Chinese in UTF-8."""
    text = data.decode("utf-8", errors="replace")
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in text)
    return text.count("\ufffd") < chinese * _BROKEN_SHARE


def cells_of(text: str) -> list[list[Value]]:
    """The text as rows of cells, by the separator that cuts its lines most evenly."""
    separator = separator_of(text)
    if separator is None:
        return [[part for part in _GAPS.split(line.strip()) if part] for line in text.splitlines()]
    # Quotation marks inside a cell that is not quoted ('5"显示屏') are data; the reader takes them so.
    limit = csv.field_size_limit(len(text) + 1)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return [list[Value](row) for row in reader]
    finally:
        csv.field_size_limit(limit)


def separator_of(text: str) -> str | None:
    """The separator of the text; None: cells stand apart by spaces (or there is one cell a line)."""
    # What stands in quotes is one cell, whatever separators and line breaks it holds.
    bare = _QUOTED.sub("", text[:_SAMPLE_LENGTH])
    lines = [line for line in bare.splitlines()[:_SAMPLE_LINES] if line.strip()]
    best: tuple[float, str] | None = None
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in lines if separator in line)
        if not counts:
            continue
        usual, times = max(counts.items(), key=lambda pair: (pair[1] * pair[0], pair[0]))
        # How many lines agree, and a little for how many cells there are.
        score = times / len(lines) + min(usual, 20) / 200
        if times * 2 >= len(lines) and (best is None or score > best[0]):
            best = (score, separator)
    return best[1] if best else None
