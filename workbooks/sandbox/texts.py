"""Child script that reads a text file or an HTML page: the file on stdin, its tables as JSON on stdout.

Encodings are tried in this order, all strictly: byte order mark, UTF-16 by its zero bytes, UTF-8, GB18030 (a superset of GBK
and GB2312). A file that none of them decodes is refused, so there is no mojibake. Run by ``start.py``; its functions are also
called directly where processes are not available. Imports only ``pages`` of this product.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

REFUSED = 3
"""Exit code; stdout then holds [problem, remedy]."""
SAVE_AS_XLSX = "请用 Excel 或 WPS 打开它，另存为 xlsx 后再导入"
MOST_CELLS = 5_000_000
LONGEST, MOST_SPANNED = 20 * 2**20, 500_000
"""Most characters of a page and most cells under merged cells; both bound the memory used."""
WIDEST, TALLEST = 256, 10_000

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS = "\t,;|，；"
_GAPS = r"[ \u3000\xa0]{1,}"
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f]"
# A UTF-8 file with a few invalid bytes must not be decoded as GB18030, which would give wrong characters.
_BROKEN_SHARE = 0.1
_SAMPLE_LINES, _SAMPLE_LENGTH = 200, 100_000
_QUOTED = rf'(?m:^|(?<=[{_SEPARATORS}]))"(?:[^"]|"")*"(?=[{_SEPARATORS}\r\n]|\Z)'
_HTML_STARTS = ("<html", "<!doctype html", "<table", "<meta", "<head", "<style", "<div")


class Refused(Exception):
    """The file cannot be read. ``what``: the problem; ``todo``: the remedy."""

    def __init__(self, what: str, todo: str = SAVE_AS_XLSX) -> None:
        super().__init__(what, todo)
        self.what, self.todo = what, todo


def tables(data: bytes) -> list[dict[str, Any]]:
    """Tables of a csv, tsv, text or HTML file (also HTML named .xls). Errors: Refused."""
    text = decoded(data)
    start = text[:2000].lstrip("\ufeff \r\n\t").lower()
    if start.startswith("mime-version"):
        raise Refused("是网页存档（mht）")
    if start.startswith("<?xml") and "spreadsheet" in start:
        raise Refused("是 XML 表格 2003")
    if start.startswith(_HTML_STARTS) or (start.startswith("<?xml") and "<html" in start):
        return tables_of_page(text)
    return [{"title": "", "rows": cells_of(text), "merged": [], "loose": separator_of(text) is None}]


def decoded(data: bytes) -> str:
    """Decode the file. Errors: Refused if it is not text or the encoding is unknown."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return strictly(data, encoding)
    if (silent_mark := utf_16_by_zeros(data)) is not None:
        return strictly(data, silent_mark)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        if mostly_utf_8(data):
            line = data[: fault.start].count(b"\n") + 1
            raise Refused(f"是 UTF-8 文字，但第 {line} 行有损坏的字节") from None
        text = strictly(data, "gb18030")
    if re.search(_CONTROL, text):
        raise Refused("不是文字文件（含有不可显示的控制字符）")
    return text


def strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused("无法确定文字编码（不是 UTF-8、UTF-16 或 GB18030）") from None


