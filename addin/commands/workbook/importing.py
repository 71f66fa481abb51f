"""``gaoyan import``: imports rosters of any layout into 附件4."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from addin.terminal import streams
from addin.terminal.options import Book, Json, Reveal, Today, book_path, day_of
from addin.terminal.progress_bar import ProgressBar
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import xlwings as xw

    from macros.annexes.taking_over import FilledRow
    from macros.people.importing import ImportResult

EPILOG = """例：
  gaoyan import 本期.xlsx 名册1.xlsx 名册2.csv          导入几份名册
  gaoyan import 本期.xlsx 名册.xlsx --dry-run           只看会怎样，不写入
  gaoyan import 本期.xlsx 名册.xlsx --map 职务=职称     表头认不准时，说明哪一列是什么
  gaoyan import 本期.xlsx - < 粘贴.txt                  从标准输入读粘贴的名单
  gaoyan import 本期.xlsx 填好的附件5.xlsx              按证件号码填入考核结果和证书编号
来源是填好的附件5（有“是否通过结业考核”一列）时：空白的填入，与已填的不同只列出；
附件4没有的人，加 --add-new 才添加；学时数与考勤不符的，加 --hours 才记入考勤的缺勤学时。"""

Sources = Annotated[
    list[str],
    typer.Argument(metavar="名册…", help="xlsx、xls、csv、tsv、txt，Word 里的表格（docx、doc），可以多份；- 为标准输入"),
]
Map = Annotated[list[str], typer.Option("--map", metavar="列名=字段", help="说明某一列是什么，可重复；列名也可写列号 C 或 3")]
Sheet = Annotated[str, typer.Option("--sheet", metavar="表名", help="只读这张工作表")]
Class = Annotated[str, typer.Option("--class", metavar="班次", help="名册含几个班次时，只导入这一个")]
TakeNew = Annotated[bool, typer.Option("--take-new", help="与已填内容不一致时，用名册的内容")]
AddNew = Annotated[bool, typer.Option("--add-new", help="填好的附件5里附件4没有的人，也添加进附件4")]
Hours = Annotated[bool, typer.Option("--hours", help="填好的附件5里与考勤不符的学时数，记入考勤的缺勤学时")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只显示结果，不写入")]
Yes = Annotated[bool, typer.Option("--yes", help="写入前、表头按相近认出时都不询问")]


def importing(
    book: Book,
    sources: Sources,
    map_: Map = [],  # noqa: B006 (typer reads the default, nobody changes it)
    sheet: Sheet = "",
    class_: Class = "",
    take_new: TakeNew = False,
    add_new: AddNew = False,
    hours: Hours = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    json: Json = False,
    reveal: Reveal = False,
    today: Today = "",
) -> int:
    """把名册导入附件4：按表头含义对应各列，按证件号码更新，不重复添加。填好的附件5按证件号码填入考核结果。"""
    from addin.reports import filled as filled_report
    from addin.reports import importing as import_report
    from macros.annexes.filled_results import import_results
    from macros.people.importing import Sources as Given
    from macros.people.importing import import_rosters
    from workbooks.closed.closed_book import open_book
    from workbooks.files import replacing
    from workbooks.rosters.layout.headings import read_overrides
    from workbooks.rosters.reading import RosterOptions
    from workbooks.sources.opening import reading_once

    path, day = book_path(book), day_of(today)
    wishes = RosterOptions(read_overrides(map_), sheet, class_)
    if not dry_run:
        replacing.check_free(path)
    with reading_once():
        rosters, filled = parted(sources) if not map_ else (sources, [])
        opened = open_book(path)
        documents: dict[str, Any] = {"book": path.name, "dry_run": dry_run}
        lines: list[str] = []
        if rosters:
            given = Given(rosters, wishes, sys.stdin.buffer.read() if "-" in sources else b"")
            with ProgressBar(json) as progress:
                result = import_rosters(opened, given, day, take_new=take_new, dry_run=dry_run, progress=progress)
            if json:
                documents |= import_report.document(path.name, result, dry_run, reveal)
            else:
                import_report.show(result, reveal)
            confirm(result, dry_run or yes or json or "-" in sources)
            lines.append(import_report.closing(result, dry_run))
        if filled:
            taken = import_results(opened, filled, day, take_new=take_new, add_strangers=add_new, hours=hours, dry_run=dry_run)
            if json:
                documents["results"] = filled_report.document(taken, reveal)
            else:
                filled_report.show(taken, reveal)
            lines.append(filled_report.closing(taken, dry_run))
    if not dry_run:
        saved(opened, json or yes)
    if json:
        streams.put_json(documents)
    else:
        close(path, book, day, lines, dry_run)
    return 0


def parted(sources: list[str]) -> tuple[list[str], list[FilledRow]]:
    """The sources with people, and the rows of filled 附件5; a workbook of ours is both."""
    from macros.annexes.filled_results import filled_rows, has_people

    filled = {source: rows for source in sources if (rows := filled_rows(source))}
    rosters = [source for source in sources if source not in filled or has_people(source)]
    return rosters, [row for rows in filled.values() for row in rows]


def saved(opened: xw.Book, unasked: bool) -> None:
    """See ``addin.terminal.previewing.save``."""
    from addin.terminal.previewing import save

    save(opened, unasked)


def close(path: Path, book: str, day: date, lines: list[str], dry_run: bool) -> None:
    """The final lines at a terminal: one per kind of source, then the next step if cells were written."""
    for line in lines:
        streams.say(line, style="bold")
    if not dry_run:
        from addin.terminal.next_line import show_next

        show_next(path, book, day, undoable=False)


def confirm(result: ImportResult, sure: bool) -> None:
    """Ask about columns recognised by similarity, at a terminal only. Errors: Unusable if the answer is no."""
    from workbooks.sources.model import DOUBTFUL

    doubtful = any(column.how in DOUBTFUL for mapped in result.roster.mapped for column in mapped.columns)
    if sure or not doubtful or not result.cells or not sys.stdin.isatty():
        return
    streams.say("以上有的列是按相近的表头或内容认出的。对应是否正确？[y/N] ")
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "是", "对"):
        raise Unusable("导入", "已取消，文件未作改动", "请用 --map 列名=字段 说明各列后再导入")
