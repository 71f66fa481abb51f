"""The bounded share of ``make fuzz``, and that the fuzzer finds what is wrong."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import judging
from tests.fuzz.judging import Finished, judged
from tests.fuzz.mutants import COMMANDS, drawn, mutant
from tests.fuzz.mutating import the_cells, the_xml, the_zip
from tests.raw_workbook import sheet_xml, workbook

SHARE = 16


def test_the_first_mutants_end_well() -> None:
    """In a process without threads, which can be forked."""
    command = [sys.executable, "-m", "tests.fuzz", "--count", str(SHARE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{SHARE} mutants, 0 with a finding" in done.stdout


def test_a_number_is_always_the_same_mutant_and_every_command_is_reached() -> None:
    assert mutant(7) == mutant(7)
    reached = {drawn(Random(number))[2][0] for number in range(150)}
    assert reached == {line.split()[0] for lines in COMMANDS.values() for line in lines}


def test_mutations_change_something_and_leave_a_zip() -> None:
    data = workbook({"附件4": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')})
    for change in (the_cells, the_xml, the_zip):
        assert sum(change(Random(number), data) != data for number in range(20)) > 15
    for number in range(20):
        assert zipfile.is_zipfile(BytesIO(the_cells(Random(number), data)))


@pytest.mark.parametrize(
    ("ran", "word"),
    [
        (Finished(-11, "", "", 1, 1), "exit code"), (Finished(2, "", "一行\n两行\n", 1, 1), "2 lines"),
        (Finished(2, "", "", 1, 1), "0 lines"), (Finished(0, "Traceback", "", 1, 1), "Traceback"),
        (Finished(2, "", "程序出错\n", 1, 1), "程序出错"), (Finished(0, "", "", 11, 1), "seconds"),
        (Finished(0, "", "", 1, 501 * 2**20), "MB"), (Finished(0, "\x1b", "", 1, 1), "control"),
    ],
)  # fmt: skip
def test_the_judge_sees_it(ran: Finished, word: str) -> None:
    assert [word in fault for fault in judged(ran, {}, {})] == [True]


def test_the_judge_sees_a_change_on_failure_and_a_number(tmp_path: Path) -> None:
    assert "failed, yet changed" in next(judged(Finished(2, "", "一行\n", 1, 1), {"a": "1"}, {"a": "2"}))
    number = str(judging.sample_class(trainees=12, staff=2).people[0].document)
    assert list(judged(Finished(0, number, "", 1, 1), {}, {})) == [f"personal: {number}"]
    (tmp_path / "a.xlsx").write_bytes(b"no zip")
    assert list(judging.written(tmp_path, {}, mutant(0))) == ["a.xlsx: no zip"]