def utf_16_by_zeros(data: bytes) -> str | None:
    """Detect UTF-16 without a byte order mark: ASCII characters have a zero byte on one fixed side."""
    sample = data[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 8 or max(even, odd) < max(1, len(sample) // 16) or min(even, odd) > max(even, odd) // 8:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def mostly_utf_8(data: bytes) -> bool:
    """True if most non-ASCII characters decode as Chinese in UTF-8."""
    text = data.decode("utf-8", errors="replace")
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in text)
    return text.count("\ufffd") < chinese * _BROKEN_SHARE


def cells_of(text: str) -> list[list[str]]:
    """Split the text into rows of cells. Errors: Refused if there are too many cells."""
    rows, count = [], 0
    for row in rows_of(text):
        rows.append(row)
        count += len(row) + 1
        if count > MOST_CELLS:
            raise Refused(f"内容过多（第 {len(rows)} 行起超过 {MOST_CELLS} 格）", "请删除名册以外的内容，保存后再导入")
    return rows


def rows_of(text: str) -> Iterator[list[str]]:
    separator = separator_of(text)
    if separator is None:
        yield from ([part for part in re.split(_GAPS, line.strip()) if part] for line in text.splitlines())
        return
    # csv.reader takes a quotation mark inside an unquoted cell ('5"显示屏') as data.
    limit = csv.field_size_limit(len(text) + 1)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    finally:
        csv.field_size_limit(limit)


def separator_of(text: str) -> str | None:
    """The separator that splits the lines most evenly; None if cells are separated by spaces, or there is one cell per line."""
    # A quoted cell may contain separators and line breaks.
    bare = re.sub(_QUOTED, "", text[:_SAMPLE_LENGTH])
    lines = [line for line in bare.splitlines()[:_SAMPLE_LINES] if line.strip()]
    best: tuple[float, str] | None = None
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in lines if separator in line)
        if not counts:
            continue
        usual, times = max(counts.items(), key=lambda pair: (pair[1] * pair[0], pair[0]))
        # Share of agreeing lines, plus a small bonus for the number of cells.
        score = times / len(lines) + min(usual, 20) / 200
        if times * 2 >= len(lines) and (best is None or score > best[0]):
            best = (score, separator)
    return best[1] if best else None


def tables_of_page(text: str) -> list[dict[str, Any]]:
    """The innermost tables of an HTML page, cells as text. Errors: Refused if there is none."""
    if len(text) > LONGEST:
        raise Refused("网页太长")
    from workbooks.sandbox.pages import page_of  # slow import, and few files are HTML

    found = [table for table in page_of(text).iter("table") if sum(1 for _ in table.iter("table")) == 1]
    if not found:
        raise Refused("是网页，里面没有表格")
    return [table_of(table, f"表{at}" if len(found) > 1 else "") for at, table in enumerate(found, start=1)]


def table_of(table: Any, title: str) -> dict[str, Any]:
    """One table with merged areas as (top, left, bottom, right), zero-based, inclusive."""
    rows: list[list[str]] = []
    merged: list[tuple[int, int, int, int]] = []
    taken: set[tuple[int, int]] = set()
    lines = list(table.iter("tr"))
    for at, line in enumerate(lines):
        row: list[str] = []
        for cell in (one for one in line if one.tag in ("td", "th")):
            while (at, len(row)) in taken:
                row.append("")
            across, down = spanned(cell, "colspan", WIDEST), spanned(cell, "rowspan", min(TALLEST, len(lines) - at))
            left = len(row)
            if left + across > WIDEST:
                break
            row.extend([" ".join("".join(cell.itertext()).split()), *[""] * (across - 1)])
            if across > 1 or down > 1:
                merged.append((at, left, at + down - 1, left + across - 1))
                if len(taken) + (down - 1) * across > MOST_SPANNED:
                    raise Refused("网页中合并的单元格过多，疑似恶意文件", "请确认文件来源")
                taken.update((at + below, left + beside) for below in range(1, down) for beside in range(across))
        rows.append(row)
    return {"title": title, "rows": rows, "merged": merged, "loose": False}


def spanned(cell: Any, side: str, most: int) -> int:
    stated = str(cell.get(side, "1")).strip()
    return max(1, min(int(stated), most)) if stated.isascii() and stated.isdecimal() and len(stated) < 8 else 1


def main() -> int:
    try:
        output, code = json.dumps(tables(sys.stdin.buffer.read())), 0
    except Refused as refused:
        output, code = json.dumps([refused.what, refused.todo]), REFUSED
    sys.stdout.buffer.write(output.encode("ascii"))
    return code


if __name__ == "__main__":
    sys.exit(main())
