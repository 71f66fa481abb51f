"""How the classes of a review are gone through: in this process or several, on a cluster, with what earlier runs found out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from macros.desk.cluster import on_cluster
from macros.desk.result_cache import ResultKey, opened
from macros.desk.worker_pool import Elsewhere, PackedResults, PoolWork, share_out
from workbooks.files.progress import Progress

Piece = TypeVar("Piece")
Made = TypeVar("Made")
PREPARED = (
    "macros.desk.review", "macros.checking.check", "macros.certificates.ledger", "udfs.report.report_json", "udfs.rules.runner",
    "workbooks.book.reading", "workbooks.forms", "workbooks.native.checks", "workbooks.received.examining",
    "workbooks.received.packages", "workbooks.files.signing", "workbooks.files.signing",
)  # fmt: skip
"""The modules that looking at a class needs: imported once, before the workers begin."""


@dataclass(frozen=True)
class Ways:
    """``thorough``: files are told apart by their content, not by size and time; ``remembers``: results of earlier runs are used
    and kept; ``cluster``: address of a Dask scheduler, or ``local``."""

    thorough: bool = False
    remembers: bool = False
    cluster: str = ""


HERE = Ways()
"""On this machine, without a memory."""


def results_of(
    work: PoolWork[Piece, Made], pieces: Sequence[Piece], about: ResultKey[Piece], ways: Ways, progress: Progress
) -> PackedResults[Made]:
    """The results in the order of the pieces. Raises ``Unusable`` for a cluster that cannot be reached."""
    elsewhere: Elsewhere[Piece, Made] | None = None
    if ways.cluster:
        elsewhere = on_cluster(ways.cluster)
    if not ways.remembers:
        return share_out(work, pieces, progress, elsewhere=elsewhere)
    with opened(about, ways.thorough) as memory:
        return share_out(work, pieces, progress, memory=memory, elsewhere=elsewhere)
