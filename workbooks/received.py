"""The package that ``export`` wrote, as it arrives at an office: is it what was exported, and what did its check say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from udfs.records import ACCOUNTS, PEOPLE, RESULTS, ClassFile, Project
from udfs.rules.model import Finding, Outcome
from workbooks.errors import Unusable
from workbooks.printing.folder import CHECKSUMS, SYSTEM_FILES
from workbooks.reading import read_file

REPORT = "核验报告.json"
LARGEST = 50_000_000
"""Bytes of one file of a package; ours are far smaller."""


class Summary(BaseModel):
    """How many findings of each severity."""

    error: NonNegativeInt
    query: NonNegativeInt
    hint: NonNegativeInt
    blocking: NonNegativeInt


class Facts(BaseModel):
    """The figures of the class."""

    model_config = ConfigDict(extra="allow")
    trainees: NonNegativeInt
    staff: NonNegativeInt


class CheckDocument(BaseModel):
    """The document of ``check --json``, as far as an office reads it; what else it holds is kept."""

    model_config = ConfigDict(extra="allow")
    level: str
    today: date
    parameters: str
    summary: Summary
    facts: Facts
    findings: list[Finding]
    rules: list[Outcome]


@dataclass(frozen=True)
class ReceivedPackage:
    """``document``: what its 核验报告 says; ``c``: what its annexes hold; ``changed``: files unlike what was exported."""

    document: Mapping[str, Any]
    c: ClassFile
    changed: tuple[str, ...]


def is_package(folder: Path) -> bool:
    """A folder that ``export`` wrote, whole or not."""
    return (folder / CHECKSUMS).is_file() and (folder / REPORT).is_file()


def read_package(folder: Path, today: date) -> ReceivedPackage:
    """Raises ``Unusable`` if its report or one of its annexes cannot be read."""
    try:
        document = CheckDocument.model_validate_json(limited(folder / REPORT))
    except ValidationError:
        raise Unusable(f"{folder.name}/{REPORT}", "不是本软件写的核验报告", "请向办班单位要原件") from None
    return ReceivedPackage(document.model_dump(mode="json"), annexes(folder, today, document), changed_files(folder))


def annexes(folder: Path, today: date, document: CheckDocument) -> ClassFile:
    """附件3, 附件4 and 附件5 of the package as one class."""
    c = ClassFile(today=today, project=Project(level=document.level, year=leading_number(document.parameters)))
    for sheet, part in ((ACCOUNTS, "accounts"), (PEOPLE, "people"), (RESULTS, "results")):
        path = folder / f"{sheet}.xlsx"
        if path.is_file():
            c = c.changed(**{part: getattr(read_file(path, today), part)})
    return c.changed(project=c.project.changed(topic=c.accounts.name, organiser=c.accounts.organiser))


def changed_files(folder: Path) -> tuple[str, ...]:
    """The names in ``SHA256SUMS`` whose file is gone or has other bytes, and the files that it does not name."""
    stated: dict[str, str] = {}
    for line in limited(folder / CHECKSUMS).decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        if name == PurePath(name).name and name not in ("", ".", ".."):
            stated[name] = digest.lower()
    there = {file.name for file in folder.iterdir() if file.is_file() and not of_the_system(file.name)}
    wrong = {name for name, digest in stated.items() if name not in there or sha256(limited(folder / name)).hexdigest() != digest}
    return tuple(sorted(wrong | (there - stated.keys() - {CHECKSUMS})))


def of_the_system(name: str) -> bool:
    """What a file manager or an open spreadsheet program leaves in a folder."""
    return name.startswith((".", "~$")) or name.lower() in SYSTEM_FILES


def limited(path: Path) -> bytes:
    """The bytes of a file of the package. Raises ``Unusable`` if there are more than any file of ours has."""
    if path.stat().st_size > LARGEST:
        raise Unusable(f"{path.parent.name}/{path.name}", "文件过大", "请向办班单位要原件")
    return path.read_bytes()


def leading_number(text: str) -> int | None:
    return int(text[:4]) if text[:4].isdigit() else None
