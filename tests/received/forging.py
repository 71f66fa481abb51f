"""Forgeries of a stamp-ready package: each changes one thing as somebody would who also writes fresh checksums."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Change = Callable[[Path, Path], None]
"""(the package, the package of another class)."""


@dataclass(frozen=True)
class Forgery:
    """``names``: a word that what is reported must hold: the file in which the change is."""

    what: str
    change: Change
    names: str


def with_fresh_checksums(package: Path) -> None:
    names = [line.partition("  ")[2] for line in (package / "SHA256SUMS").read_text("utf-8").splitlines()]
    lines = [f"{sha256((package / name).read_bytes()).hexdigest()}  {name}" for name in names if (package / name).exists()]
    (package / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")


def forged(honest: Path, change: Change, tmp_path: Path) -> Path:
    """A copy of the package with that change and fresh checksums, among what was received."""
    package = tmp_path / "收到" / "包"
    shutil.copytree(honest, package)
    change(package, package)
    with_fresh_checksums(package)
    return package


def sheet_changed(name: str, change: Callable[[Worksheet], None]) -> Change:
    def changed(package: Path, _: Path) -> None:
        book = load_workbook(package / f"{name}.xlsx")
        change(book.worksheets[0])
        book.save(package / f"{name}.xlsx")

    return changed


def heading_row(sheet: Worksheet) -> int:
    return next(row[0].row for row in sheet.iter_rows() if str(row[0].value).strip() == "序号")


def column(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[heading_row(sheet)] if str(cell.value).replace("\n", "") == heading)


def in_row(name: str, heading: str, at: int, value: Any) -> Change:
    """One cell of the row ``at`` (from 0) of a list; ``value`` may be a function of what stands there."""

    def change(sheet: Worksheet) -> None:
        cell = sheet.cell(heading_row(sheet) + 1 + at, column(sheet, heading))
        cell.value = value(cell.value) if callable(value) else value

    return sheet_changed(name, change)


def beside(label: str, value: Any, offset: int = 0) -> Change:
    """The value of a label of 附件3: the next filled cell to its right."""

    def change(sheet: Worksheet) -> None:
        place = next(cell for row in sheet.iter_rows() for cell in row if cell.value == label)
        filled = [cell for cell in sheet[place.row] if cell.column > place.column and cell.value is not None]
        cell = filled[offset]
        cell.value = value(cell.value) if callable(value) else value

    return sheet_changed("附件3", change)


def two(first: Change, second: Change) -> Change:
    def change(package: Path, other: Path) -> None:
        first(package, other)
        second(package, other)

    return change


def row_gone(name: str, at: int) -> Change:
    return sheet_changed(name, lambda sheet: sheet.delete_rows(heading_row(sheet) + 1 + at))


def row_added(name: str) -> Change:
    def change(sheet: Worksheet) -> None:
        last = max(row[0].row for row in sheet.iter_rows() if isinstance(row[0].value, int | float))
        for cell in list(sheet[last]):
            sheet.cell(last + 1, cell.column).value = cell.value
        sheet.cell(last + 1, 1).value = last + 1 - heading_row(sheet)
        document = sheet.cell(last + 1, column(sheet, "身份证号"))
        document.value = "120199198001011239"

    return sheet_changed(name, change)


def cells_swapped(name: str, heading: str, one: int, other: int) -> Change:
    def change(sheet: Worksheet) -> None:
        first, at = heading_row(sheet) + 1, column(sheet, heading)
        a, b = sheet.cell(first + one, at), sheet.cell(first + other, at)
        a.value, b.value = b.value, a.value

    return sheet_changed(name, change)


def report(change: Callable[[dict[str, Any]], None]) -> Change:
    def changed(package: Path, _: Path) -> None:
        path = package / "核验报告.json"
        document = json.loads(path.read_text("utf-8"))
        change(document)
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")

    return changed


def from_another(*names: str) -> Change:
    def change(package: Path, other: Path) -> None:
        for name in names:
            shutil.copy(other / name, package / name)

    return change


def gone(*names: str) -> Change:
    def change(package: Path, _: Path) -> None:
        for name in names:
            (package / name).unlink()

    return change


def more(amount: int) -> Callable[[Any], Any]:
    return lambda value: value + amount


def in_both(heading: str, at: int, value: str) -> Change:
    return two(in_row("附件4", heading, at, value), in_row("附件5", heading, at, value))


def passed(at: int, certificate: str) -> Change:
    return two(in_row("附件5", "是否通过结业考核", at, "是"), in_row("附件5", "证书编号", at, certificate))


def moved(name: str, to: str, source: str, at: int) -> Change:
    """One more here, one less there."""
    return two(in_row(name, to, at, more(1)), in_row(name, source, at, more(-1)))


def issued(count: int) -> Change:
    def change(sheet: Worksheet) -> None:
        label = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "发放份数")
        sheet.cell(label.row, label.column + 1).value = count

    return sheet_changed("附件6", change)


def without_the_first(document: dict[str, Any]) -> None:
    """The report without its first finding, and the count put right."""
    gone_one = document["findings"].pop(0)
    document["summary"][gone_one["severity"]] -= 1


FORGERIES = (
    Forgery("合计多一万", beside("合计", more(10_000)), "附件3"),
    Forgery("结果否改为是，编一个编号", passed(4, "津高研2025090999"), "附件5"),
    Forgery("报告的学员人数", report(lambda d: d["facts"].update(trainees=53)), "核验报告"),
    Forgery("打印稿换成别的班的", from_another("附件3.pdf"), "附件3.pdf"),
    Forgery("附件6很满意多一份、满意少一份", moved("附件6", "很满意", "满意", 2), "附件6"),
    Forgery("附件4删一名工作人员", row_gone("附件4", -1 + 57), "附件4"),
    Forgery("附件5整份换成别的班的", from_another("附件5.xlsx", "附件5.pdf"), "附件5"),
    Forgery("报告里的说明改写", report(lambda d: d["findings"][0].update(explained="已经批准")), "核验报告"),
    Forgery("住宿费和合计同加一万", two(beside("住宿费", more(10_000)), beside("合计", more(10_000))), "附件3"),
    Forgery("两个人的学时对调", cells_swapped("附件5", "学时数", 0, 10), "附件5"),
    Forgery("附件5学时改满", in_row("附件5", "学时数", 0, 32), "附件5"),
    Forgery("附件5姓名", in_row("附件5", "姓名", 6, "王替代"), "附件5"),
    Forgery("附件4和附件5同改姓名", in_both("姓名", 6, "王替代"), "附件4"),
    Forgery("附件4身份证号", in_row("附件4", "身份证号", 3, "120199198001011239"), "附件4"),
    Forgery("附件4电话", in_row("附件4", "联系电话", 3, "14109999999"), "附件4"),
    Forgery("附件4单位", in_row("附件4", "工作单位", 3, "天津示例大学"), "附件4"),
    Forgery("附件4和附件5同改职称", in_both("专业技术职务（职称）", 8, "教授"), "附件4"),
    Forgery("附件4是否收费", in_row("附件4", "是否收费", 2, "是"), "附件4"),
    Forgery("附件4加一人", row_added("附件4"), "附件4"),
    Forgery("附件5加一人", row_added("附件5"), "附件5"),
    Forgery("附件4和附件5同加一人", two(row_added("附件4"), row_added("附件5")), "附件5"),
    Forgery("附件5删一人", row_gone("附件5", 7), "附件5"),
    Forgery("附件4删一名学员", row_gone("附件4", 7), "附件4"),
    Forgery("附件3学员与工作人员人数", two(beside("学员人数", more(1)), beside("工作人员人数", more(-1))), "附件3"),
    Forgery("附件3名称", beside("名称", "人工智能应用高级研修班"), "附件3"),
    Forgery("附件3办班时间", beside("办班时间", "2025年7月15日至7月19日"), "附件3"),
    Forgery("附件3备注", beside("合计", lambda text: f"{text}；其中自筹三万元", offset=1), "附件3"),
    Forgery("附件6发放份数", issued(51), "附件6"),
    Forgery("附件6满意率", in_row("附件6", "满意率", 0, 1), "附件6"),
    Forgery("报告删去一项核实", report(without_the_first), "核验报告"),
    Forgery("报告的合计", report(lambda d: d["facts"].update(total="75960.00")), "核验报告"),
    Forgery("附件3整份换成别的班的", from_another("附件3.xlsx", "附件3.pdf"), "附件3"),
    Forgery("附件4整份换成别的班的", from_another("附件4.xlsx", "附件4.pdf"), "附件4"),
    Forgery("附件6整份换成别的班的", from_another("附件6.xlsx", "附件6.pdf"), "附件6"),
    Forgery("材料合并换成别的班的", from_another("材料合并.pdf"), "材料合并"),
    Forgery("核验报告的打印稿换成别的班的", from_another("核验报告.pdf"), "核验报告"),
    Forgery("报告换成别的班的", from_another("核验报告.json", "核验报告.pdf"), "核验报告"),
    Forgery("拿掉附件5的打印稿", gone("附件5.pdf"), "附件5.pdf"),
    Forgery("拿掉报告", gone("核验报告.json"), "核验报告"),
)  # fmt: skip
ALWAYS = 8
"""So many of them, from the front, are tried at every run."""


def part_changed(name: str, part: str, change: Callable[[bytes], bytes]) -> Change:
    """The bytes of a part of an annex, as no spreadsheet library would write them. ``part``: a pattern of its name."""

    def changed(package: Path, _: Path) -> None:
        path = package / f"{name}.xlsx"
        with zipfile.ZipFile(path) as opened:
            parts = {one: opened.read(one) for one in opened.namelist()}
        assert any(re.fullmatch(part, one) and change(data) != data for one, data in parts.items()), "nothing was changed"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
            for one, data in parts.items():
                written.writestr(one, change(data) if re.fullmatch(part, one) else data)

    return changed


def page_changed(name: str, change: Callable[[bytes], bytes]) -> Change:
    """What the first page of a PDF draws, all references put right again, as a PDF editor would leave it."""

    def changed(package: Path, _: Path) -> None:
        path = package / name
        objects, rest = objects_of(path.read_bytes())
        drawn = next(
            int(found[1]) for data in objects.values() if (found := re.search(rb"/Type/Page/.*/Contents (\d+) 0 R", data))
        )
        head, _, tail = objects[drawn].partition(b"stream\n")
        length = re.search(rb"/Length (\d+)", head)
        assert length is not None
        packed = tail[: int(length[1])]
        content = zlib.decompress(packed) if b"/FlateDecode" in head else packed
        made = change(content)
        assert made != content, "nothing was changed"
        packed = zlib.compress(made) if b"/FlateDecode" in head else made
        head = head.replace(length[0], b"/Length %d" % len(packed))
        objects[drawn] = head + b"stream\n" + packed + b"\nendstream\nendobj\n"
        path.write_bytes(joined(objects, rest))

    return changed


def head_changed(name: str, old: bytes, new: bytes) -> Change:
    """The objects of the pages of a PDF."""

    def changed(package: Path, _: Path) -> None:
        objects, rest = objects_of((package / name).read_bytes())
        made = {number: data.replace(old, new) if b"/Type/Page/" in data else data for number, data in objects.items()}
        assert made != objects, "nothing was changed"
        (package / name).write_bytes(joined(made, rest))

    return changed


def page_object_changed(name: str, old: bytes, new: bytes) -> Change:
    """Every object of a PDF that has ``old``; ``(last)`` in ``new`` is the number of what the last page draws."""

    def changed(package: Path, _: Path) -> None:
        objects, rest = objects_of((package / name).read_bytes())
        drawn = [found[1] for data in objects.values() if (found := re.search(rb"/Type/Page/.*/Contents (\d+) 0 R", data))]
        with_last = new.replace(b"(last)", drawn[-1])
        made = {number: re.sub(old, with_last, data, count=1) for number, data in objects.items()}
        assert made != objects, "nothing was changed"
        (package / name).write_bytes(joined(made, rest))

    return changed


def file_changed(name: str, change: Callable[[bytes], bytes]) -> Change:
    def changed(package: Path, _: Path) -> None:
        data = (package / name).read_bytes()
        assert change(data) != data, "nothing was changed"
        (package / name).write_bytes(change(data))

    return changed


def objects_of(data: bytes) -> tuple[dict[int, bytes], tuple[bytes, bytes]]:
    """Number -> object in the order of the file, and what stands before and behind them."""
    start = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    places = {int(found[1]): found.start() for found in re.finditer(rb"(?m)^(\d+) 0 obj\b", data)}
    order = sorted(places, key=places.__getitem__)
    ends = [places[number] for number in order[1:]] + [start]
    trailer = data[data.index(b"trailer", start) : data.rindex(b"startxref")]
    return {number: data[places[number] : end] for number, end in zip(order, ends, strict=True)}, (
        data[: places[order[0]]],
        trailer,
    )


def joined(objects: dict[int, bytes], rest: tuple[bytes, bytes]) -> bytes:
    made, trailer = rest
    places = {}
    for number, data in objects.items():
        places[number] = len(made)
        made += data
    count = max(places) + 1
    lines = [b"%010d 00000 n \n" % places[at] if at in places else b"0000000000 65535 f \n" for at in range(count)]
    return made + b"xref\n0 %d\n" % count + b"".join(lines) + trailer + b"startxref\n%d\n%%%%EOF" % len(made)


def words_changed(at: int, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """The piece of words number ``at`` of a page, by how it is written."""

    def change(content: bytes) -> bytes:
        pieces = re.split(rb"(?=q 1 0 0 -1 )", content)
        words = [number for number, piece in enumerate(pieces) if b"BT" in piece]
        pieces[words[at]] = re.sub(old, new, pieces[words[at]], count=1)
        return b"".join(pieces)

    return change


def added_to(painted: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content + b"\n" + painted + b"\n"
