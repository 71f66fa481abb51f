"""The zip archive of a workbook: checked against hostile input when opened, rewritten with unchanged entries kept.

Records of unchanged entries are copied byte for byte, with compressed data, time stamp and extra fields.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from workbooks.ooxml.packing import Packing, deflated

# Limits in entries and bytes. A workbook of one class has some tens of parts and some megabytes; the limits allow a hundred
# photos and bound the cost of the worst file.
MAX_ENTRIES = 5_000
MAX_DIRECTORY = 2 * 2**20
MAX_TOTAL = 512 * 2**20
MAX_RATIO = 200
RATIO_COUNTS_FROM = 8 * 2**20

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
LOCATOR64 = b"PK\x06\x07"
ENCRYPTED_FLAG = 0x1
DESCRIPTOR_FLAG = 0x8
PLAIN_FLAGS = 0x806 | DESCRIPTOR_FLAG
"""Flags that do not affect decompression: compression level, data descriptor, UTF-8 name."""
ZIP64_EXTRA = 0x0001
FULL = 0xFFFFFFFF

_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_CENTRAL_HEADER = struct.Struct("<4s6H3L5H2L")
_END_RECORD = struct.Struct("<4s4H2LH")


class Hostile(Exception):
    """The archive is refused. ``what``: the problem; ``todo``: the remedy."""

    def __init__(self, what: str, todo: str = "请确认文件来源，用 Excel 或 WPS 打开后另存为 .xlsx 再试") -> None:
        super().__init__(what)
        self.what, self.todo = what, todo


DAMAGED = "文件已损坏，无法解压"
NO_PACKINGS: Mapping[str, Packing] = {}


class PackedEntry(NamedTuple):
    """A deflated entry: compressed bytes, with size and CRC-32 from the directory. Hashable, so it serves as a cache key."""

    data: bytes
    size: int
    crc: int

    def unpacked(self) -> bytes | None:
        """The content; None if size or checksum differ from the directory."""
        try:
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.data, self.size)
        except zlib.error:
            return None
        return content if len(content) == self.size and zlib.crc32(content) == self.crc else None


@dataclass(frozen=True)
class Archive:
    """A zip in memory. ``entries``: name -> record, in directory order."""

    data: bytes
    zip: ZipFile
    entries: Mapping[str, ZipInfo]

    @classmethod
    def open(cls, data: bytes) -> Archive:
        """Open an archive without decompressing entries. Errors: Hostile."""
        _check_directory_size(data)
        try:
            opened = ZipFile(BytesIO(data))
        except (BadZipFile, OSError, ValueError, NotImplementedError, struct.error, UnicodeError):
            raise Hostile(DAMAGED) from None
        infos = opened.infolist()
        _check_names(infos)
        _check_sizes(infos)
        _check_places(infos, opened)
        return cls(data=data, zip=opened, entries={info.filename: info for info in infos})

    def stream(self, name: str) -> IO[bytes]:
        """Stream of an entry's content; it yields at most the size declared in the directory."""
        return self.zip.open(self.entries[name])

    def read(self, name: str, limit: int) -> bytes:
        """The content of an entry. Errors: Hostile if it is longer than ``limit`` bytes or damaged."""
        if self.entries[name].file_size > limit:
            raise Hostile(f"部件 {name} 解压后过大")
        packed = self.packed(name)
        content = packed.unpacked() if packed is not None else None
        if content is not None:
            return content
        try:
            with self.stream(name) as opened:
                # Declared size plus one byte, which makes zipfile verify the checksum at the end.
                return opened.read(self.entries[name].file_size + 1)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError):
            raise Hostile(DAMAGED) from None

    def packed(self, name: str) -> PackedEntry | None:
        """The compressed entry; None if only zipfile can read it (stored, empty, unusual flags or header)."""
        info = self.entries[name]
        if info.compress_type != ZIP_DEFLATED or not info.file_size or info.flag_bits & ~PLAIN_FLAGS:
            return None
        fields = _LOCAL_HEADER.unpack_from(self.data, info.header_offset)
        name_length, extra_length = fields[-2:]
        start = info.header_offset + _LOCAL_HEADER.size
        begin = start + name_length + extra_length
        end = begin + info.compress_size
        same_name = self.data[start : start + name_length] == info.orig_filename.encode() and info.orig_filename.isascii()
        if not same_name or end > self.ends[info.header_offset]:
            return None
        return PackedEntry(self.data[begin:end], info.file_size, info.CRC)

    @cached_property
    def ends(self) -> Mapping[int, int]:
        """Offset of a record -> offset of the next record."""
        begins = sorted(info.header_offset for info in self.entries.values())
        return dict(zip(begins, [*begins[1:], self.zip.start_dir], strict=True))

    def place(self, name: str) -> EntryExtent:
        """Position of an entry's data, for decompression in another process."""
        info = self.entries[name]
        *_, name_length, extra_length = _LOCAL_HEADER.unpack_from(self.data, info.header_offset)
        first = info.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        return EntryExtent(first, info.compress_size, info.file_size, info.CRC, info.compress_type == ZIP_DEFLATED)

    def rewritten(
        self, changed: Mapping[str, bytes], dropped: Collection[str] = (), packings: Mapping[str, Packing] = NO_PACKINGS
    ) -> bytes:
        """The archive with the ``changed`` entries replaced and the ``dropped`` ones removed; other records are copied byte
        for byte. ``packings``: compressors of contents that were written in pieces."""
        infos = sorted(self.entries.values(), key=lambda info: info.header_offset)
        out = bytearray(self.data[: infos[0].header_offset])
        placed: dict[str, _Placed] = {}
        for info in infos:
            if info.filename in dropped:
                continue
            offset = len(out)
            content = changed.get(info.filename)
            if content is None:
                out += self.data[info.header_offset : self.ends[info.header_offset]]
                placed[info.filename] = _Placed(offset, info.flag_bits, info.CRC, info.compress_size, info.file_size)
            else:
                record, facts = self._record(info, content, offset, packings.get(info.filename))
                out += record
                placed[info.filename] = facts
        return bytes(out + self._directory(placed, len(out)))

    def _record(self, info: ZipInfo, content: bytes, offset: int, packing: Packing | None) -> tuple[bytes, _Placed]:
        """Local record with new content; name, time, method and extra fields are kept."""
        fields = _LOCAL_HEADER.unpack_from(self.data, info.header_offset)
        signature, version, _, method, time, day, *_, name_length, extra_length = fields
        start = info.header_offset + _LOCAL_HEADER.size
        name = self.data[start : start + name_length]
        extra = _without_zip64(self.data[start + name_length : start + name_length + extra_length])
        packed = content if method != ZIP_DEFLATED else deflated(content) if packing is None else packing.end()
        facts = _Placed(offset, info.flag_bits & ~DESCRIPTOR_FLAG, zlib.crc32(content), len(packed), len(content))
        header = _LOCAL_HEADER.pack(
            signature, version, facts.flags, method, time, day, facts.crc, facts.packed, facts.size, len(name), len(extra)
        )  # fmt: skip
        return header + name + extra + packed, facts

    def _directory(self, placed: Mapping[str, _Placed], start: int) -> bytes:
        """Central directory and end record, in the original order with the original comments."""
        out = bytearray()
        at = self.zip.start_dir
        for info in self.zip.infolist():
            head = list(_CENTRAL_HEADER.unpack_from(self.data, at))
            name_length, extra_length, comment_length = head[10:13]
            body = self.data[at + _CENTRAL_HEADER.size :][: name_length + extra_length + comment_length]
            at += _CENTRAL_HEADER.size + len(body)
            facts = placed.get(info.filename)
            if facts is None:
                continue
            name, extra, comment = body[:name_length], body[name_length:][:extra_length], body[name_length + extra_length :]
            extra = _without_zip64(extra)
            head[3] = facts.flags
            head[7:10] = facts.crc, facts.packed, facts.size
            head[11], head[16] = len(extra), facts.offset
            out += _CENTRAL_HEADER.pack(*head) + name + extra + comment
        comment = self.zip.comment
        out += _END_RECORD.pack(END, 0, 0, len(placed), len(placed), len(out), start, len(comment)) + comment
        return bytes(out)


