"""汇总审核: everything that organisers handed in, looked at class by class, for the office that receives it."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from macros.certificates.ledger import place_of
from macros.certificates.ledger_opening import is_address
from macros.desk.cluster import Cluster
from macros.desk.parallel import DIED, HUNG, LIMIT_SECONDS, STOPPED, Answer, Work, mapped
from udfs.records.class_file import ClassFile
from udfs.records.masking import SENSITIVE_NUMBERS
from udfs.report.report_json import report_document
from udfs.report.reviewed import (
    ANNEXES,
    PACKAGE,
    UNKNOWN_SIGNER,
    UNSIGNED,
    UNTRUSTED,
    Reviewed,
    SubmittedFile,
    held_of,
    overview_of,
)
from udfs.report.side_by_side import Review, laid_apart, review_of
from udfs.rules.basis import of_sheets, of_the_office
from workbooks.files import replacing, signing
from workbooks.files.errors import GaoyanError, Unusable
from workbooks.files.progress import Progress, silent
from workbooks.files.signing import trusted_keys
from workbooks.notices.installed import make_known_once
from workbooks.printing.folder import CHECKSUMS, SIGNATURE
from workbooks.received.inbox import EMPTY_FOLDER, opened
from workbooks.received.packages import changed_files, limited, named, report_of
from workbooks.sandbox import CHILDREN

if TYPE_CHECKING:
    from macros.desk.result_cache import ResultCache
    from workbooks.received.inbox import Arrival

BROKEN = "核验时程序出错，未能得出结果；请单独运行 gaoyan check 查看"
FAILURES = {
    DIED: "核验它的进程两次被系统结束（可能内存不足），未能得出结果；请单独运行 gaoyan check 查看",
    HUNG: f"核验超过{int(LIMIT_SECONDS)}秒没有结果，已停止；请单独运行 gaoyan check 查看",
    STOPPED: "按 Ctrl-C 停下时尚未核验；再运行一次，已核验的不再重读",
}


@dataclass(frozen=True)
class Job:
    """One received class to look at: see ``Arrival`` for the first five. ``trust``: public keys of exporting offices (files)."""

    kind: str
    name: str
    files: tuple[tuple[str, Path], ...]
    pieces: tuple[SubmittedFile, ...]
    dated: str
    today: date
    ledger: str | None = None
    reveal: bool = False
    trust: tuple[str, ...] = ()


def review(
    folders: Path | Sequence[Path],
    today: date,
    ledger: str | None = None,
    reveal: bool = False,
    progress: Progress = silent,
    without: Iterable[Path] = (),
    trust: Sequence[str] = (),
    remembers: bool = False,
    cluster: str = "",
) -> Review:
    """Check everything below ``folders`` (or in zips) but the files ``without``. What cannot be read is listed with the reason.

    ``remembers``: results of earlier runs are used and kept; ``cluster``: address of a Dask scheduler, or ``local``. The result
    is the same. Raises ``Unusable`` if there is no such folder, or no file in it, or no such cluster.
    """
    ledger = place_of(ledger)
    ledger = (
        ledger if is_address(ledger) else str(Path(ledger).absolute())
    )  # resolved here: a worker on another machine has other variables and folders
    if is_address(ledger) or not CHILDREN:
        remembers = False  # nobody can say whether a ledger elsewhere has changed; a browser keeps nothing
    if trust:
        trusted_keys(trust)  # an invalid key is reported once, not per package
    given = [folders] if isinstance(folders, Path) else list(folders)
    machines = Cluster(cluster, LIMIT_SECONDS) if cluster else None
    with opened(given, without) as inbox, ExitStack() as stack:
        if not inbox.arrivals and all(piece.kind == EMPTY_FOLDER[0] for piece in inbox.unread):
            name = "、".join(map(str, given))
            raise Unusable(name, "文件夹里没有文件，没有可以审核的材料", "请核对文件夹")
        jobs = [job_of(arrival, today, ledger, reveal, tuple(trust)) for arrival in inbox.arrivals]
        known = earlier_results(stack, digest_of([Path(ledger), *map(Path, trust)])) if remembers else None
        files = mapped(WORK, jobs, progress, known, cluster=machines)
        found = review_of(given[0], today, files.of_part(0), files.of_part(1), files, inbox.unread)
        return replace(found, undone=len(files.undone), receipts=tuple(inbox.receipts))


def earlier_results(stack: ExitStack, beside: str) -> EarlierResults | None:
    """None where nothing can be kept; ``beside``: digest of ledger and trusted keys."""
    from macros.desk.result_cache import opened, program

    cache = stack.enter_context(opened())
    return EarlierResults(cache, f"{program()} {beside}") if cache else None


@dataclass
class EarlierResults:
    """What earlier runs found of the same class: the same files by their content, the same question by the same program.

    ``beside``: program, ledger and trusted keys; ``states``: the content of each class that was not known, as it was before
    anything was read: a result of files that changed meanwhile is not kept.
    """

    cache: ResultCache
    beside: str
    states: dict[str, str] = field(default_factory=dict)

    def recall(self, job: Job) -> Answer | None:
        try:
            state = digest_of(path for _, path in job.files)
        except OSError:
            return None
        found = self.cache.recall(self.name(job, state))
        if found is None:
            self.states[job.name] = state
            return None
        return Answer(pickle.loads(found))

    def keep(self, job: Job, answer: Answer) -> None:
        if self.states.get(job.name) == answer.state:
            self.cache.keep(self.name(job, answer.state), pickle.dumps(answer.parts))

    def name(self, job: Job, state: str) -> bytes:
        shown = [shown for shown, _ in job.files]
        return self.cache.name(repr(replace(job, files=())), *shown, state, self.beside)


def digest_of(paths: Iterable[Path]) -> str:
    """Digest of the content of these files, in any order and whatever they are called. Errors: OSError."""
    digests = sorted(replacing.digest_of(path) or "" for path in paths)
    return sha256("\n".join(digests).encode("ascii")).hexdigest()


def job_of(arrival: Arrival, today: date, ledger: str | None, reveal: bool, trust: tuple[str, ...] = ()) -> Job:
    # Whole paths: a worker may stand in another folder, or on another machine.
    files = tuple((shown, path.absolute()) for shown, path in arrival.files)
    trust = tuple(str(Path(key).absolute()) for key in trust)
    return Job(
        arrival.kind, arrival.name, files, arrival.pieces, arrival.dated, today, ledger, reveal, trust,
    )  # fmt: skip


def in_a_worker() -> bool:
    from multiprocessing import parent_process

    return parent_process() is not None


def reviewed_in_worker(job: Job) -> Reviewed:
    """``reviewed`` in a process that does nothing else: it knows no numbers but those of the class at hand, and the installed
    notices, which whoever began the command made known to its own process only."""
    if CHILDREN and in_a_worker():
        SENSITIVE_NUMBERS.clear()
        make_known_once()
    return reviewed(job)


def reviewed(job: Job) -> Reviewed:
    """One received class. Whatever is wrong with it, the others go on."""
    judge = {PACKAGE: of_package, ANNEXES: of_annexes}.get(job.kind, of_workbook)
    try:
        found = replace(judge(job), kind=job.kind, package=job.kind == PACKAGE, pieces=job.pieces)
        return replace(found, content=digest_of(path for _, path in job.files))
    except GaoyanError as error:
        return refusal(job, f"{error.what}。{error.todo}")
    except (Exception, MemoryError):
        return refusal(job, BROKEN)


def refusal(job: Job, why: str) -> Reviewed:
    return Reviewed(
        job.name, refused=why, kind=job.kind, package=job.kind == PACKAGE, pieces=job.pieces, dated=job.dated,
    )  # fmt: skip


def failed(job: Job, why: str) -> Reviewed:
    return refusal(job, FAILURES.get(why, BROKEN))


def state(result: Reviewed) -> str:
    """Of which content a result is; none of a file that could not be read: the next time the program that held it may have let
    go, or the share be back."""
    return "" if result.refused else result.content


PREPARED = (
    "macros.desk.review", "macros.checking.check", "macros.certificates.ledger", "udfs.report.report_json", "udfs.rules.runner",
    "workbooks.book.reading", "workbooks.forms", "workbooks.native.checks", "workbooks.received.examining",
)  # fmt: skip
"""The modules that looking at a class needs."""
WORK: Work[Job, Reviewed] = Work(reviewed_in_worker, failed, state, laid_apart, PREPARED)


def of_workbook(job: Job) -> Reviewed:
    from macros.checking.check import check_file

    path = job.files[0][1]
    c, report = check_file(path, job.today, job.ledger)
    document = report_document(path.name, c, report, job.reveal)
    changed = of_the_office(document["basis"])
    remarks = remarks_on(path.name, c, document, job.reveal) if changed and c.settings else ()
    return Reviewed(
        job.name, overview_of(c), held_of(c), document, dated=job.dated, changed_parameters=changed,
        remarks=(*of_sheets(document["basis"]), *remarks),
    )  # fmt: skip


def remarks_on(book: str, c: ClassFile, document: Mapping[str, Any], reveal: bool) -> tuple[str, ...]:
    """What the notice alone finds, of a workbook that was judged by what its office wrote, and the reverse."""
    from udfs.rules.runner import check
    from workbooks.received.comparing import by_one_measure

    noticed = c.changed(settings=())
    by_notice = report_document(book, noticed, check(noticed), reveal)
    return by_one_measure(document["findings"], by_notice["findings"])


def of_package(job: Job) -> Reviewed:
    """A package: its annexes are judged anew and compared with each other, with its report and with its printed pages.
    Explanations are taken from its own report only."""
    from macros.checking.check import with_ledger
    from workbooks.received.examining import examined

    files = within(job.files)
    report = report_of(files, job.name)
    found = examined(files, report, job.today, job.reveal, lambda c: with_ledger(c, job.ledger))
    own = {name: path for name, path in files.items() if "/" not in name}
    return Reviewed(
        job.name, overview_of(found.c), held_of(found.c), found.document, differences=found.differences,
        unjudged=found.unjudged, changed=changed_files(own), dated=f"{report.today if report else ''}{job.dated}",
        signature=signature_of(files, job.trust), changed_parameters=found.changed_parameters, remarks=found.remarks,
    )  # fmt: skip


def within(files: Sequence[tuple[str, Path]]) -> dict[str, Path]:
    """The files of a package by their names, those of folders below it with the folder before the name."""
    above = min(shown.count("/") for shown, _ in files)
    return named({"/".join(shown.split("/")[above:]): path for shown, path in files})


def signature_of(files: Mapping[str, Path], trust: Sequence[str]) -> str:
    """What it proves; '' without one, if nobody asked for it by naming keys."""
    if SIGNATURE not in files:
        return UNSIGNED if trust else ""
    if not trust:
        return UNKNOWN_SIGNER
    found = (
        signing.signature_state(limited(files[CHECKSUMS]), limited(files[SIGNATURE]), trust)
        if CHECKSUMS in files
        else UNKNOWN_SIGNER
    )
    return UNTRUSTED if found == UNKNOWN_SIGNER else found


def of_annexes(job: Job) -> Reviewed:
    from macros.checking.check import with_ledger
    from workbooks.received.examining import examined_loose

    found = examined_loose(dict(job.files), job.today, job.reveal, lambda c: with_ledger(c, job.ledger))
    return Reviewed(
        job.name, overview_of(found.c), held_of(found.c), found.document, unjudged=found.unjudged, dated=job.dated,
    )  # fmt: skip
