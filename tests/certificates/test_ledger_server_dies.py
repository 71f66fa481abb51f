"""A PostgreSQL server that dies: between begin and commit, and while many ask. No number is given twice, and it is one line."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.certificates.ledger import Ledger
from macros.certificates.ledger_reading import listed, verify
from macros.certificates.ledger_run import NumberingTransaction
from tests.certificates.ledger_worker import SERIES, claims
from tests.certificates.postgresql import Server, running
from tests.command_line import DAY, CommandLine, is_one_chinese_line
from tests.sample import sample_class
from workbooks.files.errors import Unusable
from workbooks.templates.entering import entered

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture
def dying(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server dies when all numbers of the next run are written, and nothing is committed yet."""
    real = NumberingTransaction.finish

    def finish(run: NumberingTransaction) -> object:
        done = real(run)
        server.die()
        monkeypatch.undo()
        return done

    monkeypatch.setattr(NumberingTransaction, "finish", finish)
    return server


def test_it_dies_between_begin_and_commit(dying: Server) -> None:
    with (
        pytest.raises(Unusable, match="与数据库的连接中断。请等数据库恢复后重新运行"),
        Ledger(dying.address, create=True) as ledger,
    ):
        ledger.allot(SERIES, "甲期", claims(0, 3))
    dying.start()
    with Ledger(dying.address, create=True) as ledger:
        again = ledger.allot(SERIES, "甲期", claims(0, 3)).grants
        assert ledger.allot(SERIES, "甲期", claims(0, 3)).grants[0].certificate == again[0].certificate
    assert [one.certificate for one in again] == ["T0001", "T0002", "T0003"]
    assert verify(dying.address).problems == ()


def test_the_command_ends_with_2_and_the_workbook_stays(dying: Server, tmp_path: Path) -> None:
    c = sample_class(trainees=3, staff=1)
    gaoyan = CommandLine(tmp_path)
    path = tmp_path / "班.xlsx"
    before = entered(c.changed(results=tuple(one.changed(certificate=None) for one in c.results)), 20)
    path.write_bytes(before)
    ran = gaoyan("number", "班.xlsx", "--ledger", dying.address, "--today", DAY)
    assert (ran.code, ran.out) == (2, "")
    assert is_one_chinese_line(ran.err)
    assert "与数据库的连接中断" in ran.err
    assert path.read_bytes() == before
    dying.start()
    known = len(listed(dying.address))
    ran = gaoyan("number", "班.xlsx", "--ledger", dying.address, "--today", DAY)
    assert ran.code == 0, ran.err
    assert path.read_bytes() != before
    assert len(listed(dying.address)) == known + 3
    assert verify(dying.address).problems == ()


def test_it_dies_while_many_ask(server: Server) -> None:
    """Whoever got a number has it afterwards, nobody has another's, and whoever got none gets a message and gets one."""
    processes, people = 24, 6
    command = [sys.executable, "-m", "tests.certificates.ledger_crowd", server.address, str(processes), str(people), "0", "1"]
    asking = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not given(server.address) and time.monotonic() < until:
        time.sleep(0.02)
    server.die()
    server.start()
    stated = json.loads(asking.communicate(timeout=240)[0])["answers"]
    assert len(stated) == processes
    assert {one["fault"].partition("：")[0] for one in stated if "fault" in one} <= {"Unusable: 编号台账"}
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=240, check=True)
    later = json.loads(done.stdout)["answers"]
    assert [one for one in later if "fault" in one] == []
    holders: dict[str, tuple[int, str]] = {}
    numbers: dict[tuple[int, str], str] = {}
    for one in [*stated, *later]:
        for person, number in one.get("numbers", {}).items():
            assert holders.setdefault(number, (one["class"], person)) == (one["class"], person)
            assert numbers.setdefault((one["class"], person), number) == number
    assert len(holders) == processes // 2 * (people + people // 2)
    assert verify(server.address).problems == ()


def given(address: str) -> bool:
    """Whether somebody of the crowd has a number."""
    return any(entry.name.startswith("学员") and entry.class_key.startswith("class") for entry in listed(address))
