"""A Dask cluster as a way to do many pieces.

``local`` starts a scheduler and one worker process a core on this machine; an address is that of a scheduler that runs already.
Its workers need the same version of gaoyan and must see the files under the same paths (a shared folder). What a cluster loses,
by its own fault or by that of a piece that waited at the same worker, is done on this machine, where a piece that kills its
process is named.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from macros.desk.parallel import Answer, Made, Piece, Way, Work, answer_in_time, default_processes
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from concurrent.futures import Future

LOCAL = "local"
WAITING_EACH = 4
"""So many pieces wait at each worker: enough that none is idle, few enough that memory does not grow with the work."""
PATIENCE_SECONDS = 20
"""How long a scheduler may take to answer, and be without a worker. ``GAOYAN_CLUSTER_SECONDS`` says otherwise."""
_one_at_a_time = threading.Lock()


class Cluster(Way):
    """Errors: ``Unusable`` without Dask; on entering, when nobody answers."""

    def __init__(self, address: str, seconds: float) -> None:
        """``seconds``: time limit of a piece."""
        try:
            import distributed
        except ImportError:
            raise Unusable("--cluster", "没有安装 Dask", "请先安装：pip install 'gaoyan[cluster]'，或不加 --cluster") from None
        self.dask: Any = distributed
        self.address, self.seconds = address, seconds
        self.open = ExitStack()

    def __enter__(self) -> Way:
        self.client = self.connected()
        self.executor = self.client.get_executor(pure=False)
        self.heard = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        self.open.close()

    def connected(self) -> Any:
        """A client; with ``local`` its cluster too."""
        where: Any = self.address
        if where == LOCAL:
            where = self.open.enter_context(
                self.dask.LocalCluster(
                    n_workers=default_processes(), threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
                )
            )
        try:
            return self.open.enter_context(self.dask.Client(where, timeout=patience(), set_as_default=False))
        except (OSError, ValueError, TimeoutError):
            raise Unusable(
                f"--cluster {self.address}", "连不上集群的调度器", "请核对地址（tcp://主机:端口）和网络，或用 --cluster local"
            ) from None

    def workers(self) -> int:
        """How many there are now: workers come and go."""
        return len(self.client.scheduler_info(n_workers=-1)["workers"])

    def capacity(self) -> int:
        return WAITING_EACH * max(1, self.workers())

    def deserted(self) -> bool:
        if self.workers():
            self.heard = time.monotonic()
        return time.monotonic() - self.heard > patience()

    def submit(self, work: Work[Piece, Made], piece: Piece) -> Future[Answer]:
        given: Future[Answer] = self.executor.submit(answer_alone, work, piece, self.seconds)
        return given


def patience() -> float:
    return float(os.environ.get("GAOYAN_CLUSTER_SECONDS", PATIENCE_SECONDS))


def answer_alone(work: Work[Piece, Made], piece: Piece, limit: float) -> Answer:
    """What a worker of the cluster does; one piece at a time, however many threads it has: what is masked hangs on the class."""
    with _one_at_a_time:
        return answer_in_time(work, piece, limit)
