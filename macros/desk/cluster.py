"""Dask backend: maps the pieces over the workers of a cluster.

``local`` starts a scheduler and one worker process a core on this machine; an address is that of a scheduler that runs already.
Its workers need the same version of gaoyan and must see the files under the same paths (a shared folder). A worker that is lost
costs its pieces another try, the last one on this machine; a piece that kills its process there too is told as failed.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any, TypeVar

from macros.desk.worker_pool import PATIENCE_SECONDS as SHARED_PATIENCE
from macros.desk.worker_pool import Elsewhere, PoolWork, answer_to, apart, default_processes
from workbooks.files.errors import Unusable

Piece = TypeVar("Piece")
Made = TypeVar("Made")
LOCAL = "local"
WAITING_EACH = 4
"""So many pieces wait at each worker: enough that none is idle, few enough that memory does not grow with the work."""
PATIENCE_SECONDS = 20
"""How long a scheduler may take to answer, and be without a worker. ``GAOYAN_CLUSTER_SECONDS`` says otherwise."""
MOMENT_SECONDS = 2
_one_at_a_time = threading.Lock()


def on_cluster(address: str) -> Elsewhere[Piece, Made]:
    """The way that hands the pieces to a cluster. Raises ``Unusable`` without Dask, or when nobody answers."""
    try:
        import distributed
    except ImportError:
        raise Unusable("--cluster", "没有安装 Dask", "请先安装：pip install 'gaoyan[cluster]'，或不加 --cluster") from None

    def run(work: PoolWork[Piece, Made], pieces: Sequence[Piece], left: deque[int]) -> Iterator[tuple[int, bytes]]:
        if not left:
            return
        with ExitStack() as stack:
            client = connected(distributed, address, stack)
            yield from answers(distributed, client, work, pieces, left)

    return run


def connected(distributed: Any, address: str, stack: ExitStack) -> Any:
    """A client; with ``local`` its cluster too, which ends with the stack."""
    where: Any = address
    if address == LOCAL:
        where = stack.enter_context(
            distributed.LocalCluster(
                n_workers=default_processes(), threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
            )
        )
    try:
        return stack.enter_context(distributed.Client(where, timeout=patience(), set_as_default=False))
    except (OSError, ValueError, TimeoutError):
        raise Unusable(
            f"--cluster {address}", "连不上集群的调度器", "请核对地址（tcp://主机:端口）和网络，或用 --cluster local"
        ) from None


def answers(
    distributed: Any, client: Any, work: PoolWork[Piece, Made], pieces: Sequence[Piece], left: deque[int]
) -> Iterator[tuple[int, bytes]]:
    """(place, packed answer) as they come; only so many pieces are out at once.

    What lost its workers, and what is left when there is no worker any more, is done on this machine, each piece by itself.
    """
    out: dict[Any, int] = {}
    lost: list[int] = []
    heard = time.monotonic()
    try:
        while out or left:
            while left and len(out) < WAITING_EACH * max(1, workers(client)):
                at = left.popleft()
                out[client.submit(answer_for, work, pieces[at], pure=False, retries=1)] = at
            done = finished(distributed, client, list(out))
            for future in done:
                at = out.pop(future)
                if future.status == "finished":
                    yield at, future.result()
                else:  # its workers were lost, by its own fault or by that of a piece that waited at the same worker
                    lost.append(at)
                future.release()
            if done or workers(client):
                heard = time.monotonic()
            elif time.monotonic() - heard > patience():
                left.extend(out.values())
                client.cancel(list(out), force=True)
                out.clear()
                break
        left.extend(lost)
        here: Elsewhere[Piece, Made] = apart(default_processes(), SHARED_PATIENCE)
        yield from here(work, pieces, left)
    finally:
        client.cancel(list(out), force=True)


def finished(distributed: Any, client: Any, futures: Sequence[Any]) -> list[Any]:
    """Those that are done; none if that takes longer than a moment."""
    with client.as_current():
        try:
            return list(distributed.wait(futures, timeout=MOMENT_SECONDS, return_when="FIRST_COMPLETED").done)
        except (TimeoutError, distributed.TimeoutError):
            return []


def workers(client: Any) -> int:
    """How many there are now: workers come and go."""
    return len(client.scheduler_info(n_workers=-1)["workers"])


def patience() -> float:
    return float(os.environ.get("GAOYAN_CLUSTER_SECONDS", PATIENCE_SECONDS))


def answer_for(work: PoolWork[Piece, Made], piece: Piece) -> bytes:
    """What a worker of the cluster does; one piece at a time, however many threads it has: what is masked hangs on the class."""
    with _one_at_a_time:
        return answer_to(work, piece)
