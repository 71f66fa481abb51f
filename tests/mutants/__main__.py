"""``python -m tests.mutants [--sample N --seed S] [MODULE…]``: the mutants of the rules and the computations, the share that is
killed, the survivors. ``--sample``: at most so many of each module, drawn by the seed.

Each survivor is either named in ``equivalent.csv`` with the reason why nothing can tell it from the real module, or it is listed;
with fewer than 95 of 100 killed (the equivalent ones left out) the command fails.
"""

from __future__ import annotations

import csv
import gc
import sys
import time
from argparse import ArgumentParser
from collections.abc import Container
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from random import Random

import tests.rules.test_cases_complete  # noqa: F401  (fills the table of cases)
from tests.mutants.judging import every_cache, killed
from tests.mutants.making import Mutant, mutants, stretch
from tests.mutants.trials import Evidence, Trial, evidence, gather

ROOT = Path(__file__).resolve().parents[2]
EQUIVALENT = Path(__file__).with_name("equivalent.csv")
FLOOR = Fraction(95, 100)
MODULES = (
    "udfs.rules.about_money.accounts", "udfs.rules.about_people.attendance", "udfs.rules.basis",
    "udfs.rules.about_people.beside", "udfs.rules.about_money.details", "udfs.rules.about_people.enrolment",
    "udfs.rules.about_money.expenses", "udfs.rules.explanations", "udfs.rules.about_class.formalities", "udfs.rules.headings",
    "udfs.rules.about_money.lectures", "udfs.rules.about_class.materials", "udfs.rules.model", "udfs.rules.needs",
    "udfs.rules.about_people.outcomes", "udfs.rules.about_people.people", "udfs.rules.about_class.project",
    "udfs.rules.repeats", "udfs.rules.about_people.results", "udfs.rules.runner", "udfs.rules.softening",
    "udfs.rules.about_people.stated_hours", "udfs.rules.about_class.survey", "udfs.rules.about_people.views",
    "udfs.rules.words", "udfs.rules.about_class.workbook", "udfs.money.account_faults", "udfs.money.account_totals",
    "udfs.records.approval", "udfs.schedule.absence", "udfs.schedule.attendance_signs", "udfs.money.barred_words",
    "udfs.values.cells", "udfs.certificates.checks", "udfs.certificates.numbers", "udfs.records.class_parameters",
    "udfs.schedule.deadlines", "udfs.people.identity", "udfs.money.lecture_fee", "udfs.money.lecture_payments",
    "udfs.money.amounts", "udfs.schedule.named_dates", "udfs.people.names", "udfs.records.near_words", "udfs.schedule.period",
    "udfs.people.phones", "udfs.people.places", "udfs.money.quota", "udfs.notice.rest_days", "udfs.records.results_view",
    "udfs.survey.satisfaction", "udfs.money.scope", "udfs.records.settings", "udfs.people.staffing", "udfs.people.titles",
    "udfs.money.unread_amounts",
)  # fmt: skip


def survivors(module: str, known: Evidence, named: Container[str], sample: int, seed: int) -> tuple[int, list[Mutant]]:
    """How many mutants of a module were made (all, or at most ``sample``), and those that no test kills; told as they are found,
    but for the ones named as equivalent.
    """
    path = ROOT / f"{module.replace('.', '/')}.py"
    import_module(module)
    unmutated(module, path, known)
    made, left, sharp = 0, [], dict[str, Trial]()
    for one in mutants(path, module, sample, Random(f"{seed} {module}") if sample else None):
        made += 1
        trials, seconds = known.judging(module, path, stretch(path, one.line))
        # What has killed a mutant of the module is asked first, the last one foremost.
        able = {trial.name for trial in trials} & sharp.keys()
        trials = [sharp[name] for name in reversed(sharp) if name in able] + [one for one in trials if one.name not in able]
        killer = killed(one, trials, seconds)
        if isinstance(killer, Trial):
            sharp.pop(killer.name, None)
            sharp[killer.name] = killer
        elif not killer:
            left.append(one)
            if one.name not in named:
                print(f"  {one.line}: {one.before}\n      -> {one.after}", flush=True)
    return made, left


def unmutated(module: str, path: Path, known: Evidence) -> None:
    """The tests of a module pass on the module as it is in the order in which they judge: one that spoils what another needs
    would kill every mutant."""
    trials, seconds = known.judging(module, path, None)
    killer = killed(Mutant(module, 0, "", "", "", path.read_text(encoding="utf-8")), trials, seconds)
    if killer:
        raise SystemExit(f"{module}没有变异也不通过，先改正：{killer.name if isinstance(killer, Trial) else '测试中断'}")


def equivalent() -> dict[str, str]:
    """Name of a mutant -> why nothing can tell it from the module."""
    with EQUIVALENT.open(encoding="utf-8", newline="") as opened:
        return {row["mutant"]: row["reason"] for row in csv.DictReader(opened)}


def judge(trials: list[Trial], modules: list[str], sample: int, seed: int) -> int:
    """Judge the modules and tell what came of it; 1 if too few mutants are killed."""
    began = time.monotonic()
    tried = evidence(trials)
    every_cache()  # gc speaks no more of what it has frozen
    gc.freeze()  # what the children share is not looked through, nor copied, by each of them
    print(f"{len(trials)} 个测试（{time.monotonic() - began:.0f} 秒）", flush=True)
    known, made, alive = equivalent(), 0, 0
    for module in modules:
        started = time.monotonic()
        count, left = survivors(module, tried, known, sample, seed)
        unnamed = [one for one in left if one.name not in known]
        same = len(left) - len(unnamed)
        made, alive = made + count - same, alive + len(unnamed)
        seconds = time.monotonic() - started
        print(f"{module}: {count} 个变异，{same} 个等价，{len(unnamed)} 个存活（{seconds:.0f} 秒）", flush=True)
    share = Fraction(made - alive, made) if made else Fraction(1)
    print(f"共 {made} 个变异，杀死 {made - alive} 个（{float(share):.1%}），存活 {alive} 个")
    return int(share < FLOOR)


def main(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    given = parser.parse_args(arguments)
    outcome: list[int] = []
    gather(
        lambda trials: outcome.append(judge(trials, given.modules or list(MODULES), given.sample, given.seed)),
        frozenset(given.modules),
    )
    return outcome[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
