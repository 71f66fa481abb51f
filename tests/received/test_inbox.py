"""Nothing that lies there goes unmentioned, and nothing of it stops the run.

- every file below the folder is part of a class, or listed with a reason: on folders, zips in zips, and a heap with broken ones
- zips of Chinese systems, with tricks, or as bombs; loose annexes of several classes in one heap; what was sent again
"""

from __future__ import annotations

import os
import shutil
import struct
import zipfile
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest
import xlwt
from openpyxl import load_workbook

from macros.desk import review as macro
from macros.handing_in.export import export_class
from tests.rosters.model import xls
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.report.desk_document import desk_document
from udfs.report.reviewed import ANNEXES, PACKAGE, WORKBOOK
from udfs.report.side_by_side import Review
from udfs.rules.runner import check
from workbooks.printing.clean import clean_annex
from workbooks.received import inbox
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 30)
OFFICIAL = ("附件3", "附件4", "附件5", "附件6")
NINE = sample_class(MUNICIPAL, 9)
TEN = sample_class(MUNICIPAL, 10, trainees=55, seed=5)
DOCX = "word/document.xml"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = export_class(NINE, check(NINE), tmp_path_factory.mktemp("out"))
    assert made.folder is not None
    return made.folder


@lru_cache
def book(plan: int) -> bytes:
    """The workbook of a right class, typed once."""
    return entered(NINE if plan == 9 else TEN)


def looked_at(folder: Path) -> Review:
    return macro.review(folder, TODAY, ledger=str(folder.parent / "台账.sqlite3"))


def mentioned(review: Review) -> set[str]:
    return {piece.file for one in review.files for piece in one.pieces} | {piece.file for piece in review.unread}


def below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or path.is_file()}


def zipped(files: dict[str, bytes], info: type[zipfile.ZipInfo] = zipfile.ZipInfo) -> bytes:
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(info(name), data)
    return raw.getvalue()


