"""The tests that judge mutants, and what each of them runs.

A trial is one case of the table of rules or one test of pytest that needs no workbook on disk. Python, pytest and the tests are
started once; each trial is run once on the real program, in a process of its own, and is asked which lines of ``udfs`` it runs
and how long it takes. A mutant is then tried only by the trials that run its line, those of its own module first, the quickest
first, until one fails.
"""

from __future__ import annotations

import io
import os
import pickle
import re
import tempfile
from bisect import bisect_right
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, settings

from tests.rules.cases import Case, all_cases
from udfs.rules import catalogue
from udfs.rules.runner import check

ROOT = Path(__file__).resolve().parents[2]
FILES = (
    "tests/rules", "tests/money/test_account_totals.py", "tests/schedule/test_absence.py",
    "tests/attendance/test_attendance_exports.py", "tests/attendance/test_attendance_macro.py",
    "tests/schedule/test_attendance_signs.py", "tests/money/test_barred_words.py", "tests/rules/test_basis.py",
    "tests/values/test_cells.py", "tests/certificates/test_certificate_checks.py", "tests/certificates/test_certificates.py",
    "tests/schedule/test_checklist.py", "tests/schedule/test_deadlines.py", "tests/checking/test_explanations.py",
    "tests/functions/test_functions.py", "tests/people/test_identity.py", "tests/money/test_lecture_fee.py",
    "tests/money/test_lecture_payments.py", "tests/records/test_masking.py", "tests/money/test_money.py",
    "tests/schedule/test_named_dates.py", "tests/people/test_names.py", "tests/people/test_near_words.py",
    "tests/money/test_one_tax.py", "tests/people/test_phones.py", "tests/ooxml/test_regex_reader.py",
    "tests/money/test_quota.py", "tests/money/test_scope.py", "tests/report/test_report_json.py",
    "tests/records/test_results_view.py",
    "tests/survey/test_satisfaction.py", "tests/records/test_settings.py", "tests/people/test_staffing.py",
    "tests/people/test_titles.py", "tests/money/test_unread_amounts.py", "tests/notices/test_rest_days.py",
    "tests/functions/test_violations.py", "udfs",
)  # fmt: skip
LEFT_OUT = ("test_one_mistake.py", "test_read_aloud.py", "test_ledger_server_dies.py")
"""The first two go through hundreds of classes each, and what they look at the cases look at one by one; of the last the server
and those who ask it are processes of their own, which run the real module."""
ROOTS = ("udfs", "workbooks", "macros", "addin")
OWN = OTHERS = 600
"""So many trials of its own module, and of others, try a mutant at most: the quickest."""
Lines = dict[str, dict[int, list[int]]]


@dataclass(frozen=True)
class Scope:
    """Which tests judge: ``files`` (and folders), whether the cases of the table of rules do too, whether tests that write
    workbooks do, below which folder of the project lines are measured, and how many seconds of processor time a test may take
    (``longest``) and all that try one mutant together (``together``)."""

    files: tuple[str, ...] = FILES
    cases: bool = True
    on_disk: bool = False
    measured: str = "udfs"
    longest: float = 0.5
    together: float = 600.0


@dataclass(frozen=True)
class Trial:
    """One test: which it is, the modules it is about, and how it is run; true if it fails."""

    name: str
    about: frozenset[str]
    fails: Callable[[], bool]


@dataclass(frozen=True)
class Evidence:
    """The trials that pass on the real program, the seconds each takes, and file -> line -> which of them run it."""

    trials: list[Trial]
    seconds: list[float]
    lines: Lines
    scope: Scope = Scope()

    def judging(self, module: str, path: Path, stretch: range | None) -> tuple[list[Trial], float]:
        """Those that judge a change in these lines of a module (None: what runs when it is imported), and their seconds."""
        own = {at for at, trial in enumerate(self.trials) if module in trial.about and self.seconds[at] <= self.scope.longest}
        by_line = self.lines.get(str(path), {})
        reached = {at for line, runs in by_line.items() if stretch is None or line in stretch for at in runs}

        def quickest(some: set[int]) -> list[int]:
            return sorted(some, key=lambda at: self.seconds[at])

        # What a cache holds is computed by the first that asks for it only: so the own ones that seem not to come there, too.
        order = [*quickest(own & reached)[:OWN], *quickest(reached - own)[:OTHERS], *quickest(own - reached)[:OTHERS]]
        sums = list(accumulate(self.seconds[at] for at in order))
        order = order[: bisect_right(sums, self.scope.together)]
        return [self.trials[at] for at in order], sum(self.seconds[at] for at in order)


