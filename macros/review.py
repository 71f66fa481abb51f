"""汇总审核: every workbook and every stamp-ready package below a folder, for the office that receives them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from udfs.notice.plan import PlanRow
from udfs.side_by_side import Clash, Reviewed, clashes, not_received, overview_of
from workbooks.errors import GaoyanError, Unusable
from workbooks.progress import Progress, silent

ENDINGS = (".xlsx", ".xlsm")
WORTH_A_PROCESS = 12
"""So many files and more are shared out among processes; for fewer, starting them costs more than it saves."""
MOST_PROCESSES = 8
BROKEN = "核验时程序出错，未能得出结果；请单独运行 gaoyan check 查看"


@dataclass(frozen=True)
class Review:
    """All files in the order of their names, what clashes between them, and the (year, plan row) that nothing came for."""

    folder: Path
    today: date
    files: tuple[Reviewed, ...]
    clashes: tuple[Clash, ...]
    missing: tuple[tuple[int, PlanRow], ...]

    @property
    def blocking(self) -> bool:
        """A file is not clean, or two files cannot both be right."""
        return not all(one.clean for one in self.files) or any(clash.serious for clash in self.clashes)


@dataclass(frozen=True)
class Job:
    """One file or package to look at. ``name``: its path below the folder."""

    path: Path
    name: str
    package: bool
    today: date
    ledger: str | None
    reveal: bool


def review(
    folder: Path,
    today: date,
    ledger: str | None = None,
    reveal: bool = False,
    progress: Progress = silent,
    without: Path | None = None,
) -> Review:
    """Check everything below ``folder`` but the file ``without``. A file that cannot be read is listed with the reason.

    Raises ``Unusable`` if there is no such folder or nothing in it.
    """
    if not folder.is_dir():
        raise Unusable(str(folder), "没有这个文件夹" if not folder.exists() else "不是文件夹", "请给出放各班工作簿的文件夹")
    jobs = [
        Job(path, path.relative_to(folder).as_posix() if path != folder else path.name, package, today, ledger, reveal)
        for path, package in sorted(found_below(folder))
        if without is None or path.resolve() != without.resolve()
    ]
    if not jobs:
        raise Unusable(folder.name or str(folder), "文件夹里没有工作簿（.xlsx、.xlsm）和盖章稿", "请核对文件夹")
    files = tuple(reviewed_all(jobs, progress))
    return Review(folder, today, files, tuple(clashes(files)), tuple(not_received(files)))


def found_below(folder: Path) -> Iterator[tuple[Path, bool]]:
    """(path, whether it is a package). Hidden folders, lock files and links are passed over; a package is not looked into."""
    from workbooks.received import is_package, of_the_system

    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        if is_package(here):
            folders.clear()
            yield here, True
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = here / name
            if path.suffix.lower() in ENDINGS and not of_the_system(name) and path.is_file() and not path.is_symlink():
                yield path, False


def reviewed_all(jobs: Sequence[Job], progress: Progress) -> list[Reviewed]:
    """In the order of the jobs."""
    found: dict[int, Reviewed] = {}
    if len(jobs) < WORTH_A_PROCESS:
        for at, job in enumerate(jobs):
            found[at] = reviewed(job)
            progress("核验", len(found), len(jobs))
        return [found[at] for at in range(len(jobs))]
    with ProcessPoolExecutor(min(MOST_PROCESSES, os.cpu_count() or 1)) as pool:
        asked = {pool.submit(reviewed, job): at for at, job in enumerate(jobs)}
        for done in as_completed(asked):
            at = asked[done]
            try:
                found[at] = done.result()
            except BrokenProcessPool:
                found[at] = Reviewed(jobs[at].name, refused=BROKEN, package=jobs[at].package)
            progress("核验", len(found), len(jobs))
    return [found[at] for at in range(len(jobs))]


def reviewed(job: Job) -> Reviewed:
    """One file. Whatever is wrong with it, the others go on."""
    try:
        return of_package(job) if job.package else of_workbook(job)
    except GaoyanError as error:
        return Reviewed(job.name, refused=f"{error.what}。{error.todo}", package=job.package)
    except (Exception, MemoryError):
        return Reviewed(job.name, refused=BROKEN, package=job.package)


def of_workbook(job: Job) -> Reviewed:
    from macros.check import check_file
    from udfs.report_json import report_document

    c, report = check_file(job.path, job.today, job.ledger)
    return Reviewed(job.name, overview_of(c), report_document(job.path.name, c, report, job.reveal))


def of_package(job: Job) -> Reviewed:
    from workbooks.received import read_package

    received = read_package(job.path, job.today)
    return Reviewed(job.name, overview_of(received.c), received.document, package=True, changed=received.changed)
