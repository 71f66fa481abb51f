"""``gaoyan import``: rosters as they arrive into 附件4."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from addin import streams
from addin.options import Book, Json, Reveal, Today, book_path, day_of
from addin.progress_bar import ProgressBar
from workbooks.errors import Unusable

if TYPE_CHECKING:
    from macros.importing import ImportResult

EPILOG = """例：
  gaoyan import 本期.xlsx 名册1.xlsx 名册2.csv          导入几份名册
  gaoyan import 本期.xlsx 名册.xlsx --dry-run           只看会怎样，不写入
  gaoyan import 本期.xlsx 名册.xlsx --map 职务=职称     表头认不准时，说明哪一列是什么
  gaoyan import 本期.xlsx - < 粘贴.txt                  从标准输入读粘贴的名单"""

Sources = Annotated[list[str], typer.Argument(metavar="名册…", help="xlsx、xls、csv、tsv、txt，可以多份；- 为标准输入")]
Map = Annotated[list[str], typer.Option("--map", metavar="列名=字段", help="说明某一列是什么，可重复；列名也可写列号 C 或 3")]
Sheet = Annotated[str, typer.Option("--sheet", metavar="表名", help="只读这张工作表")]
Class = Annotated[str, typer.Option("--class", metavar="班次", help="名册含几个班次时，只导入这一个")]
TakeNew = Annotated[bool, typer.Option("--take-new", help="与已填内容不一致时，用名册的内容")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只显示结果，不写入")]
Yes = Annotated[bool, typer.Option("--yes", help="表头按相近认出时不再询问")]


def importing(
    book: Book,
    sources: Sources,
    map_: Map = [],  # noqa: B006 (typer reads the default, nobody changes it)
    sheet: Sheet = "",
    class_: Class = "",
    take_new: TakeNew = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    json: Json = False,
    reveal: Reveal = False,
    today: Today = "",
) -> int:
    """把名册导入附件4：按表头含义对应各列，按证件号更新，不重复添加。"""
    from addin.import_report import closing, document, show
    from macros.importing import Sources as Given
    from macros.importing import import_rosters
    from workbooks import replacing
    from workbooks.closed import open_book
    from workbooks.rosters.headings import read_overrides
    from workbooks.rosters.reading import Wishes

    path = book_path(book)
    day = day_of(today)
    wishes = Wishes(read_overrides(map_), sheet, class_)
    if not dry_run:
        replacing.check_free(path)
    pasted = sys.stdin.buffer.read() if "-" in sources else b""
    opened = open_book(path)
    with ProgressBar(json) as progress:
        result = import_rosters(
            opened, Given(sources, wishes, pasted), day, take_new=take_new, dry_run=dry_run, progress=progress
        )
    if not json:
        show(result, reveal)
    if not dry_run:
        confirm(result, yes or json or "-" in sources)
        opened.save()
    if json:
        streams.put_json(document(path.name, result, dry_run, reveal))
    else:
        streams.say(closing(result, dry_run), style="bold")
    return 0


def confirm(result: ImportResult, sure: bool) -> None:
    """Ask about columns taken by likeness, where somebody is there to answer. ``Unusable`` if the answer is no."""
    doubtful = any(column.how == "表头相近" for mapped in result.roster.mapped for column in mapped.columns)
    if sure or not doubtful or not result.cells or not sys.stdin.isatty():
        return
    streams.say("以上有的列是按相近的表头认出的。对应是否正确？[y/N] ")
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "是", "对"):
        raise Unusable("导入", "已取消，文件未作改动", "请用 --map 列名=字段 说明各列后再导入")
