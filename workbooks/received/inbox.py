"""Everything that lies in the folders an office was given: which files make a class together, and which are not read and why.

Nothing goes unmentioned: every file is a ``SubmittedFile`` of an ``Arrival``, or among ``unread`` with its reason.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from udfs.report.receipts import Receipt
from udfs.report.reviewed import ANNEXES, FOREIGN, PACKAGE, READ, REFUSED, SAME, SUPERSEDED, WORKBOOK, SubmittedFile
from workbooks.files.errors import GaoyanError, Unusable
from workbooks.received import kinds
from workbooks.received.handing_in import REGISTER, receipts_in
from workbooks.received.loose import Loose, book_of_annexes, looked_at, put_together
from workbooks.received.packages import ANNEX_BOOKS, NAMES, REPORT, called, of_package
from workbooks.received.unpacking import DEEPEST, Bomb, ExtractionLimits, unpack

PREFIX = "gaoyan-received-"
STALE_AFTER_SECONDS = 24 * 3600
UNREADABLE = "打不开，请检查权限或重新索取"
EMPTY_FOLDER = ("空文件夹", "里面没有文件，请核对是否漏拷")
A_COPY = "盖章稿下面的另一份，没有计入，见该盖章稿的矛盾之处"
BROKEN = "读取时程序出错，请向办班单位要原件"


@dataclass(frozen=True)
class Arrival:
    """What came for one class at one time. ``kind``: WORKBOOK, PACKAGE or ANNEXES; ``name``: its path below the folder.

    ``files``: each of its files as (its path below the folder, where it lies on the disk); ``pieces``: the same for the reader.
    """

    kind: str
    name: str
    files: tuple[tuple[str, Path], ...]
    pieces: tuple[SubmittedFile, ...]

    @property
    def dated(self) -> str:
        """The time of its newest file."""
        times = [path.stat().st_mtime for _, path in self.files]
        return datetime.fromtimestamp(max(times, default=0)).isoformat(timespec="seconds")


@dataclass
class Inbox:
    """``arrivals`` in the order of their names; ``unread``: every other file; ``receipts``: what 收件登记.csv says."""

    arrivals: list[Arrival] = field(default_factory=list)
    unread: list[SubmittedFile] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)


@contextlib.contextmanager
def opened(folders: Sequence[Path], without: Iterable[Path] = ()) -> Iterator[Inbox]:
    """The inbox of these folders (or zips). What zips hold lies in a private folder until the end of the ``with``.

    ``without``: files that are not looked at, such as the table that will be written. Errors: Unusable for a folder that is not
    there.
    """
    sweep()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as private:
        reader = Reader(Path(private), {path.resolve() for path in without})
        for folder, shown in zip(folders, shown_names(folders), strict=True):
            reader.take(folder, shown)
        reader.put_together()
        reader.inbox.arrivals.sort(key=lambda one: one.name)
        reader.inbox.unread.sort(key=lambda one: one.file)
        yield reader.inbox


def sweep() -> None:
    """What killed runs left in the folder for temporary files."""
    oldest = time.time() - STALE_AFTER_SECONDS
    with contextlib.suppress(OSError):
        for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            with contextlib.suppress(OSError):
                if left.is_dir() and not left.is_symlink() and left.stat().st_mtime < oldest:
                    shutil.rmtree(left, ignore_errors=True)


def shown_names(folders: Sequence[Path]) -> list[str]:
    """Display prefix of each folder's files: '' for a single folder, else a unique folder name."""
    if len(folders) == 1:
        return [""]
    names: list[str] = []
    for folder in folders:
        name = (folder.resolve().name or str(folder)).lstrip(".")  # a hidden folder that is named is looked into
        names.append(name if name not in names else f"{name}（{len(names) + 1}）")
    return names


