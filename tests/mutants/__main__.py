"""``python -m tests.mutants [--sample N --seed S] [MODULE…]``: the mutants of the rules and the computations, the share that is
killed, the survivors. ``--sample``: at most so many of each module, drawn by the seed.

``python -m tests.mutants --folders [FOLDER…]``: the same for folders whose tests write workbooks
(``folders.py``), so many of each folder, drawn by the seed (12 unless ``--sample`` says otherwise).

Each survivor is either named in ``equivalent.csv`` with the reason why nothing can tell it from the real module, or it is listed;
with fewer than 95 of 100 killed (of a folder 90, the equivalent ones left out) the command fails.
"""

from __future__ import annotations

import csv
import gc
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Container, Iterable, Mapping
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from random import Random

from tests.mutants.folders import FOLDERS, drawn, scope_of
from tests.mutants.judging import every_cache, killed
from tests.mutants.making import Mutant, mutants, stretch
from tests.mutants.trials import Evidence, Scope, Trial, evidence, gather

ROOT = Path(__file__).resolve().parents[2]
EQUIVALENT = Path(__file__).with_name("equivalent.csv")
FLOOR = Fraction(95, 100)
LEAST_FOLDER_SCORE = Fraction(90, 100)
MODULES = (
    "udfs.rules.about_money.accounts", "udfs.rules.about_people.attendance", "udfs.rules.basis",
    "udfs.rules.about_people.cross_sheet", "udfs.rules.about_money.details", "udfs.rules.about_people.enrolment",
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


def survivors(module: str, found: Iterable[Mutant], known: Evidence, named: Container[str]) -> tuple[int, list[Mutant]]:
    """How many of these mutants of a module there are, and those that no test kills; printed as they are found, but for the
    ones named as equivalent.
    """
    path = path_of(module)
    import_module(module)
    made, left, sharp = 0, [], dict[str, Trial]()
    for one in found:
        made += 1
        trials, seconds = known.judging(module, path, stretch(path, one.line))
        # What has killed a mutant of the module is asked first, the last one foremost.
        able = {trial.name for trial in trials} & sharp.keys()
        trials = [sharp[name] for name in reversed(sharp) if name in able] + [one for one in trials if one.name not in able]
        killer = killed(one, trials, seconds)
        if killer:
            unmutated(module, path, trials[: trials.index(killer) + 1] if isinstance(killer, Trial) else trials, seconds)
        if isinstance(killer, Trial):
            sharp.pop(killer.name, None)
            sharp[killer.name] = killer
        elif not killer:
            left.append(one)
            if one.name not in named:
                print(f"  {one.line}: {one.before}\n      -> {one.after}", flush=True)
    return made, left


def path_of(module: str) -> Path:
    return ROOT / f"{module.replace('.', '/')}.py"


def unmutated(module: str, path: Path, trials: list[Trial], seconds: float) -> None:
    """The tests up to the one that killed a mutant pass on the module as it is, in that order: one that spoils what another needs
    would kill every mutant."""
    killer = killed(Mutant(module, 0, "", "", "", path.read_text(encoding="utf-8")), trials, seconds)
    if killer:
        raise SystemExit(f"{module}没有变异也不通过，先改正：{killer.name if isinstance(killer, Trial) else '测试中断'}")


def equivalent() -> dict[str, str]:
    """Name of a mutant -> why nothing can tell it from the module."""
    with EQUIVALENT.open(encoding="utf-8", newline="") as opened:
        return {row["mutant"]: row["reason"] for row in csv.DictReader(opened)}


def judge(trials: list[Trial], scope: Scope, found: Mapping[str, Iterable[Mutant]], floor: Fraction) -> int:
    """Judge the mutants (module -> its mutants) and print what came of it; 1 if too few are killed."""
    began = time.monotonic()
    tried = evidence(trials, scope)
    every_cache()  # gc speaks no more of what it has frozen
    gc.freeze()  # what the children share is not looked through, nor copied, by each of them
    print(f"{len(trials)} 个测试（{time.monotonic() - began:.0f} 秒）", flush=True)
    known, made, alive = equivalent(), 0, 0
    for module, ones in found.items():
        started = time.monotonic()
        count, left = survivors(module, ones, tried, known)
        unnamed = [one for one in left if one.name not in known]
        same = len(left) - len(unnamed)
        made, alive = made + count - same, alive + len(unnamed)
        seconds = time.monotonic() - started
        print(f"{module}: {count} 个变异，{same} 个等价，{len(unnamed)} 个存活（{seconds:.0f} 秒）", flush=True)
    share = Fraction(made - alive, made) if made else Fraction(1)
    print(f"共 {made} 个变异，杀死 {made - alive} 个（{float(share):.1%}），存活 {alive} 个")
    return int(share < floor)


def of_modules(modules: list[str], sample: int, seed: int) -> int:
    found = {one: mutants(path_of(one), one, sample, Random(f"{seed} {one}") if sample else None) for one in modules or MODULES}
    outcome: list[int] = []
    gather(lambda trials: outcome.append(judge(trials, Scope(), found, FLOOR)), Scope(), frozenset(modules))
    return outcome[0]


def judge_folder(folder: str, sample: int, seed: int) -> int:
    found: dict[str, list[Mutant]] = {}
    for one in drawn(folder, sample, seed):
        found.setdefault(one.module, []).append(one)
    scope, outcome = scope_of(folder), list[int]()
    gather(lambda trials: outcome.append(judge(trials, scope, found, LEAST_FOLDER_SCORE)), scope)
    return outcome[0]


def main(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("names", nargs="*", metavar="MODULE|FOLDER")
    parser.add_argument("--folders", action="store_true")
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    given = parser.parse_args(arguments)
    if not given.folders:
        return of_modules(given.names, given.sample, given.seed)
    folders, sample = given.names or list(FOLDERS), given.sample or 12
    if len(folders) == 1:
        return judge_folder(folders[0], sample, given.seed)
    # Each folder has tests of its own to collect: a process each.
    again = [sys.executable, "-m", "tests.mutants", "--folders", f"--sample={sample}", f"--seed={given.seed}"]
    codes = []
    for folder in folders:
        print(f"== {folder}", flush=True)
        codes.append(subprocess.run([*again, folder], cwd=ROOT, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