class GbkInfo(zipfile.ZipInfo):
    """An entry whose name is written in GBK without the flag for UTF-8, as Chinese Windows does."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def files_of(folder: Path) -> dict[str, bytes]:
    return {f"{folder.name}/{path.name}": path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_package_in_a_zip_of_a_chinese_system(package: Path, tmp_path: Path) -> None:
    (tmp_path / "收").mkdir()
    (tmp_path / "收" / "报送.zip").write_bytes(zipped(files_of(package), GbkInfo))
    review = looked_at(tmp_path / "收")
    (one,) = review.files
    assert (one.kind, one.clean, one.file) == (PACKAGE, True, f"报送.zip/{package.name}")
    assert {piece.file.rpartition("/")[2] for piece in one.pieces} == {path.name for path in package.iterdir()}
    assert (2025, MUNICIPAL, 9) not in {(year, row.level, row.number) for year, row in review.missing}


def test_a_package_whose_names_came_in_capitals(package: Path, tmp_path: Path) -> None:
    """As old mail programs and disks of Windows hand files on."""
    (tmp_path / "收" / "包").mkdir(parents=True)
    for path in package.iterdir():
        shutil.copy(path, tmp_path / "收" / "包" / path.name.upper())
    (one,) = looked_at(tmp_path / "收").files
    assert (one.kind, one.changed, one.clean) == (PACKAGE, (), True), one.verdict
    shutil.copy(package / "附件4.xlsx", tmp_path / "收" / "包" / "附件5.xlsx")  # beside 附件5.XLSX: neither is passed over
    (one,) = looked_at(tmp_path / "收").files
    assert one.changed == ("附件5.XLSX", "附件5.xlsx")


def test_a_class_in_the_old_format_is_refused_and_not_taken_for_loose_annexes(tmp_path: Path) -> None:
    (tmp_path / "收").mkdir()
    made = xlwt.Workbook(encoding="utf-8")
    for name, data in (("项目信息", {}), ("附件4", {"附件4": clean_annex(NINE, "附件4")})):
        sheet = made.add_sheet(name)
        for raw in data.values():
            for row in load_workbook(BytesIO(raw)).worksheets[0].iter_rows():
                for cell in row:
                    sheet.write(cell.row - 1, cell.column - 1, cell.value)
    made.save(str(tmp_path / "收" / "班.xls"))
    review = looked_at(tmp_path / "收")
    assert not review.files
    (piece,) = review.unread
    assert "另存为 .xlsx" in piece.why
    assert review.blocking


def test_zips_in_zips_and_their_tricks(tmp_path: Path) -> None:
    folder = tmp_path / "收"
    folder.mkdir()
    inner = zipped({"甲/一.xlsx": book(9), "说明.txt": "说明".encode()})
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("里面.zip", inner)
        archive.writestr("../../外面.xlsx", book(10))
        archive.writestr("大.xlsx", b"\x00" * (40 * 2**20))
        link = zipfile.ZipInfo("链接.xlsx")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("锁.xlsx", "x")
    data = bytearray(raw.getvalue())
    at = data.rfind("锁.xlsx".encode()) - 46
    struct.pack_into("<H", data, at + 8, struct.unpack_from("<H", data, at + 8)[0] | 1)
    (folder / "外.zip").write_bytes(bytes(data))
    (folder / "坏.zip").write_bytes(raw.getvalue()[:300])
    review = looked_at(folder)
    assert [(one.file, one.clean) for one in review.files] == [("外.zip/里面.zip/甲/一.xlsx", True)]
    why = {piece.file: piece.why for piece in review.unread}
    assert set(why) == {
        "外.zip/里面.zip/说明.txt",
        "外.zip/../../外面.xlsx",
        "外.zip/大.xlsx",
        "外.zip/链接.xlsx",
        "外.zip/锁.xlsx",
        "坏.zip",
    }
    assert "路径不合法" in why["外.zip/../../外面.xlsx"]
    assert "炸弹" in why["外.zip/大.xlsx"]
    assert "密码" in why["外.zip/锁.xlsx"]
    assert "损坏" in why["坏.zip"]
    assert not list(tmp_path.rglob("外面.xlsx"))


def test_a_zip_that_holds_itself_ends(tmp_path: Path) -> None:
    folder = tmp_path / "收"
    folder.mkdir()
    data = zipped({"一.txt": b"1"})
    for _ in range(9):
        data = zipped({"里.zip": data})
    (folder / "外.zip").write_bytes(data)
    (piece,) = looked_at(folder).unread
    assert "层以上" in piece.why


def test_nothing_is_left_of_what_was_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox.tempfile, "tempdir", str(tmp_path / "临时"))
    (tmp_path / "临时").mkdir()
    stale = tmp_path / "临时" / f"{inbox.PREFIX}旧"
    stale.mkdir()
    os.utime(stale, (0, 0))
    folder = tmp_path / "收"
    folder.mkdir()
    (folder / "包.zip").write_bytes(zipped({"一.xlsx": book(9)}))
    assert looked_at(folder).files[0].clean
    assert list((tmp_path / "临时").iterdir()) == []


def test_loose_annexes_are_put_together_to_classes(tmp_path: Path) -> None:
    """One heap with two classes; the annexes of one partly as old workbooks would be, named as people name them."""
    folder = tmp_path / "收"
    folder.mkdir()
    for c, name in ((NINE, "工业班"), (TEN, "数字班")):
        for sheet in OFFICIAL:
            (folder / f"{name}{sheet}终稿.xlsx").write_bytes(clean_annex(c, sheet))
    review = looked_at(folder)
    assert [(one.kind, len(one.pieces)) for one in review.files] == [(ANNEXES, 4)] * 2
    assert {one.overview.planned for one in review.files} == {(2025, MUNICIPAL, 9), (2025, MUNICIPAL, 10)}
    assert {frozenset(piece.file[:3] for piece in one.pieces) for one in review.files} == {
        frozenset({"工业班"}),
        frozenset({"数字班"}),
    }
    assert not any(one.clean for one in review.files), "nobody has checked what they do not show"
    assert all(one.document and one.document["facts"]["trainees"] in (52, 55) for one in review.files)
    assert all("没有核验报告" in one.verdict for one in review.files)


def test_annexes_of_nobody_known_replace_nothing(tmp_path: Path) -> None:
    """Two classes of the same size in one heap: which 附件6 is whose nobody can tell, and none of them is a newer version of what
    holds people, or of the other."""
    folder = tmp_path / "收"
    folder.mkdir()
    other = sample_class(MUNICIPAL, 10, seed=5)
    for at, (c, mark) in enumerate(((NINE, ""), (other, " (1)"))):
        for sheet in OFFICIAL:
            path = folder / f"{sheet}{mark}.xlsx"
            path.write_bytes(clean_annex(c, sheet))
            moment = 2e9 if sheet == "附件6" else 1e9 + at
            os.utime(path, (moment, moment))
    review = looked_at(folder)
    assert [one.superseded for one in review.files if one.superseded] == []
    assert mentioned(review) == below(folder)
    people = {
        frozenset(piece.file for piece in one.pieces)
        for one in review.files
        if one.document and one.document["facts"]["trainees"]
    }
    assert people == {frozenset({"附件4.xlsx", "附件5.xlsx"}), frozenset({"附件4 (1).xlsx", "附件5 (1).xlsx"})}


def test_a_fault_in_loose_annexes_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "收"
    folder.mkdir()
    wrong = NINE.changed(accounts=NINE.accounts.changed(total=1.0, trainees=51))
    for sheet in OFFICIAL:
        (folder / f"{sheet}.xlsx").write_bytes(clean_annex(wrong if sheet == "附件3" else NINE, sheet))
    (one,) = looked_at(folder).files
    assert one.document is not None
    assert {"A3-03", "A3-04"} <= {found["code"] for found in one.document["findings"]}


def test_an_old_workbook_of_an_annex_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "收"
    folder.mkdir()
    headings = ["序号", "姓名", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）", "是否收费", "签名"]
    rows = [[one.number, one.name, one.document, one.phone, one.employer, one.title, one.charged, ""] for one in NINE.people]
    xls([headings, *rows])(folder / "附件4.xls")
    for sheet in ("附件3", "附件5", "附件6"):
        (folder / f"{sheet}.xlsx").write_bytes(clean_annex(NINE, sheet))
    review = looked_at(folder)
    (one,) = review.files
    assert len(one.pieces) == 4
    assert one.document is not None
    assert one.document["facts"]["staff"] == 5


def test_the_newest_of_two_versions_counts(tmp_path: Path) -> None:
    folder = tmp_path / "收"
    (folder / "补报").mkdir(parents=True)
    corrected = NINE.changed(forms=NINE.forms.changed(issued=53))
    for place, c, moment in ((folder / "甲.xlsx", NINE, 1e9), (folder / "补报" / "甲.xlsx", corrected, 2e9)):
        place.write_bytes(entered(c))
        os.utime(place, (moment, moment))
    review = looked_at(folder)
    assert {one.file: one.superseded for one in review.files} == {"甲.xlsx": "补报/甲.xlsx", "补报/甲.xlsx": ""}
    (entry,) = [one for one in desk_document(review)["classes"] if one["received"]]
    assert entry["file"] == "补报/甲.xlsx"
    statuses = [(piece["file"], piece["status"]) for piece in entry["files"]]
    assert statuses == [("补报/甲.xlsx", "计入"), ("甲.xlsx", "已有更新")]


def test_several_folders(tmp_path: Path) -> None:
    for name, plan in (("第一批", 9), ("第二批", 10)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "班.xlsx").write_bytes(book(plan))
    review = macro.review([tmp_path / "第一批", tmp_path / "第二批"], TODAY, ledger=str(tmp_path / "台账.sqlite3"))
    assert [one.file for one in review.files] == ["第一批/班.xlsx", "第二批/班.xlsx"]
    assert review.folder == tmp_path / "第一批"


BROKEN = (
    ("总结.docx", zipped({DOCX: b"<w/>"})), ("扫描.pdf", b"%PDF-1.4 x"), ("照片.JPG", b"\xff\xd8\xff\xe0"), ("空.xlsx", b""),
    ("半.xlsx", None), ("乱.xls", os.urandom(3000)), ("改名.doc", None), ("名册.csv", "姓名,电话\n".encode("gbk")),
    ("包.rar", b"Rar!\x1a\x07"), ("包.zip", b"PK\x03\x04junk"), ("~$锁.xlsx", b"x"), (".DS_Store", b"x"),
    ("控\x07制.txt", b"\x07"),
)  # fmt: skip
"""Names and bytes of what is no material; None: a workbook cut in half, or under another ending."""


def heap(folder: Path, count: int, package: Path) -> dict[str, int]:
    """``count`` received things below ``folder``, each tenth broken or foreign; how many of each kind."""
    right = book(9)
    made = {WORKBOOK: 0, PACKAGE: 0, ANNEXES: 0, "broken": 0}
    for at in range(count):
        place = folder / f"{at % 7}" / f"{at:04}"
        place.mkdir(parents=True)
        if at % 10 == 0:
            name, data = BROKEN[at // 10 % len(BROKEN)]
            cut = right[: len(right) // 2] if name.startswith("半") else right
            (place / name).write_bytes(cut if data is None else data)
            made["broken"] += 1
        elif at % 10 == 5:
            shutil.copytree(package, place / package.name)
            made[PACKAGE] += 1
        elif at % 10 == 7:
            for sheet in OFFICIAL:
                (place / f"{sheet}.xlsx").write_bytes((package / f"{sheet}.xlsx").read_bytes())
            made[ANNEXES] += 1
        elif at % 10 == 8:
            (place / "报送.zip").write_bytes(zipped({f"{at}.xlsx": right}))
        else:
            (place / "班.xlsx").write_bytes(right)
            made[WORKBOOK] += 1
    return made


COUNTS = (60, pytest.param(1000, marks=pytest.mark.large))


@pytest.mark.parametrize("count", COUNTS)
def test_a_heap_with_a_tenth_broken_stops_nothing_and_hides_nothing(count: int, package: Path, tmp_path: Path) -> None:
    folder = tmp_path / "收"
    heap(folder, count, package)
    review = looked_at(folder)
    there = below(folder)
    reported_text = mentioned(review)
    zips = {name for name in there if name.endswith(".zip")}
    assert there - zips <= reported_text
    assert all(any(name == zip_ or name.startswith(f"{zip_}/") for name in reported_text) for zip_ in zips)
    assert all(piece.why for piece in review.unread)
    assert not any(piece.why.startswith("读取时程序出错") for piece in review.unread)
    assert not any("程序出错" in one.refused for one in review.files)
    desk = desk_document(review)
    shown = {piece["file"] for one in desk["classes"] for piece in one["files"]} | {one["file"] for one in desk["unread"]}
    assert reported_text <= shown
