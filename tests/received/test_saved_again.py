"""Honest packages stay clean on any way they come: saved again by other programs, zipped by others, under other names."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office import XLSX, convert_all
from tests.received.forging import with_fresh_checksums
from tests.received.packages import exported, looked_at, reported_text
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(sample_class(MUNICIPAL, 9), tmp_path_factory.mktemp("honest"))


@pytest.mark.parametrize("level", [MUNICIPAL, NATIONAL])
def test_annexes_that_libreoffice_saved_again_are_as_they_were(level: str, tmp_path: Path) -> None:
    package = exported(sample_class(level, 2), tmp_path / "收到")
    for path in convert_all(sorted(package.glob("*.xlsx")), XLSX, tmp_path / "另存"):
        shutil.move(path, package / path.name)
    with_fresh_checksums(package)
    one = looked_at(package, tmp_path)
    assert one.clean, reported_text(one)


def test_annexes_that_gnumeric_saved_again_are_as_they_were(honest: Path, tmp_path: Path) -> None:
    package = tmp_path / "收到" / "包"
    shutil.copytree(honest, package)
    for path in sorted(package.glob("*.xlsx")):
        subprocess.run(["ssconvert", str(path), str(tmp_path / path.name)], check=True, capture_output=True, timeout=120)
        shutil.move(tmp_path / path.name, path)
    with_fresh_checksums(package)
    one = looked_at(package, tmp_path)
    assert one.clean, reported_text(one)


def stored(package: Path) -> None:
    """Each annex packed by another program: nothing compressed."""
    for path in package.glob("*.xlsx"):
        with zipfile.ZipFile(path) as opened:
            parts = [(one, opened.read(one)) for one in opened.namelist()]
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as written:
            for name, data in parts:
                written.writestr(name, data)
    with_fresh_checksums(package)


def zipped(compression: int, above: str) -> Callable[[Path], None]:
    def change(package: Path) -> None:
        with zipfile.ZipFile(package.parent / "报送.zip", "w", compression) as written:
            for path in sorted(package.iterdir()):
                written.write(path, f"{above}{path.name}")
        shutil.rmtree(package)

    return change


def with_what_systems_leave(package: Path) -> None:
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "~$附件3.xlsx", "._附件3.xlsx"):
        (package / name).write_bytes(b"x")


def other_checksums(old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(package: Path) -> None:
        data = (package / "SHA256SUMS").read_bytes()
        (package / "SHA256SUMS").write_bytes(data.replace(old, new))

    return change


def decomposed(package: Path) -> None:
    """As a Mac writes names."""
    package.rename(package.with_name(unicodedata.normalize("NFD", "Café 班（定稿）")))


def papers_below(package: Path) -> None:
    (package / "照片").mkdir()
    (package / "照片" / "1.jpg").write_bytes(b"\xff\xd8\xff\xe0")


WAYS: dict[str, Callable[[Path], None]] = {
    "另一种压缩的工作簿": stored,
    "不压缩的压缩包": zipped(zipfile.ZIP_STORED, "./包/"),
    "没有文件夹的压缩包": zipped(zipfile.ZIP_BZIP2, ""),
    "系统留下的文件": with_what_systems_leave,
    "校验值的换行": other_checksums(b"\n", b"\r\n"),
    "校验值的星号": other_checksums(b"  ", b" *"),
    "校验值的大写": lambda package: (package / "SHA256SUMS").write_text(
        "".join(
            f"{line[:64].upper()}{line[64:]}\n" for line in (package / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        ),
        encoding="utf-8",
    ) and None,
    "改名的文件夹": lambda package: package.rename(package.with_name("工业班 报送材料 (2)")) and None,
    "分解写法的名字": decomposed,
    "另有照片的文件夹": papers_below,
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_an_honest_package_that_came_another_way_is_clean(way: str, honest: Path, tmp_path: Path) -> None:
    package = tmp_path / "收到" / "包"
    shutil.copytree(honest, package)
    WAYS[way](package)
    one = looked_at(package, tmp_path)
    assert one.clean, reported_text(one)
    assert one.verdict == "通过"
