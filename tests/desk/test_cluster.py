"""``--cluster`` on a real Dask scheduler and two worker processes of this machine, one of which is killed in the middle."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.desk import cluster
from macros.desk.cluster import Cluster
from macros.desk.parallel import HUNG, mapped
from tests.command_line import CommandLine, is_one_chinese_line
from tests.desk.pieces_of_work import WORK
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from workbooks.templates.entering import entered

NAMES = [f"p{number}" for number in range(60)]
PATIENCE_SECONDS = 60


class Machines:
    """A scheduler and its workers, each a process of its own without anybody who starts it anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0", "PYTHONPATH": os.getcwd()}
        self.running: list[subprocess.Popen[str]] = []
        scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.address = line_with(scheduler, "Scheduler at:").split()[-1]

    def start(self, kind: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + kind, *arguments]
        made = subprocess.Popen(command, cwd=self.folder, env=self.environment, stderr=subprocess.PIPE, text=True)
        self.running.append(made)
        return made

    def worker(self) -> subprocess.Popen[str]:
        made = self.start("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        line_with(made, "Registered to:")
        return made

    def stop(self) -> None:
        for one in self.running:
            one.kill()
            one.wait()


def line_with(process: subprocess.Popen[str], words: str) -> str:
    """The line with these words; what comes after it is read by a thread, so that the pipe does not fill."""
    assert process.stderr is not None
    for line in process.stderr:
        if words in line:
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return line.strip()
    raise AssertionError(f"{process.args} ended without saying {words}")


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    made = Machines(tmp_path_factory.mktemp("cluster"))
    try:
        yield made
    finally:
        made.stop()


def test_a_worker_that_is_killed_costs_nothing(machines: Machines) -> None:
    """Two workers; after the tenth answer one of them is gone."""
    first, second = machines.worker(), machines.worker()
    done: list[int] = []

    def progress(_: str, count: int, __: int) -> None:
        done.append(count)
        if count == 10:
            first.kill()

    found = mapped(WORK, [*NAMES, "fails", "who"], progress, cluster=Cluster(machines.address, PATIENCE_SECONDS))
    assert list(found)[:-1] == [*(name.upper() for name in NAMES), "fails broke"]
    assert found[-1] in {f"who by {one.pid}" for one in (first, second)}
    assert first.wait() < 0
    assert second.poll() is None
    assert done == list(range(len(found) + 1))
    second.kill()


def test_a_piece_that_kills_its_workers_does_not_stop_the_others(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes both workers along; what is left is then done on this machine, where it is found out."""
    monkeypatch.setenv("GAOYAN_CLUSTER_SECONDS", "3")
    machines.worker()
    machines.worker()
    found = mapped(WORK, [*NAMES[:10], "dies", *NAMES[10:20]], cluster=Cluster(machines.address, PATIENCE_SECONDS))
    assert list(found) == [*(name.upper() for name in NAMES[:10]), "dies died", *(name.upper() for name in NAMES[10:20])]


def test_a_piece_that_hangs_does_not_stop_the_others(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends the worker that has it after its time, and is then named by this machine."""
    monkeypatch.setenv("GAOYAN_CLUSTER_SECONDS", "3")
    machines.worker()
    found = mapped(WORK, [*NAMES[:10], "hangs", *NAMES[10:20]], limit=2.0, cluster=Cluster(machines.address, 2.0))
    assert list(found) == [*(name.upper() for name in NAMES[:10]), f"hangs {HUNG}", *(name.upper() for name in NAMES[10:20])]


def test_the_command_gives_the_same_as_without(machines: Machines, tmp_path: Path) -> None:
    machines.worker()
    gaoyan = CommandLine(tmp_path)
    (tmp_path / "收").mkdir()
    (tmp_path / "收" / "甲.xlsx").write_bytes(entered(sample_class(MUNICIPAL, 9)))
    (tmp_path / "收" / "乙.xlsx").write_bytes(b"PK\x03\x04")
    alone = gaoyan("review", "收", "--json", "--fresh")
    shared = gaoyan("review", "收", "--json", "--fresh", "--cluster", machines.address)
    assert shared.out == alone.out
    assert shared.code == alone.code == 1


def test_what_cannot_be_used_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gaoyan = CommandLine(tmp_path)
    (tmp_path / "收").mkdir()
    (tmp_path / "收" / "甲.xlsx").write_bytes(b"PK\x03\x04")
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 1)
    for address in ("tcp://127.0.0.1:9", "nowhere", "http://"):
        ran = gaoyan("review", "收", "--fresh", "--cluster", address)
        assert ran.code == 2
        assert is_one_chinese_line(ran.err), ran.err
        assert "调度器" in ran.err
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = gaoyan("review", "收", "--cluster", "local")
    assert ran.code == 2
    assert is_one_chinese_line(ran.err)
    assert "gaoyan[cluster]" in ran.err
