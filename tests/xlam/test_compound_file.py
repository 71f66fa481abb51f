"""The VBA project of the .xlam, judged by [MS-CFB] and [MS-OVBA]."""

from __future__ import annotations

import io
import struct
import zipfile
from functools import lru_cache

import pytest

from addin.buttons.tab import BUTTONS
from addin.xlam import build, wrappers
from addin.xlam.build import PROJECT, build_xlam, installed_xlwings
from tests.xlam.compound_file import CompoundFile, Unlawful, modules
from udfs.functions import catalogue as functions
from udfs.functions.registry import FUNCTIONS

assert functions


@lru_cache(maxsize=1)
def project() -> bytes:
    with zipfile.ZipFile(io.BytesIO(build_xlam())) as package:
        return package.read(PROJECT)


def test_the_project_is_a_lawful_compound_file_with_our_modules() -> None:
    found = modules(CompoundFile(project()))
    declared = wrappers.modules(FUNCTIONS.values(), BUTTONS.values(), installed_xlwings())
    assert set(found) == {*declared, "Sheet1"}
    for name, source in declared.items():
        assert found[name].endswith(source.rstrip("\r\n")) or source.strip() in found[name], name


def directory(data: bytes) -> int:
    """Where the directory begins."""
    return (int(struct.unpack_from("<I", data, 48)[0]) + 1) * 512


@pytest.mark.parametrize(
    ("place", "value", "stated"),
    [
        (67, 0, "root entry is black"),
        (2 * 128 + 67, 0, ""),
        (8 * 128 + 67, 0, "root of its tree"),
        (128 + 66, 7, "a storage or a stream"),
    ],
)
def test_the_judge_sees_what_is_unlawful(place: int, value: int, stated: str) -> None:
    data = bytearray(project())
    data[directory(data) + place] = value
    if stated:
        with pytest.raises(Unlawful, match=stated):
            CompoundFile(bytes(data))
    else:
        CompoundFile(bytes(data))  # a single red node below black ones


def test_the_judge_sees_red_below_red_and_bytes_behind_the_listing(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(project())
    start = directory(data)
    for at in range(1, 16):
        data[start + at * 128 + 67] = 0
    with pytest.raises(Unlawful, match=r"red|black"):
        CompoundFile(bytes(data))
    monkeypatch.setattr(build, "lawful", lambda _: None)
    with zipfile.ZipFile(io.BytesIO(build_xlam())) as package:
        untouched = package.read(PROJECT)
    with pytest.raises(Unlawful):
        CompoundFile(untouched)
