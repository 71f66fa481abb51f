"""What a command loads before it works, and the quick looks that stand in for slow ones: they say the same."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from addin.cli import application
from tests.raw_workbook import sheet_xml, workbook
from tests.rosters.model import FIVE, made_up, xlsx
from tests.sample import sample_class
from workbooks.files.collector import SELDOM
from workbooks.ooxml.packing import LARGE, LARGE_LEVEL, LEVEL, deflated
from workbooks.sandbox.sheets import _PLACE, _UNPLACED_CELL, all_placed, placed_as_usual
from workbooks.templates.entering import entered

LOADED = """
import sys
from addin.__main__ import main
try:
    main()
finally:
    heavy = (
        "pandas", "numpy", "cryptography", "udfs.rules.runner", "udfs.notice.reading.parameter_matching", "workbooks.forms",
        "xlwings", "rich.console", "rich.table", "python_calamine", "lxml", "html.parser", "multiprocessing", "pydantic",
    )
    sys.stderr.write("LOADED " + " ".join(name for name in heavy if name in sys.modules))
    import gc
    sys.stderr.write(f" COLLECTED {gc.get_threshold()[0]}")
    import pandas
"""


def bare_class() -> bytes:
    """项目信息 and an empty 附件4: what is written there is written by nobody but the import."""
    head = "".join(f'<c r="{"ABCDEF"[at]}1" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(("序号", *FIVE)))
    return workbook({"项目信息": sheet_xml(""), "附件4": sheet_xml(f'<row r="1">{head}</row>')})


@pytest.mark.parametrize(
    ("book", "options"),
    [(lambda: entered(sample_class(), rows=80), ["--dry-run"]), (bare_class, ["--json"])],
    ids=["looked", "written"],
)
def test_an_import_loads_neither_frames_nor_rules_nor_forms(
    book: Callable[[], bytes], options: list[str], tmp_path: Path
) -> None:
    """Nor xlwings, which a closed file has no need of, nor what draws on a terminal, where there is none, nor pydantic, since
    nothing foreign is validated. Without --json a writing import ends with what comes next, which takes a check."""
    (tmp_path / "班.xlsx").write_bytes(book())
    xlsx([["姓名", "身份证号", "手机号", "工作单位", "职称"], *([one[field] for field in FIVE] for one in made_up(9, 3))])(
        tmp_path / "名册.xlsx"
    )
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "import", "班.xlsx", "名册.xlsx", "--yes", *options],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr.split("LOADED")[1].split() == ["COLLECTED", str(SELDOM)]


def test_the_command_that_is_called_is_the_only_one_set_up() -> None:
    assert [one.name for one in application("tidy").registered_commands] == ["tidy"]
    everything = application("tiddy")
    assert len(everything.registered_commands) + len(everything.registered_groups) == len(
        [*application().registered_commands, *application().registered_groups]
    )


PLAIN = b'<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1"/></row>'


@pytest.mark.parametrize(
    "part",
    [
        PLAIN, PLAIN.replace(b' r="B1"', b""), PLAIN.replace(b' r="B1"', b"\tr='B1'"), PLAIN.replace(b' r="B1"', b' r = "B1"'),
        PLAIN.replace(b"<c ", b"<x:c "), PLAIN.replace(b' r="B1"', b' t="s"r="B1"'), PLAIN + b"<c><v>1</v></c>", PLAIN + b"<c/>",
        b'<cols><col min="1"/></cols><customSheetViews/>' + PLAIN + b'<conditionalFormatting><cfRule operator="x"/>',
        PLAIN.replace(b'r="B1"', b"R='B1'"), PLAIN.replace(b"<c r", b"<c\nr"), b"<t>if r = 2</t>" + PLAIN, b"",
    ],
)  # fmt: skip
def test_counting_says_what_the_patterns_say(part: bytes) -> None:
    assert all_placed(part) == (not re.search(_UNPLACED_CELL, part))
    assert placed_as_usual(part) == (part.count(b' r="') == len(re.findall(_PLACE, part)))


def test_only_a_part_of_thousands_of_rows_is_packed_less_hard() -> None:
    import zlib

    small, large = PLAIN * 100, PLAIN * (LARGE // len(PLAIN) + 1)
    for content, level in ((small, LEVEL), (large, LARGE_LEVEL)):
        packed = zlib.compressobj(level, zlib.DEFLATED, -15)
        assert deflated(content) == packed.compress(content) + packed.flush()
        assert zlib.decompress(deflated(content), -15) == content