class Reader:
    """Walks and sorts. ``private``: where zips are unpacked."""

    def __init__(self, private: Path, without: set[Path]) -> None:
        self.inbox = Inbox()
        self.private, self.without = private, without
        self.limits = ExtractionLimits()
        self.zips = 0
        self.owners: dict[str, int] = {}

    def take(self, folder: Path, shown: str) -> None:
        """A folder, or a zip given by itself."""
        if folder.is_dir():
            self.walk(folder, shown)
        elif folder.is_file() and kinds.kind_of(folder).sort == kinds.ZIP:
            self.file(folder, shown or folder.name, 0)
        else:
            what = "没有这个文件夹" if not folder.exists() else "不是文件夹"
            raise Unusable(str(folder), what, "请给出放各班材料的文件夹")

    def walk(self, folder: Path, shown: str, depth: int = 0) -> None:
        """Everything below ``folder``; ``shown``: what its files are called before their own names."""
        packages: set[Path] = set()
        for parent, folders, names in os.walk(folder, onerror=lambda error: self.closed(folder, shown, error)):
            here = Path(parent)
            below = here.relative_to(folder).as_posix()
            prefix = "/".join(part for part in (shown, "" if below == "." else below) if part)
            folders.sort()
            for name in [name for name in folders if (here / name).is_symlink()]:
                folders.remove(name)
                self.leave(joined(prefix, name), kinds.LINK)
            files = {name: here / name for name in sorted(names)}
            if not folders and not files:
                self.leave(prefix or folder.name, EMPTY_FOLDER)
            if below == "." and depth == 0 and REGISTER in files:
                found, faults = receipts_in(files.pop(REGISTER))
                self.inbox.receipts += found
                self.inbox.unread += faults
            mine = of_package(files) if here not in packages else {}
            if mine:
                packages.add(here)
                self.package(prefix or folder.name, prefix, mine, depth)
            for name, path in files.items():
                if name not in mine:
                    self.file(path, joined(prefix, name), depth)

    def closed(self, folder: Path, shown: str, error: OSError) -> None:
        """A folder that may not be looked into."""
        place = Path(error.filename or folder)
        below = place.relative_to(folder).as_posix() if place.is_relative_to(folder) else place.name
        self.inbox.unread.append(SubmittedFile(joined(shown, below), "文件夹", REFUSED, UNREADABLE))

    def package(self, name: str, prefix: str, files: dict[str, Path], depth: int) -> None:
        named = tuple((joined(prefix, file), path) for file, path in sorted(files.items()))
        pieces = tuple(SubmittedFile(file, package_part(file)) for file, _ in named)
        if any(called(file) in ANNEX_BOOKS for file in files):
            self.owners[prefix] = len(self.inbox.arrivals)
        self.inbox.arrivals.append(Arrival(PACKAGE, name, named, pieces))
        for file, path in sorted(files.items()):
            # Reported with the package, and looked into besides: a class may lie in it.
            if called(file) not in NAMES and holds_more(path):
                self.file(path, joined(prefix, file), depth)

    def file(self, path: Path, shown: str, depth: int) -> None:
        """Process one file: a class workbook, a loose annex, a zip, or anything else."""
        try:
            if path.is_symlink():
                return self.leave(shown, kinds.LINK)
            if self.without and path.resolve() in self.without:
                return None
            if kinds.of_the_system(path.name) or any(part.startswith(".") or part == "__MACOSX" for part in shown.split("/")):
                return self.leave(shown, kinds.LEFT_BY_PROGRAMS)
            if not path.is_file():
                return self.leave(shown, kinds.SPECIAL)
            kind = kinds.kind_of(path)
        except OSError:
            return self.leave(shown, (kinds.FOREIGN[0], UNREADABLE), REFUSED)
        if kind.sort == kinds.ZIP:
            return self.unzip(path, shown, depth)
        if kind.sort == kinds.OTHER:
            return self.leave(shown, (kind.name, kind.why))
        return self.book(path, shown, kind)

    def book(self, path: Path, shown: str, kind: kinds.FileKind) -> None:
        """A workbook: a class of its own if it has 项目信息 (or cannot be read), else annexes to be put together."""
        if kind.sort == kinds.BOOK and not book_of_annexes(path):
            self.inbox.arrivals.append(Arrival(WORKBOOK, shown, ((shown, path),), (SubmittedFile(shown, WORKBOOK),)))
            return
        try:
            found = looked_at(path, shown)
        except GaoyanError as error:
            self.inbox.unread.append(SubmittedFile(shown, kind.name, REFUSED, f"{error.what}。{error.todo}"))
        except (Exception, MemoryError):
            self.inbox.unread.append(SubmittedFile(shown, kind.name, REFUSED, BROKEN))
        else:
            self.inbox.loose.append(found)

    def unzip(self, path: Path, shown: str, depth: int) -> None:
        if depth >= DEEPEST:
            return self.leave(shown, ("压缩包", f"压缩包套了{DEEPEST}层以上，请解压后再放入"), REFUSED)
        self.zips += 1
        into = self.private / str(self.zips)
        try:
            for entry in unpack(path, into, self.limits):
                if entry.path is None:
                    self.inbox.unread.append(SubmittedFile(joined(shown, entry.name), "压缩包中的文件", FOREIGN, entry.why))
        except Bomb as bomb:
            return self.leave(shown, ("压缩包", str(bomb)), REFUSED)
        except OSError:
            return self.leave(shown, ("压缩包", "没有地方解压，或压缩包打不开"), REFUSED)
        if not any(into.iterdir()):
            return self.leave(shown, ("压缩包", "是空的，或其中没有可以解压的文件"), REFUSED)
        return self.walk(into, shown, depth + 1)

    def leave(self, shown: str, verdict: tuple[str, str], status: str = FOREIGN) -> None:
        """``status``: REFUSED if the file may contain a class."""
        kind, why = verdict
        self.inbox.unread.append(SubmittedFile(shown, kind, status, why))

    def put_together(self) -> None:
        """The loose annexes as classes; below a package they are further copies of its own."""
        loose: list[Loose] = []
        for one in self.inbox.loose:
            home = self.owner_of(one.shown)
            if home is None:
                loose.append(one)
            else:
                package = self.inbox.arrivals[home]
                pieces = (*package.pieces, SubmittedFile(one.shown, "、".join(one.sheets), FOREIGN, A_COPY))
                self.inbox.arrivals[home] = replace(package, files=(*package.files, (one.shown, one.path)), pieces=pieces)
        for same in put_together(loose):
            used = [loose for loose in same if not loose.superseded]
            files = tuple((loose.shown, loose.path) for loose in used)
            pieces = tuple(SubmittedFile(one.shown, "、".join(one.sheets), *status_of(one)) for one in same)
            self.inbox.arrivals.append(Arrival(ANNEXES, files[0][0], files, pieces))

    def owner_of(self, shown: str) -> int | None:
        """Index of the package whose folder contains this file, directly or in a folder or zip below."""
        above = [prefix for prefix in self.owners if not prefix or shown.startswith(f"{prefix}/")]
        return self.owners[max(above, key=len)] if above else None


def holds_more(path: Path) -> bool:
    """A zip, or the workbook of a class."""
    try:
        sort = kinds.kind_of(path).sort
    except OSError:
        return False
    return sort == kinds.ZIP or (sort == kinds.BOOK and not book_of_annexes(path))


def status_of(loose: Loose) -> tuple[str, str]:
    if not loose.superseded:
        return READ, ""
    return (
        (SUPERSEDED, f"以“{loose.superseded}”为准，两份内容不同，请核实")
        if loose.differs
        else (SAME, f"与“{loose.superseded}”内容相同")
    )


def joined(prefix: str, name: str) -> str:
    return f"{prefix}/{name}" if prefix else name


def package_part(file: str) -> str:
    """What a file of a package is called."""
    name = file.rpartition("/")[2]
    return "核验报告" if called(name) == REPORT else name
