"""``python -m tests.mutants [--sample N --seed S] [MODULE…]``: the mutants of the rules and the computations, the share that is
killed, the survivors. ``--sample``: at most so many of each module, drawn by the seed.

Each survivor is either named in ``equivalent.csv`` with the reason why nothing can tell it from the real module, or it is listed;
with fewer than 95 of 100 killed (the equivalent ones left out) the command fails.
"""

from __future__ import annotations

import csv
import io
import sys
import time
from argparse import ArgumentParser
from contextlib import redirect_stderr, redirect_stdout
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from random import Random

from tests.mutants.judging import Judge, by_cases, by_tests, either, killed
from tests.mutants.making import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
EQUIVALENT = Path(__file__).with_name("equivalent.csv")
FLOOR = Fraction(95, 100)
BY_CASES = (
    "accounts", "details", "attendance", "beside", "enrolment", "expenses", "formalities", "lectures", "materials", "outcomes",
    "people", "project", "results", "survey", "views", "workbook",
)  # fmt: skip
"""Topics of rules: their judge is the table of cases."""
PIECES = "tests/rules/test_pieces.py"
"""What cases cannot tell: words and values that only a report shows."""
SETTINGS_ALONE = ("tests/test_settings.py", "-k", "not read")
"""Without the tests that read a workbook, which take seconds each."""
COMPUTATIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "udfs.rules.stated_hours": ((), ("outcomes", "views")),
    "udfs.rules.repeats": ((PIECES,), ("results", "people", "attendance", "outcomes", "beside")),
    "udfs.rules.explanations": (("tests/rules/test_explained.py",), ()),
    "udfs.rules.headings": ((PIECES,), ("people", "results")),
    "udfs.rules.needs": (("tests/rules/test_needs.py",), ()),
    "udfs.rules.words": (("tests/rules/test_words.py", "udfs/rules/words.py"), ()),
    "udfs.rules.basis": (("tests/test_basis.py", "tests/test_settings.py"), ()),
    "udfs.rules.softening": (SETTINGS_ALONE, ()),
    "udfs.rules.runner": (("tests/test_basis.py", *SETTINGS_ALONE), ("lectures",)),
    "udfs.account_faults": (("tests/test_account_totals.py",), ("accounts", "details")),
    "udfs.account_totals": (("tests/test_account_totals.py", "tests/test_one_tax.py"), ("details",)),
    "udfs.approval": (("udfs/approval.py",), ("formalities",)),
    "udfs.attendance": (("tests/test_attendance.py",), ()),
    "udfs.barred_words": (("tests/test_barred_words.py",), ()),
    "udfs.certificate_checks": ((), ("outcomes", "results")),
    "udfs.deadlines": (("tests/test_deadlines.py", "udfs/deadlines.py"), ("project",)),
    "udfs.identity": (("tests/test_identity.py",), ()),
    "udfs.lecture_fee": (("tests/test_lecture_fee.py",), ("lectures",)),
    "udfs.lecture_payments": (
        ("tests/test_one_tax.py", "tests/test_lecture_payments.py", "-k", "not total and not command"),
        ("lectures",),
    ),
    "udfs.money": (("tests/test_money.py", "udfs/money.py"), ()),
    "udfs.named_dates": (("tests/test_named_dates.py",), ()),
    "udfs.names": (("tests/test_names.py",), ()),
    "udfs.phones": (("tests/test_phones.py",), ()),
    "udfs.quota": (("tests/test_quota.py",), ("accounts",)),
    "udfs.rest_days": (("tests/test_deadlines.py", "udfs/rest_days.py"), ()),
    "udfs.satisfaction": (("tests/test_satisfaction.py",), ("survey",)),
    "udfs.scope": ((), ("lectures",)),
    "udfs.settings": (SETTINGS_ALONE, ()),
    "udfs.staffing": (("tests/test_staffing.py",), ()),
    "udfs.titles": (("tests/test_titles.py", "udfs/titles.py"), ()),
}
"""Module -> the test files that judge it, and the topics of rules whose cases do."""


def judge_of(module: str) -> Judge:
    if module.startswith("udfs.rules.") and module.rpartition(".")[2] in BY_CASES:
        return either(by_cases(module), by_tests(PIECES))
    files, topics = COMPUTATIONS[module]
    judges = [by_cases(*(f"udfs.rules.{topic}" for topic in topics))] if topics else []
    return either(*judges, *((by_tests(*files),) if files else ()))


def survivors(module: str, sample: int = 0, seed: int = 0) -> tuple[int, list[Mutant]]:
    """How many mutants of a module were made (all, or at most ``sample``), and those that no test kills."""
    judge, path = judge_of(module), ROOT / f"{module.replace('.', '/')}.py"
    import_module(module)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        failing = judge()
    if failing:
        sys.exit(f"{module}：测试本身没有通过，先改正再做变异测试")
    found = list(mutants(path, module))
    if sample and len(found) > sample:
        found = Random(f"{seed} {module}").sample(found, sample)
    return len(found), [one for one in found if not killed(one, judge)]


def equivalent() -> dict[str, str]:
    """Name of a mutant -> why nothing can tell it from the module."""
    with EQUIVALENT.open(encoding="utf-8", newline="") as opened:
        return {row["mutant"]: row["reason"] for row in csv.DictReader(opened)}


def main(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    given = parser.parse_args(arguments)
    import tests.rules.test_cases_complete  # noqa: F401  (fills the table of cases)

    everything = [*(f"udfs.rules.{topic}" for topic in BY_CASES), *COMPUTATIONS]
    known, made, alive = equivalent(), 0, 0
    for module in given.modules or everything:
        started = time.monotonic()
        count, left = survivors(module, given.sample, given.seed)
        unnamed = [one for one in left if one.name not in known]
        same = len(left) - len(unnamed)
        made, alive = made + count - same, alive + len(unnamed)
        seconds = time.monotonic() - started
        print(f"{module}: {count} 个变异，{same} 个等价，{len(unnamed)} 个存活（{seconds:.0f} 秒）", flush=True)
        for one in unnamed:
            print(f"  {one.line}: {one.before}\n      -> {one.after}", flush=True)
    share = Fraction(made - alive, made) if made else Fraction(1)
    print(f"共 {made} 个变异，杀死 {made - alive} 个（{float(share):.1%}），存活 {alive} 个")
    return int(share < FLOOR)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