class EntryExtent(NamedTuple):
    """Position of an entry's data: offset, compressed length, size, CRC-32 and whether it is deflated."""

    first: int
    length: int
    size: int
    crc: int
    deflated: bool


@dataclass(frozen=True)
class _Placed:
    """A record in the new archive: offset, and the values for its directory entry."""

    offset: int
    flags: int
    crc: int
    packed: int
    size: int


def _without_zip64(extra: bytes) -> bytes:
    """Extra fields without the zip64 field; sizes here fit into 32 bits."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind != ZIP64_EXTRA:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return kept + extra[at:]


def _check_directory_size(data: bytes) -> None:
    """Check the directory size before zipfile reads it: a million entries would take a gigabyte. Errors: Hostile."""
    at = data.rfind(END, max(0, len(data) - _END_RECORD.size - 0xFFFF))
    if at < 0 or at + _END_RECORD.size > len(data):
        raise Hostile(DAMAGED)
    sizes = [_END_RECORD.unpack_from(data, at)[5]]
    if at >= 20 and data[at - 20 : at - 16] == LOCATOR64:
        offset = int.from_bytes(data[at - 12 : at - 4], "little")
        sizes = [int.from_bytes(data[place + 40 : place + 48], "little") for place in (offset, at - 76) if 0 <= place < at]
    if any(size > MAX_DIRECTORY for size in sizes):
        raise Hostile("压缩包内的部件过多，疑似恶意文件")


def _check_names(infos: list[ZipInfo]) -> None:
    if len(infos) > MAX_ENTRIES:
        raise Hostile(f"压缩包内的部件超过 {MAX_ENTRIES} 个，疑似恶意文件")
    if not infos:
        raise Hostile("压缩包是空的")
    seen: set[str] = set()
    for info in infos:
        name = info.filename.lower()
        if name in seen:
            raise Hostile("压缩包内有重名的部件，疑似恶意文件")
        seen.add(name)
        if name.startswith("/") or "\\" in info.orig_filename or ":" in name or "\0" in info.orig_filename:
            raise Hostile("压缩包内有不合法的部件名，疑似恶意文件")
        if ".." in name.split("/"):
            raise Hostile("压缩包内有不合法的部件名，疑似恶意文件")
        if info.flag_bits & ENCRYPTED_FLAG:
            raise Hostile("压缩包设有密码", "请去掉密码后另存为 .xlsx 再试")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Hostile("压缩包用了不支持的压缩方式", "请用 Excel 或 WPS 打开后另存为 .xlsx 再试")


def _check_sizes(infos: list[ZipInfo]) -> None:
    for info in infos:
        if info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Hostile("压缩比异常，疑似压缩炸弹")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise Hostile(f"解压后超过 {MAX_TOTAL // 2**20} MB，疑似压缩炸弹")


def _check_places(infos: list[ZipInfo], opened: ZipFile) -> None:
    """Refuse overlapping records, which share compressed data to make a zip bomb. Errors: Hostile."""
    records = sorted((info.header_offset, info.compress_size) for info in infos)
    ends = [offset for offset, _ in records[1:]] + [opened.start_dir]
    for (offset, packed), end in zip(records, ends, strict=True):
        if offset + _LOCAL_HEADER.size + packed > end or offset < 0:
            raise Hostile("压缩包内的部件互相重叠，疑似压缩炸弹")
    for offset, _ in records:
        if opened.fp is None:
            raise Hostile(DAMAGED)
        opened.fp.seek(offset)
        if opened.fp.read(4) != LOCAL:
            raise Hostile(DAMAGED)
