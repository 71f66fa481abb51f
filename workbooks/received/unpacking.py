"""A zip as people send it: unpacked into a private folder, with an end to its size, its depth and its tricks.

Chinese systems write names in GBK without saying so. Nothing is written by the name an entry gives itself: every part of it is
made safe first, and an entry that climbs out, is a link or is locked is reported and left.
"""

from __future__ import annotations

import os
import stat
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbooks.files import replacing
from workbooks.printing.folder import safe_name

MOST_ENTRIES = 50_000
MOST_OF_ONE_NAME = 20
MOST_DIRECTORY = 64 * 2**20
"""Bytes of the directory: what opening alone costs."""
MOST_BYTES_OF_ONE = 100 * 2**20
MOST_RATIO, RATIO_COUNTS_FROM = 200, 8 * 2**20
DEEPEST = 4
"""So many zips inside one another."""
UTF8_FLAG, LOCKED_FLAG = 0x800, 0x1
PIECE = 2**20
LONGEST_ENDING = 8
DAMAGED = "压缩包已损坏，请重新下载或向报送单位重新索取"
_END = b"PK\x05\x06"


class Bomb(Exception):
    """The archive is not unpacked (any further): why, in Chinese."""


@dataclass
class ExtractionLimits:
    """How many bytes and entries may still be unpacked, over all zips of a run."""

    bytes: int = 64 * 2**30
    entries: int = 2_000_000


@dataclass(frozen=True)
class Unpacked:
    """An entry: its name as people read it, and where it lies now, or ``why`` it does not."""

    name: str
    path: Path | None
    why: str = ""


def unpack(archive: Path, into: Path, limits: ExtractionLimits) -> Iterator[Unpacked]:
    """Unpack ``archive`` into the folder ``into`` (made here). Errors: Bomb, before or amid it."""
    check_directory(archive)
    try:
        opened = zipfile.ZipFile(archive)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        raise Bomb(DAMAGED) from None
    with opened:
        infos = [info for info in opened.infolist() if not info.is_dir()]
        if len(infos) > min(MOST_ENTRIES, limits.entries):
            raise Bomb("压缩包内的文件过多，疑似恶意文件")
        if sum(info.compress_size for info in infos) > archive.stat().st_size:
            raise Bomb("压缩包内的文件互相重叠，疑似压缩炸弹")
        limits.entries -= len(infos)
        into.mkdir(mode=replacing.PRIVATE_FOLDER, parents=True)
        taken: set[str] = set()
        for info in infos:
            yield unpacked(opened, info, into, taken, limits)


def check_directory(archive: Path) -> None:
    """The size of the directory before the library reads it."""
    size = archive.stat().st_size
    with archive.open("rb") as opened:
        opened.seek(max(0, size - 0x10016))
        tail = opened.read()
    at = tail.rfind(_END)
    if at < 0 or at + 16 > len(tail):
        raise Bomb(DAMAGED)
    declared = int.from_bytes(tail[at + 12 : at + 16], "little")
    if declared > MOST_DIRECTORY and declared != 0xFFFFFFFF:
        raise Bomb("压缩包内的文件过多，疑似恶意文件")


def readable_name(info: zipfile.ZipInfo) -> str:
    """The name as its sender saw it.

    >>> info = zipfile.ZipInfo("附件3.xlsx".encode("gbk").decode("cp437"))
    >>> readable_name(info)
    '附件3.xlsx'
    """
    if info.flag_bits & UTF8_FLAG:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def unpacked(opened: zipfile.ZipFile, info: zipfile.ZipInfo, into: Path, taken: set[str], limits: ExtractionLimits) -> Unpacked:
    """One entry."""
    name = readable_name(info).replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    shown = "/".join(parts) or "（没有文件名）"
    why = refused(info, name, parts, limits)
    if why:
        return Unpacked(shown, None, why)
    place = unlike(into.joinpath(*(kept_name(part) for part in parts)), taken)
    if place is None:
        return Unpacked(shown, None, f"压缩包内有{MOST_OF_ONE_NAME}个以上重名的文件，疑似恶意文件")
    taken.add(str(place).lower())
    try:
        place.parent.mkdir(mode=replacing.PRIVATE_FOLDER, parents=True, exist_ok=True)
        limits.bytes -= written(opened, info, place)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        place.unlink(missing_ok=True)
        return Unpacked(shown, None, "压缩包中的这个文件已损坏，请重新索取")
    return Unpacked(shown, place)


def unlike(place: Path, taken: set[str]) -> Path | None:
    """The target path, made unique: programs differ in which of two entries of the same name they extract.

    None of too many.
    """
    others = (place.with_name(f"{place.stem}（重名{count}）{place.suffix}") for count in range(2, MOST_OF_ONE_NAME + 1))
    return next((made for made in (place, *others) if str(made).lower() not in taken), None)


def refused(info: zipfile.ZipInfo, name: str, parts: list[str], limits: ExtractionLimits) -> str:
    """Why an entry is not unpacked; '' if it is."""
    if not parts or ".." in parts or name.startswith("/") or parts[0].endswith(":"):
        return "压缩包内的路径不合法，疑似恶意文件"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "是链接，没有跟随"
    if info.flag_bits & LOCKED_FLAG:
        return "压缩包设有密码，请去掉密码后重新打包"
    if info.file_size > MOST_BYTES_OF_ONE or info.file_size > limits.bytes:
        return "解压后过大"
    if info.file_size > RATIO_COUNTS_FROM and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        return "压缩比异常，疑似压缩炸弹"
    return ""


def kept_name(part: str) -> str:
    """A name that stands for nothing but itself; a leading dot or ~$ stays, since it says what the file is."""
    lead = "." if part.startswith(".") else "~$" if part.startswith("~$") else ""
    stem, dot, ending = part[len(lead) :].rpartition(".")
    if not stem or len(ending) > LONGEST_ENDING:
        return lead + safe_name(part[len(lead) :], "_")
    return f"{lead}{safe_name(stem, '_')}{dot}{safe_name(ending, '_')}"


def written(opened: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path) -> int:
    """Write the entry with its own time; how many bytes. The library never yields more than the entry declares."""
    count = 0
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), replacing.PRIVATE)
    with os.fdopen(handle, "wb") as out, opened.open(info) as source:
        while piece := source.read(PIECE):
            out.write(piece)
            count += len(piece)
    try:
        moment = time.mktime((*info.date_time, 0, 0, -1))
        os.utime(place, (moment, moment))
    except (ValueError, OverflowError, OSError):
        pass
    return count
