"""附件5: the certificate numbers, A5-11 to A5-15 and A5-17."""

from __future__ import annotations

from typing import Any

from tests.rules.cases import fires, newest, silent, with_project, with_row
from tests.rules.changed_results import platform, sample, timed, twice, typed, without_column, without_gap
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import ClassFile, LedgerEntry

# A5-11, A5-12
fires("A5-11", "municipal", lambda: typed(certificate=" "), at=("附件5!I9",), severity="error", count=1)
fires(
    "A5-11",
    "national: a hint",
    severity="hint",
    says=("工程服务平台",),
    build=lambda: with_row(platform(), "results", 5, certificate=None),
)
silent("A5-11", "failed", lambda: without_gap(timed(32, 32, passed="否")))
silent("A5-11", "the column is gone", lambda: without_column(sample(), "证书编号"), also=("A5-20",))
fires("A5-12", "failed with a number", lambda: typed(passed="否"), at=("附件5!I9",), count=1)
silent("A5-12", "passed with a number", sample)
silent("A5-12", "failed without a number", lambda: without_gap(timed(32, 32, passed="否")))

# A5-13
fires("A5-13", "twice", lambda: typed(certificate="津高研2025090004"), at=("附件5!I7", "附件5!I9"), says=("第9行",))
fires("A5-13", "twice in width", lambda: typed(certificate="津高研２０２５０９０００４"), count=2)
silent("A5-13", "all different", sample)
silent("A5-13", "the same person twice", twice, also=("A5-03",))


def without_pattern(c: ClassFile) -> ClassFile:
    return with_project(c, number_pattern=None)


# A5-14
fires("A5-14", "another year", lambda: typed(certificate="津高研2024090006"), at=("附件5!I9",), says=("年应为2025",))
fires("A5-14", "another class", lambda: typed(certificate="津高研2025080006"), says=("计划应为09",))
fires("A5-14", "too short", lambda: typed(certificate="津高研202509006"), count=1)
fires("A5-14", "a space inside", lambda: typed(certificate="津高研 2025090006"), count=1)
fires(
    "A5-14",
    "the pattern itself",
    lambda: with_project(sample(), number_pattern="津高研{年}{号}"),
    at=("项目信息!B24",),
    says=("号",),
)
fires(
    "A5-14",
    "no pattern, shorter than the rest",
    lambda: without_pattern(typed(certificate="津高研202509006")),
    says=("12位", "13位"),
)
fires("A5-14", "no pattern, another prefix", lambda: without_pattern(typed(certificate="京高研2025090006")), says=("前缀",))
fires("A5-14", "no pattern, another year", lambda: without_pattern(typed(certificate="津高研2024090006")), says=("前缀",))
fires("A5-14", "national, another prefix", lambda: with_row(platform(), "results", 5, certificate="GL20250200006"), count=1)
silent("A5-14", "fits", sample)
silent("A5-14", "no pattern, all alike", lambda: without_pattern(sample()))
silent("A5-14", "no pattern, beyond the hundred", lambda: without_pattern(sample_class(MUNICIPAL, trainees=104)))
silent("A5-14", "an empty one is A5-11", lambda: typed(certificate=None), also=("A5-11",))
silent("A5-14", "failed and a wrong number", lambda: typed(passed="否", certificate="无"), also=("A5-12",))

silent("A5-14", "all of another year: PRJ-16 tells it", lambda: newest(year=2024), also=("PRJ-04", "PRJ-16"))
silent("A5-14", "all of another class: the plan rule tells it", lambda: with_project(sample(), plan_number=21), also=("PRJ-12",))

# A5-15
fires("A5-15", "one left out", lambda: skipping(10), at=("附件5!I3",), says=("缺流水号10",))
fires("A5-15", "many left out", lambda: skipping(10, 12, 13, 20, 30, 40, 50), says=("10、12–13、20、30、40等6处",))
fires("A5-15", "no pattern", lambda: without_pattern(skipping(10)), count=1)
silent("A5-15", "1 to 52", sample)
silent("A5-15", "the class does not begin with 1", lambda: skipping(*range(1, 30)))
silent("A5-15", "a number missing", lambda: typed(certificate=None), also=("A5-11",))
silent("A5-15", "a number doubled", lambda: typed(certificate="津高研2025090004"), also=("A5-13",))
silent("A5-15", "a number out of form", lambda: typed(certificate="津高研2024090006"), also=("A5-14",))
silent("A5-15", "national: the platform counts", platform, skipped=True)
silent("A5-15", "void in the ledger", lambda: skipping(10).changed(ledger=(entry(10, "", state="void"),)))


def skipping(*left_out: int) -> ClassFile:
    """The class with numbers 1, 2, 3 … without these."""
    c = sample()
    serials = iter([serial for serial in range(1, 200) if serial not in left_out])
    return c.changed(results=tuple(one.changed(certificate=f"津高研202509{next(serials):04}") for one in c.results))


def entry(serial: int, person: Any, this_class: bool = True, state: Any = "issued") -> LedgerEntry:
    return LedgerEntry(certificate=f"津高研202509{serial:04}", person=str(person), this_class=this_class, state=state)


def ledgered(*entries: LedgerEntry) -> ClassFile:
    return sample().changed(ledger=entries)


# A5-17
fires("A5-17", "somebody outside", lambda: ledgered(entry(6, "")), at=("附件5!I9",), says=("他人",))
fires("A5-17", "somebody in the class", lambda: ledgered(entry(6, sample().people[3].document)), at=("附件5!I7", "附件5!I9"))
fires(
    "A5-17", "another number in this class", lambda: ledgered(entry(99, sample().people[5].document)), says=("另一编号",), count=1
)
fires(
    "A5-17", "out of form too: reported once", count=1,
    build=lambda: typed(certificate="津高研2024090006").changed(ledger=(entry(6, sample().people[5].document),)),
)  # fmt: skip
fires(
    "A5-17", "another number behind one that agrees", at=("附件5!I9",),
    build=lambda: ledgered(entry(4, sample().people[3].document), entry(99, sample().people[5].document)),
)  # fmt: skip
silent("A5-17", "agrees", lambda: ledgered(entry(6, sample().people[5].document)))
silent("A5-17", "another number in another class", lambda: ledgered(entry(99, sample().people[5].document, this_class=False)))
silent("A5-17", "another number that is void", lambda: ledgered(entry(99, sample().people[5].document, state="void")))
silent("A5-17", "knows nobody", lambda: ledgered())
silent("A5-17", "no ledger", sample, skipped=True)
silent(
    "A5-17", "doubled", also=("A5-13",),
    build=lambda: typed(certificate="津高研2025090004").changed(ledger=(entry(4, sample().people[3].document),)),
)  # fmt: skip
