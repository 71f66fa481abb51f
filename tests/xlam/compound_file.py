"""A judge of compound files and VBA projects, written from [MS-CFB] and [MS-OVBA] alone; no library has a part in it."""

from __future__ import annotations

import struct
from dataclasses import dataclass

END_OF_CHAIN, FAT_SECTOR, LARGEST = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFA
NONE = 0xFFFFFFFF
UNUSED, STORAGE, STREAM, ROOT = 0, 1, 2, 5
RED, BLACK = 0, 1


class Unlawful(Exception):
    """What the specification forbids."""


def demand(condition: object, what: str) -> None:
    if not condition:
        raise Unlawful(what)


@dataclass(frozen=True)
class Entry:
    """A directory entry ([MS-CFB] 2.6.1)."""

    name: str
    kind: int
    color: int
    left: int
    right: int
    child: int
    start: int
    size: int

    @property
    def key(self) -> tuple[int, str]:
        """How siblings are ordered (2.6.4): the shorter name first, then by upper-case characters."""
        return len(self.name), self.name.upper()


class CompoundFile:
    """A compound file of version 3, every chain followed and every rule of the tree looked at."""

    def __init__(self, data: bytes) -> None:
        demand(data[:8] == bytes.fromhex("D0CF11E0A1B11AE1"), "signature")
        demand(not any(data[8:24]), "header CLSID")
        minor, major, order, sector, mini = struct.unpack_from("<5H", data, 24)
        demand((minor, major, order, sector, mini) == (0x3E, 3, 0xFFFE, 9, 6), "versions and sizes of sectors")
        demand(not any(data[34:40]), "reserved bytes")
        directories, fats, first, _, cutoff, mini_first, minis, difat, difats = struct.unpack_from("<9I", data, 40)
        demand(directories == 0 and cutoff == 4096, "header counts")
        demand((difat, difats) == (END_OF_CHAIN, 0), "no DIFAT sector is needed")
        demand(len(data) % 512 == 0, "whole sectors")
        self.data, self.used = data, set[int]()
        listed = [one for one in struct.unpack_from("<109I", data, 76) if one != NONE]
        demand(len(listed) == fats, "number of FAT sectors")
        self.fat = [one for at in listed for one in struct.unpack("<128I", self.sector(at))]
        demand(all(self.fat[at] == FAT_SECTOR for at in listed), "FAT sectors are marked")
        self.used |= set(listed)
        self.entries = [entry(block) for block in parts(self.chain(first), 128)]
        mini_fat = self.chain(mini_first) if minis else b""
        demand(len(mini_fat) == minis * 512, "number of mini FAT sectors")
        self.mini_fat = struct.unpack(f"<{len(mini_fat) // 4}I", mini_fat)
        root = self.entries[0]
        demand((root.kind, root.name, root.left, root.right) == (ROOT, "Root Entry", NONE, NONE), "root entry")
        demand(root.color == BLACK, "the root entry is black")
        self.mini_stream = self.chain(root.start)[: root.size]
        self.mini_used = set[int]()
        self.streams: dict[tuple[str, ...], bytes] = {}
        self.seen = {0}
        self.walk(root, ())
        demand(
            all(one.kind == UNUSED for at, one in enumerate(self.entries) if at not in self.seen), "entries that nobody reaches"
        )
        marked = {at for at, one in enumerate(self.fat) if one != NONE}
        demand(marked == self.used, "sectors that no chain reaches")

    def sector(self, at: int) -> bytes:
        demand(at < LARGEST and (at + 2) * 512 <= len(self.data), f"sector {at} lies in the file")
        return self.data[(at + 1) * 512 : (at + 2) * 512]

    def chain(self, at: int) -> bytes:
        found = []
        while at != END_OF_CHAIN:
            demand(at not in self.used, f"sector {at} is used once")
            self.used.add(at)
            found.append(self.sector(at))
            at = self.fat[at]
        return b"".join(found)

    def mini_chain(self, at: int) -> bytes:
        found = []
        while at != END_OF_CHAIN:
            demand(at not in self.mini_used and (at + 1) * 64 <= len(self.mini_stream), f"mini sector {at} is used once")
            self.mini_used.add(at)
            found.append(self.mini_stream[at * 64 : (at + 1) * 64])
            at = self.mini_fat[at]
        return b"".join(found)

    def walk(self, above: Entry, path: tuple[str, ...]) -> None:
        """The children of a storage: a binary tree in order, no red node below a red one."""
        names = self.tree(above.child, path, None)
        demand(names == sorted(names), f"order of the siblings in {path}")

    def tree(self, at: int, path: tuple[str, ...], parent: int | None) -> list[tuple[int, str]]:
        if at == NONE:
            return []
        demand(at not in self.seen, f"entry {at} stands once")
        self.seen.add(at)
        one = self.entries[at]
        demand(one.kind in {STORAGE, STREAM}, f"{one.name} is a storage or a stream")
        demand(not (one.color == RED and parent == RED), f"{one.name} is red below a red one")
        demand(parent is not None or one.color == BLACK, f"{one.name}, the root of its tree, is black")
        before = self.tree(one.left, path, one.color)
        if one.kind == STORAGE:
            self.walk(one, (*path, one.name))
        else:
            demand(one.child == NONE, f"{one.name} has children")
            held = self.chain(one.start) if one.size >= 4096 else self.mini_chain(one.start)
            demand(len(held) >= one.size, f"{one.name} is as long as it says")
            self.streams[(*path, one.name)] = held[: one.size]
        return [*before, one.key, *self.tree(one.right, path, one.color)]


