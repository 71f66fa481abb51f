"""How large the page may be, and that the same parts make the same bytes, whoever builds it, where and when."""

from __future__ import annotations

import codecs
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from addin.browser import squeezing
from addin.browser.building import built_page
from addin.browser.encoding import as_text
from addin.browser.packing import FAR, NEAR, Packs, made_by_node, unpacked
from addin.browser.parts import KEPT, NPM, PLAIN, RESULTS, WHEELS, archives, cache, cached, found, gathered, locked, prune, run
from addin.browser.squeezing import Squeezing, library
from workbooks.files.errors import Unusable

ROOT = Path(__file__).resolve().parent.parent.parent
LARGEST, LARGEST_WITHOUT_PRINTING = 55_000_000, 12_000_000
"""Bytes: docs/page.md."""
LAYERS = ("udfs", "workbooks", "macros", "addin")
ANOTHER_DAY = """
import sys, time
now = time.time
time.time = lambda: now() + 400 * 86400
sys.argv[0] = "gaoyan"
from addin.cli import main
main()
"""
"""The command line more than a year later."""


def build(out: Path, hash_seed: str, keep: Path, packages: Path = ROOT) -> bytes:
    """What ``gaoyan page build`` writes in a process of its own, elsewhere and at another time. ``keep``: its cache."""
    surroundings = os.environ | {
        "PYTHONHASHSEED": hash_seed, "XDG_CACHE_HOME": str(keep), "PYTHONPATH": str(packages), "TZ": "Pacific/Auckland",
        "LANG": "C", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    command = [sys.executable, "-c", ANOTHER_DAY, "page", "build", "--out", str(out), "--force"]
    subprocess.run(command, cwd=out.parent, env=surroundings, check=True, capture_output=True)
    return out.read_bytes()


def test_the_whole_page_is_small_enough(page: Path) -> None:
    assert 20_000_000 < page.stat().st_size <= LARGEST


def test_the_page_without_printing_is_small_enough(page: Path, packs: Packs) -> None:
    small = built_page(packs, printing=False)
    assert 5_000_000 < len(small) <= LARGEST_WITHOUT_PRINTING
    assert 'id="part-printing"' in page.read_text("utf-16")
    assert 'id="part-printing"' not in small.decode("utf-16")


@pytest.mark.parametrize("length", [0, 1, 30, 31, 32, 62, 1000])
def test_the_text_of_a_part_says_its_bytes(length: int) -> None:
    """Read back as the digits of one large number; how the page reads it every test here shows."""
    data = bytes(number * 37 % 256 for number in range(length))
    stated, _, pairs = as_text(data).partition(":")
    bits = "".join(
        f"{(ord(one) - 0x2100) * 46341 + ord(other) - 0x2100:031b}" for one, other in zip(*[iter(pairs)] * 2, strict=True)
    )
    assert int(stated) == length
    assert [int(bits[at : at + 8], 2) for at in range(0, length * 8, 8)] == list(data)
    assert int(bits[length * 8 :] or "0", 2) == 0


def test_nothing_in_the_text_of_a_part_means_something_else() -> None:
    """All of the largest and the smallest pairs: no surrogate, nothing that HTML knows, nothing that is not a character."""
    signs = set(as_text(bytes(31) + b"\xff" * 31 + Random(1).randbytes(100_000)).partition(":")[2])
    assert ord(min(signs)) == 0x2100
    assert ord(max(signs)) < 0xD800
    assert len(signs) > 10_000


def test_the_page_says_itself_how_it_is_to_be_read(page: Path) -> None:
    """By the mark at its beginning, which goes before whatever a server says of it."""
    data = page.read_bytes()
    assert data.startswith(codecs.BOM_UTF16_LE)
    assert data.decode("utf-16").startswith("<!DOCTYPE html>")


def test_what_the_first_check_needs_is_in_the_image(packs: Packs) -> None:
    """Else a page would load it while somebody waits; and nothing of the command line has come in with it."""
    assert {"addin.commands.workbook.check", "macros.checking.check", "udfs.report.report_json", "pydantic_core"} <= packs.loaded
    assert packs.loaded.isdisjoint({"openpyxl", "typst", "sqlalchemy", "rapidfuzz", "lxml"})
    assert 20_000_000 < int.from_bytes(packs.image[:4], "little") < 64_000_000


def test_the_interpreter_and_the_library_compress_to_the_same_bytes(tmp_path: Path) -> None:
    known = library()
    assert known is not None, "the library of this environment is of another version: squeezing.VERSION"
    interpreter = unpacked(gathered(cache()).interpreter)
    near = b"".join(path.read_bytes() for path in sorted((ROOT / "udfs" / "values").glob("*.py")))
    data = near + Random(2).randbytes(2**NEAR) + near  # the second is too far from the first for this window
    made: list[bytes] = []
    for way in (known, None):
        keep = tmp_path / str(len(made))
        keep.mkdir()
        with Squeezing(keep, lambda script, given: made_by_node(script, given, interpreter, run), way) as squeezed:
            made.append(squeezed(data, NEAR)())
    assert made[0] == made[1]
    assert known.decompress(made[0][4:]) == data
    further = known.compress(data, options={known.CompressionParameter.window_log: FAR})
    assert len(further) < len(made[0])


def test_another_version_of_the_interpreter_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interpreter = unpacked(gathered(cache()).interpreter)
    monkeypatch.setattr(squeezing, "VERSION", "1.4.0")
    assert library() is None
    with Squeezing(tmp_path, lambda script, given: made_by_node(script, given, interpreter, run), None) as squeezed:
        part = squeezed(b"x", NEAR)
        with pytest.raises(Unusable, match=r"zstd 1\.5\.7, not 1\.4\.0"):
            part()


def test_the_newest_results_are_kept_and_every_archive(tmp_path: Path) -> None:
    """What a build used again counts as new."""
    names = [f"{RESULTS[at % len(RESULTS)]}{at}" for at in range(KEPT + 5)]
    for at, name in enumerate(("an-old.whl", *names)):
        (tmp_path / name).write_bytes(b"%d" % at)
        os.utime(tmp_path / name, (1_000_000_000 + at, 1_000_000_000 + at))
    assert cached(tmp_path / names[0], lambda: pytest.fail("made again")) == b"1"
    prune(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"an-old.whl", names[0], *names[6:]}
    assert cached(tmp_path / names[1], lambda: b"anew") == b"anew" == (tmp_path / names[1]).read_bytes()


def test_another_process_elsewhere_and_later_builds_the_same_bytes(page: Path, tmp_path: Path) -> None:
    """Compiled and compressed pieces come from the cache here; the next test makes them anew."""
    again = build(tmp_path / "另一处.html", "4711", cache().parent.parent)
    assert sha256(again).hexdigest() == sha256(page.read_bytes()).hexdigest()


@pytest.mark.large
@pytest.mark.timeout(1500)  # all that a build otherwise takes from its cache
def test_all_of_it_made_anew_from_other_folders_is_the_same(page: Path, tmp_path: Path) -> None:
    """The program itself lies elsewhere, its files are of another day, and nothing compiled before is at hand."""
    kept = tmp_path / "cache" / "gaoyan" / "page"
    kept.mkdir(parents=True)
    for lock in (WHEELS, PLAIN, NPM):
        for path in found(archives(cache()), locked(lock)).values():
            shutil.copy(path, kept)
    packages = tmp_path / "又一处"
    for package in LAYERS:
        shutil.copytree(ROOT / package, packages / package, ignore=shutil.ignore_patterns("__pycache__"))
    for number, path in enumerate(sorted(packages.rglob("*"))):
        os.utime(path, (1_000_000_000 + number, 1_000_000_000 + number))
    again = build(tmp_path / "另一处.html", "12", tmp_path / "cache", packages)
    assert any(path.name.startswith("compiling-") for path in kept.iterdir())
    assert sha256(again).hexdigest() == sha256(page.read_bytes()).hexdigest()


def test_the_list_of_licences_is_what_the_parts_say() -> None:
    from addin.browser.licences import carried, listed

    made = carried(gathered(cache()))
    assert listed() == made, "run make audit"
    assert [one.part for one in made if not one.licence] == []
    assert {"pyodide", "typst", "pydantic", "sqlalchemy"} <= {one.part for one in made}


def test_each_wheel_brings_the_text_of_its_licence() -> None:
    from addin.browser.licences import texts_of

    without = [name for name, wheel in gathered(cache()).wheels.items() if not list(texts_of(wheel))]
    assert without == []