def gather(work: Callable[[list[Trial]], None], scope: Scope, modules: frozenset[str] = frozenset()) -> None:
    """Collect the tests and do the work while pytest stands ready to run them. ``modules``: with the tests of these alone."""

    class Loop:
        @pytest.hookimpl(tryfirst=True)
        def pytest_runtestloop(self, session: pytest.Session) -> bool:
            tests = (of_test(one) for one in session.items if not is_left_out(one, scope))
            cases = all_cases() if scope.cases else ()
            work([*map(of_case, cases), *(one for one in tests if not modules or modules & one.about)])
            return True

    # A machine under load is no reason to call a test failed, nor is chance to call a mutant killed.
    settings.register_profile("mutants", deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    settings.load_profile("mutants")
    left_out = ("cacheprovider", "timeout", "xdist", "randomly")
    files = [str(ROOT / file) for file in scope.files]
    options = ["-qq", "-s", "--disable-warnings", *(f"-pno:{plugin}" for plugin in left_out)]
    if pytest.main([*options, *files], plugins=[Loop()]) not in (0, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise SystemExit("测试没有收集全，先改正再做变异测试")


def is_left_out(item: Any, scope: Scope) -> bool:
    """What writes workbooks takes seconds; the cases are run without pytest."""
    if item.get_closest_marker("large"):
        return True
    written = "tmp_path" in item.fixturenames and not scope.on_disk
    return written or item.path.name in LEFT_OUT or item.name.startswith("test_case[")


def of_test(item: Any) -> Trial:
    """A test of pytest; it is about the modules of the product that its file imports or, for a doctest, stands in."""

    def fails() -> bool:
        return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))

    return Trial(item.nodeid, modules_of(item.path), fails)


def modules_of(path: Path, known: dict[Path, frozenset[str]] = {}) -> frozenset[str]:  # noqa: B006 (kept on purpose)
    if path not in known:
        own = {".".join(path.relative_to(ROOT).with_suffix("").parts)}
        text = path.read_text(encoding="utf-8")
        roots = "|".join(ROOTS)
        lists = re.findall(rf"from ((?:{roots})[\w.]*) import \(?([\w, \n]+)", text)
        named = {f"{package}.{name.strip()}" for package, names in lists for name in names.split(",")}
        known[path] = frozenset(own | named | set(re.findall(rf"(?:from|import) ((?:{roots})[\w.]+)", text)))
    return known[path]


def of_case(one: Case) -> Trial:
    """A case, as ``test_cases_complete`` judges it, with the rules of its topic and of its companions."""
    topic_of = {rule.code: rule.predicate.__module__ for rule in catalogue()}
    topics = {topic_of[code] for code in (one.code, *one.also)}
    rules = with_what_silences(tuple(rule for rule in catalogue() if topic_of[rule.code] in topics))
    codes = {code for code, topic in topic_of.items() if topic in topics}

    def fails() -> bool:
        report = check(one.build(), rules=rules)
        own = [finding for finding in report.findings if finding.code == one.code]
        found = {finding.code for finding in report.findings} & codes
        status = {outcome.code: outcome.status for outcome in report.outcomes}
        wanted = "findings" if one.fires else "skipped" if one.skipped else "passed"
        return not (
            found == one.also | ({one.code} if one.fires else set())
            and "failed" not in status.values()
            and status[one.code] == wanted
            and (one.at is None or tuple(finding.key for finding in own) == one.at)
            and (one.count is None or len(own) == one.count)
            and (one.severity is None or {finding.severity for finding in own} == {one.severity})
            and all(piece in own[0].message for piece in one.says)
            and all(piece in f"{own[0].expected}\n{own[0].fix}" for piece in one.tells)
        )

    return Trial(one.label, frozenset(topics), fails)


def with_what_silences(rules: tuple[Any, ...]) -> tuple[Any, ...]:
    """The rules with those that they are silent after."""
    by_code = {rule.code: rule for rule in catalogue()}
    found: dict[str, Any] = {}
    waiting = list(rules)
    while waiting:
        rule = waiting.pop()
        if rule.code not in found:
            found[rule.code] = rule
            waiting += [by_code[code] for code in rule.after]
    return tuple(found.values())


def evidence(trials: list[Trial], scope: Scope) -> Evidence:
    """Run each trial on the real program, in a child: this process stays as it is."""
    with tempfile.TemporaryFile() as pipe:
        child = os.fork()
        if not child:
            try:
                pickle.dump(run_once(trials, scope), pipe)
                pipe.flush()
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        pipe.seek(0)
        failing, seconds, lines = pickle.load(pipe)
    if failing:
        raise SystemExit(f"没有变异也不通过，先改正：{'、'.join(failing)}")
    return Evidence(trials, seconds, lines, scope)


def run_once(trials: list[Trial], scope: Scope) -> tuple[list[str], list[float], Lines]:
    measured = coverage.Coverage(data_file=None, config_file=False, include=[f"{ROOT}/{scope.measured}/*"])
    failing, seconds = [], []
    measured.start()
    for at, trial in enumerate(trials):
        measured.switch_context(str(at))
        started = processor_time()
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            if trial.fails():
                failing.append(trial.name)
        seconds.append(processor_time() - started)
    measured.stop()
    data = measured.get_data()
    quick = {str(at) for at, taken in enumerate(seconds) if taken <= scope.longest}
    by_file = {file: data.contexts_by_lineno(file) for file in data.measured_files()}
    return (
        failing,
        seconds,
        {
            file: {line: [int(one) for one in runs if one in quick] for line, runs in by_line.items()}
            for file, by_line in by_file.items()
        },
    )


def processor_time() -> float:
    """Seconds of this process and of those it started that have ended: a test of two hundred processes is a long one."""
    return sum(os.times()[:4])
