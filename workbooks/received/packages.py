"""The package that ``export`` wrote, as it arrives at an office: its files, what its own report says, what a transport broke."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePath

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError

from udfs.records.class_file import ACCOUNTS, PEOPLE, RESULTS, SURVEY, Project
from udfs.records.masking import hide
from udfs.rules.model import Finding, Outcome
from udfs.values.cells import Value
from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.printing.contents import MATERIAL_LIST, MERGED, PLATFORM, VERIFICATION
from workbooks.printing.folder import CHECKSUMS, SIGNATURE
from workbooks.received.kinds import of_the_system

REPORT = "核验报告.json"
NAMES = (
    CHECKSUMS, SIGNATURE, REPORT, f"{PLATFORM}.xlsx",
    *(f"{sheet}.{ending}" for sheet in (ACCOUNTS, PEOPLE, RESULTS, SURVEY) for ending in ("xlsx", "pdf")),
    *(f"{name}.pdf" for name in (MERGED, VERIFICATION, MATERIAL_LIST)),
)  # fmt: skip
"""What ``export`` calls its files."""
ANNEX_BOOKS = frozenset(f"{sheet}.xlsx" for sheet in (ACCOUNTS, PEOPLE, RESULTS, SURVEY))
_NAMED = {name.casefold(): name for name in NAMES}
LARGEST = 50_000_000
"""Bytes of one file of a package; ours are far smaller."""
LONGEST_KEY = 30
MOST_SENTENCES = 1_000
"""In the basis of a report; there are fewer parameters than that."""
_ISO_DAY = regex(r"\d{4}-\d{2}-\d{2}")


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
    hours: int | float | None = None
    total: str | None = None


class Listed(BaseModel):
    """A line of 材料清单 in the workbook; ``ready``: its tick."""

    item: str
    clause: str = ""
    ready: bool = False


class CheckDocument(BaseModel):
    """The fields of ``check --json`` that a review uses; further fields are kept.

    ``project``: 项目信息 by label, which ``export`` adds (packages of the first editions have none); ``basis``: by what was
    judged (earlier packages tell it on the page only); ``materials``: what 材料清单 holds (earlier packages do not tell it).
    """

    model_config = ConfigDict(extra="allow")
    book: str = ""
    level: str
    today: date
    parameters: str
    summary: Summary
    facts: Facts
    basis: list[str] = Field(default=[], max_length=MOST_SENTENCES)
    findings: list[Finding]
    rules: list[Outcome]
    project: dict[str, str | int | float | bool | None] | None = None
    materials: list[Listed] | None = Field(default=None, max_length=MOST_SENTENCES)

    @property
    def stated_project(self) -> Project:
        """项目信息 as far as the report tells it."""
        values: dict[str, Value] = {"项目级别": self.level, "年度": self.year, "总学时": self.facts.hours}
        for label, value in (self.project or {}).items():
            values[label] = day_of(value) if isinstance(value, str) else value
        known = Project.attributes()
        return Project.build({label: value for label, value in values.items() if label in known})

    @property
    def year(self) -> int | None:
        return int(self.parameters[:4]) if self.parameters[:4].isdigit() else None


def day_of(value: str) -> Value:
    """The date that a text of the report writes, else the text."""
    if not _ISO_DAY.fullmatch(value):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def called(name: str) -> str:
    """The name as ``export`` writes it: on its way a file may come to be called 附件3.XLSX.

    >>> called("附件3.XLSX"), called("sha256sums"), called("说明.TXT")
    ('附件3.xlsx', 'SHA256SUMS', '说明.TXT')
    """
    return _NAMED.get(name.casefold(), name)


def named(files: Mapping[str, Path]) -> dict[str, Path]:
    """The files under the names that ``export`` writes; of two that differ in case alone the second keeps its own."""
    found = {name: path for name, path in files.items() if called(name) == name}
    for name, path in sorted(files.items()):
        if name not in found:
            found[name if called(name) in found else called(name)] = path
    return found


def of_package(files: Mapping[str, Path]) -> dict[str, Path]:
    """The package files in a folder, complete or not; empty if ``export`` did not write the folder."""
    if not {called(name) for name in files} & {CHECKSUMS, REPORT}:
        return {}
    return {name: path for name, path in files.items() if not of_the_system(name) and path.is_file() and not path.is_symlink()}


def report_of(files: Mapping[str, Path], where: str) -> CheckDocument | None:
    """What its report says; None without one. Raises ``Unusable`` if it cannot be read."""
    if REPORT not in files:
        return None
    data = limited(files[REPORT])
    try:
        if twice := repeated_key(data):
            what = f"核验报告的“{hide(twice)[:LONGEST_KEY]}”写了两次，各程序读到的不一样"
            raise Unusable(f"{where}/{REPORT}", what, "请向办班单位要原件")
        return CheckDocument.model_validate_json(data)
    except (ValidationError, ValueError, RecursionError):
        raise Unusable(f"{where}/{REPORT}", "不是本软件写的核验报告", "请向办班单位要原件") from None


def repeated_key(data: bytes) -> str:
    """A key repeated within one JSON object, '' if none. Raises ValueError for invalid JSON."""
    found: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> None:
        keys = [key for key, _ in pairs]
        if len(keys) != len(set(keys)):
            found.extend(key for key in keys if keys.count(key) > 1)

    json.loads(data, object_pairs_hook=once)
    return found[0] if found else ""


def changed_files(files: Mapping[str, Path]) -> tuple[str, ...]:
    """Names in ``SHA256SUMS`` of missing or changed files, and files not listed there."""
    if CHECKSUMS not in files:
        return (CHECKSUMS,)
    stated: dict[str, str] = {}
    for line in limited(files[CHECKSUMS]).decode("utf-8-sig", "replace").splitlines():
        # Two spaces, or a space and a star: both ways of sha256sum.
        digest, _, name = line.partition(" ")
        name = name[1:] if name[:1] in (" ", "*") else ""
        if name == PurePath(name).name and name not in ("", ".", ".."):
            stated[called(name)] = digest.lower()
    wrong = {name for name, digest in stated.items() if name not in files or sha256(limited(files[name])).hexdigest() != digest}
    return tuple(sorted(wrong | (files.keys() - stated.keys() - {CHECKSUMS, SIGNATURE})))


def limited(path: Path) -> bytes:
    """The bytes of a package file. Raises ``Unusable`` above the size limit."""
    if path.stat().st_size > LARGEST:
        raise Unusable(f"{path.parent.name}/{path.name}", "文件过大", "请向办班单位要原件")
    return path.read_bytes()
