"""The backend of the page: tasks of its worker, answered in JSON by the functions behind the commands.

Each task gets its files in a folder of its own and writes its results there; the page keeps the workbooks. So changes can
be previewed, and a cancelled task has changed nothing.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from addin.browser.pressing import offered, press, zipped
from addin.browser.typing_in import explain, facts, fill
from addin.commands import command_function
from addin.terminal import streams
from addin.terminal.progress_bar import ProgressBar
from udfs.notice.parameters import notice_years
from udfs.records.masking import hide
from udfs.values import cells
from udfs.values.headings import CERTIFICATE
from workbooks.files.errors import GaoyanError, Unusable
from workbooks.files.progress import Progress

NO_PLACE = "/dev/null/none"
"""The page has no log, and no ledger unless one is opened."""
BROKEN = 2
LEDGER_NEEDED = "没有打开各班共用的编号台账，不发放编号；请选择台账文件，或到有台账的电脑上编号"
Options = Mapping[str, Any]
Task = Callable[..., Any]


def prepare() -> None:
    """Set up the environment for as long as the page is open."""
    os.environ |= {"GAOYAN_LEDGER": NO_PLACE, "XDG_STATE_HOME": NO_PLACE}
    if sys.platform == "emscripten":
        from addin.browser import in_place

        in_place.install()


def answer(request: str, folder: str, progress: Progress) -> str:
    """Run a task on the files in ``folder`` and return the answer as JSON.

    ``request``: ``{"task": …, "reveal": …, "options": {…}}``; the options are the parameters of the task or of the command
    with its name. Answer: ``{"code": exit code of the command, "document": its --json output, "error": one line}``.
    """
    asked = json.loads(request)
    os.chdir(folder)
    streams.prepare()
    streams.reveal(bool(asked.get("reveal")))
    ProgressBar.watcher = progress
    out, complaint = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(complaint):
        try:
            code = TASKS[asked["task"]](**asked.get("options", {}))
        except BaseException as error:
            code = refused(error)
    output = out.getvalue()
    return json.dumps(
        {"code": code, "document": json.loads(output) if output else None, "error": complaint.getvalue().strip()},
        ensure_ascii=False,
    )


def refused(error: BaseException) -> int:
    """Print the error as one line and return the exit code of the command."""
    if isinstance(error, GaoyanError | MemoryError | OSError):
        from addin.terminal.failing import ended

        return ended(error)
    import traceback

    # The page shows the line; the browser console keeps the details with numbers masked.
    print(hide("".join(traceback.format_exception(error))), file=sys.__stderr__)
    streams.complain(f"程序出错（{type(error).__name__}），文件未作改动。请把所做的步骤告诉程序维护者")
    return BROKEN


def command(name: str) -> Task:
    """A command with ``--json``."""

    def run(**options: Any) -> int:
        function, _ = command_function(name)
        code: int = function(**options, json=True)
        return code

    return run


def start() -> int:
    """The data that the page needs before a workbook is opened: plan lists, rules, wording."""
    from addin.commands.office.rules import documents
    from addin.handbook.rules import without_words
    from udfs.notice.plan import LEVELS, plan_of
    from udfs.records.class_file import AFTER, BEFORE, SURVEY_LEVELS
    from udfs.rules.model import SEVERITY_WORDS

    rules = {
        one["code"]: {
            "title": without_words(str(one["title"])), "quote": one["quote"], "condition": one["condition"],
            "clause": one["clause"],
        }
        for one in documents()
    }  # fmt: skip
    streams.put_json(
        {
            "levels": list(LEVELS),
            "plans": {str(year): [asdict(row) for row in plan_of(year)] for year in notice_years()},
            "rules": rules,
            "severities": dict(SEVERITY_WORDS),
            "stages": [BEFORE, AFTER],
            "survey_levels": list(SURVEY_LEVELS),
            "buttons": offered(),
        }
    )
    return 0


def new(level: str, plan: int, year: int) -> int:
    """Create a workbook named after its topic."""
    from addin.buttons.new_book import made_book
    from udfs.notice.plan import plan_row
    from workbooks.printing.folder import safe_name

    row = plan_row(level, plan, year)
    path = Path(f"{safe_name(row.topic if row else '', f'{level}{plan}')}.xlsx")
    made_book(path, level, plan, year)
    streams.put_json({"file": path.name, "level": level, "plan": plan, "year": year})
    return 0


def check(book: str, today: str, stage: str = "", write: bool = False, ledger: str = "") -> int:
    """``check --json`` with remaining quota and deadlines; ``write`` also writes the findings into the workbook."""
    from addin.commands.workbook.check import written
    from addin.commands.workbook.checklist import document as deadlines
    from addin.terminal.options import book_path
    from macros.checking.check import check_class
    from udfs.money.quota import quota_use
    from udfs.records.class_file import PROJECT
    from udfs.records.class_parameters import class_parameters
    from udfs.report.next_steps import by_button, lines, next_steps
    from udfs.report.report_json import report_document
    from udfs.schedule.checklist import checklist
    from workbooks.closed.closed_book import open_book

    path, day = book_path(book), date.fromisoformat(today)
    opened = open_book(path)
    c, report = check_class(opened, day, ledger or None, stage)
    parameters = class_parameters(c)
    use = quota_use(c, parameters)
    lost = written(opened, c, report) if write else 0
    streams.put_json(
        {
            "report": report_document(path.name, c, report, streams.GATE.reveal),
            "quota": use and {"limit": str(use.limit), "spent": str(use.spent), "left": str(use.left), "working": use.working},
            "deadlines": deadlines(path.name, day, checklist(c, parameters)),
            "next": lines(next_steps(c, report, parameters), by_button, day),
            "class_sheet": PROJECT in c.places,
            "lost": lost,
        }
    )
    return 1 if report.blocking else 0


def export(book: str, today: str, draft: bool = False, ledger: str = "") -> int:
    """Write the package as a zip file beside the workbook."""
    out = Path("导出")
    code = int(command("export")(book=book, out=str(out), draft=draft, today=today, ledger=ledger))
    for folder in out.iterdir() if out.exists() else ():
        zipped(folder)
    return code


def review(returns: str = "退回意见", **options: Any) -> int:
    """``review`` with the letters for returned classes, as a zip file."""
    code = int(command("review")(returns=returns, **options))
    if Path(returns).is_dir():
        zipped(Path(returns))
    return code


def opened_ledger(ledger: str) -> int:
    """The content of an opened ledger file: ``numbers``, the last serial of each series, and problems.

    Errors: Unusable for a file without a ledger: ``number`` would start a new one at 1, besides the office's own.
    """
    from macros.certificates.ledger_reading import listed, verify
    from macros.certificates.ledger_versions import WHERE

    if not Path(ledger).stat().st_size:
        raise Unusable(WHERE, "是空文件，没有台账", "请选择本单位发编号用的台账；还没有的，请用 gaoyan number 第一次编号")
    found = verify(ledger)
    streams.put_json(
        {
            "numbers": len(listed(ledger)),
            "series": [{"name": one.name, "last": one.last} for one in found.series],
            "problems": list(found.problems),
        }
    )
    return 0


def number(book: str, today: str, ledger: str = "", adopt: bool = False) -> int:
    """``number`` on an opened ledger; without one a preview, and no number is issued. Errors: Unusable as for ``number``."""
    if ledger:
        return int(command("number")(book=book, today=today, ledger=ledger, adopt=adopt))
    return waiting(book, today)


def waiting(book: str, today: str) -> int:
    """The people waiting for a number, and those who cannot get one."""
    from addin.terminal.options import book_path
    from macros.certificates.ledger import Allotment
    from macros.certificates.number import barred_rows, usable_pattern, without_number
    from workbooks.book.reading import read_file

    c = read_file(book_path(book), date.fromisoformat(today))
    usable_pattern(c)
    barred = barred_rows(c)
    passed = [result for result in c.results if result.has_passed]
    able = [result for result in passed if result.key and result.row not in barred]
    streams.put_json(
        {
            "waiting": [cells.text(one.name) for one in able if cells.blank(one.certificate)],
            "kept": sum(not cells.blank(one.certificate) for one in able),
            "without": [
                {"sheet": one.sheet, "row": one.row, "name": one.name, "why": one.why}
                for one in without_number(passed, barred, Allotment())
            ],
            "refused": LEDGER_NEEDED,
        }
    )
    return 0


def annex(**options: Any) -> int:
    """Restore 附件5 as the view of 附件4; fixes refer to it by its button."""
    return int(command("tidy")(**options, results=True))


def platform(**options: Any) -> int:
    """Import the platform's numbers of a national class, without a ledger."""
    if not options.get("from_"):
        raise Unusable(CERTIFICATE, LEDGER_NEEDED, "国家级项目请选择平台给出的证书名单")
    return int(command("number")(**options))


TASKS: Mapping[str, Task] = {
    "start": start,
    "new": new,
    "check": check,
    "export": export,
    "number": number,
    "ledger": opened_ledger,
    "platform": platform,
    "annex": annex,
    "review": review,
    "facts": facts,
    "fill": fill,
    "explain": explain,
    "press": press,
    **{name: command(name) for name in ("tidy", "total", "import", "attendance", "survey", "mask")},
}
