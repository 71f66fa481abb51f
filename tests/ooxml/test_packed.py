"""An entry unpacked in one step is what zipfile makes of it; where it is not what the directory says, zipfile alone is asked."""

from __future__ import annotations

import io
import random
import zipfile
from functools import lru_cache
from pathlib import Path

import pytest

from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from workbooks.ooxml import markup, workbook_part
from workbooks.ooxml.archive import Archive, Hostile
from workbooks.ooxml.package import Package
from workbooks.templates.entering import entered

LIMIT = 64 * 2**20


@lru_cache(maxsize=1)
def data() -> bytes:
    return entered(sample_class(MUNICIPAL, 9))


def by_zipfile(archive: Archive, name: str) -> bytes | type[Exception]:
    try:
        with zipfile.ZipFile(io.BytesIO(archive.data)).open(archive.entries[name]) as opened:
            return opened.read()
    except Exception:
        return Hostile


def read(archive: Archive, name: str) -> bytes | type[Exception]:
    try:
        return archive.read(name, LIMIT)
    except Hostile:
        return Hostile


def test_every_entry_is_unpacked_in_one_step() -> None:
    archive = Archive.open(data())
    for name in archive.entries:
        packed = archive.packed(name)
        assert packed is not None
        assert packed.unpacked() == by_zipfile(archive, name)


def test_spoiled_archives_end_alike() -> None:
    chance = random.Random(3)
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as made:
        for name, size in (("a.xml", 900), ("字.xml", 40), ("empty.xml", 0), ("b.xml", 3000)):
            made.writestr(name, bytes(chance.choices(b"<row>0123456789", k=size)))
        made.writestr("stored.xml", b"<a/>", zipfile.ZIP_STORED)
    good = source.getvalue()
    ends = {"read": 0, "refused": 0}
    for _ in range(3000):
        spoiled = bytearray(good)
        for _ in range(chance.choice((1, 1, 2))):
            spoiled[chance.randrange(len(spoiled))] = chance.choice((0, 1, 6, 8, 32, 64, 255, chance.randrange(256)))
        try:
            archive = Archive.open(bytes(spoiled))
        except Hostile:
            continue
        for name in archive.entries:
            found = read(archive, name)
            assert found == by_zipfile(archive, name), name
            ends["refused" if found is Hostile else "read"] += 1
    assert min(ends.values()) > 300


def test_what_only_zipfile_can_tell_is_not_unpacked_here() -> None:
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("字.xml", b"<a/>" * 9)
        made.writestr("empty.xml", b"")
        made.writestr("stored.xml", b"<a/>", zipfile.ZIP_STORED)
    archive = Archive.open(source.getvalue())
    assert [archive.packed(name) for name in archive.entries] == [None] * 3
    assert [archive.read(name, LIMIT) for name in archive.entries] == [b"<a/>" * 9, b"", b"<a/>"]


def test_one_longer_than_it_says_is_not_read_beyond() -> None:
    archive = Archive.open(data())
    packed = archive.packed("xl/styles.xml")
    assert packed is not None
    whole = packed.unpacked()
    assert whole is not None
    assert packed._replace(size=9).unpacked() is None
    assert packed._replace(size=len(whole) + 1).unpacked() is None
    assert packed._replace(crc=packed.crc ^ 1).unpacked() is None
    assert packed._replace(data=packed.data[:-9]).unpacked() is None


def test_the_part_of_the_workbook_is_read_once() -> None:
    workbook_part.kept_part.cache_clear()
    first, second = Package(Path("a.xlsx"), data()), Package(Path("b.xlsx"), bytes(bytearray(data())))
    assert workbook_part.kept_part.cache_info().misses == 1
    assert first.sheets == second.sheets
    assert first.names is second.names


def test_a_workbook_with_other_names_is_read_anew() -> None:
    package = Package(Path("a.xlsx"), data())
    part = package.read("xl/workbook.xml")
    other = Package(Path("b.xlsx"), package.archive.rewritten({"xl/workbook.xml": part.replace(b"$B$4", b"$B$5")}))
    assert dict(other.names_everywhere) != dict(package.names_everywhere)
    assert {name: text.replace("$B$4", "$B$5") for name, text in package.names_everywhere.items()} == other.names_everywhere


@pytest.mark.parametrize("gone", [b"</definedNames>", b"</workbook>"])
def test_a_broken_one_is_refused_each_time(gone: bytes) -> None:
    package = Package(Path("a.xlsx"), data())
    part = package.read("xl/workbook.xml")
    broken = package.archive.rewritten({"xl/workbook.xml": part.replace(gone, b"")})
    for _ in range(2):
        with pytest.raises(Exception, match="已损坏"):
            Package(Path("b.xlsx"), broken)


def test_the_names_are_what_the_parser_reads() -> None:
    found = Package(Path("a.xlsx"), data())
    judge = workbook_part.WorkbookPart()
    markup.walk(found.read("xl/workbook.xml"), judge.started, judge.ended)
    assert len(judge.names) > 500
    titles = [sheet.title for sheet in found.sheets]
    assert found.names == workbook_part.with_titles(judge.names, titles)
    assert found.names_everywhere == {one.name: one.refers_to for one in found.names if one.sheet is None}