def parts(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def entry(block: bytes) -> Entry:
    length, kind, color, left, right, child = struct.unpack_from("<HBBIII", block, 64)
    start, size = struct.unpack_from("<IQ", block, 116)
    name = block[: max(length - 2, 0)].decode("utf-16-le")
    demand(kind == UNUSED or length == 2 * len(name) + 2, f"length of the name {name}")
    return Entry(name, kind, color, left, right, child, start, size)


def decompressed(container: bytes) -> bytes:
    """[MS-OVBA] 2.4.1: a byte 1, then chunks of at most 4096 bytes, and nothing behind them."""
    demand(container[:1] == b"\x01", "signature of the container")
    out, at = bytearray(), 1
    while at < len(container):
        (header,) = struct.unpack_from("<H", container, at)
        demand(header >> 12 & 7 == 3, "signature of a chunk")
        end = at + (header & 0xFFF) + 3
        demand(end <= len(container), "a chunk lies in its stream")
        out += tokens(container[at + 2 : end]) if header >> 15 else container[at + 2 : end]
        at = end
    return bytes(out)


def tokens(chunk: bytes) -> bytes:
    out, at = bytearray(), 0
    while at < len(chunk):
        flags = chunk[at]
        at += 1
        for bit in range(8):
            if at >= len(chunk):
                break
            if not flags >> bit & 1:
                out.append(chunk[at])
                at += 1
                continue
            (token,) = struct.unpack_from("<H", chunk, at)
            at += 2
            bits = max((len(out) - 1).bit_length(), 4)
            length, back = (token & 0xFFFF >> bits) + 3, (token >> 16 - bits) + 1
            demand(back <= len(out), "a copy from before the chunk")
            for _ in range(length):
                out.append(out[-back])
    demand(len(out) <= 4096, "a chunk holds 4096 bytes")
    return bytes(out)


def modules(project: CompoundFile) -> dict[str, str]:
    """Name -> source, as the dir stream says (2.3.4.2); the stream ends with its terminator."""
    listing = decompressed(project.streams["VBA", "dir"])
    found: dict[str, str] = {}
    at, name, stream, last = 0, "", "", -1
    while at < len(listing):
        demand(last != 0x10, "something stands behind the terminator of the dir stream")
        demand(at + 6 <= len(listing), "a record is whole")
        last, size = struct.unpack_from("<HI", listing, at)
        size = 6 if last == 9 else size  # PROJECTVERSION says 4 and has 6
        body = listing[at + 6 : at + 6 + size]
        demand(len(body) == size, "a record is whole")
        at += 6 + size
        if last == 0x19:
            name = body.decode("ascii")
        elif last == 0x1A:
            stream = body.decode("ascii")
        elif last == 0x31:
            (offset,) = struct.unpack("<I", body)
            found[name] = decompressed(project.streams["VBA", stream][offset:]).decode("ascii")
    demand(last == 0x10, "terminator of the dir stream")
    return found
