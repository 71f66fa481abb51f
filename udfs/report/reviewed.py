"""One submission of a class in the review of all classes: files, facts, verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from udfs.money.amounts import cents
from udfs.notice.plan import LEVELS
from udfs.records.class_file import SUBSIDISED, ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.rules.about_class.project import row_of_facts
from udfs.schedule.deadlines import report_due
from udfs.values import cells
from udfs.values.cells import blank, plain, text

WORKBOOK, PACKAGE, ANNEXES = "工作簿", "盖章稿", "散件附件"
"""The kinds of submission."""
KINDS = (WORKBOOK, PACKAGE, ANNEXES)
READ, SUPERSEDED, SAME, REFUSED, FOREIGN = "计入", "已有更新", "同一份", "无法读取", "未读"
"""The status of a file."""
RETURNED, BY_HAND, PASSED = "须退回", "须人工核对", "通过"
"""The conclusions of the receiving office, most urgent first."""
SIGNED, FORGED, UNKNOWN_SIGNER, UNSIGNED = "签名有效", "签名不符", "签名无法核对", "没有签名"
MOMENT = len("2025-08-12T10:00:00")
UNTRUSTED = "签名不是所给公钥的"
"""Trusted keys were given and none of them made this signature: anyone who changes a package can sign it with another key."""
UNPROVEN = {
    UNSIGNED: "没有签名，不能证明导出后没有改动",
    UNTRUSTED: "签名不是所给公钥的单位作的，不能证明导出后没有改动，也可能是改动后另作的，请先核实",
}
"""The signatures that do not prove a package to a reviewer who named trusted keys."""


@dataclass(frozen=True)
class SubmittedFile:
    """One received file. ``file``: its path below the folder, through archives with ``/``; ``why``: the reason if it was not
    read."""

    file: str
    kind: str
    status: str = READ
    why: str = ""


@dataclass(frozen=True)
class Contradiction:
    """Two places that contradict each other. ``here``, ``there``: file, cell and content."""

    what: str
    here: str
    there: str = ""

    @property
    def line(self) -> str:
        return f"{self.what}：{self.here}，{self.there}" if self.there else f"{self.what}：{self.here}"


@dataclass(frozen=True)
class Lecture:
    """A lecturer paid for a half day."""

    name: str
    day: date
    session: str

    @property
    def clash_key(self) -> str:
        return f"{self.name}{self.day}{self.session}"


@dataclass(frozen=True)
class SharedKeys:
    """The data of a class that may conflict with another class.

    ``certificates``: {number: holder}; ``passed``: {document key: name} of those who passed; ``people``: {document key: name}
    of all.
    """

    start: date | None = None
    end: date | None = None
    certificates: Mapping[str, str] = field(default_factory=dict)
    passed: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    lectures: tuple[Lecture, ...] = ()


@dataclass(frozen=True)
class Overview:
    """The identity of a class.

    ``due``: the last day for its report, once the class has ended; ``filed``: the filing day stated by the organiser. Amounts
    in yuan as text with two decimals.
    """

    level: str = ""
    year: int | None = None
    plan_number: int | None = None
    topic: str = ""
    organiser: str = ""
    due: date | None = None
    filed: date | None = None
    subsidy: str = ""

    @property
    def planned(self) -> tuple[int, str, int] | None:
        """(year, level, number of the plan row); None if not stated."""
        if self.year is None or self.plan_number is None or self.level not in LEVELS:
            return None
        return self.year, self.level, self.plan_number


@dataclass(frozen=True)
class Reviewed:
    """One submission of a class: a workbook, a package, or loose annexes combined.

    - ``file``: path below the folder (for loose annexes the first one); ``pieces``: all its files.
    - ``document``: the document of ``check --json``, from a new check; ``refused``: the reason if unreadable.
    - ``changed``: files of a package that do not match its checksums; ``differences``: contradictions.
    - ``unjudged``: (rule, reason) of what annexes alone cannot show.
    - ``superseded``: the file that replaces it; ``superseded_why``: in what it is newer.
    - ``dated``: the day of the export (of a package), then the time of its newest file; ``content``: digest of all its bytes.
    - ``signature``: '' if absent and no keys are trusted (see ``UNPROVEN``).
    - ``changed_parameters``: sentences on parameters that the office changed; ``remarks``: differences between both measures.
    """

    file: str
    overview: Overview = Overview()
    held: SharedKeys = SharedKeys()
    document: Mapping[str, Any] | None = None
    refused: str = ""
    package: bool = False
    changed: tuple[str, ...] = ()
    kind: str = WORKBOOK
    pieces: tuple[SubmittedFile, ...] = ()
    differences: tuple[Contradiction, ...] = ()
    unjudged: tuple[tuple[str, str], ...] = ()
    superseded: str = ""
    superseded_why: str = ""
    dated: str = ""
    content: str = ""
    signature: str = ""
    changed_parameters: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def blocking(self) -> int:
        return int(self.document["summary"]["blocking"]) if self.document else 0

    @property
    def clean(self) -> bool:
        """True if nothing prevents stamping. Loose annexes are never clean, since they do not show everything."""
        faulty = self.refused or self.changed or self.differences or self.blocking or self.superseded
        return not (faulty or self.kind == ANNEXES or self.signature == FORGED)

    @property
    def file_day(self) -> date | None:
        """The date of its newest file."""
        return date.fromisoformat(self.dated[-MOMENT:][:10]) if len(self.dated) >= MOMENT else None

    @property
    def conclusion(self) -> str:
        """The conclusion on this submission alone."""
        if self.refused or self.signature == FORGED or self.changed or self.differences or self.blocking:
            return RETURNED
        unproven = self.package and self.signature in UNPROVEN
        return BY_HAND if self.kind == ANNEXES or unproven or self.changed_parameters or self.remarks else PASSED

    @property
    def verdict(self) -> str:
        """The conclusion and its reason in Chinese, in one line."""
        if self.superseded:
            return superseded_words(self.superseded, self.superseded_why)
        return f"{self.conclusion}：{self.reason}" if self.reason else self.conclusion

    @property
    def reason(self) -> str:
        """The reason for the conclusion; '' if everything is in order."""
        if self.refused:
            return f"无法核验，{self.refused}"
        if self.signature == FORGED:
            return "签名与内容不符：导出后被改动，请向办班单位要原件"
        if self.changed:
            broken = f"与校验值不符（传输损坏，或导出后被改动）：{'、'.join(self.changed)}"
            return f"{broken}；另有内容矛盾{len(self.differences)}处" if self.differences else broken
        if self.differences:
            more = f"；另有{len(self.differences) - 1}处" if len(self.differences) > 1 else ""
            return f"内容互相矛盾：{self.differences[0].line}{more}"
        if self.blocking:
            return f"{self.blocking}处问题没有改正或说明"
        if self.kind == ANNEXES:
            return "附件互相一致，没有核验报告，其余事项附件上无法判断"
        if self.package and self.signature in UNPROVEN:
            return UNPROVEN[self.signature]
        if self.changed_parameters or self.remarks:
            return f"改动了{len(self.changed_parameters)}项参数" if self.changed_parameters else "有须留意的事项"
        # Only a signature proves that nothing changed since the export.
        return "签名有效，导出后没有改动" if self.package and self.signature == SIGNED else ""


def superseded_words(instead: str, why: str) -> str:
    """The message for a superseded file."""
    return f"与“{instead}”是同一份，内容相同" if why == SAME else f"已有更新的材料，以“{instead}”为准（{why}）"


def overview_of(c: ClassFile) -> Overview:
    """The identity of a class."""
    subsidy = cells.number(c.project.subsidy) if plain(c.project.funding) == SUBSIDISED else None
    return Overview(
        level=c.level,
        year=c.year,
        plan_number=c.plan_number if c.plan_number is not None else number_of_facts(c),
        topic=text(c.project.topic),
        organiser=text(c.project.organiser),
        due=report_due(c.end, class_parameters(c)) if c.end is not None and c.ended else None,
        filed=cells.day(c.project.report_filed),
        subsidy="" if subsidy is None else str(cents(subsidy)),
    )


def held_of(c: ClassFile) -> SharedKeys:
    """The data of a class that may conflict with another class."""
    return SharedKeys(
        start=c.start,
        end=c.end,
        certificates={plain(one.certificate).upper(): text(one.name) for one in c.results if not blank(one.certificate)},
        passed={one.key: text(one.name) for one in c.results if one.key and one.has_passed},
        people={one.key: text(one.name) for one in c.results if one.key}
        | {one.key: text(one.name) for one in c.people if one.key},
        lectures=tuple(lectures_of(c)),
    )


def lectures_of(c: ClassFile) -> Iterator[Lecture]:
    """The paid half days with known lecturer, day and session."""
    for one in c.lectures:
        day = cells.day(one.day)
        if day is not None and not blank(one.name) and not blank(one.session):
            yield Lecture(plain(one.name), day, plain(one.session))


def number_of_facts(c: ClassFile) -> int | None:
    """The number of the plan row inferred from the facts, if the number is missing."""
    row = row_of_facts(c)
    return row.number if row else None
