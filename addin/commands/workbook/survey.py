"""``gaoyan survey``: counts raw answers into 附件6, or prints the blank form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.terminal import options, streams
from udfs.records.class_file import SURVEY_LEVELS
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from macros.annexes.survey import SurveyOptions

EPILOG = """缺答、多选的答卷不计入有效份数，逐份列出；全卷同一等级的也逐份列出，但照常计入。
例：
  gaoyan survey 云计算班.xlsx 答卷.xlsx 补收.csv --issued 52     统计答卷，填好附件6
  gaoyan survey 云计算班.xlsx 答卷.xlsx --map D=课程设置          说明哪一列是哪个项目
  gaoyan survey 云计算班.xlsx 分值.csv --first 不满意             1 分表示不满意
  gaoyan survey 云计算班.xlsx 答卷.xlsx --level 优=很满意 --level 良=满意   说明别的词是哪一级
  gaoyan survey 云计算班.xlsx --blank 测评表.pdf                  打印空白测评表"""
MOST_FORMS = 100_000

Sources = Annotated[list[str], typer.Argument(metavar="答卷…", help="xlsx、xls、csv、tsv，可以多份；- 为标准输入")]
Map = Annotated[
    list[str], typer.Option("--map", metavar="列名=项目", help="说明某一列是哪个测评项目，可重复；列名也可写列号 C 或 3")
]
Level = Annotated[list[str], typer.Option("--level", metavar="词=等级", help="说明某个词是哪一级，可重复，如 --level 优=很满意")]


def survey(
    book: options.Book,
    sources: Sources = [],  # noqa: B006 (typer reads the default, nobody changes it)
    issued: Annotated[str, typer.Option("--issued", metavar="份数", help="发放份数；默认附件6已填的，没填则为学员人数")] = "",
    map_: Map = [],  # noqa: B006
    level: Level = [],  # noqa: B006
    first: Annotated[
        str, typer.Option("--first", metavar="等级", help="只有序号或分值时，1（A）表示的等级：很满意或不满意")
    ] = "",
    items: Annotated[bool, typer.Option("--items", help="以问卷的题目作为附件6的测评项目")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示结果，不写入")] = False,
    blank: Annotated[str, typer.Option("--blank", metavar="PDF", help="不统计，只生成空白测评表")] = "",
    json: options.Json = False,
    today: options.Today = "",
    yes: options.Yes = False,
) -> int:
    """统计满意度测评：把原始答卷计入附件6，或打印空白测评表。"""
    path = options.book_path(book)
    day = options.day_of(today)
    if blank:
        return printed_blank(path, Path(blank), options.day_of(today))
    if not sources:
        raise Unusable("survey", "没有给出答卷", "请给出答卷文件；打印空白测评表请用 --blank 测评表.pdf")
    from addin.reports.survey import document, show
    from addin.terminal.next_line import show_next
    from addin.terminal.previewing import save
    from macros.annexes.survey import survey as counted
    from workbooks.closed.closed_book import open_book
    from workbooks.files import replacing

    chosen = wishes(sources, issued, map_, level, first, items)
    if not dry_run:
        replacing.check_free(path)
    opened = open_book(path)
    with streams.working("正在统计"):
        result = counted(opened, sources, day, chosen, dry_run)
    if not dry_run:
        save(opened, json or yes)
    if json:
        streams.put_json(document(path.name, result, dry_run))
        return 0
    show(result, dry_run)
    show_next(path, book, day, undoable=bool(result.cells) and not dry_run)
    return 0


def wishes(sources: list[str], issued: str, map_: list[str], level: list[str], first: str, items: bool) -> SurveyOptions:
    """The options as ``SurveyOptions``. Errors: Unusable."""
    from macros.annexes.survey import SurveyOptions
    from workbooks.survey.questionnaires import read_columns

    if first:
        options.one_of("--first", first, (SURVEY_LEVELS[0], SURVEY_LEVELS[-1]))
    return SurveyOptions(
        columns=read_columns(map_),
        words=level_words(level),
        first=first,
        own_items=items,
        issued=options.whole_number("--issued", issued, 1, MOST_FORMS) if issued else None,
        pasted=sys.stdin.buffer.read() if "-" in sources else b"",
    )


def level_words(stated: list[str]) -> dict[str, str]:
    """``["优=很满意"]`` -> {"优": "很满意"}. Errors: Unusable."""
    from udfs.survey.questionnaire import answer_word

    found = {}
    for one in stated:
        word, _, meant = one.partition("=")
        if not word.strip() or meant.strip() not in SURVEY_LEVELS:
            raise Unusable(f"--level {one}", "写法不对", f"请写成“词=等级”，等级为{'、'.join(SURVEY_LEVELS)}")
        found[answer_word(word)] = meant.strip()
    return found


def printed_blank(path: Path, out: Path, day: object) -> int:
    """Write the blank form of this class as PDF."""
    from datetime import date

    from workbooks.book.reading import read_file
    from workbooks.files import replacing
    from workbooks.printing.questionnaire import blank_form

    if out.suffix.lower() != ".pdf":
        raise Unusable(out.name or str(out), "空白测评表的扩展名应为 .pdf", "请改正文件名")
    assert isinstance(day, date)
    with streams.working("正在排版"):
        replacing.replace(out, blank_form(read_file(path, day)))
    streams.say(f"已生成空白测评表 {out}")
    return 0
